package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Whoever owns a process chooses its name, the names of the interfaces in its
// namespace and the addresses of its sockets: nothing of them reaches a terminal
// as it is, in any form of output.
func TestHostileProcess(t *testing.T) {
	needRoot(t)
	c := startChild(t, "hostile", &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET})
	styles := regexp.MustCompile(`\x1b\[(|1|2|3[0-7])m`)
	escaped := 0
	for _, args := range [][]string{
		{"inspect", c.pid()}, {"inspect", c.at("udp6")}, {"inspect", c.at("unix"), "-all"}, {"inspect", c.at("tied")},
		{"diff", c.at("udp6"), c.at("tied")}, {"diff", c.at("udp6"), c.at("unix")},
		{"watch", c.at("udp6"), "-count", "1"}, {"watch", c.at("unix"), "-count", "1"},
		{"set", c.at("tcp"), fmt.Sprint("SO_BINDTOIFINDEX=", c.fds["index"])}, {"set", c.at("tied"), "SO_BINDTOIFINDEX=0"}, {"set", c.at("unix"), "SO_PRIORITY=1"},
		{"inspect", c.pid() + "/999"}, {"inspect", c.pid() + "/0"},
	} {
		for _, form := range [][]string{nil, {"-o", "wide"}, {"-json"}} {
			args := append(args[:len(args):len(args)], form...)
			_, stdout, stderr := sockoptCommand(args...)
			assertHarmless(t, stdout+stderr, args)
			escaped += strings.Count(stdout+stderr, `\x1b`)
			if args[0] == "diff" || args[1] == c.pid()+"/999" || args[1] == c.pid()+"/0" {
				continue // exit with another code
			}
			if args[0] == "watch" && !slices.Contains(form, "-json") {
				continue // draws on a terminal, see below
			}
			out := startTerminal(t, 200, 50, nil, args...).ends(0)
			assertHarmless(t, strings.ReplaceAll(styles.ReplaceAllString(out, ""), "\r\n", "\n"), args)
		}
	}
	assert.Greater(t, escaped, 50, "the names are shown")
	for _, name := range []string{"udp6", "unix"} {
		out := startTerminal(t, 100, 60, nil, "watch", c.at(name), "-interval", "20ms", "-count", "2").ends(0)
		assert.NotContains(t, out, "\x1b]0;PWN")
		assert.NotContains(t, out, "\x1b[31mX")
		assert.Contains(t, out, `\x1b`)
	}

	// In JSON they are whole.
	udp := inspectJSON(t, c.at("udp6"))[c.fds["udp6"]]
	assert.Equal(t, `\x1b[31mX\a\xff`, udp.Command)
	assert.Equal(t, `[ff02::7%\x1b]0;PWN]:5`, udp.Remote)
	assert.Equal(t, `@\x1b]0;PWN\a\n\xff`, inspectJSON(t, c.at("unix"))[c.fds["unix"]].Local)
}

// What a file says is as harmless as what a process says.
func TestHostileFile(t *testing.T) {
	for _, evil := range hostile {
		text, err := json.Marshal([]any{map[string]any{
			"pid": 1, "fd": 3, "command": evil, "user": evil, "kind": evil, "state": evil, "local": evil, "remote": evil,
			"options": []any{map[string]any{"name": evil, "text": evil}, map[string]any{"name": "SO_MARK", "text": evil}},
		}})
		require.NoError(t, err)
		dir := t.TempDir()
		a, b, wrong := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, strings.ReplaceAll(evil, "\x00", "")+"c")
		require.NoError(t, os.WriteFile(a, text, 0o666))
		require.NoError(t, os.WriteFile(b, []byte(`[{"pid": 1, "fd": 3, "options": []}]`), 0o666))
		require.NoError(t, os.WriteFile(wrong, []byte("{"), 0o666))
		for _, form := range [][]string{{"-all"}, {"-all", "-o", "wide"}, {"-all", "-json"}} {
			code, stdout, stderr := sockoptCommand(append([]string{"diff", a, b}, form...)...)
			assert.Equal(t, 3, code, stderr)
			assert.Contains(t, stdout, "SO_MARK")
			assertHarmless(t, stdout+stderr, evil, form)
		}
		code, stdout, stderr := sockoptCommand("diff", wrong, b)
		assert.Equal(t, 1, code)
		assertHarmless(t, stdout+stderr, evil)
	}
}

// Arguments come from scripts, and those from anywhere.
func TestHostileArguments(t *testing.T) {
	c := startChild(t, "sockets", nil)
	for _, evil := range hostile {
		for _, args := range [][]string{
			{"list", "--" + evil}, {"list", "-" + evil}, {"inspect", "--" + evil + "=1", c.pid()}, {"set", "--" + evil, "x"}, {"-" + evil},
			{evil}, {"help", evil}, {"list", evil}, {"inspect", evil}, {"inspect", "1/" + evil}, {"inspect", "1/2@" + evil}, {"set", evil, evil}, {"diff", evil, evil},
			{"list", "-os", evil}, {"list", "-level", evil}, {"list", "-o", evil}, {"list", "-name", evil}, {"list", "-all=" + evil},
			{"probe", "-kind", evil}, {"probe", "-option", evil}, {"watch", c.at("client"), "-interval", evil}, {"watch", c.at("client"), "-count", evil},
			{"set", c.at("client"), evil}, {"set", c.at("client"), evil + "=1"}, {"set", c.at("client"), evil + "?=1"}, {"set", c.at("client"), "SO_MARK=" + evil},
			{"set", c.at("client"), "TCP_CONGESTION=" + evil, "TCP_NODELAY=on"}, {"set", c.at("client"), "TCP_CONGESTION=" + evil, "-json"},
			{"set", c.at("client"), "TCP_CONGESTION=" + evil, "-o", "wide"}, {"set", c.at("client"), "SO_BINDTODEVICE=" + evil}, {"set", c.at("client"), "SO_BINDTOIFINDEX=" + evil},
			{"set", c.at("udp6"), "TCP_CONGESTION?=" + evil},
			{"__complete", "set", "1/2", evil}, {"__complete", evil}, {"__complete", "list", "--" + evil}, {"completion", evil},
		} {
			_, stdout, stderr := sockoptCommand(args...)
			assertHarmless(t, stdout+stderr, fmt.Sprintf("%q", args))
		}
	}
	_, _, stderr := sockoptCommand("list", "--\x1b[31mX")
	assert.Contains(t, stderr, `unknown flag: --\x1b[31mX`)
}
