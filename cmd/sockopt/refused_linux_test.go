package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// runWithout runs sockopt as root without a capability.
func runWithout(t *testing.T, capability int, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlock: the thread ends with its goroutine
		if assert.NoError(t, unix.Prctl(unix.PR_CAPBSET_DROP, uintptr(capability), 0, 0, 0)) {
			code, stdout, stderr = runCommand(t, command(args...))
		}
	}()
	<-done
	return code, stdout, stderr
}

// A refusal is one clear sentence, of one line, without the trace of a crash.
func assertRefused(t *testing.T, code, wantCode int, stdout, stderr, says string) {
	t.Helper()
	assert.Equal(t, wantCode, code, stderr)
	assert.Empty(t, stdout)
	assert.Contains(t, stderr, says)
	assert.Contains(t, stderr, "sockopt: ")
	assert.NotContains(t, stderr, "goroutine ")
	assert.NotContains(t, stderr, "sockopt: sockopt:")
}

func TestTargetsThatAreNone(t *testing.T) {
	for _, text := range []string{"", "x", "0", "-1", "1/", "/1", "1/-1", "1/2/3", "1/x", ":", ":0", ":65536", ":-1", ":http", "fd:", "fd:x", "fd:-1", "+1", "1/+1", " 1", "99999999999999999999", "\x00\xff"} {
		for _, args := range [][]string{{"inspect", "--", text}, {"set", "--", text, "SO_KEEPALIVE=on"}, {"watch", "--", text}, {"diff", "--", "1/2", text}} {
			code, stdout, stderr := sockoptCommand(args...)
			if args[0] == "diff" && code == 1 {
				continue // 1/2 could not be reached, which was tried first
			}
			assertRefused(t, code, 2, stdout, stderr, "")
		}
	}
	for _, args := range [][]string{{"set", "1", "SO_KEEPALIVE=on"}, {"watch", ":80"}, {"set", ":80", "SO_KEEPALIVE=on"}} {
		code, stdout, stderr := sockoptCommand(args...)
		assertRefused(t, code, 2, stdout, stderr, "may be several sockets")
	}
}

func TestUnreachable(t *testing.T) {
	c := startChild(t, "sockets", nil)
	null := fmt.Sprintf("%s/%d", c.pid(), c.fds["null"])
	gone := startChild(t, "sockets", nil)
	gone.end()
	zombie := startChild(t, "sockets", nil)
	require.NoError(t, zombie.cmd.Process.Kill())
	var info unix.Siginfo
	require.NoError(t, unix.Waitid(unix.P_PID, zombie.cmd.Process.Pid, &info, unix.WEXITED|unix.WNOWAIT, nil))
	for name, test := range map[string]struct{ target, says string }{
		"no process":           {gone.at("client"), "there is no process " + gone.pid()},
		"no process at all":    {gone.pid(), "there is no process " + gone.pid()},
		"ended":                {zombie.pid(), "has ended"},
		"ended, a descriptor":  {zombie.at("client"), "has ended"},
		"no such descriptor":   {c.pid() + "/999", "has no descriptor 999"},
		"no socket":            {null, `is no socket, but "/dev/null"`},
		"own, no socket":       {"fd:0", "descriptor 0 of process"},
		"own, not open":        {"fd:99999", "descriptor 99999 of process"},
		"a thread":             {strconv.Itoa(threadOf(t, c)), "a thread"},
		"a port without owner": {":1", "no TCP or UDP socket has the port 1"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := sockoptCommand("inspect", test.target)
			assertRefused(t, code, 1, stdout, stderr, test.says)
		})
	}
	code, stdout, stderr := sockoptCommand("set", null, "SO_KEEPALIVE=on")
	assertRefused(t, code, 1, stdout, stderr, "is no socket")
	code, stdout, stderr = sockoptCommand("watch", gone.at("client"))
	assertRefused(t, code, 1, stdout, stderr, "there is no process")
	code, stdout, stderr = sockoptCommand("diff", c.at("client"), gone.at("client"))
	assertRefused(t, code, 1, stdout, stderr, "there is no process")
}

// threadOf returns the number of a thread of the child that is not its process.
func threadOf(t *testing.T, c *child) int {
	tasks, err := os.ReadDir("/proc/" + c.pid() + "/task")
	require.NoError(t, err)
	require.Greater(t, len(tasks), 1)
	n, err := strconv.Atoi(tasks[1].Name())
	require.NoError(t, err)
	return n
}

// An ordinary user does not get at the sockets of root.
func TestNoPermission(t *testing.T) {
	needRoot(t)
	c := startChild(t, "sockets", nil)
	port := c.port("listener")
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"process":    {[]string{"inspect", c.pid()}, "CAP_SYS_PTRACE"},
		"descriptor": {[]string{"inspect", c.at("client")}, "it runs as root and this program as uid 65534, which needs CAP_SYS_PTRACE"},
		"set":        {[]string{"set", c.at("client"), "TCP_NODELAY=on"}, "CAP_SYS_PTRACE"},
		"watch":      {[]string{"watch", c.at("client")}, "CAP_SYS_PTRACE"},
		"diff":       {[]string{"diff", c.at("client"), c.at("listener")}, "CAP_SYS_PTRACE"},
		"port":       {[]string{"inspect", ":" + strconv.Itoa(port)}, "their user is root"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command(test.args...)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			code, stdout, stderr := runCommand(t, cmd)
			assertRefused(t, code, 1, stdout, stderr, test.says)
		})
	}
	assert.Zero(t, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY))
}

// A pipe that nobody reads ends a program without a word, as in sockopt list |
// head; but set changes nothing then, and says why.
func TestClosedPipe(t *testing.T) {
	c := startChild(t, "sockets", nil)
	for _, args := range [][]string{
		{"list"}, {"list", "-json"}, {"help"}, {"probe", "-kind", "udp4"}, {"inspect", c.pid()}, {"inspect", c.pid(), "-json"},
		{"watch", c.at("client"), "-interval", "10ms"}, {"diff", c.at("client"), c.at("listener")},
		{"set", c.at("client"), "TCP_NODELAY=on"}, {"set", c.at("client"), "TCP_NODELAY=on", "-json"},
	} {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		require.NoError(t, r.Close())
		cmd := command(args...)
		cmd.Stdout = w
		code, _, stderr := runCommand(t, cmd)
		w.Close()
		if args[0] == "set" {
			assertRefused(t, code, 1, "", stderr, "broken pipe")
			continue
		}
		assert.Equal(t, syscall.SIGPIPE, cmd.ProcessState.Sys().(syscall.WaitStatus).Signal(), args)
		assert.Empty(t, stderr, args)
	}
	assert.Zero(t, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY))
}

func TestDiffFilesThatAreNone(t *testing.T) {
	c := startChild(t, "sockets", nil)
	dir := t.TempDir()
	for name, test := range map[string]struct{ text, says string }{
		"empty":   {"", "is not what sockopt inspect -json prints"},
		"binary":  {"\x00\xff\x7fELF", "is not what sockopt inspect -json prints"},
		"object":  {"{}", "is not what sockopt inspect -json prints"},
		"nothing": {"[]", "has 0 sockets"},
		"two":     {"[{},{}]", "has 2 sockets"},
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(test.text), 0o666))
		code, stdout, stderr := sockoptCommand("diff", c.at("client"), path)
		assertRefused(t, code, 1, stdout, stderr, test.says)
	}
	code, stdout, stderr := sockoptCommand("diff", c.at("client"), filepath.Join(dir, "absent"))
	assertRefused(t, code, 2, stdout, stderr, "nor is it a file")
	code, stdout, stderr = sockoptCommand("diff", c.at("client"), dir)
	assertRefused(t, code, 1, stdout, stderr, "is a directory")
}
