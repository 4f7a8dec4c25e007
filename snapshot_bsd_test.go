//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package sockopt_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// The options of IPPROTO_IP are not for AF_INET6 sockets there, and are not asked
// for: a Get makes no call either.
func TestSnapshotOfIPv6HasNoIPv4Options(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)
	if err != nil {
		t.Skip("needs IPv6")
	}
	defer unix.Close(fd)
	d, err := sockopt.Snapshot(sockopt.FD(fd))
	require.NoError(t, err)
	for _, r := range d.Readings {
		assert.NotEqual(t, "IPPROTO_IP", r.Info().Level, r.Name)
	}
	missing := map[string]error{}
	for r := range d.Missing() {
		missing[r.Name] = r.Err
	}
	for _, name := range []string{"IP_TTL", "IP_TOS", "IP_OPTIONS"} {
		assert.True(t, errors.Is(missing[name], errors.ErrUnsupported), name)
	}
}
