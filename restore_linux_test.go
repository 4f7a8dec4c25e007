package sockopt_test

import (
	"errors"
	"maps"
	"math/rand/v2"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// randomValue returns a value to try for an option that has old; nil if the test
// knows none.
func randomValue(r *rand.Rand, info sockopt.Info, old any) any {
	lo, hi, one := info.Bounds()
	number := lo
	if one != 0 {
		number += r.Int64N(min(hi-lo+1, []int64{3, 300, 20_000, 10_000_000}[r.IntN(4)]))
	}
	switch old := old.(type) {
	case bool:
		return r.IntN(2) == 0
	case int:
		return int(number)
	case uint32:
		return uint32(number)
	case uint64:
		return r.Uint64N(1 << 20)
	case time.Duration:
		if one == 0 {
			one = int64(10 * time.Millisecond)
		}
		return time.Duration(number * one)
	case string:
		switch info.CName {
		case "TCP_CONGESTION":
			return []string{"reno", "cubic", "dctcp", "bbr"}[r.IntN(4)]
		case "SO_BINDTODEVICE":
			return []string{"", "lo"}[r.IntN(2)]
		}
	case sockopt.DSField:
		return sockopt.DSField(number)
	case sockopt.Interface:
		return sockopt.Interface(r.IntN(2)) // 1 is lo
	case sockopt.LingerConfig:
		return [...]sockopt.LingerConfig{sockopt.LingerOff(), sockopt.LingerReset(), sockopt.LingerWait(time.Duration(1+r.IntN(60)) * time.Second)}[r.IntN(3)]
	case sockopt.PathMTUDiscovery:
		return sockopt.PathMTUDiscovery(r.IntN(6))
	case sockopt.TimestampFlags:
		return sockopt.TimestampFlags(r.IntN(1 << 5))
	case sockopt.BufLockFlags:
		return sockopt.BufLockFlags(r.IntN(4))
	case sockopt.PortRange:
		return sockopt.PortRange{Low: 40000, High: 40000 + uint16(r.IntN(100))}
	case sockopt.AddrPreferences:
		return sockopt.AddrPreferences(1 << r.IntN(6))
	case sockopt.TxTimeConfig:
		return sockopt.TxTimeConfig{Clock: sockopt.ClockMonotonic}
	case netip.Addr:
		return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv4Unspecified()}[r.IntN(2)]
	case []byte:
		return make([]byte, 4*r.IntN(3), 8)
	case sockopt.SCTPRTO:
		old.Max += time.Duration(r.IntN(9)) * time.Second
		return old
	case sockopt.SCTPInit:
		old.OutStreams = uint16(1 + r.IntN(20))
		return old
	case sockopt.SCTPEvents:
		return sockopt.SCTPEvents(r.IntN(1 << 8))
	}
	return nil
}

// randomize sets some options of fd, each to what the kernel takes of a random
// value.
func randomize(r *rand.Rand, fd sockopt.FD, d *sockopt.Dump) {
	all := slices.Collect(d.All())
	for range 12 {
		reading := all[r.IntN(len(all))]
		if info := reading.Info(); info.Access == sockopt.AccessReadWrite {
			if v := randomValue(r, info, reading.Value); v != nil {
				sockopt.Apply(fd, info.With(v)) // or not
			}
		}
	}
}

// named returns the C names of the options in an error of Restore.
func named(t *testing.T, err error) map[string]error {
	names := map[string]error{}
	if err == nil {
		return names
	}
	list, ok := err.(interface{ Unwrap() []error })
	require.True(t, ok, "%v is not a list", err)
	for _, err := range list.Unwrap() {
		var e *sockopt.Error
		require.ErrorAs(t, err, &e)
		assert.NotContains(t, names, e.Name)
		names[e.Name] = err
	}
	return names
}

// lockOf returns the flag of SO_BUF_LOCK for an option that sets a buffer.
var lockOf = map[string]int{"SO_SNDBUF": 1, "SO_RCVBUF": 2}

// Whatever was set on two sockets of a kind, after Restore each setting that Get
// reads is the same, or the error names the option.
func TestRestoreMakesTheSameOrSays(t *testing.T) {
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			for seed := range uint64(3) {
				r := rand.New(rand.NewPCG(seed, uint64(k)))
				a, b := openKind(t, k), openKind(t, k)
				fresh := snapshot(t, a)
				randomize(r, a, fresh)
				randomize(r, b, fresh)
				d := snapshot(t, a)
				names := named(t, sockopt.Restore(b, d))
				lockA, errA := unix.GetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_BUF_LOCK)
				lockB, errB := unix.GetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_BUF_LOCK)
				for want := range d.All() {
					info := want.Info()
					if info.Access != sockopt.AccessReadWrite || info.State {
						continue
					}
					if lock := lockOf[info.CName]; lock != 0 && errA == nil && errB == nil && (lockA|lockB)&lock == 0 {
						continue // both are the kernel's choice
					}
					got, err := info.Get(b)
					if err != nil || !reflect.DeepEqual(want.Value, got) {
						assert.Contains(t, names, info.CName, "seed %d: %v wanted, %v %v", seed, want.Value, got, err)
					} else {
						assert.NotContains(t, names, info.CName, "seed %d", seed)
					}
				}
				for name, err := range names {
					assert.ErrorContains(t, err, name)
				}
				// With the options of that moment the peer may not get through, and then
				// close would wait as long as SO_LINGER says. Not every kind has it.
				sockopt.Linger.Set(a, sockopt.LingerOff())
				sockopt.Linger.Set(b, sockopt.LingerOff())
			}
		})
	})
}

// TestRestoreOfOptionsThatChangeEachOther sets one option on a socket and another
// on the target, for each pair of those that Linux sets together, and then both on
// the target in either order: socket(7), ip(7), tcp(7).
func TestRestoreOfOptionsThatChangeEachOther(t *testing.T) {
	lo := interfaceNamed(t, "lo")
	for _, group := range []struct {
		k        kind
		settings []sockopt.Setting
	}{
		{udp4, []sockopt.Setting{sockopt.Timestamp.With(true), sockopt.TimestampNS.With(true), sockopt.Timestamping.With(sockopt.TimestampRxSoftware | sockopt.TimestampSoftware)}},
		{udp6, []sockopt.Setting{sockopt.TOS.With(sockopt.AF41), sockopt.IPv6TClass.With(sockopt.AF41), sockopt.Priority.With(3), sockopt.TOS.With(sockopt.CS1)}},
		{tcp4, []sockopt.Setting{sockopt.Congestion.With("reno"), sockopt.TOS.With(sockopt.AF41), sockopt.Priority.With(3)}},
		{udp4, []sockopt.Setting{sockopt.ReuseAddr.With(true), sockopt.ReusePort.With(true), sockopt.ReusePortLB.With(true)}},
		{udp4, []sockopt.Setting{sockopt.BindToDevice.With("lo"), sockopt.BindToIfindex.With(lo), sockopt.IPUnicastIF.With(lo)}},
		{tcp4, []sockopt.Setting{sockopt.RcvBuf.With(70_000), sockopt.RcvLowat.With(50_000), sockopt.SndBuf.With(20_000), sockopt.BufLock.With(sockopt.SndBufLock)}},
		{udp6, []sockopt.Setting{sockopt.IPMTUDiscover.With(sockopt.PathMTUProbe), sockopt.IPv6MTUDiscover.With(sockopt.PathMTUDont), sockopt.IPv6DontFrag.With(true)}},
		{udp6, []sockopt.Setting{sockopt.IPRecvErr.With(true), sockopt.IPv6RecvErr.With(true), sockopt.IPv6TClass.With(sockopt.EF)}},
	} {
		for i, x := range group.settings {
			for j, y := range group.settings {
				a, b := openKind(t, group.k), openKind(t, group.k)
				if errors.Join(sockopt.Apply(a, x), sockopt.Apply(b, y)) != nil {
					continue // this kernel does not have it
				}
				if i != j {
					sockopt.Apply(b, x, y) // or not: some exclude each other
				}
				d := snapshot(t, a)
				err := sockopt.Restore(b, d)
				if errors.Is(err, os.ErrPermission) && !privileged(t, unix.CAP_NET_RAW) {
					t.Logf("not compared, needs CAP_NET_RAW, to unbind: %v on %v", x, y)
					continue
				}
				require.NoError(t, err, "%v on %v", x, y)
				for want := range d.All() {
					if info := want.Info(); info.Access == sockopt.AccessReadWrite && !info.State && lockOf[info.CName] == 0 {
						got, err := info.Get(b)
						require.NoError(t, err)
						assert.Equal(t, want.Value, got, "%v on %v: %s", x, y, info.CName)
					}
				}
			}
		}
	}
}

// Restore of TIMESTAMP to a socket with TIMESTAMPNS, which the kernel turns off by
// the same flag.
func TestRestoreTimestamp(t *testing.T) {
	a, b := openKind(t, udp4), openKind(t, udp4)
	require.NoError(t, unix.SetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_TIMESTAMP, 1))
	require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1))
	require.NoError(t, sockopt.Restore(b, snapshot(t, a)))
	for number, want := range map[int]int{unix.SO_TIMESTAMP: 1, unix.SO_TIMESTAMPNS: 0} {
		got, err := unix.GetsockoptInt(int(b), unix.SOL_SOCKET, number)
		require.NoError(t, err)
		assert.Equal(t, want, got, number)
	}
}

// needBufLock skips on kernels without SO_BUF_LOCK.
func needBufLock(t *testing.T) {
	t.Helper()
	if ok, err := sockopt.BufLock.Supported(openKind(t, udp4)); err != nil || !ok {
		t.Skip("needs SO_BUF_LOCK, Linux 5.15")
	}
}

func bufferOf(t *testing.T, fd sockopt.FD) (size, lock int) {
	t.Helper()
	size, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF)
	require.NoError(t, err)
	lock, err = unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BUF_LOCK)
	require.NoError(t, err)
	return size, lock & 2
}

func TestRestoreBuffers(t *testing.T) {
	needBufLock(t)
	for _, k := range []kind{tcp4, udp4, unixDatagram} {
		a, b, fresh := openKind(t, k), openKind(t, k), openKind(t, k)
		size, _ := bufferOf(t, fresh)

		// What a program sized is restored, if it is the size of the kernel too.
		require.NoError(t, unix.SetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_RCVBUF, size/2))
		require.NoError(t, sockopt.Restore(b, snapshot(t, a)))
		got, lock := bufferOf(t, b)
		assert.Equal(t, size, got)
		assert.Equal(t, 2, lock, "is fixed, as on the other socket")

		// What the kernel sized goes back to the kernel.
		require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_RCVBUF, 5000))
		require.NoError(t, sockopt.Restore(b, snapshot(t, fresh)))
		got, lock = bufferOf(t, b)
		assert.Equal(t, size, got)
		assert.Zero(t, lock)

		// What the kernel sized on both is left alone.
		require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_RCVBUF, 5000))
		require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_BUF_LOCK, 0))
		assert.Empty(t, sockopt.Diff(snapshot(t, fresh), snapshot(t, b)))
		require.NoError(t, sockopt.Restore(b, snapshot(t, fresh)))
		got, lock = bufferOf(t, b)
		assert.Equal(t, 10000, got)
		assert.Zero(t, lock)
	}
}

// A buffer that only CAP_NET_ADMIN could have made so large is not made as large,
// even by those who may, and the difference is reported.
func TestRestoreExceedsNoLimit(t *testing.T) {
	needBufLock(t)
	if !privileged(t, unix.CAP_NET_ADMIN) {
		t.Skip("needs CAP_NET_ADMIN, for a buffer beyond the limit")
	}
	a, b := openKind(t, udp4), openKind(t, udp4)
	require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_RCVBUF, 1<<30))
	limit, _ := bufferOf(t, b)
	require.NoError(t, unix.SetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, limit))
	err := sockopt.Restore(b, snapshot(t, a))
	var mismatch *sockopt.Mismatch
	require.ErrorAs(t, named(t, err)["SO_RCVBUF"], &mismatch)
	assert.Equal(t, limit, mismatch.Asked)
	assert.Equal(t, limit/2, mismatch.Got)
	assert.ErrorContains(t, err, "net.core.rmem_max")
	got, _ := bufferOf(t, b)
	assert.Equal(t, limit, got)
}

// A change that could not be undone is not made, but reported.
func TestRestoreMakesNoIrreversibleChange(t *testing.T) {
	a, b := openKind(t, udp4), openKind(t, udp4)
	require.NoError(t, unix.SetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_LOCK_FILTER, 1))
	require.NoError(t, sockopt.TxTime.Set(a, sockopt.TxTimeConfig{Clock: sockopt.ClockMonotonic}))
	names := named(t, sockopt.Restore(b, snapshot(t, a)))
	assert.ElementsMatch(t, []string{"SO_LOCK_FILTER", "SO_TXTIME"}, slices.Collect(maps.Keys(names)))
	assert.ErrorContains(t, names["SO_TXTIME"], "left alone, because the change could not be undone")
	locked, err := unix.GetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_LOCK_FILTER)
	require.NoError(t, err)
	assert.Zero(t, locked)
	for info := range sockopt.All() {
		if info.Irreversible {
			assert.Contains(t, []string{"SO_LOCK_FILTER", "SO_TXTIME", "TCP_ULP", "PACKET_FANOUT"}, info.CName)
		}
	}
}

func TestRestoreFails(t *testing.T) {
	fd := openKind(t, udp4)
	assert.ErrorIs(t, sockopt.Restore(fd, nil), sockopt.ErrValue)
	assert.NoError(t, sockopt.Restore(fd, &sockopt.Dump{}))
	assert.ErrorIs(t, sockopt.Restore(nil, &sockopt.Dump{}), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.Restore(nil, nil), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.Restore(sockopt.FD(1<<20), &sockopt.Dump{}), unix.EBADF)

	// A Dump that somebody wrote by hand, one fault in each Reading.
	d := &sockopt.Dump{Readings: []sockopt.Reading{
		{}, {Name: "SO_NO_SUCH", Value: 7}, {Name: "IP_TTL", Value: "x"}, {Name: "TTL", Value: 7}, {Name: "SO_PRIORITY"}, {Name: "IP_ADD_MEMBERSHIP", Value: true},
		{Name: "TrafficClass", Value: sockopt.AF41}, {Name: "SO_USELOOPBACK", Value: true}, {Name: "SO_NOSIGPIPE", Value: true}, {Name: "TCP_FASTOPEN_KEY", Value: sockopt.NewSecret([]byte("key"))},
		{Name: "SO_TYPE", Value: 9}, {Name: "TCP_NODELAY", Value: true}, {Name: "SO_MARK", Value: nil, Err: errors.New("x")}, {Name: "SO_BROADCAST", Value: true},
	}}
	names := named(t, sockopt.Restore(fd, d))
	assert.ElementsMatch(t, []string{"SO_NO_SUCH", "IP_TTL", "IP_ADD_MEMBERSHIP", "IP_TOS+IPV6_TCLASS", "SO_USELOOPBACK", "SO_NOSIGPIPE", "TCP_FASTOPEN_KEY", "TCP_NODELAY"},
		slices.Collect(maps.Keys(names)))
	assert.ErrorIs(t, names["IP_TTL"], sockopt.ErrValue)
	assert.ErrorIs(t, names["SO_NO_SUCH"], errors.ErrUnsupported)
	assert.ErrorIs(t, names["SO_NOSIGPIPE"], errors.ErrUnsupported)
	assert.ErrorIs(t, names["TCP_NODELAY"], errors.ErrUnsupported)
	assert.NotContains(t, names["TCP_FASTOPEN_KEY"].Error(), "key)")
	on, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BROADCAST)
	require.NoError(t, err)
	assert.Equal(t, 1, on)
}
