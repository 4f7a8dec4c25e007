package sockopt_test

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// overwritten has what package net sets on each TCP connection after the hook, with
// a value that package net does not set.
var overwritten = []sockopt.Setting{
	sockopt.NoDelay.With(false),
	sockopt.KeepAlive.With(false),
	sockopt.KeepIdle.With(123 * time.Second),
	sockopt.KeepIntvl.With(45 * time.Second),
	sockopt.KeepCnt.With(3),
}

// In a hook, Verify of what package net overwrites would be a promise that does not
// last, and the error names what keeps it. Without Verify, and on other sockets than
// TCP's, package net may leave the option alone.
func TestHookRejectsVerifyOfOverwritten(t *testing.T) {
	ln := listenTCP(t)
	for _, st := range append([]sockopt.Setting{
		// The same option by another name.
		sockopt.NewInt("MY_NODELAY", sockopt.NoDelay.Info().LevelNumber, sockopt.NoDelay.Info().Number).With(1),
		sockopt.Optional(sockopt.NoDelay.With(true)),
	}, overwritten...) {
		t.Run(st.String(), func(t *testing.T) {
			if !st.Info().Supported {
				t.Skip("not supported on " + runtime.GOOS)
			}
			verified := sockopt.Verify(st)
			lc := net.ListenConfig{Control: sockopt.Control(verified)}
			_, listenErr := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
			d := net.Dialer{Control: sockopt.Control(verified)}
			_, dialErr := d.Dial("tcp", ln.Addr().String())
			d = net.Dialer{ControlContext: sockopt.ControlContext(verified)}
			_, contextErr := d.Dial("tcp", ln.Addr().String())
			for _, err := range []error{listenErr, dialErr, contextErr} {
				var e *sockopt.Error
				require.ErrorAs(t, err, &e)
				assert.ErrorIs(t, err, sockopt.ErrValue)
				assert.ErrorContains(t, err, st.Info().CName)
				assert.ErrorContains(t, err, "use Listen or Dial")
			}

			lc = net.ListenConfig{Control: sockopt.Control(st), KeepAlive: -1}
			plain, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
			require.NoError(t, err)
			plain.Close()
			assert.NoError(t, sockopt.Apply(sockopt.Of(ln), verified))
		})
	}
	lc := net.ListenConfig{Control: sockopt.Control(sockopt.Verify(sockopt.KeepAlive.With(true)))}
	pc, err := lc.ListenPacket(t.Context(), "udp4", "127.0.0.1:0")
	require.NoError(t, err)
	pc.Close()
}

// What package net overwrites after a hook holds, verified, on the connections of
// Listen, NewListener and Dial.
func TestOverwrittenHolds(t *testing.T) {
	var settings []sockopt.Setting
	for _, st := range overwritten {
		if st.Info().Access == sockopt.AccessReadWrite {
			st = sockopt.Verify(st)
		}
		settings = append(settings, st)
	}
	check := func(t *testing.T, conn net.Conn) {
		t.Helper()
		for _, st := range overwritten {
			if st.Info().Access != sockopt.AccessReadWrite {
				continue
			}
			v, err := st.Info().Get(sockopt.Of(conn))
			require.NoError(t, err)
			assert.Equal(t, st.String(), st.Info().CName+"="+st.Info().Format(v))
		}
	}
	for name, config := range map[string]struct {
		idle time.Duration
		all  net.KeepAliveConfig
	}{
		"default":         {},
		"negative":        {idle: -1},
		"a time":          {idle: 7 * time.Second},
		"KeepAliveConfig": {all: net.KeepAliveConfig{Enable: true, Idle: 8 * time.Second, Interval: 9 * time.Second, Count: 10}},
	} {
		for _, network := range []string{"tcp", "tcp4"} {
			t.Run(name+" "+network, func(t *testing.T) {
				lc := net.ListenConfig{KeepAlive: config.idle, KeepAliveConfig: config.all}
				ln, err := sockopt.Listen(t.Context(), &lc, network, "127.0.0.1:0", settings...)
				require.NoError(t, err)
				defer ln.Close()
				d := net.Dialer{KeepAlive: config.idle, KeepAliveConfig: config.all, FallbackDelay: time.Millisecond, Timeout: 10 * time.Second}
				client, err := sockopt.Dial(t.Context(), &d, network, ln.Addr().String(), settings...)
				require.NoError(t, err)
				defer client.Close()
				server, err := ln.Accept()
				require.NoError(t, err)
				defer server.Close()
				check(t, client)
				check(t, server)

				again := dialTo(t, ln)
				assert.Equal(t, ln.Addr(), again.RemoteAddr())
				server, err = sockopt.NewListener(ln.Unwrap(), settings...).Accept()
				require.NoError(t, err)
				defer server.Close()
				check(t, server)
			})
		}
	}
}

// A hook of the given configuration is kept and runs first, and the configuration
// stays as it was.
func TestListenAndDialKeepHook(t *testing.T) {
	var order []string
	hook := func(name string) func(string, string, syscall.RawConn) error {
		return func(_, _ string, c syscall.RawConn) error {
			size, err := sockopt.TTL.Get(c)
			if err == nil && size != 77 {
				order = append(order, name)
			}
			return err
		}
	}
	st := sockopt.TTL.With(77)
	hold := func(v any) {
		t.Helper()
		hops, err := sockopt.TTL.Get(sockopt.Of(v))
		require.NoError(t, err)
		assert.Equal(t, 77, hops)
	}
	lc := net.ListenConfig{Control: hook("listen")}
	lc.SetMultipathTCP(false)
	ln, err := sockopt.Listen(t.Context(), &lc, "tcp4", "127.0.0.1:0", st)
	require.NoError(t, err)
	defer ln.Close()
	hold(ln)
	pc, err := sockopt.ListenPacket(t.Context(), &lc, "udp4", "127.0.0.1:0", st)
	require.NoError(t, err)
	defer pc.Close()
	hold(pc)
	d := net.Dialer{Control: hook("dial")}
	conn, err := sockopt.Dial(t.Context(), &d, "tcp4", ln.Addr().String(), st)
	require.NoError(t, err)
	defer conn.Close()
	hold(conn)
	both := net.Dialer{Control: hook("not this"), ControlContext: func(ctx context.Context, network, address string, c syscall.RawConn) error {
		order = append(order, ctx.Value(hookKey{}).(string))
		return hook("ControlContext")(network, address, c)
	}}
	conn, err = sockopt.Dial(context.WithValue(t.Context(), hookKey{}, "its context"), &both, "tcp4", ln.Addr().String(), st)
	require.NoError(t, err)
	defer conn.Close()
	hold(conn)
	assert.Equal(t, []string{"listen", "listen", "dial", "its context", "ControlContext"}, order)

	// Neither configuration was changed.
	plain, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer plain.Close()
	hops, err := sockopt.TTL.Get(sockopt.Of(plain))
	require.NoError(t, err)
	assert.NotEqual(t, 77, hops)

	gone := errors.New("gone")
	lc.Control = func(string, string, syscall.RawConn) error { return gone }
	_, err = sockopt.Listen(t.Context(), &lc, "tcp4", "127.0.0.1:0", st)
	assert.ErrorIs(t, err, gone)
}

type hookKey struct{}

// All networks of package net that have sockets work.
func TestListenPacketAndDialNetworks(t *testing.T) {
	ctx := t.Context()
	pc, err := sockopt.ListenPacket(ctx, nil, "udp4", "127.0.0.1:0", sockopt.Verify(sockopt.TTL.With(9)))
	require.NoError(t, err)
	defer pc.Close()
	conn, err := sockopt.Dial(ctx, nil, "udp4", pc.LocalAddr().String(), sockopt.HopLimit.With(8), sockopt.Broadcast.With(true))
	require.NoError(t, err)
	defer conn.Close()
	hops, err := sockopt.TTL.Get(sockopt.Of(conn))
	require.NoError(t, err)
	assert.Equal(t, 8, hops)

	name := filepath.Join(t.TempDir(), "s")
	ln, err := sockopt.Listen(ctx, nil, "unix", name, sockopt.SndTimeo.With(3*time.Second))
	require.NoError(t, err)
	defer ln.Close()
	client, err := sockopt.Dial(ctx, nil, "unix", name, sockopt.SndTimeo.With(4*time.Second))
	require.NoError(t, err)
	defer client.Close()
	server, err := ln.Accept()
	require.NoError(t, err)
	defer server.Close()
	for want, c := range map[time.Duration]net.Conn{3 * time.Second: server, 4 * time.Second: client} {
		got, err := sockopt.SndTimeo.Get(sockopt.Of(c))
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}

	if runtime.GOOS != "windows" {
		name = filepath.Join(t.TempDir(), "g")
		pc, err := sockopt.ListenPacket(ctx, nil, "unixgram", name, sockopt.SndTimeo.With(5*time.Second))
		require.NoError(t, err)
		defer pc.Close()
		conn, err := sockopt.Dial(ctx, nil, "unixgram", name, sockopt.SndTimeo.With(6*time.Second))
		require.NoError(t, err)
		conn.Close()
	}
}

// A failure is that of package net with ours in it, whenever it happens, and leaves
// nothing open.
func TestListenAndDialFail(t *testing.T) {
	failed := func(err error, op string, is error) {
		t.Helper()
		var e *sockopt.Error
		assert.ErrorAs(t, err, &e)
		var outer *net.OpError
		require.ErrorAs(t, err, &outer)
		assert.Equal(t, op, outer.Op)
		assert.ErrorIs(t, err, is)
	}
	ctx := t.Context()
	ln := listenTCP(t)
	address := ln.Addr().String()

	// Before there is a socket.
	_, err := sockopt.Listen(ctx, nil, "tcp4", "127.0.0.1:0", sockopt.TTL.With(0))
	failed(err, "listen", sockopt.ErrValue)
	_, err = sockopt.ListenPacket(ctx, nil, "udp4", "127.0.0.1:0", sockopt.Setting{})
	failed(err, "listen", sockopt.ErrValue)
	_, err = sockopt.Dial(ctx, nil, "tcp4", address, otherSystems())
	failed(err, "dial", errors.ErrUnsupported)
	require.NoError(t, ln.SetDeadline(time.Now().Add(50*time.Millisecond)))
	_, err = ln.Accept()
	assert.Error(t, err, "nobody must have called")

	// On the socket.
	_, err = sockopt.ListenPacket(ctx, nil, "udp4", "127.0.0.1:0", sockopt.NoDelay.With(true))
	failed(err, "listen", errors.ErrUnsupported)
	_, err = sockopt.Dial(ctx, nil, "tcp4", address, sockopt.UDPSegment.With(1000))
	failed(err, "dial", errors.ErrUnsupported)

	// Once connected: the connection is closed.
	if _, ok := sockopt.Lookup("TCP_ULP"); ok && sockopt.ULP.Info().Supported {
		require.NoError(t, ln.SetDeadline(time.Time{}))
		_, err = sockopt.Dial(ctx, nil, "tcp4", address, sockopt.ULP.With("no such"))
		failed(err, "dial", syscall.ENOENT)
		server, err := ln.Accept()
		require.NoError(t, err)
		defer server.Close()
		require.NoError(t, server.SetReadDeadline(time.Now().Add(5*time.Second)))
		_, err = server.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
	}

	// And what the context says.
	canceled, cancel := context.WithCancel(ctx)
	cancel()
	_, err = sockopt.Dial(canceled, nil, "tcp4", address, sockopt.NoDelay.With(true))
	assert.ErrorContains(t, err, "canceled")
	_, err = sockopt.Listen(canceled, nil, "tcp", "localhost:0", sockopt.NoDelay.With(true))
	assert.ErrorContains(t, err, "canceled")
}
