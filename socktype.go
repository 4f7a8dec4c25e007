package sockopt

// A SockType is the SOCK_ number of a socket's type on this OS.
type SockType int

// MarshalText returns the text of String.
func (v SockType) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SockType) UnmarshalText(text []byte) error { return parseText(v, text) }

// String returns the C name, such as "SOCK_STREAM", or the number of a type
// that this package does not know.
func (t SockType) String() string { return nameNumbered(socketTypes[:], int(t)) }

var sockTypeForm = form[SockType]{"SockType", putNumber[SockType], getNumber[SockType]}
