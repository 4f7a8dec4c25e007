package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A MulticastFilter says whose packets to a multicast group a socket hears.
type MulticastFilter struct {
	Group     netip.Addr
	Interface Interface // that of the join
	// Exclude tells that Sources are those that are not heard; else no others are.
	Exclude bool
	Sources []netip.Addr
}

// String returns the fields that are not zero, as in
// "group=232.1.2.3,interface=eth0,sources={192.0.2.7}".
func (f MulticastFilter) String() string { return formatFields(f) }

var sourceFilterForm = form[MulticastFilter]{"MulticastFilter", putSourceFilter, getSourceFilter}

// The struct group_filter of linux/in.h: interface, group, mode, number of
// sources, sources.
const (
	groupFilterMode = groupFilterHead - 8
	groupFilterMost = 256

	groupFilterInclude = 1 // MCAST_INCLUDE; MCAST_EXCLUDE is 0
)

func putSourceFilter(e *encoding, _ *meta, r *row, v MulticastFilter) error {
	group, err := checkGroup(r, v.Group)
	if err != nil {
		return err
	}
	if len(v.Sources) > groupFilterMost {
		return &valueError{"must be at most " + strconv.Itoa(groupFilterMost) + " sources"}
	}
	b := e.grow(groupFilterHead + len(v.Sources)*wire.SockaddrStorageSize)
	putFilterHead(b, group, v.Interface, len(v.Sources))
	if !v.Exclude {
		binary.NativeEndian.PutUint32(b[groupFilterMode:], groupFilterInclude)
	}
	for i, source := range v.Sources {
		source = source.Unmap()
		if !source.IsValid() || source.Is4() != group.Is4() {
			return &valueError{"the sources must be addresses of the group's family"}
		}
		wire.PutSockaddr(b[groupFilterHead+i*wire.SockaddrStorageSize:], wire.Sockaddr{Addr: source})
	}
	return nil
}

func putFilterHead(b []byte, group netip.Addr, on Interface, sources int) {
	binary.NativeEndian.PutUint32(b, uint32(on))
	wire.PutSockaddr(b[groupReqOffset:], wire.Sockaddr{Addr: group})
	binary.NativeEndian.PutUint32(b[groupFilterMode+4:], uint32(sources))
}

func getSourceFilter(b []byte, _ *row) (f MulticastFilter, err error) {
	if len(b) < groupFilterHead {
		return f, errShort(b)
	}
	n := binary.NativeEndian.Uint32(b[groupFilterMode+4:])
	if int64(n) > int64(len(b)-groupFilterHead)/wire.SockaddrStorageSize {
		return f, &answerError{"of " + itoa(int64(n)) + " sources in " + strconv.Itoa(len(b)) + " bytes"}
	}
	f.Group = filterAddr(b[groupReqOffset:])
	f.Interface = Interface(binary.NativeEndian.Uint32(b))
	f.Exclude = binary.NativeEndian.Uint32(b[groupFilterMode:]) != groupFilterInclude
	for i := range int(n) {
		f.Sources = append(f.Sources, filterAddr(b[groupFilterHead+i*wire.SockaddrStorageSize:]))
	}
	return f, nil
}

// filterAddr reads an address without its zone, which Interface says; the zero Addr
// if it is no IP address.
func filterAddr(b []byte) netip.Addr {
	a, _ := wire.GetSockaddr(b)
	return a.Addr
}

func putFilterGroup(e *encoding, r *row, g MulticastGroup) error {
	group, err := checkGroup(r, g.Group)
	if err != nil {
		return err
	}
	putFilterHead(e.grow(groupFilterHead+groupFilterMost*wire.SockaddrStorageSize), group, g.Interface, groupFilterMost)
	return nil
}
