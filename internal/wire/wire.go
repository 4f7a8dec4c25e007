// Package wire lays C values out in memory, in the byte order of the host, and reads
// them back: integers, times, bit-fields, strings and socket addresses.
//
// It makes no system calls and knows nothing of options or messages. Its functions
// work on bytes at any alignment. A Put function panics if its slice is shorter than
// the value, and leaves what the value does not need as it was; a reader reports
// that a slice is too short, or panics where it says so.
package wire

import (
	"bytes"
	"encoding/binary"
	"time"
)

// PutInt writes an integer of as many bytes as b has: 1, 2, 4 or 8. It drops the
// high bits that do not fit.
func PutInt(b []byte, v int64) {
	switch len(b) {
	case 1:
		b[0] = byte(v)
	case 2:
		binary.NativeEndian.PutUint16(b, uint16(v))
	case 4:
		binary.NativeEndian.PutUint32(b, uint32(v))
	case 8:
		binary.NativeEndian.PutUint64(b, uint64(v))
	default:
		panic("wire: no integer has this size")
	}
}

// Int reads a signed integer of as many bytes as b has: 1, 2, 4 or 8, such as a C
// long in b[:8]. It panics if b has another length.
func Int(b []byte) int64 {
	v, ok := Uint(b)
	if !ok {
		panic("wire: no integer has this size")
	}
	unused := 64 - 8*len(b)
	return int64(v) << unused >> unused
}

// Uint reads an unsigned integer of as many bytes as b has: 1, 2, 4 or 8. It returns
// false if b has another length.
func Uint(b []byte) (uint64, bool) {
	switch len(b) {
	case 1:
		return uint64(b[0]), true
	case 2:
		return uint64(binary.NativeEndian.Uint16(b)), true
	case 4:
		return uint64(binary.NativeEndian.Uint32(b)), true
	case 8:
		return binary.NativeEndian.Uint64(b), true
	}
	return 0, false
}

// littleEndian reports whether the byte at the lowest address is the low one.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// bit returns the bit that C has for the bit-field n, in the byte n/8 of its
// integer: compilers begin with the low bit of the first byte, or with the high bit
// if the first byte of an integer is the high one. The width of the integer does
// not matter.
func bit(n int) byte {
	if littleEndian() {
		return 1 << (n % 8)
	}
	return 0x80 >> (n % 8)
}

// PutBit sets the bit-field n, counted from 0, of the bit-fields at b, which have a
// width of 1 each, if on. Otherwise it leaves the bit-field as it is.
func PutBit(b []byte, n int, on bool) {
	if on {
		b[n/8] |= bit(n)
	}
}

// Bit reads the bit-field n that [PutBit] sets.
func Bit(b []byte, n int) bool { return b[n/8]&bit(n) != 0 }

// String reads a C string: the bytes up to the first NUL, or all of them.
func String(b []byte) string {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return string(b)
}

// Ceil returns d in units, rounded up, so that what is not zero never becomes zero.
func Ceil(d, unit time.Duration) int64 {
	n := int64(d / unit)
	if d%unit > 0 {
		n++
	}
	return n
}
