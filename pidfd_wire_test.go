package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWirePIDFD(t *testing.T) {
	for _, b := range [][]byte{nil, make([]byte, 3), both(t, "ffffffff")} {
		f, err := getPIDFD(b, &row{as: cInt})
		assert.Error(t, err)
		assert.Nil(t, f)
	}
}
