package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireFastOpenKeys(t *testing.T) {
	a, b := NewSecret([]byte("0123456789abcdef")), NewSecret([]byte("fedcba9876543210"))
	roundTrip(t, fastOpenKeysForm, row{as: fastOpenKey}, FastOpenKeys{Primary: a}, []byte("0123456789abcdef"))
	roundTrip(t, fastOpenKeysForm, row{as: fastOpenKey}, FastOpenKeys{Primary: a, Backup: b}, []byte("0123456789abcdeffedcba9876543210"))
	none, err := getFastOpenKeys(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, FastOpenKeys{}, none)
	_, err = getFastOpenKeys(make([]byte, 20), nil)
	assert.ErrorContains(t, err, "of 20 bytes")
	for _, k := range []FastOpenKeys{{}, {Primary: NewSecret(make([]byte, 15))}, {Primary: a, Backup: NewSecret(make([]byte, 1))}, {Backup: b}} {
		_, err := encoded(fastOpenKeysForm, meta{}, row{as: fastOpenKey}, k)
		assert.ErrorIs(t, err, ErrValue)
	}
}
