package wire

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var sockaddrs = []Sockaddr{
	{sys.AFInet, netip.MustParseAddr("192.0.2.1"), 8080, 0},
	{sys.AFInet, netip.IPv4Unspecified(), 0, 0},
	{sys.AFInet6, netip.MustParseAddr("2001:db8::1"), 80, 0},
	{sys.AFInet6, netip.MustParseAddr("fe80::1"), 258, 0x7fffff01},
	{sys.AFInet6, netip.MustParseAddr("::ffff:192.0.2.1"), 1, 0},
	{sys.AFInet6, netip.IPv6Unspecified(), 65535, 0},
}

func TestWireSockaddr(t *testing.T) {
	for _, want := range sockaddrs {
		size := SockaddrInetSize
		if want.Addr.Is6() {
			size = SockaddrInet6Size
		}
		all, b := odd(make([]byte, size))
		PutSockaddr(b, want)
		assert.Equal(t, []byte{0xa5, 0xa5}, []byte{all[0], all[len(all)-1]}, "around %v", want)

		head := host(t, "0000", "0000")
		if SockaddrLen {
			head[0], head[1] = byte(size), byte(want.Family)
		} else {
			PutInt(head, int64(want.Family))
		}
		assert.Equal(t, append(head, byte(want.Port>>8), byte(want.Port)), b[:4])
		if want.Addr.Is4() {
			assert.Equal(t, append(want.Addr.AsSlice(), make([]byte, 8)...), b[4:])
		} else {
			assert.Equal(t, append(make([]byte, 4), want.Addr.AsSlice()...), b[4:24])
			assert.Equal(t, int64(want.Scope), Int(b[24:]))
		}

		got, ok := GetSockaddr(b)
		assert.True(t, ok)
		assert.Equal(t, want, got)
		got, ok = GetSockaddr(append(b, 0xff)) // a larger buffer, such as a sockaddr_storage
		assert.True(t, ok)
		assert.Equal(t, want, got)
		assert.Zero(t, testing.AllocsPerRun(10, func() { GetSockaddr(b); PutSockaddr(b, want) }))
		for n := range size {
			got, ok := GetSockaddr(b[:n])
			assert.False(t, ok, "%d bytes", n)
			assert.Zero(t, got, "%d bytes", n)
			assert.Panics(t, func() { PutSockaddr(b[:n:n], want) }, "%d bytes", n)
		}
	}
}

// An address of another family has its family alone.
func TestWireSockaddrOfAnotherFamily(t *testing.T) {
	b := make([]byte, SockaddrInetSize)
	PutSockaddr(b, sockaddrs[0])
	b[0], b[1] = 99, 99
	got, ok := GetSockaddr(b)
	assert.True(t, ok)
	assert.False(t, got.Addr.IsValid())
	assert.NotZero(t, got.Family)
	assert.Equal(t, Sockaddr{Family: got.Family}, got)
	got, ok = GetSockaddr(make([]byte, SockaddrInetSize))
	assert.True(t, ok)
	assert.Zero(t, got)
}

// What the address does not need stays, and the length that a kernel left 0 does
// not count.
func TestWireSockaddrWritesItsFields(t *testing.T) {
	b := make([]byte, SockaddrInet6Size)
	for i := range b {
		b[i] = 0xff
	}
	PutSockaddr(b, sockaddrs[3])
	assert.Equal(t, []byte{0xff, 0xff, 0xff, 0xff}, b[4:8], "sin6_flowinfo")
	if SockaddrLen {
		b[0] = 0
	}
	got, ok := GetSockaddr(b)
	require.True(t, ok)
	assert.Equal(t, sockaddrs[3], got)
	assert.Panics(t, func() { PutSockaddr(b, Sockaddr{}) }, "no address")
}

func TestWireAddr(t *testing.T) {
	b := make([]byte, 5)
	PutAddr4(b, netip.MustParseAddr("192.0.2.1"))
	assert.Equal(t, []byte{192, 0, 2, 1, 0}, b)
	assert.Equal(t, "192.0.2.1", Addr4(b).String())
	PutAddr4(b, netip.MustParseAddr("::ffff:192.0.2.9"))
	assert.Equal(t, "192.0.2.9", Addr4(b).String())

	b = make([]byte, 17)
	PutAddr16(b, netip.MustParseAddr("2001:db8::1%eth0"))
	assert.Equal(t, "2001:db8::1", Addr16(b).String())
	assert.Zero(t, b[16])
	PutAddr16(b, netip.Addr{})
	assert.Equal(t, "2001:db8::1", Addr16(b).String(), "the zero Addr writes nothing")
	assert.Zero(t, Addr16(make([]byte, 16)), ":: is the zero Addr")
	for n := range 4 {
		assert.Panics(t, func() { Addr4(b[:n:n]) })
		assert.Panics(t, func() { PutAddr4(b[:n:n], sockaddrs[0].Addr) })
	}
	assert.Panics(t, func() { Addr16(b[:15:15]) })
	assert.Panics(t, func() { PutAddr16(b[:15:15], sockaddrs[2].Addr) })
}
