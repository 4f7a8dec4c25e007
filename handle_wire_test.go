package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireHandle(t *testing.T) {
	b, err := encoded(handleForm, meta{}, row{as: socketHandle}, 0x01020304)
	require.NoError(t, err)
	if wordSize == 8 {
		assert.Equal(t, host(t, "0403020100000000", "0000000001020304"), b)
	} else {
		assert.Equal(t, host(t, "04030201", "01020304"), b)
	}
	assert.Equal(t, "16909060", formatValue(FD(0x01020304), ""))
	b, err = encoded(noneForm, meta{}, row{as: socketHandle}, None{})
	require.NoError(t, err)
	assert.Equal(t, make([]byte, wordSize), b)
}
