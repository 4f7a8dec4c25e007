package sockopt_test

import (
	"encoding/binary"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func htons(n uint16) uint16 { return n<<8 | n>>8&0xff }

// sniffer opens a packet socket for a protocol on an interface.
func sniffer(t *testing.T, protocol uint16, on sockopt.Interface) sockopt.FD {
	t.Helper()
	if binary.NativeEndian.Uint16([]byte{1, 0}) == 1 {
		protocol = htons(protocol)
	}
	fd := newSocket(t, unix.AF_PACKET, unix.SOCK_RAW, 0)
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrLinklayer{Protocol: protocol, Ifindex: int(on)}))
	return fd
}

// traffic returns a function that sends so many packets of IPv4 to the loopback
// interface of the namespace of the test.
func traffic(t *testing.T) func(n int) {
	sender, receiver := udpPair(t, unix.AF_INET, unix.AF_INET)
	return func(n int) {
		for range n {
			_, err := unix.Write(int(sender), make([]byte, 100))
			require.NoError(t, err)
		}
		drain(t, receiver)
	}
}

// The counts are those since they were read last.
func TestPacketStatistics(t *testing.T) {
	needNamespace(t)
	send := traffic(t)
	for _, version := range []sockopt.TPacketVersion{sockopt.TPacketV1, sockopt.TPacketV3} {
		fd := sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo"))
		require.NoError(t, sockopt.PacketVersion.Set(fd, version))
		stats := func() sockopt.PacketStats {
			s, err := sockopt.PacketStatistics.Get(fd)
			require.NoError(t, err)
			return s
		}
		send(5)
		assert.Equal(t, sockopt.PacketStats{Packets: 5}, stats())
		assert.Equal(t, sockopt.PacketStats{}, stats())
		require.Len(t, drain(t, fd), 5)

		require.NoError(t, sockopt.RcvBuf.Set(fd, 1))
		send(50)
		s := stats()
		assert.Equal(t, uint32(50), s.Packets)
		assert.Equal(t, 50-len(drain(t, fd)), int(s.Drops))
		assert.NotZero(t, s.Drops)
	}
}

func TestPacketIgnoreOutgoing(t *testing.T) {
	needNamespace(t)
	send := traffic(t)
	fd := sniffer(t, unix.ETH_P_ALL, interfaceNamed(t, "lo"))
	send(3)
	assert.Len(t, drain(t, fd), 6, "each goes out and comes in")
	require.NoError(t, sockopt.PacketIgnoreOutgoing.Set(fd, true))
	send(3)
	assert.Len(t, drain(t, fd), 3)
}

func TestPacketAuxData(t *testing.T) {
	needNamespace(t)
	send := traffic(t)
	fd := sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo"))
	send(1)
	_, control := controlOf(t, fd, unix.SOL_PACKET, unix.PACKET_AUXDATA)
	assert.Empty(t, control)
	require.NoError(t, sockopt.PacketAuxData.Set(fd, true))
	send(1)
	data, control := controlOf(t, fd, unix.SOL_PACKET, unix.PACKET_AUXDATA)
	require.GreaterOrEqual(t, len(control), 8)
	assert.Equal(t, 14+20+8+100, len(data))
	assert.Equal(t, uint32(len(data)), binary.NativeEndian.Uint32(control[4:]), "tp_len")
}

// What goes past the queue is not seen by another packet socket.
func TestPacketQdiscBypass(t *testing.T) {
	needNamespace(t)
	one, _, _ := ethernet(t, "one", 1)
	const protocol = 0x88b5 // for experiments
	here, there := sniffer(t, unix.ETH_P_ALL, one), sniffer(t, protocol, interfaceNamed(t, "onepeer"))
	sender := sniffer(t, protocol, one)
	frame := make([]byte, 60)
	copy(frame, "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x01\x88\xb5")
	seen := func() (n int) {
		for readable(t, here, 50*time.Millisecond) {
			b := make([]byte, 2000)
			got, _, err := unix.Recvfrom(int(here), b, 0)
			require.NoError(t, err)
			if string(b[:got]) == string(frame) { // and not of IPv6's own
				n++
			}
		}
		return n
	}
	for on, want := range map[bool]int{false: 1, true: 0} {
		require.NoError(t, sockopt.PacketQdiscBypass.Set(sender, on))
		_, err := unix.Write(int(sender), frame)
		require.NoError(t, err)
		assert.Equal(t, want, seen(), "bypass: %v", on)
		assert.Equal(t, []int{60}, drain(t, there))
	}
}

// The interface takes in what was asked for, until it is dropped.
func TestPacketMembership(t *testing.T) {
	needNamespace(t)
	one, _, _ := ethernet(t, "one", 1)
	show := func(args ...string) string {
		out, err := exec.Command("ip", append([]string{"-d"}, args...)...).CombinedOutput()
		require.NoError(t, err, "%s", out)
		return string(out)
	}
	link := func() string { return show("link", "show", "dev", "one") }
	groups := func() string { return show("maddr", "show", "dev", "one") }
	fd := newSocket(t, unix.AF_PACKET, unix.SOCK_RAW, 0)
	address := net.HardwareAddr{0x01, 0x00, 0x5e, 0x11, 0x22, 0x33}
	for _, c := range []struct {
		m    sockopt.PacketMembership
		show func() string
		want string
	}{
		{sockopt.PacketMembership{Interface: one, Kind: sockopt.PacketPromiscuous}, link, "promiscuity 1"},
		{sockopt.PacketMembership{Interface: one, Kind: sockopt.PacketAllMulticast}, link, "allmulti 1"},
		{sockopt.PacketMembership{Interface: one, Kind: sockopt.PacketMulticast, Address: address}, groups, "01:00:5e:11:22:33"},
	} {
		require.NotContains(t, c.show(), c.want)
		require.NoError(t, sockopt.PacketAddMembership.Set(fd, c.m))
		assert.Contains(t, c.show(), c.want)
		require.NoError(t, sockopt.PacketDropMembership.Set(fd, c.m))
		assert.NotContains(t, c.show(), c.want)
	}
	unicast := sockopt.PacketMembership{Interface: one, Kind: sockopt.PacketUnicast, Address: net.HardwareAddr{2, 0, 0, 0, 0, 9}}
	assert.NoError(t, sockopt.PacketAddMembership.Set(fd, unicast))
	assert.NoError(t, sockopt.PacketDropMembership.Set(fd, unicast))

	for _, m := range []sockopt.PacketMembership{
		{Kind: sockopt.PacketPromiscuous},
		{Interface: one, Kind: sockopt.PacketPromiscuous, Address: address},
		{Interface: one, Kind: sockopt.PacketMulticast},
		{Interface: one, Kind: sockopt.PacketUnicast, Address: make(net.HardwareAddr, 9)},
		{Interface: one, Kind: 4},
	} {
		assert.ErrorIs(t, sockopt.PacketAddMembership.Set(fd, m), sockopt.ErrValue, "%v", m)
	}
}

// A group shares what arrives.
func TestPacketFanout(t *testing.T) {
	needNamespace(t)
	send := traffic(t)
	group := sockopt.Fanout{ID: 7, Mode: sockopt.FanoutLoadBalance, Flags: sockopt.FanoutFlagDefrag}
	var fds [2]sockopt.FD
	for i := range fds {
		fds[i] = sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo"))
		got, err := sockopt.PacketFanout.Get(fds[i])
		require.NoError(t, err)
		assert.Equal(t, sockopt.Fanout{}, got)
		require.NoError(t, sockopt.PacketFanout.Set(fds[i], group))
		got, err = sockopt.PacketFanout.Get(fds[i])
		require.NoError(t, err)
		assert.Equal(t, group, got)
		assert.ErrorIs(t, sockopt.PacketFanout.Set(fds[i], group), unix.EALREADY)
	}
	send(10)
	assert.Len(t, drain(t, fds[0]), 5)
	assert.Len(t, drain(t, fds[1]), 5)
	differs := group
	differs.Mode = sockopt.FanoutHash
	assert.ErrorIs(t, sockopt.PacketFanout.Set(sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo")), differs), unix.EINVAL)

	// A group of one, and one whose number the kernel chooses.
	alone := sockopt.Fanout{ID: 8, MaxMembers: 1}
	require.NoError(t, sockopt.PacketFanout.Set(sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo")), alone))
	assert.ErrorIs(t, sockopt.PacketFanout.Set(sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo")), alone), unix.ENOSPC)
	fd := sniffer(t, unix.ETH_P_IP, interfaceNamed(t, "lo"))
	require.NoError(t, sockopt.PacketFanout.Set(fd, sockopt.Fanout{Flags: sockopt.FanoutUniqueID}))
	got, err := sockopt.PacketFanout.Get(fd)
	require.NoError(t, err)
	assert.NotContains(t, []uint16{7, 8}, got.ID)
	assert.ErrorIs(t, sockopt.PacketFanout.Set(fd, sockopt.Fanout{MaxMembers: 65537}), sockopt.ErrValue)
}

func TestPacketHdrLen(t *testing.T) {
	fd := openKind(t, packetRaw)
	for version, want := range map[sockopt.TPacketVersion]int{
		sockopt.TPacketV1: tpacketHdrLen,
		sockopt.TPacketV2: unix.SizeofTpacket2Hdr,
		sockopt.TPacketV3: unix.SizeofTpacket3Hdr,
	} {
		got, err := sockopt.PacketHdrLen.Get(fd, version)
		assert.NoError(t, err)
		assert.Equal(t, want, got, "%v", version)
	}
	_, err := sockopt.PacketHdrLen.Get(fd, 3)
	assert.ErrorIs(t, err, sockopt.ErrValue)
}

// Packets go through the rings.
func TestPacketRings(t *testing.T) {
	needNamespace(t)
	size := os.Getpagesize()
	mapped := func(fd sockopt.FD) []byte {
		b, err := unix.Mmap(int(fd), 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
		require.NoError(t, err)
		t.Cleanup(func() { unix.Munmap(b) })
		return b
	}
	lo := interfaceNamed(t, "lo")
	for _, version := range []sockopt.TPacketVersion{sockopt.TPacketV2, sockopt.TPacketV3} {
		fd := sniffer(t, unix.ETH_P_IP, lo)
		require.NoError(t, sockopt.PacketVersion.Set(fd, version))
		r := ring
		if version == sockopt.TPacketV3 {
			r.RetireTimeout, r.PrivateSize = 10*time.Millisecond-1, 8
		}
		require.NoError(t, sockopt.PacketRXRing.Set(fd, r))
		assert.ErrorIs(t, sockopt.PacketVersion.Set(fd, sockopt.TPacketV1), unix.EBUSY)
		b := mapped(fd)
		status, length := 0, 4 // of struct tpacket2_hdr
		if version == sockopt.TPacketV3 {
			status, length = 8, 12 // block_status and num_pkts, of struct tpacket_block_desc
		}
		require.Zero(t, binary.NativeEndian.Uint32(b[status:])&unix.TP_STATUS_USER)
		traffic(t)(1)
		require.True(t, readable(t, fd, 5*time.Second))
		assert.NotZero(t, binary.NativeEndian.Uint32(b[status:])&unix.TP_STATUS_USER)
		if version == sockopt.TPacketV3 {
			assert.Equal(t, uint32(1), binary.NativeEndian.Uint32(b[length:]))
			assert.Equal(t, uint32(48+8), binary.NativeEndian.Uint32(b[16:]), "offset_to_first_pkt: header and room")
		} else {
			assert.Equal(t, uint32(14+20+8+100), binary.NativeEndian.Uint32(b[length:]))
		}
	}

	const protocol = 0x88b5 // for experiments
	receiver, fd := sniffer(t, protocol, lo), sniffer(t, protocol, lo)
	require.NoError(t, sockopt.PacketVersion.Set(fd, sockopt.TPacketV2))
	require.NoError(t, sockopt.PacketTXRing.Set(fd, ring))
	b := mapped(fd)
	copy(b[unix.SizeofTpacket2Hdr+12:], "\x88\xb5text")
	binary.NativeEndian.PutUint32(b[4:], 60)
	binary.NativeEndian.PutUint32(b, unix.TP_STATUS_SEND_REQUEST)
	require.NoError(t, unix.Sendto(int(fd), nil, 0, nil))
	data, _ := controlOf(t, receiver, 0, 0)
	assert.Equal(t, "\x88\xb5text", string(data[12:18]))

	for _, r := range []sockopt.PacketRing{{BlockSize: -1}, {RetireTimeout: -1}, {PrivateSize: -1}} {
		assert.ErrorIs(t, sockopt.PacketRXRing.Set(fd, r), sockopt.ErrValue)
	}
}
