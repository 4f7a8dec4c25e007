package sockopt_test

import (
	"errors"
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

	own(t, s, sockopt.Spec[bool]{Name: "TCP_NODELAY", Level: unix.IPPROTO_TCP, Number: unix.TCP_NODELAY}.Option(), sockopt.NoDelay, true)
	n, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, unix.TCP_NODELAY)
	require.NoError(t, err)
	assert.Equal(t, 1, n)

	own(t, s, sockopt.NewInt("IP_TTL", unix.IPPROTO_IP, unix.IP_TTL), sockopt.TTL, 77)
	own(t, s, sockopt.Spec[sockopt.LingerConfig]{Name: "SO_LINGER", Level: unix.SOL_SOCKET, Number: unix.SO_LINGER}.Option(), sockopt.Linger, sockopt.LingerWait(3*time.Second))
	own(t, s, sockopt.Spec[time.Duration]{Name: "SO_RCVTIMEO", Level: unix.SOL_SOCKET, Number: unix.SO_RCVTIMEO}.Option(), sockopt.RcvTimeo, 2*time.Second)
	own(t, s, sockopt.Spec[string]{Name: "TCP_CONGESTION", Level: unix.IPPROTO_TCP, Number: unix.TCP_CONGESTION, Size: 15}.Option(), sockopt.Congestion, "reno")
	own(t, s, sockopt.Spec[[]byte]{Name: "IP_OPTIONS", Level: unix.IPPROTO_IP, Number: unix.IP_OPTIONS, Size: 40}.Option(), sockopt.IPOptions, []byte{1, 1, 1, 0})

	low := sockopt.Spec[uint32]{Name: "SO_RCVLOWAT", Level: unix.SOL_SOCKET, Number: unix.SO_RCVLOWAT}.Option()
	require.NoError(t, low.Set(s, 99))
	n, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVLOWAT)
	require.NoError(t, err)
	assert.Equal(t, 99, n)

	cookie, err := sockopt.Spec[uint64]{Name: "SO_COOKIE", Level: unix.SOL_SOCKET, Number: unix.SO_COOKIE}.Option().Get(s)
	require.NoError(t, err)
	want, err := unix.GetsockoptUint64(fd, unix.SOL_SOCKET, unix.SO_COOKIE)
	require.NoError(t, err)
	assert.Equal(t, want, cookie)
	assert.NotZero(t, cookie)
}

// Durations in every unit, and numbers of one byte.
func TestSpecUnits(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for _, test := range []struct {
		spec  sockopt.Spec[time.Duration]
		known sockopt.Option[time.Duration]
		want  int
	}{
		{sockopt.Spec[time.Duration]{Level: unix.IPPROTO_TCP, Number: unix.TCP_KEEPIDLE, Tick: time.Second}, sockopt.KeepIdle, 78},
		{sockopt.Spec[time.Duration]{Level: unix.IPPROTO_TCP, Number: unix.TCP_USER_TIMEOUT, Tick: time.Millisecond}, sockopt.UserTimeout, 77500},
	} {
		test.spec.Name = test.known.String()
		o := test.spec.Option()
		require.NoError(t, o.Set(s, 77500*time.Millisecond), "%v", o)
		n, err := unix.GetsockoptInt(fd, test.spec.Level, test.spec.Number)
		require.NoError(t, err)
		assert.Equal(t, test.want, n, "%v", o)
		want, err := test.known.Get(s)
		require.NoError(t, err)
		got, err := o.Get(s)
		require.NoError(t, err)
		assert.Equal(t, want, got, "%v", o)
	}
	spec := sockopt.Spec[time.Duration]{Name: "SO_BUSY_POLL", Level: unix.SOL_SOCKET, Number: unix.SO_BUSY_POLL, Tick: time.Microsecond}
	got, err := spec.ReadOnly().Get(s)
	require.NoError(t, err)
	want, err := sockopt.BusyPoll.Get(s)
	require.NoError(t, err)
	assert.Equal(t, want, got)

	fd, s = socket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	hops := sockopt.Spec[uint8]{Name: "IP_MULTICAST_TTL", Level: unix.IPPROTO_IP, Number: unix.IP_MULTICAST_TTL}.Option()
	require.NoError(t, hops.Set(s, 200))
	n, err := unix.GetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_TTL)
	require.NoError(t, err)
	assert.Equal(t, 200, n)
	one, err := hops.Get(s)
	require.NoError(t, err)
	assert.EqualValues(t, 200, one)
	loop := sockopt.Spec[bool]{Name: "IP_MULTICAST_LOOP", Level: unix.IPPROTO_IP, Number: unix.IP_MULTICAST_LOOP, Size: 1}.Option()
	for _, on := range []bool{false, true} {
		require.NoError(t, loop.Set(s, on))
		got, err := sockopt.MulticastLoop.Get(s)
		require.NoError(t, err)
		assert.Equal(t, on, got)
	}
}

// Verify tells what became of an own number, too.
func TestSpecVerified(t *testing.T) {
	_, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	clamp := sockopt.Spec[int32]{Name: "TCP_WINDOW_CLAMP", Level: unix.IPPROTO_TCP, Number: unix.TCP_WINDOW_CLAMP}.Option()
	err := sockopt.Apply(s, sockopt.Verify(clamp.With(1)))
	var mismatch *sockopt.Mismatch
	require.ErrorAs(t, err, &mismatch)
	assert.Equal(t, sockopt.Raised, mismatch.Change)
	assert.Equal(t, int32(1), mismatch.Asked)
	require.NoError(t, sockopt.Apply(s, sockopt.Verify(clamp.With(1<<16))))
	idle := sockopt.Spec[time.Duration]{Name: "TCP_KEEPIDLE", Level: unix.IPPROTO_TCP, Number: unix.TCP_KEEPIDLE, Tick: time.Second}.Option()
	require.NoError(t, sockopt.Apply(s, sockopt.Verify(idle.With(77*time.Second))))
}

// The kinds and the phase of a Spec explain failures.
func TestSpecExplains(t *testing.T) {
	_, udp := socket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	mss := sockopt.Spec[int]{Name: "TCP_MAXSEG", Level: unix.IPPROTO_TCP, Number: unix.TCP_MAXSEG, Kinds: sockopt.KindTCP}
	_, err := mss.ReadOnly().Get(udp)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "not supported on IPv4 UDP sockets, only on TCP")
	assert.ErrorContains(t, mss.Option().Set(udp, 1000), "not supported on IPv4 UDP sockets, only on TCP")
	supported, err := mss.WriteOnly().Supported(udp)
	require.NoError(t, err)
	assert.False(t, supported)

	fd, s := socket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	only := sockopt.Spec[bool]{Name: "IPV6_V6ONLY", Level: unix.IPPROTO_IPV6, Number: unix.IPV6_V6ONLY, Phase: sockopt.BeforeBind}.Option()
	require.NoError(t, only.Set(s, true))
	require.NoError(t, unix.Bind(fd, &unix.SockaddrInet6{Addr: [16]byte{15: 1}}))
	err = only.Set(s, false)
	assert.ErrorIs(t, err, unix.EINVAL)
	assert.ErrorContains(t, err, "(set it before bind)")
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
	o := sockopt.Spec[unix.Linger]{Name: "SO_LINGER", Level: unix.SOL_SOCKET, Number: unix.SO_LINGER}.Option()
	require.NoError(t, o.Set(s, unix.Linger{Onoff: 1, Linger: 9}))
	got, err := sockopt.Linger.Get(s)
	require.NoError(t, err)
	assert.Equal(t, sockopt.LingerWait(9*time.Second), got)

	// The beginning of struct tcp_info, with its padding.
	type tcpInfo struct {
		States  [6]uint8
		_       [2]byte
		Rto     uint32
		Ato     uint32
		Snd_mss uint32
	}
	info, err := sockopt.Spec[tcpInfo]{Name: "TCP_INFO", Level: unix.IPPROTO_TCP, Number: unix.TCP_INFO}.Option().Get(s)
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
	p, err := sockopt.Spec[padded]{Name: "SO_LINGER", Level: unix.SOL_SOCKET, Number: unix.SO_LINGER}.Option().Get(s)
	require.NoError(t, err)
	assert.Equal(t, padded{Linger: unix.Linger{Onoff: 1, Linger: 9}}, p)
}
