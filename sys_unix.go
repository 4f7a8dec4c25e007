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

// localAddr returns the family of a socket and, for an IP socket, its address.
func localAddr(fd uintptr) (Kinds, netip.Addr, error) {
	if fd > math.MaxInt32 {
		return 0, netip.Addr{}, sysError("getsockname", syscall.EBADF)
	}
	// That of x/sys would make every program 40 kB larger.
	sa, err := syscall.Getsockname(int(fd))
	switch sa := sa.(type) {
	case *syscall.SockaddrInet4:
		return familyIPv4, netip.AddrFrom4(sa.Addr), nil
	case *syscall.SockaddrInet6:
		return familyIPv6, netip.AddrFrom16(sa.Addr), nil
	case *syscall.SockaddrUnix:
		return familyUnix, netip.Addr{}, nil
	}
	if err == nil || err == syscall.EAFNOSUPPORT { // a family that package syscall does not decode
		return familyOther, netip.Addr{}, nil
	}
	return 0, netip.Addr{}, sysError("getsockname", err)
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
)

// errNoPeer is the error of a credential that nobody gave.
const errNoPeer = syscall.ENOTCONN

func errnoError(n int) error { return syscall.Errno(n) }
