package sockopt

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A DSField is the octet of an IP header that classifies its traffic: the IPv4
// type of service, or the IPv6 traffic class. Its upper six bits are the
// Differentiated Services code point (DSCP, RFC 2474), its lower two are for
// Explicit Congestion Notification (ECN, RFC 3168).
//
// The constants have the two ECN bits clear, so that each is the whole octet:
// [AF41] is 0x88, not the code point 34. To make one from a code point, use
// [DSCP]. It is in the range 0 to 255.
type DSField int

// The per-hop behaviours with a name.
const (
	DefaultForwarding DSField = 0 // best effort (RFC 2474)

	LowerEffort DSField = 1 << 2 // less than best effort (RFC 8622)

	CS1 DSField = 8 << 2  // class selector 1 (RFC 2474)
	CS2 DSField = 16 << 2 // class selector 2
	CS3 DSField = 24 << 2 // class selector 3
	CS4 DSField = 32 << 2 // class selector 4
	CS5 DSField = 40 << 2 // class selector 5
	CS6 DSField = 48 << 2 // class selector 6: routing
	CS7 DSField = 56 << 2 // class selector 7

	AF11 DSField = 10 << 2 // assured forwarding class 1, low drop probability (RFC 2597)
	AF12 DSField = 12 << 2 // class 1, medium
	AF13 DSField = 14 << 2 // class 1, high
	AF21 DSField = 18 << 2 // class 2, low
	AF22 DSField = 20 << 2 // class 2, medium
	AF23 DSField = 22 << 2 // class 2, high
	AF31 DSField = 26 << 2 // class 3, low
	AF32 DSField = 28 << 2 // class 3, medium
	AF33 DSField = 30 << 2 // class 3, high
	AF41 DSField = 34 << 2 // class 4, low: interactive video
	AF42 DSField = 36 << 2 // class 4, medium
	AF43 DSField = 38 << 2 // class 4, high

	VoiceAdmit          DSField = 44 << 2 // admitted voice (RFC 5865)
	ExpeditedForwarding DSField = 46 << 2 // expedited forwarding (RFC 3246)
	EF                          = ExpeditedForwarding
)

// Values of the ECN field, for [DSField.WithECN].
const (
	NotECT DSField = 0 // not ECN-capable transport
	ECT1   DSField = 1 // ECN-capable transport, L4S (RFC 9331)
	ECT0   DSField = 2 // ECN-capable transport
	CE     DSField = 3 // congestion experienced
)

// DSCP returns the field with the code point, 0 to 63, and no ECN bits.
func DSCP(codePoint int) DSField { return DSField(codePoint) << 2 }

// CodePoint returns the DSCP, 0 to 63.
func (f DSField) CodePoint() int { return int(f) >> 2 & 0x3f }

// ECN returns the ECN field: [NotECT], [ECT0], [ECT1] or [CE].
func (f DSField) ECN() DSField { return f & 3 }

// WithECN returns f with the ECN field ecn.
func (f DSField) WithECN(ecn DSField) DSField { return f&^3 | ecn&3 }

// String returns the name of the code point followed by the ECN field, if any,
// as in "AF41" and "AF41+ECT0". If the code point has no name, String returns the
// octet, as in "0x8c".
func (f DSField) String() string {
	if f >= 0 && f <= 255 {
		for _, n := range dsNames {
			if n.field == f&^3 {
				return n.name + ecnSuffixes[f.ECN()]
			}
		}
		return "0x" + strconv.FormatInt(int64(f), 16)
	}
	return strconv.Itoa(int(f))
}

// MarshalText returns the text of String.
func (f DSField) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a name that String returns, in any case, with or without
// +ECT0, +ECT1 or +CE, as in "AF41" and "ef+ect0". The C name, such as
// IPTOS_DSCP_AF41, IPTOS_CLASS_CS1 or IPTOS_LOWDELAY, and the names lowdelay,
// throughput and reliability of RFC 1349 are accepted too.
//
// A number, decimal or hexadecimal after 0x, is the whole octet: "0x88" and "136"
// are AF41, while "34" is the octet with that number and not the code point.
func (f *DSField) UnmarshalText(text []byte) error { return parseText(f, text) }

func (f *DSField) parse(text string) error {
	if allDigits(text[:1]) || text[0] == '-' {
		return parseNumber(reflect.ValueOf(f).Elem(), text, "")
	}
	name, suffix, hasECN := strings.Cut(lower(text), "+")
	ecn := slices.IndexFunc(ecnSuffixes[:], func(s string) bool { return lower(s) == "+"+suffix })
	for _, prefix := range [...]string{"iptos_dscp_", "iptos_class_", "iptos_"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			name = rest
			break
		}
	}
	for _, list := range [...][]dsName{dsNames[:], tosNames[:]} {
		for _, n := range list {
			if lower(n.name) == name && (ecn > 0 || !hasECN) {
				*f = n.field | DSField(max(ecn, 0))
				return nil
			}
		}
	}
	return &valueError{"must be one of CS0, LE, CS1 to CS7, AF11 to AF43, VA, EF, lowdelay, throughput and reliability, with +ECT0, +ECT1 or +CE if needed, or the whole octet, such as 0x88"}
}

// ecnSuffixes has what follows the name of a code point for each ECN field.
var ecnSuffixes = [...]string{NotECT: "", ECT1: "+ECT1", ECT0: "+ECT0", CE: "+CE"}

type dsName struct {
	field DSField
	name  string
}

// tosNames has the names of netinet/ip.h for bits of RFC 1349. IPTOS_MINCOST is
// not among them, because its bit belongs to the ECN field today.
var tosNames = [...]dsName{{0x10, "lowdelay"}, {0x08, "throughput"}, {0x04, "reliability"}}

var dsNames = [...]dsName{
	{DefaultForwarding, "CS0"}, {LowerEffort, "LE"},
	{CS1, "CS1"}, {CS2, "CS2"}, {CS3, "CS3"}, {CS4, "CS4"}, {CS5, "CS5"}, {CS6, "CS6"}, {CS7, "CS7"},
	{AF11, "AF11"}, {AF12, "AF12"}, {AF13, "AF13"}, {AF21, "AF21"}, {AF22, "AF22"}, {AF23, "AF23"},
	{AF31, "AF31"}, {AF32, "AF32"}, {AF33, "AF33"}, {AF41, "AF41"}, {AF42, "AF42"}, {AF43, "AF43"},
	{VoiceAdmit, "VA"}, {EF, "EF"},
}

var dsFieldForm = form[DSField]{"DSField", putNumber[DSField], getNumber[DSField]}
