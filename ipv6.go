package sockopt

// The options of IPPROTO_IPV6: ipv6(7), RFC 3493, RFC 3542.

// IPv6V6Only ...
var IPv6V6Only = Option[bool]{&ipv6V6Only}

var ipv6V6Only = param[bool]{meta{id: idIPv6V6Only, name: "IPV6_V6ONLY", level: levelIPv6, kinds: inet6, phase: BeforeBind}, &boolForm}

// IPv6UnicastHops ...
var IPv6UnicastHops = Option[int]{&ipv6UnicastHops}

var ipv6UnicastHops = param[int]{meta{id: idIPv6UnicastHops, name: "IPV6_UNICAST_HOPS", level: levelIPv6, kinds: inet6, unit: "hops", min: -1, max: 255}, &intForm}

// IPv6MulticastHops ...
var IPv6MulticastHops = Option[int]{&ipv6MulticastHops}

var ipv6MulticastHops = param[int]{meta{id: idIPv6MulticastHops, name: "IPV6_MULTICAST_HOPS", level: levelIPv6, kinds: inet6Dgram, unit: "hops", min: -1, max: 255}, &intForm}

// IPv6MulticastIF ...
var IPv6MulticastIF = Option[Interface]{&ipv6MulticastIF}

var ipv6MulticastIF = param[Interface]{meta{id: idIPv6MulticastIF, name: "IPV6_MULTICAST_IF", level: levelIPv6, kinds: inet6Dgram}, &interfaceForm}

// IPv6MulticastLoop ...
var IPv6MulticastLoop = Option[bool]{&ipv6MulticastLoop}

var ipv6MulticastLoop = param[bool]{meta{id: idIPv6MulticastLoop, name: "IPV6_MULTICAST_LOOP", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6JoinGroup ...
var IPv6JoinGroup = WriteOnly[MulticastGroup]{&ipv6JoinGroup}

var ipv6JoinGroup = param[MulticastGroup]{meta{id: idIPv6JoinGroup, name: "IPV6_JOIN_GROUP", level: levelIPv6, kinds: inet6Dgram, access: SetOnly}, &groupForm}

// IPv6LeaveGroup ...
var IPv6LeaveGroup = WriteOnly[MulticastGroup]{&ipv6LeaveGroup}

var ipv6LeaveGroup = param[MulticastGroup]{meta{id: idIPv6LeaveGroup, name: "IPV6_LEAVE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: SetOnly}, &groupForm}

// IPv6TClass ...
var IPv6TClass = Option[DSField]{&ipv6TClass}

var ipv6TClass = param[DSField]{meta{id: idIPv6TClass, name: "IPV6_TCLASS", level: levelIPv6, kinds: inet6, min: 0, max: 255}, &dsFieldForm}

// IPv6Transparent ...
var IPv6Transparent = Option[bool]{&ipv6Transparent}

var ipv6Transparent = param[bool]{meta{id: idIPv6Transparent, name: "IPV6_TRANSPARENT", level: levelIPv6, kinds: inet6, phase: BeforeBind, priv: "CAP_NET_ADMIN or CAP_NET_RAW on Linux, PRIV_NETINET_BINDANY on FreeBSD, to turn on"}, &boolForm}

// IPv6FreeBind ...
var IPv6FreeBind = Option[bool]{&ipv6FreeBind}

var ipv6FreeBind = param[bool]{meta{id: idIPv6FreeBind, name: "IPV6_FREEBIND", level: levelIPv6, kinds: inet6, phase: BeforeBind}, &boolForm}

// IPv6BoundIF ...
var IPv6BoundIF = Option[Interface]{&ipv6BoundIF}

var ipv6BoundIF = param[Interface]{meta{id: idIPv6BoundIF, name: "IPV6_BOUND_IF", level: levelIPv6, kinds: inet6, phase: BeforeConnect}, &interfaceForm}

// IPv6UnicastIF ...
var IPv6UnicastIF = Option[Interface]{&ipv6UnicastIF}

var ipv6UnicastIF = param[Interface]{meta{id: idIPv6UnicastIF, name: "IPV6_UNICAST_IF", level: levelIPv6, kinds: inet6}, &interfaceForm}

// The IPv6 halves of neutral options that are one option at two levels.

var joinSourceGroup6 = meta{id: idJoinSourceGroup6, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: SetOnly}

var leaveSourceGroup6 = meta{id: idLeaveSourceGroup6, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: SetOnly}
