package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireNPExtensions(t *testing.T) {
	r := row{as: npExtensions}
	roundTrip(t, npExtensionsForm, r, true, host(t, "01000000 01000000", "00000001 00000001"))
	roundTrip(t, npExtensionsForm, r, false, host(t, "00000000 01000000", "00000000 00000001"))
	on, err := getNPExtensions(host(t, "02000000 03000000", "00000002 00000003"), &r) // another flag
	require.NoError(t, err)
	assert.False(t, on)
	_, err = getNPExtensions(make([]byte, 7), &r)
	assert.Error(t, err)
}
