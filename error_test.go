package sockopt_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of finds the socket, however deep it is.
func TestOf(t *testing.T) {
	client, server := connect(t)
	require.NoError(t, sockopt.NoDelay.Set(sockopt.Of(client), false)) // net has it on
	raw, err := client.SyscallConn()
	require.NoError(t, err)
	file, err := client.File()
	require.NoError(t, err)
	defer file.Close()
	for name, v := range map[string]any{
		"*net.TCPConn":      client,
		"net.Conn":          net.Conn(client),
		"syscall.RawConn":   raw,
		"our Socket":        sockopt.Of(client),
		"*os.File":          file,
		"*tls.Conn":         tls.Client(client, &tls.Config{}),
		"wrapper":           &wrapper{client},
		"wrapper of a tls":  &wrapper{tls.Client(&wrapper{client}, &tls.Config{})},
		"value of a struct": struct{ *net.TCPConn }{client},
	} {
		on, err := sockopt.NoDelay.Get(sockopt.Of(v))
		assert.NoError(t, err, name)
		assert.False(t, on, name)
	}
	on, err := sockopt.NoDelay.Get(sockopt.Of(server))
	require.NoError(t, err)
	assert.True(t, on, "the other end must not be the one that was found")
}

func TestOfListenerAndPacketConn(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	for _, l := range []net.Listener{ln, sockopt.NewListener(ln), sockopt.NewListener(sockopt.NewListener(ln))} {
		require.NoError(t, sockopt.KeepAlive.Set(sockopt.Of(ln), true))
		on, err := sockopt.KeepAlive.Get(sockopt.Of(l))
		require.NoError(t, err)
		assert.True(t, on)
		require.NoError(t, sockopt.KeepAlive.Set(sockopt.Of(l), false))
		on, err = sockopt.KeepAlive.Get(sockopt.Of(ln))
		require.NoError(t, err)
		assert.False(t, on)
	}

	pc, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer pc.Close()
	require.NoError(t, sockopt.HopLimit.Set(sockopt.Of(pc), 33))
	hops, err := sockopt.TTL.Get(sockopt.Of(pc))
	require.NoError(t, err)
	assert.Equal(t, 33, hops)
}

// A listener with no socket to be found.
func TestOfListenerWithoutSocket(t *testing.T) {
	ln := sockopt.NewListener(tls.NewListener(closedListener{}, &tls.Config{}))
	_, err := sockopt.KeepAlive.Get(sockopt.Of(ln))
	assert.ErrorIs(t, err, sockopt.ErrValue)
	assert.ErrorContains(t, err, "a *sockopt.Listener has no socket under it: its net.Listener is nil")
	_, err = ln.Accept()
	assert.ErrorIs(t, err, net.ErrClosed)
}

type closedListener struct{ net.Listener }

func (closedListener) Accept() (net.Conn, error) { return nil, net.ErrClosed }

// A controller is a Socket with a Control of one's own.
type controller func(f func(uintptr)) error

func (c controller) Control(f func(uintptr)) error { return c(f) }

// A Socket that never calls the function must not look like success.
func TestControlThatDoesNotCall(t *testing.T) {
	s := controller(func(func(uintptr)) error { return nil })
	_, getErr := sockopt.NoDelay.Get(s)
	_, neutralErr := sockopt.HopLimit.Get(s)
	for way, err := range map[string]error{
		"Get":         getErr,
		"neutral Get": neutralErr,
		"Set":         sockopt.NoDelay.Set(s, true),
		"neutral Set": sockopt.HopLimit.Set(s, 7),
		"Apply":       sockopt.Apply(s, sockopt.Optional(sockopt.NoDelay.With(true))),
		"Apply none":  sockopt.Apply(s),
	} {
		assert.ErrorContains(t, err, "Control did not call", way)
	}
}

// The error of Control itself is passed on, with the option that it concerns.
func TestControlThatFails(t *testing.T) {
	gone := errors.New("gone")
	for name, s := range map[string]sockopt.Socket{
		"before": controller(func(func(uintptr)) error { return gone }),
		"after":  controller(func(f func(uintptr)) error { f(uintptr(deadFD)); return gone }),
	} {
		_, err := sockopt.NoDelay.Get(s)
		for way, err := range map[string]error{
			"Get":   err,
			"Set":   sockopt.NoDelay.Set(s, true),
			"Apply": sockopt.Apply(s, sockopt.Optional(sockopt.NoDelay.With(true))),
		} {
			assert.ErrorIs(t, err, gone, "%s, %s", way, name)
			assert.ErrorContains(t, err, "TCP_NODELAY", "%s, %s", way, name)
		}
	}
}

// A Socket that calls the function twice makes the option be read or set twice.
func TestControlThatCallsTwice(t *testing.T) {
	client, _ := connect(t)
	s := controller(func(f func(uintptr)) error {
		for range 2 {
			if err := sockopt.Of(client).Control(f); err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, sockopt.NoDelay.Set(s, false))
	require.NoError(t, sockopt.HopLimit.Set(s, 44))
	require.NoError(t, sockopt.Apply(s, sockopt.KeepAlive.With(false), sockopt.Linger.With(sockopt.LingerReset())))
	on, err := sockopt.NoDelay.Get(s)
	require.NoError(t, err)
	assert.False(t, on)
	hops, err := sockopt.HopLimit.Get(s)
	require.NoError(t, err)
	assert.Equal(t, 44, hops)
	l, err := sockopt.Linger.Get(s)
	require.NoError(t, err)
	assert.Equal(t, sockopt.LingerReset(), l)
}

// Apply goes in order, stops at the first failure, and leaves what it did.
func TestApplyStopsAtTheFirstFailure(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	require.NoError(t, sockopt.Apply(s, sockopt.NoDelay.With(true), sockopt.KeepAlive.With(true), sockopt.TTL.With(60)))
	err := sockopt.Apply(s,
		sockopt.NoDelay.With(false),
		sockopt.TTL.With(0),
		sockopt.KeepAlive.With(false),
		sockopt.TOS.With(-1),
	)
	var e *sockopt.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "IP_TTL", e.Name)
	assert.Equal(t, 0, e.Value)
	noDelay, err := sockopt.NoDelay.Get(s)
	require.NoError(t, err)
	assert.False(t, noDelay, "what came before must stay")
	keepAlive, err := sockopt.KeepAlive.Get(s)
	require.NoError(t, err)
	assert.True(t, keepAlive, "what comes after must not be done")

	assert.NoError(t, sockopt.Apply(s), "nothing to do is no failure")
	// Of two that set the same, the later one wins.
	require.NoError(t, sockopt.Apply(s, sockopt.TTL.With(61), sockopt.TTL.With(62)))
	hops, err := sockopt.TTL.Get(s)
	require.NoError(t, err)
	assert.Equal(t, 62, hops)
}

// Optional does not change the Setting that it is given.
func TestOptionalIsACopy(t *testing.T) {
	absent := absentOption(t)
	st := absent.With(zeroOf(absent))
	client, _ := connect(t)
	assert.NoError(t, sockopt.Apply(sockopt.Of(client), sockopt.Optional(st), sockopt.NoDelay.With(false)))
	on, err := sockopt.NoDelay.Get(sockopt.Of(client))
	require.NoError(t, err)
	assert.False(t, on, "what follows an optional setting must be done")
	assert.ErrorIs(t, sockopt.Apply(sockopt.Of(client), st), errors.ErrUnsupported)
}

// absentOption returns an option that this OS does not have: none has all.
func absentOption(t *testing.T) sockopt.Info {
	for o := range sockopt.All() {
		if !o.Supported && (o.Type == "bool" || o.Type == "time.Duration") {
			return o
		}
	}
	t.Fatal("this OS has every option")
	return sockopt.Info{}
}

func zeroOf(o sockopt.Info) any {
	if o.Type == "bool" {
		return true
	}
	return time.Second
}

// Every option that this OS does not have says so, whichever way it is used.
func TestAbsentOptions(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	for o := range sockopt.All() {
		if o.Supported {
			continue
		}
		_, err := o.Get(s)
		var e *sockopt.Error
		require.ErrorAs(t, err, &e, o.Name)
		assert.ErrorIs(t, err, errors.ErrUnsupported, o.Name)
		assert.NotErrorIs(t, err, sockopt.ErrValue, o.Name)
		assert.ErrorContains(t, err, o.CName+" ("+o.Level+")", o.Name)
	}
}

// Chained hooks run the one that was there first, and its error wins.
func TestHooksChain(t *testing.T) {
	var order []string
	hook := func(name string, err error) sockopt.ControlFunc {
		return func(string, string, syscall.RawConn) error {
			order = append(order, name)
			return err
		}
	}
	ctxHook := func(name string, err error) sockopt.ControlContextFunc {
		return func(context.Context, string, string, syscall.RawConn) error {
			order = append(order, name)
			return err
		}
	}
	prevErr, ownErr := errors.New("prev"), errors.New("own")
	for name, test := range map[string]struct {
		prev, own error
		order     []string
		want      error
	}{
		"both succeed": {nil, nil, []string{"prev", "own"}, nil},
		"prev fails":   {prevErr, ownErr, []string{"prev"}, prevErr},
		"own fails":    {nil, ownErr, []string{"prev", "own"}, ownErr},
	} {
		t.Run(name, func(t *testing.T) {
			order = nil
			assert.Equal(t, test.want, hook("own", test.own).After(hook("prev", test.prev))("tcp", "", nil))
			assert.Equal(t, test.order, order)
			order = nil
			err := ctxHook("own", test.own).After(ctxHook("prev", test.prev))(t.Context(), "tcp", "", nil)
			assert.Equal(t, test.want, err)
			assert.Equal(t, test.order, order)
		})
	}
	order = nil
	assert.Equal(t, ownErr, hook("own", ownErr).After(nil)("tcp", "", nil))
	assert.Equal(t, ownErr, ctxHook("own", ownErr).After(nil)(t.Context(), "tcp", "", nil))
	assert.Equal(t, []string{"own", "own"}, order)

	// The field of a net.ListenConfig is of an unnamed type.
	lc := net.ListenConfig{}
	for _, hops := range []int{21, 22} {
		lc.Control = sockopt.Control(sockopt.HopLimit.With(hops)).After(lc.Control)
	}
	pc, err := lc.ListenPacket(t.Context(), "udp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer pc.Close()
	hops, err := sockopt.HopLimit.Get(sockopt.Of(pc))
	require.NoError(t, err)
	assert.Equal(t, 22, hops, "the later hook must run last")
}

// A Dialer with a ControlContext ignores its Control.
func TestControlContext(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	d := net.Dialer{
		Control:        sockopt.Control(sockopt.TTL.With(0)),
		ControlContext: sockopt.ControlContext(sockopt.TTL.With(23)),
	}
	c, err := d.DialContext(t.Context(), "tcp4", ln.Addr().String())
	require.NoError(t, err)
	defer c.Close()
	hops, err := sockopt.TTL.Get(sockopt.Of(c))
	require.NoError(t, err)
	assert.Equal(t, 23, hops)
}

// The text of an error has all that one needs to find the mistake.
func TestErrorText(t *testing.T) {
	err := sockopt.TTL.Set(deadFD, 0)
	var e *sockopt.Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, sockopt.OpSet, e.Op)
	assert.Equal(t, "IP_TTL", e.Name)
	assert.Equal(t, "IPPROTO_IP", e.Level)
	assert.Equal(t, 0, e.Value)
	assert.Equal(t, sockopt.TTL.Info().Number, e.Number)
	assert.ErrorIs(t, e.Err, sockopt.ErrValue)
	assert.NotErrorIs(t, e, os.ErrPermission)

	_, err = sockopt.TTL.Get(deadFD)
	require.ErrorAs(t, err, &e)
	assert.Equal(t, sockopt.OpGet, e.Op)
	assert.Nil(t, e.Value)
}
