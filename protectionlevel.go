package sockopt

import "strconv"

// A ProtectionLevel says from how far away a socket may be reached: the numbers
// of Windows.
type ProtectionLevel int

// Values of ProtectionLevel.
const (
	ProtectionDefault        ProtectionLevel = -1 // that of the system
	ProtectionUnrestricted   ProtectionLevel = 10 // from anywhere, through tunnels too
	ProtectionEdgeRestricted ProtectionLevel = 20 // from anywhere, but not through tunnels
	ProtectionRestricted     ProtectionLevel = 30 // from the local network
)

// String returns the level in words, or the number of one that this package
// does not know.
func (p ProtectionLevel) String() string {
	switch p {
	case ProtectionDefault:
		return "default"
	case ProtectionUnrestricted:
		return "unrestricted"
	case ProtectionEdgeRestricted:
		return "edge-restricted"
	case ProtectionRestricted:
		return "restricted"
	}
	return strconv.Itoa(int(p))
}

// MarshalText returns the text of String.
func (v ProtectionLevel) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ProtectionLevel) UnmarshalText(text []byte) error { return parseText(v, text) }

var protectionLevelForm = form[ProtectionLevel]{"ProtectionLevel", putNumber[ProtectionLevel], getNumber[ProtectionLevel]}
