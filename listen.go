package sockopt

import (
	"context"
	"net"
	"slices"
	"strings"
	"syscall"
)

// Listen announces on the address, as [net.ListenConfig.Listen] does, and applies
// each setting at the moment when the setting holds:
//   - before bind, on the new socket;
//   - after listen, if the option is for listening sockets;
//   - on each accepted connection, if the option is for connections, if package net
//     overwrites the option, or if connections do not inherit it from the listener.
//
// The settings for connections are the Settings of the returned [Listener], whose
// OnError can be set before the first Accept.
//
// A nil lc is the zero [net.ListenConfig]. A Control hook of lc is kept and runs
// first; lc is not modified.
//
// If a setting fails before the first connection, Listen fails with a
// [*net.OpError] that has the [*Error] in it. On Linux, package net listens with
// MPTCP by default; if a setting fails on the MPTCP socket, package net tries again
// with TCP.
func Listen(ctx context.Context, lc *net.ListenConfig, network, address string, settings ...Setting) (*Listener, error) {
	before, after, err := scheduled(network, settings, true)
	if err != nil {
		return nil, &net.OpError{Op: "listen", Net: network, Err: err}
	}
	var listening, accepted []Setting
	for _, st := range after {
		if st.o.base().phase == AfterListen {
			listening = append(listening, st)
		} else {
			accepted = append(accepted, st)
		}
	}
	ln, err := hooked(lc, before, after).Listen(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if len(listening) > 0 {
		if err := Apply(Of(ln), listening...); err != nil {
			ln.Close()
			return nil, &net.OpError{Op: "listen", Net: network, Addr: ln.Addr(), Err: err}
		}
	}
	return &Listener{Listener: ln, Settings: accepted}, nil
}

// ListenPacket announces on the address, as [net.ListenConfig.ListenPacket] does,
// and applies the settings to the new socket before bind.
//
// A nil lc is the zero [net.ListenConfig]. A Control hook of lc is kept and runs
// first; lc is not modified. If a setting fails, ListenPacket fails with a
// [*net.OpError] that has the [*Error] in it.
func ListenPacket(ctx context.Context, lc *net.ListenConfig, network, address string, settings ...Setting) (net.PacketConn, error) {
	before, after, err := scheduled(network, settings, false)
	if err != nil {
		return nil, &net.OpError{Op: "listen", Net: network, Err: err}
	}
	pc, err := hooked(lc, before, after).ListenPacket(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if len(after) > 0 {
		if err := Apply(Of(pc), after...); err != nil {
			pc.Close()
			return nil, &net.OpError{Op: "listen", Net: network, Addr: pc.LocalAddr(), Err: err}
		}
	}
	return pc, nil
}

// Dial connects to the address, as [net.Dialer.DialContext] does, and applies each
// setting at the moment when the setting holds: to the new socket before bind and
// connect, or to the connection if the option is for connections or if package net
// overwrites the option.
//
// A nil d is the zero [net.Dialer]. A Control or ControlContext hook of d is kept
// and runs first; d is not modified. If d tries several addresses, the settings are
// applied to the socket of each attempt.
//
// If a setting fails, Dial closes the connection and fails with a [*net.OpError]
// that has the [*Error] in it.
func Dial(ctx context.Context, d *net.Dialer, network, address string, settings ...Setting) (net.Conn, error) {
	before, after, err := scheduled(network, settings, false)
	if err != nil {
		return nil, &net.OpError{Op: "dial", Net: network, Err: err}
	}
	var dialer net.Dialer
	if d != nil {
		dialer = *d
	}
	hook := beforeNet(before, after)
	if dialer.ControlContext != nil { // and Control is ignored
		dialer.ControlContext = ControlContextFunc(func(_ context.Context, network, address string, c syscall.RawConn) error {
			return hook(network, address, c)
		}).After(dialer.ControlContext)
	} else {
		dialer.Control = hook.After(dialer.Control)
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if len(after) > 0 {
		if err := Apply(Of(conn), after...); err != nil {
			discard(conn)
			return nil, &net.OpError{Op: "dial", Net: network, Source: conn.LocalAddr(), Addr: conn.RemoteAddr(), Err: err}
		}
	}
	return conn, nil
}

// hooked returns a copy of lc whose sockets get the settings before bind.
func hooked(lc *net.ListenConfig, before, after []Setting) *net.ListenConfig {
	var config net.ListenConfig
	if lc != nil {
		config = *lc
	}
	config.Control = beforeNet(before, after).After(config.Control)
	return &config
}

// beforeNet returns the hook that applies the settings of before. It also fails for
// any setting that the kind of socket lacks: after a failure on an MPTCP socket,
// package net tries TCP, and a setting of after would only fail later.
func beforeNet(before, after []Setting) ControlFunc {
	return func(_, address string, c syscall.RawConn) error {
		kind, err := KindOf(c)
		if err != nil {
			return err
		}
		for _, st := range slices.Concat(before, after) {
			err := st.lackedBy(kind)
			if err == nil && kind&typeMPTCP != 0 {
				err = st.missing(c)
			}
			if err != nil && !st.forgives(err) {
				return err
			}
		}
		return Apply(c, settingsFor(address, before)...)
	}
}

// scheduled returns the settings to apply in the hook, and those to apply once the
// socket listens or is connected, or for a listener to each connection. A setting
// can be among both: the hook then shows early whether the kernel takes it. It is
// verified where it is applied last.
func scheduled(network string, settings []Setting, listener bool) (before, after []Setting, err error) {
	for _, st := range settings {
		if err := st.refusal(); st.forgives(err) {
			continue
		} else if err != nil {
			return nil, nil, err
		}
		m := st.o.base()
		late := m.phase >= AfterListen
		if late || st.overwritten(network) || listener && m.phase == AnyTime && !m.inherited(network) {
			after = append(after, st)
			st.verify = nil
		}
		if !late {
			before = append(before, st)
		}
	}
	return before, after, nil
}

// netSets are the options that package net sets on each TCP connection after the
// hook: newTCPConn in its tcpsock.go, and its tcpsockopt_*.go.
var netSets = [...]*meta{
	&noDelay.meta, &keepAlive.meta, &keepIdle.meta, &keepIntvl.meta, &keepCnt.meta,
	&keepAliveThreshold.meta, &keepAliveAbortThreshold.meta,
}

// overwritten reports whether package net sets the option of st on a socket of the
// network after the hook.
func (st *Setting) overwritten(network string) bool {
	return isTCP(network) && st.o.base().setByNet()
}

func isTCP(network string) bool { return strings.HasPrefix(network, "tcp") }

// setByNet reports whether m is one of netSets, perhaps by another name.
func (m *meta) setByNet() bool {
	r := m.row()
	if r == nil {
		return false
	}
	_, level := m.at(r)
	for _, set := range netSets {
		if s := set.row(); s != nil && s.number == r.number {
			if _, l := set.at(s); l == level {
				return true
			}
		}
	}
	return false
}

// inherited reports whether a connection has what its listener, of the network,
// was set to. Kernels copy the socket of IP listeners, but not all kernels those of
// others.
func (m *meta) inherited(network string) bool {
	if !isTCP(network) {
		return false
	}
	if r := m.row(); r != nil {
		return !r.anew
	}
	for i := range 2 {
		if r := m.twins.of(i).row(); r != nil && r.anew {
			return false
		}
	}
	return true
}
