package sockopt

import (
	"encoding/hex"
	"math/bits"
	"net"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// ParseSetting makes a Setting of a text NAME=VALUE, for options that come from
// a flag or a configuration file.
//
//	TCP_NODELAY=on            on, off, true, false, yes, no, 1, 0
//	SO_RCVBUF=4MiB            B, kB, MB, GB, KiB, MiB and GiB, where the unit is bytes
//	SO_MARK=0x10              numbers as in Go
//	TCP_USER_TIMEOUT=20s      with a unit, as [time.ParseDuration] has them
//	SO_LINGER=reset           off, reset, or how long to wait
//	IP_TOS=AF41+ECT0          the words that the type of the value prints; flags joined by |
//	SO_BINDTODEVICE=eth0      quoted as in Go where need be, "" for the empty one
//	IP_OPTIONS=0x94040000     bytes in hexadecimal
//	IPV6_MULTICAST_IF=eth0    an interface by name or index, or any
//	MCAST_JOIN_GROUP=239.1.2.3%eth0
//	MCAST_JOIN_SOURCE_GROUP=192.0.2.7@232.1.2.3%eth0
//	SCTP_RTOINFO=initial=1s,max=3s,min=500ms
//	TCP_FASTOPEN?=256         as if by [Optional]
//
// A name is a C name or a Go name, whatever its case. The error, an [*Error],
// says what was expected; for an unknown name, the nearest that there is.
//
// [Setting.String] gives a text back that ParseSetting reads, but for secrets,
// which it does not print.
func ParseSetting(text string) (Setting, error) {
	var st Setting
	err := st.UnmarshalText([]byte(text))
	return st, err
}

// UnmarshalText is [ParseSetting], for encoding/json and the like. A failure
// leaves st as it was.
func (st *Setting) UnmarshalText(text []byte) error {
	name, value, ok := strings.Cut(string(text), "=")
	if !ok {
		return parseError(string(text), "must be NAME=VALUE")
	}
	name, optional := strings.CutSuffix(strings.TrimSpace(name), "?")
	i, ok := Lookup(name)
	if !ok {
		return parseError(name, "no such option"+didYouMean(name))
	}
	parsed := i.Parse(value)
	if parsed.err != nil {
		return parsed.err
	}
	parsed.optional = optional
	*st = parsed
	return nil
}

// Settings are settings to be made in their order. As a [flag.Value] they take
// a flag that may be given more than once,
//
//	var settings sockopt.Settings
//	flag.Var(&settings, "sockopt", "set a socket option, `NAME=VALUE`")
//
// and in JSON they are a list of strings.
type Settings []Setting

// Set appends the setting that text says, as [ParseSetting] reads it.
func (s *Settings) Set(text string) error {
	st, err := ParseSetting(text)
	if err == nil {
		*s = append(*s, st)
	}
	return err
}

// String returns the settings with spaces between.
func (s Settings) String() string {
	texts := make([]string, len(s))
	for i, st := range s {
		texts[i] = st.String()
	}
	return strings.Join(texts, " ")
}

// Parse gives the option together with a value in text form, which
// [ParseSetting] describes. A text that is none is reported when the Setting is
// applied.
func (i Info) Parse(value string) Setting {
	if i.o == nil {
		return Setting{err: errNoOption("set")}
	}
	return i.o.withText(value)
}

func (p *param[T]) withText(text string) Setting {
	var v T
	if p.access == GetOnly {
		return Setting{o: p, err: newError("set", &p.meta, p.row(), shortened(text), errGetOnly)}
	}
	if err := parseValue(reflect.ValueOf(&v).Elem(), strings.TrimSpace(text), p.unit); err != nil {
		value := any(shortened(text))
		if p.secret {
			value = nil
		}
		return Setting{o: p, err: newError("set", &p.meta, p.row(), value, err)}
	}
	return p.with(v)
}

func parseError(text, problem string) error {
	return &Error{Op: "parse " + strconv.Quote(shortened(text)), Err: &valueError{problem}}
}

// didYouMean suggests the name that is nearest to one that there is not.
func didYouMean(name string) string {
	name = strings.ToUpper(name)
	best, least := "", len(name)/3+1
	for i := range All() {
		for _, known := range append([]string{i.CName, i.Name}, i.Aliases...) {
			if d := distance(name, strings.ToUpper(known)); d < least {
				best, least = known, d
			}
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance counts the edits that make a to b (Levenshtein).
func distance(a, b string) int {
	if max(len(a)-len(b), len(b)-len(a)) > 8 || len(a) > 64 {
		return len(a) + len(b)
	}
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		diagonal := above[0]
		above[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = above[j+1]
			above[j+1] = min(d, above[j]+1, diagonal+1)
		}
	}
	return above[len(b)]
}

// The units of what is counted in bytes.
var byteUnits = [...]struct {
	name string
	size uint64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"GB", 1e9}, {"MB", 1e6}, {"kB", 1e3}, {"B", 1}}

// A textUnmarshaler is an encoding.TextUnmarshaler.
type textUnmarshaler interface{ UnmarshalText(text []byte) error }

// parseText reads a text into *p.
func parseText(p any, text []byte) error {
	return parseValue(reflect.ValueOf(p).Elem(), string(text), "")
}

// parseValue reads a text into v, which is settable.
func parseValue(v reflect.Value, text, unit string) error {
	if text == "" {
		return &valueError{"empty"}
	}
	switch p := v.Addr().Interface().(type) {
	case *bool:
		return parseBool(p, text)
	case *time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return &valueError{"must be a time with its unit, such as 30s or 250ms"}
		}
		*p = d
		return nil
	case *[]byte:
		return parseHex(p, text)
	case *net.HardwareAddr:
		return parseHex((*[]byte)(p), "0x"+strings.ReplaceAll(text, ":", ""))
	case *Secret:
		return parseSecret(p, text)
	case *Interface:
		return p.parse(text)
	case *None:
		if text != "none" {
			return &valueError{`must be "none"`}
		}
		return nil
	case *netip.Addr, *netip.Prefix:
		if err := p.(textUnmarshaler).UnmarshalText([]byte(text)); err != nil {
			return &valueError{"must be an IP address or prefix"}
		}
		return nil
	case *[]bpf.RawInstruction:
		return parseProgram(p, text)
	case *ipv4.ICMPFilter:
		return parseTypes(text, 32, p.SetAll, func(t int) { p.Accept(ipv4.ICMPType(t)) }, func(t int) { p.Block(ipv4.ICMPType(t)) })
	case *ipv6.ICMPFilter:
		return parseTypes(text, 256, p.SetAll, func(t int) { p.Accept(ipv6.ICMPType(t)) }, func(t int) { p.Block(ipv6.ICMPType(t)) })
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if _, ok := v.Interface().(interface{ String() string }); ok {
			return parseWords(v, text)
		}
		return parseNumber(v, text, unit)
	case reflect.String:
		s, err := unquoted(text)
		v.SetString(s)
		return err
	}
	if u, ok := v.Addr().Interface().(textUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.Slice:
		return parseList(v, text)
	case reflect.Struct:
		return parseFields(v, text)
	}
	return &valueError{"a " + v.Type().String() + " has no text form"}
}

func parseBool(p *bool, text string) error {
	switch strings.ToLower(text) {
	case "on", "true", "yes", "1":
		*p = true
	case "off", "false", "no", "0":
		*p = false
	default:
		return &valueError{"must be on or off"}
	}
	return nil
}

func parseHex(p *[]byte, text string) (err error) {
	digits, ok := strings.CutPrefix(strings.ToLower(text), "0x")
	if *p, err = hex.DecodeString(digits); !ok || err != nil {
		return &valueError{"must be bytes in hexadecimal, such as 0x94040000"}
	}
	return nil
}

// parseSecret reads hexadecimal or text, whatever String printed excepted.
func parseSecret(p *Secret, text string) error {
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "bytes]") {
		return &valueError{"the text tells how long a secret is, and not what"}
	}
	if strings.HasPrefix(text, "0x") {
		var b []byte
		err := parseHex(&b, text)
		*p = NewSecret(b)
		return err
	}
	s, err := unquoted(text)
	*p = NewSecret([]byte(s))
	return err
}

func unquoted(text string) (string, error) {
	if text[0] != '"' {
		return text, nil
	}
	s, err := strconv.Unquote(text)
	if err != nil {
		return "", &valueError{"quotes that do not match"}
	}
	return s, nil
}

// parseNumber reads an integer, in bytes with a unit if it likes.
func parseNumber(v reflect.Value, text, unit string) error {
	digits, factor := text, uint64(1)
	if inBytes(unit) {
		for _, u := range byteUnits {
			if rest, ok := cutSuffixFold(text, u.name); ok {
				digits, factor = strings.TrimSpace(rest), u.size
				break
			}
		}
	}
	digits, negative := strings.CutPrefix(digits, "-")
	n, err := strconv.ParseUint(digits, 0, 64)
	hi, n64 := bits.Mul64(n, factor)
	ok := hi == 0
	if v.CanInt() {
		i := int64(n64)
		if negative {
			i = -i
		}
		ok = ok && n64 <= 1<<63-1 && !v.OverflowInt(i)
		v.SetInt(i)
	} else {
		ok = ok && !negative && !v.OverflowUint(n64)
		v.SetUint(n64)
	}
	switch {
	case err != nil && !isRange(err):
		if inBytes(unit) {
			return &valueError{"must be a number of " + unit + ", such as 65536 or 64KiB"}
		}
		return &valueError{"must be a whole number"}
	case err != nil, !ok:
		return &valueError{"does not fit a " + v.Type().String()}
	}
	return nil
}

func isRange(err error) bool { return err.(*strconv.NumError).Err == strconv.ErrRange }

func cutSuffixFold(s, suffix string) (string, bool) {
	if at := len(s) - len(suffix); at > 0 && strings.EqualFold(s[at:], suffix) {
		return s[:at], true
	}
	return s, false
}

// parseWords reads what the String method of v, an integer with names or flags,
// prints: so the names are written in one place.
func parseWords(v reflect.Value, text string) error {
	sum := reflect.New(v.Type()).Elem()
	words := strings.Split(text, "|")
	for _, word := range words {
		one := reflect.New(v.Type()).Elem()
		if !findWord(one, strings.TrimSpace(word)) {
			if err := parseNumber(one, strings.TrimSpace(word), ""); err != nil {
				return &valueError{"must be " + choices(v.Type())}
			}
		}
		if v.CanInt() {
			sum.SetInt(sum.Int() | one.Int())
		} else {
			sum.SetUint(sum.Uint() | one.Uint())
		}
	}
	// Only flags can be joined, and each but once.
	if len(words) != len(strings.Split(stringOf(sum), "|")) {
		return &valueError{"must be " + choices(v.Type())}
	}
	v.Set(sum)
	return nil
}

func stringOf(v reflect.Value) string { return v.Interface().(interface{ String() string }).String() }

// eachNumber calls f with v set to every number that may have a name, until f
// says to stop.
func eachNumber(v reflect.Value, f func() bool) bool {
	try := func(n int64) bool {
		if v.CanInt() {
			v.SetInt(n)
			return f()
		}
		if n < 0 || v.OverflowUint(uint64(n)) {
			return false
		}
		v.SetUint(uint64(n))
		return f()
	}
	for n := int64(-1); n < 512; n++ {
		if try(n) {
			return true
		}
	}
	for bit := 9; bit < 32; bit++ {
		if try(1 << bit) {
			return true
		}
	}
	return false
}

func findWord(v reflect.Value, word string) bool {
	return eachNumber(v, func() bool { return strings.EqualFold(stringOf(v), word) })
}

// choices lists the words of a type.
func choices(t reflect.Type) string {
	v := reflect.New(t).Elem()
	var words []string
	eachNumber(v, func() bool {
		if s := stringOf(v); s[0] > '9' && !strings.ContainsAny(s, "|+ ") {
			words = append(words, s)
		}
		return false
	})
	const most = 16
	if len(words) > most {
		words = append(words[:most], "...")
	}
	return "one of " + strings.Join(append(words, "a number"), ", ")
}

// parseList reads values with commas between.
func parseList(v reflect.Value, text string) error {
	items, err := splitItems(text)
	if err != nil {
		return err
	}
	list := reflect.MakeSlice(v.Type(), len(items), len(items))
	for i, item := range items {
		if err := parseValue(list.Index(i), item, ""); err != nil {
			return err
		}
	}
	v.Set(list)
	return nil
}

// parseFields reads the fields of a struct.
func parseFields(v reflect.Value, text string) error {
	items, err := splitItems(text)
	if err != nil {
		return err
	}
	given := map[string]bool{}
	for _, item := range items {
		name, value, ok := strings.Cut(item, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		f, known := v.Type().FieldByNameFunc(func(s string) bool { return strings.ToLower(s) == name })
		if !ok || !known || !f.IsExported() || given[name] {
			return &valueError{"must be fields name=value with commas between, each once, of " + fieldNames(v.Type())}
		}
		given[name] = true
		if err := parseValue(v.FieldByIndex(f.Index), strings.TrimSpace(value), ""); err != nil {
			return &valueError{name + ": " + strings.TrimPrefix(err.Error(), "invalid value: ")}
		}
	}
	return nil
}

func fieldNames(t reflect.Type) string {
	var names []string
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			names = append(names, strings.ToLower(f.Name))
		}
	}
	return strings.Join(names, ", ")
}

// splitItems splits at the commas that are not in quotes or braces, and takes
// one pair of braces around all of it away.
func splitItems(text string) ([]string, error) {
	if strings.HasPrefix(text, "{") && strings.IndexByte(text, '}') == len(text)-1 {
		text = text[1 : len(text)-1]
	}
	var items []string
	start, depth, inQuotes := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inQuotes && c == '\\':
			i++
		case c == '"':
			inQuotes = !inQuotes
		case inQuotes:
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == ',' && depth == 0:
			items = append(items, strings.TrimSpace(text[start:i]))
			start = i + 1
		}
	}
	if depth != 0 || inQuotes {
		return nil, &valueError{"quotes or braces that do not match"}
	}
	if last := strings.TrimSpace(text[start:]); last != "" || items != nil {
		items = append(items, last)
	}
	return items, nil
}

// parseProgram reads what formatProgram or tcpdump -ddd writes.
func parseProgram(p *[]bpf.RawInstruction, text string) error {
	problem := &valueError{"must be a BPF program as tcpdump -ddd prints it, with commas for line ends: 1,6 0 0 0"}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' })
	if len(lines) == 0 {
		return problem
	}
	if n, err := strconv.Atoi(strings.TrimSpace(lines[0])); err != nil || n != len(lines)-1 {
		return problem
	}
	program := make([]bpf.RawInstruction, len(lines)-1)
	for i, line := range lines[1:] {
		words := strings.Fields(line)
		if len(words) != 4 {
			return problem
		}
		var n [4]uint64
		for j, size := range [...]int{16, 8, 8, 32} {
			var err error
			if n[j], err = strconv.ParseUint(words[j], 10, size); err != nil {
				return problem
			}
		}
		program[i] = bpf.RawInstruction{Op: uint16(n[0]), Jt: uint8(n[1]), Jf: uint8(n[2]), K: uint32(n[3])}
	}
	*p = program
	return nil
}

// parseTypes reads what formatTypes writes.
func parseTypes(text string, types int, setAll func(bool), accept, block func(int)) error {
	problem := &valueError{"must be block= or accept= and types below " + strconv.Itoa(types) + " with commas between"}
	verb, list, _ := strings.Cut(text, "=")
	change := block
	switch verb {
	case "accept":
		setAll(true)
		change = accept
	case "block":
		setAll(false)
	default:
		return problem
	}
	if list == "" {
		return nil
	}
	for word := range strings.SplitSeq(list, ",") {
		t, err := strconv.ParseUint(strings.TrimSpace(word), 10, 16)
		if err != nil || t >= uint64(types) {
			return problem
		}
		change(int(t))
	}
	return nil
}
