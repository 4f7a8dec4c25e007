//go:build !linux

package main

import (
	"errors"

	"github.com/go-sockopt/sockopt"
)

// A newKey is what makes new sockets alike, which only Linux tells of a socket.
type newKey struct{}

func newKeyOf(uintptr) (newKey, bool) { return newKey{}, false }

func (newKey) open() (sockopt.FD, func(), error) { return 0, nil, errors.ErrUnsupported }
