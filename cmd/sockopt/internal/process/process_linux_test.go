package process

import (
	"errors"
	"net"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// This process is one that may be looked into.
func self(t *testing.T) *Process {
	p, err := Open(os.Getpid())
	require.NoError(t, err)
	t.Cleanup(func() { p.Close() })
	return p
}

func TestBorrow(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	p := self(t)
	var borrowed int
	err = p.Borrow(fd, func(dup int) error {
		borrowed = dup
		flags, err := unix.FcntlInt(uintptr(dup), unix.F_GETFD, 0)
		require.NoError(t, err)
		assert.NotZero(t, flags&unix.FD_CLOEXEC, "a child must not get it")
		assert.NotEqual(t, fd, dup)
		assert.Equal(t, Inode(uintptr(fd)), Inode(uintptr(dup)))
		return os.ErrDeadlineExceeded
	})
	assert.Equal(t, os.ErrDeadlineExceeded, err)
	_, err = unix.FcntlInt(uintptr(borrowed), unix.F_GETFD, 0)
	assert.ErrorIs(t, err, unix.EBADF, "it must be closed")
	flags, err := unix.FcntlInt(uintptr(p.handle), unix.F_GETFD, 0)
	require.NoError(t, err)
	assert.NotZero(t, flags&unix.FD_CLOEXEC)

	null, err := os.Open("/dev/null")
	require.NoError(t, err)
	defer null.Close()
	for _, fd := range []int{int(null.Fd()), 1 << 20} {
		err := p.Borrow(fd, func(int) error { panic("no socket") })
		assert.ErrorIs(t, err, ErrNoSocket)
	}
}

func TestSockets(t *testing.T) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	p := self(t)
	fds, err := p.Sockets()
	require.NoError(t, err)
	assert.True(t, slices.IsSorted(fds))
	assert.Subset(t, fds, pair[:])
	for _, fd := range pair {
		unix.Close(fd)
	}
	fds, err = p.Sockets()
	require.NoError(t, err)
	assert.NotContains(t, fds, pair[0])
}

// The default listener of package net is an MPTCP one, where the kernel has it.
func TestOwnersOfListeners(t *testing.T) {
	for _, network := range []string{"tcp", "tcp4", "tcp6"} {
		ln, err := net.Listen(network, "localhost:0")
		if network == "tcp6" && err != nil {
			t.Log("no IPv6 here: ", err)
			continue
		}
		require.NoError(t, err)
		defer ln.Close()
		var fd uintptr
		raw, err := ln.(*net.TCPListener).SyscallConn()
		require.NoError(t, err)
		require.NoError(t, raw.Control(func(own uintptr) { fd = own }))
		steps := 0
		places, unseen, err := Owners(ln.Addr().(*net.TCPAddr).Port, func(done, of int) {
			assert.Less(t, done, of)
			steps++
		})
		require.NoError(t, err)
		assert.NoError(t, unseen)
		assert.Equal(t, []Place{{os.Getpid(), int(fd)}}, places, network)
		assert.NotZero(t, steps)
	}
}

func TestInNamespaceOf(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	called := false
	InNamespaceOf(uintptr(fd), func(entered bool) { called = entered })
	assert.True(t, called, "one's own is entered without a privilege")
}

func TestWhyRefused(t *testing.T) {
	for _, test := range []struct {
		own, uid int
		scope    string
		says     string
	}{
		{1000, 0, "0", "it runs as root and this program as uid 1000"},
		{1000, 1000, "1", "ptrace_scope is 1"},
		{1000, 1000, "2", "ptrace_scope is 2"},
		{0, 0, "3", "ptrace_scope is 3"},
		{1000, 1000, "0", "seccomp"},
		{1000, 1000, "", "seccomp"}, // a kernel without Yama
	} {
		got := whyRefused(test.own, test.uid, "root", test.scope)
		assert.Contains(t, got, test.says)
	}
}

func TestKernelError(t *testing.T) {
	err := openError(1, unix.ENOSYS)
	assert.ErrorContains(t, err, "which Linux has since 5.6; this is ")
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, self(t).borrowError(3, unix.ENOSYS), "5.6")
	assert.ErrorContains(t, self(t).borrowError(3, unix.EMFILE), "too many open files")
	assert.ErrorIs(t, self(t).borrowError(3, unix.EPERM), os.ErrPermission)
}
