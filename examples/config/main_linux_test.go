package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// sockets returns duplicates of the server's listener and of its connection
// with the peer.
func sockets(t *testing.T, pid int, peer netip.AddrPort) (listener, conn int) {
	pidfd, err := unix.PidfdOpen(pid, 0)
	if errors.Is(err, unix.ENOSYS) {
		t.Skip("needs pidfd_open of Linux 5.3")
	}
	require.NoError(t, err)
	defer unix.Close(pidfd)
	files, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	require.NoError(t, err)
	listener, conn = -1, -1
	for _, file := range files {
		n, err := strconv.Atoi(file.Name())
		require.NoError(t, err)
		fd, err := unix.PidfdGetfd(pidfd, n, 0)
		if errors.Is(err, unix.EPERM) || errors.Is(err, unix.ENOSYS) {
			t.Skip("needs pidfd_getfd of Linux 5.6, and to be allowed to trace a child: ", err)
		}
		if err != nil {
			continue // it has just been closed
		}
		t.Cleanup(func() { unix.Close(fd) })
		if accepts, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ACCEPTCONN); err == nil && accepts == 1 {
			listener = fd
		}
		if from, err := unix.Getpeername(fd); err == nil {
			if from, ok := from.(*unix.SockaddrInet4); ok && netip.AddrPortFrom(netip.AddrFrom4(from.Addr), uint16(from.Port)) == peer {
				conn = fd
			}
		}
	}
	require.NotEqual(t, -1, listener)
	require.NotEqual(t, -1, conn)
	return listener, conn
}

// The kernel says of the server's sockets what the file says.
func TestOptionsOfServer(t *testing.T) {
	p, client := start(t)
	get(t, client, "/")
	ln, conn := sockets(t, p.PID(), netip.MustParseAddrPort(client.LocalAddr().String()))
	for _, test := range []struct {
		name           string
		fd, level, opt int
		want           int
	}{
		{"SO_RCVBUF", ln, unix.SOL_SOCKET, unix.SO_RCVBUF, 2 * 256 << 10},
		{"TCP_FASTOPEN", ln, unix.IPPROTO_TCP, unix.TCP_FASTOPEN, 256},
		{"TCP_DEFER_ACCEPT", ln, unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, 7}, // 5 s, and so the fourth SYN-ACK
		{"TCP_NODELAY", conn, unix.IPPROTO_TCP, unix.TCP_NODELAY, 0},
		{"SO_KEEPALIVE", conn, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1},
		{"TCP_KEEPIDLE", conn, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 40},
		{"TCP_USER_TIMEOUT", conn, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 30000},
		{"IP_TOS", conn, unix.IPPROTO_IP, unix.IP_TOS, 18 << 2},
	} {
		got, err := unix.GetsockoptInt(test.fd, test.level, test.opt)
		require.NoError(t, err, test.name)
		assert.Equal(t, test.want, got, test.name)
	}
	linger, err := unix.GetsockoptLinger(conn, unix.SOL_SOCKET, unix.SO_LINGER)
	require.NoError(t, err)
	assert.Equal(t, unix.Linger{Onoff: 1, Linger: 5}, *linger)
}
