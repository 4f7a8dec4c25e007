package sockopt

import (
	"iter"
	"strings"
)

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
// such as "NoDelay", in any case. Each C name that a system has for an option
// finds it. A C name that one system uses for another option finds the option that
// it belongs to.
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
			// Prefer the option that the alias belongs to over one that only has it in
			// the place of that option.
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

// infoOf returns what is known of o, in the catalogue or not.
func infoOf(o erased) Info {
	m := o.base()
	if e := &catalogue[m.id]; e.o != nil {
		return e.info()
	}
	return makeInfo(o, m)
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
