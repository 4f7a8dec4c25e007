package main

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Of several senders only the one that was asked for is heard.
func TestSource(t *testing.T) {
	group := freePort(t, "232.1.2.3")
	p := run.Start(t, "-group", group, "-interface=lo", "-source=127.0.0.2", "-count=1")
	p.Expect(listening)
	send(t, group, "lo", "127.0.0.1", "of another")
	send(t, group, "lo", "127.0.0.2", "of the one")
	assert.Zero(t, p.Wait())
	assert.Regexp(t, `127\.0\.0\.2:\d+: "of the one"`, p.Output())
	assert.NotContains(t, p.Output(), "of another")
}

// Between two hosts with two links, which namespaces stand for, each program hears
// what comes in by its interface, and of its source if it has one: also where
// other programs of the host have joined the same group otherwise.
func TestBetweenHosts(t *testing.T) {
	if !run.InNamespace(t) {
		return
	}
	run.NeedIPv6(t)
	runtime.LockOSThread() // the thread goes to and fro, and programs start where it is
	enter := func(host *os.File) { require.NoError(t, unix.Setns(int(host.Fd()), unix.CLONE_NEWNET)) }
	receiver := namespace(t)
	require.NoError(t, unix.Unshare(unix.CLONE_NEWNET))
	sender := namespace(t)
	enter(receiver)
	for _, link := range []struct{ name, ipv4, ipv6 string }{{"veth1", "192.0.2.", "2001:db8:1::"}, {"veth2", "198.51.100.", "2001:db8:2::"}} {
		run.Command(t, "", "ip", "link", "add", link.name, "type", "veth", "peer", "name", link.name,
			"netns", fmt.Sprintf("/proc/%d/fd/%d", os.Getpid(), sender.Fd()))
		for host, addrs := range map[*os.File][]string{receiver: {"1"}, sender: {"7", "8"}} {
			enter(host)
			for _, addr := range addrs {
				run.Command(t, "", "ip", "addr", "add", link.ipv4+addr+"/24", "dev", link.name)
				run.Command(t, "", "ip", "addr", "add", link.ipv6+addr+"/64", "dev", link.name, "nodad")
			}
			run.Command(t, "", "ip", "link", "set", link.name, "up")
		}
		enter(receiver)
	}
	enter(sender)
	awaitRoute(t, "veth1")
	awaitRoute(t, "veth2")
	enter(receiver)

	for _, test := range []struct{ group, net1, net2 string }{
		{"232.1.2.3", "192.0.2.", "198.51.100."},
		{"ff3e::1234", "2001:db8:1::", "2001:db8:2::"},
	} {
		group := freePort(t, test.group)
		on1 := run.Start(t, "-group", group, "-interface=veth1", "-count=2")
		on2 := run.Start(t, "-group", group, "-interface=veth2", "-count=1")
		of8 := run.Start(t, "-group", group, "-interface=veth1", "-source", test.net1+"8", "-count=1")
		for _, p := range []*run.Process{on1, on2, of8} {
			p.Expect(listening)
		}
		enter(sender)
		send(t, group, "veth2", test.net2+"7", "by 2 of 7")
		send(t, group, "veth1", test.net1+"7", "by 1 of 7")
		send(t, group, "veth1", test.net1+"8", "by 1 of 8")
		enter(receiver)
		for p, want := range map[*run.Process][]string{on1: {"by 1 of 7", "by 1 of 8"}, on2: {"by 2 of 7"}, of8: {"by 1 of 8"}} {
			assert.Zero(t, p.Wait())
			var got []string
			for _, match := range regexp.MustCompile(`"(.*)"`).FindAllStringSubmatch(p.Output(), -1) {
				got = append(got, match[1])
			}
			assert.Equal(t, want, got, group)
		}
	}
}

// awaitRoute waits until an interface that has just come up sends IPv6 to groups.
func awaitRoute(t *testing.T, link string) {
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		conn, err := net.Dial("udp6", "[ff02::1%"+link+"]:9")
		if err == nil {
			conn.Close()
			return
		}
		require.True(t, time.Now().Before(end), "%v", err)
	}
}

// namespace returns that of the thread.
func namespace(t *testing.T) *os.File {
	f, err := os.Open("/proc/thread-self/ns/net")
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}
