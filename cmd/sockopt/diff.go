package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
)

const diffHelp = `Compare the options of two sockets.

Each is a socket of a process, PID/FD, or a file that sockopt inspect -json wrote
of one. Compared are settings; -all compares states as well, such as TCP_INFO,
and what the kernel chose, such as TCP_MAXSEG. The exit code is 3 if there is a
difference.`

// A difference is an option of which two sockets do not have the same value.
type difference struct {
	Name string `json:"name"`
	A    string `json:"a"` // empty where there is no value
	B    string `json:"b"`
}

func diffCommand(out *screen) *cobra.Command {
	var all bool
	var as form
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare the options of two sockets",
		Long:  diffHelp,
		Example: `  sockopt diff 1234/5 1234/6
  sockopt inspect 1234/5 -json > before.json
  sockopt diff before.json 1234/5`,
		Args: wantArgs("A", "B"),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := socketOrFile(args[0])
			if err != nil {
				return err
			}
			b, err := socketOrFile(args[1])
			if err != nil {
				return err
			}
			return printDiff(out, a, b, all, as)
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "also what can only be read")
	as.flags(cmd, "print an array of differences", "the kinds, states and addresses, too")
	return cmd
}

// socketOrFile reads what A or B is.
func socketOrFile(text string) (record, error) {
	t, wrong := parseOne(text)
	if wrong == nil {
		var r record
		var x examiner
		err := t.each(newProgress(nil), func(f found) (err error) {
			r, err = x.examine(f)
			return err
		})
		return r, err
	}
	b, err := os.ReadFile(text)
	if errors.Is(err, os.ErrNotExist) {
		return record{}, usagef("%w, nor is it a file", wrong)
	}
	if err != nil {
		return record{}, err
	}
	var records []record
	if err := json.Unmarshal(b, &records); err != nil {
		return record{}, fmt.Errorf("%s is not what sockopt inspect -json prints: %w", text, err)
	}
	if len(records) != 1 {
		return record{}, fmt.Errorf("%s has %d sockets and not one", text, len(records))
	}
	return records[0], nil
}

// differences compares the settings of a and b, or all options, in the order of a.
func differences(a, b record, all bool) []difference {
	if all {
		return allDifferences(a, b)
	}
	list := []difference{}
	for _, d := range sockopt.Diff(a.dump(), b.dump()) {
		if info, _ := sockopt.Lookup(d.Name); info.Access != sockopt.AccessReadOnly {
			list = append(list, difference{d.Name, d.A.Text(), d.B.Text()})
		}
	}
	return list
}

// allDifferences compares the texts of all options.
func allDifferences(a, b record) []difference {
	other := make(map[string]string)
	for _, o := range b.Options {
		other[o.Name] = o.Text
	}
	list := []difference{}
	add := func(name, a, b string) {
		if a != b {
			list = append(list, difference{name, a, b})
		}
	}
	for _, o := range a.Options {
		add(o.Name, o.Text, other[o.Name])
		delete(other, o.Name)
	}
	for _, o := range b.Options {
		if text, only := other[o.Name]; only {
			add(o.Name, "", text)
		}
	}
	return list
}

func printDiff(out *screen, a, b record, all bool, as form) error {
	list := differences(a, b, all)
	var err error
	if as.json {
		err = out.json(list)
	} else {
		if as.wide {
			out.print(plain.of("A: " + a.owner() + " " + a.where()))
			out.print(plain.of("B: " + b.owner() + " " + b.where()))
		}
		var names []span
		var values []string
		for _, d := range list {
			names = append(names, yellow.of(d.Name))
			values = append(values, orNone(d.A)+" -> "+orNone(d.B))
		}
		out.pairs(names, values)
	}
	if err == nil && len(list) > 0 {
		err = errDifferent
	}
	return err
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
