package sockopt

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// checkInteger refuses a number outside the bounds of the layout, the option or
// the kernel.
func checkInteger(m *meta, r *row, v int64) error {
	lo, hi := integerBounds(m, r)
	if v < lo || v > hi {
		return &valueError{"must be " + strconv.FormatInt(lo, 10) + " to " + strconv.FormatInt(hi, 10)}
	}
	return nil
}

// layoutBounds returns the numbers that a layout can hold.
func layoutBounds(as layout) (lo, hi int64) {
	switch as {
	case cByte:
		return 0, math.MaxUint8
	case cUint, uMillis, sctpAssocValue:
		return 0, math.MaxUint32
	case cUint64:
		return 0, math.MaxInt64
	}
	return math.MinInt32, math.MaxInt32
}

// integerBounds returns the strictest of the three.
func integerBounds(m *meta, r *row) (lo, hi int64) {
	lo, hi = layoutBounds(r.as)
	if m.min != 0 || m.max != 0 {
		lo, hi = max(lo, m.min), min(hi, m.max)
	}
	if r.min != 0 || r.max != 0 {
		lo, hi = max(lo, r.min), min(hi, r.max)
	}
	return lo, hi
}

// putInteger writes a number that is in bounds.
func putInteger(e *encoding, r *row, v int64) {
	wire.PutInt(e.grow(r.size()), v)
}

// getInteger reads a number of as many bytes as the kernel says it is: some
// answer one byte where they were given room for four.
func getInteger(b []byte, r *row) (int64, error) {
	switch r.as {
	case protocolInfoFamily, protocolInfoProtocol:
		if len(b) < protocolInfoSize {
			return 0, errShort(b)
		}
		if r.as == protocolInfoFamily {
			b = b[76:80]
		} else {
			b = b[92:96]
		}
	}
	v, ok := wire.Uint(b)
	if !ok {
		return 0, errShort(b)
	}
	if len(b) == 4 {
		switch r.as {
		case cUint, uMillis, cUint64, cULong:
		default:
			return int64(int32(v)), nil
		}
	}
	return int64(v), nil
}

func errShort(b []byte) error {
	return &answerError{"of " + strconv.Itoa(len(b)) + " bytes"}
}

// The forms of plain values.

var boolForm = form[bool]{"bool", putBool, getBool}

func putBool(e *encoding, _ *meta, r *row, v bool) error {
	var n int64
	if v {
		n = 1 // some kernels refuse any other
	}
	putInteger(e, r, n)
	return nil
}

func getBool(b []byte, r *row) (bool, error) {
	n, err := getInteger(b, r) // BSDs answer the option's bit, which may be the sign
	return n != 0, err
}

func putNumber[T ~int | ~uint32](e *encoding, m *meta, r *row, v T) error {
	if err := checkInteger(m, r, int64(v)); err != nil {
		return err
	}
	if r.as == cFlag {
		return putBool(e, m, r, v != 0)
	}
	putInteger(e, r, int64(v))
	return nil
}

func getNumber[T ~int | ~uint32](b []byte, r *row) (T, error) {
	n, err := getInteger(b, r)
	if r.as == cFlag && n != 0 {
		n = 1
	}
	if err == nil && int64(T(n)) != n {
		if lo, hi := layoutBounds(r.as); n > hi || n < lo || ^T(0) > 0 {
			return 0, &answerError{"the number " + itoa(n)}
		}
		return math.MaxInt32, nil // more than an int of 32 bits can say
	}
	return T(n), err
}

var (
	intForm    = form[int]{"int", putNumber[int], getNumber[int]}
	uint32Form = form[uint32]{"uint32", putNumber[uint32], getNumber[uint32]}
	uint64Form = form[uint64]{"uint64", putUint64, getUint64}
)

func putUint64(e *encoding, _ *meta, r *row, v uint64) error {
	binary.NativeEndian.PutUint64(e.grow(r.size()), v)
	return nil
}

func getUint64(b []byte, r *row) (uint64, error) {
	n, err := getInteger(b, r)
	return uint64(n), err
}

// Bounds of C types, for the catalogue.
const (
	maxInt32  = math.MaxInt32
	maxUint32 = math.MaxUint32
)
