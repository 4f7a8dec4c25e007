package sockopt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
