package sockopt

// TimestampFlags is a set of choices for [Timestamping].
type TimestampFlags uint32

// Flags of TimestampFlags.
const (
	TimestampTxHardware   TimestampFlags = 1 << 0  // take the time of sending, by the device
	TimestampTxSoftware   TimestampFlags = 1 << 1  // take the time of handing over to the device
	TimestampRxHardware   TimestampFlags = 1 << 2  // take the time of receiving, by the device
	TimestampRxSoftware   TimestampFlags = 1 << 3  // take the time of receiving, by the kernel
	TimestampSoftware     TimestampFlags = 1 << 4  // tell the times taken by software
	TimestampRawHardware  TimestampFlags = 1 << 6  // tell the times taken by the device
	TimestampOptID        TimestampFlags = 1 << 7  // number what is sent, to know it again
	TimestampTxSched      TimestampFlags = 1 << 8  // take the time of entering the queueing discipline
	TimestampTxAck        TimestampFlags = 1 << 9  // take the time at which all was acknowledged, of TCP
	TimestampOptCmsg      TimestampFlags = 1 << 10 // IP_PKTINFO with each time that is told
	TimestampOptTSOnly    TimestampFlags = 1 << 11 // tell times without the packet
	TimestampOptStats     TimestampFlags = 1 << 12 // statistics of TCP with them; needs TimestampOptTSOnly
	TimestampOptPktInfo   TimestampFlags = 1 << 13 // the interface and length with times of received packets
	TimestampOptTxSWHW    TimestampFlags = 1 << 14 // tell both times of sending, where there are both
	TimestampOptIDTCP     TimestampFlags = 1 << 16 // with TimestampOptID: count from the byte that is written next
	TimestampOptRxFilter  TimestampFlags = 1 << 17 // tell the times of receiving only if this socket asked for them
	TimestampTxCompletion TimestampFlags = 1 << 18 // take the time at which the device said that it had sent; Linux 6.15, Bluetooth
)

var timestampNames = [...]string{
	"TX_HARDWARE", "TX_SOFTWARE", "RX_HARDWARE", "RX_SOFTWARE", "SOFTWARE", "SYS_HARDWARE", "RAW_HARDWARE", "OPT_ID",
	"TX_SCHED", "TX_ACK", "OPT_CMSG", "OPT_TSONLY", "OPT_STATS", "OPT_PKTINFO", "OPT_TX_SWHW", "BIND_PHC",
	"OPT_ID_TCP", "OPT_RX_FILTER", "TX_COMPLETION",
}

// String returns the C names without SOF_TIMESTAMPING_, as in
// "RX_SOFTWARE|SOFTWARE", "0x0" if there is none, and what has no name as a
// number.
func (f TimestampFlags) String() string { return flagNames(uint32(f), "0x0", timestampNames[:]) }

// MarshalText returns the text of String.
func (v TimestampFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// The prefix SOF_TIMESTAMPING_ of the C names is accepted too.
func (v *TimestampFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

func (TimestampFlags) cPrefixes() []string { return []string{"SOF_TIMESTAMPING_"} }

var timestampFlagsForm = form[TimestampFlags]{"TimestampFlags", putNumber[TimestampFlags], getNumber[TimestampFlags]}

// A TimestampClock is a clock, and the form of its time, for [TSClock].
type TimestampClock int

// Values of TimestampClock.
const (
	TimestampMicro     TimestampClock = iota // the clock of the day, struct timeval
	TimestampBintime                         // the clock of the day, struct bintime
	TimestampRealtime                        // the clock of the day, struct timespec
	TimestampMonotonic                       // the clock since the start of the system, struct timespec
)

// String returns the C name, such as "SO_TS_REALTIME", or the number.
func (c TimestampClock) String() string {
	return nameAt([]string{"SO_TS_REALTIME_MICRO", "SO_TS_BINTIME", "SO_TS_REALTIME", "SO_TS_MONOTONIC"}, int(c))
}

// MarshalText returns the text of String.
func (v TimestampClock) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TimestampClock) UnmarshalText(text []byte) error { return parseText(v, text) }

var timestampClockForm = form[TimestampClock]{"TimestampClock", putNumber[TimestampClock], getNumber[TimestampClock]}
