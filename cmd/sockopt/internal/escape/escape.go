// Package escape writes text of unknown origin so that nothing of it is lost and
// every part of it can be printed.
package escape

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s as it is, or escaped as in a Go string if s has a backslash, a
// quote, invalid UTF-8 or a character that is not printable in it. The original
// is had back with [strconv.Unquote] of the result in double quotes.
func Text(s string) string {
	special := func(r rune) bool { return r == '\\' || r == '"' || !unicode.IsPrint(r) }
	if utf8.ValidString(s) && !strings.ContainsFunc(s, special) {
		return s
	}
	quoted := strconv.Quote(s)
	return quoted[1 : len(quoted)-1]
}
