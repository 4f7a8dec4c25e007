package sockopt_test

import (
	"errors"
	"strconv"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Structs with pointers or nothing in them are no options.
func TestOwnStructRefused(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	refused(t, s, struct{}{})
	refused(t, s, [0]int32{})
	refused(t, s, "text")
	refused(t, s, []byte{1})
	refused(t, s, new(int))
	refused(t, s, struct {
		N int32
		P *int32
	}{})
	refused(t, s, [2]struct{ F func() }{})
	refused(t, s, struct{ P unsafe.Pointer }{})
	refused(t, s, struct{ I any }{})
	refused(t, s, map[int]int{})
	refused(t, s, make(chan int))
}

func refused[T any](t *testing.T, s sockopt.Socket, v T) {
	t.Helper()
	o := sockopt.NewStruct[T]("X", 1, 2)
	_, err := o.Get(s)
	assert.Error(t, err, "%T", v)
	assert.ErrorIs(t, o.Set(s, v), sockopt.ErrValue, "%T", v)
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Optional(o.With(v))), sockopt.ErrValue, "%T", v)
}

// A level or a number that the kernel would see the low half of.
func TestOwnNumberRefused(t *testing.T) {
	if strconv.IntSize == 32 {
		t.Skip("an int cannot hold more than the kernel's")
	}
	client, _ := connect(t)
	s := sockopt.Of(client)
	noDelay := sockopt.NoDelay.Info()
	require.True(t, noDelay.Supported)
	high := beyond32() - 7
	for _, o := range []sockopt.Option[bool]{
		sockopt.NewBool("X", noDelay.LevelNumber|high, noDelay.Number),
		sockopt.NewBool("X", noDelay.LevelNumber, noDelay.Number|high),
	} {
		_, err := o.Get(s)
		assert.Error(t, err)
		assert.ErrorIs(t, o.Set(s, false), sockopt.ErrValue)
		assert.ErrorIs(t, sockopt.Apply(s, o.With(false)), sockopt.ErrValue)
	}
	on, err := sockopt.NoDelay.Get(s)
	require.NoError(t, err)
	assert.True(t, on, "nothing must have been set")
}

// The rules of values hold for own options too.
func TestOwnValuesRefused(t *testing.T) {
	for _, r := range []refusal{
		refuse(sockopt.NewString("X", 1, 2, 4), "12345", "at most 4 bytes"),
		refuse(sockopt.NewString("X", 1, 2, 4), "1\x00", "NUL"),
		refuse(sockopt.NewString("X", 1, 2, -1), "12", "at most 1 bytes"),
		refuse(sockopt.NewBytes("X", 1, 2, 4), make([]byte, 5), "at most 4 bytes"),
		refuse(sockopt.NewTimeval("X", 1, 2), -1, "must be"),
		refuse(sockopt.NewLinger("X", 1, 2), sockopt.LingerConfig{Timeout: time.Second}, "without Enable"),
		refuse(sockopt.NewLinger("X", 1, 2), sockopt.LingerConfig{Enable: true, Timeout: -1}, "must be 0s to"),
	} {
		t.Run(r.name, r.run)
	}
	if strconv.IntSize == 64 {
		t.Run("int", refuse(sockopt.NewInt("X", 1, 2), beyond32(), "must be -2147483648 to 2147483647").run)
	}
}

// An own option is told from those of the catalogue, and made alike of others.
func TestOwnInfo(t *testing.T) {
	o := sockopt.NewInt("X_OWN", 77, 88)
	info := o.Info()
	assert.Equal(t, "X_OWN", o.String())
	assert.Equal(t, "X_OWN", info.CName)
	assert.Empty(t, info.Name)
	assert.Equal(t, "77", info.Level)
	assert.Equal(t, 77, info.LevelNumber)
	assert.Equal(t, 88, info.Number)
	assert.Equal(t, "int", info.Type)
	assert.Equal(t, sockopt.ReadWrite, info.Access)
	assert.True(t, info.Supported)
	_, ok := sockopt.Lookup("X_OWN")
	assert.False(t, ok)

	err := o.Set(deadFD, 7)
	assert.ErrorContains(t, err, "set X_OWN (77 88) to 7")
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, sockopt.Apply(deadFD, info.With("7")), "must be a int")
}
