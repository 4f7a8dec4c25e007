package sockopt

import "math/bits"

// AddrPreferences is a set of preferences among source addresses, those of RFC
// 5014.
type AddrPreferences uint32

// Flags of AddrPreferences.
const (
	PreferTemporary              AddrPreferences = 1 << iota // temporary addresses (RFC 8981)
	PreferPublic                                             // addresses that are not temporary
	PreferPublicTemporaryDefault                             // whichever the host prefers
	PreferCareOf                                             // Mobile IPv6 care-of addresses
	PreferHome                                               // Mobile IPv6 home addresses
	PreferCGA                                                // cryptographically generated addresses
	PreferNonCGA                                             // those that are not
)

// An addrPreference has the bits of one preference, where there are such.
type addrPreference struct{ linux, solaris int64 }

var addrPreferenceBits = [...]addrPreference{
	{0x1, 0x8},
	{0x2, 0x4},
	{0x100, 0x4},
	{0x4, 0x2},
	{0x400, 0x1},
	{0x8, 0x20},
	{0x800, 0x10},
}

var addrPreferenceNames = [len(addrPreferenceBits)]string{
	"temporary", "public", "pubtmp-default", "care-of", "home", "CGA", "non-CGA",
}

func (p addrPreference) bit(as layout) int64 {
	if as == addrPrefsSolaris {
		return p.solaris
	}
	return p.linux
}

// String returns the names of the preferences, as in "public|home"; those that
// this package does not know as one number.
func (p AddrPreferences) String() string {
	return flagNames(uint32(p), "none", addrPreferenceNames[:])
}

// MarshalText returns the text of String.
func (v AddrPreferences) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *AddrPreferences) UnmarshalText(text []byte) error { return parseText(v, text) }

var addrPreferencesForm = form[AddrPreferences]{"AddrPreferences", putAddrPreferences, getAddrPreferences}

func putAddrPreferences(e *encoding, _ *meta, r *row, v AddrPreferences) error {
	if bits.OnesCount32(uint32(v&(PreferTemporary|PreferPublic|PreferPublicTemporaryDefault))) > 1 ||
		v&(PreferCareOf|PreferHome) == PreferCareOf|PreferHome || v&(PreferCGA|PreferNonCGA) == PreferCGA|PreferNonCGA {
		return &valueError{"preferences that exclude each other"}
	}
	if v>>len(addrPreferenceBits) != 0 {
		return &valueError{"a preference that is not known"}
	}
	var n int64
	if r.as == tempAddr {
		switch v {
		case PreferTemporary:
			n = 1
		case PreferPublic:
		case PreferPublicTemporaryDefault, 0:
			n = -1
		default:
			return &valueError{"only temporary addresses can be preferred or not"}
		}
	} else {
		for i, known := range addrPreferenceBits {
			if v>>i&1 != 0 {
				n |= known.bit(r.as)
			}
		}
	}
	putInteger(e, r, n)
	return nil
}

func getAddrPreferences(b []byte, r *row) (AddrPreferences, error) {
	n, err := getInteger(b, r)
	if err != nil {
		return 0, err
	}
	if r.as == tempAddr {
		switch n {
		case 0:
			return PreferPublic, nil
		case 1:
			return PreferTemporary, nil
		}
		return PreferPublicTemporaryDefault, nil
	}
	var v AddrPreferences
	for i, known := range addrPreferenceBits {
		if bit := known.bit(r.as); n&bit != 0 {
			v |= 1 << i
			n &^= bit // of two that are one, the first
		}
	}
	return v, nil
}
