package live_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	library "github.com/go-sockopt/sockopt"
)

// ownNetwork gives the test a network of its own, with nothing but a loopback
// interface. The thread of the test is in it, and what is started from there.
func ownNetwork(t *testing.T, sysctls ...string) {
	need(t, "ip", "nft")
	if !capable(t, unix.CAP_SYS_ADMIN) {
		t.Skip("needs CAP_SYS_ADMIN")
	}
	runtime.LockOSThread() // for good: the thread ends with the test
	require.NoError(t, unix.Unshare(unix.CLONE_NEWNET))
	run(t, "ip", "link", "set", "lo", "mtu", "1500", "up")
	for _, sysctl := range append(sysctls, "tcp_congestion_control=reno", "tcp_ecn=1") {
		name, value, _ := strings.Cut(sysctl, "=")
		require.NoError(t, os.WriteFile("/proc/sys/net/ipv4/"+name, []byte(value), 0))
	}
	run(t, "nft", "add table ip loss; add chain ip loss in { type filter hook input priority 0; }")
}

// After a transfer with losses, ss and the command agree on what they say of it,
// on both sides.
func TestLosses(t *testing.T) {
	t.Parallel()
	ownNetwork(t, "tcp_fastopen=0x207") // for clients, servers, and without cookies
	const port, size = 8080, 8 << 20
	dir := directory(t)
	require.NoError(t, os.Truncate(write(t, dir, "large", ""), size))
	require.NoError(t, os.Chmod(filepath.Join(dir, "large"), 0o644))
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d so_keepalive=on fastopen=16; root %s;`, port, dir))
	run(t, "nft", fmt.Sprintf("add rule ip loss in tcp sport %d meta length > 500 numgen inc mod 20 == 7 drop; "+
		"add rule ip loss in tcp sport %[1]d meta length > 500 numgen inc mod 20 == 7 ip ecn set ce", port))
	d := net.Dialer{Control: library.Control(library.FastOpenConnect.With(true)), Timeout: 5 * time.Second}
	conn, err := d.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	_, err = fmt.Fprint(conn, "GET /large HTTP/1.1\r\nHost: test\r\n\r\n")
	require.NoError(t, err)
	time.Sleep(100 * time.Millisecond) // until the window is full
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	n, err := io.Copy(io.Discard, r.Body)
	require.NoError(t, err)
	require.EqualValues(t, size, n)

	accepted := s.accepted(t, conn)
	m := value[library.TCPMetrics](t, &accepted, "TCP_INFO")
	assert.Greater(t, m.BytesSent, uint64(size))
	assert.Equal(t, m.BytesAcked+m.BytesRetrans, m.BytesSent)
	checkSS(t, port, "timer ssthresh busy fastopen retrans bytes_retrans ecn delivered_ce delivery_rate")
	checkSS(t, conn.LocalAddr().(*net.TCPAddr).Port, "fastopen ecnseen rcv_rtt rcv_space rcv_ooopack bytes_received")
	checkGets(t, fmt.Sprint(":", port))
}

// While nothing comes through, ss and the command agree on what is on its way.
func TestNothingComesThrough(t *testing.T) {
	t.Parallel()
	ownNetwork(t, "tcp_timestamps=0", "tcp_window_scaling=0", "tcp_reordering=5")
	const port = 8080
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d so_keepalive=on; location / { return 200 "%s"; }`, port, strings.Repeat("three segments", 250)))
	conn := s.dial(t)
	checkSS(t, port, "sack ecn") // and nothing else that is negotiated
	get(t, conn, "/")
	run(t, "nft", fmt.Sprintf("add rule ip loss in tcp sport %d meta length > 100 drop", port))
	_, err := fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: test\r\n\r\n")
	require.NoError(t, err)
	accepted := s.accepted(t, conn)
	awaitTimer(t, port, accepted.Inode, "on", time.Second) // some retransmissions later, the next is far enough away
	checkSS(t, port, "timer reordering unacked lost retrans bytes_retrans backoff rto busy")
	accepted = s.accepted(t, conn)
	assert.Equal(t, library.CongestionLoss, value[library.TCPMetrics](t, &accepted, "TCP_INFO").CongestionState)
	run(t, "nft", "flush table ip loss") // and nginx need not wait
}
