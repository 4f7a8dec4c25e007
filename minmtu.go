package sockopt

import "strconv"

// A MinMTU says which IPv6 packets are limited to 1280 bytes.
type MinMTU int

// Values of MinMTU.
const (
	MinMTUMulticast MinMTU = -1 // those to multicast groups
	MinMTUNever     MinMTU = 0  // none
	MinMTUAlways    MinMTU = 1  // all
)

// String returns "multicast", "never" or "always", or the number if it is none
// of them.
func (m MinMTU) String() string {
	switch m {
	case MinMTUMulticast:
		return "multicast"
	case MinMTUNever:
		return "never"
	case MinMTUAlways:
		return "always"
	}
	return strconv.Itoa(int(m))
}

// MarshalText returns the text of String.
func (v MinMTU) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *MinMTU) UnmarshalText(text []byte) error { return parseText(v, text) }

var minMTUForm = form[MinMTU]{"MinMTU", putNumber[MinMTU], getNumber[MinMTU]}
