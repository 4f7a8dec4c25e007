package sockopt

import (
	"encoding/binary"
	"math"
	"net/netip"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// An SCTPPeer is how an association keeps watch over one address of its peer.
type SCTPPeer struct {
	// Addr is the address of the peer; the zero value: each address of the
	// association, and without one, of those to come.
	Addr netip.AddrPort
	// Heartbeat is the time between two heartbeats, in whole milliseconds, rounded
	// up; it is set with SCTPHeartbeatEnable.
	Heartbeat   time.Duration
	MaxRetrans  uint16 // after which the address is not used; set, zero: as it is
	PathMTU     uint32 // in bytes; it is set with SCTPPMTUDDisable
	Flags       SCTPPeerFlags
	FlowLabel   uint32        // of IPv6; it is set with SCTPFlowLabel
	DSCP        DSField       // it is set with SCTPDSCP
	DelayedSACK time.Duration // at most 500 ms; it is set with SCTPSACKDelayEnable (Linux)
}

// String returns the fields that are not zero, as in
// "addr=192.0.2.1:80,heartbeat=30s,maxretrans=5,pathmtu=1500,flags=heartbeat,delayedsack=200ms".
func (p SCTPPeer) String() string { return formatFields(p) }

// SCTPPeerFlags say what of an [SCTPPeer] is set, and what is on. Of each pair of
// Enable and Disable a Get tells one, and a Set with neither leaves it.
type SCTPPeerFlags uint32

// Flags of SCTPPeerFlags.
const (
	SCTPHeartbeatEnable  SCTPPeerFlags = 1 << iota // heartbeats
	SCTPHeartbeatDisable                           // no heartbeats
	SCTPHeartbeatDemand                            // one heartbeat now
	SCTPPMTUDEnable                                // discovery of the path MTU
	SCTPPMTUDDisable                               // no discovery, but PathMTU
	SCTPSACKDelayEnable                            // acknowledgements wait for DelayedSACK (Linux)
	SCTPSACKDelayDisable                           // they do not (Linux)
	SCTPHeartbeatZero                              // heartbeats without a time between them but the timeout
	SCTPFlowLabel                                  // FlowLabel is set
	SCTPDSCP                                       // DSCP is set
)

// String returns the names of the flags, as in "heartbeat|pmtud".
func (f SCTPPeerFlags) String() string {
	return flagNames(uint32(f), "0", []string{"heartbeat", "noheartbeat", "demand", "pmtud", "nopmtud", "sackdelay", "nosackdelay",
		"heartbeatzero", "flowlabel", "dscp"})
}

// MarshalText returns the text of String.
func (v SCTPPeerFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *SCTPPeerFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// The bits of the flags on each system, in the order of the constants.
var (
	sctpPeerBitsLinux   = []uint32{1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200}
	sctpPeerBitsFreeBSD = []uint32{1, 2, 4, 8, 0x10, 0, 0, 0x80, 0x100, 0x200}
	sctpPeerBitsNetBSD  = []uint32{1, 2, 4, 0x10, 0x20, 0, 0, 8, 0x40, 0x80}
)

// sctpPeerAt has where the fields of a struct sctp_paddrparams are; zero: there
// is none, but for the address.
type sctpPeerAt struct {
	addr, heartbeat, retrans, mtu, sack, flags, label, dscp int
	bits                                                    []uint32
}

var (
	sctpPeerAtLinux   = sctpPeerAt{4, 132, 136, 138, 142, 146, 150, 154, sctpPeerBitsLinux}
	sctpPeerAtFreeBSD = sctpPeerAt{0, 132, 148, 136, 0, 140, 144, 150, sctpPeerBitsFreeBSD}
	sctpPeerAtNetBSD  = sctpPeerAt{4, 132, 136, 138, 0, 142, 146, 150, sctpPeerBitsNetBSD}
	sctpPeerAtSolaris = sctpPeerAt{4, 260, 264, 0, 0, 0, 0, 0, nil}
)

func sctpPeerFields(as layout) *sctpPeerAt {
	switch as {
	case sctpPeerFreeBSD:
		return &sctpPeerAtFreeBSD
	case sctpPeerNetBSD:
		return &sctpPeerAtNetBSD
	case sctpPeerSolaris:
		return &sctpPeerAtSolaris
	}
	return &sctpPeerAtLinux
}

var sctpPeerForm = form[SCTPPeer]{"SCTPPeer", putSCTPPeer, getSCTPPeer}

// putSCTPAddr writes a struct sockaddr of the peer; that of no peer is the
// unspecified address of IPv4, which means it on sockets of both families.
func putSCTPAddr(b []byte, addr netip.AddrPort) error {
	if !addr.IsValid() {
		addr = netip.AddrPortFrom(netip.IPv4Unspecified(), 0)
	}
	if addr.Addr().Zone() != "" {
		return &valueError{"an address with a zone"}
	}
	wire.PutSockaddr(b, wire.Sockaddr{Addr: addr.Addr(), Port: addr.Port()})
	return nil
}

// getSCTPAddr reads one; the zero AddrPort for that of no peer.
func getSCTPAddr(b []byte) (netip.AddrPort, error) {
	if [2]byte(b) == [2]byte{} {
		return netip.AddrPort{}, nil
	}
	addr, err := getAddrPort(b, nil)
	if err == nil && addr.Addr().IsUnspecified() {
		addr = netip.AddrPort{}
	}
	return addr, err
}

func putSCTPPeer(e *encoding, _ *meta, r *row, v SCTPPeer) error {
	at := sctpPeerFields(r.as)
	heartbeat, err := inMillis(v.Heartbeat, math.MaxUint32)
	if err != nil {
		return err
	}
	sack, err := inMillis(v.DelayedSACK, 500)
	if err != nil {
		return err
	}
	flags, err := toBits(uint32(v.Flags), at.bits)
	switch {
	case err != nil:
		return err
	case v.FlowLabel > 1<<20-1:
		return &valueError{"the flow label must be 0 to 1048575"}
	case v.DSCP < 0 || v.DSCP > 255:
		return &valueError{"the DSCP must be 0 to 255"}
	case at.sack == 0 && sack != 0, at.mtu == 0 && (v.PathMTU != 0 || v.FlowLabel != 0 || v.DSCP != 0 || flags != 0):
		return &valueError{"a field that this system does not have"}
	}
	b := e.grow(r.size())
	if err := putSCTPAddr(b[at.addr:], v.Addr); err != nil {
		e.truncate(e.n - len(b))
		return err
	}
	binary.NativeEndian.PutUint32(b[at.heartbeat:], heartbeat)
	binary.NativeEndian.PutUint16(b[at.retrans:], v.MaxRetrans)
	if at.sack != 0 {
		binary.NativeEndian.PutUint32(b[at.sack:], sack)
	}
	if at.mtu != 0 {
		binary.NativeEndian.PutUint32(b[at.mtu:], v.PathMTU)
		binary.NativeEndian.PutUint32(b[at.flags:], flags)
		binary.NativeEndian.PutUint32(b[at.label:], v.FlowLabel)
		b[at.dscp] = byte(v.DSCP)
	}
	return nil
}

func getSCTPPeer(b []byte, r *row) (v SCTPPeer, err error) {
	if len(b) < r.size() {
		return v, errShort(b)
	}
	at := sctpPeerFields(r.as)
	if v.Addr, err = getSCTPAddr(b[at.addr:]); err != nil {
		return SCTPPeer{}, err
	}
	v.Heartbeat = millisAt(b[at.heartbeat:])
	v.MaxRetrans = binary.NativeEndian.Uint16(b[at.retrans:])
	if at.sack != 0 {
		v.DelayedSACK = millisAt(b[at.sack:])
	}
	if at.mtu != 0 {
		v.PathMTU = binary.NativeEndian.Uint32(b[at.mtu:])
		v.Flags = SCTPPeerFlags(fromBits(binary.NativeEndian.Uint32(b[at.flags:]), at.bits))
		v.FlowLabel = binary.NativeEndian.Uint32(b[at.label:])
		v.DSCP = DSField(b[at.dscp])
	}
	return v, nil
}

// putSCTPPeerAddr asks for an address of a peer.
func putSCTPPeerAddr(e *encoding, r *row, addr netip.AddrPort) error {
	b := e.grow(r.size())
	return putSCTPAddr(b[sctpPeerFields(r.as).addr:], addr)
}
