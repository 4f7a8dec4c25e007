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
