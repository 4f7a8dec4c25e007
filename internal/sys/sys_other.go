//go:build !unix && !windows

package sockopt

import (
	"errors"
	"net/netip"
	"strconv"
	"unsafe"
)

// These systems have no socket options.

func getsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n *uint32) error {
	return errAbsent
}

func setsockopt(fd uintptr, level, number int32, p unsafe.Pointer, n uint32) error {
	return errAbsent
}

func localAddr(fd uintptr) (Kinds, netip.Addr, error) { return 0, netip.Addr{}, errAbsent }

const (
	afInet  = 0
	afInet6 = 0

	timevalSize     = 16
	timevalSecSize  = 8
	timevalUsecSize = 8
)

func isBound(fd uintptr) bool { return false }

func isConnected(fd uintptr) bool { return false }

func isOpen(fd uintptr) bool { return false }

var unsupportedErrnos, deniedErrnos, closedErrnos, notSocketErrnos, roomErrnos, phaseErrnos, nameErrnos, noRouteErrnos, namelessErrnos, namelessRawErrnos []error

var errNoPeer error = errAbsent

func errnoError(n int) error { return errors.New("error " + strconv.Itoa(n)) }
