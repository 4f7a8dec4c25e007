package sockopt_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/netip"
	"os"
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
		readWrite[int]{option: sockopt.SynCnt, on: allTCP, fresh: sysctlNumber("net/ipv4/tcp_syn_retries"), late: "no SYN is to be sent; of a listener it counts for its answers", other: to(3)},
		readWrite[time.Duration]{option: sockopt.Linger2, on: allTCP, fresh: sysctlTime("net/ipv4/tcp_fin_timeout", time.Second), other: to(7 * time.Second)},
		// A clamp of zero comes back to an unused socket only, and that is a test of
		// its own.
		readWrite[int]{option: sockopt.WindowClamp, on: allTCP, moved: connectedTCP, other: to(12345), undo: to(54321), back: func(kind, int) int { return 54321 }},
		readWrite[bool]{option: sockopt.Inq, on: tcpOrMPTCP, other: not},
		readWrite[time.Duration]{option: sockopt.RTOMax, on: allTCP, fresh: sysctlTime("net/ipv4/tcp_rto_max_ms", time.Millisecond), other: to(1500 * time.Millisecond)},
		readWrite[time.Duration]{option: sockopt.RTOMin, on: allTCP, fresh: sysctlTime("net/ipv4/tcp_rto_min_us", time.Microsecond), other: to(ticks)},
		readWrite[time.Duration]{option: sockopt.DelAckMax, on: allTCP, fresh: always(200 * time.Millisecond), other: to(ticks)},
		readWrite[bool]{option: sockopt.ThinLinearTimeouts, on: allTCP, other: not},
		readWrite[bool]{option: sockopt.FastOpenNoCookie, on: tcpOrMPTCP, late: "of a listener it counts from now on", other: not, state: connectedTCP | connectedMPTCP},

		readWrite[sockopt.SaveSynMode]{option: sockopt.SaveSyn, on: allTCP, late: "of a listener it counts from now on", other: to(sockopt.SaveSynLink)},
		readOnly[[]byte]{option: sockopt.SavedSyn, on: allTCP, want: func(t *testing.T, _ kind, got []byte) {
			assert.Empty(t, got, "nobody asked for it")
		}},
		writeOnly[sockopt.MD5Key]{option: sockopt.MD5Sig, on: allTCP, late: "it counts from the next segment on", byKind: func(k kind) sockopt.MD5Key { return md5Key(k, 0) }},
		writeOnly[sockopt.MD5Key]{option: sockopt.MD5SigExt, on: allTCP, late: "it counts from the next segment on", byKind: func(k kind) sockopt.MD5Key { return md5Key(k, 8) }},
		// There is no way back to none.
		readWrite[sockopt.FastOpenKeys]{option: sockopt.FastOpenKey, on: tcpOrMPTCP, late: "of a listener it counts from now on", state: connectedMPTCP,
			other: to(sockopt.FastOpenKeys{Primary: tfoKey('a'), Backup: tfoKey('b')}),
			undo:  to(sockopt.FastOpenKeys{Primary: tfoKey('c')}),
			back: func(kind, sockopt.FastOpenKeys) sockopt.FastOpenKeys {
				return sockopt.FastOpenKeys{Primary: tfoKey('c')}
			}},
		readOnly[bool]{option: sockopt.IsMPTCP, on: tcpOrMPTCP, want: func(t *testing.T, k kind, got bool) {
			assert.Equal(t, k&allMPTCP != 0, got)
		}},
		readOnly[sockopt.MPTCPMetrics]{option: sockopt.MPTCPInfo, on: allMPTCP, want: func(t *testing.T, _ kind, got sockopt.MPTCPMetrics) {
			assert.Zero(t, got.BytesSent)
			assert.False(t, got.Fallback)
		}},
		readOnly[[]sockopt.MPTCPSubflow]{option: sockopt.MPTCPSubflowAddrs, on: allMPTCP, want: func(t *testing.T, k kind, got []sockopt.MPTCPSubflow) {
			for _, f := range got {
				assert.NotZero(t, k&ownSubflow())
				assert.Equal(t, k&connectedMPTCP != 0, f.Remote.Port() != 0)
			}
		}},
		readOnly[[]sockopt.TCPMetrics]{option: sockopt.MPTCPTCPInfo, on: allMPTCP, want: func(t *testing.T, k kind, got []sockopt.TCPMetrics) {
			for _, m := range got {
				assert.NotZero(t, k&ownSubflow())
				inState(t, k, m.State)
			}
		}},
		readOnly[sockopt.CCState]{option: sockopt.CCInfo, on: tcpOrMPTCP, want: func(t *testing.T, k kind, got sockopt.CCState) {
			name, err := sockopt.Congestion.Get(openKind(t, k))
			require.NoError(t, err)
			_, is := got.BBR()
			assert.Equal(t, name == "bbr", is)
		}},
		upperProtocol{},
		authOption[sockopt.AOKey]{sockopt.AOAddKey, aoKey},
		authOption[sockopt.AOKeyID]{sockopt.AODelKey, func(k kind) sockopt.AOKeyID { return sockopt.AOKeyID{Peer: md5Key(k, 0).Peer} }},
		authState{},
		withoutULP{sockopt.TLSTX},
		withoutULP{sockopt.TLSRX},

		absent[bool]{sockopt.SignatureEnable, true},
		absent[time.Duration]{sockopt.ConnectTimeout, time.Second},
		absent[time.Duration]{sockopt.MaxRTMS, time.Second},
		absent[bool]{sockopt.TCPTimestamps, true},
		absent[bool]{sockopt.FailConnectOnICMPError, true},
		absent[bool]{sockopt.EnableECN, true},
		absent[bool]{sockopt.SendMoreAcks, true},
		absent[bool]{sockopt.SACKEnable, true},
		absent[int]{sockopt.InitCwnd, 3},
		absent[int]{sockopt.RemoteUDPEncapsPort, 9899},
		absent[bool]{sockopt.NoDelayAck, true},
	)
}

// ownSubflow returns the kinds that have a subflow: those that listen or are
// connected, and before Linux 6.4 each socket from the start.
func ownSubflow() kind {
	if running.before(release{6, 4}) {
		return allMPTCP
	}
	return mptcp4Listening | connectedMPTCP
}

// An authOption is the rule of a key of TCP-AO: the first one is for a socket
// that is not connected.
type authOption[T any] struct {
	option sockopt.WriteOnly[T]
	value  func(k kind) T
}

func (r authOption[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r authOption[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	_, err := info.Get(fd)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	err = r.option.Set(fd, r.value(k))
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		lacks(t, info, k, "set", err) // of another kind, or of a kernel without
	case k&connectedTCP != 0:
		untimely(t, info, k, "set", err, unix.EISCONN)
	case info.Name == "AODelKey":
		assert.ErrorIs(t, err, unix.ENOENT, "there is none")
	default:
		assert.NoError(t, err)
	}
	closed(t, info, r.value(k))
}

// An authState is the rule of TCP_AO_INFO.
type authState struct{}

func (authState) infos() []sockopt.Info { return []sockopt.Info{sockopt.AOInfo.Info()} }

func (authState) holds(t *testing.T, k kind) {
	fd := openKind(t, k)
	closed(t, sockopt.AOInfo.Info(), sockopt.AOState{Required: true})
	_, err := sockopt.AOInfo.Get(fd)
	if errors.Is(err, errors.ErrUnsupported) {
		lacks(t, sockopt.AOInfo.Info(), k, "get", err)
		lacks(t, sockopt.AOInfo.Info(), k, "set", sockopt.AOInfo.Set(fd, sockopt.AOState{Required: true}))
		return
	}
	assert.ErrorIs(t, err, unix.ENOENT, "a socket without keys")
	if k&connectedTCP != 0 {
		untimely(t, sockopt.AOInfo.Info(), k, "set", sockopt.AOInfo.Set(fd, sockopt.AOState{Required: true}), unix.EISCONN)
		return
	}
	require.NoError(t, sockopt.AOInfo.Set(fd, sockopt.AOState{Required: true, AcceptICMPs: true}))
	got, err := sockopt.AOInfo.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, sockopt.AOState{Required: true, AcceptICMPs: true}, got)
}

func aoKey(k kind) sockopt.AOKey {
	return sockopt.AOKey{Peer: md5Key(k, 0).Peer, SendID: 100, RecvID: 100, Algorithm: "hmac(sha1)", Key: sockopt.NewSecret([]byte("password"))}
}

// An upperProtocol is the rule of TCP_ULP. It cannot be undone.
type upperProtocol struct{}

func (upperProtocol) infos() []sockopt.Info { return []sockopt.Info{sockopt.ULP.Info()} }

func (upperProtocol) holds(t *testing.T, k kind) {
	fd := openKind(t, k)
	name, err := sockopt.ULP.Get(fd)
	switch {
	case k&allMPTCP != 0:
		require.NoError(t, err)
		assert.Equal(t, "mptcp", name)
		lacks(t, sockopt.ULP.Info(), k, "set", sockopt.ULP.Set(fd, "tls"))
		return
	case k&allTCP == 0:
		lacks(t, sockopt.ULP.Info(), k, "get", err)
		return
	}
	require.NoError(t, err)
	assert.Empty(t, name)
	did(sockopt.ULP.Info(), byDefault)
	closed(t, sockopt.ULP.Info(), "tls")
	assert.ErrorIs(t, sockopt.ULP.Set(fd, "no-such"), unix.ENOENT)
	err = sockopt.ULP.Set(fd, "tls")
	if err == unix.ENOENT || errors.Is(err, unix.ENOENT) {
		return // the kernel has no module tls
	}
	if k&(connectedTCP&^tcp4ShutDown) == 0 {
		untimely(t, sockopt.ULP.Info(), k, "set", err, unix.ENOTCONN)
		return
	}
	require.NoError(t, err)
	name, err = sockopt.ULP.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, "tls", name)
}

// A withoutULP is the rule of a key of kernel TLS, which no socket takes before
// it has that protocol.
type withoutULP struct {
	option sockopt.SettableRequest[sockopt.TLSCipher, sockopt.TLSKey]
}

func (r withoutULP) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r withoutULP) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	_, err := info.Get(fd)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	_, err = r.option.Get(fd, sockopt.TLSAESGCM256)
	lacks(t, info, k, "get", err)
	lacks(t, info, k, "set", r.option.Set(fd, tlsKey()))
	closed(t, info, tlsKey())
}

func tlsKey() sockopt.TLSKey {
	return sockopt.TLSKey{Version: tls.VersionTLS13, Cipher: sockopt.TLSAESGCM128, Key: sockopt.NewSecret(bytes.Repeat([]byte{1}, 16)), IV: sockopt.NewSecret(bytes.Repeat([]byte{2}, 12))}
}

// md5Key is a key for the neighbours of the loopback address as a kind of socket
// has it, whose prefix is some bits shorter than the address.
func md5Key(k kind, shorter int) sockopt.MD5Key {
	addr := netip.IPv6Loopback()
	switch {
	case k&anyIPv6 == 0:
		addr = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case k&tcp6Mapped != 0:
		addr = netip.MustParseAddr("::ffff:127.0.0.1")
	}
	prefix := netip.PrefixFrom(addr, addr.BitLen()-shorter)
	return sockopt.MD5Key{Peer: prefix, Key: sockopt.NewSecret([]byte("password"))}
}

func tfoKey(c byte) sockopt.Secret { return sockopt.NewSecret(bytes.Repeat([]byte{c}, 16)) }

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

// One retransmission gives up after 1 + 2 s. Since Linux 6.5 the waits are 1 + 1 +
// 1 s, with two retransmissions, unless a sysctl is 0.
func TestSynCntEndsConnect(t *testing.T) {
	dropped(t)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.SynCnt.Set(fd, 1))
	sent := make(chan uint64, 1)
	time.AfterFunc(2500*time.Millisecond, func() {
		info, err := sockopt.TCPInfo.Get(fd)
		assert.NoError(t, err)
		sent <- info.TotalRetrans
	})
	start := time.Now()
	err := unix.Connect(int(fd), &unix.SockaddrInet4{Addr: [4]byte{192, 0, 2, 1}, Port: 9})
	assert.ErrorIs(t, err, unix.ETIMEDOUT)
	assert.InDelta(t, 3, time.Since(start).Seconds(), 0.9)
	want := 1
	const linear = "net/ipv4/tcp_syn_linear_timeouts"
	if _, err := os.Stat("/proc/sys/" + linear); err == nil && sysctlFields(linear)[0] > 1 {
		want = 2
	}
	assert.EqualValues(t, want, <-sent)
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
		require.Eventually(t, func() bool {
			info, err := sockopt.TCPInfo.Get(fd)
			return err != nil || info.State == sockopt.TCPFinWait2
		}, 5*time.Second, time.Millisecond)
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
		0:                time.Duration(sysctlFields("net/ipv4/tcp_fin_timeout")[0]) * time.Second,
	} {
		require.NoError(t, sockopt.Linger2.Set(fd, set))
		got, err := sockopt.Linger2.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, want, got, "set to %v", set)
	}
	for _, least := range []time.Duration{math.MinInt64, -2 * time.Second, -time.Millisecond} {
		require.NoError(t, sockopt.Linger2.Set(fd, least))
		got, err := sockopt.Linger2.Get(fd)
		require.NoError(t, err)
		assert.EqualValues(t, -1, got, "set to %v", least)
	}
	err := sockopt.Linger2.Set(fd, 2*time.Minute+1)
	assert.ErrorIs(t, err, sockopt.ErrValue)
	assert.ErrorContains(t, err, "0s to 2m0s or negative", "the whole range")
}

// The kernel rounds up to a tick of its clock, and takes what it answered as it is.
func TestRTOMaxIsRounded(t *testing.T) {
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	if ok, err := sockopt.RTOMax.Supported(fd); !ok {
		t.Skipf("needs TCP_RTO_MAX_MS, of Linux 6.15: %v", err)
	}
	for _, set := range []time.Duration{1001 * time.Millisecond, 1001*time.Millisecond + 1, 2*time.Second - 1} {
		require.NoError(t, sockopt.RTOMax.Set(fd, set))
		got, err := sockopt.RTOMax.Get(fd)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, got, set)
		assert.Less(t, got, set+11*time.Millisecond, "a millisecond, and a tick of at most 10 ms")
		assert.Zero(t, got%time.Millisecond)
		require.NoError(t, sockopt.RTOMax.Set(fd, got))
		again, err := sockopt.RTOMax.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, got, again)
	}
	for _, outside := range []time.Duration{999 * time.Millisecond, 0, 120*time.Second + 1} {
		assert.Error(t, sockopt.RTOMax.Set(fd, outside), "%v", outside)
	}
}

// The times of a connection that sent and received nothing count from its start.
func TestTCPInfoTimesOfAnIdleConnection(t *testing.T) {
	fd, _ := tcpPair(t, unix.AF_INET, unix.AF_INET)
	time.Sleep(100 * time.Millisecond)
	info, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	for name, since := range map[string]time.Duration{"sent": info.LastDataSent, "received": info.LastDataRecv} {
		assert.GreaterOrEqual(t, since, 80*time.Millisecond, name)
		assert.Less(t, since, 30*time.Second, name)
	}
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
	err = sockopt.RTOMin.Set(fd, ticks)
	needLinux(t, err, 6, 15)
	require.NoError(t, err)
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
		err := o.Set(fd, time.Microsecond)
		needLinux(t, err, 6, 15)
		assert.ErrorIs(t, err, unix.EINVAL, o)
	}
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

// What a listener saves is the header of the client's SYN, which is told once.
func TestSavedSynIsTheClients(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		for _, mode := range []sockopt.SaveSynMode{sockopt.SaveSynIP, sockopt.SaveSynLink} {
			ln := newSocket(t, domain, unix.SOCK_STREAM, 0)
			require.NoError(t, sockopt.SaveSyn.Set(ln, mode))
			listening(t, ln)
			fd := newSocket(t, domain, unix.SOCK_STREAM, 0)
			require.NoError(t, sockopt.MaxSeg.Set(fd, 1234))
			require.NoError(t, unix.Connect(int(fd), loopback(domain, portOf(t, ln))))
			n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
			require.NoError(t, err)
			defer unix.Close(n)

			syn, err := sockopt.SavedSyn.Get(sockopt.FD(n))
			require.NoError(t, err)
			if mode == sockopt.SaveSynLink {
				require.Greater(t, len(syn), 14)
				syn = syn[14:] // the Ethernet header of the loopback interface
			}
			header, port := 20, portOf(t, fd)
			if domain == unix.AF_INET6 {
				header = 40
				require.EqualValues(t, 6, syn[0]>>4)
			} else {
				require.EqualValues(t, 4, syn[0]>>4)
			}
			tcp := syn[header:]
			assert.EqualValues(t, port, binary.BigEndian.Uint16(tcp), "the port of the client")
			assert.EqualValues(t, portOf(t, ln), binary.BigEndian.Uint16(tcp[2:]))
			assert.EqualValues(t, 2, tcp[13]&0x3f, "SYN alone")
			assert.Len(t, tcp, int(tcp[12]>>4)*4, "all of the header")
			assert.Equal(t, []byte{2, 4, 1234 >> 8, 1234 & 0xff}, tcp[20:24], "the MSS that the client set")

			syn, err = sockopt.SavedSyn.Get(sockopt.FD(n))
			require.NoError(t, err)
			assert.Empty(t, syn, "the second time")
		}
	}
}

// Peers connect with the right key, and neither with a wrong one nor with none.
func TestMD5Key(t *testing.T) {
	v4, mapped := netip.MustParsePrefix("127.0.0.1/32"), netip.PrefixFrom(netip.MustParseAddr("::ffff:127.0.0.1"), 128)
	right, wrong := sockopt.NewSecret([]byte("right")), sockopt.NewSecret([]byte("wrong"))
	type keys []sockopt.Setting
	for name, test := range map[string]struct {
		network        string
		server, client keys
		connects       bool
	}{
		"right":         {"tcp4", keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, true},
		"wrong":         {"tcp4", keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: wrong})}, false},
		"none":          {"tcp4", keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, nil, false},
		"taken away":    {"tcp4", keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right}), sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4})}, nil, true},
		"both families": {"tcp", keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: mapped, Key: right})}, keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, true},
		"prefix": {"tcp4", keys{sockopt.MD5SigExt.With(sockopt.MD5Key{Peer: netip.MustParsePrefix("127.0.0.0/8"), Key: right})},
			keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, true},
		"mapped prefix": {"tcp", keys{sockopt.MD5SigExt.With(sockopt.MD5Key{Peer: netip.PrefixFrom(netip.MustParseAddr("::ffff:127.0.0.0"), 104), Key: right})},
			keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, true},
		"longest prefix": {"tcp4", keys{
			sockopt.MD5SigExt.With(sockopt.MD5Key{Peer: netip.MustParsePrefix("127.0.0.0/8"), Key: right}),
			sockopt.MD5SigExt.With(sockopt.MD5Key{Peer: netip.MustParsePrefix("127.0.0.0/24"), Key: wrong})},
			keys{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: v4, Key: right})}, false},
	} {
		t.Run(name, func(t *testing.T) {
			lc := net.ListenConfig{Control: sockopt.Control(test.server...)}
			lc.SetMultipathTCP(false)
			address := "127.0.0.1:0"
			if test.network == "tcp" {
				needIPv6(t)
				address = ":0"
			}
			ln, err := lc.Listen(t.Context(), test.network, address)
			require.NoError(t, err)
			defer ln.Close()
			_, port, err := net.SplitHostPort(ln.Addr().String())
			require.NoError(t, err)
			d := net.Dialer{Control: sockopt.Control(test.client...), Timeout: 5 * time.Second}
			if !test.connects {
				d.Timeout = 300 * time.Millisecond
			}
			client, err := d.DialContext(t.Context(), "tcp4", "127.0.0.1:"+port)
			if !test.connects {
				var e net.Error
				require.ErrorAs(t, err, &e)
				assert.True(t, e.Timeout())
				return
			}
			require.NoError(t, err)
			defer client.Close()
			server, err := ln.Accept()
			require.NoError(t, err)
			defer server.Close()
			_, err = client.Write([]byte("signed"))
			require.NoError(t, err)
			b := make([]byte, 6)
			_, err = io.ReadFull(server, b)
			require.NoError(t, err)
			assert.Equal(t, "signed", string(b))
		})
	}
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	assert.ErrorIs(t, sockopt.MD5Sig.Set(fd, sockopt.MD5Key{Peer: v4}), unix.ENOENT, "there is no key to take away")
	assert.ErrorIs(t, sockopt.MD5Sig.Set(fd, sockopt.MD5Key{Peer: mapped, Key: right}), unix.EINVAL, "of the other family")
}

// Peers connect with the same key of TCP-AO, and not with another.
func TestAOKey(t *testing.T) {
	for _, same := range []bool{true, false} {
		ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
		key := aoKey(tcp4)
		err := sockopt.AOAddKey.Set(ln, key)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip("needs a kernel with CONFIG_TCP_AO")
		}
		require.NoError(t, err)
		listening(t, ln)
		if !same {
			key.Key = sockopt.NewSecret([]byte("another"))
		}
		d := net.Dialer{Control: sockopt.Control(sockopt.AOAddKey.With(key)), Timeout: 500 * time.Millisecond}
		conn, err := d.Dial("tcp4", fmt.Sprint("127.0.0.1:", portOf(t, ln)))
		if !same {
			assert.Error(t, err)
			continue
		}
		require.NoError(t, err)
		defer conn.Close()
		state, err := sockopt.AOInfo.Get(sockopt.Of(conn))
		require.NoError(t, err)
		assert.True(t, state.SetCurrent)
		assert.EqualValues(t, 100, state.Current)
		assert.NotZero(t, state.Good)
		require.NoError(t, sockopt.AODelKey.Set(ln, sockopt.AOKeyID{Peer: key.Peer, SendID: 100, RecvID: 100}))
	}
}

// A cookie is taken from whoever has the key that made it.
func TestFastOpenKeyMakesCookies(t *testing.T) {
	needNamespace(t)
	sysctl(t, "net/ipv4/tcp_fastopen", "3")
	early := func(keys sockopt.FastOpenKeys) bool {
		ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
		require.NoError(t, sockopt.Apply(ln, sockopt.FastOpen.With(16), sockopt.FastOpenKey.With(keys)))
		listening(t, ln)
		fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
		require.NoError(t, sockopt.FastOpenConnect.Set(fd, true))
		require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
		_, err := unix.Write(int(fd), []byte("early"))
		require.NoError(t, err)
		n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
		require.NoError(t, err)
		defer unix.Close(n)
		info, err := sockopt.TCPInfo.Get(sockopt.FD(n))
		require.NoError(t, err)
		return info.FastOpen
	}
	assert.False(t, early(sockopt.FastOpenKeys{Primary: tfoKey('a')}), "the client has no cookie yet")
	assert.True(t, early(sockopt.FastOpenKeys{Primary: tfoKey('a')}), "another listener with the key")
	assert.True(t, early(sockopt.FastOpenKeys{Primary: tfoKey('b'), Backup: tfoKey('a')}), "the key is the backup; the client gets a new cookie")
	assert.True(t, early(sockopt.FastOpenKeys{Primary: tfoKey('b')}), "which the new key has made")
	assert.False(t, early(sockopt.FastOpenKeys{Primary: tfoKey('a')}), "and the old one not")
}

// multipath returns the ends of an MPTCP connection, in a namespace of its own if
// the user may make one. In another namespace the kernel falls back to TCP for an
// hour after MPTCP failed once (net.mptcp.blackhole_timeout).
func multipath(t *testing.T) (client, server net.Conn) {
	t.Helper()
	own := newNamespace(t)
	newSocket(t, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)
	var lc net.ListenConfig
	lc.SetMultipathTCP(true)
	ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	var d net.Dialer
	d.SetMultipathTCP(true)
	client, err = d.DialContext(context.Background(), "tcp4", ln.Addr().String())
	require.NoError(t, err)
	t.Cleanup(func() { client.Close() })
	server, err = ln.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { server.Close() })
	used, err := client.(*net.TCPConn).MultipathTCP()
	require.NoError(t, err)
	if !used && !own {
		t.Skip("needs CAP_SYS_ADMIN, for a network namespace: in this one the kernel has fallen back to TCP")
	}
	require.True(t, used, "package net says that it fell back to TCP")
	return client, server
}

func TestMPTCPInfoOfConnection(t *testing.T) {
	client, server := multipath(t)
	_, err := client.Write(make([]byte, 1000))
	require.NoError(t, err)
	_, err = io.ReadFull(server, make([]byte, 1000))
	require.NoError(t, err)
	for _, conn := range []net.Conn{client, server} {
		is, err := sockopt.IsMPTCP.Get(sockopt.Of(conn))
		needLinux(t, err, 6, 9)
		require.NoError(t, err)
		assert.True(t, is)
	}
	a, err := sockopt.MPTCPInfo.Get(sockopt.Of(client))
	require.NoError(t, err)
	b, err := sockopt.MPTCPInfo.Get(sockopt.Of(server))
	require.NoError(t, err)
	assert.True(t, a.RemoteKeyReceived)
	assert.False(t, a.Fallback)
	assert.NotEqual(t, a.Token, b.Token)
	assert.NotZero(t, a.Token)
	assert.Zero(t, a.Subflows)
	assert.Equal(t, a.WriteSeq, b.RcvNxt, "what one wrote the other has")
	assert.Equal(t, b.WriteSeq, a.RcvNxt)
	assert.EqualValues(t, 1000, a.BytesSent)
	assert.EqualValues(t, 1000, b.BytesReceived)
	assert.Equal(t, 1, a.SubflowsTotal)
	assert.Less(t, b.LastDataRecv, time.Minute)

	flows, err := sockopt.MPTCPSubflowAddrs.Get(sockopt.Of(client))
	require.NoError(t, err)
	require.Len(t, flows, 1)
	assert.Equal(t, client.LocalAddr().String()+"->"+client.RemoteAddr().String(), flows[0].String())
	flows, err = sockopt.MPTCPSubflowAddrs.Get(sockopt.Of(server))
	require.NoError(t, err)
	require.Len(t, flows, 1)
	assert.Equal(t, client.LocalAddr().String(), flows[0].Remote.String())
	infos, err := sockopt.MPTCPTCPInfo.Get(sockopt.Of(client))
	require.NoError(t, err)
	require.Len(t, infos, 1)
	first, err := sockopt.TCPInfo.Get(sockopt.Of(client))
	require.NoError(t, err)
	assert.Equal(t, sockopt.TCPEstablished, infos[0].State)
	assert.Equal(t, first.BytesSent, infos[0].BytesSent)
	assert.EqualValues(t, 1000, infos[0].BytesSent)
	assert.Equal(t, first.AdvMSS, infos[0].AdvMSS)

	// A peer without MPTCP makes a TCP connection of it.
	tcp, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer tcp.Close()
	var d net.Dialer
	d.SetMultipathTCP(false)
	plain, err := d.Dial("tcp4", tcp.Addr().String())
	require.NoError(t, err)
	defer plain.Close()
	is, err := sockopt.IsMPTCP.Get(sockopt.Of(plain))
	require.NoError(t, err)
	assert.False(t, is)
	_, err = sockopt.MPTCPInfo.Get(sockopt.Of(plain))
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

// A second address of the peer makes a second subflow.
func TestMPTCPSubflows(t *testing.T) {
	needNamespace(t)
	ip(t, "addr add 127.0.0.5/8 dev lo")
	ip(t, "mptcp limits set subflow 2 add_addr_accepted 2")
	ip(t, "mptcp endpoint add 127.0.0.5 dev lo subflow")
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)
	require.NoError(t, unix.Bind(int(ln), &unix.SockaddrInet4{}))
	require.NoError(t, unix.Listen(int(ln), 4))
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)
	require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	defer unix.Close(n)
	// Data each way ends the handshake, after which the second one may join.
	_, err = unix.Write(int(fd), []byte{1})
	require.NoError(t, err)
	_, err = unix.Read(n, make([]byte, 1))
	require.NoError(t, err)
	_, err = unix.Write(n, []byte{1})
	require.NoError(t, err)
	var flows []sockopt.MPTCPSubflow
	require.Eventually(t, func() bool {
		flows, err = sockopt.MPTCPSubflowAddrs.Get(fd)
		return err != nil || len(flows) == 2
	}, 5*time.Second, 10*time.Millisecond)
	require.NoError(t, err)
	assert.Equal(t, netip.MustParseAddr("127.0.0.1"), flows[0].Local.Addr())
	assert.Equal(t, netip.MustParseAddr("127.0.0.5"), flows[1].Local.Addr())
	infos, err := sockopt.MPTCPTCPInfo.Get(fd)
	require.NoError(t, err)
	assert.Len(t, infos, 2)
	info, err := sockopt.MPTCPInfo.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, 1, info.Subflows, "besides the first")
	assert.Equal(t, 2, info.SubflowsMax)
}

// What bbr tells agrees with TCP_INFO.
func TestCCInfoOfBBR(t *testing.T) {
	fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	if err := sockopt.Congestion.Set(fd, "bbr"); errors.Is(err, unix.ENOENT) || errors.Is(err, unix.EPERM) {
		t.Skip("needs the congestion control bbr: ", err)
	}
	for range 20 {
		_, err := unix.Write(int(fd), make([]byte, 1<<14))
		require.NoError(t, err)
		_, err = unix.Read(int(peer), make([]byte, 1<<14))
		require.NoError(t, err)
	}
	state, err := sockopt.CCInfo.Get(fd)
	require.NoError(t, err)
	bbr, ok := state.BBR()
	require.True(t, ok)
	info, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, info.MinRTT, bbr.MinRTT)
	assert.NotZero(t, bbr.Bandwidth)
	assert.Contains(t, []float64{1, 0.75, 1.25, 739.0 / 256, 88.0 / 256}, bbr.PacingGain, "the gains of its modes")
	_, ok = state.Vegas()
	assert.False(t, ok)

	require.NoError(t, sockopt.Congestion.Set(fd, "reno"))
	state, err = sockopt.CCInfo.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, "none", state.String())
}

// One end encrypts in the kernel, the other decrypts.
func TestKernelTLS(t *testing.T) {
	for _, cipher := range []sockopt.TLSCipher{sockopt.TLSAESGCM128, sockopt.TLSAESGCM256, sockopt.TLSChaCha20Poly1305} {
		for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
			fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
			err := sockopt.ULP.Set(fd, "tls")
			if errors.Is(err, unix.ENOENT) {
				t.Skip("needs a kernel with CONFIG_TLS: the module tls is absent")
			}
			require.NoError(t, err)
			require.NoError(t, sockopt.ULP.Set(peer, "tls"))
			key := tlsKey()
			key.Version, key.Cipher, key.Seq = version, cipher, 7
			if cipher != sockopt.TLSAESGCM128 {
				key.Key = sockopt.NewSecret(bytes.Repeat([]byte{3}, 32))
			}
			require.NoError(t, sockopt.TLSTX.Set(fd, key))
			require.NoError(t, sockopt.TLSRX.Set(peer, key))
			_, err = unix.Write(int(fd), []byte("plain"))
			require.NoError(t, err)
			b := make([]byte, 16)
			n, err := unix.Read(int(peer), b)
			require.NoError(t, err)
			assert.Equal(t, "plain", string(b[:n]), "%v", key)

			// What is read is what was set, one record later.
			key.Seq++
			for s, option := range map[sockopt.FD]sockopt.SettableRequest[sockopt.TLSCipher, sockopt.TLSKey]{fd: sockopt.TLSTX, peer: sockopt.TLSRX} {
				got, err := option.Get(s, cipher)
				require.NoError(t, err, "%v", key)
				assert.Equal(t, version, got.Version)
				assert.Equal(t, cipher, got.Cipher)
				assert.Equal(t, key.Key.Bytes(), got.Key.Bytes())
				assert.Equal(t, key.Seq, got.Seq)
				assert.Equal(t, []byte(key.IV.Bytes()[:4]), []byte(got.IV.Bytes()[:4]))
				byName, err := option.Info().Get(s)
				require.NoError(t, err)
				assert.Equal(t, sockopt.TLSKey{Version: version, Cipher: cipher}, byName)
			}
			_, err = sockopt.TLSRX.Get(fd, cipher)
			assert.ErrorIs(t, err, unix.EBUSY, "no key was set")
		}
	}
}

// Nothing that is printed has a secret in it.
func TestSecretsAreNotPrinted(t *testing.T) {
	const word = "sesame-sesame-16"
	key := sockopt.MD5Key{Peer: netip.MustParsePrefix("127.0.0.1/32"), Key: sockopt.NewSecret([]byte(word))}
	session := sockopt.TLSKey{Version: tls.VersionTLS12, Cipher: sockopt.TLSAESGCM128, Key: sockopt.NewSecret([]byte(word)), IV: sockopt.NewSecret([]byte(word[:12]))}
	keys := sockopt.FastOpenKeys{Primary: sockopt.NewSecret([]byte(word)), Backup: sockopt.NewSecret([]byte(word))}
	mapped := key
	mapped.Peer = netip.PrefixFrom(netip.MustParseAddr("::ffff:127.0.0.1"), 128)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	auth := sockopt.AOKey{Peer: key.Peer, Algorithm: "hmac(sha1)", Key: sockopt.NewSecret([]byte(word))}
	values := []any{
		auth, &auth, sockopt.AOAddKey.With(auth), sockopt.AOAddKey.Set(sockopt.FD(1<<30), auth),
		key, &key, keys, &keys, key.Key, session, &session,
		sockopt.TLSTX.With(session), sockopt.TLSRX.Set(fd, session),
		sockopt.MD5Sig.With(key), sockopt.FastOpenKey.With(keys), []sockopt.Setting{sockopt.MD5Sig.With(key)},
		sockopt.MD5Sig.Info().With(key),
		struct{ hidden []sockopt.Setting }{[]sockopt.Setting{sockopt.MD5Sig.With(key), sockopt.FastOpenKey.With(keys)}},
		sockopt.NewListener(nil, sockopt.MD5Sig.With(key), sockopt.FastOpenKey.With(keys)),
		sockopt.MD5Sig.Set(fd, mapped), // EINVAL
		sockopt.MD5Sig.Set(fd, sockopt.MD5Key{Peer: netip.MustParsePrefix("10.0.0.0/8"), Key: key.Key}),
		sockopt.FastOpenKey.Set(sockopt.FD(1<<30), keys),
		sockopt.FastOpenKey.Set(fd, sockopt.FastOpenKeys{Primary: sockopt.NewSecret([]byte(word[:15]))}),
	}
	for _, v := range values {
		require.NotNil(t, v)
		texts := []string{}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
		if err, ok := v.(error); ok {
			texts = append(texts, err.Error())
		}
		b, err := json.Marshal(v)
		if _, ok := v.(net.Listener); ok { // of which JSON knows nothing
			b, err = []byte(err.Error()), nil
		}
		require.NoError(t, err)
		texts = append(texts, string(b))
		for _, text := range texts {
			assert.NotContains(t, text, "sesame")
			assert.NotContains(t, text, "115 101 115", "in decimal")
			assert.NotContains(t, text, "0x73, 0x65, 0x73")
			assert.NotContains(t, text, "736573", "in hexadecimal")
			assert.NotContains(t, text, "c2VzYW", "in base 64")
		}
	}
	assert.Equal(t, "TCP_MD5SIG=peer=127.0.0.1/32,key=[16 bytes]", sockopt.MD5Sig.With(key).String())
	assert.Equal(t, "TCP_FASTOPEN_KEY=primary=[16 bytes],backup=[16 bytes]", sockopt.FastOpenKey.With(keys).String())
	assert.EqualError(t, sockopt.MD5Sig.Set(fd, mapped), "sockopt: set TCP_MD5SIG (IPPROTO_TCP 14) to peer=::ffff:127.0.0.1/128,key=[16 bytes]: setsockopt: invalid argument")
}
