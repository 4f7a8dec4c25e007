package sys

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What is hidden stays where it is when the stack grows, and is not allocated.
func TestNoEscape(t *testing.T) {
	got := make(chan byte)
	allocs := 0.0
	go func() { // with a small stack
		var room [64]byte
		p := NoEscape(&room)
		fill(p)
		v := p[3]
		runtime.KeepAlive(&room)
		allocs = testing.AllocsPerRun(10, func() {
			var room [64]byte
			fill(NoEscape(&room))
			runtime.KeepAlive(&room)
		})
		got <- v
	}()
	assert.Equal(t, byte(7), <-got)
	assert.Zero(t, allocs)
}

// fill is a variable, so that the compiler does not see what it keeps.
var fill = func(b *[64]byte) { deep(100); b[3] = 7 }

//go:noinline
func deep(n int) int {
	var frame [256]byte
	frame[n] = 1
	if n == 0 {
		return int(frame[0])
	}
	return deep(n-1) + int(frame[n])
}
