package sockopt_test

import (
	"errors"
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A sampler is a rule that has a value to set and to look for.
type sampler interface {
	// sample returns the setting of another value than a connection of a kind has,
	// and what the kernel then reads. There may be none.
	sample(t *testing.T, k kind) (st sockopt.Setting, want any, ok bool)
}

func (r readWrite[T]) sample(t *testing.T, k kind) (st sockopt.Setting, want any, ok bool) {
	if r.on&k == 0 || tooOld(r.option.Info(), k) || !hasAny(t, r.needs) {
		return st, nil, false
	}
	old, err := r.option.Get(openKind(t, k))
	require.NoError(t, err)
	set := r.other(old)
	told := set
	if r.told != nil {
		told = r.told(k, old, set)
	}
	return r.option.With(set), told, true
}

// A way is one to make a connection.
type way struct {
	network, address string
	mptcp            bool   // of the listener
	client           string // the network to dial; "": "tcp4", without the setting
	clientMPTCP      bool
	kind             kind // of what is accepted and dialed
}

var ways = map[string]way{
	"tcp4":         {network: "tcp4", address: "127.0.0.1:0", client: "tcp4", kind: tcp4Connected},
	"tcp6":         {network: "tcp6", address: "[::1]:0", client: "tcp6", kind: tcp6Connected},
	"dual-stack":   {network: "tcp", address: ":0", kind: tcp6Mapped},
	"MPTCP":        {network: "tcp4", address: "127.0.0.1:0", mptcp: true, client: "tcp4", clientMPTCP: true, kind: mptcp4Connected},
	"MPTCP of TCP": {network: "tcp4", address: "127.0.0.1:0", mptcp: true, client: "tcp4", kind: tcp4Connected},
	"unix":         {network: "unix", client: "unix", kind: unixStreamConnected},
	"unixpacket":   {network: "unixpacket", client: "unixpacket", kind: unixSeqpacketConnected},
}

// Whatever can be set on a connection holds on those of Listen and Dial, whether
// or not package net overwrites it and accepted sockets inherit it.
func TestListenAndDialHold(t *testing.T) {
	for name, w := range ways {
		t.Run(name, func(t *testing.T) {
			for _, r := range rules {
				if s, ok := r.(sampler); ok {
					if st, want, ok := s.sample(t, w.kind); ok && w.lasts(t, st.Info()) {
						t.Run(st.Info().Name, func(t *testing.T) { w.holds(t, st, want) })
					}
				}
			}
		})
	}
}

// lasts reports whether a connection can have what was set before it.
func (w way) lasts(t *testing.T, info sockopt.Info) bool {
	kind, err := sockopt.KindOf(openKind(t, w.kind))
	require.NoError(t, err)
	switch {
	case !info.Kinds.Has(kind):
		return false // such a connection takes the option to no effect
	case info.Name == "MaxSeg", info.Name == "IncomingCPU":
		return false // each connection has its own
	case w.mptcp && (info.Name == "BusyPoll" || info.Name == "PreferBusyPoll"):
		return w.kind&connectedMPTCP != 0 // the listener keeps it, and to set it again may need a privilege
	case info.Name == "IPv6V6Only":
		return w.kind != tcp6Mapped
	case w.kind&anyUnix != 0:
		return info.Phase == sockopt.AnyTime
	}
	return info.Phase != sockopt.BeforeListen
}

func (w way) holds(t *testing.T, st sockopt.Setting, want any) {
	info := st.Info()
	address := w.address
	if address == "" {
		address = filepath.Join(t.TempDir(), "s")
	}
	// As far as a receiver may ask. Some MPTCP sockets do not have it.
	hops := sockopt.Optional(sockopt.HopLimit.With(255))
	var lc net.ListenConfig
	lc.SetMultipathTCP(w.mptcp)
	ln, err := sockopt.Listen(t.Context(), &lc, w.network, address, hops, st)
	require.NoError(t, err)
	defer ln.Close()
	ln.OnError = func(_ net.Conn, err error) { assert.NoError(t, err) }

	var client net.Conn
	if w.client == "" { // of another kind
		_, port, err := net.SplitHostPort(ln.Addr().String())
		require.NoError(t, err)
		client, err = sockopt.Dial(t.Context(), nil, "tcp4", "127.0.0.1:"+port, hops)
		require.NoError(t, err)
	} else {
		var d net.Dialer
		d.SetMultipathTCP(w.clientMPTCP)
		client, err = sockopt.Dial(t.Context(), &d, w.client, ln.Addr().String(), hops, st)
		require.NoError(t, err)
		got, err := info.Get(sockopt.Of(client))
		require.NoError(t, err)
		assert.Equal(t, want, got, "dialed")
	}
	defer client.Close()
	require.NoError(t, ln.SetDeadline(time.Now().Add(10*time.Second)))
	server, err := ln.Accept()
	require.NoError(t, err)
	defer server.Close()
	got, err := info.Get(sockopt.Of(server))
	require.NoError(t, err)
	assert.Equal(t, want, got, "accepted")
}

// resetting has settings of which the last is rejected by a connection that its
// client has reset: sock_set_timestamping in net/core/sock.c.
var resetting = []sockopt.Setting{
	sockopt.Linger.With(sockopt.LingerWait(10 * time.Second)),
	sockopt.Timestamping.With(sockopt.TimestampTxSoftware | sockopt.TimestampSoftware | sockopt.TimestampOptID),
}

// However many clients reset their connection, Accept returns the first good one
// and no error, and the server hears of each that failed.
func TestListenerResets(t *testing.T) {
	const bad = 200
	inner := listenTCP(t)
	ln := sockopt.NewListener(inner, resetting...).(*sockopt.Listener)
	var reported int
	ln.OnError = func(_ net.Conn, err error) {
		reported++
		assert.ErrorIs(t, err, unix.EINVAL)
	}
	for range bad {
		client := dialTo(t, inner)
		require.NoError(t, client.SetLinger(0))
		require.NoError(t, client.Close())
	}
	good := dialTo(t, inner)
	require.NoError(t, ln.SetDeadline(time.Now().Add(10*time.Second)))
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	assert.Equal(t, good.LocalAddr(), conn.RemoteAddr())
	assert.EqualValues(t, bad, ln.Failures())
	assert.Equal(t, bad, reported)
}

// A closing is a listener whose connections report what SO_LINGER was when they
// were closed.
type closing struct {
	net.Listener
	linger chan sockopt.LingerConfig
}

type closingConn struct {
	*net.TCPConn
	linger chan sockopt.LingerConfig
}

func (l *closing) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return closingConn{conn.(*net.TCPConn), l.linger}, nil
}

func (c closingConn) Close() error {
	linger, err := sockopt.Linger.Get(sockopt.Of(c.TCPConn))
	if err == nil {
		c.linger <- linger
	}
	return c.TCPConn.Close()
}

// What an earlier setting said of SO_LINGER does not keep the closing of a
// connection from ending.
func TestListenerClosesWithoutLinger(t *testing.T) {
	l := &closing{listenTCP(t), make(chan sockopt.LingerConfig, 1)}
	ln := sockopt.NewListener(l, resetting...)
	client := dialTo(t, ln)
	require.NoError(t, client.SetLinger(0))
	require.NoError(t, client.Close())
	dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.(closingConn).TCPConn.Close()
	select {
	case got := <-l.linger:
		assert.Equal(t, sockopt.LingerConfig{}, got)
	case <-time.After(5 * time.Second):
		t.Error("the connection was not closed")
	}
}

// A listener that package net makes speaks MPTCP where the kernel does. If MPTCP
// lacks an option, it speaks TCP, which has it; an option of connections that MPTCP
// lacks is no error of a NewListener, for other clients use TCP.
func TestListenMPTCP(t *testing.T) {
	var lc net.ListenConfig
	lc.SetMultipathTCP(true)
	plain, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer plain.Close()
	if n, err := sockopt.Protocol.Get(sockopt.Of(plain)); err != nil || n != unix.IPPROTO_MPTCP {
		t.Skip("this kernel does not listen with MPTCP")
	}
	protocol := func(settings ...sockopt.Setting) int {
		t.Helper()
		ln, err := sockopt.Listen(t.Context(), &lc, "tcp4", "127.0.0.1:0", settings...)
		require.NoError(t, err)
		defer ln.Close()
		n, err := sockopt.Protocol.Get(sockopt.Of(ln))
		require.NoError(t, err)
		return int(n)
	}
	assert.Equal(t, unix.IPPROTO_MPTCP, protocol(sockopt.NoDelay.With(false)))
	assert.Equal(t, unix.IPPROTO_TCP, protocol(sockopt.UserTimeout.With(time.Second)), "set on the listener")
	assert.Equal(t, unix.IPPROTO_TCP, protocol(sockopt.QuickAck.With(true)), "set on connections")
	assert.Equal(t, unix.IPPROTO_MPTCP, protocol(sockopt.Optional(sockopt.QuickAck.With(true))))

	ln := sockopt.NewListener(plain, sockopt.UserTimeout.With(time.Second))
	client := dialTo(t, ln)
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	assert.Equal(t, client.LocalAddr(), conn.RemoteAddr())
	_, err = sockopt.NewListener(plain, sockopt.UDPSegment.With(1000)).Accept()
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}
