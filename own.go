package sockopt

import (
	"math"
	"reflect"
	"strconv"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A Spec describes a socket option that this package does not have, whose value
// is a T. Its methods make the option, which has the same checks and the same
// errors as the options of this package:
//
//	var probeTimeout = sockopt.Spec[time.Duration]{
//		Name: "TCP_PROBE_TIMEOUT", Level: unix.IPPROTO_TCP, Number: 99,
//		Tick: time.Millisecond, Max: time.Minute,
//		Kinds: sockopt.KindTCP,
//	}.Option()
//
// Name, Level and Number are required. The zero values of the other fields mean
// any kind of socket, any time, and no bounds but those of the C type.
//
// T determines the C type:
//
//   - bool is an int that is 0 or 1, or with Size 1 an unsigned char.
//   - int is an int, and uint is an unsigned int. An integer type with a size in its
//     name is the C type of that size: uint8 is an unsigned char, and uint64 is a
//     uint64_t. A type made from an integer type is like that type.
//   - [time.Duration] is a struct timeval, or with Tick an int. It is rounded up to
//     a microsecond or to a Tick.
//   - string and []byte are at most Size bytes. A string is read up to the first
//     NUL.
//   - [LingerConfig] is a struct linger.
//   - Any other T is a C struct that lies in memory as T does. If the kernel writes
//     less than the whole struct on a read, the rest is zero.
//
// A struct T must be made of numbers, arrays and structs in which every bit pattern
// is a value and every byte belongs to a field. It has no bool (use uint8 and
// compare with zero), no pointer, nothing that holds a pointer, and no padding.
// Declare the padding of the C struct as blank fields, such as _ [3]byte: they are
// zero when the struct is set, and zero in what is read.
//
// A Spec that contradicts itself or these rules makes an option whose every use
// fails with [ErrValue], and the error says why. Two options made from equal Specs
// are two options: make each once, as a package variable. [Lookup] and
// [ParseSetting] do not know them, but [Info.Parse] does.
type Spec[T any] struct {
	// Name is the C name. It is printable ASCII without blanks, quotes, commas,
	// '=' and '?'.
	Name string
	// Level and Number are the second and the third argument of setsockopt(2).
	Level, Number int
	// Size is the maximum length of a string or []byte, in bytes, and 1 for a bool of
	// one byte. It must be zero for every other T.
	Size int
	// Tick is the unit of a [time.Duration] whose C type is an int: time.Second,
	// time.Second/2, time.Millisecond or time.Microsecond.
	Tick time.Duration
	// Min and Max are the bounds of an integer or a time.Duration. If both are zero,
	// the bounds are those of the C type. Bounds of a time.Duration must be multiples
	// of Tick, or of a microsecond.
	Min, Max T
	// Unit is the unit or meaning of a number, as in [Info]. A number of "bytes" has
	// the text forms that [ParseSetting] describes, such as 64KiB.
	Unit string
	// Kinds are the sockets that have the option. A failure on any other socket is
	// [errors.ErrUnsupported], and its error names the Kinds.
	Kinds Kinds
	// Phase is when to set the option. The error of a failure at another time says so.
	Phase Phase
}

// Option returns the option, to be read and set.
func (s Spec[T]) Option() Option[T] { return Option[T]{s.param(AccessReadWrite)} }

// ReadOnly returns the option, to be read.
func (s Spec[T]) ReadOnly() ReadOnly[T] { return ReadOnly[T]{s.param(AccessReadOnly)} }

// WriteOnly returns the option, to be set.
func (s Spec[T]) WriteOnly() WriteOnly[T] { return WriteOnly[T]{s.param(AccessWriteOnly)} }

// NewInt returns the option of a [Spec] that has only a name, a level and a number,
// for a C int.
func NewInt(name string, level, number int) Option[int] {
	return Spec[int]{Name: name, Level: level, Number: number}.Option()
}

func (s Spec[T]) param(access Access) *param[T] {
	own := &ownRow{levelNumber: int32(s.Level)}
	p := &param[T]{meta: meta{name: s.Name, kinds: s.Kinds, phase: s.Phase, access: access, unit: s.Unit, own: own}}
	if s.Kinds == 0 {
		p.kinds = anyKind
	}
	own.invalid = s.build(p, &own.row)
	own.name, own.number = s.Name, int32(s.Number)
	if levelZeroShared && s.Level == 0 {
		own.kinds = s.Kinds // the number may be that of another level's option
	}
	if int(own.levelNumber) != s.Level || int(own.number) != s.Number {
		own.invalid = &valueError{"the level or the number of the option is beyond an int32"}
	} else if err := checkName(s.Name); err != nil {
		own.invalid = err
	}
	return p
}

// build gives p its form and r its layout and bounds, and returns what is wrong with
// s.
func (s *Spec[T]) build(p *param[T], r *row) error {
	typ := reflect.TypeFor[T]()
	size, tick := s.Size, s.Tick
	bounded := !reflect.ValueOf(&s.Min).Elem().IsZero() || !reflect.ValueOf(&s.Max).Elem().IsZero()
	var known any // a form of the catalogue
	var err error
	switch v := any(&s.Min).(type) {
	case *bool:
		known, r.as = &boolForm, cInt
		if size == 1 {
			r.as, size = cByte, 0
		}
	case *string:
		known, r.as, r.max = &stringForm, cString, int64(size)
	case *[]byte:
		known, r.as, r.max = &bytesForm, cBytes, int64(size)
	case *LingerConfig:
		known, r.as = &lingerForm, lingerInts
		if have := linger.row(); have != nil {
			r.as = have.as
		}
	case *time.Duration:
		known, r.as = &durationForm, layoutOf(tick)
		if err = boundDuration(r, *v, *any(&s.Max).(*time.Duration)); r.as != absent {
			tick = 0
		}
		bounded = false
	default:
		if k := typ.Kind(); reflect.Int <= k && k <= reflect.Uint64 {
			err = s.integer(typ, p, r, bounded)
			bounded = false
		} else {
			err = s.structure(typ, p, r)
		}
	}
	if known != nil {
		p.form = known.(*form[T])
	}
	if r.as == cString || known == &bytesForm {
		if size < 1 || size > mostRoom {
			r.max = 0 // no buffer is made for it
			err = &valueError{"Size must be 1 to " + itoa(mostRoom) + " for " + typ.String()}
		}
		size = 0
	}
	switch {
	case err != nil:
		return err
	case size != 0:
		return &valueError{"Size " + itoa(int64(size)) + " does not apply to " + typ.String()}
	case tick != 0:
		return &valueError{"Tick " + tick.String() + " does not apply to " + typ.String()}
	case bounded:
		return &valueError{"Min and Max do not apply to " + typ.String()}
	case !p.kinds.Has(p.kinds):
		return &valueError{"Kinds has no sockets"}
	}
	return nil
}

var errNoneInBounds = &valueError{"no value is between Min and Max"}

// layoutOf returns the layout of a duration, absent for a tick that no kernel has.
func layoutOf(tick time.Duration) layout {
	switch tick {
	case 0:
		return timeval
	case time.Second:
		return seconds
	case time.Second / 2:
		return halfSeconds
	case time.Millisecond:
		return milliseconds
	case time.Microsecond:
		return microseconds
	}
	return absent
}

// boundDuration gives r the bounds in its unit.
func boundDuration(r *row, lo, hi time.Duration) error {
	unit := units[r.as]
	switch {
	case unit == 0:
		return nil // a wrong tick
	case lo > hi || hi < 0:
		return errNoneInBounds
	case lo%unit != 0 || hi%unit != 0:
		return &valueError{"Min and Max must be multiples of " + unit.String()}
	}
	r.min, r.max = int64(lo/unit), int64(hi/unit)
	return nil
}

// integer makes p the option of a number that is as large in C as in Go, or of an
// int or unsigned int.
func (s *Spec[T]) integer(typ reflect.Type, p *param[T], r *row, bounded bool) error {
	n := intType{size: int(typ.Size()), signed: typ.Kind() <= reflect.Int64}
	size := n.size
	if typ.Kind() == reflect.Int || typ.Kind() == reflect.Uint {
		size = 4
	}
	r.as, r.max = cBytes, int64(size)
	lo, hi := uint64(0), ^uint64(0)>>(64-8*size)
	if n.signed {
		hi >>= 1
		lo = ^hi
	}
	if bounded {
		least, most := n.load(memory(&s.Min)), n.load(memory(&s.Max))
		if n.less(lo, least) {
			lo = least
		}
		if n.less(most, hi) {
			hi = most
		}
	}
	put := func(e *encoding, _ *meta, r *row, v T) error {
		bits := n.load(memory(&v))
		if n.less(bits, lo) || n.less(hi, bits) {
			return &valueError{"must be " + n.text(lo) + " to " + n.text(hi)}
		}
		wire.PutInt(e.grow(r.size()), int64(bits))
		return nil
	}
	get := func(b []byte, r *row) (v T, err error) {
		switch len(b) {
		case 1, 2, 4, 8:
		default:
			return v, errShort(b)
		}
		// A shorter answer than was asked for is not a negative number.
		wire.PutInt(memory(&v), int64(intType{len(b), n.signed && len(b) == size}.load(b)))
		return v, nil
	}
	p.form = &form[T]{typ.String(), put, get}
	p.text = func(v any) string {
		t, ok := v.(T)
		if _, named := v.(interface{ String() string }); named || !ok {
			return formatValue(v, "")
		}
		bits := n.load(memory(&t))
		if !n.signed && bits > math.MaxInt64 {
			return n.text(bits)
		}
		return formatNumber(int64(bits), s.Unit)
	}
	if n.less(hi, lo) {
		return errNoneInBounds
	}
	return nil
}

// An intType is an integer type. Its values are handled as 64 bits, with the sign
// extended.
type intType struct {
	size   int
	signed bool
}

func (n intType) less(a, b uint64) bool {
	if n.signed {
		return int64(a) < int64(b)
	}
	return a < b
}

func (n intType) text(bits uint64) string {
	if n.signed {
		return itoa(int64(bits))
	}
	return strconv.FormatUint(bits, 10)
}

// load returns the number that lies at the beginning of b.
func (n intType) load(b []byte) uint64 {
	if n.signed {
		return uint64(wire.Int(b[:n.size]))
	}
	bits, _ := wire.Uint(b[:n.size])
	return bits
}

// memory returns the bytes of v, which has no pointers.
func memory[T any](v *T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(v)), unsafe.Sizeof(*v))
}

// structure makes p the option of a T that lies in memory as in C.
func (s *Spec[T]) structure(typ reflect.Type, p *param[T], r *row) error {
	blank, err := plainStruct(typ)
	put := func(e *encoding, _ *meta, r *row, v T) error {
		b := e.grow(r.size())
		copy(b, memory(&v))
		blank.clear(b)
		return nil
	}
	get := func(b []byte, _ *row) (v T, err error) {
		to := memory(&v)
		copy(to, b)
		blank.clear(to)
		return v, nil
	}
	p.form = &form[T]{typ.String(), put, get}
	p.text = func(v any) string {
		if _, ok := v.(T); !ok || err != nil {
			return formatValue(v, "")
		}
		return formatField(reflect.ValueOf(v))
	}
	r.as, r.max = cBytes, int64(typ.Size())
	return err
}

// blanks are the places of the blank fields of a struct, which Go does not copy or
// compare in any defined way.
type blanks [][2]uintptr

func (list blanks) clear(b []byte) {
	for _, at := range list {
		clear(b[at[0]:at[1]])
	}
}

// plainStruct returns the blank fields of t, and why t is not one that can be
// written and read byte by byte, if so.
func plainStruct(t reflect.Type) (blanks, error) {
	var list blanks
	what := list.add(t, 0, "")
	if what == "" && t.Size() == 0 {
		what = "has no size"
	}
	if what != "" {
		return nil, &valueError{"the type " + t.String() + " " + what}
	}
	return list, nil
}

// add adds the blank fields of t, which is at the offset and called path in the
// whole, and returns what is wrong with it.
func (list *blanks) add(t reflect.Type, offset uintptr, path string) string {
	field := ""
	if path != "" {
		field = " in field " + path
	}
	switch k := t.Kind(); {
	case t.Size() == 0:
		return "" // there is nothing of it
	case k == reflect.Bool:
		return "has a bool" + field + ", and the kernel may write what is none: use uint8"
	case k > reflect.Bool && k <= reflect.Complex128:
		return ""
	case k == reflect.Array:
		var of blanks
		what := of.add(t.Elem(), 0, path+"[]")
		for i := uintptr(0); of != nil && i < uintptr(t.Len()); i++ {
			at := offset + i*t.Elem().Size()
			for _, b := range of {
				*list = append(*list, [2]uintptr{at + b[0], at + b[1]})
			}
		}
		return what
	case k != reflect.Struct:
		return "has a " + t.String() + field + ", which holds a pointer"
	}
	if path != "" {
		path += "."
	}
	end := uintptr(0)
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Offset != end {
			return "has padding before field " + path + f.Name + ": declare it as a blank field"
		}
		if what := list.add(f.Type, offset+f.Offset, path+f.Name); what != "" {
			return what
		}
		if f.Name == "_" && f.Type.Size() > 0 {
			*list = append(*list, [2]uintptr{offset + f.Offset, offset + f.Offset + f.Type.Size()})
		}
		end += f.Type.Size()
	}
	if end != t.Size() {
		return "has padding at its end" + field + ": declare it as a blank field"
	}
	return ""
}
