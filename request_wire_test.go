package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWirePacketInfo(t *testing.T) {
	r := row{as: in6PktInfo}
	v := PacketInfo{netip.MustParseAddr("2001:db8::1"), 0x01020304}
	roundTrip(t, packetInfoForm, r, v, host(t,
		"20010db8000000000000000000000001 04030201",
		"20010db8000000000000000000000001 01020304"))
	roundTrip(t, packetInfoForm, r, PacketInfo{}, make([]byte, 20))
	for _, addr := range []string{"192.0.2.1", "fe80::1%eth0"} {
		_, err := encoded(packetInfoForm, meta{}, r, PacketInfo{Addr: netip.MustParseAddr(addr)})
		assert.ErrorIs(t, err, ErrValue, addr)
	}
	_, err := encoded(packetInfoForm, meta{}, r, PacketInfo{Interface: 1 << 31})
	assert.ErrorIs(t, err, ErrValue, "the kernel's index is signed")
	for n := range 20 {
		_, err := getPacketInfo(make([]byte, n), &r)
		assert.Error(t, err)
	}
	assert.Equal(t, "{}", PacketInfo{}.String())
}

func TestWireFlowLabel(t *testing.T) {
	r := row{as: flowLabelReq}
	v := FlowLabelLease{
		Action: FlowLabelRenew, Label: 0x12345, Dst: netip.MustParseAddr("2001:db8::1"), Share: FlowLabelShareAny,
		Flags: FlowLabelCreate | FlowLabelRemote, Expires: 258 * time.Second, Linger: 65535 * time.Second,
	}
	roundTrip(t, flowLabelForm, r, v, host(t,
		"20010db8000000000000000000000001 00012345 02 ff 0900 0201 ffff 00000000",
		"20010db8000000000000000000000001 00012345 02 ff 0009 0102 ffff 00000000"))
	assert.Equal(t, "action=IPV6_FL_A_RENEW,label=74565,dst=2001:db8::1,share=IPV6_FL_S_ANY,flags=IPV6_FL_F_CREATE|IPV6_FL_F_REMOTE,expires=4m18s,linger=18h12m15s", v.String())
	roundTrip(t, flowLabelForm, r, FlowLabelLease{Flags: FlowLabelReflect}, append(host(t,
		"00000000000000000000000000000000 00000000 00 00 0400",
		"00000000000000000000000000000000 00000000 00 00 0004"), make([]byte, 8)...))
	var e encoding
	require.NoError(t, putFlowLabelFlags(&e, &row{as: flowLabelReq}, FlowLabelRemote))
	assert.Equal(t, append(append(make([]byte, 22), host(t, "0800", "0008")...), make([]byte, 8)...), e.all())
	for _, change := range []func(l *FlowLabelLease){
		func(l *FlowLabelLease) { l.Label = 0 },
		func(l *FlowLabelLease) { l.Label = 1 << 20 },
		func(l *FlowLabelLease) { l.Dst = netip.MustParseAddr("192.0.2.1") },
		func(l *FlowLabelLease) { l.Dst = netip.MustParseAddr("fe80::1%eth0") },
		func(l *FlowLabelLease) { l.Linger = -1 },
		func(l *FlowLabelLease) { l.Expires = 65535*time.Second + 1 },
	} {
		bad := v
		change(&bad)
		_, err := encoded(flowLabelForm, meta{}, r, bad)
		assert.ErrorIs(t, err, ErrValue, "%v", bad)
	}
	for n := range 32 {
		_, err := getFlowLabel(make([]byte, n), &r)
		assert.Error(t, err)
	}
}

func TestWireSourceFilter(t *testing.T) {
	pad := make([]byte, groupReqOffset-4)
	storage := func(little, big string) []byte {
		b := host(t, little, big)
		return append(b, make([]byte, sockaddrStorageSize-len(b))...)
	}
	sockaddr4 := func(addr string) []byte {
		if sockaddrLen {
			return storage("10 02 0000"+addr, "10 02 0000"+addr)
		}
		return storage(hex16(afInet)+"0000"+addr, hex16big(afInet)+"0000"+addr)
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
	assert.Len(t, b, groupFilterHead+sockaddrStorageSize)
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
	assert.Len(t, e.all(), groupFilterHead+groupFilterMost*sockaddrStorageSize)
	assert.Equal(t, want[:groupFilterMode], e.all()[:groupFilterMode])
	assert.EqualValues(t, groupFilterMost, binary.NativeEndian.Uint32(e.all()[groupFilterMode+4:]))
	assert.ErrorIs(t, putFilterGroup(&e, &row{as: groupFilter6}, MulticastGroup{}), ErrValue)
}

func TestWireZeroCopy(t *testing.T) {
	region := make([]byte, 0x10203)
	var e encoding
	require.NoError(t, putZeroCopy(&e, &row{as: zeroCopyRecv}, region))
	b := e.all()
	require.Len(t, b, 24)
	assert.Equal(t, uint64(uintptr(unsafe.Pointer(&region[0]))), binary.NativeEndian.Uint64(b))
	assert.Equal(t, host(t, "03020100 00000000 00000000 00000000", "00010203 00000000 00000000 00000000"), b[8:])
	e = encoding{}
	require.NoError(t, putZeroCopy(&e, &row{as: zeroCopyRecv}, nil))
	assert.Equal(t, make([]byte, 24), e.all())

	r := row{as: zeroCopyRecv}
	answer := host(t,
		"0000000000000000 00100000 64000000 06000000 97ffffff",
		"0000000000000000 00001000 00000064 00000006 ffffff97")
	got, err := getZeroCopy(answer, &r)
	require.NoError(t, err)
	assert.Equal(t, ZeroCopyResult{4096, 100, 6, errnoError(105)}, got)
	assert.Contains(t, got.String(), "mapped=4096,skip=100,queued=6,err=")
	for n := range answer {
		_, err := getZeroCopy(answer[:n], &r)
		assert.Error(t, err)
	}
}

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
				binary.NativeEndian.PutUint16(b[f+end:], afInet)
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
	if !sockaddrLen {
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
	binary.NativeEndian.PutUint16(answer, afInet)
	copy(answer[4:], []byte{192, 0, 2})
	copy(answer[128:], "hmac(sha1)")
	copy(answer[192:], "password")
	binary.NativeEndian.PutUint16(answer[304:], afInet6)
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

func TestWireTLSKeyRead(t *testing.T) {
	for c, size := range map[TLSCipher]int{0: 4, TLSAESGCM128: 40, TLSAESGCM256: 56, TLSChaCha20Poly1305: 56} {
		var e encoding
		require.NoError(t, putTLSCipher(&e, nil, c))
		assert.Equal(t, make([]byte, size), e.all(), "%v", c)
		if c == 0 {
			continue
		}
		k := TLSKey{Version: tlsVersion13, Cipher: c, IV: NewSecret([]byte("abcdefghijkl")), Seq: 0x0102030405060708}
		key := make([]byte, c.keySize())
		for i := range key {
			key[i] = byte(i)
		}
		k.Key = NewSecret(key)
		b, err := encoded(tlsKeyForm, meta{}, row{as: tlsKey}, k)
		require.NoError(t, err)
		require.Len(t, b, size)
		back, err := getTLSKey(b, nil)
		require.NoError(t, err)
		assert.Equal(t, k, back)
		_, err = getTLSKey(b[:size-1], nil)
		assert.Error(t, err)
	}
	got, err := getTLSKey(host(t, "0403 3300", "0304 0033"), nil)
	require.NoError(t, err)
	assert.Equal(t, TLSKey{Version: tlsVersion13, Cipher: TLSAESGCM128}, got)
	_, err = getTLSKey(make([]byte, 3), nil)
	assert.Error(t, err)
	_, err = getTLSKey(make([]byte, 40), nil)
	assert.Error(t, err, "of no cipher that is known")
	var e encoding
	assert.ErrorIs(t, putTLSCipher(&e, nil, 99), ErrValue)
}

// The zero filter is nothing at all, which is a NULL pointer on the way.
func TestWireNoAcceptFilter(t *testing.T) {
	b, err := encoded(acceptFilterForm, meta{}, row{as: acceptFilterArg}, AcceptFilterConfig{})
	require.NoError(t, err)
	assert.Empty(t, b)
	v, err := getAcceptFilter(nil, &row{as: acceptFilterArg})
	require.NoError(t, err)
	assert.Zero(t, v)
	assert.Equal(t, "{}", v.String())
	_, err = encoded(acceptFilterForm, meta{}, row{as: acceptFilterArg}, AcceptFilterConfig{Arg: "x"})
	assert.ErrorIs(t, err, ErrValue)
}

// A query has the room that it wants, is asked as it says, and nothing of the
// answer is left behind.
func TestQueryIsWiped(t *testing.T) {
	if table[idAOGetKeys].as == absent {
		t.Skip("needs TCP_AO_GET_KEYS, which is of Linux")
	}
	var buf []byte
	_, err := aoKeys.ask(socketFunc(func(f func(uintptr)) error {
		c := callOf(f)
		if buf != nil {
			return nil // it asks only what kind the socket is
		}
		buf = c.buf
		assert.EqualValues(t, 304, c.size)
		assert.GreaterOrEqual(t, len(buf), 10*304)
		assert.EqualValues(t, 10, binary.NativeEndian.Uint32(buf[272:]))
		for i := range buf {
			buf[i] = 's'
		}
		c.n, c.err = 304, nil
		return nil
	}), AOKeyQuery{Max: 10})
	assert.Error(t, err)
	assert.Equal(t, make([]byte, len(buf)), buf)
}
