package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// An SCTPRTO bounds the retransmission timeout.
type SCTPRTO struct{ Initial, Max, Min time.Duration }

// String returns the fields that are not zero, as in
// "initial=3s,max=1m0s,min=1s".
func (r SCTPRTO) String() string { return formatFields(r) }

// inMillis returns d in milliseconds, rounded up, if it is not more than hi.
func inMillis(d time.Duration, hi int64) (uint32, error) {
	n := wire.Ceil(d, time.Millisecond)
	if d < 0 || n > hi {
		return 0, &valueError{"a time must be 0 to " + itoa(hi) + "ms"}
	}
	return uint32(n), nil
}

// millisAt reads a time in milliseconds.
func millisAt(b []byte) time.Duration {
	return time.Duration(binary.NativeEndian.Uint32(b)) * time.Millisecond
}

var sctpRTOForm = form[SCTPRTO]{"SCTPRTO", putSCTPRTO, getSCTPRTO}

func putSCTPRTO(e *encoding, _ *meta, _ *row, v SCTPRTO) error {
	var words [4]uint32 // the first is the association
	var err error
	for i, d := range [...]time.Duration{v.Initial, v.Max, v.Min} {
		if words[1+i], err = inMillis(d, math.MaxInt32); err != nil {
			return err
		}
	}
	b := e.grow(16)
	for i, n := range words {
		binary.NativeEndian.PutUint32(b[4*i:], n)
	}
	return nil
}

func getSCTPRTO(b []byte, _ *row) (SCTPRTO, error) {
	if len(b) != 16 {
		return SCTPRTO{}, errShort(b)
	}
	d := func(i int) time.Duration {
		return time.Duration(binary.NativeEndian.Uint32(b[4*i:])) * time.Millisecond
	}
	return SCTPRTO{d(1), d(2), d(3)}, nil
}
