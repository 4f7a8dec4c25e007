package sockopt_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/netip"
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

// The two kernel options of each neutral one that is a number, and a value that
// is not the default of either.
var twins = []struct {
	set  sockopt.Setting
	on   kind
	ipv4 int
	ipv6 int
	want int
	get  func(sockopt.Socket) (any, error)
	tell any
	cap  []int
	// shared: one flag of the socket is behind both (inet_sock, net/inet_sock.h).
	shared bool
}{
	{sockopt.HopLimit.With(77), anyIP, unix.IP_TTL, unix.IPV6_UNICAST_HOPS, 77, sockopt.HopLimit.Info().Get, 77, nil, false},
	{sockopt.TrafficClass.With(sockopt.AF41), anyIP, unix.IP_TOS, unix.IPV6_TCLASS, 0x88, sockopt.TrafficClass.Info().Get, sockopt.AF41, nil, false},
	{sockopt.MulticastHopLimit.With(9), anyDatagram, unix.IP_MULTICAST_TTL, unix.IPV6_MULTICAST_HOPS, 9, sockopt.MulticastHopLimit.Info().Get, 9, nil, false},
	{sockopt.MulticastLoopback.With(false), anyDatagram, unix.IP_MULTICAST_LOOP, unix.IPV6_MULTICAST_LOOP, 0, sockopt.MulticastLoopback.Info().Get, false, nil, false},
	{sockopt.Transparent.With(true), anyIP, unix.IP_TRANSPARENT, unix.IPV6_TRANSPARENT, 1, sockopt.Transparent.Info().Get, true, netAdminOrRaw, true},
	{sockopt.FreeBind.With(true), anyIP, unix.IP_FREEBIND, unix.IPV6_FREEBIND, 1, sockopt.FreeBind.Info().Get, true, nil, true},
}

// A neutral option sets the option of each family that the socket may carry, and
// no other.
func TestTwins(t *testing.T) {
	const (
		families4 = tcp4 | tcp4Connected | udp4 | raw4
		only6     = tcp6Only | udp6Only
		dual      = tcp6 | tcp6Connected | tcp6Mapped | udp6 | udp6Connected | udp6Mapped
	)
	(families4 | only6 | dual).each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			for _, w := range twins {
				if w.on&k == 0 || !hasAny(t, w.cap) {
					continue
				}
				fd := openKind(t, k)
				default4, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, w.ipv4)
				require.NoError(t, err)
				require.NotEqual(t, w.want, default4)
				require.NoError(t, sockopt.Apply(fd, w.set), "%v", w.set)

				ipv4, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, w.ipv4)
				require.NoError(t, err)
				if k&only6 != 0 && !w.shared {
					assert.Equal(t, default4, ipv4, "%v: the IPv4 twin of a socket without IPv4", w.set)
				} else {
					assert.Equal(t, w.want, ipv4, "%v: the IPv4 twin", w.set)
				}
				if k&families4 == 0 {
					ipv6, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IPV6, w.ipv6)
					assert.NoError(t, err)
					assert.Equal(t, w.want, ipv6, "%v: the IPv6 twin", w.set)
				}
				got, err := w.get(fd)
				assert.NoError(t, err)
				assert.Equal(t, w.tell, got)
			}
		})
	})
}

// Where the twins differ, the one is read that the traffic uses.
func TestTwinThatIsRead(t *testing.T) {
	const ttl, hops = 33, 44
	for k, want := range map[kind]int{udp4: ttl, udp6: hops, udp6Only: hops, udp6Connected: hops, udp6Mapped: ttl, tcp6: hops, tcp6Connected: hops, tcp6Mapped: ttl} {
		t.Run(k.String(), func(t *testing.T) {
			fd := openKind(t, k)
			require.NoError(t, sockopt.TTL.Set(fd, ttl))
			if k != udp4 {
				require.NoError(t, sockopt.IPv6UnicastHops.Set(fd, hops))
			}
			got, err := sockopt.HopLimit.Get(fd)
			assert.NoError(t, err)
			assert.Equal(t, want, got)
		})
	}
}

// TestTwinsOfInterfaces is [TestTwins] for the options that take an interface.
func TestTwinsOfInterfaces(t *testing.T) {
	for _, k := range []kind{udp4, udp6, udp6Only, udp6Mapped} {
		t.Run(k.String(), func(t *testing.T) {
			fd, lo := openKind(t, k), interfaceNamed(t, "lo")
			require.NoError(t, sockopt.MulticastInterface.Set(fd, lo))
			addr, err := unix.GetsockoptInet4Addr(int(fd), unix.IPPROTO_IP, unix.IP_MULTICAST_IF)
			require.NoError(t, err)
			if k == udp6Only {
				assert.Equal(t, [4]byte{}, addr)
			} else {
				assert.Equal(t, [4]byte{127, 0, 0, 1}, addr)
			}
			if k != udp4 {
				index, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF)
				assert.NoError(t, err)
				assert.Equal(t, int(lo), index)
			}

			require.NoError(t, sockopt.BindInterface.Set(fd, lo))
			index, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX)
			assert.NoError(t, err)
			assert.Equal(t, int(lo), index)
		})
	}
}

// An MPTCP socket takes the traffic class of IPv4 and refuses that of IPv6: it is
// not set if the socket may carry both.
func TestTwinsOfMPTCP(t *testing.T) {
	fd := openKind(t, mptcp6)
	require.ErrorIs(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_TCLASS, 0x88), unix.EOPNOTSUPP)
	err := sockopt.TrafficClass.Set(fd, sockopt.AF41)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "IPV6_TCLASS")
	assert.NoError(t, sockopt.Apply(fd, sockopt.Optional(sockopt.TrafficClass.With(sockopt.AF41))))
	tos, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS)
	assert.NoError(t, err)
	assert.Zero(t, tos, "no half of it is set")

	// Bound to an IPv4 address it carries nothing else.
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrInet6{Addr: netip.MustParseAddr("::ffff:127.0.0.1").As16()}))
	assert.NoError(t, sockopt.TrafficClass.Set(fd, sockopt.AF41))
	tos, err = unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS)
	assert.NoError(t, err)
	assert.Equal(t, 0x88, tos)

	// It refuses both hop limits.
	err = sockopt.HopLimit.Set(fd, 77)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "not supported by MPTCP")

	// Nothing carries IPv4 here that would make up for the refusal.
	err = sockopt.TrafficClass.Set(v6Only(t, openKind(t, mptcp6)), sockopt.AF41)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

// A hook that the MPTCP listener refuses makes package net fall back to TCP, where
// both halves hold.
func TestTwinsOfListener(t *testing.T) {
	lc := net.ListenConfig{Control: sockopt.Control(sockopt.Verify(sockopt.TrafficClass.With(sockopt.AF41)))}
	ln, err := lc.Listen(context.Background(), "tcp", ":0")
	require.NoError(t, err)
	defer ln.Close()
	protocol, err := sockopt.Protocol.Get(sockopt.Of(ln))
	require.NoError(t, err)
	assert.EqualValues(t, unix.IPPROTO_TCP, protocol)
	_, port, err := net.SplitHostPort(ln.Addr().String())
	require.NoError(t, err)
	for _, host := range []string{"127.0.0.1", "::1"} {
		client, err := net.Dial("tcp", net.JoinHostPort(host, port))
		if err != nil {
			t.Skip("needs both IP families: ", err)
		}
		defer client.Close()
		conn, err := ln.Accept()
		require.NoError(t, err)
		defer conn.Close()
		class, err := sockopt.TrafficClass.Get(sockopt.Of(conn))
		require.NoError(t, err)
		assert.Equal(t, sockopt.AF41, class, host)
	}
}

// A socket with an IPv6 address has no IPv4 traffic: what the other systems have no
// option for is not needed, and Linux shows that it is not set either.
func TestTwinsOfAnAddress(t *testing.T) {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	st := sockopt.Verify(sockopt.TrafficClass.With(sockopt.AF41))
	hooked := lc
	hooked.Control = sockopt.Control(st)
	dialer := net.Dialer{ControlContext: sockopt.ControlContext(st)}
	ctx := t.Context()
	for _, address := range []string{"[::1]:0", "[::]:0"} {
		ln, err := sockopt.Listen(ctx, &lc, "tcp", address, st)
		if errors.Is(err, unix.EAFNOSUPPORT) || errors.Is(err, unix.EADDRNOTAVAIL) {
			t.Skip("needs IPv6: ", err)
		}
		require.NoError(t, err)
		made := map[string]any{"Listen": ln}
		made["ListenPacket"], err = sockopt.ListenPacket(ctx, nil, "udp", address, st)
		require.NoError(t, err)
		made["Control"], err = hooked.Listen(ctx, "tcp", address)
		require.NoError(t, err)
		if address == "[::1]:0" {
			made["Dial"], err = sockopt.Dial(ctx, nil, "tcp", ln.Addr().String(), st)
			require.NoError(t, err)
			made["ControlContext"], err = dialer.DialContext(ctx, "tcp", ln.Addr().String())
			require.NoError(t, err)
		}
		for name, v := range made {
			defer v.(io.Closer).Close()
			raw, err := v.(syscall.Conn).SyscallConn()
			require.NoError(t, err)
			require.NoError(t, raw.Control(func(fd uintptr) {
				tos, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS)
				require.NoError(t, err)
				class, err := unix.GetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_TCLASS)
				require.NoError(t, err)
				assert.Equal(t, 0x88, class, name)
				if address == "[::]:0" {
					assert.Equal(t, 0x88, tos, "%s: may carry IPv4", name)
				} else {
					assert.Zero(t, tos, "%s: cannot carry IPv4", name)
				}
			}))
		}
	}
}

// A group of a family that the socket does not carry is refused.
func TestGroupOfTheOtherFamily(t *testing.T) {
	v4 := sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo(0)}
	v6 := sockopt.MulticastGroup{Group: netip.MustParseAddr("ff02::1:2:3"), Interface: lo(0)}
	mapped := sockopt.MulticastGroup{Group: netip.MustParseAddr("::ffff:239.1.2.3"), Interface: lo(0)}
	source4 := sockopt.MulticastSource{Group: v4.Group, Source: netip.MustParseAddr("127.0.0.1"), Interface: lo(0)}
	source6 := sockopt.MulticastSource{Group: v6.Group, Source: netip.IPv6Loopback(), Interface: lo(0)}
	mixed := sockopt.MulticastSource{Group: v4.Group, Source: netip.IPv6Loopback(), Interface: lo(0)}
	for _, c := range []struct {
		k       kind
		set     sockopt.Setting
		refused bool
	}{
		{udp4, sockopt.JoinGroup.With(v4), false},
		{udp4, sockopt.JoinGroup.With(mapped), false},
		{udp4, sockopt.JoinGroup.With(v6), true},
		{udp4, sockopt.LeaveGroup.With(v6), true},
		{udp4, sockopt.JoinSourceGroup.With(source4), false},
		{udp4, sockopt.JoinSourceGroup.With(source6), true},
		{udp4, sockopt.LeaveSourceGroup.With(source6), true},
		{udp4, sockopt.JoinSourceGroup.With(mixed), true},
		{udp4, sockopt.AddMembership.With(v6), true},
		{udp4, sockopt.AddSourceMembership.With(source6), true},
		{udp6Only, sockopt.JoinGroup.With(v6), false},
		{udp6Only, sockopt.JoinGroup.With(v4), true},
		{udp6Only, sockopt.LeaveGroup.With(v4), true},
		{udp6Only, sockopt.JoinSourceGroup.With(source6), false},
		{udp6Only, sockopt.JoinSourceGroup.With(source4), true},
		{udp6Only, sockopt.IPv6JoinGroup.With(v4), true},
		{udp6, sockopt.JoinGroup.With(v4), false},
		{udp6, sockopt.JoinGroup.With(v6), false},
		{udp6, sockopt.JoinSourceGroup.With(source4), false},
		{udp6, sockopt.JoinSourceGroup.With(source6), false},
		{udp6, sockopt.IPv6JoinGroup.With(v4), true},
		{udp6, sockopt.JoinGroup.With(sockopt.MulticastGroup{Group: netip.MustParseAddr("192.0.2.1")}), true},
		{udp6, sockopt.JoinGroup.With(sockopt.MulticastGroup{}), true},
	} {
		err := sockopt.Apply(openKind(t, c.k), c.set)
		if c.refused {
			assert.ErrorIs(t, err, sockopt.ErrValue, "%v on %v", c.set, c.k)
		} else {
			assert.NoError(t, err, "%v on %v", c.set, c.k)
		}
	}
}

// A datagram is what a receiver was told of one.
type datagram struct {
	text     string
	hops     int
	class    int
	received bool
}

// readable waits until something can be read from fd, and tells whether there is.
func readable(t *testing.T, fd sockopt.FD, wait time.Duration) bool {
	t.Helper()
	return polled(t, fd, unix.POLLIN, wait)
}

// receive takes the next datagram from fd.
func receive(t *testing.T, fd sockopt.FD) (d datagram) {
	t.Helper()
	require.True(t, readable(t, fd, 5*time.Second), "nothing arrives")
	text, control := make([]byte, 64), make([]byte, 256)
	n, controls, _, from, err := unix.Recvmsg(int(fd), text, control, 0)
	require.NoError(t, err)
	d.text, d.received = string(text[:n]), true
	control = control[:controls]
	if from, ok := from.(*unix.SockaddrInet6); ok && !netip.AddrFrom16(from.Addr).Is4In6() {
		var cm ipv6.ControlMessage
		require.NoError(t, cm.Parse(control))
		d.hops, d.class = cm.HopLimit, cm.TrafficClass
		return d
	}
	var cm ipv4.ControlMessage
	require.NoError(t, cm.Parse(control))
	d.hops = cm.TTL
	messages, err := unix.ParseSocketControlMessage(control)
	require.NoError(t, err)
	for _, m := range messages {
		if m.Header.Level == unix.IPPROTO_IP && m.Header.Type == unix.IP_TOS { // x/net has it not
			d.class = int(m.Data[0])
		}
	}
	return d
}

// tellHeaders makes fd tell the hop limit and the traffic class of what it
// receives.
func tellHeaders(t *testing.T, fd sockopt.FD) {
	t.Helper()
	require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_RECVTTL, 1))
	require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_RECVTOS, 1))
	if domain, err := sockopt.Domain.Get(fd); err == nil && domain == unix.AF_INET6 {
		require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_RECVHOPLIMIT, 1))
		require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_RECVTCLASS, 1))
	}
}

// What is set on a socket is in the headers of what it sends, whichever family
// carries it.
func TestHeadersOnTheWire(t *testing.T) {
	for _, c := range []struct {
		name       string
		domain, of int
	}{
		{"IPv4", unix.AF_INET, unix.AF_INET},
		{"IPv6", unix.AF_INET6, unix.AF_INET6},
		{"IPv4 of a dual-stack socket", unix.AF_INET6, unix.AF_INET},
	} {
		t.Run(c.name, func(t *testing.T) {
			receiver := newSocket(t, c.of, unix.SOCK_DGRAM, 0)
			to := peer(c.domain, c.of, bound(t, receiver))
			tellHeaders(t, receiver)
			sender := newSocket(t, c.domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, unix.Sendto(int(sender), []byte("default"), 0, to))
			assert.Equal(t, datagram{"default", 64, 0, true}, receive(t, receiver))
			require.NoError(t, sockopt.Apply(sender, sockopt.HopLimit.With(33), sockopt.TrafficClass.With(sockopt.EF.WithECN(sockopt.ECT0))))
			require.NoError(t, unix.Sendto(int(sender), []byte("set"), 0, to))
			assert.Equal(t, datagram{"set", 33, 0xba, true}, receive(t, receiver))
		})
	}
}

// ethernet makes an interface with two addresses of each family, in the
// namespace of the test.
func ethernet(t *testing.T, name string, n byte) (index sockopt.Interface, ipv4, ipv6 [2]netip.Addr) {
	t.Helper()
	ip(t, "link add "+name+" type veth peer name "+name+"peer")
	ip(t, "link set "+name+" up")
	ip(t, "link set "+name+"peer up")
	for i := range ipv4 {
		ipv4[i] = netip.AddrFrom4([4]byte{10, 1, n, byte(1 + i)})
		ipv6[i] = netip.AddrFrom16([16]byte{0: 0xfd, 7: n, 15: byte(1 + i)})
		ip(t, "addr add "+ipv4[i].String()+"/24 dev "+name)
		ip(t, "addr add "+ipv6[i].String()+"/64 dev "+name+" nodad")
		inUse(t, ipv6[i])
	}
	return interfaceNamed(t, name), ipv4, ipv6
}

// inUse waits until an IPv6 address takes what is sent to it, which the kernel
// sees to some time after it was added.
func inUse(t *testing.T, addr netip.Addr) {
	t.Helper()
	for range 500 {
		fd := newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
		if unix.Bind(int(fd), sockaddr(netip.AddrPortFrom(addr, 0))) == nil {
			to := sockaddr(netip.AddrPortFrom(addr, uint16(portOf(t, fd))))
			if unix.Sendto(int(fd), []byte("x"), 0, to) == nil && readable(t, fd, 10*time.Millisecond) {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	require.Fail(t, "the address is never in use")
}

// A multicaster sends to a group and looks whether that arrives.
type multicaster struct {
	t        *testing.T
	receiver sockopt.FD
	sender   sockopt.FD
	group    netip.Addr
	own      netip.Addr // an address that always arrives
	port     uint16
}

// arrives sends to the group, and then a marker that always arrives: where that
// is first, the other did not.
func (m *multicaster) arrives() datagram {
	m.t.Helper()
	m.send(m.sender, m.group, "to the group")
	marker := newSocket(m.t, familyOf(m.own), unix.SOCK_DGRAM, 0)
	m.send(marker, m.own, "marker")
	d := receive(m.t, m.receiver)
	if d.text == "marker" {
		return datagram{}
	}
	require.Equal(m.t, "to the group", d.text)
	require.Equal(m.t, "marker", receive(m.t, m.receiver).text)
	return d
}

func (m *multicaster) send(fd sockopt.FD, to netip.Addr, text string) {
	m.t.Helper()
	require.NoError(m.t, unix.Sendto(int(fd), []byte(text), 0, sockaddr(netip.AddrPortFrom(to, m.port))))
}

// from makes the sender one that sends from an address, out of an interface.
func (m *multicaster) from(addr netip.Addr, out sockopt.Interface) {
	m.t.Helper()
	m.sender = newSocket(m.t, familyOf(addr), unix.SOCK_DGRAM, 0)
	require.NoError(m.t, unix.Bind(int(m.sender), sockaddr(netip.AddrPortFrom(addr, 0))))
	require.NoError(m.t, sockopt.MulticastInterface.Set(m.sender, out))
}

func familyOf(addr netip.Addr) int {
	if addr.Is4() {
		return unix.AF_INET
	}
	return unix.AF_INET6
}

// What is sent to a group arrives where it was joined, as long as it is joined,
// and from whom it was joined.
func TestMulticast(t *testing.T) {
	for _, c := range []struct {
		name   string
		domain int
		group  string
	}{
		{"IPv4", unix.AF_INET, "239.1.2.3"},
		{"IPv6", unix.AF_INET6, "ff05::1:2:3"},
		{"IPv4 on a dual-stack socket", unix.AF_INET6, "239.1.2.3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			needNamespace(t)
			one, ones, ones6 := ethernet(t, "one", 1)
			two, twos, twos6 := ethernet(t, "two", 2)
			m := &multicaster{t: t, group: netip.MustParseAddr(c.group), receiver: newSocket(t, c.domain, unix.SOCK_DGRAM, 0)}
			if m.group.Is6() {
				ones, twos = ones6, twos6
			}
			any := netip.IPv4Unspecified()
			if c.domain == unix.AF_INET6 {
				any = netip.IPv6Unspecified()
			}
			require.NoError(t, unix.Bind(int(m.receiver), sockaddr(netip.AddrPortFrom(any, 0))))
			m.port = uint16(portOf(t, m.receiver))
			m.own = ones[0]
			tellHeaders(t, m.receiver)

			m.from(ones[0], one)
			on := sockopt.MulticastGroup{Group: m.group, Interface: one}
			assert.False(t, m.arrives().received, "before it is joined")
			require.NoError(t, sockopt.JoinGroup.Set(m.receiver, on))
			assert.True(t, m.arrives().received, "after it is joined")

			// What the sender says of it.
			require.NoError(t, sockopt.MulticastHopLimit.Set(m.sender, 7))
			assert.Equal(t, 7, m.arrives().hops)
			require.NoError(t, sockopt.MulticastLoopback.Set(m.sender, false))
			assert.False(t, m.arrives().received, "with no loopback")
			m.from(twos[0], two)
			assert.False(t, m.arrives().received, "on an interface where it is not joined")

			require.NoError(t, sockopt.JoinGroup.Set(m.receiver, sockopt.MulticastGroup{Group: m.group, Interface: two}))
			assert.True(t, m.arrives().received, "on the second interface where it is joined")
			m.from(ones[0], one)
			assert.True(t, m.arrives().received, "on the first")
			require.NoError(t, sockopt.LeaveGroup.Set(m.receiver, on))
			assert.False(t, m.arrives().received, "after it is left")

			// A source.
			first := sockopt.MulticastSource{Group: m.group, Source: ones[0], Interface: one}
			require.NoError(t, sockopt.JoinSourceGroup.Set(m.receiver, first))
			assert.True(t, m.arrives().received, "from the source")
			m.from(ones[1], one)
			assert.False(t, m.arrives().received, "from another")
			second := first
			second.Source = ones[1]
			require.NoError(t, sockopt.JoinSourceGroup.Set(m.receiver, second))
			assert.True(t, m.arrives().received, "from the other, which is a source by now")
			require.NoError(t, sockopt.LeaveSourceGroup.Set(m.receiver, second))
			assert.False(t, m.arrives().received, "from the other, which was left")
			m.from(ones[0], one)
			assert.True(t, m.arrives().received, "from the source, which was not")
			require.NoError(t, sockopt.LeaveSourceGroup.Set(m.receiver, first))
			assert.False(t, m.arrives().received, "from the source, which was left")
		})
	}
}

// The interface goes by its index: it needs no IPv4 address.
func TestMulticastInterfaceWithoutAddress(t *testing.T) {
	needNamespace(t)
	_, ones, _ := ethernet(t, "one", 1)
	ip(t, "link add bare type veth peer name barepeer")
	ip(t, "link set bare up")
	ip(t, "link set barepeer up")
	bare := interfaceNamed(t, "bare")
	m := &multicaster{t: t, group: netip.MustParseAddr("239.1.2.3"), own: ones[0], receiver: newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)}
	require.NoError(t, unix.Bind(int(m.receiver), sockaddr(netip.AddrPortFrom(netip.IPv4Unspecified(), 0))))
	m.port = uint16(portOf(t, m.receiver))
	require.NoError(t, sockopt.JoinGroup.Set(m.receiver, sockopt.MulticastGroup{Group: m.group, Interface: bare}))
	m.from(ones[0], bare)
	assert.True(t, m.arrives().received)
	m.from(ones[0], interfaceNamed(t, "one"))
	assert.False(t, m.arrives().received, "out of another")
}

// The IPv4 options do the same under their own names.
func TestMulticastOfIPv4(t *testing.T) {
	needNamespace(t)
	one, ones, _ := ethernet(t, "one", 1)
	m := &multicaster{t: t, group: netip.MustParseAddr("239.1.2.3"), own: ones[0], receiver: newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)}
	require.NoError(t, unix.Bind(int(m.receiver), sockaddr(netip.AddrPortFrom(netip.IPv4Unspecified(), 0))))
	m.port = uint16(portOf(t, m.receiver))
	m.sender = newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	require.NoError(t, sockopt.MulticastIF.Set(m.sender, ones[0]))

	on := sockopt.MulticastGroup{Group: m.group, Interface: one}
	require.NoError(t, sockopt.AddMembership.Set(m.receiver, on))
	assert.True(t, m.arrives().received)
	require.NoError(t, sockopt.DropMembership.Set(m.receiver, on))
	assert.False(t, m.arrives().received)

	source := sockopt.MulticastSource{Group: m.group, Source: ones[1], Interface: one}
	require.NoError(t, sockopt.AddSourceMembership.Set(m.receiver, source))
	assert.False(t, m.arrives().received, "from another")
	m.from(ones[1], one)
	assert.True(t, m.arrives().received, "from the source")
	require.NoError(t, sockopt.DropSourceMembership.Set(m.receiver, source))
	assert.False(t, m.arrives().received)
}

// A socket that is bound to an interface gets nothing that came in by another.
// What a host sends to itself counts as come in by the interface that has the
// address.
func TestBindInterface(t *testing.T) {
	for name, bind := range map[string]func(sockopt.Interface) sockopt.Setting{
		"BindInterface": sockopt.BindInterface.With,
		"BindToIfindex": sockopt.BindToIfindex.With,
		"BindToDevice": func(i sockopt.Interface) sockopt.Setting {
			if i == 0 {
				return sockopt.BindToDevice.With("")
			}
			return sockopt.BindToDevice.With(i.String())
		},
	} {
		for _, c := range []struct {
			name   string
			domain int
			ipv6   bool
		}{
			{"IPv4", unix.AF_INET, false},
			{"IPv6", unix.AF_INET6, true},
			{"IPv4 on a dual-stack socket", unix.AF_INET6, false},
		} {
			t.Run(name+"/"+c.name, func(t *testing.T) {
				needNamespace(t)
				one, addr4, addr6 := ethernet(t, "one", 1)
				to, any := addr4[0], netip.IPv4Unspecified()
				if c.ipv6 {
					to = addr6[0]
				}
				if c.domain == unix.AF_INET6 {
					any = netip.IPv6Unspecified()
				}
				var receivers [2]sockopt.FD
				for i := range receivers {
					receivers[i] = newSocket(t, c.domain, unix.SOCK_DGRAM, 0)
					require.NoError(t, unix.Bind(int(receivers[i]), sockaddr(netip.AddrPortFrom(any, 0))))
				}
				receiver := receivers[0]
				sender := newSocket(t, familyOf(to), unix.SOCK_DGRAM, 0)
				arrives := func() bool {
					// Once the second has come, the first has or never will.
					for _, fd := range receivers {
						require.NoError(t, unix.Sendto(int(sender), []byte("x"), 0, sockaddr(netip.AddrPortFrom(to, uint16(portOf(t, fd))))))
					}
					receive(t, receivers[1])
					return readable(t, receiver, 0) && receive(t, receiver).received
				}
				assert.True(t, arrives(), "not bound")
				require.NoError(t, sockopt.Apply(receiver, bind(one)))
				device, err := unix.GetsockoptString(int(receiver), unix.SOL_SOCKET, unix.SO_BINDTODEVICE)
				assert.NoError(t, err)
				assert.Equal(t, "one", device)
				assert.True(t, arrives(), "bound to the interface that has the address")
				require.NoError(t, sockopt.Apply(receiver, bind(lo(0))))
				assert.False(t, arrives(), "bound to another")
				require.NoError(t, sockopt.Apply(receiver, bind(0)))
				index, err := unix.GetsockoptInt(int(receiver), unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX)
				assert.NoError(t, err)
				assert.Zero(t, index)
				assert.True(t, arrives(), "bound no more")
			})
		}
	}
}

// With one of these options a socket is bound to an address that no interface
// has.
func TestBindToAnyAddress(t *testing.T) {
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1")
	mapped := netip.AddrFrom16(v4.As16())
	for _, c := range []struct {
		name string
		k    kind
		addr netip.Addr
	}{
		{"tcp4", tcp4, v4},
		{"tcp6", tcp6, v6},
		{"tcp6 only", tcp6Only, v6},
		{"tcp6 to an IPv4 address", tcp6, mapped},
		{"udp4", udp4, v4},
		{"udp6", udp6, v6},
		{"udp6 to an IPv4 address", udp6, mapped},
		{"mptcp4", mptcp4, v4},
		{"mptcp6", mptcp6, v6},
	} {
		for _, option := range []sockopt.Option[bool]{sockopt.FreeBind, sockopt.Transparent} {
			t.Run(c.name+"/"+option.Info().Name, func(t *testing.T) {
				if option == sockopt.Transparent && !hasAny(t, netAdminOrRaw) {
					t.Skip("needs CAP_NET_ADMIN or CAP_NET_RAW, for a transparent socket")
				}
				to := sockaddr(netip.AddrPortFrom(c.addr, 0))
				fd := openKind(t, c.k)
				require.ErrorIs(t, unix.Bind(int(fd), to), unix.EADDRNOTAVAIL)
				require.NoError(t, option.Set(fd, true))
				assert.NoError(t, unix.Bind(int(fd), to))
			})
		}
	}
}

// A rule of the routing policy finds the mark on what either family sends.
func TestMarkChoosesRoute(t *testing.T) {
	const marked = 0xfedcba98
	for _, c := range []struct {
		name, family string
		domain       int
		to           string
	}{
		{"IPv4", "-4", unix.AF_INET, "10.1.1.9"},
		{"IPv6", "-6", unix.AF_INET6, "fd00:0:0:1::9"},
		{"IPv4 of a dual-stack socket", "-4", unix.AF_INET6, "::ffff:10.1.1.9"},
	} {
		t.Run(c.name, func(t *testing.T) {
			needNamespace(t)
			ethernet(t, "one", 1)
			ip(t, c.family+" rule add fwmark 0xfedcba98 prohibit")
			to := sockaddr(netip.AddrPortFrom(netip.MustParseAddr(c.to), 9))
			assert.NoError(t, unix.Connect(int(newSocket(t, c.domain, unix.SOCK_DGRAM, 0)), to))
			fd := newSocket(t, c.domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, sockopt.Mark.Set(fd, marked))
			assert.ErrorIs(t, unix.Connect(int(fd), to), unix.EACCES)
			got, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_MARK)
			assert.NoError(t, err)
			assert.Equal(t, uint32(marked), uint32(got))
		})
	}
}

// An interface that is set is the one that unicast goes out by, against the
// better route.
func TestUnicastInterface(t *testing.T) {
	for _, c := range []struct {
		name   string
		option sockopt.Option[sockopt.Interface]
		domain int
		route  string
		to     string
	}{
		{"IP_UNICAST_IF", sockopt.IPUnicastIF, unix.AF_INET, "-4 route add default dev ", "192.0.2.1"},
		{"IPV6_UNICAST_IF", sockopt.IPv6UnicastIF, unix.AF_INET6, "-6 route add default dev ", "2001:db8::1"},
		{"BindInterface of IPv4", sockopt.BindInterface, unix.AF_INET, "-4 route add default dev ", "192.0.2.1"},
		{"BindInterface of IPv6", sockopt.BindInterface, unix.AF_INET6, "-6 route add default dev ", "2001:db8::1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			needNamespace(t)
			_, ones, ones6 := ethernet(t, "one", 1)
			two, twos, twos6 := ethernet(t, "two", 2)
			if c.domain == unix.AF_INET6 {
				ones, twos = ones6, twos6
			}
			ip(t, c.route+"one metric 1")
			ip(t, c.route+"two metric 2")
			source := func(fd sockopt.FD) netip.Addr {
				require.NoError(t, unix.Connect(int(fd), sockaddr(netip.AddrPortFrom(netip.MustParseAddr(c.to), 9))))
				sa, err := unix.Getsockname(int(fd))
				require.NoError(t, err)
				if sa, ok := sa.(*unix.SockaddrInet4); ok {
					return netip.AddrFrom4(sa.Addr)
				}
				return netip.AddrFrom16(sa.(*unix.SockaddrInet6).Addr)
			}
			assert.Contains(t, ones, source(newSocket(t, c.domain, unix.SOCK_DGRAM, 0)))
			fd := newSocket(t, c.domain, unix.SOCK_DGRAM, 0)
			require.NoError(t, c.option.Set(fd, two))
			assert.Contains(t, twos, source(fd))
		})
	}
}
