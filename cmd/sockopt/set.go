package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

const setHelp = `Change options of a socket of a running process.

All settings are checked before the first is applied. Each is read back after it
was applied: if the kernel clipped, rounded or ignored the value, set reports
that, and the reason if it is known. Other options that changed with a setting
are listed below it. set stops at the first failure; earlier settings stay in
effect.

NAME is a C name or a Go name. NAME?=VALUE is skipped if the socket, the kernel
or the system does not support the option. Values are written as sockopt inspect
prints them: on, off, 30s, 4MiB, AF41, reset, eth0, 0x1f.

A process reuses the number of a closed descriptor. PID/FD@COOKIE changes the
socket only if its SO_COOKIE, which inspect shows, is COOKIE.`

// A changed is a socket and what was changed.
type changed struct {
	socket
	Cookie  uint64   `json:"cookie,omitempty"`
	Set     int      `json:"set"` // how many of the changes are in effect
	Skipped int      `json:"skipped,omitempty"`
	Of      int      `json:"of"`
	Changes []change `json:"changes"`
}

func setCommand(out *screen) *cobra.Command {
	var as form
	cmd := &cobra.Command{
		Use:   "set TARGET NAME=VALUE...",
		Short: "Change options of a socket of a process",
		Long:  setHelp,
		Example: `  sockopt set 1234/5 TCP_NODELAY=on TCP_USER_TIMEOUT=20s
  sockopt set 1234/5@8211 SO_RCVBUF=4MiB IP_TOS=AF41
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
	if _, err := parseRequests(texts); err != nil && !nameInterfaces(texts) {
		return err
	}
	if out.file != nil {
		if err := pipeClosed(out.file); err != nil {
			return err // before anything is changed
		}
	}
	var done changed
	err := t.each(newProgress(nil), func(f found) (err error) {
		process.InNamespaceOf(f.dup, func(entered bool) {
			if done.socket, err = socketOf(f, entered); err == nil {
				err = done.apply(sockopt.FD(f.dup), texts)
			}
		})
		return err
	})
	if done.Changes == nil {
		return err
	}
	if !as.json {
		done.print(out, as.wide)
		return err
	}
	if err != nil && !errors.Is(err, errDifferent) {
		err = errors.New(done.summary()) // the object has the error
	}
	return errors.Join(out.json(done), err)
}

// apply applies the settings to s, in its namespace if that could be entered.
func (d *changed) apply(s sockopt.Socket, texts []string) error {
	if d.Foreign && nameInterfaces(texts) {
		return errors.New("the socket is in a network namespace that this program may not enter (CAP_SYS_ADMIN), so an interface cannot be named")
	}
	requests, err := parseRequests(texts)
	if err != nil {
		return err
	}
	d.Cookie, _ = sockopt.Cookie.Get(s) // 0 if there is none
	before, err := sockopt.Snapshot(s)
	if err != nil {
		return err
	}
	var failure error
	differ := false
	for _, r := range requests {
		c := change{Name: r.info.CName, Asked: r.value, NotTried: failure != nil}
		if failure == nil {
			c.apply(s, r)
			after, err := sockopt.Snapshot(s)
			if err == nil {
				c.Also, before = r.sideEffects(before, after), after
			}
			failure = errors.Join(c.err, err)
			differ = differ || c.differs
		}
		if c.inEffect() {
			d.Set++
		}
		if c.Skipped {
			d.Skipped++
		}
		d.Changes = append(d.Changes, c)
	}
	d.Of = len(d.Changes)
	if failure == nil && differ {
		return errDifferent
	}
	return failure
}

// summary says how many of the settings are in effect.
func (d *changed) summary() string {
	text := fmt.Sprintf("%d of %d set", d.Set, d.Of)
	if d.Skipped > 0 {
		text += fmt.Sprintf(", %d skipped", d.Skipped)
	}
	return text
}

// print writes the changes for people.
func (d *changed) print(out *screen, wide bool) {
	out.sentence(bold.of(d.owner()), plain.of(" "+d.where()))
	if wide {
		t := newTable("OPTION", "BEFORE", "ASKED", "AFTER", "RESULT", "ALSO CHANGED")
		for _, c := range d.Changes {
			t.add(c.Name, c.Before, c.Asked, c.After, c.result(), c.also())
		}
		out.table(t, true)
	} else {
		var names []span
		var values []string
		for _, c := range d.Changes {
			names, values = append(names, c.style().of("  "+c.Name)), append(values, c.text())
			if also := c.also(); also != "" {
				names, values = append(names, plain.of("")), append(values, "also changed: "+also)
			}
		}
		out.pairs(names, values)
	}
	if d.Set < d.Of {
		out.print(plain.of("  " + d.summary()))
	}
}
