//go:build unix

package sockopt

import (
	"math"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The two system calls are those of package syscall, which knows how each port
// makes them: by number, through socketcall, or through libc.

//go:linkname syscallGetsockopt syscall.getsockopt
//go:noescape
func syscallGetsockopt(fd, level, name int, val unsafe.Pointer, vallen *uint32) error

//go:linkname syscallSetsockopt syscall.setsockopt
//go:noescape
func syscallSetsockopt(fd, level, name int, val unsafe.Pointer, vallen uintptr) error

// Getsockname of package syscall and that of x/sys allocate the address that they
// return; the latter also makes every program 40 kB larger. Both call a function
// like this one.

//go:linkname unixGetsockname golang.org/x/sys/unix.getsockname
//go:noescape
func unixGetsockname(fd int, name *unix.RawSockaddrAny, n *uint32) error

func getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error {
	if fd > math.MaxInt32 { // the kernel would look at the low half only
		return syscall.EBADF
	}
	return syscallGetsockopt(int(fd), int(level), int(number), p, n)
}

func setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error {
	if fd > math.MaxInt32 {
		return syscall.EBADF
	}
	if n == 0 {
		p = nil // which is how FreeBSD wants to have nothing
	}
	return syscallSetsockopt(int(fd), int(level), int(number), p, uintptr(n))
}

func getsockname(fd uintptr, name *unix.RawSockaddrAny, n *uint32) error {
	if fd > math.MaxInt32 {
		return syscall.EBADF
	}
	return unixGetsockname(int(fd), name, n)
}

// localAddr returns the family of a socket and, for an IP socket, its address.
func localAddr(fd uintptr) (Kinds, netip.Addr, error) {
	var name unix.RawSockaddrAny
	n := uint32(unix.SizeofSockaddrAny)
	if err := getsockname(fd, &name, &n); err != nil {
		return 0, netip.Addr{}, sysError("getsockname", err)
	}
	switch family := kindNumbered(addressFamilies[:], int32(name.Addr.Family)); family {
	case 0:
		return familyOther, netip.Addr{}, nil
	case familyIPv4:
		return family, netip.AddrFrom4((*unix.RawSockaddrInet4)(unsafe.Pointer(&name)).Addr), nil
	case familyIPv6:
		return family, netip.AddrFrom16((*unix.RawSockaddrInet6)(unsafe.Pointer(&name)).Addr), nil
	default:
		return family, netip.Addr{}, nil
	}
}

// isBound reports whether a socket has a local port or path.
func isBound(fd uintptr) bool {
	var name unix.RawSockaddrAny
	n := uint32(unix.SizeofSockaddrAny)
	if getsockname(fd, &name, &n) != nil {
		return false
	}
	switch kindNumbered(addressFamilies[:], int32(name.Addr.Family)) {
	case familyIPv4, familyIPv6:
		return (*unix.RawSockaddrInet4)(unsafe.Pointer(&name)).Port != 0
	case familyUnix:
		path := &(*unix.RawSockaddrUnix)(unsafe.Pointer(&name)).Path
		return path[0] != 0 || path[1] != 0 // an abstract name of Linux begins with a NUL
	}
	return false
}

// isConnected reports whether a socket has a peer, which one of a pair has, too.
func isConnected(fd uintptr) bool {
	_, err := syscall.Getpeername(int(fd))
	return err == nil || err == syscall.EAFNOSUPPORT // a family that package syscall does not decode
}

// isOpen reports whether a descriptor is open that a call called closed: never.
func isOpen(fd uintptr) bool { return false }

const (
	afInet  = unix.AF_INET
	afInet6 = unix.AF_INET6

	timevalSize     = int(unsafe.Sizeof(unix.Timeval{}))
	timevalSecSize  = int(unsafe.Sizeof(unix.Timeval{}.Sec))
	timevalUsecSize = int(unsafe.Sizeof(unix.Timeval{}.Usec))
)

// The errnos of each class of failure. A few more that mean unsupported are known
// to package syscall. EPROTONOSUPPORT and EAFNOSUPPORT are not among them, because
// kernels return these for a socket or an address in the value.
var (
	unsupportedErrnos = []error{syscall.ENOPROTOOPT, syscall.EOPNOTSUPP, syscall.ENOTSUP, syscall.ENOSYS}
	deniedErrnos      = []error{syscall.EPERM, syscall.EACCES}
	closedErrnos      = []error{syscall.EBADF}
	notSocketErrnos   = []error{syscall.ENOTSOCK}
	roomErrnos        = []error{syscall.ERANGE, syscall.EINVAL} // if the length returned is more than was given
	phaseErrnos       = []error{syscall.EINVAL, syscall.EISCONN, syscall.ENOTCONN}
	noRouteErrnos     = []error{syscall.EHOSTUNREACH}
	namelessErrnos    = []error{syscall.ENOENT}
	namelessRawErrnos = []error{syscall.EINVAL}
	nameErrnos        = []error{syscall.ENOENT, syscall.ESRCH} // of a name that the kernel does not know
)

// errNoPeer is the error of a credential that nobody gave.
const errNoPeer = syscall.ENOTCONN

func errnoError(n int) error { return syscall.Errno(n) }
