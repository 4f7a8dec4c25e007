package sockopt

import "github.com/go-sockopt/sockopt/internal/sys"

// Bounds returns the least and the most of an option whose values are numbers or
// durations, by the catalogue, this OS's table and the layout, and what one is in
// a value: one second is 1e9 of a [time.Duration]. One is 0 of other options.
func (i Info) Bounds() (lo, hi, one int64) {
	m := i.o.base()
	r := m.row()
	if r == nil && m.twins != nil {
		r = m.twins.of(0).row()
	}
	if r == nil {
		return 0, 0, 0
	}
	lo, hi = integerBounds(m, r)
	switch {
	case i.Type == "time.Duration" && r.as != timeval:
		return max(lo, 0), hi, int64(units[r.as])
	case i.Type == "int", i.Type == "uint32", i.Type == "DSField":
		return lo, hi, 1
	case r.as == cInt && (m.max != 0 || r.max != 0): // enumerations
		return lo, hi, 1
	}
	return 0, 0, 0
}

// WithoutDomain runs f as on a system whose kernel has no option for the family of
// a socket, so that its address is asked for.
func WithoutDomain(f func()) {
	r := table[idDomain]
	table[idDomain] = row{}
	f()
	table[idDomain] = r
}

// FailingAt returns a Set of an option that the catalogue has for the phase and
// whose kernel refuses it with EINVAL, in whatever state the socket is.
func FailingAt(phase Phase) func(s Socket) error {
	o := NewInt("IP_TOS", 0, 1)
	o.p.phase = phase
	return func(s Socket) error {
		var err error
		if controlErr := s.Control(func(fd uintptr) {
			err = failure(fd, OpSet, &o.p.meta, o.p.row(), 1, sysError("setsockopt", sys.PhaseErrnos[0]))
		}); controlErr != nil {
			return controlErr
		}
		return err
	}
}
