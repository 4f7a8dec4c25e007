//go:build !unix && !windows

package main

import (
	"errors"
	"runtime"
)

// This system has no socket options.

var errNotConnected = errors.ErrUnsupported

func socketKinds() []kind { return nil }

func system() (kernel, user string) { return runtime.GOOS, "" }
