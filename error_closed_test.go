package sockopt_test

import (
	"context"
	"errors"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// uses has every function that uses a Socket and returns an error.
func uses() map[string]func(s sockopt.Socket) error {
	set := sockopt.NoDelay.With(true)
	info := sockopt.NoDelay.Info()
	dump := &sockopt.Dump{Readings: []sockopt.Reading{{Name: "TCP_NODELAY", Value: true}}}
	uses := map[string]func(s sockopt.Socket) error{
		"Get":             func(s sockopt.Socket) error { _, err := sockopt.NoDelay.Get(s); return err },
		"Get, read-only":  func(s sockopt.Socket) error { _, err := sockopt.SocketType.Get(s); return err },
		"Get, neutral":    func(s sockopt.Socket) error { _, err := sockopt.HopLimit.Get(s); return err },
		"Get, Info":       func(s sockopt.Socket) error { _, err := info.Get(s); return err },
		"Set":             func(s sockopt.Socket) error { return sockopt.NoDelay.Set(s, true) },
		"Set, neutral":    func(s sockopt.Socket) error { return sockopt.HopLimit.Set(s, 7) },
		"Set, struct":     func(s sockopt.Socket) error { return sockopt.Linger.Set(s, sockopt.LingerOff()) },
		"Apply":           func(s sockopt.Socket) error { return sockopt.Apply(s, set) },
		"Apply, Optional": func(s sockopt.Socket) error { return sockopt.Apply(s, sockopt.Optional(set)) },
		"Apply, Verify":   func(s sockopt.Socket) error { return sockopt.Apply(s, sockopt.Verify(set)) },
		"Apply, Info":     func(s sockopt.Socket) error { return sockopt.Apply(s, info.With(true)) },
		"Apply, Parse": func(s sockopt.Socket) error {
			st, err := info.Parse("on")
			return errors.Join(err, sockopt.Apply(s, st))
		},
		"Control": func(s sockopt.Socket) error { return sockopt.Control(set)("tcp", "", rawConn{s}) },
		"ControlContext": func(s sockopt.Socket) error {
			return sockopt.ControlContext(set)(context.Background(), "tcp", "", rawConn{s})
		},
		"Supported":        func(s sockopt.Socket) error { _, err := sockopt.NoDelay.Supported(s); return err },
		"Supported, other": func(s sockopt.Socket) error { _, err := sockopt.SocketType.Supported(s); return err },
		"KindOf":           func(s sockopt.Socket) error { _, err := sockopt.KindOf(s); return err },
		"Snapshot":         func(s sockopt.Socket) error { _, err := sockopt.Snapshot(s); return err },
		"Restore":          func(s sockopt.Socket) error { return sockopt.Restore(s, dump) },
		"own option":       func(s sockopt.Socket) error { return sockopt.NewInt("SO_X", 1, 1).Set(s, 1) },
	}
	if sockopt.SourceFilter.Info().Supported {
		uses["Get, Request"] = func(s sockopt.Socket) error {
			_, err := sockopt.SourceFilter.Get(s, sockopt.MulticastGroup{Group: testGroup4})
			return err
		}
	}
	return uses
}

// Whatever is closed, and however it is used, the error is an *Error in which
// net.ErrClosed is found, and no other class.
func TestEveryUseOfAClosedSocket(t *testing.T) {
	client, server := connect(t)
	file, err := client.File()
	require.NoError(t, err)
	fileOf := sockopt.Of(file)
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	pc, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	unix, err := net.Listen("unix", t.TempDir()+"/s")
	require.NoError(t, err)
	closed := map[string]sockopt.Socket{
		"*net.TCPConn": sockopt.Of(client), "net.Listener": sockopt.Of(ln), "net.PacketConn": sockopt.Of(pc),
		"Unix listener": sockopt.Of(unix), "*os.File": fileOf, "FD": deadFD,
	}
	for _, c := range []interface{ Close() error }{client, file, ln, pc, unix, server} {
		require.NoError(t, c.Close())
	}
	for name, c := range map[string]any{
		"*net.TCPConn": client, "net.Listener": ln, "net.PacketConn": pc, "Unix listener": unix, "*os.File": file,
		"wrapper": &wrapper{client}, "embedding": embedding{client, 1},
	} {
		closed[name+", closed before Of"] = sockopt.Of(c)
	}
	for name, s := range closed {
		for use, f := range uses() {
			err := f(s)
			var e *sockopt.Error
			if !assert.ErrorAs(t, err, &e, "%s of %s", use, name) {
				continue
			}
			assert.Contains(t, ops, e.Op, "%s of %s", use, name)
			assert.ErrorIs(t, err, net.ErrClosed, "%s of %s", use, name)
			for _, class := range []error{errors.ErrUnsupported, os.ErrPermission, sockopt.ErrValue} {
				assert.NotErrorIs(t, err, class, "%s of %s", use, name)
			}
		}
	}
}

// What is not a socket is not closed, but no socket: ErrValue, on every system.
func TestEveryUseOfNoSocket(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	raw, err := r.SyscallConn()
	require.NoError(t, err)
	var fd uintptr
	require.NoError(t, raw.Control(func(f uintptr) { fd = f }))
	for name, s := range map[string]sockopt.Socket{"pipe": sockopt.Of(w), "FD": sockopt.FD(fd), "an int": sockopt.Of(7)} {
		for use, f := range uses() {
			err := f(s)
			var e *sockopt.Error
			assert.ErrorAs(t, err, &e, "%s of %s", use, name)
			assert.ErrorIs(t, err, sockopt.ErrValue, "%s of %s", use, name)
			assert.NotErrorIs(t, err, net.ErrClosed, "%s of %s", use, name)
			assert.NotErrorIs(t, err, errors.ErrUnsupported, "%s of %s", use, name)
		}
	}
	runtime.KeepAlive(r)
}

var ops = []sockopt.Op{sockopt.OpGet, sockopt.OpSet, sockopt.OpVerify, sockopt.OpParse, sockopt.OpSnapshot, sockopt.OpRestore, sockopt.OpIdentify}

// What belongs to no option says so, and is an *Error too.
func TestErrorsOfZeroValues(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	_, getErr := sockopt.Option[int]{}.Get(s)
	_, askErr := sockopt.Request[int, int]{}.Get(s, 1)
	_, infoErr := sockopt.Info{}.Get(s)
	_, supportedErr := sockopt.Option[int]{}.Supported(s)
	_, textErr := sockopt.Setting{}.MarshalText()
	for way, test := range map[string]struct {
		err error
		op  sockopt.Op
	}{
		"Get":         {getErr, sockopt.OpGet},
		"Request":     {askErr, sockopt.OpGet},
		"Info.Get":    {infoErr, sockopt.OpGet},
		"Supported":   {supportedErr, sockopt.OpGet},
		"Set":         {sockopt.Option[int]{}.Set(s, 1), sockopt.OpSet},
		"WriteOnly":   {sockopt.WriteOnly[int]{}.Set(s, 1), sockopt.OpSet},
		"With":        {sockopt.Apply(s, sockopt.Option[int]{}.With(1)), sockopt.OpSet},
		"Info.With":   {sockopt.Apply(s, sockopt.Info{}.With(1)), sockopt.OpSet},
		"Info.Parse":  {parseErr(sockopt.Info{}, "1"), sockopt.OpSet},
		"Setting":     {sockopt.Apply(s, sockopt.Setting{}), sockopt.OpSet},
		"MarshalText": {textErr, sockopt.OpSet},
	} {
		var e *sockopt.Error
		if assert.ErrorAs(t, test.err, &e, way) {
			assert.Equal(t, test.op, e.Op, way)
		}
		assert.ErrorIs(t, test.err, sockopt.ErrValue, way)
		assert.EqualError(t, test.err, "sockopt: "+string(test.op)+": use of a zero Option or Setting", way)
	}
}

// A text that names no option is in a field of its own.
func TestErrorsOfTexts(t *testing.T) {
	for text, want := range map[string]sockopt.Error{
		"TCP_NODELAY":       {Op: sockopt.OpParse, Text: "TCP_NODELAY"},
		"":                  {Op: sockopt.OpParse},
		"TCP_NODELAI=on":    {Op: sockopt.OpParse, Text: "TCP_NODELAI"},
		"TCP_NODELAY=maybe": {Op: sockopt.OpSet, Name: sockopt.NoDelay.Info().CName, Value: "maybe"},
	} {
		_, err := sockopt.ParseSetting(text)
		var e *sockopt.Error
		require.ErrorAs(t, err, &e, text)
		assert.ErrorIs(t, err, sockopt.ErrValue, text)
		assert.Equal(t, []any{want.Op, want.Text, want.Name, want.Value}, []any{e.Op, e.Text, e.Name, e.Value}, text)
	}
	_, err := sockopt.ParseSetting("TCP_NODELAI=on")
	assert.ErrorContains(t, err, `sockopt: parse "TCP_NODELAI": invalid value: `)
}

// The value is written as a Setting writes it.
func TestErrorsShowTheTextForm(t *testing.T) {
	for _, st := range []sockopt.Setting{
		sockopt.RcvBuf.With(4 << 20), sockopt.TOS.With(sockopt.AF41), sockopt.NoDelay.With(true), sockopt.Linger.With(sockopt.LingerReset()),
	} {
		err := sockopt.Apply(deadFD, st)
		name, text, _ := strings.Cut(st.String(), "=")
		assert.ErrorContains(t, err, name+" (")
		assert.ErrorContains(t, err, ") to "+text+": ")
	}
	assert.ErrorContains(t, sockopt.Apply(deadFD, sockopt.RcvBuf.With(4<<20)), " to 4MiB: ")
}
