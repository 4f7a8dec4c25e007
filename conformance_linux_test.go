package sockopt_test

import (
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

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
	{release{6, 7}, vsockStream, []string{"ZeroCopy"}},
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
		op: "get", on: mptcp4 | mptcp4Listening, options: []string{"IPv6FreeBind", "IPv6Transparent", "IPv6V6Only"}},
	{why: "sk_setsockopt takes it of any socket of IP",
		op: "set", on: sctp4, options: []string{"ReusePort", "ReusePortLB"}},
	{why: "sk_setsockopt took it of any socket", until: release{6, 13},
		op: "set", on: everyKind, options: []string{"ReusePort", "ReusePortLB"}},
	{why: "mptcp_setsockopt_sol_socket ignores it, as what is of no use to MPTCP",
		op: "set", on: allMPTCP, options: []string{"PassCred", "PassPIDFD"}},
	{why: "sk_setsockopt took it of any socket", until: release{6, 16},
		op: "set", on: everyKind, options: []string{"PassCred", "PassPIDFD"}},
	{why: "sctp_setsockopt hands the level to IPv4's code, whose options that are not for streams alone SCTP has too",
		op: "get", on: sctp4, level: "IPPROTO_IP"},
	{why: "and so it does to set them",
		op: "set", on: sctp4, level: "IPPROTO_IP"},
	{why: "the twins of IPv4 are those above",
		op: "get", on: sctp4, level: "IPPROTO_IP/IPPROTO_IPV6"},
	{why: "and so it does to set them",
		op: "set", on: sctp4, level: "IPPROTO_IP/IPPROTO_IPV6"},
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
	case k == sctp4:
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

// A seen has what the rules have come across, to find what stands in a table or
// in the catalogue for nothing.
var seen = struct {
	kinds  kind // that were tried
	opened kind // that this kernel has
	lapses map[int]bool
	denied map[string]bool
	edges  map[string]bool
}{lapses: map[int]bool{}, denied: map[string]bool{}, edges: map[string]bool{}}

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
	assert.Equal(t, op, e.Op)
	assert.NotEmpty(t, e.Name)
	assert.NotEmpty(t, e.Level)
	assert.ErrorIs(t, err, errors.ErrUnsupported, info.Name)
	switch {
	case !info.Supported:
	case strings.Contains(info.Level, "/"): // one of the twins, whose kinds may be fewer
		assert.Contains(t, err.Error(), " not have it; ")
	case !has:
		assert.ErrorContains(t, err, "socket does not have it; the option is for "+info.Kinds.String())
	case k&allMPTCP != 0:
		assert.ErrorContains(t, err, "SetMultipathTCP(false)")
	}
	assert.True(t, !has || wide(info, k) || !info.Supported, "the catalogue says that %v has %s: %v", k, info.Name, err)
}

// wrongTime has the kinds that are too late, or too early, for a phase.
func wrongTime(p sockopt.Phase) kind {
	const connected = connectedIP | unixConnected
	switch p {
	case sockopt.BeforeBind:
		// A raw socket has its protocol for a port.
		return boundIP | listeningTCP | connectedIP | raw6
	case sockopt.BeforeListen, sockopt.BeforeConnect:
		return listeningTCP | connected
	case sockopt.AfterListen:
		return everyKind &^ listeningTCP
	case sockopt.AfterConnect:
		return everyKind &^ connected
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
	hint := "the time to " + op + " it is " + info.Phase.String()
	switch {
	case wrongTime(info.Phase)&k == 0:
		assert.Contains(t, otherStates, info.Name, "the phase of the catalogue does not tell of this: %v", err)
		assert.NotContains(t, err.Error(), "the time to")
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
	seen.denied[info.Name] = true
	for _, c := range needs {
		assert.Contains(t, info.Privilege, capabilityNames[c], "the privilege of %s in the catalogue", info.Name)
	}
}

// beyond says why the kernel refuses the least or the most that an option takes.
var beyond = map[string]string{
	"AttachBPF":             "there is no such descriptor",
	"AttachReusePortEBPF":   "there is no such descriptor",
	"NetlinkAddMembership":  "there is no such group",
	"NetlinkDropMembership": "there is no such group",
	"SCTPMaxSeg":            "more than a packet holds: sctp_setsockopt_maxseg in net/sctp/socket.c",
	"IPv6Checksum":          "rawv6_setsockopt takes even offsets only, and none of ICMPv6",
	"RTOMin":                "less than TCP_TIMEOUT_MIN, two ticks of the clock: do_tcp_setsockopt in net/ipv4/tcp.c",
	"DelAckMax":             "less than TCP_TIMEOUT_MIN, two ticks of the clock: do_tcp_setsockopt in net/ipv4/tcp.c",
}

// loose says why an option takes less than the kernel does.
var loose = map[string]string{
	"Priority":    "it is unsigned, but for its reader",
	"IncomingCPU": "any negative one is -1",
	"PeekOff":     "any negative one is -1",
	"Linger2":     "any negative time is -1",
	"SndBufForce": "0 is the least there is, as is 1",
	"RcvBufForce": "0 is the least there is, as is 1",
}

func init() {
	if running.before(release{6, 18}) { // at the latest
		loose["WindowClamp"] = "do_tcp_setsockopt took a negative one"
	}
}

// inRange checks the bounds of an option whose values are numbers: what is out of
// them is refused before the system call, and the kernel takes the least and the
// most.
func inRange(t *testing.T, info sockopt.Info, k kind) {
	t.Helper()
	lo, hi, one := info.Bounds()
	if one == 0 || info.Access == sockopt.GetOnly {
		return
	}
	fd := openKind(t, k)
	typ := reflect.TypeFor[int]()
	if info.Access == sockopt.SetOnly {
		if info.Type == "uint32" {
			typ = reflect.TypeFor[uint32]()
		}
	} else if v, err := info.Get(fd); err == nil {
		typ = reflect.TypeOf(v)
	} else if errors.Is(err, unix.ENOTCONN) {
		assert.Equal(t, "int", info.Type)
	} else {
		assert.ErrorIs(t, err, errors.ErrUnsupported)
		return
	}
	// The kernel itself refuses what is next to the bounds, or makes something else
	// of it.
	if raw := sockopt.NewInt(info.CName, info.LevelNumber, info.Number); info.LevelNumber != 0 || info.Number != 0 {
		for _, n := range []int64{lo - 1, hi + 1} {
			if n < math.MinInt32 || n > math.MaxInt32 || hi == math.MaxUint32 || loose[info.Name] != "" {
				continue
			}
			err := raw.Set(fd, int(n))
			if err == nil && info.Access == sockopt.ReadWrite {
				got, err := raw.Get(fd)
				assert.True(t, err != nil || got != int(n), "the kernel takes %d of %s", n, info.Name)
			} else if err == nil {
				assert.Fail(t, "taken", "the kernel takes %d of %s", n, info.Name)
			}
		}
	}
	value := func(n int64) (v reflect.Value, fits bool) {
		v = reflect.ValueOf(n * one).Convert(typ)
		return v, v.Convert(reflect.TypeFor[int64]()).Int() == n*one
	}
	for _, n := range []int64{lo - 1, hi + 1, math.MinInt64 / one, math.MaxInt64 / one} {
		v, fits := value(n)
		if !fits || n < lo && info.Name == "Linger2" { // any negative time is none
			continue
		}
		err := sockopt.Apply(deadFD, info.With(v.Interface()))
		assert.ErrorIs(t, err, sockopt.ErrValue, "%s to %v", info.Name, v)
		cname, _, _ := strings.Cut(info.CName, "+") // of twins either
		assert.ErrorContains(t, err, "set "+cname)
		text := ": invalid value: must be "
		switch info.Type {
		case "int", "uint32":
			text += fmt.Sprintf("%d to %d", lo, hi)
		case "time.Duration":
			text += fmt.Sprintf("%v to %v", time.Duration(lo*one), time.Duration(hi*one))
		}
		assert.ErrorContains(t, err, text)
	}
	for _, n := range []int64{lo, hi} {
		v, fits := value(n)
		if !fits { // an int of 32 bits
			continue
		}
		assert.ErrorIs(t, sockopt.Apply(deadFD, info.With(v.Interface())), net.ErrClosed, "%s to %v", info.Name, v)
		err := sockopt.Apply(fd, info.With(v.Interface()))
		switch {
		case errors.Is(err, errors.ErrUnsupported):
			return
		case info.Privilege != "" && errors.Is(err, os.ErrPermission):
		case beyond[info.Name] == "":
			assert.NoError(t, err, info.Name)
		}
	}
	seen.edges[info.Name] = true
}

// each tells that what runs the tests is not Linux, and each rule is a test of
// its own: lab/deviations.go has those that fail.
var each = os.Getenv("SOCKOPT_EACH_RULE") != ""

// TestConformance holds each option on each kind of socket to its rule, with the
// privileges of the test and without.
func TestConformance(t *testing.T) {
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			seen.kinds |= k
			own := !each && newNamespace(t) // subtests do not get into it
			if own {
				sysctl(t, "net/ipv4/ping_group_range", "0 2147483647")
			}
			var err error
			kindsOf[k], err = sockopt.KindOf(openKind(t, k))
			require.NoError(t, err)
			seen.opened |= k
			hold := func(who string) {
				for _, r := range rules {
					if info := r.infos()[0]; tooOld(info, k) {
						if info.Access == sockopt.SetOnly {
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
				if info.Supported && !each && !seen.edges[info.Name] && !tooOld(info, k) && info.Kinds.Has(kindsOf[k]) {
					inRange(t, info, k)
					require.False(t, t.Failed(), "the bounds of %s do not hold", info.Name)
				}
			}
			if own {
				withoutCapabilities(t, func() { hold("without privileges") })
			}
		})
	})
	if seen.kinds != everyKind || each {
		return // -run has left some out, or they may fail
	}
	for i, l := range lapses {
		if l.on&seen.opened == 0 {
			continue // this kernel has no such socket
		}
		assert.True(t, seen.lapses[i] || l.until != release{}, "there is no such lapse: %+v", l)
	}
	for info := range sockopt.All() {
		if info.Name == "SCTPAutoClose" {
			continue // the kind of SCTP is not the one that has it
		}
		if _, _, one := info.Bounds(); one != 0 && info.Access != sockopt.GetOnly && !seen.edges[info.Name] {
			for k, is := range kindsOf {
				assert.False(t, info.Kinds.Has(is) && !tooOld(info, k), "%v has %s, whose bounds are not tried", k, info.Name)
			}
		}
		if info.Name == "Congestion" && restrictedAlgorithms() == nil {
			continue // this kernel has none to be denied
		}
		if info.Supported && strings.Contains(info.Privilege, "CAP_") && !strings.Contains(info.Privilege, "older kernels") && !tooOld(info, everyKind) {
			assert.True(t, seen.denied[info.Name], "%s is in the catalogue with the privilege %s, which nobody was asked for", info.Name, info.Privilege)
		}
	}
}
