package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
)

func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b)
	p.step("processes", 1, 10)
	p.end()
	assert.Empty(t, b.String(), "not a terminal")

	p = &progress{w: &b, since: time.Now()}
	p.step("processes", 1, 10)
	assert.Empty(t, b.String(), "not worth it yet")
	p.since = time.Now().Add(-time.Second)
	p.step("processes", 2, 10)
	p.step("processes", 3, 10)
	assert.Equal(t, "\r2 of 10 processes", b.String())
	p.end()
	assert.Equal(t, "\r2 of 10 processes\r\x1b[K", b.String())
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"nginx": "nginx", "": "", "grün": "grün", "a\x1b[31mb": `a\x1b[31mb`, "\xff": `\xff`, "a\nb": `a\nb`,
	} {
		assert.Equal(t, want, printable(text))
	}
}

func TestTable(t *testing.T) {
	s := &screen{colour: true}
	var tab table
	tab.addCells(cell{plain.of("A")}, cell{bold.of("LO"), plain.of("NG")}, nil)
	tab.add("→", "x")
	tab.add("three", "", "y")
	lines := s.lines(tab)
	assert.Contains(t, string(lines[0]), "\x1b[1mLO\x1b[m")
	assert.Equal(t, []string{"A      LONG", "→      x", "three        y"}, []string{ansi.Strip(string(lines[0])), string(lines[1]), string(lines[2])})
}

// A view is never wider or higher than its terminal, whatever there is to show.
func TestViewFits(t *testing.T) {
	v := view{out: &screen{colour: true}}
	s := sample{Time: time.Now(), metrics: &metrics{}}
	for i := range 100 {
		s.record.Options = append(s.record.Options, option{Name: fmt.Sprint("OPTION", i), Text: strings.Repeat("long → ", i)})
	}
	for i := range 500 {
		s.metrics = &metrics{RTT: time.Duration(i*i) * time.Microsecond, Cwnd: i * 1000, Rate: uint64(i) * 1e9}
		s.Changes = []difference{{Name: "OPTION1", A: "x", B: "y"}}
		v.add(s)
	}
	for _, size := range [][2]int{{0, 0}, {1, 1}, {20, 5}, {20, 24}, {80, 24}, {1000, 300}} {
		v.width, v.height = size[0], size[1]
		for _, top := range []int{0, 50, 99, 1 << 20} {
			v.top = top
			lines := strings.Split(string(v.draw()), "\n")
			assert.LessOrEqual(t, len(lines), max(size[1], 1))
			for _, line := range lines {
				assert.LessOrEqual(t, ansi.StringWidth(line), size[0])
			}
		}
	}
	v.width, v.height, v.top = 80, 40, 0
	text := string(v.draw())
	assert.Contains(t, text, "RTT, ms: 249.001")
	assert.Contains(t, text, "delivery rate, MB/s: ")
	assert.Contains(t, ansi.Strip(text), "* OPTION1")
	assert.Contains(t, ansi.Strip(text), "was x")
	v.scroll(10)
	assert.NotContains(t, string(v.draw()), "OPTION1 ")
	v.scroll(-100)
	assert.Contains(t, ansi.Strip(string(v.draw())), "* OPTION1")
}

func TestLongFlags(t *testing.T) {
	root := newRoot(newScreen(&bytes.Buffer{}), newProgress(nil))
	for args, want := range map[string]string{
		"list -os linux -json":       "list --os linux --json",
		"list --os linux -o wide":    "list --os linux -o wide",
		"list -name=-x -- -json":     "list --name=-x -- -json",
		"set 1/2 A=-1 -json":         "set 1/2 A=-1 --json",
		"-help":                      "--help",
		"watch 1/2 -interval 1s -h":  "watch 1/2 --interval 1s -h",
		"probe -frob -kind tcp -all": "probe -frob --kind tcp --all",
	} {
		assert.Equal(t, strings.Fields(want), longFlags(root, strings.Fields(args)))
	}
}
