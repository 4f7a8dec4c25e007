package main

import (
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
	news    map[newKey]map[string]string
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
	for reading := range dump.All() {
		o := option{Name: reading.Name, Value: reading.Value, Text: reading.Text(), info: reading.Info()}
		if text, ok := of[o.Name]; ok && text != o.Text && o.info.Access != sockopt.GetOnly {
			o.New = text
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

// newSocket returns the values of the options of a new socket of the same kind
// and namespace. It has none of those for which there can be no such socket.
func (x *examiner) newSocket(fd uintptr) map[string]string {
	key, ok := newKeyOf(fd)
	if !ok {
		return nil
	}
	texts, ok := x.news[key]
	if ok {
		return texts
	}
	if fd, closeSocket, err := key.open(); err == nil {
		texts = make(map[string]string)
		if dump, err := sockopt.Snapshot(fd); err == nil {
			for reading := range dump.All() {
				texts[reading.Name] = reading.Text()
			}
		}
		closeSocket()
	}
	if x.news == nil {
		x.news = make(map[newKey]map[string]string)
	}
	x.news[key] = texts
	return texts
}
