package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireTxTime(t *testing.T) {
	r := row{as: sockTxtime}
	roundTrip(t, txTimeForm, r, TxTimeConfig{Clock: ClockTAI}, host(t, "0b000000 00000000", "0000000b 00000000"))
	roundTrip(t, txTimeForm, r, TxTimeConfig{ClockMonotonic, true, false}, host(t, "01000000 01000000", "00000001 00000001"))
	roundTrip(t, txTimeForm, r, TxTimeConfig{-2, false, true}, host(t, "feffffff 02000000", "fffffffe 00000002"))
	for n := range 8 {
		_, err := getTxTime(make([]byte, n), &r)
		assert.Error(t, err, "%d bytes", n)
	}
	assert.Equal(t, "clock=CLOCK_TAI,deadline=on,reporterrors=on", TxTimeConfig{ClockTAI, true, true}.String())
	assert.Equal(t, "CLOCK_MONOTONIC", ClockMonotonic.String())
	assert.Equal(t, "CLOCK_REALTIME", ClockRealtime.String())
	assert.Equal(t, "7", ClockID(7).String())
}
