// Package floors has no code but the test of the order in which the files of
// package sockopt depend on each other.
package floors

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
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
	{"tables", "ids_gen.go layout.go level.go row.go options_*.go sys_*.go"},
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
	{"face", "diff.go doc.go dump.go format.go hook.go json.go listen.go listener.go of.go own.go parse.go restore.go snapshot.go verify.go"},
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
	needed := map[string]bool{}
	for _, goos := range []string{"linux", "freebsd", "windows"} {
		p := load(t, goos)
		for ident, obj := range p.uses {
			from := p.file(ident.Pos())
			to, ok := p.target(obj)
			if !ok || floorOf(to)[0] <= floorOf(from)[0] {
				continue
			}
			edge := from + ": " + obj.Name()
			needed[edge] = true
			assert.Contains(t, exceptions, edge, "%s uses %s of %s, which is above: floor %s, not %s or below",
				p.fset.Position(ident.Pos()), obj.Name(), to, floors[floorOf(to)[0]].name, floors[floorOf(from)[0]].name)
		}
	}
	for edge := range exceptions {
		assert.True(t, needed[edge], "the exception %q is not needed", edge)
	}
}

// A program is package sockopt as the type checker sees it.
type program struct {
	fset *token.FileSet
	pkg  *types.Package
	uses map[*ast.Ident]types.Object
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

// load type-checks package sockopt for a system, from the sources alone. Of what
// it imports, the bodies of functions are left out.
func load(t *testing.T, goos string) *program {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,ImportMap", ".")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	out, err := cmd.Output()
	require.NoError(t, err)
	p := &program{fset: token.NewFileSet(), uses: map[*ast.Ident]types.Object{}}
	done := importer{"unsafe": types.Unsafe}
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; { // what is imported comes first
		var listed struct {
			ImportPath, Dir string
			GoFiles         []string
			ImportMap       map[string]string
		}
		if err := dec.Decode(&listed); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
		if listed.ImportPath == "unsafe" {
			continue
		}
		var files []*ast.File
		for _, name := range listed.GoFiles {
			f, err := parser.ParseFile(p.fset, filepath.Join(listed.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, f)
		}
		here := maps.Clone(done)
		for from, to := range listed.ImportMap {
			here[from] = done[to]
		}
		own := listed.ImportPath == module
		conf := types.Config{Importer: here, IgnoreFuncBodies: !own, Sizes: types.SizesFor("gc", "amd64"), FakeImportC: true}
		info := &types.Info{}
		if own {
			info.Uses = p.uses
		}
		pkg, err := conf.Check(listed.ImportPath, p.fset, files, info)
		require.NoError(t, err)
		done[listed.ImportPath] = pkg
		p.pkg = pkg // the last one is ours
	}
	require.Equal(t, module, p.pkg.Path())
	return p
}

// An importer has packages by path.
type importer map[string]*types.Package

func (m importer) Import(path string) (*types.Package, error) {
	if pkg := m[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("%s is not there", path)
}
