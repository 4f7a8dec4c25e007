package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireUDPEncap(t *testing.T) {
	roundTrip(t, udpEncapForm, row{as: cInt}, UDPEncapESP, host(t, "02000000", "00000002"))
	roundTrip(t, udpEncapForm, row{as: cInt}, UDPEncapL2TP, host(t, "03000000", "00000003"))
	// A kernel that has ESP only.
	roundTrip(t, udpEncapForm, row{as: cInt, max: 2}, UDPEncapESP, host(t, "02000000", "00000002"))
	_, err := encoded(udpEncapForm, meta{}, row{as: cInt, max: 2}, UDPEncapL2TP)
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "UDP_ENCAP_ESPINUDP", UDPEncapESP.String())
	assert.Equal(t, "UDP_ENCAP_L2TPINUDP", UDPEncapL2TP.String())
	assert.Equal(t, "none", UDPEncapNone.String())
	assert.Equal(t, "7", UDPEncapType(7).String())
}

func TestWireNetlinkGroups(t *testing.T) {
	for want, b := range map[*[]uint32][]byte{
		{1, 2, 32, 33, 64}: host(t, "03000080 01000080", "80000003 80000001"),
		nil:                {0, 0, 0, 0},
	} {
		got, err := getNetlinkGroups(b, nil)
		assert.NoError(t, err)
		if want == nil {
			assert.Nil(t, got)
		} else {
			assert.Equal(t, *want, got)
		}
	}
	_, err := getNetlinkGroups(make([]byte, 5), nil)
	assert.ErrorContains(t, err, "unexpected answer")
}
