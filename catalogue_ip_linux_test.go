package sockopt_test

import (
	"encoding/binary"
	"errors"
	"net"
	"net/netip"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// ip(7), ipv6(7).
func init() {
	rules = append(rules,
		originalDst{},
		readWrite[bool]{option: sockopt.IPPktInfo, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.RecvTTL, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.RecvTOS, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.IPRecvErr, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvPktInfo, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvHopLimit, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvTClass, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvErr, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.RecvPktInfo, on: anyIP, other: not},
		readWrite[bool]{option: sockopt.RecvHopLimit, on: anyIP, other: not},
		readWrite[bool]{option: sockopt.RecvTrafficClass, on: anyIP, other: not},
		readWrite[bool]{option: sockopt.RecvErr, on: anyIP, other: not},
		readWrite[sockopt.PathMTUDiscovery]{option: sockopt.IPMTUDiscover, on: levelIP, fresh: always(sockopt.PathMTUWant), other: to(sockopt.PathMTUProbe)},
		readWrite[sockopt.PathMTUDiscovery]{option: sockopt.IPv6MTUDiscover, on: anyIPv6, fresh: always(sockopt.PathMTUWant), other: to(sockopt.PathMTUOmit)},
		readWrite[sockopt.PathMTUDiscovery]{option: sockopt.MTUDiscover, on: anyIP, fresh: always(sockopt.PathMTUWant), other: to(sockopt.PathMTUInterface)},
		readWrite[bool]{option: sockopt.IPDontFrag, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.IPv6DontFrag, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.DontFragment, on: anyIP, other: not},
		readOnly[int]{option: sockopt.IPMTU, on: connectedIP, unconnected: levelIP&^connectedIP | allSCTP&^sctp4Connected, want: loopbackMTU},
		readOnly[int]{option: sockopt.IPv6PathMTU, on: connectedIP & anyIPv6, unconnected: anyIPv6 &^ connectedIP, want: loopbackMTU},
		readOnly[int]{option: sockopt.MTU, on: connectedIP, unconnected: anyIP&^connectedIP | allSCTP&^sctp4Connected, want: loopbackMTU},
		ipv6MTU{},
		readWrite[bool]{option: sockopt.IPv6RecvPathMTU, on: anyIPv6, other: not},

		// A range is taken by an MPTCP socket too, mptcp_setsockopt_v4 in
		// net/mptcp/sockopt.c.
		readWrite[bool]{option: sockopt.BindAddressNoPort, on: levelIP | allMPTCP, late: "its port is chosen", state: connectedMPTCP, other: not},
		readWrite[sockopt.PortRange]{option: sockopt.LocalPortRange, on: levelIP | allMPTCP, late: "its port is chosen", state: connectedMPTCP, other: to(sockopt.PortRange{Low: 40000, High: 40099})},
		readWrite[int]{option: sockopt.MinTTL, on: levelIP, other: to(255)},
		readWrite[int]{option: sockopt.IPv6MinHopCount, on: anyIPv6, other: to(255)},
		readWrite[int]{option: sockopt.MinHopLimit, on: anyIP, other: to(1)},
		readWrite[sockopt.AddrPreferences]{option: sockopt.IPv6AddrPreferences, on: anyIPv6, fresh: always(sockopt.PreferPublicTemporaryDefault | sockopt.PreferHome), late: "its address is chosen", other: to(sockopt.PreferTemporary | sockopt.PreferCareOf)},
		readWrite[bool]{option: sockopt.IPv6AutoFlowLabel, on: anyIPv6, fresh: always(true), other: not},
		readWrite[bool]{option: sockopt.IPv6FlowInfoSend, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvFlowInfo, on: anyIPv6, other: not},
		// The sockets of this kind are of ICMPv6: rawv6_setsockopt in net/ipv6/raw.c.
		readWrite[int]{option: sockopt.IPv6Checksum, fresh: always(2), other: to(4), state: raw6},

		membership[sockopt.MulticastGroup]{sockopt.MCASTJoinGroup, sockopt.MCASTLeaveGroup, anyDatagram, groupOf, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
		blocked{sockopt.AddMembership, sockopt.IPBlockSource, sockopt.IPUnblockSource, levelIP &^ allTCP, source4},
		blocked{sockopt.JoinGroup, sockopt.BlockSource, sockopt.UnblockSource, anyDatagram, sourceOf},
		readWrite[bool]{option: sockopt.IPMulticastAll, on: levelIP, fresh: func(k kind) bool { return k&anyIPv6 == 0 }, other: not},
		readWrite[bool]{option: sockopt.IPv6MulticastAll, on: anyIPv6, fresh: always(true), other: not},
		readWrite[bool]{option: sockopt.MulticastAll, on: anyIP, fresh: func(k kind) bool { return k&(tcp6Mapped|udp6Mapped) == 0 }, other: not},
		readWrite[bool]{option: sockopt.IPRecvOrigDstAddr, on: levelIP, other: not},
		readWrite[bool]{option: sockopt.IPv6RecvOrigDstAddr, on: anyIPv6, other: not},
		readWrite[bool]{option: sockopt.RecvOrigDstAddr, on: anyIP, other: not},

		absent[sockopt.Interface]{sockopt.IPMulticastIFIndex, 1},
		absent[bool]{sockopt.IPReceiveBroadcast, true},
		absent[bool]{sockopt.IPRecvECN, true},
		absent[bool]{sockopt.IPv6RecvECN, true},
		absent[sockopt.PortChoice]{sockopt.IPPortRange, sockopt.PortsHigh},
		absent[sockopt.PortChoice]{sockopt.IPv6PortRange, sockopt.PortsHigh},
		absent[sockopt.ProtectionLevel]{sockopt.IPv6Protection, sockopt.ProtectionRestricted},
		absent[bool]{sockopt.RecvDstAddr, true},
		absent[bool]{sockopt.RecvIF, true},
		absent[sockopt.MinMTU]{sockopt.IPv6UseMinMTU, sockopt.MinMTUAlways},
		absent[int]{sockopt.IPUserMTU, 1400},
		absent[int]{sockopt.IPv6UserMTU, 1400},
	)
}

// An originalDst is the rule of SO_ORIGINAL_DST, which no rule of a packet filter
// has anything to tell of.
type originalDst struct{}

func (originalDst) infos() []sockopt.Info { return []sockopt.Info{sockopt.OriginalDst.Info()} }

func (originalDst) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), sockopt.OriginalDst.Info()
	_, err := sockopt.OriginalDst.Get(fd)
	// ENOENT: the connection is not tracked, getorigdst in
	// net/netfilter/nf_conntrack_proto.c.
	if k&(allTCP|allSCTP) == 0 || !errors.Is(err, unix.ENOENT) {
		lacks(t, info, k, "get", err)
	}
	assert.ErrorIs(t, sockopt.Apply(fd, info.With(netip.AddrPort{})), errors.ErrUnsupported)
	did(info, byDefault)
	closed(t, info, nil)
}

// A blocked is the rule of two options, of which one blocks a source of a group
// that is joined and the other unblocks it: ip_mc_source in net/ipv4/igmp.c,
// ip6_mc_source in net/ipv6/mcast.c.
type blocked struct {
	join           sockopt.WriteOnly[sockopt.MulticastGroup]
	block, unblock sockopt.WriteOnly[sockopt.MulticastSource]
	on             kind
	source         func(k kind, lo sockopt.Interface) sockopt.MulticastSource
}

func (r blocked) infos() []sockopt.Info {
	return []sockopt.Info{r.block.Info(), r.unblock.Info()}
}

func (r blocked) holds(t *testing.T, k kind) {
	fd, source := openKind(t, k), r.source(k, interfaceNamed(t, "lo"))
	for _, info := range r.infos() {
		_, err := info.Get(fd)
		assert.ErrorIs(t, err, errors.ErrUnsupported)
	}
	err := r.block.Set(fd, source)
	if r.on&k == 0 {
		lacks(t, r.block.Info(), k, "set", err)
		lacks(t, r.unblock.Info(), k, "set", r.unblock.Set(fd, source))
		return
	}
	assert.ErrorIs(t, err, unix.EINVAL, "not joined")
	require.NoError(t, r.join.Set(fd, sockopt.MulticastGroup{Group: source.Group, Interface: source.Interface}))
	assert.ErrorIs(t, r.unblock.Set(fd, source), unix.EADDRNOTAVAIL)
	assert.NoError(t, r.block.Set(fd, source))
	assert.ErrorIs(t, r.block.Set(fd, source), unix.EADDRNOTAVAIL)
	assert.NoError(t, sockopt.Apply(fd, r.unblock.Info().With(source)))
	assert.NoError(t, sockopt.Apply(fd, r.block.Info().With(source)))
	for _, info := range r.infos() {
		closed(t, info, source)
	}
}

func loopbackMTU(t *testing.T, k kind, got int) {
	lo, err := net.InterfaceByName("lo")
	require.NoError(t, err)
	want := lo.MTU
	if k&(tcp6Connected|udp6Connected) == 0 {
		want = min(want, 65535) // IP_MAX_MTU of net/ipv4/route.c
	}
	assert.Equal(t, want, got)
}

// An ipv6MTU is the rule of IPV6_MTU, which does not tell what was set.
type ipv6MTU struct{}

func (ipv6MTU) infos() []sockopt.Info { return []sockopt.Info{sockopt.IPv6MTU.Info()} }

func (ipv6MTU) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), sockopt.IPv6MTU.Info()
	err := sockopt.IPv6MTU.Set(fd, 1280)
	if k&anyIPv6 == 0 {
		lacks(t, info, k, "set", err)
		return
	}
	require.NoError(t, err)
	assert.ErrorIs(t, sockopt.IPv6MTU.Set(fd, 1279), unix.EINVAL)
	assert.NoError(t, sockopt.Apply(fd, info.With(0)))
	got, err := sockopt.IPv6MTU.Get(fd)
	if k&connectedIP == 0 {
		untimely(t, info, k, "get", err, unix.ENOTCONN)
		return
	}
	require.NoError(t, err)
	loopbackMTU(t, k, got)
	did(info, byDefault|reset)
	closed(t, info, 1280)
}

// wildcard returns the address of a family that is all of its addresses.
func wildcard(domain, port int) unix.Sockaddr {
	if domain == unix.AF_INET {
		return &unix.SockaddrInet4{Port: port}
	}
	return &unix.SockaddrInet6{Port: port}
}

// nft loads rules of nftables in the namespace of the test.
func nft(t *testing.T, rules string) {
	t.Helper()
	if _, err := exec.LookPath("nft"); err != nil {
		t.Skip("needs the program nft of nftables")
	}
	cmd := exec.Command("nft", "-f", "-")
	cmd.Stdin = strings.NewReader(rules)
	out, err := cmd.CombinedOutput()
	if err != nil && strings.Contains(string(out), "not supported") {
		t.Skipf("needs a kernel with nftables and NAT: %s", out)
	}
	require.NoErrorf(t, err, "nft: %s", out)
}

// Behind a redirect the original destination is what the client connected to, in
// the family that it connected by.
func TestOriginalDst(t *testing.T) {
	for _, test := range []struct {
		name, to, family string
		domain, from     int
	}{
		{"IPv4", "192.0.2.1:80", "ip", unix.AF_INET, unix.AF_INET},
		{"IPv6", "[2001:db8::1]:80", "ip6", unix.AF_INET6, unix.AF_INET6},
		{"IPv4 to a dual-stack listener", "192.0.2.1:80", "ip", unix.AF_INET6, unix.AF_INET},
	} {
		t.Run(test.name, func(t *testing.T) {
			needNamespace(t)
			ip(t, "addr add 192.0.2.1/32 dev lo")
			ip(t, "addr add 2001:db8::1/128 dev lo nodad")
			nft(t, "table "+test.family+" t { chain c { type nat hook output priority -100; tcp dport 80 redirect to :8080; }; }")
			ln := newSocket(t, test.domain, unix.SOCK_STREAM, 0)
			require.NoError(t, unix.Bind(int(ln), wildcard(test.domain, 8080)))
			require.NoError(t, unix.Listen(int(ln), 1))
			to := netip.MustParseAddrPort(test.to)
			client := newSocket(t, test.from, unix.SOCK_STREAM, 0)
			require.NoError(t, unix.Connect(int(client), sockaddr(to)))
			n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
			require.NoError(t, err)
			defer unix.Close(n)

			assert.Equal(t, 8080, portOf(t, sockopt.FD(n)), "it was not redirected")
			got, err := sockopt.OriginalDst.Get(sockopt.FD(n))
			require.NoError(t, err)
			assert.Equal(t, to, got)
			// What is no connection is not tracked.
			_, err = sockopt.OriginalDst.Get(ln)
			assert.ErrorIs(t, err, unix.ENOENT)
		})
	}
}

// received sends a datagram from one socket of a pair and returns the control
// messages that it has at the other.
func received(t *testing.T, from, at sockopt.FD, flags int) []unix.SocketControlMessage {
	t.Helper()
	_, err := unix.Write(int(from), []byte("datagram"))
	require.NoError(t, err)
	return controls(t, at, flags)
}

// controls returns the control messages of what is received next.
func controls(t *testing.T, at sockopt.FD, flags int) []unix.SocketControlMessage {
	t.Helper()
	require.NoError(t, unix.SetsockoptTimeval(int(at), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 5}))
	oob := make([]byte, 512)
	_, n, _, _, err := unix.Recvmsg(int(at), make([]byte, 2048), oob, flags)
	require.NoError(t, err)
	list, err := unix.ParseSocketControlMessage(oob[:n])
	require.NoError(t, err)
	return list
}

// Each option that asks for a control message gets it, with what the sender
// sent.
func TestControlMessages(t *testing.T) {
	hops, class := 77, sockopt.AF41.WithECN(sockopt.ECT0)
	number := func(b []byte) any {
		if len(b) == 1 {
			return int(b[0])
		}
		return int(binary.NativeEndian.Uint32(b))
	}
	pktinfo := func(b []byte) any {
		addr := b[8:12] // the destination address of struct in_pktinfo
		if len(b) == 20 {
			addr = b[:16]
		}
		a, _ := netip.AddrFromSlice(addr)
		return a
	}
	address := func(b []byte) any {
		addr := b[4:8] // of struct sockaddr_in
		if len(b) == 28 {
			addr = b[8:24]
		}
		a, _ := netip.AddrFromSlice(addr)
		return a
	}
	lo4, lo6 := netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()
	for _, test := range []struct {
		option     sockopt.Option[bool]
		domain, of int // of the receiver and of the sender
		level, typ int32
		parse      func([]byte) any
		want       any
	}{
		{sockopt.IPPktInfo, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_PKTINFO, pktinfo, lo4},
		{sockopt.IPv6RecvPktInfo, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_PKTINFO, pktinfo, lo6},
		{sockopt.RecvPktInfo, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_PKTINFO, pktinfo, lo4},
		{sockopt.RecvPktInfo, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_PKTINFO, pktinfo, lo6},
		{sockopt.RecvPktInfo, unix.AF_INET6, unix.AF_INET, unix.IPPROTO_IP, unix.IP_PKTINFO, pktinfo, lo4},
		{sockopt.RecvTTL, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TTL, number, hops},
		{sockopt.IPv6RecvHopLimit, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_HOPLIMIT, number, hops},
		{sockopt.RecvHopLimit, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TTL, number, hops},
		{sockopt.RecvHopLimit, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_HOPLIMIT, number, hops},
		{sockopt.RecvHopLimit, unix.AF_INET6, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TTL, number, hops},
		{sockopt.RecvTOS, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TOS, number, int(class)},
		{sockopt.IPv6RecvTClass, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, number, int(class)},
		{sockopt.RecvTrafficClass, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TOS, number, int(class)},
		{sockopt.RecvTrafficClass, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, number, int(class)},
		{sockopt.RecvTrafficClass, unix.AF_INET6, unix.AF_INET, unix.IPPROTO_IP, unix.IP_TOS, number, int(class)},
		{sockopt.IPRecvOrigDstAddr, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_ORIGDSTADDR, address, lo4},
		{sockopt.IPv6RecvOrigDstAddr, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_ORIGDSTADDR, address, lo6},
		{sockopt.RecvOrigDstAddr, unix.AF_INET, unix.AF_INET, unix.IPPROTO_IP, unix.IP_ORIGDSTADDR, address, lo4},
		{sockopt.RecvOrigDstAddr, unix.AF_INET6, unix.AF_INET6, unix.IPPROTO_IPV6, unix.IPV6_ORIGDSTADDR, address, lo6},
		{sockopt.RecvOrigDstAddr, unix.AF_INET6, unix.AF_INET, unix.IPPROTO_IP, unix.IP_ORIGDSTADDR, address, lo4},
	} {
		t.Run(test.option.Info().Name, func(t *testing.T) {
			if test.of == unix.AF_INET6 {
				needIPv6(t)
			}
			receiver := newSocket(t, test.domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, unix.Bind(int(receiver), wildcard(test.domain, 0)))
			sender := newSocket(t, test.of, unix.SOCK_DGRAM, 0)
			require.NoError(t, unix.Connect(int(sender), loopback(test.of, portOf(t, receiver))))
			require.NoError(t, sockopt.Apply(sender, sockopt.HopLimit.With(hops), sockopt.TrafficClass.With(class)))

			assert.Empty(t, received(t, sender, receiver, 0), "without the option")
			require.NoError(t, test.option.Set(receiver, true))
			var got []any
			list := received(t, sender, receiver, 0)
			for _, c := range list {
				if c.Header.Level == test.level && c.Header.Type == test.typ {
					got = append(got, test.parse(c.Data))
				}
			}
			assert.Equal(t, []any{test.want}, got)
			if test.option == sockopt.RecvPktInfo && test.domain != test.of {
				assert.Len(t, list, 2, "IPV6_PKTINFO tells the v4-mapped address too")
			} else {
				assert.Len(t, list, 1)
			}
			require.NoError(t, test.option.Set(receiver, false))
			assert.Empty(t, received(t, sender, receiver, 0))
		})
	}
}

// An ICMP error is queued, with the packet that it is about.
func TestRecvErr(t *testing.T) {
	for _, test := range []struct {
		option sockopt.Option[bool]
		domain int
		typ    byte
	}{
		{sockopt.IPRecvErr, unix.AF_INET, 3},
		{sockopt.IPv6RecvErr, unix.AF_INET6, 1},
		{sockopt.RecvErr, unix.AF_INET, 3},
		{sockopt.RecvErr, unix.AF_INET6, 1},
	} {
		t.Run(test.option.Info().Name, func(t *testing.T) {
			port := portThatNobodyHas(t, test.domain)
			fd := newSocket(t, test.domain, unix.SOCK_DGRAM, 0)
			send := func() {
				require.NoError(t, unix.Sendto(int(fd), []byte("datagram"), 0, loopback(test.domain, port)))
			}
			// A socket that is not connected hears nothing without it.
			send()
			_, _, _, _, err := unix.Recvmsg(int(fd), nil, nil, unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
			require.ErrorIs(t, err, unix.EAGAIN)

			require.NoError(t, test.option.Set(fd, true))
			send()
			list := controls(t, fd, unix.MSG_ERRQUEUE)
			require.Len(t, list, 1)
			// struct sock_extended_err of linux/errqueue.h.
			assert.Equal(t, unix.ECONNREFUSED, syscall.Errno(binary.NativeEndian.Uint32(list[0].Data)))
			assert.Equal(t, test.typ, list[0].Data[5], "the ICMP type of an unreachable destination")
		})
	}
}

// portThatNobodyHas returns a port of the loopback address that was free just
// now.
func portThatNobodyHas(t *testing.T, domain int) int {
	t.Helper()
	if domain == unix.AF_INET6 {
		needIPv6(t)
	}
	fd, err := unix.Socket(domain, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	return bound(t, sockopt.FD(fd))
}

// narrow makes a network namespace where the MTU of the loopback interface is
// 1500.
func narrow(t *testing.T) {
	t.Helper()
	needNamespace(t)
	ip(t, "link set lo mtu 1500")
}

// What does not fit the path is refused, and without the option fragmented.
func TestDontFragment(t *testing.T) {
	for _, test := range []struct {
		name       string
		set, unset sockopt.Setting
		domain, of int
	}{
		{"IPv4", sockopt.DontFragment.With(true), sockopt.DontFragment.With(false), unix.AF_INET, unix.AF_INET},
		{"IPv6", sockopt.DontFragment.With(true), sockopt.DontFragment.With(false), unix.AF_INET6, unix.AF_INET6},
		{"v4-mapped", sockopt.DontFragment.With(true), sockopt.DontFragment.With(false), unix.AF_INET6, unix.AF_INET},
		{"IP_DONTFRAG", sockopt.IPDontFrag.With(true), sockopt.IPDontFrag.With(false), unix.AF_INET, unix.AF_INET},
		{"IPV6_DONTFRAG", sockopt.IPv6DontFrag.With(true), sockopt.IPv6DontFrag.With(false), unix.AF_INET6, unix.AF_INET6},
		{"IP_PMTUDISC_DO", sockopt.IPMTUDiscover.With(sockopt.PathMTUDo), sockopt.IPMTUDiscover.With(sockopt.PathMTUWant), unix.AF_INET, unix.AF_INET},
		{"IPV6_PMTUDISC_DO", sockopt.IPv6MTUDiscover.With(sockopt.PathMTUDo), sockopt.IPv6MTUDiscover.With(sockopt.PathMTUWant), unix.AF_INET6, unix.AF_INET6},
		{"IPv6 discovery", sockopt.MTUDiscover.With(sockopt.PathMTUProbe), sockopt.MTUDiscover.With(sockopt.PathMTUOmit), unix.AF_INET6, unix.AF_INET6},
		{"IPv4 discovery", sockopt.MTUDiscover.With(sockopt.PathMTUProbe), sockopt.MTUDiscover.With(sockopt.PathMTUOmit), unix.AF_INET, unix.AF_INET},
	} {
		t.Run(test.name, func(t *testing.T) {
			narrow(t)
			fd, receiver := udpPair(t, test.domain, test.of)
			large := make([]byte, 1501)
			require.NoError(t, sockopt.Apply(fd, test.set))
			_, err := unix.Write(int(fd), large)
			assert.ErrorIs(t, err, unix.EMSGSIZE)
			require.NoError(t, sockopt.Apply(fd, test.unset))
			n, err := unix.Write(int(fd), large)
			assert.NoError(t, err)
			assert.Equal(t, len(large), n)
			n, err = unix.Read(int(receiver), make([]byte, 2000))
			assert.NoError(t, err)
			assert.Equal(t, len(large), n)

			for _, option := range []sockopt.ReadOnly[int]{sockopt.MTU, sockopt.IPMTU, sockopt.IPv6PathMTU} {
				mtu, err := option.Get(fd)
				if option == sockopt.IPv6PathMTU && test.domain == unix.AF_INET {
					assert.ErrorIs(t, err, errors.ErrUnsupported)
					continue
				}
				assert.NoError(t, err)
				assert.Equal(t, 1500, mtu)
			}
		})
	}
}

// The don't-fragment bit is in the packets of a socket that has it, and not in
// those of one that has it off.
func TestDontFragmentBit(t *testing.T) {
	needNamespace(t)
	raw := newSocket(t, unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_UDP)
	fd, _ := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, unix.SetsockoptTimeval(int(raw), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 5}))
	for _, on := range []bool{true, false} {
		require.NoError(t, sockopt.DontFragment.Set(fd, on))
		_, err := unix.Write(int(fd), []byte("datagram"))
		require.NoError(t, err)
		b := make([]byte, 64)
		_, err = unix.Read(int(raw), b)
		require.NoError(t, err)
		assert.Equal(t, on, b[6]&0x40 != 0, "the flags of the IPv4 header")
	}
}

// The fragments of a datagram are as large as IPV6_MTU allows.
func TestIPv6MTU(t *testing.T) {
	narrow(t)
	fd, receiver := udpPair(t, unix.AF_INET6, unix.AF_INET6)
	// IPV6_RECVFRAGSIZE: the size of the largest fragment.
	require.NoError(t, unix.SetsockoptInt(int(receiver), unix.IPPROTO_IPV6, unix.IPV6_RECVFRAGSIZE, 1))
	for set, want := range map[int]int{0: 1496, 1300: 1296} {
		require.NoError(t, sockopt.IPv6MTU.Set(fd, set))
		_, err := unix.Write(int(fd), make([]byte, 1600))
		require.NoError(t, err)
		list := controls(t, receiver, 0)
		require.Len(t, list, 1)
		assert.Equal(t, want, int(binary.NativeEndian.Uint32(list[0].Data)))
	}
}

// A datagram that is refused for its size leaves the MTU in a control message.
func TestIPv6RecvPathMTU(t *testing.T) {
	narrow(t)
	fd, _ := udpPair(t, unix.AF_INET6, unix.AF_INET6)
	require.NoError(t, sockopt.Apply(fd, sockopt.IPv6RecvPathMTU.With(true), sockopt.IPv6DontFrag.With(true)))
	_, err := unix.Write(int(fd), make([]byte, 1600))
	require.ErrorIs(t, err, unix.EMSGSIZE)
	list := controls(t, fd, unix.MSG_DONTWAIT)
	require.Len(t, list, 1)
	assert.Equal(t, int32(unix.IPV6_PATHMTU), list[0].Header.Type)
	assert.Equal(t, uint32(1500), binary.NativeEndian.Uint32(list[0].Data[28:]))
}

// The ports that the kernel chooses are those of the range, until none is left.
func TestLocalPortRange(t *testing.T) {
	needNamespace(t)
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		want := sockopt.PortRange{Low: 41000, High: 41003}
		var ports []int
		for {
			fd := newSocket(t, domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, sockopt.LocalPortRange.Set(fd, want))
			if err := unix.Bind(int(fd), loopback(domain, 0)); err != nil {
				assert.ErrorIs(t, err, unix.EADDRINUSE)
				break
			}
			ports = append(ports, portOf(t, fd))
			require.LessOrEqual(t, len(ports), 4)
		}
		assert.ElementsMatch(t, []int{41000, 41001, 41002, 41003}, ports)
	}
	assert.ErrorIs(t, sockopt.LocalPortRange.Set(openKind(t, tcp4), sockopt.PortRange{Low: 2, High: 1}), sockopt.ErrValue)

	fd := openKind(t, udp4)
	require.NoError(t, sockopt.LocalPortRange.Set(fd, sockopt.PortRange{Low: 1025, High: 1030}))
	assert.Greater(t, bound(t, fd), 1030, "ports outside the range of the host")
}

// Bind chooses no port, and connect does.
func TestBindAddressNoPort(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		ln := listening(t, newSocket(t, domain, unix.SOCK_STREAM, 0))
		for _, on := range []bool{false, true} {
			fd := newSocket(t, domain, unix.SOCK_STREAM, 0)
			require.NoError(t, sockopt.BindAddressNoPort.Set(fd, on))
			require.NoError(t, unix.Bind(int(fd), loopback(domain, 0)))
			assert.Equal(t, on, portOf(t, fd) == 0)
			require.NoError(t, unix.Connect(int(fd), loopback(domain, portOf(t, ln))))
			assert.NotZero(t, portOf(t, fd))
		}
	}
}

// A datagram socket has no port, and hears nothing, until it connects or sends.
func TestBindAddressNoPortOfDatagrams(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		for name, use := range map[string]func(fd sockopt.FD, to unix.Sockaddr) error{
			"connect": func(fd sockopt.FD, to unix.Sockaddr) error { return unix.Connect(int(fd), to) },
			"send":    func(fd sockopt.FD, to unix.Sockaddr) error { return unix.Sendto(int(fd), []byte("x"), 0, to) },
		} {
			peer := newSocket(t, domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, unix.Bind(int(peer), loopback(domain, 0)))
			fd := newSocket(t, domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, sockopt.BindAddressNoPort.Set(fd, true))
			require.NoError(t, unix.Bind(int(fd), loopback(domain, 0)))
			assert.Zero(t, portOf(t, fd), name)
			require.NoError(t, use(fd, loopback(domain, portOf(t, peer))))
			assert.NotZero(t, portOf(t, fd), name)
		}
	}
}

// The error of a neutral option names the option that was used.
func TestJoinGroupNamesTheOption(t *testing.T) {
	for domain, want := range map[int]struct{ group, join, leave string }{
		unix.AF_INET:  {"239.1.2.3", "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP"},
		unix.AF_INET6: {"ff02::1:2:3", "IPV6_ADD_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP"},
	} {
		fd := newSocket(t, domain, unix.SOCK_DGRAM, 0)
		group := sockopt.MulticastGroup{Group: netip.MustParseAddr(want.group), Interface: 1}
		var failed *sockopt.Error
		require.ErrorAs(t, sockopt.LeaveGroup.Set(fd, group), &failed, "not joined")
		assert.Equal(t, want.leave, failed.Name)
		assert.ErrorIs(t, failed, unix.EADDRNOTAVAIL)
		require.NoError(t, sockopt.JoinGroup.Set(fd, group))
		require.ErrorAs(t, sockopt.JoinGroup.Set(fd, group), &failed, "joined twice")
		assert.Equal(t, want.join, failed.Name)
		assert.ErrorIs(t, failed, unix.EADDRINUSE)
	}
}

// A listener does not hear of connections from farther away than it allows.
func TestMinHopLimit(t *testing.T) {
	for _, test := range []struct {
		option     sockopt.Option[int]
		domain, of int
	}{
		{sockopt.MinTTL, unix.AF_INET, unix.AF_INET},
		{sockopt.IPv6MinHopCount, unix.AF_INET6, unix.AF_INET6},
		{sockopt.MinHopLimit, unix.AF_INET, unix.AF_INET},
		{sockopt.MinHopLimit, unix.AF_INET6, unix.AF_INET6},
		{sockopt.MinHopLimit, unix.AF_INET6, unix.AF_INET},
	} {
		t.Run(test.option.Info().Name, func(t *testing.T) {
			if test.of == unix.AF_INET6 {
				needIPv6(t)
			}
			ln := newSocket(t, test.domain, unix.SOCK_STREAM, 0)
			require.NoError(t, test.option.Set(ln, 200))
			require.NoError(t, unix.Bind(int(ln), wildcard(test.domain, 0)))
			require.NoError(t, unix.Listen(int(ln), 1))
			for hops, wait := range map[int]time.Duration{199: 300 * time.Millisecond, 200: 5 * time.Second} {
				client := newSocket(t, test.of, unix.SOCK_STREAM|unix.SOCK_NONBLOCK, 0)
				require.NoError(t, sockopt.HopLimit.Set(client, hops))
				if err := unix.Connect(int(client), loopback(test.of, portOf(t, ln))); err != unix.EINPROGRESS {
					require.NoError(t, err)
				}
				assert.Equal(t, hops == 200, polled(t, client, unix.POLLOUT, wait), "%d hops", hops)
			}
		})
	}
}

// Of a public and a temporary address, the preferred one is the source.
func TestIPv6AddrPreferences(t *testing.T) {
	needNamespace(t)
	ip(t, "link add d0 type veth peer name d1")
	ip(t, "link set d1 up")
	sysctl(t, "net/ipv6/conf/d0/use_tempaddr", "1")
	sysctl(t, "net/ipv6/conf/d0/accept_dad", "0")
	ip(t, "link set d0 up")
	ip(t, "addr add 2001:db8::1/64 dev d0 mngtmpaddr nodad")
	public := netip.MustParseAddr("2001:db8::1")
	for want, isPublic := range map[sockopt.AddrPreferences]bool{sockopt.PreferTemporary: false, sockopt.PreferPublic: true} {
		// The temporary address takes a moment to be made.
		for start := time.Now(); ; time.Sleep(20 * time.Millisecond) {
			fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
			require.NoError(t, sockopt.IPv6AddrPreferences.Set(fd, want))
			require.NoError(t, unix.Connect(int(fd), sockaddr(netip.MustParseAddrPort("[2001:db8::99]:9"))))
			sa, err := unix.Getsockname(int(fd))
			require.NoError(t, err)
			if got := netip.AddrFrom16(sa.(*unix.SockaddrInet6).Addr); (got == public) == isPublic {
				break
			}
			require.Less(t, time.Since(start), 5*time.Second, "%v", want)
		}
	}
	err := sockopt.IPv6AddrPreferences.Set(openKind(t, udp6), sockopt.PreferTemporary|sockopt.PreferPublic)
	assert.ErrorIs(t, err, sockopt.ErrValue)
}

// Flow labels are those that the kernel makes, none, or that of the address.
func TestFlowLabels(t *testing.T) {
	newNamespace(t) // where nobody has leased a label
	label := func(fd, receiver sockopt.FD) uint32 {
		list := received(t, fd, receiver, 0)
		if len(list) == 0 {
			return 0
		}
		assert.Equal(t, int32(unix.IPPROTO_IPV6), list[0].Header.Level)
		assert.Equal(t, int32(11), list[0].Header.Type, "IPV6_FLOWINFO")
		return binary.BigEndian.Uint32(list[0].Data)
	}
	fd, receiver := udpPair(t, unix.AF_INET6, unix.AF_INET6)
	require.NoError(t, sockopt.IPv6AutoFlowLabel.Set(fd, true))
	assert.Empty(t, received(t, fd, receiver, 0))
	require.NoError(t, sockopt.IPv6RecvFlowInfo.Set(receiver, true))
	assert.NotZero(t, label(fd, receiver))
	require.NoError(t, sockopt.IPv6AutoFlowLabel.Set(fd, false))
	assert.Zero(t, label(fd, receiver))

	for _, on := range []bool{false, true} {
		fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
		require.NoError(t, sockopt.Apply(fd, sockopt.IPv6AutoFlowLabel.With(false), sockopt.IPv6FlowInfoSend.With(on)))
		sa := unix.RawSockaddrInet6{Family: unix.AF_INET6, Addr: netip.IPv6Loopback().As16()}
		binary.BigEndian.PutUint16((*[2]byte)(unsafe.Pointer(&sa.Port))[:], uint16(portOf(t, receiver)))
		binary.BigEndian.PutUint32((*[4]byte)(unsafe.Pointer(&sa.Flowinfo))[:], 0x12345)
		_, _, errno := unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&sa)), unsafe.Sizeof(sa))
		require.Zero(t, errno)
		want := uint32(0)
		if on {
			want = 0x12345
		}
		assert.Equal(t, want, label(fd, receiver))
	}
}

// The checksum is where the option says, and by default nowhere.
func TestIPv6Checksum(t *testing.T) {
	needIPv6(t)
	fd := newSocket(t, unix.AF_INET6, unix.SOCK_RAW, 253)
	require.NoError(t, unix.Bind(int(fd), loopback(unix.AF_INET6, 0)))
	require.NoError(t, unix.SetsockoptTimeval(int(fd), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 5}))
	for _, offset := range []int{-1, 2, 4} {
		require.NoError(t, sockopt.IPv6Checksum.Set(fd, offset))
		got, err := sockopt.IPv6Checksum.Get(fd)
		require.NoError(t, err)
		assert.Equal(t, offset, got)
		require.NoError(t, unix.Sendto(int(fd), make([]byte, 8), 0, loopback(unix.AF_INET6, 0)))
		b := make([]byte, 8)
		_, err = unix.Read(int(fd), b)
		require.NoError(t, err)
		for i := 0; i < 8; i += 2 {
			assert.Equal(t, i == offset, b[i] != 0 || b[i+1] != 0, "offset %d: % x", offset, b)
		}
	}
	assert.ErrorIs(t, sockopt.IPv6Checksum.Set(fd, 3), unix.EINVAL)
	got, err := sockopt.IPv6Checksum.Get(openKind(t, raw6))
	require.NoError(t, err)
	assert.Equal(t, 2, got)
}

// hears tells whether a socket gets what another sends to a group.
func hears(t *testing.T, receiver, sender sockopt.FD, to netip.Addr) bool {
	t.Helper()
	require.NoError(t, unix.Sendto(int(sender), []byte("datagram"), 0, sockaddr(netip.AddrPortFrom(to, uint16(portOf(t, receiver))))))
	_, err := uninterrupted(func() (int, error) { return unix.Read(int(receiver), make([]byte, 16)) })
	if err != nil {
		require.ErrorIs(t, err, unix.EAGAIN)
	}
	return err == nil
}

// A socket hears the groups that others joined, its own, and not the sources
// that it blocks.
func TestMulticastSourcesAndAll(t *testing.T) {
	for _, test := range []struct {
		name           string
		domain         int
		all            sockopt.Option[bool]
		block, unblock sockopt.WriteOnly[sockopt.MulticastSource]
	}{
		{"IPv4", unix.AF_INET, sockopt.IPMulticastAll, sockopt.IPBlockSource, sockopt.IPUnblockSource},
		{"IPv6", unix.AF_INET6, sockopt.IPv6MulticastAll, sockopt.BlockSource, sockopt.UnblockSource},
		{"neutral, IPv4", unix.AF_INET, sockopt.MulticastAll, sockopt.BlockSource, sockopt.UnblockSource},
		{"neutral, IPv6", unix.AF_INET6, sockopt.MulticastAll, sockopt.BlockSource, sockopt.UnblockSource},
	} {
		t.Run(test.name, func(t *testing.T) {
			needNamespace(t)
			index, ipv4, ipv6 := ethernet(t, "eth", 1)
			source := sockopt.MulticastSource{Group: netip.MustParseAddr("232.1.2.3"), Source: ipv4[0], Interface: index}
			if test.domain == unix.AF_INET6 {
				source.Group, source.Source = netip.MustParseAddr("ff3e::1:2:3"), ipv6[0]
			}
			group := sockopt.MulticastGroup{Group: source.Group, Interface: source.Interface}
			receiver, member, sender := newSocket(t, test.domain, unix.SOCK_DGRAM, 0), newSocket(t, test.domain, unix.SOCK_DGRAM, 0), newSocket(t, test.domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, unix.Bind(int(receiver), wildcard(test.domain, 0)))
			require.NoError(t, unix.SetsockoptTimeval(int(receiver), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Usec: 200e3}))
			require.NoError(t, unix.Bind(int(sender), sockaddr(netip.AddrPortFrom(source.Source, 0))))
			require.NoError(t, sockopt.MulticastInterface.Set(sender, source.Interface))

			require.NoError(t, sockopt.MCASTJoinGroup.Set(member, group))
			assert.True(t, hears(t, receiver, sender, group.Group), "what another socket has joined")
			require.NoError(t, test.all.Set(receiver, false))
			assert.False(t, hears(t, receiver, sender, group.Group))

			require.NoError(t, sockopt.MCASTJoinGroup.Set(receiver, group))
			assert.True(t, hears(t, receiver, sender, group.Group), "what it has joined itself")
			require.NoError(t, test.block.Set(receiver, source))
			assert.False(t, hears(t, receiver, sender, group.Group))
			require.NoError(t, test.unblock.Set(receiver, source))
			assert.True(t, hears(t, receiver, sender, group.Group))
			require.NoError(t, sockopt.MCASTLeaveGroup.Set(receiver, group))
			assert.False(t, hears(t, receiver, sender, group.Group))
		})
	}
}
