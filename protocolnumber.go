package sockopt

import "strconv"

// A ProtocolNumber is the protocol of a socket, as the third argument of
// socket(2) has it. For the IP families it is a number of the IANA registry;
// Linux adds 262 for MPTCP.
type ProtocolNumber int

// String returns the number and, for the usual protocols of the IP families,
// the name, as in "6 (TCP)".
func (p ProtocolNumber) String() string {
	s := strconv.Itoa(int(p))
	switch p {
	case protocolICMP:
		return s + " (ICMP)"
	case protocolTCP:
		return s + " (TCP)"
	case protocolUDP:
		return s + " (UDP)"
	case protocolICMPv6:
		return s + " (ICMPv6)"
	case protocolSCTP:
		return s + " (SCTP)"
	case protocolUDPLite:
		return s + " (UDP-Lite)"
	case protocolMPTCP:
		return s + " (MPTCP)"
	}
	return s
}

var protocolNumberForm = form[ProtocolNumber]{"ProtocolNumber", putNumber[ProtocolNumber], getNumber[ProtocolNumber]}

// MarshalText returns the text of String.
func (v ProtocolNumber) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ProtocolNumber) UnmarshalText(text []byte) error { return parseText(v, text) }
