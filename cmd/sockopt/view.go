package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guptarohit/asciigraph"
)

// A view is what watch draws on a terminal.
type view struct {
	out           *screen
	width, height int
	now           sample
	changed       map[string]string // options and what they were at the sample before
	rtt, cwnd     []float64         // milliseconds, kB
	rate          []float64         // MB/s
	notes         []string          // the latest changes, the newest first
	top           int               // the first option that is shown
}

// add takes the next sample.
func (v *view) add(s sample) {
	v.now = s
	v.now.record.Options = s.record.sorted()
	const latest = 5
	v.notes = slices.Concat(s.notes(), v.notes)
	v.notes = v.notes[:min(len(v.notes), latest)]
	v.changed = make(map[string]string)
	for _, d := range s.Changes {
		v.changed[d.Name] = orNone(d.A)
	}
	if s.metrics != nil {
		v.rtt = v.keep(v.rtt, float64(s.RTT)/float64(time.Millisecond))
		v.cwnd = v.keep(v.cwnd, float64(s.Cwnd)/1e3)
		v.rate = v.keep(v.rate, float64(s.Rate)/1e6)
	}
}

// keep appends a value, of as many as a wide terminal has columns for.
func (v *view) keep(series []float64, value float64) []float64 {
	const most = 400
	series = append(series, value)
	return series[max(0, len(series)-most):]
}

// scroll moves the options by some lines.
func (v *view) scroll(by int) {
	v.top = max(0, min(v.top+by, len(v.now.record.Options)-1))
}

// draw draws all of it, no wider and no higher than the terminal.
func (v *view) draw() rendered {
	r := &v.now.record
	var lines []rendered
	add := func(spans ...span) { lines = append(lines, v.out.render(spans...)) }
	add(bold.of(r.owner()))
	add(plain.of(r.where()))
	add(faint.of(v.now.Time.Format(clock) + "  q ends, up and down scroll"))
	for _, line := range v.graphs() {
		add(plain.of(line))
	}
	for _, note := range v.notes {
		add(green.of(note))
	}
	lines = append(lines, v.options(v.height-len(lines))...)
	for i, line := range lines {
		lines[i] = line.clip(v.width)
	}
	return joined(lines[:min(len(lines), v.height)])
}

// graphs draws the metrics one below the other, in up to half of the height.
func (v *view) graphs() []string {
	const rows, labels = 3, 12 // of a graph; columns for its numbers
	if len(v.rtt) == 0 || v.height < 8 {
		return nil
	}
	var lines []string
	for _, g := range []struct {
		name   string
		series []float64
	}{
		{"RTT, ms", v.rtt}, {"congestion window, kB", v.cwnd}, {"delivery rate, MB/s", v.rate},
	} {
		if len(lines)+rows+2 > v.height/2 && len(lines) > 0 {
			break
		}
		series := g.series[max(0, len(g.series)-max(v.width-labels, 2)):]
		lines = append(lines, fmt.Sprintf("%s: %.3f", g.name, series[len(series)-1]))
		if v.height >= 16 {
			graph := strings.Split(asciigraph.Plot(series, asciigraph.Height(rows-1), asciigraph.Precision(2)), "\n")
			lines = append(lines, slices.Concat(make([]string, max(rows-len(graph), 0)), graph)...)
		}
	}
	return lines
}

// options lists the options from the first that is to be shown.
func (v *view) options(height int) []rendered {
	var t table
	for _, o := range v.now.record.Options[min(v.top, len(v.now.record.Options)):] {
		if len(t) >= height {
			break
		}
		if was, changed := v.changed[o.Name]; changed {
			t.addCells(cell{green.of("* " + o.Name)}, cell{plain.of(o.Text), faint.of(" was " + was)})
		} else {
			t.add("  "+o.Name, o.Text)
		}
	}
	return v.out.lines(t)
}
