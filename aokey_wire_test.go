package sockopt

import (
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireAO(t *testing.T) {
	zeros := func(n int) string { return strings.Repeat("00", n) }
	after := func(b []byte, peer netip.Prefix) []byte {
		addr := make([]byte, 128)
		wire.PutSockaddr(addr, wire.Sockaddr{Addr: peer.Addr()})
		require.Equal(t, addr, b[:128])
		return b[128:]
	}
	four := netip.MustParsePrefix("192.0.2.0/24")
	mapped := netip.PrefixFrom(netip.MustParseAddr("::ffff:192.0.2.0"), 120)

	key := AOKey{Peer: four, Interface: 0x102, SendID: 5, RecvID: 6, Algorithm: "cmac(aes128)", MACLen: 16, Key: NewSecret([]byte("abc")), ExcludeOptions: true, SetRNext: true}
	got, err := encoded(aoKeyForm, meta{}, row{as: aoAdd}, key)
	require.NoError(t, err)
	require.Len(t, got, 288)
	name := hex.EncodeToString([]byte("cmac(aes128)")) + zeros(52)
	assert.Equal(t, host(t,
		name+"02010000 02000000 0000 18 05 06 10 03 03 616263"+zeros(77),
		name+"00000102 40000000 0000 18 05 06 10 03 03 616263"+zeros(77)), after(got, four))
	assert.Contains(t, key.String(), "sendid=5,recvid=6,algorithm=cmac(aes128),maclen=16,key=[3 bytes],excludeoptions=on")

	got, err = encoded(aoKeyIDForm, meta{}, row{as: aoDel}, AOKeyID{Peer: mapped, SendID: 1, RecvID: 2, SetCurrent: true, Current: 3, RNext: 4, Async: true})
	require.NoError(t, err)
	require.Len(t, got, 144)
	assert.Equal(t, host(t, "00000000 05000000 0000 18 01 02 03 04 00", "00000000 a0000000 0000 18 01 02 03 04 00"), after(got, mapped))

	roundTrip(t, aoStateForm, row{as: aoInfoOpt},
		AOState{SetCurrent: true, Current: 7, RNext: 8, Required: true, AcceptICMPs: true, Good: 1, Bad: 2, KeyNotFound: 3, Missing: 4, DroppedICMP: 5},
		host(t, "15000000 0000 07 08 0100000000000000 0200000000000000 0300000000000000 0400000000000000 0500000000000000",
			"a8000000 0000 07 08 0000000000000001 0000000000000002 0000000000000003 0000000000000004 0000000000000005"))
	roundTrip(t, aoStateForm, row{as: aoInfoOpt}, AOState{SetRNext: true, SetCounters: true},
		host(t, "0a000000"+zeros(44), "50000000"+zeros(44)))
	_, err = getAOState(make([]byte, 47), nil)
	assert.ErrorContains(t, err, "of 47 bytes")
	assert.Equal(t, "setcurrent=on,current=7,good=1,bad=2", AOState{SetCurrent: true, Current: 7, Good: 1, Bad: 2}.String())

	for _, spoil := range []func(k *AOKey){
		func(k *AOKey) { k.Peer = netip.Prefix{} },
		func(k *AOKey) { k.Peer = netip.PrefixFrom(mapped.Addr(), 95) },
		func(k *AOKey) { k.Interface = 1 << 31 },
		func(k *AOKey) { k.Algorithm = "" },
		func(k *AOKey) { k.Algorithm = "a\x00b" },
		func(k *AOKey) { k.Algorithm = strings.Repeat("x", 64) },
		func(k *AOKey) { k.MACLen = 256 },
		func(k *AOKey) { k.Key = NewSecret(make([]byte, 81)) },
	} {
		k := key
		spoil(&k)
		_, err := encoded(aoKeyForm, meta{}, row{as: aoAdd}, k)
		assert.ErrorIs(t, err, ErrValue, "%v", k)
	}
	_, err = encoded(aoKeyIDForm, meta{}, row{as: aoDel}, AOKeyID{})
	assert.ErrorIs(t, err, ErrValue)
}
