package sockopt

// The options of IPPROTO_IPV6: ipv6(7), RFC 3493, RFC 3542.

// IPv6V6Only (IPV6_V6ONLY) keeps an AF_INET6 socket to IPv6, without
// v4-mapped addresses for IPv4 peers.
//
// The default is off on Linux (net.ipv6.bindv6only) and macOS, on with
// FreeBSD, NetBSD, DragonFly and Windows. OpenBSD and DragonFly sockets are
// never dual-stack, and turning it off fails there. Set it before bind; after
// it Linux, FreeBSD, NetBSD and DragonFly answer EINVAL.
//
// Package net sets it itself, before the Control hook, on every AF_INET6
// socket but raw ones and those of OSes without dual-stack sockets: off for a
// "tcp" or "udp" socket that is to take both families, on for "tcp6" and
// "udp6". The neutral options, such as [HopLimit], read it to know which
// families a socket serves.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6V6Only = Option[bool]{&ipv6V6Only}

var ipv6V6Only = param[bool]{meta{id: idIPv6V6Only, name: "IPV6_V6ONLY", since: "Windows Vista", level: levelIPv6, kinds: inet6, phase: BeforeBind}, &boolForm}

// IPv6UnicastHops (IPV6_UNICAST_HOPS) sets the hop limit of the unicast IPv6
// packets that the socket sends.
//
// The range is -1 to 255, which is checked before the system call. The value
// -1, the default, means the hop limit of the route or the host. On Linux it
// reads as the number in effect (64 unless configured), on FreeBSD, NetBSD and
// DragonFly as -1. Linux, FreeBSD, NetBSD and DragonFly accept 0, illumos
// rejects it. It may be set at any time.
//
// On a dual-stack socket of FreeBSD and macOS it also sets the TTL of IPv4
// packets; on Linux, [TTL] does. MPTCP sockets of Linux do not support it. For
// multicast, use [IPv6MulticastHops]. [HopLimit] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), ip6(4), RFC 3493.
var IPv6UnicastHops = Option[int]{&ipv6UnicastHops}

var ipv6UnicastHops = param[int]{meta{id: idIPv6UnicastHops, name: "IPV6_UNICAST_HOPS", level: levelIPv6, kinds: inet6, unit: "hops", min: -1, max: 255}, &intForm}

// IPv6MulticastHops (IPV6_MULTICAST_HOPS) is the hop limit of the IPv6
// multicast packets that the socket sends.
//
// The range is -1 to 255, which is checked before the system call. The
// default, 1, keeps packets on the local link; 0 keeps them on this host. -1
// means the default and reads back as 1. It may be set at any time, on
// datagram and raw sockets; Linux refuses it on TCP. [MulticastHopLimit]
// serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6MulticastHops = Option[int]{&ipv6MulticastHops}

var ipv6MulticastHops = param[int]{meta{id: idIPv6MulticastHops, name: "IPV6_MULTICAST_HOPS", level: levelIPv6, kinds: inet6Dgram, unit: "hops", min: -1, max: 255}, &intForm}

// IPv6MulticastIF (IPV6_MULTICAST_IF) sets the interface that IPv6 multicast
// is sent from, by its index.
//
// The zero Interface, the default, leaves the choice to the routes. DragonFly
// does not accept the zero Interface (EADDRNOTAVAIL), so there the default
// cannot be restored. The kernel rejects an unknown index, and on Linux also
// an index other than that of [BindToDevice] if the socket is bound to a
// device. It may be set at any time, on datagram and raw sockets. For
// receiving, give the interface to [IPv6JoinGroup]. [MulticastInterface]
// serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6MulticastIF = Option[Interface]{&ipv6MulticastIF}

var ipv6MulticastIF = param[Interface]{meta{id: idIPv6MulticastIF, name: "IPV6_MULTICAST_IF", level: levelIPv6, kinds: inet6Dgram}, &interfaceForm}

// IPv6MulticastLoop (IPV6_MULTICAST_LOOP) tells whether IPv6 multicast is
// delivered to the members on the sending host too.
//
// The default is on. Set it on the socket that sends. It may be set at any
// time, on datagram and raw sockets. For Windows see [MulticastLoop]: its
// IPv4 option acts on the socket that receives, and a program that sets both
// ends is safe. [MulticastLoopback] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6MulticastLoop = Option[bool]{&ipv6MulticastLoop}

var ipv6MulticastLoop = param[bool]{meta{id: idIPv6MulticastLoop, name: "IPV6_MULTICAST_LOOP", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6JoinGroup (IPV6_JOIN_GROUP) joins an IPv6 multicast group on an
// interface.
//
// The group must be an IPv6 multicast address without a zone; that is checked
// before the system call. The zero Interface lets the kernel choose by its
// routes, which for a link-local group is seldom what is meant. The
// membership lasts until [IPv6LeaveGroup] or Close. To join twice on one
// interface fails (EADDRINUSE on Linux). It may be done at any time, on
// datagram and raw sockets. [JoinGroup] serves both families.
//
// OS: Linux (IPV6_ADD_MEMBERSHIP), macOS, FreeBSD, NetBSD, OpenBSD,
// DragonFly, illumos, Solaris, AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6JoinGroup = WriteOnly[MulticastGroup]{&ipv6JoinGroup}

var ipv6JoinGroup = param[MulticastGroup]{meta{id: idIPv6JoinGroup, name: "IPV6_JOIN_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}, &groupForm}

// IPv6LeaveGroup (IPV6_LEAVE_GROUP) leaves an IPv6 multicast group that was
// joined with [IPv6JoinGroup].
//
// Group and Interface should be those of the join, and are checked as there.
// A group that was not joined is refused (EADDRNOTAVAIL on Linux); with the
// zero Interface Linux leaves the group on whichever interface it was joined.
// It may be done at any time, on datagram and raw sockets. Closing the socket
// leaves all groups. [LeaveGroup] serves both families.
//
// OS: Linux (IPV6_DROP_MEMBERSHIP), macOS, FreeBSD, NetBSD, OpenBSD,
// DragonFly, illumos, Solaris, AIX, Windows.
// Source: ipv6(7), RFC 3493.
var IPv6LeaveGroup = WriteOnly[MulticastGroup]{&ipv6LeaveGroup}

var ipv6LeaveGroup = param[MulticastGroup]{meta{id: idIPv6LeaveGroup, name: "IPV6_LEAVE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}, &groupForm}

// IPv6TClass (IPV6_TCLASS) sets the traffic class of the IPv6 packets that the
// socket sends: DSCP and ECN.
//
// The range is 0 to 255, which is checked before the system call. The default
// is 0; the -1 of the C interface means the same and is rejected. It may be
// set at any time. On stream sockets of Linux the kernel controls the two ECN
// bits: 0xff reads back as 0xfc. DragonFly accepts the value, returns it and
// does not send it, so a success means nothing there.
//
// On a dual-stack socket of FreeBSD it also sets the field of IPv4 packets. On
// Linux, [TOS] does, which an AF_INET6 socket supports too; macOS carries over
// only the ECN bits. MPTCP sockets of Linux do not support it. [TrafficClass]
// serves both families.
//
// DragonFly 5.9 accepts the option, reads it back and does not send it.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX.
// Source: ipv6(7), RFC 3542, RFC 2474, RFC 3168.
var IPv6TClass = Option[DSField]{&ipv6TClass}

var ipv6TClass = param[DSField]{meta{id: idIPv6TClass, name: "IPV6_TCLASS", since: "Linux 2.6.14", level: levelIPv6, kinds: inet6, min: 0, max: 255}, &dsFieldForm}

// IPv6Transparent (IPV6_TRANSPARENT) lets an IPv6 socket have a local address
// that is not this host's, as transparent proxies need.
//
// The default is off. Set it before bind or connect; later is too late,
// though the kernel may not say so. Firewall or routing rules must bring the
// packets to the socket. On Linux it is one flag with [IPTransparent].
//
// Turning it on needs CAP_NET_ADMIN or CAP_NET_RAW on Linux; turning it off
// needs nothing. FreeBSD wants PRIV_NETINET_BINDANY and NetBSD the right
// KAUTH_REQ_NETWORK_BIND_ANYADDR for either. Old NetBSD releases do not have
// it. [Transparent] serves both families, and OpenBSD.
//
// OS: Linux, FreeBSD (IPV6_BINDANY), NetBSD (IPV6_BINDANY).
// Source: linux/in6.h, ip6(4).
var IPv6Transparent = Option[bool]{&ipv6Transparent}

var ipv6Transparent = param[bool]{meta{id: idIPv6Transparent, name: "IPV6_TRANSPARENT", since: "Linux 2.6.37", level: levelIPv6, kinds: inet6, phase: BeforeBind, priv: "linux: CAP_NET_ADMIN or CAP_NET_RAW, to turn on; freebsd: PRIV_NETINET_BINDANY; netbsd: KAUTH_REQ_NETWORK_BIND_ANYADDR"}, &boolForm}

// IPv6FreeBind (IPV6_FREEBIND) lets an IPv6 socket bind to an address that is
// not, or not yet, on this host.
//
// The default is off; net.ipv6.ip_nonlocal_bind is the same for the whole
// host. Set it before bind; Linux takes it later too, to no effect. It needs
// no privilege. Linux has it since 4.15, as one flag with [IPFreeBind].
// [FreeBind] serves both families.
//
// OS: Linux.
// Source: linux/in6.h, ip(7).
var IPv6FreeBind = Option[bool]{&ipv6FreeBind}

var ipv6FreeBind = param[bool]{meta{id: idIPv6FreeBind, name: "IPV6_FREEBIND", since: "Linux 4.15", level: levelIPv6, kinds: inet6, phase: BeforeBind}, &boolForm}

// IPv6BoundIF (IPV6_BOUND_IF) binds an AF_INET6 socket to the interface with
// an index.
//
// The zero Interface, the default, undoes it. On macOS it limits what is
// sent, on illumos and Solaris what is sent and received. Windows has
// IPV6_UNICAST_IF instead, which picks the interface for sending and leaves
// receiving alone. Set it before connect or listen. An index without an
// interface is refused by the kernel. AF_INET sockets have [IPBoundIF].
// [BindInterface] serves both families, and Linux.
//
// OS: macOS, illumos, Solaris, Windows (IPV6_UNICAST_IF).
// Source: ip6(4P), netinet6/in6.h, IPPROTO_IPV6 socket options (Windows).
var IPv6BoundIF = Option[Interface]{&ipv6BoundIF}

var ipv6BoundIF = param[Interface]{meta{id: idIPv6BoundIF, name: "IPV6_BOUND_IF", since: "macOS 10.7, Windows Vista", level: levelIPv6, kinds: inet6, phase: BeforeConnect, shadows: &ipv6UnicastIF.meta}, &interfaceForm}

// IPv6UnicastIF (IPV6_UNICAST_IF) is the interface that unicast IPv6 packets
// are sent from, by its index.
//
// The zero Interface, the default, leaves the choice to the routes. It does
// not limit what is received. It may be set at any time; on Linux it serves
// datagram and raw sockets, and fails on a socket bound to a device
// ([BindToDevice], [BindInterface]). An index without an interface is refused
// by the kernel. Linux takes the index in network byte order, Windows in host
// order, unlike its IPv4 option; the value here is the plain index.
//
// OS: Linux, Windows.
// Source: IPPROTO_IPV6 socket options (Windows), linux/in6.h.
var IPv6UnicastIF = Option[Interface]{&ipv6UnicastIF}

var ipv6UnicastIF = param[Interface]{meta{id: idIPv6UnicastIF, name: "IPV6_UNICAST_IF", since: "Linux 3.4, Windows Vista", level: levelIPv6, kinds: inet6}, &interfaceForm}

// The IPv6 halves of neutral options that are one option at two levels.

var joinSourceGroup6 = meta{id: idJoinSourceGroup6, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var leaveSourceGroup6 = meta{id: idLeaveSourceGroup6, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}
