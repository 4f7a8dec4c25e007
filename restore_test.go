package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// A change is final if the present value could not be set again, as 0 of IP_MINTTL
// on NetBSD.
func TestFinalDifference(t *testing.T) {
	e := &catalogue[idMinTTL]
	for now, want := range map[any]bool{-1: true, 256: true, 7: false, nil: false} {
		d := Difference{"IP_MINTTL", Reading{Name: "IP_MINTTL", Value: 1}, Reading{Name: "IP_MINTTL", Value: now}}
		if r := e.o.base().row(); r != nil {
			assert.Equal(t, want, d.final(e, r), now)
		} else {
			t.Skip("needs IP_MINTTL")
		}
	}
	e = &catalogue[idNoDelay]
	d := Difference{"TCP_NODELAY", Reading{Value: true}, Reading{Value: false}}
	assert.True(t, d.final(e, &row{as: cInt, irreversible: true}))
}
