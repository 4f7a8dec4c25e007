package sockopt

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

// IPDontFrag (IP_DONTFRAG) sets the don't-fragment bit of the IPv4 datagrams
// that the socket sends, and refuses those that are too large (EMSGSIZE).
//
// Linux has no such option but IP_MTU_DISCOVER: on sets it to IP_PMTUDISC_DO,
// off to IP_PMTUDISC_DONT, and either of [PathMTUDo] and [PathMTUProbe] reads
// as on. Its default, [PathMTUWant], reads as off: the bit is set, but
// datagrams larger than the path are fragmented first; so do not set off to
// have it back. Elsewhere the default is off. It may be set at any time, on
// datagram and raw sockets; on macOS it is new in 11. NetBSD, OpenBSD,
// DragonFly and Solaris do not have it. [DontFragment] serves both families.
//
// OS: Linux (IP_MTU_DISCOVER), macOS, FreeBSD, illumos, AIX, Windows
// (IP_DONTFRAGMENT).
// Source: ip(4), ip(7), IPPROTO_IP socket options (Windows).
var IPDontFrag = Option[bool]{&ipDontFrag}

var ipDontFrag = param[bool]{meta{id: idIPDontFrag, name: "IP_DONTFRAG", since: "macOS 11.0", level: levelIP, kinds: inetDgram, shadows: &ipMTUDiscover.meta}, &dontFragForm}

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
