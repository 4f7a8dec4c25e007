package sockopt

import "time"

// linger2Form is the form of a duration that may be a negative one, as -1, where
// the row has that for its min.
var linger2Form = form[time.Duration]{"time.Duration", putLinger2, getLinger2}

func putLinger2(e *encoding, m *meta, r *row, v time.Duration) error {
	if v < 0 && r.min < 0 {
		putInteger(e, r, -1)
		return nil
	}
	err := putDuration(e, m, r, v)
	if refusal, ok := err.(*valueError); ok && r.min < 0 {
		return &valueError{refusal.msg + " or negative"}
	}
	return err
}

func getLinger2(b []byte, r *row) (time.Duration, error) {
	if n, err := getInteger(b, r); err == nil && n == -1 && r.min < 0 {
		return -1, nil
	}
	return getDuration(b, r)
}

// tcpStackForm is the form of a name that lies in a struct tcp_function_set: 32
// bytes, and a count that is only told.
var tcpStackForm = form[string]{"string", putTCPStack, getString}

func putTCPStack(e *encoding, m *meta, r *row, v string) error {
	var name encoding
	if err := putString(&name, m, &row{max: 31}, v); err != nil {
		return err
	}
	copy(e.grow(r.size()), name.all())
	return nil
}
