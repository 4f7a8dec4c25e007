package sockopt

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireString(t *testing.T) {
	r := row{as: cString, max: 15}
	roundTrip(t, stringForm, r, "cubic", []byte("cubic"))
	roundTrip(t, stringForm, r, "fifteen bytes..", []byte("fifteen bytes.."))
	roundTrip(t, stringForm, r, "", []byte{0}) // a length of nothing is not for every kernel
	got, err := getString([]byte("bbr\x00\x00\xaa"), &r)
	require.NoError(t, err)
	assert.Equal(t, "bbr", got)
	_, err = encoded(stringForm, meta{}, r, "sixteen bytes...")
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, 16, r.size(), "a read must have room for a NUL")

	opts := row{as: cBytes, max: 44}
	for _, n := range []int{0, 1, 3, 4, 5, 39, 40} {
		b, err := encoded(ipOptionsForm, meta{max: 40}, opts, bytes.Repeat([]byte{1}, n))
		require.NoError(t, err)
		require.Len(t, b, (n+3)/4*4)
		assert.Equal(t, n, bytes.Count(b, []byte{1}))
		assert.Equal(t, bytes.Repeat([]byte{1}, n), b[:n])
	}
	_, err = encoded(ipOptionsForm, meta{max: 40}, opts, make([]byte, 41))
	assert.ErrorContains(t, err, "at most 40 bytes")
	long := bytes.Repeat([]byte{7}, 100)
	roundTrip(t, bytesForm, row{as: cBytes, max: 100}, long, long)
}

func TestWireTCPStack(t *testing.T) {
	r := row{as: tcpFunctionSet}
	want := make([]byte, 36)
	copy(want, "rack")
	roundTrip(t, tcpStackForm, r, "rack", want)
	copy(want[32:], "\x01\x02\x03\x04") // the count
	got, err := getString(want, &r)
	require.NoError(t, err)
	assert.Equal(t, "rack", got)
	_, err = encoded(tcpStackForm, meta{}, r, strings.Repeat("n", 31))
	assert.NoError(t, err)
	for _, v := range []string{strings.Repeat("n", 32), "a\x00b"} {
		_, err = encoded(tcpStackForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue)
	}
}
