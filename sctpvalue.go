package sockopt

import (
	"encoding/binary"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// An SCTPSend is what a message is sent with if it does not say so itself.
type SCTPSend struct {
	Stream uint16
	Flags  SCTPSendFlags
	// PPID is the payload protocol, as the IANA registry numbers it: it goes out in
	// network byte order.
	PPID    uint32
	Context uint32 // comes back with a message that could not be sent
	// TimeToLive is how long the message may wait to be sent, in whole
	// milliseconds, rounded up; zero: for ever.
	TimeToLive time.Duration
}

// String returns the fields that are not zero, as in
// "stream=1,flags=unordered,ppid=46,timetolive=1s".
func (s SCTPSend) String() string { return formatFields(s) }

// SCTPSendFlags say how a message is sent. A system's own flags that are not
// among these are 16 bits up.
type SCTPSendFlags uint32

// The flags. Linux takes none but the first four here.
const (
	SCTPUnordered       SCTPSendFlags = 1 << iota // not in the order of its stream
	SCTPAddrOver                                  // to the address of the send, not the primary one
	SCTPAbort                                     // ends the association at once
	SCTPEOF                                       // ends it once all has been sent
	SCTPSendAll                                   // to all associations of the socket
	SCTPSackImmediately                           // asks the peer to acknowledge at once
)

// String returns the names of the flags, as in "unordered|eof".
func (f SCTPSendFlags) String() string {
	return flagNames(uint32(f), "0", []string{"unordered", "addrover", "abort", "eof", "sendall", "sackimmediately"})
}

// The bits of the flags on each system, in the order of the constants.
var (
	sctpSendBitsLinux   = []uint32{1, 2, 4, 0x200, 0x40, 8}
	sctpSendBitsFreeBSD = []uint32{0x400, 0x800, 0x200, 0x100, 0x1000, 0x4000}
	sctpSendBitsNetBSD  = []uint32{0x2000, 0x4000, 0x8000, 0x1000, 0x200, 0}
	sctpSendBitsSolaris = []uint32{1, 8, 2, 4, 0, 0}
)

// sctpSendBits returns the bits of a system.
func sctpSendBits(as layout) []uint32 {
	switch as {
	case sctpSendFreeBSD:
		return sctpSendBitsFreeBSD
	case sctpSendNetBSD:
		return sctpSendBitsNetBSD
	case sctpSendSolaris:
		return sctpSendBitsSolaris
	}
	return sctpSendBitsLinux
}

// toBits writes flags with the bits of a system, what is 16 bits up as it is.
func toBits(flags uint32, bits []uint32) (uint32, error) {
	raw := flags >> 16
	for i := range 16 {
		switch {
		case flags>>i&1 == 0:
		case i >= len(bits) || bits[i] == 0:
			return 0, &valueError{"the flag " + strconv.Itoa(i) + " is none of this system's"}
		default:
			raw |= bits[i]
		}
	}
	return raw, nil
}

func fromBits(raw uint32, bits []uint32) (flags uint32) {
	for i, bit := range bits {
		if raw&bit != 0 {
			flags |= 1 << i
			raw &^= bit
		}
	}
	return flags | raw<<16
}

// SCTPEvents are what a socket tells of its associations.
type SCTPEvents uint32

// Flags of SCTPEvents.
const (
	SCTPDataIOEvent          SCTPEvents = 1 << iota // each message with a control message SCTP_SNDRCV
	SCTPAssociationEvent                            // an association began or ended
	SCTPAddressEvent                                // an address of the peer changed its state
	SCTPSendFailureEvent                            // a message could not be sent
	SCTPPeerErrorEvent                              // the peer reported an error
	SCTPShutdownEvent                               // the peer sends no more
	SCTPPartialDeliveryEvent                        // a message that was partly read comes no further
	SCTPAdaptationLayerEvent                        // what the peer's layer above says of itself
	SCTPAuthenticationEvent                         // a key came into use
	SCTPSenderDryEvent                              // all that was sent is acknowledged
	SCTPStreamResetEvent                            // streams were reset
	SCTPAssocResetEvent                             // the association was reset
	SCTPStreamChangeEvent                           // streams were added
	SCTPSendFailedEvent                             // as SCTPSendFailureEvent, in the form of RFC 6458
)

// String returns the names of the events, as in "association|shutdown".
func (e SCTPEvents) String() string {
	return flagNames(uint32(e), "0", []string{"dataio", "association", "address", "sendfailure", "peererror", "shutdown",
		"partialdelivery", "adaptationlayer", "authentication", "senderdry", "streamreset", "assocreset", "streamchange", "sendfailed"})
}

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

var (
	sctpSendForm   = form[SCTPSend]{"SCTPSend", putSCTPSend, getSCTPSend}
	sctpEventsForm = form[SCTPEvents]{"SCTPEvents", putSCTPEvents, getSCTPEvents}
	sctpPeerForm   = form[SCTPPeer]{"SCTPPeer", putSCTPPeer, getSCTPPeer}
	sctpStatusForm = form[SCTPAssociation]{"SCTPAssociation", nil, getSCTPStatus}
)

// The struct sctp_sndrcvinfo is the same everywhere but for what FreeBSD has
// behind.
const sctpSendSize = 32

func putSCTPSend(e *encoding, _ *meta, r *row, v SCTPSend) error {
	flags, err := toBits(uint32(v.Flags), sctpSendBits(r.as))
	if err == nil && flags > math.MaxUint16 {
		err = &valueError{"the flags must be of 16 bits"}
	}
	if err != nil {
		return err
	}
	ttl, err := inMillis(v.TimeToLive, math.MaxUint32)
	if err != nil {
		return err
	}
	b := e.grow(r.size())
	binary.NativeEndian.PutUint16(b, v.Stream)
	binary.NativeEndian.PutUint16(b[4:], uint16(flags))
	binary.BigEndian.PutUint32(b[8:], v.PPID)
	binary.NativeEndian.PutUint32(b[12:], v.Context)
	binary.NativeEndian.PutUint32(b[16:], ttl)
	return nil
}

func getSCTPSend(b []byte, r *row) (SCTPSend, error) {
	if len(b) < sctpSendSize {
		return SCTPSend{}, errShort(b)
	}
	return SCTPSend{
		Stream:     binary.NativeEndian.Uint16(b),
		Flags:      SCTPSendFlags(fromBits(uint32(binary.NativeEndian.Uint16(b[4:])), sctpSendBits(r.as))),
		PPID:       binary.BigEndian.Uint32(b[8:]),
		Context:    binary.NativeEndian.Uint32(b[12:]),
		TimeToLive: millisAt(b[16:]),
	}, nil
}

// millisAt reads a time in milliseconds.
func millisAt(b []byte) time.Duration {
	return time.Duration(binary.NativeEndian.Uint32(b)) * time.Millisecond
}

// sctpEventAt returns where the byte of the event n is in a struct
// sctp_event_subscribe: NetBSD has the reset of streams right behind the eight
// that all have.
func sctpEventAt(n int, as layout) int {
	if as == sctpEventsNetBSD {
		switch n {
		case 8, 9:
			return sizes[as]
		case 10:
			return 8
		}
	}
	return n
}

func putSCTPEvents(e *encoding, _ *meta, r *row, v SCTPEvents) error {
	b := e.grow(r.size())
	for n := range 32 {
		if v>>n&1 == 0 {
			continue
		}
		at := sctpEventAt(n, r.as)
		if at >= len(b) {
			return &valueError{"the event " + SCTPEvents(1<<n).String() + " is none of this system's"}
		}
		b[at] = 1
	}
	return nil
}

// getSCTPEvents reads as many events as the kernel knows.
func getSCTPEvents(b []byte, r *row) (v SCTPEvents, err error) {
	if len(b) == 0 {
		return 0, errShort(b)
	}
	for n := range 32 {
		if at := sctpEventAt(n, r.as); at < len(b) && b[at] != 0 {
			v |= 1 << n
		}
	}
	return v, nil
}

// putSCTPAddr writes a struct sockaddr of the peer; that of no peer is the
// unspecified address of IPv4, which means it on sockets of both families.
func putSCTPAddr(b []byte, addr netip.AddrPort) error {
	if !addr.IsValid() {
		addr = netip.AddrPortFrom(netip.IPv4Unspecified(), 0)
	}
	if addr.Addr().Zone() != "" {
		return &valueError{"an address with a zone"}
	}
	putSockaddr(b, addr.Addr())
	binary.BigEndian.PutUint16(b[2:], addr.Port())
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
