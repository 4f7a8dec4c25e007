package sockopt_test

import (
	"net"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A sampler is a rule that has a value to set and to look for.
type sampler interface {
	// sample returns the setting of another value than a connection of a kind has,
	// and what the kernel then reads. There may be none.
	sample(t *testing.T, k kind) (st sockopt.Setting, want any, ok bool)
}

func (r readWrite[T]) sample(t *testing.T, k kind) (st sockopt.Setting, want any, ok bool) {
	if r.on&k == 0 || !hasAny(t, r.needs) {
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
