package sockopt

// BufLockFlags name buffers of a socket, for [BufLock].
type BufLockFlags uint32

// Flags of BufLockFlags.
const (
	SndBufLock BufLockFlags = 1 << iota // the send buffer, whose size [SndBuf] sets
	RcvBufLock                          // the receive buffer, whose size [RcvBuf] sets
)

// String returns the C names without _LOCK, as in "SNDBUF|RCVBUF", and "none" for
// neither buffer.
func (f BufLockFlags) String() string {
	return flagNames(uint32(f), "none", []string{"SNDBUF", "RCVBUF"})
}

// MarshalText returns what String returns.
func (f BufLockFlags) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what String returns, or a number.
func (f *BufLockFlags) UnmarshalText(text []byte) error { return parseText(f, text) }

var bufLockForm = form[BufLockFlags]{"BufLockFlags", putNumber[BufLockFlags], getNumber[BufLockFlags]}
