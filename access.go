package sockopt

// Access says whether an option can be read, set or both on this system. An [Option]
// has AccessReadOnly if this kernel does not let it be set.
type Access uint8

// MarshalText returns the text of String.
func (a Access) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what String returns, in any case, or a number.
func (a *Access) UnmarshalText(text []byte) error { return parseText(a, text) }

// Values of Access.
const (
	AccessReadWrite Access = iota
	AccessReadOnly
	AccessWriteOnly
)

// String returns "get and set", "get" or "set".
func (a Access) String() string {
	return nameAt([]string{"get and set", "get", "set"}, int(a))
}
