package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
)

// A SpliceConfig says where data is passed on to, and how long.
type SpliceConfig struct {
	Target  int           // descriptor of the socket that it goes to; -1: end what there is
	Max     int64         // how many bytes to pass on; zero: no limit
	Idle    time.Duration // without data for so long, end; zero: never
	Spliced int64         // how many bytes have been passed on; never set
}

// String returns the fields that are not zero, as in
// "target=7,max=65536,idle=5s".
func (c SpliceConfig) String() string { return formatFields(c) }

var spliceForm = form[SpliceConfig]{"SpliceConfig", putSplice, getSplice}

// Where the fields of struct splice are, from its end.
const (
	spliceIdle = spliceSize - sys.TimevalSize
	spliceMax  = spliceIdle - 8
)

func putSplice(e *encoding, m *meta, _ *row, v SpliceConfig) error {
	switch {
	case v.Target < -1 || v.Target > math.MaxInt32:
		return &valueError{"the target must be a descriptor or -1"}
	case v.Max < 0:
		return &valueError{"the number of bytes must not be negative"}
	}
	b := e.grow(spliceIdle)
	binary.NativeEndian.PutUint32(b, uint32(v.Target))
	binary.NativeEndian.PutUint64(b[spliceMax:], uint64(v.Max))
	return putDuration(e, m, &row{as: timeval}, v.Idle)
}

// getSplice reads the number of bytes that a kernel tells, or what putSplice has
// written.
func getSplice(b []byte, _ *row) (v SpliceConfig, err error) {
	switch {
	case len(b) == 8:
		return SpliceConfig{Target: -1, Spliced: wire.Int(b)}, nil
	case len(b) < spliceSize:
		return v, errShort(b)
	}
	v.Target, v.Max = int(int32(binary.NativeEndian.Uint32(b))), wire.Int(b[spliceMax:spliceIdle])
	v.Idle, err = getTimeval(b[spliceIdle:])
	return v, err
}
