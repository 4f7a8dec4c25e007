package sockopt

import (
	"math"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
)

func TestWireRate(t *testing.T) {
	for _, as := range []layout{cULong, cUint} {
		r := row{as: as}
		if r.size() == 8 {
			roundTrip(t, rateForm, r, 0xfedcba9876543210, host(t, "1032547698badcfe", "fedcba9876543210"))
			roundTrip(t, rateForm, r, math.MaxUint64, both(t, "ffffffffffffffff"))
			continue
		}
		roundTrip(t, rateForm, r, 0xfedcba98, host(t, "98badcfe", "fedcba98"))
		_, err := encoded(rateForm, meta{}, r, 1<<32)
		assert.ErrorIs(t, err, ErrValue)
		if as == cULong { // a long of 32 bits has no limit where 64 bits have none
			roundTrip(t, rateForm, r, math.MaxUint64, both(t, "ffffffff"))
		} else {
			_, err = encoded(rateForm, meta{}, r, math.MaxUint64)
			assert.ErrorIs(t, err, ErrValue)
		}
	}
	got, err := getRate(both(t, "ffffffff"), &row{as: cULong})
	require.NoError(t, err)
	assert.Equal(t, uint64(math.MaxUint64), got)
	got, err = getRate(both(t, "ffffffff"), &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, uint64(math.MaxUint32), got)
	for _, n := range []int{0, 1, 3, 5, 7, 9} {
		_, err := getRate(make([]byte, n), &row{as: cULong})
		assert.Error(t, err, "%d bytes", n)
	}
}

func TestWireMemInfo(t *testing.T) {
	b := host(t,
		"01000000 02000000 03000000 04000000 05000000 06000000 07000000 08000000 09000080",
		"00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 80000009")
	want := SocketMemory{1, 2, 3, 4, 5, 6, 7, 8, 0x80000009}
	got, err := getMemInfo(b, &row{as: memInfo9})
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, "received 1/2 sent 3/4 queued 6 drops 2147483657", got.String())
	got, err = getMemInfo(append(b, 1, 2, 3, 4), &row{as: memInfo9}) // of a newer kernel
	require.NoError(t, err)
	assert.Equal(t, want, got)
	got, err = getMemInfo(b[:32], &row{as: memInfo9}) // of an older one
	require.NoError(t, err)
	want.Drops = 0
	assert.Equal(t, want, got)
	for _, n := range []int{0, 1, 2, 3, 5, 35} {
		_, err := getMemInfo(b[:n], &row{as: memInfo9})
		assert.Error(t, err, "%d bytes", n)
	}
}

func TestWireGroups(t *testing.T) {
	got, err := getGroups(host(t, "e8030000 ffffffff", "000003e8 ffffffff"), nil)
	require.NoError(t, err)
	assert.Equal(t, []uint32{1000, math.MaxUint32}, got)
	got, err = getGroups(nil, nil)
	require.NoError(t, err)
	assert.Nil(t, got)
	_, err = getGroups(make([]byte, 5), nil)
	assert.Error(t, err)
}

func TestWirePIDFD(t *testing.T) {
	for _, b := range [][]byte{nil, make([]byte, 3), both(t, "ffffffff")} {
		f, err := getPIDFD(b, &row{as: cInt})
		assert.Error(t, err)
		assert.Nil(t, f)
	}
}

func TestWireTimestamping(t *testing.T) {
	roundTrip(t, timestampFlagsForm, row{as: cUint}, TimestampRxSoftware|TimestampSoftware|TimestampTxCompletion, host(t, "18000400", "00040018"))
	roundTrip(t, timestampClockForm, row{as: cInt}, TimestampMonotonic, host(t, "03000000", "00000003"))
	assert.Equal(t, "RX_SOFTWARE|SOFTWARE|TX_COMPLETION", (TimestampRxSoftware | TimestampSoftware | TimestampTxCompletion).String())
	assert.Equal(t, "0x0", TimestampFlags(0).String())
	assert.Equal(t, "TX_HARDWARE|0x80080000", (TimestampTxHardware | 1<<31 | 1<<19).String())
	assert.Equal(t, "SO_TS_BINTIME", TimestampBintime.String())
	assert.Equal(t, "4", TimestampClock(4).String())
}

func TestWireTxTime(t *testing.T) {
	r := row{as: sockTxtime}
	roundTrip(t, txTimeForm, r, TxTimeConfig{Clock: ClockTAI}, host(t, "0b000000 00000000", "0000000b 00000000"))
	roundTrip(t, txTimeForm, r, TxTimeConfig{ClockMonotonic, true, false}, host(t, "01000000 01000000", "00000001 00000001"))
	roundTrip(t, txTimeForm, r, TxTimeConfig{-2, false, true}, host(t, "feffffff 02000000", "fffffffe 00000002"))
	for n := range 8 {
		_, err := getTxTime(make([]byte, n), &r)
		assert.Error(t, err, "%d bytes", n)
	}
	assert.Equal(t, "clock=CLOCK_TAI,deadline=on,reporterrors=on", TxTimeConfig{ClockTAI, true, true}.String())
	assert.Equal(t, "CLOCK_MONOTONIC", ClockMonotonic.String())
	assert.Equal(t, "CLOCK_REALTIME", ClockRealtime.String())
	assert.Equal(t, "7", ClockID(7).String())
}

// A program is its length and where it is: right behind the struct.
func TestWireBPF(t *testing.T) {
	list := []bpf.RawInstruction{{Op: 0x30, K: 8}, {Op: 0x15, Jt: 1, Jf: 2, K: 'd'}, {Op: 6}}
	for as, want := range map[layout][]byte{
		sockFprog:  host(t, "0300", "0003"),
		bpfProgram: host(t, "03000000", "00000003"),
	} {
		r := row{as: as, max: 3}
		var e encoding
		require.NoError(t, putBPF(&e, &meta{}, &r, list))
		b := e.all()
		require.Len(t, b, 2*wordSize)
		assert.Equal(t, want, b[:len(want)])
		assert.Equal(t, make([]byte, wordSize-len(want)), b[len(want):wordSize])
		behind := b[:2*wordSize+8*len(list)][2*wordSize:]
		assert.Equal(t, uintptr(unsafe.Pointer(&behind[0])), uintptr(wire.Int(b[wordSize:])))
		assert.Equal(t, host(t,
			"3000000008000000 1500010264000000 0600000000000000",
			"0030000000000008 0015010200000064 0006000000000000"), behind)
		for _, n := range []int{0, 4} {
			_, err := encoded(bpfForm, meta{}, r, make([]bpf.RawInstruction, n))
			assert.ErrorContains(t, err, "1 to 3 instructions")
		}
	}
	b, err := encoded(noneForm, meta{}, row{as: cInt}, None{})
	require.NoError(t, err)
	assert.Equal(t, make([]byte, 4), b)
	assert.Equal(t, "none", None{}.String())
}

func TestWireAcceptFilter(t *testing.T) {
	r := row{as: acceptFilterArg}
	want := make([]byte, 256)
	copy(want, "httpready")
	copy(want[16:], "x")
	v := AcceptFilterConfig{"httpready", "x"}
	roundTrip(t, acceptFilterForm, r, v, want)
	assert.Equal(t, "name=httpready,arg=x", v.String())
	assert.Equal(t, "name=dataready", AcceptFilterConfig{Name: "dataready"}.String())
	longest := AcceptFilterConfig{strings.Repeat("n", 15), strings.Repeat("a", 239)}
	b, err := encoded(acceptFilterForm, meta{}, r, longest)
	require.NoError(t, err)
	back, err := getAcceptFilter(b, &r)
	require.NoError(t, err)
	assert.Equal(t, longest, back)
	for _, v := range []AcceptFilterConfig{{strings.Repeat("n", 16), ""}, {"n", strings.Repeat("a", 240)}, {"a\x00b", ""}, {"a", "\x00"}} {
		_, err := encoded(acceptFilterForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue)
	}
	_, err = getAcceptFilter(want[:255], &r)
	assert.Error(t, err)
}
