package sockopt

import "strconv"

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

// The ECN field.
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

// String returns the name of the code point, such as "AF41", or "DSCP 35" for
// one without; then the ECN field, if any, as in "AF41+ECT0".
func (f DSField) String() string {
	if f < 0 || f > 255 {
		return strconv.Itoa(int(f))
	}
	s := "DSCP " + strconv.Itoa(f.CodePoint())
	for _, n := range dsNames {
		if n.field == f&^3 {
			s = n.name
		}
	}
	switch f.ECN() {
	case ECT0:
		s += "+ECT0"
	case ECT1:
		s += "+ECT1"
	case CE:
		s += "+CE"
	}
	return s
}

var dsNames = [...]struct {
	field DSField
	name  string
}{
	{DefaultForwarding, "CS0"}, {LowerEffort, "LE"},
	{CS1, "CS1"}, {CS2, "CS2"}, {CS3, "CS3"}, {CS4, "CS4"}, {CS5, "CS5"}, {CS6, "CS6"}, {CS7, "CS7"},
	{AF11, "AF11"}, {AF12, "AF12"}, {AF13, "AF13"}, {AF21, "AF21"}, {AF22, "AF22"}, {AF23, "AF23"},
	{AF31, "AF31"}, {AF32, "AF32"}, {AF33, "AF33"}, {AF41, "AF41"}, {AF42, "AF42"}, {AF43, "AF43"},
	{VoiceAdmit, "VA"}, {EF, "EF"},
}

var dsFieldForm = form[DSField]{"DSField", putNumber[DSField], getNumber[DSField]}
