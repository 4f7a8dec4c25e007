package sockopt

import (
	"encoding/binary"
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// addrPortForm is the form of an option that tells an address, as a struct
// sockaddr_in or sockaddr_in6.
var addrPortForm = form[netip.AddrPort]{"netip.AddrPort", nil, getAddrPort}

func getAddrPort(b []byte, _ *row) (netip.AddrPort, error) {
	if len(b) < 16 {
		return netip.AddrPort{}, errShort(b)
	}
	family := int(binary.NativeEndian.Uint16(b))
	if sockaddrLen {
		family = int(b[1])
	}
	port := binary.BigEndian.Uint16(b[2:])
	switch {
	case family == sys.AFInet:
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), port), nil
	case family != sys.AFInet6:
		return netip.AddrPort{}, &answerError{"an address of the family " + itoa(int64(family))}
	case len(b) < 28:
		return netip.AddrPort{}, errShort(b)
	}
	addr := netip.AddrFrom16([16]byte(b[8:24]))
	if scope := Interface(binary.NativeEndian.Uint32(b[24:])); scope != 0 {
		addr = addr.WithZone(scope.String())
	}
	return netip.AddrPortFrom(addr, port), nil
}
