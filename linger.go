package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A LingerConfig is what closing a connection does with unsent data: [LingerOff],
// [LingerReset] or [LingerWait]. The zero LingerConfig is LingerOff.
type LingerConfig struct {
	way     lingerWay
	timeout time.Duration
}

type lingerWay uint8

const (
	lingerOff lingerWay = iota
	lingerReset
	lingerWait
)

// LingerOff is the default: close returns at once, and the kernel goes on sending.
func LingerOff() LingerConfig { return LingerConfig{} }

// LingerReset resets the connection on close and drops unsent data.
func LingerReset() LingerConfig { return LingerConfig{way: lingerReset} }

// LingerWait makes close wait at most d for unsent data to be sent. The time counts
// in whole seconds, rounded up. Zero, which could mean LingerOff or LingerReset, is
// refused with [ErrValue].
//
// On Linux, a Close that waits blocks its thread, even though Go's sockets are
// non-blocking; on the BSDs it returns at once.
func LingerWait(d time.Duration) LingerConfig { return LingerConfig{lingerWait, d} }

// Timeout returns the time of [LingerWait], and zero for other values.
func (l LingerConfig) Timeout() time.Duration { return l.timeout }

// String returns "off", "reset" or the timeout, such as "5s".
func (l LingerConfig) String() string {
	switch l.way {
	case lingerOff:
		return "off"
	case lingerReset:
		return "reset"
	}
	return l.timeout.String()
}

// MarshalText is String, for encoding/json and the like.
func (l LingerConfig) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads "off", "reset" or a duration such as "5s". A duration of
// zero is refused, because it could mean off or reset.
func (l *LingerConfig) UnmarshalText(text []byte) error { return parseText(l, text) }

func (l *LingerConfig) parse(text string) error {
	switch lower(text) {
	case "off":
		*l = LingerOff()
		return nil
	case "reset":
		*l = LingerReset()
		return nil
	}
	var d time.Duration
	err := parseDuration(&d, text)
	switch {
	case err == nil && d == 0:
		return &valueError{shortened(text) + ` is ambiguous: write "off" to turn lingering off, or "reset" to reset the connection on close`}
	case err != nil && !allDigits(text[:1]):
		return &valueError{"must be off, reset, or a time such as 5s"}
	}
	*l = LingerWait(d)
	return err
}

var lingerForm = form[LingerConfig]{"LingerConfig", putLinger, getLinger}

func putLinger(e *encoding, _ *meta, r *row, v LingerConfig) error {
	if v == LingerWait(0) {
		return &valueError{"a timeout of 0s is ambiguous: use LingerOff or LingerReset"}
	}
	n := wire.Ceil(v.timeout, time.Second)
	hi := int64(math.MaxInt32)
	if r.max != 0 {
		hi = r.max
	}
	if v.timeout < 0 || n > hi {
		return &valueError{"the timeout must be 0s to " + itoa(hi) + "s"}
	}
	var on uint32
	if v.way != lingerOff {
		on = 1
	}
	b := e.grow(r.size())
	if r.as == lingerShorts {
		binary.NativeEndian.PutUint16(b, uint16(on))
		binary.NativeEndian.PutUint16(b[2:], uint16(n))
	} else {
		binary.NativeEndian.PutUint32(b, on)
		binary.NativeEndian.PutUint32(b[4:], uint32(n))
	}
	return nil
}

func getLinger(b []byte, r *row) (LingerConfig, error) {
	if len(b) < r.size() {
		return LingerConfig{}, errShort(b)
	}
	var on, n int64
	if r.as == lingerShorts {
		on, n = int64(binary.NativeEndian.Uint16(b)), int64(binary.NativeEndian.Uint16(b[2:]))
	} else {
		on, n = wire.Int(b[:4]), wire.Int(b[4:8])
	}
	if on == 0 {
		return LingerOff(), nil // some kernels keep the last time there
	}
	if n < 0 {
		// Another program asked for more than the kernel's field holds.
		return LingerConfig{}, &answerError{"a linger time of " + itoa(n) + " s"}
	}
	if n == 0 {
		return LingerReset(), nil
	}
	return LingerWait(time.Duration(n) * time.Second), nil
}
