package sockopt

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
)

// Restore sets on s the settings that d has and s has otherwise.
//
// Setting one option can change another, as IP_TOS changes SO_PRIORITY on Linux.
// Restore therefore compares and sets again until nothing differs or nothing
// changes any more. The error joins an [*Error] for each option that still
// differs: the failure of its Set, a [*Mismatch] if the kernel accepted the value
// and changed it, or the reason why the option was left alone. If the error is
// nil, [Diff] finds no difference in what can be set.
//
// Restore never makes a change that it could not undo. It leaves alone, and
// reports if they differ, options that cannot be unset once they are set, such as
// TCP_ULP, SO_LOCK_FILTER and SO_TXTIME ([Info.Irreversible]), and options whose
// present value on s cannot be set again, such as the default 0 of IP_MINTTL on
// NetBSD.
//
// Restore sets a buffer only if a program chose its size, on the socket that d was
// read from or on s, and only within the limits of [SndBuf] and [RcvBuf]; a larger
// size is reported. Whether a program chose the size is known from SO_BUF_LOCK
// (Linux 5.15). Without SO_BUF_LOCK, Restore sets a buffer that differs, which
// ends its tuning by the kernel.
//
// Options that can only be read, and options that [Diff] does not compare, are
// left alone and not reported. The socket may be another one than d was read from,
// even one of another kind, and d may have been saved as JSON by another process.
func Restore(s Socket, d *Dump) error {
	if d == nil {
		return &Error{Op: OpRestore, Err: &valueError{"a nil Dump"}}
	}
	var left []error
	err := withFD(s, func(fd uintptr) (err error) {
		left, err = d.restore(fd)
		return err
	})
	if err != nil {
		return asError(OpRestore, err)
	}
	return errors.Join(left...)
}

// lastly lists the options that Restore sets after all others, which it sets in
// the order of [All].
var lastly = [...]id{
	idCongestion,        // of dctcp, changes the ECN bits of IP_TOS on Linux
	idTOS, idIPv6TClass, // change SO_PRIORITY on Linux
	idPriority,
	idBindToDevice, idBindToIfindex, // limit IP_UNICAST_IF and IP_MULTICAST_IF on Linux
	idRcvLowat, idSndLowat, // SO_RCVLOWAT raises a buffer of Linux that is not locked
	idSndBuf, idRcvBuf, // lock the size
	idBufLock,
}

// mostRounds is how often Restore compares and sets at most.
const mostRounds = 8

// restore makes fd as d has it, and returns an error for each option that could
// not be made the same.
func (d *Dump) restore(fd uintptr) (left []error, err error) {
	var before map[string]any
	var last []Difference
	failed := map[string]error{}
	for round := 0; ; round++ {
		var now Dump
		if err := now.read(fd); err != nil {
			return nil, err
		}
		list := d.toRestore(&now)
		if before == nil {
			before = map[string]any{}
			for _, diff := range list {
				before[diff.Name] = diff.B.Value
			}
		}
		if round == mostRounds || len(list) == 0 || reflect.DeepEqual(list, last) {
			for _, diff := range list {
				err := failed[diff.Name]
				if err == nil {
					err = diff.mismatch(before[diff.Name])
				}
				left = append(left, err)
			}
			return left, nil
		}
		last = list
		clear(failed)
		for _, diff := range list {
			failed[diff.Name] = diff.restore(fd, now.Kinds)
		}
	}
}

// toRestore returns what differs between d and now and can be set, in the order
// in which to set it.
func (d *Dump) toRestore(now *Dump) []Difference {
	list := slices.DeleteFunc(Diff(d, now), func(diff Difference) bool {
		return diff.A.Value == nil || diff.A.Info().Access == AccessReadOnly && diff.A.entry() != nil
	})
	slices.SortStableFunc(list, func(a, b Difference) int { return cmp.Compare(a.rank(), b.rank()) })
	return list
}

// rank returns where in the order of setting an option is.
func (d *Difference) rank() int {
	e := d.A.entry()
	if e == nil {
		return -1
	}
	if at := slices.Index(lastly[:], e.o.base().id); at >= 0 {
		return int(numOptions) + at
	}
	return int(e.o.base().id)
}

// restore sets on fd, of the kind, the value that d.A has.
func (d *Difference) restore(fd uintptr, kind Kinds) error {
	e := d.A.entry()
	if e == nil {
		return &Error{Op: "set", Name: d.Name, Level: "unknown level", Value: d.A.Value, Err: errUnknown, absent: true}
	}
	m, r := e.o.base(), e.o.base().row()
	var why error
	switch {
	case m.twins != nil:
		why = errNeutral
	case e.ownRow() == nil:
		why = errAbsent
	default:
		why = e.unread(r, kind)
	}
	if undecoded, ok := d.A.Value.(Undecoded); ok && why == nil {
		why = &valueError{"unreadable: " + undecoded.String()}
	}
	if why == nil && d.final(e, r) {
		why = errIrreversible
	}
	if why != nil {
		value := d.A.Value
		if m.secret {
			value = nil
		}
		return kindFailure(kind, "set", m, r, value, why)
	}
	// An option that was set before may have changed this one too.
	if now, err := e.o.getAny(FD(fd)); err == nil && reflect.DeepEqual(now, d.A.Value) {
		return nil
	}
	return Apply(FD(fd), e.o.withAny(r.asked(d.A.Value)))
}

// final tells whether d.B is a value that cannot be set again.
func (d *Difference) final(e *entry, r *row) bool {
	return r.irreversible || d.B.Value != nil && e.o.withAny(r.asked(d.B.Value)).err != nil
}

// mismatch makes the error of a difference that is left though the kernel took
// the value.
func (d *Difference) mismatch(before any) error {
	e := d.A.entry()
	m, r := e.o.base(), e.o.base().row()
	var g grant
	if r.grant != nil {
		g = *r.grant
	}
	mismatch := compare(r.asked(d.A.Value), before, d.B.Value, &g)
	if mismatch == nil { // half of an odd size
		mismatch = &Mismatch{Asked: d.A.Value, Got: d.B.Value, Change: Replaced}
	}
	mismatch.Name, mismatch.m = m.cname(r), m
	return newError("verify", m, r, nil, mismatch)
}

// asked returns what to set so that v is read.
func (r *row) asked(v any) any {
	if n, ok := v.(int); ok && r.grant != nil && r.grant.twice {
		return n / 2
	}
	return v
}
