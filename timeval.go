package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
)

// A time.Duration crosses into the kernel as a number of the unit of its row,
// or as a struct timeval. It is rounded up, so that what is not zero never
// becomes zero, which often means something else.
var durationForm = form[time.Duration]{"time.Duration", putDuration, getDuration}

// units has the unit of each layout that is a duration.
var units = [...]time.Duration{
	seconds:      time.Second,
	halfSeconds:  time.Second / 2,
	milliseconds: time.Millisecond,
	uMillis:      time.Millisecond,
	microseconds: time.Microsecond,
	timeval:      time.Microsecond,
}

func putDuration(e *encoding, m *meta, r *row, v time.Duration) error {
	unit := units[r.as]
	n := wire.Ceil(v, unit)
	if err := checkDuration(m, r, v, n, unit); err != nil {
		return err
	}
	if r.as == timeval {
		wire.PutTimeval(e.grow(sys.TimevalSize), n)
	} else {
		putInteger(e, r, n)
	}
	return nil
}

func getDuration(b []byte, r *row) (time.Duration, error) {
	unit := units[r.as]
	if r.as == timeval {
		return getTimeval(b)
	}
	n, err := getInteger(b, r)
	if _, most := layoutBounds(r.as); err == nil && (n < 0 || n > min(most, math.MaxInt64/int64(unit))) {
		err = &answerError{"a duration of " + itoa(n) + " units"}
	}
	return time.Duration(n) * unit, err
}

// checkDuration refuses a v, which is n units, that is negative or outside the
// bounds of the layout, the option or the kernel.
func checkDuration(m *meta, r *row, v time.Duration, n int64, unit time.Duration) error {
	lo, hi := integerBounds(m, r)
	lo = max(lo, 0)
	if r.as == timeval {
		hi = wire.Ceil(math.MaxInt64, unit) // which reads as MaxInt64
		if r.max != 0 {
			hi = r.max
		}
		if sys.TimevalSecSize == 4 {
			hi = min(hi, (math.MaxInt32+1)*int64(time.Second/time.Microsecond)-1)
		}
	}
	if v >= 0 && n >= lo && n <= hi {
		return nil
	}
	// A bound beyond what a Duration can hold needs no mention.
	if hi > math.MaxInt64/int64(unit) {
		return &valueError{"must be at least " + (time.Duration(lo) * unit).String()}
	}
	return &valueError{"must be " + (time.Duration(lo) * unit).String() + " to " + (time.Duration(hi) * unit).String()}
}

// getTimeval reads a struct timeval, whatever its padding holds.
func getTimeval(b []byte) (time.Duration, error) {
	sec, usec, ok := wire.Timeval(b)
	if !ok {
		return 0, errShort(b)
	}
	if sec < 0 || usec < 0 || usec >= 1e6 {
		return 0, &answerError{"a timeval of " + itoa(sec) + " s and " + itoa(usec) + " us"}
	}
	if sec > math.MaxInt64/int64(time.Second)-1 {
		return math.MaxInt64, nil // longer than a Duration can say
	}
	return time.Duration(sec)*time.Second + time.Duration(usec)*time.Microsecond, nil
}

// linger2Form is the form of a duration that may be a negative one, as -1, where
// the row has that for its min.
var linger2Form = form[time.Duration]{"time.Duration", putLinger2, getLinger2}

func putLinger2(e *encoding, m *meta, r *row, v time.Duration) error {
	if v < 0 && r.min < 0 {
		putInteger(e, r, -1)
		return nil
	}
	err := putDuration(e, m, r, v)
	if refusal, ok := err.(*valueError); ok && r.min < 0 {
		return &valueError{refusal.msg + " or negative"}
	}
	return err
}

func getLinger2(b []byte, r *row) (time.Duration, error) {
	if n, err := getInteger(b, r); err == nil && n == -1 && r.min < 0 {
		return -1, nil
	}
	return getDuration(b, r)
}

// connectTimeForm is the form of a number of seconds that has all bits set where
// there is none.
var connectTimeForm = form[time.Duration]{"time.Duration", nil, getConnectTime}

func getConnectTime(b []byte, _ *row) (time.Duration, error) {
	if len(b) != 4 {
		return 0, errShort(b)
	}
	n := binary.NativeEndian.Uint32(b)
	if n == maxUint32 {
		return 0, sys.ErrNoPeer
	}
	return time.Duration(n) * time.Second, nil
}
