package sockopt

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// A gate lets the first call of a function pass that is made while the gate is
// open. It stands before what a Control of somebody else is given: that may call
// its function twice, or from another goroutine, or when it has returned and what
// the function writes to belongs to another call.
type gate struct {
	mu sync.Mutex
	f  func(fd uintptr) // nil: closed
}

func (g *gate) pass(fd uintptr) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if f := g.f; f != nil {
		g.f = nil
		f(fd)
	}
}

// close waits for the call that has passed, if there is one, and lets no other
// pass.
func (g *gate) close() {
	g.mu.Lock()
	g.f = nil
	g.mu.Unlock()
}

// control has the Control of s call f, at most once and before it returns, whatever
// that Control does.
func control(s Socket, f func(fd uintptr)) error {
	if s == nil {
		return noSocket{}.Control(f)
	}
	g := gate{f: f}
	defer g.close()
	return s.Control(g.pass)
}

// kept has the interface tables of the Sockets that are known to call their
// function once and before they return: these need no gate, which costs an
// allocation. A table is where the runtime keeps it, and never collected.
var kept [8]unsafe.Pointer

// trusted reports whether the Control of s is known to call its function once and
// before it returns. Only the Sockets of this package, and those of the packages
// net and os, are.
func trusted(s Socket) bool {
	table := *(*unsafe.Pointer)(unsafe.Pointer(&s))
	if table == nil {
		return false // s is nil
	}
	for i := range kept {
		known := atomic.LoadPointer(&kept[i])
		if known == table {
			return true
		}
		if known == nil {
			if !wellKnown(s) {
				return false
			}
			atomic.CompareAndSwapPointer(&kept[i], nil, table) // if another was first, the next use finds a place
			return true
		}
	}
	return wellKnown(s)
}

// wellKnown is trusted without its memory. The names of types are enough: with their
// package paths, every program would be 4 kB larger.
func wellKnown(s Socket) bool {
	switch s.(type) {
	case FD, fileSocket, noSocket, failedSocket:
		return true
	}
	switch typeName(s) {
	case "*net.rawConn", "*net.rawListener", "*os.rawConn":
		return true
	}
	return false
}
