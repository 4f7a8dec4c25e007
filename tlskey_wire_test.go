package sockopt

import (
	"bytes"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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

func TestWireTLSMode(t *testing.T) {
	roundTrip(t, tlsModeForm, row{as: cUint}, TLSModeDevice, host(t, "02000000", "00000002"))
	_, err := encoded(tlsModeForm, tlsTXMode.meta, row{as: cUint}, TLSModeNone)
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
		written = callOf(f).list[0].enc.all()
		written = written[:cap(written)]
		assert.True(t, bytes.Contains(written, word))
		f(1 << 30)
		return nil
	})
	require.Error(t, p.set(spy, TLSKey{tlsVersion13, TLSAESGCM128, own, NewSecret(make([]byte, 12)), 0}))
	assert.Equal(t, make([]byte, tlsEnableSize+16+12), written)
	assert.Equal(t, "sesame-sesame-16", string(own.Bytes()), "the caller's stays")
}
