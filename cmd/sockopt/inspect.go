package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

const inspectHelp = `Show the socket options of running processes.

The sockets are those of a process, of one descriptor of it, or of all processes
that have a local TCP or UDP port. Each is duplicated for a moment (pidfd_getfd,
Linux 5.6) and asked; nothing that has an effect is read, and the process does
not notice. That takes what a debugger needs: the user of the process and a
kernel.yama.ptrace_scope of 0, or CAP_SYS_PTRACE.

Of one socket all options are shown, and a * marks those that are not what a new
socket of its kind has. Of several only those are.

On other systems than Linux, a program gets at its own sockets only: start
sockopt with one as a descriptor and name that as fd:N.`

// An inspection is what the command inspect was asked for.
type inspection struct {
	as  form
	all bool
}

func inspectCommand(out *screen, bar *progress) *cobra.Command {
	var in inspection
	cmd := &cobra.Command{
		Use:   "inspect TARGET",
		Short: "Show the options of the sockets of a process",
		Long:  inspectHelp,
		Example: `  sockopt inspect 1234            # what is set on each socket of the process
  sockopt inspect 1234/5 -all     # everything of descriptor 5
  sockopt inspect :8080 -o wide   # of whoever has the port
  sockopt inspect fd:3 3<>/dev/tcp/localhost/80   # of a descriptor from the shell
  sockopt inspect 1234/5 -json > before.json`,
		Args: wantArgs("PID, PID/FD or :PORT"),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := parseTarget(args[0])
			if err != nil {
				return err
			}
			return in.run(out, bar, t)
		},
	}
	cmd.Flags().BoolVar(&in.all, "all", false, "also the options without a value, and why")
	in.as.flags(cmd, "print an array of sockets", "all options, with what a new socket has, the level and the Go name")
	return cmd
}

func (in inspection) run(out *screen, bar *progress, t target) error {
	x := examiner{missing: in.all}
	var records []record
	failure := t.each(bar, func(f found) error {
		r, err := x.examine(f)
		if err != nil {
			return fmt.Errorf("descriptor %d of process %d: %w", f.FD, f.PID, err)
		}
		records = append(records, r)
		return nil
	})
	if len(records) == 0 {
		return failure
	}
	if in.as.json {
		return errors.Join(printJSON(out, records), failure)
	}
	return errors.Join(in.print(out, records, t.fd >= 0), failure)
}
