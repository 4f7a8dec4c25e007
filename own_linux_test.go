package sockopt_test

import (
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Every constructor makes an option that does what the catalogue's does.
func TestOwnOptions(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)

	own(t, s, sockopt.NewBool("TCP_NODELAY", unix.IPPROTO_TCP, unix.TCP_NODELAY), sockopt.NoDelay, true)
	n, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY)
	require.NoError(t, err)
	assert.Equal(t, 1, n)

	own(t, s, sockopt.NewInt("IP_TTL", unix.IPPROTO_IP, unix.IP_TTL), sockopt.TTL, 77)
	own(t, s, sockopt.NewLinger("SO_LINGER", unix.SOL_SOCKET, unix.SO_LINGER), sockopt.Linger, sockopt.LingerConfig{Enable: true, Timeout: 3 * time.Second})
	own(t, s, sockopt.NewTimeval("SO_RCVTIMEO", unix.SOL_SOCKET, unix.SO_RCVTIMEO), sockopt.RcvTimeo, 2*time.Second)
	own(t, s, sockopt.NewString("TCP_CONGESTION", unix.IPPROTO_TCP, unix.TCP_CONGESTION, 15), sockopt.Congestion, "reno")
	own(t, s, sockopt.NewBytes("IP_OPTIONS", unix.IPPROTO_IP, unix.IP_OPTIONS, 40), sockopt.IPOptions, []byte{1, 1, 1, 0})

	low := sockopt.NewUint32("SO_RCVLOWAT", unix.SOL_SOCKET, unix.SO_RCVLOWAT)
	require.NoError(t, low.Set(s, 99))
	n, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVLOWAT)
	require.NoError(t, err)
	assert.Equal(t, 99, n)

	cookie, err := sockopt.NewUint64("SO_COOKIE", unix.SOL_SOCKET, unix.SO_COOKIE).Get(s)
	require.NoError(t, err)
	want, err := unix.GetsockoptUint64(fd, unix.SOL_SOCKET, unix.SO_COOKIE)
	require.NoError(t, err)
	assert.Equal(t, want, cookie)
	assert.NotZero(t, cookie)
}

func own[T any](t *testing.T, s sockopt.Socket, own, known sockopt.Option[T], v T) {
	t.Helper()
	before, err := known.Get(s)
	require.NoError(t, err)
	require.NotEqual(t, v, before, "%v: the test must change something", own)
	require.NoError(t, own.Set(s, v), "%v", own)
	for _, o := range []sockopt.Option[T]{own, known} {
		got, err := o.Get(s)
		require.NoError(t, err)
		assert.Equal(t, v, got, "%v", own)
	}
}

func TestOwnStruct(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	o := sockopt.NewStruct[unix.Linger]("SO_LINGER", unix.SOL_SOCKET, unix.SO_LINGER)
	require.NoError(t, o.Set(s, unix.Linger{Onoff: 1, Linger: 9}))
	got, err := sockopt.Linger.Get(s)
	require.NoError(t, err)
	assert.Equal(t, sockopt.LingerConfig{Enable: true, Timeout: 9 * time.Second}, got)

	// The beginning of struct tcp_info, with its padding.
	type tcpInfo struct {
		States  [6]uint8
		_       [2]byte
		Rto     uint32
		Ato     uint32
		Snd_mss uint32
	}
	info, err := sockopt.NewStruct[tcpInfo]("TCP_INFO", unix.IPPROTO_TCP, unix.TCP_INFO).Get(s)
	require.NoError(t, err)
	want, err := unix.GetsockoptTCPInfo(fd, unix.IPPROTO_TCP, unix.TCP_INFO)
	require.NoError(t, err)
	assert.Equal(t, want.Snd_mss, info.Snd_mss)
	assert.Equal(t, want.Rto, info.Rto)
	assert.NotZero(t, info.Rto)

	// What the kernel did not write is zero.
	type padded struct {
		unix.Linger
		More [64]byte
	}
	p, err := sockopt.NewStruct[padded]("SO_LINGER", unix.SOL_SOCKET, unix.SO_LINGER).Get(s)
	require.NoError(t, err)
	assert.Equal(t, padded{Linger: unix.Linger{Onoff: 1, Linger: 9}}, p)
}
