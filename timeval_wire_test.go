package sockopt

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
	if sys.TimevalSecSize == 8 {
		little, big = "0201000000000000", "0000000000000102"
	}
	if sys.TimevalUsecSize == 8 {
		little, big = little+"0300000000000000", big+"0000000000000003"
	} else {
		pad := strings.Repeat("00", sys.TimevalSize-sys.TimevalSecSize-4)
		little, big = little+"03000000"+pad, big+"00000003"+pad
	}
	roundTrip(t, durationForm, row{as: timeval}, v, host(t, little, big))

	// What is in the padding (NetBSD: 0xff) does not count.
	b := host(t, little, big)
	for i := sys.TimevalSecSize + sys.TimevalUsecSize; i < len(b); i++ {
		b[i] = 0xff
	}
	got, err := getTimeval(b)
	require.NoError(t, err)
	assert.Equal(t, v, got)

	value := func(sec, usec int64) []byte {
		b := make([]byte, sys.TimevalSize)
		wire.PutInt(b[:sys.TimevalSecSize], sec)
		wire.PutInt(b[sys.TimevalSecSize:sys.TimevalSecSize+sys.TimevalUsecSize], usec)
		return b
	}
	for _, garbage := range [][2]int64{{0, 2e6}, {0, 1e6}, {0, -1}, {-1, 0}, {-1, 999999}} {
		_, err := getTimeval(value(garbage[0], garbage[1]))
		assert.ErrorContains(t, err, "unexpected answer", "%v", garbage)
	}
	for n := range sys.TimevalSecSize + sys.TimevalUsecSize {
		_, err := getTimeval(make([]byte, n))
		assert.Error(t, err, "%d bytes", n)
	}
	if sys.TimevalSecSize == 8 {
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

func TestWireLinger2(t *testing.T) {
	linux := row{as: seconds, min: -1, max: 120}
	roundTrip(t, linger2Form, linux, -1, host(t, "ffffffff", "ffffffff"))
	roundTrip(t, linger2Form, linux, 0, host(t, "00000000", "00000000"))
	roundTrip(t, linger2Form, linux, 120*time.Second, host(t, "78000000", "00000078"))
	for _, v := range []time.Duration{-1, time.Hour} {
		if _, err := encoded(linger2Form, meta{}, row{as: seconds, max: 120}, v); err == nil {
			t.Errorf("%v is taken", v)
		}
	}
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
