package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/go-sockopt/sockopt"
)

// A reportForm is what a report of a probe has in it.
type reportForm struct {
	all  bool // what is not supported, too
	why  bool // the reasons, and nothing but the options
	wide bool // lines are not cut
}

// probeReport prints p for people: the options by level, then what is not shown
// there, then the kinds of socket.
func probeReport(w *screen, p *probe, as reportForm) {
	kernel, user := system()
	w.print(plain.of(fmt.Sprintf("%s (%s/%s), %s", kernel, runtime.GOOS, runtime.GOARCH, user)))
	if len(p.kinds) == 0 {
		p.refusals(w)
		return
	}
	if !as.why {
		w.text(legend)
	}
	w.print()
	p.table(w, as)
	if as.why {
		p.reasons(w)
		return
	}
	p.rest(w, as.all)
	p.summary(w, as.wide)
}

const legend = `
Each option was read on a new socket, set to another value, read again and put back.
  settable       it then read as what was set
  settable once  so too, but it could not be put back
  adjusted       it then read as something else: what the kernel made of the value
  no effect      it then read as before
  not tried      it needs more than a new socket, such as a connection
Where there are both, "tcp" is tcp4 and tcp6. What is not in the table is below it.
`

// A line is the outcomes of one option that are alike, and the kinds of socket
// that have them.
type line struct {
	outcome
	value, tried, read, result string
	on                         []kind
}

// lines returns the outcomes of an option, those that are alike as one.
func (p *probe) lines(option int, lacking bool) []line {
	var lines []line
	for i, k := range p.kinds {
		o := p.outcomes[i][option]
		if o.status.lacking() && !lacking {
			continue
		}
		l := line{outcome: o, value: text(o.value), tried: text(o.tried), read: text(o.read), result: o.result(), on: []kind{k}}
		same := func(m line) bool {
			return m.value == l.value && m.tried == l.tried && m.read == l.read && m.result == l.result
		}
		if at := slices.IndexFunc(lines, same); at >= 0 {
			lines[at].on = append(lines[at].on, k)
		} else {
			lines = append(lines, l)
		}
	}
	return lines
}

// result is the status in words.
func (o outcome) result() string {
	switch {
	case o.notBack != nil:
		return string(o.status) + " once"
	case o.status == failed:
		return "fails: " + cmp.Or(o.why, reason(o.err))
	case o.why != "":
		return string(o.status) + ": " + o.why
	}
	return string(o.status)
}

// byLevel returns the places of the options in p.infos, SOL_SOCKET first.
func (p *probe) byLevel() []int {
	places := make([]int, len(p.infos))
	for i := range places {
		places[i] = i
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(levelRank(p.infos[a]), levelRank(p.infos[b])) })
	return places
}

// levelRank is what options are sorted by to have SOL_SOCKET first.
func levelRank(i sockopt.Info) string {
	if i.Level == "SOL_SOCKET" {
		return ""
	}
	return i.Level
}

// table prints the options with their outcomes.
func (p *probe) table(w *screen, as reportForm) {
	title := []string{"OPTION", "C NAME", "DEFAULT", "SET TO", "READS", "RESULT", "ON"}
	columns := len(title)
	if len(p.kinds) == 1 {
		title[columns-1] += " " + p.kinds[0].name
	}
	t := newTable(title...)
	level := ""
	for _, option := range p.byLevel() {
		info, lines := p.infos[option], p.lines(option, as.all || as.why)
		if len(lines) == 0 {
			continue
		}
		if info.Level != level {
			level = info.Level
			t.add(slices.Concat([]string{level}, make([]string, columns-1))...)
		}
		// The name of an option that stands for two is long enough for two rows.
		name, cnames := "  "+info.Name, strings.SplitAfter(info.CName, "+")
		for i := range max(len(lines), len(cnames)) {
			row := make([]string, columns)
			row[0], name = name, ""
			if i < len(cnames) {
				row[1] = cnames[i]
			}
			if i < len(lines) {
				l := lines[i]
				copy(row[2:], []string{l.value, l.tried, l.read, l.result, kindNames(l.on, p.kinds)})
			}
			t.add(row...)
		}
	}
	w.table(t, as.wide)
}

// kindNames names some of all kinds in few words: "tcp" is "tcp4 tcp6". Where
// there is but one, nothing need be said.
func kindNames(some, all []kind) string {
	if len(all) == 1 {
		return ""
	}
	lacking := slices.DeleteFunc(slices.Clone(all), func(k kind) bool { return contains(some, k) })
	return allBut(merge(some, all), merge(lacking, all))
}

// merge returns the names of some kinds, with those that differ in the IP
// version only as one, if some has every one of them that all has.
func merge(some, all []kind) []string {
	var names []string
	for _, k := range some {
		name := k.base()
		for _, twin := range all {
			if twin.base() == k.base() && !contains(some, twin) {
				name = k.name
			}
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func contains(kinds []kind, k kind) bool {
	return slices.ContainsFunc(kinds, func(has kind) bool { return has.name == k.name })
}

// reasons prints why options could not be set, in the words of the library.
func (p *probe) reasons(w *screen) {
	for option := range p.infos {
		for _, l := range p.lines(option, true) {
			for _, err := range []error{l.err, l.notBack} {
				if err == nil {
					continue
				}
				text := cmp.Or(kindNames(l.on, p.kinds), p.kinds[0].name) + ": "
				if l.why != "" {
					text += l.why + ": "
				}
				w.print()
				w.print(plain.of(text + err.Error()))
			}
		}
	}
}

// rest prints what the table leaves out.
func (p *probe) rest(w *screen, all bool) {
	var needs []string
	for option, info := range p.infos {
		if p.has(option, notPermitted) {
			needs = append(needs, fmt.Sprintf("  %s: %s", info.Name, cmp.Or(info.Privilege, "a privilege")))
		}
	}
	if needs != nil {
		w.text("\nNot permitted here, and what would permit it:\n" + strings.Join(needs, "\n"))
	}
	if all {
		return
	}
	for _, group := range []struct {
		status status
		title  string
	}{
		{wrongKind, "For other kinds of socket"},
		{unsupported, "On no kind of socket here"},
		{notOnOS, "Not on " + runtime.GOOS},
	} {
		var names []string
		for option, info := range p.infos {
			if p.hasOnly(option, group.status) {
				names = append(names, info.Name)
			}
		}
		if names != nil {
			w.text("\n" + group.title + ":\n" + wrap(names, w.width))
		}
	}
}

// has reports whether the option has one of the statuses on any of the kinds.
func (p *probe) has(option int, any ...status) bool {
	return slices.ContainsFunc(p.outcomes, func(of []outcome) bool { return slices.Contains(any, of[option].status) })
}

func (p *probe) hasOnly(option int, is status) bool {
	return !slices.ContainsFunc(p.outcomes, func(of []outcome) bool { return of[option].status != is })
}

// wrap joins words to lines, for a terminal of so many columns or for none.
func wrap(words []string, width int) string {
	if width == 0 || width > 101 {
		width = 101
	}
	var b strings.Builder
	column := 0
	for _, word := range words {
		if column == 0 || column+len(word) >= width {
			if column > 0 {
				b.WriteByte('\n')
			}
			b.WriteByte(' ')
			column = 1
		}
		b.WriteString(" " + word)
		column += 1 + len(word)
	}
	b.WriteByte('\n')
	return b.String()
}

// counts counts the outcomes on a kind of socket.
func counts(of []outcome) map[status]int {
	n := make(map[status]int)
	for _, o := range of {
		n[o.status]++
	}
	return n
}

// summary prints a table of the kinds of socket.
func (p *probe) summary(w *screen, wide bool) {
	w.print()
	t := newTable("KIND", "SOCKET", "SETTABLE", "READ ONLY", "NOT PERMITTED", "FAILS", "NOT TRIED", "WRONG KIND")
	for i, k := range p.kinds {
		n := counts(p.outcomes[i])
		row := []string{k.name, k.text}
		for _, count := range []int{
			n[settable] + n[adjusted] + n[noEffect] + n[setOnly], n[readOnly],
			n[notPermitted], n[failed], n[untried], n[wrongKind],
		} {
			row = append(row, strconv.Itoa(count))
		}
		t.add(row...)
	}
	w.table(t, wide)
	p.refusals(w)
	var works, denied, fails, skipped, elsewhere, lacking int
	for option := range p.infos {
		switch {
		case p.has(option, notPermitted):
			denied++
		case p.has(option, settable, adjusted, noEffect, setOnly, readOnly):
			works++
		case p.has(option, failed):
			fails++
		case p.has(option, untried):
			skipped++
		case p.has(option, wrongKind):
			elsewhere++
		default:
			lacking++
		}
	}
	w.text(fmt.Sprintf("\nOptions: %d work here, %d are not permitted, %d fail, %d were not tried, %d are for other kinds of socket, %d are not supported.\nKinds of socket: %d of %d could be opened.\n",
		works, denied, fails, skipped, elsewhere, lacking, len(p.kinds), len(p.kinds)+len(p.unopened)))
}

// refusals prints why kinds of socket could not be opened.
func (p *probe) refusals(w *screen) {
	all := slices.Clone(p.kinds)
	byReason := make(map[string][]kind)
	for _, u := range p.unopened {
		all = append(all, u.kind)
		byReason[u.err.Error()] = append(byReason[u.err.Error()], u.kind)
	}
	if len(byReason) == 0 {
		return
	}
	w.text("\nCould not be opened:\n")
	for _, why := range slices.Sorted(maps.Keys(byReason)) {
		w.print(plain.of(fmt.Sprintf("  %s: %s", strings.Join(merge(byReason[why], all), " "), why)))
	}
}

// A probeResult is a probe as probe -json prints it.
type probeResult struct {
	Kernel  string       `json:"kernel"`
	GOOS    string       `json:"goos"`
	GOARCH  string       `json:"goarch"`
	UID     int          `json:"uid"` // -1 where there is none
	Kinds   []kindResult `json:"kinds"`
	Results []tried      `json:"results"`
}

type kindResult struct {
	Kind        string         `json:"kind"`
	Description string         `json:"description"`
	Opened      bool           `json:"opened"`
	Error       string         `json:"error,omitempty"`
	Counts      map[status]int `json:"counts,omitempty"`
}

// A tried is the outcome of one option on one kind of socket.
type tried struct {
	Kind     string `json:"kind"`
	Option   string `json:"option"`
	CName    string `json:"c_name"`
	Level    string `json:"level"`
	Type     string `json:"type"`
	Status   status `json:"status"`
	Default  any    `json:"default"`
	SetTo    any    `json:"set_to"`
	ReadBack any    `json:"read_back"`
	Restored bool   `json:"restored"`
	Reason   string `json:"reason,omitempty"` // why it was not tried, or fails
	Error    string `json:"error,omitempty"`
}

func probeJSON(w *screen, p *probe) error {
	kernel, _ := system()
	r := probeResult{Kernel: kernel, GOOS: runtime.GOOS, GOARCH: runtime.GOARCH, UID: os.Geteuid(), Kinds: []kindResult{}, Results: []tried{}}
	for i, k := range p.kinds {
		r.Kinds = append(r.Kinds, kindResult{Kind: k.name, Description: k.text, Opened: true, Counts: counts(p.outcomes[i])})
		for option, info := range p.infos {
			r.Results = append(r.Results, p.outcomes[i][option].json(k, info))
		}
	}
	for _, u := range p.unopened {
		r.Kinds = append(r.Kinds, kindResult{Kind: u.name, Description: u.text, Error: u.err.Error()})
	}
	return w.json(r)
}

func (o outcome) json(k kind, info sockopt.Info) tried {
	t := tried{
		Kind: k.name, Option: info.Name, CName: info.CName, Level: info.Level, Type: info.Type, Status: o.status,
		Default: jsonValue(o.value), SetTo: jsonValue(o.tried), ReadBack: jsonValue(o.read), Restored: o.restored, Reason: o.why,
	}
	if err := cmp.Or(o.err, o.notBack); err != nil {
		t.Error = err.Error()
	}
	return t
}
