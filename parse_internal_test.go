package sockopt

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

// valueType returns the T of an option.
func valueType(o erased) reflect.Type {
	p := reflect.TypeOf(o).Elem()
	if f, ok := p.FieldByName("param"); ok {
		p = f.Type
	}
	form, _ := p.FieldByName("form")
	put, _ := form.Type.Elem().FieldByName("put")
	return put.Type.In(3)
}

// pick returns one of the values.
func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// generate sets v to a value that an option might take.
func generate(r *rand.Rand, v reflect.Value) {
	switch p := v.Addr().Interface().(type) {
	case *time.Duration:
		*p = pick(r, 0, time.Second, 20*time.Second, 40*time.Millisecond, 90*time.Minute, time.Duration(r.Int64N(1e12)), time.Duration(r.Uint64()))
		return
	case *netip.Addr:
		*p = netip.MustParseAddr(pick(r, "239.1.2.3", "192.0.2.7", "ff02::1:2", "2001:db8::7", "232.1.1.1", "ff3e::8000:1"))
		return
	case *netip.Prefix:
		*p = netip.MustParsePrefix(pick(r, "192.0.2.7/32", "192.0.2.0/24", "2001:db8::7/128", "2001:db8::/32"))
		return
	case *netip.AddrPort:
		*p = netip.MustParseAddrPort(pick(r, "192.0.2.7:80", "[2001:db8::7]:443", "127.0.0.1:0"))
		return
	case *Interface:
		*p = pick[Interface](r, 0, 1, 77777)
		return
	case *net.HardwareAddr:
		if r.IntN(2) == 0 {
			*p = net.HardwareAddr{2, 0, byte(r.Uint32()), 0, 0, 1}[:1+r.IntN(6)]
		}
		return
	case *Secret:
		*p = NewSecret([]byte([]string{"", "0123456789abcdef", "0123456789abcdef0123456789abcdef", "twelve bytes", "x"}[r.IntN(5)]))
		return
	case *[]bpf.RawInstruction:
		*p = []bpf.RawInstruction{{Op: 6, K: r.Uint32()}, {Op: uint16(r.Uint32()), Jt: 1, Jf: 2, K: 3}}[:1+r.IntN(2)]
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(pick(r, 0, 1, -1, 2, 3, 64, 4096, r.Int64N(256), r.Int64N(1<<16), r.Int64N(1<<31), 1<<32|r.Int64N(256), int64(r.Uint64())))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(pick(r, 0, 1, 2, 3, 51, 0x304, r.Uint64N(256), r.Uint64N(1<<16), r.Uint64()))
	case reflect.String:
		v.SetString(pick(r, "", "eth0", "tls", "a b", "with,comma", "é\"{}", " x ", "hmac(sha1)", "\\n\n\x01"))
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), r.IntN(4), 4)
		for i := range list.Len() {
			generate(r, list.Index(i))
		}
		v.Set(list)
	case reflect.Array:
		for i := range v.Len() {
			generate(r, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() || v.Type().Field(i).Anonymous {
				if f := v.Field(i); f.CanSet() || f.Kind() == reflect.Struct {
					generateField(r, f)
				}
			}
		}
	}
}

// generateField is generate for what may be an embedded struct without a name
// outside of its package, such as that of an ICMP filter.
func generateField(r *rand.Rand, f reflect.Value) {
	if f.CanSet() {
		generate(r, f)
		return
	}
	for i := range f.NumField() {
		if g := f.Field(i); g.CanSet() {
			generate(r, g)
		}
	}
}

// What String prints of any value that an option takes is read back as the same
// setting.
func TestTextOfEveryOption(t *testing.T) {
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil || e.o.base().access == AccessReadOnly {
			continue
		}
		t.Run(e.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, 7))
			texts := map[string]bool{}
			for stale := 0; stale < 200 && len(texts) < 50; stale++ {
				v := reflect.New(valueType(e.o)).Elem()
				generate(r, v)
				st := e.o.withAny(v.Interface())
				if st.err != nil {
					continue // out of this option's range
				}
				text := st.String()
				if texts[text] {
					continue
				}
				texts[text] = true
				stale = 0
				checkText(t, st)
			}
			if e.oses != 0 && !e.o.base().secret {
				assert.NotEmpty(t, texts, "no value was taken, so nothing was tested")
			}
		})
	}
}

// checkText tries what String prints of st.
func checkText(t *testing.T, st Setting) {
	text := st.String()
	back, err := ParseSetting(text)
	if st.o.base().secret {
		assert.NotContains(t, text, "0123456789")
		return
	}
	assert.False(t, strings.ContainsAny(text, " \t\r\n"), "%q has blanks", text)
	require.NoError(t, err, text)
	assert.Equal(t, text, back.String())
	if st.o.typeName() != "[]bpf.RawInstruction" { // whose encoding is an address
		require.Equal(t, st.enc.all(), back.enc.all(), text)
	}
	require.Equal(t, st.slots, back.slots, text)
	require.Equal(t, st.optional, back.optional, text)
}

// FuzzSetting: a value of any option is in the setting that With makes of it, and
// in that which its text makes.
func FuzzSetting(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		for i := range catalogue {
			e := &catalogue[i]
			if e.o == nil || e.o.base().access == AccessReadOnly {
				continue
			}
			v := reflect.New(valueType(e.o)).Elem()
			generate(rand.New(rand.NewPCG(seed, 2)), v)
			st := e.o.withAny(v.Interface())
			if st.err != nil {
				continue // out of this option's range
			}
			r, want := e.o.base().row(), v.Interface()
			switch w := want.(type) {
			case SpliceConfig:
				if r != nil {
					w.Spliced = 0 // which is never set
				}
				want = w
			case AddrPreferences:
				if w == 0 && r != nil && r.as == tempAddr {
					want = PreferPublicTemporaryDefault // which is the same
				}
			}
			if r == nil || r.as != cFlag {
				assert.True(t, same(want, st.value(), time.Second), "%s: %v became %v", e.name, v, st.value())
			}
			checkText(t, Optional(st))
			checkText(t, st)
		}
	})
}

// The names that Lookup takes whatever their case belong to one option each.
func TestNamesDifferInMoreThanCase(t *testing.T) {
	seen := map[string]string{}
	for i := range All() {
		for _, name := range []string{i.Name, i.o.base().name} {
			name = strings.ToLower(name)
			if other, ok := seen[name]; ok {
				assert.Equal(t, other, i.Name, name)
			}
			seen[name] = i.Name
		}
	}
}

func FuzzParseSetting(f *testing.F) {
	for _, text := range []string{
		"TCP_NODELAY=on", "SO_RCVBUF=4MiB", "IP_TOS=AF41+ECT0", "SO_LINGER=reset", "SO_BINDTODEVICE=\"a b\"", "IP_OPTIONS=0x94040000",
		"MCAST_JOIN_GROUP=239.1.2.3%lo", "MCAST_JOIN_SOURCE_GROUP=192.0.2.7@232.1.2.3", "SCTP_RTOINFO=initial=1s,max=3s", "TCP_FASTOPEN?=256",
		"SO_TIMESTAMPING=RX_SOFTWARE|SOFTWARE", "SO_ATTACH_FILTER=1,6 0 0 4", "ICMP_FILTER=accept=8", "CAN_RAW_FILTER={123:7ff,1~2}",
		"PACKET_FANOUT=id=7,mode=PACKET_FANOUT_LB", "SO_TXTIME=clock=CLOCK_TAI", "IP_LOCAL_PORT_RANGE=1-2", "=", "SO_RCVBUF=-1B",
	} {
		f.Add(text)
	}
	r := rand.New(rand.NewPCG(3, 3))
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil || e.o.base().access == AccessReadOnly {
			continue
		}
		for range 20 {
			v := reflect.New(valueType(e.o)).Elem()
			generate(r, v)
			if st := e.o.withAny(v.Interface()); st.err == nil {
				f.Add(st.String())
				break
			}
		}
	}
	for text := range notNumbers {
		f.Add("SO_RCVBUF=" + text)
	}
	for _, text := range []string{"IP_TTL=0x1B", "SO_MARK=010", "SO_MAX_PACING_RATE=5Mb", "SO_RCVBUF==64k", "SO_LINGER=0s", "TCP_KEEPIDLE=1d", "IP_TOS=0x8A"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		// What follows the first = is a number or none for these, whatever option the
		// text names.
		if _, number, ok := strings.Cut(text, "="); ok && number == trimmed(number) {
			for _, o := range numericOptions() {
				checkNumber(t, o, valueType(o), number)
			}
		}
		st, err := ParseSetting(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		checkText(t, st)
	})
}

// A type whose values print as words has them in JSON too, and reads them back.
func TestWordsAreText(t *testing.T) {
	type texter interface {
		String() string
		MarshalText() ([]byte, error)
	}
	eachNamedType(func(typ reflect.Type) {
		assert.True(t, typ.Implements(reflect.TypeFor[texter]()), "%v has no MarshalText", typ)
		p := reflect.New(typ)
		u, ok := p.Interface().(textUnmarshaler)
		if !assert.True(t, ok, "%v has no UnmarshalText", typ) {
			return
		}
		eachNumber(p.Elem(), func() bool {
			want := p.Elem().Interface()
			b, err := want.(texter).MarshalText()
			require.NoError(t, err)
			require.NoError(t, u.UnmarshalText(b), "%v %s", typ, b)
			return !assert.Equal(t, want, p.Elem().Interface(), string(b))
		})
	})
}
