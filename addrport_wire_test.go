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
