package sockopt

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireBool(t *testing.T) {
	for _, as := range []layout{cInt, cUint, cFlag} {
		roundTrip(t, boolForm, row{as: as}, true, host(t, "01000000", "00000001"))
		roundTrip(t, boolForm, row{as: as}, false, both(t, "00000000"))
	}
	roundTrip(t, boolForm, row{as: cByte}, true, both(t, "01"))
	roundTrip(t, boolForm, row{as: cByte}, false, both(t, "00"))

	// Kernels answer from one to eight bytes, and any bit of them.
	for _, b := range [][]byte{
		{1}, {0x80}, {2, 0}, {0, 2},
		host(t, "80000000", "00000080"), // SO_LINGER of the BSDs
		host(t, "04000000", "00000004"), // TCP_NODELAY
		host(t, "00100000", "00001000"), // TCP_NOPUSH
		host(t, "00000080", "80000000"), // the sign
		host(t, "ffffffff", "ffffffff"),
		{0, 0, 0, 0, 0, 0, 0, 0x80}, {0x80, 0, 0, 0, 0, 0, 0, 0},
	} {
		on, err := getBool(b, &row{as: cInt})
		require.NoError(t, err)
		assert.True(t, on, "% x", b)
	}
	for _, n := range []int{1, 2, 4, 8} {
		on, err := getBool(make([]byte, n), &row{as: cInt})
		require.NoError(t, err)
		assert.False(t, on)
	}
	for _, n := range []int{0, 3, 5, 6, 7, 9} {
		_, err := getBool(make([]byte, n), &row{as: cInt})
		assert.ErrorContains(t, err, "unexpected answer", "%d bytes", n)
	}
}

func TestWireInteger(t *testing.T) {
	roundTrip(t, intForm, row{as: cInt}, 0x01020304, host(t, "04030201", "01020304"))
	roundTrip(t, intForm, row{as: cInt}, -2, host(t, "feffffff", "fffffffe"))
	roundTrip(t, intForm, row{as: cInt}, math.MinInt32, host(t, "00000080", "80000000"))
	roundTrip(t, intForm, row{as: cByte}, 255, both(t, "ff"))
	roundTrip(t, uint32Form, row{as: cUint}, 0xfedcba98, host(t, "98badcfe", "fedcba98"))
	roundTrip(t, uint64Form, row{as: cUint64}, 0xfedcba9876543210, host(t, "1032547698badcfe", "fedcba9876543210"))
	roundTrip(t, dsFieldForm, row{as: cInt}, AF41|ECT0, host(t, "8a000000", "0000008a"))

	// An option that is a number elsewhere and here is on or off.
	got, err := encoded(intForm, meta{}, row{as: cFlag}, 256)
	require.NoError(t, err)
	assert.Equal(t, host(t, "01000000", "00000001"), got)

	// Short answers are numbers too: one byte of a char, two of a short.
	for _, b := range [][]byte{{0xfe}, host(t, "fe00", "00fe"), host(t, "fe000000", "000000fe")} {
		n, err := getNumber[int](b, &row{as: cInt})
		require.NoError(t, err)
		assert.Equal(t, 0xfe, n)
	}
	_, err = getNumber[int]([]byte{1, 2, 3}, &row{as: cInt})
	assert.ErrorContains(t, err, "unexpected answer of the kernel: of 3 bytes")
}

// The strictest of the bounds of the layout, the option and the kernel holds.
func TestWireIntegerBounds(t *testing.T) {
	for _, test := range []struct {
		m      meta
		r      row
		lo, hi int64
	}{
		{meta{}, row{as: cInt}, math.MinInt32, math.MaxInt32},
		{meta{}, row{as: cUint}, 0, math.MaxUint32},
		{meta{}, row{as: cByte}, 0, 255},
		{meta{}, row{as: cUint64}, 0, math.MaxInt64},
		{meta{min: -1, max: 255}, row{as: cInt}, -1, 255},
		{meta{min: -1, max: 255}, row{as: cByte}, 0, 255},
		{meta{min: 1, max: math.MaxInt32}, row{as: cInt, min: 88, max: 32767}, 88, 32767},
		{meta{min: 1, max: 127}, row{as: cInt, max: 255}, 1, 127},
	} {
		lo, hi := integerBounds(&test.m, &test.r)
		assert.Equal(t, []int64{test.lo, test.hi}, []int64{lo, hi}, "%+v %+v", test.m, test.r)
		assert.NoError(t, checkInteger(&test.m, &test.r, test.lo))
		assert.NoError(t, checkInteger(&test.m, &test.r, test.hi))
		assert.ErrorIs(t, checkInteger(&test.m, &test.r, test.lo-1), ErrValue)
		if test.hi < math.MaxInt64 {
			assert.ErrorIs(t, checkInteger(&test.m, &test.r, test.hi+1), ErrValue)
		}
	}
}

// A number is what it is, however many bytes the kernel wrote of it.
func TestWireShortNumbers(t *testing.T) {
	n, err := getUint64(both(t, "fffffffe"), &row{as: cUint64})
	require.NoError(t, err)
	assert.EqualValues(t, binary.NativeEndian.Uint32(both(t, "fffffffe")), n, "not the sign of it")
	n, err = getUint64(both(t, "ffffffff"), &row{as: cULong})
	require.NoError(t, err)
	assert.EqualValues(t, uint64(math.MaxUint32), n)
	n, err = getUint64([]byte{0xff}, &row{as: cUint64})
	require.NoError(t, err)
	assert.EqualValues(t, 0xff, n)

	// What the kernel has as uint32 may be more than an int has room for.
	i, err := getNumber[int](both(t, "ffffffff"), &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, min(int64(math.MaxUint32), math.MaxInt), int64(i))
	_, err = getNumber[uint32](both(t, "ffffffff"), &row{as: cInt})
	assert.Error(t, err)
}

func TestWireProtocolInfo(t *testing.T) {
	b := bytes.Repeat([]byte{0xaa}, protocolInfoSize)
	binary.NativeEndian.PutUint32(b[76:], 23)
	binary.NativeEndian.PutUint32(b[92:], 17)
	family, err := addressFamilyForm.get(b, &row{as: protocolInfoFamily})
	require.NoError(t, err)
	assert.Equal(t, AddressFamily(23), family)
	number, err := protocolNumberForm.get(b, &row{as: protocolInfoProtocol})
	require.NoError(t, err)
	assert.Equal(t, ProtocolNumber(17), number)
	_, err = addressFamilyForm.get(b[:372], &row{as: protocolInfoFamily}) // the struct of the A call
	assert.Error(t, err)
}
