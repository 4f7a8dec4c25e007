package sockopt

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireCredentials(t *testing.T) {
	const pid, uid, gid = 0x01020304, 1000, 100
	id := func(values ...uint32) (b []byte) {
		for _, v := range values {
			b = binary.NativeEndian.AppendUint32(b, v)
		}
		return b
	}
	want := Credentials{PID: pid, UID: uid, GID: gid}
	for _, test := range []struct {
		as layout
		b  []byte
	}{
		{credPIDUIDGID, id(pid, uid, gid)},
		{credUIDGIDPID, id(uid, gid, pid)},
		{credAIX, id(pid, 0xaaaaaaaa, 0xbbbbbbbb, 0xcccccccc, uid, gid)},
	} {
		got, err := getCredentials(test.b, &row{as: test.as})
		require.NoError(t, err)
		assert.Equal(t, want, got, "layout %d", test.as)
		for n := range test.b {
			_, err := getCredentials(test.b[:n], &row{as: test.as})
			assert.Error(t, err, "%d bytes", n)
		}
	}
	// Linux does not fail on a socket without a peer.
	_, err := getCredentials(id(0, math.MaxUint32, math.MaxUint32), &row{as: credPIDUIDGID})
	assert.ErrorIs(t, err, sys.ErrNoPeer)
}

func TestWireXucred(t *testing.T) {
	// The version, the uid, the number of groups, 16 groups and the pid.
	xucred := func(version, uid uint32, n int16, pid uint32) []byte {
		b := binary.NativeEndian.AppendUint32(nil, version)
		b = binary.NativeEndian.AppendUint32(b, uid)
		b = binary.NativeEndian.AppendUint16(b, uint16(n))
		b = append(b, 0xaa, 0xaa) // padding
		for i := range uint32(16) {
			b = binary.NativeEndian.AppendUint32(b, 20+i)
		}
		if wordSize == 8 {
			b = append(b, 0xaa, 0xaa, 0xaa, 0xaa)
		}
		return append(binary.NativeEndian.AppendUint32(b, pid), make([]byte, wordSize-4)...)
	}
	want := Credentials{UID: 1000, GID: 20, Groups: []uint32{20, 21, 22}}
	full := xucred(0, 1000, 3, 777)
	got, err := getCredentials(full, &row{as: credXucred})
	require.NoError(t, err)
	assert.Equal(t, want, got, "without a pid, macOS and DragonFly")
	got, err = getCredentials(full[:76], &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Equal(t, want, got, "of a FreeBSD before 13")
	want.PID = 777
	got, err = getCredentials(full, &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Equal(t, want, got)

	most := xucred(0, 1000, 16, 1)
	got, err = getCredentials(most, &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Len(t, got.Groups, 16)
	for name, b := range map[string][]byte{
		"another version":      xucred(1, 1000, 3, 777),
		"no group":             xucred(0, 1000, 0, 777),
		"a negative number":    xucred(0, 1000, -1, 777),
		"too many":             xucred(0, 1000, 17, 777),
		"groups that are gone": most[:20],
	} {
		for _, as := range []layout{credXucred, credXucredPID} {
			_, err := getCredentials(b, &row{as: as})
			assert.ErrorContains(t, err, "unexpected answer", name)
		}
	}
	for n := range 24 {
		_, err := getCredentials(full[:n], &row{as: credXucredPID})
		assert.Error(t, err, "%d bytes", n)
	}
}
