package sockopt

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireSourceFilter(t *testing.T) {
	pad := make([]byte, groupReqOffset-4)
	storage := func(little, big string) []byte {
		b := host(t, little, big)
		return append(b, make([]byte, wire.SockaddrStorageSize-len(b))...)
	}
	sockaddr4 := func(addr string) []byte {
		if wire.SockaddrLen {
			return storage("10 02 0000"+addr, "10 02 0000"+addr)
		}
		return storage(hex16(sys.AFInet)+"0000"+addr, hex16big(sys.AFInet)+"0000"+addr)
	}
	var want []byte
	for _, part := range [][]byte{
		host(t, "07000000", "00000007"), pad, sockaddr4("e8010203"), host(t, "01000000 02000000", "00000001 00000002"),
		sockaddr4("c0000201"), sockaddr4("c0000202"),
	} {
		want = append(want, part...)
	}
	v := MulticastFilter{
		Group: netip.MustParseAddr("232.1.2.3"), Interface: 7,
		Sources: []netip.Addr{netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")},
	}
	roundTrip(t, sourceFilterForm, row{as: groupFilter4}, v, want)
	assert.Equal(t, "group=232.1.2.3,interface="+Interface(7).String()+",sources={192.0.2.1,192.0.2.2}", v.String())
	for n := range want {
		_, err := getSourceFilter(want[:n], nil)
		assert.Error(t, err, "%d bytes", n)
	}
	six := MulticastFilter{Group: netip.MustParseAddr("ff02::1"), Interface: 7, Exclude: true, Sources: []netip.Addr{netip.MustParseAddr("2001:db8::1")}}
	b, err := encoded(sourceFilterForm, meta{}, row{as: groupFilter6}, six)
	require.NoError(t, err)
	assert.Len(t, b, groupFilterHead+wire.SockaddrStorageSize)
	back, err := getSourceFilter(b, nil)
	require.NoError(t, err)
	assert.Equal(t, six, back)

	for _, bad := range []MulticastFilter{
		{}, {Group: v.Sources[0]}, {Group: six.Group},
		{Group: v.Group, Sources: six.Sources}, {Group: v.Group, Sources: make([]netip.Addr, 1)},
		{Group: v.Group, Sources: make([]netip.Addr, groupFilterMost+1)},
	} {
		_, err := encoded(sourceFilterForm, meta{}, row{as: groupFilter4}, bad)
		assert.Error(t, err, "%v", bad)
	}
	var e encoding
	require.NoError(t, putFilterGroup(&e, &row{as: groupFilter4}, MulticastGroup{Group: v.Group, Interface: 7}))
	assert.Len(t, e.all(), groupFilterHead+groupFilterMost*wire.SockaddrStorageSize)
	assert.Equal(t, want[:groupFilterMode], e.all()[:groupFilterMode])
	assert.EqualValues(t, groupFilterMost, binary.NativeEndian.Uint32(e.all()[groupFilterMode+4:]))
	assert.ErrorIs(t, putFilterGroup(&e, &row{as: groupFilter6}, MulticastGroup{}), ErrValue)
}
