//go:build linux

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"

	"github.com/go-sockopt/sockopt"
	"golang.org/x/sys/unix"
)

// six is what a server may tune on each connection that it accepts.
var six = []sockopt.Setting{
	sockopt.KeepIdle.With(30 * time.Second),
	sockopt.KeepIntvl.With(5 * time.Second),
	sockopt.KeepCnt.With(4),
	sockopt.UserTimeout.With(20 * time.Second),
	sockopt.NotSentLowat.With(16384),
	sockopt.TTL.With(64),
}

// bareSix is the same in bare calls.
func bareSix(fd int) error {
	for _, o := range [...]struct{ level, number, value int }{
		{unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30},
		{unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5},
		{unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4},
		{unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000},
		{unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384},
		{unix.IPPROTO_IP, unix.IP_TTL, 64},
	} {
		if err := unix.SetsockoptInt(fd, o.level, o.number, o.value); err != nil {
			return err
		}
	}
	return nil
}

// A crowd is the accepted ends of many connections over the loopback. The others
// are in a process of their own, which has as many descriptors as this one.
type crowd struct {
	conn []*net.TCPConn
	raw  []syscall.RawConn
	fd   []int
	next int
	end  func() error // of those who dialled
}

func (c *crowd) close() error {
	for _, conn := range c.conn {
		conn.Close()
	}
	return c.end()
}

// dialEach makes a connection to address for each byte of the standard input, and
// says so with a byte.
func dialEach(address string) error {
	var conns []net.Conn
	var b [1]byte
	for {
		if _, err := os.Stdin.Read(b[:]); err == io.EOF {
			runtime.KeepAlive(conns)
			return nil
		} else if err != nil {
			return err
		}
		conn, err := net.Dial("tcp4", address)
		if err != nil {
			return err
		}
		conns = append(conns, conn)
		if _, err := os.Stdout.Write(b[:]); err != nil {
			return err
		}
	}
}

// dialler starts a process that dials address. What it returns makes it dial once,
// and ends it.
func dialler(address string) (dial, end func() error, err error) {
	cmd := exec.Command("/proc/self/exe", "-dial", address)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	dial = func() error {
		b := []byte{0}
		if _, err := in.Write(b); err != nil {
			return err
		}
		_, err := io.ReadFull(out, b)
		return err
	}
	end = func() error { return errors.Join(in.Close(), cmd.Wait()) }
	return dial, end, cmd.Start()
}

// raiseLimit makes room for n descriptors in this process and its children.
func raiseLimit(n int) error {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	limit.Cur, limit.Max = max(limit.Cur, uint64(n)), max(limit.Max, uint64(n))
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return fmt.Errorf("%d descriptors: %w", n, err)
	}
	return nil
}

// turn returns the index of the connection whose turn it is.
func (c *crowd) turn() int {
	c.next = (c.next + 1) % len(c.conn)
	return c.next
}

// newCrowd accepts n connections, tuned in three ways in turn, and prints what
// each cost.
func newCrowd(n int) (*crowd, error) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer ln.Close()
	dial, end, err := dialler(ln.Addr().String())
	if err != nil {
		return nil, err
	}
	tuned := sockopt.NewListener(ln, six...)
	ways := []struct {
		name   string
		accept func() (net.Conn, error)
	}{
		{"Accept", ln.Accept},
		{"Accept, six bare calls in one closure", func() (net.Conn, error) {
			conn, err := ln.Accept()
			if err != nil {
				return nil, err
			}
			raw, err := conn.(*net.TCPConn).SyscallConn()
			if err != nil {
				return conn, err
			}
			var operr error
			if err := raw.Control(func(fd uintptr) { operr = bareSix(int(fd)) }); err != nil {
				return conn, err
			}
			return conn, operr
		}},
		{"NewListener with six settings", tuned.Accept},
	}

	c := &crowd{end: end}
	ns := make([][]float64, len(ways))
	for i := range n {
		if err := dial(); err != nil {
			return c, err
		}
		way := i % len(ways)
		var conn net.Conn
		d, err := spent(cell{run: func(int) (err error) { conn, err = ways[way].accept(); return err }}, 1)
		if err != nil {
			return c, err
		}
		if err := c.add(conn.(*net.TCPConn)); err != nil {
			return c, err
		}
		ns[way] = append(ns[way], float64(d))
	}
	alone, bare := median(ns[0]), median(ns[1])
	fmt.Printf("| %d connections, medians | of each | beside bare calls | without Accept |\n|---|--:|--:|--:|\n", n)
	for i, way := range ways {
		each := median(ns[i])
		fmt.Printf("| %s | %.0f ns | %.2f | %.2f |\n", way.name, each, each/bare, (each-alone)/(bare-alone))
	}
	fmt.Println()
	return c, nil
}

func (c *crowd) add(conn *net.TCPConn) error {
	raw, err := rawConn(conn)
	if err != nil {
		return err
	}
	fd, err := descriptor(raw)
	c.conn, c.raw, c.fd = append(c.conn, conn), append(c.raw, raw), append(c.fd, fd)
	return err
}

// crowdRows are operations that take the next connection each time.
func crowdRows(c *crowd) []row {
	of := fmt.Sprintf(" of %d", len(c.conn))
	bareNext := cell{bare, func(n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = bareSix(c.fd[c.turn()])
		}
		return err
	}}
	return []row{
		{name: "Apply six, next RawConn" + of, goals: noGoals, cells: []cell{
			bareNext,
			{ours, func(n int) (err error) {
				for i := 0; i < n && err == nil; i++ {
					err = sockopt.Apply(c.raw[c.turn()], six...)
				}
				return err
			}},
		}},
		{name: "Apply six, Of the next conn" + of, goals: noGoals, needed: 1, cells: []cell{
			bareNext,
			{ours, func(n int) (err error) {
				for i := 0; i < n && err == nil; i++ {
					err = sockopt.Apply(sockopt.Of(c.conn[c.turn()]), six...)
				}
				return err
			}},
		}},
		snapshotRow("Snapshot, next"+of, func() (int, syscall.RawConn) { i := c.turn(); return c.fd[i], c.raw[i] }),
	}
}

// scale measures what n connections at a time cost.
func scale(n, rounds int, slice time.Duration) (err error) {
	if err := raiseLimit(n + 100); err != nil {
		return err
	}
	runtime.LockOSThread()
	c, err := newCrowd(n)
	if c != nil {
		defer func() { err = errors.Join(err, c.close()) }()
	}
	if err != nil {
		return err
	}
	var results []result
	for _, r := range crowdRows(c) {
		res, err := measure(r, rounds, slice)
		if err != nil {
			return err
		}
		results = append(results, res)
	}
	printTable(results, []string{bare, ours})
	return nil
}
