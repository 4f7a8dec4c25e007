// Package sys makes the system calls of package sockopt and classifies their
// errnos. It is the only package of the module that calls the kernel, and knows
// nothing of options.
//
// The functions take the descriptor as a uintptr, as [syscall.RawConn] gives it.
// On systems without socket options all of them fail with [ErrNone].
package sys

import "errors"

// ErrNone is the error of each call on a system that has no socket options.
var ErrNone = errors.New("no socket options")

// IsErrno reports whether err is, or wraps, an errno of a class.
//
// Inlined into its many callers, all of which deal with failures, it would make
// every program larger.
//
//go:noinline
func IsErrno(err error, class []error) bool {
	for _, errno := range class {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}
