package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is encoded after the inline bytes are full follows what was before.
func TestEncodingGrows(t *testing.T) {
	var e encoding
	var want []byte
	for i, n := range []int{3, 0, 37, 1, 100, 7} {
		b := e.grow(n)
		require.Len(t, b, n)
		assert.Equal(t, make([]byte, n), b)
		for j := range b {
			b[j] = byte(i + 1)
		}
		want = append(want, b...)
		assert.Equal(t, want, e.all())
	}
}
