package sockopt_test

import (
	"encoding/binary"
	"io"
	"math"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"
)

// A number is an option that is an int to x/sys: the number that it reads
// after ours is set, and what is read of ours after it sets theirs.
type number struct {
	k             kind
	ours          sockopt.Setting
	level, number int
	read          int
	theirs        int
	get           func(sockopt.Socket) (any, error)
	want          any
	needs         []int
}

func numbers() []number {
	return []number{
		{tcp4, sockopt.ReuseAddr.With(true), unix.SOL_SOCKET, unix.SO_REUSEADDR, 1, 0, sockopt.ReuseAddr.Info().Get, false, nil},
		{tcp4, sockopt.ReusePort.With(true), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1, 0, sockopt.ReusePort.Info().Get, false, nil},
		{tcp4, sockopt.ReusePortLB.With(true), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1, 0, sockopt.ReusePortLB.Info().Get, false, nil},
		{tcp4, sockopt.KeepAlive.With(true), unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1, 0, sockopt.KeepAlive.Info().Get, false, nil},
		{udp4, sockopt.Broadcast.With(true), unix.SOL_SOCKET, unix.SO_BROADCAST, 1, 0, sockopt.Broadcast.Info().Get, false, nil},
		{tcp4, sockopt.OOBInline.With(true), unix.SOL_SOCKET, unix.SO_OOBINLINE, 1, 0, sockopt.OOBInline.Info().Get, false, nil},
		{udp4, sockopt.SndBuf.With(20000), unix.SOL_SOCKET, unix.SO_SNDBUF, 40000, 30000, sockopt.SndBuf.Info().Get, 60000, nil},
		{udp4, sockopt.RcvBuf.With(20000), unix.SOL_SOCKET, unix.SO_RCVBUF, 40000, 30000, sockopt.RcvBuf.Info().Get, 60000, nil},
		{tcp4, sockopt.RcvLowat.With(17), unix.SOL_SOCKET, unix.SO_RCVLOWAT, 17, 18, sockopt.RcvLowat.Info().Get, 18, nil},
		{tcp4, sockopt.Debug.With(true), unix.SOL_SOCKET, unix.SO_DEBUG, 1, 0, sockopt.Debug.Info().Get, false, []int{unix.CAP_NET_ADMIN}},
		{udp4, sockopt.Mark.With(7), unix.SOL_SOCKET, unix.SO_MARK, 7, 8, sockopt.Mark.Info().Get, uint32(8), netAdminOrRaw},
		{udp4, sockopt.BindToIfindex.With(lo(0)), unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX, int(lo(0)), 0, sockopt.BindToIfindex.Info().Get, sockopt.Interface(0), []int{unix.CAP_NET_RAW}},
		{udp4, sockopt.BindInterface.With(lo(0)), unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX, int(lo(0)), 0, sockopt.BindInterface.Info().Get, sockopt.Interface(0), []int{unix.CAP_NET_RAW}},

		{udp4, sockopt.TOS.With(sockopt.AF41), unix.IPPROTO_IP, unix.IP_TOS, 0x88, 0xb8, sockopt.TOS.Info().Get, sockopt.EF, nil},
		{udp4, sockopt.TTL.With(33), unix.IPPROTO_IP, unix.IP_TTL, 33, 34, sockopt.TTL.Info().Get, 34, nil},
		{raw4, sockopt.HdrIncl.With(true), unix.IPPROTO_IP, unix.IP_HDRINCL, 1, 0, sockopt.HdrIncl.Info().Get, false, nil},
		{udp4, sockopt.MulticastTTL.With(33), unix.IPPROTO_IP, unix.IP_MULTICAST_TTL, 33, 34, sockopt.MulticastTTL.Info().Get, 34, nil},
		{udp4, sockopt.MulticastLoop.With(false), unix.IPPROTO_IP, unix.IP_MULTICAST_LOOP, 0, 1, sockopt.MulticastLoop.Info().Get, true, nil},
		{tcp4, sockopt.IPTransparent.With(true), unix.IPPROTO_IP, unix.IP_TRANSPARENT, 1, 0, sockopt.IPTransparent.Info().Get, false, netAdminOrRaw},
		{tcp4, sockopt.IPFreeBind.With(true), unix.IPPROTO_IP, unix.IP_FREEBIND, 1, 0, sockopt.IPFreeBind.Info().Get, false, nil},

		{tcp6, sockopt.IPv6V6Only.With(true), unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1, 0, sockopt.IPv6V6Only.Info().Get, false, nil},
		{udp6, sockopt.IPv6UnicastHops.With(33), unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, 33, 34, sockopt.IPv6UnicastHops.Info().Get, 34, nil},
		{udp6, sockopt.IPv6MulticastHops.With(33), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, 33, 34, sockopt.IPv6MulticastHops.Info().Get, 34, nil},
		{udp6, sockopt.IPv6MulticastIF.With(lo(0)), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, int(lo(0)), 0, sockopt.IPv6MulticastIF.Info().Get, sockopt.Interface(0), nil},
		{udp6, sockopt.IPv6MulticastLoop.With(false), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_LOOP, 0, 1, sockopt.IPv6MulticastLoop.Info().Get, true, nil},
		{udp6, sockopt.IPv6TClass.With(sockopt.AF41), unix.IPPROTO_IPV6, unix.IPV6_TCLASS, 0x88, 0xb8, sockopt.IPv6TClass.Info().Get, sockopt.EF, nil},
		{tcp6, sockopt.IPv6Transparent.With(true), unix.IPPROTO_IPV6, unix.IPV6_TRANSPARENT, 1, 0, sockopt.IPv6Transparent.Info().Get, false, netAdminOrRaw},
		{tcp6, sockopt.IPv6FreeBind.With(true), unix.IPPROTO_IPV6, unix.IPV6_FREEBIND, 1, 0, sockopt.IPv6FreeBind.Info().Get, false, nil},

		{tcp4, sockopt.NoDelay.With(true), unix.IPPROTO_TCP, unix.TCP_NODELAY, 1, 0, sockopt.NoDelay.Info().Get, false, nil},
		{tcp4, sockopt.MaxSeg.With(1000), unix.IPPROTO_TCP, unix.TCP_MAXSEG, 1000, 1001, sockopt.MaxSeg.Info().Get, 1001, nil},
		{tcp4, sockopt.KeepIdle.With(100 * time.Second), unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 100, 101, sockopt.KeepIdle.Info().Get, 101 * time.Second, nil},
		{tcp4, sockopt.KeepIntvl.With(20 * time.Second), unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 20, 21, sockopt.KeepIntvl.Info().Get, 21 * time.Second, nil},
		{tcp4, sockopt.KeepCnt.With(5), unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 5, 6, sockopt.KeepCnt.Info().Get, 6, nil},
		{tcp4, sockopt.UserTimeout.With(1501 * time.Millisecond), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 1501, 2000, sockopt.UserTimeout.Info().Get, 2 * time.Second, nil},
		{tcp4, sockopt.Cork.With(true), unix.IPPROTO_TCP, unix.TCP_CORK, 1, 0, sockopt.Cork.Info().Get, false, nil},
		{tcp4, sockopt.QuickAck.With(false), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 0, 1, sockopt.QuickAck.Info().Get, true, nil},
		{tcp4, sockopt.DeferAccept.With(5 * time.Second), unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, 7, 2, sockopt.DeferAccept.Info().Get, 3 * time.Second, nil},
		{tcp4, sockopt.FastOpen.With(16), unix.IPPROTO_TCP, unix.TCP_FASTOPEN, 16, 17, sockopt.FastOpen.Info().Get, 17, nil},
		{tcp4, sockopt.FastOpenConnect.With(true), unix.IPPROTO_TCP, unix.TCP_FASTOPEN_CONNECT, 1, 0, sockopt.FastOpenConnect.Info().Get, false, nil},
		{tcp4, sockopt.NotSentLowat.With(16384), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384, 16385, sockopt.NotSentLowat.Info().Get, 16385, nil},
	}
}

func TestOpinionOfSysOnNumbers(t *testing.T) {
	for _, n := range numbers() {
		t.Run(n.ours.String(), func(t *testing.T) {
			if !hasAny(t, n.needs) {
				t.Skip("needs CAP_NET_ADMIN or CAP_NET_RAW")
			}
			fd := openKind(t, n.k)
			before, err := unix.GetsockoptInt(int(fd), n.level, n.number)
			require.NoError(t, err)
			require.NotEqual(t, n.read, before, "there is nothing to set")
			require.NoError(t, sockopt.Apply(fd, n.ours))
			read, err := unix.GetsockoptInt(int(fd), n.level, n.number)
			assert.NoError(t, err)
			assert.Equal(t, n.read, read)

			require.NoError(t, unix.SetsockoptInt(int(fd), n.level, n.number, n.theirs))
			got, err := n.get(fd)
			assert.NoError(t, err)
			assert.Equal(t, n.want, got)
		})
	}
}

func TestOpinionOfSysOnStructs(t *testing.T) {
	fd := openKind(t, tcp4)
	require.NoError(t, sockopt.Linger.Set(fd, sockopt.LingerWait(4500*time.Millisecond)))
	linger, err := unix.GetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER)
	assert.NoError(t, err)
	assert.Equal(t, &unix.Linger{Onoff: 1, Linger: 5}, linger)
	require.NoError(t, unix.SetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1}))
	got, err := sockopt.Linger.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, sockopt.LingerReset(), got)
	// The time stays in the kernel when it is turned off.
	require.NoError(t, unix.SetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Linger: 9}))
	got, err = sockopt.Linger.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, sockopt.LingerConfig{}, got)

	for _, c := range []struct {
		option sockopt.Option[time.Duration]
		number int
	}{{sockopt.RcvTimeo, unix.SO_RCVTIMEO}, {sockopt.SndTimeo, unix.SO_SNDTIMEO}} {
		require.NoError(t, c.option.Set(fd, 61200*time.Millisecond))
		tv, err := unix.GetsockoptTimeval(int(fd), unix.SOL_SOCKET, c.number)
		assert.NoError(t, err)
		assert.Equal(t, 61200*time.Millisecond, time.Duration(tv.Nano()))
		their := unix.NsecToTimeval(int64(2400 * time.Millisecond))
		require.NoError(t, unix.SetsockoptTimeval(int(fd), unix.SOL_SOCKET, c.number, &their))
		got, err := c.option.Get(fd)
		assert.NoError(t, err)
		assert.Equal(t, 2400*time.Millisecond, got)
	}

	require.NoError(t, sockopt.Congestion.Set(fd, anotherAlgorithm("")))
	name, err := unix.GetsockoptString(int(fd), unix.IPPROTO_TCP, unix.TCP_CONGESTION)
	assert.NoError(t, err)
	assert.Equal(t, anotherAlgorithm(""), name)

	fd = openKind(t, udp4)
	loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	require.NoError(t, sockopt.MulticastIF.Set(fd, loopback))
	addr, err := unix.GetsockoptInet4Addr(int(fd), unix.IPPROTO_IP, unix.IP_MULTICAST_IF)
	assert.NoError(t, err)
	assert.Equal(t, loopback.As4(), addr)
	require.NoError(t, unix.SetsockoptInet4Addr(int(fd), unix.IPPROTO_IP, unix.IP_MULTICAST_IF, [4]byte{}))
	all, err := sockopt.MulticastIF.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, netip.IPv4Unspecified(), all)
	require.NoError(t, unix.SetsockoptIPMreqn(int(fd), unix.IPPROTO_IP, unix.IP_MULTICAST_IF, &unix.IPMreqn{Ifindex: int32(lo(0)), Address: loopback.As4()}))
	index, err := sockopt.MulticastInterface.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, lo(0), index)

	// Linux takes the index in network byte order.
	require.NoError(t, sockopt.IPUnicastIF.Set(fd, lo(0)))
	swapped, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_UNICAST_IF)
	assert.NoError(t, err)
	assert.Equal(t, lo(0), ntohl(swapped))
	fd = openKind(t, udp6)
	require.NoError(t, sockopt.IPv6UnicastIF.Set(fd, lo(0)))
	swapped, err = unix.GetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_UNICAST_IF)
	assert.NoError(t, err)
	assert.Equal(t, lo(0), ntohl(swapped))
}

// ntohl takes a number from network byte order.
func ntohl(n int) sockopt.Interface {
	return sockopt.Interface(binary.BigEndian.Uint32(binary.NativeEndian.AppendUint32(nil, uint32(n))))
}

// agree sets an option by each side and reads it by the other.
func agree[T any](t *testing.T, name string, ours sockopt.Option[T], s sockopt.Socket, set func(T) error, get func() (T, error), a, b T) {
	t.Helper()
	before, err := get()
	require.NoError(t, err, name)
	require.NotEqual(t, a, before, name)
	require.NoError(t, ours.Set(s, a), name)
	got, err := get()
	assert.NoError(t, err, name)
	assert.Equal(t, a, got, name)
	require.NoError(t, set(b), name)
	got, err = ours.Get(s)
	assert.NoError(t, err, name)
	assert.Equal(t, b, got, name)
}

// asDSField makes the functions of x/net, which take an int, take a DSField.
func asDSField(set func(int) error, get func() (int, error)) (func(sockopt.DSField) error, func() (sockopt.DSField, error)) {
	return func(v sockopt.DSField) error { return set(int(v)) },
		func() (sockopt.DSField, error) { n, err := get(); return sockopt.DSField(n), err }
}

func TestOpinionOfNetOnIPv4(t *testing.T) {
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer c.Close()
	s, p, conn := sockopt.Of(c), ipv4.NewPacketConn(c), ipv4.NewConn(c.(net.Conn))
	set, get := asDSField(conn.SetTOS, conn.TOS)
	agree(t, "TOS", sockopt.TOS, s, set, get, sockopt.AF41, sockopt.EF)
	agree(t, "TrafficClass", sockopt.TrafficClass, s, set, get, sockopt.CS3, sockopt.CS4)
	agree(t, "TTL", sockopt.TTL, s, conn.SetTTL, conn.TTL, 33, 34)
	agree(t, "HopLimit", sockopt.HopLimit, s, conn.SetTTL, conn.TTL, 35, 36)
	agree(t, "MulticastTTL", sockopt.MulticastTTL, s, p.SetMulticastTTL, p.MulticastTTL, 33, 34)
	agree(t, "MulticastHopLimit", sockopt.MulticastHopLimit, s, p.SetMulticastTTL, p.MulticastTTL, 35, 36)
	agree(t, "MulticastLoop", sockopt.MulticastLoop, s, p.SetMulticastLoopback, p.MulticastLoopback, false, true)
	agree(t, "MulticastLoopback", sockopt.MulticastLoopback, s, p.SetMulticastLoopback, p.MulticastLoopback, false, true)
	ifi, err := net.InterfaceByIndex(int(lo(0)))
	require.NoError(t, err)
	// Linux tells the address of the interface and never its index. We set both,
	// x/net sets the index only, and looks for nothing else.
	require.NoError(t, p.SetMulticastInterface(ifi))
	index, err := sockopt.MulticastInterface.Get(s)
	assert.NoError(t, err)
	assert.Zero(t, index)
	require.NoError(t, sockopt.MulticastInterface.Set(s, lo(0)))
	index, err = sockopt.MulticastInterface.Get(s)
	assert.NoError(t, err)
	assert.Equal(t, lo(0), index)
	group, source := &net.UDPAddr{IP: net.IPv4(239, 1, 2, 3)}, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)}
	join := sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo(0)}
	joinSource := sockopt.MulticastSource{Group: join.Group, Source: netip.MustParseAddr("127.0.0.1"), Interface: lo(0)}
	checkGroups(t, s, p, ifi, group, source, join, joinSource)
}

func TestOpinionOfNetOnIPv6(t *testing.T) {
	c, err := net.ListenPacket("udp6", "[::1]:0")
	if err != nil {
		t.Skipf("needs IPv6 on the loopback interface: %v", err)
	}
	defer c.Close()
	s, p, conn := sockopt.Of(c), ipv6.NewPacketConn(c), ipv6.NewConn(c.(net.Conn))
	set, get := asDSField(conn.SetTrafficClass, conn.TrafficClass)
	agree(t, "IPv6TClass", sockopt.IPv6TClass, s, set, get, sockopt.AF41, sockopt.EF)
	agree(t, "TrafficClass", sockopt.TrafficClass, s, set, get, sockopt.CS3, sockopt.CS4)
	agree(t, "IPv6UnicastHops", sockopt.IPv6UnicastHops, s, conn.SetHopLimit, conn.HopLimit, 33, 34)
	agree(t, "HopLimit", sockopt.HopLimit, s, conn.SetHopLimit, conn.HopLimit, 35, 36)
	agree(t, "IPv6MulticastHops", sockopt.IPv6MulticastHops, s, p.SetMulticastHopLimit, p.MulticastHopLimit, 33, 34)
	agree(t, "MulticastHopLimit", sockopt.MulticastHopLimit, s, p.SetMulticastHopLimit, p.MulticastHopLimit, 35, 36)
	agree(t, "IPv6MulticastLoop", sockopt.IPv6MulticastLoop, s, p.SetMulticastLoopback, p.MulticastLoopback, false, true)
	agree(t, "MulticastLoopback", sockopt.MulticastLoopback, s, p.SetMulticastLoopback, p.MulticastLoopback, false, true)
	ifi, err := net.InterfaceByIndex(int(lo(0)))
	require.NoError(t, err)
	for _, option := range []sockopt.Option[sockopt.Interface]{sockopt.IPv6MulticastIF, sockopt.MulticastInterface} {
		require.NoError(t, option.Set(s, lo(0)))
		theirs, err := p.MulticastInterface()
		assert.NoError(t, err)
		assert.Equal(t, ifi, theirs)
		require.NoError(t, option.Set(s, 0))
		require.NoError(t, p.SetMulticastInterface(ifi))
		ours, err := option.Get(s)
		assert.NoError(t, err)
		assert.Equal(t, lo(0), ours)
	}
	group, source := &net.UDPAddr{IP: net.ParseIP("ff05::1:2:3")}, &net.UDPAddr{IP: net.IPv6loopback}
	join := sockopt.MulticastGroup{Group: netip.MustParseAddr("ff05::1:2:3"), Interface: lo(0)}
	joinSource := sockopt.MulticastSource{Group: join.Group, Source: netip.IPv6Loopback(), Interface: lo(0)}
	checkGroups(t, s, p, ifi, group, source, join, joinSource)
}

// A grouper is what the packet connections of x/net have in common.
type grouper interface {
	JoinGroup(*net.Interface, net.Addr) error
	LeaveGroup(*net.Interface, net.Addr) error
	JoinSourceSpecificGroup(ifi *net.Interface, group, source net.Addr) error
	LeaveSourceSpecificGroup(ifi *net.Interface, group, source net.Addr) error
}

// checkGroups leaves by each side what the other joined.
func checkGroups(t *testing.T, s sockopt.Socket, p grouper, ifi *net.Interface, group, source net.Addr, join sockopt.MulticastGroup, joinSource sockopt.MulticastSource) {
	t.Helper()
	assert.Error(t, p.LeaveGroup(ifi, group), "nothing is joined")
	require.NoError(t, sockopt.JoinGroup.Set(s, join))
	assert.NoError(t, p.LeaveGroup(ifi, group))
	require.NoError(t, p.JoinGroup(ifi, group))
	assert.NoError(t, sockopt.LeaveGroup.Set(s, join))

	assert.Error(t, p.LeaveSourceSpecificGroup(ifi, group, source), "nothing is joined")
	require.NoError(t, sockopt.JoinSourceGroup.Set(s, joinSource))
	assert.NoError(t, p.LeaveSourceSpecificGroup(ifi, group, source))
	require.NoError(t, p.JoinSourceSpecificGroup(ifi, group, source))
	assert.NoError(t, sockopt.LeaveSourceGroup.Set(s, joinSource))
}

// metrics is what x/sys says of a connection, under our names.
func metrics(i *unix.TCPInfo) map[sockopt.TCPField]any {
	us := func(n uint32) time.Duration { return time.Duration(n) * time.Microsecond }
	ms := func(n uint32) time.Duration { return time.Duration(n) * time.Millisecond }
	threshold := math.MaxInt
	if i.Snd_ssthresh < math.MaxInt32 {
		threshold = int(i.Snd_ssthresh) * int(i.Snd_mss)
	}
	return map[sockopt.TCPField]any{
		sockopt.TCPFieldState:           map[uint8]sockopt.TCPState{1: sockopt.TCPEstablished}[i.State],
		sockopt.TCPFieldRTT:             us(i.Rtt),
		sockopt.TCPFieldRTTVar:          us(i.Rttvar),
		sockopt.TCPFieldMinRTT:          us(i.Min_rtt),
		sockopt.TCPFieldReceiverRTT:     us(i.Rcv_rtt),
		sockopt.TCPFieldRTO:             us(i.Rto),
		sockopt.TCPFieldATO:             us(i.Ato),
		sockopt.TCPFieldSndMSS:          int(i.Snd_mss),
		sockopt.TCPFieldRcvMSS:          int(i.Rcv_mss),
		sockopt.TCPFieldAdvMSS:          int(i.Advmss),
		sockopt.TCPFieldPathMTU:         int(i.Pmtu),
		sockopt.TCPFieldCwnd:            int(i.Snd_cwnd) * int(i.Snd_mss),
		sockopt.TCPFieldSSThresh:        threshold,
		sockopt.TCPFieldSndWnd:          int(i.Snd_wnd),
		sockopt.TCPFieldRcvWnd:          int(i.Rcv_wnd),
		sockopt.TCPFieldRcvSpace:        int(i.Rcv_space),
		sockopt.TCPFieldTimestamps:      i.Options&1 != 0,
		sockopt.TCPFieldSACK:            i.Options&2 != 0,
		sockopt.TCPFieldWScale:          i.Options&4 != 0,
		sockopt.TCPFieldECN:             i.Options&8 != 0,
		sockopt.TCPFieldFastOpen:        i.Options&32 != 0,
		sockopt.TCPFieldCongestionState: sockopt.CongestionState(i.Ca_state),
		sockopt.TCPFieldRetransmits:     int(i.Retransmits),
		sockopt.TCPFieldProbes:          int(i.Probes),
		sockopt.TCPFieldBackoff:         int(i.Backoff),
		sockopt.TCPFieldUnacked:         int(i.Unacked),
		sockopt.TCPFieldSacked:          int(i.Sacked),
		sockopt.TCPFieldLost:            int(i.Lost),
		sockopt.TCPFieldRetrans:         int(i.Retrans),
		sockopt.TCPFieldReordering:      int(i.Reordering),
		sockopt.TCPFieldTotalRetrans:    uint64(i.Total_retrans),
		sockopt.TCPFieldSegsOut:         uint64(i.Segs_out),
		sockopt.TCPFieldSegsIn:          uint64(i.Segs_in),
		sockopt.TCPFieldDataSegsOut:     uint64(i.Data_segs_out),
		sockopt.TCPFieldDataSegsIn:      uint64(i.Data_segs_in),
		sockopt.TCPFieldDelivered:       uint64(i.Delivered),
		sockopt.TCPFieldDeliveredCE:     uint64(i.Delivered_ce),
		sockopt.TCPFieldDSACKDups:       uint64(i.Dsack_dups),
		sockopt.TCPFieldReordSeen:       uint64(i.Reord_seen),
		sockopt.TCPFieldOutOfOrder:      uint64(i.Rcv_ooopack),
		sockopt.TCPFieldBytesSent:       i.Bytes_sent,
		sockopt.TCPFieldBytesAcked:      i.Bytes_acked,
		sockopt.TCPFieldBytesReceived:   i.Bytes_received,
		sockopt.TCPFieldBytesRetrans:    i.Bytes_retrans,
		sockopt.TCPFieldNotSent:         uint64(i.Notsent_bytes),
		sockopt.TCPFieldPacingRate:      i.Pacing_rate,
		sockopt.TCPFieldMaxPacingRate:   i.Max_pacing_rate,
		sockopt.TCPFieldDeliveryRate:    i.Delivery_rate,
		sockopt.TCPFieldBusyTime:        time.Duration(i.Busy_time) * time.Microsecond,
		sockopt.TCPFieldRWndLimited:     time.Duration(i.Rwnd_limited) * time.Microsecond,
		sockopt.TCPFieldSndBufLimited:   time.Duration(i.Sndbuf_limited) * time.Microsecond,
		sockopt.TCPFieldLastDataSent:    ms(i.Last_data_sent),
		sockopt.TCPFieldLastDataRecv:    ms(i.Last_data_recv),
		sockopt.TCPFieldLastAckRecv:     ms(i.Last_ack_recv),
	}
}

// TestOpinionOfSysOnTCPInfo compares every field on a connection that has
// carried data both ways.
func TestOpinionOfSysOnTCPInfo(t *testing.T) {
	fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	exchange(t, fd, peer, 100_000)
	exchange(t, peer, fd, 30_000)
	time.Sleep(100 * time.Millisecond) // for the last acknowledgement, and for the times to be no zeros

	// What changed between two reads of theirs, such as the time since data came,
	// is asked of both again.
	var ours sockopt.TCPMetrics
	var theirs map[sockopt.TCPField]any
	for range 100 {
		before, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		require.NoError(t, err)
		ours, err = sockopt.TCPInfo.Get(fd)
		require.NoError(t, err)
		after, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		require.NoError(t, err)
		if theirs = metrics(after); *before == *after {
			break
		}
	}
	for field := sockopt.TCPField(0); !strings.HasPrefix(field.String(), "field "); field++ {
		switch field {
		case sockopt.TCPFieldSndWScale, sockopt.TCPFieldRcvWScale:
			assert.True(t, ours.Has(field), "%v, which x/sys has not", field)
		case sockopt.TCPFieldRcvWnd:
			if running.before(release{6, 2}) {
				assert.False(t, ours.Has(field), "%v, which Linux 6.2 brought", field)
				continue
			}
			fallthrough
		default:
			assert.Equal(t, theirs[field], ours.Value(field), "%v", field)
		}
	}

	// They are no zeros.
	assert.Equal(t, uint64(100_000), ours.BytesSent-ours.BytesRetrans) // a busy machine may retransmit
	assert.Equal(t, uint64(30_000), ours.BytesReceived)
	assert.GreaterOrEqual(t, ours.LastDataRecv, 100*time.Millisecond)
	assert.Less(t, ours.LastDataRecv, time.Minute)
	assert.Positive(t, ours.RTT)
	assert.Less(t, ours.RTT, time.Second)
	assert.Positive(t, ours.Cwnd)
	assert.NotZero(t, ours.SegsOut)
}

// The scale of one side's window for receiving is that of the other's for
// sending.
func TestTCPInfoScales(t *testing.T) {
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.RcvBuf.Set(ln, 4096)) // which needs no scale
	listening(t, ln)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	defer unix.Close(n)
	here, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	there, err := sockopt.TCPInfo.Get(sockopt.FD(n))
	require.NoError(t, err)
	require.NotEqual(t, here.RcvWScale, there.RcvWScale)
	assert.Equal(t, here.RcvWScale, there.SndWScale)
	assert.Equal(t, there.RcvWScale, here.SndWScale)
}

// exchange sends n bytes and receives them.
func exchange(t *testing.T, from, to sockopt.FD, n int) {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		b := make([]byte, n)
		for len(b) > 0 {
			m, err := unix.Write(int(from), b)
			if err != nil {
				done <- err
				return
			}
			b = b[m:]
		}
		done <- nil
	}()
	for b := make([]byte, n); len(b) > 0; {
		m, err := unix.Read(int(to), b)
		require.NoError(t, err)
		require.Positive(t, m)
		b = b[m:]
	}
	require.NoError(t, <-done)
}

// The state follows the connection to its end.
func TestTCPInfoStates(t *testing.T) {
	state := func(fd sockopt.FD, want sockopt.TCPState) {
		t.Helper()
		var m sockopt.TCPMetrics
		for range 100 {
			var err error
			m, err = sockopt.TCPInfo.Get(fd)
			require.NoError(t, err)
			if m.State == want {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		assert.Equal(t, want, m.State)
	}
	state(openKind(t, tcp4), sockopt.TCPClosed)
	state(openKind(t, tcp4Listening), sockopt.TCPListen)
	fd, peer := tcpPair(t, unix.AF_INET, unix.AF_INET)
	state(fd, sockopt.TCPEstablished)
	state(peer, sockopt.TCPEstablished)
	require.NoError(t, unix.Shutdown(int(peer), unix.SHUT_WR))
	state(peer, sockopt.TCPFinWait2)
	state(fd, sockopt.TCPCloseWait)
	require.NoError(t, unix.Shutdown(int(fd), unix.SHUT_WR))
	state(fd, sockopt.TCPClosed)
}

// A connection attempt that nobody answers is in SYN-SENT.
func TestTCPInfoSynSent(t *testing.T) {
	needNamespace(t)
	ethernet(t, "one", 1)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	nobody := netip.MustParseAddrPort("10.1.1.9:9")
	require.ErrorIs(t, unix.Connect(int(fd), sockaddr(nobody)), unix.EINPROGRESS)
	m, err := sockopt.TCPInfo.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, sockopt.TCPSynSent, m.State)
}

// The credentials are those of the process at the other end, each in its field.
func TestPeerCredentials(t *testing.T) {
	ln, err := net.Listen("unix", filepath.Join(t.TempDir(), "socket"))
	require.NoError(t, err)
	defer ln.Close()
	dialed, err := net.Dial("unix", ln.Addr().String())
	require.NoError(t, err)
	defer dialed.Close()
	accepted, err := ln.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	for _, c := range []net.Conn{dialed, accepted} {
		got, err := sockopt.PeerCred.Get(sockopt.Of(c))
		require.NoError(t, err)
		assert.Equal(t, sockopt.Credentials{PID: os.Getpid(), UID: uint32(os.Geteuid()), GID: uint32(os.Getegid())}, got)
	}
}

func TestPeerCredentialsOfAnother(t *testing.T) {
	const uid, gid = 65534, 65533
	if !privileged(t, unix.CAP_SETUID) || !privileged(t, unix.CAP_SETGID) {
		t.Skip("needs CAP_SETUID and CAP_SETGID, to be another user")
	}
	runtime.LockOSThread() // for good: only this thread is the other user
	_, _, errno := unix.RawSyscall(unix.SYS_SETRESGID, gid, gid, gid)
	require.Zero(t, errno)
	_, _, errno = unix.RawSyscall(unix.SYS_SETRESUID, uid, uid, uid)
	require.Zero(t, errno)
	fd, _ := unixPair(t, unix.SOCK_STREAM)
	got, err := sockopt.PeerCred.Get(fd)
	require.NoError(t, err)
	theirs, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	require.NoError(t, err)
	assert.Equal(t, sockopt.Credentials{PID: os.Getpid(), UID: uid, GID: gid}, got)
	assert.Equal(t, sockopt.Credentials{PID: int(theirs.Pid), UID: theirs.Uid, GID: theirs.Gid}, got)
}

func TestCongestionIsTheDefault(t *testing.T) {
	want, err := os.ReadFile("/proc/sys/net/ipv4/tcp_congestion_control")
	require.NoError(t, err)
	got, err := sockopt.Congestion.Get(openKind(t, tcp4))
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(string(want)), got)
	assert.ErrorIs(t, sockopt.Congestion.Set(openKind(t, tcp4), "none such"), unix.ENOENT)
}

// Only force goes beyond the limit of the system.
func TestBufferBeyondLimit(t *testing.T) {
	for _, c := range []struct {
		limit  string
		option sockopt.Option[int]
		force  sockopt.WriteOnly[int]
		number int
	}{
		{"net/core/wmem_max", sockopt.SndBuf, sockopt.SndBufForce, unix.SO_SNDBUF},
		{"net/core/rmem_max", sockopt.RcvBuf, sockopt.RcvBufForce, unix.SO_RCVBUF},
	} {
		limit, fd := sysctlFields(c.limit)[0], openKind(t, udp4)
		require.NoError(t, c.option.Set(fd, limit+4096))
		got, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, c.number)
		assert.NoError(t, err)
		assert.Equal(t, 2*limit, got)
		err = c.force.Set(fd, limit+4096)
		if !privileged(t, unix.CAP_NET_ADMIN) {
			assert.ErrorIs(t, err, os.ErrPermission)
			continue
		}
		assert.NoError(t, err)
		got, err = unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, c.number)
		assert.NoError(t, err)
		assert.Equal(t, 2*(limit+4096), got)
	}
}

// The pending error is told once.
func TestSocketErrorIsReadOnce(t *testing.T) {
	ln := openKind(t, tcp4)
	port := bound(t, ln) // and nobody listens
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
	require.ErrorIs(t, unix.Connect(int(fd), loopback(unix.AF_INET, port)), unix.EINPROGRESS)
	ready(t, fd, unix.POLLOUT)
	pending, err := sockopt.SocketError.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, syscall.ECONNREFUSED, pending)
	pending, err = sockopt.SocketError.Get(fd)
	assert.NoError(t, err)
	assert.NoError(t, pending)
}

// The options of the header are filled up to a multiple of four, and none clears
// them.
func TestIPOptionsArePadded(t *testing.T) {
	fd := openKind(t, udp4)
	const noOperation = 1
	require.NoError(t, sockopt.IPOptions.Set(fd, []byte{noOperation, noOperation, noOperation}))
	got, err := sockopt.IPOptions.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, []byte{noOperation, noOperation, noOperation, 0}, got)
	theirs, err := unix.GetsockoptString(int(fd), unix.IPPROTO_IP, unix.IP_OPTIONS)
	assert.NoError(t, err)
	assert.Equal(t, "\x01\x01\x01", theirs)
	require.NoError(t, sockopt.IPOptions.Set(fd, nil))
	got, err = sockopt.IPOptions.Get(fd)
	assert.NoError(t, err)
	assert.Empty(t, got)
}

func TestBindToDeviceUnbinds(t *testing.T) {
	if !privileged(t, unix.CAP_NET_RAW) {
		t.Skip("needs CAP_NET_RAW, to unbind")
	}
	fd := openKind(t, udp4)
	require.NoError(t, unix.SetsockoptString(int(fd), unix.SOL_SOCKET, unix.SO_BINDTODEVICE, "lo"))
	got, err := sockopt.BindToDevice.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, "lo", got)
	require.NoError(t, sockopt.BindToDevice.Set(fd, ""))
	index, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX)
	assert.NoError(t, err)
	assert.Zero(t, index)
	got, err = sockopt.BindToDevice.Get(fd)
	assert.NoError(t, err)
	assert.Empty(t, got)
	assert.ErrorIs(t, sockopt.BindToDevice.Set(fd, "none such"), unix.ENODEV)
}

// Linger without a timeout resets the connection, and off closes it in order.
func TestLingerOnClose(t *testing.T) {
	for _, c := range []struct {
		linger sockopt.LingerConfig
		want   error
	}{
		{sockopt.LingerReset(), unix.ECONNRESET},
		{sockopt.LingerWait(time.Second), io.EOF},
		{sockopt.LingerConfig{}, io.EOF},
	} {
		t.Run(c.linger.String(), func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			defer ln.Close()
			dialed, err := net.Dial("tcp", ln.Addr().String())
			require.NoError(t, err)
			defer dialed.Close()
			accepted, err := ln.Accept()
			require.NoError(t, err)
			require.NoError(t, sockopt.Linger.Set(sockopt.Of(accepted), c.linger))
			require.NoError(t, accepted.Close())
			_, err = dialed.Read(make([]byte, 1))
			assert.ErrorIs(t, err, c.want)
		})
	}
}

// A timeout ends a read that blocks, and not before its time.
func TestTimeoutEndsRead(t *testing.T) {
	fd := openKind(t, udp4)
	bound(t, fd)
	const timeout = 50 * time.Millisecond
	require.NoError(t, sockopt.RcvTimeo.Set(fd, timeout))
	// The kernel counts ticks, and counts late ones of a busy machine together.
	var took time.Duration
	for range 20 {
		start := time.Now()
		_, err := uninterrupted(func() (int, error) { return unix.Read(int(fd), make([]byte, 1)) })
		require.ErrorIs(t, err, unix.EAGAIN)
		if took = time.Since(start); took >= timeout {
			break
		}
	}
	assert.GreaterOrEqual(t, took, timeout)
}

// Python's module socket has its names and numbers from the headers that it was
// compiled with.
func TestOpinionOfPython(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("needs the program python3")
	}
	out, err := exec.Command("python3", "-c", "import socket\nfor n in dir(socket):\n  if isinstance(getattr(socket, n), int): print(n, int(getattr(socket, n)))").Output()
	require.NoError(t, err)
	theirs := map[string]int64{}
	for line := range strings.Lines(string(out)) {
		name, number, _ := strings.Cut(strings.TrimSpace(line), " ")
		theirs[name], err = strconv.ParseInt(number, 10, 64)
		require.NoError(t, err, line)
	}
	options, levels := map[string]bool{}, map[string]bool{}
	for info := range sockopt.All() {
		if !info.Supported || strings.Contains(info.Level, "/") {
			continue
		}
		if n, ok := theirs[info.CName]; ok {
			options[info.CName] = true
			assert.EqualValues(t, n, info.Number, info.CName)
		}
		if n, ok := theirs[info.Level]; ok {
			levels[info.Level] = true
			assert.EqualValues(t, n, info.LevelNumber, info.Level)
		}
	}
	t.Logf("%d names of options and %d of levels compared", len(options), len(levels))
	assert.GreaterOrEqual(t, len(options), 70) // Python 3.11 has them
	assert.GreaterOrEqual(t, len(levels), 8)
}
