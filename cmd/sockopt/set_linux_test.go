package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// What set does is what the process itself reads.
func TestSet(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("set", c.at("client"), "TCP_NODELAY=on", "tcp_user_timeout=3s", "TOS=CS1", "SO_MAX_PACING_RATE?=1000000")
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^  TCP_NODELAY +off -> on$`, stdout)
	assert.Regexp(t, `(?m)^  TCP_USER_TIMEOUT +12\.345s -> 3s$`, stdout)
	assert.Regexp(t, `(?m)^  IP_TOS +AF41 -> CS1$`, stdout)
	assert.Equal(t, 1, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY))
	assert.Equal(t, 3000, c.reads("client", unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT))
	assert.Equal(t, 0x20, c.reads("client", unix.IPPROTO_IP, unix.IP_TOS))
	assert.Equal(t, 1000000, c.reads("client", unix.SOL_SOCKET, unix.SO_MAX_PACING_RATE))
	assert.Zero(t, c.reads("accepted", unix.IPPROTO_TCP, unix.TCP_NODELAY), "another socket")
}

func TestSetWhatCannotBeRead(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("set", c.at("udp6"), "IPV6_JOIN_GROUP=ff02::1:2:3%lo")
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^  IPV6_\w+ +ff02::1:2:3%lo, which cannot be read back$`, stdout)
	assert.Contains(t, readFile(t, "/proc/"+c.pid()+"/net/igmp6"), "ff020000000000000000000100020003")
}

// A value that the kernel does not take as it is makes itself known.
func TestSetVerifies(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("set", "-json", c.at("client"), "TCP_WINDOW_CLAMP=1", "TCP_NODELAY=on")
	assert.Equal(t, 3, code, stderr)
	assert.Empty(t, stderr)
	var got changed
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	require.Len(t, got.Changes, 2)
	clipped := got.Changes[0]
	assert.Equal(t, "TCP_WINDOW_CLAMP", clipped.Name)
	assert.Equal(t, "1", clipped.Asked)
	assert.Equal(t, strconv.Itoa(c.reads("client", unix.IPPROTO_TCP, unix.TCP_WINDOW_CLAMP)), clipped.After)
	assert.Regexp(t, `asked for 1B?, got `+clipped.After, clipped.Error)
	assert.Equal(t, change{Name: "TCP_NODELAY", Asked: "on", Before: "off", After: "on"}, got.Changes[1])
}

func TestSetRefuses(t *testing.T) {
	c := startChild(t, "sockets", nil)
	for name, test := range map[string]struct{ setting, says string }{
		"unknown name":       {"TCP_NODELEY=on", "TCP_NODELAY"},
		"no value":           {"TCP_KEEPIDLE", "NAME=VALUE"},
		"empty":              {"", "NAME=VALUE"},
		"empty name":         {"=on", ""},
		"empty value":        {"TCP_KEEPIDLE=", "TCP_KEEPIDLE"},
		"wrong unit":         {"TCP_KEEPIDLE=3 parsecs", "TCP_KEEPIDLE"},
		"no unit":            {"TCP_KEEPIDLE=x", "TCP_KEEPIDLE"},
		"overflow":           {"IP_TTL=99999999999999999999999", "IP_TTL"},
		"out of range":       {"IP_TTL=256", "IP_TTL"},
		"binary":             {"TCP_KEEPIDLE=\x00\xff\x1b[31m", "TCP_KEEPIDLE"},
		"binary name":        {"\x00\xff=1", ""},
		"read only":          {"TCP_INFO=1", "TCP_INFO"},
		"of another system":  {"SO_NOSIGPIPE=on", "is an option of darwin"},
		"unknown interface":  {"SO_BINDTOIFINDEX=no-such-if", "no-such-if"},
		"too long":           {"SO_BINDTODEVICE=" + strings.Repeat("\x00", 5000), "SO_BINDTODEVICE"},
		"a word for boolean": {"SO_KEEPALIVE=perhaps", "SO_KEEPALIVE"},
	} {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := sockoptCommand("set", c.at("client"), "TCP_NODELAY=on", test.setting)
			assertRefused(t, code, 2, stdout, stderr, test.says)
			assert.NotContains(t, stderr, "\x1b")
			assert.NotContains(t, stderr, "\x00")
		})
	}
	assert.Zero(t, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY), "all is read before the first is set")

	code, _, stderr := sockoptCommand("set", c.at("udp6"), "TCP_NODELAY=on")
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "IPv6 UDP socket")
}

// setJSON runs set -json.
func setJSON(t *testing.T, wantCode int, args ...string) (got changed, stderr string) {
	t.Helper()
	code, stdout, stderr := sockoptCommand(append([]string{"set", "-json"}, args...)...)
	require.Equal(t, wantCode, code, stdout+stderr)
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	return got, stderr
}

// What was skipped does not look like what was set, and a typo is not skipped.
func TestSetSkips(t *testing.T) {
	c := startChild(t, "sockets", nil)
	settings := []string{"TCP_NODELAY?=on", "SO_NOSIGPIPE?=on", "so_setfib?=1", "IPV6_UNICAST_HOPS=7", "TCP_CORK?=on"}
	code, stdout, stderr := sockoptCommand(append([]string{"set", c.at("udp6")}, settings...)...)
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^  TCP_NODELAY +skipped: not supported on IPv6 UDP sockets, only on `, stdout)
	assert.Regexp(t, `(?m)^  SO_NOSIGPIPE +skipped: an option of darwin\b.*, not of linux$`, stdout)
	assert.Regexp(t, `(?m)^  SO_SETFIB +skipped: an option of freebsd\b.*, not of linux$`, stdout)
	assert.Regexp(t, `(?m)^  IPV6_UNICAST_HOPS +64 -> 7$`, stdout)
	assert.Regexp(t, `(?m)^  1 of 5 set, 4 skipped$`, stdout)
	assert.NotContains(t, stdout, "cannot be read back")
	assert.Equal(t, 7, c.reads("udp6", unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS))
	_, stdout, _ = sockoptCommand(append([]string{"set", "-o", "wide", c.at("udp6")}, settings...)...)
	assert.Regexp(t, `(?m)^TCP_NODELAY +on +skipped: `, stdout)

	got, stderr := setJSON(t, 0, append([]string{c.at("udp6")}, settings...)...)
	assert.Empty(t, stderr)
	for i, skipped := range []bool{true, true, true, false, true} {
		assert.Equal(t, skipped, got.Changes[i].Skipped, got.Changes[i].Name)
		assert.Equal(t, skipped, got.Changes[i].Reason != "", got.Changes[i].Name)
		assert.Empty(t, got.Changes[i].Error)
	}
	assert.Equal(t, []int{1, 4, 5}, []int{got.Set, got.Skipped, got.Of})

	out := startTerminal(t, 100, 30, nil, "set", c.at("udp6"), "TCP_NODELAY?=on", "IPV6_UNICAST_HOPS=8").ends(0)
	assert.Contains(t, out, "\x1b[2m  TCP_NODELAY")
	assert.Contains(t, out, "\x1b[32m  IPV6_UNICAST_HOPS", "green is what was set")

	// What is wrong is no reason to skip.
	for _, setting := range []string{"SO_NOSUCH?=1", "TCP_NODELAY?=perhaps", "SO_SETFIB?=x", "TCP_INFO?=1"} {
		code, stdout, stderr = sockoptCommand("set", c.at("udp6"), setting)
		assertRefused(t, code, 2, stdout, stderr, "")
	}
	code, stdout, _ = sockoptCommand("set", c.at("client"), "TCP_CONGESTION?=avian")
	assert.Equal(t, 1, code, "the socket has the option")
	assert.NotContains(t, stdout, "skipped")
}

// A failure leaves no question open: what was set, what was not, and what was
// not even tried.
func TestSetFailsHalfway(t *testing.T) {
	c := startChild(t, "sockets", nil)
	settings := []string{"SO_PRIORITY=5", "IP_TTL=77", "TCP_CONGESTION=avian", "TCP_NODELAY=on", "TCP_KEEPCNT=4"}
	code, stdout, stderr := sockoptCommand(append([]string{"set", c.at("client")}, settings...)...)
	assert.Equal(t, 1, code)
	assert.Regexp(t, `(?m)^  SO_PRIORITY +\d -> 5$`, stdout)
	assert.Regexp(t, `(?m)^  IP_TTL +64 -> 77$`, stdout)
	assert.Regexp(t, `(?m)^  TCP_CONGESTION +\w+ \(failed\)$`, stdout)
	assert.Regexp(t, `(?m)^  TCP_NODELAY +not tried$`, stdout)
	assert.Regexp(t, `(?m)^  TCP_KEEPCNT +not tried$`, stdout)
	assert.Regexp(t, `(?m)^  2 of 5 set$`, stdout)
	assert.Equal(t, 1, strings.Count(stdout+stderr, "no such file"), "the error is there once")
	assert.Contains(t, stderr, "TCP_CONGESTION")
	available := strings.TrimSpace(readFile(t, "/proc/sys/net/ipv4/tcp_available_congestion_control"))
	assert.Contains(t, stderr, "this kernel has: "+available)
	assert.Equal(t, 77, c.reads("client", unix.IPPROTO_IP, unix.IP_TTL))
	assert.Zero(t, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY))

	got, stderr := setJSON(t, 1, append([]string{c.at("client")}, settings...)...)
	assert.Equal(t, "sockopt: 2 of 5 set\n", stderr, "the object has the error")
	assert.Equal(t, []int{2, 5}, []int{got.Set, got.Of})
	for i, c := range got.Changes {
		assert.Equal(t, settings[i], c.Name+"="+c.Asked)
		assert.Equal(t, i > 2, c.NotTried, c.Name)
		assert.Equal(t, i == 2, c.Error != "", c.Name)
	}
	_, stdout, _ = sockoptCommand(append([]string{"set", "-o", "wide", c.at("client")}, settings...)...)
	assert.Regexp(t, `(?m)^TCP_KEEPCNT +4 +not tried$`, stdout)
	assert.Regexp(t, `(?m)^  2 of 5 set$`, stdout)
}

// ip(7): setting the type of service sets the priority, too.
func TestSetTellsSideEffects(t *testing.T) {
	c := startChild(t, "sockets", nil)
	priority := c.reads("client", unix.SOL_SOCKET, unix.SO_PRIORITY)
	code, stdout, stderr := sockoptCommand("set", c.at("client"), "SO_PRIORITY=0", "IP_TOS=EF", "IP_TTL=3", "IP_TTL=4")
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^  SO_PRIORITY +`+strconv.Itoa(priority)+` -> 0\n  IP_TOS +AF41 -> EF\n +also changed: SO_PRIORITY 0 -> 4\n  IP_TTL +64 -> 3\n  IP_TTL +3 -> 4\n$`, stdout)
	assert.Equal(t, 4, c.reads("client", unix.SOL_SOCKET, unix.SO_PRIORITY))
	settings := []string{c.at("client"), "SO_PRIORITY=0", "IP_TOS=AF41"}
	if os.Geteuid() == 0 {
		settings = append(settings, "SO_SNDBUFFORCE=100000")
	}
	got, _ := setJSON(t, 0, settings...)
	assert.Equal(t, []difference{{"SO_PRIORITY", "0", strconv.Itoa(c.reads("client", unix.SOL_SOCKET, unix.SO_PRIORITY))}}, got.Changes[1].Also)
	for _, forced := range got.Changes[2:] {
		var names []string
		for _, d := range forced.Also {
			names = append(names, d.Name)
		}
		assert.Contains(t, names, "SO_SNDBUF", "what cannot be read back shows elsewhere")
	}
}

// An option that stands for two is read back by what it stands for.
func TestSetNeutral(t *testing.T) {
	c := startChild(t, "sockets", nil)
	got, _ := setJSON(t, 0, c.at("client"), "HopLimit=77")
	assert.Equal(t, []change{{Name: "IP_TTL+IPV6_UNICAST_HOPS", Asked: "77", Before: "64", After: "77"}}, got.Changes)
}

// Linux has twice the size that was set, and limits that are told by name.
func TestSetBuffers(t *testing.T) {
	needRoot(t) // to whom SO_RCVBUFFORCE would be open
	c := startChild(t, "sockets", nil)
	for name, test := range map[string]struct {
		option int
		limit  string
	}{"SO_RCVBUF": {unix.SO_RCVBUF, "rmem_max"}, "SO_SNDBUF": {unix.SO_SNDBUF, "wmem_max"}} {
		code, stdout, stderr := sockoptCommand("set", c.at("client"), name+"=48KiB")
		require.Equal(t, 0, code, stderr)
		assert.Regexp(t, `(?m)^  `+name+` +\w+ -> 96KiB \(48KiB, which Linux doubles\)$`, stdout)
		assert.Equal(t, 96<<10, c.reads("client", unix.SOL_SOCKET, test.option))

		most := int(sysctl(t, "core/"+test.limit))
		code, stdout, stderr = sockoptCommand("set", c.at("client"), name+"=1GiB")
		require.Equal(t, 3, code, stderr)
		got := c.reads("client", unix.SOL_SOCKET, test.option)
		assert.Equal(t, 2*min(most, 1<<30-1), got, "the limit holds")
		if most < 1<<30-1 {
			assert.Regexp(t, `which Linux doubles; clipped: asked for 1GiB, got \w+: net\.core\.`+test.limit+` is `+strconv.Itoa(most)+`; `+name+`FORCE bypasses this limit`, stdout)
		}
		code, stdout, stderr = sockoptCommand("set", c.at("client"), name+"=1")
		require.Equal(t, 3, code, stderr)
		got = c.reads("client", unix.SOL_SOCKET, test.option)
		assert.Regexp(t, `-> `+strconv.Itoa(got)+`B? \(`+strconv.Itoa(got/2)+`B?, which Linux doubles; raised: asked for 1B?, got `+strconv.Itoa(got/2)+`B?\)`, stdout)
		got2, _ := setJSON(t, 3, c.at("client"), name+"=1")
		assert.Contains(t, got2.Changes[0].Error, "raised: asked for 1")
		_, stdout, _ = sockoptCommand("set", "-o", "wide", c.at("client"), name+"=64KiB")
		assert.Contains(t, stdout, "64KiB, which Linux doubles")
	}
}

func TestBufferLimit(t *testing.T) {
	rcvBuf := sockopt.RcvBuf.Info()
	clipped := &sockopt.Mismatch{Asked: 1 << 30, Got: 1<<30 - 1, Change: sockopt.Clipped}
	assert.Equal(t, "no buffer can be larger", bufferLimit(rcvBuf, clipped))
	assert.Empty(t, bufferLimit(sockopt.KeepCnt.Info(), clipped))
	assert.Empty(t, bufferLimit(rcvBuf, &sockopt.Mismatch{Asked: 1, Got: 1152, Change: sockopt.Raised}))
}

// Which socket was changed is in the output, and one that took its place is left
// alone.
func TestSetGuard(t *testing.T) {
	c := startChild(t, "sockets", nil)
	client, accepted := inspectJSON(t, c.at("client"))[c.fds["client"]], inspectJSON(t, c.at("accepted"))[c.fds["accepted"]]
	cookie := client.text("SO_COOKIE")
	got, _ := setJSON(t, 0, c.at("client")+"@"+cookie, "IP_TTL=77")
	assert.Equal(t, []string{client.Local, client.Remote, "IPv4 TCP", "ESTABLISHED"}, []string{got.Local, got.Remote, got.Kind, got.State})
	assert.Equal(t, cookie, strconv.FormatUint(got.Cookie, 10))
	assert.Equal(t, client.Inode, got.Inode)
	code, stdout, stderr := sockoptCommand("set", c.at("client"), "IP_TTL=78")
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `^exe `+c.at("client")+` \(\w+\) IPv4 TCP ESTABLISHED `+client.Local+` -> `+client.Remote+`\n`, stdout)

	for _, args := range [][]string{
		{"set", c.at("accepted") + "@" + cookie, "IP_TTL=9"}, {"inspect", c.at("accepted") + "@" + cookie}, {"watch", c.at("accepted") + "@" + cookie},
		{"diff", c.at("client"), c.at("accepted") + "@" + cookie}, {"set", c.at("accepted") + "@0", "IP_TTL=9"},
	} {
		code, stdout, stderr = sockoptCommand(args...)
		assertRefused(t, code, 1, stdout, stderr, "is another socket now, with the cookie "+accepted.text("SO_COOKIE"))
	}
	assert.Equal(t, 64, c.reads("accepted", unix.IPPROTO_IP, unix.IP_TTL))
	for _, target := range []string{c.pid() + "@" + cookie, ":80@1", c.at("client") + "@", c.at("client") + "@x", c.at("client") + "@-1", c.at("client") + "@1@1", c.at("client") + "@99999999999999999999"} {
		code, stdout, stderr = sockoptCommand("inspect", target)
		assertRefused(t, code, 2, stdout, stderr, "does not name a socket")
	}
}

func TestDiff(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("diff", c.at("client"), c.at("client"))
	assert.Equal(t, 0, code, stderr)
	assert.Empty(t, stdout)

	code, stdout, stderr = sockoptCommand("diff", c.at("client"), c.at("accepted"))
	assert.Equal(t, 3, code)
	assert.Empty(t, stderr)
	assert.Regexp(t, `(?m)^TCP_USER_TIMEOUT +12\.345s -> 0s$`, stdout)
	assert.NotContains(t, stdout, "TCP_INFO")
	_, stdout, _ = sockoptCommand("diff", "-all", c.at("client"), c.at("accepted"))
	assert.Regexp(t, `(?m)^SO_COOKIE +\d+ -> \d+$`, stdout)

	before := filepath.Join(t.TempDir(), "before.json")
	_, stdout, _ = sockoptCommand("inspect", "-json", c.at("accepted"))
	require.NoError(t, os.WriteFile(before, []byte(stdout), 0o666))
	code, stdout, stderr = sockoptCommand("diff", before, c.at("accepted"))
	assert.Equal(t, 0, code, stdout+stderr)
	code, _, stderr = sockoptCommand("set", c.at("accepted"), "SO_KEEPALIVE=on")
	require.Equal(t, 0, code, stderr)
	code, stdout, _ = sockoptCommand("diff", "-json", before, c.at("accepted"))
	assert.Equal(t, 3, code)
	assert.JSONEq(t, `[{"name": "SO_KEEPALIVE", "a": "off", "b": "on"}]`, stdout)
}

// A shell is offered the names of what can be set.
func TestCompleteSetting(t *testing.T) {
	code, stdout, stderr := sockoptCommand("__complete", "set", "1/2", "tcp_keep")
	assert.Equal(t, 0, code, stderr)
	assert.Contains(t, stdout, "TCP_KEEPIDLE=\n")
	assert.NotContains(t, stdout, "TCP_INFO")
	_, stdout, _ = sockoptCommand("__complete", "set", "tcp_keep")
	assert.NotContains(t, stdout, "TCP_KEEPIDLE")
}
