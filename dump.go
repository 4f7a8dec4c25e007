package sockopt

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"text/tabwriter"
)

// A Dump holds the options of a socket, as [Snapshot] read them.
//
// In JSON a Dump is an object with two members, kinds and options, and can be
// read back by another process. A time is in nanoseconds, as encoding/json
// writes a [time.Duration]; flags and enumerated values are text, and bytes are
// hexadecimal text. Nothing is null: of an empty list or no bytes, the member is
// absent. Options that this version of the package or this system does not know
// are kept when a Dump is read back; see [Undecoded].
type Dump struct {
	Kinds Kinds `json:"kinds"` // what the socket is
	// Readings are the options that were read, in the order of [All], and those
	// that the kernel refused to report. For all others see [Dump.Missing].
	Readings []Reading `json:"options"`
}

// A Reading holds the value of one option, or the reason why there is none.
type Reading struct {
	Name  string `json:"name"`            // C name
	Value any    `json:"value,omitempty"` // of the type that Info names; nil if there is none
	// Err says why there is no value. [errors.Is] finds [errors.ErrUnsupported] in
	// Err if the option does not apply to the socket. An Err that was read from
	// JSON has only the text.
	Err error `json:"error,omitempty"`

	e *entry
}

// Info returns what is known of the option without a socket. It is the zero Info
// if no option has the name.
func (r Reading) Info() Info {
	if e := r.entry(); e != nil {
		return e.info()
	}
	return Info{}
}

// entry returns the option, nil if no option has the name.
func (r *Reading) entry() *entry {
	if r.e != nil {
		return r.e
	}
	return findEntry(r.Name)
}

// key returns what names the option, however it is spelled.
func (r *Reading) key() string {
	if e := r.entry(); e != nil {
		return e.name
	}
	return r.Name
}

// Text returns the value in text form, "" if there is none.
func (r Reading) Text() string {
	if r.Value == nil {
		return ""
	}
	if e := r.entry(); e != nil {
		return e.o.base().format(r.Value)
	}
	return formatValue(r.Value, "")
}

// String returns the name and the value, as in "TCP_NODELAY=on", or the name and
// the reason why there is no value.
func (r Reading) String() string {
	if r.Err != nil {
		return r.Name + ": " + r.Err.Error()
	}
	return r.Name + "=" + r.Text()
}

// readings returns the Readings of d, which may be nil.
func (d *Dump) readings() []Reading {
	if d == nil {
		return nil
	}
	return d.Readings
}

// All returns the options that have a value.
func (d *Dump) All() iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		for _, r := range d.readings() {
			if r.Err == nil && r.Value != nil && !yield(r) {
				return
			}
		}
	}
}

// Missing returns the options of this OS that have no value, and why: they are
// for other kinds of socket, this kernel does not have them, they cannot be read,
// or reading them has an effect.
func (d *Dump) Missing() iter.Seq[Reading] {
	return func(yield func(Reading) bool) {
		if d == nil {
			return
		}
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

// reading returns what d has of e, whose row is r.
func (d *Dump) reading(e *entry, r *row) Reading {
	for _, reading := range d.Readings {
		if reading.entry() == e {
			return reading
		}
	}
	m := e.o.base()
	err := e.unread(r, d.Kinds)
	if err == nil {
		return Reading{}
	}
	return Reading{Name: m.cname(r), Err: kindFailure(d.Kinds, "get", m, r, nil, err), e: e}
}

// Lookup returns the Reading of the option with a C name or a Go name, in
// whatever case; false if neither d nor this OS has the option.
func (d *Dump) Lookup(name string) (Reading, bool) {
	e := findEntry(name)
	for _, r := range d.readings() {
		if e != nil && r.entry() == e || strings.EqualFold(r.Name, name) {
			return r, true
		}
	}
	for r := range d.Missing() {
		if e != nil && r.entry() == e {
			return r, true
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

// level returns the level of the option, 0 if no option has the name.
func (r *Reading) level() level {
	if e := r.entry(); e != nil {
		return e.o.base().level
	}
	return 0
}
