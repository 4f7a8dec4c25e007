package sockopt_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/netutil"
)

// listenTCP returns a listener without MPTCP.
func listenTCP(t *testing.T) *net.TCPListener {
	t.Helper()
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { ln.Close() })
	return ln.(*net.TCPListener)
}

// dialTo returns a connection to ln.
func dialTo(t *testing.T, ln net.Listener) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp4", ln.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn.(*net.TCPConn)
}

// Settings of a NewListener hold on what it accepts, after what net sets.
func TestNewListener(t *testing.T) {
	inner := listenTCP(t)
	ln := sockopt.NewListener(inner, sockopt.NoDelay.With(false), sockopt.KeepAlive.With(false), sockopt.TTL.With(24))
	assert.IsType(t, &sockopt.Listener{}, ln)
	assert.Equal(t, inner.Addr(), ln.Addr())
	dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	assert.IsType(t, &net.TCPConn{}, conn, "the connection must not be wrapped")
	for o, want := range map[sockopt.Option[bool]]bool{sockopt.NoDelay: false, sockopt.KeepAlive: false} {
		on, err := o.Get(sockopt.Of(conn))
		require.NoError(t, err)
		assert.Equal(t, want, on, "%v", o)
	}
	hops, err := sockopt.TTL.Get(sockopt.Of(conn))
	require.NoError(t, err)
	assert.Equal(t, 24, hops)

	// What Accept itself says is passed on as it is.
	require.NoError(t, ln.Close())
	_, err = ln.Accept()
	assert.ErrorIs(t, err, net.ErrClosed)
	var ne net.Error
	require.ErrorAs(t, err, &ne)
	assert.False(t, ne.Timeout())
}

// failFirst is a listener whose first connection has no socket, as if it had
// gone before a setting could be made.
type failFirst struct {
	net.Listener
	once    sync.Once
	closing chan struct{} // closed when the first connection is to be closed
	close   chan struct{} // if not nil, what its Close waits for
}

func newFailFirst(ln net.Listener) *failFirst {
	return &failFirst{Listener: ln, closing: make(chan struct{})}
}

func (l *failFirst) Accept() (conn net.Conn, err error) {
	conn, err = l.Listener.Accept()
	if err == nil {
		l.once.Do(func() { conn = &opaque{l, conn} })
	}
	return conn, err
}

// An opaque connection hides its socket.
type opaque struct {
	l    *failFirst
	conn net.Conn
}

func (c *opaque) Read(b []byte) (int, error)         { return c.conn.Read(b) }
func (c *opaque) Write(b []byte) (int, error)        { return c.conn.Write(b) }
func (c *opaque) LocalAddr() net.Addr                { return c.conn.LocalAddr() }
func (c *opaque) RemoteAddr() net.Addr               { return c.conn.RemoteAddr() }
func (c *opaque) SetDeadline(t time.Time) error      { return c.conn.SetDeadline(t) }
func (c *opaque) SetReadDeadline(t time.Time) error  { return c.conn.SetReadDeadline(t) }
func (c *opaque) SetWriteDeadline(t time.Time) error { return c.conn.SetWriteDeadline(t) }

func (c *opaque) Close() error {
	close(c.l.closing)
	if c.l.close != nil {
		<-c.l.close
	}
	return c.conn.Close()
}

// A connection that rejects a setting is closed, counted and reported, and Accept
// returns the next one, without an error. It does not wait for the close.
func TestListenerClosesWhatFails(t *testing.T) {
	first := newFailFirst(listenTCP(t))
	first.close = make(chan struct{})
	ln := sockopt.NewListener(first, sockopt.NoDelay.With(false)).(*sockopt.Listener)
	var failed []error
	var from []net.Addr
	ln.OnError = func(conn net.Conn, err error) {
		failed, from = append(failed, err), append(from, conn.RemoteAddr())
	}
	bad, good := dialTo(t, ln), dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	assert.Equal(t, good.LocalAddr(), conn.RemoteAddr())
	assert.EqualValues(t, 1, ln.Failures())
	assert.Equal(t, []net.Addr{bad.LocalAddr()}, from)
	require.Len(t, failed, 1)
	var e *sockopt.Error
	require.ErrorAs(t, failed[0], &e)
	assert.Equal(t, "TCP_NODELAY", e.Name)
	assert.ErrorIs(t, failed[0], sockopt.ErrValue)

	select {
	case <-first.closing:
	case <-time.After(5 * time.Second):
		t.Fatal("the connection must be closed")
	}
	close(first.close)
	require.NoError(t, bad.SetReadDeadline(time.Now().Add(5*time.Second)))
	_, err = bad.Read(make([]byte, 1))
	assert.ErrorIs(t, err, io.EOF, "the peer must see the connection closed")
}

// The connection is closed even if OnError panics, and there may be none.
func TestListenerOnErrorPanics(t *testing.T) {
	first := newFailFirst(listenTCP(t))
	ln := &sockopt.Listener{Listener: first, Settings: []sockopt.Setting{sockopt.NoDelay.With(false)}, OnError: func(net.Conn, error) { panic("at the disco") }}
	dialTo(t, ln)
	assert.PanicsWithValue(t, "at the disco", func() { ln.Accept() })
	<-first.closing
	ln.OnError = nil
	dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	conn.Close()
}

// A server never learns of the connection that failed.
func TestListenerFailureKeepsServing(t *testing.T) {
	var off sync.Map
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "served")
	}))
	ln := sockopt.NewListener(newFailFirst(server.Listener), sockopt.NoDelay.With(false)).(*sockopt.Listener)
	server.Listener = ln
	var logged syncBuffer
	server.Config.ErrorLog = log.New(&logged, "", 0)
	server.Config.ConnState = func(c net.Conn, state http.ConnState) {
		if state == http.StateActive {
			on, err := sockopt.NoDelay.Get(sockopt.Of(c))
			off.Store(c.RemoteAddr().String(), err == nil && !on)
		}
	}
	server.StartTLS() // whose connections are *tls.Conn
	defer server.Close()

	client := server.Client()
	client.Timeout = 10 * time.Second
	_, err := client.Get(server.URL)
	assert.Error(t, err, "the first connection must fail")
	get(t, client, server.URL, "served")
	n := 0
	off.Range(func(addr, off any) bool {
		n++
		assert.Equal(t, true, off, "%v must have TCP_NODELAY off", addr)
		return true
	})
	assert.Equal(t, 1, n)
	assert.EqualValues(t, 1, ln.Failures())
	assert.NotContains(t, logged.String(), "Accept error")
}

type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func get(t *testing.T, client *http.Client, url, want string) {
	t.Helper()
	resp, err := client.Get(url)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, want, string(body))
}

// counted counts the calls of Accept.
type counted struct {
	*net.TCPListener
	n atomic.Int32
}

func (l *counted) Accept() (net.Conn, error) {
	l.n.Add(1)
	return l.TCPListener.Accept()
}

// wrongSettings are those that no TCP connection over IPv4 can take.
var wrongSettings = map[string]struct {
	st sockopt.Setting
	is error
}{
	"a value out of range":        {sockopt.TTL.With(0), sockopt.ErrValue},
	"the zero Setting":            {sockopt.Setting{}, sockopt.ErrValue},
	"a value of another type":     {sockopt.TTL.Info().With("x"), sockopt.ErrValue},
	"a read-only option":          {sockopt.SocketType.Info().With(sockopt.SockType(1)), errors.ErrUnsupported},
	"an option for UDP":           {sockopt.UDPSegment.With(1000), errors.ErrUnsupported},
	"an option for multicast":     {sockopt.MulticastLoopback.With(true), errors.ErrUnsupported},
	"an option for IPv6":          {sockopt.IPv6UnicastHops.With(3), errors.ErrUnsupported},
	"an option for Unix sockets":  {sockopt.PassCred.With(true), errors.ErrUnsupported},
	"a value wrong for Optional":  {sockopt.Optional(sockopt.TTL.With(256)), sockopt.ErrValue},
	"an option of another system": {otherSystems(), errors.ErrUnsupported},
}

// otherSystems returns a setting of an option that this OS does not have.
func otherSystems() sockopt.Setting {
	if sockopt.UserTimeout.Info().Supported && sockopt.ExclusiveAddrUse.Info().Supported {
		return sockopt.Cork.With(true) // of Unix
	}
	return sockopt.ExclusiveAddrUse.With(true) // of Windows
}

// A setting that no connection can take is an error that ends a server, and no
// client has to come for it.
func TestListenerWrongSetting(t *testing.T) {
	for name, test := range wrongSettings {
		t.Run(name, func(t *testing.T) {
			inner := &counted{TCPListener: listenTCP(t)}
			ln := sockopt.NewListener(inner, sockopt.NoDelay.With(false), test.st)
			for range 2 {
				conn, err := ln.Accept()
				assert.Nil(t, conn)
				assert.ErrorIs(t, err, test.is)
				var e *sockopt.Error
				assert.ErrorAs(t, err, &e)
				assert.Equal(t, sockopt.OpSet, e.Op)
				_, temporary := err.(interface{ Temporary() bool })
				assert.False(t, temporary, "servers would go on")
			}
			assert.Zero(t, inner.n.Load())
			assert.ErrorIs(t, http.Serve(ln, nil), test.is)

			var lc net.ListenConfig
			lc.SetMultipathTCP(false)
			made, err := sockopt.Listen(t.Context(), &lc, "tcp4", "127.0.0.1:0", test.st)
			if !assert.ErrorIs(t, err, test.is) {
				made.Close()
			}
			var op *net.OpError
			assert.ErrorAs(t, err, &op)

			if test.is == errors.ErrUnsupported { // and Optional is no mistake
				ln := sockopt.NewListener(listenTCP(t), sockopt.NoDelay.With(false), sockopt.Optional(test.st))
				dialTo(t, ln)
				conn, err := ln.Accept()
				require.NoError(t, err)
				conn.Close()
			}
		})
	}
}

// What the inner listener offers stays there, and what it lacks is named.
func TestListenerOffersInner(t *testing.T) {
	inner := listenTCP(t)
	ln := sockopt.NewListener(inner, sockopt.NoDelay.With(false)).(*sockopt.Listener)
	assert.Same(t, inner, ln.Unwrap())
	require.NoError(t, ln.SetDeadline(time.Now().Add(-time.Second)))
	_, err := ln.Accept()
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)
	file, err := ln.File()
	require.NoError(t, err)
	defer file.Close()
	copied, err := net.FileListener(file)
	require.NoError(t, err)
	defer copied.Close()
	assert.Equal(t, ln.Addr(), copied.Addr())
	raw, err := ln.SyscallConn()
	require.NoError(t, err)
	require.NoError(t, sockopt.KeepAlive.Set(raw, true))
	on, err := sockopt.KeepAlive.Get(sockopt.Of(inner))
	require.NoError(t, err)
	assert.True(t, on)

	without := sockopt.NewListener(closedListener{}).(*sockopt.Listener)
	err = without.SetDeadline(time.Now())
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "sockopt_test.closedListener")
	assert.ErrorContains(t, err, "SetDeadline")
	_, err = without.File()
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "sockopt_test.closedListener")
	assert.ErrorContains(t, err, "File")
	_, err = without.SyscallConn()
	assert.ErrorContains(t, err, "sockopt_test.closedListener")
}

// A Listener without settings needs no socket.
func TestListenerWithoutSettings(t *testing.T) {
	ln := sockopt.NewListener(newFailFirst(listenTCP(t)))
	dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	conn.Close()
}

// Servers and wrappers of others work over a Listener, and a Listener over
// wrappers.
func TestListenerInChains(t *testing.T) {
	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	defer certificate.Close()
	config := certificate.TLS
	secure := certificate.Client()
	settings := []sockopt.Setting{sockopt.NoDelay.With(false)}
	for name, test := range map[string]struct {
		ln     func(inner net.Listener) net.Listener
		scheme string
	}{
		"alone": {func(ln net.Listener) net.Listener { return sockopt.NewListener(ln, settings...) }, "http://"},
		"under TLS": {func(ln net.Listener) net.Listener {
			return tls.NewListener(sockopt.NewListener(ln, settings...), config)
		}, "https://"},
		"over TLS": {func(ln net.Listener) net.Listener {
			return sockopt.NewListener(tls.NewListener(ln, config), settings...)
		}, "https://"},
		"under a limit": {func(ln net.Listener) net.Listener {
			return netutil.LimitListener(sockopt.NewListener(ln, settings...), 2)
		}, "http://"},
		"over a limit": {func(ln net.Listener) net.Listener {
			return sockopt.NewListener(netutil.LimitListener(ln, 2), settings...)
		}, "http://"},
		"over a Listener": {func(ln net.Listener) net.Listener { return sockopt.NewListener(sockopt.NewListener(ln), settings...) }, "http://"},
	} {
		t.Run(name, func(t *testing.T) {
			inner := listenTCP(t)
			off := make(chan bool, 10)
			srv := &http.Server{
				Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "served") }),
				ConnContext: func(ctx context.Context, c net.Conn) context.Context {
					on, err := sockopt.NoDelay.Get(sockopt.Of(c))
					off <- err == nil && !on
					return ctx
				},
			}
			go srv.Serve(test.ln(inner))
			defer srv.Close()
			client := &http.Client{Transport: secure.Transport.(*http.Transport).Clone(), Timeout: 10 * time.Second}
			defer client.CloseIdleConnections()
			get(t, client, test.scheme+inner.Addr().String(), "served")
			assert.True(t, <-off)
		})
	}
}

// Many may accept at once, and the first look at the settings is for all.
func TestListenerConcurrentCheck(t *testing.T) {
	ln := sockopt.NewListener(listenTCP(t), sockopt.TTL.With(0))
	together(func(int) {
		_, err := ln.Accept()
		assert.ErrorIs(t, err, sockopt.ErrValue)
	})
}

var _ interface {
	net.Listener
	syscall.Conn
	Unwrap() net.Listener
	SetDeadline(time.Time) error
	File() (*os.File, error)
} = (*sockopt.Listener)(nil)
