package sockopt

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireAddrPort(t *testing.T) {
	for _, test := range []struct {
		head, addr string
		family     byte
		size       byte
		want       string
	}{
		{"1f90", "c0000201 0000000000000000", sys.AFInet, 16, "192.0.2.1:8080"},
		{"0050 00000000", "20010db8000000000000000000000001 00000000", sys.AFInet6, 28, "[2001:db8::1]:80"},
	} {
		head := []byte{test.size, test.family}
		if !wire.SockaddrLen {
			head = host(t, "0000", "0000")
			head[0], head[1] = test.family, 0
			if !littleEndian {
				head[0], head[1] = 0, test.family
			}
		}
		b := append(head, both(t, test.head+test.addr)...)
		got, err := getAddrPort(b, &row{as: sockaddrIP})
		require.NoError(t, err)
		assert.Equal(t, netip.MustParseAddrPort(test.want), got)
		assert.Zero(t, testing.AllocsPerRun(10, func() { getAddrPort(b, &row{as: sockaddrIP}) }))
		_, err = getAddrPort(b[:len(b)-1], &row{as: sockaddrIP})
		assert.ErrorContains(t, err, "bytes")
		b[0], b[1] = 99, 99
		_, err = getAddrPort(b, &row{as: sockaddrIP})
		assert.ErrorContains(t, err, "family")
	}

	// A link-local address has the interface as its zone.
	head := host(t, "0a00", "000a")
	if sys.AFInet6 != 0x0a || wire.SockaddrLen {
		return
	}
	b := append(append(head, both(t, "0050 00000000 fe800000000000000000000000000001")...), host(t, "ffffff7f", "7fffffff")...)
	got, err := getAddrPort(b, &row{as: sockaddrIP})
	require.NoError(t, err)
	assert.Equal(t, "[fe80::1%2147483647]:80", got.String())
}

func TestWirePathMTU(t *testing.T) {
	for v, want := range map[PathMTUDiscovery][2]string{
		PathMTUDont:  {"00", "02"},
		PathMTUWant:  {"01", "00"},
		PathMTUDo:    {"02", "01"},
		PathMTUProbe: {"03", "03"},
	} {
		for i, as := range []layout{cInt, pmtudWindows} {
			roundTrip(t, pathMTUForm, row{as: as}, v, host(t, want[i]+"000000", "000000"+want[i]))
		}
	}
	roundTrip(t, pathMTUForm, row{as: cInt}, PathMTUOmit, host(t, "05000000", "00000005"))
	for _, v := range []PathMTUDiscovery{-1, PathMTUOmit + 1} {
		_, err := encoded(pathMTUForm, meta{}, row{as: cInt}, v)
		assert.ErrorIs(t, err, ErrValue)
	}
	_, err := encoded(pathMTUForm, meta{}, row{as: pmtudWindows}, PathMTUInterface)
	assert.ErrorContains(t, err, "must be dont to probe")
	_, err = getPathMTU(host(t, "09000000", "00000009"), &row{as: pmtudWindows})
	assert.ErrorContains(t, err, "the state 9")
	assert.Equal(t, "omit", PathMTUOmit.String())
	assert.Equal(t, "6", PathMTUDiscovery(6).String())

	roundTrip(t, dontFragForm, row{as: dontFragPMTUD}, true, host(t, "02000000", "00000002"))
	roundTrip(t, dontFragForm, row{as: dontFragPMTUD}, false, host(t, "00000000", "00000000"))
	roundTrip(t, dontFragForm, row{as: cInt}, true, host(t, "01000000", "00000001"))
	for n, want := range []bool{false, false, true, true, false, false} {
		on, err := getDontFrag([]byte{byte(n)}, &row{as: dontFragPMTUD})
		require.NoError(t, err)
		assert.Equal(t, want, on, PathMTUDiscovery(n))
	}

	info := append(make([]byte, 28), host(t, "dc050000", "000005dc")...)
	n, err := getPathMTUInfo(info, &row{as: ip6MTUInfo})
	require.NoError(t, err)
	assert.Equal(t, 1500, n)
	n, err = getPathMTUInfo(info[28:], &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, 1500, n)
	_, err = getPathMTUInfo(info[:31], &row{as: ip6MTUInfo})
	assert.ErrorContains(t, err, "of 31 bytes")

	roundTrip(t, minMTUForm, row{as: cInt}, MinMTUMulticast, host(t, "ffffffff", "ffffffff"))
	for v, want := range map[MinMTU]string{MinMTUMulticast: "multicast", MinMTUNever: "never", MinMTUAlways: "always", 2: "2"} {
		assert.Equal(t, want, v.String())
	}
}

func TestWirePortRange(t *testing.T) {
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{0x1122, 0x3344}, host(t, "22114433", "33441122"))
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{Low: 0x1122}, host(t, "22110000", "00001122"))
	roundTrip(t, portRangeForm, row{as: portRange}, PortRange{}, both(t, "00000000"))
	_, err := encoded(portRangeForm, meta{}, row{as: portRange}, PortRange{2, 1})
	assert.ErrorIs(t, err, ErrValue)
	_, err = getPortRange(make([]byte, 3), &row{as: portRange})
	assert.ErrorContains(t, err, "of 3 bytes")
	assert.Equal(t, "40000-40099", PortRange{40000, 40099}.String())

	roundTrip(t, portChoiceForm, row{as: cInt}, PortsLow, host(t, "02000000", "00000002"))
	for v, want := range map[PortChoice]string{PortsDefault: "default", PortsHigh: "high", PortsLow: "low", 3: "3"} {
		assert.Equal(t, want, v.String())
	}
	roundTrip(t, protectionLevelForm, row{as: cInt}, ProtectionDefault, host(t, "ffffffff", "ffffffff"))
	roundTrip(t, protectionLevelForm, row{as: cInt}, ProtectionRestricted, host(t, "1e000000", "0000001e"))
	for v, want := range map[ProtectionLevel]string{-1: "default", 10: "unrestricted", 20: "edge-restricted", 30: "restricted", 40: "40"} {
		assert.Equal(t, want, v.String())
	}
}

func TestWireAddrPreferences(t *testing.T) {
	for _, test := range []struct {
		as          layout
		v           AddrPreferences
		little, big string
	}{
		{addrPrefsLinux, PreferTemporary | PreferCareOf, "05000000", "00000005"},
		{addrPrefsLinux, PreferPublicTemporaryDefault | PreferHome, "00050000", "00000500"},
		{addrPrefsLinux, PreferPublic | PreferNonCGA, "02080000", "00000802"},
		{addrPrefsLinux, PreferCGA, "08000000", "00000008"},
		{addrPrefsSolaris, PreferTemporary | PreferHome | PreferCGA, "29000000", "00000029"},
		{addrPrefsSolaris, PreferPublic | PreferCareOf | PreferNonCGA, "16000000", "00000016"},
		{tempAddr, PreferTemporary, "01000000", "00000001"},
		{tempAddr, PreferPublic, "00000000", "00000000"},
		{tempAddr, PreferPublicTemporaryDefault, "ffffffff", "ffffffff"},
	} {
		roundTrip(t, addrPreferencesForm, row{as: test.as}, test.v, host(t, test.little, test.big))
	}
	got, err := encoded(addrPreferencesForm, meta{}, row{as: addrPrefsSolaris}, PreferPublicTemporaryDefault)
	require.NoError(t, err)
	assert.Equal(t, host(t, "04000000", "00000004"), got)
	for _, v := range []AddrPreferences{
		PreferTemporary | PreferPublic, PreferPublic | PreferPublicTemporaryDefault, PreferHome | PreferCareOf, PreferCGA | PreferNonCGA, 1 << 7,
	} {
		_, err := encoded(addrPreferencesForm, meta{}, row{as: addrPrefsLinux}, v)
		assert.ErrorIs(t, err, ErrValue, "%v", v)
	}
	_, err = encoded(addrPreferencesForm, meta{}, row{as: tempAddr}, PreferHome)
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "public|home", (PreferPublic | PreferHome).String())
	assert.Equal(t, "CGA|0x80", (PreferCGA | 1<<7).String())
	assert.Equal(t, "none", AddrPreferences(0).String())
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
