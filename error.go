package sockopt

import (
	"errors"
	"net"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"unicode/utf8"
)

// ErrValue is what [errors.Is] finds in the error of a value that was rejected
// before any system call, and of something that is not a socket: a value out of
// range, a string with a NUL, a group of the wrong family, the zero Option, a
// connection without a socket.
var ErrValue = errors.New("invalid value")

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
		return isErrno(e.Err, unsupportedErrnos)
	case os.ErrPermission:
		return isErrno(e.Err, deniedErrnos)
	case net.ErrClosed:
		return e.class == nil && isErrno(e.Err, closedErrnos) || errors.Is(e.Err, os.ErrClosed)
	case ErrValue:
		return e.class == nil && isErrno(e.Err, notSocketErrnos)
	}
	return false
}

func isUnsupported(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

func isErrno(err error, of []error) bool {
	for _, target := range of {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// A valueError says what is wrong with a value that was not handed to the kernel.
type valueError struct{ msg string }

func (e *valueError) Error() string        { return "invalid value: " + e.msg }
func (e *valueError) Is(target error) bool { return target == ErrValue }

// A misuseError says what is not an option or has no socket.
type misuseError struct{ msg string }

func (e *misuseError) Error() string        { return e.msg }
func (e *misuseError) Is(target error) bool { return target == ErrValue }

// An answerError says what is wrong with what the kernel answered.
type answerError struct{ msg string }

func (e *answerError) Error() string { return "unexpected answer of the kernel: " + e.msg }

// An unsupportedError says why no system call was made.
type unsupportedError struct{ msg string }

func (e *unsupportedError) Error() string        { return e.msg }
func (e *unsupportedError) Is(target error) bool { return target == errors.ErrUnsupported }

var (
	errAbsent      = &unsupportedError{"not supported on " + runtime.GOOS}
	errGetOnly     = &unsupportedError{"can only be read on " + runtime.GOOS}
	errSetOnly     = &unsupportedError{"can only be set on " + runtime.GOOS}
	errWrongKind   = &unsupportedError{"not supported on this kind of socket"}
	errV4Mapped    = &unsupportedError{"not supported on a socket with an IPv4-mapped address"}
	errUnknown     = &unsupportedError{"not an option of this version of the package"}
	errIPv4Group   = &valueError{"IPv4 group on an IPv6 socket"}
	errIPv6Group   = &valueError{"IPv6 group on an IPv4 socket"}
	errOverwritten = &valueError{"package net overwrites it after the hook; use Listen or Dial of package sockopt"}
	errLongAnswer  = &answerError{"longer than its buffer"}
	errNotRun      = errors.New("the Socket's Control did not call its function")
)

// errInValue is the class of a failure that is about a descriptor in the value and
// not about the socket.
var errInValue = errors.New("about the value")

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
	case isErrno(err, closedErrnos):
		e.class, e.hint = errInValue, "the socket is open; the descriptor in the value is not"
	case isErrno(err, notSocketErrnos):
		e.class, e.hint = errInValue, "the descriptor in the value is not a socket"
	case isErrno(err, phaseErrnos) && m.phase.missed(fd):
		e.hint = m.phase.hint(op)
	}
	return e
}

// notSocket returns the class of err, which a call returned for an fd that does not
// answer as a socket does; nil if the errno alone shows the class. Windows has one
// errno for closed handles and for those of something else.
func notSocket(fd uintptr, err error) error {
	if isErrno(err, closedErrnos) && isOpen(fd) {
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
	case kind&typeMPTCP != 0 && isErrno(err, unsupportedErrnos):
		e.hint = "not supported by MPTCP; Go's net.Listen uses MPTCP by default, see net.ListenConfig.SetMultipathTCP"
	case isErrno(err, deniedErrnos):
		e.hint = m.requirement()
	case m.hint != nil:
		e.hint = m.hint(r, v, err)
	}
	return e
}

// sysError is [os.NewSyscallError], but passes on an error that is no errno.
func sysError(call string, err error) error {
	if err == errAbsent {
		return err
	}
	return os.NewSyscallError(call, err)
}

func typeName(v any) string {
	if v == nil {
		return "nil"
	}
	return reflect.TypeOf(v).String()
}

// shortened returns what of a text is shown in an error.
func shortened(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	end := most
	for end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}
