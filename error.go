package sockopt

import (
	"errors"
	"net"
	"os"
	"strconv"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// An Op is what failed with an [Error]. There are no others than these.
type Op string

// The operations of an [Error].
const (
	OpGet      Op = "get"      // getting an option
	OpSet      Op = "set"      // setting an option
	OpVerify   Op = "verify"   // reading back what was set, see [Verify] and [Mismatch]
	OpParse    Op = "parse"    // finding the option in a text, see [ParseSetting]
	OpSnapshot Op = "snapshot" // reading all options of a socket, see [Snapshot]
	OpRestore  Op = "restore"  // making a socket like a snapshot, see [Restore]
	OpIdentify Op = "identify" // finding out what a socket is, see [KindOf]
)

// An Error reports which option could not be get or set, and why.
//
// [errors.Is] finds in it
//   - [errors.ErrUnsupported] if this OS, this kernel or this kind of socket
//     does not have the option, whatever errno said so;
//   - [os.ErrPermission] if a privilege is missing;
//   - [net.ErrClosed] if the connection, file or descriptor is closed;
//   - [ErrValue] if the value was rejected before the system call, or if the
//     descriptor is not that of a socket;
//   - the errno, such as syscall.EINVAL, if a system call failed.
//
// On Windows, a closed handle and the handle of something else are told apart when
// the error is made.
type Error struct {
	Op     Op
	Name   string // C name, such as "TCP_NODELAY"; empty if Op is not about one option
	Level  string // C name of the level, such as "IPPROTO_TCP", or its number
	Number int    // the option's number here
	Value  any    // the value to set; nil for a get
	Text   string // the text that OpParse failed on, at most 200 bytes of it
	Err    error  // the cause; an *os.SyscallError if a system call failed

	m      *meta  // writes the value; may be nil
	absent bool   // there is no number: the OS does not have the option
	class  error  // what the socket, when asked, showed the failure to be; may be nil
	hint   string // what to do about it
	half   string // the twin of the option that was set and stays so
	text   string // what UnmarshalText has read, and all that is known
}

// Error returns all that is known, on one line.
func (e *Error) Error() string {
	if e.text != "" {
		return e.text
	}
	s := "sockopt: " + string(e.Op)
	if e.Text != "" || e.Op == OpParse {
		s += " " + strconv.Quote(e.Text)
	}
	if e.Name != "" {
		s += " " + e.Name + " (" + e.Level
		if !e.absent {
			s += " " + strconv.Itoa(e.Number)
		}
		s += ")"
	}
	if e.Value != nil {
		s += " to " + shortened(e.m.format(e.Value))
	}
	if e.Err != nil { // else somebody else made it
		s += ": " + e.Err.Error()
	}
	if e.hint != "" {
		s += " (" + e.hint + ")"
	}
	if e.half != "" {
		s += "; " + e.half + " was set before and stays set"
	}
	return s
}

// MarshalText is Error, for encoding/json and the like.
func (e *Error) MarshalText() ([]byte, error) { return []byte(e.Error()), nil }

// UnmarshalText makes e an error with the text. The fields and the class are not in
// the text; they are zero.
func (e *Error) UnmarshalText(text []byte) error {
	*e = Error{text: string(text)}
	return nil
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether e is of the class target, one of those listed at [Error].
func (e *Error) Is(target error) bool {
	switch target {
	case e.class:
		return e.class != nil
	case errors.ErrUnsupported:
		return sys.IsErrno(e.Err, sys.UnsupportedErrnos)
	case os.ErrPermission:
		return sys.IsErrno(e.Err, sys.DeniedErrnos)
	case net.ErrClosed:
		return e.class == nil && sys.IsErrno(e.Err, sys.ClosedErrnos) || errors.Is(e.Err, os.ErrClosed)
	case ErrValue:
		return e.class == nil && sys.IsErrno(e.Err, sys.NotSocketErrnos)
	}
	return false
}

func errNoOption(op Op) error {
	return &Error{Op: op, Err: &misuseError{"use of a zero Option or Setting"}}
}

// asError returns err as an [*Error]; nil if it is nil.
func asError(op Op, err error) error {
	if _, ok := err.(*Error); ok || err == nil {
		return err
	}
	return &Error{Op: op, Err: err}
}

// newError makes an error of err, the cause, for r, a row of m or nil.
func newError(op Op, m *meta, r *row, v any, err error) *Error {
	e := &Error{Op: op, Name: m.cname(r), Value: v, Err: err, m: m}
	if r == nil {
		e.Level, e.absent = m.level.String(), true
		return e
	}
	lv, number := m.at(r)
	e.Level, e.Number = lv.String(), int(r.number)
	if lv == 0 {
		e.Level = levelName(number)
	}
	return e
}

// refused makes the error of a value that is not handed to the kernel.
func refused(m *meta, r *row, v any, err error) error {
	return newError(OpSet, m, r, v, err)
}

// failure makes the error of a call that failed on fd. Only here is the socket
// asked what it is: which errno means that the option is not for this kind of
// socket differs between kernels and between get and set.
func failure(fd uintptr, op Op, m *meta, r *row, v any, err error) error {
	if err == errAbsent {
		return newError(op, m, r, v, err)
	}
	return failureOf(fd, kindOf(fd), op, m, r, v, err)
}

// failureOf is failure for an fd of the kind, 0 if that is not known.
func failureOf(fd uintptr, kind Kinds, op Op, m *meta, r *row, v any, err error) *Error {
	e := kindFailure(kind, op, m, r, v, err)
	switch {
	case e.class != nil, e.hint != "":
	case kind == 0:
		e.class = notSocket(fd, err)
	case sys.IsErrno(err, sys.ClosedErrnos):
		e.class, e.hint = errInValue, "the socket is open; the descriptor in the value is not"
	case sys.IsErrno(err, sys.NotSocketErrnos):
		e.class, e.hint = errInValue, "the descriptor in the value is not a socket"
	case sys.IsErrno(err, sys.PhaseErrnos) && m.phase.missed(fd):
		e.hint = m.phase.hint(op)
	}
	return e
}

// notSocket returns the class of err, which a call returned for an fd that does not
// answer as a socket does; nil if the errno alone shows the class. Windows has one
// errno for closed handles and for those of something else.
func notSocket(fd uintptr, err error) error {
	if sys.IsErrno(err, sys.ClosedErrnos) && sys.IsOpen(fd) {
		return ErrValue
	}
	return nil
}

// kindFailure is failureOf for a socket that cannot be asked for its state.
func kindFailure(kind Kinds, op Op, m *meta, r *row, v any, err error) *Error {
	e := newError(op, m, r, v, err)
	switch {
	case kind == 0:
	case !m.kindsAt(r).Has(kind):
		e.class = errors.ErrUnsupported
		e.hint = "not supported on " + kind.String() + " sockets, only on " + m.kindsAt(r).without(kind)
	case kind&typeMPTCP != 0 && sys.IsErrno(err, sys.UnsupportedErrnos):
		e.hint = "not supported by MPTCP; Go's net.Listen uses MPTCP by default, see net.ListenConfig.SetMultipathTCP"
	case sys.IsErrno(err, sys.DeniedErrnos):
		e.hint = m.requirement()
	case m.hint != nil:
		e.hint = m.hint(r, v, err)
	}
	return e
}

// levelName returns the C name of the level with a number; the number if there
// is none.
func levelName(number int32) string {
	for lv := levelSocket; lv <= levelTCP; lv++ {
		if levels[lv] == number {
			return lv.String()
		}
	}
	return strconv.Itoa(int(number))
}

// hint says when to use the option.
func (p Phase) hint(op Op) string {
	if op == OpGet && p != AfterConnect {
		return ""
	}
	return string(op) + " it " + p.String()
}

// format writes a value of the option m so that parseValue reads it, as far as
// it is one that can be set.
func (m *meta) format(v any) string {
	switch {
	case m == nil: // of a Mismatch that somebody else made
		return formatValue(v, "")
	case m.text != nil:
		return m.text(v)
	}
	return formatValue(v, m.unit)
}
