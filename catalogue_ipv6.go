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

// IPv6PortRange (IPV6_PORTRANGE) selects the host's range of local ports that
// the kernel chooses from for an IPv6 socket.
//
// It is [IPPortRange] for IPv6, with the same default and time, but NetBSD
// returns [PortsHigh] as it was set. With [PortsLow], bind requires root.
//
// OS: macOS, FreeBSD, NetBSD, OpenBSD, DragonFly.
// Source: ip6(4), netinet6/in6.h.
var IPv6PortRange = Option[PortChoice]{&ipv6PortRange}

var ipv6PortRange = param[PortChoice]{meta{id: idIPv6PortRange, name: "IPV6_PORTRANGE", level: levelIPv6, kinds: inet6, phase: BeforeBind, priv: "darwin/freebsd/netbsd/openbsd/dragonfly: root, to bind a low port", min: 0, max: 2}, &portChoiceForm}

// IPv6AddrPreferences (IPV6_ADDR_PREFERENCES) sets which of its IPv6 addresses
// the kernel prefers as the source.
//
// The flags come in pairs. Both flags of a pair are rejected; without either,
// the default applies. On Linux, Get returns one of [PreferTemporary],
// [PreferPublic] and [PreferPublicTemporaryDefault], the default, and one of
// [PreferHome], the default, and [PreferCareOf], and never the flags of CGA.
// Set it before connect.
//
// On illumos and Solaris [PreferPublicTemporaryDefault] is PreferPublic.
// macOS, FreeBSD, NetBSD and DragonFly have IPV6_PREFER_TEMPADDR, which knows
// only the three flags of temporary addresses; others are rejected before the
// system call. On DragonFly an accepted connection does not inherit the
// preference and reads as PreferPublic.
//
// OS: Linux, macOS (IPV6_PREFER_TEMPADDR), FreeBSD (IPV6_PREFER_TEMPADDR),
// NetBSD (IPV6_PREFER_TEMPADDR), DragonFly (IPV6_PREFER_TEMPADDR), illumos
// (IPV6_SRC_PREFERENCES), Solaris (IPV6_SRC_PREFERENCES).
// Source: RFC 5014, linux/in6.h, ip6(4), inet6(4P).
var IPv6AddrPreferences = Option[AddrPreferences]{&ipv6AddrPreferences}

var ipv6AddrPreferences = param[AddrPreferences]{meta{id: idIPv6AddrPreferences, name: "IPV6_ADDR_PREFERENCES", since: "Linux 2.6.26, macOS 10.7", level: levelIPv6, kinds: inet6, phase: BeforeConnect}, &addrPreferencesForm}

// IPv6Protection (IPV6_PROTECTION_LEVEL) says from how far away an IPv6
// socket may be reached.
//
// The default is that of the system, [ProtectionDefault]. Set it before bind.
// It governs what comes through a Teredo tunnel: [ProtectionUnrestricted] lets
// it in, the others do not.
//
// OS: Windows.
// Source: IPPROTO_IPV6 socket options (Windows), ws2ipdef.h.
var IPv6Protection = Option[ProtectionLevel]{&ipv6Protection}

var ipv6Protection = param[ProtectionLevel]{meta{id: idIPv6Protection, name: "IPV6_PROTECTION_LEVEL", level: levelIPv6, kinds: inet6, phase: BeforeBind}, &protectionLevelForm}

// IPv6MinHopCount (IPV6_MINHOPCOUNT) drops IPv6 packets whose hop limit is
// less.
//
// It is [MinTTL] for IPv6, with the same range, default and time; Linux heeds
// it for TCP alone. [MinHopLimit] serves both families.
//
// OS: Linux, OpenBSD, illumos.
// Source: ipv6(7), ip6(4), RFC 5082.
var IPv6MinHopCount = Option[int]{&ipv6MinHopCount}

var ipv6MinHopCount = param[int]{meta{id: idIPv6MinHopCount, name: "IPV6_MINHOPCOUNT", since: "Linux 2.6.35", level: levelIPv6, kinds: inet6, unit: "hops", min: 0, max: 255}, &intForm}

// IPv6AutoFlowLabel (IPV6_AUTOFLOWLABEL) has the kernel make a flow label for
// the IPv6 packets that the socket sends.
//
// The label is a hash of addresses, ports and protocol, by which routers
// spread flows. The default is the host's, on for most (Linux:
// net.ipv6.auto_flowlabels). It may be set at any time.
//
// OS: Linux, macOS, FreeBSD, OpenBSD, DragonFly.
// Source: ip6(4), linux/in6.h, RFC 6438.
var IPv6AutoFlowLabel = Option[bool]{&ipv6AutoFlowLabel}

var ipv6AutoFlowLabel = param[bool]{meta{id: idIPv6AutoFlowLabel, name: "IPV6_AUTOFLOWLABEL", since: "Linux 3.17, macOS 10.7", level: levelIPv6, kinds: inet6}, &boolForm}

// IPv6FlowInfoSend (IPV6_FLOWINFO_SEND) has the flow label of the address
// that a program connects or sends to go into the packets.
//
// That is sin6_flowinfo of the struct sockaddr_in6, which is ignored while it
// is off, the default. Set it before connect. A label that another process
// has leased for itself is refused then (IPV6_FLOWLABEL_MGR).
//
// OS: Linux.
// Source: ipv6(7), linux/in6.h.
var IPv6FlowInfoSend = Option[bool]{&ipv6FlowInfoSend}

var ipv6FlowInfoSend = param[bool]{meta{id: idIPv6FlowInfoSend, name: "IPV6_FLOWINFO_SEND", level: levelIPv6, kinds: inet6}, &boolForm}

// IPv6RecvFlowInfo (IPV6_FLOWINFO) asks for the traffic class and the flow
// label of each IPv6 packet received.
//
// The control message is a 32-bit number in network byte order, of type
// IPV6_FLOWINFO, and comes with packets where it is not zero. The default is
// off. It may be set at any time, on datagram and raw sockets.
//
// OS: Linux.
// Source: ipv6(7), linux/in6.h.
var IPv6RecvFlowInfo = Option[bool]{&ipv6RecvFlowInfo}

var ipv6RecvFlowInfo = param[bool]{meta{id: idIPv6RecvFlowInfo, name: "IPV6_FLOWINFO", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6Checksum (IPV6_CHECKSUM) sets the offset of the checksum in the payload
// of a raw IPv6 socket, which the kernel then computes and checks.
//
// The offset is in bytes and even. The value -1, the default, computes no
// checksum. FreeBSD and DragonFly cannot restore the default: there Set
// rejects -1 before the system call. It may be set at any time. An ICMPv6
// socket has it fixed at 2, and Linux rejects any Set on one with EINVAL.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3542.
var IPv6Checksum = Option[int]{&ipv6Checksum}

var ipv6Checksum = param[int]{meta{id: idIPv6Checksum, name: "IPV6_CHECKSUM", level: levelIPv6, kinds: raw6, unit: "bytes", min: -1, max: maxInt32}, &intForm}

// IPv6MTUDiscover (IPV6_MTU_DISCOVER) is what the socket does to find the MTU
// of the path of its IPv6 packets.
//
// It is [IPMTUDiscover] for IPv6, where only the sender fragments and there
// is no don't-fragment bit. The default is [PathMTUWant]. It may be set at
// any time. [MTUDiscover] serves both families.
//
// OS: Linux, Windows.
// Source: ipv6(7), linux/in6.h, ws2ipdef.h.
var IPv6MTUDiscover = Option[PathMTUDiscovery]{&ipv6MTUDiscover}

var ipv6MTUDiscover = param[PathMTUDiscovery]{meta{id: idIPv6MTUDiscover, name: "IPV6_MTU_DISCOVER", level: levelIPv6, kinds: inet6}, &pathMTUForm}

// IPv6DontFrag (IPV6_DONTFRAG) stops the kernel from fragmenting the IPv6
// datagrams that the socket sends: a send that is too large for the path fails
// with EMSGSIZE.
//
// The default is off. It may be set at any time, on datagram and raw sockets.
// On TCP, Linux accepts it, and the BSDs accept it and read it as off. The
// kernel of DragonFly 5.9 panics when a datagram above the MTU is sent over
// IPv6 with it on, even by an ordinary user: do not probe the path MTU there.
// [IPv6RecvPathMTU] reports the size that fits. [DontFragment] serves both
// families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: RFC 3542, IPPROTO_IPV6 socket options (Windows), DragonFly
// netinet6/ip6_output.c.
var IPv6DontFrag = Option[bool]{&ipv6DontFrag}

var ipv6DontFrag = param[bool]{meta{id: idIPv6DontFrag, name: "IPV6_DONTFRAG", since: "Linux 2.6.35, macOS 10.7", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6MTU (IPV6_MTU) is the MTU of the path to the peer, or what is set for
// this socket in its place.
//
// Get tells the MTU of the path, with the IP header, of a socket that is
// connected (ENOTCONN else), and not what was set. On Linux Set limits the
// size of the packets that a datagram or raw socket sends, and of the
// fragments of larger ones: from 1280 bytes (EINVAL below), or 0, the default,
// for no limit but the path's. It may be set at any time. Windows only tells it.
// [MTU] reads that of both families.
//
// OS: Linux, Windows.
// Source: ipv6(7), IPPROTO_IPV6 socket options (Windows).
var IPv6MTU = Option[int]{&ipv6MTU}

var ipv6MTU = param[int]{meta{id: idIPv6MTU, name: "IPV6_MTU", level: levelIPv6, kinds: inet6, unit: "bytes", min: 0, max: 65575, state: true}, &intForm}

// IPv6PathMTU (IPV6_PATHMTU) reports the MTU of the path to the peer, as
// currently known to the kernel.
//
// It is in bytes and includes the IP header. The socket must be connected,
// otherwise Get fails with ENOTCONN. On FreeBSD and NetBSD it is unsupported
// on a socket with an IPv4-mapped address. The kernel's struct ip6_mtuinfo
// also has an address, the peer's or none, which Get leaves out. [MTU] serves
// both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows (IPV6_MTU).
// Source: RFC 3542, ipv6(7), IPPROTO_IPV6 socket options (Windows).
var IPv6PathMTU = ReadOnly[int]{&ipv6PathMTU}

var ipv6PathMTU = param[int]{meta{id: idIPv6PathMTU, name: "IPV6_PATHMTU", since: "Linux 2.6.35, macOS 10.7", level: levelIPv6, kinds: inet6, access: AccessReadOnly, phase: AfterConnect, unit: "bytes", shadows: &ipv6MTU.meta, state: true}, &pathMTUInfoForm}

// IPv6RecvPathMTU (IPV6_RECVPATHMTU) asks for a control message when a
// datagram that was sent is larger than the MTU of its path.
//
// The control message is a struct ip6_mtuinfo of type IPV6_PATHMTU, and comes
// with no data. Linux sends it only while [IPv6DontFrag] is on. The default
// is off. It may be set at any time, on datagram and raw sockets.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX.
// Source: RFC 3542.
var IPv6RecvPathMTU = Option[bool]{&ipv6RecvPathMTU}

var ipv6RecvPathMTU = param[bool]{meta{id: idIPv6RecvPathMTU, name: "IPV6_RECVPATHMTU", since: "Linux 2.6.35, macOS 10.7", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6UseMinMTU (IPV6_USE_MIN_MTU) sends IPv6 packets of at most 1280 bytes,
// which every path carries, and does without the discovery of more.
//
// The values are [MinMTUMulticast], the default, [MinMTUNever] and
// [MinMTUAlways]; others are refused before the system call. It may be set at
// any time. Linux has the number in its headers and not in its kernel: there
// [IPv6MTU] limits the packets of a datagram socket.
//
// OS: macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris, AIX.
// Source: RFC 3542.
var IPv6UseMinMTU = Option[MinMTU]{&ipv6UseMinMTU}

var ipv6UseMinMTU = param[MinMTU]{meta{id: idIPv6UseMinMTU, name: "IPV6_USE_MIN_MTU", since: "macOS 10.7", level: levelIPv6, kinds: inet6, min: -1, max: 1}, &minMTUForm}

// IPv6UserMTU (IPV6_USER_MTU) limits the size of the IPv6 packets that the
// socket sends, and of the fragments of larger ones.
//
// It is in bytes and counts the IP header. 0 undoes it; the default is no limit
// but the path's. It may be set at any time, on datagram sockets. On Linux [IPv6MTU]
// does it.
//
// OS: Windows.
// Source: IPPROTO_IPV6 socket options (Windows).
var IPv6UserMTU = Option[int]{&ipv6UserMTU}

var ipv6UserMTU = param[int]{meta{id: idIPv6UserMTU, name: "IPV6_USER_MTU", since: "Windows 10 2004", level: levelIPv6, kinds: inet6Dgram, unit: "bytes", max: maxUint32}, &intForm}

// The options that ask for a control message with each datagram: what the
// packet came with is in the ancillary data of recvmsg(2).

// IPv6RecvPktInfo (IPV6_RECVPKTINFO) requests the destination address of each
// IPv6 packet received, and the interface that it arrived on.
//
// The control message is a struct in6_pktinfo of type IPV6_PKTINFO, which on
// Windows is also the name of the option. The default is off. It may be set at
// any time, on datagram and raw sockets. On a dual-stack socket, IPv4 packets
// have the message too on Linux and FreeBSD, with an IPv4-mapped address, and
// no message on NetBSD. [RecvPktInfo] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows (IPV6_PKTINFO).
// Source: ipv6(7), RFC 3542, IPPROTO_IPV6 socket options (Windows).
var IPv6RecvPktInfo = Option[bool]{&ipv6RecvPktInfo}

var ipv6RecvPktInfo = param[bool]{meta{id: idIPv6RecvPktInfo, name: "IPV6_RECVPKTINFO", since: "Linux 2.6.14, macOS 10.7", level: levelIPv6, kinds: inet6Dgram, shadows: &ipv6PktInfo.meta}, &boolForm}

// IPv6RecvHopLimit (IPV6_RECVHOPLIMIT) requests the hop limit of each IPv6
// packet received.
//
// The control message is an int of type IPV6_HOPLIMIT, which on Windows is
// also the name of the option. The default is off. It may be set at any time,
// on datagram and raw sockets. On a dual-stack socket of FreeBSD, IPv4 packets
// have the message too; on NetBSD they have none. [RecvHopLimit] serves both
// families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows (IPV6_HOPLIMIT).
// Source: ipv6(7), RFC 3542, IPPROTO_IPV6 socket options (Windows).
var IPv6RecvHopLimit = Option[bool]{&ipv6RecvHopLimit}

var ipv6RecvHopLimit = param[bool]{meta{id: idIPv6RecvHopLimit, name: "IPV6_RECVHOPLIMIT", since: "Linux 2.6.14, macOS 10.7", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6RecvTClass (IPV6_RECVTCLASS) requests the traffic class, DSCP and ECN,
// of each IPv6 packet received.
//
// The control message is an int of type IPV6_TCLASS. The default is off. It
// may be set at any time, on datagram and raw sockets; Linux supports it on
// TCP too. On a dual-stack socket of FreeBSD, IPv4 packets have the message
// too; on NetBSD they have none. [RecvTrafficClass] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ipv6(7), RFC 3542, IPPROTO_IPV6 socket options (Windows).
var IPv6RecvTClass = Option[bool]{&ipv6RecvTClass}

var ipv6RecvTClass = param[bool]{meta{id: idIPv6RecvTClass, name: "IPV6_RECVTCLASS", since: "Linux 2.6.14", level: levelIPv6, kinds: inet6}, &boolForm}

// IPv6RecvErr (IPV6_RECVERR) has the errors of an IPv6 socket, ICMPv6
// messages among them, queued for recvmsg(2) with MSG_ERRQUEUE.
//
// It is [IPRecvErr] for IPv6, and the control message is IPV6_RECVERR. The
// default is off. It may be set at any time; turning it off on Linux empties
// the queue. [RecvErr] serves both families.
//
// OS: Linux, Windows.
// Source: ipv6(7), ws2ipdef.h.
var IPv6RecvErr = Option[bool]{&ipv6RecvErr}

var ipv6RecvErr = param[bool]{meta{id: idIPv6RecvErr, name: "IPV6_RECVERR", level: levelIPv6, kinds: inet6}, &boolForm}

// IPv6RecvOrigDstAddr (IPV6_RECVORIGDSTADDR) asks for the address and port
// that each IPv6 datagram received was sent to, before a packet filter
// brought it here.
//
// It is [IPRecvOrigDstAddr] for IPv6: the control message is a struct
// sockaddr_in6 of type IPV6_ORIGDSTADDR. The default is off. It may be set at
// any time, on datagram and raw sockets. FreeBSD does not tell it.
// [RecvOrigDstAddr] serves both families.
//
// OS: Linux, FreeBSD.
// Source: linux/in6.h, ip6(4).
var IPv6RecvOrigDstAddr = Option[bool]{&ipv6RecvOrigDstAddr}

var ipv6RecvOrigDstAddr = param[bool]{meta{id: idIPv6RecvOrigDstAddr, name: "IPV6_RECVORIGDSTADDR", since: "Linux 2.6.37", also: "IPV6_ORIGDSTADDR", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6RecvECN (IPV6_RECVECN) asks for the ECN bits of each IPv6 packet
// received.
//
// It is [IPRecvECN] for IPv6, and the control message has the type IPV6_ECN.
// The default is off. It may be set at any time, on datagram and raw sockets.
// On other OSes [RecvTrafficClass] has them, with the DSCP. [RecvECN] serves
// both families.
//
// OS: Windows.
// Source: ws2ipdef.h, RFC 3168.
var IPv6RecvECN = Option[bool]{&ipv6RecvECN}

var ipv6RecvECN = param[bool]{meta{id: idIPv6RecvECN, name: "IPV6_RECVECN", since: "Windows 11", also: "IPV6_ECN", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6MulticastAll (IPV6_MULTICAST_ALL) delivers to the socket the IPv6
// multicast of all groups that any socket of this host has joined.
//
// It is [IPMulticastAll] for IPv6, with the same default. Turned off, the socket
// still receives its own groups from each interface on which any socket has
// joined them; [BindInterface] limits that. It may be set at any time. Linux has it since 4.20. [MulticastAll] serves both families.
//
// OS: Linux.
// Source: ipv6(7), linux/in6.h.
var IPv6MulticastAll = Option[bool]{&ipv6MulticastAll}

var ipv6MulticastAll = param[bool]{meta{id: idIPv6MulticastAll, name: "IPV6_MULTICAST_ALL", since: "Linux 4.20", level: levelIPv6, kinds: inet6Dgram}, &boolForm}

// IPv6PktInfo (IPV6_PKTINFO) gives the IPv6 packets that a socket sends their
// source address, and the interface that they leave by.
//
// It is the default of the control message of the same name, which one packet
// can have of its own; the zero PacketInfo takes it away again. Linux heeds the
// interface alone, not the address, does not tell it, and refuses another
// interface than that the socket is bound to (EINVAL). illumos and the BSDs
// heed both; on a TCP connection the source address must not be another than
// its own. It may be set at any time.
//
// On Windows a socket has no such default: there the name stands for
// [IPv6RecvPktInfo].
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris.
// Source: RFC 3542 section 6.2, Linux net/ipv6/ipv6_sockglue.c, illumos
// ip6(4P), FreeBSD netinet6/ip6_output.c.
var IPv6PktInfo = Option[PacketInfo]{&ipv6PktInfo}

var ipv6PktInfo = param[PacketInfo]{meta{id: idIPv6PktInfo, name: "IPV6_PKTINFO", since: "Linux 2.6.14, macOS 10.7", level: levelIPv6, kinds: inet6}, &packetInfoForm}

// IPv6FlowLabelMgr (IPV6_FLOWLABEL_MGR) leases a flow label for the packets that
// a socket sends to an address, renews the lease or ends it.
//
// A socket that has a label of its own choice in its packets, by
// [IPv6FlowInfoSend] and the flow label of the address that it connects or sends
// to, must hold a lease of it where any socket of the network namespace holds one
// that is not for all, and on older kernels always. Nobody else gets the label
// while the lease lasts, unless Share allows it; closing the socket ends it. A
// Get tells the lease of the label that the socket is connected with, ENOENT if
// there is none. Asked with [FlowLabelRemote], it tells the label that came
// first on a TCP connection that was accepted.
//
// A label that is leased already is refused where its lease does not allow to
// share it (EPERM), or FlowLabelExclusive is given (EEXIST); one that is not, if
// [FlowLabelCreate] is not given (ENOENT). More than 150 seconds and more than
// 32 labels of a socket need CAP_NET_ADMIN. The leases of all are in
// /proc/net/ip6_flowlabel. It may be set at any time.
//
// OS: Linux.
// Source: linux/in6.h, Linux net/ipv6/ip6_flowlabel.c, RFC 6437.
var IPv6FlowLabelMgr = SettableRequest[FlowLabelFlags, FlowLabelLease]{&ipv6FlowLabelMgr}

var ipv6FlowLabelMgr = query[FlowLabelFlags, FlowLabelLease]{param: param[FlowLabelLease]{meta{id: idIPv6FlowLabelMgr, name: "IPV6_FLOWLABEL_MGR", level: levelIPv6, kinds: inet6, priv: "linux: CAP_NET_ADMIN, for long leases and many"}, &flowLabelForm}, put: putFlowLabelFlags}

// The IPv6 halves of neutral options that have no option of one family.

var joinSourceGroup6 = meta{id: idJoinSourceGroup6, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var leaveSourceGroup6 = meta{id: idLeaveSourceGroup6, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var originalDst6 = meta{id: idOriginalDst6, name: "IP6T_SO_ORIGINAL_DST", level: levelIPv6, kinds: tcpKinds | sctpKinds, access: AccessReadOnly, phase: AfterConnect}

var mcastJoinGroup6 = meta{id: idMCASTJoinGroup6, name: "MCAST_JOIN_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var mcastLeaveGroup6 = meta{id: idMCASTLeaveGroup6, name: "MCAST_LEAVE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var blockSource6 = meta{id: idBlockSource6, name: "MCAST_BLOCK_SOURCE", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var unblockSource6 = meta{id: idUnblockSource6, name: "MCAST_UNBLOCK_SOURCE", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var sourceFilter6 = meta{id: idSourceFilter6, name: "MCAST_MSFILTER", level: levelIPv6, kinds: inet6Dgram}
