package sockopt

import (
	"math"
	"reflect"
	"time"
	"unsafe"
)

// An option that this package does not have can be made from the name, level
// and number that the C header gives, in one of the forms that setsockopt(2)
// knows. It is then as good as any other: same checks, same errors. Two options
// made alike are two options; make each once, as a package variable.

func ownOption[T any](f *form[T], name string, level, number int, r row) Option[T] {
	r.name, r.number = name, int32(number)
	own := &ownRow{row: r, levelNumber: int32(level)}
	if int(own.levelNumber) != level || int(r.number) != number {
		own.invalid = &valueError{"the level or the number of the option is beyond an int32"}
	}
	if own.invalid == nil {
		own.invalid = checkName(name)
	}
	return Option[T]{&param[T]{form: f, meta: meta{name: name, kinds: anyKind, own: own}}}
}

// NewBool returns the option (level, number), a C int that is 0 or 1.
func NewBool(name string, level, number int) Option[bool] {
	return ownOption(&boolForm, name, level, number, row{as: cInt})
}

// NewInt returns the option (level, number), a C int.
func NewInt(name string, level, number int) Option[int] {
	return ownOption(&intForm, name, level, number, row{as: cInt})
}

// NewUint32 returns the option (level, number), a C uint32_t.
func NewUint32(name string, level, number int) Option[uint32] {
	return ownOption(&uint32Form, name, level, number, row{as: cUint})
}

// NewUint64 returns the option (level, number), a C uint64_t.
func NewUint64(name string, level, number int) Option[uint64] {
	return ownOption(&uint64Form, name, level, number, row{as: cUint64})
}

// NewTimeval returns the option (level, number), a C struct timeval. A duration
// is rounded up to a microsecond.
func NewTimeval(name string, level, number int) Option[time.Duration] {
	return ownOption(&durationForm, name, level, number, row{as: timeval})
}

// NewLinger returns the option (level, number), a C struct linger.
func NewLinger(name string, level, number int) Option[LingerConfig] {
	r := row{as: lingerInts}
	if own := linger.row(); own != nil {
		r.as = own.as
	}
	return ownOption(&lingerForm, name, level, number, r)
}

// NewString returns the option (level, number), text of at most max bytes. It
// is read up to the first NUL.
func NewString(name string, level, number, max int) Option[string] {
	return ownOption(&stringForm, name, level, number, row{as: cString, max: int64(clampLength(max))})
}

// NewBytes returns the option (level, number), at most max bytes.
func NewBytes(name string, level, number, max int) Option[[]byte] {
	return ownOption(&bytesForm, name, level, number, row{as: cBytes, max: int64(clampLength(max))})
}

// The kernels take no option anywhere near as long.
func clampLength(n int) int { return min(max(n, 1), math.MaxInt32) }

// NewStruct returns the option (level, number), a C struct that lies in memory
// as T does. If the kernel writes less than the whole struct on a read, the rest
// is zero.
//
// T must be a number, or an array or struct of such types, in which every bit
// pattern is a value and every byte belongs to a field. Using an option of any
// other T fails with [ErrValue], and the error names the field: a bool (use uint8
// and compare with zero), a pointer or what holds one, and padding. Declare the
// padding of the C struct as blank fields, such as _ [3]byte: they are zero when
// the struct is set, and zero in what is read.
func NewStruct[T any](name string, level, number int) Option[T] {
	typ := reflect.TypeFor[T]()
	blank, err := plainStruct(typ)
	put := func(e *encoding, _ *meta, r *row, v T) error {
		b := e.grow(r.size())
		copy(b, unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v)))
		blank.clear(b)
		return nil
	}
	get := func(b []byte, _ *row) (v T, err error) {
		to := unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v))
		copy(to, b)
		blank.clear(to)
		return v, nil
	}
	o := ownOption(&form[T]{typ.String(), put, get}, name, level, number, row{as: cBytes, max: int64(typ.Size())})
	if err != nil {
		o.p.own.invalid = err
	}
	return o
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
