package sockopt

import (
	"context"
	"net/netip"
	"slices"
	"syscall"
)

// A Setting is an option together with the value to set. Make one with
// [Option.With]; make it once and use it on as many sockets and from as many
// goroutines as you like.
//
// The value is encoded, and found to be in range or not, when the Setting is
// made; a value that is not is reported when the Setting is applied. The zero
// Setting gives an error when applied.
type Setting struct {
	o        erased
	v        any   // the value, where it cannot be had back from the encoding
	err      error // why the value is refused
	optional bool
	direct   bool // level and number are all that is needed to set it
	verify   func(st *Setting, fd uintptr) (later func(failed error) error, err error)
	half     [2]span // for a neutral option: the IPv4 and the IPv6 encoding
	why      error   // why the value has but one of them
	onlyIPv6 bool    // the socket will have an IPv6 address, and no IPv4 traffic
	level    int32
	number   int32
	enc      encoding
}

// String returns the setting in the form that [ParseSetting] reads, such as
// "TCP_NODELAY=off". The value of a secret is not in it.
func (st Setting) String() string {
	if st.o == nil {
		return "no setting"
	}
	m := st.o.base()
	s := m.cname(m.row())
	if m.shadowed(m.row()) {
		s = m.name // that of the other would be read with its values
	}
	if st.optional {
		s += "?"
	}
	if v := st.value(); v != nil {
		if st.verify != nil {
			s += "="
		}
		s += "=" + m.format(v)
	}
	return s
}

// Info tells what is known of the option that st sets.
func (st Setting) Info() Info {
	if st.o == nil {
		return Info{}
	}
	return infoOf(st.o)
}

// GoString returns what String does: the encoded value may be a secret that its
// type does not print.
func (st Setting) GoString() string { return "sockopt.Setting(" + st.String() + ")" }

// Optional returns st, to be passed over where the OS, the kernel or the kind
// of socket does not have the option ([errors.ErrUnsupported]). Any other
// failure is still one.
func Optional(st Setting) Setting {
	st.optional = true
	return st
}

// Apply makes the settings on s in their order, under one lock of the
// descriptor, and stops at the first that fails. The error, an [*Error], tells
// which it was; those before it stay made. If all are made and several of them
// were to be verified, the error may join an [*Error] for each mismatch.
func Apply(s Socket, settings ...Setting) error {
	c := newCall()
	defer c.free()
	c.list = append(c.list, settings...)
	return c.set(s)
}

// A ControlFunc is the type of [net.ListenConfig.Control] and [net.Dialer.Control].
type ControlFunc func(network, address string, c syscall.RawConn) error

// After returns a hook that runs prev, if it is not nil, and then f, if prev
// succeeded. Use it to keep an existing hook:
//
//	lc.Control = sockopt.Control(settings...).After(lc.Control)
func (f ControlFunc) After(prev ControlFunc) ControlFunc {
	if prev == nil {
		return f
	}
	return func(network, address string, c syscall.RawConn) error {
		if err := prev(network, address, c); err != nil {
			return err
		}
		return f(network, address, c)
	}
}

// Control returns a hook that applies the settings to each new socket before
// the socket is bound or connected, for [net.ListenConfig.Control] and
// [net.Dialer.Control]. If a setting fails, the Listen or Dial fails.
//
// [Listen], [ListenPacket] and [Dial] use such a hook and are the better choice:
// package net overwrites some options of TCP connections after the hook, as "What
// package net sets" in the package documentation explains. The hook rejects a
// [Verify] of these options with [ErrValue], because the verified value would not
// last.
func Control(settings ...Setting) ControlFunc {
	return func(network, address string, c syscall.RawConn) error {
		return applyInHook(network, address, c, settings)
	}
}

// A ControlContextFunc is the type of [net.Dialer.ControlContext].
type ControlContextFunc func(ctx context.Context, network, address string, c syscall.RawConn) error

// After returns a hook that runs prev, if it is not nil, and then f, if prev
// succeeded.
func (f ControlContextFunc) After(prev ControlContextFunc) ControlContextFunc {
	if prev == nil {
		return f
	}
	return func(ctx context.Context, network, address string, c syscall.RawConn) error {
		if err := prev(ctx, network, address, c); err != nil {
			return err
		}
		return f(ctx, network, address, c)
	}
}

// ControlContext is like [Control] but returns a hook for
// [net.Dialer.ControlContext]. A Dialer with a ControlContext ignores its Control.
func ControlContext(settings ...Setting) ControlContextFunc {
	return func(_ context.Context, network, address string, c syscall.RawConn) error {
		return applyInHook(network, address, c, settings)
	}
}

// applyInHook applies the settings to c, a socket that package net will bind or
// connect to the address.
func applyInHook(network, address string, c Socket, settings []Setting) error {
	for i := range settings {
		if st := &settings[i]; st.verify != nil && st.err == nil && st.overwritten(network) {
			m := st.o.base()
			return newError("verify", m, m.row(), st.value(), errOverwritten)
		}
	}
	return Apply(c, settingsFor(address, settings)...)
}

// settingsFor returns the settings for a socket that will be bound or connected to
// the address. With an IPv6 address the socket will have no IPv4 traffic, for which
// some systems have no option on such a socket.
func settingsFor(address string, settings []Setting) []Setting {
	ap, err := netip.ParseAddrPort(address)
	if addr := ap.Addr(); err != nil || !addr.Is6() || addr.Is4In6() || addr.IsUnspecified() {
		return settings
	}
	settings = slices.Clone(settings)
	for i := range settings {
		settings[i].onlyIPv6 = true
	}
	return settings
}

// refusal returns the error that st gives on every socket of this OS, or nil if
// the error depends on the socket.
func (st *Setting) refusal() error {
	switch {
	case st.err != nil:
		return st.err
	case st.o == nil:
		return errNoOption("set")
	}
	m := st.o.base()
	r := m.row()
	switch {
	case !m.supported():
		return newError("set", m, nil, st.value(), errAbsent)
	case r != nil && r.access == AccessReadOnly:
		return newError("set", m, r, st.value(), errGetOnly)
	case st.verify != nil && (st.o.asks() || m.access == AccessWriteOnly || r != nil && r.access == AccessWriteOnly):
		return newError("verify", m, r, st.value(), errNotRead)
	}
	return nil
}

// forgives reports whether err, the failure of st, is no failure of Apply.
func (st *Setting) forgives(err error) bool { return st.optional && skippable(err) }

// value returns what st sets, as far as it could be encoded; else nil.
func (st *Setting) value() any {
	if st.err != nil {
		if e, ok := st.err.(*Error); ok {
			return e.Value
		}
		return nil
	}
	m := st.o.base()
	if m.secret {
		return st.o.shown(st.v)
	}
	if st.v != nil {
		return st.v
	}
	if r := m.row(); r != nil {
		return st.decoded(st.enc.all(), r)
	}
	if !st.half[1].none() {
		return st.valueOf(1)
	}
	return st.valueOf(0)
}

// valueOf returns what st sets the IPv4 (0) or the IPv6 (1) twin to.
func (st *Setting) valueOf(i int) any {
	if half := st.half[i]; st.v == nil && !half.none() {
		return st.decoded(st.enc.bytes(half), st.o.base().twins.of(i).row())
	}
	return st.v
}

func (st *Setting) decoded(b []byte, r *row) any {
	v, err := st.o.value(b, r)
	if err != nil {
		return nil
	}
	return v
}
