package sockopt

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireNetlinkGroups(t *testing.T) {
	for want, b := range map[*[]uint32][]byte{
		{1, 2, 32, 33, 64}: host(t, "03000080 01000080", "80000003 80000001"),
		nil:                {0, 0, 0, 0},
	} {
		got, err := getNetlinkGroups(b, &row{as: netlinkGroups})
		assert.NoError(t, err)
		if want == nil {
			assert.Nil(t, got)
		} else {
			assert.Equal(t, *want, got)
		}
	}
	_, err := getNetlinkGroups(make([]byte, 5), nil)
	assert.ErrorContains(t, err, "unexpected answer")
}

func TestWireGroups(t *testing.T) {
	got, err := getGroups(host(t, "e8030000 ffffffff", "000003e8 ffffffff"), nil)
	require.NoError(t, err)
	assert.Equal(t, []uint32{1000, math.MaxUint32}, got)
	got, err = getGroups(nil, nil)
	require.NoError(t, err)
	assert.Nil(t, got)
	_, err = getGroups(make([]byte, 5), nil)
	assert.Error(t, err)
}
