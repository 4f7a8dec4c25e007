package main

import (
	"encoding/json"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt"
)

// What the kernel chose by itself on a connection is no setting: it has no star,
// and is no difference.
func TestWhatTheKernelChoseHasNoStar(t *testing.T) {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	if ok, err := sockopt.BufLock.Supported(sockopt.Of(ln)); err != nil || !ok {
		t.Skip("needs SO_BUF_LOCK, Linux 5.15")
	}
	client, err := net.Dial("tcp4", ln.Addr().String())
	require.NoError(t, err)
	conn, err := ln.Accept()
	require.NoError(t, err)
	defer conn.Close()
	go func() {
		b := make([]byte, 1<<16)
		for range 100 {
			client.Write(b)
		}
		client.Close()
	}()
	_, err = io.Copy(io.Discard, conn)
	require.NoError(t, err)

	var r record
	require.NoError(t, sockopt.Of(conn).Control(func(fd uintptr) {
		var x examiner
		r.compared, r.Options, err = x.options(fd)
	}))
	require.NoError(t, err)
	require.True(t, r.compared)
	starred := map[string]bool{}
	for _, o := range r.Options {
		starred[o.Name] = o.New != ""
	}
	assert.True(t, starred["TCP_NODELAY"], "which package net sets")
	for _, name := range []string{"SO_SNDBUF", "SO_RCVBUF", "TCP_MAXSEG", "TCP_WINDOW_CLAMP", "SO_INCOMING_CPU"} {
		assert.Contains(t, starred, name)
		assert.False(t, starred[name], name)
	}

	// A file of it has the same values.
	b, err := json.Marshal(r)
	require.NoError(t, err)
	var read record
	require.NoError(t, json.Unmarshal(b, &read))
	assert.Empty(t, differences(r, read, false))
	for i, o := range r.Options {
		assert.Equal(t, o.Value, read.Options[i].Value, o.Name)
	}
}
