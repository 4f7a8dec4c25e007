//go:build linux

package main

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/mdlayher/socket"
	"github.com/mikioh/tcp"
	"github.com/mikioh/tcpopt"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"
)

// The ways to make a call, which are the columns of the table.
const (
	bare    = "bare x/sys"
	ours    = "sockopt"
	oursFD  = "sockopt, FD"
	closure = "closure"
	stdlib  = "net"
	xnet    = "x/net"
	mikioh  = "mikioh/tcp"
	layher  = "mdlayher/socket"
)

var columns = []string{bare, ours, oursFD, closure, stdlib, xnet, mikioh, layher}

// A row is one operation, made in each way that there is.
type row struct {
	name  string
	cells []cell
	goals goals
	// needed is how many allocations there must be: a string that is returned
	// needs one, and so does the RawConn that package net makes.
	needed float64
}

// goals says which of the goals are for an operation.
type goals int

const (
	allGoals  goals = iota
	peerGoals       // not those against the bare call and net: it does more
	noGoals         // none: it makes other system calls than its peers
)

// A cell makes the operation n times and stops at the first error. The loop is
// in the cell, because a function call around each operation would cost as much
// as what is measured.
type cell struct {
	column string
	run    func(n int) error
}

// The connections, kept here so that none is collected and its descriptor
// closed while it is measured.
type conns struct {
	v4, v6  *net.TCPConn
	conn    net.Conn // v4
	others  []io.Closer
	raw     syscall.RawConn
	raw6    syscall.RawConn
	fd, fd6 int
	ipv4    *ipv4.Conn
	ipv6    *ipv6.Conn
	mikioh  *tcp.Conn
	layher  *socket.Conn
	layher6 *socket.Conn
}

func (c *conns) close() {
	for _, o := range c.others {
		o.Close()
	}
	runtime.KeepAlive(c)
}

// dial connects over the loopback.
func (c *conns) dial(network, address string) (*net.TCPConn, error) {
	ln, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	c.others = append(c.others, ln)
	conn, err := net.Dial(network, ln.Addr().String())
	if err != nil {
		return nil, err
	}
	c.others = append(c.others, conn)
	return conn.(*net.TCPConn), nil
}

// layherConn gives the same socket to mdlayher/socket, which wants a
// descriptor of its own.
func (c *conns) layherConn(conn *net.TCPConn) (*socket.Conn, error) {
	f, err := conn.File()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	s, err := socket.FileConn(f, "tcp")
	if err == nil {
		c.others = append(c.others, s)
	}
	return s, err
}

// rawConn is not inlined, so that a call through what it returns is one through
// an interface, as in a program that keeps a RawConn.
//
//go:noinline
func rawConn(c syscall.Conn) (syscall.RawConn, error) { return c.SyscallConn() }

func descriptor(c syscall.RawConn) (int, error) {
	var fd int
	err := c.Control(func(n uintptr) { fd = int(n) })
	return fd, err
}

func newConns() (*conns, error) {
	c := &conns{}
	var errs [9]error
	if c.v4, errs[0] = c.dial("tcp4", "127.0.0.1:0"); errs[0] != nil {
		return nil, errs[0]
	}
	if c.v6, errs[0] = c.dial("tcp6", "[::1]:0"); errs[0] != nil {
		return nil, errs[0]
	}
	c.conn = c.v4
	c.raw, errs[1] = rawConn(c.v4)
	c.raw6, errs[2] = rawConn(c.v6)
	c.mikioh, errs[3] = tcp.NewConn(c.v4)
	c.layher, errs[4] = c.layherConn(c.v4)
	c.layher6, errs[5] = c.layherConn(c.v6)
	c.ipv4, c.ipv6 = ipv4.NewConn(c.v4), ipv6.NewConn(c.v6)
	c.fd, errs[6] = descriptor(c.raw)
	c.fd6, errs[7] = descriptor(c.raw6)
	return c, errors.Join(errs[:]...)
}

// on alternates, so that each call sets something.
func on(i int) int { return i & 1 }

func rows(c *conns) []row {
	return []row{
		boolSet(c), boolGet(c),
		intSet(c), intGet(c),
		durationSet(c), durationGet(c),
		lingerSet(c), lingerGet(c),
		stringSet(c), stringGet(c),
		ttlSet(c), ttlGet(c),
		tosSet(c), tosGet(c),
		ofConnSet(c), ofTCPSet(c),
		applyMade(c), applyInline(c),
		class4Set(c), class4Get(c),
		class6Set(c), class6Get(c),
		snapshotRow("Snapshot of a connection", func() (int, syscall.RawConn) { return c.fd, c.raw }),
	}
}

// through returns the cells of an operation through a RawConn, as in a hook, and
// through a descriptor.
func (c *conns) through(run func(s sockopt.Socket, n int) error) []cell {
	return []cell{
		{ours, func(n int) error { return run(c.raw, n) }},
		{oursFD, func(n int) error { return run(sockopt.FD(c.fd), n) }},
	}
}

func boolSet(c *conns) row {
	return row{name: "Set bool: TCP_NODELAY", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.NoDelay.Set(s, on(i) != 0)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{stdlib, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.v4.SetNoDelay(on(i) != 0)
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.mikioh.SetOption(tcpopt.NoDelay(on(i) != 0))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i))
			}
			return err
		}},
	}...)}
}

func boolGet(c *conns) row {
	var b [8]byte
	return row{name: "Get bool: TCP_NODELAY", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.NoDelay.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.mikioh.Option(unix.IPPROTO_TCP, unix.TCP_NODELAY, b[:])
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NODELAY)
			}
			return err
		}},
	}...)}
}

func intSet(c *conns) row {
	return row{name: "Set int: SO_RCVBUF", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.RcvBuf.Set(s, 65536+on(i))
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUF, 65536+on(i))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF, 65536+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{stdlib, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.v4.SetReadBuffer(65536 + on(i))
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.mikioh.SetOption(tcpopt.ReceiveBuffer(65536 + on(i)))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.SOL_SOCKET, unix.SO_RCVBUF, 65536+on(i))
			}
			return err
		}},
	}...)}
}

func intGet(c *conns) row {
	var b [8]byte
	return row{name: "Get int: SO_RCVBUF", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.RcvBuf.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_RCVBUF)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_RCVBUF) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.mikioh.Option(unix.SOL_SOCKET, unix.SO_RCVBUF, b[:])
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.SOL_SOCKET, unix.SO_RCVBUF)
			}
			return err
		}},
	}...)}
}

func durationSet(c *conns) row {
	return row{name: "Set duration: TCP_KEEPIDLE", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.KeepIdle.Set(s, time.Duration(30+on(i))*time.Second)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30+on(i))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{stdlib, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.v4.SetKeepAlivePeriod(time.Duration(30+on(i)) * time.Second)
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.mikioh.SetOption(tcpopt.KeepAliveIdleInterval(time.Duration(30+on(i)) * time.Second))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30+on(i))
			}
			return err
		}},
	}...)}
}

func durationGet(c *conns) row {
	var b [8]byte
	return row{name: "Get duration: TCP_KEEPIDLE", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.KeepIdle.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_KEEPIDLE) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.mikioh.Option(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, b[:])
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE)
			}
			return err
		}},
	}...)}
}

func lingerSet(c *conns) row {
	return row{name: "Set linger: SO_LINGER", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.Linger.Set(s, sockopt.LingerWait(time.Duration(1+on(i))*time.Second))
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				l := unix.Linger{Onoff: 1, Linger: int32(1 + on(i))}
				err = unix.SetsockoptLinger(c.fd, unix.SOL_SOCKET, unix.SO_LINGER, &l)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				l := unix.Linger{Onoff: 1, Linger: int32(1 + on(i))}
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER, &l) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{stdlib, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.v4.SetLinger(1 + on(i))
			}
			return err
		}},
	}...)}
}

func lingerGet(c *conns) row {
	return row{name: "Get linger: SO_LINGER", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.Linger.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptLinger(c.fd, unix.SOL_SOCKET, unix.SO_LINGER)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v *unix.Linger
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptLinger(int(fd), unix.SOL_SOCKET, unix.SO_LINGER) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
	}...)}
}

func stringSet(c *conns) row {
	return row{name: "Set string: TCP_CONGESTION", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.Congestion.Set(s, "reno")
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptString(c.fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION, "reno")
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) {
					operr = unix.SetsockoptString(int(fd), unix.IPPROTO_TCP, unix.TCP_CONGESTION, "reno")
				})
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptString(unix.IPPROTO_TCP, unix.TCP_CONGESTION, "reno")
			}
			return err
		}},
	}...)}
}

func stringGet(c *conns) row {
	return row{name: "Get string: TCP_CONGESTION", needed: 1, cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.Congestion.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptString(c.fd, unix.IPPROTO_TCP, unix.TCP_CONGESTION)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v string
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptString(int(fd), unix.IPPROTO_TCP, unix.TCP_CONGESTION) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptString(unix.IPPROTO_TCP, unix.TCP_CONGESTION)
			}
			return err
		}},
	}...)}
}

func ttlSet(c *conns) row {
	return row{name: "Set TTL: IP_TTL", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.TTL.Set(s, 64+on(i))
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TTL, 64+on(i))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TTL, 64+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.ipv4.SetTTL(64 + on(i))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.IPPROTO_IP, unix.IP_TTL, 64+on(i))
			}
			return err
		}},
	}...)}
}

func ttlGet(c *conns) row {
	return row{name: "Get TTL: IP_TTL", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.TTL.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TTL)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TTL) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.ipv4.TTL()
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.IPPROTO_IP, unix.IP_TTL)
			}
			return err
		}},
	}...)}
}

func tosSet(c *conns) row {
	return row{name: "Set TOS: IP_TOS", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			err = sockopt.TOS.Set(s, sockopt.DSField(0x88+on(i)))
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.ipv4.SetTOS(0x88 + on(i))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i))
			}
			return err
		}},
	}...)}
}

func tosGet(c *conns) row {
	return row{name: "Get TOS: IP_TOS", cells: append(c.through(func(s sockopt.Socket, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			_, err = sockopt.TOS.Get(s)
		}
		return err
	}), []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TOS)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.ipv4.TOS()
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.IPPROTO_IP, unix.IP_TOS)
			}
			return err
		}},
	}...)}
}

func ofConnSet(c *conns) row {
	return row{name: "Of(net.Conn), Set bool", goals: peerGoals, needed: 1, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i))
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.NoDelay.Set(sockopt.Of(c.conn), on(i) != 0)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				sc, ok := c.conn.(syscall.Conn)
				if !ok {
					return errors.ErrUnsupported
				}
				var raw syscall.RawConn
				if raw, err = sc.SyscallConn(); err != nil {
					return err
				}
				var operr error
				err = raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var conn *tcp.Conn
				if conn, err = tcp.NewConn(c.conn); err == nil {
					err = conn.SetOption(tcpopt.NoDelay(on(i) != 0))
				}
			}
			return err
		}},
	}}
}

// Here the compiler knows all the types, and puts the closure and the RawConn
// on the stack.
func ofTCPSet(c *conns) row {
	return row{name: "Of(*net.TCPConn), Set bool", goals: peerGoals, needed: 1, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i))
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.NoDelay.Set(sockopt.Of(c.v4), on(i) != 0)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var raw syscall.RawConn
				if raw, err = c.v4.SyscallConn(); err != nil {
					return err
				}
				var operr error
				err = raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY, on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{mikioh, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var conn *tcp.Conn
				if conn, err = tcp.NewConn(c.v4); err == nil {
					err = conn.SetOption(tcpopt.NoDelay(on(i) != 0))
				}
			}
			return err
		}},
	}}
}

func applyMade(c *conns) row {
	settings := []sockopt.Setting{
		sockopt.NoDelay.With(true),
		sockopt.KeepAlive.With(true),
		sockopt.KeepIdle.With(30 * time.Second),
		sockopt.KeepIntvl.With(5 * time.Second),
		sockopt.KeepCnt.With(4),
		sockopt.UserTimeout.With(20 * time.Second),
		sockopt.NotSentLowat.With(16384),
		sockopt.TTL.With(64),
	}
	return row{name: "Apply eight, made before", cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.Apply(c.raw, settings...)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				}
				if err == nil {
					err = setInt(c.raw, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
	}}
}

func applyInline(c *conns) row {
	return row{name: "Apply eight, made at the call", cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = unix.SetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.Apply(c.raw,
					sockopt.NoDelay.With(true),
					sockopt.KeepAlive.With(true),
					sockopt.KeepIdle.With(30*time.Second),
					sockopt.KeepIntvl.With(5*time.Second),
					sockopt.KeepCnt.With(4),
					sockopt.UserTimeout.With(20*time.Second),
					sockopt.NotSentLowat.With(16384),
					sockopt.TTL.With(64),
				)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				}
				if err == nil {
					err = setInt(c.raw, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = setInt(c.raw, unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NODELAY, 1)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 30)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 4)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 20000)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, 16384)
				}
				if err == nil {
					err = c.layher.SetsockoptInt(unix.IPPROTO_IP, unix.IP_TTL, 64)
				}
			}
			return err
		}},
	}}
}

func class4Set(c *conns) row {
	return row{name: "Set TrafficClass, IPv4 socket", goals: noGoals, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i))
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.TrafficClass.Set(c.raw, sockopt.DSField(0x88+on(i)))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.ipv4.SetTOS(0x88 + on(i))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher.SetsockoptInt(unix.IPPROTO_IP, unix.IP_TOS, 0x88+on(i))
			}
			return err
		}},
	}}
}

func class4Get(c *conns) row {
	return row{name: "Get TrafficClass, IPv4 socket", goals: noGoals, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd, unix.IPPROTO_IP, unix.IP_TOS)
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = sockopt.TrafficClass.Get(c.raw)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TOS) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.ipv4.TOS()
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher.GetsockoptInt(unix.IPPROTO_IP, unix.IP_TOS)
			}
			return err
		}},
	}}
}

func class6Set(c *conns) row {
	return row{name: "Set TrafficClass, IPv6 socket", goals: noGoals, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = unix.SetsockoptInt(c.fd6, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, 0x88+on(i))
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = sockopt.TrafficClass.Set(c.raw6, sockopt.DSField(0x88+on(i)))
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var operr error
				err = c.raw6.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_TCLASS, 0x88+on(i)) })
				if err == nil {
					err = os.NewSyscallError("setsockopt", operr)
				}
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.ipv6.SetTrafficClass(0x88 + on(i))
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				err = c.layher6.SetsockoptInt(unix.IPPROTO_IPV6, unix.IPV6_TCLASS, 0x88+on(i))
			}
			return err
		}},
	}}
}

func class6Get(c *conns) row {
	return row{name: "Get TrafficClass, IPv6 socket", goals: noGoals, cells: []cell{
		{bare, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = unix.GetsockoptInt(c.fd6, unix.IPPROTO_IPV6, unix.IPV6_TCLASS)
			}
			return err
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = sockopt.TrafficClass.Get(c.raw6)
			}
			return err
		}},
		{closure, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				var v int
				var operr error
				err = c.raw6.Control(func(fd uintptr) { v, operr = unix.GetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_TCLASS) })
				if err == nil {
					err = os.NewSyscallError("getsockopt", operr)
				}
				_ = v
			}
			return err
		}},
		{xnet, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.ipv6.TrafficClass()
			}
			return err
		}},
		{layher, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, err = c.layher6.GetsockoptInt(unix.IPPROTO_IPV6, unix.IPV6_TCLASS)
			}
			return err
		}},
	}}
}

// setInt is the helper that people write around a closure.
//
//go:noinline
func setInt(c syscall.RawConn, level, number, v int) error {
	var operr error
	if err := c.Control(func(fd uintptr) { operr = unix.SetsockoptInt(int(fd), level, number, v) }); err != nil {
		return err
	}
	return os.NewSyscallError("setsockopt", operr)
}

// snapshotRow reads all options of the connection that next returns; the bare
// calls are those that Snapshot makes, its three questions what the socket is
// included.
func snapshotRow(name string, next func() (int, syscall.RawConn)) row {
	type call struct {
		level, number uintptr
		size          uint32
	}
	var buf [512]byte
	get := func(fd int, o call) (uint32, error) {
		n := o.size
		_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(fd), o.level, o.number,
			uintptr(unsafe.Pointer(&buf)), uintptr(unsafe.Pointer(&n)), 0)
		if errno != 0 {
			return 0, errno
		}
		return n, nil
	}
	calls := []call{
		{unix.SOL_SOCKET, unix.SO_DOMAIN, 4}, {unix.SOL_SOCKET, unix.SO_TYPE, 4}, {unix.SOL_SOCKET, unix.SO_PROTOCOL, 4},
	}
	fd, raw := next()
	d, err := sockopt.Snapshot(raw)
	if err != nil {
		panic(err)
	}
	for _, r := range d.Readings {
		i := r.Info()
		o := call{uintptr(i.LevelNumber), uintptr(i.Number), uint32(len(buf))}
		if n, err := get(fd, o); err == nil {
			o.size = max(n, 4)
		}
		calls = append(calls, o)
	}
	return row{name: name, cells: []cell{
		{bare, func(n int) error {
			for range n {
				fd, _ := next()
				for _, o := range calls {
					get(fd, o) // some fail, in Snapshot too
				}
			}
			return nil
		}},
		{ours, func(n int) (err error) {
			for i := 0; i < n && err == nil; i++ {
				_, raw := next()
				_, err = sockopt.Snapshot(raw)
			}
			return err
		}},
	}, goals: noGoals}
}
