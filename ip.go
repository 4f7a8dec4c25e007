package sockopt

import "net/netip"

// The options of IPPROTO_IP: ip(7).

// TOS (IP_TOS) sets the type of service of the IPv4 packets that the socket
// sends: DSCP and ECN.
//
// The range is 0 to 255, which is checked before the system call because most
// kernels would keep the low eight bits of a larger number. The default is 0.
// It may be set at any time. On stream sockets of Linux and on TCP of FreeBSD
// the kernel controls the two ECN bits: 0xff reads back as 0xfc. On Linux,
// setting it also changes SO_PRIORITY; set a priority afterwards.
//
// On Linux an AF_INET6 socket supports it for its IPv4-mapped traffic, except
// a raw socket. On macOS and the BSDs only AF_INET sockets support it. An
// accepted connection inherits it on Linux and FreeBSD, but not on NetBSD and
// DragonFly. Windows accepts the value and does not send it; its QoS API sets
// the field. [TrafficClass] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 2474, RFC 3168.
var TOS = Option[DSField]{&tos}

var tos = param[DSField]{meta{id: idTOS, name: "IP_TOS", level: levelIP, kinds: inet, min: 0, max: 255}, &dsFieldForm}

// TTL (IP_TTL) sets the time to live of the unicast IPv4 packets that the
// socket sends.
//
// It counts hops, from 1 to 255. The range is checked before the system call
// because FreeBSD, NetBSD and DragonFly would keep the low eight bits of a
// larger number. The default is the host's: 64 on Linux
// (net.ipv4.ip_default_ttl), FreeBSD, NetBSD and DragonFly (net.inet.ip.ttl).
// No value restores the default; read it before the first Set. It may be set
// at any time.
//
// On Linux an AF_INET6 socket supports it for its IPv4-mapped traffic, except
// a raw socket; MPTCP sockets do not support it. On macOS and the BSDs only
// AF_INET sockets support it. An accepted connection inherits it on Linux and
// FreeBSD, but not on NetBSD and DragonFly. A raw socket of NetBSD reads 0
// until it is set. For multicast, use [MulticastTTL]. [HopLimit] serves both
// families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 791.
var TTL = Option[int]{&ttl}

var ttl = param[int]{meta{id: idTTL, name: "IP_TTL", level: levelIP, kinds: inet, unit: "hops", min: 1, max: 255}, &intForm}

// HdrIncl (IP_HDRINCL) tells that what is written to a raw IPv4 socket begins
// with the IP header.
//
// The default is off, except on Linux for a socket of protocol IPPROTO_RAW,
// where it is on. While it is on, [TTL], [TOS] and [IPOptions] are not used.
// Linux fills in the checksum and the total length always, the source address
// and the packet ID where they are zero. The byte order of the length in that
// header differs: macOS wants it in host order, FreeBSD since 11 in network
// order; Linux takes either, for it writes the length itself.
//
// It may be set at any time. On any socket but a raw IPv4 one it is
// unsupported, though Linux lets others read it, as off. Making the raw
// socket is what needs privilege, not this option.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: raw(7), ip(4), RFC 791.
var HdrIncl = Option[bool]{&hdrIncl}

var hdrIncl = param[bool]{meta{id: idHdrIncl, name: "IP_HDRINCL", level: levelIP, kinds: raw4}, &boolForm}

// IPOptions (IP_OPTIONS) sets the bytes of the IPv4 options that go into each
// packet sent.
//
// The options are at most 40 bytes, which is checked before the system call,
// and are padded with zeros (end of option list) to a multiple of four. No
// bytes, the default, remove the options. On TCP, set them before the socket
// is connected: they take room from each segment, and the handshake fixes the
// segment size.
//
// Get does not always return what was set. Linux returns it padded. FreeBSD,
// macOS, DragonFly and OpenBSD put the address of the first hop in front, four
// bytes that are zero without a source route; leave these bytes out of a Set.
// NetBSD would return the first hop alone, so there Get is unsupported. On
// Linux a source route requires CAP_NET_RAW, otherwise Set fails with EPERM.
// An unknown option requires it too (EINVAL). MPTCP sockets do not support
// IPOptions. Routers drop many packets with options.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ip(4), RFC 791.
var IPOptions = Option[[]byte]{&ipOptions}

var ipOptions = param[[]byte]{meta{id: idIPOptions, name: "IP_OPTIONS", level: levelIP, kinds: inet, priv: "linux: CAP_NET_RAW, for a source route and for options that it does not know", max: 40}, &ipOptionsForm}

// MulticastIF (IP_MULTICAST_IF) is the interface that IPv4 multicast is sent
// from, named by an IPv4 address of it.
//
// It must be an IPv4 address; 0.0.0.0, the default, leaves the choice to the
// routes. An address that no interface has is refused by the kernel. It may
// be set at any time, on datagram and raw sockets. NetBSD, DragonFly, macOS
// and Windows take an address 0.x.y.z as the index of an interface (RFC
// 1724), and all but macOS give it back in that form. [MulticastInterface]
// takes an index on every OS and serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 1112.
var MulticastIF = Option[netip.Addr]{&multicastIF}

var multicastIF = param[netip.Addr]{meta{id: idMulticastIF, name: "IP_MULTICAST_IF", level: levelIP, kinds: inetDgram}, &addr4Form}

// MulticastTTL (IP_MULTICAST_TTL) is the time to live of the IPv4 multicast
// packets that the socket sends.
//
// It counts hops, from 0 to 255, which is checked before the system call. The
// default, 1, keeps packets on the local network; 0 keeps them on this host.
// It may be set at any time, on datagram and raw sockets; Linux and FreeBSD
// refuse it on TCP. On Linux an AF_INET6 socket takes it too, for its
// v4-mapped traffic. [MulticastHopLimit] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 1112.
var MulticastTTL = Option[int]{&multicastTTL}

var multicastTTL = param[int]{meta{id: idMulticastTTL, name: "IP_MULTICAST_TTL", level: levelIP, kinds: inetDgram, unit: "hops", min: 0, max: 255}, &intForm}

// MulticastLoop (IP_MULTICAST_LOOP) tells whether IPv4 multicast is delivered
// to the members on the sending host too.
//
// The default is on. It may be set at any time, on datagram and raw sockets.
// Set it on the socket that sends; on Windows it acts on the socket that
// receives, and off means that this one gets nothing that the host itself
// sent. A program that is to work on both sets it on both. On Linux an
// AF_INET6 socket takes it too, for its v4-mapped traffic.
// [MulticastLoopback] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 1112, IPPROTO_IP socket options (Windows).
var MulticastLoop = Option[bool]{&multicastLoop}

var multicastLoop = param[bool]{meta{id: idMulticastLoop, name: "IP_MULTICAST_LOOP", level: levelIP, kinds: inetDgram}, &boolForm}

// AddMembership (IP_ADD_MEMBERSHIP) joins an IPv4 multicast group on an
// interface.
//
// The group must be an IPv4 multicast address; that is checked before the
// system call. The zero Interface lets the kernel choose by its routes. Linux
// and OpenBSD take the index of the interface; macOS, NetBSD, DragonFly and
// Windows take it below 2²⁴, as an address 0.x.y.z (RFC 1724). FreeBSD,
// illumos, Solaris and AIX take an address only, so there the index becomes
// the first IPv4 address of that interface, and an interface without one is
// refused.
//
// The membership lasts until [DropMembership] or Close. To join twice on one
// interface fails (EADDRINUSE), and the kernel bounds the number of groups a
// socket can join (Linux: net.ipv4.igmp_max_memberships). It may be done at
// any time, on datagram and raw sockets. On Linux a socket bound to 0.0.0.0
// also gets what other sockets have joined. [JoinGroup] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 1112.
var AddMembership = WriteOnly[MulticastGroup]{&addMembership}

var addMembership = param[MulticastGroup]{meta{id: idAddMembership, name: "IP_ADD_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &groupForm}

// DropMembership (IP_DROP_MEMBERSHIP) leaves an IPv4 multicast group that was
// joined with [AddMembership].
//
// Group and Interface should be those of the join, and are checked and
// written as there. A group that was not joined on that interface is refused
// (EADDRNOTAVAIL); the zero Interface means the one that the routes choose
// now. It may be done at any time, on datagram and raw sockets. Closing the
// socket leaves all groups. [LeaveGroup] serves both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), RFC 1112.
var DropMembership = WriteOnly[MulticastGroup]{&dropMembership}

var dropMembership = param[MulticastGroup]{meta{id: idDropMembership, name: "IP_DROP_MEMBERSHIP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &groupForm}

// AddSourceMembership (IP_ADD_SOURCE_MEMBERSHIP) joins an IPv4 multicast
// group for what one source sends to it.
//
// Group and Source must be IPv4 addresses, the group a multicast one; that is
// checked before the system call. No kernel takes an index here: it becomes
// the first IPv4 address of that interface, and an interface without one is
// refused. The zero Interface lets the kernel choose by its routes. Do it
// once for each source, and not for a group that the socket joined with
// [AddMembership] on the same interface: RFC 3678 makes that an error, and
// Linux narrows the membership to the source. It may be done at any time, on
// datagram and raw sockets.
//
// [JoinSourceGroup] takes the index itself and serves both families.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: ip(7), RFC 3678.
var AddSourceMembership = WriteOnly[MulticastSource]{&addSourceMembership}

var addSourceMembership = param[MulticastSource]{meta{id: idAddSourceMembership, name: "IP_ADD_SOURCE_MEMBERSHIP", since: "macOS 10.7", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &sourceForm}

// DropSourceMembership (IP_DROP_SOURCE_MEMBERSHIP) removes one source of a
// group joined with [AddSourceMembership].
//
// Group, Source and Interface must match the join. Set fails if the source was
// not joined. It may be done at any time, on datagram and raw sockets. Closing
// the socket leaves all groups. On FreeBSD, removing the last source does not
// leave the group: the socket stays a member that receives nothing, and cannot
// join the group again until [MCASTLeaveGroup] leaves it. [LeaveSourceGroup]
// serves both families.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: ip(7), RFC 3678.
var DropSourceMembership = WriteOnly[MulticastSource]{&dropSourceMembership}

var dropSourceMembership = param[MulticastSource]{meta{id: idDropSourceMembership, name: "IP_DROP_SOURCE_MEMBERSHIP", since: "macOS 10.7", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &sourceForm}

// IPTransparent (IP_TRANSPARENT) lets an IPv4 socket have a local address
// that is not this host's, as transparent proxies need.
//
// The default is off. Set it before bind or connect; later is too late,
// though the kernel may not say so. Firewall or routing rules must bring the
// packets to the socket. On Linux it is one flag with [IPv6Transparent].
//
// Turning it on needs CAP_NET_ADMIN or CAP_NET_RAW on Linux; turning it off
// needs nothing. FreeBSD wants PRIV_NETINET_BINDANY and NetBSD the right
// KAUTH_REQ_NETWORK_BIND_ANYADDR for either. Old NetBSD releases do not have
// it. [Transparent] serves both families, and OpenBSD.
//
// OS: Linux, FreeBSD (IP_BINDANY), NetBSD (IP_BINDANY).
// Source: ip(7), ip(4).
var IPTransparent = Option[bool]{&ipTransparent}

var ipTransparent = param[bool]{meta{id: idIPTransparent, name: "IP_TRANSPARENT", since: "Linux 2.6.28", level: levelIP, kinds: inet, phase: BeforeBind, priv: "linux: CAP_NET_ADMIN or CAP_NET_RAW, to turn on; freebsd: PRIV_NETINET_BINDANY; netbsd: KAUTH_REQ_NETWORK_BIND_ANYADDR"}, &boolForm}

// IPFreeBind (IP_FREEBIND) lets an IPv4 socket bind to an address that is
// not, or not yet, on this host.
//
// The default is off; net.ipv4.ip_nonlocal_bind is the same for the whole
// host. Set it before bind; Linux takes it later too, to no effect. It needs
// no privilege. The address need not be there to listen; it must be for
// packets to arrive. On Linux it is one flag with [IPv6FreeBind]. Where it is
// missing, [Transparent] does as much, with privilege. [FreeBind] serves both
// families.
//
// OS: Linux.
// Source: ip(7).
var IPFreeBind = Option[bool]{&ipFreeBind}

var ipFreeBind = param[bool]{meta{id: idIPFreeBind, name: "IP_FREEBIND", level: levelIP, kinds: inet, phase: BeforeBind}, &boolForm}

// IPBoundIF (IP_BOUND_IF) binds an IPv4 socket to the interface with an
// index.
//
// The zero Interface, the default, undoes it. On macOS it limits what is
// sent; multicast goes by [MulticastIF] first. On illumos and Solaris it
// limits what is sent and received. Windows has IP_UNICAST_IF instead, which
// picks the interface for sending and leaves receiving alone. Set it before
// connect or listen. An index without an interface is refused by the kernel.
// macOS and illumos refuse it on AF_INET6 sockets, which have [IPv6BoundIF].
// [BindInterface] serves both families, and Linux.
//
// OS: macOS, illumos, Solaris, Windows (IP_UNICAST_IF).
// Source: ip(4P), netinet/in.h, IPPROTO_IP socket options (Windows).
var IPBoundIF = Option[Interface]{&ipBoundIF}

var ipBoundIF = param[Interface]{meta{id: idIPBoundIF, name: "IP_BOUND_IF", since: "Windows Vista", level: levelIP, kinds: inet, phase: BeforeConnect, shadows: &ipUnicastIF.meta}, &interfaceForm}

// IPUnicastIF (IP_UNICAST_IF) is the interface that unicast IPv4 packets are
// sent from, by its index.
//
// The zero Interface, the default, leaves the choice to the routes. It does
// not limit what is received. It may be set at any time; on Linux it serves
// datagram and raw sockets (TCP takes it and does not heed it; old kernels
// heed it only on a socket that is not connected), and fails on a socket
// bound to a device ([BindToDevice], [BindInterface]). An index without an
// interface is refused by the kernel. Kernels take the index in network byte
// order, and Windows gives it back in host order; the value here is the plain
// index.
//
// OS: Linux, Windows.
// Source: IPPROTO_IP socket options (Windows), linux/in.h.
var IPUnicastIF = Option[Interface]{&ipUnicastIF}

var ipUnicastIF = param[Interface]{meta{id: idIPUnicastIF, name: "IP_UNICAST_IF", since: "Linux 3.4, Windows Vista", level: levelIP, kinds: inet}, &interfaceForm}

// The IPv4 halves of neutral options that are one option at two levels.

var joinSourceGroup4 = meta{id: idJoinSourceGroup4, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var leaveSourceGroup4 = meta{id: idLeaveSourceGroup4, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}
