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

	// What only the kernel refuses ends it, and says so.
	code, stdout, stderr := sockoptCommand("set", c.at("client"), "TCP_CONGESTION=avian", "TCP_NODELAY=on")
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "TCP_CONGESTION")
	assert.NotContains(t, stdout, "TCP_NODELAY")
	assert.Zero(t, c.reads("client", unix.IPPROTO_TCP, unix.TCP_NODELAY))
	code, _, stderr = sockoptCommand("set", c.at("udp6"), "TCP_NODELAY=on")
	assert.Equal(t, 1, code)
	assert.Contains(t, stderr, "IPv6 UDP socket does not have it")
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
