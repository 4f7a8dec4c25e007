// Package unix is in the place of x/sys, whose constants and structs for another
// system lie beside this file.
package unix

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

// Getsockname gives what Name answers as the system lays it out.
func Getsockname(fd uintptr, name *RawSockaddrAny, n *uint32) error {
	family, addr, err := Name(fd)
	if err != nil {
		return err
	}
	setFamily(&name.Addr.Family, family)
	if family == AF_INET6 {
		(*RawSockaddrInet6)(unsafe.Pointer(name)).Addr = addr
	}
	return nil
}

func setFamily[T uint8 | uint16](to *T, family int) { *to = T(family) }

// Peer finds no socket connected.
func Peer(fd uintptr) (syscall.Sockaddr, error) { return nil, syscall.ENOTCONN }
