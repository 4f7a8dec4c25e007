package process

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/prometheus/procfs"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/escape"
)

// A Process is a running process. It stays the one that was opened: when that
// ends and another gets its number, nothing of the other is reached.
type Process struct {
	Owner
	handle int // pidfd
}

// Open finds a process, which requires no privilege.
func Open(pid int) (*Process, error) {
	if err := checkProc(); err != nil {
		return nil, err
	}
	handle, err := unix.PidfdOpen(pid, 0) // which is close-on-exec
	if err != nil {
		return nil, openError(pid, err)
	}
	p := &Process{Owner{PID: pid, UID: -1}, handle}
	if err := p.describe(); err != nil {
		defer p.Close()
		return nil, p.unseen(err)
	}
	return p, nil
}

// Close lets go of the process.
func (p *Process) Close() error { return unix.Close(p.handle) }

// describe reads who the process is.
func (p *Process) describe() error {
	proc, err := procfs.NewProc(p.PID)
	if err != nil {
		return err
	}
	command, err := proc.Comm()
	if err != nil {
		return err
	}
	p.Command = escape.Text(command)
	status, err := proc.NewStatus()
	if err != nil {
		return err
	}
	p.UID = int(status.UIDs[1]) // the effective one
	p.User = userName(p.UID)
	return nil
}

// String names the process for an error.
func (p *Process) String() string {
	return fmt.Sprintf("process %d (%s, user %s)", p.PID, p.Command, p.User)
}

// Sockets returns the descriptors of the process that are sockets.
func (p *Process) Sockets() ([]int, error) {
	var fds []int
	err := eachSocket(p.PID, func(fd int, _ uint64) { fds = append(fds, fd) })
	switch {
	case err != nil && p.ended(), err == nil && fds == nil && p.ended():
		return nil, fmt.Errorf("%v has ended", p)
	case errors.Is(err, os.ErrPermission):
		// Yama restricts attaching to a process and not reading of it.
		return nil, p.refused("reading its descriptors", "", err)
	case err != nil:
		return nil, p.unseen(err)
	}
	slices.Sort(fds)
	return fds, nil
}

// Borrow calls f with a duplicate of a socket of the process, and closes that
// after. It is a new descriptor of the same socket: f must change nothing that
// is not asked for, and be quick, for a socket that its process closes lives on
// until then.
func (p *Process) Borrow(fd int, f func(dup int) error) error {
	// A duplicate of what is no socket is not even made: closing some files has
	// effects.
	if target, err := os.Readlink(fdPath(p.PID, fd)); err == nil && !isSocket(target) {
		return noSocket("descriptor %d of %v is no socket, but %s", fd, p, strconv.Quote(target))
	}
	dup, err := unix.PidfdGetfd(p.handle, fd, 0) // which is close-on-exec
	if err != nil {
		return p.borrowError(fd, err)
	}
	defer unix.Close(dup)
	if Inode(uintptr(dup)) == 0 {
		return noSocket("descriptor %d of %v is no socket", fd, p)
	}
	return f(dup)
}

// Inode returns the number that tells sockets apart in /proc, 0 if fd is none.
func Inode(fd uintptr) uint64 {
	var st unix.Stat_t
	if err := unix.Fstat(int(fd), &st); err != nil || st.Mode&unix.S_IFMT != unix.S_IFSOCK {
		return 0
	}
	return st.Ino
}

// ended tells whether the process has ended, which a handle becomes readable for.
func (p *Process) ended() bool {
	poll := []unix.PollFd{{Fd: int32(p.handle), Events: unix.POLLIN}}
	n, err := unix.Poll(poll, 0)
	return err == nil && n == 1
}

// eachSocket calls f with the descriptors of a process that are sockets, and
// with their inodes. It fails if this program may not see what a descriptor is:
// the directory can be readable and the descriptors not, as with a process of
// the same user that has more capabilities.
func eachSocket(pid int, f func(fd int, inode uint64)) error {
	dir, err := os.Open(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return err
	}
	defer dir.Close()
	names, failure := dir.Readdirnames(-1)
	for _, name := range names {
		fd, _ := strconv.Atoi(name)
		target, err := os.Readlink(fdPath(pid, fd))
		if errors.Is(err, os.ErrNotExist) {
			continue // closed by now
		}
		if err != nil {
			failure = cmp.Or(failure, err)
			continue
		}
		if !isSocket(target) {
			continue
		}
		inode, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimPrefix(target, "socket:["), "]"), 10, 64)
		f(fd, inode)
	}
	return failure
}

func fdPath(pid, fd int) string { return fmt.Sprintf("/proc/%d/fd/%d", pid, fd) }

func isSocket(target string) bool { return strings.HasPrefix(target, "socket:[") }
