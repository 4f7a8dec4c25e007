package sockopt

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
// level, a raw one of that family does not. Linux has it since 6.3.
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

// RoutingTable (SO_SETFIB) selects the routing table that a socket uses, by
// its number.
//
// The first table is 0. By default a socket uses the table of its process, and
// an accepted connection that of its listener. Set it before bind, in a
// Control hook.
//
//   - FreeBSD calls a table a FIB. Set fails with EINVAL if the number is not
//     below the sysctl net.fibs. Get requires FreeBSD 15. The table of a bound
//     socket cannot be changed if net.inet.tcp.bind_all_fibs, or its UDP
//     counterpart, is off. SCTP sockets accept the number and ignore it.
//   - OpenBSD calls the option SO_RTABLE. The table must exist, otherwise Set
//     fails with EINVAL, and the socket must not be bound, otherwise it fails
//     with EBUSY. It requires root unless the process itself is in table 0.
//     [Mark] is the same option there.
//
// On Linux, use a [Mark] and a rule for it, or [BindToDevice] with a VRF.
//
// OS: FreeBSD, OpenBSD (SO_RTABLE).
// Source: FreeBSD setsockopt(2), setfib(2), OpenBSD setsockopt(2).
var RoutingTable = Option[int]{&routingTable}

var routingTable = param[int]{meta{id: idRoutingTable, name: "SO_SETFIB", level: levelSocket, kinds: inet | familyOther, phase: BeforeBind, unit: "number of the table", priv: "openbsd: root, unless the process is in table 0", min: 0, max: maxInt32}, &intForm}

// RandomizePort (SO_RANDOMIZE_PORT) has the system choose the local port of a
// socket at random, where the program leaves the choice to it.
//
// An attacker who cannot see the traffic must then guess the port too. Many systems
// choose at random in any case, or by a setting for all sockets together. Set it
// before bind, in a Control hook. The default is off; macOS calls it SO_RANDOMPORT.
// On Windows [BindAddressNoPort] chooses at random too, and after it this fails.
//
// OS: macOS (SO_RANDOMPORT), Windows.
// Source: macOS sys/socket.h, Winsock SO_RANDOMIZE_PORT, RFC 6056.
var RandomizePort = Option[bool]{&randomizePort}

var randomizePort = param[bool]{meta{id: idRandomizePort, name: "SO_RANDOMIZE_PORT", since: "Windows Vista", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}
