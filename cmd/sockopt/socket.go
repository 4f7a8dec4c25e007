package main

import (
	"fmt"
	"strings"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/endpoint"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/process"
)

// A socket is a descriptor, its process, and what it is besides its options.
type socket struct {
	process.Owner
	FD    int    `json:"fd"`
	Inode uint64 `json:"inode,omitempty"`
	endpoint.Endpoint
	// Foreign is true if the socket is in a network namespace that this program
	// could not enter: the names of interfaces are not those of that namespace.
	Foreign bool `json:"foreign_namespace,omitempty"`
}

// socketOf describes f. It is called in the network namespace of f, if that
// could be entered.
func socketOf(f found, entered bool) (socket, error) {
	s := socket{Owner: f.Owner, FD: f.FD, Inode: process.Inode(f.dup), Foreign: !entered}
	var err error
	s.Endpoint, err = endpoint.Of(f.dup)
	return s, err
}

// owner names the descriptor and its process.
func (s *socket) owner() string {
	return fmt.Sprintf("%s %d/%d (%s)", s.Command, s.PID, s.FD, s.User)
}

// where names the kind, the state and the addresses.
func (s *socket) where() string {
	words := []string{s.Kind, s.State}
	if s.Local != "" {
		words = append(words, s.Local)
	}
	if s.Remote != "" {
		words = append(words, "->", s.Remote)
	}
	return strings.Join(words, " ")
}
