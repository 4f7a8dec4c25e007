package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { run.Main(m, main) }

const listening = `listening on (\S+)`

// request posts, which the client does not try again when it fails, and
// returns the answer.
func request(client *http.Client, addr string) (string, error) {
	resp, err := client.Post("http://"+addr, "text/plain", strings.NewReader("hello"))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", resp.Status, b)
	}
	return string(b), err
}

// Each listener gets connections.
func TestSpread(t *testing.T) {
	if !sockopt.ReusePortLB.Info().Supported {
		t.Skip("needs a system that spreads connections over listeners")
	}
	p := run.Start(t, "-addr=127.0.0.1:0", "-listeners=3")
	addr := p.Expect(listening)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	seen := map[string]int{}
	for range 200 {
		answer, err := request(client, addr)
		require.NoError(t, err)
		seen[answer]++
	}
	assert.Len(t, seen, 3)
	for i := range 3 {
		assert.NotZero(t, seen[fmt.Sprintf("process %d, listener %d\n", p.PID(), i)], "%v", seen)
	}
}

// Process follows process while clients keep asking, and no request fails.
func TestGracefulRestart(t *testing.T) {
	if !sockopt.AttachReusePortCBPF.Info().Supported {
		t.Skip("needs a system where a program chooses the listener")
	}
	args := []string{"-listeners=3", "-settle=500ms", "-addr"}
	old := run.Start(t, append(args, "127.0.0.1:0")...)
	addr := old.Expect(listening)

	var (
		clients sync.WaitGroup
		stop    = make(chan struct{})
		served  atomic.Int64
		last    atomic.Value // the answer
	)
	for i := range 8 {
		// One half keeps its connections, the other makes one for each request.
		client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DisableKeepAlives: i%2 == 0}}
		clients.Go(func() {
			for {
				select {
				case <-stop:
					client.CloseIdleConnections()
					return
				default:
				}
				answer, err := request(client, addr)
				if !assert.NoError(t, err) {
					return
				}
				last.Store(answer)
				served.Add(1)
			}
		})
	}
	wait := func(more int64) {
		for until := served.Load() + more; served.Load() < until && !t.Failed(); {
			time.Sleep(time.Millisecond)
		}
	}
	for range 3 {
		wait(200)
		next := run.Start(t, append(args, addr)...)
		next.Expect(listening)
		wait(200)
		old.Signal(syscall.SIGTERM)
		assert.Zero(t, old.Wait())
		assert.NotContains(t, old.Output(), "may be reset")
		wait(200)
		assert.Contains(t, last.Load(), fmt.Sprintf("process %d,", next.PID()))
		old = next
	}
	close(stop)
	clients.Wait()
	t.Log(served.Load(), "requests")
}
