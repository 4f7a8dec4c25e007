package sockopt

import (
	"encoding/binary"

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

var (
	icmpFilterForm  = form[ipv4.ICMPFilter]{"ipv4.ICMPFilter", putICMPFilter, getICMPFilter}
	icmp6FilterForm = form[ipv6.ICMPFilter]{"ipv6.ICMPFilter", putICMP6Filter, getICMP6Filter}
)

// putICMPFilter writes a bit for each type that is blocked.
func putICMPFilter(e *encoding, _ *meta, _ *row, v ipv4.ICMPFilter) error {
	var bits uint32
	for typ := range 32 {
		if v.WillBlock(ipv4.ICMPType(typ)) {
			bits |= 1 << typ
		}
	}
	binary.NativeEndian.PutUint32(e.grow(4), bits)
	return nil
}

func getICMPFilter(b []byte, _ *row) (v ipv4.ICMPFilter, err error) {
	if len(b) != 4 {
		return v, errShort(b)
	}
	bits := binary.NativeEndian.Uint32(b)
	for typ := range 32 {
		if bits>>typ&1 != 0 {
			v.Block(ipv4.ICMPType(typ))
		}
	}
	return v, nil
}

// putICMP6Filter writes a bit for each type that is blocked, or as the RFC has
// it for each that passes.
func putICMP6Filter(e *encoding, _ *meta, r *row, v ipv6.ICMPFilter) error {
	var words [8]uint32
	for typ := range 256 {
		if v.WillBlock(ipv6.ICMPType(typ)) == (r.as == icmp6Blocked) {
			words[typ>>5] |= 1 << (typ & 31)
		}
	}
	b := e.grow(32)
	for i, word := range words {
		binary.NativeEndian.PutUint32(b[4*i:], word)
	}
	return nil
}

func getICMP6Filter(b []byte, r *row) (v ipv6.ICMPFilter, err error) {
	if len(b) != 32 {
		return v, errShort(b)
	}
	for typ := range 256 {
		bit := binary.NativeEndian.Uint32(b[typ>>5*4:])>>(typ&31)&1 != 0
		if bit == (r.as == icmp6Blocked) {
			v.Block(ipv6.ICMPType(typ))
		} else {
			v.Accept(ipv6.ICMPType(typ))
		}
	}
	return v, nil
}
