package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireServiceType(t *testing.T) {
	roundTrip(t, serviceTypeForm, row{as: cInt}, ServiceResponsiveData, host(t, "08000000", "00000008"))
	_, err := encoded(serviceTypeForm, netServiceType.meta, row{as: cInt}, 9)
	assert.ErrorIs(t, err, ErrValue)
}
