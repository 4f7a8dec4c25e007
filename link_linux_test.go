package sockopt_test

import (
	"encoding/binary"
	"errors"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/icmp"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"
)

const (
	anyUDPLite = udpLite4 | udpLite6
	anyUDP     = plainUDP | anyUDPLite
	anyPacket  = packetRaw | packetDatagram
)

// Rules of the options of UDP and of the sockets that are not IP.
func init() {
	rules = append(rules,
		// udp(7).
		readWrite[int]{option: sockopt.UDPSegment, on: anyUDP, other: to(1200)},
		readWrite[bool]{option: sockopt.UDPGRO, on: anyUDP, other: not},
		readWrite[bool]{option: sockopt.UDPCork, on: anyUDP, other: not},
		readWrite[bool]{option: sockopt.UDPNoCheck6TX, on: anyUDP, other: not},
		readWrite[bool]{option: sockopt.UDPNoCheck6RX, on: anyUDP, other: not},
		readWrite[sockopt.UDPEncapType]{option: sockopt.UDPEncap, on: anyUDP, other: to(sockopt.UDPEncapL2TP)},
		absent[uint32]{sockopt.UDPRecvMaxCoalescedSize, 65535},
		absent[bool]{sockopt.UDPNoChecksum, true},

		// netlink(7).
		membership[uint32]{sockopt.NetlinkAddMembership, sockopt.NetlinkDropMembership, netlinkRaw,
			func(kind, sockopt.Interface) uint32 { return unix.RTNLGRP_LINK }, nil, nil},
		readOnly[[]uint32]{option: sockopt.NetlinkListMemberships, on: netlinkRaw, want: func(t *testing.T, _ kind, got []uint32) { assert.Empty(t, got) }},
		readWrite[bool]{option: sockopt.NetlinkPktInfo, on: netlinkRaw, other: not},
		readWrite[bool]{option: sockopt.NetlinkNoENOBUFS, on: netlinkRaw, other: not},
		readWrite[bool]{option: sockopt.NetlinkListenAllNSID, on: netlinkRaw, other: not, needs: []int{unix.CAP_NET_BROADCAST}},
		readWrite[bool]{option: sockopt.NetlinkCapAck, on: netlinkRaw, other: not},
		readWrite[bool]{option: sockopt.NetlinkExtAck, on: netlinkRaw, other: not},
		readWrite[bool]{option: sockopt.NetlinkGetStrictChk, on: netlinkRaw, other: not},

		// packet(7).
		membership[sockopt.PacketMembership]{sockopt.PacketAddMembership, sockopt.PacketDropMembership, anyPacket,
			func(_ kind, lo sockopt.Interface) sockopt.PacketMembership {
				return sockopt.PacketMembership{Interface: lo, Kind: sockopt.PacketPromiscuous}
			}, nil, nil},
		// These are not bound to a protocol, and so cannot be of a group.
		readWrite[sockopt.Fanout]{option: sockopt.PacketFanout, on: anyPacket, other: to(sockopt.Fanout{ID: 1}), state: anyPacket},
		readWrite[sockopt.TPacketVersion]{option: sockopt.PacketVersion, on: anyPacket, other: to(sockopt.TPacketV3)},
		requested[sockopt.TPacketVersion, int]{sockopt.PacketHdrLen, anyPacket, sockopt.TPacketV3, unix.SizeofTpacket3Hdr, tpacketHdrLen},
		readOnly[sockopt.PacketStats]{option: sockopt.PacketStatistics, on: anyPacket, want: func(t *testing.T, _ kind, got sockopt.PacketStats) {
			assert.Equal(t, sockopt.PacketStats{}, got)
		}},
		readWrite[bool]{option: sockopt.PacketAuxData, on: anyPacket, other: not},
		readWrite[bool]{option: sockopt.PacketIgnoreOutgoing, on: anyPacket, other: not},
		readWrite[bool]{option: sockopt.PacketQdiscBypass, on: anyPacket, other: not},
		readWrite[sockopt.PacketClock]{option: sockopt.PacketTimestamp, on: anyPacket, other: to(sockopt.PacketClockHardware | sockopt.PacketClockSoftware)},
		writeOnly[sockopt.PacketRing]{option: sockopt.PacketRXRing, on: anyPacket, value: ring, again: unix.EBUSY, then: []sockopt.PacketRing{{}}},
		writeOnly[sockopt.PacketRing]{option: sockopt.PacketTXRing, on: anyPacket, value: ring, again: unix.EBUSY, then: []sockopt.PacketRing{{}}},

		// raw(7), RFC 3542.
		readWrite[ipv4.ICMPFilter]{option: sockopt.ICMPFilter, on: raw4, other: func(f ipv4.ICMPFilter) ipv4.ICMPFilter {
			f.Block(ipv4.ICMPTypeEcho)
			return f
		}},
		readWrite[ipv6.ICMPFilter]{option: sockopt.ICMP6Filter, on: raw6, other: func(f ipv6.ICMPFilter) ipv6.ICMPFilter {
			f.Block(ipv6.ICMPTypeEchoReply)
			return f
		}},

		// Documentation/networking/can.rst.
		readWrite[[]sockopt.CANFilter]{option: sockopt.CANRawFilter, on: canRaw, fresh: always([]sockopt.CANFilter{{}}), other: to([]sockopt.CANFilter{{ID: 0x123, Mask: 0x7ff}})},
		readWrite[uint32]{option: sockopt.CANRawErrFilter, on: canRaw, other: to(uint32(0x40))},
		readWrite[bool]{option: sockopt.CANRawLoopback, on: canRaw, fresh: always(true), other: not},
		readWrite[bool]{option: sockopt.CANRawRecvOwnMsgs, on: canRaw, other: not},
		readWrite[bool]{option: sockopt.CANRawFDFrames, on: canRaw, other: not},

		// sctp(7); the defaults of the handshake are those of Linux: sctp_init_sock in
		// net/sctp/socket.c, of the timeout RFC 4960, 15.
		readWrite[bool]{option: sockopt.SCTPNoDelay, on: allSCTP, other: not},
		readWrite[bool]{option: sockopt.SCTPDisableFragments, on: allSCTP, other: not},
		readWrite[time.Duration]{option: sockopt.SCTPAutoClose, on: sctp4Many, other: to(7 * time.Second)},
		readWrite[bool]{option: sockopt.SCTPRecvRcvInfo, on: allSCTP, other: not},
		readWrite[uint32]{option: sockopt.SCTPMaxSeg, on: allSCTP, moved: sctp4Connected, other: to(uint32(1000))},
		readWrite[sockopt.SCTPInit]{option: sockopt.SCTPInitMsg, on: allSCTP, late: "of a listener it counts from now on",
			fresh: always(sockopt.SCTPInit{OutStreams: 10, MaxInStreams: 65535, MaxAttempts: 8, MaxTimeout: time.Minute}),
			other: to(sockopt.SCTPInit{OutStreams: 7, MaxInStreams: 8, MaxAttempts: 3, MaxTimeout: 9 * time.Second})},
		readWrite[sockopt.SCTPRTO]{option: sockopt.SCTPRTOInfo, on: allSCTP,
			fresh: always(sockopt.SCTPRTO{Initial: 3 * time.Second, Max: time.Minute, Min: time.Second}),
			other: to(sockopt.SCTPRTO{Initial: 2 * time.Second, Max: 9 * time.Second, Min: 500 * time.Millisecond})},

		// Of other systems.
		absentRead[int]{sockopt.LocalPeerPID},
		absentRead[sockopt.AuditToken]{sockopt.LocalPeerToken},
		absent[bool]{sockopt.LocalCreds, true},
		absent[bool]{sockopt.LocalCredsPersistent, true},

		// vsock(7).
		readWrite[uint64]{option: sockopt.VsockBufferSize, on: allVsock, fresh: always(uint64(256 << 10)), late: "of a listener it counts from now on", other: to(uint64(65537))},
		readWrite[uint64]{option: sockopt.VsockBufferMinSize, on: allVsock, fresh: always(uint64(128)), other: to(uint64(129))},
		readWrite[uint64]{option: sockopt.VsockBufferMaxSize, on: allVsock, fresh: always(uint64(256 << 10)), other: to(uint64(1)<<33 + 1)},
		readWrite[time.Duration]{option: sockopt.VsockConnectTimeout, on: allVsock, fresh: always(2 * time.Second), late: "nothing is to be connected", other: to(jiffies - time.Microsecond), told: roundedUp},
	)
}

// tpacketHdrLen is how many bytes struct tpacket_hdr has for the kernel, whose
// long may be longer than that of the program.
var tpacketHdrLen = func() int {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		panic(err)
	}
	if machine := unix.ByteSliceToString(name.Machine[:]); strings.Contains(machine, "64") || machine == "s390x" {
		return 32
	}
	return 24
}()

// ring is a ring buffer as small as can be.
var ring = sockopt.PacketRing{BlockSize: os.Getpagesize(), BlockCount: 1, FrameSize: 2048, FrameCount: os.Getpagesize() / 2048}

// A requested is the rule of an option that is asked something.
type requested[Q, T any] struct {
	option sockopt.Request[Q, T]
	on     kind
	ask    Q
	want   T
	zero   T // of the zero request
}

func (r requested[Q, T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r requested[Q, T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	got, err := r.option.Get(fd, r.ask)
	byName, byNameErr := info.Get(fd)
	if r.on&k == 0 {
		lacks(t, info, k, "get", err)
		lacks(t, info, k, "get", byNameErr)
		return
	}
	assert.NoError(t, err)
	assert.Equal(t, r.want, got)
	assert.NoError(t, byNameErr)
	assert.Equal(t, r.zero, byName, "of the zero request")
	did(info, byDefault)
	closed(t, info, nil)
}

// An absentRead is the rule of an option to read that Linux does not have.
type absentRead[T any] struct{ option sockopt.ReadOnly[T] }

func (r absentRead[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r absentRead[T]) holds(t *testing.T, k kind) {
	assert.False(t, r.option.Info().Supported)
	_, err := r.option.Get(openKind(t, k))
	assert.ErrorIs(t, err, errors.ErrUnsupported)
}

// drain takes all that has arrived at fd, and returns the size of each.
func drain(t *testing.T, fd sockopt.FD) (sizes []int) {
	t.Helper()
	for readable(t, fd, 50*time.Millisecond) {
		n, _, err := unix.Recvfrom(int(fd), make([]byte, 1<<16), 0)
		require.NoError(t, err)
		sizes = append(sizes, n)
	}
	return sizes
}

// controlOf receives once from fd and returns the bytes, and those of the
// control message of a level and a type.
func controlOf(t *testing.T, fd sockopt.FD, level, typ int) (data, control []byte) {
	t.Helper()
	require.True(t, readable(t, fd, 5*time.Second), "nothing arrives")
	data, oob := make([]byte, 1<<16), make([]byte, 512)
	n, oobn, _, _, err := unix.Recvmsg(int(fd), data, oob, 0)
	require.NoError(t, err)
	messages, err := unix.ParseSocketControlMessage(oob[:oobn])
	require.NoError(t, err)
	for _, m := range messages {
		if int(m.Header.Level) == level && int(m.Header.Type) == typ {
			return data[:n], m.Data
		}
	}
	return data[:n], nil
}

// One send is as many datagrams as segments, and one receive with GRO has them
// all and tells their size.
func TestUDPSegmentAndGRO(t *testing.T) {
	for _, domain := range []int{unix.AF_INET, unix.AF_INET6} {
		sender, receiver := udpPair(t, domain, domain)
		data := []byte(strings.Repeat("0123456789", 350))
		send := func() {
			n, err := unix.Write(int(sender), data)
			require.NoError(t, err)
			assert.Equal(t, len(data), n)
		}
		send()
		assert.Equal(t, []int{3500}, drain(t, receiver))
		require.NoError(t, sockopt.UDPSegment.Set(sender, 1000))
		send()
		assert.Equal(t, []int{1000, 1000, 1000, 500}, drain(t, receiver))

		require.NoError(t, sockopt.UDPGRO.Set(receiver, true))
		send()
		got, control := controlOf(t, receiver, unix.IPPROTO_UDP, unix.UDP_GRO)
		assert.Equal(t, data, got)
		require.Len(t, control, 4)
		assert.Equal(t, uint32(1000), binary.NativeEndian.Uint32(control))
		assert.Empty(t, drain(t, receiver))

		require.NoError(t, sockopt.UDPSegment.Set(sender, 0))
		send()
		got, control = controlOf(t, receiver, unix.IPPROTO_UDP, unix.UDP_GRO)
		assert.Equal(t, data, got)
		assert.Empty(t, control)
	}
}

// Nothing is sent until the cork is pulled, and then one datagram.
func TestUDPCork(t *testing.T) {
	sender, receiver := udpPair(t, unix.AF_INET, unix.AF_INET)
	require.NoError(t, sockopt.UDPCork.Set(sender, true))
	for range 3 {
		_, err := unix.Write(int(sender), []byte("four"))
		require.NoError(t, err)
	}
	assert.Empty(t, drain(t, receiver))
	require.NoError(t, sockopt.UDPCork.Set(sender, false))
	assert.Equal(t, []int{12}, drain(t, receiver))
}

// What is sent without a checksum is dropped by all but those who want it.
func TestUDPNoCheck6(t *testing.T) {
	sender, receiver := udpPair(t, unix.AF_INET6, unix.AF_INET6)
	send := func() {
		_, err := unix.Write(int(sender), []byte("x"))
		require.NoError(t, err)
	}
	send()
	assert.Equal(t, []int{1}, drain(t, receiver))
	require.NoError(t, sockopt.UDPNoCheck6TX.Set(sender, true))
	send()
	assert.Empty(t, drain(t, receiver), "without a checksum")
	require.NoError(t, sockopt.UDPNoCheck6RX.Set(receiver, true))
	send()
	assert.Equal(t, []int{1}, drain(t, receiver))
}

// The kernel keeps ESP and the keepalives of NAT to itself, and leaves IKE.
func TestUDPEncap(t *testing.T) {
	receiver := newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	to := loopback(unix.AF_INET, bound(t, receiver))
	// Not connected, as that would be told of the ESP that nobody wants.
	sender := newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	send := func(text string) { require.NoError(t, unix.Sendto(int(sender), []byte(text), 0, to)) }
	err := sockopt.UDPEncap.Set(receiver, sockopt.UDPEncapESP)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("needs a kernel with CONFIG_XFRM")
	}
	require.NoError(t, err)
	got, err := sockopt.UDPEncap.Get(receiver)
	require.NoError(t, err)
	assert.Equal(t, sockopt.UDPEncapESP, got)
	for _, text := range []string{"\xff", "\x00\x00\x00\x00ike", "\x00\x00\x00\x01" + strings.Repeat("esp", 20)} {
		send(text)
	}
	assert.Equal(t, []int{7}, drain(t, receiver))
	require.NoError(t, sockopt.UDPEncap.Set(receiver, sockopt.UDPEncapNone))
	send("\xff")
	assert.Equal(t, []int{1}, drain(t, receiver))

	for _, v := range []sockopt.UDPEncapType{1, 4, -1} {
		assert.ErrorIs(t, sockopt.UDPEncap.Set(receiver, v), sockopt.ErrValue)
	}
}

// route opens a socket of NETLINK_ROUTE.
func route(t *testing.T) sockopt.FD {
	t.Helper()
	return newSocket(t, unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
}

// flap takes the loopback interface down and up again.
func flap(t *testing.T) {
	t.Helper()
	ip(t, "link set lo down")
	ip(t, "link set lo up")
}

// Notifications arrive while the group is joined, with the group if that is
// asked for.
func TestNetlinkMembership(t *testing.T) {
	needNamespace(t)
	fd := route(t)
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrNetlink{Family: unix.AF_NETLINK}))
	flap(t)
	assert.Empty(t, drain(t, fd))

	joined := []uint32{unix.RTNLGRP_LINK, unix.RTNLGRP_IPV6_IFADDR, unix.RTNLGRP_NSID, unix.RTNLGRP_TUNNEL}
	for _, group := range joined {
		require.NoError(t, sockopt.NetlinkAddMembership.Set(fd, group))
	}
	got, err := sockopt.NetlinkListMemberships.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, joined, got)
	for _, group := range joined[1:] {
		require.NoError(t, sockopt.NetlinkDropMembership.Set(fd, group))
	}
	got, err = sockopt.NetlinkListMemberships.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, joined[:1], got)

	require.NoError(t, sockopt.NetlinkPktInfo.Set(fd, true))
	flap(t)
	data, info := controlOf(t, fd, unix.SOL_NETLINK, unix.NETLINK_PKTINFO)
	assert.Equal(t, uint16(unix.RTM_NEWLINK), binary.NativeEndian.Uint16(data[4:]))
	require.Len(t, info, 4)
	assert.Equal(t, uint32(unix.RTNLGRP_LINK), binary.NativeEndian.Uint32(info))
	assert.NotEmpty(t, drain(t, fd))

	require.NoError(t, sockopt.NetlinkPktInfo.Set(fd, false))
	flap(t)
	_, info = controlOf(t, fd, unix.SOL_NETLINK, unix.NETLINK_PKTINFO)
	assert.Empty(t, info)
	drain(t, fd)

	require.NoError(t, sockopt.NetlinkDropMembership.Set(fd, unix.RTNLGRP_LINK))
	flap(t)
	assert.Empty(t, drain(t, fd))

	assert.ErrorIs(t, sockopt.NetlinkAddMembership.Set(fd, 9999), unix.EINVAL)
}

// What did not fit is told of once, or not at all.
func TestNetlinkNoENOBUFS(t *testing.T) {
	needNamespace(t)
	for _, on := range []bool{false, true} {
		fd := route(t)
		require.NoError(t, sockopt.Apply(fd, sockopt.NetlinkAddMembership.With(unix.RTNLGRP_LINK), sockopt.RcvBuf.With(1), sockopt.NetlinkNoENOBUFS.With(on)))
		require.NoError(t, unix.Bind(int(fd), &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: 1}))
		for range 4 {
			flap(t)
		}
		_, _, err := unix.Recvfrom(int(fd), make([]byte, 1<<16), unix.MSG_DONTWAIT)
		if on {
			assert.NotErrorIs(t, err, unix.ENOBUFS)
		} else {
			assert.ErrorIs(t, err, unix.ENOBUFS)
		}
	}
}

// request sends a request of NETLINK_ROUTE and returns the first message of the
// answer.
func request(t *testing.T, fd sockopt.FD, typ, flags uint16, body []byte) []byte {
	t.Helper()
	b := make([]byte, 16, 64)
	binary.NativeEndian.PutUint32(b, uint32(16+len(body)))
	binary.NativeEndian.PutUint16(b[4:], typ)
	binary.NativeEndian.PutUint16(b[6:], unix.NLM_F_REQUEST|flags)
	require.NoError(t, unix.Sendto(int(fd), append(b, body...), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}))
	require.True(t, readable(t, fd, 5*time.Second), "no answer")
	answer := make([]byte, 1<<16)
	n, _, err := unix.Recvfrom(int(fd), answer, 0)
	require.NoError(t, err)
	return answer[:n]
}

// The answer to a request that fails has the request or not, and says in words
// why or not.
func TestNetlinkAck(t *testing.T) {
	const header, code = 16, 4
	body := make([]byte, 28) // struct rtmsg, of no family, and a table that is none
	body[0] = unix.AF_INET
	ask := func(settings ...sockopt.Setting) (flags uint16, answer []byte) {
		fd := route(t)
		require.NoError(t, sockopt.Apply(fd, settings...))
		answer = request(t, fd, unix.RTM_GETLINK, 0, body) // of no interface
		require.Equal(t, uint16(unix.NLMSG_ERROR), binary.NativeEndian.Uint16(answer[4:]))
		require.Negative(t, int32(binary.NativeEndian.Uint32(answer[header:])))
		return binary.NativeEndian.Uint16(answer[6:]), answer
	}
	flags, answer := ask()
	assert.Len(t, answer, header+code+header+len(body))
	assert.Zero(t, flags&unix.NLM_F_ACK_TLVS)

	flags, answer = ask(sockopt.NetlinkCapAck.With(true))
	assert.Len(t, answer, header+code+header)
	assert.NotZero(t, flags&unix.NLM_F_CAPPED)

	flags, answer = ask(sockopt.NetlinkCapAck.With(true), sockopt.NetlinkExtAck.With(true), sockopt.NetlinkGetStrictChk.With(true))
	assert.NotZero(t, flags&unix.NLM_F_ACK_TLVS)
	require.Greater(t, len(answer), header+code+header+4)
	attribute := answer[header+code+header:]
	assert.Equal(t, uint16(unix.NLMSGERR_ATTR_MSG), binary.NativeEndian.Uint16(attribute[2:]))
	text, _, _ := strings.Cut(string(attribute[4:]), "\x00")
	assert.NotEmpty(t, text)
	assert.True(t, strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) < 0, "%q", text)
}

// A request to dump is narrowed by what it says, if that is heeded.
func TestNetlinkGetStrictChk(t *testing.T) {
	needNamespace(t)
	ethernet(t, "one", 1)
	body := make([]byte, 8) // struct ifaddrmsg
	body[0] = unix.AF_INET
	binary.NativeEndian.PutUint32(body[4:], uint32(interfaceNamed(t, "lo")))
	dump := func(settings ...sockopt.Setting) map[uint32]bool {
		fd := route(t)
		require.NoError(t, sockopt.Apply(fd, settings...))
		answer := request(t, fd, unix.RTM_GETADDR, unix.NLM_F_DUMP, body)
		interfaces := map[uint32]bool{}
		for len(answer) >= 16 && binary.NativeEndian.Uint16(answer[4:]) == unix.RTM_NEWADDR {
			interfaces[binary.NativeEndian.Uint32(answer[20:])] = true
			answer = answer[(binary.NativeEndian.Uint32(answer)+3)&^3:]
		}
		return interfaces
	}
	assert.Len(t, dump(), 2)
	assert.Equal(t, map[uint32]bool{uint32(interfaceNamed(t, "lo")): true}, dump(sockopt.NetlinkGetStrictChk.With(true)))
}

// What happens in another namespace is told with the id of that.
func TestNetlinkListenAllNSID(t *testing.T) {
	needNamespace(t)
	needPrograms(t, "sleep", "nsenter", "ip")
	other := exec.Command("sleep", "60")
	other.SysProcAttr = &syscall.SysProcAttr{Unshareflags: unix.CLONE_NEWNET}
	require.NoError(t, other.Start())
	t.Cleanup(func() { other.Process.Kill(); other.Wait() })
	pid := strconv.Itoa(other.Process.Pid)
	ip(t, "link add one type veth peer name onepeer netns "+pid) // gives it an id

	fd := route(t)
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrNetlink{Family: unix.AF_NETLINK}))
	require.NoError(t, sockopt.NetlinkAddMembership.Set(fd, unix.RTNLGRP_LINK))
	for i, on := range []bool{false, true} {
		require.NoError(t, sockopt.NetlinkListenAllNSID.Set(fd, on))
		out, err := exec.Command("nsenter", "-t", pid, "-n", "ip", "link", "set", "lo", []string{"up", "down"}[i]).CombinedOutput()
		require.NoError(t, err, "%s", out)
		if !on {
			assert.Empty(t, drain(t, fd))
			continue
		}
		_, id := controlOf(t, fd, unix.SOL_NETLINK, unix.NETLINK_LISTEN_ALL_NSID)
		require.Len(t, id, 4)
		assert.Zero(t, binary.NativeEndian.Uint32(id), "the first id of this namespace")
	}
}

// What is blocked does not arrive; what x/net set is read, and the other way
// round.
func TestICMPFilters(t *testing.T) {
	needNamespace(t) // where nothing else sends any
	fd := newSocket(t, unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP)
	ping := func(typ icmp.Type, domain int) {
		b, err := (&icmp.Message{Type: typ, Body: &icmp.Echo{ID: 1, Data: []byte("x")}}).Marshal(nil)
		require.NoError(t, err)
		sender := newSocket(t, domain, unix.SOCK_RAW, typ.Protocol())
		require.NoError(t, unix.Sendto(int(sender), b, 0, loopback(domain, 0)))
	}
	ping(ipv4.ICMPTypeEcho, unix.AF_INET)
	assert.Len(t, drain(t, fd), 2, "the question and the answer")
	filter, err := sockopt.ICMPFilter.Get(fd)
	require.NoError(t, err)
	filter.Block(ipv4.ICMPTypeEcho)
	require.NoError(t, sockopt.ICMPFilter.Set(fd, filter))
	bits, err := unix.GetsockoptInt(int(fd), unix.SOL_RAW, unix.ICMP_FILTER)
	require.NoError(t, err)
	assert.Equal(t, 1<<8, bits)
	ping(ipv4.ICMPTypeEcho, unix.AF_INET)
	assert.Len(t, drain(t, fd), 1)
	filter.SetAll(true)
	require.NoError(t, sockopt.ICMPFilter.Set(fd, filter))
	ping(ipv4.ICMPTypeEcho, unix.AF_INET)
	assert.Empty(t, drain(t, fd))

	needIPv6(t)
	conn, err := net.ListenPacket("ip6:ipv6-icmp", "::1")
	require.NoError(t, err)
	defer conn.Close()
	var filter6 ipv6.ICMPFilter
	filter6.SetAll(true)
	filter6.Accept(ipv6.ICMPTypeEchoReply)
	require.NoError(t, sockopt.ICMP6Filter.Set(sockopt.Of(conn), filter6))
	theirs, err := ipv6.NewPacketConn(conn).ICMPFilter()
	require.NoError(t, err)
	assert.Equal(t, filter6, *theirs)
	theirs.Block(ipv6.ICMPTypeDestinationUnreachable)
	theirs.Accept(ipv6.ICMPTypeEchoRequest)
	require.NoError(t, ipv6.NewPacketConn(conn).SetICMPFilter(theirs))
	ours, err := sockopt.ICMP6Filter.Get(sockopt.Of(conn))
	require.NoError(t, err)
	assert.Equal(t, *theirs, ours)

	fd = newSocket(t, unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_ICMPV6)
	ping(ipv6.ICMPTypeEchoRequest, unix.AF_INET6)
	assert.Len(t, drain(t, fd), 2)
	require.NoError(t, sockopt.ICMP6Filter.Set(fd, filter6))
	ping(ipv6.ICMPTypeEchoRequest, unix.AF_INET6)
	assert.Len(t, drain(t, fd), 1)
}

// The size is kept between its bounds.
func TestVsockBufferSize(t *testing.T) {
	fd := openKind(t, vsockStream)
	size := func() uint64 {
		v, err := sockopt.VsockBufferSize.Get(fd)
		require.NoError(t, err)
		return v
	}
	require.NoError(t, sockopt.VsockBufferSize.Set(fd, 1<<20))
	assert.Equal(t, uint64(1<<18), size())
	require.NoError(t, sockopt.VsockBufferMaxSize.Set(fd, 1<<20))
	require.NoError(t, sockopt.VsockBufferSize.Set(fd, 1<<20))
	assert.Equal(t, uint64(1<<20), size())
	sys, err := unix.GetsockoptUint64(int(fd), unix.AF_VSOCK, unix.SO_VM_SOCKETS_BUFFER_SIZE)
	require.NoError(t, err)
	assert.Equal(t, uint64(1<<20), sys)
	require.NoError(t, sockopt.VsockBufferMaxSize.Set(fd, 1<<19))
	assert.Equal(t, uint64(1<<19), size())
	require.NoError(t, sockopt.VsockBufferSize.Set(fd, 1000))
	require.NoError(t, sockopt.VsockBufferMinSize.Set(fd, 2000))
	assert.Equal(t, uint64(2000), size())
}

// Zero is the default.
func TestVsockConnectTimeout(t *testing.T) {
	fd := openKind(t, vsockStream)
	for _, c := range []struct{ set, want time.Duration }{{jiffies, jiffies}, {0, 2 * time.Second}} {
		require.NoError(t, sockopt.VsockConnectTimeout.Set(fd, c.set))
		tv, err := unix.GetsockoptTimeval(int(fd), unix.AF_VSOCK, unix.SO_VM_SOCKETS_CONNECT_TIMEOUT)
		require.NoError(t, err)
		assert.Equal(t, c.want, time.Duration(tv.Nano()))
	}
	assert.ErrorIs(t, sockopt.VsockConnectTimeout.Set(fd, -1), sockopt.ErrValue)
}

// needModule opens a socket, or skips the test for want of a kernel module.
func needModule(t *testing.T, module string, domain, typ, protocol int) sockopt.FD {
	t.Helper()
	fd, err := unix.Socket(domain, typ|unix.SOCK_CLOEXEC, protocol)
	if err == unix.EAFNOSUPPORT || err == unix.EPROTONOSUPPORT || err == unix.ESOCKTNOSUPPORT {
		t.Skipf("needs the kernel module %s: %v", module, err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return sockopt.FD(fd)
}

// A one-to-many socket ends what is idle, and a one-to-one socket does not.
func TestSCTPAutoClose(t *testing.T) {
	fd := needModule(t, "sctp", unix.AF_INET, unix.SOCK_SEQPACKET, unix.IPPROTO_SCTP)
	require.NoError(t, sockopt.SCTPAutoClose.Set(fd, 7*time.Second-1))
	got, err := sockopt.SCTPAutoClose.Get(fd)
	require.NoError(t, err)
	assert.Equal(t, 7*time.Second, got)
	assert.ErrorIs(t, sockopt.SCTPAutoClose.Set(openKind(t, sctp4), time.Second), errors.ErrUnsupported)
}

// canSocket opens a raw CAN socket on an interface of the namespace of the test.
func canSocket(t *testing.T, on sockopt.Interface) sockopt.FD {
	t.Helper()
	fd := newSocket(t, unix.AF_CAN, unix.SOCK_RAW, unix.CAN_RAW)
	require.NoError(t, unix.Bind(int(fd), &unix.SockaddrCAN{Ifindex: int(on)}))
	return fd
}

// The filters, and what a socket receives of its own.
func TestCAN(t *testing.T) {
	needModule(t, "can_raw", unix.AF_CAN, unix.SOCK_RAW, unix.CAN_RAW)
	needNamespace(t)
	if out, err := exec.Command("ip", "link", "add", "can", "type", "vcan").CombinedOutput(); err != nil {
		t.Skipf("needs the module vcan: %s", out)
	}
	ip(t, "link set can up")
	on := interfaceNamed(t, "can")
	sender, receiver := canSocket(t, on), canSocket(t, on)
	send := func(id uint32) {
		frame := make([]byte, 16) // struct can_frame
		binary.NativeEndian.PutUint32(frame, id)
		_, err := unix.Write(int(sender), frame)
		require.NoError(t, err)
	}
	filters := []sockopt.CANFilter{{ID: 0x123, Mask: 0x7ff}, {ID: 0x200 | sockopt.CANInvert, Mask: 0x700}}
	require.NoError(t, sockopt.CANRawFilter.Set(receiver, filters))
	got, err := sockopt.CANRawFilter.Get(receiver)
	require.NoError(t, err)
	assert.Equal(t, filters, got)
	send(0x123)
	send(0x201)
	assert.Len(t, drain(t, receiver), 1, "the first passes both filters and comes once, the other none")
	require.NoError(t, sockopt.CANRawFilter.Set(receiver, nil))
	send(0x123)
	assert.Empty(t, drain(t, receiver))

	assert.Empty(t, drain(t, sender))
	require.NoError(t, sockopt.CANRawRecvOwnMsgs.Set(sender, true))
	send(0x123)
	assert.Len(t, drain(t, sender), 1)
	require.NoError(t, sockopt.CANRawLoopback.Set(sender, false))
	send(0x123)
	assert.Empty(t, drain(t, sender))
	for _, option := range []sockopt.Option[bool]{sockopt.CANRawFDFrames, sockopt.CANRawLoopback} {
		require.NoError(t, option.Set(sender, true))
		on, err := option.Get(sender)
		require.NoError(t, err)
		assert.True(t, on)
	}
	require.NoError(t, sockopt.CANRawErrFilter.Set(sender, 0x40))
	mask, err := sockopt.CANRawErrFilter.Get(sender)
	require.NoError(t, err)
	assert.Equal(t, uint32(0x40), mask)
}
