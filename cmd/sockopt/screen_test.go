package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// assertHarmless checks that nothing in a text can make a terminal do what is
// not asked for, whatever it is made of.
func assertHarmless(t *testing.T, text string, context ...any) {
	t.Helper()
	harmful := func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }
	if !utf8.ValidString(text) || strings.ContainsFunc(text, harmful) {
		assert.Fail(t, "reaches the terminal", "%v: %q", context, text)
	}
}

// hostile are texts that a terminal obeys: a title, a color, a cursor at another
// place, in ASCII, in the C1 set and as invalid UTF-8; and texts that look like
// others.
var hostile = []string{
	"\x1b]0;PWN\a", "\x1b[31mX", "a\nb", "a\rb", "\u009b31mX", "\x9b31mX", "\xff\xfe", "\u202egnp.exe", "\x00", "\x7f\b\b", "\u2028", "\U000e0041",
}

// Every way to write on a screen escapes.
func TestScreenEscapes(t *testing.T) {
	for _, evil := range hostile {
		var b bytes.Buffer
		s := newScreen(&b)
		s.width = 30
		s.print(plain.of(evil), bold.of(evil))
		s.sentence(red.of(evil + " " + strings.Repeat("word ", 20) + evil))
		s.text("first\n" + evil)
		s.pairs([]span{green.of(evil)}, []string{evil})
		tab := newTable(evil, "TITLE")
		tab.addCells(cell{plain.of("x"), faint.of(evil)}, cell{plain.of(evil)})
		s.table(tab, false)
		s.table(tab, true)
		require.NoError(t, s.json(map[string]any{evil: evil, "raw": json.RawMessage(strconv.QuoteToASCII("x"))}))
		require.NoError(t, s.jsonLine([]string{evil}))
		fmt.Fprint(s.documents(), "help\n\t"+evil)
		report(s, errors.Join(errors.New(evil), fmt.Errorf("x: %w", errors.Join(errors.New("a"), errors.New(evil)))))
		require.NoError(t, s.Flush())
		assertHarmless(t, b.String(), evil)

		v := view{out: s, width: 100, height: 50}
		v.add(sample{record: record{socket: socket{}, Options: []option{{Name: evil, Text: evil}}}, Changes: []difference{{Name: evil, A: evil, B: evil}}})
		v.now.record.Command, v.now.record.Kind, v.now.record.Local = evil, evil, evil
		assertHarmless(t, string(v.draw()), evil)
		p := progress{w: &b}
		b.Reset()
		p.step(evil, 1, 2)
		assertHarmless(t, strings.TrimPrefix(b.String(), "\r"), evil)
	}
}

// A style does not extend what its text may do.
func TestScreenStyles(t *testing.T) {
	s := &screen{colour: true}
	assert.Equal(t, rendered("\x1b[31m\\x1b[0mX\x1b[m"), s.render(red.of("\x1b[0mX")))
	assert.Equal(t, rendered("X"), (&screen{}).render(red.of("X")))
}

// What JSON escapes is had back as it was.
func TestJSONIsLossless(t *testing.T) {
	for _, text := range append([]string{"grün → \U0001f600", `\x1b`, "\u0085\u00a0"}, hostile...) {
		if !utf8.ValidString(text) {
			continue // what may be invalid UTF-8 has been escaped before, by package escape
		}
		var b bytes.Buffer
		s := newScreen(&b)
		require.NoError(t, s.json([]string{text}))
		require.NoError(t, s.Flush())
		var back []string
		require.NoError(t, json.Unmarshal(b.Bytes(), &back), b.String())
		assert.Equal(t, []string{text}, back)
	}
}

func TestFailures(t *testing.T) {
	a, b := errors.New("a"), errors.New("b\nc")
	for _, test := range []struct {
		err  error
		want []string
	}{
		{a, []string{"a"}},
		{b, []string{"b\nc"}},
		{errors.Join(a, b), []string{"a", "b\nc"}},
		{fmt.Errorf("x: %w (y)", errors.Join(a, errors.Join(b, a))), []string{"x: a (y)", "x: b\nc (y)", "x: a (y)"}},
		{fmt.Errorf("%w and %w", a, b), []string{"a and b\nc"}},
		{usageError{error: errors.Join(a, a)}, []string{"a", "a"}},
	} {
		assert.Equal(t, test.want, failures(test.err))
	}
}

// Only terminal.go writes to a terminal: no other file has something to write
// to. The program draws by package bubbletea, which gets a rendered text.
func TestOneWayToTheTerminal(t *testing.T) {
	// These are the exceptions, by file and in the words of the source.
	allowed := map[string][]string{
		"main.go": {"os.Stdout", "os.Stderr", "io.Writer", "root.SetErr"}, // main hands them to run, and run to newScreen
		"draw.go": {"tea.NewProgram", "tea.NewView", "tea.WithOutput", "tea.WithInput", "tea.ProgramOption", "tea.Cmd", "tea.Quit", "tea.Tick", "tea.Msg", "tea.Model", "tea.WindowSizeMsg", "tea.KeyPressMsg", "tea.View", "out.file"},
		"set.go":  {"out.file"}, // is looked at
		"root.go": {"root.SetOut"},
	}
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	checked := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "terminal.go" {
			continue
		}
		checked++
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			assert.NotContains(t, []string{"bufio", "log", "log/slog", "github.com/charmbracelet/x/ansi", "syscall/js"}, path, name)
		}
		assert.Empty(t, writes(file, allowed[name]), name)
	}
	assert.Greater(t, checked, 20)

	// The check can fail.
	for _, source := range []string{
		`fmt.Println("x")`, `fmt.Fprint(w, "x")`, `os.Stdout.WriteString("x")`, `print("x")`, `println("x")`, `json.NewEncoder(w).Encode(1)`,
		`rendered("x")`, `out.w.Flush()`, `s.w.Flush()`, `out.file.Write(nil)`, `io.WriteString(w, "x")`, `var w io.Writer`, `tea.Println("x")`, `cmd.Println("x")`, `cmd.PrintErr("x")`,
		`cmd.SetOut(w)`, `unix.Write(1, nil)`, `syscall.Write(1, nil)`, `os.NewFile(1, "")`, `os.OpenFile("/dev/tty", 1, 0)`, `tea.NewView(m.text())`,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package main\nfunc f() { "+source+" }", 0)
		require.NoError(t, err)
		assert.NotEmpty(t, writes(file, []string{"tea.NewView"}), source)
	}
}

// writes returns what in a file could write to a terminal.
func writes(file *ast.File, allowed []string) []string {
	var found []string
	see := func(text string, bad bool) {
		if bad && !slices.Contains(allowed, text) {
			found = append(found, text)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			of := ""
			if id, ok := n.X.(*ast.Ident); ok {
				of = id.Name
			}
			name := n.Sel.Name
			text := of + "." + name
			see(text, of == "os" && slices.Contains([]string{"Stdout", "Stderr", "NewFile", "OpenFile", "Create", "WriteFile"}, name) ||
				of == "io" && name != "EOF" || of == "json" && name == "NewEncoder" || of == "tea" ||
				(of == "unix" || of == "syscall") && strings.HasPrefix(name, "Write") ||
				(of == "fmt" || of == "cmd" || of == "root") && (strings.HasPrefix(name, "Print") || strings.HasPrefix(name, "Fprint")) ||
				slices.Contains([]string{"SetOut", "SetErr", "SetOutput", "OutOrStdout", "ErrOrStderr"}, name) ||
				name == "w" || name == "file")
		case *ast.CallExpr:
			id, ok := n.Fun.(*ast.Ident)
			see(fmt.Sprint(n.Fun), ok && slices.Contains([]string{"print", "println", "rendered"}, id.Name))
			if sel, ok := n.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "NewView" {
				conversion, ok := n.Args[0].(*ast.CallExpr)
				drawn := false
				if ok && len(conversion.Args) == 1 {
					call, ok := conversion.Args[0].(*ast.CallExpr)
					if ok {
						fun, ok := call.Fun.(*ast.SelectorExpr)
						drawn = ok && fun.Sel.Name == "draw" // which returns a rendered text
					}
				}
				see("NewView of something else", !drawn)
			}
		}
		return true
	})
	return found
}

// Nothing in the internal packages writes either.
func TestInternalPackagesDoNotWrite(t *testing.T) {
	err := filepath.WalkDir("internal", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err == nil {
			assert.Empty(t, writes(file, []string{"io.Reader"}), path)
		}
		return err
	})
	require.NoError(t, err)
}
