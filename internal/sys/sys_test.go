package sys

import (
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
)

var classes = map[string][]error{
	"unsupported": UnsupportedErrnos, "denied": DeniedErrnos, "closed": ClosedErrnos, "not a socket": NotSocketErrnos,
	"room": RoomErrnos, "phase": PhaseErrnos, "no route": NoRouteErrnos, "nameless": NamelessErrnos,
	"nameless raw": NamelessRawErrnos, "unknown name": UnknownNameErrnos,
}

// An errno belongs to its class as it is and in the errors that wrap it.
func TestWireErrnoClasses(t *testing.T) {
	for name, class := range classes {
		for _, errno := range class {
			assert.True(t, IsErrno(errno, class), "%s: %v", name, errno)
			assert.True(t, IsErrno(os.NewSyscallError("setsockopt", errno), class), "%s: %v", name, errno)
			assert.True(t, IsErrno(fmt.Errorf("wrapped: %w", errno), class), "%s: %v", name, errno)
		}
		assert.False(t, IsErrno(nil, class), name)
		assert.False(t, IsErrno(errors.New("no errno"), class), name)
		assert.False(t, IsErrno(ErrNone, class), name)
	}
}

// What decides the class of an [errors.Is] is in one class only.
func TestWireErrnoClassesAreDisjoint(t *testing.T) {
	decisive := [][]error{UnsupportedErrnos, DeniedErrnos, ClosedErrnos, NotSocketErrnos, PhaseErrnos}
	for i, class := range decisive {
		for j, other := range decisive {
			for _, errno := range class {
				assert.Equal(t, i == j, IsErrno(errno, other), "%v in the classes %d and %d", errno, i, j)
			}
		}
	}
}
