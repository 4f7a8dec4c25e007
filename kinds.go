package sockopt

import (
	"cmp"
	"slices"
	"strings"
)

// Kinds is a set of kinds of socket: some address families, and some types or
// protocols of these. [Info] has the set that an option is for; [KindOf] tells
// what a socket is.
//
// The operator & makes the set of the sockets that are in both sets, and | the
// smallest set that has the families and the types of both:
//
//	sockopt.KindIPv6 & sockopt.KindTCP // IPv6 TCP
//	sockopt.KindTCP | sockopt.KindUDP  // IPv4/IPv6 TCP/UDP
//
// The zero Kinds has no sockets.
type Kinds uint32

// The sets of one family, of one type, and of all sockets. On IP sockets, the type
// is the protocol.
const (
	KindIPv4      Kinds = familyIPv4 | types    // AF_INET
	KindIPv6      Kinds = familyIPv6 | types    // AF_INET6
	KindUnix      Kinds = familyUnix | types    // AF_UNIX
	KindNetlink   Kinds = familyNetlink | types // AF_NETLINK
	KindPacket    Kinds = familyPacket | types  // AF_PACKET
	KindVsock     Kinds = familyVsock | types   // AF_VSOCK
	KindCAN       Kinds = familyCAN | types     // AF_CAN
	KindTCP       Kinds = ipFamilies | typeTCP
	KindMPTCP     Kinds = ipFamilies | typeMPTCP
	KindUDP       Kinds = ipFamilies | typeUDP
	KindUDPLite   Kinds = ipFamilies | typeUDPLite
	KindSCTP      Kinds = ipFamilies | typeSCTP
	KindPing      Kinds = ipFamilies | typePing    // SOCK_DGRAM of ICMP and ICMPv6
	KindRaw       Kinds = families | typeRaw       // SOCK_RAW
	KindStream    Kinds = families | typeStream    // SOCK_STREAM, but for TCP, MPTCP and SCTP
	KindDatagram  Kinds = families | typeDatagram  // SOCK_DGRAM, but for UDP, UDP-Lite, SCTP and ping
	KindSeqpacket Kinds = families | typeSeqpacket // SOCK_SEQPACKET, but for SCTP
	KindAny       Kinds = families | types
)

// The families, in the low half of Kinds.
const (
	familyIPv4 Kinds = 1 << iota
	familyIPv6
	familyUnix
	familyNetlink
	familyPacket
	familyVsock
	familyCAN
	familyOther
	families   Kinds = 1<<16 - 1
	ipFamilies       = familyIPv4 | familyIPv6
)

// The types, in the high half. Those of the IP families are told apart by
// protocol.
const (
	typeTCP Kinds = 1 << (16 + iota)
	typeMPTCP
	typeUDP
	typeUDPLite
	typeSCTP
	typePing
	typeRaw
	typeStream
	typeDatagram
	typeSeqpacket
	typeOther
	types Kinds = ^families
)

// The sets that the catalogue uses.
const (
	anyKind    = KindAny
	inet       = familyIPv4 | familyIPv6 | types
	inet6      = familyIPv6 | types
	tcpKinds   = familyIPv4 | familyIPv6 | typeTCP | typeMPTCP
	udpKinds   = familyIPv4 | familyIPv6 | typeUDP | typeUDPLite
	sctpKinds  = familyIPv4 | familyIPv6 | typeSCTP
	raw4       = familyIPv4 | typeRaw
	raw6       = familyIPv6 | typeRaw
	dgramTypes = typeUDP | typeUDPLite | typePing | typeRaw | typeDatagram
	dgram      = families | dgramTypes
	inetDgram  = familyIPv4 | familyIPv6 | dgramTypes
	inet6Dgram = familyIPv6 | dgramTypes
	streaming  = families | typeTCP | typeMPTCP | typeSCTP | typeStream | typeSeqpacket
	unixKinds  = KindUnix
	packets    = KindPacket
	netlinks   = KindNetlink
	vsocks     = KindVsock
	cans       = KindCAN
)

// Has reports whether there are sockets that are in both sets. Whether a socket is
// of a kind is
//
//	kind, err := sockopt.KindOf(s)
//	isTCP := kind.Has(sockopt.KindTCP)
func (ks Kinds) Has(k Kinds) bool { return ks&k&families != 0 && ks&k&types != 0 }

type kindName struct {
	bit  Kinds
	name string
}

var kindNames = [...]kindName{
	{familyIPv4, "IPv4"},
	{familyIPv6, "IPv6"},
	{familyUnix, "Unix"},
	{familyNetlink, "netlink"},
	{familyPacket, "packet"},
	{familyVsock, "vsock"},
	{familyCAN, "CAN"},
	{familyOther, "other"},
	{typeTCP, "TCP"},
	{typeMPTCP, "MPTCP"},
	{typeUDP, "UDP"},
	{typeUDPLite, "UDP-Lite"},
	{typeSCTP, "SCTP"},
	{typePing, "ping"},
	{typeRaw, "raw"},
	{typeStream, "stream"},
	{typeDatagram, "datagram"},
	{typeSeqpacket, "seqpacket"},
	{typeOther, "other"},
}

// String names the families and then the types, such as "IPv6 TCP" or
// "IPv4/IPv6 UDP/raw"; a half that is not limited is left out, and the set of
// all is "any". A set without sockets is "none".
func (ks Kinds) String() string {
	if !ks.Has(ks) {
		return "none"
	}
	half := [2]string{ks.names(families, "/", "/"), ks.names(types, "/", "/")}
	switch {
	case ks == anyKind:
		return "any"
	case ks&families == families:
		return half[1]
	case ks&types == types:
		return half[0]
	}
	return half[0] + " " + half[1]
}

// names lists what ks has of mask.
func (ks Kinds) names(mask Kinds, between, last string) (s string) {
	ks &= mask
	for _, k := range kindNames {
		if ks&k.bit == 0 {
			continue
		}
		if s != "" {
			if ks&^k.bit == 0 {
				between = last
			}
			s += between
		}
		s += k.name
		ks &^= k.bit
	}
	return s
}

// without names what the kind, which is not in ks, lacks: the other families, the
// other types, or both.
func (ks Kinds) without(kind Kinds) string {
	switch {
	case ks&kind&families != 0:
		return ks.names(types, ", ", " and ")
	case ks&kind&types != 0:
		return ks.names(families, ", ", " and ")
	}
	return ks.String()
}

// MarshalText is String, for encoding/json and the like.
func (ks Kinds) MarshalText() ([]byte, error) { return []byte(ks.String()), nil }

// UnmarshalText reads what String prints. In what a newer version printed, a name
// that this version does not know counts as "other".
func (ks *Kinds) UnmarshalText(text []byte) error {
	var read Kinds
	unknown := &valueError{`must be a kind of socket, such as "IPv4 TCP"`}
	switch words := strings.Fields(string(text)); {
	case string(text) == "none":
	case string(text) == "any":
		read = anyKind
	case len(words) == 1:
		if half := kindsNamed(words[0], families); half != 0 {
			read = half | types
		} else if half := kindsNamed(words[0], types); half != 0 {
			read = half | families
		} else {
			return unknown
		}
	case len(words) == 2:
		read = cmp.Or(kindsNamed(words[0], families), familyOther) | cmp.Or(kindsNamed(words[1], types), typeOther)
	default:
		return unknown
	}
	*ks = read
	return nil
}

// kindsNamed returns the kinds with the names, of which half tells whether they are
// families or types; 0 if a name is not among these.
func kindsNamed(names string, half Kinds) (found Kinds) {
	for name := range strings.SplitSeq(names, "/") {
		i := slices.IndexFunc(kindNames[:], func(k kindName) bool { return k.bit&half != 0 && k.name == name })
		if i < 0 {
			return 0
		}
		found |= kindNames[i].bit
	}
	return found
}

// The protocols that tell the kinds of IP sockets apart, and the usual ones.
const (
	protocolICMP    = 1
	protocolTCP     = 6
	protocolUDP     = 17
	protocolICMPv6  = 58
	protocolSCTP    = 132
	protocolUDPLite = 136
	protocolMPTCP   = 262 // linux/in.h; not of the registry
)

// A named is the number that this OS gives an address family or a socket type.
type named struct {
	number int32
	kind   Kinds
	name   string
}

func kindNumbered(list []named, number int32) Kinds {
	for _, n := range list {
		if n.number == number {
			return n.kind
		}
	}
	return 0
}
