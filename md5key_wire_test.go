package sockopt

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
