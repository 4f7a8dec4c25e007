package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
)

// A kind is a kind of socket that a machine may offer.
type kind struct {
	name   string
	text   string
	family int // 4 or 6 for the IP families
	// open makes a socket of the kind, and says how to close it.
	open func() (sockopt.FD, func(), error)
}

// A status is what became of an option on a kind of socket.
type status string

const (
	settable     status = "settable"      // reads back as what was set
	adjusted     status = "adjusted"      // reads back as something else
	noEffect     status = "no effect"     // reads back as before
	setOnly      status = "set only"      // was taken, cannot be read
	readOnly     status = "read only"     // here, or by its nature
	untried      status = "not tried"     // a new socket lacks what that needs
	notPermitted status = "not permitted" // a privilege is missing
	failed       status = "failed"        // for another cause
	wrongKind    status = "wrong kind"    // other kinds of socket here have it
	unsupported  status = "unsupported"   // no kind of socket here has it
	notOnOS      status = "not on this OS"
)

// lacking tells of an option that a kind of socket does not have.
func (s status) lacking() bool { return s == wrongKind || s == unsupported || s == notOnOS }

// An outcome is what came of trying an option on a socket. Its values are nil
// where there are none.
type outcome struct {
	status   status
	value    any    // before
	tried    any    // what was set
	read     any    // what was read after that
	err      error  // why it is not settable
	why      string // why it was not tried or fails, if err does not say so
	restored bool   // the option reads as before again
	notBack  error  // why it does not, if the kernel said so
}

// A probe is the outcome of every option on every kind of socket.
type probe struct {
	infos    []sockopt.Info
	kinds    []kind // that could be opened
	unopened []unopened
	outcomes [][]outcome // by kind, then by option
}

// An unopened is a kind of socket that could not be opened, and why.
type unopened struct {
	kind
	err error
}

func probeCommand(out *screen) *cobra.Command {
	var kindList, optionList string
	var all bool
	var as form
	cmd := &cobra.Command{
		Use:   "probe",
		Short: "Try the options on this machine",
		Long: `Try the options on this machine.

For each option, probe opens a new socket of each kind, reads the option, sets it
to another value, reads it again and restores it. Nothing is bound, connected or
sent, so an option that needs a connection, a BPF program or the like is reported
as not tried. Opening a socket of an unused kind may make Linux load its module.`,
		Example: `  sockopt probe
  sockopt probe -kind tcp4,udp -all
  sockopt probe -option TCP_NODELAY,Mark`,
		Args: wantArgs(),
		RunE: func(*cobra.Command, []string) error {
			kinds := socketKinds()
			if len(kinds) == 0 {
				return errors.New(runtime.GOOS + " has no socket options")
			}
			wantKind, err := selectKinds(kinds, splitList(kindList))
			if err != nil {
				return err
			}
			wantOption, err := selectOptions(splitList(optionList))
			if err != nil {
				return err
			}
			// All kinds are tried, whatever is asked for: that an option is for
			// another kind of socket shows there.
			p := runProbe(kinds, slices.Collect(sockopt.All()))
			p.keep(wantKind, wantOption)
			if as.json {
				err = probeJSON(out, p)
			} else {
				probeReport(out, p, reportForm{all: all, why: optionList != "", wide: as.wide})
			}
			if err == nil && len(p.kinds) == 0 {
				err = errors.New("no socket could be opened")
			}
			return err
		},
	}
	cmd.Flags().StringVar(&kindList, "kind", "", "on these kinds of socket only, such as `tcp4,udp`")
	cmd.Flags().StringVar(&optionList, "option", "", "these options only, by a `list` of Go or C names")
	cmd.Flags().BoolVar(&all, "all", false, "also show what is not supported")
	as.flags(cmd, "print one object with every outcome", "lines are not cut to the terminal")
	return cmd
}

// selectKinds returns a test for the kinds with one of the names: "tcp" is both
// "tcp4" and "tcp6".
func selectKinds(kinds []kind, names []string) (func(kind) bool, error) {
	matches := func(k kind, name string) bool {
		return strings.EqualFold(name, k.name) || strings.EqualFold(name, k.base())
	}
	var known []string
	for _, k := range kinds {
		known = append(known, k.name)
	}
	for _, name := range names {
		if !slices.ContainsFunc(kinds, func(k kind) bool { return matches(k, name) }) {
			return nil, usagef("unknown kind of socket %q; these are known: %s", name, strings.Join(known, " "))
		}
	}
	return func(k kind) bool {
		return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return matches(k, name) })
	}, nil
}

// base is the name without the IP version.
func (k kind) base() string {
	if k.family == 0 {
		return k.name
	}
	return k.name[:len(k.name)-1]
}

// selectOptions returns a test for the options with one of the names.
func selectOptions(wanted []string) (func(sockopt.Info) bool, error) {
	matches := func(i sockopt.Info, name string) bool {
		return slices.ContainsFunc(names(i), func(has string) bool { return strings.EqualFold(has, name) })
	}
	for _, name := range wanted {
		if !slices.ContainsFunc(slices.Collect(sockopt.All()), func(i sockopt.Info) bool { return matches(i, name) }) {
			return nil, usagef("unknown option %q; sockopt list -name shows which there are", name)
		}
	}
	return func(i sockopt.Info) bool {
		return len(wanted) == 0 || slices.ContainsFunc(wanted, func(name string) bool { return matches(i, name) })
	}, nil
}

// runProbe tries the options on the kinds of socket, each on a new socket, so
// that none influences another.
func runProbe(kinds []kind, infos []sockopt.Info) *probe {
	p := &probe{infos: infos}
	byKind, errs := make([][]outcome, len(kinds)), make([]error, len(kinds))
	var wg sync.WaitGroup
	for i, k := range kinds {
		wg.Go(func() {
			for _, info := range infos {
				var o outcome
				if o, errs[i] = k.try(info); errs[i] != nil {
					return
				}
				byKind[i] = append(byKind[i], o)
			}
		})
	}
	wg.Wait()
	for i, k := range kinds {
		if errs[i] != nil {
			p.unopened = append(p.unopened, unopened{k, errs[i]})
			continue
		}
		p.kinds = append(p.kinds, k)
		p.outcomes = append(p.outcomes, byKind[i])
	}
	p.compare()
	return p
}

// compare finds out by comparing the kinds what one socket alone cannot tell:
// whether an option is for others, or this kernel does not have it.
func (p *probe) compare() {
	for option := range p.infos {
		var had bool
		for k := range p.kinds {
			had = had || !p.outcomes[k][option].status.lacking()
		}
		for k := range p.kinds {
			switch o := &p.outcomes[k][option]; {
			case o.status != unsupported:
			case had:
				o.status = wrongKind
			case o.value != nil:
				o.status = readOnly
			}
		}
	}
}

// keep drops what is not wanted.
func (p *probe) keep(wantKind func(kind) bool, wantOption func(sockopt.Info) bool) {
	var kept probe
	for _, u := range p.unopened {
		if wantKind(u.kind) {
			kept.unopened = append(kept.unopened, u)
		}
	}
	for i, k := range p.kinds {
		if !wantKind(k) {
			continue
		}
		var outcomes []outcome
		for j, info := range p.infos {
			if wantOption(info) {
				outcomes = append(outcomes, p.outcomes[i][j])
			}
		}
		kept.kinds = append(kept.kinds, k)
		kept.outcomes = append(kept.outcomes, outcomes)
	}
	kept.infos = slices.DeleteFunc(p.infos, func(i sockopt.Info) bool { return !wantOption(i) })
	*p = kept
}

// try tries an option on a new socket. The error is that of opening it.
func (k kind) try(info sockopt.Info) (outcome, error) {
	fd, closeSocket, err := k.open()
	if err != nil {
		return outcome{}, err
	}
	defer closeSocket()
	return tryOn(fd, k.family, info), nil
}

// tryOn reads the option, sets it to another value, reads it again, and puts
// back what was there. The socket is of the IP version family, or neither.
func tryOn(s sockopt.Socket, family int, info sockopt.Info) outcome {
	if !info.Supported {
		_, err := info.Get(s)
		return outcome{status: notOnOS, err: err}
	}
	if info.Access == sockopt.AccessWriteOnly {
		return trySetOnly(s, family, info)
	}
	value, err := get(s, info)
	o := outcome{value: value}
	switch {
	case err != nil:
		o.fail(s, info, err)
	case info.Access == sockopt.AccessReadOnly:
		o.status = readOnly
	default:
		o.set(s, info, others(info, value))
	}
	return o
}

// set sets the option to the first of the values that the kernel takes.
func (o *outcome) set(s sockopt.Socket, info sockopt.Info, values []any) {
	o.status, o.why = untried, cmp.Or(needs[info.Name], "no other value to try is known")
	for _, v := range values {
		err := sockopt.Apply(s, info.With(v))
		if err == nil {
			o.tried, o.err, o.why = v, nil, ""
			o.look(s, info)
			return
		}
		if o.err == nil || errors.Is(o.err, sockopt.ErrValue) {
			o.fail(s, info, err)
		}
		if o.status.lacking() || o.status == notPermitted {
			return // another value will not do better
		}
	}
}

// fail notes why the option could not be read or set.
func (o *outcome) fail(s sockopt.Socket, info sockopt.Info, err error) {
	o.err, o.why = err, ""
	switch kind, errKind := sockopt.KindOf(s); {
	case errors.Is(err, errors.ErrUnsupported):
		o.status = unsupported
	case errKind == nil && !info.Kinds.Has(kind):
		// The library refused the value before it asked what the socket is.
		o.status, o.err = unsupported, fmt.Errorf("%s is not supported on %v sockets", info.CName, kind)
	case errors.Is(err, os.ErrPermission):
		o.status = notPermitted
	default:
		o.status = failed
		if info.Name == "ULP" && errors.Is(err, syscall.ENOENT) {
			o.why = "this kernel has no tls module loaded"
		} else if o.why = lacks(info, err); o.why != "" {
			o.status = untried
		}
	}
}

// look reads what was set, and puts back what was there before.
func (o *outcome) look(s sockopt.Socket, info sockopt.Info) {
	switch o.read, o.err = get(s, info); {
	case o.err != nil:
		o.fail(s, info, o.err)
	case reflect.DeepEqual(o.read, o.tried):
		o.status = settable
	case reflect.DeepEqual(o.read, o.value):
		o.status = noEffect
	default:
		o.status = adjusted
	}
	for _, v := range backs(o.value) {
		if o.notBack = sockopt.Apply(s, info.With(v)); o.notBack != nil {
			return
		}
		now, err := get(s, info)
		if o.restored = err == nil && reflect.DeepEqual(now, o.value); o.restored {
			return
		}
	}
}

// trySetOnly sets an option that cannot be read, and undoes it if there is an
// option for that; otherwise the end of the socket does.
func trySetOnly(s sockopt.Socket, family int, info sockopt.Info) outcome {
	v := unread(info, family)
	if v == nil {
		return outcome{status: untried, why: cmp.Or(needs[info.Name], "no value to try is known")}
	}
	if g, ok := v.(sockopt.MulticastSource); ok && strings.HasSuffix(info.Name, "lockSource") {
		// Only of a group that is joined can a source be blocked; if it fails, that will.
		_ = sockopt.JoinGroup.Set(s, sockopt.MulticastGroup{Group: g.Group, Interface: g.Interface})
	}
	if strings.Contains(info.Name, "ReusePort") {
		_ = sockopt.ReusePort.Set(s, true) // the program is that of a group of sockets
	}
	join, leave := twins(info.Name)
	var notJoined error
	if join != nil {
		notJoined = sockopt.Apply(s, join.With(unread(*join, family)))
	}
	var o outcome
	if err := sockopt.Apply(s, info.With(v)); err != nil {
		if o.fail(s, info, err); o.status == failed && notJoined != nil {
			o.status, o.why = untried, "needs "+join.CName+", which fails: "+reason(notJoined)
		}
		return o
	}
	o = outcome{status: setOnly, tried: v}
	if leave != nil {
		o.notBack = sockopt.Apply(s, leave.With(unread(*leave, family)))
		o.restored = o.notBack == nil
	}
	return o
}

// get reads the option. The value is nil only if there is none.
func get(s sockopt.Socket, info sockopt.Info) (any, error) {
	v, err := info.Get(s)
	switch {
	case err != nil:
		return nil, err
	case v == nil:
		return none{}, nil // a pending error that is not there
	}
	return v, nil
}

// A none stands for the value nil.
type none struct{}

func (none) String() string { return "none" }

// reason is the cause of a failure, in few words.
func reason(err error) string {
	if e, ok := errors.AsType[*sockopt.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*os.SyscallError](err); ok {
		err = e.Err
	}
	return fmt.Sprint(err)
}
