package sockopt_test

import (
	"encoding/json"
	"errors"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

func snapshot(t *testing.T, s sockopt.Socket) *sockopt.Dump {
	d, err := sockopt.Snapshot(s)
	require.NoError(t, err)
	return d
}

// Each reading is what a Get gives, and what there is a reason for none is what
// a Get fails with. No option is in it twice, and none is lost.
func TestSnapshotIsWhatGetGives(t *testing.T) {
	for _, kind := range []struct {
		name                  string
		family, typ, protocol int
	}{
		{"tcp4", unix.AF_INET, unix.SOCK_STREAM, 0},
		{"tcp6", unix.AF_INET6, unix.SOCK_STREAM, 0},
		{"udp4", unix.AF_INET, unix.SOCK_DGRAM, 0},
		{"udp6", unix.AF_INET6, unix.SOCK_DGRAM, 0},
		{"raw4", unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP},
		{"raw6", unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_ICMPV6},
		{"unix", unix.AF_UNIX, unix.SOCK_STREAM, 0},
		{"seqpacket", unix.AF_UNIX, unix.SOCK_SEQPACKET, 0},
		{"netlink", unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE},
		{"packet", unix.AF_PACKET, unix.SOCK_RAW, 0},
		{"vsock", unix.AF_VSOCK, unix.SOCK_STREAM, 0},
	} {
		t.Run(kind.name, func(t *testing.T) {
			s := newSocket(t, kind.family, kind.typ, kind.protocol)
			d := snapshot(t, s)
			values := map[string]any{}
			for r := range d.All() {
				assert.NotContains(t, values, r.Name)
				values[r.Name] = r.Value
				if r.Name == "SO_MEMINFO" || r.Name == "SO_INCOMING_CPU" || r.Name == "TCP_INFO" {
					continue // change by themselves
				}
				v, err := r.Info().Get(s)
				require.NoError(t, err, r.Name)
				assert.Equal(t, v, r.Value, r.Name)
				assert.Equal(t, r.Info().Format(v), r.Text())
				assert.Equal(t, r.Name+"="+r.Text(), r.String())
			}
			assert.NotEmpty(t, values)
			for r := range d.Missing() {
				assert.NotContains(t, values, r.Name)
				values[r.Name] = nil
				require.Error(t, r.Err, r.Name)
				i := r.Info()
				if i.ReadEffect == "" && errors.Is(r.Err, errors.ErrUnsupported) {
					// A kernel may take what has no meaning for the kind of socket.
					if _, err := i.Get(s); err != nil || i.Kinds.Has(d.Kinds) {
						assert.ErrorIs(t, err, errors.ErrUnsupported, r.Name)
					}
				}
			}
			for i := range sockopt.All() {
				if i.Supported && i.LevelNumber != 0 || i.Level == "IPPROTO_IP" && i.Supported {
					assert.Contains(t, slices.Collect(maps.Keys(values)), i.CName, i.Name)
				}
			}
		})
	}
}

// A snapshot of a socket with a pending error leaves it pending.
func TestSnapshotHasNoEffect(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	free, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	port := free.LocalAddr().(*net.UDPAddr).Port
	free.Close()
	require.NoError(t, unix.Connect(int(s), &unix.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}))
	_, err = unix.Write(int(s), []byte("x")) // answered by ICMP port unreachable
	require.NoError(t, err)
	d := snapshot(t, s)
	n, err := unix.GetsockoptInt(int(s), unix.SOL_SOCKET, unix.SO_ERROR)
	require.NoError(t, err)
	assert.Equal(t, unix.ECONNREFUSED, unix.Errno(n))

	r, ok := d.Lookup("SocketError")
	require.True(t, ok)
	assert.ErrorContains(t, r.Err, "not read")
	assert.NotErrorIs(t, r.Err, errors.ErrUnsupported)
	r, ok = d.Lookup("tcp_fastopen_key")
	require.True(t, ok)
	assert.Error(t, r.Err)
	assert.Nil(t, r.Value)
	for i := range sockopt.All() {
		if i.ReadEffect != "" {
			assert.Contains(t, []string{"SO_ERROR", "TCP_SAVED_SYN", "PACKET_STATISTICS", "SO_PEERPIDFD"}, i.CName)
		}
	}
}

func TestSnapshotFormats(t *testing.T) {
	s := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.SetsockoptInt(int(s), unix.IPPROTO_IP, unix.IP_TOS, 0x88))
	require.NoError(t, unix.SetsockoptInt(int(s), unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 77))
	d := snapshot(t, s)
	lines := strings.Split(strings.TrimSuffix(d.String(), "\n"), "\n")
	assert.Contains(t, lines, "TCP_KEEPIDLE              1m17s")
	assert.Len(t, lines, len(slices.Collect(d.All())))

	b, err := json.Marshal(d)
	require.NoError(t, err)
	var back struct {
		Kinds   string
		Options []struct {
			Name, Error string
			Value       any
		}
	}
	require.NoError(t, json.Unmarshal(b, &back))
	assert.Equal(t, "IPv4 TCP", back.Kinds)
	values := map[string]any{}
	for _, o := range back.Options {
		values[o.Name] = o.Value
		if o.Value == nil && o.Name != "IP_OPTIONS" { // no bytes are null
			assert.NotEmpty(t, o.Error, o.Name)
		}
	}
	assert.Equal(t, "AF41", values["IP_TOS"])
	assert.Equal(t, float64(77*time.Second), values["TCP_KEEPIDLE"])
	assert.Equal(t, false, values["TCP_NODELAY"])
	assert.Contains(t, values["TCP_INFO"], "RTT")
}

func TestSnapshotFails(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	for name, s := range map[string]sockopt.Socket{"no socket": sockopt.Of(1), "nil": nil, "pipe": sockopt.FD(r.Fd()), "other end": sockopt.FD(w.Fd())} {
		d, err := sockopt.Snapshot(s)
		assert.Nil(t, d, name)
		assert.ErrorContains(t, err, "sockopt: read the options of the socket: ", name)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, err)
	require.NoError(t, unix.Close(fd))
	_, err = sockopt.Snapshot(sockopt.FD(1 << 20))
	assert.ErrorIs(t, err, net.ErrClosed)
}

func TestDiffAndRestore(t *testing.T) {
	a := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(a,
		sockopt.NoDelay.With(true), sockopt.RcvBuf.With(100_000), sockopt.TOS.With(sockopt.AF41), sockopt.KeepIdle.With(77*time.Second),
		sockopt.Linger.With(sockopt.LingerConfig{Enable: true, Timeout: 3 * time.Second}), sockopt.Priority.With(3)))
	b := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	before := snapshot(t, b)
	from := snapshot(t, a)
	changed := map[string]string{}
	for _, d := range sockopt.Diff(before, from) {
		changed[d.Name] = d.String()
	}
	assert.Equal(t, "TCP_NODELAY: off -> on", changed["TCP_NODELAY"])
	assert.Equal(t, "TCP_KEEPIDLE: 2h0m0s -> 1m17s", changed["TCP_KEEPIDLE"])
	assert.Equal(t, "SO_LINGER: off -> 3s", changed["SO_LINGER"])
	assert.NotContains(t, changed, "SO_KEEPALIVE")

	require.NoError(t, sockopt.Restore(b, from))
	for name, get := range map[string]func() (int, error){
		"SO_RCVBUF":    func() (int, error) { return unix.GetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_RCVBUF) },
		"TCP_KEEPIDLE": func() (int, error) { return unix.GetsockoptInt(int(b), unix.IPPROTO_TCP, unix.TCP_KEEPIDLE) },
		"SO_PRIORITY":  func() (int, error) { return unix.GetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_PRIORITY) },
	} {
		n, err := get()
		require.NoError(t, err)
		assert.Equal(t, map[string]int{"SO_RCVBUF": 200_000, "TCP_KEEPIDLE": 77, "SO_PRIORITY": 3}[name], n, name)
	}
	same := map[string]bool{}
	for _, d := range sockopt.Diff(from, snapshot(t, b)) {
		same[d.Name] = true
	}
	assert.Subset(t, []string{"SO_COOKIE", "SO_MEMINFO", "TCP_INFO", "SO_INCOMING_CPU"}, slices.Collect(maps.Keys(same)))

	// And back.
	require.NoError(t, sockopt.Restore(b, before))
	nodelay, err := unix.GetsockoptInt(int(b), unix.IPPROTO_TCP, unix.TCP_NODELAY)
	require.NoError(t, err)
	assert.Zero(t, nodelay)
}

// What another kind of socket cannot have is reported, and the rest is set.
func TestRestoreOnAnotherKind(t *testing.T) {
	a := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Apply(a, sockopt.NoDelay.With(true), sockopt.Priority.With(3)))
	b := newSocket(t, unix.AF_UNIX, unix.SOCK_STREAM, 0)
	err := sockopt.Restore(b, snapshot(t, a))
	assert.ErrorContains(t, err, "TCP_NODELAY")
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	n, err := unix.GetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_PRIORITY)
	require.NoError(t, err)
	assert.Equal(t, 3, n)
}

// Nor does it free a saved SYN, or open a descriptor.
func TestSnapshotLeavesWhatAReadTakes(t *testing.T) {
	lc := net.ListenConfig{Control: sockopt.Control(sockopt.SaveSyn.With(sockopt.SaveSynIP))}
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	conn, err := net.Dial("tcp4", ln.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	accepted, err := ln.Accept()
	require.NoError(t, err)
	defer accepted.Close()
	snapshot(t, sockopt.Of(accepted))
	syn, err := sockopt.SavedSyn.Get(sockopt.Of(accepted))
	require.NoError(t, err)
	assert.NotEmpty(t, syn, "the first read")

	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(pair[0])
	defer unix.Close(pair[1])
	lowestFree := func() int {
		fd, err := unix.Dup(pair[0])
		require.NoError(t, err)
		require.NoError(t, unix.Close(fd))
		return fd
	}
	before := lowestFree()
	snapshot(t, sockopt.FD(pair[0]))
	assert.Equal(t, before, lowestFree())
}
