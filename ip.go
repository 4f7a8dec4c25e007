package sockopt

import "net/netip"

// The options of IPPROTO_IP: ip(7).

// TOS ...
var TOS = Option[DSField]{&tos}

var tos = param[DSField]{meta{id: idTOS, name: "IP_TOS", level: levelIP, kinds: inet, min: 0, max: 255}, &dsFieldForm}

// TTL ...
var TTL = Option[int]{&ttl}

var ttl = param[int]{meta{id: idTTL, name: "IP_TTL", level: levelIP, kinds: inet, unit: "hops", min: 1, max: 255}, &intForm}

// HdrIncl ...
var HdrIncl = Option[bool]{&hdrIncl}

var hdrIncl = param[bool]{meta{id: idHdrIncl, name: "IP_HDRINCL", level: levelIP, kinds: raw4}, &boolForm}

// IPOptions ...
var IPOptions = Option[[]byte]{&ipOptions}

var ipOptions = param[[]byte]{meta{id: idIPOptions, name: "IP_OPTIONS", level: levelIP, kinds: inet, max: 40}, &ipOptionsForm}

// MulticastIF ...
var MulticastIF = Option[netip.Addr]{&multicastIF}

var multicastIF = param[netip.Addr]{meta{id: idMulticastIF, name: "IP_MULTICAST_IF", level: levelIP, kinds: inetDgram}, &addr4Form}

// MulticastTTL ...
var MulticastTTL = Option[int]{&multicastTTL}

var multicastTTL = param[int]{meta{id: idMulticastTTL, name: "IP_MULTICAST_TTL", level: levelIP, kinds: inetDgram, unit: "hops", min: 0, max: 255}, &intForm}

// MulticastLoop ...
var MulticastLoop = Option[bool]{&multicastLoop}

var multicastLoop = param[bool]{meta{id: idMulticastLoop, name: "IP_MULTICAST_LOOP", level: levelIP, kinds: inetDgram}, &boolForm}

// AddMembership ...
var AddMembership = WriteOnly[MulticastGroup]{&addMembership}

var addMembership = param[MulticastGroup]{meta{id: idAddMembership, name: "IP_ADD_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: SetOnly}, &groupForm}

// DropMembership ...
var DropMembership = WriteOnly[MulticastGroup]{&dropMembership}

var dropMembership = param[MulticastGroup]{meta{id: idDropMembership, name: "IP_DROP_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: SetOnly}, &groupForm}

// AddSourceMembership ...
var AddSourceMembership = WriteOnly[MulticastSource]{&addSourceMembership}

var addSourceMembership = param[MulticastSource]{meta{id: idAddSourceMembership, name: "IP_ADD_SOURCE_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: SetOnly}, &sourceForm}

// DropSourceMembership ...
var DropSourceMembership = WriteOnly[MulticastSource]{&dropSourceMembership}

var dropSourceMembership = param[MulticastSource]{meta{id: idDropSourceMembership, name: "IP_DROP_SOURCE_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: SetOnly}, &sourceForm}

// IPTransparent ...
var IPTransparent = Option[bool]{&ipTransparent}

var ipTransparent = param[bool]{meta{id: idIPTransparent, name: "IP_TRANSPARENT", level: levelIP, kinds: inet, phase: BeforeBind, priv: "CAP_NET_ADMIN or CAP_NET_RAW on Linux, PRIV_NETINET_BINDANY on FreeBSD, to turn on"}, &boolForm}

// IPFreeBind ...
var IPFreeBind = Option[bool]{&ipFreeBind}

var ipFreeBind = param[bool]{meta{id: idIPFreeBind, name: "IP_FREEBIND", level: levelIP, kinds: inet, phase: BeforeBind}, &boolForm}

// IPBoundIF ...
var IPBoundIF = Option[Interface]{&ipBoundIF}

var ipBoundIF = param[Interface]{meta{id: idIPBoundIF, name: "IP_BOUND_IF", level: levelIP, kinds: inet4, phase: BeforeConnect}, &interfaceForm}

// IPUnicastIF ...
var IPUnicastIF = Option[Interface]{&ipUnicastIF}

var ipUnicastIF = param[Interface]{meta{id: idIPUnicastIF, name: "IP_UNICAST_IF", level: levelIP, kinds: inet}, &interfaceForm}

// The IPv4 halves of neutral options that are one option at two levels.

var joinSourceGroup4 = meta{id: idJoinSourceGroup4, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: SetOnly}

var leaveSourceGroup4 = meta{id: idLeaveSourceGroup4, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: SetOnly}
