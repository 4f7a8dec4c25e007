package sockopt

import "net/netip"

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

// MinHopLimit (IP_MINTTL, IPV6_MINHOPCOUNT) drops packets whose hop limit is
// less, for either IP family.
//
// The range is 0 to 255, which is checked before the system call; 0, the
// default, takes all. It may be set at any time; on a listener set it before
// listen. Linux honors it for TCP alone. NetBSD cannot go back to 0.
//
// An AF_INET socket gets [MinTTL], an AF_INET6 socket [IPv6MinHopCount],
// which FreeBSD, NetBSD and DragonFly do not have. A dual-stack AF_INET6
// socket of Linux ([IPv6V6Only] off) gets both.
//
// OS: Linux, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos.
// Source: ip(7), ipv6(7), ip(4), RFC 5082.
var MinHopLimit = Option[int]{&minHopLimit}

var minHopLimit = param[int]{meta{id: idMinHopLimit, name: "IP_MINTTL+IPV6_MINHOPCOUNT", since: "Linux 2.6.35", level: levelDual, kinds: inet, unit: "hops", min: 0, max: 255, twins: &pair{&minTTL.meta, &ipv6MinHopCount.meta}}, &intForm}

// MTUDiscover (IP_MTU_DISCOVER, IPV6_MTU_DISCOVER) is what the socket does to
// find the MTU of the path of its packets, for either IP family.
//
// See [IPMTUDiscover] for the values. It may be set at any time.
//
// An AF_INET socket gets [IPMTUDiscover], an AF_INET6 socket
// [IPv6MTUDiscover], and a dual-stack AF_INET6 socket ([IPv6V6Only] off)
// both.
//
// OS: Linux, Windows.
// Source: ip(7), ipv6(7), ws2ipdef.h.
var MTUDiscover = Option[PathMTUDiscovery]{&mtuDiscover}

var mtuDiscover = param[PathMTUDiscovery]{meta{id: idMTUDiscover, name: "IP_MTU_DISCOVER+IPV6_MTU_DISCOVER", level: levelDual, kinds: inet, twins: &pair{&ipMTUDiscover.meta, &ipv6MTUDiscover.meta}}, &pathMTUForm}

// DontFragment (IP_DONTFRAG, IPV6_DONTFRAG) keeps the datagrams that the
// socket sends in one piece, for either IP family, as QUIC and path MTU
// discovery by probes need.
//
// A send that is too large fails with EMSGSIZE. It may be set at any time, on
// datagram and raw sockets. For IPv4, Linux has IP_MTU_DISCOVER instead; see
// [IPDontFrag] for the mapping, and for why the default reads as off but
// differs from setting it off. On DragonFly, read the warning of
// [IPv6DontFrag] before you send above the MTU.
//
// An AF_INET socket gets [IPDontFrag], which NetBSD, OpenBSD, DragonFly
// and Solaris do not support, an AF_INET6 socket [IPv6DontFrag]. A dual-stack
// AF_INET6 socket of Linux and Windows ([IPv6V6Only] off) gets both.
//
// OS: Linux (IP_MTU_DISCOVER, IPV6_DONTFRAG), macOS, FreeBSD, NetBSD, OpenBSD,
// DragonFly, illumos, Solaris, AIX, Windows (IP_DONTFRAGMENT, IPV6_DONTFRAG).
// Source: ip(4), ip(7), RFC 3542, IPPROTO_IP socket options (Windows).
var DontFragment = Option[bool]{&dontFragment}

var dontFragment = param[bool]{meta{id: idDontFragment, name: "IP_DONTFRAG+IPV6_DONTFRAG", since: "Linux 2.6.35, macOS 11.0", level: levelDual, kinds: inetDgram, twins: &pair{&ipDontFrag.meta, &ipv6DontFrag.meta}}, &dontFragForm}

// MTU (IP_MTU, IPV6_PATHMTU) reports the MTU of the path to the peer, as
// currently known to the kernel, for either IP family.
//
// It is in bytes and includes the IP header. The socket must be connected,
// otherwise Get fails with ENOTCONN.
//
// An AF_INET socket has [IPMTU], an AF_INET6 socket [IPv6PathMTU]; Windows has
// IPV6_MTU instead of that. On Linux and Windows a dual-stack socket with an
// IPv4-mapped address has the IPv4 option. macOS, the BSDs, illumos, Solaris
// and AIX support IPv6 only; on FreeBSD and NetBSD a socket with an
// IPv4-mapped address has neither.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows (IP_MTU, IPV6_MTU).
// Source: ip(7), ipv6(7), RFC 3542, IPPROTO_IPV6 socket options (Windows).
var MTU = ReadOnly[int]{&mtu}

var mtu = param[int]{meta{id: idMTU, name: "IP_MTU+IPV6_PATHMTU", since: "Linux 2.6.35, macOS 10.7", level: levelDual, kinds: inet, access: AccessReadOnly, phase: AfterConnect, unit: "bytes", twins: &pair{&ipMTU.meta, &ipv6PathMTU.meta}}, &pathMTUInfoForm}

// OriginalDst (SO_ORIGINAL_DST) is the address that a connection was made to
// before a packet filter redirected it here, as transparent proxies need.
//
// Read it on the accepted connection. On Linux it comes from connection
// tracking, behind a REDIRECT or DNAT rule of the same network namespace, and
// is the connection's own local address where it is tracked and was not
// redirected; ENOENT means that it is not tracked, and unsupported that the
// kernel has no connection tracking. It is for TCP, MPTCP connections
// excepted, and SCTP. TPROXY needs no such option: there the local address is
// the original one.
//
// An AF_INET socket is asked at level SOL_IP, an AF_INET6 socket at SOL_IPV6
// (IP6T_SO_ORIGINAL_DST), and one with a v4-mapped address, as a dual-stack
// listener accepts it, at SOL_IP: the address is then an IPv4 one, while package
// net gives local addresses of that socket mapped; Unmap these before comparing.
// Windows has one option of SOL_SOCKET, for connections that a filter of its own
// platform redirected. On macOS and the BSDs a proxy asks /dev/pf.
//
// A link-local address has a zone, for which Get allocates.
//
// OS: Linux, Windows.
// Source: linux/netfilter_ipv4.h, linux/netfilter_ipv6/ip6_tables.h,
// SOL_SOCKET socket options (Windows).
var OriginalDst = ReadOnly[netip.AddrPort]{&originalDst}

var originalDst = param[netip.AddrPort]{meta{id: idOriginalDst, name: "SO_ORIGINAL_DST", level: levelDual, kinds: tcpKinds | sctpKinds, access: AccessReadOnly, phase: AfterConnect, twins: &pair{&originalDst4, &originalDst6}}, &addrPortForm}

// The options that ask for a control message with each datagram: what the
// packet came with is in the ancillary data of recvmsg(2).

// RecvPktInfo (IP_PKTINFO, IPV6_RECVPKTINFO) asks for the destination address
// of each packet received, and the interface that it came in by, for either
// IP family.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
// FreeBSD, OpenBSD, DragonFly and AIX tell the address alone for IPv4;
// [RecvIF] adds the interface.
//
// An AF_INET socket gets [IPPktInfo], an AF_INET6 socket
// [IPv6RecvPktInfo]. A dual-stack AF_INET6 socket of Linux and Windows
// ([IPv6V6Only] off) gets both, and a v4-mapped datagram of Linux has both
// messages. On FreeBSD the IPv6 option holds for IPv4 datagrams too, which
// have the IPv6 message. On other systems Set fails if the socket may carry
// IPv4, except on macOS.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), ip(4), RFC 3542.
var RecvPktInfo = Option[bool]{&recvPktInfo}

var recvPktInfo = param[bool]{meta{id: idRecvPktInfo, name: "IP_PKTINFO+IPV6_RECVPKTINFO", since: "Linux 2.6.14, macOS 10.7", level: levelDual, kinds: inetDgram, twins: &pair{&ipPktInfo.meta, &ipv6RecvPktInfo.meta}}, &boolForm}

// RecvHopLimit (IP_RECVTTL, IPV6_RECVHOPLIMIT) asks for the hop limit of each
// packet received, for either IP family.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
//
// An AF_INET socket gets [RecvTTL], an AF_INET6 socket [IPv6RecvHopLimit].
// A dual-stack AF_INET6 socket of Linux and Windows ([IPv6V6Only] off)
// gets both: on Linux a v4-mapped datagram has the message of IPv4. On FreeBSD
// the IPv6 option holds for IPv4 datagrams too, which have the IPv6 message. On
// other systems Set fails if the socket may carry IPv4.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), ip(4), RFC 3542.
var RecvHopLimit = Option[bool]{&recvHopLimit}

var recvHopLimit = param[bool]{meta{id: idRecvHopLimit, name: "IP_RECVTTL+IPV6_RECVHOPLIMIT", since: "Linux 2.6.14, macOS 10.7, Windows 10", level: levelDual, kinds: inetDgram, twins: &pair{&recvTTL.meta, &ipv6RecvHopLimit.meta}}, &boolForm}

// RecvTrafficClass (IP_RECVTOS, IPV6_RECVTCLASS) asks for the DSCP and ECN
// octet of each packet received, for either IP family.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
//
// An AF_INET socket gets [RecvTOS], which NetBSD, OpenBSD, DragonFly,
// Solaris and AIX do not have, an AF_INET6 socket [IPv6RecvTClass]. A
// dual-stack AF_INET6 socket of Linux and Windows ([IPv6V6Only] off) gets
// both: on Linux a v4-mapped datagram has the message of IPv4. On FreeBSD the
// IPv6 option holds for IPv4 datagrams too, which have the IPv6 message. On
// other systems Set fails if the socket may carry IPv4, except on macOS.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ipv6(7), ip(4), RFC 3168, RFC 3542.
var RecvTrafficClass = Option[bool]{&recvTrafficClass}

var recvTrafficClass = param[bool]{meta{id: idRecvTrafficClass, name: "IP_RECVTOS+IPV6_RECVTCLASS", since: "Linux 2.6.14", level: levelDual, kinds: inet, twins: &pair{&recvTOS.meta, &ipv6RecvTClass.meta}}, &boolForm}

// RecvErr (IP_RECVERR, IPV6_RECVERR) has the errors of a socket, ICMP
// messages among them, queued for recvmsg(2) with MSG_ERRQUEUE, for either IP
// family.
//
// The default is off. It may be set at any time; turning it off on Linux
// empties the queue. See [IPRecvErr] for what it changes.
//
// An AF_INET socket gets [IPRecvErr], an AF_INET6 socket [IPv6RecvErr],
// and a dual-stack AF_INET6 socket ([IPv6V6Only] off) both.
//
// OS: Linux, Windows.
// Source: ip(7), ipv6(7), ws2ipdef.h.
var RecvErr = Option[bool]{&recvErr}

var recvErr = param[bool]{meta{id: idRecvErr, name: "IP_RECVERR+IPV6_RECVERR", level: levelDual, kinds: inet, twins: &pair{&ipRecvErr.meta, &ipv6RecvErr.meta}}, &boolForm}

// RecvOrigDstAddr (IP_RECVORIGDSTADDR, IPV6_RECVORIGDSTADDR) asks for the
// address and port that each datagram received was sent to, before a packet
// filter brought it here, for either IP family.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
//
// An AF_INET socket gets [IPRecvOrigDstAddr], an AF_INET6 socket
// [IPv6RecvOrigDstAddr]. A dual-stack AF_INET6 socket of Linux
// ([IPv6V6Only] off) gets both: a v4-mapped datagram has the message of
// IPv4. FreeBSD does not tell the IPv6 option.
//
// OS: Linux, FreeBSD.
// Source: linux/in.h, linux/in6.h, ip(4), ip6(4).
var RecvOrigDstAddr = Option[bool]{&recvOrigDstAddr}

var recvOrigDstAddr = param[bool]{meta{id: idRecvOrigDstAddr, name: "IP_RECVORIGDSTADDR+IPV6_RECVORIGDSTADDR", since: "Linux 2.6.37", level: levelDual, kinds: inetDgram, twins: &pair{&ipRecvOrigDstAddr.meta, &ipv6RecvOrigDstAddr.meta}}, &boolForm}

// RecvECN (IP_RECVECN, IPV6_RECVECN) asks for the ECN bits of each packet
// received, for either IP family.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
// QUIC needs it. On other OSes [RecvTrafficClass] has them, with the DSCP.
//
// An AF_INET socket gets [IPRecvECN], an AF_INET6 socket [IPv6RecvECN],
// and a dual-stack AF_INET6 socket ([IPv6V6Only] off) both.
//
// OS: Windows.
// Source: ws2ipdef.h, RFC 3168.
var RecvECN = Option[bool]{&recvECN}

var recvECN = param[bool]{meta{id: idRecvECN, name: "IP_RECVECN+IPV6_RECVECN", since: "Windows 11", level: levelDual, kinds: inetDgram, twins: &pair{&ipRecvECN.meta, &ipv6RecvECN.meta}}, &boolForm}

// The further options of multicast: RFC 3678, and what a socket hears that did
// not join.

// MCASTJoinGroup (MCAST_JOIN_GROUP) joins a multicast group on an interface
// given by index, for either IP family.
//
// It is [JoinGroup] by the option of RFC 3678, which accepts the index of the
// interface on every OS, for IPv4 too, so the interface needs no IPv4 address.
// OpenBSD, NetBSD and DragonFly do not support it; use JoinGroup there.
//
// The group's family selects the level, IPPROTO_IP or IPPROTO_IPV6. An AF_INET
// socket accepts IPv4 groups, an AF_INET6 socket IPv6 groups; a dual-stack
// AF_INET6 socket of Linux and Windows ([IPv6V6Only] off) accepts both. A
// group of the other family, a non-multicast address and a group with a zone
// are rejected before the system call ([ErrValue]). The zero Interface lets
// Linux choose by its routes; macOS rejects it with EADDRNOTAVAIL. The
// membership lasts until [MCASTLeaveGroup] or Close. Joining twice on one
// interface fails with EADDRINUSE. On FreeBSD, a group whose last source was
// removed ([LeaveSourceGroup], [DropSourceMembership]) must be left first;
// otherwise Set fails with EINVAL for IPv4 and EADDRINUSE for IPv6. It may be
// done at any time, on datagram and raw sockets.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var MCASTJoinGroup = WriteOnly[MulticastGroup]{&mcastJoinGroup}

var mcastJoinGroup = param[MulticastGroup]{meta{id: idMCASTJoinGroup, name: "MCAST_JOIN_GROUP", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&mcastJoinGroup4, &mcastJoinGroup6}}, &groupForm}

// MCASTLeaveGroup (MCAST_LEAVE_GROUP) leaves a multicast group that was
// joined with [MCASTJoinGroup], for either IP family.
//
// Group and Interface should be those of the join; they are checked, and the
// level is chosen, as there. A group that was not joined is refused
// (EADDRNOTAVAIL). It may be done at any time, on datagram and raw sockets.
// Closing the socket leaves all groups.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var MCASTLeaveGroup = WriteOnly[MulticastGroup]{&mcastLeaveGroup}

var mcastLeaveGroup = param[MulticastGroup]{meta{id: idMCASTLeaveGroup, name: "MCAST_LEAVE_GROUP", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&mcastLeaveGroup4, &mcastLeaveGroup6}}, &groupForm}

// BlockSource (MCAST_BLOCK_SOURCE) keeps what one source sends to a multicast
// group from a socket that has joined the group, for either IP family.
//
// Group and Interface must be those of the [JoinGroup] or [MCASTJoinGroup]; a
// group that was not joined is refused (Linux: EINVAL). What is checked, and
// how the level is chosen, is as with [JoinSourceGroup]. To block a source
// twice fails (EADDRNOTAVAIL). It lasts until [UnblockSource] or the group is
// left. It may be done at any time, on datagram and raw sockets.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var BlockSource = WriteOnly[MulticastSource]{&blockSource}

var blockSource = param[MulticastSource]{meta{id: idBlockSource, name: "MCAST_BLOCK_SOURCE", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&blockSource4, &blockSource6}}, &sourceForm}

// UnblockSource (MCAST_UNBLOCK_SOURCE) ends for one source what [BlockSource]
// began, for either IP family.
//
// Group, Source and Interface should be those of the block. A source that is
// not blocked is refused (EADDRNOTAVAIL). It may be done at any time, on
// datagram and raw sockets.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: RFC 3678, netinet/in.h.
var UnblockSource = WriteOnly[MulticastSource]{&unblockSource}

var unblockSource = param[MulticastSource]{meta{id: idUnblockSource, name: "MCAST_UNBLOCK_SOURCE", since: "macOS 10.7, Windows Vista", level: levelDual, kinds: inetDgram, access: AccessWriteOnly, twins: &pair{&unblockSource4, &unblockSource6}}, &sourceForm}

// MulticastAll (IP_MULTICAST_ALL, IPV6_MULTICAST_ALL) delivers to the socket
// the multicast of all groups that any socket of this host has joined, for
// either IP family.
//
// The default is on, but for the IPv4 traffic of an AF_INET6 socket; turn it off
// to hear only the groups that the socket itself has joined, as other OSes have
// it. It may be set at any time.
//
// An AF_INET socket gets [IPMulticastAll], an AF_INET6 socket
// [IPv6MulticastAll], and a dual-stack AF_INET6 socket ([IPv6V6Only] off)
// both.
//
// OS: Linux.
// Source: ip(7), linux/in6.h.
var MulticastAll = Option[bool]{&multicastAll}

var multicastAll = param[bool]{meta{id: idMulticastAll, name: "IP_MULTICAST_ALL+IPV6_MULTICAST_ALL", since: "Linux 4.20", level: levelDual, kinds: inetDgram, twins: &pair{&ipMulticastAll.meta, &ipv6MulticastAll.meta}}, &boolForm}

// SourceFilter (MCAST_MSFILTER) is the whole of what a socket hears of a
// multicast group, for either IP family: the sources that it wants, or those
// that it does not.
//
// It says at once what [JoinSourceGroup] and [BlockSource] say of one source
// after the other, and puts the place of what they have said. The group must
// have been joined (EINVAL); a filter that includes no source leaves it. Linux
// allows 10 sources for IPv4 (net.ipv4.igmp_max_msf) and 64 for IPv6
// (net.ipv6.mld_max_msf), ENOBUFS if there are more. A Get makes room for 256
// sources, which allocates; a group that was not joined is EADDRNOTAVAIL.
// IP_MSFILTER is the older option for IPv4 alone, with an address in place of
// the index of the interface. FreeBSD and macOS keep theirs behind the function
// setsourcefilter of their C library.
//
// The family of the group decides the level, as with [MCASTJoinGroup]. It may be
// set at any time, on datagram and raw sockets.
//
// OS: Linux.
// Source: RFC 3678 section 5, linux/in.h, Linux net/ipv4/igmp.c, Linux
// net/ipv6/mcast.c.
var SourceFilter = SettableRequest[MulticastGroup, MulticastFilter]{&sourceFilter}

var sourceFilter = query[MulticastGroup, MulticastFilter]{param: param[MulticastFilter]{meta{id: idSourceFilter, name: "MCAST_MSFILTER", also: "IP_MSFILTER", level: levelDual, kinds: inetDgram, twins: &pair{&sourceFilter4, &sourceFilter6}}, &sourceFilterForm}, put: putFilterGroup, of: filterTwin}

// filterTwin returns the twin for the family of a group.
func filterTwin(g MulticastGroup) *meta {
	if g.Group.Unmap().Is4() {
		return &sourceFilter4
	}
	return &sourceFilter6
}
