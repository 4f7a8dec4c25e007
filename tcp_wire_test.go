package sockopt

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireLinger2(t *testing.T) {
	linux := row{as: seconds, min: -1, max: 120}
	roundTrip(t, linger2Form, linux, -1, host(t, "ffffffff", "ffffffff"))
	roundTrip(t, linger2Form, linux, 0, host(t, "00000000", "00000000"))
	roundTrip(t, linger2Form, linux, 120*time.Second, host(t, "78000000", "00000078"))
	for _, v := range []time.Duration{-1, time.Hour} {
		if _, err := encoded(linger2Form, meta{}, row{as: seconds, max: 120}, v); err == nil {
			t.Errorf("%v is taken", v)
		}
	}
}

// The address is as this OS has it, with a length or not; the rest is Linux's.
func TestWireMD5Key(t *testing.T) {
	peer := func(s string) netip.Prefix { return netip.MustParsePrefix(s) }
	key := NewSecret([]byte("secret"))
	tail := strings.Repeat("00", 74)
	for _, test := range []struct {
		as          layout
		key         MD5Key
		little, big string // after the address
	}{
		{md5Sig, MD5Key{Peer: peer("192.0.2.1/32"), Key: key}, "00 00 0600 00000000", "00 00 0006 00000000"},
		{md5Sig, MD5Key{Peer: peer("2001:db8::1/128"), Key: key}, "00 00 0600 00000000", "00 00 0006 00000000"},
		{md5SigExt, MD5Key{Peer: peer("192.0.0.0/8"), Key: key}, "01 08 0600 00000000", "01 08 0006 00000000"},
		{md5SigExt, MD5Key{Peer: peer("2001:db8::/32"), Interface: 0x102, Key: key}, "03 20 0600 02010000", "03 20 0006 00000102"},
		{md5SigExt, MD5Key{Peer: netip.PrefixFrom(netip.MustParseAddr("::ffff:192.0.2.0"), 120), Key: key}, "01 18 0600 00000000", "01 18 0006 00000000"},
	} {
		got, err := encoded(md5KeyForm, meta{}, row{as: test.as}, test.key)
		require.NoError(t, err, "%v", test.key)
		require.Len(t, got, 216)
		addr := make([]byte, 128)
		wire.PutSockaddr(addr, wire.Sockaddr{Addr: test.key.Peer.Addr()})
		assert.Equal(t, addr, got[:128])
		assert.Equal(t, host(t, test.little+"736563726574"+tail, test.big+"736563726574"+tail), got[128:], "%v", test.key)
	}
	for _, bad := range []struct {
		as  layout
		key MD5Key
	}{
		{md5Sig, MD5Key{Key: key}},
		{md5Sig, MD5Key{Peer: peer("192.0.0.0/8"), Key: key}},
		{md5Sig, MD5Key{Peer: peer("192.0.2.1/32"), Interface: 1, Key: key}},
		{md5SigExt, MD5Key{Peer: peer("192.0.2.1/32"), Key: NewSecret(make([]byte, 81))}},
		{md5SigExt, MD5Key{Peer: peer("192.0.2.1/32"), Interface: 1 << 31, Key: key}},
		{md5SigExt, MD5Key{Peer: netip.PrefixFrom(netip.MustParseAddr("::ffff:192.0.2.0"), 95), Key: key}},
	} {
		_, err := encoded(md5KeyForm, meta{}, row{as: bad.as}, bad.key)
		assert.ErrorIs(t, err, ErrValue, "%v", bad.key)
	}
	// What has room for the longest key and an empty one.
	got, err := encoded(md5KeyForm, meta{}, row{as: md5Sig}, MD5Key{Peer: peer("192.0.2.1/32"), Key: NewSecret(bytes.Repeat([]byte{9}, 80))})
	require.NoError(t, err)
	assert.Equal(t, bytes.Repeat([]byte{9}, 80), got[136:])
	got, err = encoded(md5KeyForm, meta{}, row{as: md5Sig}, MD5Key{Peer: peer("192.0.2.1/32")})
	require.NoError(t, err)
	assert.Equal(t, make([]byte, 88), got[128:])
}

func TestWireFastOpenKeys(t *testing.T) {
	a, b := NewSecret([]byte("0123456789abcdef")), NewSecret([]byte("fedcba9876543210"))
	roundTrip(t, fastOpenKeysForm, row{as: fastOpenKey}, FastOpenKeys{Primary: a}, []byte("0123456789abcdef"))
	roundTrip(t, fastOpenKeysForm, row{as: fastOpenKey}, FastOpenKeys{Primary: a, Backup: b}, []byte("0123456789abcdeffedcba9876543210"))
	none, err := getFastOpenKeys(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, FastOpenKeys{}, none)
	_, err = getFastOpenKeys(make([]byte, 20), nil)
	assert.ErrorContains(t, err, "of 20 bytes")
	for _, k := range []FastOpenKeys{{}, {Primary: NewSecret(make([]byte, 15))}, {Primary: a, Backup: NewSecret(make([]byte, 1))}, {Backup: b}} {
		_, err := encoded(fastOpenKeysForm, meta{}, row{as: fastOpenKey}, k)
		assert.ErrorIs(t, err, ErrValue)
	}
}

func TestWireMPTCPInfo(t *testing.T) {
	b := host(t,
		"01 02 03 04 05 06 0000 02000000 04030201"+
			"0807060504030201 1817161514131211 2827262524232221 07 08 01 00 09000000"+
			"0a00000000000000 0b00000000000000 0c00000000000000 0d00000000000000 0e 000000 0f000000 10000000 11000000",
		"01 02 03 04 05 06 0000 00000002 01020304"+
			"0102030405060708 1112131415161718 2122232425262728 07 08 01 00 00000009"+
			"000000000000000a 000000000000000b 000000000000000c 000000000000000d 0e 000000 0000000f 00000010 00000011")
	require.Len(t, b, 96)
	want := MPTCPMetrics{
		Subflows: 1, AddAddrSignal: 2, AddAddrAccepted: 3, SubflowsMax: 4, AddAddrSignalMax: 5, AddAddrAcceptedMax: 6,
		RemoteKeyReceived: true, Token: 0x01020304,
		WriteSeq: 0x0102030405060708, SndUna: 0x1112131415161718, RcvNxt: 0x2122232425262728,
		LocalAddrUsed: 7, LocalAddrMax: 8, Checksum: true,
		Retransmits: 9, BytesRetrans: 10, BytesSent: 11, BytesReceived: 12, BytesAcked: 13, SubflowsTotal: 14,
		LastDataSent: 15 * time.Millisecond, LastDataRecv: 16 * time.Millisecond, LastAckRecv: 17 * time.Millisecond,
	}
	got, err := getMPTCPMetrics(b, &row{as: mptcpInfo})
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, "2 subflows, 11 B sent, 12 B received", got.String())

	// A longer one of a newer kernel, and one of Linux 5.16.
	got, err = getMPTCPMetrics(append(b, make([]byte, 32)...), nil)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = getMPTCPMetrics(b[:48], nil)
	require.NoError(t, err)
	assert.Equal(t, 9, got.Retransmits)
	assert.Zero(t, got.BytesRetrans)
	_, err = getMPTCPMetrics(b[:39], nil)
	assert.ErrorContains(t, err, "of 39 bytes")
}

func TestWireTLSKey(t *testing.T) {
	key16, iv := strings.Repeat("a1", 16), NewSecret([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	for _, test := range []struct {
		key         TLSKey
		little, big string // the version and the cipher
		rest        string
	}{
		{TLSKey{tlsVersion12, TLSAESGCM128, NewSecret(bytes.Repeat([]byte{0xa1}, 16)), iv, 0x0102030405060708},
			"0303 3300", "0303 0033", "0405060708090a0b" + key16 + "00010203" + "0102030405060708"},
		{TLSKey{tlsVersion13, TLSAESGCM256, NewSecret(bytes.Repeat([]byte{0xa1}, 32)), iv, 1},
			"0403 3400", "0304 0034", "0405060708090a0b" + key16 + key16 + "00010203" + "0000000000000001"},
		{TLSKey{tlsVersion13, TLSChaCha20Poly1305, NewSecret(bytes.Repeat([]byte{0xa1}, 32)), iv, 2},
			"0403 3600", "0304 0036", "000102030405060708090a0b" + key16 + key16 + "0000000000000002"},
	} {
		got, err := encoded(tlsKeyForm, meta{}, row{as: tlsKey}, test.key)
		require.NoError(t, err, "%v", test.key)
		assert.Equal(t, host(t, test.little+test.rest, test.big+test.rest), got, "%v", test.key)
	}
	good := TLSKey{tlsVersion12, TLSAESGCM128, NewSecret(make([]byte, 16)), iv, 0}
	for _, spoil := range []func(k *TLSKey){
		func(k *TLSKey) { k.Version = 0x302 },
		func(k *TLSKey) { k.Cipher = 53 },
		func(k *TLSKey) { k.Cipher = TLSAESGCM256 },
		func(k *TLSKey) { k.Key = NewSecret(make([]byte, 15)) },
		func(k *TLSKey) { k.IV = NewSecret(make([]byte, 8)) },
	} {
		k := good
		spoil(&k)
		_, err := encoded(tlsKeyForm, meta{}, row{as: tlsKey}, k)
		assert.ErrorIs(t, err, ErrValue, "%v", k)
	}
	assert.Equal(t, "version=772,cipher=CHACHA20-POLY1305", TLSKey{Version: tlsVersion13, Cipher: TLSChaCha20Poly1305}.String())
}

func TestWireCCInfo(t *testing.T) {
	bbr, err := getCCState(host(t,
		"04030201 01000000 e8030000 00010000 e3020000", "01020304 00000001 000003e8 00000100 000002e3"), &row{as: ccInfo})
	require.NoError(t, err)
	got, ok := bbr.BBR()
	assert.True(t, ok)
	assert.Equal(t, BBRState{1<<32 | 0x01020304, time.Millisecond, 1, 739.0 / 256}, got)
	assert.Equal(t, "bandwidth=4311876356,minrtt=1ms,pacinggain=1,cwndgain=2.89", bbr.String())
	for _, is := range []bool{second(bbr.Vegas()), second(bbr.DCTCP())} {
		assert.False(t, is)
	}

	longer, err := getCCState(host(t,
		"04030201 01000000 e8030000 00010000 e3020000 01000000", "01020304 00000001 000003e8 00000100 000002e3 00000001"), nil)
	require.NoError(t, err)
	assert.Equal(t, bbr, longer, "what a later union tcp_cc_info has after that")

	vegas, err := getCCState(host(t, "01000000 02000000 e8030000 d0070000", "00000001 00000002 000003e8 000007d0"), nil)
	require.NoError(t, err)
	state, ok := vegas.Vegas()
	assert.True(t, ok)
	assert.Equal(t, VegasState{true, 2, time.Millisecond, 2 * time.Millisecond}, state)
	assert.Equal(t, "16 bytes", vegas.String())
	assert.False(t, second(vegas.BBR()))

	dctcp, err := getCCState(host(t, "0100 0100 00020000 03000000 04000000", "0001 0001 00000200 00000003 00000004"), nil)
	require.NoError(t, err)
	dc, ok := dctcp.DCTCP()
	assert.True(t, ok)
	assert.Equal(t, DCTCPState{true, true, 0.5, 3, 4}, dc)

	none, err := getCCState(nil, nil)
	require.NoError(t, err)
	assert.Equal(t, "none", none.String())
	assert.False(t, second(none.BBR()) || second(none.Vegas()) || second(none.DCTCP()))
}

func second[T any](_ T, ok bool) bool { return ok }

func TestWireMPTCPSubflows(t *testing.T) {
	b := make([]byte, 64)
	askAddrs(b)
	assert.Equal(t, host(t, "10000000 00000000 00000000 00010000", "00000010 00000000 00000000 00000100"), b[:16])
	askTCPInfo(b)
	assert.Equal(t, host(t, "10000000 00000000 00000000 00020000", "00000010 00000000 00000000 00000200"), b[:16])

	// Two subflows, of either family.
	flows := []MPTCPSubflow{
		{netip.MustParseAddrPort("192.0.2.1:258"), netip.MustParseAddrPort("192.0.2.2:80")},
		{netip.MustParseAddrPort("[2001:db8::1]:259"), netip.MustParseAddrPort("[2001:db8::2]:80")},
	}
	answer := host(t, "10000000 02000000 00010000 00010000", "00000010 00000002 00000100 00000100")
	for _, f := range flows {
		for _, end := range []netip.AddrPort{f.Local, f.Remote} {
			b := make([]byte, 128)
			b[2], b[3] = byte(end.Port()>>8), byte(end.Port())
			if end.Addr().Is4() {
				copy(b, sockaddrHead(16, sys.AFInet))
				copy(b[4:], end.Addr().AsSlice())
			} else {
				copy(b, sockaddrHead(28, sys.AFInet6))
				copy(b[8:], end.Addr().AsSlice())
			}
			answer = append(answer, b...)
		}
	}
	got, err := getMPTCPAddrs(answer, &row{as: mptcpAddrs})
	require.NoError(t, err)
	assert.Equal(t, flows, got)
	assert.Equal(t, "192.0.2.1:258->192.0.2.2:80", got[0].String())
	for n := range answer {
		got, err := getMPTCPAddrs(answer[:n], nil) // it neither panics nor invents
		if err == nil {
			assert.Equal(t, (n-16)/256, len(got))
		}
	}
	_, err = getMPTCPAddrs(host(t, "10000000 01000000 08000000 00010000 0000000000000000", "00000010 00000001 00000008 00000100 0000000000000000"), nil)
	assert.Error(t, err, "a kernel that has no addresses")

	// A tcp_info each, of 232 bytes in rooms of 512; the first says established.
	answer = host(t, "10000000 02000000 e8000000 00020000", "00000010 00000002 000000e8 00000200")
	answer = append(answer, make([]byte, 2*512)...)
	answer[16], answer[16+512] = 1, 7
	infos, err := getMPTCPTCP(answer, &row{as: mptcpTCP})
	require.NoError(t, err)
	require.Len(t, infos, 2)
	assert.Equal(t, TCPEstablished, infos[0].State)
	assert.NotEqual(t, infos[0].State, infos[1].State)
}

// The link-local addresses of a subflow keep the interface as their zone.
func TestWireMPTCPSubflowZone(t *testing.T) {
	addr := netip.MustParseAddr("fe80::1")
	answer := host(t, "10000000 01000000 00010000 00010000", "00000010 00000001 00000100 00000100")
	for _, port := range []uint16{258, 80} {
		b := make([]byte, 128)
		wire.PutSockaddr(b, wire.Sockaddr{Addr: addr, Port: port, Scope: 2147483647})
		answer = append(answer, b...)
	}
	got, err := getMPTCPAddrs(answer, &row{as: mptcpAddrs})
	require.NoError(t, err)
	require.Len(t, got, 1)
	assert.Equal(t, "[fe80::1%2147483647]:258->[fe80::1%2147483647]:80", got[0].String())
}

func hex16(n int) string    { return hex.EncodeToString([]byte{byte(n), byte(n >> 8)}) }
func hex16big(n int) string { return hex.EncodeToString([]byte{byte(n >> 8), byte(n)}) }

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

// A Set leaves no copy of a secret in what the package keeps, nor does a Get.
func TestSecretsAreWiped(t *testing.T) {
	word := []byte("sesame-sesame-16")
	m := meta{name: "SECRET", secret: true, own: &ownRow{row: row{as: fastOpenKey}, levelNumber: -1}}
	p := param[FastOpenKeys]{m, &fastOpenKeysForm}
	keys := FastOpenKeys{Primary: NewSecret(word)}

	// The socket looks into the call that it is in the middle of.
	var c *call
	var written []byte
	spy := socketFunc(func(f func(uintptr)) error {
		c = callOf(f)
		written = c.one.enc.all()
		assert.Equal(t, word, written)
		assert.Zero(t, c.one.enc.inline, "none in the Setting itself")
		assert.Nil(t, c.one.enc.more)
		f(1 << 30)
		return nil
	})
	require.Error(t, p.set(spy, keys))
	assert.Equal(t, make([]byte, 16), written)
	assert.Nil(t, c.one.v)
	assert.Nil(t, c.one.enc.hidden)
	assert.Equal(t, word, keys.Primary.Bytes(), "the caller's stays")

	// And writes into it what a kernel would.
	var read []byte
	spy = func(f func(uintptr)) error {
		c = callOf(f)
		c.err, c.n = nil, 16
		assert.Zero(t, [32]byte(c.buf[:32]), "the kernel sees no more than it is asked")
		copy(c.buf, word)
		copy(c.buf[16:], word) // beyond the length that it tells
		read = c.buf
		return nil
	}
	got, err := p.get(spy)
	require.NoError(t, err)
	assert.Equal(t, keys, got)
	assert.False(t, bytes.Contains(read, word))
}

type socketFunc func(func(uintptr)) error

func (f socketFunc) Control(g func(uintptr)) error { return f(g) }

// callOf returns the call whose function f is: what the closure has captured,
// behind the gate that a Socket of somebody else gets.
func callOf(f func(uintptr)) *call {
	g := captured[gate](f)
	return captured[call](g.f)
}

func captured[T any](f func(uintptr)) *T {
	closure := *(**struct {
		code uintptr
		v    *T
	})(unsafe.Pointer(&f))
	return closure.v
}
