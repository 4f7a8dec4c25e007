// Command sockopt shows what package sockopt knows, what this machine makes of
// it, and which options the sockets of running processes have; and it changes
// these.
//
//	sockopt inspect  the options of the sockets of a process
//	sockopt set      change options of one
//	sockopt diff     compare two
//	sockopt watch    see one change
//	sockopt list     all options, and which systems have them
//	sockopt probe    what this kernel or container allows
//	sockopt help     all commands, with examples and the exit codes
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
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

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// A usageError is a mistake in the arguments. The usage does not help with a
// wrong value.
type usageError struct {
	error
	value bool
}

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error {
	return usageError{error: fmt.Errorf(format, args...)}
}

// errDifferent is not reported, because the output shows the difference.
var errDifferent = errors.New("different")

// run is the program.
func run(args []string, stdout, stderr io.Writer) int {
	out, errs := newScreen(stdout), newScreen(stderr)
	defer errs.Flush() // nobody is left to be told of a failure
	root := newRoot(out, newProgress(stderr))
	root.SetErr(errs.documents())
	root.SetArgs(longFlags(root, args))
	cmd, err := root.ExecuteC()
	if err := out.Flush(); err != nil {
		report(errs, err)
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
			errs.text(cmd.UsageString() + "\n")
		}
	}
	report(errs, err)
	return code
}

// report writes the failures that err stands for, one on each line.
func report(w *screen, err error) {
	for _, text := range failures(err) {
		w.print(plain.of("sockopt: " + strings.TrimPrefix(text, "sockopt: ")))
	}
}

// failures returns the texts of the errors that err joins. A line break in a
// text is no reason to split it, because it may come from what a text quotes.
func failures(err error) []string {
	text := err.Error()
	switch e := err.(type) {
	case interface{ Unwrap() []error }:
		var parts, all []string
		for _, part := range e.Unwrap() {
			parts = append(parts, part.Error())
			all = append(all, failures(part)...)
		}
		if strings.Join(parts, "\n") == text {
			return all
		}
	case interface{ Unwrap() error }:
		inner := e.Unwrap()
		if inner == nil {
			break
		}
		if before, after, found := strings.Cut(text, inner.Error()); found {
			all := failures(inner)
			for i := range all {
				all[i] = before + all[i] + after
			}
			return all
		}
	}
	return []string{text}
}
