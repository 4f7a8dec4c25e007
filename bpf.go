package sockopt

import (
	"encoding/binary"
	"reflect"
	"strings"
	"unsafe"

	"golang.org/x/net/bpf"
)

// A None is the value of an option that has none, and is set to have something
// done.
type None struct{}

// String returns "none".
func (None) String() string { return "none" }

func (*None) parse(text string) error {
	if lower(text) != "none" {
		return &valueError{`must be "none"`}
	}
	return nil
}

var noneForm = form[None]{"None", func(e *encoding, _ *meta, r *row, _ None) error {
	e.grow(r.size())
	return nil
}, nil}

// bpfForm is the form of a program: the kernel is given its length and where it
// is.
var bpfForm = form[[]bpf.RawInstruction]{"[]bpf.RawInstruction", putBPF, nil}

func putBPF(e *encoding, _ *meta, r *row, v []bpf.RawInstruction) error {
	if len(v) < 1 || int64(len(v)) > r.max {
		return &valueError{"must be 1 to " + itoa(r.max) + " instructions"}
	}
	b, program := e.growPointing(r.size(), len(v)*int(unsafe.Sizeof(v[0])))
	copy(unsafe.Slice((*bpf.RawInstruction)(unsafe.Pointer(&program[0])), len(v)), v)
	if r.as == sockFprog {
		binary.NativeEndian.PutUint16(b, uint16(len(v)))
	} else {
		binary.NativeEndian.PutUint32(b, uint32(len(v)))
	}
	putLong(b[wordSize:], int64(uintptr(unsafe.Pointer(&program[0]))))
	return nil
}

// An AcceptFilterConfig names a filter of the kernel; the zero one stands for
// none.
type AcceptFilterConfig struct {
	Name string // at most 15 bytes
	Arg  string // what the filter is told, at most 239 bytes; mostly nothing
}

// String returns the fields that are not zero, as in "name=dataready". The text
// of the zero AcceptFilterConfig is "{}".
func (c AcceptFilterConfig) String() string { return formatFields(c) }

// parse reads a name alone too, as most filters have no argument.
func (c *AcceptFilterConfig) parse(text string) error {
	if strings.ContainsAny(text, "=,{") && text[0] != '"' {
		return parseFields(reflect.ValueOf(c).Elem(), text)
	}
	name, err := unquoted(text)
	*c = AcceptFilterConfig{Name: name}
	return err
}

var acceptFilterForm = form[AcceptFilterConfig]{"AcceptFilterConfig", putAcceptFilter, getAcceptFilter}

// acceptFilterName is the room that struct accept_filter_arg has for the name.
const acceptFilterName = 16

func putAcceptFilter(e *encoding, m *meta, r *row, v AcceptFilterConfig) error {
	switch {
	case v == AcceptFilterConfig{}:
		return nil // no bytes at all, which takes the filter away
	case v.Name == "":
		return &valueError{"an argument and no filter"}
	}
	b := e.grow(r.size())
	for _, f := range []struct {
		room []byte
		text string
	}{{b[:acceptFilterName], v.Name}, {b[acceptFilterName:], v.Arg}} {
		var text encoding
		if err := putString(&text, m, &row{max: int64(len(f.room)) - 1}, f.text); err != nil {
			return err
		}
		copy(f.room, text.all())
	}
	return nil
}

func getAcceptFilter(b []byte, r *row) (v AcceptFilterConfig, err error) {
	switch {
	case len(b) == 0:
		return v, nil
	case len(b) < r.size():
		return v, errShort(b)
	}
	v.Name, _ = getString(b[:acceptFilterName], r)
	v.Arg, _ = getString(b[acceptFilterName:], r)
	return v, nil
}
