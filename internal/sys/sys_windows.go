package sys

import (
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

const (
	AFInet  = windows.AF_INET  // the address family of IPv4
	AFInet6 = windows.AF_INET6 // the address family of IPv6

	// Timeouts are in milliseconds on Windows. These are the sizes in winsock2.h.

	TimevalSize     = 8 // of struct timeval
	TimevalSecSize  = 4 // of its tv_sec
	TimevalUsecSize = 4 // of its tv_usec
)

// IoctlLevel is no level. With it, the number of an option is a code of WSAIoctl.
const IoctlLevel = -1

// Getsockopt gets an option into the *n bytes at p, and sets *n to the length of
// the answer. The level [IoctlLevel] calls WSAIoctl.
func Getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error {
	if level == IoctlLevel {
		// The input is the version of the struct to write, and 0 the one that
		// every version of Windows knows.
		var version uint32
		return windows.WSAIoctl(windows.Handle(fd), uint32(number), (*byte)(unsafe.Pointer(&version)), 4, (*byte)(p), *n, n, nil, 0)
	}
	return windows.Getsockopt(windows.Handle(fd), level, number, (*byte)(p), (*int32)(unsafe.Pointer(n)))
}

// Setsockopt sets an option to the n bytes at p.
func Setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error {
	return windows.Setsockopt(windows.Handle(fd), level, number, (*byte)(p), int32(n))
}

// LocalAddr returns the address family of a socket and, for an IP socket, its
// address. The family is AF_UNSPEC for an unbound socket, which has no address on
// Windows, and for a socket that is not of IP.
func LocalAddr(fd uintptr) (family int32, addr netip.Addr, err error) {
	sa, err := windows.Getsockname(windows.Handle(fd))
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return AFInet, netip.AddrFrom4(sa.Addr), nil
	case *windows.SockaddrInet6:
		return AFInet6, netip.AddrFrom16(sa.Addr), nil
	}
	if err == windows.WSAEINVAL { // not bound
		err = nil
	}
	return windows.AF_UNSPEC, netip.Addr{}, err
}

// IsBound reports whether a socket has a local port.
func IsBound(fd uintptr) bool {
	sa, _ := windows.Getsockname(windows.Handle(fd))
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return sa.Port != 0
	case *windows.SockaddrInet6:
		return sa.Port != 0
	}
	return false
}

// IsConnected reports whether a socket has a peer.
func IsConnected(fd uintptr) bool {
	_, err := windows.Getpeername(windows.Handle(fd))
	return err == nil
}

// IsOpen reports whether a handle that is not a socket is the handle of something
// else. Winsock returns WSAENOTSOCK for both.
func IsOpen(fd uintptr) bool {
	_, err := windows.GetFileType(windows.Handle(fd))
	return err == nil
}

// The classes of errnos. ERROR_ACCESS_DENIED, which package syscall knows as that of
// a missing privilege, is not what Winsock returns.
var (
	UnsupportedErrnos = []error{windows.WSAENOPROTOOPT, windows.WSAEOPNOTSUPP}
	DeniedErrnos      = []error{windows.WSAEACCES, windows.ERROR_ACCESS_DENIED, windows.ERROR_PRIVILEGE_NOT_HELD}
	ClosedErrnos      = []error{windows.WSAENOTSOCK, windows.ERROR_INVALID_HANDLE}
	RoomErrnos        = []error{windows.WSAEFAULT} // if the length returned is more than was given
	PhaseErrnos       = []error{windows.WSAEINVAL, windows.WSAEISCONN, windows.WSAENOTCONN}

	NotSocketErrnos   []error // they are among ClosedErrnos, see [IsOpen]
	NoRouteErrnos     []error
	NamelessErrnos    []error // getsockname is not called
	NamelessRawErrnos []error
	UnknownNameErrnos []error // no option has a name as its value
)

// ErrNoPeer is the error of the credentials of a peer that does not exist.
const ErrNoPeer = windows.WSAENOTCONN

// Errno returns the errno n.
func Errno(n int) error { return syscall.Errno(n) }
