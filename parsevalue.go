package sockopt

import (
	"encoding/hex"
	"errors"
	"math"
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

// A textUnmarshaler is an encoding.TextUnmarshaler.
type textUnmarshaler interface{ UnmarshalText(text []byte) error }

// A textParser is a type of this package with a text form of its own.
type textParser interface{ parse(text string) error }

// parseText reads a text into *p, which a failure leaves as it was.
func parseText(p any, text []byte) error {
	v := reflect.ValueOf(p).Elem()
	parsed := reflect.New(v.Type()).Elem()
	err := parseValue(parsed, string(text), "")
	if err == nil {
		v.Set(parsed)
	}
	return err
}

// parseValue reads a text into v, which is settable and zero.
func parseValue(v reflect.Value, text, unit string) error {
	if text == "" {
		if v.Kind() == reflect.String {
			return &valueError{`empty text; write "" for an empty string`}
		}
		return &valueError{"empty text"}
	}
	switch p := v.Addr().Interface().(type) {
	case textParser:
		return p.parse(text)
	case *bool:
		return parseBool(p, text)
	case *time.Duration:
		return parseDuration(p, text)
	case *[]byte:
		return parseHex(p, text)
	case *net.HardwareAddr:
		return parseHardwareAddr(p, text)
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
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
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
	case reflect.Slice, reflect.Array:
		return parseList(v, text)
	case reflect.Struct:
		return parseFields(v, text)
	}
	return &valueError{"a " + v.Type().String() + " has no text form"}
}

// trimmed removes the blanks around text. Unicode has more blanks than a reader
// of a configuration file sees, so only those of ASCII are meant.
func trimmed(text string) string { return strings.Trim(text, " \t\r\n") }

// lower returns the lower case of the letters of ASCII. [strings.ToLower] also
// makes a k of the Kelvin sign.
func lower(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, text)
}

func parseBool(p *bool, text string) error {
	switch lower(text) {
	case "on", "true", "yes", "1":
		*p = true
	case "off", "false", "no", "0":
		*p = false
	default:
		return &valueError{"must be on or off; true, false, yes, no, 1 and 0 are accepted too"}
	}
	return nil
}

// parseDuration reads what [time.ParseDuration] does, except for a plus sign.
// Where the duration does not fit, it returns a beyondError.
func parseDuration(p *time.Duration, text string) error {
	d, err := time.ParseDuration(text)
	if err == nil && text[0] != '+' {
		*p = d
		return nil
	}
	number, negative := strings.CutPrefix(text, "-")
	if allDigits(number) {
		return &valueError{"must be a time with its unit, such as " + shortened(text) + "s or " + shortened(text) + "ms"}
	}
	if days, ok := strings.CutSuffix(number, "d"); ok && allDigits(days) {
		hours := "hours, such as 24h"
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			hours = strconv.FormatUint(24*n, 10) + "h"
		}
		return &valueError{"there is no unit for days: write " + hours}
	}
	if err != nil && text[0] != '+' {
		// With one digit of each number, only a malformed text still fails.
		short := make([]byte, 0, len(text))
		for i := range len(text) {
			if i == 0 || !allDigits(text[i-1:i+1]) {
				short = append(short, text[i])
			}
		}
		if _, err := time.ParseDuration(string(short)); err == nil {
			*p = math.MaxInt64
			if negative {
				*p = math.MinInt64
			}
			return &beyondError{valueError{"must be at most " + time.Duration(math.MaxInt64).Truncate(time.Hour).String()}}
		}
	}
	return &valueError{"must be a time with its unit, such as 30s, 250ms or 1m30s"}
}

func allDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// parseHardwareAddr reads bytes as parseHex does, or two digits each with
// colons between.
func parseHardwareAddr(p *net.HardwareAddr, text string) error {
	problem := &valueError{"must be a hardware address, such as 02:00:5e:10:00:01"}
	digits, ok := strings.CutPrefix(lower(text), "0x")
	if !ok {
		for group := range strings.SplitSeq(digits, ":") {
			if len(group) != 2 {
				return problem
			}
		}
		digits = strings.ReplaceAll(digits, ":", "")
	}
	b, err := hex.DecodeString(digits)
	if err != nil {
		return problem
	}
	*p = b
	return nil
}

func parseHex(p *[]byte, text string) (err error) {
	digits, ok := strings.CutPrefix(lower(text), "0x")
	if *p, err = hex.DecodeString(digits); !ok || err != nil {
		return &valueError{"must be bytes in hexadecimal, such as 0x94040000"}
	}
	return nil
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

// A beyondError says that a number does not fit its Go type.
type beyondError struct{ valueError }

// parseNumber reads an integer. A number that does not fit v leaves the nearest
// one there and is a beyondError.
func parseNumber(v reflect.Value, text, unit string) error {
	digits, negative := strings.CutPrefix(text, "-")
	magnitude, fits, err := parseMagnitude(digits, unit)
	if err != nil {
		return err
	}
	size := v.Type().Bits()
	lowest, highest, sign := uint64(0), ^uint64(0)>>(64-size), ""
	if v.CanInt() {
		lowest, highest, sign = 1<<(size-1), highest>>1, "-"
	}
	outermost := highest
	if negative {
		outermost = lowest
	}
	fits = fits && magnitude <= outermost
	if !fits {
		magnitude = outermost
	}
	switch {
	case !v.CanInt():
		v.SetUint(magnitude)
	case negative:
		v.SetInt(-int64(magnitude))
	default:
		v.SetInt(int64(magnitude))
	}
	if !fits {
		return &beyondError{valueError{"must be " + sign + strconv.FormatUint(lowest, 10) + " to " + strconv.FormatUint(highest, 10)}}
	}
	return nil
}

// parseMagnitude reads a number without its sign: hexadecimal after 0x, or
// decimal, which in bytes may have a unit. It reports whether an uint64 holds it.
func parseMagnitude(text, unit string) (n uint64, fits bool, err error) {
	factor, base := uint64(1), 10
	digits, hexadecimal := strings.CutPrefix(lower(text), "0x")
	if hexadecimal {
		base = 16 // a B is a digit here, and no unit
	} else {
		digits = text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
		if len(digits) > 1 && digits[0] == '0' {
			return 0, false, errLeadingZero(digits)
		}
		if factor, err = byteFactor(digits, text[len(digits):], unit); err != nil {
			return 0, false, err
		}
	}
	if n, err = strconv.ParseUint(digits, base, 64); err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, false, errNotNumber(unit)
	}
	hi, n := bits.Mul64(n, factor)
	return n, err == nil && hi == 0, nil
}

func errNotNumber(unit string) error {
	if inBytes(unit) {
		return &valueError{"must be a number of " + unit + ", such as 65536 or 64KiB, without blanks"}
	}
	return &valueError{"must be a whole number without a unit, decimal or hexadecimal after 0x"}
}

// errLeadingZero refuses what is decimal to most people and octal in C and Go.
func errLeadingZero(digits string) error {
	decimal := strings.TrimLeft(digits[:len(digits)-1], "0") + digits[len(digits)-1:]
	problem := "a leading zero is ambiguous: write " + shortened(decimal)
	if octal, err := strconv.ParseUint(digits, 8, 64); err == nil && len(decimal) > 1 {
		problem += ", or 0x" + strconv.FormatUint(octal, 16) + " for the octal number"
	}
	return &valueError{problem}
}

// The prefixes of the unit B, which is for bytes.
var bytePrefixes = [...]struct {
	letter, decimal, binary     string
	decimalFactor, binaryFactor uint64
}{{"k", "kB", "KiB", 1e3, 1 << 10}, {"m", "MB", "MiB", 1e6, 1 << 20}, {"g", "GB", "GiB", 1e9, 1 << 30}}

// byteFactor returns the number of bytes in the unit that follows the digits. In
// a rate a prefix alone is ambiguous, and so is b, which may stand for bits.
func byteFactor(digits, name, unit string) (uint64, error) {
	if name == "" {
		return 1, nil
	}
	if !inBytes(unit) || digits == "" {
		return 0, errNotNumber(unit)
	}
	rate, folded := strings.HasSuffix(unit, "per second"), lower(name)
	factor, means := uint64(0), ""
	if folded == "b" {
		factor, means = 1, "B"
	}
	for _, p := range bytePrefixes {
		switch folded {
		case p.letter:
			if rate {
				return 0, &valueError{"the unit is ambiguous in a rate: write " + shortened(digits) + p.decimal + " or " + shortened(digits) + p.binary}
			}
			factor = p.binaryFactor // as in nginx and iperf
		case lower(p.decimal):
			factor, means = p.decimalFactor, p.decimal
		case lower(p.binary):
			factor, means = p.binaryFactor, p.binary
		}
	}
	switch {
	case factor == 0:
		return 0, errNotNumber(unit)
	case rate && strings.HasSuffix(name, "b"):
		return 0, &valueError{"the b may stand for bits: write " + shortened(digits) + means + " for bytes"}
	}
	return factor, nil
}

// parseWords reads what the String method of v, an integer with names or flags,
// prints: so the names are written in one place. Numbers are read as well.
func parseWords(v reflect.Value, text string) error {
	if parseNumber(v, text, "") == nil {
		return nil // without the names, which cost more to find
	}
	named := namesOf(v.Type())
	count := 1 + strings.Count(text, "|")
	if count > 1 && !named.flags || count > v.Type().Bits() {
		return named.refusal()
	}
	var sum uint64
	for word := range strings.SplitSeq(text, "|") {
		word = trimmed(word)
		one, known := named.numbers[named.short(word)]
		if !known {
			n := reflect.New(v.Type()).Elem()
			if err := parseNumber(n, word, ""); err != nil {
				if _, beyond := err.(*beyondError); beyond || word == "" || !allDigits(word[:1]) {
					return named.refusal()
				}
				return err
			}
			one = bitsOf(n)
		}
		if count > 1 && (one == 0 || sum&one != 0) {
			return &valueError{"each of the flags joined by | must be given once"}
		}
		sum |= one
	}
	if v.CanInt() {
		v.SetInt(int64(sum))
	} else {
		v.SetUint(sum)
	}
	return nil
}

// A nameSet has the names of a type for its numbers.
type nameSet struct {
	numbers  map[string]uint64 // by name in lower case
	names    []string
	flags    bool // whether numbers can be joined by |
	prefixes []string
}

// namesOf finds the names of a type.
func namesOf(t reflect.Type) *nameSet {
	w := &nameSet{numbers: map[string]uint64{}}
	v := reflect.New(t).Elem()
	if c, ok := v.Interface().(interface{ cPrefixes() []string }); ok {
		w.prefixes = c.cPrefixes()
	}
	eachNumber(v, func() bool {
		name := stringOf(v)
		switch {
		case strings.Contains(name, "|"):
			w.flags = true
		case name[0] > '9' || strings.Contains(name, " "):
			w.numbers[lower(name)] = bitsOf(v)
			w.names = append(w.names, name)
		}
		return false
	})
	return w
}

// short returns a word in lower case, and without what the C name has in front
// of the words of the type.
func (w *nameSet) short(word string) string {
	word = lower(word)
	for _, prefix := range w.prefixes {
		if rest, ok := strings.CutPrefix(word, lower(prefix)); ok {
			return rest
		}
	}
	return word
}

// refusal lists what a word can be.
func (w *nameSet) refusal() error {
	const most = 16
	list := strings.Join(w.names[:min(len(w.names), most)], ", ")
	if len(w.names) > most {
		list += ", ..."
	}
	return &valueError{"must be one of " + list + ", a number"}
}

func stringOf(v reflect.Value) string { return v.Interface().(interface{ String() string }).String() }

// bitsOf returns an integer, a negative one with its sign extended.
func bitsOf(v reflect.Value) uint64 {
	if v.CanInt() {
		return uint64(v.Int())
	}
	return v.Uint()
}

// eachNumber calls f with v set to every number that may have a name, until f
// says to stop.
func eachNumber(v reflect.Value, f func() bool) {
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
			return
		}
	}
	for bit := 9; bit < 32; bit++ {
		if try(1 << bit) {
			return
		}
	}
}

// parseList reads values with commas between.
func parseList(v reflect.Value, text string) error {
	items, err := splitItems(text)
	if err != nil {
		return err
	}
	list := v // an array
	if v.Kind() == reflect.Slice {
		list = reflect.MakeSlice(v.Type(), len(items), len(items))
	} else if len(items) != v.Len() {
		return &valueError{"must be " + strconv.Itoa(v.Len()) + " items joined by commas"}
	}
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
		name = lower(trimmed(name))
		f, known := v.Type().FieldByNameFunc(func(s string) bool { return lower(s) == name })
		if !ok || !known || !f.IsExported() || given[name] {
			return &valueError{"must be fields name=value with commas between, each once, of " + fieldNames(v.Type())}
		}
		given[name] = true
		if err := parseValue(v.FieldByIndex(f.Index), trimmed(value), ""); err != nil {
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
			items = append(items, trimmed(text[start:i]))
			start = i + 1
		}
	}
	if depth != 0 || inQuotes {
		return nil, &valueError{"quotes or braces that do not match"}
	}
	if last := trimmed(text[start:]); last != "" || items != nil {
		items = append(items, last)
	}
	return items, nil
}

// parseProgram reads what formatProgram or tcpdump -ddd writes.
func parseProgram(p *[]bpf.RawInstruction, text string) error {
	problem := &valueError{"must be a BPF program as tcpdump -ddd prints it, the lines joined by commas: 1,6:0:0:4 or 1,6 0 0 4"}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' })
	if len(lines) == 0 {
		return problem
	}
	if n, ok := parseSmall(trimmed(lines[0]), math.MaxUint16); !ok || int(n) != len(lines)-1 {
		return problem
	}
	program := make([]bpf.RawInstruction, len(lines)-1)
	for i, line := range lines[1:] {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == ':' })
		if len(words) != 4 {
			return problem
		}
		var n [4]uint64
		for j, largest := range [...]uint64{math.MaxUint16, math.MaxUint8, math.MaxUint8, math.MaxUint32} {
			var ok bool
			if n[j], ok = parseSmall(words[j], largest); !ok {
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
	problem := &valueError{"must be block= or accept= and types from 0 to " + strconv.Itoa(types-1) + " joined by commas, such as block=0,8"}
	verb, list, ok := strings.Cut(text, "=")
	if !ok {
		return problem
	}
	change := block
	switch lower(trimmed(verb)) {
	case "accept":
		setAll(true)
		change = accept
	case "block":
		setAll(false)
	default:
		return problem
	}
	if list = trimmed(list); list == "" {
		return nil
	}
	for word := range strings.SplitSeq(list, ",") {
		t, ok := parseSmall(trimmed(word), uint64(types)-1)
		if !ok {
			return problem
		}
		change(int(t))
	}
	return nil
}

// parseSmall reads a number that is part of a longer text.
func parseSmall(text string, largest uint64) (uint64, bool) {
	n, fits, err := parseMagnitude(text, "")
	return n, err == nil && fits && n <= largest
}
