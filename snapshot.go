package sockopt

// Snapshot reads every option that s supports, under one lock of its descriptor.
//
// Snapshot changes nothing: an option whose reading has an effect, such as
// SO_ERROR, is left out, and so are secrets and options that must be asked
// something. For options of other kinds of socket no system call is made.
// Family-neutral options do not appear, because the options that they stand for
// do. The order is that of [All].
//
// Snapshot reports which options one socket has now. [Option.Supported] asks that
// for one option, and Supported of [Info] only whether the operating system has it.
//
// Snapshot fails if the socket cannot be read at all. To watch a socket, compare
// two snapshots with [Diff]; to make another socket like it, use [Restore].
func Snapshot(s Socket) (*Dump, error) {
	d := &Dump{Readings: make([]Reading, 0, 96)}
	if err := withFD(s, d.read); err != nil {
		return nil, asError(OpSnapshot, err)
	}
	return d, nil
}

// read reads every option of fd.
func (d *Dump) read(fd uintptr) error {
	if d.Kinds = kindOf(fd); d.Kinds == 0 {
		return unanswered(fd, OpSnapshot)
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
		if r == nil || e.unread(r, d.Kinds) != nil {
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
			reading.Value, reading.Err = nil, failureOf(fd, d.Kinds, OpGet, m, r, nil, err)
		}
		d.Readings = append(d.Readings, reading)
	}
	return nil
}

// ownRow returns the row of e, nil if this OS does not have the option or has
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

// unread says why e, whose row is r, is not read from a socket of the kind;
// nil if it is.
func (e *entry) unread(r *row, kind Kinds) error {
	m := e.o.base()
	switch {
	case !m.kindsAt(r).Has(kind):
		return errWrongKind
	case m.access == AccessWriteOnly, r.access == AccessWriteOnly:
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

// A leftOut says why an option is not read or not set.
type leftOut struct{ msg string }

func (e *leftOut) Error() string { return e.msg }

var (
	errSecret       = &leftOut{"secrets are not read unless asked for by name"}
	errEffect       = &leftOut{"not read, because reading has an effect"}
	errAsks         = &leftOut{"must be asked something"}
	errIrreversible = &leftOut{"left alone, because the change could not be undone"}
	errNeutral      = &leftOut{"a family-neutral option; a Dump has the options that it stands for"}
)
