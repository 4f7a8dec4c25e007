package sys

import "unsafe" // for go:linkname too

// NoEscape returns p and hides from escape analysis that it does, for a call of a
// function variable that keeps nothing of what it is given: the compiler takes it to
// keep everything, and would put what p points to on the heap. That must be kept alive
// with [runtime.KeepAlive] until after the last use of the result.
func NoEscape[T any](p *T) *T { return (*T)(noescape(unsafe.Pointer(p))) }

// The runtime keeps this function for the packages that link to it:
// https://go.dev/issue/67401.
//
//go:linkname noescape runtime.noescape
//go:noescape
func noescape(p unsafe.Pointer) unsafe.Pointer
