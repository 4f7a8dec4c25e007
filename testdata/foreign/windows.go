// Package windows is in the place of x/sys, whose constants follow.
package windows

import (
	"syscall"
	"unsafe"
)

// The system calls, which a test makes up.
var (
	Get  func(fd uintptr, level, number int, p unsafe.Pointer, n *uint32) error
	Set  func(fd uintptr, level, number int, p unsafe.Pointer, n uintptr) error
	Name func(fd uintptr) (family int, addr [16]byte, err error)
)

// Peer finds no socket connected.
func Peer(fd uintptr) (syscall.Sockaddr, error) { return nil, syscall.ENOTCONN }

type (
	Handle        uintptr
	SockaddrInet4 = syscall.SockaddrInet4
	SockaddrInet6 = syscall.SockaddrInet6
)

func Getsockopt(s Handle, level, number int32, p *byte, n *int32) error {
	return Get(uintptr(s), int(level), int(number), unsafe.Pointer(p), (*uint32)(unsafe.Pointer(n)))
}

func Setsockopt(s Handle, level, number int32, p *byte, n int32) error {
	return Set(uintptr(s), int(level), int(number), unsafe.Pointer(p), uintptr(n))
}

func Getsockname(s Handle) (syscall.Sockaddr, error) {
	family, addr, err := Name(uintptr(s))
	switch {
	case err != nil:
		return nil, err
	case family == 23: // AF_INET6, ws2def.h
		return &syscall.SockaddrInet6{Addr: addr}, nil
	case family == 1:
		return &syscall.SockaddrUnix{}, nil
	}
	return &syscall.SockaddrInet4{}, nil
}

func Getpeername(s Handle) (syscall.Sockaddr, error) { return Peer(uintptr(s)) }

// GetFileType finds no handle open.
func GetFileType(Handle) (uint32, error) { return 0, ERROR_INVALID_HANDLE }

// WSAIoctl is not an option's call.
func WSAIoctl(Handle, uint32, *byte, uint32, *byte, uint32, *uint32, *byte, uintptr) error {
	return WSAEOPNOTSUPP
}
