package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// units are those of options that are times, of which JSON has nanoseconds.
var units = map[string]time.Duration{
	"TCP_KEEPIDLE": time.Second, "TCP_KEEPINTVL": time.Second, "TCP_LINGER2": time.Second, "TCP_DEFER_ACCEPT": time.Second,
	"TCP_USER_TIMEOUT": time.Millisecond, "TCP_RTO_MAX_MS": time.Millisecond,
	"SO_BUSY_POLL": time.Microsecond, "TCP_RTO_MIN_US": time.Microsecond, "TCP_DELACK_MAX_US": time.Microsecond,
}

// strace sees what the kernel answers, and agrees with every value; and with
// what is never asked.
func TestAgreesWithStrace(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("needs strace, of Debian's package strace")
	}
	c := startChild(t, "sockets", nil)
	self, err := os.Executable()
	require.NoError(t, err)
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command(strace, "-ff", "-ttt", "-o", trace, self, "inspect", c.at("client"), "-json")
	cmd.Env = append(os.Environ(), commandEnv+"=1")
	code, stdout, stderr := runCommand(t, cmd)
	require.Equal(t, 0, code, stderr)
	var sockets []socketRead
	require.NoError(t, json.Unmarshal([]byte(stdout), &sockets))
	require.Len(t, sockets, 1)

	text := merged(t, trace+".*")
	match := regexp.MustCompile(`pidfd_getfd\(\d+, ` + strconv.Itoa(c.fds["client"]) + `, 0\) += (\d+)`).FindStringSubmatchIndex(text)
	require.NotNil(t, match, "the socket was not borrowed")
	dup, rest := text[match[2]:match[3]], text[match[1]:]
	end := regexp.MustCompile(`close\(` + dup + `\)`).FindStringIndex(rest)
	require.NotNil(t, end, "the duplicate was not closed")
	rest = rest[:end[0]]

	// These are all the calls that the duplicate was used for.
	for _, call := range regexp.MustCompile(`(?m)^[\d.]+ (\w+)\(`+dup+`[,)]`).FindAllStringSubmatch(rest, -1) {
		assert.Contains(t, []string{"getsockopt", "getsockname", "getpeername", "fstat"}, call[1])
	}
	seen := map[string]string{}
	for _, call := range regexp.MustCompile(`getsockopt\(`+dup+`, \w+, (\w+)(?: /\*[^*]*\*/)?, (.*), \[\d+(?: => \d+)?\]\) = 0`).FindAllStringSubmatch(rest, -1) {
		seen[call[1]] = call[2]
	}
	for _, name := range []string{"SO_ERROR", "TCP_SAVED_SYN", "SO_PEERPIDFD", "SO_PEERSEC", "TCP_ZEROCOPY_RECEIVE"} {
		assert.NotContains(t, seen, name)
	}

	number := regexp.MustCompile(`^\[(-?\d+)\]$`)
	compared := 0
	for _, o := range sockets[0].Options {
		match := number.FindStringSubmatch(seen[o.Name])
		if match == nil {
			continue // a struct, or strace does not know the name
		}
		n, err := strconv.ParseInt(match[1], 10, 64)
		require.NoError(t, err)
		var on bool
		var v int64
		switch {
		case json.Unmarshal(o.Value, &on) == nil:
			assert.Equal(t, n != 0, on, o.Name)
		case json.Unmarshal(o.Value, &v) == nil:
			assert.Equal(t, n*max(int64(units[o.Name]), 1), v, o.Name)
		default:
			continue // text
		}
		compared++
	}
	assert.Greater(t, compared, 30)
	t.Logf("%d values compared", compared)
}

// merged returns the lines of traces, which begin with the time, in their order.
func merged(t *testing.T, pattern string) string {
	paths, err := filepath.Glob(pattern)
	require.NoError(t, err)
	var lines []string
	for _, path := range paths {
		lines = append(lines, strings.SplitAfter(readFile(t, path), "\n")...)
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}
