package sockopt

// A row is what an OS's table says of one option.
type row struct {
	name   string // C name here, where it is not the catalogue's
	number int32
	level  level  // level here, where it is not the catalogue's
	as     layout // how the value lies in memory; zero: there is no such option
	access Access // what the kernel allows here
	kinds  Kinds  // the sockets that have it here, if not all those of the catalogue
	anew   bool   // a connection does not have what its listener was set to
	mapped bool   // an IPv6 option that holds for v4-mapped traffic too
	// irreversible marks an option that cannot be unset once it is set.
	irreversible bool
	// min and max are this kernel's bounds, in its unit (for strings and bytes
	// max is the length that a read makes room for); both zero: none.
	min, max int64
	grant    *grant // what the kernel makes of a value
}

// A grant is how what a kernel gives differs from what it is asked for, where
// it is right all the same or where it is known why not.
type grant struct {
	twice bool   // it reads as twice what was set
	limit string // name of the sysctl that limits it
	round string // what it is rounded to
	// names is the sysctl that lists the names that the kernel knows, and module what
	// the kernel module for another one is called, before the name.
	names, module string
}

// rowOf returns what this OS's table says of an option, nil where it has no such
// option.
func rowOf(o id) *row {
	if r := &table[o]; r.as != absent {
		return r
	}
	if r := &sharedTable[o]; r.as != absent {
		return r
	}
	return nil
}

// size returns how many bytes a read makes room for.
func (r *row) size() int {
	switch r.as {
	case cString:
		return int(r.max) + 1
	case cBytes:
		return int(r.max)
	}
	return sizes[r.as]
}
