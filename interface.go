package sockopt

import (
	"encoding/binary"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"strings"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// An Interface is the index of a network interface, as [net.Interface] has it.
// The zero Interface leaves the choice to the kernel.
type Interface uint32

// InterfaceByName returns the interface with a name, by [net.InterfaceByName].
//
// On DragonFly 5.8 and later that finds no interface with Go 1.26, whose reader
// does not know the routing messages of these releases. Write the index there.
func InterfaceByName(name string) (Interface, error) {
	ifi, err := net.InterfaceByName(name)
	return InterfaceOf(ifi), err
}

// InterfaceOf returns the interface ifi, and the zero Interface if ifi is nil.
func InterfaceOf(ifi *net.Interface) Interface {
	if ifi == nil {
		return 0
	}
	return Interface(ifi.Index)
}

// String returns the name of the interface, or the index if no interface has it.
// The name is quoted as in Go if it contains blanks, punctuation or control
// characters, or could be taken for an index or for "any". The zero Interface is
// "any".
func (i Interface) String() string {
	if i == 0 {
		return "any"
	}
	if ifi, err := net.InterfaceByIndex(int(i)); err == nil {
		return interfaceName(ifi.Name)
	}
	return strconv.FormatUint(uint64(i), 10)
}

// interfaceName returns the text form of the name of an interface.
func interfaceName(name string) string {
	if lower(name) == "any" || allDigits(name[:1]) {
		return inQuotes(name)
	}
	return quoted(name)
}

// MarshalText is String, for encoding/json and the like.
func (i Interface) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads the name or the index of an interface, or "any". Digits are
// an index; a name of digits must be quoted.
func (i *Interface) UnmarshalText(text []byte) error { return parseText(i, text) }

func (i *Interface) parse(text string) error {
	if lower(text) == "any" {
		*i = 0
		return nil
	}
	if allDigits(text) || strings.HasPrefix(lower(text), "0x") {
		return parseNumber(reflect.ValueOf(i).Elem(), text, "")
	}
	name, err := unquoted(text)
	if err != nil {
		return err
	}
	named, err := InterfaceByName(name)
	if err != nil {
		return &valueError{"no interface is called " + strconv.Quote(shortened(name))}
	}
	*i = named
	return nil
}

// interfaceForm is the form of an option that takes an interface by its index,
// whatever the kernel takes.
var interfaceForm = form[Interface]{"Interface", putInterface, getInterface}

func putInterface(e *encoding, m *meta, r *row, v Interface) error {
	if v > 1<<31-1 {
		return &valueError{"must be 0 to 2147483647"}
	}
	switch r.as {
	case ifIndexNet, ifIndexNetW:
		binary.BigEndian.PutUint32(e.grow(4), uint32(v))
	case ifAddr:
		addr, err := v.ipv4()
		if err != nil {
			return err
		}
		wire.PutAddr4(e.grow(4), addr)
	case ifAddrIndex, ifAddrNetW:
		return putZeroNet(e.grow(4), v)
	case ifMreqn:
		// The kernel goes by the index, and Linux tells only the address after.
		addr, _ := v.ipv4()
		b := e.grow(12)
		wire.PutAddr4(b[4:], addr)
		binary.NativeEndian.PutUint32(b[8:], uint32(v))
	default:
		binary.NativeEndian.PutUint32(e.grow(4), uint32(v))
	}
	return nil
}

func getInterface(b []byte, r *row) (Interface, error) {
	if len(b) < 4 {
		return 0, errShort(b)
	}
	switch r.as {
	case ifIndexNet:
		return Interface(binary.BigEndian.Uint32(b)), nil
	case ifAddrNetW:
		if index := binary.NativeEndian.Uint32(b); index < 1<<24 {
			return Interface(index), nil
		}
		return interfaceAt(wire.Addr4(b))
	case ifAddr, ifAddrIndex, ifMreqn:
		if len(b) >= 12 {
			if index := binary.NativeEndian.Uint32(b[8:]); index != 0 {
				return Interface(index), nil
			}
			b = b[4:]
		}
		return interfaceAt(wire.Addr4(b))
	}
	return Interface(binary.NativeEndian.Uint32(b)), nil
}

// ipv4 returns the first IPv4 address of the interface, for kernels that take
// the one for the other; 0.0.0.0 for the zero Interface.
func (i Interface) ipv4() (netip.Addr, error) {
	none := netip.IPv4Unspecified()
	if i == 0 {
		return none, nil
	}
	ifi, err := net.InterfaceByIndex(int(i))
	if err != nil {
		return none, &valueError{"no interface has the index " + itoa(int64(i))}
	}
	addrs, err := ifi.Addrs()
	if err != nil {
		return none, err
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok {
			if addr, ok := netip.AddrFromSlice(n.IP.To4()); ok {
				return addr, nil
			}
		}
	}
	return none, &valueError{"the interface " + ifi.Name + " has no IPv4 address"}
}

// interfaceAt returns the interface that has the IPv4 address, or whose index
// the address is (0.x.y.z, RFC 1724).
func interfaceAt(addr netip.Addr) (Interface, error) {
	a := addr.As4()
	if a[0] == 0 {
		return Interface(binary.BigEndian.Uint32(a[:])), nil
	}
	ifis, err := net.Interfaces()
	if err != nil {
		return 0, err
	}
	for _, ifi := range ifis {
		addrs, err := ifi.Addrs()
		if err != nil {
			return 0, err
		}
		for _, has := range addrs {
			if n, ok := has.(*net.IPNet); ok && n.IP.Equal(addr.AsSlice()) {
				return Interface(ifi.Index), nil
			}
		}
	}
	return 0, &answerError{"no interface has the address " + addr.String()}
}

// putZeroNet writes an index as the address 0.x.y.z (RFC 1724).
func putZeroNet(b []byte, v Interface) error {
	if v >= 1<<24 {
		return &valueError{"the index of the interface must be 0 to 16777215"}
	}
	binary.BigEndian.PutUint32(b, uint32(v))
	return nil
}

// addr4Form is the form of an option that is the IPv4 address of an interface.
var addr4Form = form[netip.Addr]{"netip.Addr", putInterfaceAddr, getInterfaceAddr}

func putInterfaceAddr(e *encoding, _ *meta, _ *row, v netip.Addr) error {
	v = v.Unmap()
	if !v.Is4() {
		return &valueError{"must be an IPv4 address"}
	}
	wire.PutAddr4(e.grow(4), v)
	return nil
}

func getInterfaceAddr(b []byte, r *row) (netip.Addr, error) {
	switch {
	case len(b) >= 12: // struct ip_mreqn
		return wire.Addr4(b[4:]), nil
	case len(b) >= 4 && r.as == ifAddrNetW && binary.NativeEndian.Uint32(b) < 1<<24:
		// An index in host byte order: give it as it would be set.
		return netip.AddrFrom4([4]byte{0, b[2], b[1], b[0]}), nil
	case len(b) >= 4:
		return wire.Addr4(b), nil
	}
	return netip.Addr{}, errShort(b)
}
