package sockopt

import "reflect"

// A Difference is an option whose readings differ in two dumps.
type Difference struct {
	Name string  `json:"name"` // C name
	A    Reading `json:"a"`
	B    Reading `json:"b"`
}

// String returns both values, as in "SO_RCVBUF: 128KiB -> 256KiB".
func (d Difference) String() string {
	return d.Name + ": " + textOr(d.A) + " -> " + textOr(d.B)
}

func textOr(r Reading) string {
	if r.Value == nil {
		return "none"
	}
	return r.Text()
}

// Diff returns the settings that differ between a and b, in the order of a,
// including options that only one of them has.
//
// What is not a setting is left out: identities such as SO_COOKIE, states and
// counters such as TCP_INFO, and values that the kernel changes by itself, such
// as TCP_QUICKACK. [Info.State] marks these options, and [DiffAll] compares them
// too. A buffer is left out if the kernel chose its size on both sockets, which
// only SO_BUF_LOCK ([BufLock]) reports.
//
// A nil Dump counts as one without options.
func Diff(a, b *Dump) []Difference {
	var list []Difference
	for _, d := range DiffAll(a, b) {
		if e := d.entry(); e != nil && (e.o.base().state || sized(e.o.base().id, a) && sized(e.o.base().id, b)) {
			continue
		}
		list = append(list, d)
	}
	return list
}

// DiffAll returns what [Diff] returns, and the options that differ without being
// settings.
func DiffAll(a, b *Dump) []Difference {
	other := map[string]Reading{}
	for r := range b.All() {
		if _, twice := other[r.key()]; !twice {
			other[r.key()] = r
		}
	}
	var list []Difference
	seen := map[string]bool{}
	for from := range a.All() {
		key := from.key()
		if seen[key] {
			continue
		}
		seen[key] = true
		to, ok := other[key]
		if !ok {
			to.Name, to.e = from.Name, from.e
		}
		if !reflect.DeepEqual(from.Value, to.Value) {
			list = append(list, Difference{from.Name, from, to})
		}
	}
	for to := range b.All() {
		if key := to.key(); !seen[key] {
			seen[key] = true
			list = append(list, Difference{to.Name, Reading{Name: to.Name, e: to.e}, to})
		}
	}
	return list
}

// entry returns the option, nil if no option has the name.
func (d *Difference) entry() *entry {
	if e := d.A.entry(); e != nil {
		return e
	}
	return d.B.entry()
}

// sized reports whether, by d, the kernel chose the size of the buffer that an
// option sets.
func sized(option id, d *Dump) bool {
	var lock BufLockFlags
	switch option {
	case idSndBuf:
		lock = SndBufLock
	case idRcvBuf:
		lock = RcvBufLock
	default:
		return false
	}
	for _, r := range d.readings() {
		if flags, ok := r.Value.(BufLockFlags); ok {
			return flags&lock == 0
		}
	}
	return false
}
