package sockopt

import (
	"iter"
	"runtime"
	"strconv"
	"strings"
)

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

// All returns every option of the package, including those that this OS does not
// have, by level and C name.
func All() iter.Seq[Info] {
	return func(yield func(Info) bool) {
		for i := range catalogue {
			if catalogue[i].o != nil && !yield(catalogue[i].info()) {
				return
			}
		}
	}
}

// Lookup returns the option with a C name, such as "TCP_NODELAY", or a Go name,
// such as "NoDelay", in whatever case. Any of the C names that OSes have for it
// will do; one that stands in for another option somewhere still finds the option
// that is its own.
func Lookup(name string) (Info, bool) {
	if e := findEntry(name); e != nil {
		return e.info(), true
	}
	return Info{}, false
}

// findEntry returns the entry of a name, nil if there is none.
func findEntry(name string) *entry {
	for i := range catalogue {
		if e := &catalogue[i]; e.o != nil && (strings.EqualFold(e.name, name) || strings.EqualFold(e.o.base().name, name)) {
			return e
		}
	}
	var found *entry
	for i := range catalogue {
		e := &catalogue[i]
		for _, alias := range e.aliases {
			// An option that has the alias only because it stands in for another one
			// there makes way for that.
			if strings.EqualFold(alias, name) && (found == nil || found.o.base().shadows == e.o.base()) {
				found = e
			}
		}
	}
	return found
}

// An entry of the generated list of options.
type entry struct {
	o       erased
	name    string   // Go name
	aliases []string // the C names of the tables that are not the catalogue's
	oses    osSet
}

func (e *entry) info() Info {
	m := e.o.base()
	i := makeInfo(e.o, m)
	i.Name, i.OSes = e.name, e.oses.names()
	for _, alias := range append([]string{m.name}, e.aliases...) {
		if alias != i.CName {
			i.Aliases = append(i.Aliases, alias)
		}
	}
	return i
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

// infoOf returns what is known of o, in the catalogue or not.
func infoOf(o erased) Info {
	m := o.base()
	if e := &catalogue[m.id]; e.o != nil {
		return e.info()
	}
	return makeInfo(o, m)
}

// levelName returns the C name of the level with a number; the number if there
// is none.
func levelName(number int32) string {
	for lv := levelSocket; lv <= levelTCP; lv++ {
		if levels[lv] == number {
			return lv.String()
		}
	}
	return strconv.Itoa(int(number))
}

// Access says whether an option can be read, set or both on this system. An [Option]
// has AccessReadOnly if this kernel does not let it be set.
type Access uint8

// Values of Access.
const (
	AccessReadWrite Access = iota
	AccessReadOnly
	AccessWriteOnly
)

// String returns "get and set", "get" or "set".
func (a Access) String() string {
	return nameAt([]string{"get and set", "get", "set"}, int(a))
}

// MarshalText returns the text of String.
func (a Access) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what String returns, in any case, or a number.
func (a *Access) UnmarshalText(text []byte) error { return parseText(a, text) }

// A Phase says when in the life of a socket an option is to be set.
type Phase uint8

// Values of Phase.
const (
	AnyTime Phase = iota
	BeforeBind
	BeforeListen
	BeforeConnect // and before listen
	AfterListen
	AfterConnect
)

var phaseNames = [...]string{
	"any time", "before bind", "before listen", "before connect or listen", "after listen", "after connect",
}

// String returns the phase in words, such as "before bind".
func (p Phase) String() string { return nameAt(phaseNames[:], int(p)) }

// MarshalText returns the text of String.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what String returns, in any case, or a number.
func (p *Phase) UnmarshalText(text []byte) error { return parseText(p, text) }

// hint says when to use the option.
func (p Phase) hint(op Op) string {
	if op == OpGet && p != AfterConnect {
		return ""
	}
	return string(op) + " it " + p.String()
}

// missed reports whether fd is in a state in which p is over, or has not come yet,
// as far as the socket shows it.
func (p Phase) missed(fd uintptr) bool {
	switch p {
	case AnyTime:
		return false
	case AfterConnect:
		return !isConnected(fd)
	}
	listening, err := getInt(fd, &acceptConn.meta)
	switch {
	case p == AfterListen:
		return err == nil && listening == 0
	case listening != 0 || isConnected(fd):
		return true
	}
	return p == BeforeBind && isBound(fd)
}

// privilege returns what setting the option requires on this OS.
func (m *meta) privilege() string {
	goos := runtime.GOOS
	switch goos {
	case "android":
		goos = "linux"
	case "ios":
		goos = "darwin"
	}
	for rest := m.priv; rest != ""; {
		var clause string
		clause, rest = cut(rest, "; ")
		oses, privilege := cut(clause, ": ")
		for oses != "" {
			var name string
			if name, oses = cut(oses, "/"); name == goos {
				return privilege
			}
		}
	}
	return ""
}

// cut returns what is before the first sep of s, and what is behind it. It is part
// of every program, and package strings would make that 10 kB larger.
func cut(s, sep string) (before, after string) {
	for i := range len(s) {
		if strings.HasPrefix(s[i:], sep) {
			return s[:i], s[i+len(sep):]
		}
	}
	return s, ""
}

// requirement is the hint for a missing privilege. The process may have a
// capability, and yet not in the user namespace that counts.
func (m *meta) requirement() string {
	privilege := m.privilege()
	if privilege == "" {
		return ""
	}
	what, when := cut(privilege, ", ")
	if before, _ := cut(what, "namespace"); strings.HasPrefix(what, "CAP_") && before == what {
		what += " in the user namespace that owns the network namespace"
	}
	if when != "" {
		what += ", " + when
	}
	return "requires " + what
}

// An osSet is a set of values of GOOS.
type osSet uint16

// Android counts as linux and iOS as darwin.
const (
	onAIX osSet = 1 << iota
	onDarwin
	onDragonfly
	onFreeBSD
	onIllumos
	onLinux
	onNetBSD
	onOpenBSD
	onSolaris
	onWindows
)

var osNames = [...]string{
	"aix", "darwin", "dragonfly", "freebsd", "illumos", "linux", "netbsd", "openbsd", "solaris", "windows",
}

func (s osSet) names() (names []string) {
	for i, name := range osNames {
		if s>>i&1 != 0 {
			names = append(names, name)
		}
	}
	return names
}
