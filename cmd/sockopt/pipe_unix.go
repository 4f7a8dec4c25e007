//go:build unix

package main

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// pipeClosed returns an error if the file is a pipe that nobody reads anymore.
func pipeClosed(file *os.File) error {
	poll := []unix.PollFd{{Fd: int32(file.Fd())}}
	if n, err := unix.Poll(poll, 0); err == nil && n == 1 && poll[0].Revents&unix.POLLERR != 0 {
		return &os.PathError{Op: "write", Path: file.Name(), Err: syscall.EPIPE}
	}
	return nil
}

// needsTERM is whether TERM names the abilities of a terminal.
const needsTERM = true
