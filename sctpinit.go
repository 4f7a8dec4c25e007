package sockopt

import (
	"encoding/binary"
	"math"
	"time"
)

// An SCTPInit says how an association begins.
type SCTPInit struct {
	OutStreams   uint16 // to ask for
	MaxInStreams uint16 // that the peer may ask for
	MaxAttempts  uint16 // of the handshake
	// MaxTimeout bounds the time between two attempts; whole milliseconds, rounded
	// up, at most 65535.
	MaxTimeout time.Duration
}

// String returns the fields that are not zero, as in
// "outstreams=10,maxinstreams=2048,maxattempts=8,maxtimeout=1m0s".
func (i SCTPInit) String() string { return formatFields(i) }

var sctpInitForm = form[SCTPInit]{"SCTPInit", putSCTPInit, getSCTPInit}

func putSCTPInit(e *encoding, _ *meta, r *row, v SCTPInit) error {
	n, err := inMillis(v.MaxTimeout, math.MaxUint16)
	if err != nil {
		return err
	}
	b := e.grow(r.size())
	if r.as == sctpInitWords {
		binary.NativeEndian.PutUint32(b, uint32(v.OutStreams))
		binary.NativeEndian.PutUint32(b[4:], uint32(v.MaxInStreams))
		binary.NativeEndian.PutUint16(b[8:], v.MaxAttempts)
		binary.NativeEndian.PutUint16(b[10:], uint16(n))
		return nil
	}
	for i, n := range [...]uint16{v.OutStreams, v.MaxInStreams, v.MaxAttempts, uint16(n)} {
		binary.NativeEndian.PutUint16(b[2*i:], n)
	}
	return nil
}

func getSCTPInit(b []byte, r *row) (SCTPInit, error) {
	if len(b) != r.size() {
		return SCTPInit{}, errShort(b)
	}
	n := func(i int) uint16 { return binary.NativeEndian.Uint16(b[2*i:]) }
	if r.as == sctpInitWords {
		word := func(i int) uint16 { return uint16(min(binary.NativeEndian.Uint32(b[4*i:]), math.MaxUint16)) }
		return SCTPInit{word(0), word(1), n(4), time.Duration(n(5)) * time.Millisecond}, nil
	}
	return SCTPInit{n(0), n(1), n(2), time.Duration(n(3)) * time.Millisecond}, nil
}
