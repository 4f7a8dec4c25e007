package sockopt

import (
	"bytes"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A struct of one's own is its memory.
func TestWireStruct(t *testing.T) {
	type pair struct {
		A uint16
		B [2]uint8
		C int32
	}
	v := pair{0x0102, [2]uint8{3, 4}, -2}
	f := Spec[pair]{Name: "X", Level: 1, Number: 2}.Option().p.form
	roundTrip(t, *f, row{as: cBytes, max: 8}, v, host(t, "0201 0304 feffffff", "0102 0304 fffffffe"))
	got, err := f.get(host(t, "0201 03", "0102 03"), &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, pair{A: 0x0102, B: [2]uint8{3, 0}}, got)
	got, err = f.get(bytes.Repeat([]byte{1}, 40), &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, int32(0x01010101), got.C)
}

// Blank fields are zero both ways, whatever is in the memory of them.
func TestWireStructBlank(t *testing.T) {
	type padded struct {
		A uint8
		_ [3]byte
		B [2]struct{ C, _ uint8 }
	}
	f := Spec[padded]{Name: "X", Level: 1, Number: 2}.Option().p.form
	dirty := bytes.Repeat([]byte{0xff}, 8)
	v := *(*padded)(unsafe.Pointer(unsafe.SliceData(dirty)))
	b, err := encoded(*f, meta{}, row{as: cBytes, max: 8}, v)
	require.NoError(t, err)
	assert.Equal(t, []byte{0xff, 0, 0, 0, 0xff, 0, 0xff, 0}, b)
	got, err := f.get(dirty, &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, b, unsafe.Slice((*byte)(unsafe.Pointer(&got)), 8))
}
