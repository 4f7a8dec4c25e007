package sockopt

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
	onlyIPv6 bool    // the socket will have an IPv6 address, and no IPv4 traffic
	slots    [2]slot // of a neutral option that of the IPv4 and that of the IPv6 one
	why      error   // why the value has but one of these
	enc      encoding
}

// A slot is what the kernel is told to set one option: of the bytes, where they are in
// the encoding of the Setting.
type slot struct {
	level, number int32
	start, end    uint32
}

// none reports whether there is none.
func (s *slot) none() bool { return s.start == s.end }

// bytes returns those of a slot.
func (st *Setting) bytes(i int) []byte { return st.enc.all()[st.slots[i].start:st.slots[i].end] }

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
	c.list = append(c.list, settings...)
	c.do = (*call).applyList
	err := c.use(s, c.doing)
	c.free()
	return err
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
	if !st.slots[1].none() {
		return st.valueOf(1)
	}
	return st.valueOf(0)
}

// valueOf returns what st sets the IPv4 (0) or the IPv6 (1) twin to.
func (st *Setting) valueOf(i int) any {
	if st.v == nil && !st.slots[i].none() {
		return st.decoded(st.bytes(i), st.o.base().twins.of(i).row())
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
