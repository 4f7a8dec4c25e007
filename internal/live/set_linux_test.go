package live_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// set changes options of a socket of a running process.
func (s *socket) set(t *testing.T, settings ...string) {
	t.Helper()
	sockopt(t, append([]string{"set", fmt.Sprintf("%d/%d", s.PID, s.FD)}, settings...)...)
}

// What is set on a connection of nginx is what ss shows of it.
func TestSetOnLiveNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d; location / { return 200 "answer"; }`, port))
	conn := s.dial(t)
	get(t, conn, "/")
	accepted := s.accepted(t, conn)
	accepted.has(t, "TCP_NODELAY=on SO_KEEPALIVE=off IP_TOS=CS0")
	assert.NotContains(t, ss(t, port)[accepted.Inode], "timer")

	accepted.set(t, "SO_KEEPALIVE=on", "TCP_KEEPIDLE=20m")
	assert.Equal(t, "keepalive,19min,0", ss(t, port)[accepted.Inode]["timer"])
	accepted.set(t, "TCP_KEEPIDLE=90s")
	assert.Regexp(t, `^keepalive,1min2\dsec,0$`, ss(t, port)[accepted.Inode]["timer"])

	accepted.set(t, "IP_TOS=AF41", "SO_MARK=0x2a", "SO_RCVBUF=48KiB", "SO_MAX_PACING_RATE=1000000", "TCP_CONGESTION=reno",
		"IP_FREEBIND=on", "TCP_USER_TIMEOUT=7s", "TCP_NODELAY=off")
	l := ss(t, port)[accepted.Inode]
	assert.Equal(t, "0x88", l["tos"])
	assert.Equal(t, "0x2a", l["fwmark"])
	assert.Contains(t, l["skmem"], ",rb98304,")
	assert.Regexp(t, `/8000000bps$`, l["pacing_rate"])
	assert.Contains(t, l, "reno")
	assert.Contains(t, l["inet-sockopt"], "freebind")
	accepted = s.accepted(t, conn)
	accepted.has(t, "TCP_USER_TIMEOUT=7s TCP_NODELAY=off")

	get(t, conn, "/") // nginx goes on as if nothing had been
	checkSS(t, port, "timer fwmark tos pacing_rate")
	checkGets(t, fmt.Sprint(":", port))

	accepted.set(t, "SO_KEEPALIVE=off")
	assert.NotContains(t, ss(t, port)[accepted.Inode], "timer")
}

// A corked connection keeps back what is no full segment, for 200 ms.
func TestCorkOnLiveNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d; location / { return 200 "short"; }`, port))
	conn := s.dial(t)
	quickest := func() time.Duration {
		least := time.Minute
		for range 5 {
			begin := time.Now()
			get(t, conn, "/")
			least = min(least, time.Since(begin))
		}
		return least
	}
	assert.Less(t, quickest(), 150*time.Millisecond)
	accepted := s.accepted(t, conn)
	accepted.set(t, "TCP_CORK=on")
	assert.GreaterOrEqual(t, quickest(), 150*time.Millisecond)
	accepted.set(t, "TCP_CORK=off")
	assert.Less(t, quickest(), 150*time.Millisecond)
}

// A connection whose client does not read would last a minute, the send_timeout
// of nginx. With TCP_USER_TIMEOUT the kernel gives it up within seconds.
func TestUserTimeoutOnLiveNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	dir := directory(t)
	require.NoError(t, os.Truncate(write(t, dir, "large", ""), 64<<20))
	require.NoError(t, os.Chmod(filepath.Join(dir, "large"), 0o644))
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d; root %s;`, port, dir))
	conn := s.dial(t)
	_, err := fmt.Fprint(conn, "GET /large HTTP/1.1\r\nHost: test\r\n\r\n")
	require.NoError(t, err)
	status, err := bufio.NewReaderSize(conn, 16).ReadString(' ')
	require.NoError(t, err)
	require.Equal(t, "HTTP/1.1 ", status)
	accepted := s.accepted(t, conn)
	awaitTimer(t, port, accepted.Inode, "persist", 700*time.Millisecond) // the window is full
	checkSS(t, port, "timer notsent rwnd_limited busy backoff")

	accepted.set(t, "TCP_USER_TIMEOUT=500ms")
	gone := func() bool { return ss(t, port)[accepted.Inode] == nil }
	require.Eventually(t, gone, 20*time.Second, 100*time.Millisecond, "the connection lasts")
	assert.Eventually(t, func() bool { return strings.Contains(s.log.String(), "110: Connection timed out") }, 5*time.Second, 50*time.Millisecond)
}
