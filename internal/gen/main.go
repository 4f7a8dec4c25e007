// Command gen writes catalogue_gen.go: the index of the options, from the
// catalogue files and the tables. It is run by go generate.
//
// The catalogue and the tables stay the only places where a person writes an
// option down: what joins them (the constants that index the tables, the list
// that All walks, the OSes that have an option, the names that it has there) is
// worked out here.
package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/parser"
	"go/token"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const output = "catalogue_gen.go"

// The values of GOOS that have a table, in the order of the osSet bits.
var systems = []struct{ goos, bit string }{
	{"aix", "onAIX"}, {"darwin", "onDarwin"}, {"dragonfly", "onDragonfly"}, {"freebsd", "onFreeBSD"},
	{"illumos", "onIllumos"}, {"linux", "onLinux"}, {"netbsd", "onNetBSD"}, {"openbsd", "onOpenBSD"},
	{"solaris", "onSolaris"}, {"windows", "onWindows"},
}

// An option is what the catalogue files say.
type option struct {
	id    string // constant that indexes the tables
	level string // constant of the level
	entry string // variable that holds the entry
	name  string // exported variable; empty for one that is only half of another
	cname string
	also  string            // another C name, of no row
	twins []string          // entries of the twins
	rows  map[string]string // GOOS to the C name in its row, which is often empty
}

func main() {
	log.SetFlags(0)
	options, err := read(".")
	if err != nil {
		log.Fatal(err)
	}
	src, err := format.Source(generate(options))
	if err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(output, src, 0o666); err != nil {
		log.Fatal(err)
	}
}

func read(dir string) ([]*option, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	var options []*option
	var levels []string             // the constants, in their order
	exported := map[string]string{} // entry to exported variable
	tables := map[string][]*ast.CompositeLit{}
	for _, path := range paths {
		base := filepath.Base(path)
		if base == output || strings.HasSuffix(base, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if list := levelConstants(file); list != nil {
			levels = list
		}
		for name, lit := range variables(file) {
			typ := typeName(lit)
			switch {
			case typ == "Option" || typ == "ReadOnly" || typ == "WriteOnly" || typ == "Request" || typ == "SettableRequest":
				exported[entryOf(lit.Elts[0])] = name
			case typ == "param":
				options = append(options, newOption(name, lit.Elts[0].(*ast.CompositeLit)))
			case typ == "query":
				param := field(lit, "param").(*ast.CompositeLit)
				options = append(options, newOption(name, param.Elts[0].(*ast.CompositeLit)))
			case typ == "meta":
				options = append(options, newOption(name, lit))
			case name == "table" || name == "sharedTable":
				for _, sys := range systems {
					ctx := build.Context{GOOS: sys.goos, GOARCH: "amd64", Compiler: "gc"}
					if match, err := ctx.MatchFile(dir, base); err != nil {
						return nil, err
					} else if match {
						tables[sys.goos] = append(tables[sys.goos], lit)
					}
				}
			}
		}
	}
	byID := map[string]*option{}
	for _, o := range options {
		o.name = exported[o.entry]
		if byID[o.id] != nil {
			return nil, fmt.Errorf("%s has two entries", o.id)
		}
		byID[o.id] = o
	}
	for goos, lits := range tables {
		for _, lit := range lits {
			for _, elt := range lit.Elts {
				kv := elt.(*ast.KeyValueExpr)
				id := kv.Key.(*ast.Ident).Name
				if byID[id] == nil {
					return nil, fmt.Errorf("%s has a row for %s and no entry", goos, id)
				}
				byID[id].rows[goos] = stringField(kv.Value.(*ast.CompositeLit), "name")
			}
		}
	}
	// The order of the files and of what is in them has no meaning.
	slices.SortFunc(options, func(a, b *option) int {
		return cmp.Or(cmp.Compare(slices.Index(levels, a.level), slices.Index(levels, b.level)), cmp.Compare(a.cname, b.cname), cmp.Compare(a.id, b.id))
	})
	return options, nil
}

// levelConstants returns the constants of type level, if the file declares them.
func levelConstants(file *ast.File) (names []string) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		if typ, ok := gen.Specs[0].(*ast.ValueSpec).Type.(*ast.Ident); !ok || typ.Name != "level" {
			continue
		}
		for _, spec := range gen.Specs {
			names = append(names, spec.(*ast.ValueSpec).Names[0].Name)
		}
	}
	return names
}

// variables yields the package variables of a file that are composite literals.
func variables(file *ast.File) func(yield func(string, *ast.CompositeLit) bool) {
	return func(yield func(string, *ast.CompositeLit) bool) {
		for _, decl := range file.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.VAR {
				continue
			}
			for _, spec := range gen.Specs {
				spec := spec.(*ast.ValueSpec)
				for i, v := range spec.Values {
					if lit, ok := v.(*ast.CompositeLit); ok && !yield(spec.Names[i].Name, lit) {
						return
					}
				}
			}
		}
	}
}

func typeName(lit *ast.CompositeLit) string {
	t := lit.Type
	switch ix := t.(type) {
	case *ast.IndexExpr:
		t = ix.X
	case *ast.IndexListExpr:
		t = ix.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// entryOf returns x of &x or &x.meta.
func entryOf(e ast.Expr) string {
	e = e.(*ast.UnaryExpr).X
	if sel, ok := e.(*ast.SelectorExpr); ok {
		e = sel.X
	}
	return e.(*ast.Ident).Name
}

func field(lit *ast.CompositeLit, name string) ast.Expr {
	for _, elt := range lit.Elts {
		if kv := elt.(*ast.KeyValueExpr); kv.Key.(*ast.Ident).Name == name {
			return kv.Value
		}
	}
	return nil
}

func stringField(lit *ast.CompositeLit, name string) string {
	if v, ok := field(lit, name).(*ast.BasicLit); ok {
		s, err := strconv.Unquote(v.Value)
		if err != nil {
			log.Fatal(err)
		}
		return s
	}
	return ""
}

func newOption(entry string, meta *ast.CompositeLit) *option {
	o := &option{
		id:    field(meta, "id").(*ast.Ident).Name,
		level: field(meta, "level").(*ast.Ident).Name,
		entry: entry,
		cname: stringField(meta, "name"),
		also:  stringField(meta, "also"),
		rows:  map[string]string{},
	}
	if twins, ok := field(meta, "twins").(*ast.UnaryExpr); ok {
		for _, t := range twins.X.(*ast.CompositeLit).Elts {
			o.twins = append(o.twins, entryOf(t))
		}
	}
	return o
}

func generate(options []*option) []byte {
	byEntry := map[string]*option{}
	for _, o := range options {
		byEntry[o.entry] = o
	}
	var b bytes.Buffer
	b.WriteString("// Code generated by internal/gen from the catalogue and the tables; DO NOT EDIT.\n\npackage sockopt\n\n")
	b.WriteString("// An id is the place of an option in the tables.\ntype id uint16\n\nconst (\n_ id = iota\n")
	for _, o := range options {
		fmt.Fprintf(&b, "%s\n", o.id)
	}
	b.WriteString("numOptions\n)\n\nvar catalogue = [numOptions]entry{\n")
	for _, o := range options {
		if o.name == "" {
			continue
		}
		var bits, aliases []string
		if o.also != "" {
			aliases = append(aliases, o.also)
		}
		for _, sys := range systems {
			alias, has := o.rows[sys.goos]
			if alias != "" && alias != o.cname && !slices.Contains(aliases, alias) {
				aliases = append(aliases, alias)
			}
			for _, t := range o.twins {
				_, twin := byEntry[t].rows[sys.goos]
				has = has || twin
			}
			if has {
				bits = append(bits, sys.bit)
			}
		}
		fmt.Fprintf(&b, "%s: {&%s, %q, ", o.id, o.entry, o.name)
		if aliases == nil {
			b.WriteString("nil, ")
		} else {
			fmt.Fprintf(&b, "%#v, ", aliases)
		}
		if bits == nil {
			log.Fatalf("%s is in no table", o.id)
		}
		fmt.Fprintf(&b, "%s},\n", strings.Join(bits, " | "))
	}
	b.WriteString("}\n")
	return b.Bytes()
}
