package sockopt_test

import (
	"cmp"
	"errors"
	"math"
	"net/netip"
	"os"
	"reflect"
	"slices"
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
	connectedTCP4  = tcp4Connected | tcp4ShutDown
	connectedTCP   = connectedTCP4 | tcp6Connected | tcp6Mapped
	allTCP4        = tcp4 | tcp4Bound | tcp4Listening | connectedTCP4
	allTCP6        = tcp6 | tcp6Only | tcp6Bound | tcp6Listening | tcp6Connected | tcp6Mapped
	allTCP         = allTCP4 | allTCP6
	connectedMPTCP = mptcp4Connected | mptcp4ShutDown
	allMPTCP4      = mptcp4 | mptcp4Listening | connectedMPTCP
	allMPTCP       = allMPTCP4 | mptcp6
	tcpOrMPTCP     = allTCP | allMPTCP
	plainUDP4      = udp4 | udp4Bound | udp4Connected | udp4ShutDown
	plainUDP6      = udp6 | udp6Only | udp6Bound | udp6Connected | udp6Mapped
	plainUDP       = plainUDP4 | plainUDP6
	datagram4      = plainUDP4 | udpLite4 | ping4 | raw4
	datagram6      = plainUDP6 | udpLite6 | ping6 | raw6
	anyDatagram    = datagram4 | datagram6
	anyIPv6        = allTCP6 | datagram6
	anyIP          = allTCP | anyDatagram
	// An AF_INET6 socket hands level IPPROTO_IP to IPv4's code (ipv6_setsockopt,
	// tcp_setsockopt, udp_setsockopt), but a raw one does not (rawv6_setsockopt).
	levelIP  = anyIP &^ raw6
	allSCTP  = sctp4 | sctp4Listening | sctp4Connected | sctp4Many
	allVsock = vsockStream | vsockListening | vsockConnected
	// The states in which a socket can be too late, or too early.
	boundIP       = tcp4Bound | tcp6Bound | udp4Bound | udp6Bound
	listeningTCP  = tcp4Listening | tcp6Listening | mptcp4Listening
	connectedIP   = connectedTCP | udp4Connected | udp4ShutDown | udp6Connected | udp6Mapped
	listeners     = listeningTCP | listeningUnix | sctp4Listening | vsockListening
	listeningUnix = unixStreamListening | unixSeqpacketListening
	unlistened    = tcp4 | tcp6 | mptcp4 | sctp4 | unixStream | unixSeqpacket | vsockStream
	unixAlone     = unixStream | unixDatagram | unixSeqpacket
	unixConnected = unixStreamConnected | unixStreamShutDown | unixDatagramConnected | unixSeqpacketConnected
	anyUnix       = unixAlone | listeningUnix | unixConnected
)

// A rule says what the kernel does with one option, or two that belong together.
// Its columns are those of the types below; whatever follows from the catalogue
// or holds for all is no column:
//   - a kind of socket that the option is not on refuses it, as [lacks] says;
//   - a state that refuses it is a wrong [sockopt.Phase], as [untimely] says, and
//     of a wrong phase that is taken the rule says what comes of it;
//   - who has no capabilities is denied what needs them, and the catalogue names
//     these, as [denied] says;
//   - what is out of range never reaches the kernel, which takes the least and the
//     most, as [inRange] and [refuses] say;
//   - a socket that is closed is [net.ErrClosed], as [closed] says;
//   - what was set on a listener, the sockets that it accepts have or have not, as
//     [inherits] says.
//
// [properties] has them all: what a rule leaves out, [TestConformance] finds.
type rule interface {
	infos() []sockopt.Info
	// holds checks the rule on a new socket of one kind.
	holds(t *testing.T, k kind)
}

// A readWrite is the rule of an option that is got, set to another value, got,
// set back, and got again.
type readWrite[T any] struct {
	option sockopt.Option[T]
	// on has the kinds that take it, also those that do no more than that: the
	// catalogue tells for which it is.
	on    kind
	other func(old T) T // a value to set
	// told is what the kernel tells when set was set where old was; nil: set.
	told func(k kind, old, set T) T
	// undo is what is set to have old back; nil: old.
	undo func(old T) T
	// back is what the kernel tells after that; nil: old.
	back func(k kind, old T) T
	// fresh is what nobody has set; nil: the zero value. In the state of the kinds
	// of moved, the kernel has made something else of it.
	fresh func(k kind) T
	moved kind
	// accepted is what a socket tells of what its listener told, if that is not
	// the same; [strays] has those that tell nothing of it.
	accepted func(told T) T
	// state has the kinds whose state refuses another value, with errno; 0: EINVAL.
	state kind
	errno unix.Errno
	// late is what comes of a set that is taken at a wrong time for the phase of
	// the catalogue.
	late string
	// needs are capabilities: one of them is needed to set, one of undoNeeds to
	// set back. If there are values of which alone that is true, dear has some.
	needs, undoNeeds []int
	dear             []T
}

func (r readWrite[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r readWrite[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	old, err := r.option.Get(fd)
	set := r.other(old)
	if r.on&k == 0 && r.state&k == 0 {
		lacks(t, info, k, "get", err)
		lacks(t, info, k, "set", r.option.Set(fd, set))
		return
	}
	require.NoError(t, err)
	promised(t, info, k)
	byName, err := info.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, any(old), byName, "by name")

	if r.moved&k == 0 {
		var fresh T
		if r.fresh != nil {
			fresh = r.fresh(k)
		}
		assert.Equal(t, fresh, old, "that nobody has set")
		did(info, byDefault)
	}
	closed(t, info, set)

	require.NotEqual(t, old, set, "the value to set is no other")
	needs := r.needs
	if r.dear != nil {
		needs = nil
	}
	err = r.option.Set(fd, set)
	switch {
	case !hasAny(t, needs):
		denied(t, info, k, err, needs)
		return
	case r.state&k != 0:
		untimely(t, info, k, "set", err, r.errno)
		return
	}
	require.NoError(t, err)
	taken(t, info, k, r.late)
	want := set
	if r.told != nil {
		want = r.told(k, old, set)
	}
	got, err := r.option.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, want, got, "after it was set to %v where %v was", set, old)
	if reflect.DeepEqual(want, old) {
		did(info, inheritance) // what was set is ignored, and there is nothing to inherit
	} else if k&unlistened != 0 {
		r.inherited(t, k, set, want)
	}

	undo, want := old, old
	if r.undo != nil {
		undo = r.undo(old)
	}
	if r.back != nil {
		want = r.back(k, old)
	}
	err = sockopt.Apply(fd, info.With(undo))
	did(info, reset)
	if !hasAny(t, r.undoNeeds) {
		denied(t, info, k, err, r.undoNeeds)
		return
	}
	assert.NoError(t, err)
	got, err = r.option.Get(fd)
	assert.NoError(t, err)
	assert.Equal(t, want, got, "after it was set back to %v", undo)

	for _, v := range r.dear {
		if err := r.option.Set(fd, v); hasAny(t, r.needs) {
			assert.NoError(t, err)
		} else {
			denied(t, info, k, err, r.needs)
		}
	}
}

// inherited checks what a socket tells that a listener accepts on which set was
// set, which told that.
func (r readWrite[T]) inherited(t *testing.T, k kind, set, told T) {
	t.Helper()
	info := r.option.Info()
	if seen.inherited[info.Name]&k != 0 {
		return // which has nothing to do with privileges
	}
	if k == vsockStream && !vsockLoopback(openKind(t, k)) {
		return // and [vsockConnected] is skipped
	}
	if k&allTCP6 != 0 && !ipv6Loopback(openKind(t, k)) {
		return // and [tcp6Connected] is skipped
	}
	seen.inherited[info.Name] |= k
	fd := openKind(t, k)
	require.NoError(t, r.option.Set(fd, set))
	got, err := r.option.Get(acceptFrom(t, k, fd))
	require.NoError(t, err)
	none, err := r.option.Get(acceptFrom(t, k, openKind(t, k)))
	require.NoError(t, err)
	if r.accepted != nil {
		told = r.accepted(told)
	}
	if inherits(info, k) {
		assert.Equal(t, told, got, "of an accepted socket")
		assert.NotEqual(t, none, got, "of an accepted socket whose listener has it not")
	} else {
		assert.Equal(t, none, got, "of an accepted socket, which does not inherit it")
	}
	did(info, inheritance)
}

// A readOnly is the rule of an option that is got.
type readOnly[T any] struct {
	option interface {
		Get(sockopt.Socket) (T, error)
		Info() sockopt.Info
	}
	on   kind
	want func(t *testing.T, k kind, got T)
	// unconnected has the kinds that have it once they are connected, and give
	// errno until then; 0: ENOTCONN.
	unconnected kind
	errno       unix.Errno
}

func (r readOnly[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r readOnly[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	assert.Equal(t, sockopt.AccessReadOnly, info.Access)
	got, err := r.option.Get(fd)
	if r.unconnected&k != 0 {
		untimely(t, info, k, "get", err, cmp.Or(r.errno, unix.ENOTCONN))
		return
	}
	if r.on&k == 0 {
		lacks(t, info, k, "get", err)
		return
	}
	require.NoError(t, err)
	promised(t, info, k)
	r.want(t, k, got)
	var v any = got
	if v == nil {
		v = unix.EIO // a nil error has no type
	}
	assert.ErrorIs(t, sockopt.Apply(fd, info.With(v)), errors.ErrUnsupported)
	did(info, byDefault)
	closed(t, info, nil)
}

// A writeOnly is the rule of an option that is set and never told.
type writeOnly[T any] struct {
	option sockopt.WriteOnly[T]
	on     kind
	value  T
	make   func(*testing.T) T // in place of value; not tried if it gives -1
	byKind func(kind) T       // in place of value
	then   []T                // more values to set
	first  []sockopt.Setting  // what must be set before, where it is on
	again  error              // of setting it twice
	state  kind               // the kinds whose state refuses it, with errno
	errno  unix.Errno         // 0: EINVAL
	late   string             // what comes of a set that is taken at a wrong time
	// needs are capabilities: the kinds of admin need one of them; 0: all do.
	needs []int
	admin kind
	// backported tells that a kernel's release does not tell whether it is denied.
	backported bool
}

func (r writeOnly[T]) infos() []sockopt.Info { return []sockopt.Info{r.option.Info()} }

func (r writeOnly[T]) holds(t *testing.T, k kind) {
	fd, info := openKind(t, k), r.option.Info()
	assert.Equal(t, sockopt.AccessWriteOnly, info.Access)
	_, err := info.Get(fd)
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	value := r.value
	if r.byKind != nil {
		value = r.byKind(k)
	}
	if r.make != nil {
		if value = r.make(t); any(value) == -1 {
			closed(t, info, 0)
			return
		}
	}
	if r.on&k == 0 && r.state&k == 0 {
		lacks(t, info, k, "set", r.option.Set(fd, value))
		return
	}
	if r.state&k != 0 {
		untimely(t, info, k, "set", r.option.Set(fd, value), r.errno)
		return
	}
	promised(t, info, k)
	mayNot := !hasAny(t, r.needs) && (r.admin == 0 || r.admin&k != 0)
	if r.first != nil {
		withPermitted(t, func() { err = sockopt.Apply(fd, r.first...) })
		if errors.Is(err, os.ErrPermission) {
			return
		}
		require.NoError(t, err)
	}
	err = r.option.Set(fd, value)
	if mayNot && r.backported && err == nil {
		did(info, privilege)
	} else if mayNot {
		denied(t, info, k, err, r.needs)
		return
	}
	assert.NoError(t, err)
	taken(t, info, k, r.late)
	assert.ErrorIs(t, sockopt.Apply(fd, info.With(value)), r.again, "again, by name")
	for _, v := range r.then {
		assert.NoError(t, r.option.Set(fd, v))
	}
	closed(t, info, value)
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
	size := sysctlFields(r.limit)[0] + 4096
	err = r.option.Set(fd, size)
	if admin := []int{unix.CAP_NET_ADMIN}; !hasAny(t, admin) {
		denied(t, info, k, err, admin)
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
	closed(t, info, size)
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
		assert.Equal(t, sockopt.AccessWriteOnly, info.Access)
		_, err := info.Get(fd)
		assert.ErrorIs(t, err, errors.ErrUnsupported)
	}
	if r.on&k == 0 {
		err := r.join.Set(fd, group)
		lacks(t, r.join.Info(), k, "set", err)
		if leave := r.leave.Set(fd, group); err == nil {
			assert.NoError(t, leave)
		} else {
			lacks(t, r.leave.Info(), k, "set", leave)
		}
		return
	}
	promised(t, r.join.Info(), k)
	promised(t, r.leave.Info(), k)
	assert.ErrorIs(t, r.leave.Set(fd, group), r.never)
	assert.NoError(t, r.join.Set(fd, group))
	assert.ErrorIs(t, r.join.Set(fd, group), r.twice)
	assert.NoError(t, sockopt.Apply(fd, r.leave.Info().With(group)))
	assert.ErrorIs(t, r.leave.Set(fd, group), r.never)
	assert.NoError(t, sockopt.Apply(fd, r.join.Info().With(group)), "joined again")
	closed(t, r.join.Info(), group)
	closed(t, r.leave.Info(), group)
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

// sysctlFields returns the numbers of a sysctl. It reads them in the namespace
// where the tests began if that of the test does not show it, as with
// net.core.wmem_max on older kernels.
func sysctlFields(path string) (numbers []int) {
	b, err := os.ReadFile("/proc/sys/" + path)
	if errors.Is(err, os.ErrNotExist) {
		done := make(chan struct{})
		go func() { b, err = os.ReadFile("/proc/sys/" + path); close(done) }()
		<-done
	}
	if err != nil {
		panic(err)
	}
	for _, field := range strings.Fields(string(b)) {
		n, err := strconv.Atoi(field)
		if err != nil {
			panic(err)
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// needLinux skips the rest of a test if err says that the kernel has no such
// option, and it is older than the version that brought it.
func needLinux(t *testing.T, err error, major, minor int) {
	t.Helper()
	if errors.Is(err, errors.ErrUnsupported) && running.before(release{major, minor}) {
		t.Skipf("needs Linux %d.%d", major, minor)
	}
}

// The values that rules set.

func not(old bool) bool { return !old }

func to[T any](v T) func(T) T { return func(T) T { return v } }

// The defaults of kernels that are not zero.

func always[T any](v T) func(kind) T { return func(kind) T { return v } }

// sysctlNumber is what a sysctl has.
func sysctlNumber(path string) func(kind) int {
	return func(kind) int { return sysctlFields(path)[0] }
}

// sysctlTime is what a sysctl has, in some unit.
func sysctlTime(path string, unit time.Duration) func(kind) time.Duration {
	return func(kind) time.Duration { return time.Duration(sysctlFields(path)[0]) * unit }
}

// bufferSize is that of TCP, tcp(7) tcp_rmem and tcp_wmem, or of any other
// socket, socket(7) rmem_default and wmem_default.
func bufferSize(mem string) func(kind) int {
	return func(k kind) int {
		if k&tcpOrMPTCP != 0 {
			return sysctlFields("net/ipv4/tcp_" + mem)[1]
		}
		return sysctlFields("net/core/" + mem + "_default")[0]
	}
}

// autotuned has the kinds whose buffers the kernel fits to the traffic.
const autotuned = connectedTCP | connectedMPTCP

// anotherAlgorithm is one that all may use, as reno is unless it is the one
// already.
func anotherAlgorithm(old string) string {
	if old != "reno" {
		return "reno"
	}
	for _, name := range algorithms("allowed_") {
		if name != old {
			return name
		}
	}
	return "cubic"
}

// restrictedAlgorithms are those that not all may use.
func restrictedAlgorithms() []string {
	allowed := algorithms("allowed_")
	return slices.DeleteFunc(algorithms("available_"), func(name string) bool { return slices.Contains(allowed, name) })
}

// algorithm is the one that sockets begin with.
func algorithm(kind) string { return algorithms("")[0] }

func algorithms(which string) []string {
	b, err := os.ReadFile("/proc/sys/net/ipv4/tcp_" + which + "congestion_control")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		panic(err)
	}
	return strings.Fields(string(b))
}

func lo(sockopt.Interface) sockopt.Interface { return index("lo") }

// index finds an interface without netlink, which not every implementation of
// the API has.
func index(name string) sockopt.Interface {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		panic(err)
	}
	defer unix.Close(fd)
	request, err := unix.NewIfreq(name)
	if err != nil {
		panic(err)
	}
	if err := unix.IoctlIfreq(fd, unix.SIOCGIFINDEX, request); err != nil {
		panic(err)
	}
	return sockopt.Interface(request.Uint32())
}

// The answers of kernels that are not what was set.

// doubled: socket(7), "The kernel doubles this value".
func doubled(_ kind, _, set int) int { return 2 * set }

func half(old int) int { return old / 2 }

// clamped is what is told of a buffer set back to old, which autotuning may have
// made larger than the limit: socket(7), wmem_max and rmem_max.
func clamped(limit string) func(kind, int) int {
	return func(_ kind, old int) int {
		return min(old, 2*sysctlFields(limit)[0])
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
	if k&(tcpOrMPTCP|allSCTP) != 0 {
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
// source is named, a rule follows the manual page of the level, and a default that
// it does not tell the function that makes such a socket.
var rules = []rule{
	// socket(7). MPTCP sockets have what mptcp_setsockopt_sol_socket in
	// net/mptcp/sockopt.c lists.
	// Those of INET_PROTOSW_REUSE in net/ipv4/af_inet.c are born with it.
	readWrite[bool]{option: sockopt.ReuseAddr, on: everyKind, fresh: func(k kind) bool { return k&(ping4|ping6|raw4|raw6) != 0 }, late: "its bind is done; it counts when another socket binds", state: connectedMPTCP, other: not},
	readWrite[bool]{option: sockopt.ReusePort, on: tcpOrMPTCP | anyDatagram, late: "its bind made no group", state: connectedMPTCP, other: not},
	readWrite[bool]{option: sockopt.ReusePortLB, on: tcpOrMPTCP | anyDatagram, late: "its bind made no group", state: connectedMPTCP, other: not},
	readWrite[bool]{option: sockopt.KeepAlive, on: everyKind, other: not},
	readWrite[sockopt.LingerConfig]{option: sockopt.Linger, on: everyKind, other: to(sockopt.LingerWait(5 * time.Second))},
	readWrite[bool]{option: sockopt.Broadcast, on: everyKind, other: not, told: func(k kind, old, set bool) bool {
		if k&allMPTCP != 0 {
			return old // taken, and ignored
		}
		return set
	}},
	readWrite[bool]{option: sockopt.OOBInline, on: everyKind &^ allMPTCP, other: not},
	readWrite[int]{option: sockopt.SndBuf, on: everyKind, fresh: bufferSize("wmem"), moved: autotuned, other: to(20000), told: doubled, undo: half, back: clamped("net/core/wmem_max")},
	readWrite[int]{option: sockopt.RcvBuf, on: everyKind, fresh: bufferSize("rmem"), moved: autotuned, other: to(20000), told: doubled, undo: half, back: clamped("net/core/rmem_max")},
	force{sockopt.SndBufForce, sockopt.SndBuf, "net/core/wmem_max"},
	force{sockopt.RcvBufForce, sockopt.RcvBuf, "net/core/rmem_max"},
	readWrite[sockopt.BufLockFlags]{option: sockopt.BufLock, on: everyKind &^ allMPTCP, other: to(sockopt.SndBufLock | sockopt.RcvBufLock)},
	readWrite[int]{option: sockopt.RcvLowat, on: everyKind, fresh: always(1), other: to(2)},
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
		assert.Equal(t, k&listeners != 0, got)
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
	readWrite[string]{option: sockopt.BindToDevice, on: everyKind, late: "it counts for what comes and goes from now on", state: connectedMPTCP, other: to("lo"), undoNeeds: []int{unix.CAP_NET_RAW}},
	readWrite[sockopt.Interface]{option: sockopt.BindToIfindex, on: everyKind, late: "it counts for what comes and goes from now on", state: connectedMPTCP, other: lo, undoNeeds: []int{unix.CAP_NET_RAW}},

	// ip(7). MPTCP sockets have IP_TOS and what concerns binding:
	// mptcp_setsockopt_v4 in net/mptcp/sockopt.c.
	readWrite[sockopt.DSField]{option: sockopt.TOS, on: levelIP | allMPTCP, other: to(sockopt.AF41.WithECN(sockopt.ECT0)), told: noECN},
	readWrite[int]{option: sockopt.TTL, on: levelIP, fresh: sysctlNumber("net/ipv4/ip_default_ttl"), other: to(65)},
	readWrite[bool]{option: sockopt.HdrIncl, on: raw4, other: not},
	readWrite[[]byte]{option: sockopt.IPOptions, on: levelIP, other: to([]byte{1, 1, 1}), told: func(kind, []byte, []byte) []byte {
		return []byte{1, 1, 1, 0} // a multiple of four: ip_options_get in net/ipv4/ip_options.c
	}, needs: []int{unix.CAP_NET_RAW}, dear: [][]byte{{131, 7, 4, 127, 0, 0, 1, 0}}},
	readWrite[netip.Addr]{option: sockopt.MulticastIF, on: levelIP &^ allTCP, fresh: always(netip.IPv4Unspecified()), other: to(netip.AddrFrom4([4]byte{127, 0, 0, 1}))},
	readWrite[int]{option: sockopt.MulticastTTL, on: levelIP &^ allTCP, fresh: always(1), other: to(5)},
	readWrite[bool]{option: sockopt.MulticastLoop, on: levelIP &^ allTCP, fresh: always(true), other: not},
	// A source that is there, or not there, is EADDRNOTAVAIL, and a group that was
	// not joined EINVAL: ip_mc_source in net/ipv4/igmp.c, ip6_mc_source in
	// net/ipv6/mcast.c.
	membership[sockopt.MulticastGroup]{sockopt.AddMembership, sockopt.DropMembership, levelIP &^ allTCP, group4, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	membership[sockopt.MulticastSource]{sockopt.AddSourceMembership, sockopt.DropSourceMembership, levelIP &^ allTCP, source4, unix.EADDRNOTAVAIL, unix.EINVAL},
	readWrite[bool]{option: sockopt.IPTransparent, on: levelIP | allMPTCP | allSCTP, late: "its bind is done", state: connectedMPTCP, other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.IPFreeBind, on: levelIP | allMPTCP, late: "its bind is done", state: connectedMPTCP, other: not},
	readWrite[sockopt.Interface]{option: sockopt.IPUnicastIF, on: levelIP, other: lo},

	// ipv6(7).
	// A socket with a port, or a raw one with a protocol, is bound: EINVAL
	// (do_ipv6_setsockopt in net/ipv6/ipv6_sockglue.c). That to one address sets it
	// (__inet6_bind in net/ipv6/af_inet6.c), as ping_init_sock in net/ipv4/ping.c does.
	readWrite[bool]{option: sockopt.IPv6V6Only, on: anyIPv6 | mptcp6, fresh: func(k kind) bool { return k == ping6 }, moved: tcp6Only | tcp6Bound | tcp6Listening | udp6Only | udp6Bound, other: not, state: (boundIP | tcp6Listening | connectedIP | raw6) & anyIPv6},
	readWrite[int]{option: sockopt.IPv6UnicastHops, on: anyIPv6, fresh: sysctlNumber("net/ipv6/conf/all/hop_limit"), other: to(0)},
	readWrite[int]{option: sockopt.IPv6MulticastHops, on: datagram6, fresh: always(1), other: to(0)},
	readWrite[sockopt.Interface]{option: sockopt.IPv6MulticastIF, on: datagram6, other: lo},
	readWrite[bool]{option: sockopt.IPv6MulticastLoop, on: datagram6, fresh: always(true), other: not},
	membership[sockopt.MulticastGroup]{sockopt.IPv6JoinGroup, sockopt.IPv6LeaveGroup, datagram6, group6, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	readWrite[sockopt.DSField]{option: sockopt.IPv6TClass, on: anyIPv6, other: to(sockopt.EF.WithECN(sockopt.ECT1)), told: noECN},
	readWrite[bool]{option: sockopt.IPv6Transparent, on: anyIPv6 | mptcp6, late: "its bind is done", other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.IPv6FreeBind, on: anyIPv6 | mptcp6, late: "its bind is done", other: not},
	readWrite[sockopt.Interface]{option: sockopt.IPv6UnicastIF, on: anyIPv6, other: lo},

	// tcp(7). MPTCP sockets have what mptcp_setsockopt_sol_tcp in
	// net/mptcp/sockopt.c lists.
	readWrite[bool]{option: sockopt.NoDelay, on: tcpOrMPTCP, other: not},
	// A connection goes on telling the size in use, and that of the loopback
	// interface is more than can be set: do_tcp_getsockopt in net/ipv4/tcp.c.
	readWrite[int]{option: sockopt.MaxSeg, on: tcpOrMPTCP, fresh: always(536), moved: connectedTCP | connectedMPTCP, late: "the two have agreed on a size; of a listener it counts from now on", other: to(1000), told: func(k kind, old, set int) int {
		if k&(connectedTCP|connectedMPTCP) != 0 {
			return old
		}
		return set
	}, undo: func(old int) int { return min(old, 32767) }, accepted: withoutTimestamps},
	readWrite[time.Duration]{option: sockopt.KeepIdle, on: tcpOrMPTCP, fresh: sysctlTime("net/ipv4/tcp_keepalive_time", time.Second), other: to(100 * time.Second)},
	readWrite[time.Duration]{option: sockopt.KeepIntvl, on: tcpOrMPTCP, fresh: sysctlTime("net/ipv4/tcp_keepalive_intvl", time.Second), other: to(20 * time.Second)},
	readWrite[int]{option: sockopt.KeepCnt, on: tcpOrMPTCP, fresh: sysctlNumber("net/ipv4/tcp_keepalive_probes"), other: to(5)},
	readWrite[time.Duration]{option: sockopt.UserTimeout, on: allTCP, other: to(1501 * time.Millisecond)},
	readWrite[bool]{option: sockopt.Cork, on: tcpOrMPTCP, other: not},
	// It holds until the connection has something to acknowledge; these are idle.
	readWrite[bool]{option: sockopt.QuickAck, on: allTCP, late: "a new connection begins without it", fresh: always(true), other: not},
	// It is told as the sum of the retransmission timeouts, 1 + 2 + 4 s:
	// secs_to_retrans in net/ipv4/tcp.c. A connection of MPTCP ignores it:
	// mptcp_setsockopt_sol_tcp in net/mptcp/sockopt.c.
	readWrite[time.Duration]{option: sockopt.DeferAccept, on: tcpOrMPTCP, late: "of a listener it counts from now on", other: to(5 * time.Second), told: func(k kind, old, _ time.Duration) time.Duration {
		if k&connectedMPTCP != 0 {
			return old
		}
		return 7 * time.Second
	}},
	readWrite[int]{option: sockopt.FastOpen, on: tcpOrMPTCP, late: "of a listener it counts from now on", other: to(16), state: connectedTCP | connectedMPTCP},
	readWrite[bool]{option: sockopt.FastOpenConnect, on: tcpOrMPTCP, other: not, state: connectedTCP | connectedMPTCP | listeningTCP},
	readWrite[string]{option: sockopt.Congestion, on: tcpOrMPTCP, fresh: algorithm, other: anotherAlgorithm, needs: []int{unix.CAP_NET_ADMIN}, dear: restrictedAlgorithms()},
	readWrite[int]{option: sockopt.NotSentLowat, on: tcpOrMPTCP, other: to(math.MaxInt & math.MaxUint32)},
	readOnly[sockopt.TCPMetrics]{option: sockopt.TCPInfo, on: tcpOrMPTCP, want: func(t *testing.T, k kind, got sockopt.TCPMetrics) { inState(t, k, got.State) }},

	// The options of both families. An MPTCP socket of AF_INET6 that may carry
	// IPv4 has some of them for that only.
	readWrite[int]{option: sockopt.HopLimit, on: anyIP, fresh: always(64), other: to(65)},
	readWrite[sockopt.DSField]{option: sockopt.TrafficClass, on: anyIP | allMPTCP4, other: to(sockopt.CS5.WithECN(sockopt.ECT0)), told: noECN},
	readWrite[int]{option: sockopt.MulticastHopLimit, on: anyDatagram, fresh: always(1), other: to(0)},
	readWrite[bool]{option: sockopt.MulticastLoopback, on: anyDatagram, fresh: always(true), other: not},
	readWrite[sockopt.Interface]{option: sockopt.MulticastInterface, on: anyDatagram, other: lo},
	membership[sockopt.MulticastGroup]{sockopt.JoinGroup, sockopt.LeaveGroup, anyDatagram, groupOf, unix.EADDRINUSE, unix.EADDRNOTAVAIL},
	membership[sockopt.MulticastSource]{sockopt.JoinSourceGroup, sockopt.LeaveSourceGroup, anyDatagram, sourceOf, unix.EADDRNOTAVAIL, unix.EINVAL},
	readWrite[bool]{option: sockopt.Transparent, on: anyIP | allMPTCP | allSCTP, late: "its bind is done", state: connectedMPTCP, other: not, needs: netAdminOrRaw},
	readWrite[bool]{option: sockopt.FreeBind, on: anyIP | allMPTCP, late: "its bind is done", state: connectedMPTCP, other: not},
	readWrite[sockopt.Interface]{option: sockopt.BindInterface, on: everyKind, late: "it counts for what comes and goes from now on", state: connectedMPTCP, other: lo, undoNeeds: []int{unix.CAP_NET_RAW}},

	// Of other systems.
	absent[bool]{sockopt.ExclusiveAddrUse, true},
	absent[bool]{sockopt.NoSigPipe, true},
	absent[sockopt.Interface]{sockopt.IPBoundIF, 1},
	absent[sockopt.Interface]{sockopt.IPv6BoundIF, 1},
	absent[time.Duration]{sockopt.KeepAliveThreshold, time.Second},
	absent[time.Duration]{sockopt.KeepAliveAbortThreshold, time.Second},
}

// withoutTimestamps is what the timestamps of TCP leave of a segment:
// TCPOLEN_TSTAMP_ALIGNED in include/net/tcp.h.
func withoutTimestamps(size int) int { return size - 12 }

// inState checks the state of a connection of one kind, or of its subflow, which
// outlasts the end of the data (RFC 8684, 3.3.3).
func inState(t *testing.T, k kind, got sockopt.TCPState) {
	t.Helper()
	switch {
	case k&tcp4ShutDown != 0:
		assert.Equal(t, sockopt.TCPFinWait2, got)
	case k&(connectedTCP|connectedMPTCP) != 0:
		assert.Equal(t, sockopt.TCPEstablished, got)
	case k&listeningTCP != 0:
		assert.Equal(t, sockopt.TCPListen, got)
	default:
		assert.Equal(t, sockopt.TCPClosed, got)
	}
}

// typeOf, domainOf and protocolOf have what each kind of socket was opened with.

func typeOf(k kind) int {
	switch {
	case k&(tcpOrMPTCP|allSCTP&^sctp4Many|unixStream|unixStreamListening|unixStreamConnected|unixStreamShutDown|allVsock) != 0:
		return unix.SOCK_STREAM
	case k&(raw4|raw6|netlinkRaw|packetRaw|canRaw) != 0:
		return unix.SOCK_RAW
	case k&(unixSeqpacket|unixSeqpacketListening|unixSeqpacketConnected|sctp4Many) != 0:
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
	case k&allVsock != 0:
		return unix.AF_VSOCK
	case k&canRaw != 0:
		return unix.AF_CAN
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
	case k&allSCTP != 0:
		return unix.IPPROTO_SCTP
	case k&anyDatagram != 0:
		return unix.IPPROTO_UDP
	}
	return 0 // AF_CAN has one, but does not keep it
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
