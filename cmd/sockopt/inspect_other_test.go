//go:build !linux

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where other processes are out of reach, the error says what can be done.
func TestInspectOtherProcess(t *testing.T) {
	for _, args := range [][]string{{"inspect", "1"}, {"inspect", "1/3"}, {"inspect", ":80"}, {"set", "1/3", "SO_KEEPALIVE=on"}, {"watch", "1/3"}} {
		code, stdout, stderr := sockoptCommand(args...)
		assert.Equal(t, 1, code, args)
		assert.Empty(t, stdout, args)
		assert.Contains(t, stderr, "name that as fd:N, such as fd:3", args)
	}
}
