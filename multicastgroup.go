package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strings"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A MulticastGroup is a group to join or leave, on one interface.
type MulticastGroup struct {
	Group     netip.Addr
	Interface Interface // the zero one lets the kernel choose by its routes
}

// String returns the group and the interface, as in "239.1.2.3%eth0".
func (g MulticastGroup) String() string { return zoned(g.Group, g.Interface) }

// MarshalText is String, for encoding/json and the like.
func (g MulticastGroup) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what String prints; the interface may be an index too, and
// left out.
func (g *MulticastGroup) UnmarshalText(text []byte) error {
	group, on, err := unzoned(string(text))
	if err == nil {
		*g = MulticastGroup{group, on}
	}
	return err
}

// A MulticastSource is a group to join or leave for what one source sends to
// it, on one interface.
type MulticastSource struct {
	Group, Source netip.Addr
	Interface     Interface // the zero one lets the kernel choose by its routes
}

// String returns the source, the group and the interface, as in
// "192.0.2.1@232.1.2.3%eth0".
func (g MulticastSource) String() string {
	return g.Source.String() + "@" + zoned(g.Group, g.Interface)
}

// MarshalText is String, for encoding/json and the like.
func (g MulticastSource) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what String prints, as that of [MulticastGroup] does.
func (g *MulticastSource) UnmarshalText(text []byte) error {
	from, to, ok := strings.Cut(string(text), "@")
	source, err := netip.ParseAddr(from)
	if !ok || err != nil {
		return &valueError{"must be SOURCE@GROUP%INTERFACE, such as 192.0.2.1@232.1.2.3%eth0"}
	}
	group, on, err := unzoned(to)
	if err == nil {
		*g = MulticastSource{group, source, on}
	}
	return err
}

func zoned(group netip.Addr, on Interface) string {
	s := group.WithZone("").String()
	if on != 0 {
		s += "%" + on.String()
	}
	return s
}

// unzoned reads what zoned writes.
func unzoned(text string) (group netip.Addr, on Interface, err error) {
	addr, name, ok := strings.Cut(text, "%")
	if group, err = netip.ParseAddr(addr); err != nil {
		return group, on, &valueError{"must have a group and an interface, such as 239.1.2.3%eth0"}
	}
	if ok {
		err = parseText(&on, []byte(name))
	}
	return group, on, err
}

var (
	groupForm  = form[MulticastGroup]{"MulticastGroup", putGroup, nil}
	sourceForm = form[MulticastSource]{"MulticastSource", putSource, nil}
)

// checkGroup refuses what is no multicast group, or not of the family that the
// row takes.
func checkGroup(r *row, group netip.Addr) (netip.Addr, error) {
	group = group.Unmap()
	if !group.IsMulticast() {
		return group, &valueError{"must be a multicast group"}
	}
	if group.Zone() != "" {
		return group, &valueError{"the group has a zone; the interface says where"}
	}
	ipv6 := r.as == ipv6Mreq || r.as == groupReq6 || r.as == groupSource6 || r.as == groupFilter6
	switch {
	case group.Is6() && !ipv6:
		return group, errIPv6Group
	case group.Is4() && ipv6:
		return group, errIPv4Group
	}
	return group, nil
}

func putGroup(e *encoding, _ *meta, r *row, v MulticastGroup) error {
	group, err := checkGroup(r, v.Group)
	if err != nil {
		return err
	}
	b := e.grow(r.size())
	switch r.as {
	case ipv6Mreq:
		wire.PutAddr16(b, group)
		binary.NativeEndian.PutUint32(b[16:], uint32(v.Interface))
		return nil
	case groupReq4, groupReq6:
		binary.NativeEndian.PutUint32(b, uint32(v.Interface))
		wire.PutSockaddr(b[groupReqOffset:], wire.Sockaddr{Addr: group})
		return nil
	}
	wire.PutAddr4(b, group)
	switch r.as {
	case mreqn:
		binary.NativeEndian.PutUint32(b[8:], uint32(v.Interface))
		return nil
	case mreqIndex:
		return putZeroNet(b[4:], v.Interface)
	}
	addr, err := v.Interface.ipv4()
	wire.PutAddr4(b[4:], addr)
	return err
}

func putSource(e *encoding, _ *meta, r *row, v MulticastSource) error {
	group, err := checkGroup(r, v.Group)
	if err != nil {
		return err
	}
	source := v.Source.Unmap()
	if !source.IsValid() || source.Is4() != group.Is4() {
		return &valueError{"the source must be an address of the group's family"}
	}
	b := e.grow(r.size())
	switch r.as {
	case mreqIfaceSource, mreqSourceIface:
		addr, err := v.Interface.ipv4()
		if err != nil {
			return err
		}
		if r.as == mreqSourceIface {
			source, addr = addr, source
		}
		wire.PutAddr4(b, group)
		wire.PutAddr4(b[4:], addr)
		wire.PutAddr4(b[8:], source)
	default:
		binary.NativeEndian.PutUint32(b, uint32(v.Interface))
		wire.PutSockaddr(b[groupReqOffset:], wire.Sockaddr{Addr: group})
		wire.PutSockaddr(b[groupReqOffset+wire.SockaddrStorageSize:], wire.Sockaddr{Addr: source})
	}
	return nil
}
