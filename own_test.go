package sockopt_test

import (
	"errors"
	"strconv"
	"structs"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is not the same in C and in Go, byte by byte, is no option, and the error
// names the field.
func TestOwnStructRefused(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	refused(t, s, struct{}{}, "no size")
	refused(t, s, [0]int32{}, "no size")
	refused(t, s, "text", "string")
	refused(t, s, []byte{1}, "[]uint8")
	refused(t, s, new(int), "*int")
	refused(t, s, struct {
		N int64
		P *int32
	}{}, "field P")
	refused(t, s, [2]struct{ F func() }{}, "field [].F")
	refused(t, s, struct{ P unsafe.Pointer }{}, "field P")
	refused(t, s, struct{ I any }{}, "field I")
	refused(t, s, map[int]int{}, "map[int]int")
	refused(t, s, make(chan int), "chan int")

	// A bool, of which not every byte is a value.
	type inner struct {
		N uint8
		B [1]struct{ Deep bool }
	}
	refused(t, s, true, "bool")
	refused(t, s, [4]bool{}, "field []")
	refused(t, s, struct{ A, B, C, D bool }{}, "field A")
	refused(t, s, struct{ In inner }{}, "field In.B[].Deep")
	refused(t, s, struct{ inner }{}, "field inner.B[].Deep")
	refused(t, s, struct{ _ bool }{}, "field _")

	// Padding, whose bytes are what happened to be there.
	type tail struct {
		N uint32
		B uint8
	}
	refused(t, s, struct {
		A uint8
		B uint32
	}{}, "padding before field B")
	refused(t, s, tail{}, "padding at its end")
	refused(t, s, [3]tail{}, "padding at its end in field []")
	refused(t, s, struct{ In tail }{}, "padding at its end in field In")
	refused(t, s, struct {
		Ns [2]struct {
			A uint16
			B uint64
		}
	}{}, "padding before field Ns[].B")
	refused(t, s, struct {
		N uint32
		_ [0]uint32
	}{}, "padding at its end")
}

func refused[T any](t *testing.T, s sockopt.Socket, v T, field string) {
	t.Helper()
	o := sockopt.NewStruct[T]("X", 1, 2)
	_, err := o.Get(s)
	assert.ErrorIs(t, err, sockopt.ErrValue, "%T", v)
	assert.ErrorContains(t, err, field, "%T", v)
	assert.ErrorIs(t, o.Set(s, v), sockopt.ErrValue, "%T", v)
	assert.ErrorIs(t, sockopt.Apply(s, sockopt.Optional(o.With(v))), sockopt.ErrValue, "%T", v)
}

// Blank fields are the padding of a C struct.
func TestOwnStructTaken(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	accepted(t, s, int32(0))
	accepted(t, s, [3]float32{})
	accepted(t, s, complex64(0))
	accepted(t, s, struct {
		_ structs.HostLayout
		A uint8
		_ [3]byte
		B uint32
		C [2]struct {
			D uint8
			_ uint8
		}
	}{})
}

func accepted[T any](t *testing.T, s sockopt.Socket, v T) {
	t.Helper()
	err := sockopt.NewStruct[T]("X", 1, 99999).Set(s, v) // which the kernel may refuse
	assert.NotErrorIs(t, err, sockopt.ErrValue, "%T", v)
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
