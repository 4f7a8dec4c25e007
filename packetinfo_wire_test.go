package sockopt

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWirePacketInfo(t *testing.T) {
	r := row{as: in6PktInfo}
	v := PacketInfo{netip.MustParseAddr("2001:db8::1"), 0x01020304}
	roundTrip(t, packetInfoForm, r, v, host(t,
		"20010db8000000000000000000000001 04030201",
		"20010db8000000000000000000000001 01020304"))
	roundTrip(t, packetInfoForm, r, PacketInfo{}, make([]byte, 20))
	for _, addr := range []string{"192.0.2.1", "fe80::1%eth0"} {
		_, err := encoded(packetInfoForm, meta{}, r, PacketInfo{Addr: netip.MustParseAddr(addr)})
		assert.ErrorIs(t, err, ErrValue, addr)
	}
	_, err := encoded(packetInfoForm, meta{}, r, PacketInfo{Interface: 1 << 31})
	assert.ErrorIs(t, err, ErrValue, "the kernel's index is signed")
	for n := range 20 {
		_, err := getPacketInfo(make([]byte, n), &r)
		assert.Error(t, err)
	}
	assert.Equal(t, "{}", PacketInfo{}.String())
}
