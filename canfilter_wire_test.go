package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireCANFilters(t *testing.T) {
	filters := []CANFilter{{0x123, 0x7ff}, {0x1abcdef0 | CANExtended | CANInvert, 0x9fffffff}}
	b := host(t, "23010000 ff070000 f0debcba ffffff9f", "00000123 000007ff babcdef0 9fffffff")
	roundTrip(t, canFilterForm, row{as: canFilters}, filters, b)
	empty, err := encoded(canFilterForm, meta{}, row{as: canFilters}, nil)
	assert.NoError(t, err)
	assert.Empty(t, empty)
	got, err := getCANFilters(nil, nil)
	assert.NoError(t, err)
	assert.Nil(t, got)
	_, err = getCANFilters(b[:12], nil)
	assert.ErrorContains(t, err, "unexpected answer")
	_, err = encoded(canFilterForm, meta{}, row{as: canFilters}, make([]CANFilter, 513))
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "123:7ff", filters[0].String())
	assert.Equal(t, "9abcdef0~9fffffff", filters[1].String())
	roundTrip(t, uint32Form, row{as: cUint}, 0x40, host(t, "40000000", "00000040"))
	_, err = encoded(uint32Form, canRawErrFilter.meta, row{as: cUint}, 0x20000000)
	assert.ErrorIs(t, err, ErrValue)
}
