package sockopt

import (
	"encoding/binary"
	"math"
	"net"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireInterface(t *testing.T) {
	const i = Interface(0x010203)
	for _, test := range []struct {
		as          layout
		little, big string
	}{
		{ifIndex, "03020100", "00010203"},
		{ifIndexNet, "00010203", "00010203"},
		{ifAddrIndex, "00010203", "00010203"},
	} {
		roundTrip(t, interfaceForm, row{as: test.as}, i, host(t, test.little, test.big))
	}
	// Windows: network byte order on the way in, host order on the way out.
	for _, as := range []layout{ifIndexNetW, ifAddrNetW} {
		b, err := encoded(interfaceForm, meta{}, row{as: as}, i)
		require.NoError(t, err)
		assert.Equal(t, both(t, "00010203"), b)
		got, err := getInterface(host(t, "03020100", "00010203"), &row{as: as})
		require.NoError(t, err)
		assert.Equal(t, i, got)
	}
	// The index as an address has 24 bits.
	_, err := encoded(interfaceForm, meta{}, row{as: ifAddrIndex}, 1<<24-1)
	assert.NoError(t, err)
	_, err = encoded(interfaceForm, meta{}, row{as: ifAddrIndex}, 1<<24)
	assert.ErrorContains(t, err, "0 to 16777215")
	for _, as := range []layout{ifIndex, ifIndexNet, ifIndexNetW, ifAddr, ifAddrIndex, ifAddrNetW, ifMreqn} {
		_, err := encoded(interfaceForm, meta{}, row{as: as}, 1<<31)
		assert.ErrorIs(t, err, ErrValue)
		for n := range 4 {
			_, err := getInterface(make([]byte, n), &row{as: as})
			assert.Error(t, err)
		}
		zero, err := encoded(interfaceForm, meta{}, row{as: as}, 0)
		require.NoError(t, err)
		assert.Equal(t, make([]byte, sizes[as]), zero)
		got, err := getInterface(zero, &row{as: as})
		require.NoError(t, err)
		assert.Zero(t, got)
	}
	// The index wins over the address, where there are both.
	got, err := getInterface(append(both(t, "00000000 c0000201"), host(t, "03020100", "00010203")...), &row{as: ifMreqn})
	require.NoError(t, err)
	assert.Equal(t, i, got)
	interfaces(t)
	_, err = getInterface(both(t, "c0000201"), &row{as: ifAddr})
	assert.ErrorContains(t, err, "no interface has the address 192.0.2.1")
}

func TestWireInterfaceByAddress(t *testing.T) {
	lo := loopbackIndex(t)
	roundTrip(t, interfaceForm, row{as: ifAddr}, lo, both(t, "7f000001"))
	b := append(both(t, "00000000 7f000001"), nativeUint32(lo)...)
	roundTrip(t, interfaceForm, row{as: ifMreqn}, lo, b)
	for _, as := range []layout{ifAddrIndex, ifMreqn} { // Linux answers ip_mreqn with an address
		got, err := getInterface(both(t, "7f000001"), &row{as: as})
		require.NoError(t, err)
		assert.Equal(t, lo, got)
	}
	_, err := encoded(interfaceForm, meta{}, row{as: ifAddr}, math.MaxInt32)
	assert.ErrorContains(t, err, "no interface has the index 2147483647")

	roundTrip(t, addr4Form, row{as: ifAddr}, netip.MustParseAddr("192.0.2.1"), both(t, "c0000201"))
	addr, err := getInterfaceAddr(b, &row{as: ifMreqn})
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1", addr.String())

	group := MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo}
	b, err = encoded(groupForm, meta{}, row{as: mreq}, group)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 7f000001"), b)
	source := MulticastSource{Group: group.Group, Source: netip.MustParseAddr("192.0.2.1"), Interface: lo}
	b, err = encoded(sourceForm, meta{}, row{as: mreqIfaceSource}, source)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 7f000001 c0000201"), b)
	b, err = encoded(sourceForm, meta{}, row{as: mreqSourceIface}, source)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 c0000201 7f000001"), b)

	group.Interface = math.MaxInt32
	_, err = encoded(groupForm, meta{}, row{as: mreq}, group)
	assert.ErrorIs(t, err, ErrValue)
}

// interfaces returns those of the host; an emulator may not tell them.
func interfaces(t *testing.T) []net.Interface {
	ifis, err := net.Interfaces()
	if err != nil {
		t.Skip("the interfaces cannot be listed: ", err)
	}
	return ifis
}

// loopbackIndex returns the loopback interface, whose address is 127.0.0.1.
func loopbackIndex(t *testing.T) Interface {
	for _, ifi := range interfaces(t) {
		if ifi.Flags&net.FlagLoopback != 0 {
			if addr, err := Interface(ifi.Index).ipv4(); err == nil && addr.String() == "127.0.0.1" {
				return Interface(ifi.Index)
			}
		}
	}
	t.Skip("there is no loopback interface with 127.0.0.1")
	return 0
}

// nativeUint32 is the form of an index.
func nativeUint32(i Interface) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(i)) }
