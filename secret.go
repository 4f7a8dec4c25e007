package sockopt

import (
	"strconv"
	"strings"
)

// A Secret is key material. It says how long it is and not what it is, wherever
// it is printed: by any verb of package fmt, alone or inside another value, in an
// error, in a [Setting], as text or as JSON. The zero Secret is empty.
//
// Copies of a Secret share its bytes. Two are equal by [Secret.Equal], and by
// [reflect.DeepEqual], if they have the same bytes; == tells only whether one is a
// copy of the other.
//
// The package keeps no copy of one: what it wrote for the kernel is wiped when
// Set returns. A Setting made by [Option.With] has a copy for as long as it
// lives. What a Get returns is the caller's to wipe.
type Secret struct {
	// Package fmt follows one pointer to a slice, for some verbs, but never two.
	p **[]byte
}

// NewSecret returns a Secret with a copy of b, which the caller may then clear.
func NewSecret(b []byte) Secret {
	if len(b) == 0 {
		return Secret{}
	}
	own := append([]byte(nil), b...)
	p := &own
	return Secret{&p}
}

// Bytes returns a copy of the bytes.
func (s Secret) Bytes() []byte { return append([]byte(nil), s.bytes()...) }

// bytes returns the bytes themselves.
func (s Secret) bytes() []byte {
	if s.p == nil {
		return nil
	}
	return **s.p
}

// Len returns the number of bytes.
func (s Secret) Len() int { return len(s.bytes()) }

// Equal tells whether s and t have the same bytes, in a time that depends on their
// number alone.
func (s Secret) Equal(t Secret) bool {
	a, b := s.bytes(), t.bytes()
	if len(a) != len(b) {
		return false
	}
	var differ byte
	for i := range a {
		differ |= a[i] ^ b[i]
	}
	return differ == 0
}

// Wipe overwrites the bytes with zeros, in all copies of s, which are empty then.
// Nothing else may use them meanwhile.
func (s Secret) Wipe() {
	if s.p != nil {
		clear(**s.p)
		**s.p = nil
	}
}

// String returns the length, as in "[16 bytes]".
func (s Secret) String() string { return "[" + strconv.Itoa(s.Len()) + " bytes]" }

// GoString is String, for the verb %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText is String, for JSON and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the bytes in hexadecimal after 0x, or as text, quoted as in Go
// if it begins with a quote. What MarshalText returns has no bytes and is refused.
func (s *Secret) UnmarshalText(text []byte) error { return parseText(s, text) }

// parse reads hexadecimal or text, whatever String printed excepted.
func (s *Secret) parse(text string) error {
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "bytes]") {
		return &valueError{"the text tells how long a secret is, and not what"}
	}
	if strings.HasPrefix(text, "0x") {
		var b []byte
		err := parseHex(&b, text)
		*s = NewSecret(b)
		return err
	}
	plain, err := unquoted(text)
	*s = NewSecret([]byte(plain))
	return err
}
