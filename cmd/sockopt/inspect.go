package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

const inspectHelp = `Show the socket options of running processes.

TARGET is a process (PID), one descriptor of a process (PID/FD), or all sockets
with a local TCP or UDP port (:PORT). PID/FD@COOKIE is the descriptor only as long
as its SO_COOKIE is COOKIE. Each socket is briefly duplicated with pidfd_getfd
(Linux 5.6) and queried. Options whose read has side effects are skipped; the
process is not disturbed. This requires the same privileges as a debugger: the
user of the process and kernel.yama.ptrace_scope=0, or CAP_SYS_PTRACE.

For a single socket, all options are shown and * marks those that differ from a
new socket. For several sockets, only the differing options are shown.

An abstract Unix name begins with @. In names, unprintable characters, quotes and
backslashes are escaped as in a Go string, and so is an @ at the start of a path.

On systems other than Linux, a program can access only its own sockets: start
sockopt with a socket as one of its descriptors and name it as fd:N.`

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
	if len(records) == 0 && failure == nil {
		failure = fmt.Errorf("%s: all its sockets were closed meanwhile", t.text)
	}
	if len(records) == 0 {
		return failure
	}
	if in.as.json {
		return errors.Join(out.json(records), failure)
	}
	in.print(out, records, t.fd >= 0)
	return failure
}
