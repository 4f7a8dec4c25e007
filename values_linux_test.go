package sockopt_test

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// The bounds of this kernel, where they are not those of a number, which the
// table of rules has: a part of a unit, and a part of a value.
func TestValueRefusedLinux(t *testing.T) {
	for _, r := range []refusal{
		refuse(sockopt.KeepIdle, 32767*time.Second+1, "must be 1s to 9h6m7s"),
		refuse(sockopt.Linger, sockopt.LingerWait((1<<31)*time.Second), "must be 0s to 2147483647s"),
	} {
		t.Run(r.name, r.run)
	}
}

// socket returns a bare descriptor, blocking, and a Socket on it.
func socket(t testing.TB, family, typ, protocol int) (int, sockopt.Socket) {
	t.Helper()
	fd, err := unix.Socket(family, typ|unix.SOCK_CLOEXEC, protocol)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return fd, sockopt.FD(fd)
}

// Durations are rounded up, and none becomes one that means something else.
// x/sys is the second opinion on what the kernel was given.
func TestDurationsRoundUp(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for _, test := range []struct {
		o        sockopt.Option[time.Duration]
		number   int
		set, get time.Duration
		want     int
	}{
		{sockopt.KeepIdle, unix.TCP_KEEPIDLE, 1, time.Second, 1},
		{sockopt.KeepIdle, unix.TCP_KEEPIDLE, time.Second + 1, 2 * time.Second, 2},
		{sockopt.KeepIdle, unix.TCP_KEEPIDLE, 32767 * time.Second, 32767 * time.Second, 32767},
		{sockopt.KeepIntvl, unix.TCP_KEEPINTVL, 1500 * time.Millisecond, 2 * time.Second, 2},
		{sockopt.UserTimeout, unix.TCP_USER_TIMEOUT, 1, time.Millisecond, 1},
		{sockopt.UserTimeout, unix.TCP_USER_TIMEOUT, 1500 * time.Microsecond, 2 * time.Millisecond, 2},
		{sockopt.UserTimeout, unix.TCP_USER_TIMEOUT, 0, 0, 0},
		{sockopt.DeferAccept, unix.TCP_DEFER_ACCEPT, 1, time.Second, 1},
	} {
		require.NoError(t, test.o.Set(s, test.set))
		n, err := unix.GetsockoptInt(fd, unix.IPPROTO_TCP, test.number)
		require.NoError(t, err)
		assert.Equal(t, test.want, n, "%v to %v", test.o, test.set)
		got, err := test.o.Get(s)
		require.NoError(t, err)
		assert.Equal(t, test.get, got, "%v to %v", test.o, test.set)
	}
}

func TestLingerRoundsUp(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for _, test := range []struct {
		set     sockopt.LingerConfig
		on, sec int32
		get     sockopt.LingerConfig
	}{
		{sockopt.LingerReset(), 1, 0, sockopt.LingerReset()},
		{sockopt.LingerWait(500 * time.Millisecond), 1, 1, sockopt.LingerWait(time.Second)},
		{sockopt.LingerWait(1), 1, 1, sockopt.LingerWait(time.Second)},
		{sockopt.LingerWait(2*time.Second + 1), 1, 3, sockopt.LingerWait(3 * time.Second)},
	} {
		require.NoError(t, sockopt.Linger.Set(s, test.set))
		l := lingerOf(t, fd)
		assert.Equal(t, unix.Linger{Onoff: test.on, Linger: test.sec}, l, "%v", test.set)
		got, err := sockopt.Linger.Get(s)
		require.NoError(t, err)
		assert.Equal(t, test.get, got)
	}
	// Off is off, though the kernel keeps the time.
	require.NoError(t, sockopt.Linger.Set(s, sockopt.LingerOff()))
	assert.Zero(t, lingerOf(t, fd).Onoff)
	got, err := sockopt.Linger.Get(s)
	require.NoError(t, err)
	assert.Equal(t, sockopt.LingerConfig{}, got)
}

// lingerOf reads SO_LINGER by the form of own options, as x/sys has no getter.
func lingerOf(t *testing.T, fd int) unix.Linger {
	t.Helper()
	l, err := sockopt.Spec[unix.Linger]{Name: "SO_LINGER", Level: unix.SOL_SOCKET, Number: unix.SO_LINGER}.Option().Get(sockopt.FD(fd))
	require.NoError(t, err)
	return l
}

func TestTimevalRoundsUp(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for _, o := range []struct {
		sockopt.Option[time.Duration]
		number int
	}{{sockopt.RcvTimeo, unix.SO_RCVTIMEO}, {sockopt.SndTimeo, unix.SO_SNDTIMEO}} {
		for _, d := range []time.Duration{1, time.Microsecond, 1500 * time.Microsecond, 50 * time.Millisecond, 3*time.Second + 1} {
			require.NoError(t, o.Set(s, d))
			tv, err := unix.GetsockoptTimeval(fd, unix.SOL_SOCKET, o.number)
			require.NoError(t, err)
			// The kernel itself rounds up to ticks of its clock, at most 10 ms.
			got := time.Duration(tv.Nano())
			assert.GreaterOrEqual(t, got, d, "%v to %v", o, d)
			assert.LessOrEqual(t, got, d+11*time.Millisecond, "%v to %v", o, d)
			ours, err := o.Get(s)
			require.NoError(t, err)
			assert.Equal(t, got, ours)
		}
		require.NoError(t, o.Set(s, 0))
		tv, err := unix.GetsockoptTimeval(fd, unix.SOL_SOCKET, o.number)
		require.NoError(t, err)
		assert.Zero(t, tv.Nano())
	}
}

// An answer that no time is behind: another program set a linger of -1.
func TestLingerGarbage(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1, Linger: -1}))
	if lingerOf(t, fd).Linger >= 0 {
		t.Skip("this kernel has no garbage to give")
	}
	got, err := sockopt.Linger.Get(s)
	assert.ErrorContains(t, err, "get SO_LINGER (SOL_SOCKET "+strconv.Itoa(unix.SO_LINGER)+"): unexpected answer")
	assert.Zero(t, got)
}

// What is read of a short string or a short list is what was set.
func TestStringStopsAtNUL(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Congestion.Set(s, "reno"))
	text, err := unix.GetsockoptString(fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION)
	require.NoError(t, err)
	assert.Equal(t, "reno", text)
	got, err := sockopt.Congestion.Get(s)
	require.NoError(t, err)
	assert.Equal(t, "reno", got)
}

// A descriptor that is closed, is no socket, or cannot be one.
func TestDescriptors(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	fd, live := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	_, err = sockopt.NoDelay.Get(live)
	require.NoError(t, err)

	type test struct {
		s     sockopt.Socket
		errno syscall.Errno
		class error
	}
	tests := map[string]test{
		"-1":              {sockopt.FD(^uintptr(0)), syscall.EBADF, net.ErrClosed},
		"never open":      {sockopt.FD(1 << 20), syscall.EBADF, net.ErrClosed},
		"beyond an int32": {sockopt.FD(1 << 31), syscall.EBADF, net.ErrClosed},
		"a pipe":          {sockopt.Of(r), syscall.ENOTSOCK, sockopt.ErrValue},
	}
	if strconv.IntSize == 64 {
		low := uint64(fd)
		tests["beyond 32 bits"] = test{sockopt.FD(1<<32 | low), syscall.EBADF, net.ErrClosed}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := sockopt.NoDelay.Get(test.s)
			_, neutralErr := sockopt.HopLimit.Get(test.s)
			_, infoErr := sockopt.TCPInfo.Get(test.s)
			for way, err := range map[string]error{
				"Get":         err,
				"Set":         sockopt.NoDelay.Set(test.s, true),
				"Apply":       sockopt.Apply(test.s, sockopt.Optional(sockopt.NoDelay.With(true))),
				"neutral Get": neutralErr,
				"neutral Set": sockopt.HopLimit.Set(test.s, 7),
				"group":       sockopt.JoinGroup.Set(test.s, sockopt.MulticastGroup{Group: testGroup4}),
				"TCPInfo":     infoErr,
			} {
				assert.ErrorIs(t, err, test.class, way)
				assert.Equal(t, test.class == sockopt.ErrValue, errors.Is(err, sockopt.ErrValue), way)
				assert.Equal(t, test.class == net.ErrClosed, errors.Is(err, net.ErrClosed), way)
				var errno syscall.Errno
				if assert.ErrorAs(t, err, &errno, way) {
					assert.Equal(t, test.errno, errno, way)
				}
				var sys *os.SyscallError
				assert.ErrorAs(t, err, &sys, way)
			}
		})
	}
	// The socket whose low half of a number was used is untouched.
	on, err := sockopt.NoDelay.Get(live)
	require.NoError(t, err)
	assert.False(t, on)
}

func TestClosedFile(t *testing.T) {
	client, _ := connect(t)
	f, err := client.File()
	require.NoError(t, err)
	s := sockopt.Of(f)
	_, err = sockopt.NoDelay.Get(s)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	for _, s := range []sockopt.Socket{s, sockopt.Of(f)} {
		_, err := sockopt.NoDelay.Get(s)
		assert.ErrorIs(t, err, net.ErrClosed)
		assert.ErrorIs(t, sockopt.NoDelay.Set(s, true), net.ErrClosed)
	}
}

// SO_ERROR is cleared by reading it.
func TestSocketErrorClears(t *testing.T) {
	fd, s := socket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	// Nothing listens on tcpmux over UDP.
	require.NoError(t, unix.Connect(fd, &unix.SockaddrInet4{Port: 1, Addr: [4]byte{127, 0, 0, 1}}))
	_, err := unix.Write(fd, []byte{1})
	require.NoError(t, err)
	assert.Eventually(t, func() bool {
		pending, err := sockopt.SocketError.Get(s)
		return err == nil && pending == syscall.ECONNREFUSED
	}, time.Second, time.Millisecond)
	pending, err := sockopt.SocketError.Get(s)
	assert.NoError(t, err)
	assert.NoError(t, pending)
}

// A name that has separators or escapes in it is quoted in every text that it is
// part of, and read back.
func TestTextsOfStrangeInterfaces(t *testing.T) {
	needNamespace(t)
	was := "lo"
	for _, name := range []string{"a,b@c|d", "{x}", "\x1b]0;P", "any", "7"} {
		ip(t, "link set dev "+was+" down") // as Linux before 6.2 wants it
		ip(t, "link set dev "+was+" name "+name)
		was = name
		on := sockopt.Interface(1)
		assert.Equal(t, strconv.Quote(name), on.String())
		fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
		for _, st := range []sockopt.Setting{
			sockopt.IPv6MulticastIF.With(on),
			sockopt.MCASTJoinGroup.With(sockopt.MulticastGroup{Group: netip.MustParseAddr("ff02::99"), Interface: on}),
			sockopt.IPv6PktInfo.With(sockopt.PacketInfo{Interface: on}),
		} {
			text := st.String()
			assert.Contains(t, text, strconv.Quote(name))
			back, err := sockopt.ParseSetting(text)
			if assert.NoError(t, err, text) {
				assert.Equal(t, text, back.String())
			}
		}
		st, err := sockopt.ParseSetting("IPV6_MULTICAST_IF=" + strconv.Quote(name))
		require.NoError(t, err)
		require.NoError(t, sockopt.Apply(fd, st))
		got, err := sockopt.IPv6MulticastIF.Get(fd)
		assert.NoError(t, err)
		assert.Equal(t, on, got)
	}
}
