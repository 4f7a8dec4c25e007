package sockopt

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireLinger(t *testing.T) {
	on := LingerWait(258 * time.Second)
	roundTrip(t, lingerForm, row{as: lingerInts}, on, host(t, "01000000 02010000", "00000001 00000102"))
	roundTrip(t, lingerForm, row{as: lingerShorts, max: 65535}, on, host(t, "0100 0201", "0001 0102"))
	for _, as := range []layout{lingerInts, lingerShorts} {
		roundTrip(t, lingerForm, row{as: as}, LingerConfig{}, make([]byte, sizes[as]))
	}

	// The largest of each field; more is refused.
	most := []struct {
		r   row
		sec int64
	}{
		{row{as: lingerInts}, math.MaxInt32},
		{row{as: lingerInts, max: 32767}, 32767},
		{row{as: lingerInts, max: 327}, 327},
		{row{as: lingerShorts, max: 65535}, 65535},
	}
	for _, test := range most {
		_, err := encoded(lingerForm, meta{}, test.r, LingerWait(time.Duration(test.sec)*time.Second))
		assert.NoError(t, err)
		_, err = encoded(lingerForm, meta{}, test.r, LingerWait(time.Duration(test.sec)*time.Second+1))
		assert.ErrorIs(t, err, ErrValue)
	}

	// BSDs answer the option's bit, and some kernels keep a time that is off.
	got, err := getLinger(host(t, "80000000 05000000", "00000080 00000005"), &row{as: lingerInts})
	require.NoError(t, err)
	assert.Equal(t, LingerWait(5*time.Second), got)
	got, err = getLinger(host(t, "00000000 05000000", "00000000 00000005"), &row{as: lingerInts})
	require.NoError(t, err)
	assert.Equal(t, LingerConfig{}, got)

	_, err = getLinger(host(t, "01000000 ffffffff", "00000001 ffffffff"), &row{as: lingerInts})
	assert.ErrorContains(t, err, "linger time of -1 s")
	for n := range 8 {
		_, err = getLinger(make([]byte, n), &row{as: lingerInts})
		assert.Error(t, err)
	}
	for n := range 4 {
		_, err = getLinger(make([]byte, n), &row{as: lingerShorts})
		assert.Error(t, err)
	}
}
