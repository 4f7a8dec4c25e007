//go:build unix && !linux

package main

import "golang.org/x/sys/unix"

var mptcpKinds []kind

// The unix systems other than Linux tell of routes on a family of its own.
var systemKinds = []kind{
	{"route", "routing", 0, openSocket(unix.AF_ROUTE, unix.SOCK_RAW, 0)},
}
