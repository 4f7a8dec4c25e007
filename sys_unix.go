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

const (
	afInet  = unix.AF_INET
	afInet6 = unix.AF_INET6

	timevalSize     = int(unsafe.Sizeof(unix.Timeval{}))
	timevalSecSize  = int(unsafe.Sizeof(unix.Timeval{}.Sec))
	timevalUsecSize = int(unsafe.Sizeof(unix.Timeval{}.Usec))
)

// The errnos of each class of failure. That of a missing privilege package
// syscall knows itself, as it does for some that mean unsupported.
var (
	unsupportedErrnos = []error{syscall.ENOPROTOOPT, syscall.EOPNOTSUPP, syscall.ENOTSUP, syscall.ENOSYS}
	closedErrnos      = []error{syscall.EBADF}
	roomErrnos        = []error{syscall.ERANGE, syscall.EINVAL} // if the length returned is more than was given
	phaseErrnos       = []error{syscall.EINVAL, syscall.EISCONN, syscall.ENOTCONN}
	noRouteErrnos     = []error{syscall.EHOSTUNREACH}
	namelessErrnos    = []error{syscall.ENOENT}
	namelessRawErrnos = []error{syscall.EINVAL}
)

// errNoPeer is the error of a credential that nobody gave.
const errNoPeer = syscall.ENOTCONN

func errnoError(n int) error { return syscall.Errno(n) }
