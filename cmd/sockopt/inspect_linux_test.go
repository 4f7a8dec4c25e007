package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt/internal/full"
)

// A socketRead is what a program reads of a socket.
type socketRead struct {
	PID, FD, UID               int
	Command, User              string
	Kind, State, Local, Remote string
	Inode                      uint64
	Foreign                    bool `json:"foreign_namespace"`
	Options                    []struct {
		Name, Text, Error string
		New               string `json:"new_socket"`
		Value             json.RawMessage
	}
}

func (s *socketRead) text(name string) string {
	for _, o := range s.Options {
		if o.Name == name {
			return o.Text
		}
	}
	return "none"
}

// inspectList runs inspect -json.
func inspectList(t *testing.T, args ...string) (list []socketRead) {
	t.Helper()
	code, stdout, stderr := sockoptCommand(append([]string{"inspect", "-json"}, args...)...)
	require.Equal(t, 0, code, stderr)
	assert.Empty(t, stderr)
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	return list
}

// inspectJSON is inspectList, of one process, by descriptor.
func inspectJSON(t *testing.T, args ...string) map[int]socketRead {
	t.Helper()
	list := inspectList(t, args...)
	byFD := make(map[int]socketRead)
	for _, s := range list {
		byFD[s.FD] = s
	}
	require.Len(t, byFD, len(list))
	return byFD
}

// The descriptors of this process that are open.
func openFDs(t *testing.T) int {
	names, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	return len(names)
}

func TestInspectProcess(t *testing.T) {
	c := startChild(t, "sockets", nil)
	before := openFDs(t)
	got := inspectJSON(t, c.pid())
	assert.Equal(t, before, openFDs(t), "a descriptor is left open")
	of := func(name string) socketRead {
		s, ok := got[c.fds[name]]
		require.True(t, ok, name)
		return s
	}
	assert.NotContains(t, got, c.fds["null"])

	listener, client, accepted := of("listener"), of("client"), of("accepted")
	assert.Equal(t, c.cmd.Process.Pid, listener.PID)
	assert.Equal(t, os.Geteuid(), listener.UID)
	assert.NotEmpty(t, listener.User)
	comm, err := os.ReadFile("/proc/" + c.pid() + "/comm")
	require.NoError(t, err)
	assert.Equal(t, strings.TrimSpace(string(comm)), listener.Command)
	var st unix.Stat_t
	require.NoError(t, unix.Stat(fmt.Sprintf("/proc/%s/fd/%d", c.pid(), c.fds["client"]), &st))
	assert.Equal(t, st.Ino, client.Inode)

	assert.Equal(t, "IPv4 TCP", listener.Kind)
	assert.Equal(t, "LISTEN", listener.State)
	assert.Regexp(t, `^127\.0\.0\.1:\d+$`, listener.Local)
	assert.Empty(t, listener.Remote)
	assert.Equal(t, "ESTABLISHED", client.State)
	assert.Equal(t, listener.Local, client.Remote)
	assert.Equal(t, client.Local, accepted.Remote)
	assert.Equal(t, listener.Local, accepted.Local)

	for name, want := range map[string]string{"SO_REUSEADDR": "on", "TCP_FASTOPEN": "256", "SO_KEEPALIVE": "off"} {
		assert.Equal(t, want, listener.text(name), name)
	}
	for name, want := range map[string]string{
		"SO_KEEPALIVE": "on", "TCP_KEEPIDLE": "1m51s", "TCP_USER_TIMEOUT": "12.345s", "IP_TOS": "AF41", "SO_LINGER": "7s", "SO_TYPE": "SOCK_STREAM",
	} {
		assert.Equal(t, want, client.text(name), name)
	}
	for _, o := range client.Options {
		switch o.Name {
		case "TCP_USER_TIMEOUT":
			assert.Equal(t, "0s", o.New)
			assert.Equal(t, "12345000000", string(o.Value), "nanoseconds")
		case "TCP_KEEPCNT", "TCP_NODELAY", "SO_TYPE", "TCP_INFO", "SO_COOKIE":
			assert.Empty(t, o.New, o.Name)
		case "SO_ERROR", "TCP_SAVED_SYN", "SO_PEERPIDFD":
			t.Error(o.Name, "must not be read")
		}
	}

	udp := of("udp6")
	assert.Equal(t, "IPv6 UDP", udp.Kind)
	assert.Equal(t, "bound", udp.State)
	assert.Regexp(t, `^\[::1\]:\d+$`, udp.Local)
	assert.Equal(t, "none", udp.text("TCP_NODELAY"))

	assert.Equal(t, `@sockopt\x1b`+c.pid(), of("unix").Local)
	assert.Equal(t, "LISTEN", of("unix").State)
	assert.Equal(t, "Unix seqpacket", of("pair").Kind)
	assert.Equal(t, "connected", of("pair").State)
	assert.Equal(t, "unnamed", of("pair").Remote)
	assert.Regexp(t, `^port \d+ groups 0x1$`, of("netlink").Local)
	if _, ok := c.fds["packet"]; ok {
		assert.Equal(t, "lo protocol 0x86dd", of("packet").Local)
		assert.Equal(t, "packet raw", of("packet").Kind)
	}
	if _, ok := c.fds["vsock"]; ok {
		assert.Equal(t, "any:70707", of("vsock").Local)
	}
}

func TestInspectOneSocket(t *testing.T) {
	c := startChild(t, "sockets", nil)
	code, stdout, stderr := sockoptCommand("inspect", c.at("client"))
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^exe `+c.at("client")+` \(\w+\) IPv4 TCP ESTABLISHED 127\.0\.0\.1:\d+ -> 127\.0\.0\.1:\d+$`, stdout)
	assert.Regexp(t, `(?m)^\* TCP_USER_TIMEOUT +12\.345s$`, stdout)
	assert.Regexp(t, `(?m)^  TCP_NODELAY +off$`, stdout)
	assert.NotContains(t, stdout, "IPV6_V6ONLY")
	assert.NotContains(t, stdout, "\x1b")

	_, stdout, _ = sockoptCommand("inspect", c.at("client"), "-all")
	assert.Regexp(t, `(?m)^  IPV6_V6ONLY +\w`, stdout, "the reason")
	assert.Regexp(t, `(?m)^  SO_ERROR +not read`, stdout)

	_, stdout, _ = sockoptCommand("inspect", c.at("client"), "-o", "wide")
	assert.Regexp(t, `(?m)^OPTION +GO NAME +LEVEL +NEW SOCKET +VALUE +UNIT$`, stdout)
	assert.Regexp(t, `(?m)^TCP_USER_TIMEOUT +UserTimeout +IPPROTO_TCP +0s +12\.345s`, stdout)

	_, short, _ := sockoptCommand("inspect", c.at("unix"), "-json")
	_, long, _ := sockoptCommand("inspect", "--output=json", c.at("unix"))
	assert.JSONEq(t, short, long)

	// Of all of them, what differs from a new socket only; what a name has in it
	// is no matter for a terminal.
	code, stdout, stderr = sockoptCommand("inspect", c.pid())
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, `(?m)^\* TCP_USER_TIMEOUT +12\.345s$`, stdout)
	assert.NotContains(t, stdout, "  TCP_NODELAY")
	assert.Contains(t, stdout, `@sockopt\x1b`)
	assert.NotContains(t, stdout, "\x1b")
}

func TestInspectPort(t *testing.T) {
	c := startChild(t, "sockets", nil)
	listener := inspectJSON(t, c.at("listener"))[c.fds["listener"]]
	_, port, _ := strings.Cut(listener.Local, ":")
	got := inspectJSON(t, ":"+port)
	assert.Len(t, got, 2)
	assert.Equal(t, "LISTEN", got[c.fds["listener"]].State)
	assert.Equal(t, "ESTABLISHED", got[c.fds["accepted"]].State)

	udp := inspectJSON(t, c.at("udp6"))[c.fds["udp6"]]
	got = inspectJSON(t, udp.Local[strings.LastIndex(udp.Local, ":"):])
	assert.Equal(t, udp.Inode, got[c.fds["udp6"]].Inode)
}

// What a fork shares is shown once, with all that have it.
func TestInspectShared(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	again, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(again)
	require.NoError(t, unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}))
	sa, err := unix.Getsockname(fd)
	require.NoError(t, err)
	code, stdout, stderr := sockoptCommand("inspect", fmt.Sprintf(":%d", sa.(*unix.SockaddrInet4).Port))
	require.Equal(t, 0, code, stderr)
	assert.Regexp(t, fmt.Sprintf(`^\S+ %d/%d .*\nalso \S+ %[1]d/%[3]d `, os.Getpid(), fd, again), stdout)
	assert.Equal(t, 1, strings.Count(stdout, "IPv4 UDP"))
}

// Nothing of what is inspected changes.
func TestInspectHasNoEffect(t *testing.T) {
	c := startChild(t, "sockets", nil)
	blocking, nonblocking := c.flags("client"), c.flags("udp6")
	assert.Zero(t, blocking&unix.O_NONBLOCK)
	assert.NotZero(t, nonblocking&unix.O_NONBLOCK)
	for range 3 {
		inspectJSON(t, c.pid(), "-all")
	}
	assert.Equal(t, blocking, c.flags("client"))
	assert.Equal(t, nonblocking, c.flags("udp6"))
	assert.Equal(t, int(syscall.ECONNREFUSED), c.reads("refused", unix.SOL_SOCKET, unix.SO_ERROR), "the error must still be there")
	assert.Zero(t, c.reads("refused", unix.SOL_SOCKET, unix.SO_ERROR), "this read cleared it")
}

// Interfaces are named as they are in the namespace of the socket.
func TestInspectOtherNamespace(t *testing.T) {
	needRoot(t)
	c := startChild(t, "namespace", &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET})
	udp := inspectJSON(t, c.at("udp6"))[c.fds["udp6"]]
	assert.False(t, udp.Foreign)
	assert.Equal(t, "sockopt2", udp.text("IPV6_MULTICAST_IF"))
	assert.Regexp(t, `^\[ff02::7%sockopt2\]:5$`, udp.Remote)

	code, _, stderr := sockoptCommand("set", c.at("unconnected"), "IPV6_MULTICAST_IF=sockopt1")
	assert.Equal(t, 0, code, stderr)
	assert.Equal(t, c.fds["other"], c.reads("unconnected", unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF))
	code, _, stderr = sockoptCommand("set", c.at("unconnected"), "IPV6_MULTICAST_IF=sockopt7")
	assert.Equal(t, 2, code)
	assert.Contains(t, stderr, "sockopt7")

	owners := inspectJSON(t, fmt.Sprintf(":%d", c.port("listener")))
	assert.Equal(t, "LISTEN", owners[c.fds["listener"]].State, "a port of there")

	_, err := os.Stat("/sys/class/net/sockopt1")
	assert.ErrorIs(t, err, os.ErrNotExist, "this process is where it was")
}

// Without CAP_SYS_ADMIN the namespace cannot be entered: that is said, and no
// interface is taken for another.
func TestInspectForbiddenNamespace(t *testing.T) {
	needRoot(t)
	c := startChild(t, "namespace", &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET})
	code, stdout, stderr := runWithout(t, unix.CAP_SYS_ADMIN, "inspect", c.at("udp6"))
	assert.Equal(t, 0, code, stderr)
	assert.Contains(t, stdout, "in a network namespace that this program may not enter (CAP_SYS_ADMIN)")
	assert.Contains(t, stdout, "-> [ff02::7%sockopt2]:5", "the socket itself knows the name")

	code, stdout, stderr = runWithout(t, unix.CAP_SYS_ADMIN, "set", c.at("udp6"), "IPV6_MULTICAST_IF=lo")
	assert.Equal(t, 1, code, stdout)
	assert.Contains(t, stderr, "may not enter (CAP_SYS_ADMIN)")
	assert.Equal(t, c.fds["zone"], c.reads("udp6", unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF))
	code, _, stderr = runWithout(t, unix.CAP_SYS_ADMIN, "set", c.at("udp6"), "IPV6_UNICAST_HOPS=7")
	assert.Equal(t, 0, code, stderr)
	assert.Equal(t, 7, c.reads("udp6", unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS))
}

// inspect of a busy server loses no request.
func TestInspectUnderLoad(t *testing.T) {
	full.Only(t, "keeps a server busy")
	c := startChild(t, "http", nil)
	url := "http://127.0.0.1:" + strconv.Itoa(c.fds["port"])
	body := bytes.Repeat([]byte("sockopt "), 1000)
	var inspected, asked atomic.Int64
	var clients sync.WaitGroup
	stop := make(chan struct{})
	for n := range 4 {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: n%2 == 0}}
			defer client.CloseIdleConnections()
			for i := 0; i < 200 || inspected.Load() < 10; i++ {
				response, err := client.Post(url, "text/plain", bytes.NewReader(body))
				if !assert.NoError(t, err) {
					return
				}
				got, err := io.ReadAll(response.Body)
				response.Body.Close()
				if !assert.NoError(t, err) || !assert.True(t, bytes.Equal(body, got)) {
					return
				}
				asked.Add(1)
			}
		})
	}
	go func() { clients.Wait(); close(stop) }()
	for running := true; running; {
		select {
		case <-stop:
			running = false
		default:
			inspectJSON(t, c.pid())
			inspectJSON(t, fmt.Sprintf(":%d", c.fds["port"]))
			inspected.Add(1)
		}
	}
	t.Logf("%d requests, %d times inspected", asked.Load(), inspected.Load())
	assert.GreaterOrEqual(t, asked.Load(), int64(800))
}

func TestInspectManySockets(t *testing.T) {
	full.Only(t, "inspects 1000 sockets")
	c := startChild(t, "many", nil)
	assert.Len(t, inspectJSON(t, c.pid()), 1000)
}

func BenchmarkInspect1000Sockets(b *testing.B) {
	t := &testing.T{}
	c := startChild(t, "many", nil)
	defer c.end()
	for b.Loop() {
		var out bytes.Buffer
		if code := run([]string{"inspect", c.pid()}, &out, io.Discard); code != 0 {
			b.Fatal(code)
		}
	}
}
