package sockopt

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The numbers are those of the documentation of Winsock and of Windows.
func TestWireErrnosOfWindows(t *testing.T) {
	classes := []error{errors.ErrUnsupported, os.ErrPermission, net.ErrClosed, ErrValue}
	for number, class := range map[syscall.Errno]error{
		10013: os.ErrPermission,      // WSAEACCES
		5:     os.ErrPermission,      // ERROR_ACCESS_DENIED
		1314:  os.ErrPermission,      // ERROR_PRIVILEGE_NOT_HELD
		10038: net.ErrClosed,         // WSAENOTSOCK
		6:     net.ErrClosed,         // ERROR_INVALID_HANDLE
		10042: errors.ErrUnsupported, // WSAENOPROTOOPT
		10045: errors.ErrUnsupported, // WSAEOPNOTSUPP
		10022: nil,                   // WSAEINVAL
		10014: nil,                   // WSAEFAULT
	} {
		err := newError(OpSet, &noDelay.meta, nil, true, sysError("setsockopt", number))
		for _, c := range classes {
			assert.Equal(t, class == c, errors.Is(err, c), "%d: %v", number, c)
		}
	}
}
