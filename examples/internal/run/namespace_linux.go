package run

import (
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

const inNamespace = "SOCKOPT_EXAMPLE_NAMESPACE" // set in a test that InNamespace runs

// InNamespace runs the test that calls it once more, in a process that is root
// of a network namespace of its own, where lo is up. It tells whether this is
// that process; in the other, the test is over.
//
//	if !run.InNamespace(t) {
//		return
//	}
func InNamespace(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inNamespace) != "" {
		Command(t, "", "ip", "link", "set", "lo", "up")
		return true
	}
	// An ordinary user may be root of a namespace where the kernel lets him.
	for _, attr := range []*syscall.SysProcAttr{
		{Cloneflags: syscall.CLONE_NEWNET},
		{
			Cloneflags:  syscall.CLONE_NEWNET | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		},
	} {
		cmd := self(t, "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=1m")
		cmd.Env = append(cmd.Env, inNamespace+"=yes")
		cmd.SysProcAttr = attr
		out, err := cmd.CombinedOutput()
		if cmd.Process == nil {
			continue
		}
		if strings.Contains(string(out), "--- SKIP: "+t.Name()) {
			t.Skipf("%s", out)
		}
		require.NoErrorf(t, err, "%s", out)
		return false
	}
	t.Skip("needs CAP_SYS_ADMIN, or a kernel that lets ordinary users make namespaces")
	return false
}

// NeedIPv6 skips the test if the kernel or its loopback interface has no IPv6.
func NeedIPv6(t *testing.T) {
	t.Helper()
	conn, err := net.ListenPacket("udp6", "[::1]:0")
	if err != nil {
		t.Skip("needs IPv6 on the loopback interface: ", err)
	}
	conn.Close()
}

// Command runs a program of the system, with text on its standard input. The
// test is skipped where there is no such program, or the kernel does not do it.
func Command(t *testing.T, stdin, name string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip("needs the program ", name)
	}
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	for _, lack := range []string{
		"not supported", "Unknown device type", // the kernel is built without it
		"not permitted", // being root of a namespace may not be enough
	} {
		if err != nil && strings.Contains(string(out), lack) {
			t.Skipf("needs what %s %s asks for: %s", name, strings.Join(args, " "), out)
		}
	}
	require.NoErrorf(t, err, "%s %s: %s", name, strings.Join(args, " "), out)
}
