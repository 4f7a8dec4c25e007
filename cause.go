package sockopt

import (
	"errors"
	"os"
	"runtime"
	"unicode/utf8"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// ErrValue is what [errors.Is] finds in the error of a value that was rejected
// before any system call, and of something that is not a socket: a value out of
// range, a string with a NUL, a group of the wrong family, the zero Option, a
// connection without a socket.
var ErrValue = errors.New("invalid value")

func isUnsupported(err error) bool { return errors.Is(err, errors.ErrUnsupported) }

// A valueError says what is wrong with a value that was not handed to the kernel.
type valueError struct{ msg string }

func (e *valueError) Error() string { return "invalid value: " + e.msg }

func (e *valueError) Is(target error) bool { return target == ErrValue }

// A misuseError says what is not an option or has no socket.
type misuseError struct{ msg string }

func (e *misuseError) Error() string { return e.msg }

func (e *misuseError) Is(target error) bool { return target == ErrValue }

// An answerError says what is wrong with what the kernel answered.
type answerError struct{ msg string }

func (e *answerError) Error() string { return "unexpected answer of the kernel: " + e.msg }

// An unsupportedError says why no system call was made.
type unsupportedError struct{ msg string }

func (e *unsupportedError) Error() string { return e.msg }

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
	errNotRead     = &valueError{"cannot be read back, and so not verified"}
	errNotRun      = errors.New("the Socket's Control did not call its function")
)

// errInValue is the class of a failure that is about a descriptor in the value and
// not about the socket.
var errInValue = errors.New("about the value")

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

// sysError is [os.NewSyscallError], but returns errAbsent on a system without socket
// options.
func sysError(call string, err error) error {
	if err == sys.ErrNone {
		return errAbsent
	}
	return os.NewSyscallError(call, err)
}
