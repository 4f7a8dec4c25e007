package sockopt_test

import (
	"errors"
	"math"
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
	type named bool
	refused(t, s, named(true), "bool")
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
	o := sockopt.Spec[T]{Name: "X", Level: 1, Number: 2}.Option()
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
	err := sockopt.Spec[T]{Name: "X", Level: 1, Number: 99999}.Option().Set(s, v) // which the kernel may refuse
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
		sockopt.Spec[bool]{Name: "X", Level: noDelay.LevelNumber | high, Number: noDelay.Number}.Option(),
		sockopt.Spec[bool]{Name: "X", Level: noDelay.LevelNumber, Number: noDelay.Number | high}.Option(),
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
		refuse(sockopt.Spec[string]{Name: "X", Level: 1, Number: 2, Size: 4}.Option(), "12345", "at most 4 bytes"),
		refuse(sockopt.Spec[string]{Name: "X", Level: 1, Number: 2, Size: 4}.Option(), "1\x00", "NUL"),
		refuse(sockopt.Spec[string]{Name: "X", Level: 1, Number: 2, Size: -1}.Option(), "12", "Size must be 1 to 1048576 for string"),
		refuse(sockopt.Spec[[]byte]{Name: "X", Level: 1, Number: 2, Size: 1<<20 + 1}.Option(), nil, "Size must be 1 to 1048576 for []uint8"),
		refuse(sockopt.Spec[[]byte]{Name: "X", Level: 1, Number: 2, Size: 4}.Option(), make([]byte, 5), "at most 4 bytes"),
		refuse(sockopt.Spec[time.Duration]{Name: "X", Level: 1, Number: 2}.Option(), -1, "must be"),
		refuse(sockopt.Spec[sockopt.LingerConfig]{Name: "X", Level: 1, Number: 2}.Option(), sockopt.LingerWait(0), "a timeout of 0s is ambiguous"),
		refuse(sockopt.Spec[sockopt.LingerConfig]{Name: "X", Level: 1, Number: 2}.Option(), sockopt.LingerWait(-1), "must be 0s to"),
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
	assert.Equal(t, sockopt.AccessReadWrite, info.Access)
	assert.True(t, info.Supported)
	_, ok := sockopt.Lookup("X_OWN")
	assert.False(t, ok)

	err := o.Set(deadFD, 7)
	assert.ErrorContains(t, err, "set X_OWN (77 88) to 7")
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, sockopt.Apply(deadFD, info.With("7")), "must be a int")
}

// Every kind of value has the bounds of its C type and those of the Spec, and its
// text form.
func TestSpecValues(t *testing.T) {
	type flags uint16
	type level int
	bounded(t, sockopt.Spec[int]{Min: 3, Max: 5}, "3", "5", "2", "6", "must be 3 to 5")
	bounded(t, sockopt.Spec[int]{Min: -5}, "-5", "0", "-6", "1", "must be -5 to 0")
	bounded(t, sockopt.Spec[int]{Max: math.MaxInt32}, "0", "2147483647", "-1", "", "must be 0 to 2147483647")
	bounded(t, sockopt.Spec[level]{}, "-2147483648", "2147483647", "", "", "")
	bounded(t, sockopt.Spec[uint]{}, "0", "4294967295", "-1", "", "must be 0 to")
	bounded(t, sockopt.Spec[int8]{}, "-128", "127", "-129", "128", "must be -128 to 127")
	bounded(t, sockopt.Spec[uint8]{Max: 64}, "0", "64", "-1", "65", "must be 0 to 64")
	bounded(t, sockopt.Spec[int16]{Min: -2, Max: 2}, "-2", "2", "-3", "3", "must be -2 to 2")
	bounded(t, sockopt.Spec[flags]{}, "0", "65535", "-1", "65536", "must be 0 to 65535")
	bounded(t, sockopt.Spec[int32]{Min: -1, Max: 9}, "-1", "9", "-2", "10", "must be -1 to 9")
	bounded(t, sockopt.Spec[int64]{}, "-9223372036854775808", "9223372036854775807", "", "9223372036854775808", "must be -9223372036854775808 to")
	bounded(t, sockopt.Spec[uint64]{Min: 1, Max: math.MaxUint64}, "1", "18446744073709551615", "0", "18446744073709551616", "must be 1 to 18446744073709551615")
	bounded(t, sockopt.Spec[sockopt.DSField]{Max: 255}, "CS0", "0xff", "-1", "256", "must be 0 to 255")

	second, half := time.Second, time.Second/2
	bounded(t, sockopt.Spec[time.Duration]{}, "0s", "1h0m0s", "-1s", "", "must be")
	bounded(t, sockopt.Spec[time.Duration]{Min: second, Max: 2 * second}, "1s", "2s", "999ms", "2001ms", "must be 1s to 2s")
	bounded(t, sockopt.Spec[time.Duration]{Tick: second, Min: second, Max: time.Minute}, "1s", "1m0s", "0s", "61s", "must be 1s to 1m0s")
	bounded(t, sockopt.Spec[time.Duration]{Tick: half, Max: half}, "0s", "500ms", "-1s", "1s", "must be 0s to 500ms")
	bounded(t, sockopt.Spec[time.Duration]{Tick: time.Millisecond, Min: -second, Max: second}, "0s", "1s", "-1ms", "1001ms", "must be 0s to 1s")
	bounded(t, sockopt.Spec[time.Duration]{Tick: time.Microsecond}, "0s", "1ms", "-1us", "", "must be 0s to 35m47.483647s")

	bounded(t, sockopt.Spec[bool]{Size: 1}, "off", "on", "2", "", "must be on or off")
	bounded(t, sockopt.Spec[string]{Size: 4}, "a", `"a\x20b"`, "12345", "", "at most 4 bytes")
	bounded(t, sockopt.Spec[[]byte]{Size: 2}, "0x01", "0x0102", "0x010203", "", "at most 2 bytes")
	bounded(t, sockopt.Spec[sockopt.LingerConfig]{}, "off", "reset", "-1s", "", "must be")
	type window struct {
		Clamp uint32
		Scale [2]uint8
		_     [2]byte
	}
	bounded(t, sockopt.Spec[window]{}, "{}", "clamp=3,scale={1,2}", "scale={1}", "size=1", "must be")
	bounded(t, sockopt.Spec[[3]uint16]{}, "{0,0,0}", "{1,2,3}", "{1,2}", "{1,2,3,4}", "must be 3 items")
}

// bounded checks that the texts low and high are values, which are written as they
// were read, and that those below and above are refused.
func bounded[T any](t *testing.T, spec sockopt.Spec[T], low, high, below, above, refusal string) {
	t.Helper()
	spec.Name, spec.Level, spec.Number = "X", 1, 2
	o := spec.Option()
	for _, text := range []string{low, high} {
		assert.Equal(t, "X="+text, parsed(t, o.Info(), text).String())
	}
	for _, text := range []string{below, above} {
		if text != "" {
			err := parseErr(o.Info(), text)
			assert.ErrorIs(t, err, sockopt.ErrValue, "%T of %s", spec, text)
			assert.ErrorContains(t, err, refusal, "%T of %s", spec, text)
		}
	}
}

// A Spec that contradicts itself makes an option that says so.
func TestSpecRefused(t *testing.T) {
	invalid(t, sockopt.Spec[int]{Name: "A=B"}, "name of the option")
	invalid(t, sockopt.Spec[int]{}, "name of the option")
	invalid(t, sockopt.Spec[int]{Name: "X", Min: 2, Max: 1}, "no value is between Min and Max")
	invalid(t, sockopt.Spec[int]{Name: "X", Min: 1}, "no value is between Min and Max")
	invalid(t, sockopt.Spec[uint64]{Name: "X", Min: math.MaxUint64, Max: 1}, "no value is between Min and Max")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Min: 2, Max: 1}, "no value is between Min and Max")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Min: -2, Max: -1}, "no value is between Min and Max")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Max: time.Nanosecond}, "Min and Max must be multiples of 1µs")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Tick: time.Second, Min: time.Millisecond, Max: time.Second}, "Min and Max must be multiples of 1s")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Tick: time.Minute}, "Tick 1m0s does not apply to time.Duration")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Tick: -1, Max: 1}, "Tick -1ns does not apply to time.Duration")
	invalid(t, sockopt.Spec[time.Duration]{Name: "X", Size: 8}, "Size 8 does not apply to time.Duration")
	invalid(t, sockopt.Spec[int]{Name: "X", Tick: time.Second}, "Tick 1s does not apply to int")
	invalid(t, sockopt.Spec[int]{Name: "X", Size: 4}, "Size 4 does not apply to int")
	invalid(t, sockopt.Spec[bool]{Name: "X", Size: 2}, "Size 2 does not apply to bool")
	invalid(t, sockopt.Spec[bool]{Name: "X", Max: true}, "Min and Max do not apply to bool")
	invalid(t, sockopt.Spec[string]{Name: "X"}, "Size must be 1 to 1048576 for string")
	invalid(t, sockopt.Spec[string]{Name: "X", Size: math.MaxInt}, "Size must be 1 to 1048576 for string")
	invalid(t, sockopt.Spec[[]byte]{Name: "X", Size: math.MinInt}, "Size must be 1 to 1048576 for []uint8")
	invalid(t, sockopt.Spec[string]{Name: "X", Size: 4, Min: "a", Max: "b"}, "Min and Max do not apply to")
	invalid(t, sockopt.Spec[[2]uint8]{Name: "X", Max: [2]uint8{1, 1}}, "Min and Max do not apply to")
	invalid(t, sockopt.Spec[sockopt.LingerConfig]{Name: "X", Size: 8}, "Size 8 does not apply to sockopt.LingerConfig")
	invalid(t, sockopt.Spec[int]{Name: "X", Kinds: sockopt.KindIPv4 & sockopt.KindVsock}, "Kinds has no sockets")
	invalid(t, sockopt.Spec[any]{Name: "X"}, "holds a pointer")
}

func invalid[T any](t *testing.T, spec sockopt.Spec[T], why string) {
	t.Helper()
	var v T
	spec.Level, spec.Number = 1, 2
	_, getErr := spec.Option().Get(deadFD)
	_, readErr := spec.ReadOnly().Get(deadFD)
	for _, err := range []error{
		getErr, readErr, spec.Option().Set(deadFD, v), spec.WriteOnly().Set(deadFD, v),
		sockopt.Apply(deadFD, sockopt.Optional(spec.Option().With(v))),
	} {
		assert.ErrorIs(t, err, sockopt.ErrValue, "%+v", spec)
		assert.ErrorContains(t, err, why, "%+v", spec)
	}
}

// What a Spec says is in the Info, and the access is in the type.
func TestSpecInfo(t *testing.T) {
	spec := sockopt.Spec[int]{
		Name: "X_OWN", Level: 77, Number: 88,
		Unit: "bytes", Kinds: sockopt.KindTCP | sockopt.KindUDP, Phase: sockopt.BeforeBind,
	}
	info := spec.Option().Info()
	assert.Equal(t, "bytes", info.Unit)
	assert.Equal(t, sockopt.KindTCP|sockopt.KindUDP, info.Kinds)
	assert.Equal(t, sockopt.BeforeBind, info.Phase)
	assert.Equal(t, "X_OWN=64KiB", spec.Option().With(1<<16).String())
	assert.Equal(t, "X_OWN=64KiB", parsed(t, info, "64KiB").String())
	assert.ErrorContains(t, spec.Option().Set(deadFD, 1<<16), "set X_OWN (77 88) to 64KiB")

	read := spec.ReadOnly()
	assert.Equal(t, sockopt.AccessReadOnly, read.Info().Access)
	err := sockopt.Apply(deadFD, read.Info().With(1))
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "set X_OWN (77 88) to 1: can only be read")
	assert.ErrorIs(t, parseErr(read.Info(), "1"), errors.ErrUnsupported)

	write := spec.WriteOnly()
	assert.Equal(t, sockopt.AccessWriteOnly, write.Info().Access)
	client, _ := connect(t)
	_, err = write.Info().Get(sockopt.Of(client))
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "get X_OWN (77 88): can only be set")
	err = sockopt.Apply(sockopt.Of(client), sockopt.Verify(write.With(1)))
	assert.ErrorContains(t, err, "X_OWN")
	assert.ErrorIs(t, err, sockopt.ErrValue)
	assert.Equal(t, "any", sockopt.Spec[int]{Name: "X"}.Option().Info().Kinds.String())
	assert.Equal(t, "uint8", sockopt.Spec[uint8]{Name: "X"}.Option().Info().Type)
}
