package sockopt

import (
	"errors"
	"net"
	"os"
	"syscall"
	"unsafe"
)

// A noSocket is the Socket of a value without a socket.
type noSocket struct{ v any }

func (s noSocket) Control(func(uintptr)) error {
	if isNil(s.v) {
		return errNilConn
	}
	return unwrapped(s.v, s.v)
}

var errNilConn = &misuseError{"a nil connection has no socket"}

// A fileSocket is the socket of a file. Its own Control says of a closed one
// what is not [os.ErrClosed].
type fileSocket struct {
	file *os.File
	raw  syscall.RawConn
}

func (s fileSocket) Control(f func(fd uintptr)) error {
	err := s.raw.Control(f)
	if err != nil {
		if _, statErr := s.file.Stat(); errors.Is(statErr, os.ErrClosed) {
			return statErr
		}
	}
	return err
}

// A failedSocket is the Socket of a value that cannot provide its socket.
type failedSocket struct{ err error }

func (s failedSocket) Control(func(uintptr)) error { return s.err }

// unwrapped is the error of a v without a socket. The search for one ended at
// inner, which is v or something under it.
func unwrapped(v, inner any) error {
	method, what := "a NetConn() net.Conn", "connection"
	switch inner.(type) {
	case net.Conn:
	case net.Listener:
		method, what = "an Unwrap() net.Listener", "listener"
	case net.PacketConn:
		method = "an Unwrap() net.PacketConn"
	}
	name, to := typeName(v), "it"
	if in := typeName(inner); in != name {
		to = "the " + in + " in it"
	}
	return &misuseError{"a " + name + " has no socket under it: give " + to + " " + method + " method, or pass the wrapped " + what}
}

// isNil tells whether v is nil or holds a nil pointer: the methods of either
// would panic.
func isNil(v any) bool { return pointerIn(v) == nil }

func pointerIn(v any) unsafe.Pointer { return (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1] }
