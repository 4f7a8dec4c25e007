package sockopt

// The options that serve both IP families.

// HopLimit ...
var HopLimit = Option[int]{&hopLimit}

var hopLimit = param[int]{meta{id: idHopLimit, name: "IP_TTL+IPV6_UNICAST_HOPS", level: levelDual, kinds: inet, unit: "hops", min: 1, max: 255, twins: &[2]*meta{&ttl.meta, &ipv6UnicastHops.meta}}, &intForm}

// TrafficClass ...
var TrafficClass = Option[DSField]{&trafficClass}

var trafficClass = param[DSField]{meta{id: idTrafficClass, name: "IP_TOS+IPV6_TCLASS", level: levelDual, kinds: inet, min: 0, max: 255, twins: &[2]*meta{&tos.meta, &ipv6TClass.meta}}, &dsFieldForm}

// MulticastHopLimit ...
var MulticastHopLimit = Option[int]{&multicastHopLimit}

var multicastHopLimit = param[int]{meta{id: idMulticastHopLimit, name: "IP_MULTICAST_TTL+IPV6_MULTICAST_HOPS", level: levelDual, kinds: inetDgram, unit: "hops", min: 0, max: 255, twins: &[2]*meta{&multicastTTL.meta, &ipv6MulticastHops.meta}}, &intForm}

// MulticastLoopback ...
var MulticastLoopback = Option[bool]{&multicastLoopback}

var multicastLoopback = param[bool]{meta{id: idMulticastLoopback, name: "IP_MULTICAST_LOOP+IPV6_MULTICAST_LOOP", level: levelDual, kinds: inetDgram, twins: &[2]*meta{&multicastLoop.meta, &ipv6MulticastLoop.meta}}, &boolForm}

// MulticastInterface ...
var MulticastInterface = Option[Interface]{&multicastInterface}

var multicastInterface = param[Interface]{meta{id: idMulticastInterface, name: "IP_MULTICAST_IF+IPV6_MULTICAST_IF", level: levelDual, kinds: inetDgram, twins: &[2]*meta{&multicastIF.meta, &ipv6MulticastIF.meta}}, &interfaceForm}

// JoinGroup ...
var JoinGroup = WriteOnly[MulticastGroup]{&joinGroup}

var joinGroup = param[MulticastGroup]{meta{id: idJoinGroup, name: "IP_ADD_MEMBERSHIP+IPV6_JOIN_GROUP", level: levelDual, kinds: inetDgram, access: SetOnly, twins: &[2]*meta{&addMembership.meta, &ipv6JoinGroup.meta}}, &groupForm}

// LeaveGroup ...
var LeaveGroup = WriteOnly[MulticastGroup]{&leaveGroup}

var leaveGroup = param[MulticastGroup]{meta{id: idLeaveGroup, name: "IP_DROP_MEMBERSHIP+IPV6_LEAVE_GROUP", level: levelDual, kinds: inetDgram, access: SetOnly, twins: &[2]*meta{&dropMembership.meta, &ipv6LeaveGroup.meta}}, &groupForm}

// JoinSourceGroup ...
var JoinSourceGroup = WriteOnly[MulticastSource]{&joinSourceGroup}

var joinSourceGroup = param[MulticastSource]{meta{id: idJoinSourceGroup, name: "MCAST_JOIN_SOURCE_GROUP", level: levelDual, kinds: inetDgram, access: SetOnly, twins: &[2]*meta{&joinSourceGroup4, &joinSourceGroup6}}, &sourceForm}

// LeaveSourceGroup ...
var LeaveSourceGroup = WriteOnly[MulticastSource]{&leaveSourceGroup}

var leaveSourceGroup = param[MulticastSource]{meta{id: idLeaveSourceGroup, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelDual, kinds: inetDgram, access: SetOnly, twins: &[2]*meta{&leaveSourceGroup4, &leaveSourceGroup6}}, &sourceForm}

// Transparent ...
var Transparent = Option[bool]{&transparent}

var transparent = param[bool]{meta{id: idTransparent, name: "IP_TRANSPARENT+IPV6_TRANSPARENT", level: levelDual, kinds: inet, phase: BeforeBind, priv: "CAP_NET_ADMIN or CAP_NET_RAW on Linux, PRIV_NETINET_BINDANY on FreeBSD, root on OpenBSD, to turn on", twins: &[2]*meta{&ipTransparent.meta, &ipv6Transparent.meta}}, &boolForm}

// FreeBind ...
var FreeBind = Option[bool]{&freeBind}

var freeBind = param[bool]{meta{id: idFreeBind, name: "IP_FREEBIND+IPV6_FREEBIND", level: levelDual, kinds: inet, phase: BeforeBind, twins: &[2]*meta{&ipFreeBind.meta, &ipv6FreeBind.meta}}, &boolForm}

// BindInterface ...
var BindInterface = Option[Interface]{&bindInterface}

var bindInterface = param[Interface]{meta{id: idBindInterface, name: "IP_BOUND_IF+IPV6_BOUND_IF", level: levelDual, kinds: inet, phase: BeforeConnect, twins: &[2]*meta{&ipBoundIF.meta, &ipv6BoundIF.meta}}, &interfaceForm}
