//go:build unix

package sockopt

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each errno is of one class at most, the same on every Unix.
func TestWireErrnosOfUnix(t *testing.T) {
	for errno, class := range map[syscall.Errno]error{
		syscall.EPERM: os.ErrPermission, syscall.EACCES: os.ErrPermission,
		syscall.EBADF: net.ErrClosed, syscall.ENOTSOCK: ErrValue,
		syscall.ENOPROTOOPT: errors.ErrUnsupported, syscall.EOPNOTSUPP: errors.ErrUnsupported, syscall.ENOSYS: errors.ErrUnsupported,
		syscall.EINVAL: nil, syscall.EPROTONOSUPPORT: nil, syscall.EAFNOSUPPORT: nil, syscall.ENOTCONN: nil, syscall.ENOENT: nil,
	} {
		err := newError(OpSet, &noDelay.meta, nil, true, sysError("setsockopt", errno))
		for _, c := range []error{errors.ErrUnsupported, os.ErrPermission, net.ErrClosed, ErrValue} {
			assert.Equal(t, class == c, errors.Is(err, c), "%v: %v", errno, c)
		}
		assert.ErrorIs(t, err, errno)
	}
}
