package main

// A table is rows of cells, the first of them the title.
type table [][]cell

// A cell is text of one or several styles.
type cell []span

func newTable(title ...string) table {
	var t table
	t.add(title...)
	return t
}

// add adds a row of cells without a style.
func (t *table) add(texts ...string) {
	row := make([]cell, len(texts))
	for i, text := range texts {
		row[i] = cell{plain.of(text)}
	}
	t.addCells(row...)
}

func (t *table) addCells(row ...cell) { *t = append(*t, row) }

// lines returns the rows of a table with their columns aligned.
func (s *screen) lines(t table) []rendered {
	const gap = 2
	cells := make([][]rendered, len(t))
	var widths []int
	for n, row := range t {
		for len(widths) < len(row) {
			widths = append(widths, 0)
		}
		for i, c := range row {
			r := s.render(c...)
			widths[i] = max(widths[i], r.columns())
			cells[n] = append(cells[n], r)
		}
	}
	lines := make([]rendered, len(t))
	for n, row := range cells {
		for i, r := range row {
			lines[n] += r + blanks(widths[i]-r.columns()+gap)
		}
		lines[n] = lines[n].trimmed()
	}
	return lines
}

// table writes t, cut to the width of the terminal unless it is wide.
func (s *screen) table(t table, wide bool) {
	for _, line := range s.lines(t) {
		if !wide {
			line = s.cut(line)
		}
		s.put(line)
	}
}

// pairs writes names and values in two columns. On a terminal, a value that is
// too long is folded; if there is hardly room beside the name, the value goes
// below it.
func (s *screen) pairs(names []span, values []string) {
	column := 0
	for _, name := range names {
		column = max(column, s.render(name).columns()+2)
	}
	below := s.width > 0 && s.width < column+20
	if below {
		column = 4
	}
	for i, name := range names {
		name, value := s.render(name), s.render(plain.of(values[i]))
		if s.width > column {
			value = value.wrap(s.width-column, ",", blanks(column))
		}
		if below {
			s.put(s.cut(name))
			s.put(blanks(column) + value)
			continue
		}
		s.put(name + blanks(column-name.columns()) + value)
	}
}
