package sockopt

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The wire forms of all OSes, tested on each: what differs is the byte order of
// the host and the size of its words.

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// host picks the bytes, in hexadecimal, that this host has for a value.
func host(t *testing.T, little, big string) []byte {
	t.Helper()
	if !littleEndian {
		little = big
	}
	b, err := hex.DecodeString(strings.ReplaceAll(little, " ", ""))
	require.NoError(t, err)
	return b
}

// both are the bytes where the order is that of the network.
func both(t *testing.T, text string) []byte { return host(t, text, text) }

// encoded returns what put writes, or its error.
func encoded[T any](f form[T], m meta, r row, v T) ([]byte, error) {
	var e encoding
	err := f.put(&e, &m, &r, v)
	return e.all(), err
}

// roundTrip checks the bytes of a value, and that they are read as it.
func roundTrip[T any](t *testing.T, f form[T], r row, v T, want []byte) {
	t.Helper()
	got, err := encoded(f, meta{}, r, v)
	require.NoError(t, err, "%v", v)
	assert.Equal(t, want, got, "%v", v)
	back, err := f.get(want, &r)
	require.NoError(t, err, "%v", v)
	assert.Equal(t, v, back)
}

// sockaddrHead returns what a sockaddr of the size and family begins with here.
func sockaddrHead(size byte, family uint16) []byte {
	if wire.SockaddrLen {
		return []byte{size, byte(family)}
	}
	return binary.NativeEndian.AppendUint16(nil, family)
}

func hex16(n int) string { return hex.EncodeToString([]byte{byte(n), byte(n >> 8)}) }

func hex16big(n int) string { return hex.EncodeToString([]byte{byte(n >> 8), byte(n)}) }
