package main

import (
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
)

func TestMain(m *testing.M) { run.Main(m, main) }

// A system that does not tell the original destination is named at the start.
func TestUnsupported(t *testing.T) {
	if sockopt.OriginalDst.Info().Supported {
		t.Skip("needs a system without SO_ORIGINAL_DST")
	}
	p := run.Start(t, "-addr=127.0.0.1:0")
	p.Expect("SO_ORIGINAL_DST")
	assert.Equal(t, 1, p.Wait())
}
