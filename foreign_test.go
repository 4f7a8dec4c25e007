package sockopt_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/internal/full"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The package as it is on another system is compiled for this one, with the
// numbers, errnos and structs that x/sys has for that system, and its tests run:
// those of what lies in memory, and what that system's kernel was observed to
// answer. The order of the bytes stays that of the host, and what an errno is in
// package syscall that of Linux.
func TestForeign(t *testing.T) {
	full.Only(t, "builds the package for 13 systems")
	if runtime.GOOS+"/"+runtime.GOARCH != "linux/amd64" {
		t.Skip("needs linux/amd64, on which programs of 32 bits may run too")
	}
	no32Bits := run386(t)
	for _, port := range []string{
		"freebsd/amd64", "netbsd/amd64", "dragonfly/amd64", "windows/amd64", // observed
		"openbsd/amd64", "darwin/arm64", "illumos/amd64", "solaris/amd64", "aix/ppc64",
		"freebsd/386", "netbsd/386", "netbsd/arm", "windows/386",
	} {
		t.Run(port, func(t *testing.T) {
			f := newForeign(t, port)
			if f.host == "386" && no32Bits != nil {
				t.Skip("needs a kernel that executes programs of 32 bits: ", no32Bits)
			}
			tests := "TestWire|TestTableFits"
			if f.goarch == "amd64" { // as what was observed
				tests += "|TestObserved"
			}
			if slices.Contains([]string{"freebsd", "netbsd", "dragonfly"}, f.goos) && f.goarch == "amd64" { // whose values the seeds were seen to be wrong about
				tests += "|FuzzEncodeAny|FuzzSetting"
			}
			overlay := f.overlay(t)
			t.Setenv("GOARCH", f.host)
			out := goTool(t, ".", slices.Concat([]string{"test", "-vet=off", "-overlay", overlay, "-run", "^(" + tests + ")", "-v"}, packages)...)
			assert.Contains(t, out, "--- PASS: TestWireTimeval")
			if f.goarch == "amd64" && slices.Contains([]string{"freebsd", "netbsd", "dragonfly", "windows"}, f.goos) {
				assert.Contains(t, out, "--- PASS: TestObserved ")
				assert.Equal(t, f.goos != "windows", strings.Contains(out, "--- PASS: TestObservedClasses ")) // Windows was not asked
				for _, said := range regexp.MustCompile(`(?:observed|classes)_test\.go:\d+: (.*)`).FindAllStringSubmatch(out, -1) {
					t.Log(said[1])
				}
			}
		})
	}
}

// run386 runs a program for linux/386 and returns what the kernel says to it.
func run386(t *testing.T) error {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "go.mod"), "module hello\n")
	writeFile(t, filepath.Join(dir, "main.go"), "package main\n\nfunc main() { println(\"hello, world\") }\n")
	t.Setenv("GOARCH", "386")
	defer t.Setenv("GOARCH", runtime.GOARCH)
	goTool(t, dir, "build", "-o", "hello.exe")
	out, err := exec.Command(filepath.Join(dir, "hello.exe")).CombinedOutput()
	if err == nil {
		require.Equal(t, "hello, world\n", string(out))
	}
	return err
}

// packages are those with files of one system.
var packages = []string{".", "./internal/sys", "./internal/wire"}

// A foreign is the package for another system, in the making.
type foreign struct {
	goos, goarch string
	host         string            // GOARCH here, whose words are as wide
	dir          string            // where the files lie that take the place of others
	replace      map[string]string // by path, the path of what takes its place
	sys          string            // the package of x/sys
	names        map[string]bool   // what is used of it
}

func newForeign(t *testing.T, port string) *foreign {
	f := &foreign{host: "amd64", dir: t.TempDir(), replace: map[string]string{}, sys: "unix", names: map[string]bool{}}
	f.goos, f.goarch, _ = strings.Cut(port, "/")
	if f.goarch == "386" || f.goarch == "arm" {
		f.host = "386"
	}
	if f.goos == "windows" {
		f.sys = "windows"
	}
	return f
}

// overlay writes all files and returns the path of what -overlay wants.
func (f *foreign) overlay(t *testing.T) string {
	for _, pkg := range packages {
		here, there := f.files(t, "linux", f.host, pkg), f.files(t, f.goos, f.goarch, pkg)
		for _, name := range here {
			if !slices.Contains(there, name) {
				f.write(t, filepath.Join(pkg, name), "//go:build ignore\n\npackage none\n")
			}
		}
		for _, name := range there {
			b, err := os.ReadFile(filepath.Join(pkg, name))
			require.NoError(t, err)
			source := f.source(t, name, string(b))
			if !slices.Contains(here, name) {
				name = plainName(name)
			}
			f.write(t, filepath.Join(pkg, name), source)
		}
	}
	f.observations(t)
	f.standIn(t)
	return overlayOf(t, f.replace)
}

// files returns the Go files of a package that a port has, and those of its
// internal tests.
func (f *foreign) files(t *testing.T, goos, goarch, pkg string) []string {
	t.Setenv("GOOS", goos)
	t.Setenv("GOARCH", goarch)
	defer t.Setenv("GOOS", "linux")
	list := goTool(t, ".", "list", "-f", "{{join .GoFiles \"\\n\"}}\n{{join .TestGoFiles \"\\n\"}}\n{{if eq \"linux\" \""+goos+"\"}}{{join .XTestGoFiles \"\\n\"}}{{end}}", pkg)
	return strings.Fields(list)
}

// write puts a file into the package.
func (f *foreign) write(t *testing.T, name, text string) {
	dir, err := os.Getwd()
	require.NoError(t, err)
	path := filepath.Join(f.dir, strings.ReplaceAll(name, "/", "-"))
	writeFile(t, path, text)
	f.replace[filepath.Join(dir, name)] = path
}

// plainName is a name that says of no port.
func plainName(name string) string {
	if base, ok := strings.CutSuffix(name, "_test.go"); ok {
		return strings.ReplaceAll(base, "_", "-") + "_test.go"
	}
	return strings.ReplaceAll(name, "_", "-")
}

// unconstrained is a source without its build constraint.
func unconstrained(text string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "//go:build ") {
			return strings.Replace(text, line, "", 1)
		}
	}
	return text
}

// source is a file of the package, with the stand-in in the place of x/sys and of
// the system calls.
func (f *foreign) source(t *testing.T, name, text string) string {
	text = unconstrained(text)
	text = strings.ReplaceAll(text, "\"golang.org/x/sys/"+f.sys+"\"", f.sys+" \""+module+"/internal/foreign\"")
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	require.NoError(t, err)
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == f.sys {
				f.names[sel.Sel.Name] = true
			}
		}
		return true
	})
	if name == "sys_unix.go" {
		for from, to := range map[string]string{
			"return syscallGetsockopt(int(fd),": "return unix.Get(fd,", "return syscallSetsockopt(int(fd),": "return unix.Set(fd,",
			"return unixGetsockname(int(fd),": "return unix.Getsockname(fd,", "syscall.Getpeername(int(fd))": "unix.Peer(fd)",
		} {
			require.Equal(t, 1, strings.Count(text, from), from)
			text = strings.Replace(text, from, to, 1)
		}
	}
	return text
}

// observations puts in the tests of what was observed, where something was.
func (f *foreign) observations(t *testing.T) {
	for _, name := range []string{"observed_test.go", "classes_test.go"} {
		b, err := os.ReadFile("testdata/foreign/" + name)
		require.NoError(t, err)
		f.write(t, name, strings.ReplaceAll(string(b), "GOOS", f.goos))
	}
}

// standIn makes the package that is in the place of x/sys.
func (f *foreign) standIn(t *testing.T) {
	b, err := os.ReadFile("testdata/foreign/" + f.sys + ".go")
	require.NoError(t, err)
	text := string(b)
	dir := strings.TrimSpace(goTool(t, ".", "list", "-f", "{{.Dir}}", "golang.org/x/sys/unix"))
	if f.sys == "windows" {
		text += constantsOf(t, f.names, filepath.Join(dir, "../windows/types_windows.go"), filepath.Join(dir, "../windows/zerrors_windows.go"))
	} else {
		for _, name := range f.files(t, f.goos, f.goarch, "golang.org/x/sys/unix") {
			if strings.HasPrefix(name, "zerrors_") || strings.HasPrefix(name, "ztypes_") {
				b, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				f.write(t, "internal/foreign/"+plainName(name), unconstrained(string(b)))
			}
		}
	}
	f.write(t, "internal/foreign/foreign.go", text)
}

// constantsOf declares the constants of some files that have the names.
func constantsOf(t *testing.T, names map[string]bool, paths ...string) string {
	var b strings.Builder
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		specs := map[string]*ast.ValueSpec{}
		ast.Inspect(file, func(n ast.Node) bool {
			if gen, ok := n.(*ast.GenDecl); ok && gen.Tok == token.CONST {
				for _, spec := range gen.Specs {
					spec := spec.(*ast.ValueSpec)
					specs[spec.Names[0].Name] = spec
				}
			}
			return true
		})
		declared := map[string]bool{}
		var declare func(name string)
		declare = func(name string) {
			spec := specs[name]
			if spec == nil || declared[name] {
				return
			}
			declared[name] = true
			b.WriteString("\nconst " + name)
			if spec.Type != nil {
				b.WriteString(" " + types.ExprString(spec.Type))
			}
			b.WriteString(" = " + types.ExprString(spec.Values[0]) + "\n")
			ast.Inspect(spec.Values[0], func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					declare(id.Name)
				}
				return true
			})
		}
		for _, name := range slices.Sorted(maps.Keys(names)) {
			declare(name)
		}
	}
	return b.String()
}
