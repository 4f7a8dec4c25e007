package sockopt_test

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Rules of the options of SCTP that are structures.
func init() {
	rules = append(rules,
		readWrite[sockopt.SCTPSend]{option: sockopt.SCTPDefaultSendParam, on: allSCTP,
			other: to(sockopt.SCTPSend{Stream: 3, Flags: sockopt.SCTPUnordered | sockopt.SCTPEOF, PPID: 46, Context: 7, TimeToLive: time.Second})},
		readWrite[sockopt.SCTPEvents]{option: sockopt.SCTPNotifications, on: allSCTP,
			other: to(sockopt.SCTPAssociationEvent | sockopt.SCTPStreamResetEvent | sockopt.SCTPSendFailedEvent)},
		sctpPeer{},
		sctpStatus{},
	)
}

// The defaults of Linux: the sysctls net.sctp.hb_interval, path_max_retrans and
// sack_timeout.
var sctpPeerDefault = sockopt.SCTPPeer{Heartbeat: 30 * time.Second, MaxRetrans: 5, DelayedSACK: 200 * time.Millisecond,
	Flags: sockopt.SCTPHeartbeatEnable | sockopt.SCTPPMTUDEnable | sockopt.SCTPSACKDelayEnable}

// A sctpPeer is the rule of SCTP_PEER_ADDR_PARAMS, of no address of a peer.
type sctpPeer struct{}

func (sctpPeer) infos() []sockopt.Info { return []sockopt.Info{sockopt.SCTPPeerAddrParams.Info()} }

func (sctpPeer) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), sockopt.SCTPPeerAddrParams.Info()
	other := sctpPeerDefault
	other.Heartbeat, other.MaxRetrans, other.DelayedSACK = 7*time.Second, 3, 100*time.Millisecond
	if k&allSCTP == 0 {
		_, err := sockopt.SCTPPeerAddrParams.Get(fd, netip.AddrPort{})
		lacks(t, info, k, "get", err)
		lacks(t, info, k, "set", sockopt.SCTPPeerAddrParams.Set(fd, other))
		return
	}
	promised(t, info, k)
	tells := func(want sockopt.SCTPPeer) {
		t.Helper()
		got, err := sockopt.SCTPPeerAddrParams.Get(fd, netip.AddrPort{})
		require.NoError(t, err)
		byName, err := info.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, any(got), byName, "by name")
		if k == sctp4Connected {
			got.PathMTU = 0 // that of the loopback interface, which is to be found
		}
		assert.Equal(t, want, got)
	}
	tells(sctpPeerDefault)
	for _, set := range []sockopt.SCTPPeer{other, sctpPeerDefault} {
		require.NoError(t, sockopt.Apply(fd, info.With(set)))
		tells(set)
	}
	did(info, byDefault|reset)
	closed(t, info, other)
	if k == sctp4 {
		require.NoError(t, sockopt.SCTPPeerAddrParams.Set(fd, other))
		accepted, err := sockopt.SCTPPeerAddrParams.Get(acceptFrom(t, k, fd), netip.AddrPort{})
		require.NoError(t, err)
		accepted.PathMTU = 0
		assert.Equal(t, other, accepted, "of an accepted socket")
		did(info, inheritance)
	}
}

// A sctpStatus is the rule of SCTP_STATUS, which a socket without an association
// has nothing to tell of: sctp_getsockopt_sctp_status in net/sctp/socket.c.
type sctpStatus struct{}

func (sctpStatus) infos() []sockopt.Info { return []sockopt.Info{sockopt.SCTPStatus.Info()} }

func (sctpStatus) holds(t *testing.T, k kind) {
	info := sockopt.SCTPStatus.Info()
	got, err := sockopt.SCTPStatus.Get(openKind(t, k))
	switch {
	case k == sctp4Connected:
		require.NoError(t, err)
		promised(t, info, k)
		assert.Equal(t, sockopt.SCTPEstablished, got.State)
		did(info, byDefault)
	case k&allSCTP != 0:
		untimely(t, info, k, "get", err, unix.EINVAL)
	default:
		lacks(t, info, k, "get", err)
	}
	closed(t, info, nil)
}

// sctpPair returns the ends of an association of one-to-one sockets, and the
// address of the second.
func sctpPair(t *testing.T, domain int, before ...sockopt.Setting) (fd, accepted sockopt.FD, addr netip.AddrPort) {
	t.Helper()
	ln := listening(t, needModule(t, "sctp", domain, unix.SOCK_STREAM, unix.IPPROTO_SCTP))
	fd = newSocket(t, domain, unix.SOCK_STREAM, unix.IPPROTO_SCTP)
	require.NoError(t, sockopt.Apply(fd, before...))
	port := portOf(t, ln)
	require.NoError(t, unix.Connect(int(fd), loopback(domain, port)))
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(n) })
	addr = netip.AddrPortFrom(netip.IPv6Loopback(), uint16(port))
	if domain == unix.AF_INET {
		addr = netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(port))
	}
	return fd, sockopt.FD(n), addr
}

// The state is that of the association, and the path that to the peer.
func TestSCTPStatus(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		fd, peer, addr := sctpPair(t, domain, sockopt.SCTPInitMsg.With(sockopt.SCTPInit{OutStreams: 7, MaxInStreams: 5}))
		state, err := sockopt.SCTPStatus.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, sockopt.SCTPEstablished, state.State)
		assert.EqualValues(t, 7, state.OutStreams)
		assert.EqualValues(t, 5, state.InStreams)
		assert.NotZero(t, state.PeerWindow)
		assert.Greater(t, state.Fragmentation, uint32(1000))
		assert.Equal(t, addr, state.Primary.Addr)
		assert.Equal(t, sockopt.SCTPActive, state.Primary.State)
		assert.Greater(t, state.Primary.MTU, state.Fragmentation)
		assert.NotZero(t, state.Primary.CongestionWindow)
		rto, err := sockopt.SCTPRTOInfo.Get(fd)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, state.Primary.RTO, rto.Min)
		assert.LessOrEqual(t, state.Primary.RTO, rto.Max)
		there, err := sockopt.SCTPStatus.Get(peer)
		require.NoError(t, err)
		assert.EqualValues(t, 7, there.InStreams)
		assert.EqualValues(t, 5, there.OutStreams)
		assert.EqualValues(t, portOf(t, fd), there.Primary.Addr.Port())
	}
}

// What is written goes out on the stream and with the protocol of the option, and
// the peer is told of both by messages that it asked for.
func TestSCTPDefaultSendParamIsUsed(t *testing.T) {
	fd, peer, _ := sctpPair(t, unix.AF_INET)
	require.NoError(t, sockopt.SCTPDefaultSendParam.Set(fd, sockopt.SCTPSend{Stream: 3, Flags: sockopt.SCTPUnordered, PPID: 46}))
	for _, c := range []struct {
		set  sockopt.Setting
		typ  int32
		ppid int
	}{
		{sockopt.SCTPRecvRcvInfo.With(true), 3, 8},                      // SCTP_RCVINFO
		{sockopt.SCTPNotifications.With(sockopt.SCTPDataIOEvent), 1, 8}, // SCTP_SNDRCV
	} {
		require.NoError(t, sockopt.Apply(peer, c.set))
		_, err := unix.Write(int(fd), []byte("x"))
		require.NoError(t, err)
		info := control(t, peer, 0, unix.IPPROTO_SCTP, int(c.typ))
		require.GreaterOrEqual(t, len(info), 28, "%v", c.set)
		assert.EqualValues(t, 3, binary.NativeEndian.Uint16(info), "the stream")
		assert.EqualValues(t, 1, binary.NativeEndian.Uint16(info[4:])&1, "SCTP_UNORDERED")
		assert.EqualValues(t, 46, binary.BigEndian.Uint32(info[c.ppid:]), "the payload protocol, as it is on the wire")
	}
}

// A notification comes for what was chosen.
func TestSCTPNotifications(t *testing.T) {
	for _, on := range []bool{false, true} {
		fd, peer, _ := sctpPair(t, unix.AF_INET)
		if on {
			require.NoError(t, sockopt.SCTPNotifications.Set(peer, sockopt.SCTPShutdownEvent))
		}
		require.NoError(t, unix.Shutdown(int(fd), unix.SHUT_WR))
		ready(t, peer, unix.POLLIN)
		b := make([]byte, 100)
		n, _, flags, _, err := unix.Recvmsg(int(peer), b, nil, 0)
		if !on {
			assert.NoError(t, err)
			assert.Zero(t, n, "the end, and no message")
			continue
		}
		require.NoError(t, err)
		assert.NotZero(t, flags&0x8000, "MSG_NOTIFICATION")
		require.GreaterOrEqual(t, n, 12)
		assert.EqualValues(t, 0x8005, binary.NativeEndian.Uint16(b), "SCTP_SHUTDOWN_EVENT")
	}
}

// The parameters of one address are its own.
func TestSCTPPeerAddrParams(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		fd, _, addr := sctpPair(t, domain)
		want := sockopt.SCTPPeer{Addr: addr, Heartbeat: 5 * time.Second, MaxRetrans: 2, DSCP: sockopt.AF41,
			Flags: sockopt.SCTPHeartbeatEnable | sockopt.SCTPDSCP | sockopt.SCTPSACKDelayDisable}
		require.NoError(t, sockopt.SCTPPeerAddrParams.Set(fd, want))
		got, err := sockopt.SCTPPeerAddrParams.Get(fd, addr)
		require.NoError(t, err)
		assert.Equal(t, addr, got.Addr)
		assert.Equal(t, 5*time.Second, got.Heartbeat)
		assert.EqualValues(t, 2, got.MaxRetrans)
		assert.Equal(t, sockopt.AF41, got.DSCP)
		assert.Equal(t, sockopt.SCTPHeartbeatEnable|sockopt.SCTPPMTUDEnable|sockopt.SCTPSACKDelayDisable|sockopt.SCTPDSCP, got.Flags)
		assert.NotZero(t, got.PathMTU)

		all, err := sockopt.SCTPPeerAddrParams.Get(fd, netip.AddrPort{})
		require.NoError(t, err)
		assert.Equal(t, 30*time.Second, all.Heartbeat, "that of the association")
		require.NoError(t, sockopt.SCTPPeerAddrParams.Set(fd, sockopt.SCTPPeer{Heartbeat: 9 * time.Second, Flags: sockopt.SCTPHeartbeatEnable}))
		got, err = sockopt.SCTPPeerAddrParams.Get(fd, addr)
		require.NoError(t, err)
		assert.Equal(t, 9*time.Second, got.Heartbeat, "that of all addresses")

		other := netip.AddrPortFrom(netip.MustParseAddr("192.0.2.1"), 1)
		_, err = sockopt.SCTPPeerAddrParams.Get(fd, other)
		assert.ErrorIs(t, err, unix.EINVAL)
		assert.ErrorIs(t, sockopt.SCTPPeerAddrParams.Set(fd, sockopt.SCTPPeer{Addr: other}), unix.EINVAL)
	}
}
