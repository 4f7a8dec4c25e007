package sockopt

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

func TestWireUDPEncap(t *testing.T) {
	roundTrip(t, udpEncapForm, row{as: cInt}, UDPEncapESP, host(t, "02000000", "00000002"))
	roundTrip(t, udpEncapForm, row{as: cInt}, UDPEncapL2TP, host(t, "03000000", "00000003"))
	// A kernel that has ESP only.
	roundTrip(t, udpEncapForm, row{as: cInt, max: 2}, UDPEncapESP, host(t, "02000000", "00000002"))
	_, err := encoded(udpEncapForm, meta{}, row{as: cInt, max: 2}, UDPEncapL2TP)
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "UDP_ENCAP_ESPINUDP", UDPEncapESP.String())
	assert.Equal(t, "UDP_ENCAP_L2TPINUDP", UDPEncapL2TP.String())
	assert.Equal(t, "none", UDPEncapNone.String())
	assert.Equal(t, "7", UDPEncapType(7).String())
}

func TestWireNetlinkGroups(t *testing.T) {
	for want, b := range map[*[]uint32][]byte{
		{1, 2, 32, 33, 64}: host(t, "03000080 01000080", "80000003 80000001"),
		nil:                {0, 0, 0, 0},
	} {
		got, err := getNetlinkGroups(b, &row{as: netlinkGroups})
		assert.NoError(t, err)
		if want == nil {
			assert.Nil(t, got)
		} else {
			assert.Equal(t, *want, got)
		}
	}
	_, err := getNetlinkGroups(make([]byte, 5), nil)
	assert.ErrorContains(t, err, "unexpected answer")
}

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

func TestWireFanout(t *testing.T) {
	f := Fanout{ID: 0x0102, Mode: FanoutCPU, Flags: FanoutFlagDefrag | FanoutFlagRollover}
	roundTrip(t, fanoutForm, row{as: fanoutArgs}, f, host(t, "0201 0290", "9002 0102"))
	assert.Equal(t, "id=258,mode=PACKET_FANOUT_CPU,flags=PACKET_FANOUT_FLAG_ROLLOVER|PACKET_FANOUT_FLAG_DEFRAG", f.String())
	f.MaxMembers = 300
	got, err := encoded(fanoutForm, meta{}, row{as: fanoutArgs}, f)
	assert.NoError(t, err)
	assert.Equal(t, host(t, "0201 0290 2c010000", "9002 0102 0000012c"), got)
	_, err = getFanout(make([]byte, 6), nil)
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "id=9,mode=8,flags=0x1", Fanout{9, 8, 1, 0}.String())
	assert.Equal(t, "0", FanoutFlags(0).String())
}

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

func TestWireICMPFilters(t *testing.T) {
	var filter6 ipv6.ICMPFilter
	filter6.SetAll(false)
	blocked := filter6
	blocked.Block(ipv6.ICMPTypeEchoRequest) // 128
	blocked.Block(ipv6.ICMPTypePacketTooBig)
	zero, ones := strings.Repeat("00000000", 3), strings.Repeat("ffffffff", 3)
	if ipv6FilterKnown() {
		roundTrip(t, icmp6FilterForm, row{as: icmp6Blocked}, blocked, host(t,
			"04000000"+zero+"01000000"+zero, "00000004"+zero+"00000001"+zero))
		roundTrip(t, icmp6FilterForm, row{as: icmp6Passed}, blocked, host(t,
			"fbffffff"+ones+"feffffff"+ones, "fffffffb"+ones+"fffffffe"+ones))
		roundTrip(t, icmp6FilterForm, row{as: icmp6Passed}, filter6, bytes.Repeat([]byte{0xff}, 32))
	}
	_, err := getICMP6Filter(make([]byte, 4), &row{})
	assert.ErrorContains(t, err, "unexpected answer")

	if ipv4FilterKnown() {
		var filter ipv4.ICMPFilter
		filter.Block(ipv4.ICMPTypeEcho)
		roundTrip(t, icmpFilterForm, row{as: cUint}, filter, host(t, "00010000", "00000100"))
	}
	_, err = getICMPFilter(nil, nil)
	assert.ErrorContains(t, err, "unexpected answer")
}

// ipv4FilterKnown tells whether x/net has the filter on this system.
func ipv4FilterKnown() bool {
	var filter ipv4.ICMPFilter
	filter.SetAll(true)
	return filter.WillBlock(ipv4.ICMPTypeEcho)
}

// ipv6FilterKnown tells whether x/net has the filter on this system.
func ipv6FilterKnown() bool {
	var filter ipv6.ICMPFilter
	filter.SetAll(true)
	return filter.WillBlock(ipv6.ICMPTypeEchoRequest)
}

func TestWireCANFilters(t *testing.T) {
	filters := []CANFilter{{0x123, 0x7ff}, {0x1abcdef0 | CANExtended | CANInvert, 0x9fffffff}}
	b := host(t, "23010000 ff070000 f0debcba ffffff9f", "00000123 000007ff babcdef0 9fffffff")
	roundTrip(t, canFilterForm, row{as: canFilters}, filters, b)
	empty, err := encoded(canFilterForm, meta{}, row{as: canFilters}, nil)
	assert.NoError(t, err)
	assert.Empty(t, empty)
	got, err := getCANFilters(nil, nil)
	assert.NoError(t, err)
	assert.Nil(t, got)
	_, err = getCANFilters(b[:12], nil)
	assert.ErrorContains(t, err, "unexpected answer")
	_, err = encoded(canFilterForm, meta{}, row{as: canFilters}, make([]CANFilter, 513))
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "123:7ff", filters[0].String())
	assert.Equal(t, "9abcdef0~9fffffff", filters[1].String())
	roundTrip(t, uint32Form, row{as: cUint}, 0x40, host(t, "40000000", "00000040"))
	_, err = encoded(uint32Form, canRawErrFilter.meta, row{as: cUint}, 0x20000000)
	assert.ErrorIs(t, err, ErrValue)
}

func TestWireAuditToken(t *testing.T) {
	b := host(t, "01000000 f5010000 14000000 f5010000 14000000 07000000 a0860100 02000000",
		"00000001 000001f5 00000014 000001f5 00000014 00000007 000186a0 00000002")
	token, err := getAuditToken(b, &row{as: auditToken})
	assert.NoError(t, err)
	assert.Equal(t, AuditToken{1, 501, 20, 501, 20, 7, 100000, 2}, token)
	assert.Equal(t, "pid 7 uid 501 gid 20", token.String())
	_, err = getAuditToken(b[:28], nil)
	assert.ErrorContains(t, err, "unexpected answer")
}

func TestWireSCTP(t *testing.T) {
	roundTrip(t, sctpInitForm, row{as: sctpInitShorts}, SCTPInit{10, 2048, 8, 60 * time.Second},
		host(t, "0a00 0008 0800 60ea", "000a 0800 0008 ea60"))
	roundTrip(t, sctpInitForm, row{as: sctpInitWords}, SCTPInit{10, 2048, 8, 60 * time.Second}, // NetBSD
		host(t, "0a000000 00080000 0800 60ea", "0000000a 00000800 0008 ea60"))
	roundTrip(t, sctpRTOForm, row{as: sctpRTOInfoWords}, SCTPRTO{3 * time.Second, time.Minute, time.Second},
		host(t, "00000000 b80b0000 60ea0000 e8030000", "00000000 00000bb8 0000ea60 000003e8"))
	roundTrip(t, sctpAssocForm, row{as: sctpAssocValue}, 1400, host(t, "00000000 78050000", "00000000 00000578"))
	roundTrip(t, sctpAssocForm, row{as: cUint}, 1400, host(t, "78050000", "00000578")) // NetBSD
	roundTrip(t, durationForm, row{as: seconds}, 7*time.Second, host(t, "07000000", "00000007"))

	// Rounded up, and refused if it does not fit.
	b, err := encoded(sctpInitForm, meta{}, row{as: sctpInitShorts}, SCTPInit{MaxTimeout: 1})
	assert.NoError(t, err)
	assert.Equal(t, host(t, "0000 0000 0000 0100", "0000 0000 0000 0001"), b)
	for _, d := range []time.Duration{-1, 65536 * time.Millisecond} {
		_, err = encoded(sctpInitForm, meta{}, row{as: sctpInitShorts}, SCTPInit{MaxTimeout: d})
		assert.ErrorIs(t, err, ErrValue)
	}
	_, err = encoded(sctpRTOForm, meta{}, row{as: sctpRTOInfoWords}, SCTPRTO{Min: -1})
	assert.ErrorIs(t, err, ErrValue)

	_, err = getSCTPInit(b[:4], &row{as: sctpInitShorts})
	assert.ErrorContains(t, err, "unexpected answer")
	_, err = getSCTPRTO(b, nil)
	assert.ErrorContains(t, err, "unexpected answer")
	_, err = getSCTPAssoc(b[:4], &row{as: sctpAssocValue})
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "outstreams=10,maxinstreams=2048,maxattempts=8,maxtimeout=1m0s", SCTPInit{10, 2048, 8, time.Minute}.String())
	assert.Equal(t, "initial=3s,max=1m0s,min=1s", SCTPRTO{3 * time.Second, time.Minute, time.Second}.String())
}
