package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// This file is the only way to a terminal. Whatever a process, a file, an
// interface or an argument is called, its text reaches the terminal through
// [printable]; only the styles below may send escape sequences.

// A screen is where output goes. Output that does not go to a terminal is plain
// text, neither cut nor folded. A failed write is reported by Flush.
type screen struct {
	w      *bufio.Writer
	file   *os.File // nil if the output is not a file
	width  int      // in columns; 0 if there is no terminal
	colour bool
	moves  bool // the terminal can draw over text
}

func newScreen(w io.Writer) *screen {
	s := &screen{w: bufio.NewWriter(w)}
	s.file, _ = w.(*os.File)
	if s.file == nil || !term.IsTerminal(int(s.file.Fd())) {
		return s
	}
	s.width, _, _ = term.GetSize(int(s.file.Fd()))
	kind := os.Getenv("TERM")
	s.moves = kind != "dumb" && (kind != "" || !needsTERM)
	s.colour = s.moves && os.Getenv("NO_COLOR") == ""
	return s
}

// Flush writes what is buffered and returns the first error of all writes.
func (s *screen) Flush() error { return s.w.Flush() }

// A style is how text looks on a terminal that has colors: in one of the colors
// that every such terminal has, or in none.
type style int

const (
	plain style = iota
	bold
	faint
	green
	yellow
	red
)

var styles = map[style]ansi.Style{
	bold:   ansi.NewStyle().Bold(),
	faint:  ansi.NewStyle().Faint(),
	green:  ansi.NewStyle().ForegroundColor(ansi.Green),
	yellow: ansi.NewStyle().ForegroundColor(ansi.Yellow),
	red:    ansi.NewStyle().ForegroundColor(ansi.Red),
}

// A span is text in one style.
type span struct {
	style style
	text  string
}

// of returns the text in the style.
func (st style) of(text string) span { return span{st, text} }

// A rendered text is fit for the screen: what is not printable is escaped, and
// the styles are escape sequences. Only this file makes one from a string.
type rendered string

func (s *screen) render(spans ...span) rendered {
	var b strings.Builder
	for _, sp := range spans {
		text := printable(sp.text)
		if s.colour && sp.style != plain && text != "" {
			text = styles[sp.style].Styled(text)
		}
		b.WriteString(text)
	}
	return rendered(b.String())
}

// printable returns text with what is not printable escaped as in a Go string.
func printable(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return text
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

func blanks(n int) rendered { return rendered(strings.Repeat(" ", max(n, 0))) }

// columns is the width of r on a terminal.
func (r rendered) columns() int { return ansi.StringWidth(string(r)) }

// trimmed returns r without the blanks at its end.
func (r rendered) trimmed() rendered { return rendered(strings.TrimRight(string(r), " ")) }

// clip shortens r to a number of columns.
func (r rendered) clip(columns int) rendered {
	return rendered(ansi.Truncate(string(r), columns, "…"))
}

// wrap breaks r, at blanks and at the other characters given, into lines of a
// number of columns. All lines but the first begin with indent.
func (r rendered) wrap(columns int, at string, indent rendered) rendered {
	lines := ansi.Wrap(string(r), columns, at)
	return rendered(strings.ReplaceAll(lines, "\n", "\n"+string(indent)))
}

// joined returns lines as one text.
func joined(lines []rendered) rendered {
	var b strings.Builder
	for i, line := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(string(line))
	}
	return rendered(b.String())
}

// put writes a line.
func (s *screen) put(line rendered) {
	s.w.WriteString(string(line)) // Flush returns the error
	s.w.WriteByte('\n')
}

// print writes the spans on one line, however long.
func (s *screen) print(spans ...span) { s.put(s.render(spans...)) }

// sentence writes the spans, folded to the width of the terminal.
func (s *screen) sentence(spans ...span) {
	r := s.render(spans...)
	if s.width > 0 {
		r = r.wrap(s.width, "", "")
	}
	s.put(r)
}

// cut shortens a line to the width of the terminal.
func (s *screen) cut(line rendered) rendered {
	if s.width == 0 {
		return line
	}
	return line.clip(s.width)
}

// text writes a text of several lines.
func (s *screen) text(text string) {
	for line := range strings.Lines(text) {
		s.print(plain.of(strings.TrimSuffix(line, "\n")))
	}
}

// json writes v as people and programs can read it.
func (s *screen) json(v any) error { return s.encode(v, "  ") }

// jsonLine writes v as JSON on one line.
func (s *screen) jsonLine(v any) error { return s.encode(v, "") }

func (s *screen) encode(v any, indent string) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		return err
	}
	// What is not printable is in a string, in which JSON has an escape for it.
	unprintable := func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) || r == utf8.RuneError }
	text := b.Bytes()
	for {
		end := bytes.IndexFunc(text, unprintable)
		if end < 0 {
			s.w.Write(text)
			return nil
		}
		s.w.Write(text[:end])
		r, size := utf8.DecodeRune(text[end:])
		for _, unit := range utf16.AppendRune(nil, r) {
			fmt.Fprintf(s.w, `\u%04x`, unit)
		}
		text = text[end+size:]
	}
}

// documents returns a writer for the help and the completion scripts, which
// package cobra writes by itself.
func (s *screen) documents() io.Writer { return documents{s} }

type documents struct{ s *screen }

func (d documents) Write(p []byte) (int, error) {
	for piece := range strings.SplitAfterSeq(string(p), "\n") {
		text, newline := strings.CutSuffix(piece, "\n")
		for i, cell := range strings.Split(text, "\t") {
			if i > 0 {
				d.s.w.WriteByte('\t')
			}
			d.s.w.WriteString(printable(cell))
		}
		if newline {
			d.s.w.WriteByte('\n')
		}
	}
	return len(p), nil
}

// A progress shows on a terminal how far a long scan is.
type progress struct {
	w     io.Writer // nil if there is no terminal
	since time.Time // the start, or the last time that the progress was shown
	shown bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{since: time.Now()}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.w = w
	}
	return p
}

// step shows how many of all are done, unless the scan is short.
func (p *progress) step(what string, done, of int) {
	if p.w == nil || time.Since(p.since) < 300*time.Millisecond {
		return
	}
	p.since, p.shown = time.Now(), true
	fmt.Fprintf(p.w, "\r%d of %d %s", done, of, printable(what))
}

// end removes what was shown.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}
