package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireFanout(t *testing.T) {
	f := Fanout{ID: 0x0102, Mode: FanoutCPU, Flags: FanoutFlagDefrag | FanoutFlagRollover}
	roundTrip(t, fanoutForm, row{as: fanoutArgs}, f, host(t, "0201 0290", "9002 0102"))
	assert.Equal(t, "id=258,mode=PACKET_FANOUT_CPU,flags=PACKET_FANOUT_FLAG_ROLLOVER|PACKET_FANOUT_FLAG_DEFRAG", f.String())
	f.MaxMembers = 300
	got, err := encoded(fanoutForm, meta{}, row{as: fanoutArgs}, f)
	assert.NoError(t, err)
	assert.Equal(t, host(t, "0201 0290 2c010000", "9002 0102 0000012c"), got)
	_, err = getFanout(make([]byte, 6), nil)
	assert.ErrorContains(t, err, "unexpected answer")
	assert.Equal(t, "id=9,mode=8,flags=0x1", Fanout{9, 8, 1, 0}.String())
	assert.Equal(t, "0", FanoutFlags(0).String())
}
