package sockopt

import "runtime"

// A neutral is what the catalogue's entry of a family-neutral option has. It is an
// interface so that only programs that use such an option link the code.
type neutral interface {
	of(i int) *meta // the IPv4 (0) or the IPv6 (1) option
	get(c *call, fd uintptr) error
	set(st *Setting, fd uintptr) (set [2]bool, err error)
	inUse(st *Setting, fd uintptr) (use [2]bool, err error)
}

// A pair has the IPv4 and the IPv6 option.
type pair [2]*meta

func (p *pair) of(i int) *meta { return p[i] }

// get reads the twin that the traffic of fd uses by now; an IPv6 option that holds
// for IPv4-mapped traffic too is the one that a set has changed.
func (p *pair) get(c *call, fd uintptr) error {
	ask := trafficNow
	if r := p[1].row(); r != nil && r.mapped {
		ask = traffic
	}
	_, ipv6, err := ask(fd)
	switch {
	case err != nil:
		return failure(fd, OpGet, c.m, nil, nil, err)
	case ipv6:
		return c.readOne(fd, p[1])
	}
	return c.readOne(fd, p[0])
}

// set sets each twin that the traffic of fd can use, and returns which were set.
func (p *pair) set(st *Setting, fd uintptr) (set [2]bool, err error) {
	m := st.o.base()
	if !m.supported() {
		return set, failure(fd, "set", m, nil, st.value(), errAbsent)
	}
	use, err := p.inUse(st, fd)
	if err != nil {
		return set, failure(fd, "set", m, nil, st.value(), err)
	}
	// What needs no system call to fail comes first: nothing is set then.
	var errs [2]error
	for i := range use {
		if use[i] {
			errs[i] = p.refused(st, fd, use, i)
		}
	}
	if err := st.unforgiven(fd, use, errs); err != nil {
		return set, err
	}
	// More kernels lack the IPv6 option, or have it on fewer sockets.
	for i := 1; i >= 0; i-- {
		if !use[i] || errs[i] != nil {
			continue
		}
		m := p[i]
		if errs[i] = st.write(fd, m, i); errs[i] == nil {
			set[i] = true
		} else if err := st.unforgiven(fd, use, errs); err != nil {
			return set, p.halfSet(err, set)
		}
	}
	return set, nil
}

// halfSet returns err, the failure of one twin, with the other one that was set.
func (p *pair) halfSet(err error, set [2]bool) error {
	if e, ok := err.(*Error); ok {
		for i, m := range p {
			if set[i] {
				e.half = m.cname(m.row())
			}
		}
	}
	return err
}

// inUse returns which twins st has to set on fd: those of the families that its
// traffic may have, now or later. Of an address, which has a family itself, that
// is one; and one is enough if the socket will have an IPv6 address, or if the
// kernel applies the IPv6 option to IPv4 traffic too.
func (p *pair) inUse(st *Setting, fd uintptr) (use [2]bool, err error) {
	if use[0], use[1], err = traffic(fd); err != nil || !use[0] || !use[1] {
		return use, err
	}
	r := p[1].row()
	oneFamily := st.why == errIPv4Group || st.why == errIPv6Group
	switch {
	case oneFamily && dualStack:
		use = [2]bool{!st.slots[0].none(), !st.slots[1].none()}
	case oneFamily, st.onlyIPv6, r != nil && r.mapped:
		use[0] = false
	}
	return use, nil
}

// refused returns why the IPv4 (0) or the IPv6 (1) twin of st cannot be set,
// as far as that is known before the system call.
func (p *pair) refused(st *Setting, fd uintptr, use [2]bool, i int) error {
	m := p[i]
	r := m.row()
	switch {
	case r == nil:
		return failure(fd, "set", m, nil, st.value(), errAbsent)
	case i == 0 && use[1] && !dualStack:
		return failure(fd, "set", m, r, st.value(), errMapped)
	case st.slots[i].none():
		return refused(m, r, st.value(), st.why)
	}
	return nil
}

var errMapped = &unsupportedError{"not supported for the IPv4 traffic of an AF_INET6 socket on " + runtime.GOOS}

// unforgiven returns the failure among errs, those of the twins in use, that is
// one of the whole. That a twin is not supported is none if no traffic of fd, with
// the address that it has by now, uses that twin. Raw and ping sockets of AF_INET6
// never carry IPv4.
func (st *Setting) unforgiven(fd uintptr, use [2]bool, errs [2]error) error {
	if errs[0] == nil && errs[1] == nil {
		return nil
	}
	for _, err := range errs {
		if err != nil && !isUnsupported(err) {
			return err
		}
	}
	if use[0] && use[1] {
		var err error
		if use[0], use[1], err = trafficNow(fd); err != nil {
			return failure(fd, "set", st.o.base(), nil, st.value(), err)
		}
		if use[1] && kindOf(fd)&(typeRaw|typePing) != 0 {
			use[0] = false
		}
	}
	for i, err := range errs {
		if use[i] && err != nil {
			return err
		}
	}
	return nil
}
