// Command sockopt shows what package sockopt knows, and what this machine
// makes of it.
//
//	sockopt list     the options that there are, on which systems
//	sockopt probe    what this kernel or container allows
//	sockopt help     all flags and the exit codes
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/go-sockopt/sockopt"
)

// The help begins with what a mistake in the arguments is answered with.
const help = usage + `
probe opens a socket of each kind, anew for each option, reads the option, sets
it to another value, reads it again and puts back what was there. Nothing is
bound, connected or sent. Opening a socket of a kind that is not in use may make
Linux load the module for it.

Exit codes: 0 all went well; 1 failure: nothing matches, no socket could be
opened, or the output could not be written; 2 wrong usage.
`

const usage = `Usage:
  sockopt list [flags]     print the options that there are
    -os GOOS               those that a system has, such as linux
    -level LEVEL           those of a level, such as IPPROTO_TCP or tcp
    -name TEXT             those with the text in a Go or a C name
    -json                  print an array of objects
  sockopt probe [flags]    try the options on this machine
    -kind LIST             on these kinds of socket only, such as tcp4,udp
    -option LIST           these options only, by Go or C name
    -all                   also show what is not supported
    -json                  print one object with every outcome
  sockopt help             print this and more
`

// The exit codes.
const (
	exitOK = iota
	exitFailure
	exitUsage
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// A usageError is a mistake in the arguments.
type usageError struct{ error }

func usagef(format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...)}
}

// run is the program.
func run(args []string, stdout, stderr io.Writer) int {
	w := bufio.NewWriter(stdout)
	err := dispatch(args, w)
	if err := w.Flush(); err != nil {
		fmt.Fprintln(stderr, "sockopt:", err)
		return exitFailure
	}
	if err == nil {
		return exitOK
	}
	code := exitFailure
	if _, ok := errors.AsType[usageError](err); ok {
		code = exitUsage
		fmt.Fprint(stderr, usage, "\n")
	}
	fmt.Fprintln(stderr, "sockopt:", err)
	return code
}

func dispatch(args []string, w io.Writer) error {
	if len(args) == 0 {
		return usagef("no command is given")
	}
	command, args := args[0], args[1:]
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	flags.SetOutput(io.Discard) // run says it
	var do func(io.Writer) error
	switch command {
	case "list":
		do = listCommand(flags)
	case "probe":
		do = probeCommand(flags)
	case "help", "-h", "-help", "--help":
		do = printHelp
	default:
		return usagef("unknown command %q", command)
	}
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return printHelp(w)
	case err != nil:
		return usageError{err}
	case flags.NArg() > 0:
		return usagef("unexpected argument %q", flags.Arg(0))
	}
	return do(w)
}

func printHelp(w io.Writer) error {
	_, err := io.WriteString(w, help)
	return err
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// names returns all names of an option.
func names(i sockopt.Info) []string {
	return append([]string{i.Name, i.CName}, i.Aliases...)
}

// splitList splits a list at its commas and drops empty items.
func splitList(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
