package sockopt

import (
	"encoding/binary"
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// IPv6PktInfo (IPV6_PKTINFO) gives the IPv6 packets that a socket sends their
// source address, and the interface that they leave by.
//
// It is the default of the control message of the same name, which one packet
// can have of its own; the zero PacketInfo takes it away again. Linux heeds the
// interface alone, not the address, does not tell it, and refuses another
// interface than that the socket is bound to (EINVAL). illumos and the BSDs
// heed both; on a TCP connection the source address must not be another than
// its own. It may be set at any time.
//
// On Windows a socket has no such default: there the name stands for
// [IPv6RecvPktInfo].
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris.
// Source: RFC 3542 section 6.2, Linux net/ipv6/ipv6_sockglue.c, illumos
// ip6(4P), FreeBSD netinet6/ip6_output.c.
var IPv6PktInfo = Option[PacketInfo]{&ipv6PktInfo}

var ipv6PktInfo = param[PacketInfo]{meta{id: idIPv6PktInfo, name: "IPV6_PKTINFO", since: "Linux 2.6.14, macOS 10.7", level: levelIPv6, kinds: inet6}, &packetInfoForm}

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
