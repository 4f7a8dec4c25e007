package sockopt

import (
	"encoding/hex"
	"math/bits"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// formatValue is format for the types that need nothing special. It does without
// package reflect, which would make every program larger that prints an error.
func formatValue(v any, unit string) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case bool:
		if v {
			return "on"
		}
		return "off"
	case int:
		return formatNumber(int64(v), unit)
	case uint32:
		return formatNumber(int64(v), unit)
	case uint64:
		if v < 1<<63 {
			return formatNumber(int64(v), unit)
		}
		return strconv.FormatUint(v, 10)
	case FD:
		return strconv.FormatUint(uint64(v), 10)
	case string:
		return quoted(v)
	case []byte:
		return "0x" + hex.EncodeToString(v)
	case interface{ String() string }:
		return v.String()
	case error:
		return v.Error()
	}
	return "a " + typeName(v)
}

// inBytes reports whether a number of the unit may have a prefix such as Ki.
func inBytes(unit string) bool { return strings.HasPrefix(unit, "bytes") }

// formatNumber writes a number; in bytes with the largest binary prefix that
// leaves it whole.
func formatNumber(n int64, unit string) string {
	suffix := ""
	if inBytes(unit) && n > 0 {
		if tens := bits.TrailingZeros64(uint64(n)) / 10; tens > 0 {
			tens = min(tens, 3)
			n >>= 10 * tens
			suffix = [...]string{"", "KiB", "MiB", "GiB"}[tens]
		}
	}
	return strconv.FormatInt(n, 10) + suffix
}

// quoted returns s, in quotes if it could not be read back from the middle of a
// longer text without them.
func quoted(s string) string {
	for _, c := range []byte(s) {
		switch c {
		case '"', ',', '{', '}', '=', '%', '@', '|':
			return inQuotes(s)
		}
		if c <= ' ' || c >= 0x7f {
			return inQuotes(s)
		}
	}
	if s == "" {
		return `""`
	}
	return s
}

// inQuotes quotes s as Go does, but without blanks, which separate settings. It does
// without strings.ReplaceAll, which would make every program larger that prints an
// error.
func inQuotes(s string) string {
	var b []byte
	for _, c := range []byte(strconv.Quote(s)) {
		if c == ' ' {
			b = append(b, `\x20`...)
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// formatFields writes those fields of a struct that are not zero, as in
// "initial=1s,max=3s".
func formatFields(v any) string {
	rv := reflect.ValueOf(v)
	var texts []string
	for i := range rv.NumField() {
		f := rv.Type().Field(i)
		if !f.IsExported() || rv.Field(i).IsZero() {
			continue
		}
		text := formatField(rv.Field(i))
		if strings.ContainsAny(text, ",{}") && text[0] != '"' && text[0] != '{' {
			text = "{" + text + "}"
		}
		texts = append(texts, strings.ToLower(f.Name)+"="+text)
	}
	if texts == nil {
		return "{}"
	}
	return strings.Join(texts, ",")
}

// formatField is formatValue for what may be in a struct.
func formatField(v reflect.Value) string {
	if _, ok := v.Interface().(interface{ String() string }); ok {
		return formatValue(v.Interface(), "")
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(v.Uint(), 10)
	case reflect.Slice, reflect.Array:
		if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
			break
		}
		texts := make([]string, v.Len())
		for i := range texts {
			texts[i] = formatField(v.Index(i))
		}
		return "{" + strings.Join(texts, ",") + "}"
	case reflect.Struct:
		return formatFields(v.Interface())
	}
	return formatValue(v.Interface(), "")
}

// formatList writes a list.
func formatList(v any) string {
	if list := reflect.ValueOf(v); list.Kind() == reflect.Slice {
		return formatField(list)
	}
	return formatValue(v, "")
}

// formatProgram writes a program as tcpdump -ddd does, with commas for line ends
// and colons for blanks.
func formatProgram(v any) string {
	program, ok := v.([]bpf.RawInstruction)
	if !ok {
		return formatValue(v, "")
	}
	var b strings.Builder
	b.WriteString(strconv.Itoa(len(program)))
	for _, in := range program {
		for i, n := range [...]uint64{uint64(in.Op), uint64(in.Jt), uint64(in.Jf), uint64(in.K)} {
			b.WriteByte(",:::"[i])
			b.WriteString(strconv.FormatUint(n, 10))
		}
	}
	return b.String()
}

func formatICMP(v any) string {
	f, ok := v.(ipv4.ICMPFilter)
	if !ok {
		return formatValue(v, "")
	}
	return formatTypes(func(t int) bool { return f.WillBlock(ipv4.ICMPType(t)) }, 32)
}

func formatICMP6(v any) string {
	f, ok := v.(ipv6.ICMPFilter)
	if !ok {
		return formatValue(v, "")
	}
	return formatTypes(func(t int) bool { return f.WillBlock(ipv6.ICMPType(t)) }, 256)
}

// formatTypes writes which types of ICMP are let through, or which are not,
// whichever are fewer.
func formatTypes(blocked func(int) bool, types int) string {
	lists := map[bool][]string{}
	for t := range types {
		lists[blocked(t)] = append(lists[blocked(t)], strconv.Itoa(t))
	}
	if len(lists[true]) <= len(lists[false]) {
		return "block=" + strings.Join(lists[true], ",")
	}
	return "accept=" + strings.Join(lists[false], ",")
}

func typeName(v any) string {
	if v == nil {
		return "nil"
	}
	return reflect.TypeOf(v).String()
}
