package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { run.Main(m, main) }

const listening = `listening on (\S+)`

// connect makes a plain client: it cuts and joins nothing unless asked to.
func connect(t *testing.T, p *run.Process) (*net.UDPConn, string) {
	addr := p.Expect(listening)
	conn, err := net.Dial("udp", addr)
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	return conn.(*net.UDPConn), addr
}

// receive returns the next datagram.
func receive(t *testing.T, conn *net.UDPConn) []byte {
	b := make([]byte, 1<<16)
	n, err := conn.Read(b)
	require.NoError(t, err)
	return b[:n]
}

// stopped stops the service and returns what it counted.
func stopped(t *testing.T, p *run.Process) (datagrams, receives, sends int) {
	p.Signal(os.Interrupt)
	assert.Zero(t, p.Wait())
	_, err := fmt.Sscanf(p.Expect(`echoed`), "echoed %d datagrams with %d receives and %d sends", &datagrams, &receives, &sends)
	require.NoError(t, err)
	return datagrams, receives, sends
}

// Datagrams that are sent in batches come back each as it was, and the service
// had a system call for each batch.
func TestBatches(t *testing.T) {
	const batches, each = 20, 30
	p := run.Start(t, "-addr=127.0.0.1:0")
	conn, _ := connect(t, p)
	receives := 0
	for batch := range batches {
		// Each batch is of another size, and its last datagram is shorter.
		size := 500 + 10*batch
		data := make([]byte, size*each-7)
		want := map[string]bool{}
		for i := range each {
			datagram := data[i*size : min(i*size+size, len(data))]
			for j := range datagram {
				datagram[j] = byte(rand.Uint32())
			}
			binary.BigEndian.PutUint32(datagram, uint32(batch*each+i))
			want[string(datagram)] = true
		}
		if sockopt.UDPSegment.Set(sockopt.Of(conn), size) == nil {
			_, err := conn.Write(data)
			require.NoError(t, err)
			receives++
		} else {
			for datagram := range want {
				_, err := conn.Write([]byte(datagram))
				require.NoError(t, err)
				receives++
			}
		}
		for range each {
			got := string(receive(t, conn))
			require.True(t, want[got], "a datagram of %d bytes that was not sent, or not so often", len(got))
			delete(want, got)
		}
	}
	datagrams, got, sends := stopped(t, p)
	assert.Equal(t, batches*each, datagrams)
	if ok, err := sockopt.UDPGRO.Supported(sockopt.Of(conn)); err != nil || !ok {
		t.Skip("needs a kernel with UDP_GRO to save system calls")
	}
	assert.Equal(t, receives, got)
	assert.Equal(t, receives, sends)
}

// Single datagrams, the empty one and one that is larger than those of the
// batch before included, are not cut.
func TestSingles(t *testing.T) {
	p := run.Start(t, "-addr=127.0.0.1:0")
	conn, _ := connect(t, p)
	if sockopt.UDPSegment.Set(sockopt.Of(conn), 100) == nil {
		_, err := conn.Write(make([]byte, 250))
		require.NoError(t, err)
		for _, want := range []int{100, 100, 50} {
			require.Len(t, receive(t, conn), want)
		}
		require.NoError(t, sockopt.UDPSegment.Set(sockopt.Of(conn), 0))
	}
	for _, n := range []int{1, 0, 99, 1400, 9000} {
		want := bytes.Repeat([]byte{byte(n)}, n)
		_, err := conn.Write(want)
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, receive(t, conn)), n)
	}
}

// The buffers are what was asked for, or the service says why they are not; and
// what it says is what ss shows.
func TestBuffers(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs the limits of Linux")
	}
	const size = 64 << 20 // more than it allows everyone
	p := run.Start(t, "-addr=127.0.0.1:0", fmt.Sprint("-buffer=", size))
	_, addr := connect(t, p)
	receive, send := p.Expect(`SO_RCVBUF is (\d+)`), p.Expect(`SO_SNDBUF is (\d+)`)
	for name, got := range map[string]string{"SO_RCVBUF": receive, "SO_SNDBUF": send} {
		if granted := fmt.Sprint(2 * size); got == granted {
			assert.NotContains(t, p.Output(), name+" (")
		} else {
			assert.Regexp(t, name+`.* asked for 64MiB, got \w+`, p.Output())
		}
	}

	path, err := exec.LookPath("ss")
	if err != nil {
		t.Skip("needs the program ss of iproute2")
	}
	out, err := exec.Command(path, "-uanm", "sport", "=", fmt.Sprint(netip.MustParseAddrPort(addr).Port())).Output()
	require.NoError(t, err)
	memory := regexp.MustCompile(`skmem:\(r\d+,rb(\d+),t\d+,tb(\d+),`).FindStringSubmatch(strings.ReplaceAll(string(out), "\n", " "))
	require.NotNil(t, memory, "%s", out)
	assert.Equal(t, []string{receive, send}, memory[1:])
}
