// Package run has the tests of the examples run each program as its users do,
// as a process of its own.
//
// The process is the test binary once more, which then calls the program's main
// and no test: so there is nothing to build, and the race detector watches the
// program too.
package run

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	asProgram = "SOCKOPT_EXAMPLE_PROGRAM" // set in a process that Start started
	patience  = 20 * time.Second          // with a machine that is busy
)

// Main is what TestMain has to call, with the main of the program.
func Main(m *testing.M, program func()) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	program()
}

// A Process is a program that runs.
type Process struct {
	t    *testing.T
	cmd  *exec.Cmd
	done chan struct{} // closed when the program has ended

	mu      sync.Mutex
	out     bytes.Buffer
	written chan struct{} // closed at the next output
}

// Start runs the program with the arguments. It is killed when the test ends.
func Start(t *testing.T, args ...string) *Process {
	t.Helper()
	p := &Process{t: t, cmd: self(t, args...), done: make(chan struct{}), written: make(chan struct{})}
	p.cmd.Env = append(p.cmd.Env, asProgram+"=yes")
	p.cmd.Stdout, p.cmd.Stderr = p, p
	require.NoError(t, p.cmd.Start())
	go func() {
		p.cmd.Wait() // the code is in ProcessState
		close(p.done)
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-p.done
		assert.NotContains(t, p.Output(), "WARNING: DATA RACE")
		if t.Failed() {
			t.Logf("%v, %v, said:\n%s", args, p.cmd.ProcessState, p.Output())
		}
	})
	return p
}

// self is a command that runs the test binary.
func self(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	path, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(path, args...)
	// With the race detector each process would else end a second later.
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE"))
	return cmd
}

// Write takes what the program prints.
func (p *Process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.written)
	p.written = make(chan struct{})
	return p.out.Write(b)
}

// Output returns all that the program has printed.
func (p *Process) Output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.out.String()
}

// PID returns the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Expect waits until the program has printed a line that matches, and returns
// the first group of the expression.
func (p *Process) Expect(expr string) string {
	p.t.Helper()
	line := regexp.MustCompile("(?m)" + expr + ".*\n")
	timeout := time.After(patience)
	for {
		p.mu.Lock()
		match, written := line.FindStringSubmatch(p.out.String()), p.written
		p.mu.Unlock()
		if len(match) > 1 {
			return strings.TrimSpace(match[1])
		}
		if match != nil {
			return match[0]
		}
		select {
		case <-written:
		case <-p.done:
			// What it printed last was written before.
			if !line.MatchString(p.Output()) {
				require.FailNowf(p.t, "the program has ended", "without %q", expr)
			}
		case <-timeout:
			require.FailNowf(p.t, "the program does not print", "%q", expr)
		}
	}
}

// Signal sends a signal to the program. The test is skipped on a system that
// has none.
func (p *Process) Signal(sig os.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(sig); err != nil {
		p.t.Skip("needs signals to stop a program: ", err)
	}
}

// Wait waits for the end of the program and returns its exit code.
func (p *Process) Wait() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		require.FailNow(p.t, "the program does not end")
	}
	return p.cmd.ProcessState.ExitCode()
}
