// Package floors has no code but the test of the order in which the files of
// package sockopt depend on each other.
package floors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	root   = "../.."
	module = "github.com/go-sockopt/sockopt"
)

// A floor is a set of files. Its files use each other and what is on the floors
// below, and nothing above.
type floor struct {
	name  string
	files string // names or patterns
}

// floors are the floors from the ground up.
var floors = []floor{
	{"ground", "internal/sys internal/wire"},
	{"words", "access.go cause.go formatvalue.go jsonreader.go kinds.go names.go parsevalue.go phase.go socket.go"},
	{"tables", "ids_gen.go layout.go level.go row.go options_*.go"},
	{"machinery", "ask.go call.go error.go gate.go integer.go param.go privilege.go setting.go sockets.go sockopt.go twins.go"},
	{"values", `acceptfilter.go addressfamily.go addrport.go addrpreferences.go aokey.go aokeystate.go audittoken.go bpf.go
		buflock.go bytes.go canfilter.go ccstate.go credentials.go dsfield.go fanout.go fastopenkeys.go flowlabel.go groups.go
		handle.go icmperror.go icmpfilter.go interface.go linger.go md5key.go minmtu.go mptcpinfo.go mptcpstate.go
		multicastfilter.go multicastgroup.go none.go npextensions.go packetclock.go packetinfo.go packetmembership.go
		packetring.go packetstats.go pathmtu.go pending.go pidfd.go portrange.go protectionlevel.go protocolnumber.go rate.go
		savesynmode.go sctp*.go secret.go servicetype.go socketmemory.go socktype.go splice.go tcpinfo.go timestamp.go
		timeval.go tlskey.go txtime.go udpencap.go zerocopy.go`},
	{"catalogue", "catalogue_[a-f]*.go catalogue_[h-z]*.go"},
	{"index", "catalogue.go catalogue_gen.go info.go"},
	{"face", "diff.go doc.go dump.go format.go hook.go json.go listen.go listener.go of.go own.go parse.go restore.go snapshot.go supported.go verify.go"},
}

// exceptions are the edges that run up all the same, as "file: name", with the
// reason.
var exceptions = map[string]string{}

// floorOf returns the number of the floors that a file or package is on.
func floorOf(name string) (on []int) {
	for i, f := range floors {
		for _, pattern := range strings.Fields(f.files) {
			if ok, err := path.Match(pattern, name); err != nil {
				panic(err)
			} else if ok {
				on = append(on, i)
			}
		}
	}
	return on
}

// Each file is on one floor, also those of other systems than this.
func TestEveryFileHasAFloor(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(root, "*.go"))
	require.NoError(t, err)
	names := []string{"internal/sys", "internal/wire"}
	for _, path := range paths {
		if name := filepath.Base(path); !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	require.Greater(t, len(names), 50)
	for _, name := range names {
		assert.Len(t, floorOf(name), 1, "%s must be on one floor", name)
	}
	for _, f := range floors {
		for _, pattern := range strings.Fields(f.files) {
			assert.True(t, slices.ContainsFunc(names, func(name string) bool {
				ok, _ := path.Match(pattern, name)
				return ok
			}), "%s: no file is called %s", f.name, pattern)
		}
	}
}

// A file uses what is on its own floor and on those below. What counts is each
// name that its code has: of a function, variable, constant or type, of a method,
// which is where the method is declared and not where its type is, and of a field.
// A method that is called through an interface is that of the interface.
func TestNoEdgeRunsUp(t *testing.T) {
	deps := dependencies(t)
	on := map[string]int{} // floorOf, remembered
	at := func(name string) int {
		n, ok := on[name]
		if !ok {
			require.Len(t, floorOf(name), 1, "%s must be on one floor", name)
			n = floorOf(name)[0]
			on[name] = n
		}
		return n
	}
	needed := map[string]bool{}
	for _, goos := range systems {
		p := check(t, goos, deps)
		require.NotEmpty(t, p.uses)
		for ident, obj := range p.uses {
			from := p.file(ident.Pos())
			to, ok := p.target(obj)
			if !ok || at(to) <= at(from) {
				continue
			}
			edge := from + ": " + obj.Name()
			needed[edge] = true
			assert.Contains(t, exceptions, edge, "%s uses %s of %s, which is above: floor %s, not %s or below",
				p.fset.Position(ident.Pos()), obj.Name(), to, floors[at(to)].name, floors[at(from)].name)
		}
	}
	for edge := range exceptions {
		assert.True(t, needed[edge], "the exception %q is not needed", edge)
	}
}

// systems are those that have files of their own, and one that has no options.
var systems = []string{
	"linux", "aix", "darwin", "dragonfly", "freebsd", "illumos", "netbsd", "openbsd", "plan9", "solaris", "windows",
}

// A program is package sockopt as the type checker sees it.
type program struct {
	fset    *token.FileSet
	imports importer
	pkg     *types.Package
	uses    map[*ast.Ident]types.Object // what each name is
}

func (p *program) file(pos token.Pos) string { return filepath.Base(p.fset.Position(pos).Filename) }

// target returns where obj is: a file of the package, or another package of the
// module.
func (p *program) target(obj types.Object) (string, bool) {
	switch o := obj.(type) {
	case *types.Var:
		obj = o.Origin()
	case *types.Func:
		obj = o.Origin()
	}
	switch pkg := obj.Pkg(); {
	case pkg == p.pkg:
		return p.file(obj.Pos()), true
	case pkg != nil && strings.HasPrefix(pkg.Path(), module+"/"):
		return strings.TrimPrefix(pkg.Path(), module+"/"), true
	}
	return "", false
}

// dependencies type-checks what the package imports on Linux, from the sources
// alone and without the bodies of functions.
func dependencies(t *testing.T) *program {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	out, err := cmd.Output()
	require.NoError(t, err)
	deps := &program{fset: token.NewFileSet(), imports: importer{"unsafe": types.Unsafe}}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; { // what a package imports is before it
		var listed struct {
			ImportPath, Dir string
			GoFiles         []string
			ImportMap       map[string]string
		}
		err := dec.Decode(&listed)
		if errors.Is(err, io.EOF) {
			return deps
		}
		require.NoError(t, err)
		if listed.ImportPath == "unsafe" || listed.ImportPath == module {
			continue
		}
		imports := maps.Clone(deps.imports)
		for from, to := range listed.ImportMap {
			imports[from] = deps.imports[to]
		}
		conf := types.Config{Importer: imports, IgnoreFuncBodies: true, Sizes: sizes}
		pkg, err := conf.Check(listed.ImportPath, deps.fset, deps.parse(t, listed.Dir, listed.GoFiles), nil)
		require.NoError(t, err)
		deps.imports[listed.ImportPath] = pkg
	}
}

var sizes = types.SizesFor("gc", "amd64")

// check type-checks the files of the package that are for a system. To take no more
// than a few seconds, the imports stay those of Linux, and of the files that Linux
// has too the functions are looked at there only. The errors of that change nothing
// about the names of the package itself.
func check(t *testing.T, goos string, deps *program) *program {
	ctx, linux := build.Default, build.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled = goos, "amd64", false
	linux.GOOS, linux.GOARCH, linux.CgoEnabled = "linux", "amd64", false
	paths, err := filepath.Glob(filepath.Join(root, "*.go"))
	require.NoError(t, err)
	var names []string
	for _, path := range paths {
		name := filepath.Base(path)
		match, err := ctx.MatchFile(root, name)
		require.NoError(t, err)
		if match && !strings.HasSuffix(name, "_test.go") {
			names = append(names, name)
		}
	}
	p := &program{fset: deps.fset, uses: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: deps.imports, Sizes: sizes, Error: func(err error) {
		if goos == "linux" {
			assert.NoError(t, err)
		}
	}}
	files := p.parse(t, root, names)
	if goos != "linux" {
		for i, name := range names {
			if match, err := linux.MatchFile(root, name); err == nil && match {
				leaveOutBodies(files[i])
			}
		}
	}
	p.pkg, _ = conf.Check(module, p.fset, files, &types.Info{Uses: p.uses})
	return p
}

func leaveOutBodies(file *ast.File) {
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
}

func (p *program) parse(t *testing.T, dir string, names []string) (files []*ast.File) {
	for _, name := range names {
		f, err := parser.ParseFile(p.fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
	}
	return files
}

// An importer has packages by path.
type importer map[string]*types.Package

func (m importer) Import(path string) (*types.Package, error) {
	if pkg := m[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("%s is not imported on Linux", path)
}
