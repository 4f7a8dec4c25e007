// Package unix is in the place of x/sys, whose constants and structs for another
// system lie beside this file.
package unix

import (
	"syscall"
	"unsafe"
)

// The system calls, which a test makes up.
var (
	Get  func(fd uintptr, level, number int, p unsafe.Pointer, n *uint32) error
	Set  func(fd uintptr, level, number int, p unsafe.Pointer, n uintptr) error
	Name func(fd uintptr) (syscall.Sockaddr, error)
)
