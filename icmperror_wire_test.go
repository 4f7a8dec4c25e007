package sockopt

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
