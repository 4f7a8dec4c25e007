package sockopt

import (
	"bytes"
	"strings"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// The forms of text and of plain bytes. A row's max is the most that fits.
var (
	stringForm = form[string]{"string", putString, getString}
	bytesForm  = form[[]byte]{"[]byte", putBytes, getBytes}
)

func putString(e *encoding, m *meta, r *row, v string) error {
	if err := checkLength(m, r, len(v)); err != nil {
		return err
	}
	if strings.IndexByte(v, 0) >= 0 {
		return &valueError{"a NUL in the string"}
	}
	if v == "" {
		// Not every kernel takes a length of nothing.
		e.grow(1)
		return nil
	}
	copy(e.grow(len(v)), v)
	return nil
}

func getString(b []byte, _ *row) (string, error) {
	return wire.String(b), nil
}

func putBytes(e *encoding, m *meta, r *row, v []byte) error {
	if err := checkLength(m, r, len(v)); err != nil {
		return err
	}
	copy(e.grow(len(v)), v)
	return nil
}

func getBytes(b []byte, _ *row) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	return bytes.Clone(b), nil
}

func checkLength(m *meta, r *row, n int) error {
	hi := r.max
	if m.max != 0 {
		hi = min(hi, m.max)
	}
	if int64(n) > hi {
		return &valueError{"must be at most " + itoa(hi) + " bytes"}
	}
	return nil
}

// ipOptionsForm pads to a multiple of four, which some kernels want, with the
// end-of-list option, as the others do.
var ipOptionsForm = form[[]byte]{"[]byte", putIPOptions, getBytes}

func putIPOptions(e *encoding, m *meta, r *row, v []byte) error {
	if err := checkLength(m, r, len(v)); err != nil {
		return err
	}
	copy(e.grow((len(v)+3)/4*4), v)
	return nil
}

// tcpStackForm is the form of a name that lies in a struct tcp_function_set: 32
// bytes, and a count that the kernel only reports.
var tcpStackForm = form[string]{"string", putTCPStack, getString}

func putTCPStack(e *encoding, m *meta, r *row, v string) error {
	var name encoding
	if err := putString(&name, m, &row{max: 31}, v); err != nil {
		return err
	}
	copy(e.grow(r.size()), name.all())
	return nil
}
