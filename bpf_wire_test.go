package sockopt

import (
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

// A program is its length and where it is: right behind the struct.
func TestWireBPF(t *testing.T) {
	list := []bpf.RawInstruction{{Op: 0x30, K: 8}, {Op: 0x15, Jt: 1, Jf: 2, K: 'd'}, {Op: 6}}
	for as, want := range map[layout][]byte{
		sockFprog:  host(t, "0300", "0003"),
		bpfProgram: host(t, "03000000", "00000003"),
	} {
		r := row{as: as, max: 3}
		var e encoding
		require.NoError(t, putBPF(&e, &meta{}, &r, list))
		b := e.all()
		require.Len(t, b, 2*wordSize)
		assert.Equal(t, want, b[:len(want)])
		assert.Equal(t, make([]byte, wordSize-len(want)), b[len(want):wordSize])
		behind := b[:2*wordSize+8*len(list)][2*wordSize:]
		assert.Equal(t, uintptr(unsafe.Pointer(&behind[0])), uintptr(wire.Int(b[wordSize:])))
		assert.Equal(t, host(t,
			"3000000008000000 1500010264000000 0600000000000000",
			"0030000000000008 0015010200000064 0006000000000000"), behind)
		for _, n := range []int{0, 4} {
			_, err := encoded(bpfForm, meta{}, r, make([]bpf.RawInstruction, n))
			assert.ErrorContains(t, err, "1 to 3 instructions")
		}
	}
	b, err := encoded(noneForm, meta{}, row{as: cInt}, None{})
	require.NoError(t, err)
	assert.Equal(t, make([]byte, 4), b)
	assert.Equal(t, "none", None{}.String())
}
