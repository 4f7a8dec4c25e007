package sockopt

import (
	"encoding/binary"
	"math"
	"net"
)

// A PacketMembership is what an interface takes in for a packet socket.
type PacketMembership struct {
	Interface Interface
	Kind      PacketMembershipKind
	// Address is that of [PacketMulticast] and [PacketUnicast], at most 8 bytes.
	Address net.HardwareAddr
}

// String returns the fields that are not zero, as in
// "interface=eth0,kind=PACKET_MR_PROMISC".
func (m PacketMembership) String() string { return formatFields(m) }

// A PacketMembershipKind says which frames an interface takes in.
type PacketMembershipKind uint16

// The kinds of membership: linux/if_packet.h.
const (
	PacketMulticast    PacketMembershipKind = iota // those for one multicast address
	PacketPromiscuous                              // all
	PacketAllMulticast                             // those for any multicast address
	PacketUnicast                                  // those for one more unicast address
)

var packetMembershipKindNames = [...]string{"PACKET_MR_MULTICAST", "PACKET_MR_PROMISC", "PACKET_MR_ALLMULTI", "PACKET_MR_UNICAST"}

// String returns the C name, such as "PACKET_MR_PROMISC".
func (k PacketMembershipKind) String() string { return nameAt(packetMembershipKindNames[:], int(k)) }

// MarshalText returns the text of String.
func (v PacketMembershipKind) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *PacketMembershipKind) UnmarshalText(text []byte) error { return parseText(v, text) }

var packetMembershipForm = form[PacketMembership]{"PacketMembership", putPacketMembership, nil}

func putPacketMembership(e *encoding, _ *meta, _ *row, v PacketMembership) error {
	switch v.Kind {
	case PacketMulticast, PacketUnicast:
		if len(v.Address) == 0 || len(v.Address) > 8 {
			return &valueError{"the address must be 1 to 8 bytes"}
		}
	case PacketPromiscuous, PacketAllMulticast:
		if len(v.Address) != 0 {
			return &valueError{"has no address, as it is for all"}
		}
	default:
		return &valueError{"unknown kind of membership"}
	}
	if v.Interface == 0 || v.Interface > math.MaxInt32 {
		return &valueError{"must have an interface"}
	}
	b := e.grow(16)
	binary.NativeEndian.PutUint32(b, uint32(v.Interface))
	binary.NativeEndian.PutUint16(b[4:], uint16(v.Kind))
	binary.NativeEndian.PutUint16(b[6:], uint16(len(v.Address)))
	copy(b[8:], v.Address)
	return nil
}
