package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt"
)

// sockoptCommand runs the program.
func sockoptCommand(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = run(args, &out, &err)
	return code, out.String(), err.String()
}

func TestUsageErrors(t *testing.T) {
	type test struct {
		args []string
		says string
	}
	tests := map[string]test{
		"no command":         {nil, "no command"},
		"unknown command":    {[]string{"frobnicate"}, `"frobnicate"`},
		"unknown list flag":  {[]string{"list", "-frob"}, "-frob"},
		"unknown probe flag": {[]string{"probe", "-frob"}, "-frob"},
		"flag without value": {[]string{"list", "-os"}, "-os"},
		"list argument":      {[]string{"list", "NoDelay"}, `"NoDelay"`},
		"help argument":      {[]string{"help", "frob"}, `"frob"`},
		"unknown system":     {[]string{"list", "-os", "templeos"}, "freebsd"},
		"unknown level":      {[]string{"list", "-level", "IPPROTO_FROB"}, "IPPROTO_TCP"},
	}
	if len(socketKinds()) > 0 {
		tests["unknown kind"] = test{[]string{"probe", "-kind", "tcp4,avian"}, `"avian"`}
		tests["unknown option"] = test{[]string{"probe", "-option", "SO_AVIAN"}, `"SO_AVIAN"`}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			code, stdout, stderr := sockoptCommand(test.args...)
			assert.Equal(t, 2, code)
			assert.Empty(t, stdout)
			assert.Contains(t, stderr, "Usage:")
			assert.Contains(t, stderr, test.says)
		})
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"-h"}, {"--help"}, {"list", "-h"}, {"probe", "-help"}, {"help", "set"}, {"watch", "--help"}} {
		code, stdout, stderr := sockoptCommand(args...)
		assert.Equal(t, 0, code, args)
		assert.Contains(t, stdout, "Exit codes:\n  0  all went well", args)
		assert.Empty(t, stderr, args)
	}
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer w.Close()
	require.NoError(t, r.Close())
	for _, args := range [][]string{{"list"}, {"list", "-json"}, {"help"}} {
		var stderr bytes.Buffer
		assert.Equal(t, 1, run(args, w, &stderr), args)
		assert.Contains(t, stderr.String(), "sockopt: write", args)
	}
	var stderr bytes.Buffer
	assert.Equal(t, 1, run([]string{"list"}, failingWriter{}, &stderr))
	assert.Equal(t, "sockopt: file does not exist\n", stderr.String())
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, fs.ErrNotExist }

// listNames returns the Go names that list prints with the flags.
func listNames(t *testing.T, flags ...string) []string {
	t.Helper()
	code, stdout, stderr := sockoptCommand(append([]string{"list"}, flags...)...)
	require.Equal(t, 0, code, stderr)
	var names []string
	for line := range strings.Lines(stdout) {
		names = append(names, strings.Fields(line)[0])
	}
	require.Equal(t, "OPTION", names[0])
	return names[1:]
}

func TestListFilters(t *testing.T) {
	all := listNames(t)
	for _, test := range []struct {
		flags     []string
		has, lack []string
	}{
		{nil, []string{"NoDelay", "BSDCompat", "ExclusiveAddrUse", "HopLimit"}, nil},
		{[]string{"-os", "windows"}, []string{"NoDelay", "ExclusiveAddrUse"}, []string{"BSDCompat", "Mark"}},
		{[]string{"-os", "Linux"}, []string{"NoDelay", "BSDCompat", "Mark"}, []string{"ExclusiveAddrUse", "NoSigPipe"}},
		{[]string{"-level", "IPPROTO_TCP"}, []string{"NoDelay", "TCPInfo"}, []string{"ReuseAddr", "TTL"}},
		{[]string{"-level", "ip"}, []string{"TTL", "HopLimit"}, []string{"IPv6V6Only", "NoDelay"}},
		{[]string{"-level", "ipv6"}, []string{"IPv6V6Only", "HopLimit"}, []string{"TTL", "NoDelay"}},
		{[]string{"-name", "nodelay"}, []string{"NoDelay"}, []string{"Cork"}},
		{[]string{"-name", "so_user_cookie"}, []string{"Mark"}, []string{"NoDelay"}},
		{[]string{"-os", "windows", "-level", "socket", "-name", "addr"}, []string{"ReuseAddr", "ExclusiveAddrUse"}, []string{"NoDelay", "Linger"}},
	} {
		got := listNames(t, test.flags...)
		assert.Subset(t, all, got, test.flags)
		assert.Subset(t, got, test.has, test.flags)
		for _, name := range test.lack {
			assert.NotContains(t, got, name, test.flags)
		}
	}
	assert.Equal(t, listNames(t, "-level", "IPPROTO_TCP"), listNames(t, "-level", "tcp"))
	assert.Equal(t, listNames(t, "-os", "linux"), listNames(t, "-os", "android"))
	assert.Equal(t, listNames(t, "-os", "darwin"), listNames(t, "-os", "ios"))
}

func TestListNoMatch(t *testing.T) {
	code, stdout, stderr := sockoptCommand("list", "-name", "avian")
	assert.Equal(t, 1, code)
	assert.Empty(t, stdout)
	assert.Equal(t, "sockopt: no option matches\n", stderr)

	code, stdout, _ = sockoptCommand("list", "-name", "avian", "-json")
	assert.Equal(t, 1, code)
	assert.JSONEq(t, "[]", stdout)
}

func TestListJSON(t *testing.T) {
	code, stdout, stderr := sockoptCommand("list", "-json")
	require.Equal(t, 0, code, stderr)
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Len(t, list, len(listNames(t)))

	byName := make(map[any]map[string]any)
	for _, option := range list {
		byName[option["name"]] = option
		for key := range option {
			assert.Contains(t, []string{
				"name", "c_name", "aliases", "level", "level_number", "number", "supported",
				"type", "unit", "access", "when", "kinds", "privilege", "oses",
			}, key)
		}
	}
	keepIdle := byName["KeepIdle"]
	require.NotNil(t, keepIdle)
	assert.Equal(t, "time.Duration", keepIdle["type"])
	assert.Equal(t, "IPPROTO_TCP", keepIdle["level"])
	assert.Equal(t, "get and set", keepIdle["access"])
	assert.Equal(t, "any time", keepIdle["when"])
	assert.Contains(t, keepIdle["oses"], "linux")
	assert.NotContains(t, keepIdle["oses"], "openbsd")
	if names := []string{keepIdle["c_name"].(string)}; runtime.GOOS != "darwin" && runtime.GOOS != "ios" {
		assert.Equal(t, []string{"TCP_KEEPIDLE"}, names)
		assert.Contains(t, keepIdle["aliases"], "TCP_KEEPALIVE")
	}
	assert.Equal(t, "get", byName["SocketType"]["access"])
	assert.Equal(t, "set", byName["JoinGroup"]["access"])
	assert.Equal(t, []any{"linux"}, byName["BSDCompat"]["oses"])
	assert.NotContains(t, byName["JoinGroup"], "number", "one of two numbers")
}

func TestAllBut(t *testing.T) {
	assert.Equal(t, "all", allBut([]string{"a", "b"}, nil))
	assert.Equal(t, "all but b", allBut([]string{"a", "c", "d"}, []string{"b"}))
	assert.Equal(t, "a c", allBut([]string{"a", "c"}, []string{"b", "d"}))
}

func TestKindNames(t *testing.T) {
	tcp4, tcp6, udp4, unix := kind{name: "tcp4", family: 4}, kind{name: "tcp6", family: 6}, kind{name: "udp4", family: 4}, kind{name: "unix"}
	all := []kind{tcp4, tcp6, udp4, unix}
	for want, some := range map[string][]kind{
		"all":          all,
		"tcp4":         {tcp4},
		"tcp":          {tcp4, tcp6},
		"udp":          {udp4}, // there is no other
		"tcp4 unix":    {tcp4, unix},
		"all but udp":  {tcp4, tcp6, unix},
		"all but tcp6": {tcp4, udp4, unix},
	} {
		assert.Equal(t, want, kindNames(some, all))
	}
}

// TestCompare has two kinds of socket and options that one, both or none has.
func TestCompare(t *testing.T) {
	p := &probe{
		kinds: make([]kind, 2),
		infos: make([]sockopt.Info, 4),
		outcomes: [][]outcome{
			{{status: settable}, {status: unsupported}, {status: unsupported, value: 1}, {status: notOnOS}},
			{{status: unsupported, value: 1}, {status: unsupported}, {status: unsupported}, {status: notOnOS}},
		},
	}
	p.compare()
	assert.Equal(t, settable, p.outcomes[0][0].status)
	assert.Equal(t, wrongKind, p.outcomes[1][0].status, "the other kind has it")
	assert.Equal(t, unsupported, p.outcomes[0][1].status)
	assert.Equal(t, unsupported, p.outcomes[1][1].status)
	assert.Equal(t, readOnly, p.outcomes[0][2].status, "it was read")
	assert.Equal(t, notOnOS, p.outcomes[1][3].status)
}
