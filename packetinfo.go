package sockopt

import (
	"encoding/binary"
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A PacketInfo is the end of a packet on this host.
type PacketInfo struct {
	Addr      netip.Addr // the zero one, or ::, leaves it to the kernel
	Interface Interface  // the zero one leaves it to the kernel
}

// String returns the fields that are not zero, as in
// "addr=2001:db8::1,interface=eth0".
func (i PacketInfo) String() string { return formatFields(i) }

var packetInfoForm = form[PacketInfo]{"PacketInfo", putPacketInfo, getPacketInfo}

func putPacketInfo(e *encoding, _ *meta, r *row, v PacketInfo) error {
	switch {
	case v.Addr.Is4():
		return &valueError{"the address must be one of IPv6"}
	case v.Addr.Zone() != "":
		return &valueError{"the address has a zone; the interface says where"}
	case v.Interface > maxInt32: // which Linux would take, and then send nothing
		return &valueError{"the interface must be 0 to 2147483647"}
	}
	b := e.grow(r.size())
	wire.PutAddr16(b, v.Addr)
	binary.NativeEndian.PutUint32(b[16:], uint32(v.Interface))
	return nil
}

func getPacketInfo(b []byte, r *row) (i PacketInfo, err error) {
	if len(b) < r.size() {
		return i, errShort(b)
	}
	return PacketInfo{wire.Addr16(b), Interface(binary.NativeEndian.Uint32(b[16:]))}, nil
}
