//go:build !unix && !windows

package main

import "runtime"

// This system has no socket options.
func socketKinds() []kind { return nil }

func system() (kernel, user string) { return runtime.GOOS, "" }
