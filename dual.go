package sockopt

// The options that serve both IP families.

// HopLimit (IP_TTL, IPV6_UNICAST_HOPS) limits the hops of unicast packets,
// for either IP family.
//
// The range is 1 to 255, which is checked before the system call. The default
// is the host's, 64 on most. It may be set at any time; no value brings the
// default back, so read it first, or set [IPv6UnicastHops] to -1.
//
// An AF_INET socket gets [TTL], an AF_INET6 socket [IPv6UnicastHops]. A
// dual-stack AF_INET6 socket of Linux and Windows ([IPv6V6Only] off) gets
// both. On macOS and FreeBSD the IPv6 option sets the IPv4 TTL as well; on
// other systems Set fails if the socket may carry IPv4. On FreeBSD, NetBSD and DragonFly it reads -1 on
// an AF_INET6 socket until it is set. An MPTCP socket of Linux, as
// [net.Listen] makes by default, has neither.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), RFC 3493.
var HopLimit = Option[int]{&hopLimit}

var hopLimit = param[int]{meta{id: idHopLimit, name: "IP_TTL+IPV6_UNICAST_HOPS", level: levelDual, kinds: inet, unit: "hops", min: 1, max: 255, twins: &pair{&ttl.meta, &ipv6UnicastHops.meta}}, &intForm}

// TrafficClass (IP_TOS, IPV6_TCLASS) is the DSCP and ECN octet of the packets
// that the socket sends, for either IP family.
//
// The range is 0 to 255, which is checked before the system call. The default
// is 0. It may be set at any time. On a stream socket of Linux, and on IPv4
// TCP of FreeBSD, the two ECN bits belong to the kernel: 0xff reads back as
// 0xfc. On Linux setting it on a socket that serves IPv4 also changes
// SO_PRIORITY, so set a priority after it.
//
// An AF_INET socket gets [TOS], an AF_INET6 socket [IPv6TClass]. A
// dual-stack AF_INET6 socket of Linux ([IPv6V6Only] off) gets both. An
// MPTCP socket of Linux, as [net.Listen] makes by default, has only the
// IPv4 one, so Set fails on it if it is dual-stack; package net then falls
// back to TCP. On FreeBSD the IPv6 option sets that of IPv4 traffic as well;
// on other systems Set fails if the socket may carry IPv4.
//
// Windows has only IP_TOS, accepts it and does not send it, so a success means
// nothing there. On an AF_INET6 socket Set succeeds only if all its traffic is
// IPv4. DragonFly 5.9 accepts IPV6_TCLASS, reads it back and does not send it.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), RFC 2474, RFC 3168, RFC 3542.
var TrafficClass = Option[DSField]{&trafficClass}

var trafficClass = param[DSField]{meta{id: idTrafficClass, name: "IP_TOS+IPV6_TCLASS", since: "Linux 2.6.14", level: levelDual, kinds: inet, min: 0, max: 255, twins: &pair{&tos.meta, &ipv6TClass.meta}}, &dsFieldForm}

// MulticastHopLimit (IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS) limits the hops
// of multicast packets, for either IP family.
//
// The range is 0 to 255, which is checked before the system call. The
// default, 1, keeps packets on the local network; 0 keeps them on this host.
// It may be set at any time, on datagram and raw sockets; Linux refuses it on
// TCP.
//
// An AF_INET socket gets [MulticastTTL], an AF_INET6 socket
// [IPv6MulticastHops]. A dual-stack AF_INET6 socket of Linux and Windows
// ([IPv6V6Only] off) gets both.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), RFC 1112, RFC 3493.
var MulticastHopLimit = Option[int]{&multicastHopLimit}

var multicastHopLimit = param[int]{meta{id: idMulticastHopLimit, name: "IP_MULTICAST_TTL+IPV6_MULTICAST_HOPS", level: levelDual, kinds: inetDgram, unit: "hops", min: 0, max: 255, twins: &pair{&multicastTTL.meta, &ipv6MulticastHops.meta}}, &intForm}

// MulticastLoopback (IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP) tells whether
// multicast is delivered to the members on the sending host too, for either
// IP family.
//
// The default is on. It may be set at any time, on datagram and raw sockets.
// Set it on the socket that sends; the IPv4 option of Windows acts on the
// socket that receives, so a program that is to work there sets it on both
// ends.
//
// An AF_INET socket gets [MulticastLoop], an AF_INET6 socket
// [IPv6MulticastLoop]. A dual-stack AF_INET6 socket of Linux and Windows
// ([IPv6V6Only] off) gets both.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), RFC 1112, RFC 3493.
var MulticastLoopback = Option[bool]{&multicastLoopback}

var multicastLoopback = param[bool]{meta{id: idMulticastLoopback, name: "IP_MULTICAST_LOOP+IPV6_MULTICAST_LOOP", level: levelDual, kinds: inetDgram, twins: &pair{&multicastLoop.meta, &ipv6MulticastLoop.meta}}, &boolForm}

// MulticastInterface (IP_MULTICAST_IF, IPV6_MULTICAST_IF) is the interface
// that multicast is sent from, by its index, for either IP family.
//
// The zero Interface, the default, leaves the choice to the routes. It may be
// set at any time, on datagram and raw sockets. An index without an interface
// is refused. For IPv4, illumos, Solaris and AIX take no index: it becomes
// the first IPv4 address of the interface, and one without is refused;
// NetBSD, DragonFly and Windows take an index below 2²⁴. DragonFly does not
// take zero on an AF_INET6 socket (EADDRNOTAVAIL).
//
// An AF_INET socket gets [MulticastIF], an AF_INET6 socket
// [IPv6MulticastIF]. A dual-stack AF_INET6 socket of Linux and Windows
// ([IPv6V6Only] off) gets both.
//
// Many kernels tell only an address for IPv4, and the index is looked up from
// it: an address that no interface has any more is an error. On Linux an
// interface without an IPv4 address reads back as zero.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), RFC 1112, RFC 1724, RFC 3493.
var MulticastInterface = Option[Interface]{&multicastInterface}

var multicastInterface = param[Interface]{meta{id: idMulticastInterface, name: "IP_MULTICAST_IF+IPV6_MULTICAST_IF", level: levelDual, kinds: inetDgram, twins: &pair{&multicastIF.meta, &ipv6MulticastIF.meta}}, &interfaceForm}

// JoinGroup (IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP) joins a multicast group on
// an interface, for either IP family.
//
// The group's family decides which option it is, [AddMembership] or
// [IPv6JoinGroup]. An AF_INET socket takes IPv4 groups, an AF_INET6 socket
// IPv6 groups; a dual-stack AF_INET6 socket of Linux and Windows
// ([IPv6V6Only] off) takes both, an IPv4 one by the IPv4 option. A group of
// the other family, what is no multicast address and a group with a zone are
// refused before the system call ([ErrValue]). An error names the option that
// was used: IP_ADD_MEMBERSHIP, or IPV6_JOIN_GROUP (IPV6_ADD_MEMBERSHIP on
// Linux).
//
// The zero Interface lets the kernel choose by its routes. For IPv4, FreeBSD,
// illumos, Solaris and AIX take no index: it becomes the first IPv4 address
// of the interface, and one without is refused; macOS, NetBSD, DragonFly and
// Windows take an index below 2²⁴. The membership lasts until [LeaveGroup] or
// Close. To join twice on one interface fails. It may be done at any time, on
// datagram and raw sockets.
//
// OS: Linux (IP_ADD_MEMBERSHIP, IPV6_ADD_MEMBERSHIP), macOS, FreeBSD, NetBSD,
// OpenBSD, DragonFly, illumos, Solaris, AIX, Windows.
// Source: ip(7), ipv6(7), RFC 1112, RFC 3493.
var JoinGroup = WriteOnly[MulticastGroup]{&joinGroup}

var joinGroup = param[MulticastGroup]{meta{id: idJoinGroup, name: "IP_ADD_MEMBERSHIP+IPV6_JOIN_GROUP", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&addMembership.meta, &ipv6JoinGroup.meta}}, &groupForm}

// LeaveGroup (IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP) leaves a multicast group
// that was joined with [JoinGroup], for either IP family.
//
// Group and Interface should be those of the join; they are checked, and the
// family is chosen, as there: [DropMembership] for an IPv4 group,
// [IPv6LeaveGroup] for an IPv6 one. A group that was not joined is refused by
// the kernel. It may be done at any time, on datagram and raw sockets.
// Closing the socket leaves all groups.
//
// OS: Linux (IP_DROP_MEMBERSHIP, IPV6_DROP_MEMBERSHIP), macOS, FreeBSD,
// NetBSD, OpenBSD, DragonFly, illumos, Solaris, AIX, Windows.
// Source: ip(7), ipv6(7), RFC 1112, RFC 3493.
var LeaveGroup = WriteOnly[MulticastGroup]{&leaveGroup}

var leaveGroup = param[MulticastGroup]{meta{id: idLeaveGroup, name: "IP_DROP_MEMBERSHIP+IPV6_LEAVE_GROUP", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&dropMembership.meta, &ipv6LeaveGroup.meta}}, &groupForm}

// JoinSourceGroup (MCAST_JOIN_SOURCE_GROUP) joins a multicast group for what
// one source sends to it, for either IP family.
//
// The group's family decides the level, IPPROTO_IP or IPPROTO_IPV6. An
// AF_INET socket takes IPv4 groups, an AF_INET6 socket IPv6 groups; a
// dual-stack AF_INET6 socket of Linux and Windows ([IPv6V6Only] off) takes
// both. A group of the other family, a source of another family than the
// group's, and what is no multicast address are refused before the system
// call ([ErrValue]).
//
// Every kernel takes the index of the interface here, for IPv4 too. The zero
// Interface lets Linux choose by its routes; macOS and FreeBSD refuse it
// (EADDRNOTAVAIL). Do it once for each source; it lasts until
// [LeaveSourceGroup] or Close. Do not mix it with [JoinGroup] for one group
// and interface: RFC 3678 makes that an error, and Linux narrows the
// membership to the source. It may be done at any time, on datagram and raw
// sockets.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var JoinSourceGroup = WriteOnly[MulticastSource]{&joinSourceGroup}

var joinSourceGroup = param[MulticastSource]{meta{id: idJoinSourceGroup, name: "MCAST_JOIN_SOURCE_GROUP", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&joinSourceGroup4, &joinSourceGroup6}}, &sourceForm}

// LeaveSourceGroup (MCAST_LEAVE_SOURCE_GROUP) ends for one source what
// [JoinSourceGroup] began, for either IP family.
//
// Group, Source and Interface should be those of the join; they are checked,
// and the level is chosen, as there. One that was not joined is refused by
// the kernel. It may be done at any time, on datagram and raw sockets.
// Closing the socket leaves all groups. On FreeBSD, leaving the last source does
// not leave the group, as [DropSourceMembership] says; [MCASTLeaveGroup] does.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var LeaveSourceGroup = WriteOnly[MulticastSource]{&leaveSourceGroup}

var leaveSourceGroup = param[MulticastSource]{meta{id: idLeaveSourceGroup, name: "MCAST_LEAVE_SOURCE_GROUP", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&leaveSourceGroup4, &leaveSourceGroup6}}, &sourceForm}

// Transparent (IP_TRANSPARENT, IPV6_TRANSPARENT) lets a socket have a local
// address that is not this host's, as transparent proxies need, for either IP
// family.
//
// The default is off. Set it before bind or connect; later is too late,
// though the kernel may not say so. Firewall or routing rules must bring the
// packets to the socket.
//
// An AF_INET socket gets [IPTransparent], an AF_INET6 socket
// [IPv6Transparent], and a dual-stack AF_INET6 socket of Linux
// ([IPv6V6Only] off) both, which are one flag there. FreeBSD and NetBSD
// set IPV6_BINDANY alone on an AF_INET6 socket. OpenBSD has one option for
// both families, SO_BINDANY.
//
// Turning it on needs CAP_NET_ADMIN or CAP_NET_RAW on Linux; turning it off
// needs nothing. FreeBSD wants PRIV_NETINET_BINDANY, NetBSD the right
// KAUTH_REQ_NETWORK_BIND_ANYADDR and OpenBSD root for either. Old NetBSD
// releases do not have it.
//
// OS: Linux, FreeBSD (IP_BINDANY, IPV6_BINDANY), NetBSD (IP_BINDANY,
// IPV6_BINDANY), OpenBSD (SO_BINDANY).
// Source: ip(7), ip(4), ip6(4), getsockopt(2).
var Transparent = Option[bool]{&transparent}

var transparent = param[bool]{meta{id: idTransparent, name: "IP_TRANSPARENT+IPV6_TRANSPARENT", since: "Linux 2.6.37", level: levelDual, kinds: inet, phase: BeforeBind, priv: "linux: CAP_NET_ADMIN or CAP_NET_RAW, to turn on; freebsd: PRIV_NETINET_BINDANY; netbsd: KAUTH_REQ_NETWORK_BIND_ANYADDR; openbsd: root", twins: &pair{&ipTransparent.meta, &ipv6Transparent.meta}}, &boolForm}

// FreeBind (IP_FREEBIND, IPV6_FREEBIND) lets a socket bind to an address that
// is not, or not yet, on this host, for either IP family.
//
// The default is off. Set it before bind; Linux takes it later too, to no
// effect. It needs no privilege. The address need not be there to listen; it
// must be for packets to arrive. Where it is missing, [Transparent] does as
// much, with privilege.
//
// An AF_INET socket gets [IPFreeBind], an AF_INET6 socket [IPv6FreeBind]
// (since 4.15), and a dual-stack AF_INET6 socket ([IPv6V6Only] off) both,
// which are one flag.
//
// OS: Linux.
// Source: ip(7), linux/in6.h.
var FreeBind = Option[bool]{&freeBind}

var freeBind = param[bool]{meta{id: idFreeBind, name: "IP_FREEBIND+IPV6_FREEBIND", since: "Linux 4.15", level: levelDual, kinds: inet, phase: BeforeBind, twins: &pair{&ipFreeBind.meta, &ipv6FreeBind.meta}}, &boolForm}

// BindInterface (IP_BOUND_IF, IPV6_BOUND_IF) binds a socket to the interface
// with an index, for either IP family.
//
// What that means differs:
//   - On Linux it is SO_BINDTOIFINDEX (since 5.1), which is [BindToIfindex]:
//     the socket sends and receives on that interface only. Setting the first
//     needs no privilege since 5.7, but changing or undoing it needs
//     CAP_NET_RAW, and so does any Set before 5.7. An index without an
//     interface is taken, and nothing gets through.
//   - On illumos and Solaris an AF_INET socket gets [IPBoundIF], an AF_INET6
//     socket [IPv6BoundIF], for sending and receiving.
//   - On macOS they are the same two, and limit what is sent.
//   - On Windows they are IP_UNICAST_IF and IPV6_UNICAST_IF, which pick the
//     interface for sending and leave receiving alone. A dual-stack AF_INET6
//     socket ([IPv6V6Only] off) gets both.
//
// The zero Interface, the default, undoes it. Set it before connect or
// listen. Get reads, on an AF_INET6 socket, the IPv6 option; on Windows the
// IPv4 one once its address is v4-mapped. To bind by name there is
// [BindToDevice]; for multicast also [MulticastInterface].
//
// OS: Linux (SO_BINDTOIFINDEX), macOS, illumos, Solaris, Windows
// (IP_UNICAST_IF, IPV6_UNICAST_IF).
// Source: socket(7), ip(4P), netinet/in.h, IPPROTO_IP socket options
// (Windows).
var BindInterface = Option[Interface]{&bindInterface}

var bindInterface = param[Interface]{meta{id: idBindInterface, name: "IP_BOUND_IF+IPV6_BOUND_IF", since: "Linux 5.1, macOS 10.7, Windows Vista", level: levelDual, kinds: inet, phase: BeforeConnect, priv: "linux: CAP_NET_RAW, to change what is bound", twins: &pair{&ipBoundIF.meta, &ipv6BoundIF.meta}}, &interfaceForm}
