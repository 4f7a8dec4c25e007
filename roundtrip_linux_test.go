package sockopt_test

import (
	"errors"
	"fmt"
	"math"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// The sets of kinds that the rules use.
const (
	unconnectedTCP6 = tcp6 | tcp6Only
	connectedTCP    = tcp4Connected | tcp6Connected | tcp6Mapped
	allTCP4         = tcp4 | tcp4Listening | tcp4Connected
	allTCP6         = unconnectedTCP6 | tcp6Connected | tcp6Mapped
	allTCP          = allTCP4 | allTCP6
	allMPTCP        = mptcp4 | mptcp4Listening | mptcp6
	tcpOrMPTCP      = allTCP | allMPTCP
	datagram4       = udp4 | udp4Connected | udpLite4 | ping4 | raw4
	dualDatagram6   = udp6 | udp6Connected | udp6Mapped | udpLite6
	datagram6       = dualDatagram6 | udp6Only | ping6 | raw6
	anyDatagram     = datagram4 | datagram6
	anyIPv6         = allTCP6 | datagram6
	anyIP           = allTCP | anyDatagram
	// An AF_INET6 socket hands level IPPROTO_IP to IPv4's code (ipv6_setsockopt,
	// tcp_setsockopt, udp_setsockopt), but a raw one does not (rawv6_setsockopt).
	levelIP       = anyIP &^ raw6
	unixAlone     = unixStream | unixDatagram | unixSeqpacket
	unixConnected = unixStreamConnected | unixDatagramConnected | unixSeqpacketConnected
	anyUnix       = unixAlone | unixConnected
)

// A rule says what the kernel does with one option, or two that belong together.
type rule interface {
	infos() []sockopt.Info
	// holds checks the rule on a new socket of one kind.
	holds(t *testing.T, k kind)
}

// A readWrite is the rule of an option that is got, set to another value, got,
// set back, and got again.
type readWrite[T any] struct {
	option sockopt.Option[T]
	on     kind          // the kinds that have it; others may, or give an error that is classified
	other  func(old T) T // a value to set
	// told is what the kernel tells when set was set where old was; nil: set.
	told func(k kind, old, set T) T
	// undo is what is set to have old back; nil: old.
	undo func(old T) T
	// back is what the kernel tells after that; nil: old.
	back func(k kind, old T) T
	// state has the kinds whose state refuses another value, with EINVAL.
	state kind
	// needs are capabilities: one of them is needed to set, one of undoNeeds to
	// set back.
	needs, undoNeeds []int
}

func (r readWrite[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r readWrite[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	r.on = onHere(t, info, r.on)
	old, err := r.option.Get(fd)
	if err != nil {
		assert.Zero(t, r.on&k, "the kind has the option, but: %v", err)
		classified(t, info, "get", err)
		// What cannot be told may be taken: TrafficClass on an MPTCP socket of both
		// families, for IPv4 only.
		if err := r.option.Set(fd, r.other(old)); err != nil {
			classified(t, info, "set", err)
		}
		return
	}
	byName, err := info.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, any(old), byName, "by name")

	set := r.other(old)
	require.NotEqual(t, old, set, "the value to set is no other")
	err = r.option.Set(fd, set)
	switch {
	case r.state&k != 0:
		assert.ErrorIs(t, err, unix.EINVAL)
		return
	case err != nil && r.on&k == 0:
		classified(t, info, "set", err)
		return
	case !hasAny(t, r.needs):
		assert.ErrorIs(t, err, os.ErrPermission)
		return
	}
	require.NoError(t, err)
	want := set
	if r.told != nil {
		want = r.told(k, old, set)
	}
	got, err := r.option.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, want, got, "after it was set to %v where %v was", set, old)

	undo, want := old, old
	if r.undo != nil {
		undo = r.undo(old)
	}
	if r.back != nil {
		want = r.back(k, old)
	}
	err = sockopt.Apply(fd, info.With(undo))
	if !hasAny(t, r.undoNeeds) {
		assert.ErrorIs(t, err, os.ErrPermission)
		return
	}
	assert.NoError(t, err)
	got, err = r.option.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, want, got, "after it was set back to %v", undo)
}

// A readOnly is the rule of an option that is got.
type readOnly[T any] struct {
	option interface {
		Get(sockopt.Socket) (T, error)
		Info() sockopt.Info
	}
	on   kind
	want func(t *testing.T, k kind, got T)
	// unconnected has the kinds that have it once they are connected; ENOTCONN
	// until then.
	unconnected kind
}

func (r readOnly[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r readOnly[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	assert.Equal(t, sockopt.GetOnly, info.Access)
	r.on = onHere(t, info, r.on)
	got, err := r.option.Get(fd)
	if r.unconnected&k != 0 {
		assert.ErrorIs(t, err, unix.ENOTCONN)
		return
	}
	if r.on&k == 0 {
		classified(t, info, "get", err)
		return
	}
	require.NoError(t, err)
	r.want(t, k, got)
	var v any = got
	if v == nil {
		v = unix.EIO // a nil error has no type
	}
	assert.ErrorIs(t, sockopt.Apply(fd, info.With(v)), errors.ErrUnsupported)
}

// A force is the rule of a buffer size that goes beyond the limit of the system
// and is told by the option without force.
type force struct {
	option sockopt.WriteOnly[int]
	tells  sockopt.Option[int]
	limit  string
}

func (r force) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r force) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	_, err := info.Get(fd)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	old, err := r.tells.Get(fd)
	require.NoError(t, err)
	size := procInt(t, r.limit) + 4096
	err = r.option.Set(fd, size)
	if !hasAny(t, []int{unix.CAP_NET_ADMIN}) {
		assert.ErrorIs(t, err, os.ErrPermission)
		return
	}
	require.NoError(t, err)
	got, err := r.tells.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, 2*size, got)
	require.NotEqual(t, old, got)
	assert.NoError(t, sockopt.Apply(fd, info.With(old/2)))
	got, err = r.tells.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, old, got)
}

// A membership is the rule of two options, of which one joins a group and the
// other leaves it.
type membership[T any] struct {
	join, leave sockopt.WriteOnly[T]
	on          kind
	group       func(k kind, lo sockopt.Interface) T
	// twice is the error of joining twice, never that of leaving what was not
	// joined.
	twice, never error
}

func (r membership[T]) infos() []sockopt.Info {
	return []sockopt.Info{r.join.Info(), r.leave.Info()}
}

func (r membership[T]) holds(t *testing.T, k kind) {
	fd, group := openKind(t, k), r.group(k, interfaceNamed(t, "lo"))
	for _, info := range r.infos() {
		assert.Equal(t, sockopt.SetOnly, info.Access)
		_, err := info.Get(fd)
		assert.ErrorIs(t, err, errors.ErrUnsupported)
	}
	if r.on&k == 0 {
		if err := r.join.Set(fd, group); err != nil {
			classified(t, r.join.Info(), "set", err)
			classified(t, r.leave.Info(), "set", r.leave.Set(fd, group))
		} else {
			assert.NoError(t, r.leave.Set(fd, group))
		}
		return
	}
	assert.ErrorIs(t, r.leave.Set(fd, group), r.never)
	assert.NoError(t, r.join.Set(fd, group))
	assert.ErrorIs(t, r.join.Set(fd, group), r.twice)
	assert.NoError(t, sockopt.Apply(fd, r.leave.Info().With(group)))
	assert.ErrorIs(t, r.leave.Set(fd, group), r.never)
	assert.NoError(t, sockopt.Apply(fd, r.join.Info().With(group)), "joined again")
}

// An absent is the rule of an option that Linux does not have.
type absent[T any] struct {
	option sockopt.Option[T]
	value  T
}

func (r absent[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r absent[T]) holds(t *testing.T, k kind) {
	fd := openKind(t, k)
	assert.False(t, r.option.Info().Supported)
	_, err := r.option.Get(fd)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorIs(t, r.option.Set(fd, r.value), errors.ErrUnsupported)
}

// classified checks an error of an option that the kind of socket does not have
// or whose privilege is missing.
func classified(t *testing.T, info sockopt.Info, op string, err error) {
	t.Helper()
	var e *sockopt.Error
	if !assert.ErrorAs(t, err, &e) {
		return
	}
	assert.Equal(t, op, e.Op)
	assert.NotEmpty(t, e.Name)
	assert.NotEmpty(t, e.Level)
	assert.True(t, errors.Is(err, errors.ErrUnsupported) || errors.Is(err, os.ErrPermission), "%s: %v", info.Name, err)
}

// hasAny tells whether the process has one of some capabilities, if any are
// asked for.
func hasAny(t *testing.T, capabilities []int) bool {
	for _, c := range capabilities {
		if privileged(t, c) {
			return true
		}
	}
	return len(capabilities) == 0
}

// procInt reads a number of /proc/sys.
func procInt(t *testing.T, path string) int {
	t.Helper()
	n, err := readProcInt(path)
	require.NoError(t, err)
	return n
}

// readProcInt reads it in the namespace where the tests began if that of the test
// does not show it, as with net.core.wmem_max on older kernels.
func readProcInt(path string) (int, error) {
	b, err := os.ReadFile("/proc/sys/" + path)
	if errors.Is(err, os.ErrNotExist) {
		done := make(chan struct{})
		go func() { b, err = os.ReadFile("/proc/sys/" + path); close(done) }()
		<-done
	}
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(b)))
}

// Kinds that have an option since a version of Linux only, later than the oldest
// that runs these tests. The source is Linux's own history.
var newer = map[string][]struct {
	major, minor int
	on           kind
}{
	"BindAddressNoPort": {{6, 8, allMPTCP}},
	"DelAckMax":         {{6, 15, everyKind}},
	"FastOpen":          {{6, 2, allMPTCP}},
	"FastOpenKey":       {{6, 2, allMPTCP}},
	"FastOpenNoCookie":  {{6, 2, allMPTCP}},
	"IsMPTCP":           {{6, 9, everyKind}},
	"LocalPortRange":    {{6, 3, everyKind}, {6, 8, allMPTCP}},
	"MaxSeg":            {{6, 17, allMPTCP}},
	// That is when it could be read at the latest; it can be set since 4.2.
	"NetlinkListenAllNSID": {{6, 12, everyKind}},
	"NotSentLowat":         {{6, 9, allMPTCP}},
	"PassPIDFD":            {{6, 5, everyKind}},
	"PeekOff":              {{6, 10, allTCP}},
	"PeerPIDFD":            {{6, 5, everyKind}},
	"RTOMax":               {{6, 15, everyKind}},
	"RTOMin":               {{6, 15, everyKind}},
}

// onHere returns the kinds among on that have the option on this kernel.
func onHere(t *testing.T, info sockopt.Info, on kind) kind {
	t.Helper()
	for _, n := range newer[info.Name] {
		if !atLeastLinux(t, n.major, n.minor) {
			on &^= n.on
		}
	}
	return on
}

// atLeastLinux tells whether the kernel has that version, or a later one.
func atLeastLinux(t *testing.T, major, minor int) bool {
	t.Helper()
	var name unix.Utsname
	require.NoError(t, unix.Uname(&name))
	var gotMajor, gotMinor int
	_, err := fmt.Sscanf(unix.ByteSliceToString(name.Release[:]), "%d.%d", &gotMajor, &gotMinor)
	require.NoError(t, err)
	return gotMajor > major || gotMajor == major && gotMinor >= minor
}

// needLinux skips the rest of a test if err says that the kernel has no such
// option, and it is older than the version that brought it.
func needLinux(t *testing.T, err error, major, minor int) {
	t.Helper()
	if errors.Is(err, errors.ErrUnsupported) && !atLeastLinux(t, major, minor) {
		t.Skipf("needs Linux %d.%d", major, minor)
	}
}

// The values that rules set.

func not(old bool) bool { return !old }

func to[T any](v T) func(T) T { return func(T) T { return v } }

// anotherAlgorithm is reno, which is in every kernel and free to use, or if that
// is the one already the kernel's next.
func anotherAlgorithm(old string) string {
	if old != "reno" {
		return "reno"
	}
	return "cubic"
}

func lo(sockopt.Interface) sockopt.Interface {
	i, err := sockopt.InterfaceByName("lo")
	if err != nil {
		panic(err)
	}
	return i
}

// The answers of kernels that are not what was set.

// doubled: socket(7), "The kernel doubles this value".
func doubled(_ kind, _, set int) int { return 2 * set }

func half(old int) int { return old / 2 }

// clamped is what is told of a buffer set back to old, which autotuning may have
// made larger than the limit: socket(7), wmem_max and rmem_max.
func clamped(limit string) func(kind, int) int {
	return func(_ kind, old int) int {
		most, err := readProcInt(limit)
		if err != nil {
			panic(err)
		}
		return min(old, 2*most)
	}
}

// jiffies rounds up to a tick of the clock: sock_set_timeout in net/core/sock.c.
// 1200 ms is a whole number of ticks at each HZ that a kernel can have (100,
// 250, 300, 1000), so that a microsecond less comes back as that.
const jiffies = 1200 * time.Millisecond

func roundedUp(_ kind, _, _ time.Duration) time.Duration { return jiffies }

// noECN: the kernel keeps the ECN bits of a stream socket to itself,
// __ip_sock_set_tos in net/ipv4/ip_sockglue.c, tclass in net/ipv6/ipv6_sockglue.c.
func noECN(k kind, old, set sockopt.DSField) sockopt.DSField {
	if k&(tcpOrMPTCP|sctp4) != 0 {
		return set.WithECN(old.ECN())
	}
	return set
}

// The groups that rules join.

func groupOf(k kind, lo sockopt.Interface) sockopt.MulticastGroup {
	if k&anyIPv6 != 0 {
		return group6(k, lo)
	}
	return group4(k, lo)
}

func group4(_ kind, lo sockopt.Interface) sockopt.MulticastGroup {
	return sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo}
}

func group6(_ kind, lo sockopt.Interface) sockopt.MulticastGroup {
	return sockopt.MulticastGroup{Group: netip.MustParseAddr("ff02::1:2:3"), Interface: lo}
}

func sourceOf(k kind, lo sockopt.Interface) sockopt.MulticastSource {
	if k&anyIPv6 != 0 {
		return sockopt.MulticastSource{Group: netip.MustParseAddr("ff32::1:2:3"), Source: netip.IPv6Loopback(), Interface: lo}
	}
	return source4(k, lo)
}

func source4(_ kind, lo sockopt.Interface) sockopt.MulticastSource {
	return sockopt.MulticastSource{Group: netip.MustParseAddr("232.1.2.3"), Source: netip.MustParseAddr("127.0.0.1"), Interface: lo}
}

var netAdminOrRaw = []int{unix.CAP_NET_ADMIN, unix.CAP_NET_RAW}

// rules has what Linux does with each option of the package. Where no other
// source is named, a rule follows the manual page of the level.
var rules = []rule{
	// socket(7). MPTCP sockets have what mptcp_setsockopt_sol_socket in
	// net/mptcp/sockopt.c lists.
	readWrite[bool]{option: sockopt.ReuseAddr, on: everyKind, other: not},
	readWrite[bool]{option: sockopt.ReusePort, on: tcpOrMPTCP | anyDatagram, other: not},
	readWrite[bool]{option: sockopt.ReusePortLB, on: tcpOrMPTCP | anyDatagram, other: not},
	readWrite[bool]{option: sockopt.KeepAlive, on: everyKind, other: not},
	readWrite[sockopt.LingerConfig]{option: sockopt.Linger, on: everyKind, other: to(sockopt.LingerConfig{Enable: true, Timeout: 5 * time.Second})},
	readWrite[bool]{option: sockopt.Broadcast, on: everyKind, other: not, told: func(k kind, old, set bool) bool {
		if k&allMPTCP != 0 {
			return old // taken, and ignored
		}
		return set
	}},
	readWrite[bool]{option: sockopt.OOBInline, on: everyKind &^ allMPTCP, other: not},
	readWrite[int]{option: sockopt.SndBuf, on: everyKind, other: to(20000), told: doubled, undo: half, back: clamped("net/core/wmem_max")},
	readWrite[int]{option: sockopt.RcvBuf, on: everyKind, other: to(20000), told: doubled, undo: half, back: clamped("net/core/rmem_max")},
	force{sockopt.SndBufForce, sockopt.SndBuf, "net/core/wmem_max"},
	force{sockopt.RcvBufForce, sockopt.RcvBuf, "net/core/rmem_max"},
	readWrite[int]{option: sockopt.RcvLowat, on: everyKind, other: to(2)},
	readOnly[int]{option: sockopt.SndLowat, on: everyKind, want: func(t *testing.T, _ kind, got int) { assert.Equal(t, 1, got) }},
	readWrite[time.Duration]{option: sockopt.RcvTimeo, on: everyKind, other: to(jiffies - time.Microsecond), told: roundedUp},
	readWrite[time.Duration]{option: sockopt.SndTimeo, on: everyKind, other: to(jiffies - time.Microsecond), told: roundedUp},
	readOnly[sockopt.SockType]{option: sockopt.SocketType, on: everyKind, want: func(t *testing.T, k kind, got sockopt.SockType) {
		assert.Equal(t, typeOf(k), int(got))
	}},
	readOnly[error]{option: sockopt.SocketError, on: everyKind, want: func(t *testing.T, _ kind, got error) { assert.NoError(t, got) }},
	readOnly[sockopt.AddressFamily]{option: sockopt.Domain, on: everyKind, want: func(t *testing.T, k kind, got sockopt.AddressFamily) {
		assert.Equal(t, domainOf(k), int(got))
	}},
	readOnly[sockopt.ProtocolNumber]{option: sockopt.Protocol, on: everyKind, want: func(t *testing.T, k kind, got sockopt.ProtocolNumber) {
		assert.Equal(t, protocolOf(k), int(got))
	}},
	readOnly[bool]{option: sockopt.AcceptConn, on: everyKind, want: func(t *testing.T, k kind, got bool) {
		assert.Equal(t, k&(tcp4Listening|mptcp4Listening) != 0, got)
	}},
	readOnly[sockopt.Credentials]{option: sockopt.PeerCred, on: unixConnected, unconnected: unixAlone, want: func(t *testing.T, _ kind, got sockopt.Credentials) {
		assert.Equal(t, sockopt.Credentials{PID: os.Getpid(), UID: uint32(os.Geteuid()), GID: uint32(os.Getegid())}, got)
	}},
	readWrite[bool]{option: sockopt.Debug, on: everyKind, other: not, needs: []int{unix.CAP_NET_ADMIN}},
	// Since Linux 2.6 it is taken and has no effect.
	readWrite[bool]{option: sockopt.BSDCompat, on: everyKind, other: not, told: func(_ kind, old, _ bool) bool { return old }},
	readWrite[uint32]{option: sockopt.Mark, on: everyKind, other: to(uint32(0xfedcba98)), needs: netAdminOrRaw},
	// Whoever has not CAP_NET_RAW can bind, but not change what is bound:
	// sock_bindtoindex_locked in net/core/sock.c.
	readWrite[string]{option: sockopt.BindToDevice, on: everyKind, other: to("lo"), undoNeeds: []int{unix.CAP_NET_RAW}},
	readWrite[sockopt.Interface]{option: sockopt.BindToIfindex, on: everyKind, other: lo, undoNeeds: []int{unix.CAP_NET_RAW}},

	// ip(7). MPTCP sockets have IP_TOS and what concerns binding:
	// mptcp_setsockopt_v4 in net/mptcp/sockopt.c.
	readWrite[sockopt.DSField]{option: sockopt.TOS, on: levelIP | allMPTCP, other: to(sockopt.AF41.WithECN(sockopt.ECT0)), told: noECN},
	readWrite[int]{option: sockopt.TTL, on: levelIP, other: to(65)},
	readWrite[bool]{option: sockopt.HdrIncl, on: raw4, other: not},
	readWrite[[]byte]{option: sockopt.IPOptions, on: levelIP, other: to([]byte{1, 1, 1}), told: func(kind, []byte, []byte) []byte {
		return []byte{1, 1, 1, 0} // a multiple of four: ip_options_get in net/ipv4/ip_options.c
	}},
	readWrite[netip.Addr]{option: sockopt.MulticastIF, on: levelIP &^ allTCP, other: to(netip.AddrFrom4([4]byte{127, 0, 0, 1}))},
	readWrite[int]{option: sockopt.MulticastTTL, on: levelIP &^ allTCP, other: to(5)},
	readWrite[bool]{option: sockopt.MulticastLoop, on: levelIP &^ allTCP, other: not},
	// A source that is there, or not there, is EADDRNOTAVAIL, and a group that was
	// not joined EINVAL: ip_mc_source in net/ipv4/igmp.c, ip6_mc_source in
	// net/ipv6/mcast.c.
	membership[sockopt.MulticastGroup]{sockopt.AddMembership, sockopt.DropMembership, levelIP &^ allTCP, group4, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	membership[sockopt.MulticastSource]{sockopt.AddSourceMembership, sockopt.DropSourceMembership, levelIP &^ allTCP, source4, unix.EADDRNOTAVAIL, unix.EINVAL},
	readWrite[bool]{option: sockopt.IPTransparent, on: levelIP | allMPTCP, other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.IPFreeBind, on: levelIP | allMPTCP, other: not},
	readWrite[sockopt.Interface]{option: sockopt.IPUnicastIF, on: levelIP, other: lo},

	// ipv6(7).
	// A socket with a port, or a raw one with a protocol, is bound: EINVAL
	// (do_ipv6_setsockopt in net/ipv6/ipv6_sockglue.c).
	readWrite[bool]{option: sockopt.IPv6V6Only, on: anyIPv6 | mptcp6, other: not, state: tcp6Connected | tcp6Mapped | udp6Connected | udp6Mapped | raw6},
	readWrite[int]{option: sockopt.IPv6UnicastHops, on: anyIPv6, other: to(0)},
	readWrite[int]{option: sockopt.IPv6MulticastHops, on: datagram6, other: to(0)},
	readWrite[sockopt.Interface]{option: sockopt.IPv6MulticastIF, on: datagram6, other: lo},
	readWrite[bool]{option: sockopt.IPv6MulticastLoop, on: datagram6, other: not},
	membership[sockopt.MulticastGroup]{sockopt.IPv6JoinGroup, sockopt.IPv6LeaveGroup, datagram6, group6, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	readWrite[sockopt.DSField]{option: sockopt.IPv6TClass, on: anyIPv6, other: to(sockopt.EF.WithECN(sockopt.ECT1)), told: noECN},
	readWrite[bool]{option: sockopt.IPv6Transparent, on: anyIPv6 | mptcp6, other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.IPv6FreeBind, on: anyIPv6 | mptcp6, other: not},
	readWrite[sockopt.Interface]{option: sockopt.IPv6UnicastIF, on: anyIPv6, other: lo},

	// tcp(7). MPTCP sockets have what mptcp_setsockopt_sol_tcp in
	// net/mptcp/sockopt.c lists.
	readWrite[bool]{option: sockopt.NoDelay, on: tcpOrMPTCP, other: not},
	// A connection goes on telling the size in use, and that of the loopback
	// interface is more than can be set: do_tcp_getsockopt in net/ipv4/tcp.c.
	readWrite[int]{option: sockopt.MaxSeg, on: tcpOrMPTCP, other: to(1000), told: func(k kind, old, set int) int {
		if k&connectedTCP != 0 {
			return old
		}
		return set
	}, undo: func(old int) int { return min(old, 32767) }},
	readWrite[time.Duration]{option: sockopt.KeepIdle, on: tcpOrMPTCP, other: to(100 * time.Second)},
	readWrite[time.Duration]{option: sockopt.KeepIntvl, on: tcpOrMPTCP, other: to(20 * time.Second)},
	readWrite[int]{option: sockopt.KeepCnt, on: tcpOrMPTCP, other: to(5)},
	readWrite[time.Duration]{option: sockopt.UserTimeout, on: allTCP, other: to(1501 * time.Millisecond)},
	readWrite[bool]{option: sockopt.Cork, on: tcpOrMPTCP, other: not},
	// It holds until the connection has something to acknowledge; these are idle.
	readWrite[bool]{option: sockopt.QuickAck, on: allTCP, other: not},
	// It is told as the sum of the retransmission timeouts, 1 + 2 + 4 s:
	// secs_to_retrans in net/ipv4/tcp.c.
	readWrite[time.Duration]{option: sockopt.DeferAccept, on: tcpOrMPTCP, other: to(5 * time.Second), told: func(kind, time.Duration, time.Duration) time.Duration {
		return 7 * time.Second
	}},
	readWrite[int]{option: sockopt.FastOpen, on: tcpOrMPTCP, other: to(16), state: connectedTCP},
	readWrite[bool]{option: sockopt.FastOpenConnect, on: tcpOrMPTCP, other: not, state: connectedTCP | tcp4Listening | mptcp4Listening},
	readWrite[string]{option: sockopt.Congestion, on: tcpOrMPTCP, other: anotherAlgorithm},
	readWrite[int]{option: sockopt.NotSentLowat, on: tcpOrMPTCP, other: to(math.MaxInt & math.MaxUint32)},
	readOnly[sockopt.TCPMetrics]{option: sockopt.TCPInfo, on: tcpOrMPTCP, want: func(t *testing.T, k kind, got sockopt.TCPMetrics) {
		switch {
		case k&connectedTCP != 0:
			assert.Equal(t, sockopt.TCPEstablished, got.State)
		case k&(tcp4Listening|mptcp4Listening) != 0:
			assert.Equal(t, sockopt.TCPListen, got.State)
		default:
			assert.Equal(t, sockopt.TCPClosed, got.State)
		}
	}},

	// The options of both families. An MPTCP socket of AF_INET6 that may carry
	// IPv4 has some of them for that only.
	readWrite[int]{option: sockopt.HopLimit, on: anyIP, other: to(65)},
	readWrite[sockopt.DSField]{option: sockopt.TrafficClass, on: anyIP | mptcp4 | mptcp4Listening | mptcp6, other: to(sockopt.CS5.WithECN(sockopt.ECT0)), told: noECN},
	readWrite[int]{option: sockopt.MulticastHopLimit, on: anyDatagram, other: to(0)},
	readWrite[bool]{option: sockopt.MulticastLoopback, on: anyDatagram, other: not},
	readWrite[sockopt.Interface]{option: sockopt.MulticastInterface, on: anyDatagram, other: lo},
	membership[sockopt.MulticastGroup]{sockopt.JoinGroup, sockopt.LeaveGroup, anyDatagram, groupOf, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	membership[sockopt.MulticastSource]{sockopt.JoinSourceGroup, sockopt.LeaveSourceGroup, anyDatagram, sourceOf, unix.EADDRNOTAVAIL, unix.EINVAL},
	readWrite[bool]{option: sockopt.Transparent, on: anyIP | allMPTCP, other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.FreeBind, on: anyIP | allMPTCP, other: not},
	readWrite[sockopt.Interface]{option: sockopt.BindInterface, on: everyKind, other: lo, undoNeeds: []int{unix.CAP_NET_RAW}},

	// Of other systems.
	absent[bool]{sockopt.ExclusiveAddrUse, true},
	absent[bool]{sockopt.NoSigPipe, true},
	absent[sockopt.Interface]{sockopt.IPBoundIF, 1},
	absent[sockopt.Interface]{sockopt.IPv6BoundIF, 1},
	absent[time.Duration]{sockopt.KeepAliveThreshold, time.Second},
	absent[time.Duration]{sockopt.KeepAliveAbortThreshold, time.Second},
}

// typeOf, domainOf and protocolOf have what each kind of socket was opened with.

func typeOf(k kind) int {
	switch {
	case k&(tcpOrMPTCP|sctp4|unixStream|unixStreamConnected|vsockStream) != 0:
		return unix.SOCK_STREAM
	case k&(raw4|raw6|netlinkRaw|packetRaw) != 0:
		return unix.SOCK_RAW
	case k&(unixSeqpacket|unixSeqpacketConnected) != 0:
		return unix.SOCK_SEQPACKET
	}
	return unix.SOCK_DGRAM
}

func domainOf(k kind) int {
	switch {
	case k&(anyIPv6|mptcp6) != 0:
		return unix.AF_INET6
	case k&anyUnix != 0:
		return unix.AF_UNIX
	case k&netlinkRaw != 0:
		return unix.AF_NETLINK
	case k&(packetRaw|packetDatagram) != 0:
		return unix.AF_PACKET
	case k&vsockStream != 0:
		return unix.AF_VSOCK
	}
	return unix.AF_INET
}

func protocolOf(k kind) int {
	switch {
	case k&allTCP != 0:
		return unix.IPPROTO_TCP
	case k&allMPTCP != 0:
		return unix.IPPROTO_MPTCP
	case k&(ping4|raw4) != 0:
		return unix.IPPROTO_ICMP
	case k&(ping6|raw6) != 0:
		return unix.IPPROTO_ICMPV6
	case k&(udpLite4|udpLite6) != 0:
		return unix.IPPROTO_UDPLITE
	case k&sctp4 != 0:
		return unix.IPPROTO_SCTP
	case k&anyDatagram != 0:
		return unix.IPPROTO_UDP
	}
	return 0
}

// TestRoundTrip holds each option on each kind of socket to its rule.
func TestRoundTrip(t *testing.T) {
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			if newNamespace(t) {
				sysctl(t, "net/ipv4/ping_group_range", "0 2147483647")
			}
			for _, r := range rules {
				r.holds(t, k)
				require.False(t, t.Failed(), "the rule of %s does not hold", r.infos()[0].Name)
			}
		})
	})
}

// TestEveryOptionHasARule finds an option that was added without one.
func TestEveryOptionHasARule(t *testing.T) {
	ruled := map[string]int{}
	for _, r := range rules {
		for _, info := range r.infos() {
			ruled[info.Name]++
		}
	}
	for info := range sockopt.All() {
		assert.Equal(t, 1, ruled[info.Name], "rules of %s", info.Name)
		delete(ruled, info.Name)
	}
	assert.Empty(t, ruled, "rules of options that are not in the catalogue")
}
