package sockopt

import (
	"encoding/binary"
	"strconv"
)

// A TxTimeConfig says what the times are that packets are to be sent at.
type TxTimeConfig struct {
	Clock ClockID
	// Deadline makes a time the latest at which to send, in place of the time
	// at which to send.
	Deadline bool
	// ReportErrors tells of each packet that was dropped, since its time was
	// over or invalid, on the error queue of the socket.
	ReportErrors bool
}

// String returns the fields that are not zero, as in
// "clock=CLOCK_TAI,deadline=on".
func (c TxTimeConfig) String() string { return formatFields(c) }

// A ClockID is the number of a clock, as clock_gettime(2) of Linux has it.
type ClockID int

// The clocks that [TxTime] is of use with.
const (
	ClockRealtime  ClockID = 0
	ClockMonotonic ClockID = 1
	ClockTAI       ClockID = 11
)

// String returns the C name, such as "CLOCK_TAI", or the number.
func (c ClockID) String() string {
	switch c {
	case ClockRealtime:
		return "CLOCK_REALTIME"
	case ClockMonotonic:
		return "CLOCK_MONOTONIC"
	case ClockTAI:
		return "CLOCK_TAI"
	}
	return strconv.Itoa(int(c))
}

// MarshalText returns the text of String.
func (v ClockID) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *ClockID) UnmarshalText(text []byte) error { return parseText(v, text) }

var txTimeForm = form[TxTimeConfig]{"TxTimeConfig", putTxTime, getTxTime}

// Flags of struct sock_txtime: SOF_TXTIME_DEADLINE_MODE, SOF_TXTIME_REPORT_ERRORS.
const txTimeDeadline, txTimeReport = 1, 2

func putTxTime(e *encoding, m *meta, r *row, v TxTimeConfig) error {
	if err := checkInteger(m, r, int64(v.Clock)); err != nil {
		return err
	}
	var flags uint32
	if v.Deadline {
		flags |= txTimeDeadline
	}
	if v.ReportErrors {
		flags |= txTimeReport
	}
	b := e.grow(r.size())
	binary.NativeEndian.PutUint32(b, uint32(v.Clock))
	binary.NativeEndian.PutUint32(b[4:], flags)
	return nil
}

func getTxTime(b []byte, r *row) (TxTimeConfig, error) {
	if len(b) < r.size() {
		return TxTimeConfig{}, errShort(b)
	}
	flags := binary.NativeEndian.Uint32(b[4:])
	return TxTimeConfig{
		Clock:        ClockID(int32(binary.NativeEndian.Uint32(b))),
		Deadline:     flags&txTimeDeadline != 0,
		ReportErrors: flags&txTimeReport != 0,
	}, nil
}
