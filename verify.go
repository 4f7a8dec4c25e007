package sockopt

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Verify returns st, to be read back after the last setting of its [Apply],
// [Control] or [NewListener]: kernels clip, round and ignore values and answer
// success. If the socket then has another value than was asked for, the error is
// an [*Error] with a [*Mismatch] in it, or joins one for each such setting. The
// values stay as they are.
//
//	var less *sockopt.Mismatch
//	err := sockopt.Apply(s, sockopt.Verify(sockopt.RcvBuf.With(8<<20)))
//	if errors.As(err, &less) {
//		log.Print(less.Name, " ", less) // SO_RCVBUF clipped: asked for 8MiB, got 208KiB: net.core.rmem_max is 212992
//	} else if err != nil {
//		return err
//	}
//
// A value that a later setting of the same Apply changes is a mismatch too. Of a
// family-neutral option, each option that was set is read back. A setting that
// fails ends the Apply as always, and nothing is compared.
//
// In a Control hook a mismatch fails the Listen or Dial; to take what there is,
// verify on the open socket.
//
// That Linux reads twice the size of a buffer that was set is not a mismatch, and
// a value that the package rounded up to the option's unit was asked for rounded.
//
// An option that cannot be read, or only by asking something, as a
// [SettableRequest] is, is not set: the error is [ErrValue], which [Optional] does
// not skip. If only the socket at hand refuses to read the option, the error says
// so after the option was set.
func Verify(st Setting) Setting {
	st.verify, st.direct = verified, false
	return st
}

// A Mismatch says that the kernel answered success and has another value than
// was asked for.
type Mismatch struct {
	// Name is the C name of the option: for a family-neutral one, of the option that
	// stands for it on one of the families.
	Name string
	// Asked and Got are of the type of the option, and in the same unit: of a buffer
	// of Linux, Got is half of what it reads as.
	Asked, Got any
	Change     Change
	Why        string // what is known of the reason; may be empty

	m *meta
}

// Error returns all of it but the name, which is in the [Error] around it.
func (e *Mismatch) Error() string {
	s := e.Change.String() + ": asked for " + e.m.format(e.Asked) + ", got " + e.m.format(e.Got)
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// A Change is what a kernel made of a value.
type Change int

// Values of Change.
const (
	Ignored  Change = iota // nothing: the value from before is still there
	Clipped                // less
	Raised                 // more
	Rounded                // a time to one that it counts in
	Replaced               // something else
)

// String returns the change in a word, such as "clipped".
func (c Change) String() string {
	return nameAt([]string{"ignored", "clipped", "raised", "rounded", "replaced"}, int(c))
}

// MarshalText is String, for encoding/json and the like.
func (c Change) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what String prints.
func (c *Change) UnmarshalText(text []byte) error { return parseText(c, text) }

// A verification is an option, or one twin of it, that Verify has to compare.
type verification struct {
	m                     *meta
	twin                  int // 0 or 1 of twins
	asked, before, atOnce any
}

// verified makes st on fd, and returns what looks later what came of it, and adds
// its findings to those of other settings.
func verified(st *Setting, fd uintptr) (later func(failed error) error, err error) {
	if st.err != nil || st.o == nil {
		return nil, st.apply(fd)
	}
	m := st.o.base()
	var list []verification
	if m.row() != nil {
		list = []verification{{m: m, asked: st.value()}}
	} else if m.supported() {
		use, err := m.twins.inUse(st, fd)
		for i := range use {
			twin := m.twins.of(i)
			if err == nil && use[i] && twin.row() != nil { // else the set fails
				list = append(list, verification{m: twin, twin: i, asked: st.valueOf(i)})
			}
		}
	}
	if st.o.asks() || m.access == AccessWriteOnly {
		return nil, newError("verify", m, m.row(), st.value(), errNotRead)
	}
	for i := range list {
		v := &list[i]
		if r := v.m.row(); r.access == AccessWriteOnly {
			return nil, newError("verify", v.m, r, v.asked, errNotRead)
		}
		v.before, _ = st.read(fd, v.m) // what is wrong with that, the set or the second read says
	}
	set := [2]bool{true, true}
	if m.row() == nil && m.twins != nil {
		set, err = m.twins.set(st, fd)
	} else {
		err = st.apply(fd)
	}
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v verification) bool { return !set[v.twin] })
	for i := range list {
		list[i].atOnce, _ = st.read(fd, list[i].m)
	}
	return func(failed error) error {
		for _, v := range list {
			failed = added(failed, v.compare(st, fd))
		}
		return failed
	}, nil
}

// added returns the errors of list, which is one or what [errors.Join] returned, and
// err, joined if there are several.
func added(list, err error) error {
	switch {
	case list == nil:
		return err
	case err == nil:
		return list
	}
	errs := []error{list}
	if j, ok := list.(interface{ Unwrap() []error }); ok {
		errs = slices.Clone(j.Unwrap())
	}
	return errors.Join(append(errs, err)...)
}

// compare returns an error if the socket has not what was asked for.
func (v *verification) compare(st *Setting, fd uintptr) error {
	r := v.m.row()
	got, err := st.read(fd, v.m)
	if isUnsupported(err) {
		return newError("verify", v.m, r, v.asked, &valueError{"was set and cannot be read back: " + err.Error()})
	}
	if err != nil {
		return err
	}
	g := r.grant
	if g == nil {
		g = &grant{}
	}
	e := compare(v.asked, v.before, got, g)
	if e == nil {
		return nil
	}
	if !reflect.DeepEqual(v.atOnce, got) {
		e.Change, e.Why = Replaced, "a later setting changed it"
	}
	e.Name, e.m = v.m.cname(r), v.m
	return newError("verify", v.m, r, nil, e)
}

// read reads m, the option of st or one of its twins.
func (st *Setting) read(fd uintptr, m *meta) (any, error) {
	c := newCall()
	defer c.free()
	if err := c.readOne(fd, m); err != nil {
		return nil, err
	}
	v, err := st.o.value(c.buf[:c.n], c.r)
	if err != nil {
		return nil, failure(fd, "get", m, c.r, nil, err)
	}
	return v, nil
}

// compare returns nil if got is what asked for, however g says that it reads.
func compare(asked, before, got any, g *grant) *Mismatch {
	if !g.twice && reflect.DeepEqual(asked, got) {
		return nil
	}
	e := &Mismatch{Asked: asked, Got: got, Change: Replaced}
	want, wanted := number(asked)
	has, hasNumber := number(got)
	ignored := reflect.DeepEqual(before, got)
	if g.twice {
		has /= 2
		if want == has {
			return nil
		}
		e.Got = int(has)
	}
	switch {
	case ignored && g.limit == "":
		e.Change = Ignored
	case !wanted || !hasNumber:
	case has < want:
		e.Change = Clipped
	case reflect.TypeOf(asked) == reflect.TypeFor[time.Duration]():
		e.Change = Rounded
	default:
		e.Change = Raised
	}
	switch {
	case e.Change == Rounded:
		e.Why = g.round
	case g.limit != "" && has < want:
		e.Why = limitText(g.limit)
	}
	return e
}

// number returns v if it is one, and not flags or an enumeration.
func number(v any) (int64, bool) {
	n := reflect.ValueOf(v)
	switch {
	case v == nil || n.Type().PkgPath() != "" && n.Type() != reflect.TypeFor[time.Duration]():
		return 0, false
	case n.CanInt():
		return n.Int(), true
	case n.CanUint():
		return int64(n.Uint()), n.Uint() < 1<<63
	}
	return 0, false
}

// limitText names a sysctl, with its value where /proc has it.
func limitText(name string) string {
	b, err := os.ReadFile("/proc/sys/" + strings.ReplaceAll(name, ".", "/"))
	if err != nil {
		return name + " limits it"
	}
	return name + " is " + strings.TrimSpace(string(b))
}
