package sockopt

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestWirePacketRing(t *testing.T) {
	r := PacketRing{4096, 2, 2048, 4, 2500 * time.Microsecond, 16, true}
	got, err := encoded(packetRingForm, meta{}, row{as: tpacketReq3}, r)
	assert.NoError(t, err)
	assert.Equal(t, host(t, "00100000 02000000 00080000 04000000 03000000 10000000 01000000",
		"00001000 00000002 00000800 00000004 00000003 00000010 00000001"), got)
	assert.Equal(t, "blocksize=4096,blockcount=2,framesize=2048,framecount=4,retiretimeout=2.5ms,privatesize=16,fillhash=on", r.String())
}

func TestWirePacketNumbers(t *testing.T) {
	b := host(t, "0a000000 02000000 01000000", "0000000a 00000002 00000001")
	got, err := getPacketStats(b, &row{as: tpacketStats})
	assert.NoError(t, err)
	assert.Equal(t, PacketStats{10, 2, 1}, got)
	got, err = getPacketStats(b[:8], nil)
	assert.NoError(t, err)
	assert.Equal(t, PacketStats{Packets: 10, Drops: 2}, got)
	assert.Equal(t, "10 packets, 2 dropped", got.String())
	_, err = getPacketStats(b[:4], nil)
	assert.ErrorContains(t, err, "unexpected answer")

	roundTrip(t, tpacketVersionForm, row{as: cInt}, TPacketV3, host(t, "02000000", "00000002"))
	assert.Equal(t, "TPACKET_V2", TPacketV2.String())
	roundTrip(t, packetClockForm, row{as: cInt}, PacketClockHardware, host(t, "40000000", "00000040"))
	assert.Equal(t, "SOF_TIMESTAMPING_SOFTWARE|SOF_TIMESTAMPING_RAW_HARDWARE", (PacketClockHardware | PacketClockSoftware).String())
	var e encoding
	assert.NoError(t, putPacketHdrLen(&e, nil, TPacketV2))
	assert.Equal(t, host(t, "01000000", "00000001"), e.all())
}
