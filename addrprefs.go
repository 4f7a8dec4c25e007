package sockopt

import (
	"math/bits"
	"strconv"
)

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

var protectionLevelForm = form[ProtectionLevel]{"ProtectionLevel", putNumber[ProtectionLevel], getNumber[ProtectionLevel]}
