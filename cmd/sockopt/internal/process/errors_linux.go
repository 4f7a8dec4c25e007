package process

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// openError says why there is no handle of a process.
func openError(pid int, err error) error {
	switch {
	case errors.Is(err, unix.ESRCH):
		return fmt.Errorf("there is no process %d", pid)
	case errors.Is(err, unix.EINVAL), errors.Is(err, unix.ENOENT):
		return fmt.Errorf("%d is no process but a thread of one", pid)
	}
	return kernelError("pidfd_open", err)
}

// borrowError says why a descriptor of the process was not duplicated.
func (p *Process) borrowError(fd int, err error) error {
	switch {
	case errors.Is(err, unix.EBADF):
		return noSocket("%v has no descriptor %d", p, fd)
	case errors.Is(err, unix.ESRCH):
		return fmt.Errorf("%v has ended", p)
	case errors.Is(err, os.ErrPermission):
		scope, _ := os.ReadFile("/proc/sys/kernel/yama/ptrace_scope")
		return p.refused("duplicating its descriptors", strings.TrimSpace(string(scope)), err)
	}
	return kernelError("pidfd_getfd", err)
}

// kernelError says what kernel has the call.
func kernelError(call string, err error) error {
	if !errors.Is(err, unix.ENOSYS) {
		return os.NewSyscallError(call, err)
	}
	var u unix.Utsname
	_ = unix.Uname(&u) // without it the release is empty
	return fmt.Errorf("the sockets of other processes need pidfd_open and pidfd_getfd, which Linux has since 5.6; this is %s: %w",
		unix.ByteSliceToString(u.Release[:]), os.NewSyscallError(call, err))
}

// checkProc returns an error if /proc does not describe the processes that the
// numbers of processes mean to this program.
func checkProc() error {
	var fs unix.Statfs_t
	if err := unix.Statfs("/proc", &fs); err != nil || fs.Type != unix.PROC_SUPER_MAGIC {
		return errors.New("/proc is not mounted, so nothing is known of other processes")
	}
	if self, err := os.Readlink("/proc/self"); err != nil || self != strconv.Itoa(os.Getpid()) {
		return errors.New("/proc belongs to another PID namespace than this program, so its process numbers mean other processes")
	}
	return nil
}

// unseen says why /proc has nothing of the process, which was there just now.
func (p *Process) unseen(err error) error {
	switch {
	case p.ended():
		return fmt.Errorf("process %d has ended", p.PID)
	case errors.Is(err, os.ErrNotExist), errors.Is(err, os.ErrPermission):
		return fmt.Errorf("process %d is hidden from this user (is /proc mounted with hidepid?): %w", p.PID, err)
	}
	return fmt.Errorf("process %d: %w", p.PID, err)
}

// refused says why the kernel does not permit this program something with the
// process. The scope is that of Yama if it restricts this.
func (p *Process) refused(what, scope string, err error) error {
	why := whyRefused(os.Geteuid(), p.UID, p.User, scope)
	return fmt.Errorf("%v: %s is not permitted: %w", p, what, &wordsError{why, err})
}

// whyRefused explains the rules of ptrace(2), by which the kernel goes.
func whyRefused(own, uid int, user, scope string) string {
	switch {
	case own != uid && own != 0:
		return fmt.Sprintf("it runs as %s and this program as uid %d, which needs CAP_SYS_PTRACE", user, own)
	case scope == "3":
		return "kernel.yama.ptrace_scope is 3, which forbids it to everybody until the next boot"
	case scope == "2":
		return "kernel.yama.ptrace_scope is 2, so it needs CAP_SYS_PTRACE"
	case scope == "1":
		return "kernel.yama.ptrace_scope is 1, which permits it for one's own children only; it needs CAP_SYS_PTRACE, or the scope 0"
	}
	return "it has changed its user or has privileges that this program lacks, is in a user namespace with other rights, " +
		"or a seccomp filter forbids the call; it needs CAP_SYS_PTRACE there"
}

// A wordsError says in words what another error means.
type wordsError struct {
	words string
	err   error
}

func (e *wordsError) Error() string { return e.words }
func (e *wordsError) Unwrap() error { return e.err }

// noSocket makes an error that is an [ErrNoSocket].
func noSocket(format string, args ...any) error {
	return &wordsError{fmt.Sprintf(format, args...), ErrNoSocket}
}
