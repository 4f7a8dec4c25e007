package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// The test binary is started again as a process with sockets, and as sockopt
// itself.
const (
	childEnv   = "SOCKOPT_TEST_CHILD"
	commandEnv = "SOCKOPT_TEST_COMMAND"
)

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(childEnv) != "":
		childMain(os.Getenv(childEnv))
	case os.Getenv(commandEnv) != "":
		main()
	default:
		os.Exit(m.Run())
	}
}

// childMain opens the sockets of a kind of child, prints their descriptors by
// name, and answers questions until its input ends.
func childMain(kind string) {
	fds := map[string]int{}
	children[kind](fds)
	if err := json.NewEncoder(os.Stdout).Encode(fds); err != nil {
		panic(err)
	}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var fd, level, option int
		fmt.Sscan(lines.Text(), &fd, &level, &option)
		n := -1
		var err error
		switch level {
		case -1:
			n, err = unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		case -2:
			n = must(unix.Getsockname(fd)).(*unix.SockaddrInet4).Port
		default:
			n, err = unix.GetsockoptInt(fd, level, option)
		}
		if err != nil {
			n = -1
		}
		fmt.Println(n)
	}
}

// children are the kinds of child.
var children = map[string]func(fds map[string]int){
	"sockets": openSockets,
	"many": func(fds map[string]int) {
		for i := range 1000 {
			fds[strconv.Itoa(i)] = tcpSocket()
		}
	},
	"http": func(fds map[string]int) {
		ln := must(net.Listen("tcp", "127.0.0.1:0"))
		fds["port"] = ln.Addr().(*net.TCPAddr).Port
		go http.Serve(ln, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			w.Write(body)
		}))
	},
	"hostile": func(fds map[string]int) {
		const name = "\x1b]0;PWN"
		ip("link", "add", name, "type", "veth", "peer", "name", "peer")
		ip("link", "set", name, "up")
		ip("address", "add", "fe80::1/64", "dev", name, "nodad")
		index := must(net.InterfaceByName(name)).Index
		fds["index"] = index
		check(os.WriteFile("/proc/self/comm", []byte("\x1b[31mX\a\xff\n"), 0))
		fds["udp6"] = must(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0))
		check(unix.SetsockoptInt(fds["udp6"], unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, index))
		check(unix.Connect(fds["udp6"], &unix.SockaddrInet6{Addr: [16]byte{0: 0xff, 1: 0x02, 15: 7}, Port: 5, ZoneId: uint32(index)}))
		fds["tied"] = must(unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0))
		check(unix.SetsockoptInt(fds["tied"], unix.SOL_SOCKET, unix.SO_BINDTOIFINDEX, index))
		fds["unix"] = must(unix.Socket(unix.AF_UNIX, unix.SOCK_DGRAM, 0))
		check(unix.Bind(fds["unix"], &unix.SockaddrUnix{Name: "@\x1b]0;PWN\a\n\xff"}))
		fds["tcp"] = tcpSocket()
	},
	"namespace": func(fds map[string]int) {
		for _, name := range []string{"sockopt1", "sockopt2"} {
			ip("link", "add", name, "type", "veth", "peer", "name", name+"peer")
			ip("link", "set", name, "up")
			ip("address", "add", "fe80::1/64", "dev", name, "nodad")
		}
		fds["listener"] = tcpSocket()
		check(unix.Listen(fds["listener"], 1))
		fds["udp6"] = must(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0))
		fds["unconnected"] = must(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM, 0))
		zone := must(net.InterfaceByName("sockopt2")).Index
		check(unix.SetsockoptInt(fds["udp6"], unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, zone))
		check(unix.Connect(fds["udp6"], &unix.SockaddrInet6{Addr: [16]byte{0: 0xff, 1: 0x02, 15: 7}, Port: 5, ZoneId: uint32(zone)}))
		fds["zone"], fds["other"] = zone, must(net.InterfaceByName("sockopt1")).Index
	},
}

func must[T any](v T, err error) T {
	check(err)
	return v
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func tcpSocket() int { return must(unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)) }

// ip changes the network namespace of the child.
func ip(args ...string) {
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		panic(fmt.Sprint(err, ": ", string(out)))
	}
}

// openSockets opens sockets of many families, with options that no new socket
// has.
func openSockets(fds map[string]int) {
	listener := tcpSocket()
	check(unix.SetsockoptInt(listener, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1))
	loopback := [4]byte{127, 0, 0, 1}
	check(unix.Bind(listener, &unix.SockaddrInet4{Addr: loopback}))
	check(unix.SetsockoptInt(listener, unix.IPPROTO_TCP, unix.TCP_FASTOPEN, 256))
	check(unix.Listen(listener, 77))
	fds["listener"] = listener

	client := tcpSocket()
	check(unix.SetsockoptInt(client, unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1))
	check(unix.SetsockoptInt(client, unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 111))
	check(unix.SetsockoptInt(client, unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 12345))
	check(unix.SetsockoptInt(client, unix.IPPROTO_IP, unix.IP_TOS, 0x88)) // AF41
	check(unix.SetsockoptLinger(client, unix.SOL_SOCKET, unix.SO_LINGER, &unix.Linger{Onoff: 1, Linger: 7}))
	check(unix.Connect(client, must(unix.Getsockname(listener))))
	fds["client"] = client
	accepted, _, err := unix.Accept(listener)
	check(err)
	fds["accepted"] = accepted

	udp := must(unix.Socket(unix.AF_INET6, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0))
	check(unix.Bind(udp, &unix.SockaddrInet6{Addr: [16]byte{15: 1}}))
	fds["udp6"] = udp

	stream := must(unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0))
	check(unix.Bind(stream, &unix.SockaddrUnix{Name: "@sockopt\x1b" + strconv.Itoa(os.Getpid())}))
	check(unix.Listen(stream, 1))
	fds["unix"] = stream
	pair := must(unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET, 0))
	fds["pair"] = pair[0]

	netlink := must(unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE))
	check(unix.Bind(netlink, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: 1}))
	fds["netlink"] = netlink
	if packet, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0); err == nil {
		lo := must(net.InterfaceByName("lo"))
		check(unix.Bind(packet, &unix.SockaddrLinklayer{Protocol: 0xdd86, Ifindex: lo.Index}))
		fds["packet"] = packet
	}
	if vsock, err := unix.Socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0); err == nil {
		if unix.Bind(vsock, &unix.SockaddrVM{CID: unix.VMADDR_CID_ANY, Port: 70707}) == nil {
			fds["vsock"] = vsock
		}
	}
	fds["refused"] = refused()
	fds["null"] = must(unix.Open("/dev/null", unix.O_RDONLY, 0))
}

// refused returns a UDP socket with a pending error: nobody hears it.
func refused() int {
	gone := must(unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0))
	check(unix.Bind(gone, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	addr := must(unix.Getsockname(gone))
	fd := must(unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0))
	check(unix.Connect(fd, addr))
	check(unix.Close(gone))
	check(unix.Send(fd, []byte("x"), 0))
	return fd
}

// A child is a process with sockets.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	fds map[string]int
	in  io.WriteCloser
	out *bufio.Reader
}

func startChild(t *testing.T, kind string, attr *syscall.SysProcAttr) *child {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), childEnv+"="+kind)
	cmd.SysProcAttr = attr
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	c := &child{t: t, cmd: cmd, in: in, out: bufio.NewReader(out)}
	t.Cleanup(c.end)
	line, err := c.out.ReadBytes('\n')
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(line, &c.fds))
	return c
}

func (c *child) end() {
	c.in.Close()
	c.cmd.Wait()
}

// at is the target of one of the sockets.
func (c *child) at(name string) string {
	fd, ok := c.fds[name]
	require.True(c.t, ok, "the child has no socket %q", name)
	return fmt.Sprintf("%d/%d", c.cmd.Process.Pid, fd)
}

func (c *child) pid() string { return strconv.Itoa(c.cmd.Process.Pid) }

// reads is an option as the child itself reads it.
func (c *child) reads(name string, level, option int) int {
	c.t.Helper()
	_, err := fmt.Fprintln(c.in, c.fds[name], level, option)
	require.NoError(c.t, err)
	line, err := c.out.ReadString('\n')
	require.NoError(c.t, err)
	n, err := strconv.Atoi(strings.TrimSpace(line))
	require.NoError(c.t, err)
	return n
}

// flags are the status flags of a descriptor of the child.
func (c *child) flags(name string) int { return c.reads(name, -1, 0) }

// port is the local port of an IPv4 socket of the child.
func (c *child) port(name string) int { return c.reads(name, -2, 0) }

// command is sockopt as a process of its own.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), commandEnv+"=1")
	return cmd
}

// runCommand runs sockopt as a process.
func runCommand(t *testing.T, cmd *exec.Cmd) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	cmd.Stderr = &errs
	timer := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

func needRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
}
