package sockopt

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A formCase is an option with a row that some table has for it: one for each
// form, layout and bounds that there are.
type formCase struct {
	o formTester
	r row
}

// A formTester is a param of whatever type.
type formTester interface {
	formOf() any
	tryAnswer(t *testing.T, r *row, b []byte)
	tryValue(t *testing.T, r *row, seed uint64)
}

func (p *param[T]) formOf() any { return p.form }

// bothWays tells whether a kernel takes what it tells. It does not of what was
// spliced.
func (p *param[T]) bothWays(r *row) bool {
	return p.access != AccessReadOnly && r.access != AccessWriteOnly && !r.as.oneWay() && r.as != spliceStruct
}

// tryAnswer reads an answer of the kernel, and where it can writes what it read
// and reads it again.
func (p *param[T]) tryAnswer(t *testing.T, r *row, b []byte) {
	if p.form.get == nil {
		return
	}
	v, err := p.form.get(b, r)
	if err != nil {
		if err.Error() == "" {
			t.Error("an error that says nothing")
		}
		return
	}
	text := p.format(v)
	var e encoding
	if p.form.put == nil || !p.bothWays(r) || p.form.put(&e, &p.meta, r, v) != nil {
		return // what a kernel may answer and not take
	}
	if again, err := p.form.get(e.all(), r); err != nil || !same(v, again, 0) {
		t.Errorf("layout %d: % x is %s, and after a round trip %v (%v)", r.as, b, text, again, err)
	}
}

// tryValue writes a value, and where it can reads what it wrote.
func (p *param[T]) tryValue(t *testing.T, r *row, seed uint64) {
	if p.form.put == nil || p.access == AccessReadOnly {
		return // that form is of another option too
	}
	value := reflect.New(reflect.TypeFor[T]()).Elem()
	generate(rand.New(rand.NewPCG(seed, 1)), value)
	v := value.Interface().(T)
	var e encoding
	if err := p.form.put(&e, &p.meta, r, v); err != nil {
		if !errors.Is(err, ErrValue) {
			t.Errorf("layout %d: %s is refused with %v", r.as, p.format(v), err)
		}
		return
	}
	b := bytes.Clone(e.all())
	if p.form.get == nil || !p.bothWays(r) {
		return
	}
	back, err := p.form.get(b, r)
	if r.as == cFlag {
		number := reflect.ValueOf(back).Int()
		if err != nil || (number != 0) == value.IsZero() || number>>1 != 0 {
			t.Errorf("%v is written as %v (%v)", v, back, err)
		}
		return
	}
	if again := (encoding{}); r.as == tempAddr || r.as == addrPrefsSolaris { // which have one number for two preferences
		if err = p.form.put(&again, &p.meta, r, back); err == nil && bytes.Equal(b, again.all()) {
			return
		}
	}
	if err != nil || !same(v, back, time.Second) {
		t.Errorf("layout %d: %s is written as % x and read as %s (%v)", r.as, p.format(v), b, p.format(back), err)
	}
}

// same tells whether b is a, but for times that may be more by less than a unit,
// and bytes that may have some of padding.
func same(a, b any, unit time.Duration) bool {
	return sameValue(reflect.ValueOf(&a).Elem().Elem(), reflect.ValueOf(&b).Elem().Elem(), unit)
}

func sameValue(a, b reflect.Value, unit time.Duration) bool {
	switch {
	case a.Type() == reflect.TypeFor[time.Duration]():
		more := b.Int() - a.Int()
		return more == 0 || more > 0 && more < int64(unit) || a.Int() < 0 && b.Int() == -1 // of TCP_LINGER2: none
	case a.Type() == reflect.TypeFor[Secret]():
		return a.Interface().(Secret).Equal(b.Interface().(Secret))
	case a.Type() == reflect.TypeFor[[]byte]():
		rest, ok := bytes.CutPrefix(b.Bytes(), a.Bytes())
		return ok && len(rest) < 4 && bytes.Count(rest, []byte{0}) == len(rest)
	case a.Type() == reflect.TypeFor[Secret]():
		return a.Interface().(Secret).Equal(b.Interface().(Secret))
	case a.Kind() == reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !sameValue(a.Index(i), b.Index(i), unit) {
				return false
			}
		}
		return true
	case a.Kind() == reflect.Struct:
		for i := range a.NumField() {
			if !sameValue(a.Field(i), b.Field(i), unit) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// formCases are what there is in the tables of all systems.
var formCases = sync.OnceValue(func() (list []formCase) {
	type key struct {
		form any
		r    row
	}
	seen := map[key]bool{}
	for i := range catalogue {
		o, ok := catalogue[i].o.(formTester)
		if !ok || catalogue[i].o.typeName() == "*os.File" { // whose descriptor would be taken for real
			continue
		}
		ids := []id{id(i)}
		if twins := catalogue[i].o.base().twins; twins != nil {
			ids = append(ids, twins.of(0).id, twins.of(1).id)
		}
		for _, row := range allRows() {
			k := key{o.formOf(), row.r}
			if slices.Contains(ids, row.id) && !seen[k] {
				seen[k] = true
				list = append(list, formCase{o, row.r})
			}
		}
	}
	return list
})

// FuzzDecode: no answer of a kernel, of whatever length, makes a panic, and what
// is read of one is written and read as the same. Each answer is given to all
// forms in all layouts.
func FuzzDecode(f *testing.F) {
	add := func(b []byte) { f.Add(uint16(len(b)), b) }
	for _, size := range []int{0, 1, 2, 3, 4, 8, 11, 12, 16, 20, 76, 84, 88, 112, 280, protocolInfoSize} {
		add(make([]byte, size))
		add(bytes.Repeat([]byte{0xff}, size))
	}
	for _, s := range tcpStructs {
		add(s.bytes())
	}
	add(bytes.Repeat([]byte{1, 0, 0, 0, 2, 0, 0, 0}, 40))
	f.Add(uint16(40), bytes.Repeat([]byte{1, 0, 0, 0, 2, 0, 0, 0}, 40))
	f.Fuzz(func(t *testing.T, counted uint16, b []byte) {
		for _, c := range formCases() {
			c.o.tryAnswer(t, &c.r, b[:min(int(counted), len(b))])
		}
	})
}

// FuzzEncodeAny: a value reaches the kernel as what it is, or is refused. Of each
// form, in all layouts.
func FuzzEncodeAny(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		for _, c := range formCases() {
			c.o.tryValue(t, &c.r, seed)
		}
	})
}

// Every form that there is, in every layout, is fuzzed.
func TestFormsAreFuzzed(t *testing.T) {
	fuzzed, layouts := map[any]bool{}, map[layout]bool{}
	for _, c := range formCases() {
		fuzzed[c.o.formOf()], layouts[c.r.as] = true, true
	}
	for i := range catalogue {
		if o := catalogue[i].o; o != nil && o.typeName() != "*os.File" {
			assert.True(t, fuzzed[o.(formTester).formOf()], catalogue[i].name)
		}
	}
	for as, name := range constants("layout.go", "layout") {
		assert.Equal(t, as != 0, layouts[layout(as)], name)
	}
}

// FuzzEncode: a number or a duration reaches the kernel as what was asked,
// rounded up to the unit, or is refused.
func FuzzEncode(f *testing.F) {
	for _, v := range []int64{
		0, 1, -1, 7, 255, 256, 32767, 32768, 65535, 65536, math.MaxInt32, math.MaxInt32 + 1, math.MinInt32, math.MinInt32 - 1,
		math.MaxUint32, math.MaxUint32 + 1, 1<<32 | 7, math.MaxInt64, math.MinInt64,
		int64(time.Second), int64(time.Second) + 1, int64(time.Second) / 2, int64(32767 * time.Second), int64(1 << 31 * time.Second),
	} {
		for as := cInt; as <= lingerShorts; as++ {
			f.Add(uint8(as), v, int64(0), int64(0))
			f.Add(uint8(as), v, int64(1), int64(255))
		}
	}
	f.Fuzz(func(t *testing.T, as uint8, v, lo, hi int64) {
		r := row{as: layout(as) % (lingerShorts + 1)}
		m := meta{min: min(lo, hi), max: max(lo, hi)}
		var e encoding
		switch r.as {
		case absent:
			return
		case cInt, cUint, cByte:
			if int64(int(v)) != v || putNumber(&e, &m, &r, int(v)) != nil {
				return
			}
			got, err := getInteger(e.all(), &r)
			if err != nil || got != v {
				t.Errorf("layout %d: %d is written as %d (%v)", as, v, got, err)
			}
			if (m.min != 0 || m.max != 0) && (v < m.min || v > m.max) {
				t.Errorf("layout %d: %d is out of %d to %d and accepted", as, v, m.min, m.max)
			}
		case cUint64:
			if putUint64(&e, &m, &r, uint64(v)) != nil {
				t.Errorf("%d is refused", v)
			}
			if got, err := getUint64(e.all(), &r); err != nil || got != uint64(v) {
				t.Errorf("%d is written as %d (%v)", v, got, err)
			}
		case cFlag:
			if int64(int(v)) != v || putNumber(&e, &meta{}, &r, int(v)) != nil {
				return
			}
			if got, err := getInteger(e.all(), &r); err != nil || got != 0 && got != 1 || (got != 0) != (v != 0) {
				t.Errorf("%d is written as %d (%v)", v, got, err)
			}
		case lingerInts, lingerShorts:
			if r.as == lingerShorts {
				r.max = math.MaxUint16
			}
			if putLinger(&e, &m, &r, LingerWait(time.Duration(v))) != nil {
				return
			}
			got, err := getLinger(e.all(), &r)
			if err != nil || got.way != lingerWait {
				t.Fatalf("%v is written as %v (%v)", time.Duration(v), got, err)
			}
			checkRounding(t, time.Duration(v), got.Timeout(), time.Second)
		default:
			if putDuration(&e, &m, &r, time.Duration(v)) != nil {
				return
			}
			got, err := getDuration(e.all(), &r)
			if err != nil {
				t.Fatalf("%v cannot be read back: %v", time.Duration(v), err)
			}
			checkRounding(t, time.Duration(v), got, units[r.as])
		}
	})
}

func checkRounding(t *testing.T, asked, got, unit time.Duration) {
	if asked < 0 || got < asked || got-asked >= unit {
		t.Errorf("%v is written as %v, in units of %v", asked, got, unit)
	}
}
