package sockopt_test

import (
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// around is the program that the snippets of README.md and doc.go are part of.
const around = `package p

import (
	"context"
	"flag"
	"fmt"
	"net"
	"time"

	"` + module + `"
)

var (
	_ = flag.Var
	_ = fmt.Println
	_ = time.Second
	_ net.Conn

	ctx           context.Context
	conn          net.Conn
	ln            net.Listener
	lc            net.ListenConfig
	s, other      sockopt.Socket
	before, after *sockopt.Dump
	settings      []sockopt.Setting
	err           error
)

func _() {
`

// What README.md and the package documentation show compiles.
func TestSnippetsCompile(t *testing.T) {
	var snippets []string
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Skip("the sources did not come with this test binary")
	}
	for i, part := range strings.Split(string(readme), "```") {
		if code, ok := strings.CutPrefix(part, "go\n"); i%2 == 1 && ok {
			snippets = append(snippets, code)
		}
	}
	assert.GreaterOrEqual(t, len(snippets), 4, "of README.md")

	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	require.NoError(t, err)
	var p comment.Parser
	n := len(snippets)
	for _, block := range p.Parse(file.Doc.Text()).Content {
		if code, ok := block.(*comment.Code); ok && !strings.HasPrefix(code.Text, "go run ") {
			snippets = append(snippets, code.Text)
		}
	}
	assert.GreaterOrEqual(t, len(snippets)-n, 2, "of doc.go")

	c := newChecker(t, "flag", "fmt")
	for _, code := range snippets {
		file, err := parser.ParseFile(c.fset, "p.go", around+code+"\n}\n", parser.SkipObjectResolution)
		if !assert.NoError(t, err, code) {
			continue
		}
		config := types.Config{Importer: c.imp, Error: func(err error) {
			if !err.(types.Error).Soft { // as of a variable that the snippet does not use
				assert.NoError(t, err, code)
			}
		}}
		config.Check("p", c.fset, []*ast.File{file}, nil)
	}
}
