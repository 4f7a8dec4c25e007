package process

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// InNamespaceOf calls f in the network namespace of a socket, so that the names
// and addresses of interfaces are those of there. It tells f whether it could.
func InNamespaceOf(socket uintptr, f func(entered bool)) {
	there, unknown := unix.GetsockoptUint64(int(socket), unix.SOL_SOCKET, unix.SO_NETNS_COOKIE)
	if unknown == nil && there == ownNamespace() {
		f(true)
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		leave, err := enter(int(socket))
		// A kernel that does not tell namespaces apart is not suspected of several.
		f(err == nil || unknown != nil)
		if err != nil || leave() == nil {
			runtime.UnlockOSThread() // else the thread ends with this goroutine
		}
	}()
	<-done
}

// enter takes the calling thread to the namespace of a socket.
func enter(socket int) (leave func() error, err error) {
	back, err := os.Open("/proc/thread-self/ns/net")
	if err != nil {
		return nil, err
	}
	there, err := unix.IoctlRetInt(socket, unix.SIOCGSKNS)
	if err == nil {
		err = unix.Setns(there, unix.CLONE_NEWNET)
		unix.Close(there)
	}
	if err != nil {
		back.Close()
		return nil, err
	}
	return func() error {
		defer back.Close()
		return unix.Setns(int(back.Fd()), unix.CLONE_NEWNET)
	}, nil
}

// ownNamespace returns the cookie of the namespace of the calling thread; 0
// where that cannot be told, which no namespace has.
func ownNamespace() uint64 {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(fd)
	cookie, _ := unix.GetsockoptUint64(fd, unix.SOL_SOCKET, unix.SO_NETNS_COOKIE)
	return cookie
}
