package main

import (
	"bytes"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt/internal/full"
)

// A terminal runs sockopt as a user sees it.
type terminal struct {
	t    *testing.T
	file *os.File
	mu   sync.Mutex
	seen bytes.Buffer
	done chan int // the exit code
}

func startTerminal(t *testing.T, columns, rows uint16, env []string, args ...string) *terminal {
	t.Helper()
	cmd := command(args...)
	cmd.Env = append(append(cmd.Env, "TERM=xterm-256color", "NO_COLOR=", "COLORTERM="), env...)
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columns, Rows: rows})
	require.NoError(t, err)
	term := &terminal{t: t, file: file, done: make(chan int, 1)}
	read := make(chan struct{})
	go func() {
		defer close(read)
		io.Copy(term, file) // until the process ends, which is an error here
	}()
	go func() {
		cmd.Wait()
		<-read
		term.done <- cmd.ProcessState.ExitCode()
	}()
	t.Cleanup(func() { cmd.Process.Kill(); file.Close() })
	return term
}

func (term *terminal) Write(p []byte) (int, error) {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.seen.Write(p)
}

// text is what came out so far.
func (term *terminal) text() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.seen.String()
}

// ends waits for the end and returns what came out.
func (term *terminal) ends(code int) string {
	term.t.Helper()
	select {
	case got := <-term.done:
		assert.Equal(term.t, code, got, term.text())
	case <-time.After(time.Minute):
		require.Fail(term.t, "does not end", term.text())
	}
	return term.text()
}

// A narrow terminal is not written beyond.
func TestNarrowTerminal(t *testing.T) {
	full.Only(t, "runs most commands on a terminal")
	c := startChild(t, "sockets", nil)
	for _, args := range [][]string{
		{"inspect", c.pid()}, {"inspect", c.at("client")}, {"inspect", c.at("client"), "-all"}, {"diff", c.at("client"), c.at("listener")},
		{"set", c.at("client"), "TCP_USER_TIMEOUT=3s"}, {"list"}, {"probe", "-kind", "udp4"},
	} {
		code := 0
		if args[0] == "diff" {
			code = 3
		}
		out := startTerminal(t, 20, 10, nil, args...).ends(code)
		assert.NotContains(t, out, "goroutine")
		if args[0] != "probe" { // whose sentences the terminal folds
			for line := range strings.Lines(out) {
				assert.LessOrEqual(t, ansi.StringWidth(strings.TrimRight(line, "\r\n")), 20, "%v: %q", args, line)
			}
		}
	}
	out := startTerminal(t, 20, 10, nil, "inspect", c.at("client")).ends(0)
	assert.Contains(t, strings.ReplaceAll(ansi.Strip(out), "\r", ""), "\n* SO_KEEPALIVE\n    on\n", "the value below its name")
}

func TestColours(t *testing.T) {
	c := startChild(t, "sockets", nil)
	green := "\x1b[32m* TCP_USER_TIMEOUT"
	assert.Contains(t, startTerminal(t, 100, 30, nil, "inspect", c.pid()).ends(0), green)
	for _, env := range []string{"NO_COLOR=1", "NO_COLOR=yes", "TERM=dumb"} {
		out := startTerminal(t, 100, 30, []string{env}, "inspect", c.pid()).ends(0)
		assert.Contains(t, out, "* TCP_USER_TIMEOUT", env)
		assert.NotContains(t, out, "\x1b", env)
	}
}

func TestWatchOnTerminal(t *testing.T) {
	c := startChild(t, "sockets", nil)
	term := startTerminal(t, 100, 50, nil, "watch", c.at("client"), "-interval", "50ms")
	shows := func(text string) {
		t.Helper()
		require.Eventually(t, func() bool { return strings.Contains(ansi.Strip(term.text()), text) }, 10*time.Second, 10*time.Millisecond, text)
	}
	for _, text := range []string{c.at("client"), "RTT, ms: ", "congestion window, kB: ", "delivery rate, MB/s: ", "┼", "SO_KEEPALIVE"} {
		shows(text)
	}
	code, _, stderr := sockoptCommand("set", c.at("client"), "IP_TTL=77")
	require.Equal(t, 0, code, stderr)
	shows("IP_TTL: 64 -> 77")
	_, err := term.file.WriteString("q")
	require.NoError(t, err)
	out := term.ends(0)
	assert.Contains(t, out, "\x1b[?1049h")
	assert.Contains(t, out, "\x1b[?1049l", "what was on the terminal is there again")

	// The socket goes away: the terminal is put back, and a sentence says it.
	term = startTerminal(t, 100, 50, nil, "watch", c.at("client"), "-interval", "50ms")
	shows("RTT")
	require.NoError(t, c.cmd.Process.Kill())
	out = term.ends(1)
	assert.Contains(t, out[strings.LastIndex(out, "\x1b[?1049l"):], "has ended")
}

func TestWatchOnSmallTerminals(t *testing.T) {
	c := startChild(t, "sockets", nil)
	for _, size := range [][2]uint16{{20, 10}, {20, 2}, {1, 1}, {300, 100}} {
		term := startTerminal(t, size[0], size[1], nil, "watch", c.at("client"), "-interval", "20ms", "-count", "3")
		assert.NotContains(t, term.ends(0), "goroutine")
	}
	out := startTerminal(t, 80, 24, []string{"TERM=dumb"}, "watch", c.at("client"), "-interval", "20ms", "-count", "2").ends(0)
	assert.NotContains(t, out, "\x1b")
	assert.Equal(t, 2, strings.Count(out, " RTT "))
}

func TestWatchPiped(t *testing.T) {
	c := startChild(t, "sockets", nil)
	cmd := command("watch", c.at("client"), "-interval", "20ms")
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := make(chan string)
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := out.Read(b)
			if err != nil {
				close(lines)
				return
			}
			lines <- string(b[:n])
		}
	}()
	assert.Contains(t, <-lines, "ESTABLISHED")
	code, _, stderr := sockoptCommand("set", c.at("client"), "IP_TTL=77")
	require.Equal(t, 0, code, stderr)
	var text string
	for deadline := time.After(10 * time.Second); !strings.Contains(text, "IP_TTL: 64 -> 77"); {
		select {
		case line := <-lines:
			text += line
		case <-deadline:
			require.Fail(t, "the change does not show", text)
		}
	}
	require.NoError(t, cmd.Process.Kill())
	for range lines {
	}
	cmd.Wait()
}

func TestWatchJSON(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("watch", c.at("client"), "-count", "2", "-interval", "10ms", "-json")
	require.Equal(t, 0, code, stderr)
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	require.Len(t, lines, 2)
	for _, line := range lines {
		assert.Contains(t, line, `"rtt_ns":`)
		assert.Contains(t, line, `"changes":[`)
	}
	code, stdout, _ = sockoptCommand("watch", c.at("udp6"), "-count", "1", "-json")
	assert.Equal(t, 0, code)
	assert.NotContains(t, stdout, "rtt_ns", "not TCP")
	for _, args := range [][]string{{"-interval", "1ns"}, {"-interval", "soon"}, {"-count", "-1"}, {"-o", "tall"}} {
		code, stdout, stderr := sockoptCommand(append([]string{"watch", c.at("client")}, args...)...)
		assertRefused(t, code, 2, stdout, stderr, "")
	}
}
