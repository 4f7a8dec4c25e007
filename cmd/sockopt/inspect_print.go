package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

// print writes the sockets for people. What several processes or descriptors
// share is there once.
func (in inspection) print(out *screen, records []record, one bool) error {
	shown := make(map[uint64]bool)
	for i, r := range records {
		if r.Inode != 0 && shown[r.Inode] {
			continue
		}
		shown[r.Inode] = true
		if i > 0 {
			fmt.Fprintln(out)
		}
		r.printHead(out, records)
		if in.as.wide {
			if err := r.printWide(out); err != nil {
				return err
			}
			continue
		}
		r.printOptions(out, one || in.all || !r.compared)
	}
	return nil
}

// printHead writes where the socket is, and who has it.
func (r *record) printHead(out *screen, all []record) {
	fmt.Fprintln(out, out.fold(out.in(bold, r.owner())+" "+r.where()))
	for i := range all {
		if other := &all[i]; r.Inode != 0 && other.Inode == r.Inode && (other.PID != r.PID || other.FD != r.FD) {
			fmt.Fprintln(out, out.fold("also "+other.owner()))
		}
	}
	if r.Foreign {
		fmt.Fprintln(out, out.in(yellow, out.fold("in a network namespace that this program may not enter (CAP_SYS_ADMIN): names of interfaces may be wrong")))
	}
}

func (r *record) owner() string { return ownerText(r.Owner, r.FD) }

// ownerText names a descriptor and its process.
func ownerText(o process.Owner, fd int) string {
	return fmt.Sprintf("%s %d/%d (%s)", printable(o.Command), o.PID, fd, printable(o.User))
}

// where names the kind, the state and the addresses.
func (r *record) where() string {
	words := []string{r.Kind, r.State}
	if r.Local != "" {
		words = append(words, printable(r.Local))
	}
	if r.Remote != "" {
		words = append(words, "->", printable(r.Remote))
	}
	return strings.Join(words, " ")
}

// printOptions writes the options: all, or those that differ from a new socket's.
func (r *record) printOptions(out *screen, all bool) {
	var names, values []string
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
		names = append(names, out.in(style, mark+" "+o.Name))
		values = append(values, o.Text+o.Error)
	}
	if len(names) == 0 {
		fmt.Fprintln(out, out.fold("  nothing differs from a new socket"))
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
func (r *record) printWide(out *screen) error {
	t := table{{"OPTION", "GO NAME", "LEVEL", "NEW SOCKET", "VALUE", "UNIT"}}
	for _, o := range r.sorted() {
		t.add(o.Name, o.info.Name, o.info.Level, o.New, printable(o.Text+o.Error), o.info.Unit)
	}
	return t.print(out, true)
}

// pairs writes names, which may have a style, and values in two columns. On a
// terminal, a value that is too long is folded; where there is hardly room, it
// goes below its name.
func (s *screen) pairs(names, values []string) {
	column := 0
	for _, name := range names {
		column = max(column, ansi.StringWidth(name)+2)
	}
	below := s.width > 0 && s.width < column+20
	if below {
		column = 4
	}
	for i, name := range names {
		value := printable(values[i])
		if s.width > column {
			value = ansi.Wrap(value, s.width-column, ",")
		}
		indent := strings.Repeat(" ", column)
		value = strings.ReplaceAll(value, "\n", "\n"+indent)
		if below {
			fmt.Fprintf(s, "%s\n%s%s\n", s.cut(name), indent, value)
			continue
		}
		fmt.Fprintf(s, "%s%s%s\n", name, indent[ansi.StringWidth(name):], value)
	}
}
