package sockopt

import (
	"bytes"
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

// The wire forms of options that Linux does not have.

// The key and the IV lie behind the struct, which points to them.
func TestWireTLSEnable(t *testing.T) {
	iv := NewSecret([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
	key16, key32 := NewSecret(bytes.Repeat([]byte{0xa1}, 16)), NewSecret(bytes.Repeat([]byte{0xa1}, 32))
	const none = "00000000 00000000 00000000" // no hash, no flags
	for _, test := range []struct {
		key         TLSKey
		iv          int
		little, big string // the cipher and the two lengths
		rest        string
	}{
		{TLSKey{tlsVersion12, TLSAESGCM128, key16, iv, 0x0102030405060708}, 4,
			"19000000 10000000 04000000", "00000019 00000010 00000004", none + "0303 0102030405060708"},
		{TLSKey{tlsVersion13, TLSAESGCM256, key32, iv, 1}, 12,
			"19000000 20000000 0c000000", "00000019 00000020 0000000c", none + "0304 0000000000000001"},
		{TLSKey{tlsVersion12, TLSChaCha20Poly1305, key32, iv, 2}, 12,
			"29000000 20000000 0c000000", "00000029 00000020 0000000c", none + "0303 0000000000000002"},
	} {
		got, err := encoded(tlsKeyForm, meta{}, row{as: tlsEnable}, test.key)
		require.NoError(t, err, "%v", test.key)
		require.Len(t, got, map[int]int{4: 48, 8: 64}[wordSize])
		behind := got[:cap(got)][len(got):]
		assert.Equal(t, append(test.key.Key.Bytes(), iv.Bytes()[:test.iv]...), behind)
		pointer := func(i int) uintptr { return uintptr(wire.Int(got[i*wordSize : (i+1)*wordSize])) }
		assert.Equal(t, uintptr(unsafe.Pointer(&behind[0])), pointer(0))
		assert.Equal(t, uintptr(unsafe.Pointer(&behind[test.key.Key.Len()])), pointer(1))
		assert.Zero(t, pointer(2))
		want := host(t, test.little+test.rest, test.big+test.rest)
		assert.Equal(t, want, got[3*wordSize:][:len(want)], "%v", test.key)
		assert.Equal(t, make([]byte, len(got)-3*wordSize-len(want)), got[3*wordSize+len(want):])
	}
	_, err := encoded(tlsKeyForm, meta{}, row{as: tlsEnable}, TLSKey{tlsVersion12, TLSAESGCM128, key16, NewSecret(make([]byte, 4)), 0})
	assert.ErrorIs(t, err, ErrValue)
}

// What a secret points to is wiped with it.
func TestPointedSecretsAreWiped(t *testing.T) {
	m := meta{name: "SECRET", secret: true, own: &ownRow{row: row{as: tlsEnable}, levelNumber: -1}}
	p := param[TLSKey]{m, &tlsKeyForm}
	word := []byte("sesame-sesame-16")
	own := NewSecret(word)
	var written []byte
	spy := socketFunc(func(f func(uintptr)) error {
		written = callOf(f).one.enc.all()
		written = written[:cap(written)]
		assert.True(t, bytes.Contains(written, word))
		f(1 << 30)
		return nil
	})
	require.Error(t, p.set(spy, TLSKey{tlsVersion13, TLSAESGCM128, own, NewSecret(make([]byte, 12)), 0}))
	assert.Equal(t, make([]byte, tlsEnableSize+16+12), written)
	assert.Equal(t, "sesame-sesame-16", string(own.Bytes()), "the caller's stays")
}

func TestWireTLSMode(t *testing.T) {
	roundTrip(t, tlsModeForm, row{as: cUint}, TLSModeDevice, host(t, "02000000", "00000002"))
	_, err := encoded(tlsModeForm, tlsTXMode.meta, row{as: cUint}, TLSModeNone)
	assert.ErrorIs(t, err, ErrValue)
}

// The alignment of an off_t is 4 on 386 and 8 elsewhere; so is that of a time_t.
func TestWireSplice(t *testing.T) {
	r := row{as: spliceStruct}
	v := SpliceConfig{Target: 5, Max: 0x0102030405060708, Idle: 10500 * time.Millisecond}
	switch sys.TimevalSize {
	case 16:
		roundTrip(t, spliceForm, r, v, host(t,
			"05000000 00000000 0807060504030201 0a00000000000000 20a1070000000000",
			"00000005 00000000 0102030405060708 000000000000000a 000000000007a120"))
	case 12:
		roundTrip(t, spliceForm, r, v, both(t, "05000000 0807060504030201 0a00000000000000 20a10700"))
	default:
		roundTrip(t, spliceForm, r, v, host(t,
			"05000000 0807060504030201 0a000000 20a10700",
			"00000005 0102030405060708 0000000a 0007a120"))
	}
	assert.Equal(t, "target=5,max=72623859790382856,idle=10.5s", v.String())

	end, err := encoded(spliceForm, meta{}, r, SpliceConfig{Target: -1})
	require.NoError(t, err)
	assert.Equal(t, append(both(t, "ffffffff"), make([]byte, spliceSize-4)...), end)

	got, err := getSplice(host(t, "0807060504030201", "0102030405060708"), &r)
	require.NoError(t, err)
	assert.Equal(t, SpliceConfig{Target: -1, Spliced: 0x0102030405060708}, got)
	for _, n := range []int{0, 4, 7, 9, spliceSize - 1} {
		_, err := getSplice(make([]byte, n), &r)
		assert.Error(t, err, "%d bytes", n)
	}
	for _, v := range []SpliceConfig{{Target: -2}, {Max: -1}, {Idle: -1}} {
		_, err := encoded(spliceForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue, "%v", v)
	}
}

func TestWireTCPStack(t *testing.T) {
	r := row{as: tcpFunctionSet}
	want := make([]byte, 36)
	copy(want, "rack")
	roundTrip(t, tcpStackForm, r, "rack", want)
	copy(want[32:], "\x01\x02\x03\x04") // the count
	got, err := getString(want, &r)
	require.NoError(t, err)
	assert.Equal(t, "rack", got)
	_, err = encoded(tcpStackForm, meta{}, r, strings.Repeat("n", 31))
	assert.NoError(t, err)
	for _, v := range []string{strings.Repeat("n", 32), "a\x00b"} {
		_, err = encoded(tcpStackForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue)
	}
}

func TestWireNPExtensions(t *testing.T) {
	r := row{as: npExtensions}
	roundTrip(t, npExtensionsForm, r, true, host(t, "01000000 01000000", "00000001 00000001"))
	roundTrip(t, npExtensionsForm, r, false, host(t, "00000000 01000000", "00000000 00000001"))
	on, err := getNPExtensions(host(t, "02000000 03000000", "00000002 00000003"), &r) // another flag
	require.NoError(t, err)
	assert.False(t, on)
	_, err = getNPExtensions(make([]byte, 7), &r)
	assert.Error(t, err)
}

func TestWireServiceType(t *testing.T) {
	roundTrip(t, serviceTypeForm, row{as: cInt}, ServiceResponsiveData, host(t, "08000000", "00000008"))
	_, err := encoded(serviceTypeForm, netServiceType.meta, row{as: cInt}, 9)
	assert.ErrorIs(t, err, ErrValue)
}

func TestWireConnectTime(t *testing.T) {
	got, err := getConnectTime(host(t, "feffffff", "fffffffe"), &row{as: connectSeconds})
	require.NoError(t, err)
	assert.Equal(t, 4294967294*time.Second, got)
	_, err = getConnectTime(both(t, "ffffffff"), nil)
	assert.ErrorIs(t, err, sys.ErrNoPeer)
	_, err = getConnectTime(make([]byte, 3), nil)
	assert.Error(t, err)
}

func TestWireHandle(t *testing.T) {
	b, err := encoded(handleForm, meta{}, row{as: socketHandle}, 0x01020304)
	require.NoError(t, err)
	if wordSize == 8 {
		assert.Equal(t, host(t, "0403020100000000", "0000000001020304"), b)
	} else {
		assert.Equal(t, host(t, "04030201", "01020304"), b)
	}
	assert.Equal(t, "16909060", formatValue(FD(0x01020304), ""))
	b, err = encoded(noneForm, meta{}, row{as: socketHandle}, None{})
	require.NoError(t, err)
	assert.Equal(t, make([]byte, wordSize), b)
}

func TestWireICMPError(t *testing.T) {
	for _, want := range []ICMPError{
		{netip.MustParseAddr("192.0.2.1"), protocolICMP, 3, 1},
		{netip.MustParseAddr("2001:db8::1"), protocolICMPv6, 1, 4},
	} {
		b := make([]byte, icmpErrorSize)
		wire.PutSockaddr(b, wire.Sockaddr{Addr: want.Source})
		copy(b[28:], host(t, "01000000 0301", "00000001 0301"))
		if want.Source.Is6() {
			copy(b[28:], host(t, "3a000000 0104", "0000003a 0104"))
		}
		got, err := getICMPError(b, &row{as: icmpErrorStruct})
		require.NoError(t, err)
		assert.Equal(t, want, got)
		for n := range b {
			_, err := getICMPError(b[:n], nil)
			assert.Error(t, err, "%d bytes", n)
		}
	}
	_, err := getICMPError(make([]byte, icmpErrorSize), nil) // of no family
	assert.Error(t, err)
	assert.Equal(t, "source=192.0.2.1,protocol=1,type=3,code=1", ICMPError{netip.MustParseAddr("192.0.2.1"), 1, 3, 1}.String())
}
