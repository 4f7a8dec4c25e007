package sockopt

// An Info is what is known of an option without a socket.
type Info struct {
	Name    string   // Go name, such as "NoDelay"; empty for an option of your own
	CName   string   // C name on this OS, such as "TCP_NODELAY"
	Aliases []string // the other C names, here and on other OSes
	Level   string   // C name of the level, such as "IPPROTO_TCP"
	// Number is the option's number on this OS, and LevelNumber its level's.
	// They have no meaning if Supported is false.
	Number, LevelNumber int
	// Supported reports whether this OS has the option. It asks no kernel: the running
	// one may be older than the option or built without it. [Option.Supported] asks
	// whether one socket has the option, and [Snapshot] which options a socket has.
	Supported bool
	Type      string // Go type of the value, such as "time.Duration"
	Access    Access // on this OS
	Unit      string // unit or meaning of the value, where its type does not say it
	Phase     Phase  // when in the life of a socket to set it
	Kinds     Kinds  // the sockets that have it
	Privilege string // what setting it requires on this OS; empty: nothing
	// Privileges is Privilege for all OSes, as in
	// "linux: CAP_NET_ADMIN, to turn on; freebsd/openbsd: root".
	Privileges string
	OSes       []string // every GOOS that has it
	// Since names the first releases that have it, as in "Linux 3.9, FreeBSD 12.0",
	// where that is known; an OS that is not named there has long had it, or it is
	// not known since when. Of a family-neutral option, the release has both twins.
	Since string
	// ReadEffect is what a read does besides, such as "clears it"; empty: nothing.
	// [Snapshot] leaves these out.
	ReadEffect string
	// State is true if the value is not a setting: an identity, a state, a counter,
	// or a value that the kernel changes by itself. [Diff] and [Restore] leave such
	// options out.
	State bool
	// Irreversible is true if the option cannot be unset on this OS once it is set.
	// [Restore] leaves such options alone.
	Irreversible bool

	o erased
}

// Get reads the option from s, for programs that know it only by name. The
// value is of the type that i.Type names. For a [Request], the zero query is used.
func (i Info) Get(s Socket) (any, error) {
	if i.o == nil {
		return nil, errNoOption(OpGet)
	}
	return i.o.getAny(s)
}

// With returns the option together with a value, for programs that know it only
// by name. A value that is not of the type that i.Type names is reported when
// the Setting is applied.
func (i Info) With(v any) Setting {
	if i.o == nil {
		return Setting{err: errNoOption(OpSet)}
	}
	return i.o.withAny(v)
}

// makeInfo is what an option knows of itself.
func makeInfo(o erased, m *meta) Info {
	r := m.row()
	i := Info{
		CName:      m.cname(r),
		Level:      m.level.String(),
		Supported:  m.supported(),
		Type:       o.typeName(),
		Access:     m.access,
		Unit:       m.unit,
		Phase:      m.phase,
		Kinds:      m.kindsAt(r),
		Privilege:  m.privilege(),
		Privileges: m.priv,
		Since:      m.since,
		ReadEffect: m.effect,
		State:      m.state,
		o:          o,
	}
	if r != nil {
		lv, number := m.at(r)
		i.Number, i.LevelNumber = int(r.number), int(number)
		i.Irreversible = r.irreversible
		i.Level = lv.String()
		if lv == 0 {
			i.Level = levelName(number)
		}
		if i.Access == AccessReadWrite {
			i.Access = r.access
		}
	}
	return i
}

func (p *param[T]) info() Info {
	if p == nil {
		return Info{}
	}
	return infoOf(p)
}

// Info returns what is known of the option without a socket.
func (o Option[T]) Info() Info { return o.p.info() }

// Info returns what is known of the option without a socket.
func (o ReadOnly[T]) Info() Info { return o.p.info() }

// Info returns what is known of the option without a socket.
func (o WriteOnly[T]) Info() Info { return o.p.info() }

// Info returns what is known of the option without a socket.
func (o Request[Q, T]) Info() Info {
	if o.p == nil {
		return Info{}
	}
	return infoOf(o.p)
}

// Info returns what is known of the option without a socket.
func (o SettableRequest[Q, T]) Info() Info { return Request[Q, T](o).Info() }

// Info tells what is known of the option that st sets.
func (st Setting) Info() Info {
	if st.o == nil {
		return Info{}
	}
	return infoOf(st.o)
}
