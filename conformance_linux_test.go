package sockopt_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// A lapse is an exception to the rule that a kind of socket refuses an option
// that it does not have: the kernel lets the call pass, and that is all.
type lapse struct {
	why     string
	op      string // "get" or "set"
	on      kind
	options []string // Go names; nil: all of level
	level   string
	until   release // the kernel that has an end of it; backports may have one too
}

// now tells whether this kernel has the lapse.
func (l lapse) now() bool { return l.until == release{} || running.before(l.until) }

// A release is the version of a kernel, such as 6.12.
type release struct{ major, minor int }

func (r release) before(other release) bool {
	return r.major < other.major || r.major == other.major && r.minor < other.minor
}

// running is the kernel's release.
var running = func() (r release) {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		panic(err)
	}
	fmt.Sscanf(unix.ByteSliceToString(name.Release[:]), "%d.%d", &r.major, &r.minor)
	return r
}()

// sinceOn has what older kernels do not have on some kinds of sockets, of what
// rules say, though they have the option.
var sinceOn = []struct {
	release
	on      kind
	options []string
}{
	{release{6, 2}, allMPTCP, []string{"FastOpen", "FastOpenKey", "FastOpenNoCookie"}},
	{release{6, 7}, allVsock, []string{"ZeroCopy"}},
	{release{6, 8}, allMPTCP, []string{"BindAddressNoPort", "LocalPortRange"}},
	{release{6, 9}, allMPTCP, []string{"NotSentLowat"}},
	{release{6, 10}, allTCP, []string{"PeekOff"}},
	// That is when it could be read at the latest; it can be set since 4.2.
	{release{6, 12}, everyKind, []string{"NetlinkListenAllNSID"}},
	{release{6, 17}, allMPTCP, []string{"MaxSeg"}},
}

// toldBefore says why kernels that are too old may tell an option all the same.
var toldBefore = map[string]string{
	"LocalPortRange": "stable releases of 6.1 have it",
	"ZeroCopy":       "sk_getsockopt tells it of any socket",
}

// tooOld tells whether this kernel is older than an option on a kind of socket.
func tooOld(info sockopt.Info, k kind) bool {
	var first release
	if n, _ := fmt.Sscanf(info.Since, "Linux %d.%d", &first.major, &first.minor); n == 2 && running.before(first) {
		return true
	}
	for _, s := range sinceOn {
		if s.on&k != 0 && slices.Contains(s.options, info.Name) && running.before(s.release) {
			return true
		}
	}
	return false
}

var lapses = []lapse{
	{why: "sk_getsockopt in net/core/sock.c seldom asks what the socket is",
		op: "get", on: everyKind, level: "SOL_SOCKET"},
	{why: "do_ip_getsockopt in net/ipv4/ip_sockglue.c does not ask what the socket is",
		op: "get", on: levelIP, options: []string{"HdrIncl", "MulticastIF", "MulticastTTL", "MulticastLoop"}},
	{why: "do_ip_setsockopt forgets to refuse a connection-oriented socket, as others of their kind do",
		op: "set", on: allTCP, options: []string{"MulticastLoop", "AddSourceMembership"}},
	{why: "do_ipv6_getsockopt in net/ipv6/ipv6_sockglue.c does not ask what the socket is",
		op: "get", on: allTCP6, options: []string{"IPv6MulticastHops", "IPv6MulticastIF", "IPv6MulticastLoop"}},
	{why: "do_ipv6_setsockopt takes it of any socket",
		op: "set", on: allTCP6, options: []string{"IPv6MulticastLoop"}},
	{why: "the twins of each family are those above",
		op: "get", on: allTCP, options: []string{"MulticastHopLimit", "MulticastInterface", "MulticastLoopback"}},
	{why: "the twins of each family are those above",
		op: "set", on: allTCP, options: []string{"MulticastLoopback", "JoinSourceGroup"}},
	{why: "do_ip_setsockopt and do_ipv6_setsockopt take MCAST_JOIN_GROUP of any socket, but not IP_ADD_MEMBERSHIP",
		op: "set", on: allTCP, options: []string{"MCASTJoinGroup"}},
	{why: "mptcp_getsockopt_v6 in net/mptcp/sockopt.c does not ask for the family",
		op: "get", on: allMPTCP4, options: []string{"IPv6FreeBind", "IPv6Transparent", "IPv6V6Only"}},
	{why: "sk_setsockopt takes it of any socket of IP",
		op: "set", on: allSCTP, options: []string{"ReusePort", "ReusePortLB"}},
	{why: "sk_setsockopt took it of any socket", until: release{6, 13},
		op: "set", on: everyKind, options: []string{"ReusePort", "ReusePortLB"}},
	{why: "mptcp_setsockopt_sol_socket ignores it, as what is of no use to MPTCP",
		op: "set", on: allMPTCP, options: []string{"PassCred", "PassPIDFD"}},
	{why: "sk_setsockopt took it of any socket", until: release{6, 16},
		op: "set", on: everyKind, options: []string{"PassCred", "PassPIDFD"}},
	{why: "sctp_setsockopt hands the level to IPv4's code, whose options that are not for streams alone SCTP has too",
		op: "get", on: allSCTP, level: "IPPROTO_IP"},
	{why: "and so it does to set them",
		op: "set", on: allSCTP, level: "IPPROTO_IP"},
	{why: "the twins of IPv4 are those above",
		op: "get", on: allSCTP, level: "IPPROTO_IP/IPPROTO_IPV6"},
	{why: "and so it does to set them",
		op: "set", on: allSCTP, level: "IPPROTO_IP/IPPROTO_IPV6"},
}

// heirs has the kinds whose listeners hand down what was set on them:
// sk_clone_lock in net/core/sock.c copies the socket, sctp_sock_migrate in
// net/sctp/socket.c what is of SCTP. Of others the accepted sockets are new.
const heirs = tcp4 | tcp6 | mptcp4 | allSCTP

// A stray is an exception to that.
type stray struct {
	why     string
	on      kind
	options []string
	until   release // the kernel that has an end of it
}

var strays = []stray{
	{why: "sk_clone_lock begins it anew", on: heirs, options: []string{"Priority", "IncomingCPU"}},
	{why: "tcp_v4_syn_recv_sock in net/ipv4/tcp_ipv4.c has those of the SYN, tcp_v6_syn_recv_sock in net/ipv6/tcp_ipv6.c none", on: tcp4 | tcp6, options: []string{"IPOptions"}},
	{why: "tcp(7): it is not permanent, the connection goes its way", on: tcp4 | tcp6, options: []string{"QuickAck"}},
	{why: "inet_csk_clone_lock in net/ipv4/inet_connection_sock.c empties the queue of what is to be accepted, which has it",
		on: tcp4 | tcp6 | mptcp4, options: []string{"DeferAccept", "FastOpen", "FastOpenKey"}},
	{why: "sctp_copy_sock in net/sctp/socket.c left it out", until: release{6, 19},
		on: allSCTP, options: []string{"Mark", "RcvLowat", "MaxPacingRate", "BusyPoll", "PreferBusyPoll", "TxTime", "IPTransparent", "Transparent", "BufLock"}},
	{why: "unix_accept in net/unix/af_unix.c copies it, since Linux 6.16 unix_stream_connect", on: unixStream | unixSeqpacket, options: []string{"PassCred", "PassPIDFD"}},
	{why: "__vsock_create in net/vmw_vsock/af_vsock.c takes it from the listener",
		on: vsockStream, options: []string{"VsockBufferSize", "VsockBufferMinSize", "VsockBufferMaxSize", "VsockConnectTimeout"}},
}

// inherits tells whether the sockets that listeners of a kind accept have what was
// set on the listener.
func inherits(info sockopt.Info, k kind) bool {
	for i, s := range strays {
		if s.on&k != 0 && (s.until == release{} || running.before(s.until)) && slices.Contains(s.options, info.Name) {
			seen.strays[i] = true
			return k&heirs == 0
		}
	}
	return k&heirs != 0
}

// idle says why kinds that an option is not for take it all the same, and tell
// what was set.
var idle = func() map[string]string {
	m := map[string]string{}
	for why, names := range map[string][]string{
		"sk_setsockopt takes it of any socket, and only a few look at it":                   {"Broadcast", "KeepAlive", "Linger", "OOBInline", "MaxPacingRate"},
		"of Linux it is SO_BINDTOIFINDEX, which other families take too":                    {"BindInterface"},
		"a TCP socket takes it, but has no control messages to tell of it":                  {"IPPktInfo", "IPv6RecvPktInfo", "RecvPktInfo", "RecvTTL", "IPv6RecvHopLimit", "RecvHopLimit", "RecvTOS", "IPv6RecvFlowInfo", "IPv6RecvPathMTU", "IPRecvOrigDstAddr", "IPv6RecvOrigDstAddr", "RecvOrigDstAddr"},
		"a TCP socket takes it, but fits its segments to the path":                          {"IPDontFrag", "IPv6DontFrag", "DontFragment"},
		"a TCP socket takes it, but nothing that it receives is sent to more than one host": {"IPMulticastAll", "IPv6MulticastAll", "MulticastAll"},
	} {
		for _, name := range names {
			m[name] = why
		}
	}
	return m
}()

// wide names what the kinds of the catalogue promise and Linux does not keep.
// Kinds are families times types, and cannot leave out one of a product.
func wide(info sockopt.Info, k kind) bool {
	switch {
	case builtIn[info.Name] != "":
		return true
	case k&allMPTCP != 0:
		return true // the error has a hint of its own
	case k&(allSCTP&^sctp4Many) != 0:
		return info.Name == "SCTPAutoClose" // which one-to-many sockets have
	case k == raw6:
		return info.Level == "IPPROTO_IP" // rawv6_setsockopt in net/ipv6/raw.c
	}
	return false
}

// builtIn names what a kernel must be built with to have an option.
var builtIn = map[string]string{
	"AOAddKey": "CONFIG_TCP_AO", "AODelKey": "CONFIG_TCP_AO", "AOInfo": "CONFIG_TCP_AO", "AOGetKeys": "CONFIG_TCP_AO",
	"TLSTX": "CONFIG_TLS", "TLSRX": "CONFIG_TLS",
}

// A property is something that the rule of an option says of it.
type property uint

const (
	byDefault property = 1 << iota
	reset
	bounds
	outOfRange
	afterClose
	inheritance
	privilege
)

// seen has what the rules have come across, to find what stands in a table or in
// the catalogue for nothing, and what no rule says.
var seen = struct {
	kinds      kind // that were tried
	opened     kind // that this kernel has
	lapses     map[int]bool
	strays     map[int]bool
	properties map[string]property // by the name of the option
	inherited  map[string]kind     // whose listeners were tried
	privileged bool
}{lapses: map[int]bool{}, strays: map[int]bool{}, properties: map[string]property{}, inherited: map[string]kind{}}

func did(info sockopt.Info, p property) { seen.properties[info.Name] |= p }

func isDone(info sockopt.Info, p property) bool { return seen.properties[info.Name]&p != 0 }

// properties has the options that a property applies to, and why it does not to
// some of them.
var properties = []struct {
	property
	name    string
	applies func(sockopt.Info) bool
	but     map[string]string
}{
	{byDefault, "default", func(i sockopt.Info) bool { return i.Access != sockopt.AccessWriteOnly }, nil},
	{reset, "reset", func(i sockopt.Info) bool { return i.Access == sockopt.AccessReadWrite }, map[string]string{
		"IPv6Checksum": "the kinds are of ICMPv6, which keeps its own: TestIPv6Checksum has another",
		"PacketFanout": "a socket is of its group until it is closed",
		"ULP":          "there is no way back from it: tcp_set_ulp in net/ipv4/tcp_ulp.c",
	}},
	{bounds, "least and most", func(i sockopt.Info) bool {
		_, _, one := i.Bounds()
		return one != 0 && i.Access != sockopt.AccessReadOnly
	}, nil},
	{outOfRange, "value that is refused", func(i sockopt.Info) bool { return i.Access != sockopt.AccessReadOnly }, nil},
	{afterClose, "error once it is closed", func(sockopt.Info) bool { return true }, nil},
	{inheritance, "inheritance", func(i sockopt.Info) bool {
		return i.Access == sockopt.AccessReadWrite && kindsWith(i)&acceptors() != 0
	}, map[string]string{
		"IPv6FlowLabelMgr": "it tells of a lease that is asked for",
		"IPv6MTU":          "it tells of a path",
		"SCTPAutoClose":    "a one-to-many socket accepts none",
		"ULP":              "a listener has none: do_tcp_setsockopt in net/ipv4/tcp.c wants a connection",
	}},
	{privilege, "privilege", func(i sockopt.Info) bool {
		restricts := i.Name != "Congestion" || restrictedAlgorithms() != nil // this kernel may have none to be denied
		return strings.Contains(i.Privilege, "CAP_") && !strings.Contains(i.Privilege, "older kernels") && restricts
	}, nil},
}

// acceptors has the kinds that accept on this kernel.
func acceptors() kind {
	accept := seen.opened & unlistened
	if seen.opened&vsockConnected == 0 {
		accept &^= vsockStream
	}
	if seen.opened&tcp6Connected == 0 {
		accept &^= allTCP6
	}
	return accept
}

// kindsWith has the kinds of this kernel that have an option.
func kindsWith(info sockopt.Info) (with kind) {
	for k, is := range kindsOf {
		if info.Kinds.Has(is) && !tooOld(info, k) && builtIn[info.Name] == "" {
			with |= k
		}
	}
	return with
}

// unused has the kinds of which no state refuses or replaces a value of an
// option. A socket of MPTCP takes what its subflows refuse later:
// net/mptcp/sockopt.c.
func unused(info sockopt.Info) kind {
	if info.Phase == sockopt.AfterConnect || info.Phase == sockopt.AfterListen {
		return everyKind
	}
	return everyKind &^ (allMPTCP | listeners | connectedIP | unixConnected | sctp4Connected | vsockConnected)
}

// kindsOf has what [sockopt.KindOf] says of each kind.
var kindsOf = map[kind]sockopt.Kinds{}

// lacks checks what op gives on a kind of socket that does not have the option.
func lacks(t *testing.T, info sockopt.Info, k kind, op string, err error) {
	t.Helper()
	has := info.Kinds.Has(kindsOf[k])
	if err == nil {
		at := slices.IndexFunc(lapses, func(l lapse) bool {
			return l.op == op && l.on&k != 0 && l.now() && (l.level == info.Level || slices.Contains(l.options, info.Name))
		})
		assert.GreaterOrEqual(t, at, 0, "%s of %s must fail on %v", op, info.Name, k)
		seen.lapses[at] = true
		return
	}
	var e *sockopt.Error
	if !assert.ErrorAs(t, err, &e) {
		return
	}
	assert.Equal(t, sockopt.Op(op), e.Op)
	assert.NotEmpty(t, e.Name)
	assert.NotEmpty(t, e.Level)
	assert.ErrorIs(t, err, errors.ErrUnsupported, info.Name)
	switch {
	case !info.Supported:
	case strings.Contains(info.Level, "/"): // one of the twins, whose kinds may be fewer
		assert.Regexp(t, "not supported (by|on) .*", err.Error())
	case !has:
		assert.ErrorContains(t, err, "not supported on "+kindsOf[k].String()+" sockets, only on ")
	case k&allMPTCP != 0:
		assert.ErrorContains(t, err, "not supported by MPTCP; ")
	}
	assert.True(t, !has || wide(info, k) || !info.Supported, "the catalogue says that %v has %s: %v", k, info.Name, err)
}

// wrongTime has the kinds that are too late, or too early, for a phase.
func wrongTime(p sockopt.Phase) kind {
	const connected = connectedIP | connectedMPTCP | unixConnected | sctp4Connected | vsockConnected
	switch p {
	case sockopt.BeforeBind:
		// A raw socket has its protocol for a port, and a pair of Unix sockets no names.
		return boundIP | listeners | connected&^unixConnected | raw6
	case sockopt.BeforeListen, sockopt.BeforeConnect:
		return listeners | connected
	case sockopt.AfterListen:
		return everyKind &^ listeners
	case sockopt.AfterConnect: // and before it ends
		return everyKind&^connected | tcp4ShutDown
	}
	return 0
}

// otherStates says why a state refuses an option that is not at a wrong time.
var otherStates = map[string]string{
	"AttachReusePortCBPF": "ReusePort was not set before the bind",
	"AttachReusePortEBPF": "ReusePort was not set before the bind",
	"DetachReusePortBPF":  "ReusePort was not set before the bind",
	"IPv6Checksum":        "rawv6_setsockopt keeps the checksum of ICMPv6 to itself",
	"AODelKey":            "a connection without keys stays without",
	"AOInfo":              "a connection without keys stays without",
	"IPv6MTU":             "it tells of a path, which a connection has",
	"PacketFanout":        "fanout_add in net/packet/af_packet.c wants a protocol, which socket or bind gives",
}

// untimely checks the error of a state that does not allow op, errno or if that
// is 0 EINVAL.
func untimely(t *testing.T, info sockopt.Info, k kind, op string, err error, errno unix.Errno) {
	t.Helper()
	if errno == 0 {
		errno = unix.EINVAL
	}
	assert.ErrorIs(t, err, errno)
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
	assert.NotErrorIs(t, err, os.ErrPermission)
	hint := "(" + op + " it " + info.Phase.String() + ")"
	switch {
	case wrongTime(info.Phase)&k == 0:
		assert.Contains(t, otherStates, info.Name, "the phase of the catalogue does not tell of this: %v", err)
		assert.NotContains(t, err.Error(), "("+op+" it ")
	case info.Phase == sockopt.AfterConnect && k == tcp4ShutDown:
		assert.NotContains(t, err.Error(), hint, "it has a peer, so that is not what is wrong")
	case errno == unix.EINVAL || errno == unix.EISCONN || errno == unix.ENOTCONN:
		assert.ErrorContains(t, err, hint)
	}
}

// promised checks that the catalogue says so of a kind that has an option.
func promised(t *testing.T, info sockopt.Info, k kind) {
	t.Helper()
	if !info.Kinds.Has(kindsOf[k]) {
		assert.NotEmpty(t, idle[info.Name], "%v has %s, but the catalogue says that it is for %v", k, info.Name, info.Kinds)
	}
}

// taken checks that a rule says what comes of a set at a wrong time, if it is
// one.
func taken(t *testing.T, info sockopt.Info, k kind, late string) {
	t.Helper()
	if wrongTime(info.Phase)&k != 0 {
		assert.NotEmpty(t, late, "%s is taken by %v, when the time to set it is %v: the rule must say what comes of it", info.Name, k, info.Phase)
	} else if info.Phase == sockopt.AnyTime {
		assert.Empty(t, late, "any time is right for %s", info.Name)
	}
}

var capabilityNames = map[int]string{
	unix.CAP_NET_ADMIN: "CAP_NET_ADMIN", unix.CAP_NET_RAW: "CAP_NET_RAW", unix.CAP_NET_BROADCAST: "CAP_NET_BROADCAST",
}

// denied checks the error of a set for which one of some capabilities is
// missing.
func denied(t *testing.T, info sockopt.Info, k kind, err error, needs []int) {
	t.Helper()
	assert.ErrorIs(t, err, os.ErrPermission)
	if info.Kinds.Has(kindsOf[k]) {
		assert.NotErrorIs(t, err, errors.ErrUnsupported)
	}
	did(info, privilege)
	for _, c := range needs {
		assert.Contains(t, info.Privilege, capabilityNames[c], "the privilege of %s in the catalogue", info.Name)
	}
}

// gone is a connection that was closed, and that package net knows of.
var gone = sync.OnceValues(func() (sockopt.Socket, error) {
	conn, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, err
	}
	return sockopt.Of(conn), conn.Close()
})

// closed checks what comes of an option of a socket that is closed. The value is
// one to set.
func closed(t *testing.T, info sockopt.Info, value any) {
	t.Helper()
	if isDone(info, afterClose) {
		return
	}
	conn, err := gone()
	require.NoError(t, err)
	for _, s := range []sockopt.Socket{deadFD, conn} {
		errs := map[string]error{}
		if info.Access != sockopt.AccessWriteOnly {
			_, errs["get"] = info.Get(s)
		}
		if info.Access != sockopt.AccessReadOnly {
			errs["set"] = sockopt.Apply(s, info.With(value))
		}
		for op, err := range errs {
			assert.ErrorIs(t, err, net.ErrClosed, "%s of %s", op, info.Name)
			assert.NotErrorIs(t, err, errors.ErrUnsupported)
			cname, _, _ := strings.Cut(info.CName, "+") // of twins either
			assert.ErrorContains(t, err, "sockopt: "+op+" "+cname)
		}
	}
	did(info, afterClose)
}

// each reports whether the tests run on something other than Linux. Then each rule
// is a test of its own: lab/deviations.go has those that fail.
var each = os.Getenv("SOCKOPT_EACH_RULE") != ""

// TestConformance holds each option on each kind of socket to its rule, with the
// privileges of the test and without.
func TestConformance(t *testing.T) {
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			seen.kinds |= k
			own := !each && newNamespace(t) // subtests do not get into it
			if own {
				seen.privileged = true
				sysctl(t, "net/ipv4/ping_group_range", "0 2147483647")
			}
			var err error
			kindsOf[k], err = sockopt.KindOf(openKind(t, k))
			require.NoError(t, err)
			seen.opened |= k
			hold := func(who string) {
				for _, r := range rules {
					if info := r.infos()[0]; tooOld(info, k) {
						if info.Access == sockopt.AccessWriteOnly {
							continue
						}
						if _, err := info.Get(openKind(t, k)); err != nil || toldBefore[info.Name] == "" {
							assert.ErrorIs(t, err, errors.ErrUnsupported, info.Name)
						}
						continue
					}
					if each {
						t.Run(r.infos()[0].Name, func(t *testing.T) { r.holds(t, k) })
						continue
					}
					r.holds(t, k)
					require.False(t, t.Failed(), "%s the rule of %s does not hold", who, r.infos()[0].Name)
				}
			}
			hold("with privileges")
			for info := range sockopt.All() {
				if info.Supported && !each && !isDone(info, bounds) && !tooOld(info, k) && info.Kinds.Has(kindsOf[k]) && unused(info)&k != 0 {
					inRange(t, info, k)
					require.False(t, t.Failed(), "the bounds of %s do not hold", info.Name)
				}
			}
			if own {
				withoutCapabilities(t, func() { hold("without privileges") })
			}
		})
	})
	for info := range sockopt.All() {
		refuses(t, info)
	}
	if seen.kinds != everyKind || each {
		return // -run has left some out, or they may fail
	}
	for i, l := range lapses {
		if l.on&seen.opened == 0 {
			continue // this kernel has no such socket
		}
		assert.True(t, seen.lapses[i] || l.until != release{}, "there is no such lapse: %+v", l)
	}
	for i, r := range strays {
		assert.True(t, seen.strays[i] || r.on&acceptors() == 0 || r.until != release{}, "there is no such stray: %+v", r)
	}
	for info := range sockopt.All() {
		for _, p := range properties {
			if !info.Supported || !p.applies(info) || isDone(info, p.property) || p.but[info.Name] != "" {
				continue
			}
			if !seen.privileged && isDone(info, privilege) {
				continue // it was denied
			}
			assert.Zero(t, kindsWith(info), "no rule says what the %s of %s is", p.name, info.Name)
		}
	}
}
