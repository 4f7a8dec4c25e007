package sockopt

import (
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWirePacketMembership(t *testing.T) {
	got, err := encoded(packetMembershipForm, meta{}, row{as: packetMreq}, PacketMembership{2, PacketMulticast, net.HardwareAddr{1, 0, 0x5e, 1, 2, 3}})
	assert.NoError(t, err)
	assert.Equal(t, host(t, "02000000 0000 0600 01005e0102030000", "00000002 0000 0006 01005e0102030000"), got)
	got, err = encoded(packetMembershipForm, meta{}, row{as: packetMreq}, PacketMembership{258, PacketPromiscuous, nil})
	assert.NoError(t, err)
	assert.Equal(t, host(t, "02010000 0100 0000 0000000000000000", "00000102 0001 0000 0000000000000000"), got)
	assert.Equal(t, "interface=4294967295,kind=PACKET_MR_UNICAST,address=02:00:00:00:00:01", PacketMembership{1<<32 - 1, PacketUnicast, net.HardwareAddr{2, 5: 1}}.String())
	assert.Equal(t, "9", PacketMembershipKind(9).String())
}
