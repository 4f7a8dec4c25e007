package sockopt

import (
	"encoding/binary"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireMPTCPFullInfo(t *testing.T) {
	b := make([]byte, mptcpFullSize)
	askFullInfo(b)
	assert.Equal(t, host(t,
		"00000000 00020000 00000000 08010000 00000000 20000000",
		"00000000 00000200 00000000 00000108 00000000 00000020"), b[:24])
	assert.Equal(t, uint64(uintptr(unsafe.Pointer(&b[mptcpFullFlows]))), binary.NativeEndian.Uint64(b[24:]))
	assert.Equal(t, uint64(uintptr(unsafe.Pointer(&b[mptcpFullStates]))), binary.NativeEndian.Uint64(b[32:]))

	// Two subflows, as a kernel whose tcp_info has 240 bytes writes them, with
	// the alignment of 64 bits and of 32.
	for _, at := range []int{8, 4} {
		b := make([]byte, mptcpFullSize)
		put := func(at int, v uint32) { binary.NativeEndian.PutUint32(b[at:], v) }
		put(0, 240)
		put(4, 240)
		put(8, uint32(at+256))
		put(12, uint32(at+256))
		put(16, 2)
		put(mptcpFullHead+12, 0xfedcba98) // token
		for i, port := range []byte{80, 81} {
			f := mptcpFullFlows + i*(at+256)
			put(f, uint32(i+1))
			for _, end := range []int{at, at + 128} {
				copy(b[f+end:], sockaddrHead(16, sys.AFInet))
				copy(b[f+end+2:], []byte{0, port, 192, 0, 2, 1})
			}
			b[mptcpFullStates+i*240] = byte(i + 1) // state
		}
		got, err := getFullInfo(b[:mptcpFullHead+96], &row{as: mptcpFull})
		require.NoError(t, err)
		assert.Equal(t, uint32(0xfedcba98), got.Connection.Token)
		assert.Equal(t, 2, got.Total)
		require.Len(t, got.Subflows, 2)
		assert.Equal(t, "id=1,addrs=192.0.2.1:80->192.0.2.1:80,state="+TCPEstablished.String(), got.Subflows[0].String())
		assert.EqualValues(t, 2, got.Subflows[1].ID)
		assert.EqualValues(t, 81, got.Subflows[1].Remote.Port())
		assert.Equal(t, TCPSynSent, got.Subflows[1].TCP.State)
		assert.True(t, strings.HasSuffix(got.String(), ",total=2"), got)

		put(16, 1000) // more than there was room for
		got, err = getFullInfo(b[:mptcpFullHead+96], nil)
		require.NoError(t, err)
		assert.Equal(t, 1000, got.Total)
		assert.Len(t, got.Subflows, mptcpMost)
		for _, bad := range []func(){func() { put(4, 1<<20) }, func() { put(12, 1<<20) }, func() { put(8, 0) }} {
			bad()
			_, err = getFullInfo(b[:mptcpFullHead+96], nil)
			assert.Error(t, err)
			put(4, 240)
			put(12, uint32(at+256))
		}
	}
	for _, n := range []int{0, 39, 79} {
		_, err := getFullInfo(b[:n], nil)
		assert.Error(t, err)
	}
	_, err := getFullInfo(make([]byte, 200), nil)
	assert.Error(t, err)
}
