// Package live runs the servers of others with socket options in their
// configuration, and compares what they say, what ss and strace say, and what
// sockopt says of their sockets.
package live_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt/internal/full"
	"github.com/go-sockopt/sockopt/internal/strace"
)

// need skips the test unless all tests are on, and if a program is missing, or a
// privilege: to look into processes of other users, and to set marks.
func need(t *testing.T, programs ...string) {
	t.Helper()
	full.Only(t, "starts servers")
	for name, bit := range map[string]int{"CAP_SETUID": unix.CAP_SETUID, "CAP_SYS_PTRACE": unix.CAP_SYS_PTRACE, "CAP_NET_ADMIN": unix.CAP_NET_ADMIN} {
		if !capable(t, bit) {
			t.Skip("needs " + name)
		}
	}
	for _, program := range append(programs, "strace", "ss") {
		if find(program) == "" {
			t.Skip("needs the program " + program)
		}
	}
}

// capable tells whether this process has a capability.
func capable(t *testing.T, bit int) bool {
	var data [2]unix.CapUserData
	require.NoError(t, unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &data[0]))
	return data[bit/32].Effective>>(bit%32)&1 == 1
}

// find returns where a program is, "" if it is not there.
func find(program string) string {
	if path, err := exec.LookPath(program); err == nil {
		return path
	}
	for _, pattern := range []string{"/usr/sbin/", "/usr/lib/postgresql/*/bin/"} {
		if paths, _ := filepath.Glob(pattern + program); len(paths) > 0 {
			return paths[len(paths)-1]
		}
	}
	return ""
}

// directory makes one that every user can read.
func directory(t *testing.T) string {
	dir, err := os.MkdirTemp("", "sockopt")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	return dir
}

// write makes a file and returns its path.
func write(t *testing.T, dir, name, content string) string {
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// freePort returns a TCP port of 127.0.0.1 that nobody has, and that the kernel
// gives no client.
func freePort(t *testing.T) int {
	for range 100 {
		port := 10000 + rand.IntN(20000)
		if ln, err := net.Listen("tcp4", fmt.Sprint("127.0.0.1:", port)); err == nil {
			require.NoError(t, ln.Close())
			return port
		}
	}
	require.Fail(t, "no port is free")
	return 0
}

// A server is a program of others, running.
type server struct {
	pid, port int
	log       *buffer
	calls     string // file in which strace writes each setsockopt
	ended     chan struct{}
}

// start runs a server in a directory until the test ends.
func start(t *testing.T, dir string, port int, user *syscall.Credential, args ...string) *server {
	s := &server{port: port, log: new(buffer), calls: filepath.Join(dir, "calls"), ended: make(chan struct{})}
	require.NoError(t, os.WriteFile(s.calls, nil, 0o666))
	require.NoError(t, os.Chmod(s.calls, 0o666))
	// With -D strace is not the parent: the process that is started is the server.
	cmd := exec.Command("strace", slices.Concat(strace.Args, []string{"-D", "-e", "trace=setsockopt", "-o", s.calls, find(args[0])}, args[1:])...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = s.log, s.log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM, Credential: user}
	cmd.WaitDelay = time.Second
	require.NoError(t, cmd.Start())
	s.pid = cmd.Process.Pid
	go func() {
		cmd.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-s.ended:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
			t.Errorf("%s did not end when asked", args[0])
		}
		if t.Failed() {
			t.Logf("%s printed:\n%s", args[0], s.log)
		}
	})
	s.await(t)
	return s
}

// await returns once the server listens.
func (s *server) await(t *testing.T) {
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		select {
		case <-s.ended:
			require.Fail(t, "the server ended")
		default:
		}
		if out, _ := exec.Command("ss", "-Htln", fmt.Sprintf("sport = :%d", s.port)).Output(); len(out) > 0 {
			return
		}
	}
	require.Fail(t, "the server does not listen")
}

// dial connects to the server until the test ends.
func (s *server) dial(t *testing.T) net.Conn {
	conn, err := net.DialTimeout("tcp4", fmt.Sprintf("127.0.0.1:%d", s.port), 5*time.Second)
	require.NoError(t, err)
	require.NoError(t, conn.SetDeadline(time.Now().Add(30*time.Second)))
	t.Cleanup(func() { conn.Close() })
	return conn
}

// A buffer is a bytes.Buffer that is written to while it is read.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// command is the built command sockopt.
var command = sync.OnceValues(func() (string, error) {
	build := exec.Command("go", "build", "-o", commandDir, "./cmd/sockopt")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Join(commandDir, "sockopt"), nil
})

var commandDir string

func TestMain(m *testing.M) {
	var err error
	if commandDir, err = os.MkdirTemp("", "sockopt"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(commandDir)
	os.Exit(code)
}

// sockopt runs the command and returns what it prints.
func sockopt(t *testing.T, args ...string) string {
	path, err := command()
	require.NoError(t, err)
	return run(t, path, args...)
}

func run(t *testing.T, program string, args ...string) string {
	out, err := exec.Command(program, args...).Output()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		require.NoError(t, err, "%s %s: %s", program, strings.Join(args, " "), failed.Stderr)
	}
	require.NoError(t, err)
	return string(out)
}

// A socket is what sockopt inspect -json prints of one.
type socket struct {
	PID     int
	Command string
	User    string
	FD      int
	Inode   uint64
	Kind    string
	State   string
	Local   string
	Remote  string
	Options []struct {
		Name, Text string
		Value      json.RawMessage
	}
}

// inspect returns the sockets of a target of the command.
func inspect(t *testing.T, target string) []socket {
	return parse(t, sockopt(t, "inspect", "-json", target))
}

func parse(t *testing.T, out string) []socket {
	var sockets []socket
	require.NoError(t, json.Unmarshal([]byte(out), &sockets))
	require.NotEmpty(t, sockets)
	return sockets
}

// inspect returns the sockets that have the port of the server.
func (s *server) inspect(t *testing.T) []socket { return inspect(t, fmt.Sprintf(":%d", s.port)) }

// with returns the sockets that are in a state and have an address at the other
// end; both may be empty.
func with(sockets []socket, state, remote string) []socket {
	var list []socket
	for _, s := range sockets {
		if (state == "" || s.State == state) && (remote == "" || s.Remote == remote) {
			list = append(list, s)
		}
	}
	return list
}

// accepted returns the socket that a server has at the other end of conn.
func (s *server) accepted(t *testing.T, conn net.Conn) socket {
	sockets := s.inspect(t)
	list := with(sockets, "ESTABLISHED", conn.LocalAddr().String())
	if len(list) != 1 {
		for _, other := range sockets {
			t.Log(other.Command, other.PID, other.FD, other.State, other.Local, other.Remote)
		}
		require.Fail(t, "not one socket", "but %d; ss shows %v", len(list), ss(t, s.port))
	}
	return list[0]
}

// text returns the value of an option in text form.
func (s *socket) text(name string) string {
	for _, o := range s.Options {
		if o.Name == name {
			return o.Text
		}
	}
	return "none"
}

// value reads the value of an option from its JSON.
func value[T any](t *testing.T, s *socket, name string) T {
	var v T
	for _, o := range s.Options {
		if o.Name == name {
			require.NoError(t, json.Unmarshal(o.Value, &v), name)
			return v
		}
	}
	require.Fail(t, name+" was not read")
	return v
}

// has compares options, as in "TCP_NODELAY=on SO_RCVBUF=200KiB".
func (s *socket) has(t *testing.T, options string) {
	t.Helper()
	for _, option := range strings.Fields(options) {
		name, _, _ := strings.Cut(option, "=")
		require.Equal(t, option, name+"="+s.text(name), "%s %d/%d %s %s", s.Command, s.PID, s.FD, s.State, s.Local)
	}
}
