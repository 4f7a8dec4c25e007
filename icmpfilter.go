package sockopt

import (
	"encoding/binary"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

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
