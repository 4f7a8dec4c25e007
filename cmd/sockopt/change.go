package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
)

// A request is a setting that was asked for.
type request struct {
	value    string // as it was written
	optional bool
	info     sockopt.Info
	setting  sockopt.Setting
}

// parseRequests reads all settings, or finds out what is wrong with one.
func parseRequests(texts []string) ([]request, error) {
	var requests []request
	for _, text := range texts {
		r, err := parseRequest(text)
		if err != nil {
			return nil, usageError{err, true}
		}
		requests = append(requests, r)
	}
	return requests, nil
}

func parseRequest(text string) (request, error) {
	name, value, _ := strings.Cut(text, "=")
	r := request{value: value}
	// Whether an optional setting was skipped shows only if it is applied as one
	// that is not.
	if required, optional := strings.CutSuffix(strings.TrimSpace(name), "?"); optional {
		r.optional, text = true, required+strings.TrimPrefix(text, name)
	}
	var err error
	if r.setting, err = sockopt.ParseSetting(text); err != nil {
		return r, err
	}
	r.info = r.setting.Info()
	if !r.info.Supported && !r.optional {
		return r, errors.New(r.info.CName + " is " + otherSystems(r.info))
	}
	return r, nil
}

// otherSystems names the systems that have an option which this one lacks.
func otherSystems(i sockopt.Info) string {
	return fmt.Sprintf("an option of %s, not of %s", strings.Join(i.OSes, ", "), runtime.GOOS)
}

// nameInterfaces reports whether a value may have the name of an interface in it,
// which means something only in the right network namespace.
func nameInterfaces(texts []string) bool {
	for _, text := range texts {
		name, _, _ := strings.Cut(text, "=")
		i, _ := sockopt.Lookup(strings.TrimSuffix(strings.TrimSpace(name), "?"))
		switch i.Type {
		case "Interface", "MulticastGroup", "MulticastSource", "MulticastFilter", "PacketInfo", "PacketMembership", "MD5Key", "AOKey":
			return true
		}
	}
	return false
}

// A change is what came of a request.
type change struct {
	Name     string       `json:"name"`
	Asked    string       `json:"asked"`
	Before   string       `json:"before,omitempty"` // empty if it cannot be read
	After    string       `json:"after,omitempty"`  // likewise
	Error    string       `json:"error,omitempty"`
	Skipped  bool         `json:"skipped,omitempty"`
	Reason   string       `json:"reason,omitempty"`    // why it was skipped
	NotTried bool         `json:"not_tried,omitempty"` // because an earlier one failed
	Also     []difference `json:"also,omitempty"`      // other options that changed meanwhile

	err     error  // why it was not set
	differs bool   // the kernel made something else of the value
	ignored bool   // the kernel did nothing with the value
	note    string // how the value reads
}

// apply sets the option on s and reads it back if that is possible.
func (c *change) apply(s sockopt.Socket, r request) {
	if !r.info.Supported {
		c.Skipped, c.Reason = true, otherSystems(r.info)
		return
	}
	st := r.setting
	if r.info.Access != sockopt.AccessWriteOnly {
		st = sockopt.Verify(st)
	}
	_, c.Before = read(s, r.info)
	err := sockopt.Apply(s, st)
	if r.optional && errors.Is(err, errors.ErrUnsupported) {
		c.Skipped, c.Reason = true, lack(s, r.info, err)
		return
	}
	var after any
	after, c.After = read(s, r.info)
	got := c.judge(r, err)
	if n, ok := after.(int); ok && got != c.After && got == r.info.Format(n/2) {
		c.note = got + ", which Linux doubles"
	}
}

// judge notes what err says of the request, and returns the text of the value
// that the kernel took, in the scale of what was asked for.
func (c *change) judge(r request, err error) (got string) {
	_, got, _ = strings.Cut(r.setting.String(), "=")
	var failed []error
	var texts []string
	for _, err := range unjoined(err) {
		mismatch, ok := errors.AsType[*sockopt.Mismatch](err)
		if !ok {
			failed = append(failed, err)
			continue
		}
		if limit := bufferLimit(r.info, mismatch); limit != "" {
			mismatch.Why = limit
		}
		c.differs, c.ignored = true, mismatch.Change == sockopt.Ignored
		got, texts = r.info.Format(mismatch.Got), append(texts, mismatch.Error())
	}
	c.Error = strings.Join(slices.Compact(texts), "; ") // of a family-neutral option, for both families
	if failed != nil {
		c.err = withChoice(r.info, errors.Join(failed...))
		c.Error = c.err.Error()
	}
	return got
}

// unjoined returns the errors that err joins.
func unjoined(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, err := range joined.Unwrap() {
		all = append(all, unjoined(err)...)
	}
	return all
}

// read returns the value of an option and its text, if it can be read.
func read(s sockopt.Socket, i sockopt.Info) (any, string) {
	if i.Access == sockopt.AccessWriteOnly {
		return nil, ""
	}
	v, err := i.Get(s)
	if err != nil {
		return nil, ""
	}
	return v, i.Format(v)
}

// bufferLimit says which limit clipped the size of a buffer, and how to exceed it
// if that is possible.
func bufferLimit(i sockopt.Info, m *sockopt.Mismatch) string {
	force, ok := sockopt.Lookup(i.CName + "FORCE")
	got, isSize := m.Got.(int)
	if m.Change != sockopt.Clipped || !ok || !force.Supported || !isSize {
		return ""
	}
	name := map[string]string{"RcvBuf": "rmem_max", "SndBuf": "wmem_max"}[i.Name]
	limit, _ := os.ReadFile("/proc/sys/net/core/" + name) // no limit is known without it
	switch most, err := strconv.Atoi(strings.TrimSpace(string(limit))); {
	case err == nil && got == most:
		return fmt.Sprintf("net.core.%s is %d; %s bypasses this limit and requires CAP_NET_ADMIN", name, most, force.CName)
	case got == math.MaxInt32/2:
		return "no buffer can be larger"
	}
	return ""
}

// withChoice adds to err what there is to choose from, if the name of an
// algorithm or a protocol is unknown to the kernel.
func withChoice(i sockopt.Info, err error) error {
	name := map[string]string{"Congestion": "tcp_available_congestion_control", "ULP": "tcp_available_ulp"}[i.Name]
	if name == "" || !errors.Is(err, syscall.ENOENT) {
		return err
	}
	list, errRead := os.ReadFile("/proc/sys/net/ipv4/" + name)
	if errRead != nil {
		return err
	}
	return fmt.Errorf("%w; this kernel has: %s", err, cmp.Or(strings.TrimSpace(string(list)), "none"))
}

// lack says why s does not support an option, which err says it does not.
func lack(s sockopt.Socket, i sockopt.Info, err error) string {
	if kind, errKind := sockopt.KindOf(s); errKind == nil && !i.Kinds.Has(kind) {
		return fmt.Sprintf("not supported on %v sockets, only on %v", kind, i.Kinds)
	}
	return "not supported by this kernel for this socket: " + reason(err)
}

// sideEffects returns the options that changed from before to after and are not
// what was asked for. What can only be read changes all the time.
func (r *request) sideEffects(before, after *sockopt.Dump) []difference {
	own := strings.Split(r.info.CName, "+") // a family-neutral option is two
	var list []difference
	for _, d := range sockopt.Diff(before, after) {
		if i, _ := sockopt.Lookup(d.Name); i.Access != sockopt.AccessReadOnly && !slices.Contains(own, d.Name) {
			list = append(list, difference{d.Name, d.A.Text(), d.B.Text()})
		}
	}
	return list
}

// inEffect reports whether the kernel has taken the value, or what it made of it.
func (c *change) inEffect() bool {
	return c.err == nil && !c.Skipped && !c.NotTried && !c.ignored
}

func (c *change) style() style {
	switch {
	case c.Skipped, c.NotTried:
		return faint
	case c.err != nil, c.differs:
		return red
	}
	return green
}

// text is what became of the option, in words.
func (c *change) text() string {
	value := c.After
	if c.Before != c.After {
		value = c.Before + " -> " + c.After
	}
	result := c.result()
	switch {
	case result == "":
		return value
	case value == "", c.Skipped, c.NotTried:
		return result
	}
	return value + " (" + result + ")"
}

// result is what is to be said besides the values.
func (c *change) result() string {
	parts := slices.DeleteFunc([]string{c.note, c.outcome()}, func(s string) bool { return s == "" })
	return strings.Join(parts, "; ")
}

// outcome is what became of the request if not just what was asked for. Why an
// option was not set is an error of the command, which is reported once.
func (c *change) outcome() string {
	switch {
	case c.NotTried:
		return "not tried"
	case c.Skipped:
		return "skipped: " + c.Reason
	case c.err != nil:
		return "failed"
	case c.differs:
		return c.Error
	case c.After == "":
		return c.Asked + ", which cannot be read back"
	}
	return ""
}

// also names the other options that changed.
func (c *change) also() string {
	var texts []string
	for _, d := range c.Also {
		texts = append(texts, fmt.Sprintf("%s %s -> %s", d.Name, orNone(d.A), orNone(d.B)))
	}
	return strings.Join(texts, ", ")
}

// completeSetting offers a shell the names of what can be set.
func completeSetting(_ *cobra.Command, args []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var names []cobra.Completion
	for i := range sockopt.All() {
		if len(args) > 0 && i.Supported && i.Access != sockopt.AccessReadOnly && strings.HasPrefix(i.CName, strings.ToUpper(begun)) {
			names = append(names, i.CName+"=")
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
