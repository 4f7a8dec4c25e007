package sockopt

import "strconv"

// A UDPEncapType is a protocol that is tunnelled in UDP.
type UDPEncapType int

// The protocols that [UDPEncap] takes out, with the numbers of all systems.
const (
	UDPEncapNone UDPEncapType = 0
	UDPEncapESP  UDPEncapType = 2 // RFC 3948
	UDPEncapL2TP UDPEncapType = 3 // RFC 2661; Linux only
)

// String returns the C name, such as "UDP_ENCAP_ESPINUDP", "none", or a number
// that this package does not know.
func (t UDPEncapType) String() string {
	switch t {
	case UDPEncapNone:
		return "none"
	case UDPEncapESP:
		return "UDP_ENCAP_ESPINUDP"
	case UDPEncapL2TP:
		return "UDP_ENCAP_L2TPINUDP"
	}
	return strconv.Itoa(int(t))
}

// MarshalText returns the text of String.
func (v UDPEncapType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *UDPEncapType) UnmarshalText(text []byte) error { return parseText(v, text) }

var udpEncapForm = form[UDPEncapType]{"UDPEncapType", putUDPEncap, getNumber[UDPEncapType]}

func putUDPEncap(e *encoding, m *meta, r *row, v UDPEncapType) error {
	switch {
	case v == UDPEncapNone, v == UDPEncapESP, v == UDPEncapL2TP && r.max == 0:
		return putNumber(e, m, r, v)
	}
	return &valueError{"must be an encapsulation that this system has"}
}
