package main

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net"
	"regexp"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// dial connects, with time enough for all that the test does.
func dial(t *testing.T, addr string) *net.TCPConn {
	conn, err := net.DialTimeout("tcp", addr, 10*time.Second)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	return conn.(*net.TCPConn)
}

// Clients reach the server that they asked for, by the proxy and unaware of it,
// and a direct connection does not make it connect to itself.
func TestRedirect(t *testing.T) {
	if !run.InNamespace(t) {
		return
	}
	run.NeedIPv6(t)
	run.Command(t, "", "ip", "addr", "add", "192.0.2.1/32", "dev", "lo")
	run.Command(t, "", "ip", "addr", "add", "2001:db8::1/128", "dev", "lo", "nodad")
	p := run.Start(t, "-addr=:0", "-sockopt=SO_MARK=7")
	_, port, err := net.SplitHostPort(p.Expect(`listening on (\S+)`))
	require.NoError(t, err)
	run.Command(t, "table inet proxy { chain out { type nat hook output priority -100; meta mark != 7 tcp dport 80 redirect to :"+port+"; }; }",
		"nft", "-f", "-")

	for _, addr := range []string{"192.0.2.1:80", "[2001:db8::1]:80"} {
		ln, err := net.Listen("tcp", addr)
		require.NoError(t, err)
		seen := make(chan string, 1) // who the server has for its client
		go func() {
			defer close(seen)
			conn, err := ln.Accept()
			if !assert.NoError(t, err) {
				return
			}
			defer conn.Close()
			seen <- conn.RemoteAddr().String()
			io.Copy(conn, conn)
		}()

		conn := dial(t, addr)
		data := make([]byte, 1<<20)
		for i := range data {
			data[i] = byte(rand.Uint32())
		}
		go func() {
			conn.Write(data)
			conn.CloseWrite()
		}()
		got, err := io.ReadAll(conn)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(data, got), "of %d bytes came other %d back", len(data), len(got))
		assert.Equal(t, addr, conn.RemoteAddr().String(), "the client sees the proxy")
		p.Expect(regexp.QuoteMeta(conn.LocalAddr().String() + " to " + addr))
		assert.NotEqual(t, conn.LocalAddr().String(), <-seen, "it did not come by the proxy")

		// Where nobody listens, the client hears of it.
		ln.Close()
		conn = dial(t, addr)
		_, err = conn.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
		p.Expect(regexp.QuoteMeta(conn.LocalAddr().String()) + ".*refused")
	}

	for _, host := range []string{"127.0.0.1", "::1"} {
		conn := dial(t, net.JoinHostPort(host, port))
		_, err := conn.Read(make([]byte, 1))
		assert.ErrorIs(t, err, io.EOF)
		p.Expect(regexp.QuoteMeta(conn.LocalAddr().String()) + ".*to itself")
	}
}

// Without the privilege to mark, the proxy says so before it listens.
func TestMarkNeedsPrivilege(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	if sockopt.Mark.Set(sockopt.FD(fd), 7) == nil {
		t.Skip("needs a user who may not set SO_MARK")
	}
	p := run.Start(t, "-addr=127.0.0.1:0", "-sockopt=SO_MARK=7")
	p.Expect("SO_MARK.*run it as root")
	assert.Equal(t, 1, p.Wait())
}
