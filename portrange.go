package sockopt

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// A PortRange is a range of local ports; the zero one is the host's own.
type PortRange struct {
	Low, High uint16 // both included; 0: the bound of the host
}

// String returns the range as in "40000-40099".
func (p PortRange) String() string {
	return strconv.Itoa(int(p.Low)) + "-" + strconv.Itoa(int(p.High))
}

// MarshalText is String, for encoding/json and the like.
func (p PortRange) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads two ports, such as "40000-50000".
func (p *PortRange) UnmarshalText(text []byte) error {
	low, high, _ := strings.Cut(string(text), "-")
	lo, ok := parseSmall(low, math.MaxUint16)
	hi, ok2 := parseSmall(high, math.MaxUint16)
	if !ok || !ok2 {
		return &valueError{"must be two ports from 0 to 65535, such as 40000-50000"}
	}
	*p = PortRange{uint16(lo), uint16(hi)}
	return nil
}

var portRangeForm = form[PortRange]{"PortRange", putPortRange, getPortRange}

func putPortRange(e *encoding, _ *meta, r *row, v PortRange) error {
	if v.Low != 0 && v.High != 0 && v.Low > v.High {
		return &valueError{"the low port must not be above the high one"}
	}
	binary.NativeEndian.PutUint32(e.grow(r.size()), uint32(v.High)<<16|uint32(v.Low))
	return nil
}

func getPortRange(b []byte, _ *row) (PortRange, error) {
	if len(b) < 4 {
		return PortRange{}, errShort(b)
	}
	v := binary.NativeEndian.Uint32(b)
	return PortRange{uint16(v), uint16(v >> 16)}, nil
}

// A PortChoice is one of the ranges of local ports that a BSD has.
type PortChoice int

// Values of PortChoice.
const (
	PortsDefault PortChoice = iota // that of the host for connections
	PortsHigh                      // a high one, which firewalls may leave open
	PortsLow                       // below 1024, for root
)

// String returns "default", "high" or "low", or the number if it is none of
// them.
func (p PortChoice) String() string {
	if p >= PortsDefault && p <= PortsLow {
		return [...]string{"default", "high", "low"}[p]
	}
	return strconv.Itoa(int(p))
}

// MarshalText returns the text of String.
func (v PortChoice) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *PortChoice) UnmarshalText(text []byte) error { return parseText(v, text) }

var portChoiceForm = form[PortChoice]{"PortChoice", putNumber[PortChoice], getNumber[PortChoice]}
