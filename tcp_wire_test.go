package sockopt

import (
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
