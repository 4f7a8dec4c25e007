package sockopt

import (
	"context"
	"net/netip"
	"slices"
	"syscall"
)

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
