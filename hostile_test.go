package sockopt_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/internal/full"
	"github.com/stretchr/testify/require"
)

// A kernel that answers anything is put in the place of the real one, at compile
// time, and the package fuzzed on it.
func TestHostileKernel(t *testing.T) {
	full.Only(t, "builds the package and fuzzes it")
	if runtime.GOOS != "linux" {
		t.Skip("needs the numbers of Linux")
	}
	dir, err := os.Getwd()
	require.NoError(t, err)
	const name = "internal/sys/sys_unix.go"
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	text := string(b)
	for _, name := range []string{"Getsockopt", "Setsockopt"} {
		call := "return syscall" + name + "("
		require.Equal(t, 1, strings.Count(text, call))
		text = strings.Replace(text, call, "return Hostile"+name[:3]+"(", 1)
	}
	text += "\nvar (\n" +
		"HostileGet func(fd, level, name int, val unsafe.Pointer, vallen *uint32) error\n" +
		"HostileSet func(fd, level, name int, val unsafe.Pointer, vallen uintptr) error\n)\n"
	sys := filepath.Join(t.TempDir(), "sys_unix.go")
	writeFile(t, sys, text)
	path := overlayOf(t, map[string]string{
		filepath.Join(dir, name):                   sys,
		filepath.Join(dir, "hostile_fuzz_test.go"): filepath.Join(dir, "testdata/hostile/hostile_test.go"),
	})
	goTool(t, dir, "test", "-overlay", path, "-run", "FuzzHostileKernel|HostileKernelSees|HostileKernelTwins", "-fuzz", "FuzzHostileKernel", "-fuzzminimizetime", "10x", "-fuzztime", "10000x", ".")
}

// overlayOf writes what -overlay wants: which files take the place of others, by
// path.
func overlayOf(t *testing.T, replace map[string]string) string {
	b, err := json.Marshal(map[string]map[string]string{"Replace": replace})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "overlay.json")
	writeFile(t, path, string(b))
	return path
}
