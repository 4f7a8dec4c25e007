package sockopt

// PacketClock says which clock timestamps are of, as flags of which the first
// that there is is used.
type PacketClock uint32

// The clocks, as linux/net_tstamp.h has them.
const (
	PacketClockSoftware PacketClock = 1 << 4 // SOF_TIMESTAMPING_SOFTWARE, the default
	PacketClockHardware PacketClock = 1 << 6 // SOF_TIMESTAMPING_RAW_HARDWARE
)

// String joins the C names with |.
func (c PacketClock) String() string {
	return flagNames(uint32(c), "0", []string{4: "SOF_TIMESTAMPING_SOFTWARE", 6: "SOF_TIMESTAMPING_RAW_HARDWARE"})
}

// MarshalText returns the text of String.
func (v PacketClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *PacketClock) UnmarshalText(text []byte) error { return parseText(v, text) }

var packetClockForm = form[PacketClock]{"PacketClock", putNumber[PacketClock], getNumber[PacketClock]}
