package sockopt

import (
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// The filters of raw ICMP sockets: raw(7), RFC 3542.

// ICMPFilter (ICMP_FILTER) says which types of ICMP messages of IPv4 a raw
// socket receives.
//
// The zero filter, which is the default, lets all through; Block of the filter
// keeps one type away, and SetAll with a following Accept leaves only some. It
// takes the types from 0 to 31; those above are never kept away. The socket
// must be of IPPROTO_ICMP. It may be set at any time, and does not touch what
// has arrived before. [ipv4.PacketConn.SetICMPFilter] sets the same option.
//
// OS: Linux.
// Source: raw(7), icmp(7), Linux net/ipv4/raw.c.
var ICMPFilter = Option[ipv4.ICMPFilter]{&icmpFilter}

var icmpFilter = param[ipv4.ICMPFilter]{meta{id: idICMPFilter, name: "ICMP_FILTER", level: levelRaw, kinds: raw4, text: formatICMP}, &icmpFilterForm}

// ICMP6Filter (ICMP6_FILTER) says which types of ICMPv6 messages a raw socket
// receives.
//
// The default lets all through. Begin with SetAll, as the zero filter is not
// the same on all systems: on Linux it lets all through, on the others nothing.
// The socket must be of IPPROTO_ICMPV6. It may be set at any time, and does not
// touch what has arrived before. [ipv6.PacketConn.SetICMPFilter] sets the same
// option.
//
// OS: Linux (ICMPV6_FILTER), macOS, FreeBSD, NetBSD, OpenBSD, DragonFly,
// illumos, Solaris, AIX.
// Source: RFC 3542 section 3.2, Linux net/ipv6/raw.c, FreeBSD icmp6(4).
var ICMP6Filter = Option[ipv6.ICMPFilter]{&icmp6Filter}

var icmp6Filter = param[ipv6.ICMPFilter]{meta{id: idICMP6Filter, name: "ICMP6_FILTER", level: levelICMPv6, kinds: raw6, text: formatICMP6}, &icmp6FilterForm}
