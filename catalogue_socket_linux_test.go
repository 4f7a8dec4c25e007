package sockopt_test

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
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
	rules = append(rules,
		readWrite[int]{option: sockopt.Priority, on: everyKind, other: to(5), needs: netAdminOrRaw, dear: []int{7}},
		readWrite[int]{option: sockopt.IncomingCPU, on: everyKind, fresh: always(-1), moved: connectedTCP, other: func(old int) int { return old + 1000 }},
		readWrite[uint64]{option: sockopt.MaxPacingRate, on: everyKind &^ allMPTCP, fresh: always(uint64(math.MaxUint64)), other: to(uint64(1 << 31))},
		readOnly[uint64]{option: sockopt.Cookie, on: everyKind, want: func(t *testing.T, _ kind, got uint64) { assert.NotZero(t, got) }},
		readOnly[uint64]{option: sockopt.NetNSCookie, on: everyKind, want: func(t *testing.T, _ kind, got uint64) { assert.NotZero(t, got) }},
		readOnly[sockopt.SocketMemory]{option: sockopt.MemInfo, on: everyKind, want: func(t *testing.T, _ kind, got sockopt.SocketMemory) {
			assert.NotZero(t, got.RcvBuf)
		}},
		readOnly[[]uint32]{option: sockopt.PeerGroups, on: unixConnected, unconnected: unixAlone, errno: unix.ENODATA, want: func(t *testing.T, _ kind, got []uint32) {
			assert.Equal(t, ownGroups(t), got)
		}},
		readOnly[*os.File]{option: sockopt.PeerPIDFD, on: unixConnected, unconnected: unixAlone, errno: unix.ENODATA, want: func(t *testing.T, _ kind, got *os.File) {
			assert.Equal(t, os.Getpid(), pidOf(t, got))
			assert.NoError(t, got.Close())
		}},
		readWrite[bool]{option: sockopt.PassCred, on: anyUnix | netlinkRaw, other: not},
		readWrite[bool]{option: sockopt.PassPIDFD, on: anyUnix, other: not},
		readWrite[bool]{option: sockopt.RxQOvfl, on: everyKind, other: not, told: ignoredByMPTCP},
		readWrite[int]{option: sockopt.PeekOff, on: anyUnix | allTCP | anyUDP, fresh: always(-1), other: to(7)},
		readWrite[time.Duration]{option: sockopt.BusyPoll, on: everyKind, other: to(50*time.Microsecond - 1), told: func(kind, time.Duration, time.Duration) time.Duration {
			return 50 * time.Microsecond
		}, needs: busyPollNeeds()},
		readWrite[bool]{option: sockopt.PreferBusyPoll, on: everyKind, other: not, needs: []int{unix.CAP_NET_ADMIN}},
		writeOnly[int]{option: sockopt.BusyPollBudget, on: everyKind, value: 64, needs: []int{unix.CAP_NET_ADMIN}},
		readOnly[uint32]{option: sockopt.IncomingNAPIID, on: everyKind, want: func(t *testing.T, _ kind, got uint32) {
			assert.Zero(t, got) // the loopback interface has none
		}},
		readWrite[bool]{option: sockopt.ZeroCopy, on: allTCP | plainUDP | allVsock, other: not},
		readWrite[bool]{option: sockopt.DontRoute, on: everyKind, other: not, told: ignoredByMPTCP},
		readWrite[bool]{option: sockopt.RcvMark, on: everyKind &^ allMPTCP, other: not},
	)
}

// busyPollNeeds are the capabilities to raise SO_BUSY_POLL: sk_setsockopt asked
// for one up to some release after 6.1.
func busyPollNeeds() []int {
	if running.before(release{6, 12}) {
		return []int{unix.CAP_NET_ADMIN}
	}
	return nil
}

// ignoredByMPTCP: mptcp_setsockopt_sol_socket takes and ignores it.
func ignoredByMPTCP(k kind, old, set bool) bool {
	if k&allMPTCP != 0 {
		return old
	}
	return set
}

// ownGroups are the supplementary groups of the test.
func ownGroups(t *testing.T) (groups []uint32) {
	t.Helper()
	list, err := os.Getgroups()
	require.NoError(t, err)
	for _, g := range list {
		groups = append(groups, uint32(g))
	}
	return groups
}

// pidOf reads of which process a pidfd is.
func pidOf(t *testing.T, f *os.File) (pid int) {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", f.Fd()))
	require.NoError(t, err)
	_, text, ok := strings.Cut(string(b), "\nPid:")
	require.True(t, ok, "%s", b)
	_, err = fmt.Sscan(text, &pid)
	require.NoError(t, err)
	return pid
}

// control returns the data of the control message of that type that comes with
// what fd receives; nil if there is none.
func control(t *testing.T, fd sockopt.FD, flags, level, typ int) []byte {
	t.Helper()
	var data, oob [1024]byte
	_, n, _, _, err := unix.Recvmsg(int(fd), data[:], oob[:], flags)
	require.NoError(t, err)
	list, err := unix.ParseSocketControlMessage(oob[:n])
	require.NoError(t, err)
	for _, m := range list {
		if int(m.Header.Level) == level && int(m.Header.Type) == typ {
			return m.Data
		}
	}
	return nil
}

// ready waits until poll has events of fd.
func ready(t *testing.T, fd sockopt.FD, events int16) {
	t.Helper()
	require.True(t, polled(t, fd, events, 5*time.Second), "nothing came in 5 s")
}

// polled waits for events of fd, and tells whether one came.
func polled(t *testing.T, fd sockopt.FD, events int16, wait time.Duration) bool {
	t.Helper()
	n, err := uninterrupted(func() (int, error) {
		return unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: events}}, int(wait.Milliseconds()))
	})
	require.NoError(t, err)
	return n == 1
}

// uninterrupted makes a system call that waits for some time, which a signal
// ends, and the runtime of Go sends signals to itself.
func uninterrupted(call func() (int, error)) (int, error) {
	for {
		if n, err := call(); err != unix.EINTR {
			return n, err
		}
	}
}

func TestCookieIsThatOfSys(t *testing.T) {
	a, b := openKind(t, tcp4Listening), openKind(t, udp4)
	ours, err := sockopt.Cookie.Get(a)
	require.NoError(t, err)
	theirs, err := unix.GetsockoptUint64(int(a), unix.SOL_SOCKET, unix.SO_COOKIE)
	require.NoError(t, err)
	assert.Equal(t, theirs, ours)
	other, err := sockopt.Cookie.Get(b)
	require.NoError(t, err)
	assert.NotEqual(t, ours, other)

	if _, err := exec.LookPath("ss"); err != nil {
		t.Skip("needs the program ss of iproute2")
	}
	out, err := exec.Command("ss", "-Htlne", fmt.Sprintf("sport = :%d", portOf(t, a))).CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Contains(t, string(out), fmt.Sprintf(" sk:%x ", ours))
}

func TestNetNSCookieIsOfTheNamespace(t *testing.T) {
	before := openKind(t, udp4)
	cookie := func(fd sockopt.FD) uint64 {
		n, err := sockopt.NetNSCookie.Get(fd)
		require.NoError(t, err)
		return n
	}
	assert.Equal(t, cookie(before), cookie(openKind(t, tcp4)))
	needNamespace(t)
	assert.NotEqual(t, cookie(before), cookie(openKind(t, udp4)))
}

// Each is read as what another source says.
func TestMemInfoCounts(t *testing.T) {
	sender, receiver := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.RcvBuf.Set(receiver, 1)) // the kernel makes it the least that it grants
	require.NoError(t, sockopt.RxQOvfl.Set(receiver, true))
	// One datagram that waits tells how many were dropped when it came.
	for range 20 {
		_, err := unix.Write(int(sender), make([]byte, 1000))
		require.NoError(t, err)
	}
	m, err := sockopt.MemInfo.Get(receiver)
	require.NoError(t, err)
	size, err := sockopt.RcvBuf.Get(receiver)
	require.NoError(t, err)
	assert.Equal(t, uint32(size), m.RcvBuf)
	assert.Greater(t, m.RcvAlloc, uint32(1000))
	require.NotZero(t, m.Drops)
	assert.Less(t, m.Drops, uint32(20))
	assert.Contains(t, m.String(), fmt.Sprintf("drops %d", m.Drops))

	for range 20 - m.Drops { // what had room
		assert.Nil(t, control(t, receiver, 0, unix.SOL_SOCKET, unix.SO_RXQ_OVFL), "dropped later than these came")
	}
	_, err = unix.Write(int(sender), []byte("x"))
	require.NoError(t, err)
	b := control(t, receiver, 0, unix.SOL_SOCKET, unix.SO_RXQ_OVFL)
	require.Len(t, b, 4)
	assert.Equal(t, m.Drops, *(*uint32)(unsafe.Pointer(&b[0])))
}

// PeerGroups are those of the peer, however many: the first answer of the kernel
// may be that there is no room.
func TestPeerGroupsGrow(t *testing.T) {
	if !privileged(t, unix.CAP_SETGID) {
		t.Skip("needs CAP_SETGID, for groups of its own")
	}
	for _, n := range []int{0, 1, 64, 65, 1000} {
		var groups []int
		var want []uint32
		for i := range n {
			groups, want = append(groups, 1000+i), append(want, uint32(1000+i))
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			runtime.LockOSThread() // for good: the groups are of the thread, which ends
			if !assert.NoError(t, unix.Setgroups(groups)) {
				return
			}
			fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
			if !assert.NoError(t, err) {
				return
			}
			got, err := sockopt.PeerGroups.Get(sockopt.FD(fds[0]))
			assert.NoError(t, err)
			assert.Equal(t, want, got)
			unix.Close(fds[0])
			unix.Close(fds[1])
		}()
		<-done
	}
}

// A pidfd is of the process that connected, and each Get opens another, which is
// closed on exec.
func TestPeerPIDFDIsOwned(t *testing.T) {
	fd, _ := unixPair(t, unix.SOCK_STREAM)
	a, err := sockopt.PeerPIDFD.Get(fd)
	needLinux(t, err, 6, 5)
	require.NoError(t, err)
	b, err := sockopt.PeerPIDFD.Get(fd)
	require.NoError(t, err)
	assert.NotEqual(t, a.Fd(), b.Fd())
	require.NoError(t, a.Close())
	assert.Equal(t, os.Getpid(), pidOf(t, b))
	flags, err := unix.FcntlInt(b.Fd(), unix.F_GETFD, 0)
	require.NoError(t, err)
	assert.NotZero(t, flags&unix.FD_CLOEXEC)
	require.NoError(t, b.Close())
}

func TestPassCredentials(t *testing.T) {
	a, b := unixPair(t, unix.SOCK_DGRAM)
	send := func() {
		_, err := unix.Write(int(a), []byte("x"))
		require.NoError(t, err)
	}
	send()
	assert.Nil(t, control(t, b, 0, unix.SOL_SOCKET, unix.SCM_CREDENTIALS), "off by default")
	require.NoError(t, sockopt.PassCred.Set(b, true))
	noPIDFD := sockopt.PassPIDFD.Set(b, true)
	send()
	cred := control(t, b, unix.MSG_PEEK, unix.SOL_SOCKET, unix.SCM_CREDENTIALS)
	require.Len(t, cred, unix.SizeofUcred)
	assert.Equal(t, unix.Ucred{Pid: int32(os.Getpid()), Uid: uint32(os.Geteuid()), Gid: uint32(os.Getegid())}, *(*unix.Ucred)(unsafe.Pointer(&cred[0])))
	needLinux(t, noPIDFD, 6, 5)
	require.NoError(t, noPIDFD)
	pidfd := control(t, b, 0, unix.SOL_SOCKET, unix.SCM_PIDFD)
	require.Len(t, pidfd, 4)
	f := os.NewFile(uintptr(*(*int32)(unsafe.Pointer(&pidfd[0]))), "pidfd")
	assert.Equal(t, os.Getpid(), pidOf(t, f))
	require.NoError(t, f.Close())
}

// Each peek begins where the last one ended, and a read moves the offset back.
func TestPeekOffMoves(t *testing.T) {
	tcp, tcpPeer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	stream, streamPeer := unixPair(t, unix.SOCK_STREAM)
	for name, pair := range map[string][2]sockopt.FD{"TCP": {tcp, tcpPeer}, "Unix": {stream, streamPeer}} {
		t.Run(name, func(t *testing.T) {
			_, err := unix.Write(int(pair[0]), []byte("0123456789"))
			require.NoError(t, err)
			ready(t, pair[1], unix.POLLIN)
			err = sockopt.PeekOff.Set(pair[1], 2)
			if name == "TCP" {
				needLinux(t, err, 6, 10)
			}
			require.NoError(t, err)
			var b [3]byte
			for _, want := range []string{"234", "567"} {
				_, _, err = unix.Recvfrom(int(pair[1]), b[:], unix.MSG_PEEK)
				require.NoError(t, err)
				assert.Equal(t, want, string(b[:]))
			}
			off, err := sockopt.PeekOff.Get(pair[1])
			require.NoError(t, err)
			assert.Equal(t, 8, off)
			_, err = unix.Read(int(pair[1]), b[:])
			require.NoError(t, err)
			assert.Equal(t, "012", string(b[:]))
			off, err = sockopt.PeekOff.Get(pair[1])
			require.NoError(t, err)
			assert.Equal(t, 5, off)
		})
	}
}

// A program at the receiver sees the priority, since on the loopback interface
// the packet is the same. It keeps as many bytes.
func TestPriorityIsSeen(t *testing.T) {
	if !hasAny(t, netAdminOrRaw) {
		t.Skip("needs CAP_NET_ADMIN or CAP_NET_RAW")
	}
	const load, priority = 0x61, 32 // BPF_LDX|BPF_MEM|BPF_W, its place in struct __sk_buff
	prog := loadProgram(t, instruction{op: load, registers: source1(), offset: priority}, instruction{op: exit})
	if prog < 0 {
		t.Skip("needs CAP_BPF")
	}
	a, b := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.AttachBPF.Set(b, prog))
	require.NoError(t, sockopt.Priority.Set(a, 20))
	_, err := unix.Write(int(a), make([]byte, 100))
	require.NoError(t, err)
	ready(t, b, unix.POLLIN)
	n, _, err := unix.Recvfrom(int(b), make([]byte, 100), 0)
	require.NoError(t, err)
	assert.Equal(t, 20, n+8, "with the header of UDP")
}

// source1 has register 1 as the source and 0 as the destination, which are
// bit-fields.
func source1() uint8 {
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		return 1 << 4
	}
	return 1
}

// A rate is kept to, on the loopback interface too, since TCP paces itself.
func TestPacingSlowsDown(t *testing.T) {
	ln, a := openKind(t, tcp4Listening), openKind(t, tcp4)
	require.NoError(t, sockopt.MaxSeg.Set(a, 1000)) // the first ten segments are not paced
	require.NoError(t, unix.Connect(int(a), loopback(unix.AF_INET, portOf(t, ln))))
	accepted, _, err := unix.Accept(int(ln))
	require.NoError(t, err)
	defer unix.Close(accepted)
	b := sockopt.FD(accepted)
	const rate, size = 1_000_000, 400_000
	require.NoError(t, sockopt.MaxPacingRate.Set(a, rate))
	start := time.Now()
	go unix.Write(int(a), make([]byte, size))
	buf := make([]byte, size)
	for got := 0; got < size; {
		n, err := unix.Read(int(b), buf)
		require.NoError(t, err)
		got += n
	}
	assert.Greater(t, time.Since(start), size*time.Second/rate/3)
	theirs, err := unix.GetsockoptUint64(int(a), unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE)
	require.NoError(t, err)
	assert.Equal(t, uint64(rate), theirs)
	unlimited, err := sockopt.MaxPacingRate.Get(b)
	require.NoError(t, err)
	assert.Equal(t, uint64(math.MaxUint64), unlimited)
}

// A datagram that came in names the processor.
func TestIncomingCPUIsTheReceivers(t *testing.T) {
	needNamespace(t) // which is on one processor
	a, b := tcpPair(t, unix.AF_INET, unix.AF_INET)
	_, err := unix.Write(int(a), []byte("x"))
	require.NoError(t, err)
	ready(t, b, unix.POLLIN)
	got, err := sockopt.IncomingCPU.Get(b)
	require.NoError(t, err)
	var mask unix.CPUSet
	require.NoError(t, unix.SchedGetaffinity(0, &mask))
	assert.True(t, got >= 0 && mask.IsSet(got), "processor %d", got)
}

// The kernel tells on the error queue that it has done with the memory.
func TestZeroCopyCompletes(t *testing.T) {
	a, b := tcpPair(t, unix.AF_INET, unix.AF_INET)
	data := make([]byte, 1<<14)
	assert.NoError(t, sockopt.ZeroCopy.Set(a, true))
	for range 3 {
		require.NoError(t, unix.Sendto(int(a), data, unix.MSG_ZEROCOPY, nil))
	}
	for got := 0; got < 3*len(data); {
		n, err := unix.Read(int(b), make([]byte, 1<<16))
		require.NoError(t, err)
		got += n
	}
	var done uint32
	for done < 3 {
		ready(t, a, 0) // POLLERR
		m := control(t, a, unix.MSG_ERRQUEUE, unix.SOL_IP, unix.IP_RECVERR)
		require.GreaterOrEqual(t, len(m), int(unsafe.Sizeof(unix.SockExtendedErr{})))
		e := (*unix.SockExtendedErr)(unsafe.Pointer(&m[0]))
		require.Equal(t, uint8(unix.SO_EE_ORIGIN_ZEROCOPY), e.Origin)
		assert.Equal(t, done, e.Info, "the first of the sends that are done")
		done = e.Data + 1
	}
	runtime.KeepAlive(data)
}

// What is behind a router is not sent.
func TestDontRoute(t *testing.T) {
	needNamespace(t)
	ip(t, "link add veth0 type veth peer name veth1")
	ip(t, "addr add 192.0.2.1/24 dev veth0")
	ip(t, "link set veth0 up")
	ip(t, "link set veth1 up")
	ip(t, "route add default via 192.0.2.2")
	fd := openKind(t, udp4)
	far := &unix.SockaddrInet4{Addr: [4]byte{198, 51, 100, 1}, Port: 9}
	near := &unix.SockaddrInet4{Addr: [4]byte{192, 0, 2, 3}, Port: 9}
	require.NoError(t, unix.Sendto(int(fd), []byte("x"), 0, far))
	require.NoError(t, sockopt.DontRoute.Set(fd, true))
	assert.Equal(t, unix.ENETUNREACH, unix.Sendto(int(fd), []byte("x"), 0, far))
	assert.NoError(t, unix.Sendto(int(fd), []byte("x"), 0, near))
}

// A mark that the sender gives is told to the receiver, since on the loopback
// interface the packet is the same.
func TestRcvMark(t *testing.T) {
	if !hasAny(t, netAdminOrRaw) {
		t.Skip("needs CAP_NET_ADMIN or CAP_NET_RAW")
	}
	a, b := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.RcvMark.Set(b, true))
	require.NoError(t, sockopt.Mark.Set(a, 0x01020304))
	_, err := unix.Write(int(a), []byte("x"))
	require.NoError(t, err)
	m := control(t, b, 0, unix.SOL_SOCKET, unix.SO_MARK)
	require.Len(t, m, 4)
	assert.Equal(t, uint32(0x01020304), *(*uint32)(unsafe.Pointer(&m[0])))
}
