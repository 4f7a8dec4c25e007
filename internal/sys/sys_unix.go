//go:build unix

package sys

import (
	"math"
	"net/netip"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	AFInet  = unix.AF_INET  // the address family of IPv4
	AFInet6 = unix.AF_INET6 // the address family of IPv6

	TimevalSize     = int(unsafe.Sizeof(unix.Timeval{}))      // of struct timeval
	TimevalSecSize  = int(unsafe.Sizeof(unix.Timeval{}.Sec))  // of its tv_sec
	TimevalUsecSize = int(unsafe.Sizeof(unix.Timeval{}.Usec)) // of its tv_usec
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

// Getsockopt gets an option into the *n bytes at p, and sets *n to the length of
// the answer.
func Getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error {
	if fd > math.MaxInt32 { // the kernel would look at the low half only
		return syscall.EBADF
	}
	return syscallGetsockopt(int(fd), int(level), int(number), p, n)
}

// Setsockopt sets an option to the n bytes at p.
func Setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error {
	if fd > math.MaxInt32 {
		return syscall.EBADF
	}
	if n == 0 {
		p = nil // FreeBSD requires NULL if there is no value
	}
	return syscallSetsockopt(int(fd), int(level), int(number), p, uintptr(n))
}

func getsockname(fd uintptr, name *unix.RawSockaddrAny, n *uint32) error {
	if fd > math.MaxInt32 {
		return syscall.EBADF
	}
	return unixGetsockname(int(fd), name, n)
}

// LocalAddr returns the address family of a socket and, for an IP socket, its
// address.
func LocalAddr(fd uintptr) (family int32, addr netip.Addr, err error) {
	var name unix.RawSockaddrAny
	n := uint32(unix.SizeofSockaddrAny)
	if err := getsockname(fd, &name, &n); err != nil {
		return 0, netip.Addr{}, err
	}
	switch family = int32(name.Addr.Family); family {
	case AFInet:
		addr = netip.AddrFrom4((*unix.RawSockaddrInet4)(unsafe.Pointer(&name)).Addr)
	case AFInet6:
		addr = netip.AddrFrom16((*unix.RawSockaddrInet6)(unsafe.Pointer(&name)).Addr)
	}
	return family, addr, nil
}

// IsBound reports whether a socket has a local port or path.
func IsBound(fd uintptr) bool {
	var name unix.RawSockaddrAny
	n := uint32(unix.SizeofSockaddrAny)
	if getsockname(fd, &name, &n) != nil {
		return false
	}
	switch name.Addr.Family {
	case AFInet, AFInet6:
		return (*unix.RawSockaddrInet4)(unsafe.Pointer(&name)).Port != 0
	case unix.AF_UNIX:
		path := &(*unix.RawSockaddrUnix)(unsafe.Pointer(&name)).Path
		return path[0] != 0 || path[1] != 0 // an abstract name of Linux begins with a NUL
	}
	return false
}

// IsConnected reports whether a socket has a peer. Both sockets of a pair have one.
func IsConnected(fd uintptr) bool {
	if fd > math.MaxInt32 {
		return false
	}
	_, err := syscall.Getpeername(int(fd))
	return err == nil || err == syscall.EAFNOSUPPORT // a family that package syscall does not decode
}

// IsOpen reports whether a descriptor is open although the errno of a call is one of
// [ClosedErrnos]. On Unix it never is.
func IsOpen(fd uintptr) bool { return false }

// The classes of errnos. A few more that mean unsupported are known to package
// syscall. EPROTONOSUPPORT and EAFNOSUPPORT are not among them, because kernels
// return these for a socket or an address in the value.
var (
	UnsupportedErrnos = []error{syscall.ENOPROTOOPT, syscall.EOPNOTSUPP, syscall.ENOTSUP, syscall.ENOSYS}
	DeniedErrnos      = []error{syscall.EPERM, syscall.EACCES}
	ClosedErrnos      = []error{syscall.EBADF}
	NotSocketErrnos   = []error{syscall.ENOTSOCK}
	RoomErrnos        = []error{syscall.ERANGE, syscall.EINVAL} // if the length returned is more than was given
	PhaseErrnos       = []error{syscall.EINVAL, syscall.EISCONN, syscall.ENOTCONN}
	NoRouteErrnos     = []error{syscall.EHOSTUNREACH}
	NamelessErrnos    = []error{syscall.ENOENT}                // of getsockname, on a socket that has no name
	NamelessRawErrnos = []error{syscall.EINVAL}                // the same, if the socket is raw
	UnknownNameErrnos = []error{syscall.ENOENT, syscall.ESRCH} // of a name that the kernel does not know
)

// ErrNoPeer is the error of the credentials of a peer that does not exist.
const ErrNoPeer = syscall.ENOTCONN

// Errno returns the errno n.
func Errno(n int) error { return syscall.Errno(n) }
