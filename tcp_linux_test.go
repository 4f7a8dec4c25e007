package sockopt_test

import (
	"encoding/binary"
	"os/exec"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// 60 ms is a whole number of ticks at each HZ that a kernel can have.
const ticks = 60 * time.Millisecond

// The white list of net/mptcp/sockopt.c leaves most of these to TCP sockets.
func init() {
	rules = append(rules,
		readWrite[int]{option: sockopt.SynCnt, on: allTCP, other: to(3)},
		readWrite[time.Duration]{option: sockopt.Linger2, on: allTCP, other: to(7 * time.Second)},
		// A clamp of zero comes back to an unused socket only, and that is a test of
		// its own.
		readWrite[int]{option: sockopt.WindowClamp, on: allTCP, other: to(12345), undo: to(54321), back: func(kind, int) int { return 54321 }},
		readWrite[bool]{option: sockopt.Inq, on: tcpOrMPTCP, other: not},
		readWrite[time.Duration]{option: sockopt.RTOMax, on: allTCP, other: to(1500 * time.Millisecond)},
		readWrite[time.Duration]{option: sockopt.RTOMin, on: allTCP, other: to(ticks)},
		readWrite[time.Duration]{option: sockopt.DelAckMax, on: allTCP, other: to(ticks)},
		readWrite[bool]{option: sockopt.ThinLinearTimeouts, on: allTCP, other: not},
		readWrite[bool]{option: sockopt.FastOpenNoCookie, on: tcpOrMPTCP, other: not, state: connectedTCP},

		absent[time.Duration]{sockopt.ConnectTimeout, time.Second},
		absent[time.Duration]{sockopt.MaxRTMS, time.Second},
		absent[bool]{sockopt.TCPTimestamps, true},
		absent[bool]{sockopt.FailConnectOnICMPError, true},
		absent[bool]{sockopt.EnableECN, true},
		absent[bool]{sockopt.SendMoreAcks, true},
		absent[bool]{sockopt.SACKEnable, true},
		absent[int]{sockopt.InitCwnd, 3},
		absent[bool]{sockopt.NoDelayAck, true},
	)
}

// dropped makes a network namespace in which nobody answers at 192.0.2.1.
func dropped(t *testing.T) {
	t.Helper()
	needNamespace(t)
	ip(t, "link add void type veth peer name voidpeer")
	ip(t, "addr add 192.0.2.2/24 dev void")
	ip(t, "link set void up")
	ip(t, "link set voidpeer up")
	ip(t, "neigh add 192.0.2.1 lladdr 02:00:00:00:00:01 dev void")
}

// A SYN that is sent again once gives up after 1 + 2 s.
func TestSynCntEndsConnect(t *testing.T) {
	dropped(t)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.SynCnt.Set(fd, 1))
	start := time.Now()
	err := unix.Connect(int(fd), &unix.SockaddrInet4{Addr: [4]byte{192, 0, 2, 1}, Port: 9})
	assert.ErrorIs(t, err, unix.ETIMEDOUT)
	took := time.Since(start)
	assert.Greater(t, took, 1500*time.Millisecond)
	assert.Less(t, took, 15*time.Second, "what 3 SYNs would take is more, 127 s is the default")
}

// A socket closed on this side waits in FIN_WAIT_2 only as long as it is told.
func TestLinger2EndsFinWait2(t *testing.T) {
	if _, err := exec.LookPath("ss"); err != nil {
		t.Skip("needs the program ss of iproute2")
	}
	needNamespace(t)
	finWait := func(linger2 time.Duration) string {
		fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
		require.NoError(t, sockopt.Linger2.Set(fd, linger2))
		require.NoError(t, unix.Shutdown(int(fd), unix.SHUT_WR))
		_, err := unix.Read(int(peer), make([]byte, 1)) // its end of file: the FIN has arrived
		require.NoError(t, err)
		// Close, and leave nothing to close to the cleanup.
		null, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		require.NoError(t, err)
		require.NoError(t, unix.Dup3(null, int(fd), unix.O_CLOEXEC))
		require.NoError(t, unix.Close(null))
		out, err := exec.Command("ss", "-Htan", "state", "fin-wait-2").Output()
		require.NoError(t, err)
		return string(out)
	}
	assert.Empty(t, finWait(-1), "no wait at all")
	assert.NotEmpty(t, finWait(30*time.Second), "a wait")
}

func TestLinger2Values(t *testing.T) {
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for set, want := range map[time.Duration]time.Duration{
		time.Millisecond: time.Second,
		2 * time.Minute:  2 * time.Minute,
		-1:               -1,
		-time.Hour:       -1,
		0:                time.Duration(procInt(t, "net/ipv4/tcp_fin_timeout")) * time.Second,
	} {
		require.NoError(t, sockopt.Linger2.Set(fd, set))
		got, err := sockopt.Linger2.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, want, got, "set to %v", set)
	}
	assert.ErrorIs(t, sockopt.Linger2.Set(fd, 2*time.Minute+1), sockopt.ErrValue)
}

// The peer is told of no larger window.
func TestWindowClampIsAdvertised(t *testing.T) {
	const clamp = 5000
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.WindowClamp.Set(ln, clamp))
	listening(t, ln)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
	info, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	if !info.Has(sockopt.TCPFieldSndWnd) {
		t.Skip("needs Linux 5.4, which tells the window of the peer")
	}
	assert.LessOrEqual(t, info.SndWnd, clamp)
	assert.Greater(t, info.SndWnd, 1000)

	other, _ := tcpPair(t, unix.AF_INET, unix.AF_INET)
	info, err = sockopt.TCPInfo.Get(other)
	require.NoError(t, err)
	assert.Greater(t, info.SndWnd, clamp, "without it")

	// Zero is for a socket that is not used yet.
	fresh := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.WindowClamp.Set(fresh, clamp))
	require.NoError(t, sockopt.WindowClamp.Set(fresh, 0))
	assert.ErrorIs(t, sockopt.WindowClamp.Set(fd, 0), unix.EINVAL)
}

// What is left in the queue comes with recvmsg.
func TestInqComesWithRecvmsg(t *testing.T) {
	fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.Inq.Set(fd, true))
	_, err := unix.Write(int(peer), make([]byte, 100))
	require.NoError(t, err)
	oob := make([]byte, unix.CmsgSpace(4))
	n, oobn, _, _, err := unix.Recvmsg(int(fd), make([]byte, 30), oob, 0)
	require.NoError(t, err)
	require.Equal(t, 30, n)
	messages, err := unix.ParseSocketControlMessage(oob[:oobn])
	require.NoError(t, err)
	require.Len(t, messages, 1)
	assert.EqualValues(t, unix.SOL_TCP, messages[0].Header.Level)
	assert.EqualValues(t, unix.TCP_INQ, messages[0].Header.Type)
	assert.EqualValues(t, 70, binary.NativeEndian.Uint32(messages[0].Data))
}

// The retransmission timeout that TCP_INFO tells keeps to the bound: loopback
// answers at once, so that the bound is all it is.
func TestRTOMinIsUsed(t *testing.T) {
	fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	info, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	require.GreaterOrEqual(t, info.RTO, 200*time.Millisecond)
	require.NoError(t, sockopt.RTOMin.Set(fd, ticks))
	for range 10 { // it is worked out anew with each acknowledgement
		_, err = unix.Write(int(fd), []byte{1})
		require.NoError(t, err)
		_, err = unix.Read(int(peer), make([]byte, 1))
		require.NoError(t, err)
		_, err = unix.Write(int(peer), []byte{1})
		require.NoError(t, err)
		_, err = unix.Read(int(fd), make([]byte, 1))
		require.NoError(t, err)
	}
	info, err = sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	assert.GreaterOrEqual(t, info.RTO, ticks)
	assert.Less(t, info.RTO, 200*time.Millisecond)
}

// What is not more than a tick of the clock is refused by the kernel.
func TestTickIsTooShort(t *testing.T) {
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	for _, o := range []sockopt.Option[time.Duration]{sockopt.RTOMin, sockopt.DelAckMax} {
		assert.ErrorIs(t, o.Set(fd, time.Microsecond), unix.EINVAL, o)
		assert.ErrorIs(t, o.Set(fd, 200*time.Millisecond+1), sockopt.ErrValue, o)
		assert.ErrorIs(t, o.Set(fd, 0), sockopt.ErrValue, o)
	}
	assert.ErrorIs(t, sockopt.RTOMax.Set(fd, 999*time.Millisecond), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.RTOMax.Set(fd, 120*time.Second+1), sockopt.ErrValue)
}

// With no cookie asked for, data arrives in the first SYN.
func TestFastOpenNoCookie(t *testing.T) {
	needNamespace(t)
	sysctl(t, "net/ipv4/tcp_fastopen", "3")
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(ln, sockopt.FastOpen.With(16), sockopt.FastOpenNoCookie.With(true)))
	listening(t, ln)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(fd, sockopt.FastOpenConnect.With(true), sockopt.FastOpenNoCookie.With(true)))
	require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
	_, err := unix.Write(int(fd), []byte("early"))
	require.NoError(t, err)
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	defer unix.Close(n)
	info, err := sockopt.TCPInfo.Get(sockopt.FD(n))
	require.NoError(t, err)
	assert.True(t, info.FastOpen, "the data came in the SYN")
}
