package sockopt

import (
	"sync"
	"unsafe"
)

// A call is one use of a socket. It outlives the use in a pool, because the
// function that a Socket's Control is given escapes: the closure is allocated
// once and reused, so later calls do not allocate.
//
// The way from Get and Set to the system call is kept short on purpose. After a
// system call the processor mispredicts every return, so each function between
// costs more than what it does.
type call struct {
	bound func(fd uintptr)
	gate  *gate // before bound, if the Socket is not one to trust
	// do does what is to be done, if that is more than a system call. It is a variable
	// so that a program links only what it uses.
	do func(c *call, fd uintptr) error
	// What is read, nil if something is set: of twins, the one that it turns out to be.
	m     *meta
	r     *row
	level int32
	buf   []byte    // zero, but for the first used bytes
	used  int       // how much of buf may have been written
	asked []byte    // what a query writes into it
	size  uint32    // room for the answer
	n     uint32    // length of the answer
	one   Setting   // what Set sets
	list  []Setting // what Apply sets
	err   error
}

// calls holds the *call as an [unsafe.Pointer]: the linker keeps the methods of
// what is put into an interface, and of all the types in it. Those of a [Setting]
// lead to every option.
var calls = sync.Pool{New: func() any {
	c := &call{buf: make([]byte, leastRoom)}
	// A method value would be one more function on the way.
	c.bound = func(fd uintptr) {
		if c.do != nil {
			c.err = c.do(c, fd)
			return
		}
		if c.m != nil {
			c.n = c.size
			c.err = getsockopt(fd, c.level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
			if c.err != nil || c.n > c.size {
				c.err = c.readFailed(fd, c.err)
			}
			return
		}
		st := &c.one
		b := st.enc.all()
		c.err = setsockopt(fd, st.level, st.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b)))
		if c.err != nil {
			c.err = st.failed(fd, c.err)
		}
	}
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
	clear(c.buf[:c.used])
	if len(c.buf) > mostPooledRoom || cap(c.list) > mostPooledLength {
		return
	}
	c.one = Setting{}
	clear(c.list)
	c.list = c.list[:0]
	c.do, c.m, c.r, c.err, c.n, c.used, c.asked = nil, nil, nil, nil, 0, 0, nil
	calls.Put(unsafe.Pointer(c))
}

// prepare makes ready to read m.
func (c *call) prepare(m *meta) {
	c.m, c.r, c.err = m, m.row(), errNotRun
	if c.r == nil {
		c.do = (*call).read
		return
	}
	var lv level
	lv, c.level = m.at(c.r)
	if m.access == AccessWriteOnly || c.r.access == AccessWriteOnly || guarded(c.r, lv, c.level) || m.own != nil && m.own.invalid != nil {
		c.do = (*call).read
	}
	c.room()
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

// function returns what the Control of s is given.
func (c *call) function(s Socket) func(fd uintptr) {
	if trusted(s) {
		return c.bound
	}
	c.gate = &gate{f: c.bound}
	return c.gate.pass
}

// result is what came of a Control that returned err.
func (c *call) result(err error) error {
	if c.gate != nil {
		c.gate.close()
		c.gate = nil
	}
	if err == nil && c.err != errNotRun {
		return c.err
	}
	if err == nil {
		err = errNotRun
	}
	return c.noSocket(err)
}

// noSocket makes an error of err, which says why there is no descriptor.
func (c *call) noSocket(err error) error {
	st := &c.one
	switch {
	case c.m != nil:
		return newError("get", c.m, c.m.row(), nil, err)
	case len(c.list) > 0:
		st = &c.list[0]
	}
	if st.o == nil {
		return &Error{Op: "set", Err: err}
	}
	m := st.o.base()
	return newError("set", m, m.row(), st.value(), err)
}

// set makes the settings of the list.
func (c *call) set(s Socket) error {
	if s == nil {
		s = noSocket{}
	}
	c.do, c.err = (*call).applyList, errNotRun
	return c.result(s.Control(c.function(s)))
}

// explain makes an error of err, which says what is wrong with what was read.
func (c *call) explain(s Socket, err error) error {
	c.do, c.err = (*call).explained, err
	return c.result(s.Control(c.function(s)))
}

func (c *call) explained(fd uintptr) error { return failure(fd, OpGet, c.m, c.r, nil, c.err) }

func (c *call) applyOne(fd uintptr) error { return c.one.apply(fd) }

// applyList makes the settings, and then compares what [Verify] has asked for.
func (c *call) applyList(fd uintptr) error {
	var checks []func(failed error) error
	for i := range c.list {
		st := &c.list[i]
		var err error
		switch {
		case st.direct:
			b := st.enc.all()
			if err = setsockopt(fd, st.level, st.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
				err = st.failed(fd, err)
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

// failed makes the error of a direct setting whose system call gave err.
func (st *Setting) failed(fd uintptr, err error) error {
	m := st.o.base()
	return failure(fd, "set", m, m.row(), st.value(), sysError("setsockopt", err))
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
	if m.own != nil && m.own.invalid != nil {
		return newError("get", m, c.r, nil, m.own.invalid)
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
	err := getsockopt(fd, level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
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
	if (err == nil || isErrno(err, roomErrnos)) && c.n > c.size && c.n <= mostRoom {
		clear(c.buf[:c.used])
		c.size, c.used = c.n, max(int(c.n), cap(c.asked))
		c.buf = make([]byte, c.used)
		copy(c.buf, c.asked)
		_, level := c.m.at(c.r)
		err = getsockopt(fd, level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
		if err == nil && c.n <= c.size {
			return nil
		}
	}
	if err == nil {
		return errLongAnswer
	}
	if isErrno(err, noRouteErrnos) && c.m.level == levelIPv6 && v4Mapped(fd) {
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
		return errNoOption("set")
	}
	m := st.o.base()
	if r := m.row(); r != nil {
		return st.write(fd, m, r, st.enc.all())
	}
	if m.twins == nil {
		return failure(fd, OpSet, m, nil, st.value(), errAbsent)
	}
	_, err := m.twins.set(st, fd)
	return err
}

// write makes the system call.
func (st *Setting) write(fd uintptr, m *meta, r *row, b []byte) error {
	if r.access == AccessReadOnly {
		return failure(fd, "set", m, r, st.value(), errGetOnly)
	}
	lv, number := m.at(r)
	if err := guard(fd, r, lv, number); err != nil {
		return failure(fd, "set", m, r, st.value(), err)
	}
	if err := setsockopt(fd, number, r.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
		return failure(fd, "set", m, r, st.value(), sysError("setsockopt", err))
	}
	return nil
}
