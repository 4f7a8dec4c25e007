package sockopt

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireGroup(t *testing.T) {
	const i = Interface(0x010203)
	v4 := MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: i}
	v6 := MulticastGroup{Group: netip.MustParseAddr("ff15::1234"), Interface: i}
	index := host(t, "03020100", "00010203")
	for _, test := range []struct {
		as   layout
		v    MulticastGroup
		want []byte
	}{
		{mreq, MulticastGroup{Group: v4.Group}, both(t, "ef010203 00000000")},
		{mreqIndex, v4, both(t, "ef010203 00010203")},
		{mreqn, v4, append(both(t, "ef010203 00000000"), index...)},
		{ipv6Mreq, v6, append(both(t, "ff15000000000000 0000000000001234"), index...)},
		{mreqn, MulticastGroup{Group: netip.AddrFrom16(v4.Group.As16())}, both(t, "ef010203 00000000 00000000")},
	} {
		got, err := encoded(groupForm, meta{}, row{as: test.as}, test.v)
		require.NoError(t, err)
		assert.Equal(t, test.want, got, "layout %d", test.as)
	}
	for _, test := range []struct {
		as layout
		v  MulticastGroup
	}{
		{ipv6Mreq, v4}, {mreqn, v6}, {mreq, v6}, {mreqIndex, v6},
		{mreqIndex, MulticastGroup{Group: v4.Group, Interface: 1 << 24}},
		{mreqn, MulticastGroup{Group: netip.MustParseAddr("10.0.0.1")}},
		{mreqn, MulticastGroup{}},
		{ipv6Mreq, MulticastGroup{Group: netip.MustParseAddr("2001:db8::1")}},
		{ipv6Mreq, MulticastGroup{Group: v6.Group.WithZone("lo")}},
	} {
		_, err := encoded(groupForm, meta{}, row{as: test.as}, test.v)
		assert.ErrorIs(t, err, ErrValue, "%v of layout %d", test.v, test.as)
	}
}

func TestWireGroupSource(t *testing.T) {
	const i = Interface(0x010203)
	for _, test := range []struct {
		as            layout
		group, source netip.Addr
		size          byte
		family        uint16
		at            int // of the address in its sockaddr
	}{
		{groupSource4, netip.MustParseAddr("232.1.2.3"), netip.MustParseAddr("192.0.2.1"), 16, sys.AFInet, 4},
		{groupSource6, netip.MustParseAddr("ff35::1234"), netip.MustParseAddr("2001:db8::1"), 28, sys.AFInet6, 8},
	} {
		want := make([]byte, groupReqOffset+2*wire.SockaddrStorageSize)
		copy(want, host(t, "03020100", "00010203"))
		for at, addr := range map[int]netip.Addr{
			groupReqOffset: test.group,
			groupReqOffset + wire.SockaddrStorageSize: test.source,
		} {
			copy(want[at:], sockaddrHead(test.size, test.family))
			copy(want[at+test.at:], addr.AsSlice())
		}
		v := MulticastSource{Group: test.group, Source: test.source, Interface: i}
		got, err := encoded(sourceForm, meta{}, row{as: test.as}, v)
		require.NoError(t, err)
		assert.Equal(t, want, got)

		v.Group, v.Source = test.source, test.group
		_, err = encoded(sourceForm, meta{}, row{as: test.as}, v)
		assert.ErrorIs(t, err, ErrValue)
	}
}

func TestWireGroupReq(t *testing.T) {
	for _, test := range []struct {
		as      layout
		group   string
		address int // of the address in struct sockaddr
	}{
		{groupReq4, "239.1.2.3", 4},
		{groupReq6, "ff05::1234", 8},
	} {
		group := netip.MustParseAddr(test.group)
		got, err := encoded(groupForm, meta{}, row{as: test.as}, MulticastGroup{group, 0x01020304})
		require.NoError(t, err)
		require.Len(t, got, groupReqOffset+wire.SockaddrStorageSize)
		assert.Equal(t, host(t, "04030201", "01020304"), got[:4])
		assert.Equal(t, make([]byte, groupReqOffset-4), got[4:groupReqOffset])
		want := make([]byte, wire.SockaddrStorageSize)
		wire.PutSockaddr(want, wire.Sockaddr{Addr: group})
		assert.Equal(t, group.AsSlice(), want[test.address:test.address+group.BitLen()/8])
		assert.Equal(t, want, got[groupReqOffset:])
	}
	for as, test := range map[layout][2]string{
		groupReq4: {"ff05::1", "invalid value: IPv6 group on an IPv4 socket"},
		groupReq6: {"239.1.2.3", "invalid value: IPv4 group on an IPv6 socket"},
	} {
		_, err := encoded(groupForm, meta{}, row{as: as}, MulticastGroup{Group: netip.MustParseAddr(test[0])})
		assert.ErrorIs(t, err, ErrValue)
		assert.EqualError(t, err, test[1])
	}
}
