package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWirePortRange(t *testing.T) {
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{0x1122, 0x3344}, host(t, "22114433", "33441122"))
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{Low: 0x1122}, host(t, "22110000", "00001122"))
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{}, both(t, "00000000"))
	_, err := encoded(portRangeForm, meta{}, row{as: portRange}, PortRange{2, 1})
	assert.ErrorIs(t, err, ErrValue)
	_, err = getPortRange(make([]byte, 3), &row{as: portRange})
	assert.ErrorContains(t, err, "of 3 bytes")
	assert.Equal(t, "40000-40099", PortRange{40000, 40099}.String())

	roundTrip(t, portChoiceForm, row{as: cInt}, PortsLow, host(t, "02000000", "00000002"))
	for v, want := range map[PortChoice]string{PortsDefault: "default", PortsHigh: "high", PortsLow: "low", 3: "3"} {
		assert.Equal(t, want, v.String())
	}
	roundTrip(t, protectionLevelForm, row{as: cInt}, ProtectionDefault, host(t, "ffffffff", "ffffffff"))
	roundTrip(t, protectionLevelForm, row{as: cInt}, ProtectionRestricted, host(t, "1e000000", "0000001e"))
	for v, want := range map[ProtectionLevel]string{-1: "default", 10: "unrestricted", 20: "edge-restricted", 30: "restricted", 40: "40"} {
		assert.Equal(t, want, v.String())
	}
}
