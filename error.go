package sockopt

import (
	"errors"
	"net"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrValue is what [errors.Is] finds in the error of a value that was refused
// before any system call: one out of range, a string with a NUL, a group of the
// wrong family, or something that has no socket.
var ErrValue = errors.New("invalid value")

// An Error tells which option could not be read or set, and why.
//
// [errors.Is] finds in it
//   - [errors.ErrUnsupported] if this OS, this kernel or this kind of socket
//     does not have the option, whatever errno said so;
//   - [os.ErrPermission] if a privilege is missing;
//   - [net.ErrClosed] if the connection, file or descriptor is closed;
//   - [ErrValue] if the value was refused before the system call;
//   - the errno, such as syscall.EINVAL, if a system call failed.
type Error struct {
	Op     string // "get" or "set"
	Name   string // C name, such as "TCP_NODELAY"
	Level  string // C name of the level, such as "IPPROTO_TCP", or its number
	Number int    // the option's number here
	Value  any    // what was to be set; nil for a get
	Err    error  // the cause; an *os.SyscallError if a system call failed

	absent bool   // there is no number: the OS does not have the option
	kind   bool   // the option is not for this kind of socket
	hint   string // what to do about it
	half   string // the twin of the option that was set and stays so
}

// Error returns all that is known, on one line.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("sockopt: ")
	b.WriteString(e.Op)
	if e.Name != "" {
		b.WriteByte(' ')
		b.WriteString(e.Name)
		b.WriteString(" (")
		b.WriteString(e.Level)
		if !e.absent {
			b.WriteByte(' ')
			b.WriteString(strconv.Itoa(e.Number))
		}
		b.WriteByte(')')
	}
	if e.Value != nil {
		b.WriteString(" to ")
		b.WriteString(shortened(formatValue(e.Value, "")))
	}
	if e.Err != nil { // else somebody else made it
		b.WriteString(": ")
		b.WriteString(e.Err.Error())
	}
	if e.hint != "" {
		b.WriteString(" (")
		b.WriteString(e.hint)
		b.WriteByte(')')
	}
	if e.half != "" {
		b.WriteString("; ")
		b.WriteString(e.half)
		b.WriteString(" was set before and stays set")
	}
	return b.String()
}

// MarshalText is Error, for encoding/json and the like.
func (e *Error) MarshalText() ([]byte, error) { return []byte(e.Error()), nil }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is answers for the classes of failure that the errno alone does not tell.
func (e *Error) Is(target error) bool {
	switch target {
	case errors.ErrUnsupported:
		return e.kind || isErrno(e.Err, unsupportedErrnos)
	case net.ErrClosed:
		return isErrno(e.Err, closedErrnos) || errors.Is(e.Err, os.ErrClosed)
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

// A valueError says what is wrong with a value that was not handed to the
// kernel.
type valueError struct{ msg string }

func (e *valueError) Error() string        { return "invalid value: " + e.msg }
func (e *valueError) Is(target error) bool { return target == ErrValue }

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
	errOtherFamily = &valueError{"an address of the other IP family"}
	errOverwritten = &valueError{"package net overwrites it after the hook; use Listen or Dial of package sockopt"}
	errLongAnswer  = &answerError{"longer than its buffer"}
	errNotRun      = errors.New("the Socket's Control did not call its function")
)

func errNoOption(op string) error {
	return &Error{Op: op, Err: &valueError{"the zero Option or Setting"}}
}

// newError makes an error of err, the cause, for r, a row of m or nil.
func newError(op string, m *meta, r *row, v any, err error) *Error {
	e := &Error{Op: op, Name: m.cname(r), Value: v, Err: err}
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
	return newError("set", m, r, v, err)
}

// failure makes the error of a call that failed on fd. Only here is the socket
// asked what it is: which errno means that the option is not for this kind of
// socket differs between kernels and between get and set.
func failure(fd uintptr, op string, m *meta, r *row, v any, err error) error {
	if err == errAbsent || isErrno(err, closedErrnos) {
		return newError(op, m, r, v, err)
	}
	return kindFailure(kindOf(fd), op, m, r, v, err)
}

// kindFailure is failure on a socket of the kind, 0 if that is not known.
func kindFailure(kind Kinds, op string, m *meta, r *row, v any, err error) *Error {
	e := newError(op, m, r, v, err)
	switch {
	case kind == 0:
	case !m.kindsAt(r).Has(kind):
		e.kind = true
		e.hint = "this " + kind.String() + " socket does not have it; the option is for " + m.kindsAt(r).String()
	case kind&typeMPTCP != 0 && isErrno(err, unsupportedErrnos):
		e.hint = "this MPTCP socket, as net.Listen makes it by default, does not have it; net.ListenConfig.SetMultipathTCP(false) makes a TCP one"
	case isErrno(err, phaseErrnos):
		e.hint = m.phase.hint(op)
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
