package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

const setHelp = `Change options of a socket of a running process.

All settings are read and checked before the first is made. Each is read back
after: where the kernel took another value than was asked for, or none, that is
said, and why if it is known. The first that fails ends it; those before it stay
made.

NAME is a C name or a Go name; NAME?=VALUE is passed over where there is no such
option. Values are written as sockopt inspect prints them: on, off, 30s, 4MiB,
AF41, reset, eth0, 0x1f.`

// A change is what came of a setting.
type change struct {
	Name   string `json:"name"`
	Asked  string `json:"asked"`
	Before string `json:"before,omitempty"` // empty where it cannot be read
	After  string `json:"after,omitempty"`
	Error  string `json:"error,omitempty"`

	err error
}

// A changed is a socket with what was changed.
type changed struct {
	process.Owner
	FD      int      `json:"fd"`
	Changes []change `json:"changes"`
}

func setCommand(out *screen) *cobra.Command {
	var as form
	cmd := &cobra.Command{
		Use:   "set TARGET NAME=VALUE...",
		Short: "Change options of a socket of a process",
		Long:  setHelp,
		Example: `  sockopt set 1234/5 TCP_NODELAY=on TCP_USER_TIMEOUT=20s
  sockopt set 1234/5 SO_RCVBUF=4MiB IP_TOS=AF41
  sockopt set fd:3 SO_LINGER=reset -json`,
		Args: wantArgs("PID/FD", "NAME=VALUE..."),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := parseOne(args[0])
			if err != nil {
				return err
			}
			return set(out, t, args[1:], as)
		},
	}
	cmd.ValidArgsFunction = completeSetting
	as.flags(cmd, "print one object", "columns with what was asked")
	return cmd
}

func set(out *screen, t target, texts []string, as form) error {
	if _, err := parseSettings(texts); err != nil && !nameInterfaces(texts) {
		return err
	}
	if out.file != nil {
		if err := pipeClosed(out.file); err != nil {
			return err // before anything is changed
		}
	}
	var done changed
	err := t.each(newProgress(nil), func(f found) (err error) {
		done.Owner, done.FD = f.Owner, f.FD
		process.InNamespaceOf(f.dup, func(entered bool) {
			done.Changes, err = setIn(f, texts, entered)
		})
		return err
	})
	if done.Changes == nil {
		return err
	}
	if as.json {
		return errors.Join(printJSON(out, done), err)
	}
	return errors.Join(done.print(out, as.wide), err)
}

// setIn makes the settings in the namespace of the socket, or outside of it if
// that could not be entered.
func setIn(f found, texts []string, entered bool) ([]change, error) {
	if !entered && nameInterfaces(texts) {
		return nil, errors.New("the socket is in a network namespace that this program may not enter (CAP_SYS_ADMIN), so an interface cannot be named")
	}
	settings, err := parseSettings(texts)
	if err != nil {
		return nil, err
	}
	s := sockopt.FD(f.dup)
	before, err := sockopt.Snapshot(s)
	if err != nil {
		return nil, err
	}
	var changes []change
	for i, st := range settings {
		c := newChange(s, st, texts[i])
		changes = append(changes, c)
		if err = c.failure(); err != nil {
			break
		}
	}
	after, errAfter := sockopt.Snapshot(s)
	if errAfter != nil {
		return changes, errors.Join(err, errAfter)
	}
	for i := range changes {
		c := &changes[i]
		c.Before, c.After = textIn(before, c.Name), textIn(after, c.Name)
		if err == nil && c.err != nil {
			err = errDifferent
		}
	}
	return changes, err
}

// newChange makes a setting and reads it back, where that can be done.
func newChange(s sockopt.Socket, st sockopt.Setting, text string) change {
	info := st.Info()
	if info.Access != sockopt.SetOnly {
		st = sockopt.Verify(st)
	}
	_, asked, _ := strings.Cut(text, "=")
	c := change{Name: info.CName, Asked: asked, err: sockopt.Apply(s, st)}
	if mismatch, ok := errors.AsType[*sockopt.Mismatch](c.err); ok {
		c.Error = mismatch.Error()
	} else if c.err != nil {
		c.Error = c.err.Error()
	}
	return c
}

// failure is why the setting was not made; that the value is not what was asked
// for is none.
func (c *change) failure() error {
	if _, ok := errors.AsType[*sockopt.Mismatch](c.err); ok {
		return nil
	}
	return c.err
}

func textIn(d *sockopt.Dump, name string) string {
	r, _ := d.Lookup(name)
	return r.Text()
}

// parseSettings reads all settings, or finds out what is wrong with one.
func parseSettings(texts []string) ([]sockopt.Setting, error) {
	var settings sockopt.Settings
	for n, text := range texts {
		if err := settings.Set(text); err != nil {
			return nil, usageError{err, true}
		}
		if i := settings[n].Info(); !i.Supported {
			return nil, usageError{fmt.Errorf("%s is an option of %s, not of %s", i.CName, strings.Join(i.OSes, ", "), runtime.GOOS), true}
		}
	}
	return settings, nil
}

// nameOf returns the option that NAME=VALUE sets.
func nameOf(text string) sockopt.Info {
	name, _, _ := strings.Cut(text, "=")
	i, _ := sockopt.Lookup(strings.TrimSuffix(strings.TrimSpace(name), "?"))
	return i
}

// nameInterfaces tells whether a value may have the name of an interface in it,
// which means something only in the right network namespace.
func nameInterfaces(texts []string) bool {
	for _, text := range texts {
		switch nameOf(text).Type {
		case "Interface", "MulticastGroup", "MulticastSource", "MulticastFilter", "PacketInfo", "PacketMembership", "MD5Key", "AOKey":
			return true
		}
	}
	return false
}

// text is what became of the option.
func (c *change) text() string {
	text := c.After
	switch {
	case c.After == "" && c.err == nil:
		text = c.Asked + ", which cannot be read back"
	case c.Before != c.After:
		text = c.Before + " -> " + c.After
	}
	if c.err != nil {
		text = strings.TrimSpace(text + " (" + c.Error + ")")
	}
	return text
}

// completeSetting offers a shell the names of what can be set.
func completeSetting(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for i := range sockopt.All() {
		if len(args) > 0 && i.Supported && i.Access != sockopt.GetOnly && strings.HasPrefix(i.CName, strings.ToUpper(begun)) {
			names = append(names, i.CName+"=")
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// print writes the changes for people.
func (c *changed) print(out *screen, wide bool) error {
	fmt.Fprintln(out, out.fold(out.in(bold, ownerText(c.Owner, c.FD))))
	if wide {
		t := table{{"OPTION", "BEFORE", "ASKED", "AFTER", "WHAT IS WRONG"}}
		for _, one := range c.Changes {
			t.add(one.Name, one.Before, one.Asked, one.After, one.Error)
		}
		return t.print(out, true)
	}
	var names, values []string
	for _, one := range c.Changes {
		style := green
		if one.err != nil {
			style = red
		}
		names, values = append(names, out.in(style, "  "+one.Name)), append(values, one.text())
	}
	out.pairs(names, values)
	return nil
}
