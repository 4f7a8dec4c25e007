package sockopt_test

import (
	"encoding/binary"
	"os/exec"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func init() {
	admin := []int{unix.CAP_NET_ADMIN}
	rules = append(rules,
		readWrite[bool]{option: sockopt.Timestamp, on: everyKind, other: not},
		readWrite[bool]{option: sockopt.TimestampNS, on: everyKind, other: not},
		readWrite[sockopt.TimestampFlags]{option: sockopt.Timestamping, on: everyKind, other: to(sockopt.TimestampRxSoftware | sockopt.TimestampSoftware)},
		absent[sockopt.TimestampClock]{sockopt.TSClock, sockopt.TimestampRealtime},
		readWrite[sockopt.TxTimeConfig]{option: sockopt.TxTime, on: everyKind &^ allMPTCP, needs: admin, undoNeeds: admin,
			other: to(sockopt.TxTimeConfig{Clock: sockopt.ClockTAI, Deadline: true})},
	)
}

// timespec reads a struct timespec.
func timespec(t *testing.T, b []byte) time.Time {
	t.Helper()
	require.GreaterOrEqual(t, len(b), int(unsafe.Sizeof(unix.Timespec{})))
	return time.Unix((*unix.Timespec)(unsafe.Pointer(&b[0])).Unix())
}

// The time of a datagram that waited is that of when it came.
func TestTimestampsArrive(t *testing.T) {
	for name, test := range map[string]struct {
		on   sockopt.Setting
		typ  int
		read func([]byte) time.Time
	}{
		"us": {sockopt.Timestamp.With(true), unix.SCM_TIMESTAMP, func(b []byte) time.Time {
			require.Len(t, b, int(unsafe.Sizeof(unix.Timeval{})))
			return time.Unix((*unix.Timeval)(unsafe.Pointer(&b[0])).Unix())
		}},
		"ns": {sockopt.TimestampNS.With(true), unix.SCM_TIMESTAMPNS, func(b []byte) time.Time { return timespec(t, b) }},
		"software": {sockopt.Timestamping.With(sockopt.TimestampRxSoftware | sockopt.TimestampSoftware), unix.SCM_TIMESTAMPING,
			func(b []byte) time.Time { return timespec(t, b) }},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := udpPair(t, unix.AF_INET, unix.AF_INET)
			send := func() {
				_, err := unix.Write(int(a), []byte("x"))
				require.NoError(t, err)
			}
			send()
			assert.Nil(t, control(t, b, 0, unix.SOL_SOCKET, test.typ), "off by default")
			require.NoError(t, sockopt.Apply(b, test.on))
			// The kernel begins to take times for all sockets a little later.
			var before, after, got time.Time
			for range 100 {
				time.Sleep(10 * time.Millisecond)
				before = time.Now()
				send()
				after = time.Now()
				time.Sleep(20 * time.Millisecond)
				got = test.read(control(t, b, 0, unix.SOL_SOCKET, test.typ))
				if got.Before(after) {
					break
				}
			}
			assert.False(t, got.Before(before.Truncate(time.Microsecond)), "%v, sent from %v", got, before)
			assert.False(t, got.After(after), "%v, sent by %v", got, after)
		})
	}
}

// Of Timestamp and TimestampNS the kernel has one at a time.
func TestTimestampsExclude(t *testing.T) {
	fd := openKind(t, udp4)
	require.NoError(t, sockopt.Apply(fd, sockopt.Timestamp.With(true), sockopt.TimestampNS.With(true)))
	us, err := sockopt.Timestamp.Get(fd)
	require.NoError(t, err)
	ns, err := sockopt.TimestampNS.Get(fd)
	require.NoError(t, err)
	assert.False(t, us)
	assert.True(t, ns)
}

// The time of sending comes on the error queue, with the number of the packet.
func TestTimestampOfSending(t *testing.T) {
	a, _ := udpPair(t, unix.AF_INET, unix.AF_INET)
	flags := sockopt.TimestampTxSoftware | sockopt.TimestampSoftware | sockopt.TimestampOptID | sockopt.TimestampOptTSOnly
	require.NoError(t, sockopt.Timestamping.Set(a, flags))
	theirs, err := unix.GetsockoptInt(int(a), unix.SOL_SOCKET, unix.SO_TIMESTAMPING)
	require.NoError(t, err)
	assert.Equal(t, unix.SOF_TIMESTAMPING_TX_SOFTWARE|unix.SOF_TIMESTAMPING_SOFTWARE|unix.SOF_TIMESTAMPING_OPT_ID|unix.SOF_TIMESTAMPING_OPT_TSONLY, theirs)
	for number := range uint32(3) {
		before := time.Now()
		_, err := unix.Write(int(a), []byte("x"))
		require.NoError(t, err)
		after := time.Now()
		ready(t, a, 0) // POLLERR
		var oob [512]byte
		_, n, _, _, err := unix.Recvmsg(int(a), nil, oob[:], unix.MSG_ERRQUEUE)
		require.NoError(t, err)
		list, err := unix.ParseSocketControlMessage(oob[:n])
		require.NoError(t, err)
		require.Len(t, list, 2)
		got := timespec(t, list[0].Data)
		assert.False(t, got.Before(before) || got.After(after), "%v is not from %v to %v", got, before, after)
		e := (*unix.SockExtendedErr)(unsafe.Pointer(&list[1].Data[0]))
		assert.Equal(t, uint8(unix.SO_EE_ORIGIN_TIMESTAMPING), e.Origin)
		assert.Equal(t, number, e.Data)
	}
}

// On TCP numbers are for connections.
func TestTimestampOptIDOfTCP(t *testing.T) {
	const flags = sockopt.TimestampTxSoftware | sockopt.TimestampOptID
	assert.ErrorIs(t, sockopt.Timestamping.Set(openKind(t, tcp4), flags), unix.EINVAL)
	assert.NoError(t, sockopt.Timestamping.Set(openKind(t, tcp4Connected), flags))
	assert.ErrorIs(t, sockopt.Timestamping.Set(openKind(t, udp4), 1<<31), unix.EINVAL)
}

// A packet is held back until the time that it has.
func TestTxTimeHoldsBack(t *testing.T) {
	needNamespace(t)
	if _, err := exec.LookPath("tc"); err != nil {
		t.Skip("needs the program tc of iproute2")
	}
	if out, err := exec.Command("tc", strings.Fields("qdisc add dev lo root fq")...).CombinedOutput(); err != nil {
		t.Skipf("needs the fq queueing discipline: %s", out)
	}
	a, b := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.TxTime.Set(a, sockopt.TxTimeConfig{Clock: sockopt.ClockMonotonic}))
	var now unix.Timespec
	require.NoError(t, unix.ClockGettime(unix.CLOCK_MONOTONIC, &now))
	const wait = 200 * time.Millisecond
	oob := make([]byte, unix.CmsgSpace(8))
	head := (*unix.Cmsghdr)(unsafe.Pointer(&oob[0]))
	head.Level, head.Type = unix.SOL_SOCKET, unix.SCM_TXTIME
	head.SetLen(unix.CmsgLen(8))
	binary.NativeEndian.PutUint64(oob[unix.CmsgLen(0):], uint64(now.Nano())+uint64(wait))
	start := time.Now()
	_, err := unix.SendmsgN(int(a), []byte("x"), oob, nil, 0)
	require.NoError(t, err)
	ready(t, b, unix.POLLIN)
	assert.Greater(t, time.Since(start), wait*9/10)
}
