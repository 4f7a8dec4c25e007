package escape

import (
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"nginx": "nginx", "": "", "grün →": "grün →", "/run/a b": "/run/a b",
		"a\x1b[31mb": `a\x1b[31mb`, "\xff": `\xff`, "a\nb": `a\nb`, "a\x00b": `a\x00b`, `a\x00b`: `a\\x00b`, `"`: `\"`,
		"\u202egnp": `\u202egnp`, "\u009b31m": `\u009b31m`, "\x7f": `\x7f`, "\U000e0001": `\U000e0001`,
	} {
		assert.Equal(t, want, Text(text))
	}
}

func FuzzText(f *testing.F) {
	f.Add("a\\\"\x00\xff\u202e")
	f.Fuzz(func(t *testing.T, s string) {
		text := Text(s)
		back, err := strconv.Unquote(`"` + text + `"`)
		require.NoError(t, err)
		assert.Equal(t, s, back)
		assert.False(t, strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }))
	})
}
