package sockopt_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/internal/full"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// copyModule copies the sources of the module, so that programs can be added.
func copyModule(t *testing.T) string {
	dir := t.TempDir()
	for _, pattern := range []string{"*.go", "go.mod", "go.sum", "internal/gen/*.go", "internal/sys/*.go", "internal/wire/*.go"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, path := range paths {
			if !strings.HasSuffix(path, "_test.go") {
				b, err := os.ReadFile(path)
				require.NoError(t, err)
				writeFile(t, filepath.Join(dir, path), string(b))
			}
		}
	}
	return dir
}

func writeFile(t *testing.T, path, text string) {
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
}

// The generated index is that of the catalogue and the tables as they are.
func TestGeneratedIsCurrent(t *testing.T) {
	dir := copyModule(t)
	generated, err := filepath.Glob("*_gen.go")
	require.NoError(t, err)
	require.Len(t, generated, 2)
	for _, name := range generated {
		require.NoError(t, os.Remove(filepath.Join(dir, name)))
	}
	goTool(t, dir, "run", "./internal/gen")
	for _, name := range generated {
		want, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		got, err := os.ReadFile(name)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(got), "run go generate")
	}
}

// docs/SUPPORT.md has a line for each option, with all its names and systems.
func TestEveryOptionIsInSupport(t *testing.T) {
	text, err := os.ReadFile("docs/SUPPORT.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("docs/SUPPORT.md did not come with this test binary")
	}
	require.NoError(t, err)
	for o := range sockopt.All() {
		_, rest, ok := strings.Cut(string(text), "\n| `"+o.Name+"` | ")
		require.True(t, ok, "%s has no line; run go generate", o.Name)
		line, _, _ := strings.Cut(rest, "\n")
		names, _, _ := strings.Cut(line, " | ")
		assert.ElementsMatch(t, append(o.Aliases, o.CName), strings.Split(names, ", "), o.Name)
		assert.Equal(t, len(o.OSes), strings.Count(line, "●"), o.Name)
	}
}

// Programs that dial. The second sets one option in a hook, the third on the
// connection, whose socket Of has to find.
const (
	plainProgram = `package main

import "net"

func main() {
	conn, err := net.Dial("tcp", "127.0.0.1:1")
	if err == nil {
		conn.Close()
	}
}
`
	hookProgram = `package main

import (
	"net"
	"syscall"

	"github.com/go-sockopt/sockopt"
)

func main() {
	d := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error { return sockopt.NoDelay.Set(c, false) }}
	conn, err := d.Dial("tcp", "127.0.0.1:1")
	if err == nil {
		conn.Close()
	}
}
`
	optionProgram = `package main

import (
	"net"

	"github.com/go-sockopt/sockopt"
)

func main() {
	conn, err := net.Dial("tcp", "127.0.0.1:1")
	if err == nil {
		println(sockopt.NoDelay.Set(sockopt.Of(conn), false))
		conn.Close()
	}
}
`
	allProgram = `package main

import "github.com/go-sockopt/sockopt"

func main() {
	for o := range sockopt.All() {
		println(o.Name)
	}
}
`
)

// build builds a program and returns its path.
func build(t *testing.T, dir, name, text, flags string) string {
	writeFile(t, filepath.Join(dir, name, "main.go"), text)
	goTool(t, dir, "build", "-ldflags="+flags, "-o", name+".exe", "./"+name)
	return filepath.Join(dir, name+".exe")
}

// The package costs nothing at the start of a program, and not much in size.
func TestCostToAProgram(t *testing.T) {
	full.Only(t, "builds programs")
	t.Setenv("CGO_ENABLED", "0") // package net is larger with cgo
	dir := copyModule(t)
	option := build(t, dir, "option", optionProgram, "")
	all := build(t, dir, "all", allProgram, "")

	for _, path := range []string{option, all} {
		cmd := exec.Command(path)
		cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
		out, err := cmd.CombinedOutput()
		require.NoError(t, err)
		require.Contains(t, string(out), "init runtime", "the trace must be there")
		assert.NotContains(t, string(out), "init "+module, "must have nothing to do at the start")
	}

	// An option that is not used is not there.
	b, err := os.ReadFile(option)
	require.NoError(t, err)
	assert.Contains(t, string(b), "TCP_NODELAY")
	for _, name := range []string{"TCP_FASTOPEN_CONNECT", "SO_BSDCOMPAT", "TCP_NOTSENT_LOWAT"} {
		assert.NotContains(t, string(b), name)
	}

	// Size is that of what is loaded: of the debug information as much comes
	// from the constants of x/sys, whatever uses them.
	for flags, most := range map[string]struct{ hook, of int64 }{"-s -w": {150_000, 180_000}, "": {300_000, 350_000}} {
		plain := fileSize(t, build(t, dir, "plain", plainProgram, flags))
		hook := fileSize(t, build(t, dir, "hook", hookProgram, flags)) - plain
		of := fileSize(t, build(t, dir, "option", optionProgram, flags)) - plain
		t.Logf("%s/%s, -ldflags=%q: one option makes a program of %d bytes %d larger, and with Of %d", runtime.GOOS, runtime.GOARCH, flags, plain, hook, of)
		assert.LessOrEqual(t, hook, most.hook)
		assert.LessOrEqual(t, of, most.of, "Of looks into wrappers")
	}
}

func fileSize(t *testing.T, path string) int64 {
	fi, err := os.Stat(path)
	require.NoError(t, err)
	return fi.Size()
}
