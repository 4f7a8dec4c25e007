package sockopt

import (
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

func getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error {
	if level == ioctlLevel {
		// The input is the version of the struct to write, and 0 the one that
		// every version of Windows knows.
		var version uint32
		return windows.WSAIoctl(windows.Handle(fd), uint32(number), (*byte)(unsafe.Pointer(&version)), 4, (*byte)(p), *n, n, nil, 0)
	}
	return windows.Getsockopt(windows.Handle(fd), level, number, (*byte)(p), (*int32)(unsafe.Pointer(n)))
}

func setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error {
	return windows.Setsockopt(windows.Handle(fd), level, number, (*byte)(p), int32(n))
}

// localAddr returns the family of a socket and, for an IP socket that is bound,
// its address.
func localAddr(fd uintptr) (Kinds, netip.Addr, error) {
	sa, err := windows.Getsockname(windows.Handle(fd))
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return familyIPv4, netip.AddrFrom4(sa.Addr), nil
	case *windows.SockaddrInet6:
		return familyIPv6, netip.AddrFrom16(sa.Addr), nil
	}
	if err == windows.WSAEINVAL { // not bound
		return familyOther, netip.Addr{}, nil
	}
	return familyOther, netip.Addr{}, sysError("getsockname", err)
}

// isBound reports whether a socket has a local port.
func isBound(fd uintptr) bool {
	sa, _ := windows.Getsockname(windows.Handle(fd))
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return sa.Port != 0
	case *windows.SockaddrInet6:
		return sa.Port != 0
	}
	return false
}

// isConnected reports whether a socket has a peer.
func isConnected(fd uintptr) bool {
	_, err := windows.Getpeername(windows.Handle(fd))
	return err == nil
}

// isOpen reports whether a handle that is not that of a socket is that of something
// else. WSAENOTSOCK is the error of both.
func isOpen(fd uintptr) bool {
	_, err := windows.GetFileType(windows.Handle(fd))
	return err == nil
}

const (
	afInet  = windows.AF_INET
	afInet6 = windows.AF_INET6

	// Timeouts are in milliseconds on Windows.
	timevalSize     = 8
	timevalSecSize  = 4
	timevalUsecSize = 4
)

// The errnos of each class of failure. For the class of a missing privilege, package
// syscall knows ERROR_ACCESS_DENIED, which is not what Winsock returns.
var (
	unsupportedErrnos = []error{windows.WSAENOPROTOOPT, windows.WSAEOPNOTSUPP}
	deniedErrnos      = []error{windows.WSAEACCES, windows.ERROR_ACCESS_DENIED, windows.ERROR_PRIVILEGE_NOT_HELD}
	closedErrnos      = []error{windows.WSAENOTSOCK, windows.ERROR_INVALID_HANDLE}
	roomErrnos        = []error{windows.WSAEFAULT} // if the length returned is more than was given
	phaseErrnos       = []error{windows.WSAEINVAL, windows.WSAEISCONN, windows.WSAENOTCONN}

	notSocketErrnos                                  []error // they are among closedErrnos, see isOpen
	noRouteErrnos, namelessErrnos, namelessRawErrnos []error // getsockname is not asked
	nameErrnos                                       []error // no option has a name for a value
)

// errNoPeer is the error of a credential that nobody gave.
const errNoPeer = windows.WSAENOTCONN

func errnoError(n int) error { return syscall.Errno(n) }
