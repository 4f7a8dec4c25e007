package sockopt

import (
	"encoding/binary"
	"math"
)

// rateForm is the form of a rate, of which all bits set are no limit, whether
// the kernel keeps 32 bits or 64.
var rateForm = form[uint64]{"uint64", putRate, getRate}

func putRate(e *encoding, _ *meta, r *row, v uint64) error {
	b := e.grow(r.size())
	switch {
	case len(b) == 8:
		binary.NativeEndian.PutUint64(b, v)
	case v <= math.MaxUint32 || r.as == cULong && v == math.MaxUint64:
		binary.NativeEndian.PutUint32(b, uint32(v))
	default:
		return &valueError{"must be 0 to 4294967295"}
	}
	return nil
}

func getRate(b []byte, r *row) (uint64, error) {
	switch {
	case len(b) == 8:
		return binary.NativeEndian.Uint64(b), nil
	case len(b) != 4:
		return 0, errShort(b)
	}
	v := binary.NativeEndian.Uint32(b)
	if v == math.MaxUint32 && r.as == cULong {
		return math.MaxUint64, nil
	}
	return uint64(v), nil
}
