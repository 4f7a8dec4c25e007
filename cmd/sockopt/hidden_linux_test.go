package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

const anybody = 12345 // a user whom nothing belongs to

// runInShell runs sockopt by the shell command given, which is made in a mount
// namespace of its own and names the program "$0" "$@".
func runInShell(t *testing.T, shell string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	needRoot(t)
	for _, tool := range []string{"unshare", "setpriv", "mount"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs ", tool, " of util-linux")
		}
	}
	if out, err := exec.Command("unshare", "-m", "true").CombinedOutput(); err != nil {
		t.Skip("no mount namespace here: ", string(out))
	}
	// The directory of the test binary is for its user only.
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	dir, err := os.MkdirTemp("", "sockopt")
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	program := filepath.Join(dir, "sockopt")
	require.NoError(t, os.WriteFile(program, self, 0o755))
	cmd := exec.Command("unshare", append([]string{"-m", "sh", "-ec", shell, program}, args...)...)
	cmd.Env = append(os.Environ(), commandEnv+"=1")
	return runCommand(t, cmd)
}

// What /proc hides has neither ended nor has it no sockets.
func TestHiddenProcess(t *testing.T) {
	c := startChild(t, "sockets", nil)
	port := fmt.Sprintf(":%d", c.port("listener"))
	for _, hidepid := range []string{"1", "2", "4"} {
		as := fmt.Sprintf(`mount -t proc -o hidepid=%s proc /proc; exec setpriv --reuid=%d --regid=%[2]d --clear-groups "$0" "$@"`, hidepid, anybody)
		for _, target := range []string{c.pid(), c.at("client")} {
			code, stdout, stderr := runInShell(t, as, "inspect", target)
			assertRefused(t, code, 1, stdout, stderr, "process "+c.pid()+" is hidden from this user (is /proc mounted with hidepid?)")
		}
		code, stdout, stderr := runInShell(t, as, "set", c.at("client"), "TCP_NODELAY=on")
		assertRefused(t, code, 1, stdout, stderr, "is hidden from this user")
		code, stdout, stderr = runInShell(t, as, "inspect", port)
		assertRefused(t, code, 1, stdout, stderr, "their user is root")
	}
	gone := startChild(t, "sockets", nil)
	gone.end()
	code, stdout, stderr := runInShell(t, `mount -t proc -o hidepid=2 proc /proc; exec "$0" "$@"`, "inspect", gone.pid())
	assertRefused(t, code, 1, stdout, stderr, "there is no process "+gone.pid())
}

// Without the right /proc, nothing is said of processes and of ports.
func TestNoProc(t *testing.T) {
	c := startChild(t, "sockets", nil)
	port := fmt.Sprintf(":%d", c.port("listener"))
	for _, args := range [][]string{{"inspect", c.pid()}, {"inspect", c.at("client")}, {"inspect", port}, {"set", c.at("client"), "TCP_NODELAY=on"}, {"watch", c.at("client")}} {
		code, stdout, stderr := runInShell(t, `mount -t tmpfs none /proc; exec "$0" "$@"`, args...)
		assertRefused(t, code, 1, stdout, stderr, "/proc is not mounted")
		code, stdout, stderr = runInShell(t, `exec unshare --pid --fork "$0" "$@"`, args...)
		assertRefused(t, code, 1, stdout, stderr, "/proc belongs to another PID namespace")
	}
}

// The directory of the descriptors of a process of the same user can be read,
// and the descriptors cannot, if it has a capability more.
func TestMorePrivilegedProcess(t *testing.T) {
	needRoot(t)
	user := &syscall.Credential{Uid: anybody, Gid: anybody}
	c := startChild(t, "many", &syscall.SysProcAttr{Credential: user, AmbientCaps: []uintptr{unix.CAP_NET_BIND_SERVICE}})
	as := func(attr *syscall.SysProcAttr, args ...string) (int, string, string) {
		cmd := command(args...)
		cmd.SysProcAttr = attr
		return runCommand(t, cmd)
	}
	code, stdout, stderr := as(&syscall.SysProcAttr{Credential: user}, "inspect", c.pid())
	assertRefused(t, code, 1, stdout, stderr, "reading its descriptors is not permitted")
	assert.Contains(t, stderr, "has privileges that this program lacks")
	assert.NotContains(t, stderr, "has no sockets")
	assert.NotContains(t, stderr, "ptrace_scope", "which is for attaching only")
	code, stdout, stderr = as(&syscall.SysProcAttr{Credential: user}, "inspect", c.at("0"))
	assertRefused(t, code, 1, stdout, stderr, "duplicating its descriptors is not permitted")

	// Without more capabilities it may.
	same := startChild(t, "many", &syscall.SysProcAttr{Credential: user})
	code, _, stderr = as(&syscall.SysProcAttr{Credential: user}, "inspect", same.at("0"))
	if strings.TrimSpace(readSysctl("/proc/sys/kernel/yama/ptrace_scope")) < "1" {
		assert.Equal(t, 0, code, stderr)
	}

	// Root of a user namespace is nobody outside.
	other := startChild(t, "many", nil)
	inside := &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWUSER, UidMappings: []syscall.SysProcIDMap{{HostID: 0, Size: 1}}, GidMappings: []syscall.SysProcIDMap{{HostID: 0, Size: 1}}}
	probe := exec.Command("true")
	probe.SysProcAttr = inside
	if err := probe.Run(); err != nil {
		t.Skip("no user namespace here: ", err)
	}
	code, stdout, stderr = as(inside, "inspect", other.pid())
	assertRefused(t, code, 1, stdout, stderr, "reading its descriptors is not permitted")
	assert.NotContains(t, stderr, "has no sockets")
}

func readSysctl(path string) string {
	b, _ := os.ReadFile(path) // a kernel without it restricts nothing
	return string(b)
}

// What has no socket to be seen may have one that cannot be seen.
func TestPortNotInSight(t *testing.T) {
	needRoot(t)
	startChild(t, "many", nil) // a process of root
	cmd := command("inspect", ":1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: anybody, Gid: anybody}}
	code, stdout, stderr := runCommand(t, cmd)
	assertRefused(t, code, 1, stdout, stderr, "no TCP or UDP socket has the port 1 in the network namespaces that this program can see")
	assert.Regexp(t, `those of \d+ processes it may not look into \(CAP_SYS_PTRACE\)`, stderr)
}
