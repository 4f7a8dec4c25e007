package sockopt

import "strconv"

// A Secret is key material. It says how long it is and not what it is, wherever
// it is printed: in an error, in a [Setting], as text or as JSON.
//
// The package keeps no copy of one: what it wrote for the kernel is wiped when
// Set returns. A Setting made by [Option.With] has a copy for as long as it
// lives. What a Get returns is the caller's to wipe.
type Secret []byte

// String returns the length, as in "[16 bytes]".
func (s Secret) String() string { return "[" + strconv.Itoa(len(s)) + " bytes]" }

// GoString is String, for the verb %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText is String, for JSON and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
