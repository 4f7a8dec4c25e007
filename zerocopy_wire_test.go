package sockopt

import (
	"encoding/binary"
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireZeroCopy(t *testing.T) {
	region := make([]byte, 0x10203)
	var e encoding
	require.NoError(t, putZeroCopy(&e, &row{as: zeroCopyRecv}, region))
	b := e.all()
	require.Len(t, b, 24)
	assert.Equal(t, uint64(uintptr(unsafe.Pointer(&region[0]))), binary.NativeEndian.Uint64(b))
	assert.Equal(t, host(t, "03020100 00000000 00000000 00000000", "00010203 00000000 00000000 00000000"), b[8:])
	e = encoding{}
	require.NoError(t, putZeroCopy(&e, &row{as: zeroCopyRecv}, nil))
	assert.Equal(t, make([]byte, 24), e.all())

	r := row{as: zeroCopyRecv}
	answer := host(t,
		"0000000000000000 00100000 64000000 06000000 97ffffff",
		"0000000000000000 00001000 00000064 00000006 ffffff97")
	got, err := getZeroCopy(answer, &r)
	require.NoError(t, err)
	assert.Equal(t, ZeroCopyResult{4096, 100, 6, sys.Errno(105)}, got)
	assert.Contains(t, got.String(), "mapped=4096,skip=100,queued=6,err=")
	for n := range answer {
		_, err := getZeroCopy(answer[:n], &r)
		assert.Error(t, err)
	}
}
