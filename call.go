package sockopt

import (
	"sync"
	"unsafe"
)

// A call is one use of a socket. It outlives the use in a pool, because the
// function that a Socket's Control is given escapes: bound once, it costs no
// allocation after.
//
// The way from Get and Set to the system call is kept short on purpose. After a
// system call the processor mispredicts every return, so each function between
// costs more than what it does.
type call struct {
	bound  func(fd uintptr)
	op     op
	direct bool // one option, whose level and number are all that is needed
	// What is read: of twins, the one that it turns out to be.
	m     *meta
	r     *row
	level int32
	buf   []byte
	asked []byte    // what a query writes into it
	size  uint32    // room for the answer
	n     uint32    // length of the answer
	one   Setting   // what Set sets
	list  []Setting // what Apply sets
	err   error
}

type op uint8

const (
	opGet op = iota
	opSet
	opApply
	opExplain
)

// calls holds the *call as an [unsafe.Pointer]: the linker keeps the methods of
// what is put into an interface, and of all the types in it. Those of a [Setting]
// lead to every option.
var calls = sync.Pool{New: func() any {
	c := &call{buf: make([]byte, 64)}
	// A method value would be one more function on the way.
	c.bound = func(fd uintptr) {
		if !c.direct {
			c.do(fd)
			return
		}
		if c.op == opGet {
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

// free gives c back with nothing of what it was used for left in it: values
// may be secrets, or keep memory alive.
func (c *call) free() {
	c.one = Setting{}
	clear(c.list)
	c.list = c.list[:0]
	written := min(int(c.n), len(c.buf))
	if c.asked != nil {
		written = len(c.buf) // the length is not of all the answer
	}
	clear(c.buf[:written])
	c.m, c.r, c.err, c.n, c.asked = nil, nil, nil, 0, nil
	calls.Put(unsafe.Pointer(c))
}

// prepare makes ready to read m.
func (c *call) prepare(m *meta) {
	c.op, c.m, c.r, c.err = opGet, m, m.row(), errNotRun
	if c.r == nil {
		c.direct = false
		return
	}
	var lv level
	lv, c.level = m.at(c.r)
	c.direct = m.access != SetOnly && c.r.access != SetOnly && !guarded(lv, c.level) && (m.own == nil || m.own.invalid == nil)
	c.room()
}

// room makes the buffer as large as what the row says.
func (c *call) room() {
	size := c.r.size()
	if size > len(c.buf) {
		c.buf = make([]byte, size)
	}
	c.size = uint32(size)
	switch {
	case c.m.ask != nil:
		c.m.ask(c.buf[:size])
	case c.asked != nil:
		if cap(c.asked) > len(c.buf) {
			c.buf = make([]byte, cap(c.asked))
		}
		c.size = uint32(copy(c.buf, c.asked))
	}
}

// result is what came of a Control that returned err.
func (c *call) result(err error) error {
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
	case c.op == opApply && len(c.list) > 0:
		st = &c.list[0]
	case c.op == opGet, c.op == opExplain:
		return newError("get", c.m, c.m.row(), nil, err)
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
	c.op, c.direct, c.err = opApply, false, errNotRun
	return c.result(s.Control(c.bound))
}

// explain makes an error of err, which says what is wrong with what was read.
func (c *call) explain(s Socket, err error) error {
	c.op, c.direct, c.err = opExplain, false, err
	return c.result(s.Control(c.bound))
}

// do is what runs while the descriptor is locked.
func (c *call) do(fd uintptr) {
	switch c.op {
	case opGet:
		c.err = c.read(fd)
	case opSet:
		c.err = c.one.apply(fd)
	case opApply:
		c.err = nil
		for i := range c.list {
			st := &c.list[i]
			var err error
			if st.direct {
				b := st.enc.all()
				if err = setsockopt(fd, st.level, st.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
					err = st.failed(fd, err)
				}
			} else {
				err = st.apply(fd)
			}
			if err != nil && !(st.optional && isUnsupported(err)) {
				c.err = err
				return
			}
		}
	case opExplain:
		c.err = failure(fd, "get", c.m, c.r, nil, c.err)
	}
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
	if c.m.access == SetOnly {
		return failure(fd, "get", c.m, nil, nil, errSetOnly)
	}
	ipv4, ipv6, err := carriersNow(fd)
	if err != nil {
		return failure(fd, "get", c.m, nil, nil, err)
	}
	twins := c.m.twins
	if ipv6 {
		err = c.readOne(fd, twins[1])
		if !ipv4 || !isUnsupported(err) {
			return err
		}
	}
	return c.readOne(fd, twins[0])
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
	if m.access == SetOnly || c.r.access == SetOnly {
		return failure(fd, "get", m, c.r, nil, errSetOnly)
	}
	lv, number := m.at(c.r)
	if err := guard(fd, lv, number); err != nil {
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
		c.buf, c.size = make([]byte, max(int(c.n), cap(c.asked))), c.n
		copy(c.buf, c.asked)
		_, level := c.m.at(c.r)
		err = getsockopt(fd, level, c.r.number, unsafe.Pointer(unsafe.SliceData(c.buf)), &c.n)
		if err == nil && c.n <= c.size {
			return nil
		}
	}
	c.n = c.size // all of that may have been written and is to be wiped
	if err == nil {
		return errLongAnswer
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
	if st.verify != nil {
		return st.verify(st, fd)
	}
	return st.applyPlain(fd)
}

func (st *Setting) applyPlain(fd uintptr) error {
	m := st.o.base()
	if r := m.row(); r != nil {
		return st.write(fd, m, r, st.enc.all())
	}
	if !m.supported() {
		return failure(fd, "set", m, nil, st.value(), errAbsent)
	}
	ipv4, ipv6, err := carriers(fd)
	switch {
	case err != nil:
		return failure(fd, "set", m, nil, st.value(), err)
	case !ipv6:
		return st.writeTwin(fd, 0)
	case !ipv4, st.half[0].none():
		return st.writeTwin(fd, 1)
	case st.half[1].none():
		return st.writeTwin(fd, 0)
	}
	err4, err6 := st.writeTwin(fd, 0), st.writeTwin(fd, 1)
	if err4 == nil && err6 == nil {
		return nil
	}
	// One of them is enough if it is the one that the traffic uses.
	ipv4, ipv6, err = carriersNow(fd)
	switch {
	case err != nil:
		return failure(fd, "set", m, nil, st.value(), err)
	case ipv4 && err4 == nil, ipv6 && err6 == nil:
		return nil
	case ipv6:
		return err6
	}
	return err4
}

// writeTwin sets the IPv4 (0) or the IPv6 (1) twin of st.
func (st *Setting) writeTwin(fd uintptr, i int) error {
	m := st.o.base().twins[i]
	r := m.row()
	switch {
	case r == nil:
		return failure(fd, "set", m, nil, st.value(), errAbsent)
	case st.half[i].none():
		return refused(m, r, st.value(), st.why)
	}
	return st.write(fd, m, r, st.enc.bytes(st.half[i]))
}

// write makes the system call.
func (st *Setting) write(fd uintptr, m *meta, r *row, b []byte) error {
	if r.access == GetOnly {
		return failure(fd, "set", m, r, st.value(), errGetOnly)
	}
	lv, number := m.at(r)
	if err := guard(fd, lv, number); err != nil {
		return failure(fd, "set", m, r, st.value(), err)
	}
	if err := setsockopt(fd, number, r.number, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))); err != nil {
		return failure(fd, "set", m, r, st.value(), sysError("setsockopt", err))
	}
	return nil
}
