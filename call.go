package sockopt

import (
	"sync"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// A call is one use of a socket. It outlives the use in a pool, because the
// function that a Socket's Control is given escapes: the closure is allocated
// once and reused, so later calls do not allocate.
//
// The way from Get and Set to the system call is kept short on purpose. After a
// system call the processor mispredicts every return, so each function between
// costs more than what it does.
type call struct {
	// What a Control is given: to set o, to read m, or to do what do says. They are
	// closures, not method values, which would be one more function on the way.
	setting, reading, doing func(fd uintptr)
	// do is a variable so that a program links only what it uses.
	do func(c *call, fd uintptr) error
	// o is the option to set to the value in enc; nil if m is read.
	o     erased
	enc   encoding
	m     *meta // of twins, the one that it turns out to be
	r     *row
	level int32
	buf   []byte    // what is read; zero, but for the first used bytes
	used  int       // how much of buf may have been written
	asked []byte    // what a query writes into it
	size  uint32    // room for the answer
	n     uint32    // length of the answer
	list  []Setting // what Apply sets
	err   error
}

// calls holds the *call as an [unsafe.Pointer]: the linker keeps the methods of
// what is put into an interface, and of all the types in it. Those of a [Setting]
// lead to every option.
var calls = sync.Pool{New: func() any {
	c := &call{buf: make([]byte, leastRoom)}
	c.setting = func(fd uintptr) {
		b := c.enc.all()
		c.err = sys.Setsockopt(fd, c.level, c.r.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b)))
		if c.err != nil {
			c.err = setFailed(c.o, c.r, fd, b, c.err)
		}
	}
	c.reading = func(fd uintptr) {
		c.n = c.size
		c.err = sys.Getsockopt(fd, c.level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
		if c.err != nil || c.n > c.size {
			c.err = c.readFailed(fd, c.err)
		}
	}
	c.doing = func(fd uintptr) { c.err = c.do(c, fd) }
	return unsafe.Pointer(c)
}}

func newCall() *call { return (*call)(calls.Get().(unsafe.Pointer)) }

// What is larger does not go back into the pool, which would keep it for ever.
const (
	leastRoom        = 64
	mostPooledRoom   = 4096
	mostPooledLength = 64
)

// free gives c back with nothing of what it was used for left in it: values
// may be secrets, or keep memory alive.
func (c *call) free() {
	if c.used > 0 {
		clear(c.buf[:c.used])
		c.used = 0
	}
	if len(c.list) > 0 {
		clear(c.list)
		c.list = c.list[:0]
	}
	c.enc = encoding{}
	c.err, c.asked = nil, nil
	c.do, c.o, c.m, c.r = nil, nil, nil, nil
	if len(c.buf) <= mostPooledRoom && cap(c.list) <= mostPooledLength {
		calls.Put(unsafe.Pointer(c))
	}
}

// prepare makes ready to read m, and returns the function to do it.
func (c *call) prepare(m *meta) func(fd uintptr) {
	c.m, c.r, c.o = m, m.row(), nil
	if c.r == nil {
		c.do = (*call).read
		return c.doing
	}
	level, ok := m.readable(c.r)
	c.level = level
	c.room()
	if ok {
		return c.reading
	}
	c.do = (*call).read
	return c.doing
}

// room makes the buffer as large as what the row says, and zero but for what the
// kernel is asked: some kernels take what they find there for a question, and some
// answer success and write nothing.
func (c *call) room() {
	if c.used > 0 {
		clear(c.buf[:c.used])
	}
	size := c.r.size()
	c.size, c.used = uint32(size), max(size, cap(c.asked))
	if c.used > len(c.buf) {
		c.buf = make([]byte, c.used)
	}
	switch {
	case c.m.ask != nil:
		c.m.ask(c.buf[:size])
	case c.asked != nil:
		c.size = uint32(copy(c.buf, c.asked))
	}
}

// use has the Control of s call f, one of the functions of c.
func (c *call) use(s Socket, f func(fd uintptr)) error {
	c.err = errNotRun
	var err error
	if trusted(s) {
		err = s.Control(f)
	} else {
		err = control(s, f)
	}
	switch {
	case err != nil:
	case c.err == errNotRun:
		err = errNotRun
	default:
		return c.err
	}
	return c.noSocket(err)
}

// noSocket makes an error of err, which says why there is no descriptor.
func (c *call) noSocket(err error) error {
	switch {
	case len(c.list) > 0 && c.list[0].o != nil:
		st := &c.list[0]
		m := st.o.base()
		return newError(OpSet, m, m.row(), st.value(), err)
	case c.o != nil:
		v, _ := c.o.value(c.enc.all(), c.r)
		return newError(OpSet, c.o.base(), c.r, v, err)
	case c.m != nil:
		return newError(OpGet, c.m, c.m.row(), nil, err)
	}
	return &Error{Op: OpSet, Err: err}
}

// explain makes an error of err, which says what is wrong with what was read.
func (c *call) explain(s Socket, err error) error {
	c.do = func(c *call, fd uintptr) error { return failure(fd, OpGet, c.m, c.r, nil, err) }
	return c.use(s, c.doing)
}

func (c *call) applyOne(fd uintptr) error { return c.list[0].apply(fd) }

// applyList makes the settings, and then compares what [Verify] has asked for.
func (c *call) applyList(fd uintptr) error {
	var checks []func(failed error) error
	for i := range c.list {
		st := &c.list[i]
		var err error
		switch {
		case st.direct:
			w := &st.slots[0]
			b := st.enc.all()
			if err = sys.Setsockopt(fd, w.level, w.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
				err = st.failed(fd, st.o.base(), err)
			}
		case st.verify != nil:
			var check func(failed error) error
			if check, err = st.verify(st, fd); err == nil {
				checks = append(checks, check)
			}
		default:
			err = st.apply(fd)
		}
		if err != nil && !st.forgives(err) {
			return err
		}
	}
	var failed error
	for _, check := range checks {
		failed = check(failed)
	}
	return failed
}

// skippable reports whether err says that an option is not supported, and nothing
// of it was set.
func skippable(err error) bool {
	if e, ok := err.(*Error); ok && e.half != "" {
		return false
	}
	return isUnsupported(err)
}

// setFailed makes the error of a system call that was to set the option o, whose row
// is r, to b and gave err.
func setFailed(o erased, r *row, fd uintptr, b []byte, err error) error {
	v, _ := o.value(b, r)
	return failure(fd, OpSet, o.base(), r, v, sysError("setsockopt", err))
}

// read gets the option c.m into c.buf, where fd must be asked first.
func (c *call) read(fd uintptr) error {
	if c.r != nil || !c.m.supported() {
		return c.readOne(fd, c.m)
	}
	if c.m.access == AccessWriteOnly {
		return failure(fd, "get", c.m, nil, nil, errSetOnly)
	}
	return c.m.twins.get(c, fd)
}

// readOne gets m, which is not neutral here.
func (c *call) readOne(fd uintptr, m *meta) error {
	c.m, c.r = m, m.row()
	if c.r == nil {
		return failure(fd, "get", m, nil, nil, errAbsent)
	}
	if err := m.invalid(); err != nil {
		return newError("get", m, c.r, nil, err)
	}
	if m.access == AccessWriteOnly || c.r.access == AccessWriteOnly {
		return failure(fd, "get", m, c.r, nil, errSetOnly)
	}
	lv, number := m.at(c.r)
	if err := guard(fd, c.r, lv, number); err != nil {
		return failure(fd, "get", m, c.r, nil, err)
	}
	if err := c.fetch(fd, number); err != nil {
		return failure(fd, "get", m, c.r, nil, err)
	}
	return nil
}

// fetch gets c.m, whose level has the number, and leaves it to the caller to
// explain a failure.
func (c *call) fetch(fd uintptr, level int32) error {
	c.room()
	c.n = c.size
	err := sys.Getsockopt(fd, level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
	if err != nil || c.n > c.size {
		return c.readAgain(fd, err)
	}
	return nil
}

// readFailed deals with a read whose system call gave err, or if that is nil a
// length beyond its room.
func (c *call) readFailed(fd uintptr, err error) error {
	if err = c.readAgain(fd, err); err != nil {
		return failure(fd, "get", c.m, c.r, nil, err)
	}
	return nil
}

// readAgain asks once more where the kernel says how much room it needs.
func (c *call) readAgain(fd uintptr, err error) error {
	if (err == nil || sys.IsErrno(err, sys.RoomErrnos)) && c.n > c.size && c.n <= mostRoom {
		clear(c.buf[:c.used])
		c.size, c.used = c.n, max(int(c.n), cap(c.asked))
		c.buf = make([]byte, c.used)
		copy(c.buf, c.asked)
		_, level := c.m.at(c.r)
		err = sys.Getsockopt(fd, level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
		if err == nil && c.n <= c.size {
			return nil
		}
	}
	if err == nil {
		return errLongAnswer
	}
	if sys.IsErrno(err, sys.NoRouteErrnos) && c.m.level == levelIPv6 && v4Mapped(fd) {
		return errV4Mapped
	}
	return sysError("getsockopt", err)
}

// mostRoom is the most that a kernel gets for an answer.
const mostRoom = 1 << 20

// apply makes st on fd, where more is to be done than a system call.
func (st *Setting) apply(fd uintptr) error {
	if st.err != nil {
		return st.err
	}
	if st.o == nil {
		return errNoOption(OpSet)
	}
	m := st.o.base()
	switch {
	case m.row() != nil:
		return st.write(fd, m, 0)
	case m.twins == nil:
		return failure(fd, OpSet, m, nil, st.value(), errAbsent)
	}
	_, err := m.twins.set(st, fd)
	return err
}

// write sets m, the option of st or one of its twins, to the bytes of a slot.
func (st *Setting) write(fd uintptr, m *meta, i int) error {
	r := m.row()
	if r.access == AccessReadOnly {
		return failure(fd, OpSet, m, r, st.value(), errGetOnly)
	}
	lv, _ := m.at(r)
	w := &st.slots[i]
	if err := guard(fd, r, lv, w.level); err != nil {
		return failure(fd, OpSet, m, r, st.value(), err)
	}
	b := st.bytes(i)
	if err := sys.Setsockopt(fd, w.level, w.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
		return st.failed(fd, m, err)
	}
	return nil
}

// failed makes the error of a system call that was to set m and gave err.
func (st *Setting) failed(fd uintptr, m *meta, err error) error {
	return failure(fd, OpSet, m, m.row(), st.value(), sysError("setsockopt", err))
}
