package sockopt

// A Socket gives access to the descriptor of a socket for the time of one call.
//
// Each [syscall.RawConn] is one, so what a Control hook is handed can be used
// as it is. For a connection, a listener or a file, use [Of]; for a bare
// descriptor, [FD]. This package never closes a socket, never duplicates its
// descriptor and never changes its blocking mode.
//
// Control must call f once, with the descriptor, before it returns. If it does
// not, the use of the option fails; a second call of f and one after Control has
// returned do nothing.
type Socket interface {
	Control(f func(fd uintptr)) error
}

// FD is the descriptor of a socket (on Windows, its handle) that the caller
// keeps open, used as a [Socket].
//
// Do not make one from [os.File.Fd] of a file of a net connection: that call
// may put the connection into blocking mode. Use [Of] instead.
type FD uintptr

// Control calls f with the descriptor.
func (fd FD) Control(f func(fd uintptr)) error {
	f(uintptr(fd))
	return nil
}
