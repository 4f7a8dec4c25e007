package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A LingerConfig says what closing a connection does with data that was not
// yet sent.
//
//   - The zero LingerConfig, off, is the default: close returns at once and the
//     kernel goes on sending.
//   - {Enable: true} resets the connection on close and drops the data.
//   - {Enable: true, Timeout: d} waits at most d for the data to be sent.
//
// Timeout counts in whole seconds, rounded up. With a Timeout a Close blocks its
// thread on Linux, even though Go's sockets are non-blocking; on the BSDs it
// returns at once.
type LingerConfig struct {
	Enable  bool
	Timeout time.Duration
}

// String returns "off", "reset" or the timeout, such as "5s".
func (l LingerConfig) String() string {
	switch {
	case !l.Enable:
		return "off"
	case l.Timeout == 0:
		return "reset"
	}
	return l.Timeout.String()
}

// MarshalText is String, for encoding/json and the like.
func (l LingerConfig) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads "off", "reset" or a duration such as "5s". A duration of
// zero is refused, because it could mean off or reset.
func (l *LingerConfig) UnmarshalText(text []byte) error { return parseText(l, text) }

func (l *LingerConfig) parse(text string) error {
	switch lower(text) {
	case "off":
		*l = LingerConfig{}
		return nil
	case "reset":
		*l = LingerConfig{Enable: true}
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
	*l = LingerConfig{Enable: true, Timeout: d}
	return err
}

var lingerForm = form[LingerConfig]{"LingerConfig", putLinger, getLinger}

func putLinger(e *encoding, _ *meta, r *row, v LingerConfig) error {
	if !v.Enable && v.Timeout != 0 {
		return &valueError{"a timeout without Enable"}
	}
	n := wire.Ceil(v.Timeout, time.Second)
	hi := int64(math.MaxInt32)
	if r.max != 0 {
		hi = r.max
	}
	if v.Timeout < 0 || n > hi {
		return &valueError{"the timeout must be 0s to " + itoa(hi) + "s"}
	}
	var on uint32
	if v.Enable {
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
		return LingerConfig{}, nil // some kernels keep the last time there
	}
	if n < 0 {
		// Another program asked for more than the kernel's field holds.
		return LingerConfig{}, &answerError{"a linger time of " + itoa(n) + " s"}
	}
	return LingerConfig{Enable: true, Timeout: time.Duration(n) * time.Second}, nil
}
