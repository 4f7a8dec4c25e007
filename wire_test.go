package sockopt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The wire forms of all OSes, tested on each: what differs is the byte order of
// the host and the size of its words.

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// host picks the bytes, in hexadecimal, that this host has for a value.
func host(t *testing.T, little, big string) []byte {
	t.Helper()
	if !littleEndian {
		little = big
	}
	b, err := hex.DecodeString(strings.ReplaceAll(little, " ", ""))
	require.NoError(t, err)
	return b
}

// both are the bytes where the order is that of the network.
func both(t *testing.T, text string) []byte { return host(t, text, text) }

// encoded returns what put writes, or its error.
func encoded[T any](f form[T], m meta, r row, v T) ([]byte, error) {
	var e encoding
	err := f.put(&e, &m, &r, v)
	return e.all(), err
}

// roundTrip checks the bytes of a value, and that they are read as it.
func roundTrip[T any](t *testing.T, f form[T], r row, v T, want []byte) {
	t.Helper()
	got, err := encoded(f, meta{}, r, v)
	require.NoError(t, err, "%v", v)
	assert.Equal(t, want, got, "%v", v)
	back, err := f.get(want, &r)
	require.NoError(t, err, "%v", v)
	assert.Equal(t, v, back)
}

func TestWireBool(t *testing.T) {
	for _, as := range []layout{cInt, cUint, cFlag} {
		roundTrip(t, boolForm, row{as: as}, true, host(t, "01000000", "00000001"))
		roundTrip(t, boolForm, row{as: as}, false, both(t, "00000000"))
	}
	roundTrip(t, boolForm, row{as: cByte}, true, both(t, "01"))
	roundTrip(t, boolForm, row{as: cByte}, false, both(t, "00"))

	// Kernels answer from one to eight bytes, and any bit of them.
	for _, b := range [][]byte{
		{1}, {0x80}, {2, 0}, {0, 2},
		host(t, "80000000", "00000080"), // SO_LINGER of the BSDs
		host(t, "04000000", "00000004"), // TCP_NODELAY
		host(t, "00100000", "00001000"), // TCP_NOPUSH
		host(t, "00000080", "80000000"), // the sign
		host(t, "ffffffff", "ffffffff"),
		{0, 0, 0, 0, 0, 0, 0, 0x80}, {0x80, 0, 0, 0, 0, 0, 0, 0},
	} {
		on, err := getBool(b, &row{as: cInt})
		require.NoError(t, err)
		assert.True(t, on, "% x", b)
	}
	for _, n := range []int{1, 2, 4, 8} {
		on, err := getBool(make([]byte, n), &row{as: cInt})
		require.NoError(t, err)
		assert.False(t, on)
	}
	for _, n := range []int{0, 3, 5, 6, 7, 9} {
		_, err := getBool(make([]byte, n), &row{as: cInt})
		assert.ErrorContains(t, err, "unexpected answer", "%d bytes", n)
	}
}

func TestWireInteger(t *testing.T) {
	roundTrip(t, intForm, row{as: cInt}, 0x01020304, host(t, "04030201", "01020304"))
	roundTrip(t, intForm, row{as: cInt}, -2, host(t, "feffffff", "fffffffe"))
	roundTrip(t, intForm, row{as: cInt}, math.MinInt32, host(t, "00000080", "80000000"))
	roundTrip(t, intForm, row{as: cByte}, 255, both(t, "ff"))
	roundTrip(t, uint32Form, row{as: cUint}, 0xfedcba98, host(t, "98badcfe", "fedcba98"))
	roundTrip(t, uint64Form, row{as: cUint64}, 0xfedcba9876543210, host(t, "1032547698badcfe", "fedcba9876543210"))
	roundTrip(t, dsFieldForm, row{as: cInt}, AF41|ECT0, host(t, "8a000000", "0000008a"))

	// An option that is a number elsewhere and here is on or off.
	got, err := encoded(intForm, meta{}, row{as: cFlag}, 256)
	require.NoError(t, err)
	assert.Equal(t, host(t, "01000000", "00000001"), got)

	// Short answers are numbers too: one byte of a char, two of a short.
	for _, b := range [][]byte{{0xfe}, host(t, "fe00", "00fe"), host(t, "fe000000", "000000fe")} {
		n, err := getNumber[int](b, &row{as: cInt})
		require.NoError(t, err)
		assert.Equal(t, 0xfe, n)
	}
	_, err = getNumber[int]([]byte{1, 2, 3}, &row{as: cInt})
	assert.ErrorContains(t, err, "unexpected answer of the kernel: of 3 bytes")
}

// The strictest of the bounds of the layout, the option and the kernel holds.
func TestWireIntegerBounds(t *testing.T) {
	for _, test := range []struct {
		m      meta
		r      row
		lo, hi int64
	}{
		{meta{}, row{as: cInt}, math.MinInt32, math.MaxInt32},
		{meta{}, row{as: cUint}, 0, math.MaxUint32},
		{meta{}, row{as: cByte}, 0, 255},
		{meta{}, row{as: cUint64}, 0, math.MaxInt64},
		{meta{min: -1, max: 255}, row{as: cInt}, -1, 255},
		{meta{min: -1, max: 255}, row{as: cByte}, 0, 255},
		{meta{min: 1, max: math.MaxInt32}, row{as: cInt, min: 88, max: 32767}, 88, 32767},
		{meta{min: 1, max: 127}, row{as: cInt, max: 255}, 1, 127},
	} {
		lo, hi := integerBounds(&test.m, &test.r)
		assert.Equal(t, []int64{test.lo, test.hi}, []int64{lo, hi}, "%+v %+v", test.m, test.r)
		assert.NoError(t, checkInteger(&test.m, &test.r, test.lo))
		assert.NoError(t, checkInteger(&test.m, &test.r, test.hi))
		assert.ErrorIs(t, checkInteger(&test.m, &test.r, test.lo-1), ErrValue)
		if test.hi < math.MaxInt64 {
			assert.ErrorIs(t, checkInteger(&test.m, &test.r, test.hi+1), ErrValue)
		}
	}
}

func TestWireLinger(t *testing.T) {
	on := LingerWait(258 * time.Second)
	roundTrip(t, lingerForm, row{as: lingerInts}, on, host(t, "01000000 02010000", "00000001 00000102"))
	roundTrip(t, lingerForm, row{as: lingerShorts, max: 65535}, on, host(t, "0100 0201", "0001 0102"))
	for _, as := range []layout{lingerInts, lingerShorts} {
		roundTrip(t, lingerForm, row{as: as}, LingerConfig{}, make([]byte, sizes[as]))
	}

	// The largest of each field; more is refused.
	most := []struct {
		r   row
		sec int64
	}{
		{row{as: lingerInts}, math.MaxInt32},
		{row{as: lingerInts, max: 32767}, 32767},
		{row{as: lingerInts, max: 327}, 327},
		{row{as: lingerShorts, max: 65535}, 65535},
	}
	for _, test := range most {
		_, err := encoded(lingerForm, meta{}, test.r, LingerWait(time.Duration(test.sec)*time.Second))
		assert.NoError(t, err)
		_, err = encoded(lingerForm, meta{}, test.r, LingerWait(time.Duration(test.sec)*time.Second+1))
		assert.ErrorIs(t, err, ErrValue)
	}

	// BSDs answer the option's bit, and some kernels keep a time that is off.
	got, err := getLinger(host(t, "80000000 05000000", "00000080 00000005"), &row{as: lingerInts})
	require.NoError(t, err)
	assert.Equal(t, LingerWait(5*time.Second), got)
	got, err = getLinger(host(t, "00000000 05000000", "00000000 00000005"), &row{as: lingerInts})
	require.NoError(t, err)
	assert.Equal(t, LingerConfig{}, got)

	_, err = getLinger(host(t, "01000000 ffffffff", "00000001 ffffffff"), &row{as: lingerInts})
	assert.ErrorContains(t, err, "linger time of -1 s")
	for n := range 8 {
		_, err = getLinger(make([]byte, n), &row{as: lingerInts})
		assert.Error(t, err)
	}
	for n := range 4 {
		_, err = getLinger(make([]byte, n), &row{as: lingerShorts})
		assert.Error(t, err)
	}
}

func TestWireDuration(t *testing.T) {
	for _, test := range []struct {
		as          layout
		v           time.Duration
		little, big string
	}{
		{seconds, 258 * time.Second, "02010000", "00000102"},
		{halfSeconds, 129 * time.Second, "02010000", "00000102"},
		{halfSeconds, 1500 * time.Millisecond, "03000000", "00000003"},
		{milliseconds, 258 * time.Millisecond, "02010000", "00000102"},
		{uMillis, math.MaxUint32 * time.Millisecond, "ffffffff", "ffffffff"},
		{microseconds, 258 * time.Microsecond, "02010000", "00000102"},
	} {
		roundTrip(t, durationForm, row{as: test.as}, test.v, host(t, test.little, test.big))
	}

	// Rounded up, and never to what means something else.
	for _, test := range []struct {
		as   layout
		v    time.Duration
		want int64
	}{
		{seconds, 0, 0}, {seconds, 1, 1}, {seconds, time.Second, 1}, {seconds, time.Second + 1, 2},
		{halfSeconds, 1, 1}, {halfSeconds, 500 * time.Millisecond, 1}, {halfSeconds, 501 * time.Millisecond, 2},
		{milliseconds, time.Microsecond, 1}, {milliseconds, 1500 * time.Microsecond, 2},
		{uMillis, 1, 1}, {microseconds, 1, 1}, {microseconds, time.Microsecond + 1, 2},
	} {
		b, err := encoded(durationForm, meta{}, row{as: test.as}, test.v)
		require.NoError(t, err)
		n, err := getInteger(b, &row{as: test.as})
		require.NoError(t, err)
		assert.Equal(t, test.want, n, "%v in units of %v", test.v, units[test.as])
	}

	// Bounds are in the unit of the row.
	r, m := row{as: halfSeconds, min: 1, max: 42949672}, meta{min: 1, max: math.MaxInt32}
	_, err := encoded(durationForm, m, r, 42949672*time.Second/2)
	assert.NoError(t, err)
	_, err = encoded(durationForm, m, r, 42949672*time.Second/2+1)
	assert.ErrorContains(t, err, "must be 500ms to 5965h13m56s")
	_, err = encoded(durationForm, m, r, 0)
	assert.ErrorIs(t, err, ErrValue)
	for _, as := range []layout{seconds, halfSeconds, milliseconds, uMillis, microseconds, timeval} {
		for _, v := range []time.Duration{-1, -time.Second, math.MinInt64} {
			_, err := encoded(durationForm, meta{}, row{as: as}, v)
			assert.ErrorIs(t, err, ErrValue, "%v of layout %d", v, as)
		}
	}

	// Windows has no timeout as 2^32-1 milliseconds; a negative int is no time.
	d, err := getDuration(both(t, "ffffffff"), &row{as: uMillis})
	require.NoError(t, err)
	assert.Equal(t, math.MaxUint32*time.Millisecond, d)
	_, err = getDuration(both(t, "ffffffff"), &row{as: seconds})
	assert.ErrorContains(t, err, "duration of -1 units")
	_, err = getDuration([]byte{1, 2, 3}, &row{as: seconds})
	assert.Error(t, err)
}

func TestWireTimeval(t *testing.T) {
	const v = 258*time.Second + 3*time.Microsecond
	little, big := "02010000", "00000102"
	if timevalSecSize == 8 {
		little, big = "0201000000000000", "0000000000000102"
	}
	if timevalUsecSize == 8 {
		little, big = little+"0300000000000000", big+"0000000000000003"
	} else {
		pad := strings.Repeat("00", timevalSize-timevalSecSize-4)
		little, big = little+"03000000"+pad, big+"00000003"+pad
	}
	roundTrip(t, durationForm, row{as: timeval}, v, host(t, little, big))

	// What is in the padding (NetBSD: 0xff) does not count.
	b := host(t, little, big)
	for i := timevalSecSize + timevalUsecSize; i < len(b); i++ {
		b[i] = 0xff
	}
	got, err := getTimeval(b)
	require.NoError(t, err)
	assert.Equal(t, v, got)

	value := func(sec, usec int64) []byte {
		b := make([]byte, timevalSize)
		putLong(b[:timevalSecSize], sec)
		putLong(b[timevalSecSize:timevalSecSize+timevalUsecSize], usec)
		return b
	}
	for _, garbage := range [][2]int64{{0, 2e6}, {0, 1e6}, {0, -1}, {-1, 0}, {-1, 999999}} {
		_, err := getTimeval(value(garbage[0], garbage[1]))
		assert.ErrorContains(t, err, "unexpected answer", "%v", garbage)
	}
	for n := range timevalSecSize + timevalUsecSize {
		_, err := getTimeval(make([]byte, n))
		assert.Error(t, err, "%d bytes", n)
	}
	if timevalSecSize == 8 {
		got, err := getTimeval(value(math.MaxInt64, 0)) // a kernel's "for ever"
		require.NoError(t, err)
		assert.Equal(t, time.Duration(math.MaxInt64), got)
	} else {
		_, err := encoded(durationForm, meta{}, row{as: timeval}, (1<<31)*time.Second)
		assert.ErrorIs(t, err, ErrValue)
	}
	b, err = encoded(durationForm, meta{}, row{as: timeval}, 1)
	require.NoError(t, err)
	assert.Equal(t, value(0, 1), b, "a nanosecond must not become none")
	b, err = encoded(durationForm, meta{}, row{as: timeval}, time.Second-1)
	require.NoError(t, err)
	assert.Equal(t, value(1, 0), b, "microseconds must carry")
}

// Whatever the kernel answers, a duration that is read can be set, and reads the
// same again, unless the option or the kernel has bounds of its own.
func FuzzDurationsThatAreReadCanBeSet(f *testing.F) {
	layouts := []layout{seconds, halfSeconds, milliseconds, uMillis, microseconds, timeval}
	for _, seed := range []uint64{0, 1, 1 << 31, 1<<31 - 1, 1<<32 - 1, 1 << 32, math.MaxInt64, 1 << 63, math.MaxUint64, 9223372036, 9223372035, 9223372036854} {
		for n := range byte(17) {
			f.Add(seed, uint64(999999), n)
		}
	}
	f.Fuzz(func(t *testing.T, a, b uint64, n byte) {
		answer := binary.NativeEndian.AppendUint64(binary.NativeEndian.AppendUint64(nil, a), b%1e6)
		for _, as := range layouts {
			r := row{as: as}
			v, err := getDuration(answer[:min(int(n), len(answer))], &r)
			if err != nil {
				continue
			}
			set, err := encoded(durationForm, meta{}, r, v)
			require.NoError(t, err, "%v of layout %d", v, as)
			again, err := getDuration(set, &r)
			require.NoError(t, err)
			require.Equal(t, v, again, "layout %d", as)
		}
	})
}

// A number is what it is, however many bytes the kernel wrote of it.
func TestWireShortNumbers(t *testing.T) {
	n, err := getUint64(both(t, "fffffffe"), &row{as: cUint64})
	require.NoError(t, err)
	assert.EqualValues(t, binary.NativeEndian.Uint32(both(t, "fffffffe")), n, "not the sign of it")
	n, err = getUint64(both(t, "ffffffff"), &row{as: cULong})
	require.NoError(t, err)
	assert.EqualValues(t, uint64(math.MaxUint32), n)
	n, err = getUint64([]byte{0xff}, &row{as: cUint64})
	require.NoError(t, err)
	assert.EqualValues(t, 0xff, n)

	// What the kernel has as uint32 may be more than an int has room for.
	i, err := getNumber[int](both(t, "ffffffff"), &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, min(int64(math.MaxUint32), math.MaxInt), int64(i))
	_, err = getNumber[uint32](both(t, "ffffffff"), &row{as: cInt})
	assert.Error(t, err)
}

func TestWireString(t *testing.T) {
	r := row{as: cString, max: 15}
	roundTrip(t, stringForm, r, "cubic", []byte("cubic"))
	roundTrip(t, stringForm, r, "fifteen bytes..", []byte("fifteen bytes.."))
	roundTrip(t, stringForm, r, "", []byte{0}) // a length of nothing is not for every kernel
	got, err := getString([]byte("bbr\x00\x00\xaa"), &r)
	require.NoError(t, err)
	assert.Equal(t, "bbr", got)
	_, err = encoded(stringForm, meta{}, r, "sixteen bytes...")
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, 16, r.size(), "a read must have room for a NUL")

	opts := row{as: cBytes, max: 44}
	for _, n := range []int{0, 1, 3, 4, 5, 39, 40} {
		b, err := encoded(ipOptionsForm, meta{max: 40}, opts, bytes.Repeat([]byte{1}, n))
		require.NoError(t, err)
		require.Len(t, b, (n+3)/4*4)
		assert.Equal(t, n, bytes.Count(b, []byte{1}))
		assert.Equal(t, bytes.Repeat([]byte{1}, n), b[:n])
	}
	_, err = encoded(ipOptionsForm, meta{max: 40}, opts, make([]byte, 41))
	assert.ErrorContains(t, err, "at most 40 bytes")
	long := bytes.Repeat([]byte{7}, 100)
	roundTrip(t, bytesForm, row{as: cBytes, max: 100}, long, long)
}

func TestWireInterface(t *testing.T) {
	const i = Interface(0x010203)
	for _, test := range []struct {
		as          layout
		little, big string
	}{
		{ifIndex, "03020100", "00010203"},
		{ifIndexNet, "00010203", "00010203"},
		{ifAddrIndex, "00010203", "00010203"},
	} {
		roundTrip(t, interfaceForm, row{as: test.as}, i, host(t, test.little, test.big))
	}
	// Windows: network byte order on the way in, host order on the way out.
	for _, as := range []layout{ifIndexNetW, ifAddrNetW} {
		b, err := encoded(interfaceForm, meta{}, row{as: as}, i)
		require.NoError(t, err)
		assert.Equal(t, both(t, "00010203"), b)
		got, err := getInterface(host(t, "03020100", "00010203"), &row{as: as})
		require.NoError(t, err)
		assert.Equal(t, i, got)
	}
	// The index as an address has 24 bits.
	_, err := encoded(interfaceForm, meta{}, row{as: ifAddrIndex}, 1<<24-1)
	assert.NoError(t, err)
	_, err = encoded(interfaceForm, meta{}, row{as: ifAddrIndex}, 1<<24)
	assert.ErrorContains(t, err, "0 to 16777215")
	for _, as := range []layout{ifIndex, ifIndexNet, ifIndexNetW, ifAddr, ifAddrIndex, ifAddrNetW, ifMreqn} {
		_, err := encoded(interfaceForm, meta{}, row{as: as}, 1<<31)
		assert.ErrorIs(t, err, ErrValue)
		for n := range 4 {
			_, err := getInterface(make([]byte, n), &row{as: as})
			assert.Error(t, err)
		}
		zero, err := encoded(interfaceForm, meta{}, row{as: as}, 0)
		require.NoError(t, err)
		assert.Equal(t, make([]byte, sizes[as]), zero)
		got, err := getInterface(zero, &row{as: as})
		require.NoError(t, err)
		assert.Zero(t, got)
	}
	// The index wins over the address, where there are both.
	got, err := getInterface(append(both(t, "00000000 c0000201"), host(t, "03020100", "00010203")...), &row{as: ifMreqn})
	require.NoError(t, err)
	assert.Equal(t, i, got)
	interfaces(t)
	_, err = getInterface(both(t, "c0000201"), &row{as: ifAddr})
	assert.ErrorContains(t, err, "no interface has the address 192.0.2.1")
}

// interfaces returns those of the host; an emulator may not tell them.
func interfaces(t *testing.T) []net.Interface {
	ifis, err := net.Interfaces()
	if err != nil {
		t.Skip("the interfaces cannot be listed: ", err)
	}
	return ifis
}

// loopbackIndex returns the loopback interface, whose address is 127.0.0.1.
func loopbackIndex(t *testing.T) Interface {
	for _, ifi := range interfaces(t) {
		if ifi.Flags&net.FlagLoopback != 0 {
			if addr, err := Interface(ifi.Index).ipv4(); err == nil && addr.String() == "127.0.0.1" {
				return Interface(ifi.Index)
			}
		}
	}
	t.Skip("there is no loopback interface with 127.0.0.1")
	return 0
}

// nativeUint32 is the form of an index.
func nativeUint32(i Interface) []byte { return binary.NativeEndian.AppendUint32(nil, uint32(i)) }

func TestWireInterfaceByAddress(t *testing.T) {
	lo := loopbackIndex(t)
	roundTrip(t, interfaceForm, row{as: ifAddr}, lo, both(t, "7f000001"))
	b := append(both(t, "00000000 7f000001"), nativeUint32(lo)...)
	roundTrip(t, interfaceForm, row{as: ifMreqn}, lo, b)
	for _, as := range []layout{ifAddrIndex, ifMreqn} { // Linux answers ip_mreqn with an address
		got, err := getInterface(both(t, "7f000001"), &row{as: as})
		require.NoError(t, err)
		assert.Equal(t, lo, got)
	}
	_, err := encoded(interfaceForm, meta{}, row{as: ifAddr}, math.MaxInt32)
	assert.ErrorContains(t, err, "no interface has the index 2147483647")

	roundTrip(t, addr4Form, row{as: ifAddr}, netip.MustParseAddr("192.0.2.1"), both(t, "c0000201"))
	addr, err := getInterfaceAddr(b, &row{as: ifMreqn})
	require.NoError(t, err)
	assert.Equal(t, "127.0.0.1", addr.String())

	group := MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo}
	b, err = encoded(groupForm, meta{}, row{as: mreq}, group)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 7f000001"), b)
	source := MulticastSource{Group: group.Group, Source: netip.MustParseAddr("192.0.2.1"), Interface: lo}
	b, err = encoded(sourceForm, meta{}, row{as: mreqIfaceSource}, source)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 7f000001 c0000201"), b)
	b, err = encoded(sourceForm, meta{}, row{as: mreqSourceIface}, source)
	require.NoError(t, err)
	assert.Equal(t, both(t, "ef010203 c0000201 7f000001"), b)

	group.Interface = math.MaxInt32
	_, err = encoded(groupForm, meta{}, row{as: mreq}, group)
	assert.ErrorIs(t, err, ErrValue)
}

func TestWireGroup(t *testing.T) {
	const i = Interface(0x010203)
	v4 := MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: i}
	v6 := MulticastGroup{Group: netip.MustParseAddr("ff15::1234"), Interface: i}
	index := host(t, "03020100", "00010203")
	for _, test := range []struct {
		as   layout
		v    MulticastGroup
		want []byte
	}{
		{mreq, MulticastGroup{Group: v4.Group}, both(t, "ef010203 00000000")},
		{mreqIndex, v4, both(t, "ef010203 00010203")},
		{mreqn, v4, append(both(t, "ef010203 00000000"), index...)},
		{ipv6Mreq, v6, append(both(t, "ff15000000000000 0000000000001234"), index...)},
		{mreqn, MulticastGroup{Group: netip.AddrFrom16(v4.Group.As16())}, both(t, "ef010203 00000000 00000000")},
	} {
		got, err := encoded(groupForm, meta{}, row{as: test.as}, test.v)
		require.NoError(t, err)
		assert.Equal(t, test.want, got, "layout %d", test.as)
	}
	for _, test := range []struct {
		as layout
		v  MulticastGroup
	}{
		{ipv6Mreq, v4}, {mreqn, v6}, {mreq, v6}, {mreqIndex, v6},
		{mreqIndex, MulticastGroup{Group: v4.Group, Interface: 1 << 24}},
		{mreqn, MulticastGroup{Group: netip.MustParseAddr("10.0.0.1")}},
		{mreqn, MulticastGroup{}},
		{ipv6Mreq, MulticastGroup{Group: netip.MustParseAddr("2001:db8::1")}},
		{ipv6Mreq, MulticastGroup{Group: v6.Group.WithZone("lo")}},
	} {
		_, err := encoded(groupForm, meta{}, row{as: test.as}, test.v)
		assert.ErrorIs(t, err, ErrValue, "%v of layout %d", test.v, test.as)
	}
}

func TestWireGroupSource(t *testing.T) {
	const i = Interface(0x010203)
	// family is the begin of a sockaddr here.
	family := func(size byte, number uint16) []byte {
		if sockaddrLen {
			return []byte{size, byte(number)}
		}
		return binary.NativeEndian.AppendUint16(nil, number)
	}
	for _, test := range []struct {
		as            layout
		group, source netip.Addr
		size          byte
		family        uint16
		at            int // of the address in its sockaddr
	}{
		{groupSource4, netip.MustParseAddr("232.1.2.3"), netip.MustParseAddr("192.0.2.1"), 16, afInet, 4},
		{groupSource6, netip.MustParseAddr("ff35::1234"), netip.MustParseAddr("2001:db8::1"), 28, afInet6, 8},
	} {
		want := make([]byte, groupReqOffset+2*sockaddrStorageSize)
		copy(want, host(t, "03020100", "00010203"))
		for at, addr := range map[int]netip.Addr{
			groupReqOffset:                       test.group,
			groupReqOffset + sockaddrStorageSize: test.source,
		} {
			copy(want[at:], family(test.size, test.family))
			copy(want[at+test.at:], addr.AsSlice())
		}
		v := MulticastSource{Group: test.group, Source: test.source, Interface: i}
		got, err := encoded(sourceForm, meta{}, row{as: test.as}, v)
		require.NoError(t, err)
		assert.Equal(t, want, got)

		v.Group, v.Source = test.source, test.group
		_, err = encoded(sourceForm, meta{}, row{as: test.as}, v)
		assert.ErrorIs(t, err, ErrValue)
	}
}

func TestWireCredentials(t *testing.T) {
	const pid, uid, gid = 0x01020304, 1000, 100
	id := func(values ...uint32) (b []byte) {
		for _, v := range values {
			b = binary.NativeEndian.AppendUint32(b, v)
		}
		return b
	}
	want := Credentials{PID: pid, UID: uid, GID: gid}
	for _, test := range []struct {
		as layout
		b  []byte
	}{
		{credPIDUIDGID, id(pid, uid, gid)},
		{credUIDGIDPID, id(uid, gid, pid)},
		{credAIX, id(pid, 0xaaaaaaaa, 0xbbbbbbbb, 0xcccccccc, uid, gid)},
	} {
		got, err := getCredentials(test.b, &row{as: test.as})
		require.NoError(t, err)
		assert.Equal(t, want, got, "layout %d", test.as)
		for n := range test.b {
			_, err := getCredentials(test.b[:n], &row{as: test.as})
			assert.Error(t, err, "%d bytes", n)
		}
	}
	// Linux does not fail on a socket without a peer.
	_, err := getCredentials(id(0, math.MaxUint32, math.MaxUint32), &row{as: credPIDUIDGID})
	assert.ErrorIs(t, err, errNoPeer)
}

func TestWireXucred(t *testing.T) {
	// The version, the uid, the number of groups, 16 groups and the pid.
	xucred := func(version, uid uint32, n int16, pid uint32) []byte {
		b := binary.NativeEndian.AppendUint32(nil, version)
		b = binary.NativeEndian.AppendUint32(b, uid)
		b = binary.NativeEndian.AppendUint16(b, uint16(n))
		b = append(b, 0xaa, 0xaa) // padding
		for i := range uint32(16) {
			b = binary.NativeEndian.AppendUint32(b, 20+i)
		}
		if wordSize == 8 {
			b = append(b, 0xaa, 0xaa, 0xaa, 0xaa)
		}
		return append(binary.NativeEndian.AppendUint32(b, pid), make([]byte, wordSize-4)...)
	}
	want := Credentials{UID: 1000, GID: 20, Groups: []uint32{20, 21, 22}}
	full := xucred(0, 1000, 3, 777)
	got, err := getCredentials(full, &row{as: credXucred})
	require.NoError(t, err)
	assert.Equal(t, want, got, "without a pid, macOS and DragonFly")
	got, err = getCredentials(full[:76], &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Equal(t, want, got, "of a FreeBSD before 13")
	want.PID = 777
	got, err = getCredentials(full, &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Equal(t, want, got)

	most := xucred(0, 1000, 16, 1)
	got, err = getCredentials(most, &row{as: credXucredPID})
	require.NoError(t, err)
	assert.Len(t, got.Groups, 16)
	for name, b := range map[string][]byte{
		"another version":      xucred(1, 1000, 3, 777),
		"no group":             xucred(0, 1000, 0, 777),
		"a negative number":    xucred(0, 1000, -1, 777),
		"too many":             xucred(0, 1000, 17, 777),
		"groups that are gone": most[:20],
	} {
		for _, as := range []layout{credXucred, credXucredPID} {
			_, err := getCredentials(b, &row{as: as})
			assert.ErrorContains(t, err, "unexpected answer", name)
		}
	}
	for n := range 24 {
		_, err := getCredentials(full[:n], &row{as: credXucredPID})
		assert.Error(t, err, "%d bytes", n)
	}
}

func TestWireProtocolInfo(t *testing.T) {
	b := bytes.Repeat([]byte{0xaa}, protocolInfoSize)
	binary.NativeEndian.PutUint32(b[76:], 23)
	binary.NativeEndian.PutUint32(b[92:], 17)
	family, err := addressFamilyForm.get(b, &row{as: protocolInfoFamily})
	require.NoError(t, err)
	assert.Equal(t, AddressFamily(23), family)
	number, err := protocolNumberForm.get(b, &row{as: protocolInfoProtocol})
	require.NoError(t, err)
	assert.Equal(t, ProtocolNumber(17), number)
	_, err = addressFamilyForm.get(b[:372], &row{as: protocolInfoFamily}) // the struct of the A call
	assert.Error(t, err)
}

func TestWirePending(t *testing.T) {
	got, err := getPending(make([]byte, 4), &row{as: cInt})
	require.NoError(t, err)
	assert.NoError(t, got)
	got, err = getPending(host(t, "05000000", "00000005"), &row{as: cInt})
	require.NoError(t, err)
	assert.Equal(t, errnoError(5), got)
}

// A struct of one's own is its memory.
func TestWireStruct(t *testing.T) {
	type pair struct {
		A uint16
		B [2]uint8
		C int32
	}
	v := pair{0x0102, [2]uint8{3, 4}, -2}
	f := Spec[pair]{Name: "X", Level: 1, Number: 2}.Option().p.form
	roundTrip(t, *f, row{as: cBytes, max: 8}, v, host(t, "0201 0304 feffffff", "0102 0304 fffffffe"))
	got, err := f.get(host(t, "0201 03", "0102 03"), &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, pair{A: 0x0102, B: [2]uint8{3, 0}}, got)
	got, err = f.get(bytes.Repeat([]byte{1}, 40), &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, int32(0x01010101), got.C)
}

// Blank fields are zero both ways, whatever is in the memory of them.
func TestWireStructBlank(t *testing.T) {
	type padded struct {
		A uint8
		_ [3]byte
		B [2]struct{ C, _ uint8 }
	}
	f := Spec[padded]{Name: "X", Level: 1, Number: 2}.Option().p.form
	dirty := bytes.Repeat([]byte{0xff}, 8)
	v := *(*padded)(unsafe.Pointer(unsafe.SliceData(dirty)))
	b, err := encoded(*f, meta{}, row{as: cBytes, max: 8}, v)
	require.NoError(t, err)
	assert.Equal(t, []byte{0xff, 0, 0, 0, 0xff, 0, 0xff, 0}, b)
	got, err := f.get(dirty, &row{as: cBytes, max: 8})
	require.NoError(t, err)
	assert.Equal(t, b, unsafe.Slice((*byte)(unsafe.Pointer(&got)), 8))
}

// What is encoded after the inline bytes are full follows what was before.
func TestEncodingGrows(t *testing.T) {
	var e encoding
	var want []byte
	for i, n := range []int{3, 0, 37, 1, 100, 7} {
		b := e.grow(n)
		require.Len(t, b, n)
		assert.Equal(t, make([]byte, n), b)
		for j := range b {
			b[j] = byte(i + 1)
		}
		want = append(want, b...)
		assert.Equal(t, want, e.all())
	}
}
