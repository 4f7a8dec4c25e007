package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

// A target is the sockets that an argument names.
type target struct {
	text string
	pid  int // 0: this process
	fd   int // -1: all of the process
	port int // of which the owners are meant, if it is not 0

	cookie  uint64 // that the socket must have
	guarded bool   // there is such a cookie
}

const targetForms = "write PID/FD, PID, :PORT, or fd:N for a descriptor that this program was started with; " +
	"PID/FD@COOKIE and fd:N@COOKIE mean that one socket and no later one"

func parseTarget(text string) (target, error) {
	t := target{text: text, fd: -1}
	text, cookie, guarded := strings.Cut(text, "@")
	var ok bool
	switch {
	case strings.HasPrefix(text, ":"):
		t.port, ok = number(text[1:], 65535)
		ok = ok && t.port > 0
	case strings.HasPrefix(text, "fd:"):
		t.fd, ok = number(text[3:], 1<<31-1)
	default:
		pid, fd, one := strings.Cut(text, "/")
		t.pid, ok = number(pid, 1<<31-1)
		ok = ok && t.pid > 0
		if one && ok {
			t.fd, ok = number(fd, 1<<31-1)
		}
	}
	if guarded && ok {
		var err error
		t.cookie, err = strconv.ParseUint(cookie, 10, 64)
		t.guarded, ok = true, err == nil && t.fd >= 0
	}
	if !ok {
		return t, usagef("%s does not name a socket: %s", strconv.Quote(t.text), targetForms)
	}
	return t, nil
}

// parseOne is parseTarget for what may be one socket only.
func parseOne(text string) (target, error) {
	t, err := parseTarget(text)
	if err == nil && t.fd < 0 {
		return t, usagef("%s may be several sockets: name one, as PID/FD or fd:N", strconv.Quote(text))
	}
	return t, err
}

// number reads a number of digits only.
func number(text string, most int) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 31)
	return int(n), err == nil && int(n) <= most && text[0] != '+'
}

// A found is a socket while it is being looked at.
type found struct {
	process.Owner
	FD  int     // of the owner
	dup uintptr // of this program
}

// guard returns f for the socket that has the cookie, if t has one, and a failure
// for any other: a process gets the number of a closed descriptor again for its
// next socket.
func (t target) guard(f func(found) error) func(found) error {
	if !t.guarded {
		return f
	}
	return func(s found) error {
		cookie, err := sockopt.Cookie.Get(sockopt.FD(s.dup))
		if err != nil {
			return fmt.Errorf("cannot check that %s is the socket: %w", t.text, err)
		}
		if cookie != t.cookie {
			return fmt.Errorf("%s is another socket now, with the cookie %d; it was left alone", t.text, cookie)
		}
		return f(s)
	}
}

// each calls f for the sockets that t names, one after the other. It goes on
// if one of several is gone or out of reach; the error joins what there is to
// say of that.
func (t target) each(bar *progress, f func(found) error) error {
	defer bar.end()
	f = t.guard(f)
	switch {
	case t.port != 0:
		return t.eachOfPort(bar, f)
	case t.pid == 0:
		return f(found{process.Self(), t.fd, uintptr(t.fd)})
	}
	p, err := process.Open(t.pid)
	if err != nil {
		return err
	}
	defer p.Close()
	if t.fd >= 0 {
		return borrow(p, t.fd, f)
	}
	fds, err := p.Sockets()
	if err != nil {
		return err
	}
	if len(fds) == 0 {
		return fmt.Errorf("%v has no sockets", p)
	}
	for i, fd := range fds {
		bar.step("sockets", i, len(fds))
		if err := borrow(p, fd, f); err != nil && !errors.Is(err, process.ErrNoSocket) {
			return err // a socket that was closed meanwhile is no error
		}
	}
	return nil
}

func (t target) eachOfPort(bar *progress, f func(found) error) error {
	seen := make(map[process.Place]bool)
	// A socket may go from one process to another, which forked, while it is
	// looked for: it is found by looking again.
	for range 3 {
		places, unseen, err := process.Owners(t.port, func(done, of int) { bar.step("processes", done, of) })
		if err != nil {
			return err
		}
		places = slices.DeleteFunc(places, func(p process.Place) bool { return seen[p] })
		gone, err := eachPlace(bar, places, seen, f)
		if err != nil || !gone {
			return errors.Join(err, unseen)
		}
	}
	return nil
}

// eachPlace calls f for sockets of several processes, and notes which it has
// seen. It tells whether one was gone, and goes on.
func eachPlace(bar *progress, places []process.Place, seen map[process.Place]bool, f func(found) error) (gone bool, err error) {
	var p *process.Process
	defer func() {
		if p != nil {
			p.Close()
		}
	}()
	var refused []error
	for i, place := range places {
		bar.step("sockets", i, len(places))
		if p == nil || p.PID != place.PID {
			if p != nil {
				p.Close()
			}
			if p, err = process.Open(place.PID); err != nil {
				p, gone = nil, true
				continue
			}
		}
		switch err := borrow(p, place.FD, f); {
		case err == nil:
			seen[place] = true
		case errors.Is(err, os.ErrPermission):
			seen[place] = true
			refused = append(refused, err)
		case errors.Is(err, process.ErrNoSocket):
			gone = true
		default:
			return false, err
		}
	}
	return gone, errors.Join(refused...)
}

func borrow(p *process.Process, fd int, f func(found) error) error {
	return p.Borrow(fd, func(dup int) error { return f(found{p.Owner, fd, uintptr(dup)}) })
}
