package live_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// While connections come and go, looking at them and changing the listener loses
// no request.
func TestInspectBusyNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	s := startNginx(t, port, fmt.Sprintf(`listen 127.0.0.1:%d; location / { return 200 "answer"; }`, port))
	var requests atomic.Int64
	var clients sync.WaitGroup
	done := make(chan struct{})
	for client := range 2 {
		clients.Go(func() {
			// One in two clients has a new connection for each request.
			c := http.Client{Transport: &http.Transport{DisableKeepAlives: client%2 == 0}, Timeout: 20 * time.Second}
			for {
				select {
				case <-done:
					return
				default:
				}
				answer, err := c.Get(fmt.Sprintf("http://127.0.0.1:%d/", port))
				if !assert.NoError(t, err) {
					return
				}
				body, err := io.ReadAll(answer.Body)
				assert.NoError(t, err)
				answer.Body.Close()
				assert.Equal(t, "answer", string(body))
				requests.Add(1)
			}
		})
	}
	defer clients.Wait()
	defer close(done)
	require.Eventually(t, func() bool { return requests.Load() > 100 }, 10*time.Second, time.Millisecond)
	listener := with(s.inspect(t), "LISTEN", "")[0]
	for i := range 5 {
		before := requests.Load()
		assert.NotEmpty(t, with(s.inspect(t), "LISTEN", ""))
		listener.set(t, fmt.Sprintf("TCP_KEEPIDLE=%dm", i+1), "SO_KEEPALIVE=on")
		require.Eventually(t, func() bool { return requests.Load() > before+50 }, 10*time.Second, time.Millisecond)
	}
	// What the listener has, a new connection inherits.
	conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	require.NoError(t, err)
	defer conn.Close()
	get(t, conn, "/")
	accepted := s.accepted(t, conn)
	accepted.has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=5m0s")
}
