package sockopt_test

import (
	"errors"
	"math/bits"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A kind is a set of kinds of socket, in the states in which kernels answer
// differently.
type kind uint64

const (
	tcp4 kind = 1 << iota
	tcp4Bound
	tcp4Listening
	tcp4Connected
	tcp4ShutDown // both ways, as all that are shut down
	tcp6         // dual-stack
	tcp6Only
	tcp6Bound
	tcp6Listening
	tcp6Connected
	tcp6Mapped // dual-stack, connected to an IPv4 peer
	mptcp4
	mptcp4Listening
	mptcp4Connected
	mptcp4ShutDown
	mptcp6 // dual-stack
	udp4
	udp4Bound
	udp4Connected
	udp4ShutDown
	udp6 // dual-stack
	udp6Only
	udp6Bound
	udp6Connected
	udp6Mapped // dual-stack, connected to an IPv4 peer
	udpLite4
	udpLite6 // dual-stack
	sctp4    // one-to-one, as the next ones
	sctp4Listening
	sctp4Connected
	sctp4Many // one-to-many
	ping4
	ping6
	raw4
	raw6
	unixStream
	unixStreamListening
	unixStreamConnected
	unixStreamShutDown
	unixDatagram
	unixDatagramConnected
	unixSeqpacket
	unixSeqpacketListening
	unixSeqpacketConnected
	netlinkRaw
	packetRaw
	packetDatagram
	vsockStream
	vsockListening
	vsockConnected
	canRaw
	endOfKinds

	everyKind = endOfKinds - 1
)

var kindNames = []string{
	"tcp4", "tcp4 bound", "tcp4 listening", "tcp4 connected", "tcp4 shut down",
	"tcp6", "tcp6 only", "tcp6 bound", "tcp6 listening", "tcp6 connected", "tcp6 mapped",
	"mptcp4", "mptcp4 listening", "mptcp4 connected", "mptcp4 shut down", "mptcp6",
	"udp4", "udp4 bound", "udp4 connected", "udp4 shut down",
	"udp6", "udp6 only", "udp6 bound", "udp6 connected", "udp6 mapped", "udplite4", "udplite6",
	"sctp4", "sctp4 listening", "sctp4 connected", "sctp4 many", "ping4", "ping6", "raw4", "raw6",
	"unix stream", "unix stream listening", "unix stream connected", "unix stream shut down", "unix datagram", "unix datagram connected",
	"unix seqpacket", "unix seqpacket listening", "unix seqpacket connected",
	"netlink raw", "packet raw", "packet datagram", "vsock stream", "vsock listening", "vsock connected", "can raw",
}

// String returns the names of the kinds.
func (k kind) String() string {
	var names []string
	k.each(func(k kind) { names = append(names, kindNames[bits.TrailingZeros64(uint64(k))]) })
	return strings.Join(names, ", ")
}

// each calls f with each kind of the set.
func (k kind) each(f func(kind)) {
	for one := kind(1); one < endOfKinds; one <<= 1 {
		if k&one != 0 {
			f(one)
		}
	}
}

// openKind returns a new socket of one kind.
func openKind(t *testing.T, k kind) sockopt.FD {
	t.Helper()
	switch k {
	case tcp4:
		return newSocket(t, unix.AF_INET, unix.SOCK_STREAM, 0)
	case tcp4Bound:
		return boundSocket(t, openKind(t, tcp4))
	case tcp4Listening:
		return listening(t, openKind(t, tcp4))
	case tcp4Connected:
		fd, _ := tcpPair(t, unix.AF_INET, unix.AF_INET)
		return fd
	case tcp4ShutDown:
		return shutDown(t, openKind(t, tcp4Connected))
	case tcp6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, 0)
	case tcp6Only:
		return v6Only(t, openKind(t, tcp6))
	case tcp6Bound:
		return boundSocket(t, openKind(t, tcp6))
	case tcp6Listening:
		return listening(t, openKind(t, tcp6))
	case tcp6Connected:
		fd, _ := tcpPair(t, unix.AF_INET6, unix.AF_INET6)
		return fd
	case tcp6Mapped:
		fd, _ := tcpPair(t, unix.AF_INET6, unix.AF_INET)
		return fd
	case mptcp4:
		return newSocket(t, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)
	case mptcp4Listening:
		return listening(t, openKind(t, mptcp4))
	case mptcp4Connected:
		return connected(t, openKind(t, mptcp4), openKind(t, mptcp4Listening))
	case mptcp4ShutDown:
		return shutDown(t, openKind(t, mptcp4Connected))
	case mptcp6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)
	case udp4:
		return newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)
	case udp4Bound:
		return boundSocket(t, openKind(t, udp4))
	case udp4Connected:
		fd, _ := udpPair(t, unix.AF_INET, unix.AF_INET)
		return fd
	case udp4ShutDown:
		return shutDown(t, openKind(t, udp4Connected))
	case udp6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0)
	case udp6Only:
		return v6Only(t, openKind(t, udp6))
	case udp6Bound:
		return boundSocket(t, openKind(t, udp6))
	case udp6Connected:
		fd, _ := udpPair(t, unix.AF_INET6, unix.AF_INET6)
		return fd
	case udp6Mapped:
		fd, _ := udpPair(t, unix.AF_INET6, unix.AF_INET)
		return fd
	case udpLite4:
		return newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_UDPLITE)
	case udpLite6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, unix.IPPROTO_UDPLITE)
	case sctp4:
		return newSocket(t, unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_SCTP)
	case sctp4Listening:
		return listening(t, openKind(t, sctp4))
	case sctp4Connected:
		return connected(t, openKind(t, sctp4), openKind(t, sctp4Listening))
	case sctp4Many:
		return newSocket(t, unix.AF_INET, unix.SOCK_SEQPACKET, unix.IPPROTO_SCTP)
	case ping4:
		return newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, unix.IPPROTO_ICMP)
	case ping6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, unix.IPPROTO_ICMPV6)
	case raw4:
		return newSocket(t, unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP)
	case raw6:
		return newSocket(t, unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_ICMPV6)
	case unixStream:
		return newSocket(t, unix.AF_UNIX, unix.SOCK_STREAM, 0)
	case unixStreamListening:
		return listening(t, openKind(t, unixStream))
	case unixStreamConnected:
		fd, _ := unixPair(t, unix.SOCK_STREAM)
		return fd
	case unixStreamShutDown:
		return shutDown(t, openKind(t, unixStreamConnected))
	case unixDatagram:
		return newSocket(t, unix.AF_UNIX, unix.SOCK_DGRAM, 0)
	case unixDatagramConnected:
		fd, _ := unixPair(t, unix.SOCK_DGRAM)
		return fd
	case unixSeqpacket:
		return newSocket(t, unix.AF_UNIX, unix.SOCK_SEQPACKET, 0)
	case unixSeqpacketListening:
		return listening(t, openKind(t, unixSeqpacket))
	case unixSeqpacketConnected:
		fd, _ := unixPair(t, unix.SOCK_SEQPACKET)
		return fd
	case netlinkRaw:
		return newSocket(t, unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)
	case packetRaw:
		return newSocket(t, unix.AF_PACKET, unix.SOCK_RAW, 0)
	case packetDatagram:
		return newSocket(t, unix.AF_PACKET, unix.SOCK_DGRAM, 0)
	case vsockStream:
		return newSocket(t, unix.AF_VSOCK, unix.SOCK_STREAM, 0)
	case vsockListening:
		return listening(t, openKind(t, vsockStream))
	case vsockConnected:
		return connected(t, openKind(t, vsockStream), openKind(t, vsockListening))
	case canRaw:
		return newSocket(t, unix.AF_CAN, unix.SOCK_RAW, unix.CAN_RAW)
	}
	require.Failf(t, "no such kind", "%d", k)
	return 0
}

// newSocket opens a socket for the time of the test, which is skipped where the
// kernel or the user has none.
func newSocket(t *testing.T, domain, typ, protocol int) sockopt.FD {
	t.Helper()
	var fd int
	var err error
	withPermitted(t, func() { fd, err = unix.Socket(domain, typ|unix.SOCK_CLOEXEC, protocol) })
	switch {
	case errors.Is(err, os.ErrPermission) && domain == unix.AF_INET && typ == unix.SOCK_DGRAM:
		t.Skip("needs a group in net.ipv4.ping_group_range")
	case errors.Is(err, os.ErrPermission):
		t.Skip("needs CAP_NET_RAW, for a raw or a packet socket")
	case err == unix.EAFNOSUPPORT, err == unix.EPROTONOSUPPORT, err == unix.ESOCKTNOSUPPORT, err == unix.ENOPROTOOPT:
		t.Skipf("needs a kernel with such sockets: %v", err)
	}
	require.NoError(t, err)
	t.Cleanup(func() {
		if domain == unix.AF_PACKET {
			packetClosers() <- fd
		} else {
			unix.Close(fd)
		}
	})
	return sockopt.FD(fd)
}

// needIPv6 skips the test if the kernel or its loopback interface has no IPv6.
func needIPv6(t *testing.T) {
	t.Helper()
	boundSocket(t, newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0))
}

// ipv6Loopback reports whether the loopback interface has IPv6, and binds fd to
// its address.
func ipv6Loopback(fd sockopt.FD) bool {
	return unix.Bind(int(fd), loopback(unix.AF_INET6, 0)) == nil
}

// packetClosers close packet sockets, which is to wait for a grace period of the
// kernel's RCU, for some at a time.
var packetClosers = sync.OnceValue(func() chan<- int {
	fds := make(chan int)
	for range 16 {
		go func() {
			for fd := range fds {
				unix.Close(fd)
			}
		}()
	}
	return fds
})

// loopback returns the loopback address of a family, with a port.
func loopback(domain, port int) unix.Sockaddr {
	if domain == unix.AF_INET {
		return sockaddr(netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), uint16(port)))
	}
	return sockaddr(netip.AddrPortFrom(netip.IPv6Loopback(), uint16(port)))
}

func sockaddr(a netip.AddrPort) unix.Sockaddr {
	if a.Addr().Is4() {
		return &unix.SockaddrInet4{Addr: a.Addr().As4(), Port: int(a.Port())}
	}
	return &unix.SockaddrInet6{Addr: a.Addr().As16(), Port: int(a.Port())}
}

// bound binds fd to a free port of the loopback address, and returns the port.
func bound(t *testing.T, fd sockopt.FD) int {
	t.Helper()
	return portOf(t, boundSocket(t, fd))
}

// boundSocket binds fd to a free address of this machine.
func boundSocket(t *testing.T, fd sockopt.FD) sockopt.FD {
	t.Helper()
	domain, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_DOMAIN)
	require.NoError(t, err)
	var to unix.Sockaddr
	switch domain {
	case unix.AF_UNIX:
		to = &unix.SockaddrUnix{} // a name that the kernel makes
	case unix.AF_VSOCK:
		to = &unix.SockaddrVM{CID: unix.VMADDR_CID_ANY, Port: unix.VMADDR_PORT_ANY}
	default:
		to = loopback(domain, 0)
	}
	err = unix.Bind(int(fd), to)
	if domain == unix.AF_INET6 && err == unix.EADDRNOTAVAIL {
		t.Skip("needs IPv6 on the loopback interface")
	}
	require.NoError(t, err)
	return fd
}

func portOf(t *testing.T, fd sockopt.FD) int {
	t.Helper()
	sa, err := unix.Getsockname(int(fd))
	require.NoError(t, err)
	if sa, ok := sa.(*unix.SockaddrInet4); ok {
		return sa.Port
	}
	return sa.(*unix.SockaddrInet6).Port
}

func listening(t *testing.T, fd sockopt.FD) sockopt.FD {
	t.Helper()
	boundSocket(t, fd)
	require.NoError(t, unix.Listen(int(fd), 1))
	return fd
}

// connected connects fd to a listener.
func connected(t *testing.T, fd, ln sockopt.FD) sockopt.FD {
	t.Helper()
	to, err := unix.Getsockname(int(ln))
	require.NoError(t, err)
	if vm, ok := to.(*unix.SockaddrVM); ok {
		vm.CID = unix.VMADDR_CID_LOCAL
		if !vsockLoopback(fd) {
			t.Skip("needs the kernel module vsock_loopback")
		}
	}
	err = unix.Connect(int(fd), to)
	for err == unix.EINTR { // a signal of Go's own; the time for vsock to connect is limited, so that nothing restarts it
		err = unix.Connect(int(fd), to)
	}
	if err == unix.EISCONN { // a call that a signal ended went on, or the kernel began it again
		err = nil
	}
	require.NoError(t, err)
	return fd
}

// acceptFrom makes a socket listen that is of one kind and free for that, and
// returns one that it accepts from a peer of the kind.
func acceptFrom(t *testing.T, k kind, fd sockopt.FD) sockopt.FD {
	t.Helper()
	client := openKind(t, k)
	if k&tcp6 != 0 { // a bind to one address makes it IPv6 only
		require.NoError(t, unix.Bind(int(fd), &unix.SockaddrInet6{}))
		require.NoError(t, unix.Listen(int(fd), 1))
	} else {
		listening(t, fd)
	}
	if k&allTCP != 0 { // as far as a listener may ask
		require.NoError(t, sockopt.HopLimit.Set(client, 255))
	}
	connected(t, client, fd)
	_, err := unix.Write(int(client), []byte("x")) // a listener may wait for that
	require.NoError(t, err)
	require.True(t, readable(t, fd, 5*time.Second), "nothing to accept")
	n, _, err := unix.Accept4(int(fd), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(n) })
	return sockopt.FD(n)
}

// vsockLoopback tells whether the kernel has a loopback of vsock, and binds fd to
// it.
func vsockLoopback(fd sockopt.FD) bool {
	return unix.Bind(int(fd), &unix.SockaddrVM{CID: unix.VMADDR_CID_LOCAL, Port: unix.VMADDR_PORT_ANY}) == nil
}

// shutDown shuts a socket down both ways and waits until its peer, if that is
// told, has said that it knows, and nothing more comes.
func shutDown(t *testing.T, fd sockopt.FD) sockopt.FD {
	t.Helper()
	require.NoError(t, unix.Shutdown(int(fd), unix.SHUT_RDWR))
	require.Eventually(t, func() bool {
		unacknowledged, err := unix.IoctlGetInt(int(fd), unix.SIOCOUTQ)
		return err == nil && unacknowledged == 0
	}, 5*time.Second, time.Millisecond)
	return fd
}

func v6Only(t *testing.T, fd sockopt.FD) sockopt.FD {
	t.Helper()
	require.NoError(t, unix.SetsockoptInt(int(fd), unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 1))
	return fd
}

// peer returns the loopback address that a socket of one family connects to
// when the peer is of another.
func peer(domain, of, port int) unix.Sockaddr {
	if domain == unix.AF_INET6 && of == unix.AF_INET {
		mapped := netip.AddrFrom4([4]byte{127, 0, 0, 1}).As16()
		return sockaddr(netip.AddrPortFrom(netip.AddrFrom16(mapped), uint16(port)))
	}
	return loopback(of, port)
}

// tcpPair returns a connection of a socket of one family to a peer of the same
// or of the other, and the peer.
func tcpPair(t *testing.T, domain, of int) (fd, accepted sockopt.FD) {
	t.Helper()
	ln := listening(t, newSocket(t, of, unix.SOCK_STREAM, 0))
	fd = newSocket(t, domain, unix.SOCK_STREAM, 0)
	require.NoError(t, unix.Connect(int(fd), peer(domain, of, portOf(t, ln))))
	n, _, err := unix.Accept4(int(ln), unix.SOCK_CLOEXEC)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(n) })
	return fd, sockopt.FD(n)
}

// udpPair returns a socket of one family connected to one of the same or of the
// other, and that one.
func udpPair(t *testing.T, domain, of int) (fd, receiver sockopt.FD) {
	t.Helper()
	receiver = newSocket(t, of, unix.SOCK_DGRAM, 0)
	port := bound(t, receiver)
	fd = newSocket(t, domain, unix.SOCK_DGRAM, 0)
	require.NoError(t, unix.Connect(int(fd), peer(domain, of, port)))
	return fd, receiver
}

func unixPair(t *testing.T, typ int) (sockopt.FD, sockopt.FD) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fds[0]); unix.Close(fds[1]) })
	return sockopt.FD(fds[0]), sockopt.FD(fds[1])
}

// newNamespace moves the test to a network namespace of its own, whose loopback
// interface is up, and to one processor, where packets keep their order. It
// tells whether the user may do that. The goroutines that the test starts,
// subtests too, stay in the old one.
func newNamespace(t *testing.T) bool {
	t.Helper()
	runtime.LockOSThread() // for good: the thread ends with the goroutine of the test
	err := unix.Unshare(unix.CLONE_NEWNET)
	if errors.Is(err, os.ErrPermission) || err == unix.EINVAL {
		runtime.UnlockOSThread()
		return false
	}
	require.NoError(t, err)
	var mask, one unix.CPUSet
	require.NoError(t, unix.SchedGetaffinity(0, &mask))
	for i := 0; one.Count() == 0; i++ {
		if mask.IsSet(i) {
			one.Set(i)
		}
	}
	require.NoError(t, unix.SchedSetaffinity(0, &one))
	ifr, err := unix.NewIfreq("lo")
	require.NoError(t, err)
	ifr.SetUint16(unix.IFF_UP)
	require.NoError(t, unix.IoctlIfreq(int(newSocket(t, unix.AF_INET, unix.SOCK_DGRAM, 0)), unix.SIOCSIFFLAGS, ifr))
	return true
}

// needNamespace is [newNamespace] for a test that cannot do without.
func needNamespace(t *testing.T) {
	t.Helper()
	if !newNamespace(t) {
		t.Skip("needs CAP_SYS_ADMIN, for a network namespace")
	}
}

// needPrograms skips the test if a program is missing.
func needPrograms(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("needs the program ", name)
		}
	}
}

// ip runs the program of iproute2 in the namespace of the test.
func ip(t *testing.T, args string) {
	t.Helper()
	needPrograms(t, "ip")
	out, err := exec.Command("ip", strings.Fields(args)...).CombinedOutput()
	require.NoErrorf(t, err, "ip %s: %s", args, out)
}

// sysctl sets a parameter of the kernel in the namespace of the test.
func sysctl(t *testing.T, path, value string) {
	t.Helper()
	require.NoError(t, os.WriteFile("/proc/sys/"+path, []byte(value), 0))
}

// interfaceNamed returns the interface of that name in the namespace of the
// test.
func interfaceNamed(_ *testing.T, name string) sockopt.Interface { return index(name) }

// capabilities returns those that the thread has.
func capabilities(t *testing.T) (sets [2]unix.CapUserData) {
	t.Helper()
	require.NoError(t, unix.Capget(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &sets[0]))
	return sets
}

func setCapabilities(t *testing.T, sets [2]unix.CapUserData) {
	t.Helper()
	require.NoError(t, unix.Capset(&unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}, &sets[0]))
}

// privileged tells whether the thread has a capability in its namespace.
func privileged(t *testing.T, capability int) bool {
	t.Helper()
	return capabilities(t)[capability/32].Effective>>(capability%32)&1 != 0
}

// withoutCapabilities runs f on a thread that has none in effect.
func withoutCapabilities(t *testing.T, f func()) {
	t.Helper()
	withCapabilities(t, f, func(*unix.CapUserData) uint32 { return 0 })
}

// withPermitted runs f with those that [withoutCapabilities] has put aside.
func withPermitted(t *testing.T, f func()) {
	t.Helper()
	withCapabilities(t, f, func(set *unix.CapUserData) uint32 { return set.Permitted })
}

func withCapabilities(t *testing.T, f func(), effective func(*unix.CapUserData) uint32) {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	old := capabilities(t)
	sets := old
	for i := range sets {
		sets[i].Effective = effective(&sets[i])
	}
	if sets == old {
		f()
		return
	}
	setCapabilities(t, sets)
	defer setCapabilities(t, old)
	f()
}
