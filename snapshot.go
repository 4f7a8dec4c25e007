package sockopt

import (
	"cmp"
	"errors"
	"iter"
	"reflect"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Dump is what [Snapshot] found.
//
// In JSON it is an object of two members, kinds and options. There a time is in
// nanoseconds, as encoding/json writes a [time.Duration], and what has names is
// text.
type Dump struct {
	Kinds Kinds `json:"kinds"` // what the socket is
	// Readings are the options that were read, in the order of [All], and those
	// that this kernel would not tell. For all the others see [Dump.Missing].
	Readings []Reading `json:"options"`
}

// A Reading is the value of one option, or why there is none.
type Reading struct {
	Name  string `json:"name"`            // C name
	Value any    `json:"value,omitempty"` // of the type that Info tells; nil if there is none
	// Err says why there is no value. [errors.Is] finds [errors.ErrUnsupported] in
	// it where the option does not apply to the socket.
	Err error `json:"error,omitempty"`

	e *entry
}

// Info tells what is known of the option without a socket.
func (r Reading) Info() Info {
	if r.e == nil {
		i, _ := Lookup(r.Name)
		return i
	}
	return r.e.info()
}

func (r Reading) level() level {
	if i := r.Info(); i.o != nil {
		return i.o.base().level
	}
	return 0
}

// Text returns the value in text form, "" if there is none.
func (r Reading) Text() string {
	if r.Value == nil {
		return ""
	}
	if r.e != nil { // an Info would be made for nothing
		return r.e.o.base().format(r.Value)
	}
	return r.Info().Format(r.Value)
}

// String returns the name and the value, as in "TCP_NODELAY=on", or why there is
// none.
func (r Reading) String() string {
	if r.Err != nil {
		return r.Name + ": " + r.Err.Error()
	}
	return r.Name + "=" + r.Text()
}

// Snapshot reads every option that s has, under one lock of its descriptor.
//
// It changes nothing: an option whose reading has an effect, such as SO_ERROR,
// is left out, and so are secrets and those that have to be asked something.
// Options for sockets of another kind are told apart without a system call. A
// family-neutral option does not appear, for those that it stands for do.
//
// The error is that of a socket that cannot be read at all. To watch a socket,
// compare two with [Diff]; to make another socket like it, use [Restore].
func Snapshot(s Socket) (*Dump, error) {
	if s == nil {
		s = noSocket{}
	}
	d := &Dump{Readings: make([]Reading, 0, 96)}
	err := errNotRun
	if controlErr := s.Control(func(fd uintptr) { err = d.read(fd) }); controlErr != nil {
		err = controlErr
	}
	if err != nil {
		return nil, &Error{Op: "read the options of the socket", Err: err}
	}
	return d, nil
}

// read reads every option of fd.
func (d *Dump) read(fd uintptr) error {
	if d.Kinds = kindOf(fd); d.Kinds == 0 {
		_, err := getInt(fd, &socketType.meta) // whatever is wrong, this says it
		return err
	}
	c := newCall()
	defer c.free()
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil {
			continue
		}
		m := e.o.base()
		if !m.kinds.Has(d.Kinds) { // most are; so first
			continue
		}
		r := e.ownRow()
		if r == nil || d.unread(e, r) != nil {
			continue
		}
		c.m, c.r = m, r
		_, level := m.at(r)
		reading := Reading{Name: m.cname(r), e: e}
		err := c.fetch(fd, level)
		if err == nil {
			reading.Value, err = e.o.value(c.buf[:c.n], r)
		}
		if err != nil {
			reading.Value, reading.Err = nil, kindFailure(d.Kinds, "get", m, r, nil, err)
		}
		d.Readings = append(d.Readings, reading)
	}
	return nil
}

// ownRow returns the row of e, nil where this OS does not have the option or has
// it as another one.
func (e *entry) ownRow() *row {
	if e.o == nil {
		return nil
	}
	m := e.o.base()
	r := m.row()
	if r == nil || m.twins != nil || m.shadowed(r) && m.shadows.row() != nil {
		return nil
	}
	return r
}

// unread says why an option is not read, if so.
func (d *Dump) unread(e *entry, r *row) error {
	m := e.o.base()
	switch {
	case !m.kindsAt(r).Has(d.Kinds):
		return errWrongKind
	case m.access == SetOnly, r.access == SetOnly:
		return errSetOnly
	case m.secret:
		return errSecret
	case m.effect != "":
		return errEffect
	case e.o.asks():
		return errAsks
	}
	return nil
}

// An unreadError says why an option is left out.
type unreadError struct{ msg string }

func (e *unreadError) Error() string { return e.msg }

var (
	errSecret = &unreadError{"a secret is not read unasked"}
	errEffect = &unreadError{"not read, since that has an effect"}
	errAsks   = &unreadError{"has to be asked something"}
)

// Missing returns the options of this OS that have no value, and why: they are
// for other kinds of socket, this kernel does not have them, they cannot be read,
// or not without an effect.
func (d *Dump) Missing() iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		for i := range catalogue {
			e := &catalogue[i]
			if r := e.ownRow(); r != nil {
				if reading := d.reading(e, r); reading.Err != nil && !yield(reading) {
					return
				}
			}
		}
	}
}

// reading returns what there is of e, whose row is r.
func (d *Dump) reading(e *entry, r *row) Reading {
	m := e.o.base()
	for _, reading := range d.Readings {
		if reading.e == e {
			return reading
		}
	}
	err := d.unread(e, r)
	if err == nil {
		return Reading{}
	}
	return Reading{Name: m.cname(r), Err: kindFailure(d.Kinds, "get", m, r, nil, err), e: e}
}

// All returns the options that have a value.
func (d *Dump) All() iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		for _, r := range d.Readings {
			if r.Err == nil && !yield(r) {
				return
			}
		}
	}
}

// Lookup returns the Reading of the option with a C name or a Go name, in
// whatever case; false if this OS does not have it.
func (d *Dump) Lookup(name string) (Reading, bool) {
	if i, ok := Lookup(name); ok {
		for _, r := range d.Readings {
			if r.Name == i.CName {
				return r, true
			}
		}
		for r := range d.Missing() {
			if r.Name == i.CName {
				return r, true
			}
		}
	}
	return Reading{}, false
}

// String returns a table of the options that have a value, with a line each, by
// level and name.
func (d *Dump) String() string {
	list := slices.Collect(d.All())
	slices.SortFunc(list, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(a.level(), b.level()), cmp.Compare(a.Name, b.Name))
	})
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, r := range list {
		w.Write([]byte(r.Name + "\t" + r.Text() + "\n")) // a strings.Builder does not fail
	}
	w.Flush()
	return b.String()
}

// A Difference is an option of which two dumps have different readings.
type Difference struct {
	Name string  `json:"name"` // C name
	A    Reading `json:"a"`
	B    Reading `json:"b"`
}

// String returns both values, as in "SO_RCVBUF: 128KiB -> 256KiB".
func (d Difference) String() string {
	return d.Name + ": " + textOr(d.A) + " -> " + textOr(d.B)
}

func textOr(r Reading) string {
	if r.Value == nil {
		return "none"
	}
	return r.Text()
}

// Diff returns the options of which a and b do not have the same value, those
// that only one of them has included.
func Diff(a, b *Dump) []Difference {
	readings := map[string]Reading{}
	for r := range b.All() {
		readings[r.Name] = r
	}
	var list []Difference
	for from := range a.All() {
		to, ok := readings[from.Name]
		delete(readings, from.Name)
		if !ok {
			to.Name = from.Name
		}
		if !reflect.DeepEqual(from.Value, to.Value) {
			list = append(list, Difference{from.Name, from, to})
		}
	}
	for to := range b.All() {
		if _, ok := readings[to.Name]; ok {
			list = append(list, Difference{to.Name, Reading{Name: to.Name}, to})
		}
	}
	return list
}

// Restore sets on s what d has and s has otherwise, and checks it as [Verify]
// does. It goes on after a failure; the error joins an [*Error] for each option
// that could not be made the same. Left alone are options that can only be read,
// and those that the kernel changes by itself: SO_INCOMING_CPU, SO_PEEK_OFF,
// TCP_MAXSEG, TCP_QUICKACK and TCP_WINDOW_CLAMP. A buffer is set as large as it
// was found, which ends its tuning by the kernel.
//
// The socket need not be the one that d is of, nor of its kind.
func Restore(s Socket, d *Dump) error {
	// Setting one option may change another, such as IP_TOS SO_PRIORITY.
	err := d.restore(s)
	if err != nil {
		err = d.restore(s)
	}
	return err
}

func (d *Dump) restore(s Socket) error {
	now, err := Snapshot(s)
	if err != nil {
		return err
	}
	var failed []error
	for _, diff := range Diff(d, now) {
		i := diff.A.Info()
		if diff.A.Value == nil || i.Access != ReadWrite || i.o.base().drifts {
			continue
		}
		st := i.With(halved(i, diff.A.Value))
		if err := Apply(s, Verify(st)); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// halved returns what to set so that v is read.
func halved(i Info, v any) any {
	n, ok := v.(int)
	if r := i.o.base().row(); ok && r != nil && r.grant != nil && r.grant.twice {
		return n / 2
	}
	return v
}
