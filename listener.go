package sockopt

import (
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// A Listener is a [net.Listener] that applies settings to each connection that
// it accepts, after package net has applied its own.
//
// A connection that rejects a setting concerns nobody else: the Listener closes
// it, counts it, reports it to OnError and accepts the next one. Accept returns
// no error for it. Clients can cause such failures, because some options fail on a
// connection that has been reset, or on an MPTCP connection.
//
// A setting that no connection of the listener can take is an error of the
// Listener: Accept returns it at once, and servers stop. That is an invalid value,
// an option that this OS or its kernel does not have, and an option for other
// kinds of socket. [Optional] settings are exempt if they are unsupported.
//
// [Listen] and [NewListener] make a Listener. A program can also fill in the
// fields itself; the fields must not change after the first call of Accept.
type Listener struct {
	net.Listener // accepts the connections

	// Settings are applied to each accepted connection, in order.
	Settings []Setting

	// OnError, if not nil, is called for each connection that was closed because a
	// setting failed, with the [*Error] of the setting. The connection is of no use
	// but for its addresses.
	//
	// OnError runs in the goroutine that called Accept, and several goroutines may
	// call Accept at once. Until OnError returns, this call of Accept accepts nothing,
	// so it must not block.
	OnError func(conn net.Conn, err error)

	failures atomic.Uint64
	checking sync.Once
	unusable error // why no connection can take the settings
}

// NewListener returns a [*Listener] that accepts from ln and applies the settings
// to each connection. Use it for an existing listener; [Listen] makes a new one
// and applies settings to the listening socket, too.
//
// To be told of connections that were closed because a setting failed, set OnError
// of the Listener:
//
//	l := sockopt.NewListener(ln, settings...).(*sockopt.Listener)
//	l.OnError = func(conn net.Conn, err error) { log.Print(conn.RemoteAddr(), ": ", err) }
func NewListener(ln net.Listener, settings ...Setting) net.Listener {
	return &Listener{Listener: ln, Settings: settings}
}

// Accept returns the next connection that took all settings. Its error is that of
// the inner listener, or an [*Error] for a setting that no connection can take.
func (l *Listener) Accept() (net.Conn, error) {
	l.checking.Do(func() { l.unusable = unusable(l.Settings, Of(l.Listener)) })
	if l.unusable != nil {
		return nil, l.unusable
	}
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if len(l.Settings) == 0 { // and conn needs no socket
			return conn, nil
		}
		if err = Apply(Of(conn), l.Settings...); err == nil {
			return conn, nil
		}
		discard(conn)
		l.failures.Add(1)
		if l.OnError != nil {
			l.OnError(conn, err)
		}
	}
}

// discard closes conn without waiting for the peer: with SO_LINGER, close blocks
// until the peer has acknowledged the end of the connection, and other types of
// connection may have more to say. A failure of either concerns nobody.
func discard(conn net.Conn) {
	Linger.Set(Of(conn), LingerOff())
	go conn.Close()
}

// Failures returns the number of connections that were closed because a setting
// failed.
func (l *Listener) Failures() uint64 { return l.failures.Load() }

// Unwrap returns the listener that accepts the connections.
func (l *Listener) Unwrap() net.Listener { return l.Listener }

// SyscallConn returns the listening socket.
func (l *Listener) SyscallConn() (syscall.RawConn, error) {
	if c, ok := l.Listener.(syscall.Conn); ok {
		return c.SyscallConn()
	}
	return nil, noSocket{l.Listener}.Control(nil)
}

// SetDeadline sets the deadline of Accept, as [net.TCPListener.SetDeadline] does.
// The error is [errors.ErrUnsupported] if the inner listener has no such method.
func (l *Listener) SetDeadline(t time.Time) error {
	if d, ok := l.Listener.(interface{ SetDeadline(time.Time) error }); ok {
		return d.SetDeadline(t)
	}
	return l.lacks("SetDeadline")
}

// File returns a copy of the listening socket, as [net.TCPListener.File] does. The
// error is [errors.ErrUnsupported] if the inner listener has no such method.
func (l *Listener) File() (*os.File, error) {
	if f, ok := l.Listener.(interface{ File() (*os.File, error) }); ok {
		return f.File()
	}
	return nil, l.lacks("File")
}

func (l *Listener) lacks(method string) error {
	return &unsupportedError{"sockopt: a " + typeName(l.Listener) + " has no method " + method}
}

// unusable returns why no connection that s, a listening socket, accepts can take
// the settings. What it does not know, it leaves to the connections.
func unusable(settings []Setting, s Socket) error {
	kind, err := KindOf(s)
	if err != nil {
		kind = 0
	}
	mptcp := kind&typeMPTCP != 0
	if mptcp {
		kind |= typeTCP // of clients that do not use MPTCP
	}
	for i := range settings {
		st := &settings[i]
		err := st.refusal()
		if err == nil {
			err = st.lackedBy(kind)
		}
		if err == nil && kind != 0 && !mptcp && st.o.base().phase < AfterListen {
			err = st.missing(s)
		}
		if err != nil && !st.forgives(err) {
			return err
		}
	}
	return nil
}

// lackedBy returns an error if sockets of the kind, 0 if that is not known, do not
// have the option of st.
func (st *Setting) lackedBy(kind Kinds) error {
	m := st.o.base()
	if kind == 0 || m.kindsAt(m.row()).Has(kind) {
		return nil
	}
	return kindFailure(kind, "set", m, m.row(), st.value(), errWrongKind)
}

// missing returns an error if the kernel does not have the option of st, as far as
// a read of s without side effects shows it. Package net sets some options itself;
// these are there, though some kernels do not read them.
func (st *Setting) missing(s Socket) error {
	m := st.o.base()
	if m.access == AccessWriteOnly || m.effect != "" || st.o.asks() || m.setByNet() {
		return nil
	}
	_, err := st.o.getAny(s)
	var e *Error
	if !isUnsupported(err) || errors.Is(err, errSetOnly) || !errors.As(err, &e) {
		return nil
	}
	set := *e
	set.Op, set.Value = "set", st.value()
	return &set
}
