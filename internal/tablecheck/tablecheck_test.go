// Package tablecheck compares the tables of package sockopt, as they are for
// every GOOS and GOARCH, with numbers.tsv: what the systems' headers say.
//
// It is a module of its own, because package sockopt shall not need x/tools.
// Run it with -count=1: go test does not see that the tables have changed.
package tablecheck

import (
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/constant"
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
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// root is the directory of package sockopt.
var root = func() string {
	dir, err := filepath.Abs("../..")
	if err != nil {
		panic(err)
	}
	return dir
}()

// exceptions are the rows that numbers.tsv does not have, and why.
var exceptions = []struct {
	goos, name, level   string
	levelNumber, number int64
	why                 string
}{
	{"windows", "SIO_TCP_INFO", "WSAIoctl", -1, 0xd8000027 - 1<<32, "a code of WSAIoctl, not an option; mstcpip.h: _WSAIORW(IOC_VENDOR, 39), as an int32"},
}

// only is for tools/mutate.
var only = flag.String("ports", "", "load only these ports, as in linux/386,aix/ppc64")

func TestTables(t *testing.T) {
	want := readNumbers(t)
	used := make([]bool, len(exceptions))
	systems := map[string]bool{}
	for p, tab := range loadAll(t) {
		systems[p.goos] = true
		if p.column() == "" {
			assert.Empty(t, tab.rows, "%s has a table and no column in numbers.tsv", p)
			continue
		}
		assert.NotEmpty(t, tab.rows, "%s has no table", p)
		for _, problem := range tab.check(p, want) {
			t.Errorf("%s: %s", p, problem)
		}
		for _, r := range tab.rows {
			if i := exception(p.goos, r); i >= 0 {
				used[i] = true
			}
		}
	}
	for i, u := range used {
		assert.True(t, u || !systems[exceptions[i].goos], "no table has the exception %+v", exceptions[i])
	}
}

// Every number and every level of every table is such that a change of it is
// noticed.
func TestEveryChangeIsNoticed(t *testing.T) {
	want := readNumbers(t)
	for p, tab := range loadAll(t) {
		for i := range tab.rows {
			for _, change := range []func(r *row){
				func(r *row) { r.number++ },
				func(r *row) { r.number = -r.number - 1 },
				func(r *row) { r.levelNumber++ },
				func(r *row) { r.level += "2" },
				func(r *row) { r.name += "2" },
			} {
				changed := table{rows: []row{tab.rows[i]}}
				change(&changed.rows[0])
				assert.Len(t, changed.check(p, want), 1, "%s: %+v instead of %+v", p, changed.rows[0], tab.rows[i])
			}
		}
		for i := range tab.levels {
			changed := table{levels: []row{tab.levels[i]}}
			if changed.levels[0].number++; want.knows(p, "level", changed.levels[0].name) {
				assert.Len(t, changed.check(p, want), 1, "%s: %+v", p, changed.levels[0])
			}
		}
	}
}

// What x/sys has is taken from there.
func TestLiterals(t *testing.T) {
	needed := map[string]bool{} // by position: x/sys lacks the number for one port at least
	for _, tab := range loadAll(t) {
		for _, l := range tab.literals {
			needed[l.pos] = needed[l.pos] || l.lacking
		}
	}
	require.NotEmpty(t, needed)
	for pos, n := range needed {
		assert.True(t, n, "%s: x/sys has this number", pos)
	}
}

// x/sys has numbers of its own, which its makers took from headers on each port.
func TestOpinionOfSys(t *testing.T) {
	want := readNumbers(t)
	names := map[string]map[string]bool{} // by GOOS, those that were compared
	differ := map[string]bool{}
	ports, constants := 0, 0
	for p, tab := range loadAll(t) {
		if tab.sys != nil {
			ports++
		}
		for key, number := range want {
			if key[0] != p.column() {
				continue
			}
			theirs, ok := tab.sys[key[2]]
			if !ok {
				continue
			}
			constants++
			if names[p.goos] == nil {
				names[p.goos] = map[string]bool{}
			}
			names[p.goos][key[2]] = true
			if name := p.goos + " " + key[2]; sysDiffers[name] != "" {
				differ[name] = differ[name] || theirs != number
				continue
			}
			assert.Equal(t, theirs, number, "%s: %s %s", p, key[1], key[2])
		}
	}
	for name, why := range sysDiffers {
		assert.True(t, differ[name], "x/sys agrees on %s: %s", name, why)
	}
	for _, goos := range slices.Sorted(maps.Keys(names)) {
		t.Logf("%s: %d names", goos, len(names[goos]))
		assert.Greater(t, len(names[goos]), 60, goos)
	}
	t.Logf("%d constants of %d ports compared", constants, ports)
	assert.Len(t, names, 12) // the systems that have a table, Android and iOS among them
}

// sysDiffers are the constants of x/sys that are not those of the headers.
var sysDiffers = map[string]string{
	"solaris TCP_KEEPIDLE":  ofIllumos,
	"solaris TCP_KEEPCNT":   ofIllumos,
	"solaris TCP_KEEPINTVL": ofIllumos,
}

const ofIllumos = "it has the one of illumos"

// A wrong number is noticed from the source on.
func TestWrongSourceIsNoticed(t *testing.T) {
	want := readNumbers(t)
	for _, tt := range []struct {
		port      port
		file      string
		from, to  string // a regular expression and what takes its place
		problem   string
		elsewhere port // where it is right
	}{
		{port{"freebsd", "arm64"}, "options_freebsd.go", `(idUserTimeout:\s+\{number:) [^,]+`, "$1 69", "TCP_MAXUNACKTIME", port{"linux", "amd64"}},
		{port{"netbsd", "386"}, "options_netbsd.go", `(idTCPInfo:\s+\{number:) [^,]+`, "$1 unix.TCP_MAXSEG", "TCP_INFO", port{"freebsd", "386"}},
		{port{"dragonfly", "amd64"}, "options_dragonfly.go", `(idPeerCred:.*)levelLocal`, "${1}levelIP", "LOCAL_PEERCRED", port{"freebsd", "amd64"}},
		{port{"windows", "386"}, "options_windows.go", `(idSocketType:\s+\{number:) [^,]+`, "$1 0x1007", "SO_TYPE", port{"aix", "ppc64"}},
		{port{"solaris", "amd64"}, "options_oracle.go", `(idKeepIdle:\s+\{number:) [^,]+`, "$1 unix.TCP_KEEPIDLE", "TCP_KEEPIDLE", port{"illumos", "amd64"}},
		{port{"linux", "mips"}, "options_linux.go", `(idReusePort:\s+\{number:) [^,]+`, "$1 15", "SO_REUSEPORT", port{"linux", "s390x"}},
		{port{"linux", "ppc64le"}, "options_linux.go", `(idRcvLowat:\s+\{number:) [^,]+`, "$1 18", "SO_RCVLOWAT", port{"linux", "386"}},
		{port{"linux", "arm"}, "options_linux.go", `unix\.AF_VSOCK,`, "unix.SOL_VSOCK,", "AF_VSOCK", port{"darwin", "arm64"}},
		{port{"openbsd", "amd64"}, "options_bsd.go", `(idSndBuf:\s+\{number:) [^,]+`, "$1 unix.SO_RCVBUF", "SO_SNDBUF", port{"aix", "ppc64"}},
	} {
		src, err := os.ReadFile(filepath.Join(root, tt.file))
		require.NoError(t, err)
		re := regexp.MustCompile(tt.from)
		require.NotNil(t, re.Find(src), "%s has no %s", tt.file, tt.from)
		changed := re.ReplaceAll(src, []byte(tt.to))
		if tt.file == "options_oracle.go" { // which needs no import of x/sys
			changed = []byte(strings.Replace(string(changed), "package sockopt\n", "package sockopt\n\nimport \"golang.org/x/sys/unix\"\n", 1))
		}
		overlay := map[string][]byte{filepath.Join(root, tt.file): changed}

		tab, err := load(tt.port, overlay)
		require.NoError(t, err)
		problems := tab.check(tt.port, want)
		if assert.NotEmpty(t, problems, "%s with a wrong %s", tt.port, tt.problem) {
			assert.Contains(t, problems[0], tt.problem)
		}
		tab, err = load(tt.elsewhere, overlay)
		require.NoError(t, err)
		assert.Empty(t, tab.check(tt.elsewhere, want), "%s", tt.elsewhere)
	}
}

// A port is a pair of go tool dist list.
type port struct{ goos, goarch string }

func (p port) String() string { return p.goos + "/" + p.goarch }

// column names the column of numbers.tsv that is for p; empty: there is none.
func (p port) column() string {
	switch p.goos {
	case "linux", "android":
		for _, family := range []string{"mips", "ppc64"} {
			if strings.HasPrefix(p.goarch, family) {
				return "linux/" + family
			}
		}
		return "linux"
	case "darwin", "ios":
		return "darwin"
	case "freebsd", "openbsd", "netbsd", "dragonfly", "illumos", "solaris", "windows", "aix":
		return p.goos
	}
	return ""
}

// numbers are those of numbers.tsv: by column, level and C name.
type numbers map[[3]string]int64

func (n numbers) knows(p port, level, name string) bool {
	_, ok := n[[3]string{p.column(), level, name}]
	return ok
}

func readNumbers(t *testing.T) numbers {
	text, err := os.ReadFile("numbers.tsv")
	require.NoError(t, err)
	n := numbers{}
	var columns []string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if columns == nil {
			columns = fields
			continue
		}
		require.Len(t, fields, len(columns), "%q", line)
		for i, field := range fields {
			if i < 2 || field == "-" {
				continue
			}
			number, err := strconv.ParseInt(field, 10, 64)
			require.NoError(t, err, "%q", line)
			key := [3]string{columns[i], fields[0], fields[1]}
			_, twice := n[key]
			require.False(t, twice, "%q", line)
			n[key] = number
		}
	}
	return n
}

// A table is what package sockopt has for one port.
type table struct {
	rows   []row
	levels []row // those that have a number; only name and number are set
	kinds  []row // address families and socket types: the same, and as level which of the two

	literals []literal        // the numbers that are not taken from x/sys
	sys      map[string]int64 // the numbers that x/sys has
	forms    []form           // of the rows
	shape    shape
}

// A literal is a number that the source has itself.
type literal struct {
	pos     string
	lacking bool // x/sys lacks the name, or has another number
}

// A row is a row of the tables, with what it leaves to the catalogue filled in.
type row struct {
	name, level         string
	levelNumber, number int64
}

// check compares tab with want and returns what is wrong.
func (tab *table) check(p port, want numbers) (problems []string) {
	column := p.column()
	compare := func(what, level, name string, got int64) bool {
		number, ok := want[[3]string{column, level, name}]
		switch {
		case !ok:
			problems = append(problems, fmt.Sprintf("%s %s is not in numbers.tsv (the table has %d)", what, name, got))
		case number != got:
			problems = append(problems, fmt.Sprintf("%s %s is %d in the table and %d in numbers.tsv", what, name, got, number))
		}
		return ok && number == got
	}
	for _, r := range tab.rows {
		if exception(p.goos, r) >= 0 {
			continue
		}
		if compare(r.level, r.level, r.name, r.number) {
			compare(r.name+": level", "level", r.level, r.levelNumber)
		}
	}
	for _, lv := range tab.levels {
		// A level that this OS lacks does no harm where no row has it.
		if want.knows(p, "level", lv.name) {
			compare("level", "level", lv.name, lv.number)
		}
	}
	for _, kind := range tab.kinds {
		compare(kind.level, kind.level, kind.name, kind.number)
	}
	return problems
}

// exception returns the index of the exception that r is, or -1.
func exception(goos string, r row) int {
	for i, e := range exceptions {
		if e.goos == goos && (row{e.name, e.level, e.levelNumber, e.number}) == r {
			return i
		}
	}
	return -1
}

// loadAll loads the tables of all ports, once.
func loadAll(t *testing.T) map[port]*table {
	tables, err := loadOnce()
	require.NoError(t, err)
	return tables
}

var loadOnce = sync.OnceValues(func() (map[port]*table, error) {
	list, err := exec.Command("go", "tool", "dist", "list").Output()
	if err != nil {
		return nil, err
	}
	ports := strings.Fields(string(list))
	if *only != "" {
		ports = strings.Split(*only, ",")
	}
	tables, errs := make([]*table, len(ports)), make([]error, len(ports))
	var wg sync.WaitGroup
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, p := range ports {
		wg.Go(func() {
			limit <- struct{}{}
			tables[i], errs[i] = load(parsePort(p), nil)
			<-limit
		})
	}
	wg.Wait()
	all := map[port]*table{}
	for i, p := range ports {
		all[parsePort(p)] = tables[i]
	}
	return all, errors.Join(errs...)
})

func parsePort(s string) port {
	goos, goarch, _ := strings.Cut(s, "/")
	return port{goos, goarch}
}

// load type-checks package sockopt for p and evaluates its tables.
func load(p port, overlay map[string][]byte) (*table, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedTypesSizes,
		Dir:       root,
		Env:       append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.goos, "GOARCH="+p.goarch),
		Overlay:   overlay,
		ParseFile: parseFile,
	}, ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p, err)
	}
	if errs := pkgs[0].Errors; errs != nil {
		return nil, fmt.Errorf("%s: %w", p, errs[0])
	}
	e := evaluator{info: pkgs[0].TypesInfo, fset: pkgs[0].Fset, catalogue: map[int64]row{}, metas: map[int64]*ast.CompositeLit{}, vars: map[string]*ast.CompositeLit{}}
	for _, path := range []string{"golang.org/x/sys/unix", "golang.org/x/sys/windows"} {
		if sys := pkgs[0].Imports[path]; sys != nil {
			e.sys = sys.Types
		}
	}
	for _, file := range pkgs[0].Syntax {
		e.collect(file)
	}
	tab := e.table()
	tab.sys = e.constants()
	tab.shape = e.shape(pkgs[0], tab.forms)
	if e.err != nil {
		return nil, fmt.Errorf("%s: %w", p, e.err)
	}
	return tab, nil
}

// parseFile leaves out the bodies of functions of other packages than ours,
// which nothing here needs and which take most of the time.
func parseFile(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if file != nil && filepath.Dir(name) != root {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				f.Body = nil
			}
		}
	}
	return file, err
}

// An evaluator reads composite literals.
type evaluator struct {
	info      *types.Info
	fset      *token.FileSet
	catalogue map[int64]row                // by id: the C name, and the level's index as levelNumber
	metas     map[int64]*ast.CompositeLit  // the same as they are written
	vars      map[string]*ast.CompositeLit // the package's variables that are composite literals
	sys       *types.Package               // x/sys for this port, if it is imported
	err       error
}

func (e *evaluator) fail(n ast.Node, format string, args ...any) {
	e.err = errors.Join(e.err, fmt.Errorf("%s: %s", e.fset.Position(n.Pos()), fmt.Sprintf(format, args...)))
}

// collect finds the variables and the catalogue entries of a file.
func (e *evaluator) collect(file *ast.File) {
	for _, decl := range file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			spec := spec.(*ast.ValueSpec)
			for i, v := range spec.Values {
				if lit, ok := v.(*ast.CompositeLit); ok {
					e.vars[spec.Names[i].Name] = lit
				}
			}
		}
		ast.Inspect(gen, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && e.isNamed(lit, "meta") {
				e.entry(lit)
			}
			return true
		})
	}
}

func (e *evaluator) isNamed(x ast.Expr, name string) bool {
	named, ok := e.info.TypeOf(x).(*types.Named)
	return ok && named.Obj().Name() == name
}

func (e *evaluator) entry(meta *ast.CompositeLit) {
	f := e.fields(meta)
	id := e.integer(f["id"], meta)
	if _, twice := e.catalogue[id]; twice {
		e.fail(meta, "a second entry for one id")
	}
	e.metas[id] = meta
	e.catalogue[id] = row{name: e.text(f["name"], meta), levelNumber: e.integer(f["level"], meta)}
}

// fields returns the fields of a struct literal, by name.
func (e *evaluator) fields(lit *ast.CompositeLit) map[string]ast.Expr {
	f := map[string]ast.Expr{}
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			e.fail(elt, "a field without a name")
			continue
		}
		f[kv.Key.(*ast.Ident).Name] = kv.Value
	}
	return f
}

// integer evaluates x, a field of n that has to be there.
func (e *evaluator) integer(x ast.Expr, n ast.Node) int64 {
	if x != nil {
		if v := e.info.Types[x].Value; v != nil {
			if i, ok := constant.Int64Val(constant.ToInt(v)); ok {
				return i
			}
		}
	}
	e.fail(n, "no constant integer")
	return 0
}

func (e *evaluator) text(x ast.Expr, n ast.Node) string {
	if x != nil {
		if v := e.info.Types[x].Value; v != nil && v.Kind() == constant.String {
			return constant.StringVal(v)
		}
	}
	e.fail(n, "no constant string")
	return ""
}

// array calls f with the elements of an array variable whose elements have
// keys. A variable without a value has none.
func (e *evaluator) array(name string, f func(key int64, value ast.Expr)) {
	lit := e.vars[name]
	if lit == nil {
		return
	}
	for _, elt := range lit.Elts {
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			f(e.integer(kv.Key, kv), kv.Value)
		} else {
			e.fail(elt, "an element without a key")
		}
	}
}

// literal returns x, the number of a C name, if it is not taken from x/sys.
func (e *evaluator) literal(x ast.Expr, name string, number int64) []literal {
	if sel, ok := x.(*ast.SelectorExpr); ok && e.sys != nil && e.info.Uses[sel.Sel].Pkg() == e.sys {
		return nil
	}
	l := literal{pos: e.fset.Position(x.Pos()).String(), lacking: true}
	if e.sys != nil {
		if c, ok := e.sys.Scope().Lookup(name).(*types.Const); ok {
			theirs, exact := constant.Int64Val(constant.ToInt(c.Val()))
			l.lacking = !exact || theirs != number
		}
	}
	return []literal{l}
}

// constants returns the integers among the constants of x/sys, nil if it is not
// imported.
func (e *evaluator) constants() map[string]int64 {
	if e.sys == nil {
		return nil
	}
	all := map[string]int64{}
	for _, name := range e.sys.Scope().Names() {
		if c, ok := e.sys.Scope().Lookup(name).(*types.Const); ok && c.Val().Kind() == constant.Int {
			if n, exact := constant.Int64Val(c.Val()); exact {
				all[name] = n
			}
		}
	}
	return all
}

// table returns the rows of table and sharedTable.
func (e *evaluator) table() *table {
	tab := &table{}
	names, levels := map[int64]string{}, map[int64]int64{}
	e.array("levelNames", func(lv int64, x ast.Expr) { names[lv] = e.text(x, x) })
	e.array("levels", func(lv int64, x ast.Expr) {
		levels[lv] = e.integer(x, x)
		tab.levels = append(tab.levels, row{name: names[lv], number: levels[lv]})
		tab.literals = append(tab.literals, e.literal(x, names[lv], levels[lv])...)
	})
	tab.kinds = append(e.named("addressFamilies", "family"), e.named("socketTypes", "type")...)
	for _, name := range []string{"table", "sharedTable"} {
		e.array(name, func(id int64, x ast.Expr) {
			lit, ok := x.(*ast.CompositeLit)
			if !ok {
				e.fail(x, "a row that is no literal")
				return
			}
			r, ok := e.catalogue[id]
			if !ok {
				e.fail(x, "a row without an entry")
			}
			f := e.fields(lit)
			if f["name"] != nil {
				r.name = e.text(f["name"], lit)
			}
			lv := r.levelNumber
			if f["level"] != nil {
				lv = e.integer(f["level"], lit)
			}
			r.level, r.levelNumber = names[lv], levels[lv]
			r.number = e.integer(f["number"], lit)
			tab.rows = append(tab.rows, r)
			tab.forms = append(tab.forms, e.form(r, lit, e.metas[id]))
			tab.literals = append(tab.literals, e.literal(f["number"], r.name, r.number)...)
		})
	}
	return tab
}
