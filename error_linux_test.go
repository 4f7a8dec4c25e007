package sockopt_test

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A failing option, and what its errors must be.
type failing struct {
	name    string
	network string
	set     func(sockopt.Socket) error
	with    sockopt.Setting
	get     func(sockopt.Socket) error // nil: it can be read
	class   error
	errno   syscall.Errno // of a set; 0: no system call is made
	getErr  syscall.Errno // of a get
	text    []string
}

func fails[T any](network string, o sockopt.Option[T], v T, class error, errno syscall.Errno, text ...string) failing {
	return failing{
		name:    o.String() + " on " + network,
		network: network,
		set:     func(s sockopt.Socket) error { return o.Set(s, v) },
		with:    o.With(v),
		class:   class,
		errno:   errno,
		text:    append(text, o.String()+" ("+o.Info().Level),
	}
}

func (f failing) andGet(get func(sockopt.Socket) error, errno syscall.Errno) failing {
	f.get, f.getErr = get, errno
	return f
}

func getting[T any](o interface {
	Get(sockopt.Socket) (T, error)
}) func(sockopt.Socket) error {
	return func(s sockopt.Socket) error {
		_, err := o.Get(s)
		return err
	}
}

// check looks at the error of one way of using the option.
func (f failing) check(t *testing.T, way string, err error, op string, errno syscall.Errno) {
	t.Helper()
	var e *sockopt.Error
	if !assert.ErrorAs(t, err, &e, way) {
		return
	}
	assert.Equal(t, sockopt.Op(op), e.Op, way)
	for _, class := range []error{errors.ErrUnsupported, os.ErrPermission, net.ErrClosed, sockopt.ErrValue} {
		assert.Equal(t, class == f.class, errors.Is(err, class), "%s: %v: is %v", way, err, class)
	}
	for _, text := range f.text {
		assert.ErrorContains(t, err, text, way)
	}
	if errno == 0 {
		return
	}
	var sys *os.SyscallError
	if assert.ErrorAs(t, err, &sys, way) {
		assert.Equal(t, op+"sockopt", sys.Syscall, way)
	}
	var got syscall.Errno
	if assert.ErrorAs(t, err, &got, way) {
		assert.Equal(t, errno, got, way)
	}
	assert.ErrorIs(t, err, errno, way)
}

func (f failing) run(t *testing.T) {
	lc := net.ListenConfig{Control: sockopt.Control(f.with)}
	lc.SetMultipathTCP(false)
	dialer := net.Dialer{Control: sockopt.Control(f.with), Timeout: 5 * time.Second}
	ctxDialer := net.Dialer{ControlContext: sockopt.ControlContext(f.with), Timeout: 5 * time.Second}
	host := "127.0.0.1"
	if strings.HasSuffix(f.network, "6") {
		needIPv6(t)
		host = "::1"
	}
	_, listenErr := listenOn(lc, f.network, net.JoinHostPort(host, "0"))
	_, dialErr := dialer.Dial(f.network, net.JoinHostPort(host, "9"))
	_, ctxErr := ctxDialer.DialContext(t.Context(), f.network, net.JoinHostPort(host, "9"))
	for way, err := range map[string]error{"Listen": listenErr, "Dial": dialErr, "DialContext": ctxErr} {
		f.check(t, way, err, "set", f.errno)
		var op *net.OpError
		assert.ErrorAs(t, err, &op, way)
	}

	lc.Control = nil
	open, err := listenOn(lc, f.network, net.JoinHostPort(host, "0"))
	require.NoError(t, err)
	defer open.Close()
	s := sockopt.Of(open)
	f.check(t, "Set", f.set(s), "set", f.errno)
	f.check(t, "Apply", sockopt.Apply(s, f.with), "set", f.errno)
	if f.get != nil {
		f.check(t, "Get", f.get(s), "get", f.getErr)
	}
	optional := sockopt.Apply(s, sockopt.Optional(f.with))
	if f.class == errors.ErrUnsupported {
		assert.NoError(t, optional)
	} else {
		f.check(t, "Optional", optional, "set", f.errno)
	}
}

// listenOn opens a listener, or a packet connection if the network is of these.
func listenOn(lc net.ListenConfig, network, address string) (interface{ Close() error }, error) {
	if strings.HasPrefix(network, "udp") {
		return lc.ListenPacket(context.Background(), network, address)
	}
	return lc.Listen(context.Background(), network, address)
}

// A few options of each class show that the error is the same whichever way the
// option is used; the table of rules has every option.
func TestErrors(t *testing.T) {
	const none = syscall.ENOPROTOOPT
	unsupported := errors.ErrUnsupported
	bogus := sockopt.NewInt("SO_BOGUS", unix.SOL_SOCKET, 9999)
	bogusTCP := sockopt.NewInt("TCP_BOGUS", unix.IPPROTO_TCP, 9999)
	noLevel := sockopt.NewInt("X_BOGUS", 9999, 1)
	for _, f := range []failing{
		fails("tcp4", bogus, 1, unsupported, none, "SOL_SOCKET 9999)").andGet(getting(bogus), none),
		fails("tcp4", bogusTCP, 1, unsupported, none).andGet(getting(bogusTCP), none),
		fails("udp6", noLevel, 1, unsupported, none, "X_BOGUS (9999 1)").andGet(getting(noLevel), none),

		fails("tcp4", sockopt.IPBoundIF, 1, unsupported, 0, "not supported on linux").andGet(getting(sockopt.IPBoundIF), 0),
		fails("udp6", sockopt.NoSigPipe, true, unsupported, 0, "not supported on linux").andGet(getting(sockopt.NoSigPipe), 0),
		fails("tcp4", sockopt.SndLowat, 2, unsupported, 0, "can only be read on linux"),

		fails("udp4", sockopt.NoDelay, true, unsupported, none, "(not supported on IPv4 UDP sockets, only on TCP and MPTCP)").andGet(getting(sockopt.NoDelay), syscall.EOPNOTSUPP),
		fails("tcp4", sockopt.IPv6TClass, sockopt.AF41, unsupported, none, "(not supported on IPv4 TCP sockets, only on IPv6)").andGet(getting(sockopt.IPv6TClass), syscall.EOPNOTSUPP),
		fails("tcp4", sockopt.MulticastTTL, 7, unsupported, syscall.EINVAL, "(not supported on IPv4 TCP sockets, only on UDP, UDP-Lite, ping, raw and datagram)"),

		fails("udp4", sockopt.TTL, 0, sockopt.ErrValue, 0, "must be 1 to 255"),
	} {
		t.Run(f.name, f.run)
	}
}

// A group of the family that the socket is not is a mistake in the value.
func TestErrorsOfGroups(t *testing.T) {
	needIPv6(t)
	_, ipv4 := socket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	_, ipv6 := socket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	require.NoError(t, sockopt.IPv6V6Only.Set(ipv6, true))
	assert.ErrorIs(t, sockopt.JoinGroup.Set(ipv4, sockopt.MulticastGroup{Group: testGroup6}), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.JoinGroup.Set(ipv6, sockopt.MulticastGroup{Group: testGroup4}), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.JoinSourceGroup.Set(ipv6, sockopt.MulticastSource{Group: testGroup4, Source: testHost4}), sockopt.ErrValue)
	assert.ErrorIs(t, sockopt.Apply(ipv4, sockopt.Optional(sockopt.JoinGroup.With(sockopt.MulticastGroup{Group: testGroup6}))), sockopt.ErrValue)
}

func TestErrorsUnprivileged(t *testing.T) {
	denied := os.ErrPermission
	for _, f := range []failing{
		fails("tcp4", sockopt.Mark, 7, denied, syscall.EPERM, "SOL_SOCKET 36) to 7"),
		fails("tcp4", sockopt.Debug, true, denied, syscall.EACCES),
		fails("udp6", sockopt.IPv6Transparent, true, denied, syscall.EPERM),
	} {
		t.Run(f.name, func(t *testing.T) { withoutCapabilities(t, func() { f.run(t) }) })
	}
}

// net.Listen makes MPTCP sockets, which refuse options that TCP has. The table of
// rules has each; these show what net makes of it, and some are not of the
// catalogue.
func TestErrorsOfMPTCP(t *testing.T) {
	requireMPTCP(t)
	const hint = "(not supported by MPTCP; Go's net.Listen uses MPTCP by default, see net.ListenConfig.SetMultipathTCP)"
	none, not := syscall.ENOPROTOOPT, syscall.EOPNOTSUPP
	own := func(network, name string, level, number, v int, errno syscall.Errno) failing {
		return fails(network, sockopt.NewInt(name, level, number), v, errors.ErrUnsupported, errno, hint)
	}
	for _, f := range []failing{
		fails("tcp4", sockopt.UserTimeout, time.Second, errors.ErrUnsupported, none, hint),
		fails("tcp4", sockopt.TTL, 7, errors.ErrUnsupported, not, hint),
		fails("tcp6", sockopt.IPv6TClass, sockopt.AF41, errors.ErrUnsupported, not, hint),
		own("tcp4", "TCP_THIN_DUPACK", unix.IPPROTO_TCP, unix.TCP_THIN_DUPACK, 1, none),
		own("tcp4", "SO_TXREHASH", unix.SOL_SOCKET, unix.SO_TXREHASH, 0, not),
	} {
		t.Run(f.name, f.runMPTCP)
	}
}

// runMPTCP is run for an option that MPTCP refuses and TCP takes. Where a hook
// fails on an MPTCP socket, net does not fail: it makes a TCP socket instead,
// and calls the hook on that.
func (f failing) runMPTCP(t *testing.T) {
	address := "127.0.0.1:0"
	if f.network == "tcp6" {
		needIPv6(t)
		address = "[::1]:0"
	}
	var lc net.ListenConfig // which makes MPTCP sockets unless told otherwise
	ln, err := lc.Listen(t.Context(), f.network, address)
	require.NoError(t, err)
	defer ln.Close()
	requireProtocol(t, ln, 262)
	s := sockopt.Of(ln)
	f.check(t, "Set", f.set(s), "set", f.errno)
	f.check(t, "Apply", sockopt.Apply(s, f.with), "set", f.errno)
	assert.NoError(t, sockopt.Apply(s, sockopt.Optional(f.with)))

	var errs []error
	hook := func(network, address string, c syscall.RawConn) error {
		errs = append(errs, sockopt.Control(f.with)(network, address, c))
		return errs[len(errs)-1]
	}
	dialer := net.Dialer{Control: hook, Timeout: 5 * time.Second}
	dialer.SetMultipathTCP(true)
	conn, err := dialer.Dial(f.network, ln.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	lc.Control = hook
	fallback, err := lc.Listen(t.Context(), f.network, address)
	require.NoError(t, err)
	defer fallback.Close()
	for _, v := range []any{conn, fallback} {
		requireProtocol(t, v, unix.IPPROTO_TCP)
	}
	require.Len(t, errs, 4)
	for i, way := range []string{"Dial", "Listen"} {
		f.check(t, way, errs[2*i], "set", f.errno)
		assert.NoError(t, errs[2*i+1], "%s on the TCP socket", way)
	}

	// An optional setting keeps the MPTCP socket, and the remedy that the error
	// names makes a TCP one at once.
	errs, f.with = nil, sockopt.Optional(f.with)
	kept, err := lc.Listen(t.Context(), f.network, address)
	require.NoError(t, err)
	defer kept.Close()
	requireProtocol(t, kept, 262)
	lc.SetMultipathTCP(false)
	remedied, err := lc.Listen(t.Context(), f.network, address)
	require.NoError(t, err)
	defer remedied.Close()
	requireProtocol(t, remedied, unix.IPPROTO_TCP)
	assert.Equal(t, []error{nil, nil}, errs)
}

func requireProtocol(t *testing.T, v any, want sockopt.ProtocolNumber) {
	t.Helper()
	got, err := sockopt.Protocol.Get(sockopt.Of(v))
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func requireMPTCP(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, unix.IPPROTO_MPTCP)
	if err != nil {
		t.Skip("this kernel has no MPTCP: ", err)
	}
	unix.Close(fd)
}

// Neither a get nor a set nor a failure has an effect on the blocking
// mode that the file shares with the connection.
func TestBlockingModeIsKept(t *testing.T) {
	client, _ := connect(t)
	file, err := client.File()
	require.NoError(t, err)
	defer file.Close()
	for _, s := range []sockopt.Socket{sockopt.Of(file), sockopt.Of(client)} {
		before := statusFlags(t, s)
		require.NotZero(t, before&unix.O_NONBLOCK)
		require.NoError(t, sockopt.NoDelay.Set(s, false))
		_, err := sockopt.TCPInfo.Get(s)
		require.NoError(t, err)
		require.NoError(t, sockopt.Apply(s, sockopt.KeepAlive.With(true), sockopt.HopLimit.With(9)))
		assert.Error(t, sockopt.IPv6TClass.Set(s, 0)) // which asks the socket what it is
		assert.Equal(t, before, statusFlags(t, s))
	}
	// And so deadlines still end a read.
	require.NoError(t, client.SetReadDeadline(time.Now().Add(20*time.Millisecond)))
	_, err = client.Read(make([]byte, 1))
	assert.ErrorIs(t, err, os.ErrDeadlineExceeded)

	// A descriptor that blocks goes on blocking.
	_, blocking := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.NoDelay.Set(blocking, true))
	assert.Zero(t, statusFlags(t, blocking)&unix.O_NONBLOCK)
}

func statusFlags(t *testing.T, s sockopt.Socket) (flags int) {
	t.Helper()
	var err error
	require.NoError(t, s.Control(func(fd uintptr) { flags, err = unix.FcntlInt(fd, unix.F_GETFL, 0) }))
	require.NoError(t, err)
	return flags
}

// The second call has as much room as the first had, not what the first filled.
func TestControlThatCallsTwiceOnShortAnswer(t *testing.T) {
	_, inner := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	require.NoError(t, sockopt.BindToDevice.Set(inner, "lo"))
	s := controller(func(f func(uintptr)) error { return errors.Join(inner.Control(f), inner.Control(f)) })
	device, err := sockopt.BindToDevice.Get(s)
	assert.NoError(t, err)
	assert.Equal(t, "lo", device)
}

// A descriptor in the value that is not open, or not what it must be, is no word
// about the socket: servers take net.ErrClosed for the end of a connection.
func TestErrorsOfDescriptorsInValues(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	const dead = 1<<20 + 7 // which is not open
	for name, err := range map[string]error{
		"AttachBPF":           sockopt.AttachBPF.Set(s, dead),
		"AttachReusePortEBPF": sockopt.AttachReusePortEBPF.Set(s, dead),
		"Apply":               sockopt.Apply(s, sockopt.AttachBPF.With(dead)),
		"own option":          sockopt.NewInt("SO_ATTACH_BPF", unix.SOL_SOCKET, unix.SO_ATTACH_BPF).Set(s, dead),
	} {
		assert.ErrorIs(t, err, syscall.EBADF, name)
		for _, class := range []error{net.ErrClosed, os.ErrClosed, sockopt.ErrValue, errors.ErrUnsupported, os.ErrPermission} {
			assert.NotErrorIs(t, err, class, name)
		}
		assert.ErrorContains(t, err, "to "+strconv.Itoa(dead)+": ", name)
		assert.ErrorContains(t, err, "(the socket is open; the descriptor in the value is not)", name)
	}
	require.NoError(t, client.Close())
	assert.ErrorIs(t, sockopt.AttachBPF.Set(s, dead), net.ErrClosed)
	assert.ErrorIs(t, sockopt.AttachBPF.Set(deadFD, dead), net.ErrClosed)
}

// A hint on the phase is given only if the socket is past it, or not yet there.
func TestHintsOnPhases(t *testing.T) {
	client, _ := connect(t)
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(t.Context(), "tcp6", "[::1]:0")
	require.NoError(t, err)
	defer ln.Close()
	_, fresh := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	_, fresh6 := socket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(pair[0])
	defer unix.Close(pair[1])
	early := sockopt.FailingAt(sockopt.BeforeConnect)
	late := sockopt.FailingAt(sockopt.AfterConnect)
	for name, test := range map[string]struct {
		err  error
		hint string
	}{
		"listening":               {sockopt.IPv6V6Only.Set(sockopt.Of(ln), true), "(set it before bind)"},
		"fresh, before connect":   {early(fresh), ""},
		"fresh6, before connect":  {early(fresh6), ""},
		"client, before connect":  {early(sockopt.Of(client)), "(set it before connect or listen)"},
		"client, after connect":   {late(sockopt.Of(client)), ""},
		"pair, after connect":     {late(sockopt.FD(pair[0])), ""},
		"fresh, after connect":    {late(fresh), "(set it after connect)"},
		"pair, before connect":    {early(sockopt.FD(pair[0])), "(set it before connect or listen)"},
		"listener before connect": {early(sockopt.Of(ln)), "(set it before connect or listen)"},
	} {
		require.Error(t, test.err, name)
		if test.hint == "" {
			assert.NotContains(t, test.err.Error(), "(set it ", name)
		} else {
			assert.ErrorContains(t, test.err, test.hint, name)
		}
	}
}

// A missing capability is named, that of this system alone, and as what is required
// and not as what is missing: the process may have it in another user namespace.
func TestErrorsNameThePrivilege(t *testing.T) {
	const owner = " in the user namespace that owns the network namespace"
	_, tcp := socket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	_, tcp6 := socket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	withoutCapabilities(t, func() {
		for want, err := range map[string]error{
			"(requires CAP_NET_ADMIN or CAP_NET_RAW" + owner + ", the latter since Linux 5.17)": sockopt.Mark.Set(tcp, 7),
			"(requires CAP_NET_ADMIN or CAP_NET_RAW" + owner + ", to turn on)":                  sockopt.IPv6Transparent.Set(tcp6, true),
			"(requires CAP_NET_ADMIN in the initial user namespace, to turn on)":                sockopt.Debug.Set(tcp, true),
			"(requires CAP_NET_ADMIN in the initial user namespace)":                            sockopt.RcvBufForce.Set(tcp, 1<<20),
			"(requires CAP_NET_ADMIN or CAP_NET_RAW" + owner + ", above 6)":                     sockopt.Priority.Set(tcp, 7),
		} {
			assert.ErrorIs(t, err, os.ErrPermission)
			assert.ErrorContains(t, err, want)
			assert.NotContains(t, err.Error(), "KAUTH")
		}
	})
	assert.Equal(t, "CAP_NET_ADMIN or CAP_NET_RAW, to turn on", sockopt.Transparent.Info().Privilege)
	assert.Contains(t, sockopt.Transparent.Info().Privileges, "; netbsd: KAUTH_REQ_NETWORK_BIND_ANYADDR")
	assert.Empty(t, sockopt.IPPortRange.Info().Privilege)
}

// The error for a name that the kernel does not know lists those that it knows.
func TestErrorsOfUnknownNames(t *testing.T) {
	client, _ := connect(t)
	s := sockopt.Of(client)
	for sysctl, test := range map[string]struct {
		err    error
		module string
	}{
		"congestion_control": {sockopt.Congestion.Set(s, "no_such_one"), "; no_such_one would need the kernel module tcp_no_such_one)"},
		"ulp":                {sockopt.ULP.Set(s, "no_such_one"), "; no_such_one would need the kernel module no_such_one)"},
	} {
		known, err := os.ReadFile("/proc/sys/net/ipv4/tcp_available_" + sysctl)
		if err != nil {
			t.Log("no list of the kernel: ", err)
			continue
		}
		assert.ErrorIs(t, test.err, syscall.ENOENT)
		assert.ErrorContains(t, test.err, "(available: "+strings.TrimSpace(string(known))+test.module)
	}
}
