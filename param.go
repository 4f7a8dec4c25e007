package sockopt

import (
	"runtime"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// A param is all that the package knows of one option: the catalogue's entry
// and the form of its values.
type param[T any] struct {
	meta
	form *form[T]
}

// A form is how values of type T are written for the kernel and read back.
type form[T any] struct {
	typ string // the name of T
	// put writes v as the row says, or refuses it.
	put func(e *encoding, m *meta, r *row, v T) error
	// get reads what the kernel wrote: b is all that its length counts, and an
	// array that it does not count is behind that, in the capacity. Nil for what no
	// kernel tells.
	get func(b []byte, r *row) (T, error)
}

// A meta is a catalogue entry: what an option means, whatever the OS.
type meta struct {
	// What every call looks at comes first, so that it is on one line of the cache.
	id     id
	level  level
	phase  Phase
	access Access
	// secret tells that values are not to be printed and copies of them wiped.
	secret bool
	// state marks what is no setting: an identity, a counter, or a value that the
	// kernel changes by itself.
	state bool
	kinds Kinds
	// own is the row of an option that is not in the catalogue.
	own *ownRow
	// twins are the IPv4 and the IPv6 option that a family-neutral one stands
	// for where the OS has no row for the neutral one itself.
	twins neutral
	// min and max bound an integer, or a duration in the unit of the row; both
	// zero: no bound but the type's and the row's.
	min, max int64
	// ask writes what the kernel wants to find in the buffer of a read; nil:
	// nothing.
	ask func(b []byte)
	// shadows is the option that an OS may have in the place of this one; there
	// the row has its name.
	shadows *meta

	name   string             // C name
	also   string             // another C name for the same, of a number that no row has
	unit   string             // for people; empty where the type says it
	priv   string             // the privilege by OS, as in Info.Privileges; empty if none is required
	since  string             // the releases that have it, as in "Linux 3.9"
	effect string             // what a read does besides, as in "clears it"
	text   func(v any) string // writes a value, where neither its type nor formatValue can
	// hint returns what to do about err; r is the row and v the value, nil for a get.
	hint func(r *row, v any, err error) string
}

// An ownRow is the row of an option made by [NewInt] and its kin.
type ownRow struct {
	row
	levelNumber int32
	invalid     error // why there can be no such option
}

// row returns what this OS's table says of m, nil where it has no such option.
func (m *meta) row() *row {
	if m.own != nil {
		return &m.own.row
	}
	return rowOf(m.id)
}

// invalid returns why there can be no option such as m, which is not in the catalogue;
// nil if there can.
func (m *meta) invalid() error {
	if m.own == nil {
		return nil
	}
	return m.own.invalid
}

// supported tells whether this OS has the option, or one of its twins.
func (m *meta) supported() bool {
	return m.row() != nil || m.twins != nil && (m.twins.of(0).row() != nil || m.twins.of(1).row() != nil)
}

// at returns the level of r, a row of m, and the level's number.
func (m *meta) at(r *row) (level, int32) {
	if m.own != nil {
		return 0, m.own.levelNumber
	}
	lv := m.level
	if r.level != 0 {
		lv = r.level
	}
	return lv, levels[lv]
}

// kindsAt returns the sockets that have m on this OS, whose row of it is r, or nil.
func (m *meta) kindsAt(r *row) Kinds {
	switch {
	case r == nil || m.own != nil:
		return m.kinds
	case r.kinds != 0:
		return r.kinds
	}
	if lv, number := m.at(r); lv == levelIP && guarded(r, lv, number) {
		return m.kinds &^ familyIPv6
	}
	return m.kinds
}

// shadowed tells whether r, a row of m or nil, is that of the option which m
// shadows.
func (m *meta) shadowed(r *row) bool {
	return m.shadows != nil && r != nil && r.name == m.shadows.cname(m.shadows.row())
}

// cname returns the C name that r, a row of m or nil, gives the option.
func (m *meta) cname(r *row) string {
	if r != nil && r.name != "" {
		return r.name
	}
	return m.name
}

// String returns the C name.
func (p *param[T]) String() string {
	if p == nil {
		return "no option"
	}
	return p.cname(p.row())
}

func (p *param[T]) get(s Socket) (v T, err error) {
	if p == nil {
		return v, errNoOption(OpGet)
	}
	if fd, ok := s.(FD); ok {
		if v, ok := p.getAtOnce(fd); ok {
			return v, nil
		} // else the general way finds the error
	}
	c := newCall()
	if err = c.use(s, c.prepare(&p.meta)); err == nil {
		v, err = p.decode(c, s)
	}
	c.free()
	return v, err
}

// getAtOnce reads the option without a call, if one system call is enough and its
// answer is small.
func (p *param[T]) getAtOnce(fd FD) (v T, ok bool) {
	r := p.row()
	if r == nil || r.size() > leastRoom || p.ask != nil {
		return v, false
	}
	level, ok := p.readable(r)
	if !ok {
		return v, false
	}
	var room [leastRoom]byte
	b := sys.NoEscape(&room)
	n := uint32(r.size())
	err := sys.Getsockopt(uintptr(fd), level, r.number, unsafe.Pointer(b), &n)
	if ok = err == nil && int(n) <= r.size(); ok {
		v, err = p.form.get(b[:n:n], r)
	}
	runtime.KeepAlive(&room)
	return v, ok && err == nil
}

// readable returns the number of the level of the option, whose row is r, and whether
// one system call is enough to read the option.
func (m *meta) readable(r *row) (level int32, ok bool) {
	lv, level := m.at(r)
	return level, m.access != AccessWriteOnly && r.access != AccessWriteOnly && !guarded(r, lv, level) && m.invalid() == nil
}

// decode gives what c has read from s.
func (p *param[T]) decode(c *call, s Socket) (T, error) {
	b := c.buf[:c.n]
	if c.asked != nil {
		b = c.buf[:c.n:max(int(c.n), cap(c.asked))]
	}
	v, err := p.form.get(b, c.r)
	if err != nil {
		var zero T
		return zero, c.explain(s, err)
	}
	return v, nil
}

func (p *param[T]) set(s Socket, v T) error {
	if p == nil {
		return errNoOption(OpSet)
	}
	r := p.row()
	if r == nil {
		return p.setAsked(s, v)
	}
	level, ok := p.direct(r)
	if !ok {
		return p.setAsked(s, v)
	}
	if fd, ok := s.(FD); ok {
		var room encoding
		e := sys.NoEscape(&room)
		if err := p.form.put(e, &p.meta, r, v); err != nil {
			return refused(&p.meta, r, v, err)
		}
		b := e.all()
		err := sys.Setsockopt(uintptr(fd), level, r.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b)))
		if err != nil {
			err = setFailed(p, r, uintptr(fd), b, err)
		}
		runtime.KeepAlive(&room)
		return err
	}
	c := newCall()
	err := p.form.put(&c.enc, &p.meta, r, v)
	if err != nil {
		err = refused(&p.meta, r, v, err)
	} else {
		c.o, c.r, c.level = p, r, level
		err = c.use(s, c.setting)
	}
	c.free()
	return err
}

// setAsked is set where more than one system call is needed, or no copy of the value
// may be left.
func (p *param[T]) setAsked(s Socket, v T) error {
	c := newCall()
	c.list = append(c.list, Setting{})
	p.encode(&c.list[0], v)
	c.do = (*call).applyOne
	err := c.use(s, c.doing)
	if p.secret {
		c.list[0].enc.wipe()
	}
	c.free()
	return err
}

// direct returns the number of the level of the option, whose row is r, and whether
// one system call is enough to set the option and its bytes are enough to print the
// value.
func (p *param[T]) direct(r *row) (level int32, ok bool) {
	lv, level := p.at(r)
	return level, p.access != AccessReadOnly && r.access != AccessReadOnly && !guarded(r, lv, level) && p.invalid() == nil &&
		!p.secret && p.form.get != nil && !r.as.oneWay()
}

func (p *param[T]) with(v T) Setting {
	c := newCall() // which is on the heap already
	c.list = append(c.list, Setting{})
	p.encode(&c.list[0], v)
	st := c.list[0]
	c.free()
	return st
}

// encode makes st, which is zero, the setting of p to v.
func (p *param[T]) encode(st *Setting, v T) {
	if p == nil {
		st.err = errNoOption(OpSet)
		return
	}
	st.o = p
	if p.secret {
		held := v // so that no other option's value escapes
		st.v = func() T { return held }
		st.enc.keep(nil)
	}
	r := p.row()
	switch {
	case p.invalid() != nil:
		st.err = refused(&p.meta, r, v, p.invalid())
	case p.access == AccessReadOnly:
		st.err = newError(OpSet, &p.meta, r, v, errGetOnly)
	case r != nil:
		if err := p.fill(st, 0, &p.meta, v); err != nil {
			st.err = refused(&p.meta, r, v, err)
			return
		}
		lv, level := p.at(r)
		st.direct = r.access != AccessReadOnly && !guarded(r, lv, level)
	case !p.supported(): // which apply will say
		if !p.secret {
			st.v = v
		}
	default:
		// Only the socket can tell which twin it will be, so make both encodings.
		for i := range st.slots {
			if m := p.twins.of(i); m.row() != nil {
				if err := p.fill(st, i, m, v); err != nil && st.why == nil {
					st.why = err
				}
			}
		}
		if st.why != nil && st.slots[0].none() && st.slots[1].none() {
			st.err = refused(&p.meta, nil, v, st.why)
		}
	}
}

// fill makes a slot of st, that of m, which is p or one of its twins.
func (p *param[T]) fill(st *Setting, i int, m *meta, v T) error {
	r, start := m.row(), st.enc.n
	if err := p.form.put(&st.enc, &p.meta, r, v); err != nil {
		st.enc.truncate(start)
		return err
	}
	_, level := m.at(r)
	st.slots[i] = slot{level, r.number, uint32(start), uint32(st.enc.n)}
	if (p.form.get == nil || r.as.oneWay()) && !p.secret {
		st.v = v
	}
	return nil
}

// A query is a param of an option that is asked something.
type query[Q, T any] struct {
	param[T]
	// put writes what is asked. Its length is what the kernel is told; the answer
	// may have all of its capacity.
	put func(e *encoding, r *row, q Q) error
	// of chooses between the twins of a neutral one; nil where there are none.
	of func(q Q) *meta
}

func (p *query[Q, T]) settable() *param[T] {
	if p == nil {
		return nil
	}
	return &p.param
}

func (p *query[Q, T]) ask(s Socket, q Q) (v T, err error) {
	if p == nil {
		return v, errNoOption(OpGet)
	}
	m := &p.meta
	if p.of != nil {
		m = p.of(q)
	}
	r := m.row()
	if r == nil {
		return v, newError(OpGet, &p.meta, nil, nil, errAbsent)
	}
	var e encoding
	if err := p.put(&e, r, q); err != nil {
		return v, newError(OpGet, &p.meta, p.row(), nil, err)
	}
	c := newCall()
	c.asked = e.all()
	if err = c.use(s, c.prepare(m)); err == nil {
		v, err = p.decode(c, s)
	}
	c.free()
	return v, err
}

func (p *query[Q, T]) asks() bool { return true }

func (p *query[Q, T]) with(v T) Setting { return p.whole(p.settable().with(v)) }

func (p *query[Q, T]) withAny(v any) Setting { return p.whole(p.param.withAny(v)) }

// whole returns st, which the param made, as one of the whole.
func (p *query[Q, T]) whole(st Setting) Setting {
	if st.o != nil {
		st.o = p
	}
	return st
}

// getAny asks the zero request.
func (p *query[Q, T]) getAny(s Socket) (any, error) {
	var q Q
	v, err := p.ask(s, q)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// What follows serves what does not know T.

func (p *param[T]) base() *meta { return &p.meta }

func (p *param[T]) asks() bool { return false }

func (p *param[T]) typeName() string { return p.form.typ }

func (p *param[T]) zero() any {
	var v T
	return v
}

func (p *param[T]) value(b []byte, r *row) (any, error) { return p.form.get(b, r) }

func (p *param[T]) shown(v any) any { return v.(func() T)() }

func (p *param[T]) getAny(s Socket) (any, error) {
	v, err := p.get(s)
	if err != nil {
		return nil, err // and not a zero T
	}
	return v, nil
}

func (p *param[T]) withAny(v any) (st Setting) {
	t, ok := v.(T)
	if !ok && p.access != AccessReadOnly {
		st.o = p
		st.err = refused(&p.meta, p.row(), v, &valueError{"must be a " + p.form.typ + ", not a " + typeName(v)})
		return st
	}
	return p.with(t)
}

// An erased is a param of whatever type.
type erased interface {
	base() *meta
	typeName() string
	zero() any // of the type of the value
	value(b []byte, r *row) (any, error)
	getAny(s Socket) (any, error)
	withAny(v any) Setting
	withText(text string) Setting
	// asks tells whether the option has to be asked something.
	asks() bool
	// shown returns the value that a Setting of a secret holds.
	shown(v any) any
}

// An encoding holds values as the kernel wants them, the first few bytes
// without an allocation.
type encoding struct {
	n      int
	inline [40]byte
	// more returns all the bytes, where inline is too small or they are secret: package
	// fmt would print a slice that is anywhere in what it is given, and of a func no
	// more than the address.
	more func() []byte
}

// grow returns the next n bytes, all zero.
func (e *encoding) grow(n int) []byte {
	if e.more == nil && e.n+n <= len(e.inline) {
		e.n += n
		return e.inline[e.n-n : e.n]
	}
	return e.growMore(n)
}

func (e *encoding) growMore(n int) []byte {
	b := append(e.all(), make([]byte, n)...)
	e.keep(b)
	return b[len(b)-n:]
}

// keep makes b the bytes of e.
func (e *encoding) keep(b []byte) { e.n, e.more = len(b), func() []byte { return b } }

// growPointing returns the next n bytes, all zero, and what they are to point
// to, which is not handed to the kernel with them: all in one piece of memory,
// which e keeps and which does not move. They must be the only ones.
func (e *encoding) growPointing(n, to int) (b, target []byte) {
	all := make([]byte, n+to)
	e.keep(all[:n])
	return all[:n], all[n:]
}

func (e *encoding) all() []byte {
	if e.more != nil {
		return e.more()
	}
	return e.inline[:e.n]
}

// wipe clears a secret, and what it points to.
func (e *encoding) wipe() {
	b := e.all()
	clear(b[:cap(b)])
}

// truncate takes back all but the first n bytes.
func (e *encoding) truncate(n int) {
	b := e.all()
	clear(b[n:])
	if e.n = n; e.more != nil {
		e.keep(b[:n])
	}
}
