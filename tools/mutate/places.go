package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The kinds of changes, in the order of the report.
var kinds = []string{"number", "layout", "unit", "bound", "family", "phase", "access", "since", "privilege", "level", "name", "mark", "value", "offset", "word"}

// A place is where something is changed, and how.
type place struct {
	file       string
	line       int
	start, end int    // of what is replaced
	kind       string // one of kinds
	where      string // id of the option, or the variable or function that it is in
	from, to   string
	ports      []string // those for which the file counts
	// patch is a statement that makes the same change at the start of a program;
	// empty where only the source can be changed.
	patch string
}

func (p place) String() string {
	return fmt.Sprintf("%-9s %s:%d %s: %s -> %s", p.kind, p.file, p.line, p.where, p.from, p.to)
}

// key names the place in equivalents, whatever the line.
func (p place) key() string { return p.file + " " + p.where + " " + p.from + " -> " + p.to }

// The ports that stand for a system; the first is that of the machine.
var ports = []string{"linux/amd64", "darwin/arm64", "freebsd/amd64", "openbsd/amd64", "netbsd/amd64", "dragonfly/amd64",
	"illumos/amd64", "solaris/amd64", "aix/ppc64", "windows/amd64"}

// A source is a file of the package.
type source struct {
	name  string
	text  []byte
	fset  *token.FileSet
	ast   *ast.File
	ports []string
	// layouts has, of each option, those that it has on any system, and of each
	// layout those that stand for it elsewhere.
	layouts *layouts
	list    []place
	where   string
	// assign begins the patches of what is being looked at, as in "table[idTTL].".
	assign string
	form   bool // the file has a form: how values lie in memory
}

// places returns all that could be changed.
func places(root string) ([]place, error) {
	var paths []string
	for _, pattern := range []string{"*.go", "internal/sys/*.go", "internal/wire/*.go"} {
		list, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return nil, err
		}
		paths = append(paths, list...)
	}
	var sources []*source
	for _, path := range paths {
		name, err := filepath.Rel(root, path)
		if err != nil {
			return nil, err
		}
		if strings.HasSuffix(name, "_test.go") || slices.Contains(generated, name) {
			continue
		}
		s := &source{name: name, fset: token.NewFileSet(), form: strings.HasPrefix(name, "internal/wire/")}
		if s.text, err = os.ReadFile(path); err != nil {
			return nil, err
		}
		if s.ast, err = parser.ParseFile(s.fset, path, s.text, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
		for _, port := range ports {
			ctx := build.Default
			ctx.GOOS, ctx.GOARCH, _ = strings.Cut(port, "/")
			ctx.CgoEnabled = false
			match, err := ctx.MatchFile(filepath.Split(path))
			if err != nil {
				return nil, err
			}
			if match {
				s.ports = append(s.ports, port)
			}
		}
		if s.ports != nil {
			sources = append(sources, s)
		}
	}
	l := newLayouts(sources)
	var all []place
	for _, s := range sources {
		s.layouts = l
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok {
				generic, ok := lit.Type.(*ast.IndexExpr)
				s.form = s.form || ok && s.sourceOf(generic.X) == "form"
			}
			return !s.form
		})
		for _, decl := range s.ast.Decls {
			s.declaration(decl)
		}
		all = append(all, s.list...)
	}
	return all, nil
}

// add notes that n may be replaced by to.
func (s *source) add(kind string, n ast.Node, to string) {
	from := s.sourceOf(n)
	if from == to {
		return
	}
	pos := s.fset.Position(n.Pos())
	s.list = append(s.list, place{s.name, pos.Line, pos.Offset, pos.Offset + len(from), kind, s.where, from, to, s.ports, ""})
}

// set is add for a field, and change what a patch does with it.
func (s *source) set(kind string, kv *ast.KeyValueExpr, to, change string) {
	n := len(s.list)
	s.add(kind, kv.Value, to)
	if len(s.list) > n && s.assign != "" {
		s.list[n].patch = s.assign + s.sourceOf(kv.Key) + change
	}
}

func (s *source) sourceOf(n ast.Node) string {
	return string(s.text[s.fset.Position(n.Pos()).Offset:s.fset.Position(n.End()).Offset])
}

// plus is x, a number, with n added.
func (s *source) plus(x ast.Expr, n int) string {
	if v, err := strconv.ParseInt(s.sourceOf(x), 0, 64); err == nil {
		return strconv.FormatInt(v+int64(n), 10)
	}
	return fmt.Sprintf("(%s %+d)", s.sourceOf(x), n)
}

func (s *source) declaration(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		s.where = decl.Name.Name
		if decl.Body != nil {
			s.code(decl.Body)
		}
	case *ast.GenDecl:
		if decl.Tok == token.IMPORT {
			return
		}
		for _, spec := range decl.Specs {
			spec, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			s.where, s.assign = spec.Names[0].Name, spec.Names[0].Name+"."
			for _, v := range spec.Values {
				s.value(v)
			}
		}
	}
}

// value finds what may be changed in the value of a variable or constant.
func (s *source) value(x ast.Expr) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			s.code(n.Body)
			return false
		case *ast.CompositeLit:
			switch {
			case typeName(n) == "meta":
				s.option(n)
				return false
			case s.where == "table" || s.where == "sharedTable":
				table := s.where
				for _, elt := range n.Elts {
					kv := elt.(*ast.KeyValueExpr)
					s.where = kv.Key.(*ast.Ident).Name
					s.assign = table + "[" + s.where + "]."
					s.row(kv.Value.(*ast.CompositeLit))
				}
				return false
			}
			s.words(n)
		case *ast.SelectorExpr:
			s.number(n)
			return false
		case *ast.KeyValueExpr: // an index is no value
			s.value(n.Value)
			return false
		case *ast.BasicLit:
			s.number(n)
		}
		return true
	})
}

// number finds the numbers that are neither of a row nor of an entry: those of
// levels and families, sizes, offsets, flags.
func (s *source) number(x ast.Expr) {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if pkg, ok := x.X.(*ast.Ident); ok && s.data() && (pkg.Name == "unix" || pkg.Name == "windows") {
			s.add("number", x, s.plus(x, 1))
		}
	case *ast.BasicLit:
		if x.Kind == token.INT && s.data() {
			s.add("value", x, s.plus(x, 1))
		}
	}
}

// data tells whether the file is one of tables or of values, and not of what
// works on these.
func (s *source) data() bool {
	return s.form || strings.HasPrefix(s.name, "options_") || s.name == "kinds.go" || s.name == "layout.go" || s.name == "catalogue.go"
}

// words finds the strings of a list of names.
func (s *source) words(lit *ast.CompositeLit) {
	array, ok := lit.Type.(*ast.ArrayType)
	if !ok {
		return
	}
	if elt, ok := array.Elt.(*ast.Ident); !ok || elt.Name != "string" {
		return
	}
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			elt = kv.Value
		}
		if text, ok := elt.(*ast.BasicLit); ok && text.Value != `""` {
			s.add("word", text, strings.TrimSuffix(text.Value, `"`)+`x"`)
		}
	}
}

// code finds, in a function, where the fields of a structure are, and words.
func (s *source) code(body ast.Node) {
	if !s.data() {
		return
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SliceExpr:
			if lit, ok := n.Low.(*ast.BasicLit); ok {
				s.add("offset", lit, s.plus(lit, 1))
			}
			if lit, ok := n.High.(*ast.BasicLit); ok { // more may be left unread
				s.add("offset", lit, s.plus(lit, -1))
			}
		case *ast.IndexExpr:
			if lit, ok := n.Index.(*ast.BasicLit); ok && lit.Kind == token.INT {
				s.add("offset", lit, s.plus(lit, 1))
			}
		case *ast.CompositeLit:
			s.words(n)
		}
		return true
	})
}

// row finds what may be changed in a row of a system's table.
func (s *source) row(lit *ast.CompositeLit) {
	for _, elt := range lit.Elts {
		kv := elt.(*ast.KeyValueExpr)
		switch kv.Key.(*ast.Ident).Name {
		case "number":
			s.set("number", kv, s.plus(kv.Value, 1), "++")
		case "as":
			s.as(kv)
		case "grant":
			row := s.assign
			s.assign += "grant."
			for _, elt := range kv.Value.(*ast.UnaryExpr).X.(*ast.CompositeLit).Elts {
				kv := elt.(*ast.KeyValueExpr)
				switch kv.Key.(*ast.Ident).Name {
				case "twice":
					s.set("mark", kv, "false", " = false")
				case "force":
					s.set("number", kv, s.plus(kv.Value, 1), "++")
				case "limit":
					s.become("name", kv, strings.TrimSuffix(s.sourceOf(kv.Value), `"`)+`x"`)
				}
			}
			s.assign = row
		default:
			s.field(kv)
		}
	}
}

// option finds what may be changed in an entry of the catalogue.
func (s *source) option(meta *ast.CompositeLit) {
	for _, elt := range meta.Elts {
		if kv := elt.(*ast.KeyValueExpr); kv.Key.(*ast.Ident).Name == "id" {
			s.where = kv.Value.(*ast.Ident).Name
		}
	}
	for _, elt := range meta.Elts {
		s.field(elt.(*ast.KeyValueExpr))
	}
}

// become is set where the patch is an assignment.
func (s *source) become(kind string, kv *ast.KeyValueExpr, to string) { s.set(kind, kv, to, " = "+to) }

// field finds what may be changed in a field that rows and entries have both, or
// entries alone.
func (s *source) field(kv *ast.KeyValueExpr) {
	from := s.sourceOf(kv.Value)
	switch kv.Key.(*ast.Ident).Name {
	case "name", "also": // which go into the index too, so that a patch would not do
		s.add("name", kv.Value, strings.TrimSuffix(from, `"`)+`2"`)
	case "level":
		s.become("level", kv, after([]string{"levelSocket", "levelIP", "levelIPv6", "levelTCP", "levelUDP"}, from))
	case "access":
		s.become("access", kv, after([]string{"AccessReadWrite", "AccessReadOnly", "AccessWriteOnly"}, from))
	case "phase":
		s.become("phase", kv, after([]string{"AnyTime", "BeforeBind", "BeforeListen", "BeforeConnect", "AfterListen", "AfterConnect"}, from))
	case "kinds":
		s.become("family", kv, after([]string{"anyKind", "inet", "tcpKinds", "inet6", "udpKinds", "streaming", "dgram", "inetDgram", "inet6Dgram"}, from))
	case "min":
		s.set("bound", kv, s.plus(kv.Value, 1), "++")
	case "max":
		s.set("bound", kv, s.plus(kv.Value, -1), "--")
	case "unit":
		s.become("unit", kv, after([]string{`"bytes"`, `"segments"`, `"hops"`}, from))
	case "since":
		s.become("since", kv, strings.TrimSuffix(from, `"`)+`1"`)
	case "priv":
		if to := strings.Replace(from, "CAP_NET_", "CAP_SYS_", 1); to != from {
			s.become("privilege", kv, to)
		} else {
			s.become("privilege", kv, `""`)
		}
	case "effect":
		s.become("mark", kv, `""`)
	case "state", "secret", "irreversible":
		s.become("mark", kv, "false")
	}
}

// after returns what follows in a list, the first behind the last and for what is
// not in it.
func after(list []string, x string) string { return list[(slices.Index(list, x)+1)%len(list)] }

// as changes the layout of a row: a unit of time to another, and else to a
// layout that the option or another one of the same has elsewhere.
func (s *source) as(kv *ast.KeyValueExpr) {
	from := s.sourceOf(kv.Value)
	if to, ok := map[string]string{"seconds": "milliseconds", "halfSeconds": "seconds", "milliseconds": "seconds", "uMillis": "seconds",
		"microseconds": "milliseconds", "timeval": "seconds", "connectSeconds": "seconds"}[from]; ok {
		s.become("unit", kv, to)
	} else if to := s.layouts.instead(s.where, from); to != "" {
		s.become("layout", kv, to)
	}
}

// layouts tells what layouts an option has on the systems.
type layouts struct {
	ofOption map[string][]string
	beside   map[string][]string // of a layout, those that an option has where it has not that one
	isBool   map[string]bool
}

func newLayouts(sources []*source) *layouts {
	l := &layouts{map[string][]string{}, map[string][]string{}, map[string]bool{}}
	for _, s := range sources {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if generic, ok := lit.Type.(*ast.IndexExpr); ok && s.sourceOf(generic) == "param[bool]" {
				for _, elt := range lit.Elts[0].(*ast.CompositeLit).Elts {
					if kv := elt.(*ast.KeyValueExpr); s.sourceOf(kv.Key) == "id" {
						l.isBool[s.sourceOf(kv.Value)] = true
					}
				}
			}
			for _, elt := range lit.Elts {
				kv, ok := elt.(*ast.KeyValueExpr)
				if !ok {
					continue
				}
				row, ok := kv.Value.(*ast.CompositeLit)
				if !ok {
					continue
				}
				for _, elt := range row.Elts {
					if field, ok := elt.(*ast.KeyValueExpr); ok && s.sourceOf(field.Key) == "as" {
						id, as := s.sourceOf(kv.Key), s.sourceOf(field.Value)
						l.ofOption[id] = append(l.ofOption[id], as)
					}
				}
			}
			return true
		})
	}
	for _, list := range l.ofOption {
		for _, a := range list {
			for _, b := range list {
				if a != b && !slices.Contains(l.beside[a], b) {
					l.beside[a] = append(l.beside[a], b)
				}
			}
		}
	}
	for _, list := range l.beside {
		slices.Sort(list)
	}
	return l
}

// instead returns what a row of an option may have in the place of a layout: one
// that is known for it on another system, or one known beside that layout, or one
// of another size. Forms of an int that a bool cannot tell apart are one.
func (l *layouts) instead(id, as string) string {
	ints := []string{"cInt", "cUint", "cFlag"}
	other := func(to string) bool {
		return to != as && !(l.isBool[id] && slices.Contains(ints, as) && slices.Contains(ints, to))
	}
	for _, list := range [][]string{l.ofOption[id], l.beside[as], {"cByte", "cUint64"}} {
		for _, to := range list {
			if other(to) {
				return to
			}
		}
	}
	return ""
}

func typeName(lit *ast.CompositeLit) string {
	if id, ok := lit.Type.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// choose takes n places: one of each file in turn, and of a file one of each kind
// in turn.
func choose(all []place, n int, seed uint64) []place {
	random := rand.New(rand.NewPCG(seed, seed))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	files := map[string]map[string][]place{}
	for _, p := range all {
		if files[p.file] == nil {
			files[p.file] = map[string][]place{}
		}
		files[p.file][p.kind] = append(files[p.file][p.kind], p)
	}
	// In each file the kinds are in turn, and begin with another one than in the
	// file before, so that each kind has its share.
	queues := map[string][]place{}
	names := slices.Sorted(maps.Keys(files))
	for i, name := range names {
		for {
			before := len(queues[name])
			for k := range kinds {
				kind := kinds[(i+k)%len(kinds)]
				if left := files[name][kind]; len(left) > 0 {
					queues[name] = append(queues[name], left[0])
					files[name][kind] = left[1:]
				}
			}
			if len(queues[name]) == before {
				break
			}
		}
	}
	var chosen []place
	for turn := 0; len(chosen) < min(n, len(all)); turn++ {
		for _, name := range names {
			if turn < len(queues[name]) && len(chosen) < n {
				chosen = append(chosen, queues[name][turn])
			}
		}
	}
	return chosen
}
