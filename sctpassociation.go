package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"time"
)

// An SCTPAssociation is the state of an association.
type SCTPAssociation struct {
	State         SCTPState
	PeerWindow    uint32 // bytes that the peer has room for
	Unacked       uint16 // chunks that were sent and not acknowledged
	Pending       uint16 // chunks that were received and not read
	InStreams     uint16
	OutStreams    uint16
	Fragmentation uint32 // bytes from which on a message is cut
	Primary       SCTPPath
}

// An SCTPPath is the state of the way to an address of the peer.
type SCTPPath struct {
	Addr             netip.AddrPort
	State            SCTPReach
	CongestionWindow uint32        // bytes
	SRTT, RTO        time.Duration // smoothed round trip time, retransmission timeout
	MTU              uint32        // bytes
}

// String returns the fields, those of the primary path behind the others.
func (a SCTPAssociation) String() string {
	n := func(name string, v uint32) string { return name + "=" + itoa(int64(v)) }
	p := a.Primary
	return strings.Join([]string{"state=" + a.State.String(), n("peerwindow", a.PeerWindow), n("unacked", uint32(a.Unacked)),
		n("pending", uint32(a.Pending)), n("instreams", uint32(a.InStreams)), n("outstreams", uint32(a.OutStreams)),
		n("fragmentation", a.Fragmentation), "addr=" + p.Addr.String(), "reach=" + p.State.String(),
		n("cwnd", p.CongestionWindow), "srtt=" + p.SRTT.String(), "rto=" + p.RTO.String(), n("mtu", p.MTU)}, ",")
}

// An SCTPState is the state of an association.
type SCTPState uint8

// The states; zero is one that is none of these.
const (
	SCTPClosed SCTPState = 1 + iota
	SCTPBound
	SCTPListen
	SCTPCookieWait
	SCTPCookieEchoed
	SCTPEstablished
	SCTPShutdownPending
	SCTPShutdownSent
	SCTPShutdownReceived
	SCTPShutdownAckSent
)

// String returns the name, such as "established".
func (s SCTPState) String() string {
	return nameAt([]string{"unknown", "closed", "bound", "listen", "cookiewait", "cookieechoed", "established",
		"shutdownpending", "shutdownsent", "shutdownreceived", "shutdownacksent"}, int(s))
}

// MarshalText returns the text of String.
func (v SCTPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SCTPState) UnmarshalText(text []byte) error { return parseText(v, text) }

// An SCTPReach tells whether an address of a peer is in use.
type SCTPReach uint8

// The states of an address; zero is one that is none of these.
const (
	SCTPActive SCTPReach = 1 + iota
	SCTPInactive
	SCTPPotentiallyFailed // RFC 7829
	SCTPUnconfirmed
)

// String returns the name, such as "active".
func (r SCTPReach) String() string {
	return nameAt([]string{"unknown", "active", "inactive", "potentiallyfailed", "unconfirmed"}, int(r))
}

// An sctpNumber is the number that a system has for a state.
type sctpNumber[T any] struct {
	raw  int32
	mean T
}

// numbered returns the state of a number; zero for one that is none of the list.
func numbered[T any](list []sctpNumber[T], raw int32) (state T) {
	for _, n := range list {
		if n.raw == raw {
			state = n.mean
		}
	}
	return state
}

// What each system calls the states.
var (
	sctpStatesLinux = []sctpNumber[SCTPState]{{1, SCTPClosed}, {2, SCTPCookieWait}, {3, SCTPCookieEchoed}, {4, SCTPEstablished},
		{5, SCTPShutdownPending}, {6, SCTPShutdownSent}, {7, SCTPShutdownReceived}, {8, SCTPShutdownAckSent}}
	sctpStatesBSD = []sctpNumber[SCTPState]{{0, SCTPClosed}, {0x1000, SCTPBound}, {0x2000, SCTPListen}, {2, SCTPCookieWait}, {4, SCTPCookieEchoed},
		{8, SCTPEstablished}, {0x10, SCTPShutdownSent}, {0x20, SCTPShutdownReceived}, {0x40, SCTPShutdownAckSent}, {0x80, SCTPShutdownPending}}
	sctpStatesSolaris = []sctpNumber[SCTPState]{{-5, SCTPClosed}, {-4, SCTPBound}, {-3, SCTPListen}, {-2, SCTPCookieWait}, {-1, SCTPCookieEchoed},
		{0, SCTPEstablished}, {1, SCTPShutdownPending}, {2, SCTPShutdownSent}, {3, SCTPShutdownReceived}, {4, SCTPShutdownAckSent}}

	sctpReachLinux   = []sctpNumber[SCTPReach]{{0, SCTPInactive}, {1, SCTPPotentiallyFailed}, {2, SCTPActive}, {3, SCTPUnconfirmed}}
	sctpReachBSD     = []sctpNumber[SCTPReach]{{1, SCTPActive}, {2, SCTPInactive}, {0x200, SCTPUnconfirmed}}
	sctpReachSolaris = []sctpNumber[SCTPReach]{{1, SCTPInactive}, {2, SCTPActive}}
)

var sctpStatusForm = form[SCTPAssociation]{"SCTPAssociation", nil, getSCTPStatus}

func getSCTPStatus(b []byte, r *row) (SCTPAssociation, error) {
	if len(b) < r.size() {
		return SCTPAssociation{}, errShort(b)
	}
	addr, path, states, reach := 28, 156, sctpStatesLinux, sctpReachLinux
	switch r.as {
	case sctpStatusFreeBSD:
		addr, states, reach = 24, sctpStatesBSD, sctpReachBSD
	case sctpStatusNetBSD:
		states, reach = sctpStatesBSD, sctpReachBSD
	case sctpStatusSolaris:
		path, states, reach = 284, sctpStatesSolaris, sctpReachSolaris
	}
	u16 := func(i int) uint16 { return binary.NativeEndian.Uint16(b[i:]) }
	u32 := func(i int) uint32 { return binary.NativeEndian.Uint32(b[i:]) }
	primary, err := getSCTPAddr(b[addr:])
	if err != nil {
		return SCTPAssociation{}, err
	}
	return SCTPAssociation{
		State:         numbered(states, int32(u32(4))),
		PeerWindow:    u32(8),
		Unacked:       u16(12),
		Pending:       u16(14),
		InStreams:     u16(16),
		OutStreams:    u16(18),
		Fragmentation: u32(20),
		Primary: SCTPPath{
			Addr: primary, State: numbered(reach, int32(u32(path))), CongestionWindow: u32(path + 4),
			SRTT: millisAt(b[path+8:]), RTO: millisAt(b[path+12:]), MTU: u32(path + 16),
		},
	}, nil
}

// MarshalText returns the text of String.
func (v SCTPReach) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SCTPReach) UnmarshalText(text []byte) error { return parseText(v, text) }
