//go:build unix

package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Everywhere, a program gets at the sockets that it was given.
func TestInspectOwnDescriptor(t *testing.T) {
	fd, closeSocket, err := openSocket(unix.AF_INET, unix.SOCK_DGRAM, 0)()
	require.NoError(t, err)
	defer closeSocket()
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TTL, 77))
	target := fmt.Sprintf("fd:%d", fd)
	code, stdout, stderr := sockoptCommand("inspect", target)
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, fmt.Sprintf(`^\S+ %d/%d \(.+\) IPv4 UDP bound 127\.0\.0\.1:\d+\n`, os.Getpid(), fd), stdout)
	assert.Regexp(t, `(?m)^[ *] IP_TTL +77$`, stdout)

	code, stdout, stderr = sockoptCommand("set", target, "IP_TTL=78")
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^  IP_TTL +77 -> 78$`, stdout)
	n, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TTL)
	require.NoError(t, err)
	assert.Equal(t, 78, n)
}
