package full_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-sockopt/sockopt/internal/full"
)

func TestOnly(t *testing.T) {
	for value, skipped := range map[string]bool{"": true, "1": false} {
		t.Run(value, func(t *testing.T) {
			t.Setenv(full.Variable, value)
			var sub *testing.T
			t.Run("long", func(t *testing.T) {
				sub = t
				full.Only(t, "takes a minute")
			})
			assert.Equal(t, skipped, sub.Skipped())
		})
	}
}
