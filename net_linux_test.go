package sockopt_test

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A keepalive is what package net sets again after a hook.
type keepalive struct {
	NoDelay     bool
	Idle, Intvl time.Duration
	Cnt         int
}

func keepaliveOf(t *testing.T, s sockopt.Socket) (k keepalive) {
	t.Helper()
	var err error
	k.NoDelay, err = sockopt.NoDelay.Get(s)
	require.NoError(t, err)
	k.Idle, err = sockopt.KeepIdle.Get(s)
	require.NoError(t, err)
	k.Intvl, err = sockopt.KeepIntvl.Get(s)
	require.NoError(t, err)
	k.Cnt, err = sockopt.KeepCnt.Get(s)
	require.NoError(t, err)
	return k
}

var hookSettings = []sockopt.Setting{
	sockopt.NoDelay.With(false),
	sockopt.KeepIdle.With(123 * time.Second),
	sockopt.KeepIntvl.With(45 * time.Second),
	sockopt.KeepCnt.With(3),
}

// Package net turns TCP_NODELAY on after each hook, and sets the keepalive
// unless that is disabled.
func TestNetOverwritesAfterHook(t *testing.T) {
	hooked := keepalive{false, 123 * time.Second, 45 * time.Second, 3}
	nets := keepalive{true, 15 * time.Second, 15 * time.Second, 9}
	kept := hooked
	kept.NoDelay = true
	for name, test := range map[string]struct {
		keepAlive time.Duration
		want      keepalive
	}{
		"KeepAlive 0":  {0, nets},
		"KeepAlive -1": {-1, kept},
	} {
		t.Run(name, func(t *testing.T) {
			// The hook sets them all.
			var inHook keepalive
			hook := sockopt.ControlFunc(func(_, _ string, c syscall.RawConn) error {
				inHook = keepaliveOf(t, c)
				return nil
			}).After(sockopt.Control(hookSettings...))
			lc := net.ListenConfig{Control: hook, KeepAlive: test.keepAlive}
			lc.SetMultipathTCP(false)
			ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
			require.NoError(t, err)
			defer ln.Close()
			assert.Equal(t, hooked, inHook)
			assert.Equal(t, hooked, keepaliveOf(t, sockopt.Of(ln)), "a listener keeps what the hook set")

			inHook = keepalive{}
			d := net.Dialer{Control: hook, KeepAlive: test.keepAlive}
			client, err := d.Dial("tcp4", ln.Addr().String())
			require.NoError(t, err)
			defer client.Close()
			assert.Equal(t, hooked, inHook)
			assert.Equal(t, test.want, keepaliveOf(t, sockopt.Of(client)), "dialed")

			server, err := ln.Accept()
			require.NoError(t, err)
			defer server.Close()
			assert.Equal(t, test.want, keepaliveOf(t, sockopt.Of(server)), "accepted")

			// The remedies: set on the open connection, or let NewListener do so.
			require.NoError(t, sockopt.Apply(sockopt.Of(client), hookSettings...))
			assert.Equal(t, hooked, keepaliveOf(t, sockopt.Of(client)))
			second, err := net.Dial("tcp4", ln.Addr().String())
			require.NoError(t, err)
			defer second.Close()
			server, err = sockopt.NewListener(ln, hookSettings...).Accept()
			require.NoError(t, err)
			defer server.Close()
			assert.Equal(t, hooked, keepaliveOf(t, sockopt.Of(server)))
		})
	}
}

// Package net turns SO_REUSEADDR on, before the hook, for what listens, and
// IPV6_V6ONLY for a network that ends in 6.
func TestNetSetsBeforeHook(t *testing.T) {
	needIPv6(t)
	for network, test := range map[string]struct {
		address     string
		reuse, only bool
	}{
		"tcp":  {":0", true, false},
		"tcp6": {"[::1]:0", true, true},
	} {
		var reuse, only bool
		var reuseErr, onlyErr error
		var got string
		lc := net.ListenConfig{Control: func(network, _ string, c syscall.RawConn) error {
			got = network
			reuse, reuseErr = sockopt.ReuseAddr.Get(c)
			only, onlyErr = sockopt.IPv6V6Only.Get(c)
			return nil
		}}
		ln, err := lc.Listen(t.Context(), network, test.address)
		require.NoError(t, err)
		ln.Close()
		require.NoError(t, reuseErr)
		require.NoError(t, onlyErr)
		assert.Equal(t, "tcp6", got, "tcp6 does not mean IPv6 only")
		assert.Equal(t, test.reuse, reuse)
		assert.Equal(t, test.only, only, network)
	}
	ln, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	require.NoError(t, err)
	defer ln.Close()
	on, err := sockopt.ReuseAddr.Get(sockopt.Of(ln))
	require.NoError(t, err)
	assert.True(t, on)
	// And a hook can turn it off again.
	lc := net.ListenConfig{Control: sockopt.Control(sockopt.ReuseAddr.With(false))}
	ln, err = lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	on, err = sockopt.ReuseAddr.Get(sockopt.Of(ln))
	require.NoError(t, err)
	assert.False(t, on)
}

// SO_RCVTIMEO has no effect on a net.Conn, whose descriptor does not block.
func TestTimeoutHasNoEffectOnConn(t *testing.T) {
	client, _ := connect(t)
	require.NoError(t, sockopt.RcvTimeo.Set(sockopt.Of(client), 20*time.Millisecond))
	const deadline = 150 * time.Millisecond
	start := time.Now()
	require.NoError(t, client.SetReadDeadline(start.Add(deadline)))
	_, err := client.Read(make([]byte, 1))
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	assert.GreaterOrEqual(t, time.Since(start), deadline)
}

// SO_LINGER with no time resets the connection on close.
func TestLingerZeroResets(t *testing.T) {
	client, server := connect(t)
	require.NoError(t, sockopt.Linger.Set(sockopt.Of(client), sockopt.LingerReset()))
	require.NoError(t, client.Close())
	require.NoError(t, server.SetReadDeadline(time.Now().Add(5*time.Second)))
	_, err := server.Read(make([]byte, 1))
	assert.ErrorIs(t, err, unix.ECONNRESET)
}
