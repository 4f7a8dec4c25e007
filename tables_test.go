package sockopt

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	gotypes "go/types"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A tableRow is a row of the table of some system.
type tableRow struct {
	file string
	id   id
	r    row // its layout, its bounds and whether it is set only
}

// allRows reads the tables of all systems, of which each build has one.
var allRows = sync.OnceValue(func() (rows []tableRow) {
	ids, layouts := constants("ids_gen.go", "id"), constants("layout.go", "layout")
	files, err := filepath.Glob("options_*.go")
	if err != nil {
		panic(err)
	}
	for _, file := range files {
		ast.Inspect(parseSource(file), func(n ast.Node) bool {
			kv, ok := n.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			lit, ok := kv.Value.(*ast.CompositeLit)
			key, named := kv.Key.(*ast.Ident)
			if !ok || !named || !strings.HasPrefix(key.Name, "id") {
				return true
			}
			r := row{as: layout(slices.Index(layouts, member(lit, "as").(*ast.Ident).Name))}
			r.min, r.max = number64(member(lit, "min")), number64(member(lit, "max"))
			if access, ok := member(lit, "access").(*ast.Ident); ok && access.Name == "AccessWriteOnly" {
				r.access = AccessWriteOnly
			}
			rows = append(rows, tableRow{file, id(slices.Index(ids, key.Name)), r})
			return false
		})
	}
	return rows
})

func parseSource(name string) *ast.File {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		panic(err)
	}
	return file
}

// constants returns the names of the constants of a type that are counted by
// iota, in their order.
func constants(file, typ string) (names []string) {
	for _, decl := range parseSource(file).Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		if t, ok := gen.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); !ok || t.Name != typ {
			continue
		}
		for _, spec := range gen.Specs {
			names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
		}
	}
	return names
}

// member returns the value of a field of a struct literal, nil if it is not set.
func member(lit *ast.CompositeLit, name string) ast.Expr {
	for _, elt := range lit.Elts {
		if kv := elt.(*ast.KeyValueExpr); kv.Key.(*ast.Ident).Name == name {
			return kv.Value
		}
	}
	return nil
}

// number64 evaluates a bound. One that has a name in x/sys is the length of an
// interface's name.
func number64(x ast.Expr) int64 {
	if x == nil {
		return 0
	}
	v, err := gotypes.Eval(token.NewFileSet(), nil, token.NoPos, gotypes.ExprString(x))
	if err != nil {
		return 15
	}
	n, _ := constant.Int64Val(constant.ToInt(v.Value))
	return n
}

// What is read from the source is what is compiled.
func TestAllRows(t *testing.T) {
	compiled := 0
	for i := range catalogue {
		e := &catalogue[i]
		if e.o == nil {
			continue
		}
		r := e.o.base().row()
		if r == nil {
			continue
		}
		compiled++
		assert.True(t, slices.ContainsFunc(allRows(), func(other tableRow) bool {
			return other.id == id(i) && other.r.as == r.as && other.r.min == r.min && other.r.max == r.max
		}), "%s: %+v", e.name, *r)
	}
	require.GreaterOrEqual(t, len(allRows()), compiled)
	layouts := constants("layout.go", "layout")
	assert.Len(t, layouts, len(sizes))
	for as := layout(1); int(as) < len(layouts); as++ {
		assert.True(t, slices.ContainsFunc(allRows(), func(row tableRow) bool { return row.r.as == as }), "no table has %s", layouts[as])
	}
}

// What each layout is in memory is in a test of wire forms, written down from a
// header.
func TestLayoutsHaveWireTests(t *testing.T) {
	files, err := filepath.Glob("*wire*_test.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	tests := map[string][]string{} // by layout
	for _, file := range files {
		for _, decl := range parseSource(file).Decls {
			name := "a variable"
			if f, ok := decl.(*ast.FuncDecl); ok {
				name = f.Name.Name
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && !slices.Contains(tests[id.Name], name) {
					tests[id.Name] = append(tests[id.Name], name)
				}
				return true
			})
		}
	}
	for _, as := range constants("layout.go", "layout")[1:] {
		assert.NotEmpty(t, tests[as], as)
		t.Log(as, tests[as])
	}
}
