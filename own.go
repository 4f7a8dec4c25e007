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
// as T does. T must be of fixed size and without pointers: numbers, arrays and
// structs of these; a use of any other gives an error. Where the kernel writes
// less than the whole struct on a read, the rest is zero.
func NewStruct[T any](name string, level, number int) Option[T] {
	typ := reflect.TypeFor[T]()
	o := ownOption(&form[T]{typ.String(), putStruct[T], getStruct[T]}, name, level, number, row{as: cBytes, max: int64(typ.Size())})
	if typ.Size() == 0 || hasPointers(typ) {
		o.p.own.invalid = &valueError{"a " + typ.String() + " has pointers or nothing in it"}
	}
	return o
}

func putStruct[T any](e *encoding, _ *meta, r *row, v T) error {
	copy(e.grow(r.size()), unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v)))
	return nil
}

func getStruct[T any](b []byte, _ *row) (v T, err error) {
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&v)), unsafe.Sizeof(v)), b)
	return v, nil
}

func hasPointers(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return hasPointers(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if hasPointers(t.Field(i).Type) {
				return true
			}
		}
		return false
	}
	return t.Kind() > reflect.Complex128 // what follows holds a pointer
}
