package sockopt

// The options of IPPROTO_IP: ip(7).

import "net/netip"

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

// HdrIncl (IP_HDRINCL) makes a program write the IP header of each packet that it
// sends on a raw IPv4 socket.
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

// MulticastLoop (IP_MULTICAST_LOOP) delivers IPv4 multicast to the members on the
// sending host too.
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
// datagram and raw sockets (TCP accepts but ignores it; older kernels ignore
// it on connected sockets), and fails on a socket
// bound to a device ([BindToDevice], [BindInterface]). An index without an
// interface is refused by the kernel. Kernels take the index in network byte
// order, and Windows gives it back in host order; the value here is the plain
// index.
//
// OS: Linux, Windows.
// Source: IPPROTO_IP socket options (Windows), linux/in.h.
var IPUnicastIF = Option[Interface]{&ipUnicastIF}

var ipUnicastIF = param[Interface]{meta{id: idIPUnicastIF, name: "IP_UNICAST_IF", since: "Linux 3.4, Windows Vista", level: levelIP, kinds: inet}, &interfaceForm}

// The options that choose what a socket is bound to when the program leaves
// the choice to the kernel, and which packets it takes.

// BindAddressNoPort (IP_BIND_ADDRESS_NO_PORT) defers the choice of the local
// port from bind to connect when binding to port 0.
//
// Without it, bind takes a port that no other connection uses. With it,
// connect takes a port that no connection to the same peer uses, so a host
// with many peers does not run out of ports. The default is off. Set it before
// bind, in a Control hook, on sockets that will connect. A datagram socket
// that binds to port 0 with it has no port at all, and receives nothing, until
// it first sends or connects.
//
// Linux supports it since 4.2; AF_INET6 sockets use the same level. On Windows
// (10) it is SO_REUSE_UNICASTPORT, which is useful with package net too
// because package net binds before each dial there. It excludes
// [RandomizePort].
//
// OS: Linux, Windows (SO_REUSE_UNICASTPORT).
// Source: ip(7), linux/in.h, Linux net/ipv4/af_inet.c, Winsock SOL_SOCKET
// socket options, ws2def.h.
var BindAddressNoPort = Option[bool]{&bindAddressNoPort}

var bindAddressNoPort = param[bool]{meta{id: idBindAddressNoPort, name: "IP_BIND_ADDRESS_NO_PORT", since: "Linux 4.2, Windows 10", level: levelIP, kinds: inet, phase: BeforeBind}, &boolForm}

// LocalPortRange (IP_LOCAL_PORT_RANGE) is the range of the local ports that
// the kernel chooses from for this socket.
//
// Both ports are included; either may be 0, for that of the host
// (net.ipv4.ip_local_port_range), as is the default. A port outside the
// host's range is ignored; Low above High is refused before the system call. Hosts behind one address share its ports so. Set it before
// bind or connect, in a Control hook. An AF_INET6 socket takes it at the same
// level, but a raw AF_INET6 socket does not. Linux has it since 6.3.
//
// OS: Linux.
// Source: ip(7), linux/in.h.
var LocalPortRange = Option[PortRange]{&localPortRange}

var localPortRange = param[PortRange]{meta{id: idLocalPortRange, name: "IP_LOCAL_PORT_RANGE", since: "Linux 6.3", level: levelIP, kinds: inet, phase: BeforeConnect}, &portRangeForm}

// IPPortRange (IP_PORTRANGE) selects the host's range of local ports that the
// kernel chooses from for an IPv4 socket.
//
// The default is [PortsDefault]. Set it before bind or connect, in a Control
// hook. With [PortsLow], bind requires root. On NetBSD [PortsHigh] is the same
// as [PortsDefault], and reads back as that. Linux has [LocalPortRange].
//
// OS: macOS, FreeBSD, NetBSD, OpenBSD, DragonFly.
// Source: ip(4), netinet/in.h, NetBSD netinet/ip_output.c.
var IPPortRange = Option[PortChoice]{&ipPortRange}

var ipPortRange = param[PortChoice]{meta{id: idIPPortRange, name: "IP_PORTRANGE", level: levelIP, kinds: inet, phase: BeforeBind, priv: "darwin/freebsd/netbsd/openbsd/dragonfly: root, to bind a low port", min: 0, max: 2}, &portChoiceForm}

// MinTTL (IP_MINTTL) drops received IPv4 packets whose time to live is less.
//
// With 255, and peers that send with 255, a socket hears only its own link
// (GTSM, RFC 5082), as BGP speakers need. The range is 0 to 255, which is
// checked before the system call. The default, 0, accepts all packets. NetBSD
// rejects 0, so there it cannot be turned off again. It may be set at any
// time; on a listener, set it before listen. Linux honors it for TCP only, and
// accepted connections inherit it. On Linux an AF_INET6 socket supports it for
// its IPv4-mapped traffic, except a raw socket. [MinHopLimit] serves both
// families.
//
// OS: Linux, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos.
// Source: ip(7), ip(4), RFC 5082.
var MinTTL = Option[int]{&minTTL}

var minTTL = param[int]{meta{id: idMinTTL, name: "IP_MINTTL", since: "Linux 2.6.34", level: levelIP, kinds: inet, unit: "hops", min: 0, max: 255}, &intForm}

// The options of the path to the peer: its MTU, and whether packets may be
// fragmented on it.

// IPMTUDiscover (IP_MTU_DISCOVER) is what the socket does to find the MTU of
// the path of its IPv4 packets.
//
// The default is [PathMTUWant] on Linux, or [PathMTUDont] if
// net.ipv4.ip_no_pmtu_disc is on, and on Windows the choice of the system,
// which is PathMTUWant here. It may be set at any time. Windows does not have
// [PathMTUInterface] and [PathMTUOmit], which are refused before the system
// call. On Linux an AF_INET6 socket takes it too, for its v4-mapped traffic,
// but not a raw one. To only keep datagrams whole, [DontFragment] works on
// more OSes; [MTUDiscover] serves both families.
//
// OS: Linux, Windows.
// Source: ip(7), linux/in.h, ws2ipdef.h.
var IPMTUDiscover = Option[PathMTUDiscovery]{&ipMTUDiscover}

var ipMTUDiscover = param[PathMTUDiscovery]{meta{id: idIPMTUDiscover, name: "IP_MTU_DISCOVER", level: levelIP, kinds: inet}, &pathMTUForm}

// IPDontFrag (IP_DONTFRAG) sets the don't-fragment bit of the IPv4 datagrams
// that the socket sends, and refuses those that are too large (EMSGSIZE).
//
// Linux has no such option but IP_MTU_DISCOVER: on sets it to IP_PMTUDISC_DO,
// off to IP_PMTUDISC_DONT, and either of [PathMTUDo] and [PathMTUProbe] reads
// as on. Its default, [PathMTUWant], reads as off: the bit is set, but
// datagrams larger than the path are fragmented first; so turning the option
// off does not restore the default. Elsewhere the default is off. It may be set at any time, on
// datagram and raw sockets; on macOS it is new in 11. NetBSD, OpenBSD,
// DragonFly and Solaris do not have it. [DontFragment] serves both families.
//
// OS: Linux (IP_MTU_DISCOVER), macOS, FreeBSD, illumos, AIX, Windows
// (IP_DONTFRAGMENT).
// Source: ip(4), ip(7), IPPROTO_IP socket options (Windows).
var IPDontFrag = Option[bool]{&ipDontFrag}

var ipDontFrag = param[bool]{meta{id: idIPDontFrag, name: "IP_DONTFRAG", since: "macOS 11.0", level: levelIP, kinds: inetDgram, shadows: &ipMTUDiscover.meta}, &dontFragForm}

// IPMTU (IP_MTU) is the MTU of the path to the peer, as the kernel knows it
// by now.
//
// It is in bytes and counts the IP header. Read it on a socket that is connected
// (ENOTCONN else). On Linux it is the MTU of the route until an ICMP message says less.
// On an AF_INET6 socket of Linux it is that of whatever route the socket has.
// [MTU] serves both families.
//
// OS: Linux, Windows.
// Source: ip(7), IPPROTO_IP socket options (Windows).
var IPMTU = ReadOnly[int]{&ipMTU}

var ipMTU = param[int]{meta{id: idIPMTU, name: "IP_MTU", level: levelIP, kinds: inet, access: AccessReadOnly, phase: AfterConnect, unit: "bytes", state: true}, &intForm}

// IPUserMTU (IP_USER_MTU) limits the size of the IPv4 packets that the socket
// sends, and of the fragments of larger ones.
//
// It is in bytes and counts the IP header. 0 undoes it; the default is no limit
// but the path's. It may be set at any time, on datagram sockets. [IPv6UserMTU] is
// that of IPv6, which Linux has as [IPv6MTU].
//
// OS: Windows.
// Source: IPPROTO_IP socket options (Windows).
var IPUserMTU = Option[int]{&ipUserMTU}

var ipUserMTU = param[int]{meta{id: idIPUserMTU, name: "IP_USER_MTU", since: "Windows 10 2004", level: levelIP, kinds: inetDgram, unit: "bytes", max: maxUint32}, &intForm}

// The options that ask for a control message with each datagram: what the
// packet came with is in the ancillary data of recvmsg(2).

// IPPktInfo (IP_PKTINFO) asks for the destination address of each IPv4 packet
// received, and the interface that it came in by.
//
// A server on a wildcard address learns so which address to answer from. The
// control message is a struct in_pktinfo of type IP_PKTINFO. FreeBSD,
// OpenBSD, DragonFly and AIX have IP_RECVDSTADDR in its place, whose message
// of that type has the address alone; [RecvIF] reports the interface there.
// [RecvDstAddr] is that option by its own name.
//
// The default is off. It may be set at any time, on datagram and raw sockets;
// a datagram that came in before has no message on some systems. On Linux an
// AF_INET6 socket takes it too, for its v4-mapped traffic, and a v4-mapped
// datagram then has both messages. [RecvPktInfo] serves both families.
//
// OS: Linux, macOS (IP_RECVPKTINFO), FreeBSD (IP_RECVDSTADDR), NetBSD
// (IP_RECVPKTINFO), OpenBSD (IP_RECVDSTADDR), DragonFly (IP_RECVDSTADDR),
// illumos (IP_RECVPKTINFO), Solaris (IP_RECVPKTINFO), AIX (IP_RECVDSTADDR),
// Windows.
// Source: ip(7), ip(4), ip(4P), IPPROTO_IP socket options (Windows).
var IPPktInfo = Option[bool]{&ipPktInfo}

var ipPktInfo = param[bool]{meta{id: idIPPktInfo, name: "IP_PKTINFO", since: "macOS 10.7", level: levelIP, kinds: inetDgram, shadows: &recvDstAddr.meta}, &boolForm}

// RecvDstAddr (IP_RECVDSTADDR) asks for the destination address of each IPv4
// packet received.
//
// The control message is a struct in_addr of type IP_RECVDSTADDR. On the BSDs
// the same message, given to sendmsg, chooses the source address
// (IP_SENDSRCADDR, which is the same number). The default is off. It may be set at any time, on
// datagram and raw sockets. Linux has [IPPktInfo], which tells the interface
// too; that one, and [RecvPktInfo], stand for this option where it is all
// that there is.
//
// OS: macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris, AIX,
// Windows.
// Source: ip(4), ip(4P), ws2ipdef.h.
var RecvDstAddr = Option[bool]{&recvDstAddr}

var recvDstAddr = param[bool]{meta{id: idRecvDstAddr, name: "IP_RECVDSTADDR", also: "IP_SENDSRCADDR", level: levelIP, kinds: inetDgram}, &boolForm}

// RecvIF (IP_RECVIF) asks for the interface that each IPv4 packet received
// came in by.
//
// The control message, of type IP_RECVIF, is a struct sockaddr_dl on macOS,
// the BSDs and AIX, and the index of the interface on illumos, Solaris and
// Windows. The default is off. It may be set at any time, on datagram and raw
// sockets. Linux tells it by [IPPktInfo]; for IPv6 [IPv6RecvPktInfo] does so
// everywhere.
//
// OS: macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris, AIX,
// Windows.
// Source: ip(4), ip(4P), ws2ipdef.h.
var RecvIF = Option[bool]{&recvIF}

var recvIF = param[bool]{meta{id: idRecvIF, name: "IP_RECVIF", since: "Windows Vista", level: levelIP, kinds: inetDgram}, &boolForm}

// RecvTTL (IP_RECVTTL) asks for the time to live of each IPv4 packet
// received.
//
// The control message has an int of type IP_TTL on Linux, and a byte of type
// IP_RECVTTL on macOS and the BSDs. The default is off. It may be set at any
// time, on datagram and raw sockets. On Linux an AF_INET6 socket takes it
// too, for its v4-mapped traffic, but not a raw one. [RecvHopLimit] serves
// both families.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: ip(7), ip(4), ip(4P), ws2ipdef.h.
var RecvTTL = Option[bool]{&recvTTL}

var recvTTL = param[bool]{meta{id: idRecvTTL, name: "IP_RECVTTL", since: "Windows 10", level: levelIP, kinds: inetDgram}, &boolForm}

// RecvTOS (IP_RECVTOS) asks for the type of service, DSCP and ECN, of each
// IPv4 packet received.
//
// The control message is of type IP_TOS, a byte on Linux and an int on
// Windows; on macOS and FreeBSD it is a byte of type IP_RECVTOS. The default
// is off. It may be set at any time, on datagram and raw sockets; QUIC needs
// it for the ECN bits. On Linux an AF_INET6 socket takes it too, for its
// v4-mapped traffic, but not a raw one. [RecvTrafficClass] serves both
// families.
//
// OS: Linux, macOS, FreeBSD, illumos, Windows.
// Source: ip(7), ip(4), RFC 3168, IPPROTO_IP socket options (Windows).
var RecvTOS = Option[bool]{&recvTOS}

var recvTOS = param[bool]{meta{id: idRecvTOS, name: "IP_RECVTOS", level: levelIP, kinds: inetDgram}, &boolForm}

// IPRecvErr (IP_RECVERR) has the errors of an IPv4 socket, ICMP messages
// among them, queued for recvmsg(2) with MSG_ERRQUEUE.
//
// An entry of the queue has the packet that failed as its data, and a struct
// sock_extended_err in the control message IP_RECVERR: where the error comes
// from, the ICMP type and code, the MTU of the path. A datagram socket that
// is not connected gets no ICMP errors without it. TCP keeps no queue and
// hands each error on at once, where it would retry without. On Windows the
// control message has the same name and a struct of its own.
//
// The default is off. It may be set at any time; turning it off on Linux
// empties the queue. On Linux an AF_INET6 socket takes it too, for its
// v4-mapped traffic, but not a raw one. [RecvErr] serves both families.
//
// OS: Linux, Windows.
// Source: ip(7), ws2ipdef.h.
var IPRecvErr = Option[bool]{&ipRecvErr}

var ipRecvErr = param[bool]{meta{id: idIPRecvErr, name: "IP_RECVERR", level: levelIP, kinds: inet}, &boolForm}

// IPRecvOrigDstAddr (IP_RECVORIGDSTADDR) asks for the address and port that
// each IPv4 datagram received was sent to, before a packet filter brought it
// here.
//
// A transparent proxy of UDP needs it, behind TPROXY on Linux. The control
// message is a struct sockaddr_in of type IP_ORIGDSTADDR, which is the same
// number. The default is off. It may be set at any time, on datagram and raw
// sockets. On Linux an AF_INET6 socket takes it too, for its v4-mapped
// traffic, but not a raw one. For connections there is [OriginalDst].
// [RecvOrigDstAddr] serves both families.
//
// OS: Linux, FreeBSD.
// Source: linux/in.h, ip(4).
var IPRecvOrigDstAddr = Option[bool]{&ipRecvOrigDstAddr}

var ipRecvOrigDstAddr = param[bool]{meta{id: idIPRecvOrigDstAddr, name: "IP_RECVORIGDSTADDR", since: "Linux 2.6.29", also: "IP_ORIGDSTADDR", level: levelIP, kinds: inetDgram}, &boolForm}

// IPRecvECN (IP_RECVECN) asks for the ECN bits of each IPv4 packet received.
//
// The control message is an int of type IP_ECN, which is the same number. The
// default is off. It may be set at any time, on datagram and raw sockets. On
// other OSes [RecvTrafficClass] has them, with the DSCP. [RecvECN] serves both
// families.
//
// OS: Windows.
// Source: ws2ipdef.h, RFC 3168.
var IPRecvECN = Option[bool]{&ipRecvECN}

var ipRecvECN = param[bool]{meta{id: idIPRecvECN, name: "IP_RECVECN", since: "Windows 11", also: "IP_ECN", level: levelIP, kinds: inetDgram}, &boolForm}

// IPBlockSource (IP_BLOCK_SOURCE) keeps what one source sends to an IPv4
// multicast group from a socket that has joined the group.
//
// It goes with [AddMembership], whose Group and Interface must be given; a
// group that was not joined is refused (Linux: EINVAL). No kernel takes an
// index here: it becomes the first IPv4 address of that interface, and an
// interface without one is refused. It lasts until [IPUnblockSource] or the
// group is left. It may be done at any time, on datagram and raw sockets. On
// Linux an AF_INET6 socket takes it too, but not a raw one. [BlockSource]
// takes the index itself and serves both families.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: ip(7), RFC 3678.
var IPBlockSource = WriteOnly[MulticastSource]{&ipBlockSource}

var ipBlockSource = param[MulticastSource]{meta{id: idIPBlockSource, name: "IP_BLOCK_SOURCE", since: "macOS 10.7", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &sourceForm}

// IPUnblockSource (IP_UNBLOCK_SOURCE) ends for one source what
// [IPBlockSource] began.
//
// Group, Source and Interface should be those of the block, and are checked
// and written as there. A source that is not blocked is refused
// (EADDRNOTAVAIL). It may be done at any time, on datagram and raw sockets.
//
// OS: Linux, macOS, FreeBSD, illumos, Solaris, AIX, Windows.
// Source: ip(7), RFC 3678.
var IPUnblockSource = WriteOnly[MulticastSource]{&ipUnblockSource}

var ipUnblockSource = param[MulticastSource]{meta{id: idIPUnblockSource, name: "IP_UNBLOCK_SOURCE", since: "macOS 10.7", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}, &sourceForm}

// IPMulticastAll (IP_MULTICAST_ALL) delivers to the socket the IPv4 multicast
// of all groups that any socket of this host has joined.
//
// The default is on: a socket bound to 0.0.0.0 and a port hears groups that it
// never joined. Turn it off to hear only those that it did. It may be set at
// any time. An AF_INET6 socket takes it too, for its v4-mapped traffic, but
// not a raw one; there the default is off. Other OSes behave as if it were off.
// [MulticastAll] serves both families.
//
// OS: Linux.
// Source: ip(7).
var IPMulticastAll = Option[bool]{&ipMulticastAll}

var ipMulticastAll = param[bool]{meta{id: idIPMulticastAll, name: "IP_MULTICAST_ALL", since: "Linux 2.6.31", level: levelIP, kinds: inetDgram}, &boolForm}

// IPMulticastIFIndex (IP_MULTICAST_IFINDEX) is the interface that IPv4
// multicast is sent from, by its index.
//
// The zero Interface, the default, leaves the choice to the routes. An index
// without an interface is refused (ENXIO). It may be set at any time, on
// datagram and raw sockets. [MulticastInterface] does the same on every OS.
//
// OS: macOS.
// Source: netinet/in.h of macOS.
var IPMulticastIFIndex = Option[Interface]{&ipMulticastIFIndex}

var ipMulticastIFIndex = param[Interface]{meta{id: idIPMulticastIFIndex, name: "IP_MULTICAST_IFINDEX", since: "macOS 10.7", level: levelIP, kinds: inetDgram}, &interfaceForm}

// IPReceiveBroadcast (IP_RECEIVE_BROADCAST) delivers broadcast datagrams to
// the socket.
//
// The default is on. It may be set at any time, on datagram sockets. To send
// broadcast is [Broadcast].
//
// OS: Windows.
// Source: IPPROTO_IP socket options (Windows).
var IPReceiveBroadcast = Option[bool]{&ipReceiveBroadcast}

var ipReceiveBroadcast = param[bool]{meta{id: idIPReceiveBroadcast, name: "IP_RECEIVE_BROADCAST", level: levelIP, kinds: inetDgram}, &boolForm}

// The IPv4 halves of neutral options that have no option of one family.

var joinSourceGroup4 = meta{id: idJoinSourceGroup4, name: "MCAST_JOIN_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var leaveSourceGroup4 = meta{id: idLeaveSourceGroup4, name: "MCAST_LEAVE_SOURCE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var originalDst4 = meta{id: idOriginalDst4, name: "SO_ORIGINAL_DST", level: levelIP, kinds: tcpKinds | sctpKinds, access: AccessReadOnly, phase: AfterConnect}

var mcastJoinGroup4 = meta{id: idMCASTJoinGroup4, name: "MCAST_JOIN_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var mcastLeaveGroup4 = meta{id: idMCASTLeaveGroup4, name: "MCAST_LEAVE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var blockSource4 = meta{id: idBlockSource4, name: "MCAST_BLOCK_SOURCE", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var unblockSource4 = meta{id: idUnblockSource4, name: "MCAST_UNBLOCK_SOURCE", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var sourceFilter4 = meta{id: idSourceFilter4, name: "MCAST_MSFILTER", level: levelIP, kinds: inetDgram}
