package main

import (
	"slices"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// BenchmarkSnapshot compares a snapshot of a TCP socket with the bare calls that
// it makes, in turns. It reports the times that the snapshot takes longer.
func BenchmarkSnapshot(b *testing.B) {
	fd, closeSocket, err := openSocket(unix.AF_INET, unix.SOCK_STREAM, 0)()
	if err != nil {
		b.Fatal(err)
	}
	defer closeSocket()
	dump, err := sockopt.Snapshot(fd)
	if err != nil {
		b.Fatal(err)
	}
	// It begins with what the socket is.
	calls := []sockopt.Info{sockopt.Domain.Info(), sockopt.SocketType.Info(), sockopt.Protocol.Info()}
	for _, r := range dump.Readings {
		calls = append(calls, r.Info())
	}
	var buf [512]byte
	var ours, bare []time.Duration
	for b.Loop() {
		begin := time.Now()
		for i := range calls {
			n := uint32(len(buf))
			getsockopt(uintptr(fd), calls[i].LevelNumber, calls[i].Number, buf[:], &n)
		}
		between := time.Now()
		if _, err := sockopt.Snapshot(fd); err != nil {
			b.Fatal(err)
		}
		bare, ours = append(bare, between.Sub(begin)), append(ours, time.Since(between))
	}
	b.ReportMetric(float64(len(calls)), "options")
	b.ReportMetric(float64(median(ours))/float64(median(bare)), "times-bare")
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}

// getsockopt is the system call, whatever comes of it.
func getsockopt(fd uintptr, level, option int, buf []byte, n *uint32) {
	_, _, _ = unix.Syscall6(unix.SYS_GETSOCKOPT, fd, uintptr(level), uintptr(option),
		uintptr(unsafe.Pointer(unsafe.SliceData(buf))), uintptr(unsafe.Pointer(n)), 0)
}
