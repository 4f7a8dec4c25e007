//go:build unix

package sys

import (
	"math"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// open returns a socket that is closed at the end of the test.
func open(t *testing.T, family, typ int) uintptr {
	fd, err := syscall.Socket(family, typ, 0)
	if err == syscall.EAFNOSUPPORT {
		t.Skip("needs the address family: ", err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { syscall.Close(fd) })
	return uintptr(fd)
}

func TestOption(t *testing.T) {
	fd := open(t, syscall.AF_INET, syscall.SOCK_STREAM)
	in := int32(1)
	require.NoError(t, Setsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&in), 4))
	var out [8]byte
	n := uint32(len(out))
	require.NoError(t, Getsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&out), &n))
	assert.EqualValues(t, 4, n, "the length of the answer")
	assert.NotZero(t, *(*int32)(unsafe.Pointer(&out)))
	assert.Equal(t, syscall.EINVAL, Setsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&in), 0))
}

// Neither the value nor the length escapes to the heap.
func TestOptionAllocatesNothing(t *testing.T) {
	fd := open(t, syscall.AF_INET, syscall.SOCK_STREAM)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		v, n := int32(1), uint32(4)
		Setsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&v), 4)
		Getsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&v), &n)
		LocalAddr(fd)
		IsBound(fd)
	}))
}

// A descriptor beyond an int of 32 bits is not cut off to that of another file.
func TestDescriptors(t *testing.T) {
	for _, fd := range []uintptr{math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32, ^uintptr(0)} {
		v, n := int32(1), uint32(4)
		assert.Equal(t, syscall.EBADF, Getsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&v), &n), "%#x", fd)
		assert.Equal(t, syscall.EBADF, Setsockopt(fd, syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, unsafe.Pointer(&v), n), "%#x", fd)
		_, _, err := LocalAddr(fd)
		assert.Equal(t, syscall.EBADF, err, "%#x", fd)
		assert.False(t, IsBound(fd), "%#x", fd)
		assert.False(t, IsConnected(fd), "%#x", fd)
		assert.False(t, IsOpen(fd), "%#x", fd)
	}
}

func TestAddresses(t *testing.T) {
	for _, test := range []struct {
		name   string
		family int
		bind   syscall.Sockaddr
		addr   string
	}{
		{"IPv4", syscall.AF_INET, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}, "127.0.0.1"},
		{"IPv6", syscall.AF_INET6, &syscall.SockaddrInet6{Addr: [16]byte{15: 1}}, "::1"},
		{"Unix", syscall.AF_UNIX, &syscall.SockaddrUnix{Name: filepath.Join(t.TempDir(), "s")}, "invalid IP"},
	} {
		t.Run(test.name, func(t *testing.T) {
			fd := open(t, test.family, syscall.SOCK_STREAM)
			family, _, err := LocalAddr(fd)
			assert.NoError(t, err)
			assert.EqualValues(t, test.family, family, "of an unbound socket")
			assert.False(t, IsBound(fd))

			if err := syscall.Bind(int(fd), test.bind); err == syscall.EADDRNOTAVAIL {
				t.Skip("needs the loopback address: ", err)
			} else {
				require.NoError(t, err)
			}
			family, addr, err := LocalAddr(fd)
			assert.NoError(t, err)
			assert.EqualValues(t, test.family, family)
			assert.Equal(t, test.addr, addr.String())
			assert.True(t, IsBound(fd))
			assert.False(t, IsConnected(fd))
		})
	}
}

func TestPairIsConnected(t *testing.T) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	require.NoError(t, err)
	defer syscall.Close(pair[1])
	assert.True(t, IsConnected(uintptr(pair[0])))
	assert.False(t, IsConnected(uintptr(pair[0])|1<<(unsafe.Sizeof(uintptr(0))*8-1)), "a descriptor beyond an int of 32 bits")
	require.NoError(t, syscall.Close(pair[0]))
	assert.False(t, IsConnected(uintptr(pair[0])))
}

func TestNumbers(t *testing.T) {
	assert.Equal(t, syscall.ENOENT, Errno(int(syscall.ENOENT)))
	assert.Equal(t, TimevalSize, int(unsafe.Sizeof(unix.Timeval{})))
	assert.GreaterOrEqual(t, TimevalSize, TimevalSecSize+TimevalUsecSize)
}
