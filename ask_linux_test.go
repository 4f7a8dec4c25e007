package sockopt_test

import (
	"fmt"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

func TestKindOf(t *testing.T) {
	for _, tt := range []struct {
		family, typ, protocol int
		name                  string
		tcp, ipv6             bool
	}{
		{unix.AF_INET, unix.SOCK_STREAM, 0, "IPv4 TCP", true, false},
		{unix.AF_INET6, unix.SOCK_STREAM, 0, "IPv6 TCP", true, true},
		{unix.AF_INET, unix.SOCK_DGRAM, 0, "IPv4 UDP", false, false},
		{unix.AF_INET6, unix.SOCK_DGRAM, 0, "IPv6 UDP", false, true},
		{unix.AF_UNIX, unix.SOCK_STREAM, 0, "Unix stream", false, false},
		{unix.AF_UNIX, unix.SOCK_DGRAM, 0, "Unix datagram", false, false},
		{unix.AF_UNIX, unix.SOCK_SEQPACKET, 0, "Unix seqpacket", false, false},
		{unix.AF_NETLINK, unix.SOCK_RAW, 0, "netlink raw", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			kind, err := sockopt.KindOf(newSocket(t, tt.family, tt.typ, tt.protocol))
			require.NoError(t, err)
			assert.Equal(t, tt.name, kind.String())
			assert.Equal(t, tt.tcp, sockopt.NoDelay.Info().Kinds.Has(kind))
			assert.Equal(t, tt.ipv6, sockopt.IPv6TClass.Info().Kinds.Has(kind))
			assert.True(t, sockopt.RcvBuf.Info().Kinds.Has(kind))
			assert.Equal(t, tt.tcp, kind.Has(sockopt.KindTCP))
			assert.Equal(t, tt.ipv6, kind.Has(sockopt.KindIPv6))
			assert.Equal(t, tt.family == unix.AF_UNIX, kind.Has(sockopt.KindUnix))
			assert.True(t, kind.Has(sockopt.KindAny))
		})
	}
}

func TestKindOfNothing(t *testing.T) {
	_, err := sockopt.KindOf(nil)
	assert.ErrorIs(t, err, sockopt.ErrValue)

	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	_, err = sockopt.KindOf(sockopt.Of(a))
	assert.ErrorIs(t, err, sockopt.ErrValue)

	var p [2]int
	require.NoError(t, unix.Pipe(p[:]))
	defer unix.Close(p[1])
	kind, err := sockopt.KindOf(sockopt.FD(p[0]))
	assert.ErrorIs(t, err, unix.ENOTSOCK)
	assert.Zero(t, kind)
	require.NoError(t, unix.Close(p[0]))
	_, err = sockopt.KindOf(sockopt.FD(p[0]))
	assert.ErrorIs(t, err, net.ErrClosed)
}

func TestInfoGetOfNothing(t *testing.T) {
	info, ok := sockopt.Lookup("NoDelay")
	require.True(t, ok)
	v, err := info.Get(nil)
	assert.Error(t, err)
	assert.Nil(t, v)
}

func TestSettingPrintsNoBytes(t *testing.T) {
	st := sockopt.NoDelay.With(false)
	assert.Equal(t, "TCP_NODELAY=off", fmt.Sprint(st))
	assert.Equal(t, "TCP_NODELAY=off", fmt.Sprintf("%+v", st))
	assert.Equal(t, "sockopt.Setting(TCP_NODELAY=off)", fmt.Sprintf("%#v", st))
}
