package strace

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Lines that strace 6.1 has printed.
func TestParse(t *testing.T) {
	for line, want := range map[string]Call{
		"12 setsockopt(3<socket:[99]>, 0x6 /* SOL_TCP */, 0x4 /* TCP_KEEPIDLE */, [1800], 4) = 0\n": {
			Set: true, Inode: 99, Level: 6, Number: 4, LevelName: "IPPROTO_TCP", Name: "TCP_KEEPIDLE", Value: "[1800]", Length: 4,
		},
		`getsockopt(9<socket:[7]>, 0x1 /* SOL_SOCKET */, 0x14 /* SO_RCVTIMEO_OLD */, "\1\0\0\0\0\0\0\0@\r\3\0\0\0\0\0", [16]) = 0` + "\n": {
			Inode: 7, Level: 1, Number: 20, LevelName: "SOL_SOCKET", Name: "SO_RCVTIMEO", Value: `"\1\0\0\0\0\0\0\0@\r\3\0\0\0\0\0"`, Length: 16,
		},
		"getsockopt(3<socket:[7]>, 0 /* SOL_IP */, 0x4 /* IP_OPTIONS */, 0x10b98894a2c0, [40 => 0]) = 0\n": {
			Inode: 7, Number: 4, LevelName: "IPPROTO_IP", Name: "IP_OPTIONS", Value: "0x10b98894a2c0",
		},
		"23236 getsockopt(1102<socket:[146]>, 0x11c /* SOL_?? */, 1, 0x10b988b1c000, [256]) = -1 EOPNOTSUPP (Operation not supported)\n": {
			Inode: 146, Level: 284, Number: 1, Value: "0x10b988b1c000", Length: 256, Failed: true,
		},
		"getsockopt(3<socket:[7]>, 0x6 /* SOL_TCP */, 0x2b /* TCP_??? */, [1], [4]) = 0\n": {
			Inode: 7, Level: 6, Number: 43, LevelName: "IPPROTO_TCP", Value: "[1]", Length: 4,
		},
	} {
		c, ok, err := Parse(line)
		assert.NoError(t, err)
		assert.True(t, ok, line)
		assert.Equal(t, want, c, line)
	}
	for _, line := range []string{
		"", "+++ exited with 0 +++\n", "12 write(3</dev/null>, \"x\", 1) = 1\n",
		"12 setsockopt(3<socket:[99]>, 0x6 /* SOL_TCP */, 0x4 /* TCP_KEEPIDLE */, [1800], 4) = 0", // more may come
		"12 setsockopt(3<socket:[99]>, 0x6 /* SOL_TCP */, 0x4 /* TCP_KEEPIDLE */, [1800], 4 <unfinished ...>\n",
		"12 setsockopt(3</dev/null>, 0x6 /* SOL_TCP */, 0x4 /* TCP_KEEPIDLE */, [1800], 4) = -1 ENOTSOCK (Socket operation on non-socket)\n",
	} {
		_, ok, err := Parse(line)
		assert.NoError(t, err, line)
		assert.False(t, ok, line)
	}
	_, _, err := Parse("12 setsockopt(3<socket:[99]>, something else) = 0\n")
	assert.Error(t, err)
}

func TestUnquote(t *testing.T) {
	b, err := Unquote(`"a\0\1778\t\\\"\20"`)
	require.NoError(t, err)
	assert.Equal(t, "a\x00\x7f8\t\\\"\x10", string(b))
	for _, text := range []string{`a"`, `"a`, `"a"...`, `"\x"`, `"\777"`, `"`} {
		_, err := Unquote(text)
		assert.Error(t, err, text)
	}
}
