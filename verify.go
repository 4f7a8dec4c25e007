package sockopt

import (
	"os"
	"reflect"
	"strings"
	"time"
	"unsafe"
)

// Verify returns st, to be read back once it is made: kernels clip, round and
// ignore values and answer success. Where the socket then has another value than
// was asked for, Apply and its like give an [*Error] with a [*Mismatch] in it;
// what the kernel made of the value stays.
//
//	var less *sockopt.Mismatch
//	err := sockopt.Apply(s, sockopt.Verify(sockopt.RcvBuf.With(8<<20)))
//	if errors.As(err, &less) {
//		log.Print(less) // clipped: asked for 8MiB, got 208KiB: net.core.rmem_max is 212992
//	} else if err != nil {
//		return err
//	}
//
// In a Control hook a mismatch fails the Listen or Dial; to take what there is,
// verify on the open socket.
//
// A buffer is asked for by force first (SO_RCVBUFFORCE, SO_SNDBUFFORCE), for
// those who may. That Linux reads twice the size that was set is not a mismatch.
// What the package itself rounds up to the option's unit was asked for rounded.
//
// An option that cannot be read is not set, and fails as unsupported. Nor is a
// [SettableRequest], which is read by asking something.
func Verify(st Setting) Setting {
	st.verify, st.direct = verified, false
	return st
}

// A Mismatch says that the kernel answered success and has another value than
// was asked for.
type Mismatch struct {
	// Asked and Got are of the type of the option, and in the same unit: of a buffer
	// of Linux, Got is half of what it reads as.
	Asked, Got any
	Change     Change
	Why        string // what is known of the reason; may be empty

	m *meta
}

// Error returns all of it.
func (e *Mismatch) Error() string {
	s := e.Change.String() + ": asked for " + e.m.format(e.Asked) + ", got " + e.m.format(e.Got)
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// A Change is what a kernel made of a value.
type Change int

// The changes.
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

// verified makes st on fd and looks what came of it.
func verified(st *Setting, fd uintptr) error {
	m, asked := st.o.base(), st.value()
	if st.o.asks() { // nobody says what
		return newError("verify", m, m.row(), nil, errAsks)
	}
	before, err := st.o.getAny(FD(fd))
	if isUnsupported(err) {
		return err
	}
	r := m.row()
	if r == nil || r.grant == nil || r.grant.force == 0 || !st.forced(fd, r) {
		if err := st.applyPlain(fd); err != nil {
			return err
		}
	}
	got, err := st.o.getAny(FD(fd))
	if err != nil {
		return err
	}
	var g grant
	if r != nil && r.grant != nil {
		g = *r.grant
	}
	mismatch := compare(asked, before, got, &g)
	if mismatch == nil {
		return nil
	}
	mismatch.m = m
	return newError("verify", m, r, nil, mismatch)
}

// forced makes st on fd by the option that no limit holds for, if that is
// allowed.
func (st *Setting) forced(fd uintptr, r *row) bool {
	_, level := st.o.base().at(r)
	b := st.enc.all()
	return setsockopt(fd, level, r.grant.force, unsafe.Pointer(unsafe.SliceData(b)), uint32(len(b))) == nil
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
	switch v := v.(type) {
	case int:
		return int64(v), true
	case uint32:
		return int64(v), true
	case uint64:
		return int64(v), v < 1<<63
	case time.Duration:
		return int64(v), true
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

// Supported tells whether s has the option, by reading it: this kernel, this
// kind of socket, in its present state. An error is a failure that does not tell,
// such as a closed socket.
func (o Option[T]) Supported(s Socket) (bool, error) { return o.p.supportedOn(s) }

// Supported tells whether s has the option, as [Option.Supported] does.
func (o ReadOnly[T]) Supported(s Socket) (bool, error) { return o.p.supportedOn(s) }

func (p *param[T]) supportedOn(s Socket) (bool, error) {
	if p != nil && p.effect != "" {
		return false, newError("get", &p.meta, p.row(), nil, &valueError{"not read to see whether it is there, since that " + p.effect})
	}
	_, err := p.get(s)
	if isUnsupported(err) {
		return false, nil
	}
	return err == nil, err
}
