package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// newRoot makes the tree of commands. What they print goes to out.
func newRoot(out *screen, bar *progress) *cobra.Command {
	root := &cobra.Command{
		Use:   "sockopt",
		Short: "See and change socket options, those of running processes too",
		Example: `  sockopt inspect :8080
  sockopt set 1234/5 TCP_NODELAY=on
  sockopt list -name keep`,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.Args = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("no command is given")
		}
		return unknownCommand(root, args[0])
	}
	root.RunE = func(*cobra.Command, []string) error { return nil } // Args refuses all
	root.AddCommand(
		inspectCommand(out, bar), setCommand(out), diffCommand(out), watchCommand(out),
		listCommand(out), probeCommand(out),
	)
	root.SetHelpCommand(helpCommand(root))
	root.SetOut(out.documents())
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{error: err} })
	root.SetHelpTemplate(`{{with or .Long .Short}}{{. | trimTrailingWhitespaces}}

{{end}}{{.UsageString}}
` + exitCodes)
	return root
}

func unknownCommand(root *cobra.Command, name string) error {
	if like := root.SuggestionsFor(name); len(like) > 0 {
		return usagef("unknown command %q; is it %s?", name, strings.Join(like, " or "))
	}
	return usagef("unknown command %q", name)
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Print how a command is used, with examples and the exit codes",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(root, args[0])
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

// longFlags gives the flags that Go programs write with one dash the two that
// the parser wants: -json is --json.
func longFlags(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil {
		cmd = root
	}
	cmd.InitDefaultHelpFlag()
	var long []string
	for i, arg := range args {
		if arg == "--" {
			return append(long, args[i:]...)
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(arg, "-"), "=")
		if strings.HasPrefix(arg, "-") && cmd.Flags().Lookup(name) != nil {
			arg = "-" + arg
		}
		long = append(long, arg)
	}
	return long
}

// wantArgs returns a check that there is one argument for each of the names;
// the last may end in "..." for one or more.
func wantArgs(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < len(names) {
			return usagef("%s is missing", strings.TrimSuffix(names[len(args)], "..."))
		}
		more := len(names) > 0 && strings.HasSuffix(names[len(names)-1], "...")
		if len(args) > len(names) && !more {
			return usagef("unexpected argument %q", args[len(names)])
		}
		return nil
	}
}

// A form is how a command prints what it has to say.
type form struct{ json, wide bool }

// flags adds the flags that choose the form to a command.
func (f *form) flags(cmd *cobra.Command, json, wide string) {
	cmd.Flags().BoolVar(&f.json, "json", false, json)
	cmd.Flags().VarP((*output)(f), "output", "o", "wide: "+wide+"; json: as -json")
}

// An output is a form as the value of a flag.
type output form

func (o *output) Set(name string) error {
	switch name {
	case "wide":
		o.wide = true
	case "json":
		o.json = true
	default:
		return fmt.Errorf("it is wide or json")
	}
	return nil
}

func (o *output) String() string { return "" }
func (o *output) Type() string   { return "FORM" }
