package sockopt

import (
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// addrPortForm is the form of an option that tells an address, as a struct
// sockaddr_in or sockaddr_in6.
var addrPortForm = form[netip.AddrPort]{"netip.AddrPort", nil, getAddrPort}

func getAddrPort(b []byte, _ *row) (netip.AddrPort, error) {
	a, ok := wire.GetSockaddr(b)
	switch {
	case !ok:
		return netip.AddrPort{}, errShort(b)
	case !a.Addr.IsValid():
		return netip.AddrPort{}, &answerError{"an address of the family " + itoa(int64(a.Family))}
	case a.Scope != 0:
		a.Addr = a.Addr.WithZone(Interface(a.Scope).String())
	}
	return netip.AddrPortFrom(a.Addr, a.Port), nil
}
