package main

import (
	"cmp"
	"slices"
)

// print writes the sockets for people. What several processes or descriptors
// share is there once.
func (in inspection) print(out *screen, records []record, one bool) {
	shown := make(map[uint64]bool)
	for i, r := range records {
		if r.Inode != 0 && shown[r.Inode] {
			continue
		}
		shown[r.Inode] = true
		if i > 0 {
			out.print()
		}
		r.printHead(out, records)
		if in.as.wide {
			r.printWide(out)
			continue
		}
		r.printOptions(out, one || in.all || !r.compared)
	}
}

// printHead writes where the socket is, and who has it.
func (r *record) printHead(out *screen, all []record) {
	out.sentence(bold.of(r.owner()), plain.of(" "+r.where()))
	for i := range all {
		if other := &all[i]; r.Inode != 0 && other.Inode == r.Inode && (other.PID != r.PID || other.FD != r.FD) {
			out.sentence(plain.of("also " + other.owner()))
		}
	}
	if r.Foreign {
		out.sentence(yellow.of("in a network namespace that this program may not enter (CAP_SYS_ADMIN): names of interfaces may be wrong"))
	}
}

// printOptions writes the options: all, or those that differ from a new socket's.
func (r *record) printOptions(out *screen, all bool) {
	var names []span
	var values []string
	for _, o := range r.sorted() {
		if !all && o.New == "" {
			continue
		}
		mark, style := " ", plain
		switch {
		case o.New != "":
			mark, style = "*", green
		case o.Error != "":
			style = faint
		}
		names = append(names, style.of(mark+" "+o.Name))
		values = append(values, o.Text+o.Error)
	}
	if len(names) == 0 {
		out.sentence(plain.of("  nothing differs from a new socket"))
	}
	out.pairs(names, values)
}

// sorted returns the options by level and name, those without a value last.
func (r *record) sorted() []option {
	lacks := func(o option) int { return min(len(o.Error), 1) }
	return slices.SortedStableFunc(slices.Values(r.Options), func(a, b option) int {
		return cmp.Or(lacks(a)-lacks(b), cmp.Compare(levelRank(a.info), levelRank(b.info)), cmp.Compare(a.Name, b.Name))
	})
}

// printWide writes all that is known of the options.
func (r *record) printWide(out *screen) {
	t := newTable("OPTION", "GO NAME", "LEVEL", "NEW SOCKET", "VALUE", "UNIT")
	for _, o := range r.sorted() {
		t.add(o.Name, o.info.Name, o.info.Level, o.New, o.Text+o.Error, o.info.Unit)
	}
	out.table(t, true)
}
