package wire

import (
	"encoding/binary"
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// The sizes of struct sockaddr_in and struct sockaddr_in6. [SockaddrStorageSize] is
// that of struct sockaddr_storage, which has room for either.
const (
	SockaddrInetSize  = 16
	SockaddrInet6Size = 28 // Solaris has another word behind, which nothing here needs
)

// A Sockaddr is the content of a struct sockaddr_in or struct sockaddr_in6.
type Sockaddr struct {
	Family int        // as read; PutSockaddr goes by Addr instead
	Addr   netip.Addr // without a zone; the zero Addr if the family is not of IP
	Port   uint16
	Scope  uint32 // index of the interface of an IPv6 address, which is its zone
}

// PutSockaddr writes a struct sockaddr_in for an IPv4 address, and a struct
// sockaddr_in6 for an IPv6 address, also for an IPv4-mapped one. It does not write
// the flow information, nor what follows the address of IPv4. The address must be
// valid; of its zone, only a.Scope counts.
func PutSockaddr(b []byte, a Sockaddr) {
	family, size := sys.AFInet, SockaddrInetSize
	if a.Addr.Is6() {
		family, size = sys.AFInet6, SockaddrInet6Size
	}
	b = b[:size]
	if SockaddrLen {
		b[0], b[1] = byte(size), byte(family)
	} else {
		binary.NativeEndian.PutUint16(b, uint16(family))
	}
	binary.BigEndian.PutUint16(b[2:], a.Port)
	if a.Addr.Is6() {
		PutAddr16(b[8:], a.Addr)
		binary.NativeEndian.PutUint32(b[24:], a.Scope)
	} else {
		PutAddr4(b[4:], a.Addr)
	}
}

// GetSockaddr reads a struct sockaddr_in or struct sockaddr_in6, by its family. It
// returns false if b is shorter than either. For another family, it returns the
// family alone. The length that a struct of the BSDs begins with is not looked at,
// because some kernels leave it 0.
func GetSockaddr(b []byte) (a Sockaddr, ok bool) {
	if len(b) < SockaddrInetSize {
		return a, false
	}
	a.Family = int(binary.NativeEndian.Uint16(b))
	if SockaddrLen {
		a.Family = int(b[1])
	}
	switch a.Family {
	case sys.AFInet:
		a.Addr = Addr4(b[4:])
	case sys.AFInet6:
		if len(b) < SockaddrInet6Size {
			return Sockaddr{}, false
		}
		a.Addr = netip.AddrFrom16([16]byte(b[8:24]))
		a.Scope = binary.NativeEndian.Uint32(b[24:])
	default:
		return a, true
	}
	a.Port = binary.BigEndian.Uint16(b[2:])
	return a, true
}

// PutAddr4 writes a struct in_addr. The address must be one of IPv4, or an
// IPv4-mapped one.
func PutAddr4(b []byte, addr netip.Addr) {
	a := addr.As4()
	*(*[4]byte)(b) = a
}

// Addr4 reads a struct in_addr. It panics if b is shorter.
func Addr4(b []byte) netip.Addr { return netip.AddrFrom4([4]byte(b[:4])) }

// PutAddr16 writes a struct in6_addr, and leaves the bytes as they are for the zero
// Addr.
func PutAddr16(b []byte, addr netip.Addr) {
	if addr.IsValid() {
		*(*[16]byte)(b) = addr.As16()
	}
}

// Addr16 reads a struct in6_addr. The unspecified address is the zero Addr. It
// panics if b is shorter.
func Addr16(b []byte) netip.Addr {
	addr := netip.AddrFrom16([16]byte(b[:16]))
	if addr.IsUnspecified() {
		return netip.Addr{}
	}
	return addr
}
