package sockopt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A part is one field of a kernel's struct: where it lies, the number there,
// and the field that it becomes with its value.
type part struct {
	at, size int
	raw      uint64
	field    TCPField
	want     any
}

// A tcpStruct is a kernel's struct, written down from its header.
type tcpStruct struct {
	as      layout
	size    int
	options int // where the option bits are, -1: they are not bits
	bits    map[TCPField]byte
	wscale  bool // the two window scales share byte 6
	parts   []part
}

const us, ms = time.Microsecond, time.Millisecond

var bsdBits = map[TCPField]byte{TCPFieldTimestamps: 1, TCPFieldSACK: 2, TCPFieldWScale: 4, TCPFieldECN: 8}

var tcpStructs = map[string]tcpStruct{
	// linux/tcp.h, 280 bytes in 6.18; of the tail nothing is used.
	"linux": {tcpInfoLinux, 280, 5, map[TCPField]byte{TCPFieldTimestamps: 1, TCPFieldSACK: 2, TCPFieldWScale: 4, TCPFieldECN: 8, TCPFieldFastOpen: 0x20}, true, []part{
		{0, 1, 1, TCPFieldState, TCPEstablished},
		{1, 1, 3, TCPFieldCongestionState, CongestionRecovery},
		{2, 1, 4, TCPFieldRetransmits, 4},
		{3, 1, 5, TCPFieldProbes, 5},
		{4, 1, 6, TCPFieldBackoff, 6},
		{8, 4, 201000, TCPFieldRTO, 201 * ms},
		{12, 4, 40000, TCPFieldATO, 40 * ms},
		{16, 4, 1448, TCPFieldSndMSS, 1448},
		{20, 4, 536, TCPFieldRcvMSS, 536},
		{24, 4, 11, TCPFieldUnacked, 11},
		{28, 4, 12, TCPFieldSacked, 12},
		{32, 4, 13, TCPFieldLost, 13},
		{36, 4, 14, TCPFieldRetrans, 14},
		{44, 4, 15, TCPFieldLastDataSent, 15 * ms},
		{52, 4, 16, TCPFieldLastDataRecv, 16 * ms},
		{56, 4, 17, TCPFieldLastAckRecv, 17 * ms},
		{60, 4, 65535, TCPFieldPathMTU, 65535},
		{68, 4, 18, TCPFieldRTT, 18 * us},
		{72, 4, 19, TCPFieldRTTVar, 19 * us},
		{76, 4, 20, TCPFieldSSThresh, 20 * 1448},
		{80, 4, 10, TCPFieldCwnd, 10 * 1448},
		{84, 4, 1460, TCPFieldAdvMSS, 1460},
		{88, 4, 21, TCPFieldReordering, 21},
		{92, 4, 22, TCPFieldReceiverRTT, 22 * us},
		{96, 4, 23, TCPFieldRcvSpace, 23},
		{100, 4, 24, TCPFieldTotalRetrans, uint64(24)},
		{104, 8, 1<<40 + 1, TCPFieldPacingRate, uint64(1<<40 + 1)},
		{112, 8, math.MaxUint64, TCPFieldMaxPacingRate, uint64(math.MaxUint64)},
		{120, 8, 1<<40 + 2, TCPFieldBytesAcked, uint64(1<<40 + 2)},
		{128, 8, 1<<40 + 3, TCPFieldBytesReceived, uint64(1<<40 + 3)},
		{136, 4, 25, TCPFieldSegsOut, uint64(25)},
		{140, 4, 26, TCPFieldSegsIn, uint64(26)},
		{144, 4, 27, TCPFieldNotSent, uint64(27)},
		{148, 4, 28, TCPFieldMinRTT, 28 * us},
		{152, 4, 29, TCPFieldDataSegsIn, uint64(29)},
		{156, 4, 30, TCPFieldDataSegsOut, uint64(30)},
		{160, 8, 1<<40 + 4, TCPFieldDeliveryRate, uint64(1<<40 + 4)},
		{168, 8, 1 << 40, TCPFieldBusyTime, (1 << 40) * us},
		{176, 8, 31, TCPFieldRWndLimited, 31 * us},
		{184, 8, 32, TCPFieldSndBufLimited, 32 * us},
		{192, 4, 33, TCPFieldDelivered, uint64(33)},
		{196, 4, 34, TCPFieldDeliveredCE, uint64(34)},
		{200, 8, 1<<40 + 5, TCPFieldBytesSent, uint64(1<<40 + 5)},
		{208, 8, 1<<40 + 6, TCPFieldBytesRetrans, uint64(1<<40 + 6)},
		{216, 4, 35, TCPFieldDSACKDups, uint64(35)},
		{220, 4, 36, TCPFieldReordSeen, uint64(36)},
		{224, 4, 37, TCPFieldOutOfOrder, uint64(37)},
		{228, 4, 38, TCPFieldSndWnd, 38},
		{232, 4, 39, TCPFieldRcvWnd, 39},
	}},
	// netinet/tcp.h, 256 bytes in 15.1; the fields named __tcpi are not filled.
	"freebsd": {tcpInfoFreeBSD, 256, 5, map[TCPField]byte{TCPFieldTimestamps: 1, TCPFieldSACK: 2, TCPFieldWScale: 4, TCPFieldECN: 8, TCPFieldFastOpen: 0x20}, true, []part{
		{0, 1, 4, TCPFieldState, TCPEstablished},
		{8, 4, 1000000, TCPFieldRTO, time.Second},
		{16, 4, 1448, TCPFieldSndMSS, 1448},
		{52, 4, 16, TCPFieldLastDataRecv, 16 * us},
		{68, 4, 18, TCPFieldRTT, 18 * us},
		{72, 4, 19, TCPFieldRTTVar, 19 * us},
		{76, 4, 20000, TCPFieldSSThresh, 20000},
		{80, 4, 14480, TCPFieldCwnd, 14480},
		{96, 4, 23, TCPFieldRcvSpace, 23},
		{100, 4, 38, TCPFieldSndWnd, 38},
		{120, 4, 24, TCPFieldTotalRetrans, uint64(24)},
		{124, 4, 37, TCPFieldOutOfOrder, uint64(37)},
	}},
	// netinet/tcp.h, 236 bytes; windows in segments, times that are no times: a
	// second after data came NetBSD 11 reported 13.8 s at offset 52, its uptime.
	"netbsd": {tcpInfoNetBSD, 236, 5, bsdBits, true, []part{
		{0, 1, 5, TCPFieldState, TCPCloseWait},
		{16, 4, 1448, TCPFieldSndMSS, 1448},
		{76, 4, 20000, TCPFieldSSThresh, 20000},
		{80, 4, 10, TCPFieldCwnd, 14480},
		{96, 4, 23, TCPFieldRcvSpace, 23},
		{100, 4, 38, TCPFieldSndWnd, 38 * 1448},
		{120, 4, 24, TCPFieldTotalRetrans, uint64(24)},
		{124, 4, 37, TCPFieldOutOfOrder, uint64(37)},
	}},
	// netinet/tcp.h, 212 bytes; whole bytes for the window scales.
	"openbsd": {tcpInfoOpenBSD, 212, 5, bsdBits, false, []part{
		{0, 1, 9, TCPFieldState, TCPFinWait2},
		{6, 1, 3, TCPFieldSndWScale, 3},
		{7, 1, 7, TCPFieldRcvWScale, 7},
		{8, 4, 1000000, TCPFieldRTO, time.Second},
		{16, 4, 1448, TCPFieldSndMSS, 1448},
		{44, 4, 15, TCPFieldLastDataSent, 15 * us},
		{52, 4, 16, TCPFieldLastDataRecv, 16 * us},
		{56, 4, 17, TCPFieldLastAckRecv, 17 * us},
		{68, 4, 18, TCPFieldRTT, 18 * us},
		{72, 4, 19, TCPFieldRTTVar, 19 * us},
		{76, 4, 20000, TCPFieldSSThresh, 20000},
		{80, 4, 14480, TCPFieldCwnd, 14480},
		{96, 4, 23, TCPFieldRcvSpace, 23},
		{100, 4, 38, TCPFieldSndWnd, 38},
		{116, 4, 24, TCPFieldTotalRetrans, uint64(24)},
		{120, 4, 37, TCPFieldOutOfOrder, uint64(37)},
		{128, 4, 28, TCPFieldMinRTT, 28 * us},
	}},
	// netinet/tcp.h, struct tcp_connection_info, 112 bytes; milliseconds.
	"darwin": {tcpInfoDarwin, 112, 4, bsdBits, false, []part{
		{0, 1, 6, TCPFieldState, TCPFinWait1},
		{1, 1, 3, TCPFieldSndWScale, 3},
		{2, 1, 7, TCPFieldRcvWScale, 7},
		{12, 4, 230, TCPFieldRTO, 230 * ms},
		{16, 4, 1448, TCPFieldSndMSS, 1448},
		{20, 4, 20000, TCPFieldSSThresh, 20000},
		{24, 4, 14480, TCPFieldCwnd, 14480},
		{28, 4, 38, TCPFieldSndWnd, 38},
		{36, 4, 39, TCPFieldRcvWnd, 39},
		{40, 4, 17, TCPFieldLastRTT, 17 * ms},
		{44, 4, 18, TCPFieldRTT, 18 * ms},
		{48, 4, 19, TCPFieldRTTVar, 19 * ms},
		{56, 8, 1<<40 + 7, TCPFieldSegsOut, uint64(1<<40 + 7)},
		{64, 8, 1<<40 + 5, TCPFieldBytesSent, uint64(1<<40 + 5)},
		{72, 8, 1<<40 + 6, TCPFieldBytesRetrans, uint64(1<<40 + 6)},
		{80, 8, 1<<40 + 8, TCPFieldSegsIn, uint64(1<<40 + 8)},
		{88, 8, 1<<40 + 3, TCPFieldBytesReceived, uint64(1<<40 + 3)},
		{104, 8, 24, TCPFieldTotalRetrans, uint64(24)},
	}},
	// mstcpip.h, TCP_INFO_v0, 88 bytes.
	"windows": {tcpInfoWindows, 88, -1, nil, false, []part{
		{0, 4, 5, TCPFieldState, TCPFinWait1},
		{4, 4, 1448, TCPFieldSndMSS, 1448},
		{8, 8, 1 << 33, TCPFieldConnectionTime, (1 << 33) * ms},
		{16, 1, 1, TCPFieldTimestamps, true},
		{20, 4, 18, TCPFieldRTT, 18 * us},
		{24, 4, 28, TCPFieldMinRTT, 28 * us},
		{28, 4, 11, TCPFieldInFlight, uint64(11)},
		{32, 4, 14480, TCPFieldCwnd, 14480},
		{36, 4, 38, TCPFieldSndWnd, 38},
		{40, 4, 39, TCPFieldRcvWnd, 39},
		{48, 8, 1<<40 + 5, TCPFieldBytesSent, uint64(1<<40 + 5)},
		{56, 8, 1<<40 + 3, TCPFieldBytesReceived, uint64(1<<40 + 3)},
		{68, 4, 24, TCPFieldBytesRetrans, uint64(24)},
	}},
}

// bytes are those of a connection; where nothing is said, they are not zero.
func (s tcpStruct) bytes() []byte {
	b := bytes.Repeat([]byte{0xa5}, s.size)
	if s.options >= 0 {
		b[s.options] = 0
	}
	if s.wscale {
		b[6] = 0x37 // the first bit-field is the high half
		if littleEndian {
			b[6] = 0x73
		}
	}
	for _, p := range s.parts {
		switch p.size {
		case 1:
			b[p.at] = byte(p.raw)
		case 4:
			binary.NativeEndian.PutUint32(b[p.at:], uint32(p.raw))
		case 8:
			binary.NativeEndian.PutUint64(b[p.at:], p.raw)
		}
	}
	return b
}

// ends tells for each field how long an answer must be to have it.
func (s tcpStruct) ends() map[TCPField]int {
	ends := map[TCPField]int{}
	for _, p := range s.parts {
		ends[p.field] = p.at + p.size
	}
	for f := range s.bits {
		ends[f] = s.options + 1
	}
	if s.wscale {
		ends[TCPFieldSndWScale], ends[TCPFieldRcvWScale] = 7, 7
	}
	if s.as == tcpInfoDarwin {
		ends[TCPFieldFastOpen] = 53
	}
	return ends
}

func TestWireTCPInfo(t *testing.T) {
	for name, s := range tcpStructs {
		t.Run(name, func(t *testing.T) {
			r := row{as: s.as}
			m, err := getTCPInfo(s.bytes(), &r)
			require.NoError(t, err)
			for _, p := range s.parts {
				assert.Equal(t, p.want, m.Value(p.field), "%v", p.field)
			}
			if s.wscale {
				assert.Equal(t, []int{3, 7}, []int{m.SndWScale, m.RcvWScale})
			}
			ends := s.ends()
			for f := range numTCPFields {
				assert.Equal(t, ends[f] != 0, m.Has(f), "%v", f)
				if !m.Has(f) {
					assert.Nil(t, m.Value(f), "%v", f)
				}
			}
			for f, bit := range s.bits {
				b := s.bytes()
				b[s.options] = bit
				m, err := getTCPInfo(b, &r)
				require.NoError(t, err)
				for other := range s.bits {
					assert.Equal(t, other == f, m.Value(other), "bit %#x: %v", bit, other)
				}
			}
			assert.Contains(t, m.String(), fmt.Sprintf("State=%v", m.State))
		})
	}
}

// An answer of an older kernel is a prefix: what it has is filled, the rest is
// not, and no length is too short or too long.
func TestWireTCPInfoShort(t *testing.T) {
	for name, s := range tcpStructs {
		r, b := row{as: s.as}, s.bytes()
		_, err := getTCPInfo(nil, &r)
		assert.Error(t, err, name)
		whole, err := getTCPInfo(b, &r)
		require.NoError(t, err)
		for n := 1; n <= tcpInfoRoom; n++ {
			short := b[:min(n, len(b))]
			if n > len(b) {
				short = append(bytes.Clone(b), make([]byte, n-len(b))...)
			}
			m, err := getTCPInfo(short, &r)
			require.NoError(t, err)
			for f, end := range s.ends() {
				if has := end <= n; !has {
					assert.False(t, m.Has(f), "%s: %v in %d bytes", name, f, n)
				} else {
					assert.Equal(t, whole.Value(f), m.Value(f), "%s: %v in %d bytes", name, f, n)
				}
			}
		}
	}
}

func TestWireTCPStates(t *testing.T) {
	linux := []TCPState{
		1: TCPEstablished, TCPSynSent, TCPSynReceived, TCPFinWait1, TCPFinWait2, TCPTimeWait,
		TCPClosed, TCPCloseWait, TCPLastAck, TCPListen, TCPClosing, TCPSynReceived,
	}
	bsd := []TCPState{
		TCPClosed, TCPListen, TCPSynSent, TCPSynReceived, TCPEstablished, TCPCloseWait, TCPFinWait1,
		TCPClosing, TCPLastAck, TCPFinWait2, TCPTimeWait,
	}
	windows := []TCPState{
		TCPClosed, TCPListen, TCPSynSent, TCPSynReceived, TCPEstablished, TCPFinWait1, TCPFinWait2,
		TCPCloseWait, TCPClosing, TCPLastAck, TCPTimeWait,
	}
	for _, test := range []struct {
		as     layout
		states []TCPState
	}{
		{tcpInfoLinux, linux}, {tcpInfoFreeBSD, bsd}, {tcpInfoNetBSD, bsd}, {tcpInfoOpenBSD, bsd},
		{tcpInfoDarwin, bsd}, {tcpInfoWindows, windows},
	} {
		for n := range 256 {
			b := make([]byte, 112)
			b[0] = byte(n)
			if test.as == tcpInfoWindows {
				binary.NativeEndian.PutUint32(b, uint32(n))
			}
			m, err := getTCPInfo(b, &row{as: test.as})
			require.NoError(t, err)
			if n < len(test.states) {
				assert.Equal(t, test.states[n], m.Value(TCPFieldState), "layout %d, %d", test.as, n)
			} else {
				assert.False(t, m.Has(TCPFieldState), "layout %d, %d", test.as, n)
			}
		}
	}
	assert.Equal(t, "ESTABLISHED", TCPEstablished.String())
	assert.Equal(t, "TIME-WAIT", TCPTimeWait.String())
	assert.Equal(t, "200", TCPState(200).String())
	assert.Equal(t, "200", CongestionState(200).String())
	assert.Equal(t, "field 200", TCPField(200).String())
	assert.False(t, new(TCPMetrics).Has(200))
	assert.Nil(t, new(TCPMetrics).Value(200))
}

// Numbers of the kernel that mean no number.
func TestWireTCPInfoSpecial(t *testing.T) {
	with := func(name string, parts ...part) *TCPMetrics {
		s := tcpStructs[name]
		s.parts = append(s.parts[:len(s.parts):len(s.parts)], parts...)
		m, err := getTCPInfo(s.bytes(), &row{as: s.as})
		require.NoError(t, err)
		return &m
	}
	for _, n := range []uint64{math.MaxInt32, math.MaxUint32} {
		assert.Equal(t, math.MaxInt, with("linux", part{at: 76, size: 4, raw: n}).SSThresh, "not yet lowered")
	}
	assert.False(t, with("linux", part{at: 148, size: 4, raw: math.MaxUint32}).Has(TCPFieldMinRTT), "no sample yet")
	for name, at := range map[string]int{"freebsd": 76, "netbsd": 76, "openbsd": 76, "darwin": 20} {
		assert.Equal(t, math.MaxInt, with(name, part{at: at, size: 4, raw: 65535 << 14}).SSThresh, name)
		assert.Equal(t, 65535<<14-1, with(name, part{at: at, size: 4, raw: 65535<<14 - 1}).SSThresh, name)
	}
	assert.Equal(t, time.Duration(math.MaxInt64), with("linux", part{at: 168, size: 8, raw: math.MaxUint64}).BusyTime)
	assert.Equal(t, time.Duration(math.MaxInt64), with("windows", part{at: 8, size: 8, raw: math.MaxUint64}).ConnectionTime)

	// macOS tells nothing but the state of a socket that is closed or listens.
	for _, state := range []uint64{0, 1} {
		m := with("darwin", part{at: 0, size: 1, raw: state})
		for f := range numTCPFields {
			assert.Equal(t, f == TCPFieldState, m.Has(f), "%v", f)
		}
	}
	// OpenBSD tells an ordinary user the first hundred bytes only.
	b := tcpStructs["openbsd"].bytes()
	clear(b[100:])
	m, err := getTCPInfo(b, &row{as: tcpInfoOpenBSD})
	require.NoError(t, err)
	assert.True(t, m.Has(TCPFieldRcvSpace))
	for _, f := range []TCPField{TCPFieldSndWnd, TCPFieldTotalRetrans, TCPFieldOutOfOrder, TCPFieldMinRTT} {
		assert.False(t, m.Has(f), "%v", f)
	}
	// The data of a SYN on macOS: bit 4, acknowledged.
	for bit := range 8 {
		m := with("darwin", part{at: 52, size: 1, raw: 1 << bit})
		assert.Equal(t, bit == 4, m.FastOpen, "bit %d", bit)
	}
}

// Every field has a name and a place of its own.
func TestTCPFields(t *testing.T) {
	seen := map[any]bool{}
	for f := range numTCPFields {
		var m TCPMetrics
		p := m.at(f)
		require.NotNil(t, p, "%v", f)
		switch p := p.(type) {
		case *bool:
			*p = true
		case *int:
			*p = 1
		case *uint64:
			*p = 1
		case *time.Duration:
			*p = 1
		case *TCPState:
			*p = 1
		case *CongestionState:
			*p = 1
		default:
			t.Fatalf("%v is a %T", f, p)
		}
		assert.False(t, seen[m], "%v has the place of another", f)
		seen[m] = true
		assert.NotEmpty(t, f.String())
		m.filled = 1 << f
		assert.Contains(t, m.String(), f.String()+"=")
	}
}
