package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireMemInfo(t *testing.T) {
	b := host(t,
		"01000000 02000000 03000000 04000000 05000000 06000000 07000000 08000000 09000080",
		"00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 80000009")
	want := SocketMemory{1, 2, 3, 4, 5, 6, 7, 8, 0x80000009}
	got, err := getMemInfo(b, &row{as: memInfo9})
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, "received 1/2 sent 3/4 queued 6 drops 2147483657", got.String())
	got, err = getMemInfo(append(b, 1, 2, 3, 4), &row{as: memInfo9}) // of a newer kernel
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = getMemInfo(b[:32], &row{as: memInfo9}) // of an older one
	require.NoError(t, err)
	want.Drops = 0
	assert.Equal(t, want, got)
	for _, n := range []int{0, 1, 2, 3, 5, 35} {
		_, err := getMemInfo(b[:n], &row{as: memInfo9})
		assert.Error(t, err, "%d bytes", n)
	}
}
