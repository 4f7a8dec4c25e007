package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

const module = "github.com/go-sockopt/sockopt/"

// prove writes docs/PROOF.md. It fails if statements did not run on any target
// and uncovered does not say why.
func prove(reports []*report) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Where the tests ran\n\n`lab/run -proof` wrote this on %s, with %s on %d processors. [lab/README.md](../lab/README.md) tells what the targets are.\n\n",
		time.Now().UTC().Format(time.DateOnly), runtime.Version(), runtime.NumCPU())
	table(&b, reports)

	fmt.Fprintf(&b, "\n## What ran of the package\n\n")
	all := profile{}
	fmt.Fprintf(&b, "| target | statements that ran |\n|---|---|\n")
	for _, r := range reports {
		fmt.Fprintf(&b, "| %s | %s |\n", r.target, r.cover)
		all.add(r.cover)
	}
	fmt.Fprintf(&b, "| all together | %s |\n", all)
	places, err := all.missed()
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "\nThese did not run:\n\n")
	var unexplained []string
	for _, p := range places {
		why := uncovered[p.file+" "+p.function]
		if why == "" {
			unexplained = append(unexplained, p.String())
			why = "?"
		}
		fmt.Fprintf(&b, "- %s: %s\n", p, why)
	}
	files, err := all.unbuilt()
	if err != nil {
		return err
	}
	fmt.Fprintf(&b, "\nNo target compiles these files, so that only `go vet` and internal/tablecheck see them: %s.\n", strings.Join(files, ", "))
	if err := os.WriteFile("docs/PROOF.md", b.Bytes(), 0o644); err != nil {
		return err
	}
	if unexplained != nil {
		return fmt.Errorf("nothing ran these, and lab/uncovered.go does not say why:\n%s", strings.Join(unexplained, "\n"))
	}
	return nil
}

// A profile tells which statements of the package ran.
type profile map[block]bool

// A block is statements that run one after the other.
type block struct {
	file       string
	line, last int
	from, to   string
	statements int
}

// readProfile reads what -test.coverprofile writes.
func readProfile(path string) (profile, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := profile{}
	for line := range strings.Lines(string(text)) {
		line, ok := strings.CutPrefix(strings.TrimSpace(line), module)
		if !ok {
			continue // the mode
		}
		var b block
		var count int
		name, rest, _ := strings.Cut(line, ":")
		from, rest, _ := strings.Cut(rest, ",")
		if _, err := fmt.Sscanf(rest, "%s %d %d", &b.to, &b.statements, &count); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", path, line, err)
		}
		b.file, b.from = name, from
		if _, err := fmt.Sscanf(from+" "+b.to, "%d.%d %d.", &b.line, new(int), &b.last); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", path, line, err)
		}
		p[b] = p[b] || count > 0
	}
	return p, nil
}

func (p profile) add(more profile) {
	for b, ran := range more {
		p[b] = p[b] || ran
	}
}

// String tells how many statements ran.
func (p profile) String() string {
	ran, all := 0, 0
	for b, did := range p {
		all += b.statements
		if did {
			ran += b.statements
		}
	}
	if all == 0 {
		return "not counted"
	}
	return fmt.Sprintf("%d of %d (%.1f %%)", ran, all, 100*float64(ran)/float64(all))
}

// A place is a function with lines that did not run.
type place struct {
	file, function string
	lines          []int
}

func (p place) String() string {
	var lines []string
	for _, l := range p.lines {
		lines = append(lines, strconv.Itoa(l))
	}
	return p.file + " " + p.function + ", line " + strings.Join(lines, ", ")
}

// missed returns the places with statements that did not run.
func (p profile) missed() ([]place, error) {
	var places []place
	functions := map[string][]*ast.FuncDecl{}
	files := token.NewFileSet()
	blocks := slices.SortedFunc(maps.Keys(p), func(a, b block) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.from, b.from))
	})
	for _, b := range blocks {
		if p[b] {
			continue
		}
		if functions[b.file] == nil {
			f, err := parser.ParseFile(files, b.file, nil, parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, d := range f.Decls {
				if d, ok := d.(*ast.FuncDecl); ok {
					functions[b.file] = append(functions[b.file], d)
				}
			}
		}
		in := slices.IndexFunc(functions[b.file], func(d *ast.FuncDecl) bool {
			return files.Position(d.Pos()).Line <= b.line && b.last <= files.Position(d.End()).Line
		})
		name := "outside of functions"
		if in >= 0 {
			name = functionName(functions[b.file][in])
		}
		if n := len(places); n == 0 || places[n-1].file != b.file || places[n-1].function != name {
			places = append(places, place{file: b.file, function: name})
		}
		last := &places[len(places)-1]
		if !slices.Contains(last.lines, b.line) {
			last.lines = append(last.lines, b.line)
		}
	}
	return places, nil
}

// functionName returns the name of a function, and its receiver's type before it.
func functionName(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	typ := d.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name + "." + d.Name.Name
		default:
			return d.Name.Name
		}
	}
}

// goFiles returns the Go files of the counted packages.
func goFiles() (files []string, err error) {
	for _, pkg := range counted {
		paths, err := filepath.Glob(filepath.Join(pkg, "*.go"))
		if err != nil {
			return nil, err
		}
		files = append(files, paths...)
	}
	return files, nil
}

// unbuilt returns the files of the package that have statements, of which none
// are in p.
func (p profile) unbuilt() ([]string, error) {
	built := map[string]bool{}
	for b := range p {
		built[b.file] = true
	}
	paths, err := goFiles()
	if err != nil {
		return nil, err
	}
	var files []string
	for _, path := range paths {
		if built[path] || strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(f.Decls, func(d ast.Decl) bool {
			d2, ok := d.(*ast.FuncDecl)
			return ok && d2.Body != nil && len(d2.Body.List) > 0
		}) {
			files = append(files, path)
		}
	}
	return files, nil
}
