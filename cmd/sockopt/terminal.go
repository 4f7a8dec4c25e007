package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"
)

// A screen is where the output goes. What is no terminal gets plain text that is
// neither cut nor folded.
type screen struct {
	*bufio.Writer
	file   *os.File // nil where it is no file
	width  int      // its columns; 0 where there is no terminal
	colour bool
	moves  bool // text can be drawn over
}

func newScreen(w io.Writer) *screen {
	s := &screen{Writer: bufio.NewWriter(w)}
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

// Styles of text. They have one of the colours that every terminal has, or none.
var (
	plain  = ansi.NewStyle()
	bold   = ansi.NewStyle().Bold()
	faint  = ansi.NewStyle().Faint()
	green  = ansi.NewStyle().ForegroundColor(ansi.Green)
	yellow = ansi.NewStyle().ForegroundColor(ansi.Yellow)
	red    = ansi.NewStyle().ForegroundColor(ansi.Red)
)

// in returns the text in the style, where the screen has colours.
func (s *screen) in(style ansi.Style, text string) string {
	if !s.colour || text == "" {
		return text
	}
	return style.Styled(text)
}

// cut makes a line as short as the terminal is wide.
func (s *screen) cut(line string) string {
	if s.width == 0 {
		return line
	}
	return ansi.Truncate(line, s.width, "…")
}

// fold breaks a sentence to lines that are as short as the terminal is wide.
func (s *screen) fold(text string) string {
	if s.width == 0 {
		return text
	}
	return ansi.Wrap(text, s.width, "")
}

// printable makes text of unknown origin harmless to a terminal.
func printable(text string) string {
	if utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return text
	}
	quoted := strconv.Quote(text)
	return quoted[1 : len(quoted)-1]
}

// A progress tells on a terminal how far a long scan is.
type progress struct {
	w     io.Writer // nil where there is no terminal
	since time.Time // of the beginning, or of what was last told
	told  bool
}

func newProgress(w io.Writer) *progress {
	p := &progress{since: time.Now()}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		p.w = w
	}
	return p
}

// step tells that so many of all are done. A short scan is not worth it.
func (p *progress) step(what string, done, of int) {
	if p.w == nil || time.Since(p.since) < 300*time.Millisecond {
		return
	}
	p.since, p.told = time.Now(), true
	fmt.Fprintf(p.w, "\r%d of %d %s", done, of, what)
}

// end takes away what was told.
func (p *progress) end() {
	if p.told {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.told = false
	}
}
