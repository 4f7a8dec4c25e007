package sockopt_test

import (
	"encoding/json"
	"errors"
	"io"
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
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			s := openKind(t, k)
			d := snapshot(t, s)
			values := map[string]any{}
			for r := range d.All() {
				assert.NotContains(t, values, r.Name)
				values[r.Name] = r.Value
				if strings.Contains(r.Name, "INFO") && r.Info().State || r.Name == "SO_INCOMING_CPU" {
					continue // changes by itself, such as TCP_INFO
				}
				v, err := r.Info().Get(s)
				require.NoError(t, err, r.Name)
				assert.Equal(t, v, r.Value, r.Name)
				assert.Equal(t, r.Info().Format(v), r.Text())
				assert.Equal(t, r.Name+"="+r.Text(), r.String())
			}
			assert.NotEmpty(t, values)
			for _, r := range d.Readings {
				if r.Err != nil { // also that of a question which an answer before has left
					_, err := r.Info().Get(s)
					assert.EqualError(t, err, r.Err.Error())
				}
			}
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
	})
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
		assert.ErrorContains(t, err, "sockopt: snapshot: ", name)
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
		sockopt.Linger.With(sockopt.LingerWait(3*time.Second)), sockopt.Priority.With(3)))
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

// Two sockets on which the same was done do not differ.
func TestDiffOfEqualSockets(t *testing.T) {
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			a, b := snapshot(t, openKind(t, k)), snapshot(t, openKind(t, k))
			assert.Empty(t, sockopt.Diff(a, b))
			assert.Empty(t, sockopt.Diff(b, a))
		})
	})
}

// Nor do two connections of a listener, one of which had some traffic.
func TestDiffOfAcceptedConnections(t *testing.T) {
	for _, mptcp := range []bool{false, true} {
		var lc net.ListenConfig
		lc.SetMultipathTCP(mptcp)
		ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
		require.NoError(t, err)
		defer ln.Close()
		accept := func() (accepted, client net.Conn) {
			var d net.Dialer
			d.SetMultipathTCP(mptcp)
			client, err := d.Dial("tcp4", ln.Addr().String())
			require.NoError(t, err)
			t.Cleanup(func() { client.Close() })
			accepted, err = ln.Accept()
			require.NoError(t, err)
			t.Cleanup(func() { accepted.Close() })
			return accepted, client
		}
		a, _ := accept()
		b, client := accept()
		go func() {
			b := make([]byte, 1<<16)
			for range 200 {
				client.Write(b)
			}
			client.Close()
		}()
		_, err = io.Copy(io.Discard, b)
		require.NoError(t, err)
		x, y := snapshot(t, sockopt.Of(a)), snapshot(t, sockopt.Of(b))
		if ok, _ := sockopt.BufLock.Supported(sockopt.Of(a)); ok { // else nobody knows who chose the size
			assert.Empty(t, sockopt.Diff(x, y))
		}
		states := map[string]string{}
		for _, d := range sockopt.DiffAll(x, y) {
			states[d.Name] = d.String()
		}
		assert.Contains(t, states, "TCP_INFO")
		assert.Contains(t, states, "SO_COOKIE")
	}
}

// That a program chose the size of a buffer is a difference, whatever the size.
func TestDiffTellsWhoChoseTheSize(t *testing.T) {
	needBufLock(t)
	a, b := openKind(t, tcp4), openKind(t, tcp4)
	size, _ := bufferOf(t, a)
	require.NoError(t, unix.SetsockoptInt(int(b), unix.SOL_SOCKET, unix.SO_RCVBUF, size/2))
	list := sockopt.Diff(snapshot(t, a), snapshot(t, b))
	require.Len(t, list, 1)
	assert.Equal(t, "SO_BUF_LOCK: none -> RCVBUF", list[0].String())
}

// Nothing that a program can be handed by mistake makes it panic.
func TestNilAndZeroDumps(t *testing.T) {
	d := snapshot(t, openKind(t, tcp4))
	var none *sockopt.Dump
	assert.Empty(t, sockopt.Diff(nil, nil))
	assert.Empty(t, sockopt.DiffAll(nil, &sockopt.Dump{}))
	all := len(slices.Collect(d.All()))
	assert.Len(t, sockopt.DiffAll(d, nil), all)
	assert.Len(t, sockopt.DiffAll(nil, d), all)
	for _, d := range []*sockopt.Dump{nil, {}, {Readings: []sockopt.Reading{{}, {Name: "x"}, {Name: "SO_RCVBUF"}}}} {
		assert.Empty(t, d.String())
		assert.Empty(t, slices.Collect(d.All()))
		_, ok := d.Lookup("SO_NO_SUCH")
		assert.False(t, ok)
		for r := range d.Missing() {
			assert.Error(t, r.Err)
		}
	}
	assert.Empty(t, slices.Collect(none.Missing()))
	_, ok := none.Lookup("SO_RCVBUF")
	assert.False(t, ok)

	var r sockopt.Reading
	assert.Equal(t, "=", r.String())
	assert.Empty(t, r.Text())
	assert.Equal(t, sockopt.Info{}, r.Info())
	assert.Equal(t, ": none -> none", sockopt.Difference{}.String())
	assert.Equal(t, "none", sockopt.Kinds(0).String())
	odd := &sockopt.Dump{Readings: []sockopt.Reading{{Name: "SO_RCVBUF", Value: "x"}, {Name: "nodelay", Value: []int{1}}, {Name: "SO_RCVBUF", Value: 7}}}
	assert.NotEmpty(t, odd.String())
	assert.Empty(t, sockopt.Diff(odd, odd))
}

// The order in which options are read is that of levels and names.
func TestReadingsAreInOrder(t *testing.T) {
	var levels []string
	before := ""
	for r := range snapshot(t, openKind(t, tcp6)).All() {
		info := r.Info()
		if len(levels) == 0 || levels[len(levels)-1] != info.Level {
			assert.NotContains(t, levels, info.Level)
			levels, before = append(levels, info.Level), ""
		}
		assert.Less(t, before, r.Name)
		before = r.Name
	}
	assert.Equal(t, []string{"SOL_SOCKET", "IPPROTO_IP", "IPPROTO_IPV6", "IPPROTO_TCP"}, levels)
}

// What the kernel changes by itself is not set.
func TestRestoreLeavesWhatDrifts(t *testing.T) {
	a := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.SetsockoptInt(int(a), unix.IPPROTO_TCP, unix.TCP_QUICKACK, 0))
	b := newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.Restore(b, snapshot(t, a)))
	n, err := unix.GetsockoptInt(int(b), unix.IPPROTO_TCP, unix.TCP_QUICKACK)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
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
