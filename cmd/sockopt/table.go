package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// A table is rows of cells, the first of them the title.
type table [][]string

func (t *table) add(cells ...string) { *t = append(*t, cells) }

// lines returns the rows with their columns aligned.
func (t table) lines() []string {
	var widths []int
	for _, row := range t {
		for len(widths) < len(row) {
			widths = append(widths, 0)
		}
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	lines := make([]string, len(t))
	for n, row := range t {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell)
			b.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
		}
		lines[n] = strings.TrimRight(b.String(), " ")
	}
	return lines
}

// print writes t, cut to the width of the terminal unless it is to be wide.
func (t table) print(w *screen, wide bool) error {
	for _, line := range t.lines() {
		if !wide {
			line = w.cut(line)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}

// printJSON writes v as people and programs can read it.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
