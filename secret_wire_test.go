package sockopt

import (
	"bytes"
	"encoding/binary"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A Set leaves no copy of a secret in what the package keeps, nor does a Get.
func TestSecretsAreWiped(t *testing.T) {
	word := []byte("sesame-sesame-16")
	m := meta{name: "SECRET", secret: true, own: &ownRow{row: row{as: fastOpenKey}, levelNumber: -1}}
	p := param[FastOpenKeys]{m, &fastOpenKeysForm}
	keys := FastOpenKeys{Primary: NewSecret(word)}

	// The socket looks into the call that it is in the middle of.
	var c *call
	var written []byte
	spy := socketFunc(func(f func(uintptr)) error {
		c = callOf(f)
		written = c.list[0].enc.all()
		assert.Equal(t, word, written)
		assert.Zero(t, c.list[0].enc.inline, "none in the Setting itself")
		f(1 << 30)
		return nil
	})
	require.Error(t, p.set(spy, keys))
	assert.Equal(t, make([]byte, 16), written)
	assert.Nil(t, c.list[:1][0].v)
	assert.Nil(t, c.list[:1][0].enc.more)
	assert.Equal(t, word, keys.Primary.Bytes(), "the caller's stays")

	// And writes into it what a kernel would.
	var read []byte
	spy = func(f func(uintptr)) error {
		c = callOf(f)
		c.err, c.n = nil, 16
		assert.Zero(t, [32]byte(c.buf[:32]), "the kernel sees no more than it is asked")
		copy(c.buf, word)
		copy(c.buf[16:], word) // beyond the length that it tells
		read = c.buf
		return nil
	}
	got, err := p.get(spy)
	require.NoError(t, err)
	assert.Equal(t, keys, got)
	assert.False(t, bytes.Contains(read, word))
}

// A query has the room that it wants, is asked as it says, and nothing of the
// answer is left behind.
func TestQueryIsWiped(t *testing.T) {
	if table[idAOGetKeys].as == absent {
		t.Skip("needs TCP_AO_GET_KEYS, which is of Linux")
	}
	var buf []byte
	_, err := aoKeys.ask(socketFunc(func(f func(uintptr)) error {
		c := callOf(f)
		if buf != nil {
			return nil // it asks only what kind the socket is
		}
		buf = c.buf
		assert.EqualValues(t, 304, c.size)
		assert.GreaterOrEqual(t, len(buf), 10*304)
		assert.EqualValues(t, 10, binary.NativeEndian.Uint32(buf[272:]))
		for i := range buf {
			buf[i] = 's'
		}
		c.n, c.err = 304, nil
		return nil
	}), AOKeyQuery{Max: 10})
	assert.Error(t, err)
	assert.Equal(t, make([]byte, len(buf)), buf)
}

type socketFunc func(func(uintptr)) error

func (f socketFunc) Control(g func(uintptr)) error { return f(g) }

// callOf returns the call whose function f is: what the closure has captured,
// behind the gate that a Socket of somebody else gets.
func callOf(f func(uintptr)) *call {
	g := captured[gate](f)
	return captured[call](g.f)
}

func captured[T any](f func(uintptr)) *T {
	closure := *(**struct {
		code uintptr
		v    *T
	})(unsafe.Pointer(&f))
	return closure.v
}
