package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
)

// A listed is an option as list -json prints it.
type listed struct {
	Name        string   `json:"name"`
	CName       string   `json:"c_name"`
	Aliases     []string `json:"aliases"`
	Level       string   `json:"level"`
	LevelNumber *int     `json:"level_number,omitempty"`
	Number      *int     `json:"number,omitempty"`
	Supported   bool     `json:"supported"` // on this system
	Type        string   `json:"type"`
	Unit        string   `json:"unit"`
	Access      string   `json:"access"`
	When        string   `json:"when"`
	Kinds       string   `json:"kinds"`
	Privilege   string   `json:"privilege"`
	OSes        []string `json:"oses"`
}

func listCommand(out *screen) *cobra.Command {
	var goos, level, name string
	var as form
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List all options",
		Example: `  sockopt list -name keep
  sockopt list -os windows -level tcp -json`,
		Args: wantArgs(),
		RunE: func(*cobra.Command, []string) error {
			infos, err := selectInfos(goos, level, name)
			if err != nil {
				return err
			}
			if as.json {
				err = listJSON(out, infos)
			} else if len(infos) > 0 {
				listTable(out, infos, as.wide)
			}
			if err == nil && len(infos) == 0 {
				err = errors.New("no option matches")
			}
			return err
		},
	}
	cmd.Flags().StringVar(&goos, "os", "", "those that a system has, such as `linux`")
	cmd.Flags().StringVar(&level, "level", "", "those of a level, such as IPPROTO_TCP or `tcp`")
	cmd.Flags().StringVar(&name, "name", "", "those with the `text` in a Go or a C name")
	as.flags(cmd, "print an array of objects", "lines are not cut to the terminal")
	return cmd
}

// selectInfos returns the options that pass the filters; an empty filter passes
// all.
func selectInfos(goos, level, name string) ([]sockopt.Info, error) {
	all := slices.Collect(sockopt.All())
	switch goos = strings.ToLower(goos); goos {
	case "android":
		goos = "linux"
	case "ios":
		goos = "darwin"
	}
	if systems := systemsOf(all); goos != "" && !slices.Contains(systems, goos) {
		return nil, usagef("no option is known on %q; the systems are: %s", goos, strings.Join(systems, " "))
	}
	if level != "" && !slices.ContainsFunc(all, func(i sockopt.Info) bool { return hasLevel(i, level) }) {
		var levels []string
		for _, i := range all {
			levels = append(levels, strings.Split(i.Level, "/")...)
		}
		slices.Sort(levels)
		return nil, usagef("no option is known at the level %q; the levels are: %s", level, strings.Join(slices.Compact(levels), " "))
	}
	return slices.DeleteFunc(all, func(i sockopt.Info) bool {
		return goos != "" && !slices.Contains(i.OSes, goos) ||
			level != "" && !hasLevel(i, level) ||
			name != "" && !hasText(i, name)
	}), nil
}

// systemsOf returns every system that has one of the options.
func systemsOf(infos []sockopt.Info) []string {
	var systems []string
	for _, i := range infos {
		systems = append(systems, i.OSes...)
	}
	slices.Sort(systems)
	return slices.Compact(systems)
}

// hasLevel tells whether level is that of the option, or one of the two of a
// family-neutral one, in full or without what all levels begin with.
func hasLevel(i sockopt.Info, level string) bool {
	for part := range strings.SplitSeq(i.Level, "/") {
		_, short, _ := strings.Cut(part, "_")
		if strings.EqualFold(level, part) || strings.EqualFold(level, short) {
			return true
		}
	}
	return false
}

func hasText(i sockopt.Info, text string) bool {
	return slices.ContainsFunc(names(i), func(name string) bool {
		return strings.Contains(strings.ToLower(name), strings.ToLower(text))
	})
}

func listJSON(w *screen, infos []sockopt.Info) error {
	list := []listed{}
	for _, i := range infos {
		l := listed{
			Name: i.Name, CName: i.CName, Aliases: append([]string{}, i.Aliases...),
			Level: i.Level, Supported: i.Supported,
			Type: i.Type, Unit: i.Unit, Access: i.Access.String(), When: i.Phase.String(),
			Kinds: i.Kinds.String(), Privilege: i.Privilege, OSes: i.OSes,
		}
		if i.Supported && !strings.Contains(i.Level, "/") { // two levels have two numbers
			l.LevelNumber, l.Number = &i.LevelNumber, &i.Number
		}
		list = append(list, l)
	}
	return w.json(list)
}

func listTable(w *screen, infos []sockopt.Info, wide bool) {
	everywhere := systemsOf(slices.Collect(sockopt.All()))
	t := newTable("OPTION", "C NAME", "LEVEL", "TYPE", "UNIT", "ACCESS", "SET IT", "SYSTEMS", "ALSO CALLED")
	for _, i := range infos {
		when := i.Phase.String()
		if i.Access == sockopt.AccessReadOnly {
			when = "-"
		}
		lacking := slices.DeleteFunc(slices.Clone(everywhere), func(s string) bool { return slices.Contains(i.OSes, s) })
		t.add(i.Name, i.CName, i.Level, i.Type, i.Unit, i.Access.String(), when,
			allBut(i.OSes, lacking), strings.Join(i.Aliases, " "))
	}
	w.table(t, wide)
}

// allBut names some in the shorter way: by name, or by what lacks of all.
func allBut(some, lacking []string) string {
	switch {
	case len(lacking) == 0:
		return "all"
	case len(lacking) < len(some):
		return "all but " + strings.Join(lacking, " ")
	}
	return strings.Join(some, " ")
}

// names returns all names of an option.
func names(i sockopt.Info) []string {
	return append([]string{i.Name, i.CName}, i.Aliases...)
}

// splitList splits a list at its commas and drops empty items.
func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
