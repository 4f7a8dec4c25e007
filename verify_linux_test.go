package sockopt_test

import (
	"errors"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

func sysctlInt(t *testing.T, path string) int {
	b, err := os.ReadFile("/proc/sys/" + path)
	require.NoError(t, err)
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	require.NoError(t, err)
	return n
}

func mismatch(t *testing.T, err error) *sockopt.Mismatch {
	var m *sockopt.Mismatch
	require.ErrorAs(t, err, &m)
	return m
}

func TestVerify(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(s, sockopt.Verify(sockopt.NoDelay.With(true)), sockopt.Verify(sockopt.TOS.With(sockopt.AF41))))
	n, err := unix.GetsockoptInt(int(s), unix.IPPROTO_TCP, unix.TCP_NODELAY)
	require.NoError(t, err)
	assert.NotZero(t, n)

	// The kernel keeps timeouts in ticks, of 1 to 10 ms.
	err = sockopt.Apply(s, sockopt.Verify(sockopt.RcvTimeo.With(time.Microsecond)))
	m := mismatch(t, err)
	assert.Equal(t, sockopt.Rounded, m.Change)
	assert.Equal(t, time.Microsecond, m.Asked)
	var tv, tvErr = unix.GetsockoptTimeval(int(s), unix.SOL_SOCKET, unix.SO_RCVTIMEO)
	require.NoError(t, tvErr)
	assert.Equal(t, time.Duration(tv.Nano()), m.Got)
	assert.ErrorContains(t, err, "verify SO_RCVTIMEO (SOL_SOCKET "+strconv.Itoa(unix.SO_RCVTIMEO)+"): rounded: asked for 1µs, got "+m.Got.(time.Duration).String()+": the kernel counts in ticks")

	// A segment size that the path does not have yet is not told before connect.
	m = mismatch(t, sockopt.Apply(s, sockopt.Verify(sockopt.FastOpen.With(1<<30))))
	assert.Equal(t, sockopt.Clipped, m.Change)
	assert.Equal(t, sysctlInt(t, "net/core/somaxconn"), m.Got)
	assert.Equal(t, "net.core.somaxconn is "+strconv.Itoa(m.Got.(int)), m.Why)
}

func TestVerifyBuffers(t *testing.T) {
	for _, c := range []struct {
		buf    sockopt.Option[int]
		number int
		sysctl string
	}{
		{sockopt.RcvBuf, unix.SO_RCVBUF, "rmem_max"},
		{sockopt.SndBuf, unix.SO_SNDBUF, "wmem_max"},
	} {
		limit := sysctlInt(t, "net/core/"+c.sysctl)
		s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
		require.NoError(t, sockopt.Apply(s, sockopt.Verify(c.buf.With(limit/2))), "twice of what was asked for is no mismatch")
		err := sockopt.Apply(s, sockopt.Verify(c.buf.With(2*limit)))
		got, getErr := unix.GetsockoptInt(int(s), unix.SOL_SOCKET, c.number)
		require.NoError(t, getErr)
		m := mismatch(t, err)
		assert.Equal(t, sockopt.Clipped, m.Change)
		assert.Equal(t, c.buf.Info().CName, m.Name)
		assert.Equal(t, 2*limit, got, "not by force, whatever the privilege")
		assert.Equal(t, limit, m.Got, "in the unit of what was asked for")
		assert.Equal(t, "net.core."+c.sysctl+" is "+strconv.Itoa(limit), m.Why)
		// The kernel has a least size.
		m = mismatch(t, sockopt.Apply(s, sockopt.Verify(c.buf.With(1))))
		assert.Equal(t, sockopt.Raised, m.Change)
	}
}

func TestVerifyIgnored(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	// Linux takes SO_BSDCOMPAT and does nothing.
	m := mismatch(t, sockopt.Apply(s, sockopt.Verify(sockopt.BSDCompat.With(true))))
	assert.Equal(t, sockopt.Ignored, m.Change)
	assert.Equal(t, false, m.Got)
}

// verifies checks that what Verify passes was set, and returns whether a set that
// passes without it was caught.
func (r readWrite[T]) verifies(t *testing.T, k kind) (caught bool) {
	fd, info := openKind(t, k), r.option.Info()
	old, _ := r.option.Get(fd)
	set := r.other(old)
	if err := sockopt.Apply(fd, sockopt.Verify(info.With(set))); err != nil {
		return r.option.Set(openKind(t, k), set) == nil
	}
	want := []T{set}
	if r.told != nil {
		want = append(want, r.told(k, old, set))
	}
	got, err := r.option.Get(fd)
	assert.NoError(t, err, "of %s, which Verify passes", info.Name)
	assert.Contains(t, want, got, "of %s, which Verify passes", info.Name)
	return false
}

// Some sets are ignored: by gVisor many.
func TestVerifyPassesWhatWasSet(t *testing.T) {
	for _, k := range []kind{tcp4, tcp6, udp4, udp6, unixStream} {
		t.Run(k.String(), func(t *testing.T) {
			var caught []string
			for _, r := range rules {
				if v, ok := r.(interface{ verifies(*testing.T, kind) bool }); ok && v.verifies(t, k) {
					caught = append(caught, r.infos()[0].Name)
				}
			}
			t.Log("ignored and caught:", caught)
		})
	}
}

// A neutral setting is verified as its twins are set.
func TestVerifyNeutral(t *testing.T) {
	s := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(s, sockopt.Verify(sockopt.HopLimit.With(7))))
	n, err := unix.GetsockoptInt(int(s), unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS)
	require.NoError(t, err)
	assert.Equal(t, 7, n)
}

// What counts is what the socket has when all settings are made.
func TestVerifyAfterTheLastSetting(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	err := sockopt.Apply(s, sockopt.Verify(sockopt.TTL.With(7)), sockopt.Verify(sockopt.NoDelay.With(true)), sockopt.TTL.With(8), sockopt.NoDelay.With(false))
	var found []*sockopt.Mismatch
	for _, err := range err.(interface{ Unwrap() []error }).Unwrap() {
		found = append(found, mismatch(t, err))
	}
	require.Len(t, found, 2, "each is reported")
	assert.Equal(t, []any{"IP_TTL", 7, 8, sockopt.Replaced, "a later setting changed it"}, []any{found[0].Name, found[0].Asked, found[0].Got, found[0].Change, found[0].Why})
	assert.Equal(t, []any{"TCP_NODELAY", true, false, sockopt.Replaced}, []any{found[1].Name, found[1].Asked, found[1].Got, found[1].Change})

	// IP_TOS changes SO_PRIORITY.
	m := mismatch(t, sockopt.Apply(s, sockopt.Verify(sockopt.Priority.With(3)), sockopt.TOS.With(sockopt.AF41)))
	assert.Equal(t, "SO_PRIORITY", m.Name)
	assert.NoError(t, sockopt.Apply(s, sockopt.TOS.With(sockopt.AF42), sockopt.Verify(sockopt.Priority.With(3))))

	// A failure ends it, and nothing is compared.
	err = sockopt.Apply(s, sockopt.Verify(sockopt.BSDCompat.With(true)), sockopt.TTL.With(256), sockopt.TTL.With(9))
	assert.ErrorIs(t, err, sockopt.ErrValue)
	assert.False(t, errors.As(err, &m))
}

// Both twins are verified, each by its name.
func TestVerifyTwins(t *testing.T) {
	for name, undo := range map[string]sockopt.Setting{
		"IP_TTL":            sockopt.TTL.With(8),
		"IPV6_UNICAST_HOPS": sockopt.IPv6UnicastHops.With(8),
	} {
		s := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
		require.NoError(t, unix.SetsockoptInt(int(s), unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 0))
		m := mismatch(t, sockopt.Apply(s, sockopt.Verify(sockopt.HopLimit.With(7)), undo))
		assert.Equal(t, []any{name, 7, 8}, []any{m.Name, m.Asked, m.Got})
		require.NoError(t, unix.SetsockoptInt(int(s), unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1))
	}
	// What is not set is not asked for.
	s := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.SetsockoptInt(int(s), unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1))
	assert.NoError(t, sockopt.Apply(s, sockopt.Verify(sockopt.HopLimit.With(7)), sockopt.TTL.With(8)))
}

func TestVerifyFails(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Verify(sockopt.TTL.With(256))), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Verify(sockopt.IPv6UnicastHops.With(7))), errors.ErrUnsupported)
	assert.NoError(t, sockopt.Apply(s, sockopt.Optional(sockopt.Verify(sockopt.IPv6UnicastHops.With(7)))))
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Verify(sockopt.Setting{})), sockopt.ErrValue)
	// What cannot be read is not set either, and Optional does not hide that.
	u := newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	join := sockopt.AddMembership.With(sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3")})
	err := sockopt.Apply(u, sockopt.Optional(sockopt.Verify(join)))
	assert.ErrorIs(t, err, sockopt.ErrValue)
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "cannot be read back")
	assert.EqualError(t, sockopt.Apply(u, sockopt.Verify(sockopt.Optional(join))), err.Error())
	b, err := os.ReadFile("/proc/net/igmp")
	require.NoError(t, err)
	assert.NotContains(t, string(b), "030201EF")

	before, err := unix.GetsockoptInt(int(s), unix.SOL_SOCKET, unix.SO_RCVBUF)
	require.NoError(t, err)
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Optional(sockopt.Verify(sockopt.RcvBufForce.With(1<<20)))), sockopt.ErrValue)
	after, err := unix.GetsockoptInt(int(s), unix.SOL_SOCKET, unix.SO_RCVBUF)
	require.NoError(t, err)
	assert.Equal(t, before, after)
}

func TestSupported(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	yes, err := sockopt.NoDelay.Supported(s)
	assert.True(t, yes)
	assert.NoError(t, err)
	no, err := sockopt.IPv6V6Only.Supported(s)
	assert.False(t, no)
	assert.NoError(t, err)
	no, err = sockopt.SocketError.Supported(s)
	assert.False(t, no)
	assert.ErrorContains(t, err, "clears it")
	yes, err = sockopt.RcvBufForce.Supported(s)
	assert.True(t, yes)
	assert.NoError(t, err)
	no, err = sockopt.IPv6JoinGroup.Supported(s)
	assert.False(t, no)
	assert.NoError(t, err)
	no, err = sockopt.NoSigPipe.Supported(s)
	assert.False(t, no)
	assert.NoError(t, err)
	no, err = sockopt.WriteOnly[int]{}.Supported(s)
	assert.False(t, no)
	assert.ErrorIs(t, err, sockopt.ErrValue)
	no, err = sockopt.Spec[int]{}.WriteOnly().Supported(s)
	assert.False(t, no)
	assert.ErrorIs(t, err, sockopt.ErrValue)
	no, err = sockopt.RcvBufForce.Supported(sockopt.Of(1))
	assert.False(t, no)
	assert.ErrorIs(t, err, sockopt.ErrValue)
	yes, err = sockopt.AOGetKeys.Supported(s)
	assert.True(t, yes)
	assert.NoError(t, err)
	no, err = sockopt.IPv6FlowLabelMgr.Supported(s)
	assert.False(t, no)
	assert.NoError(t, err)
	no, err = sockopt.NoDelay.Supported(sockopt.Of(1))
	assert.False(t, no)
	assert.Error(t, err)
}
