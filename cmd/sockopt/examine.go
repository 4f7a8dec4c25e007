package main

import (
	"encoding/json"
	"errors"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

// A record is what there is to say of a socket.
type record struct {
	socket
	Options []option `json:"options"`

	compared bool // with a new socket
}

// An option is the value of an option of a socket, or why there is none.
type option struct {
	Name  string `json:"name"`
	Value any    `json:"value,omitempty"`
	Text  string `json:"text,omitempty"`
	// New is what a new socket has where that differs, if the option can be set.
	New   string `json:"new_socket,omitempty"`
	Error string `json:"error,omitempty"`

	info sockopt.Info
}

// An examiner reads sockets. It remembers what new ones are like.
type examiner struct {
	missing bool // to tell why options have no value, too
	news    map[newKey]*sockopt.Dump
}

// examine reads all of a socket.
func (x *examiner) examine(f found) (record, error) {
	var r record
	var err error
	process.InNamespaceOf(f.dup, func(entered bool) {
		if r.socket, err = socketOf(f, entered); err != nil {
			return
		}
		r.compared, r.Options, err = x.options(f.dup)
	})
	return r, err
}

func (x *examiner) options(fd uintptr) (compared bool, options []option, err error) {
	dump, err := sockopt.Snapshot(sockopt.FD(fd))
	if err != nil {
		return false, nil, err
	}
	of := x.newSocket(fd)
	set := make(map[string]string)
	if of != nil {
		for _, d := range sockopt.Diff(of, dump) {
			set[d.Name] = d.A.Text()
		}
	}
	for reading := range dump.All() {
		o := option{Name: reading.Name, Value: reading.Value, Text: reading.Text(), info: reading.Info()}
		if o.info.Access != sockopt.AccessReadOnly {
			o.New = set[o.Name]
		}
		options = append(options, o)
	}
	if x.missing {
		for reading := range dump.Missing() {
			options = append(options, option{Name: reading.Name, Error: reason(reading.Err), info: reading.Info()})
		}
	}
	return of != nil, options, nil
}

// newSocket returns the options of a new socket of the same kind and namespace, nil
// if the system does not make one.
func (x *examiner) newSocket(fd uintptr) *sockopt.Dump {
	key, ok := newKeyOf(fd)
	if !ok {
		return nil
	}
	dump, ok := x.news[key]
	if ok {
		return dump
	}
	if fd, closeSocket, err := key.open(); err == nil {
		if dump, err = sockopt.Snapshot(fd); err != nil {
			dump = nil
		}
		closeSocket()
	}
	if x.news == nil {
		x.news = make(map[newKey]*sockopt.Dump)
	}
	x.news[key] = dump
	return dump
}

// UnmarshalJSON reads what encoding/json writes of an option, the value in its own
// type.
func (o *option) UnmarshalJSON(text []byte) error {
	type plain option
	var read plain
	var reading sockopt.Reading
	if err := errors.Join(json.Unmarshal(text, &read), json.Unmarshal(text, &reading)); err != nil {
		return err
	}
	*o = option(read)
	o.Value, o.info = reading.Value, reading.Info()
	return nil
}

// dump returns the options of r that have a value.
func (r *record) dump() *sockopt.Dump {
	d := &sockopt.Dump{}
	for _, o := range r.Options {
		d.Readings = append(d.Readings, sockopt.Reading{Name: o.Name, Value: o.Value})
	}
	return d
}
