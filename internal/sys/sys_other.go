//go:build !unix && !windows

package sys

import (
	"errors"
	"net/netip"
	"strconv"
	"unsafe"
)

// The numbers and sizes of Linux, which nothing here depends on.
const (
	AFInet  = 2
	AFInet6 = 10

	TimevalSize     = 16
	TimevalSecSize  = 8
	TimevalUsecSize = 8
)

// Getsockopt fails with [ErrNone].
func Getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error { return ErrNone }

// Setsockopt fails with [ErrNone].
func Setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error { return ErrNone }

// LocalAddr fails with [ErrNone].
func LocalAddr(fd uintptr) (family int32, addr netip.Addr, err error) {
	return 0, netip.Addr{}, ErrNone
}

// IsBound returns false.
func IsBound(fd uintptr) bool { return false }

// IsConnected returns false.
func IsConnected(fd uintptr) bool { return false }

// IsOpen returns false.
func IsOpen(fd uintptr) bool { return false }

// The classes of errnos, which have no members.
var (
	UnsupportedErrnos []error
	DeniedErrnos      []error
	ClosedErrnos      []error
	NotSocketErrnos   []error
	RoomErrnos        []error
	PhaseErrnos       []error
	NoRouteErrnos     []error
	NamelessErrnos    []error
	NamelessRawErrnos []error
	UnknownNameErrnos []error
)

// ErrNoPeer is [ErrNone].
var ErrNoPeer = ErrNone

// Errno returns an error with the number n.
func Errno(n int) error { return errors.New("error " + strconv.Itoa(n)) }
