package sockopt_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const (
	anyUDPLite = udpLite4 | udpLite6
	anyUDP     = udp4 | udp4Connected | udp6 | udp6Only | udp6Connected | udp6Mapped | anyUDPLite
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
	)
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
	// Out of range is refused by the package, and not by the kernel.
	assert.ErrorIs(t, sockopt.UDPSegment.Set(openKind(t, udp4), 65536), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.UDPSegment.Set(openKind(t, udp4), -1), sockopt.ErrValue)
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
