package sockopt_test

import (
	"bytes"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/go-sockopt/sockopt"

// goTool runs the go command in dir and returns what it prints.
func goTool(t *testing.T, dir string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command: ", err)
	}
	cmd := exec.Command(path, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off")
	if cache, err := exec.Command(path, "env", "GOCACHE").Output(); err != nil || !writable(strings.TrimSpace(string(cache))) {
		cmd.Env = append(cmd.Env, "GOCACHE="+t.TempDir())
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if strings.Contains(stderr.String(), "module lookup disabled by GOPROXY=off") {
		t.Skip("this user's go command has no copy of the modules that the package needs, and gets none here")
	}
	require.NoError(t, err, "go %v: %s%s", args, &stderr, out)
	return string(out)
}

// writable tells whether the go command can keep its cache there.
func writable(dir string) bool {
	if dir == "" || dir == "off" || os.MkdirAll(dir, 0o777) != nil {
		return false
	}
	f, err := os.CreateTemp(dir, "")
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}

// A checker type-checks programs that import the package.
type checker struct {
	fset *token.FileSet
	imp  types.Importer
}

// newChecker returns a checker of programs that also import more packages.
func newChecker(t *testing.T, more ...string) *checker {
	exports := map[string]string{}
	list := goTool(t, ".", append([]string{"list", "-export", "-deps", "-f", "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}", "."}, more...)...)
	for line := range strings.Lines(list) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[path] = file
	}
	c := &checker{fset: token.NewFileSet()}
	c.imp = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	return c
}

// check type-checks the body of a function that has a Socket s.
func (c *checker) check(body string) error {
	src := "package p\nimport (\"" + module + "\"; \"time\")\nvar _ time.Duration\nfunc _(s sockopt.Socket) {\n" + body + "\n}\n"
	file, err := parser.ParseFile(c.fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	_, err = (&types.Config{Importer: c.imp}).Check("p", c.fset, []*ast.File{file}, nil)
	return err
}

// What the types forbid does not compile, and the same made right does.
func TestAccessIsInTheType(t *testing.T) {
	c := newChecker(t)
	for _, test := range []struct{ bad, good, text string }{
		{"sockopt.SocketType.Set(s, 1)", "sockopt.SocketType.Get(s)", "Set undefined"},
		{"sockopt.AcceptConn.With(true)", "sockopt.KeepAlive.With(true)", "With undefined"},
		{"sockopt.TCPInfo.Set(s, sockopt.TCPMetrics{})", "sockopt.TCPInfo.Get(s)", "Set undefined"},
		{"sockopt.SndBufForce.Get(s)", "sockopt.SndBufForce.Set(s, 1)", "Get undefined"},
		{"sockopt.JoinGroup.Get(s)", "sockopt.JoinGroup.Set(s, sockopt.MulticastGroup{})", "Get undefined"},
		{"sockopt.NoDelay.Set(s, 1)", "sockopt.NoDelay.Set(s, true)", "cannot use 1"},
		{"sockopt.TTL.With(true)", "sockopt.TTL.With(1)", "cannot use true"},
		{"n := 30; sockopt.KeepIdle.Set(s, n)", "n := 30 * time.Second; sockopt.KeepIdle.Set(s, n)", "cannot use n"},
		{"sockopt.Linger.Set(s, time.Second)", "sockopt.Linger.Set(s, sockopt.LingerWait(time.Second))", "cannot use time.Second"},
		{"var n int; n, _ = sockopt.NoDelay.Get(s); _ = n", "var n bool; n, _ = sockopt.NoDelay.Get(s); _ = n", "cannot use sockopt.NoDelay.Get"},
		{"var _ sockopt.Option[bool] = sockopt.AcceptConn", "var _ sockopt.ReadOnly[bool] = sockopt.AcceptConn", "cannot use sockopt.AcceptConn"},
		{"sockopt.Apply(s, sockopt.NoDelay)", "sockopt.Apply(s, sockopt.NoDelay.With(true))", "cannot use sockopt.NoDelay"},
		{"sockopt.TTL.Set(7, 1)", "sockopt.TTL.Set(sockopt.FD(7), 1)", "cannot use 7"},
		{"_ = sockopt.Option[int]{nil}", "_ = sockopt.Option[int]{}", "unexported field"},
	} {
		assert.ErrorContains(t, c.check(test.bad), test.text, test.bad)
		assert.NoError(t, c.check(test.good), test.good)
	}
}

// Each option has the methods that its access allows and no other.
func TestAccessOfEveryOption(t *testing.T) {
	pkg, err := newChecker(t).imp.Import(module)
	require.NoError(t, err)
	methods := map[string][]string{
		"Option":          {"Get", "Info", "Set", "String", "Supported", "With"},
		"ReadOnly":        {"Get", "Info", "String", "Supported"},
		"WriteOnly":       {"Info", "Set", "String", "Supported", "With"},
		"Request":         {"Get", "Info", "String", "Supported"},
		"SettableRequest": {"Get", "Info", "Set", "String", "Supported", "With"},
	}
	count := map[string]int{}
	for _, name := range pkg.Scope().Names() {
		v, ok := pkg.Scope().Lookup(name).(*types.Var)
		if !ok || !v.Exported() || name == "ErrValue" {
			continue
		}
		typ := v.Type().(*types.Named)
		var got []string
		for m := range types.NewMethodSet(typ).Methods() {
			got = append(got, m.Obj().Name())
		}
		assert.Equal(t, methods[typ.Obj().Name()], got, name)
		count[typ.Obj().Name()]++
	}
	for access := range methods {
		assert.NotZero(t, count[access], access)
	}
}

// Each type that writes itself as text or JSON reads that too.
func TestMarshalersUnmarshal(t *testing.T) {
	pkg, err := newChecker(t).imp.Import(module)
	require.NoError(t, err)
	count := 0
	for _, name := range pkg.Scope().Names() {
		typ, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || !typ.Exported() || types.IsInterface(typ.Type()) {
			continue
		}
		methods := types.NewMethodSet(types.NewPointer(typ.Type()))
		for _, form := range []string{"Text", "JSON", "Binary"} {
			if methods.Lookup(pkg, "Marshal"+form) != nil {
				count++
				assert.NotNil(t, methods.Lookup(pkg, "Unmarshal"+form), "%s has Marshal%s", name, form)
			}
		}
	}
	assert.Greater(t, count, 40)
}
