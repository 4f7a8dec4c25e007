//go:build !aix && !js && !plan9 && !wasip1

package main

import (
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"
)

// canDraw tells that there is a way to draw over what is on the terminal.
const canDraw = true

// draw shows the samples until the user ends it.
func (w *watch) draw(out *screen) error {
	m := &drawing{watch: w, view: view{out: out}, sampler: sampler{target: w.target}}
	first, err := m.sample()
	if err != nil {
		return err // before the terminal is touched
	}
	m.add(first)
	options := []tea.ProgramOption{tea.WithOutput(out.file)}
	if !term.IsTerminal(int(os.Stdin.Fd())) {
		options = append(options, tea.WithInput(nil))
	}
	if _, err := tea.NewProgram(m, options...).Run(); err != nil {
		return err
	}
	return m.err
}

// A drawing is a view that lives.
type drawing struct {
	*watch
	view
	sampler
	taken int
	err   error
}

type tick struct{}

func (m *drawing) Init() tea.Cmd { return m.next() }

// next waits for the time of the next sample, or ends it after the last.
func (m *drawing) next() tea.Cmd {
	if m.taken++; m.taken == m.count {
		return tea.Quit
	}
	return tea.Tick(m.interval, func(time.Time) tea.Msg { return tick{} })
}

func (m *drawing) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "esc", "ctrl+c":
			return m, tea.Quit
		case "up", "k":
			m.scroll(-1)
		case "down", "j":
			m.scroll(1)
		case "pgup":
			m.scroll(-m.height / 2)
		case "pgdown", "space":
			m.scroll(m.height / 2)
		}
	case tick:
		s, err := m.sample()
		if err != nil {
			m.err = err
			return m, tea.Quit
		}
		m.add(s)
		return m, m.next()
	}
	return m, nil
}

func (m *drawing) View() tea.View {
	v := tea.NewView(string(m.view.draw()))
	v.AltScreen = true
	return v
}
