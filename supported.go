package sockopt

// Supported reports whether the socket s has the option, by reading it: on this
// kernel, for this kind of socket. An option that can be read may still fail to be
// set, for want of a privilege for example. The error is a failure that leaves the
// question open, such as that of a closed socket.
//
// To ask whether the operating system has the option at all, use Supported of
// [Info]; for all options of a socket, use [Snapshot].
func (o Option[T]) Supported(s Socket) (bool, error) { return o.p.supportedOn(s) }

// Supported reports whether s has the option, as [Option.Supported] does.
func (o ReadOnly[T]) Supported(s Socket) (bool, error) { return o.p.supportedOn(s) }

// Supported reports whether the socket s has the option, as far as that shows without
// setting it: whether this system has it for sockets of this kind. The kernel may be
// too old for it.
func (o WriteOnly[T]) Supported(s Socket) (bool, error) { return o.p.supportedFor(s) }

// Supported reports whether the socket s has the option, as far as that shows without
// asking it anything, as [WriteOnly.Supported] does.
func (o Request[Q, T]) Supported(s Socket) (bool, error) { return o.p.settable().supportedFor(s) }

// Supported reports whether the socket s has the option, as far as that shows without
// asking it anything, as [WriteOnly.Supported] does.
func (o SettableRequest[Q, T]) Supported(s Socket) (bool, error) {
	return o.p.settable().supportedFor(s)
}

// supportedOn reads the option.
func (p *param[T]) supportedOn(s Socket) (bool, error) {
	if p != nil && p.effect != "" {
		return false, newError("get", &p.meta, p.row(), nil, &valueError{"not read to see whether it is there, since that " + p.effect})
	}
	_, err := p.get(s)
	if isUnsupported(err) {
		return false, nil
	}
	return err == nil, err
}

// supportedFor reads only what s is.
func (p *param[T]) supportedFor(s Socket) (bool, error) {
	switch {
	case p == nil:
		return false, errNoOption(OpGet)
	case p.invalid() != nil:
		return false, newError(OpGet, &p.meta, p.row(), nil, p.invalid())
	case !p.supported():
		return false, nil
	}
	kind, err := KindOf(s)
	return err == nil && p.kindsAt(p.row()).Has(kind), err
}
