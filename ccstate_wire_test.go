package sockopt

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireCCInfo(t *testing.T) {
	bbr, err := getCCState(host(t,
		"04030201 01000000 e8030000 00010000 e3020000", "01020304 00000001 000003e8 00000100 000002e3"), &row{as: ccInfo})
	require.NoError(t, err)
	got, ok := bbr.BBR()
	assert.True(t, ok)
	assert.Equal(t, BBRState{1<<32 | 0x01020304, time.Millisecond, 1, 739.0 / 256}, got)
	assert.Equal(t, "bandwidth=4311876356,minrtt=1ms,pacinggain=1,cwndgain=2.89", bbr.String())
	for _, is := range []bool{second(bbr.Vegas()), second(bbr.DCTCP())} {
		assert.False(t, is)
	}

	longer, err := getCCState(host(t,
		"04030201 01000000 e8030000 00010000 e3020000 01000000", "01020304 00000001 000003e8 00000100 000002e3 00000001"), nil)
	require.NoError(t, err)
	assert.Equal(t, bbr, longer, "what a later union tcp_cc_info has after that")

	vegas, err := getCCState(host(t, "01000000 02000000 e8030000 d0070000", "00000001 00000002 000003e8 000007d0"), nil)
	require.NoError(t, err)
	state, ok := vegas.Vegas()
	assert.True(t, ok)
	assert.Equal(t, VegasState{true, 2, time.Millisecond, 2 * time.Millisecond}, state)
	assert.Equal(t, "16 bytes", vegas.String())
	assert.False(t, second(vegas.BBR()))

	dctcp, err := getCCState(host(t, "0100 0100 00020000 03000000 04000000", "0001 0001 00000200 00000003 00000004"), nil)
	require.NoError(t, err)
	dc, ok := dctcp.DCTCP()
	assert.True(t, ok)
	assert.Equal(t, DCTCPState{true, true, 0.5, 3, 4}, dc)

	none, err := getCCState(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, "none", none.String())
	assert.False(t, second(none.BBR()) || second(none.Vegas()) || second(none.DCTCP()))
}

func second[T any](_ T, ok bool) bool { return ok }
