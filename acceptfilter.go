package sockopt

import (
	"reflect"
	"strings"
)

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
