package sockopt

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireRate(t *testing.T) {
	for _, as := range []layout{cULong, cUint} {
		r := row{as: as}
		if r.size() == 8 {
			roundTrip(t, rateForm, r, 0xfedcba9876543210, host(t, "1032547698badcfe", "fedcba9876543210"))
			roundTrip(t, rateForm, r, math.MaxUint64, both(t, "ffffffffffffffff"))
			continue
		}
		roundTrip(t, rateForm, r, 0xfedcba98, host(t, "98badcfe", "fedcba98"))
		_, err := encoded(rateForm, meta{}, r, 1<<32)
		assert.ErrorIs(t, err, ErrValue)
		if as == cULong { // a long of 32 bits has no limit where 64 bits have none
			roundTrip(t, rateForm, r, math.MaxUint64, both(t, "ffffffff"))
		} else {
			_, err = encoded(rateForm, meta{}, r, math.MaxUint64)
			assert.ErrorIs(t, err, ErrValue)
		}
	}
	got, err := getRate(both(t, "ffffffff"), &row{as: cULong})
	require.NoError(t, err)
	assert.Equal(t, uint64(math.MaxUint64), got)
	got, err = getRate(both(t, "ffffffff"), &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, uint64(math.MaxUint32), got)
	for _, n := range []int{0, 1, 3, 5, 7, 9} {
		_, err := getRate(make([]byte, n), &row{as: cULong})
		assert.Error(t, err, "%d bytes", n)
	}
}
