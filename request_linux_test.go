package sockopt_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"os"
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
		checked{sockopt.IPv6PktInfo, func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info) {
			assert.Equal(t, sockopt.AccessWriteOnly, info.Access)
			_, err := sockopt.IPv6PktInfo.Get(fd)
			assert.ErrorIs(t, err, errors.ErrUnsupported)
			for _, v := range []sockopt.PacketInfo{{Interface: lo(0)}, {Addr: netip.IPv6Loopback()}, {}} {
				if err := sockopt.IPv6PktInfo.Set(fd, v); k&anyIPv6 == 0 {
					lacks(t, info, k, "set", err)
				} else {
					assert.NoError(t, err)
				}
			}
			closed(t, info, sockopt.PacketInfo{})
		}},
		checked{sockopt.IPv6FlowLabelMgr, func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info) {
			_, err := sockopt.IPv6FlowLabelMgr.Get(fd, 0)
			lease := sockopt.FlowLabelLease{Label: 0x12345, Dst: netip.IPv6Loopback(), Share: sockopt.FlowLabelShareAny, Flags: sockopt.FlowLabelCreate}
			if k&anyIPv6 == 0 {
				lacks(t, info, k, "get", err)
				lacks(t, info, k, "set", sockopt.IPv6FlowLabelMgr.Set(fd, lease))
				return
			}
			assert.ErrorIs(t, err, unix.ENOENT)
			assert.NoError(t, sockopt.Apply(fd, info.With(lease)))
			lease.Action = sockopt.FlowLabelPut
			assert.NoError(t, sockopt.IPv6FlowLabelMgr.Set(fd, lease))
			assert.ErrorIs(t, sockopt.IPv6FlowLabelMgr.Set(fd, lease), unix.ESRCH)
			lease.Action, lease.Expires = sockopt.FlowLabelGet, 151*time.Second
			if err := sockopt.IPv6FlowLabelMgr.Set(fd, lease); hasAny(t, []int{unix.CAP_NET_ADMIN}) {
				assert.NoError(t, err, "a long lease")
			} else {
				denied(t, info, k, err, []int{unix.CAP_NET_ADMIN})
			}
			did(info, byDefault|reset)
			closed(t, info, lease)
		}},
		checked{sockopt.SourceFilter, func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info) {
			source := sourceOf(k, lo(0))
			group := sockopt.MulticastGroup{Group: source.Group, Interface: source.Interface}
			want := sockopt.MulticastFilter{Group: group.Group, Interface: group.Interface, Exclude: true, Sources: []netip.Addr{source.Source}}
			_, err := info.Get(fd)
			assert.ErrorIs(t, err, sockopt.ErrValue, "the zero request has no group")
			_, err = sockopt.SourceFilter.Get(fd, group)
			if k&anyDatagram == 0 {
				if k&(allTCP|allMPTCP) == 0 || k&allMPTCP != 0 {
					lacks(t, info, k, "get", err)
					lacks(t, info, k, "set", sockopt.SourceFilter.Set(fd, want))
				} else {
					assert.Error(t, err)
					assert.Error(t, sockopt.SourceFilter.Set(fd, want))
				}
				return
			}
			assert.ErrorIs(t, err, unix.EADDRNOTAVAIL)
			assert.ErrorIs(t, sockopt.SourceFilter.Set(fd, want), unix.EINVAL, "not joined")
			require.NoError(t, sockopt.JoinGroup.Set(fd, group))
			for _, exclude := range []bool{true, false} {
				want.Exclude = exclude
				require.NoError(t, sockopt.Apply(fd, info.With(want)))
				got, err := sockopt.SourceFilter.Get(fd, group)
				assert.NoError(t, err)
				assert.Equal(t, want, got)
			}
			_, err = sockopt.SourceFilter.Get(deadFD, group)
			assert.ErrorIs(t, err, net.ErrClosed)
			assert.ErrorIs(t, sockopt.SourceFilter.Set(deadFD, want), net.ErrClosed)
			did(info, byDefault|reset|afterClose)
		}},
		checked{sockopt.ZeroCopyReceive, func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info) {
			got, err := sockopt.ZeroCopyReceive.Get(fd, nil)
			switch {
			case k&allTCP == 0:
				lacks(t, info, k, "get", err)
			case k&listeningTCP != 0:
				assert.ErrorIs(t, err, unix.ENOTCONN)
			default:
				assert.NoError(t, err)
				assert.Equal(t, sockopt.ZeroCopyResult{}, got)
				did(info, byDefault)
			}
			closed(t, info, nil)
		}},
		readOnly[sockopt.MPTCPState]{option: sockopt.MPTCPFullInfo, on: allMPTCP, want: func(t *testing.T, k kind, got sockopt.MPTCPState) {
			assert.Len(t, got.Subflows, got.Total)
			assert.Zero(t, got.Connection.BytesSent)
			for _, f := range got.Subflows { // of a listener itself
				assert.NotZero(t, k&ownSubflow())
				inState(t, k, f.TCP.State)
			}
		}},
		checked{sockopt.AOGetKeys, func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info) {
			_, err := sockopt.AOGetKeys.Get(fd, sockopt.AOKeyQuery{})
			if k&allTCP == 0 || errors.Is(err, errors.ErrUnsupported) {
				lacks(t, info, k, "get", err) // of another kind, or of a kernel without
				return
			}
			assert.ErrorIs(t, err, unix.ENOENT, "a socket without keys")
		}},
	)
}

// A checked is a rule of its own.
type checked struct {
	option interface{ Info() sockopt.Info }
	check  func(t *testing.T, k kind, fd sockopt.FD, info sockopt.Info)
}

func (r checked) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r checked) holds(t *testing.T, k kind) { r.check(t, k, openKind(t, k), r.option.Info()) }

// Packets leave by the interface of the sticky IPV6_PKTINFO. Its address, which
// other systems heed, Linux does not.
func TestIPv6PktInfoChoosesInterface(t *testing.T) {
	needNamespace(t)
	ip(t, "link set lo up")
	for i, name := range []string{"one", "two"} {
		ip(t, fmt.Sprintf("link add %s type veth peer name %speer", name, name))
		ip(t, fmt.Sprintf("addr add fd00:%d::1/64 dev %s nodad", i+1, name))
		ip(t, fmt.Sprintf("link set %s up", name))
		ip(t, fmt.Sprintf("link set %speer up", name))
		ip(t, fmt.Sprintf("route add fd00:9::/64 dev %s metric %d", name, 100+i))
	}
	fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	for _, name := range []string{"one", "two"} {
		on := interfaceNamed(t, name)
		require.NoError(t, sockopt.IPv6PktInfo.Set(fd, sockopt.PacketInfo{Interface: on}))
		before := sentBy(t, name)
		require.NoError(t, unix.Sendto(int(fd), []byte("datagram"), 0, sockaddr(netip.MustParseAddrPort("[ff02::1234]:9"))))
		assert.Less(t, before, sentBy(t, name), "by %s", name)
	}
	require.NoError(t, sockopt.BindToIfindex.Set(fd, interfaceNamed(t, "two")))
	assert.ErrorIs(t, sockopt.IPv6PktInfo.Set(fd, sockopt.PacketInfo{Interface: interfaceNamed(t, "one")}), unix.EINVAL)

	ip(t, "addr add fd00:7::7/128 dev lo nodad")
	receiver := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	require.NoError(t, unix.Bind(int(receiver), sockaddr(netip.MustParseAddrPort("[::1]:0"))))
	sender := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	require.NoError(t, sockopt.IPv6PktInfo.Set(sender, sockopt.PacketInfo{Addr: netip.MustParseAddr("fd00:7::7")}))
	require.NoError(t, unix.Sendto(int(sender), []byte("datagram"), 0, loopback(unix.AF_INET6, portOf(t, receiver))))
	_, from, err := unix.Recvfrom(int(receiver), make([]byte, 16), 0)
	require.NoError(t, err)
	assert.Equal(t, netip.IPv6Loopback(), netip.AddrFrom16(from.(*unix.SockaddrInet6).Addr))
}

// sentBy returns how many bytes have left by an interface.
func sentBy(t *testing.T, name string) (n uint64) {
	t.Helper()
	b, err := os.ReadFile("/proc/thread-self/net/dev")
	require.NoError(t, err)
	for line := range strings.Lines(string(b)) {
		if dev, rest, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(dev) == name {
			_, err := fmt.Sscan(strings.Fields(rest)[8], &n)
			require.NoError(t, err)
			return n
		}
	}
	require.Fail(t, "no interface "+name)
	return 0
}

// A lease is in /proc, and what is connected with its label tells it; so does
// who accepted the connection.
func TestFlowLabelLease(t *testing.T) {
	needNamespace(t) // an exclusive lease makes the others' labels wrong
	ln := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.IPv6RecvFlowInfo.Set(ln, true))
	listening(t, ln)
	fd := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	label := uint32(time.Now().UnixNano())%0xffff0 + 1 // the last one may linger yet
	lease := sockopt.FlowLabelLease{
		Label: label, Dst: netip.IPv6Loopback(), Share: sockopt.FlowLabelShareExclusive,
		Flags: sockopt.FlowLabelCreate | sockopt.FlowLabelExclusive, Expires: 100 * time.Second, Linger: 20 * time.Second,
	}
	renew := lease
	renew.Action, renew.Flags = sockopt.FlowLabelRenew, 0
	assert.ErrorIs(t, sockopt.IPv6FlowLabelMgr.Set(fd, renew), unix.ESRCH, "there is nothing to renew")
	without := lease
	without.Flags = 0
	assert.ErrorIs(t, sockopt.IPv6FlowLabelMgr.Set(fd, without), unix.ENOENT, "nobody has created it")
	require.NoError(t, sockopt.IPv6FlowLabelMgr.Set(fd, lease))
	assert.Contains(t, leases(t), fmt.Sprintf("%05X 1 ", label), "label and way to share")

	// No other socket gets it.
	other := newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	assert.ErrorIs(t, sockopt.IPv6FlowLabelMgr.Set(other, lease), unix.EEXIST)
	lease.Flags = sockopt.FlowLabelCreate
	assert.ErrorIs(t, sockopt.IPv6FlowLabelMgr.Set(other, lease), os.ErrPermission)

	require.NoError(t, sockopt.IPv6FlowInfoSend.Set(fd, true))
	sa := unix.RawSockaddrInet6{Family: unix.AF_INET6, Addr: netip.IPv6Loopback().As16()}
	binary.BigEndian.PutUint16((*[2]byte)(unsafe.Pointer(&sa.Port))[:], uint16(portOf(t, ln)))
	binary.BigEndian.PutUint32((*[4]byte)(unsafe.Pointer(&sa.Flowinfo))[:], label)
	_, _, errno := unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&sa)), unsafe.Sizeof(sa))
	require.Zero(t, errno)
	got, err := sockopt.IPv6FlowLabelMgr.Get(fd, 0)
	require.NoError(t, err)
	assert.InDelta(t, 100*time.Second, got.Expires, float64(2*time.Second))
	got.Expires = 100 * time.Second
	lease.Flags = 0
	assert.Equal(t, lease, got)

	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	defer unix.Close(n)
	got, err = sockopt.IPv6FlowLabelMgr.Get(sockopt.FD(n), sockopt.FlowLabelRemote)
	require.NoError(t, err)
	assert.Equal(t, label, got.Label)

	renew.Expires = 140 * time.Second
	require.NoError(t, sockopt.IPv6FlowLabelMgr.Set(fd, renew))
	got, err = sockopt.IPv6FlowLabelMgr.Get(fd, 0)
	require.NoError(t, err)
	assert.InDelta(t, 140*time.Second, got.Expires, float64(2*time.Second))
	renew.Expires = 200 * time.Second
	if err := sockopt.IPv6FlowLabelMgr.Set(fd, renew); privileged(t, unix.CAP_NET_ADMIN) {
		assert.NoError(t, err)
	} else {
		assert.ErrorIs(t, err, os.ErrPermission)
	}
	lease.Action = sockopt.FlowLabelPut
	require.NoError(t, sockopt.IPv6FlowLabelMgr.Set(fd, lease))
	_, err = sockopt.IPv6FlowLabelMgr.Get(fd, 0)
	assert.ErrorIs(t, err, unix.ENOENT)
}

func leases(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("/proc/thread-self/net/ip6_flowlabel")
	require.NoError(t, err)
	return strings.Join(strings.Fields(string(b)), " ")
}

// The filter decides whose datagrams arrive, and a Get has what the options for
// one source have said.
func TestSourceFilter(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		needNamespace(t)
		on, ipv4, ipv6 := ethernet(t, fmt.Sprint("eth", domain), byte(domain))
		group, source, other := netip.MustParseAddr("239.1.2.3"), ipv4[0], netip.MustParseAddr("192.0.2.1")
		if domain == unix.AF_INET6 {
			group, source, other = netip.MustParseAddr("ff3e::1:2:3"), ipv6[0], netip.MustParseAddr("2001:db8::1")
		}
		receiver, sender := newSocket(t, domain, unix.SOCK_DGRAM, 0), newSocket(t, domain, unix.SOCK_DGRAM, 0)
		require.NoError(t, unix.SetsockoptTimeval(int(receiver), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 200e3}))
		require.NoError(t, unix.Bind(int(receiver), wildcard(domain, 0)))
		require.NoError(t, unix.Bind(int(sender), sockaddr(netip.AddrPortFrom(source, 0))))
		require.NoError(t, sockopt.MulticastInterface.Set(sender, on))
		at := sockopt.MulticastGroup{Group: group, Interface: on}
		require.NoError(t, sockopt.MCASTJoinGroup.Set(receiver, at))
		got, err := sockopt.SourceFilter.Get(receiver, at)
		require.NoError(t, err)
		assert.Equal(t, sockopt.MulticastFilter{Group: group, Interface: on, Exclude: true}, got)
		for _, tt := range []struct {
			exclude bool
			sources []netip.Addr
			heard   bool
		}{
			{true, []netip.Addr{source, other}, false},
			{true, []netip.Addr{other}, true},
			{false, []netip.Addr{other}, false},
			{false, []netip.Addr{other, source}, true},
			{true, nil, true},
		} {
			want := sockopt.MulticastFilter{Group: group, Interface: on, Exclude: tt.exclude, Sources: tt.sources}
			require.NoError(t, sockopt.SourceFilter.Set(receiver, want))
			got, err := sockopt.SourceFilter.Get(receiver, at)
			require.NoError(t, err)
			assert.Equal(t, want, got)
			assert.Equal(t, tt.heard, hears(t, receiver, sender, group), "%v", want)
		}
		require.NoError(t, sockopt.BlockSource.Set(receiver, sockopt.MulticastSource{Group: group, Source: other, Interface: on}))
		got, err = sockopt.SourceFilter.Get(receiver, at)
		require.NoError(t, err)
		assert.Equal(t, sockopt.MulticastFilter{Group: group, Interface: on, Exclude: true, Sources: []netip.Addr{other}}, got)

		// To include nobody is to leave.
		require.NoError(t, sockopt.SourceFilter.Set(receiver, sockopt.MulticastFilter{Group: group, Interface: on}))
		_, err = sockopt.SourceFilter.Get(receiver, at)
		assert.ErrorIs(t, err, unix.EADDRNOTAVAIL)
	}
	// A dual-stack socket has either family's.
	fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	at := sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo(0)}
	require.NoError(t, sockopt.JoinGroup.Set(fd, at))
	got, err := sockopt.SourceFilter.Get(fd, at)
	require.NoError(t, err)
	assert.Equal(t, at.Group, got.Group)
	_, err = sockopt.SourceFilter.Get(newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0), sockopt.MulticastGroup{Group: netip.MustParseAddr("ff01::1")})
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

// What a sender gives away in whole pages is mapped, the rest is to be read.
func TestZeroCopyReceive(t *testing.T) {
	needNamespace(t)
	ip(t, "link set lo up")
	page := os.Getpagesize()
	if page+12 > math.MaxInt16 { // MAX_TCP_WINDOW, the bound of TCP_MAXSEG
		t.Skipf("needs a kernel whose pages fit into a segment, and these are of %d KiB", page>>10)
	}
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	fd := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	// Segments of pages, and the timestamps.
	require.NoError(t, sockopt.MaxSeg.Set(fd, page+12))
	require.NoError(t, sockopt.MaxSeg.Set(ln, page+12))
	listening(t, ln)
	require.NoError(t, unix.Connect(int(fd), loopback(unix.AF_INET, portOf(t, ln))))
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	defer unix.Close(n)
	receiver := sockopt.FD(n)

	region, err := unix.Mmap(n, 0, 16*page, unix.PROT_READ, unix.MAP_SHARED)
	require.NoError(t, err)
	defer func() { assert.NoError(t, unix.Munmap(region)) }()
	data, err := unix.Mmap(-1, 0, 8*page, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	require.NoError(t, err)
	defer func() { assert.NoError(t, unix.Munmap(data)) }()
	for i := range data {
		data[i] = byte(i / 7)
	}
	require.NoError(t, sockopt.ZeroCopy.Set(fd, true))
	require.NoError(t, unix.Sendto(int(fd), data, unix.MSG_ZEROCOPY, nil))
	_, err = unix.Write(int(fd), []byte("the rest"))
	require.NoError(t, err)
	total := len(data) + len("the rest")
	require.Eventually(t, func() bool {
		queued, err := unix.IoctlGetUint32(n, unix.SIOCINQ) // the kernel's int, which Go's is not where it is big-endian
		return err == nil && int(queued) == total
	}, 5*time.Second, time.Millisecond)

	got, err := sockopt.ZeroCopyReceive.Get(receiver, nil)
	if assert.ErrorIs(t, err, unix.EINVAL, "pages are queued and there is no mapping") {
		assert.Zero(t, got)
	}
	_, err = sockopt.ZeroCopyReceive.Get(receiver, make([]byte, 16*page))
	assert.ErrorIs(t, err, unix.EINVAL, "memory of Go")
	var all []byte
	mapped := 0
	for len(all) < total {
		got, err := sockopt.ZeroCopyReceive.Get(receiver, region)
		require.NoError(t, err)
		require.NoError(t, got.Err)
		require.NotZero(t, got.Mapped+got.Skip)
		assert.Zero(t, got.Mapped%page)
		all = append(all, region[:got.Mapped]...)
		mapped += got.Mapped
		assert.Equal(t, total-len(all), got.Queued, "%v", got)
		rest := make([]byte, got.Skip)
		for len(rest) > 0 {
			n, err := unix.Read(n, rest)
			require.NoError(t, err)
			all = append(all, rest[:n]...)
			rest = rest[n:]
		}
	}
	assert.True(t, bytes.Equal(append(bytes.Clone(data), "the rest"...), all))
	assert.NotZero(t, mapped, "nothing was mapped")
	t.Logf("%d of %d bytes mapped", mapped, total)

	require.NoError(t, unix.Shutdown(int(fd), unix.SHUT_WR))
	require.Eventually(t, func() bool {
		_, err = sockopt.ZeroCopyReceive.Get(receiver, region)
		return err != nil
	}, 5*time.Second, time.Millisecond)
	assert.ErrorIs(t, err, unix.EIO, "the end")
}

// All that the three options tell is in one.
func TestMPTCPFullInfo(t *testing.T) {
	client, server := multipath(t)
	_, err := client.Write(make([]byte, 1000))
	require.NoError(t, err)
	_, err = server.Read(make([]byte, 1000))
	require.NoError(t, err)
	for _, conn := range []net.Conn{client, server} {
		s := sockopt.Of(conn)
		got, err := sockopt.MPTCPFullInfo.Get(s)
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip("needs Linux 6.5: ", err)
		}
		require.NoError(t, err)
		info, err := sockopt.MPTCPInfo.Get(s)
		require.NoError(t, err)
		assert.Equal(t, info.Token, got.Connection.Token)
		assert.Equal(t, info.BytesSent, got.Connection.BytesSent)
		assert.Equal(t, info.BytesReceived, got.Connection.BytesReceived)
		flows, err := sockopt.MPTCPSubflowAddrs.Get(s)
		require.NoError(t, err)
		assert.Equal(t, 1, got.Total)
		require.Len(t, got.Subflows, 1)
		assert.Equal(t, flows[0], got.Subflows[0].MPTCPSubflow)
		assert.Equal(t, conn.RemoteAddr().String(), got.Subflows[0].Remote.String())
		infos, err := sockopt.MPTCPTCPInfo.Get(s)
		require.NoError(t, err)
		assert.Equal(t, sockopt.TCPEstablished, got.Subflows[0].TCP.State)
		assert.Equal(t, infos[0].BytesSent, got.Subflows[0].TCP.BytesSent)
		assert.Equal(t, infos[0].AdvMSS, got.Subflows[0].TCP.AdvMSS)
	}
}

// The keys of a socket are those that were added to it.
func TestAOGetKeys(t *testing.T) {
	ln := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	key := aoKey(tcp4)
	err := sockopt.AOAddKey.Set(ln, key)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("needs a kernel with CONFIG_TCP_AO")
	}
	require.NoError(t, err)
	second := sockopt.AOKey{
		Peer: netip.MustParsePrefix("192.0.2.0/24"), SendID: 1, RecvID: 2, Algorithm: "cmac(aes128)",
		MACLen: 16, Key: sockopt.NewSecret([]byte("sixteen bytes...")), ExcludeOptions: true,
	}
	require.NoError(t, sockopt.AOAddKey.Set(ln, second))
	key.MACLen, second.Algorithm = 12, "cmac(aes)" // as the kernel has them
	got, err := sockopt.AOGetKeys.Get(ln, sockopt.AOKeyQuery{})
	require.NoError(t, err)
	assert.ElementsMatch(t, []sockopt.AOKeyState{{AOKey: key}, {AOKey: second}}, got)
	byName, err := sockopt.AOGetKeys.Info().Get(ln)
	require.NoError(t, err)
	assert.ElementsMatch(t, got, byName)
	got, err = sockopt.AOGetKeys.Get(ln, sockopt.AOKeyQuery{Peer: second.Peer, SendID: 1, RecvID: 2})
	require.NoError(t, err)
	assert.Equal(t, []sockopt.AOKeyState{{AOKey: second}}, got)
	_, err = sockopt.AOGetKeys.Get(ln, sockopt.AOKeyQuery{Max: 1})
	assert.ErrorContains(t, err, "2 keys")

	listening(t, ln)
	d := net.Dialer{Control: sockopt.Control(sockopt.AOAddKey.With(key)), Timeout: 5 * time.Second}
	conn, err := d.Dial("tcp4", fmt.Sprint("127.0.0.1:", portOf(t, ln)))
	require.NoError(t, err)
	defer conn.Close()
	for _, q := range []sockopt.AOKeyQuery{{}, {Current: true}, {RNext: true}} {
		got, err = sockopt.AOGetKeys.Get(sockopt.Of(conn), q)
		require.NoError(t, err)
		require.Len(t, got, 1)
		assert.Equal(t, key, got[0].AOKey)
		assert.True(t, got[0].Current)
		assert.NotZero(t, got[0].Good)
		assert.Zero(t, got[0].Bad)
		for _, verb := range []string{"%v", "%+v", "%#v", "%x"} {
			assert.NotContains(t, fmt.Sprintf(verb, got), "password")
			assert.NotContains(t, fmt.Sprintf(verb, got), "70617373776f7264")
		}
	}
}
