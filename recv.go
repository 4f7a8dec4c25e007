package sockopt

import "net/netip"

// The options that ask for a control message with each datagram: what the
// packet came with is in the ancillary data of recvmsg(2).

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

var originalDst4 = meta{id: idOriginalDst4, name: "SO_ORIGINAL_DST", level: levelIP, kinds: tcpKinds | sctpKinds, access: AccessReadOnly, phase: AfterConnect}

var originalDst6 = meta{id: idOriginalDst6, name: "IP6T_SO_ORIGINAL_DST", level: levelIPv6, kinds: tcpKinds | sctpKinds, access: AccessReadOnly, phase: AfterConnect}

// IPPktInfo (IP_PKTINFO) asks for the destination address of each IPv4 packet
// received, and the interface that it came in by.
//
// A server on a wildcard address learns so which address to answer from. The
// control message is a struct in_pktinfo of type IP_PKTINFO. FreeBSD,
// OpenBSD, DragonFly and AIX have IP_RECVDSTADDR in its place, whose message
// of that type has the address alone; [RecvIF] tells the interface there.
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
