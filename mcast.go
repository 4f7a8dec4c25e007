package sockopt

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

// The halves of neutral options that are one option at two levels.

var mcastJoinGroup4 = meta{id: idMCASTJoinGroup4, name: "MCAST_JOIN_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var mcastJoinGroup6 = meta{id: idMCASTJoinGroup6, name: "MCAST_JOIN_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var mcastLeaveGroup4 = meta{id: idMCASTLeaveGroup4, name: "MCAST_LEAVE_GROUP", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var mcastLeaveGroup6 = meta{id: idMCASTLeaveGroup6, name: "MCAST_LEAVE_GROUP", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var blockSource4 = meta{id: idBlockSource4, name: "MCAST_BLOCK_SOURCE", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var blockSource6 = meta{id: idBlockSource6, name: "MCAST_BLOCK_SOURCE", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}

var unblockSource4 = meta{id: idUnblockSource4, name: "MCAST_UNBLOCK_SOURCE", level: levelIP, kinds: inetDgram, access: AccessWriteOnly}

var unblockSource6 = meta{id: idUnblockSource6, name: "MCAST_UNBLOCK_SOURCE", level: levelIPv6, kinds: inet6Dgram, access: AccessWriteOnly}
