package sockopt

import (
	"encoding/hex"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The JSON of a Reading. Package encoding/json could not read it back, because the
// type of the value depends on the option, and importing encoding/json would make
// programs larger.

// Undecoded is the value of a [Reading] that was read from JSON and has a name, or
// a value, that this version of the package or this system does not know. It is
// the JSON text of the value.
type Undecoded string

// String returns the JSON text, quoted if it has characters that are not printable
// ASCII.
func (u Undecoded) String() string {
	for i := range len(u) {
		if u[i] < ' ' || u[i] >= 0x7f {
			return strconv.QuoteToASCII(string(u))
		}
	}
	return string(u)
}

// MarshalJSON returns the JSON text.
func (u Undecoded) MarshalJSON() ([]byte, error) { return []byte(u), nil }

// UnmarshalJSON takes the text of any JSON value, without the blanks between tokens.
func (u *Undecoded) UnmarshalJSON(text []byte) error {
	*u = undecoded(string(text))
	return nil
}

// A textError is what is left of an error in JSON.
type textError string

func (e textError) Error() string { return string(e) }

// MarshalJSON returns an object with the members name, value and error, as far as
// there are any.
func (r Reading) MarshalJSON() ([]byte, error) {
	b := appendText([]byte(`{"name":`), r.Name)
	if v := reflect.ValueOf(r.Value); r.Value != nil && !empty(v) {
		b = appendJSON(append(b, `,"value":`...), v)
	}
	if r.Err != nil {
		b = appendText(append(b, `,"error":`...), r.Err.Error())
	}
	return append(b, '}'), nil
}

// appendJSON appends what encoding/json writes of v, without what is null.
func appendJSON(b []byte, v reflect.Value) []byte {
	switch p := v.Interface().(type) {
	case jsonMarshaler:
		text, _ := p.MarshalJSON() // those of this package do not fail
		return append(b, text...)
	case textMarshaler:
		if text, err := p.MarshalText(); err == nil {
			return appendText(b, string(text))
		}
	case []byte:
		return appendText(b, "0x"+hex.EncodeToString(p))
	}
	switch {
	case v.Kind() == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10)
	case v.Kind() == reflect.String:
		return appendText(b, v.String())
	case v.Kind() == reflect.Slice, v.Kind() == reflect.Array:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v.Index(i))
		}
		return append(b, ']')
	case v.Kind() == reflect.Struct:
		return append(appendFields(append(b, '{'), v), '}')
	}
	return appendText(b, formatValue(v.Interface(), "")) // of no option
}

// appendFields appends the fields of a struct, and those of what it embeds.
func appendFields(b []byte, v reflect.Value) []byte {
	for _, f := range reflect.VisibleFields(v.Type()) {
		field := v.FieldByIndex(f.Index)
		if !f.IsExported() || f.Anonymous || empty(field) {
			continue
		}
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = appendJSON(append(appendText(b, f.Name), ':'), field)
	}
	return b
}

// empty reports whether encoding/json would write null.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Pointer, reflect.Interface, reflect.Map, reflect.Func, reflect.Chan:
		return v.IsNil()
	}
	return false
}

// appendText appends a string. A byte that is not UTF-8 becomes a lone surrogate,
// so that text reads it back.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	for i, c := range text {
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)):
			b = appendHex4(b, loneByte+rune(text[i]))
		case c == '"', c == '\\', c < ' ', c >= 0x7f && c <= 0xffff:
			b = appendHex4(b, c)
		case c > 0xffff:
			high, low := utf16.EncodeRune(c)
			b = appendHex4(appendHex4(b, high), low)
		default:
			b = append(b, byte(c))
		}
	}
	return append(b, '"')
}

func appendHex4(b []byte, c rune) []byte {
	b = append(b, `\u`...)
	for shift := 12; shift >= 0; shift -= 4 {
		b = append(b, "0123456789abcdef"[c>>shift&15])
	}
	return b
}

// UnmarshalJSON reads what MarshalJSON returns. A failure leaves r as it was.
func (r *Reading) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil // as encoding/json has it
	}
	var read Reading
	var value string
	j := jsonReader{string(text)}
	err := j.object(func(member string) (err error) {
		switch member {
		case "name":
			read.Name, err = j.text()
		case "value":
			value, err = j.skip()
		case "error":
			var text string
			if text, err = j.text(); text != "" {
				read.Err = textError(text)
			}
		default:
			_, err = j.skip()
		}
		return err
	})
	if err != nil {
		return &Error{Op: OpParse, Text: shortened(string(text)), Err: err}
	}
	read.e = findEntry(read.Name)
	if value == "null" {
		value = ""
	}
	switch {
	case value != "" && read.e != nil:
		read.Value = read.e.decode(value)
	case value != "":
		read.Value = undecoded(value)
	case read.Err == nil && read.e != nil:
		if none := read.e.o.zero(); reflect.ValueOf(none).Kind() == reflect.Slice {
			read.Value = none // an empty list, or no bytes
		}
	}
	*r = read
	return nil
}

// undecoded returns text without the blanks between its tokens, so that equal
// values are equal.
func undecoded(text string) Undecoded {
	inText, escaped := false, false
	return Undecoded(strings.Map(func(c rune) rune {
		switch {
		case escaped:
			escaped = false
		case inText && c == '\\':
			escaped = true
		case c == '"':
			inText = !inText
		case !inText && c <= ' ':
			return -1
		}
		return c
	}, text))
}

// decode returns the value of e that text is in JSON, an Undecoded if it is none.
func (e *entry) decode(text string) any {
	typ := reflect.TypeOf(e.o.zero())
	if typ == nil { // an interface
		return undecoded(text)
	}
	v := reflect.New(typ).Elem()
	j := jsonReader{text}
	if err := j.value(v); err != nil {
		return undecoded(text)
	}
	return v.Interface()
}

// What the values of package encoding/json and encoding implement.
type (
	jsonMarshaler interface{ MarshalJSON() ([]byte, error) }
	textMarshaler interface{ MarshalText() ([]byte, error) }
)
