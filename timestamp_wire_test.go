package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireTimestamping(t *testing.T) {
	roundTrip(t, timestampFlagsForm, row{as: cUint}, TimestampRxSoftware|TimestampSoftware|TimestampTxCompletion, host(t, "18000400", "00040018"))
	roundTrip(t, timestampClockForm, row{as: cInt}, TimestampMonotonic, host(t, "03000000", "00000003"))
	assert.Equal(t, "RX_SOFTWARE|SOFTWARE|TX_COMPLETION", (TimestampRxSoftware | TimestampSoftware | TimestampTxCompletion).String())
	assert.Equal(t, "0x0", TimestampFlags(0).String())
	assert.Equal(t, "TX_HARDWARE|0x80080000", (TimestampTxHardware | 1<<31 | 1<<19).String())
	assert.Equal(t, "SO_TS_BINTIME", TimestampBintime.String())
	assert.Equal(t, "4", TimestampClock(4).String())
}
