package sockopt

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireAOKeys(t *testing.T) {
	put := func(q AOKeyQuery) ([]byte, error) {
		var e encoding
		err := putAOKeyQuery(&e, nil, q)
		return e.all(), err
	}
	b, err := put(AOKeyQuery{})
	require.NoError(t, err)
	require.Len(t, b, 304, "the kernel is told the length of one")
	assert.Equal(t, 64*304, cap(b))
	want := make([]byte, 304)
	copy(want[272:], host(t, "40000000 0400", "00000040 2000"))
	assert.Equal(t, want, b)
	b, err = put(AOKeyQuery{Current: true, RNext: true, Max: 2})
	require.NoError(t, err)
	assert.Equal(t, 2*304, cap(b))
	assert.Equal(t, host(t, "02000000 0300", "00000002 c000"), b[272:278])
	b, err = put(AOKeyQuery{Peer: netip.MustParsePrefix("192.0.2.0/24"), Interface: 0x0102, SendID: 5, RecvID: 6})
	require.NoError(t, err)
	clear(b[:2]) // family
	want = make([]byte, 304)
	copy(want[4:], []byte{192, 0, 2})
	copy(want[272:], host(t, "40000000 0000 05 06 18 00 01 00 02010000", "00000040 0000 05 06 18 00 01 00 00000102"))
	if !wire.SockaddrLen {
		assert.Equal(t, want, b)
	}
	for _, q := range []AOKeyQuery{
		{Max: -1}, {Max: 3001}, {SendID: 1}, {RecvID: 1}, {Interface: 1}, {Current: true, SendID: 1},
		{Peer: netip.MustParsePrefix("192.0.2.1/32"), Current: true},
		{Peer: netip.MustParsePrefix("192.0.2.1/32"), Interface: 1 << 31},
	} {
		_, err := put(q)
		assert.ErrorIs(t, err, ErrValue, "%+v", q)
	}

	// Two keys.
	answer := make([]byte, 2*304)
	for i, k := range []string{
		"02000000 0300 64 65 18 0c 02 08 00000000 0700000000000000 0100000000000000",
		"00000000 0000 01 02 80 10 01 04 07000000 0000000000000000 0000000000000000",
	} {
		big := []string{
			"00000002 c000 64 65 18 0c 02 08 00000000 0000000000000007 0000000000000001",
			"00000000 0000 01 02 80 10 01 04 00000007 0000000000000000 0000000000000000",
		}[i]
		copy(answer[i*304+272:], host(t, k, big))
	}
	copy(answer, sockaddrHead(16, sys.AFInet))
	copy(answer[4:], []byte{192, 0, 2})
	copy(answer[128:], "hmac(sha1)")
	copy(answer[192:], "password")
	copy(answer[304:], sockaddrHead(28, sys.AFInet6))
	addr := netip.MustParseAddr("2001:db8::1").As16()
	copy(answer[304+8:], addr[:])
	copy(answer[304+128:], "cmac(aes128)")
	copy(answer[304+192:], "word")
	got, err := getAOKeys(answer[:304], &row{as: aoGetKeys})
	require.NoError(t, err)
	assert.Equal(t, []AOKeyState{
		{AOKey: AOKey{Peer: netip.MustParsePrefix("192.0.2.0/24"), SendID: 100, RecvID: 101, Algorithm: "hmac(sha1)", MACLen: 12, Key: NewSecret([]byte("password")), ExcludeOptions: true},
			Current: true, RNext: true, Good: 7, Bad: 1},
		{AOKey: AOKey{Peer: netip.MustParsePrefix("2001:db8::1/128"), Interface: 7, SendID: 1, RecvID: 2, Algorithm: "cmac(aes128)", MACLen: 16, Key: NewSecret([]byte("word"))}},
	}, got)
	assert.Equal(t, "aokey={peer=192.0.2.0/24,sendid=100,recvid=101,algorithm=hmac(sha1),maclen=12,key=[8 bytes],excludeoptions=on},current=on,rnext=on,good=7,bad=1", got[0].String())
	_, err = getAOKeys(answer[:304:304], nil)
	assert.ErrorContains(t, err, "2 keys")
	_, err = getAOKeys(answer[:303], nil)
	assert.Error(t, err)
	answer[280] = 33
	_, err = getAOKeys(answer[:304], nil)
	assert.Error(t, err, "a prefix longer than the address")
	answer[280], answer[283] = 24, 81
	_, err = getAOKeys(answer[:304], nil)
	assert.Error(t, err, "a key longer than its room")
}
