package sockopt

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A jsonUnmarshaler reads its own JSON, as that of package encoding/json does.
type jsonUnmarshaler interface{ UnmarshalJSON(text []byte) error }

// A jsonReader reads the JSON text that is left.
type jsonReader struct{ rest string }

// skip returns the text of the next value.
func (j *jsonReader) skip() (string, error) {
	j.rest = strings.TrimLeft(j.rest, " \t\r\n")
	depth, inText := 0, false
	for i := 0; i < len(j.rest); i++ {
		switch c := j.rest[i]; {
		case inText && c == '\\':
			i++
			continue
		case c == '"':
			inText = !inText
		case inText:
			continue
		case c == '{', c == '[':
			depth++
			continue
		case c == '}', c == ']':
			depth--
		case depth == 0 && !strings.ContainsRune(",:]} \t\r\n", rune(c)) && i+1 < len(j.rest) && !strings.ContainsRune(",:]} \t\r\n", rune(j.rest[i+1])):
			continue // within a number or a word
		}
		if depth == 0 && !inText {
			text := j.rest[:i+1]
			j.rest = j.rest[i+1:]
			return text, nil
		}
	}
	return "", errJSON
}

// next takes c, if it is what comes next.
func (j *jsonReader) next(c byte) bool {
	j.rest = strings.TrimLeft(j.rest, " \t\r\n")
	if j.rest == "" || j.rest[0] != c {
		return false
	}
	j.rest = j.rest[1:]
	return true
}

// list reads elements between two brackets, each with f.
func (j *jsonReader) list(open, end byte, f func() error) error {
	if !j.next(open) {
		return errJSON
	}
	for first := true; !j.next(end); first = false {
		if !first && !j.next(',') {
			return errJSON
		}
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// object reads an object; f reads the value of a member.
func (j *jsonReader) object(f func(member string) error) error {
	return j.list('{', '}', func() error {
		member, err := j.text()
		if err != nil || !j.next(':') {
			return errJSON
		}
		return f(member)
	})
}

// text reads a string.
func (j *jsonReader) text() (string, error) {
	literal, err := j.skip()
	if err != nil || len(literal) < 2 || literal[0] != '"' {
		return "", errJSON
	}
	literal = literal[1 : len(literal)-1]
	var b strings.Builder
	for i := 0; i < len(literal); i++ {
		if literal[i] != '\\' {
			b.WriteByte(literal[i])
			continue
		}
		i++
		switch c := literal[i]; c { // skip has seen that something follows
		case 'u':
			c, ok := hex4(literal[i+1:])
			if !ok {
				return "", errJSON
			}
			i += 4
			if utf16.IsSurrogate(c) && strings.HasPrefix(literal[i+1:], `\u`) {
				if low, ok := hex4(literal[i+3:]); ok && utf16.DecodeRune(c, low) != utf8.RuneError {
					c = utf16.DecodeRune(c, low)
					i += 6
				}
			}
			if c >= loneByte+utf8.RuneSelf && c <= loneByte+0xff {
				b.WriteByte(byte(c))
			} else {
				b.WriteRune(c)
			}
		case 'b', 'f', 'n', 'r', 't':
			b.WriteByte("\b\f\n\r\t"[strings.IndexByte("bfnrt", c)])
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

// value reads a value into v, as encoding/json does.
func (j *jsonReader) value(v reflect.Value) error {
	if rest, ok := strings.CutPrefix(strings.TrimLeft(j.rest, " \t\r\n"), "null"); ok {
		j.rest = rest
		return nil
	}
	switch p := v.Addr().Interface().(type) {
	case jsonUnmarshaler:
		literal, err := j.skip()
		if err != nil {
			return err
		}
		return p.UnmarshalJSON([]byte(literal))
	case textUnmarshaler:
		text, err := j.text()
		if err != nil {
			return err
		}
		return p.UnmarshalText([]byte(text))
	case *[]byte:
		text, err := j.text()
		if err == nil {
			err = parseHex(p, text)
		}
		return err
	}
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return j.list('[', ']', func() error {
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
			return j.value(v.Index(v.Len() - 1))
		})
	case reflect.Array:
		at := 0
		return j.list('[', ']', func() error {
			if at == v.Len() {
				return errJSON
			}
			at++
			return j.value(v.Index(at - 1))
		})
	case reflect.Struct:
		return j.object(func(member string) error {
			field := v.FieldByName(member)
			if !field.IsValid() || !field.CanSet() {
				return errJSON
			}
			return j.value(field)
		})
	case reflect.String:
		text, err := j.text()
		v.SetString(text)
		return err
	}
	return j.scalar(v)
}

// scalar reads a boolean or a number.
func (j *jsonReader) scalar(v reflect.Value) error {
	literal, err := j.skip()
	if err != nil {
		return err
	}
	switch {
	case v.Kind() == reflect.Bool:
		v.SetBool(literal == "true")
		if literal != "true" && literal != "false" {
			return errJSON
		}
	case v.CanInt():
		n, err := strconv.ParseInt(literal, 10, v.Type().Bits())
		v.SetInt(n)
		return err
	case v.CanUint():
		n, err := strconv.ParseUint(literal, 10, v.Type().Bits())
		v.SetUint(n)
		return err
	default:
		return errJSON
	}
	return nil
}

var errJSON = &valueError{"not the JSON of a Reading"}

// hex4 reads the four digits of an escape.
func hex4(text string) (rune, bool) {
	if len(text) < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(text[:4], 16, 16)
	return rune(n), err == nil
}

// loneByte is the surrogate that stands for byte 0.
const loneByte = 0xdc00
