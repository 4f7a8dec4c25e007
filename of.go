package sockopt

import (
	"net"
	"os"
	"reflect"
	"syscall"
	"unsafe"
)

// Of returns the socket under v: a [net.Conn], [net.PacketConn] or [net.Listener],
// an [os.File], or a wrapper of one of these. If v is a [Socket], Of returns v.
//
// Of looks inside a wrapper in the first of these ways that the wrapper offers:
//
//   - A SyscallConn method, see [syscall.Conn].
//   - A NetConn, UnderlyingConn, Unwrap or Raw method without arguments, such as
//     NetConn of [crypto/tls.Conn]. It must return a [net.Conn], a [*net.TCPConn] or
//     any. Unwrap may also return a [net.Listener] or a [net.PacketConn].
//   - An embedded connection or listener, as in struct{ net.Conn }, also inside
//     embedded structs.
//
// Of never fails. If there is no socket under v, the Control method of the returned
// Socket returns the reason, so one check of one error is enough:
//
//	err := sockopt.NoDelay.Set(sockopt.Of(conn), false)
//
// [errors.Is] finds [ErrValue] in such an error, and its text says what the wrapper
// lacks. A wrapper whose methods panic or return nil has no socket, and neither have
// wrappers that form a loop.
func Of(v any) (s Socket) {
	f := finder{outer: v, left: mostWrappers}
	defer func() {
		if f.method == "" {
			return // no method of a wrapper is running
		}
		if p := recover(); p != nil {
			s = failedSocket{panicked(f.method, f.inner, p)}
		}
	}()
	if s = f.find(v); s == nil {
		s = failedSocket{f.err}
	}
	return s
}

// mostWrappers limits how many values are searched, because wrappers may form a
// loop.
const mostWrappers = 100

// A finder searches the socket under a value.
type finder struct {
	outer  any
	left   int    // how many more values may be searched
	method string // the method of inner that is running
	inner  any
	err    error // why the first of several ways led to no socket
}

// find returns the socket under v. If there is none, it returns nil, and f.err is
// the reason.
func (f *finder) find(v any) Socket {
	for f.left > 0 {
		f.left--
		if isNil(v) {
			return f.failed(errNilConn)
		}
		f.inner = v
		switch c := v.(type) {
		case Socket:
			return shielded(c)
		case *Listener:
			v = c.Listener
			continue
		case syscall.Conn:
			return f.syscallConn(c)
		}
		wrapped := f.unwrap(v)
		if f.method == "" {
			return f.embedded(v)
		}
		if isNil(wrapped) {
			return f.failed(f.returnedNil())
		}
		f.method, v = "", wrapped
	}
	return f.failed(f.lacks("its wrappers form a loop, or are too many"))
}

// failed notes why a way led to no socket. The first reason is the one to report.
func (f *finder) failed(err error) Socket {
	if f.method = ""; f.err == nil {
		f.err = err
	}
	return nil
}

func (f *finder) lacks(why string) error {
	return &misuseError{"a " + typeName(f.outer) + " has no socket under it: " + why}
}

func (f *finder) returnedNil() error {
	return f.lacks(f.method + " of a " + typeName(f.inner) + " returned nil")
}

// syscallConn returns the socket that c says it has.
func (f *finder) syscallConn(c syscall.Conn) Socket {
	file, isFile := c.(*os.File)
	if isFile && *file == (os.File{}) {
		return f.failed(errNilConn)
	}
	f.method = "SyscallConn"
	raw, err := c.SyscallConn()
	switch {
	case err != nil:
		return f.failed(err)
	case isNil(raw):
		return f.failed(f.returnedNil())
	}
	f.method = ""
	if isFile {
		return fileSocket{file, raw}
	}
	return shielded(raw)
}

// unwrap returns what the method f.method of v returns, which it chooses. Package
// reflect could call a method with any result, but linking that makes each program
// 170 kB larger.
func (f *finder) unwrap(v any) any {
	switch c := v.(type) {
	case interface{ NetConn() net.Conn }:
		f.method = "NetConn"
		return c.NetConn()
	case interface{ NetConn() *net.TCPConn }:
		f.method = "NetConn"
		return c.NetConn()
	case interface{ NetConn() any }:
		f.method = "NetConn"
		return c.NetConn()
	case interface{ UnderlyingConn() net.Conn }:
		f.method = "UnderlyingConn"
		return c.UnderlyingConn()
	case interface{ UnderlyingConn() *net.TCPConn }:
		f.method = "UnderlyingConn"
		return c.UnderlyingConn()
	case interface{ UnderlyingConn() any }:
		f.method = "UnderlyingConn"
		return c.UnderlyingConn()
	case interface{ Unwrap() net.Conn }:
		f.method = "Unwrap"
		return c.Unwrap()
	case interface{ Unwrap() net.Listener }:
		f.method = "Unwrap"
		return c.Unwrap()
	case interface{ Unwrap() net.PacketConn }:
		f.method = "Unwrap"
		return c.Unwrap()
	case interface{ Unwrap() *net.TCPConn }:
		f.method = "Unwrap"
		return c.Unwrap()
	case interface{ Unwrap() any }:
		f.method = "Unwrap"
		return c.Unwrap()
	case interface{ Raw() net.Conn }:
		f.method = "Raw"
		return c.Raw()
	case interface{ Raw() *net.TCPConn }:
		f.method = "Raw"
		return c.Raw()
	case interface{ Raw() any }:
		f.method = "Raw"
		return c.Raw()
	}
	return nil
}

// embedded returns the socket under what v embeds, or nil.
func (f *finder) embedded(v any) Socket {
	t, p := reflect.TypeOf(v), pointerIn(v)
	word := p
	switch {
	case t.Kind() == reflect.Pointer:
		t = t.Elem()
	case isPointer(t):
		p = unsafe.Pointer(&word) // the interface has the struct itself, and no pointer to it
	case t.Size() <= unsafe.Sizeof(p):
		return f.failed(unwrapped(f.outer, v)) // too small for anything but a pointer
	}
	if s := f.fields(t, p); s != nil {
		return s
	}
	return f.failed(unwrapped(f.outer, v))
}

// isPointer tells whether a t is nothing but a pointer, in structs of one field.
func isPointer(t reflect.Type) bool {
	for t.Kind() == reflect.Struct && t.NumField() == 1 {
		t = t.Field(0).Type
	}
	return t.Kind() == reflect.Pointer
}

// fields returns the socket under what the t at p embeds, or nil. With a
// [reflect.Value] in place of p, each program would be 50 kB larger.
func (f *finder) fields(t reflect.Type, p unsafe.Pointer) (s Socket) {
	if t.Kind() != reflect.Struct {
		return nil
	}
	for i := 0; i < t.NumField() && s == nil; i++ {
		field := t.Field(i)
		if !field.Anonymous {
			continue
		}
		at := unsafe.Add(p, field.Offset)
		switch field.Type.Kind() {
		case reflect.Struct:
			s = f.fields(field.Type, at)
		case reflect.Pointer:
			if at = *(*unsafe.Pointer)(at); at != nil && f.left > 0 {
				f.left--
				s = f.fields(field.Type.Elem(), at)
			}
		case reflect.Interface:
			if !field.IsExported() || field.Type.NumMethod() == 0 {
				continue
			}
			switch v := any(*(*interface{ M() })(at)).(type) {
			case nil:
				f.failed(f.lacks("its " + field.Type.String() + " is nil"))
			case net.Conn, net.Listener, net.PacketConn:
				s = f.find(v)
			}
		}
	}
	return s
}

// panicked makes an error of the panic p in a method of v.
func panicked(method string, v any, p any) error {
	why, ok := p.(string)
	if !ok {
		why = formatValue(p, "")
	}
	return &misuseError{"a " + typeName(v) + " has no socket: its " + method + " panicked: " + shortened(why)}
}

// shielded returns c so that a panic of its Control is an error. The Sockets of
// this package and those of package net and package os do not panic.
func shielded(c Socket) Socket {
	if wellKnown(c) {
		return c
	}
	return shieldedSocket{c}
}

type shieldedSocket struct{ Socket }

func (s shieldedSocket) Control(f func(fd uintptr)) (err error) {
	inside := false
	defer func() {
		if inside { // f panicked
			return
		}
		if p := recover(); p != nil {
			err = panicked("Control", s.Socket, p)
		}
	}()
	return s.Socket.Control(func(fd uintptr) {
		inside = true
		f(fd)
		inside = false
	})
}
