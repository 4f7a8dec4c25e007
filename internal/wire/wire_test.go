package wire

import (
	"encoding/binary"
	"encoding/hex"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// host returns the bytes that are right in the byte order of this host.
func host(t *testing.T, little, big string) []byte {
	text := big
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		text = little
	}
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	require.NoError(t, err)
	return b
}

// odd returns a copy of b at an odd address, with bytes around it that must stay.
func odd(b []byte) (all, part []byte) {
	all = append(append([]byte{0xa5}, b...), 0xa5)
	return all, all[1 : 1+len(b) : 1+len(b)]
}

func TestWireIntegers(t *testing.T) {
	for _, test := range []struct {
		v           int64
		little, big string
	}{
		{0x12, "12", "12"}, {-2, "fe", "fe"},
		{0x1234, "3412", "1234"}, {-2, "feff", "fffe"},
		{0x12345678, "78563412", "12345678"}, {-2, "feffffff", "fffffffe"},
		{0x123456789abcdef0, "f0debc9a78563412", "123456789abcdef0"}, {-2, "feffffffffffffff", "fffffffffffffffe"},
		{math.MinInt32, "00000080", "80000000"}, {math.MinInt64, "0000000000000080", "8000000000000000"},
	} {
		want := host(t, test.little, test.big)
		all, b := odd(make([]byte, len(want)))
		PutInt(b, test.v)
		assert.Equal(t, want, b)
		assert.Equal(t, []byte{0xa5, 0xa5}, []byte{all[0], all[len(all)-1]})
		assert.Equal(t, test.v, Int(b))
		u, ok := Uint(b)
		assert.True(t, ok)
		assert.Equal(t, uint64(test.v)<<(64-8*len(b))>>(64-8*len(b)), u)
	}
	b := make([]byte, 4)
	PutInt(b, 1<<40|7)
	assert.Equal(t, int64(7), Int(b), "what does not fit")
	for _, n := range []int{0, 3, 5, 6, 7, 9, 16} {
		_, ok := Uint(make([]byte, n))
		assert.False(t, ok, "%d bytes", n)
		assert.Panics(t, func() { Int(make([]byte, n)) }, "%d bytes", n)
		assert.Panics(t, func() { PutInt(make([]byte, n), 1) }, "%d bytes", n)
	}
}

// The bits are those of C compilers: gcc and clang for amd64, and for s390x.
func TestWireBits(t *testing.T) {
	for _, test := range []struct {
		n           int
		little, big string
	}{
		{0, "01000000", "80000000"}, {1, "02000000", "40000000"}, {4, "10000000", "08000000"}, {7, "80000000", "01000000"},
		{8, "00010000", "00800000"}, {15, "00800000", "00010000"}, {31, "00000080", "00000001"},
	} {
		b := make([]byte, 4)
		PutBit(b, test.n, false)
		assert.Equal(t, make([]byte, 4), b, "field %d", test.n)
		PutBit(b, test.n, true)
		assert.Equal(t, host(t, test.little, test.big), b, "field %d", test.n)
		for n := range 32 {
			assert.Equal(t, n == test.n, Bit(b, n), "field %d", n)
		}
		PutBit(b, test.n, false)
		assert.True(t, Bit(b, test.n), "other fields may share the bytes")
	}
	// As an integer of 16 bits.
	b := make([]byte, 2)
	PutBit(b, 1, true)
	v := binary.NativeEndian.Uint16(b)
	assert.Equal(t, host(t, "0200", "4000"), b)
	assert.Equal(t, binary.NativeEndian.Uint16(host(t, "0200", "4000")), v)
}

func TestWireString(t *testing.T) {
	for in, want := range map[string]string{"": "", "\x00": "", "abc": "abc", "abc\x00": "abc", "abc\x00d\x00": "abc", "\x00abc": ""} {
		assert.Equal(t, want, String([]byte(in)), "%q", in)
	}
}

func TestWireCeil(t *testing.T) {
	for _, test := range []struct {
		d, unit time.Duration
		want    int64
	}{
		{0, time.Second, 0}, {1, time.Second, 1}, {time.Second, time.Second, 1}, {time.Second + 1, time.Second, 2},
		{time.Second/2 + 1, time.Second / 2, 2}, {999, time.Microsecond, 1},
		{-1, time.Second, 0}, {-time.Second, time.Second, -1}, {-time.Second - 1, time.Second, -1},
		{math.MaxInt64, time.Microsecond, math.MaxInt64/1000 + 1}, {math.MaxInt64, 1, math.MaxInt64},
	} {
		assert.Equal(t, test.want, Ceil(test.d, test.unit), "%v in %v", test.d, test.unit)
	}
}

func TestWireFieldsOfTimeval(t *testing.T) {
	assert.GreaterOrEqual(t, TimevalSize, timevalField)
	for _, want := range [][2]int64{{0, 0}, {0, 1}, {1, 0}, {258, 3}, {math.MaxInt32, 999999}} {
		_, b := odd(make([]byte, TimevalSize))
		PutTimeval(b, want[0]*1e6+want[1])
		for i := timevalField; i < len(b); i++ {
			assert.Zero(t, b[i], "the padding")
			b[i] = 0xff // as NetBSD returns it
		}
		sec, usec, ok := Timeval(b)
		assert.True(t, ok)
		assert.Equal(t, want, [2]int64{sec, usec})
		_, _, ok = Timeval(b[:timevalField])
		assert.True(t, ok, "the padding may be missing")
	}
	for n := range timevalField {
		_, _, ok := Timeval(make([]byte, n))
		assert.False(t, ok, "%d bytes", n)
	}
	// Fields that no time has are read as they are.
	b := make([]byte, TimevalSize)
	PutInt(b[:sys.TimevalSecSize], -1)
	PutInt(b[sys.TimevalSecSize:timevalField], 2e6)
	sec, usec, ok := Timeval(b)
	assert.True(t, ok)
	assert.Equal(t, [2]int64{-1, 2e6}, [2]int64{sec, usec})
}
