package sockopt

import (
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The alignment of an off_t is 4 on 386 and 8 elsewhere; so is that of a time_t.
func TestWireSplice(t *testing.T) {
	r := row{as: spliceStruct}
	v := SpliceConfig{Target: 5, Max: 0x0102030405060708, Idle: 10500 * time.Millisecond}
	switch sys.TimevalSize {
	case 16:
		roundTrip(t, spliceForm, r, v, host(t,
			"05000000 00000000 0807060504030201 0a00000000000000 20a1070000000000",
			"00000005 00000000 0102030405060708 000000000000000a 000000000007a120"))
	case 12:
		roundTrip(t, spliceForm, r, v, both(t, "05000000 0807060504030201 0a00000000000000 20a10700"))
	default:
		roundTrip(t, spliceForm, r, v, host(t,
			"05000000 0807060504030201 0a000000 20a10700",
			"00000005 0102030405060708 0000000a 0007a120"))
	}
	assert.Equal(t, "target=5,max=72623859790382856,idle=10.5s", v.String())

	end, err := encoded(spliceForm, meta{}, r, SpliceConfig{Target: -1})
	require.NoError(t, err)
	assert.Equal(t, append(both(t, "ffffffff"), make([]byte, spliceSize-4)...), end)

	got, err := getSplice(host(t, "0807060504030201", "0102030405060708"), &r)
	require.NoError(t, err)
	assert.Equal(t, SpliceConfig{Target: -1, Spliced: 0x0102030405060708}, got)
	for _, n := range []int{0, 4, 7, 9, spliceSize - 1} {
		_, err := getSplice(make([]byte, n), &r)
		assert.Error(t, err, "%d bytes", n)
	}
	for _, v := range []SpliceConfig{{Target: -2}, {Max: -1}, {Idle: -1}} {
		_, err := encoded(spliceForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue, "%v", v)
	}
}
