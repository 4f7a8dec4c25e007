// Command sockopt shows what package sockopt knows, what this machine makes of
// it, and which options the sockets of running processes have; and it changes
// these.
//
//	sockopt inspect  the options of the sockets of a process
//	sockopt set      change options of one
//	sockopt diff     compare two
//	sockopt watch    see one change
//	sockopt list     the options that there are, on which systems
//	sockopt probe    what this kernel or container allows
//	sockopt help     all commands, with examples and the exit codes
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
)

// The exit codes.
const (
	exitOK        = iota
	exitFailure   // nothing matches, or what was asked for could not be done
	exitUsage     // wrong usage; nothing was touched
	exitDifferent // the sockets differ, or a setting took another value than asked
)

const exitCodes = `Exit codes:
  0  all went well
  1  failure: nothing matches, a process or a socket cannot be reached, an
     option cannot be set, or the output cannot be written
  2  wrong usage; nothing was touched
  3  diff: they differ; set: an option did not take the value that was asked for
`

func main() {
	ignoreBrokenPipes()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// A usageError is a mistake in the arguments. Of a bad value, the usage has
// nothing to say.
type usageError struct {
	error
	value bool
}

func usagef(format string, args ...any) error {
	return usageError{error: fmt.Errorf(format, args...)}
}

// errDifferent is not reported: the output has said it.
var errDifferent = errors.New("different")

// run is the program.
func run(args []string, stdout, stderr io.Writer) int {
	out := newScreen(stdout)
	root := newRoot(out, newProgress(stderr))
	root.SetArgs(longFlags(root, args))
	cmd, err := root.ExecuteC()
	if err := out.Flush(); err != nil {
		report(stderr, err)
		return exitFailure
	}
	if err == nil {
		return exitOK
	}
	if errors.Is(err, errDifferent) {
		return exitDifferent
	}
	code := exitFailure
	if wrong, ok := errors.AsType[usageError](err); ok {
		code = exitUsage
		if !wrong.value {
			fmt.Fprint(stderr, cmd.UsageString(), "\n")
		}
	}
	report(stderr, err)
	return code
}

// report writes an error, of several each on a line.
func report(w io.Writer, err error) {
	for line := range strings.Lines(err.Error() + "\n") {
		fmt.Fprint(w, "sockopt: ", strings.TrimPrefix(line, "sockopt: "))
	}
}

// ignoreBrokenPipes makes a write to a pipe that nobody reads fail as any other,
// so that it is reported.
func ignoreBrokenPipes() {
	for _, sig := range brokenPipe {
		signal.Ignore(sig)
	}
}
