package sockopt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pieces are the bytes of a struct that is zero but where they say, at offsets,
// in little and in big endian.
type pieces []struct {
	at          int
	little, big string
}

func (p pieces) bytes(t *testing.T, size int) []byte {
	b := make([]byte, size)
	for _, piece := range p {
		copy(b[piece.at:], host(t, piece.little, piece.big))
	}
	return b
}

// sockaddr4 is a struct sockaddr_in of 192.0.2.1:80 or another, as this system
// has it.
func sockaddr4(port, addr string) (little, big string) {
	if wire.SockaddrLen {
		return "1002" + port + addr, "1002" + port + addr
	}
	return "0200" + port + addr, "0002" + port + addr
}

func TestWireSCTPSend(t *testing.T) {
	v := SCTPSend{Stream: 3, Flags: SCTPUnordered | SCTPAddrOver | SCTPAbort | SCTPEOF, PPID: 46, Context: 7, TimeToLive: time.Second}
	for as, flags := range map[layout][2]string{
		sctpSendLinux:   {"0702", "0207"},
		sctpSendFreeBSD: {"000f", "0f00"},
		sctpSendNetBSD:  {"00f0", "f000"},
		sctpSendSolaris: {"0f00", "000f"},
	} {
		roundTrip(t, sctpSendForm, row{as: as}, v, pieces{
			{0, "0300", "0003"}, {4, flags[0], flags[1]}, {8, "0000002e", "0000002e"}, {12, "07000000", "00000007"}, {16, "e8030000", "000003e8"},
		}.bytes(t, map[bool]int{false: 32, true: 128}[as == sctpSendFreeBSD]))
	}
	linux, solaris := row{as: sctpSendLinux}, row{as: sctpSendSolaris}
	roundTrip(t, sctpSendForm, linux, SCTPSend{Flags: SCTPSendAll | SCTPSackImmediately}, pieces{{4, "4800", "0048"}}.bytes(t, 32))
	roundTrip(t, sctpSendForm, linux, SCTPSend{Flags: 0x8000 << 16}, pieces{{4, "0080", "8000"}}.bytes(t, 32)) // one without a name
	for _, bad := range []SCTPSend{{Flags: SCTPSendAll}, {Flags: 1 << 6}, {TimeToLive: -1}, {TimeToLive: time.Millisecond << 32}} {
		_, err := encoded(sctpSendForm, meta{}, solaris, bad)
		assert.ErrorIs(t, err, ErrValue, "%v", bad)
	}
	_, err := getSCTPSend(make([]byte, 31), &linux)
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "stream=3,flags=unordered|addrover|abort|eof,ppid=46,context=7,timetolive=1s", v.String())
	assert.Equal(t, "0x80000000", SCTPSendFlags(1<<31).String())
}

func TestWireSCTPEvents(t *testing.T) {
	v := SCTPDataIOEvent | SCTPAdaptationLayerEvent
	roundTrip(t, sctpEventsForm, row{as: sctpEventsLinux}, v|SCTPStreamResetEvent|SCTPSendFailedEvent, both(t, "0100000000000001 0000 01 0000 01"))
	roundTrip(t, sctpEventsForm, row{as: sctpEventsFreeBSD}, v|SCTPAuthenticationEvent|SCTPStreamResetEvent, both(t, "0100000000000001 0100 01"))
	roundTrip(t, sctpEventsForm, row{as: sctpEventsNetBSD}, v|SCTPStreamResetEvent, both(t, "0100000000000001 01"))
	roundTrip(t, sctpEventsForm, row{as: sctpEventsSolaris}, v, both(t, "0100000000000001"))
	for as, bad := range map[layout]SCTPEvents{
		sctpEventsLinux: 1 << 14, sctpEventsFreeBSD: SCTPAssocResetEvent, sctpEventsNetBSD: SCTPSenderDryEvent, sctpEventsSolaris: SCTPAuthenticationEvent,
	} {
		_, err := encoded(sctpEventsForm, meta{}, row{as: as}, bad)
		assert.ErrorIs(t, err, ErrValue, "%v", bad)
	}
	// An older kernel knows fewer.
	got, err := getSCTPEvents(both(t, "0100000000000001 0001"), &row{as: sctpEventsLinux})
	require.NoError(t, err)
	assert.Equal(t, v|SCTPSenderDryEvent, got)
	_, err = getSCTPEvents(nil, &row{as: sctpEventsLinux})
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "association|sendfailed", (SCTPAssociationEvent | SCTPSendFailedEvent).String())
}

func TestWireSCTPPeer(t *testing.T) {
	peer := netip.MustParseAddrPort("192.0.2.1:80")
	addr, addrBig := sockaddr4("0050", "c0000201")
	v := SCTPPeer{Addr: peer, Heartbeat: time.Second, MaxRetrans: 5, PathMTU: 1500,
		Flags: SCTPHeartbeatEnable | SCTPPMTUDDisable | SCTPHeartbeatZero | SCTPFlowLabel | SCTPDSCP, FlowLabel: 0x12345, DSCP: AF41}
	linux := v
	linux.Flags |= SCTPSACKDelayEnable
	linux.DelayedSACK = 200 * time.Millisecond
	roundTrip(t, sctpPeerForm, row{as: sctpPeerLinux}, linux, pieces{
		{4, addr, addrBig}, {132, "e8030000", "000003e8"}, {136, "0500", "0005"}, {138, "dc050000", "000005dc"}, {142, "c8000000", "000000c8"},
		{146, "b1030000", "000003b1"}, {150, "45230100", "00012345"}, {154, "88", "88"},
	}.bytes(t, 156))
	roundTrip(t, sctpPeerForm, row{as: sctpPeerFreeBSD}, v, pieces{
		{0, addr, addrBig}, {132, "e8030000", "000003e8"}, {136, "dc050000", "000005dc"}, {140, "91030000", "00000391"},
		{144, "45230100", "00012345"}, {148, "0500", "0005"}, {150, "88", "88"},
	}.bytes(t, 152))
	roundTrip(t, sctpPeerForm, row{as: sctpPeerNetBSD}, v, pieces{
		{4, addr, addrBig}, {132, "e8030000", "000003e8"}, {136, "0500", "0005"}, {138, "dc050000", "000005dc"},
		{142, "e9000000", "000000e9"}, {146, "45230100", "00012345"}, {150, "88", "88"},
	}.bytes(t, 151))
	solaris := row{as: sctpPeerSolaris}
	roundTrip(t, sctpPeerForm, solaris, SCTPPeer{Addr: peer, Heartbeat: time.Second, MaxRetrans: 5}, pieces{
		{4, addr, addrBig}, {260, "e8030000", "000003e8"}, {264, "0500", "0005"},
	}.bytes(t, 268))
	none, noneBig := sockaddr4("0000", "00000000")
	roundTrip(t, sctpPeerForm, solaris, SCTPPeer{}, pieces{{4, none, noneBig}}.bytes(t, 268))

	for as, list := range map[layout][]SCTPPeer{
		sctpPeerLinux: {{Heartbeat: -1}, {DelayedSACK: 501 * time.Millisecond}, {FlowLabel: 1 << 20}, {DSCP: 256}, {DSCP: -1}, {Flags: 1 << 10},
			{Addr: netip.MustParseAddrPort("[fe80::1%lo]:80")}},
		sctpPeerFreeBSD: {{Flags: SCTPSACKDelayEnable}, {DelayedSACK: 1}},
		sctpPeerSolaris: {{Flags: SCTPHeartbeatEnable}, {PathMTU: 1}, {FlowLabel: 1}, {DSCP: AF41}},
	} {
		for _, bad := range list {
			_, err := encoded(sctpPeerForm, meta{}, row{as: as}, bad)
			assert.ErrorIs(t, err, ErrValue, "%v", bad)
		}
	}
	_, err := getSCTPPeer(make([]byte, 155), &row{as: sctpPeerLinux})
	assert.ErrorContains(t, err, "unexpected answer")
	_, err = getSCTPPeer(both(t, "00000000 ffff")[:6:6], &solaris)
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "addr=192.0.2.1:80,heartbeat=1s,maxretrans=5,pathmtu=1500,flags=heartbeat|nopmtud|sackdelay|heartbeatzero|flowlabel|dscp,flowlabel=74565,dscp=AF41,delayedsack=200ms", linux.String())
	assert.Equal(t, "{}", SCTPPeer{}.String())
}

func TestWireSCTPStatus(t *testing.T) {
	want := SCTPAssociation{State: SCTPEstablished, PeerWindow: 1000, Unacked: 1, Pending: 2, InStreams: 3, OutStreams: 4, Fragmentation: 1400,
		Primary: SCTPPath{Addr: netip.MustParseAddrPort("192.0.2.1:80"), State: SCTPActive, CongestionWindow: 4380, SRTT: time.Second, RTO: 3 * time.Second, MTU: 1500}}
	addr, addrBig := sockaddr4("0050", "c0000201")
	for _, c := range []struct {
		as           layout
		size         int
		addr, path   int
		state, reach [2]string
	}{
		{sctpStatusLinux, 176, 28, 156, [2]string{"04000000", "00000004"}, [2]string{"02000000", "00000002"}},
		{sctpStatusFreeBSD, 176, 24, 156, [2]string{"08000000", "00000008"}, [2]string{"01000000", "00000001"}},
		{sctpStatusNetBSD, 176, 28, 156, [2]string{"08000000", "00000008"}, [2]string{"01000000", "00000001"}},
		{sctpStatusSolaris, 304, 28, 284, [2]string{"00000000", "00000000"}, [2]string{"02000000", "00000002"}},
	} {
		b := pieces{
			{4, c.state[0], c.state[1]}, {8, "e8030000", "000003e8"}, {12, "0100", "0001"}, {14, "0200", "0002"}, {16, "0300", "0003"}, {18, "0400", "0004"},
			{20, "78050000", "00000578"}, {c.addr, addr, addrBig}, {c.path, c.reach[0], c.reach[1]},
			{c.path + 4, "1c110000", "0000111c"}, {c.path + 8, "e8030000", "000003e8"}, {c.path + 12, "b80b0000", "00000bb8"}, {c.path + 16, "dc050000", "000005dc"},
		}.bytes(t, c.size)
		got, err := getSCTPStatus(b, &row{as: c.as})
		require.NoError(t, err)
		assert.Equal(t, want, got)
		_, err = getSCTPStatus(b[:c.size-1], &row{as: c.as})
		assert.ErrorContains(t, err, "unexpected answer")
		b[c.addr], b[c.addr+1] = 0xff, 0xff
		_, err = getSCTPStatus(b, &row{as: c.as})
		assert.ErrorContains(t, err, "unexpected answer")
	}
	got, err := getSCTPStatus(pieces{{4, "fbffffff", "fffffffb"}}.bytes(t, 304), &row{as: sctpStatusSolaris})
	require.NoError(t, err)
	assert.Equal(t, SCTPClosed, got.State)
	assert.Equal(t, "state=established,peerwindow=1000,unacked=1,pending=2,instreams=3,outstreams=4,fragmentation=1400,"+
		"addr=192.0.2.1:80,reach=active,cwnd=4380,srtt=1s,rto=3s,mtu=1500", want.String())
	assert.Equal(t, "unknown", SCTPState(0).String())
	assert.Equal(t, "200", SCTPReach(200).String())
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
