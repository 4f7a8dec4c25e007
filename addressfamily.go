package sockopt

// An AddressFamily is the AF_ number of a socket's address family on this OS.
type AddressFamily int

// MarshalText returns the text of String.
func (v AddressFamily) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *AddressFamily) UnmarshalText(text []byte) error { return parseText(v, text) }

// String returns the C name, such as "AF_INET6", or the number of a family that
// this package does not know.
func (f AddressFamily) String() string { return nameNumbered(addressFamilies[:], int(f)) }

var addressFamilyForm = form[AddressFamily]{"AddressFamily", putNumber[AddressFamily], getNumber[AddressFamily]}
