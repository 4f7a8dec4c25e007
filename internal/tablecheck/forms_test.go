package tablecheck

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"
)

// A form is how the value of a row lies in memory, which way it goes, and in
// what bounds.
type form struct {
	level, name    string
	access, layout string
	min, max       int64 // of the row and the entry together; both zero: none
}

func (f form) String() string {
	text := f.level + " " + f.name + " " + f.access + f.layout
	if f.min != 0 || f.max != 0 {
		text += fmt.Sprintf(" %d..%d", f.min, f.max)
	}
	return text
}

// Every row of every table has the form that forms.tsv says, and no other row is
// there.
func TestForms(t *testing.T) {
	want := readForms(t)
	for p, tab := range loadAll(t) {
		var got []string
		for _, f := range tab.forms {
			got = append(got, f.String())
		}
		system, _, _ := strings.Cut(p.column(), "/")
		assert.ElementsMatch(t, want[system], got, "%s", p)
	}
}

// readForms reads forms.tsv, by system.
func readForms(t *testing.T) map[string][]string {
	text, err := os.ReadFile("forms.tsv")
	require.NoError(t, err)
	forms := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, fields, 4, "%q", line)
		for system := range strings.FieldsSeq(fields[3]) {
			forms[system] = append(forms[system], strings.Join(fields[:3], " "))
		}
	}
	return forms
}

// A shape is what a system's structures have in common.
type shape struct {
	sockaddrLen                     bool  // struct sockaddr begins with its length
	storage, groupOffset            int64 // sockaddr_storage, and where it is in struct group_req
	timeval                         int64
	dualStack, levelZeroShared      bool
	groupRequests, timeoutIsTimeval bool // whether a row has them
}

// shapes are those of the headers, for words of 64 bits.
var shapes = map[string]shape{
	"linux":     {storage: 128, groupOffset: 8, timeval: 16, dualStack: true},
	"darwin":    {sockaddrLen: true, storage: 128, groupOffset: 4, timeval: 16, levelZeroShared: true}, // #pragma pack(4) in netinet/in.h
	"freebsd":   {sockaddrLen: true, storage: 128, groupOffset: 8, timeval: 16, levelZeroShared: true},
	"openbsd":   {sockaddrLen: true, storage: 256, groupOffset: 8, timeval: 16, levelZeroShared: true},
	"netbsd":    {sockaddrLen: true, storage: 128, groupOffset: 8, timeval: 16, levelZeroShared: true},
	"dragonfly": {sockaddrLen: true, storage: 128, groupOffset: 8, timeval: 16, levelZeroShared: true},
	"illumos":   {storage: 256, groupOffset: 8, timeval: 16},
	"solaris":   {storage: 256, groupOffset: 8, timeval: 16},
	"aix":       {sockaddrLen: true, storage: 1288, groupOffset: 8, timeval: 16},
	"windows":   {storage: 128, groupOffset: 8, dualStack: true}, // SOCKADDR_STORAGE is aligned to 8 on either
}

// shapes32 are the sizes that differ where words have 32 bits. An int64_t is
// aligned to 4 bytes on 386 and to 8 on the others; Linux has struct timeval of
// two longs behind the numbers of SO_RCVTIMEO that x/sys has.
var shapes32 = map[string]struct{ groupOffset, timeval int64 }{
	"linux": {4, 8}, "freebsd/386": {4, 8}, "freebsd": {8, 16}, "netbsd/386": {4, 12}, "netbsd": {8, 16},
	"openbsd/386": {4, 12}, "openbsd": {8, 16}, "windows": {8, 0},
}

func TestShapes(t *testing.T) {
	for p, tab := range loadAll(t) {
		system, _, _ := strings.Cut(p.column(), "/")
		if system == "" {
			continue
		}
		want := shapes[system]
		if words32(p.goarch) {
			small, ok := shapes32[system+"/"+p.goarch]
			if !ok {
				small, ok = shapes32[system]
			}
			require.True(t, ok, "%s", p)
			want.groupOffset, want.timeval = small.groupOffset, small.timeval
		}
		got := tab.shape
		if !got.groupRequests {
			got.storage, got.groupOffset = want.storage, want.groupOffset
		}
		if !got.timeoutIsTimeval {
			got.timeval = want.timeval
		}
		want.groupRequests, want.timeoutIsTimeval = got.groupRequests, got.timeoutIsTimeval
		assert.Equal(t, want, got, "%s", p)
	}
}

func words32(goarch string) bool {
	return slices.Contains([]string{"386", "arm", "mips", "mipsle"}, goarch)
}

// form reads a row and the entry that it is of.
func (e *evaluator) form(r row, lit, meta *ast.CompositeLit) form {
	here, all := e.fields(lit), e.fields(meta)
	f := form{level: r.level, name: r.name, layout: here["as"].(*ast.Ident).Name}
	for _, fields := range []map[string]ast.Expr{all, here} {
		if x := fields["access"]; x != nil {
			f.access = [...]string{"", "get ", "set "}[e.integer(x, x)]
		}
		lo, hi := e.bound(fields["min"]), e.bound(fields["max"])
		switch {
		case lo == 0 && hi == 0:
		case f.layout == "cString" || f.layout == "cBytes": // a row has the length of the buffer
			f.min, f.max = lo, hi
		case f.min == 0 && f.max == 0:
			f.min, f.max = lo, hi
		default:
			f.min, f.max = max(f.min, lo), min(f.max, hi)
		}
	}
	return f
}

// bound evaluates a bound, zero if there is none.
func (e *evaluator) bound(x ast.Expr) int64 {
	if x == nil {
		return 0
	}
	return e.integer(x, x)
}

// named reads a list of families or types.
func (e *evaluator) named(variable, what string) (list []row) {
	lit := e.vars[variable]
	if lit == nil {
		return nil
	}
	for _, elt := range lit.Elts {
		fields := elt.(*ast.CompositeLit).Elts
		list = append(list, row{level: what, number: e.integer(fields[0], elt), name: e.text(fields[2], elt)})
	}
	return list
}

// shape reads the constants of a port, those in upper case from the packages below.
func (e *evaluator) shape(pkg *packages.Package, forms []form) shape {
	const module = "github.com/go-sockopt/sockopt/internal/"
	value := func(name string) constant.Value {
		for _, in := range []*packages.Package{pkg, pkg.Imports[module+"sys"], pkg.Imports[module+"wire"]} {
			if c, ok := in.Types.Scope().Lookup(name).(*types.Const); ok {
				return c.Val()
			}
		}
		return constant.MakeUnknown()
	}
	number := func(name string) int64 { n, _ := constant.Int64Val(value(name)); return n }
	truth := func(name string) bool { return value(name).Kind() == constant.Bool && constant.BoolVal(value(name)) }
	return shape{truth("SockaddrLen"), number("SockaddrStorageSize"), number("groupReqOffset"), number("TimevalSize"),
		truth("dualStack"), truth("levelZeroShared"),
		slices.ContainsFunc(forms, func(f form) bool { return f.layout == "groupSource4" }),
		slices.ContainsFunc(forms, func(f form) bool { return f.layout == "timeval" })}
}
