package sockopt_test

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
)

// No verb of package fmt, and nothing else that prints, says what a secret is,
// wherever it is.
func TestSecretsAreOpaque(t *testing.T) {
	const word = "sesame-sesame-16"
	secret := sockopt.NewSecret([]byte(word))
	key := sockopt.MD5Key{Peer: netip.MustParsePrefix("192.0.2.1/32"), Key: secret}
	keys := sockopt.FastOpenKeys{Primary: secret}
	values := []any{
		secret, &secret, []sockopt.Secret{secret}, [1]sockopt.Secret{secret}, map[string]sockopt.Secret{"k": secret}, map[sockopt.Secret]int{secret: 1},
		key, &key, keys, &keys, sockopt.TLSKey{Key: secret, IV: secret}, sockopt.AOKey{Key: secret},
		struct{ S sockopt.Secret }{secret}, struct{ s sockopt.Secret }{secret}, &struct{ s *sockopt.Secret }{&secret}, struct{ a any }{secret}, struct{ s []sockopt.Secret }{[]sockopt.Secret{secret}},
		struct{ k sockopt.MD5Key }{key}, struct{ k map[string]sockopt.MD5Key }{map[string]sockopt.MD5Key{"k": key}}, struct{ sockopt.Secret }{secret},
		sockopt.MD5Sig.With(key), struct{ st sockopt.Setting }{sockopt.FastOpenKey.With(keys)}, sockopt.Settings{sockopt.FastOpenKey.With(keys)}, []any{sockopt.MD5Sig.With(key)},
		sockopt.FastOpenKey.Set(deadFD, keys), struct{ err error }{sockopt.FastOpenKey.Set(deadFD, keys)},
		&sockopt.Mismatch{Name: "TCP_FASTOPEN_KEY", Asked: keys, Got: keys}, struct{ m any }{sockopt.Mismatch{Asked: keys}},
	}
	var forms []string // how the bytes could be written
	var numbers []string
	for _, verb := range []string{"%d", "%o", "%b", "%x", "%X", "%U", "%c", "%q", "%#x", "%08b"} {
		forms = append(forms, strings.Trim(fmt.Sprintf(verb, []byte(word)), "[]"))
	}
	for _, b := range []byte(word[:6]) {
		numbers = append(numbers, strconv.Itoa(int(b)))
	}
	forms = append(forms, word, hex.EncodeToString([]byte(word)), strings.Join(numbers, " "), strings.Join(numbers, ", "), strings.Join(numbers, ","), "c2VzYW1l", "0x73, 0x65", "'s', 'e'", "s e s a m e")
	opaque := func(text, how string, v any) {
		for _, form := range forms {
			assert.NotContains(t, strings.ToLower(text), strings.ToLower(form), "%s of a %s", how, reflect.TypeOf(v))
		}
	}
	for _, v := range values {
		for _, flags := range []string{"", "+", "#", " ", "0", "-", "# ", "#0", "+0", "8", ".3"} {
			for verb := 'A'; verb <= 'z'; verb++ {
				if verb == 'Z'+1 {
					verb = 'a'
				}
				how := "%" + flags + string(verb)
				opaque(fmt.Sprintf(how, v), how, v)
			}
		}
		opaque(fmt.Sprint(v), "Sprint", v)
		if b, err := json.Marshal(v); err == nil {
			opaque(string(b), "JSON", v)
		}
		var b bytes.Buffer
		if template.Must(template.New("").Parse("{{.}} {{printf \"%x %d %v\" . . .}} {{print .}} {{js .}} {{urlquery .}}")).Execute(&b, v) == nil {
			opaque(b.String(), "a template", v)
		}
		b.Reset()
		slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v)
		opaque(b.String(), "slog", v)
	}
	assert.Equal(t, "[16 bytes]", fmt.Sprint(secret))
	assert.Equal(t, "[16 bytes]", fmt.Sprintf("%#v", secret))
	assert.Equal(t, word, string(secret.Bytes()))
}

func TestSecret(t *testing.T) {
	b := []byte("key")
	s := sockopt.NewSecret(b)
	b[0] = 'x'
	assert.Equal(t, "key", string(s.Bytes()), "a copy of what it is made of")
	s.Bytes()[0] = 'x'
	assert.Equal(t, "key", string(s.Bytes()), "and a copy of it")
	assert.Equal(t, 3, s.Len())

	same, copied := sockopt.NewSecret([]byte("key")), s
	assert.True(t, s.Equal(same))
	assert.True(t, reflect.DeepEqual(s, same))
	assert.False(t, s == same)
	assert.True(t, s == copied)
	for _, other := range []string{"", "kex", "ke", "keys"} {
		assert.False(t, s.Equal(sockopt.NewSecret([]byte(other))), other)
	}

	s.Wipe()
	for _, s := range []sockopt.Secret{s, copied, {}, sockopt.NewSecret(nil), sockopt.NewSecret([]byte{})} {
		assert.Zero(t, s.Len())
		assert.Empty(t, s.Bytes())
		assert.Equal(t, "[0 bytes]", s.String())
		assert.True(t, s.Equal(sockopt.Secret{}))
		s.Wipe()
	}
	assert.Equal(t, sockopt.Secret{}, sockopt.NewSecret(nil))
	assert.Equal(t, 3, same.Len())
}
