package sockopt_test

import (
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

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

// A clip is what the kernel tells of the least or the most that it takes of an
// option, if that is not what was set.
var clips = []struct {
	why     string
	on      kind
	options []string
	set     int64
	told    func() int64
}{
	{"the ECN bits of a stream socket are the kernel's", tcpOrMPTCP | allSCTP, []string{"TOS", "IPv6TClass", "TrafficClass"}, 255, exactly(63 << 2)},
	{"-1 is the default: RFC 3493, 5.1 and 5.2", everyKind, []string{"IPv6UnicastHops"}, -1, setting("net/ipv6/conf/all/hop_limit", 0, 1)},
	{"-1 is the default: RFC 3493, 5.1 and 5.2", everyKind, []string{"IPv6MulticastHops"}, -1, exactly(1)},
	{"0 is the default: tcp(7), TCP_LINGER2", everyKind, []string{"Linger2"}, 0, setting("net/ipv4/tcp_fin_timeout", 0, 1)},
	{"sk_setsockopt in net/core/sock.c: socket(7), wmem_max", everyKind, []string{"SndBuf"}, math.MaxInt32, setting("net/core/wmem_max", 0, 2)},
	{"sk_setsockopt in net/core/sock.c: socket(7), rmem_max", everyKind, []string{"RcvBuf"}, math.MaxInt32, setting("net/core/rmem_max", 0, 2)},
	{"half the largest buffer: tcp_set_rcvlowat in net/ipv4/tcp.c", tcpOrMPTCP, []string{"RcvLowat"}, math.MaxInt32, setting("net/ipv4/tcp_rmem", 2, 0.5)},
	{"fastopen_queue_tune in include/linux/tcp.h: listen(2), somaxconn", everyKind, []string{"FastOpen"}, math.MaxInt32, setting("net/core/somaxconn", 0, 1)},
	{"SCTP_AUTOCLOSE: sctp_setsockopt_autoclose in net/sctp/socket.c", everyKind, []string{"SCTPAutoClose"}, math.MaxInt32, setting("net/sctp/max_autoclose", 0, 1)},
	{"255 retransmissions: 1 s to 64 s, and then each after TCP_RTO_MAX", everyKind, []string{"DeferAccept"}, math.MaxInt32, exactly(127 + 248*120)},
}

func exactly(n int64) func() int64 { return func() int64 { return n } }

// clipped is what a socket tells of an option that is set to n.
func clipped(info sockopt.Info, k kind, n int64) int64 {
	for _, c := range clips {
		if c.set == n && c.on&k != 0 && slices.Contains(c.options, info.Name) {
			return c.told()
		}
	}
	return n
}

// setting is some times a number of a sysctl.
func setting(path string, field int, times float64) func() int64 {
	return func() int64 { return int64(float64(sysctlFields(path)[field]) * times) }
}

// unfit has values of each type, but for numbers, that no option of the type
// takes.
var unfit = map[string][]any{
	"time.Duration":        {time.Duration(-1), time.Duration(math.MinInt64)},
	"string":               {"\x00", strings.Repeat("x", 1<<10)},
	"[]byte":               {make([]byte, 41)},
	"netip.Addr":           {netip.Addr{}, testHost6},
	"Interface":            {sockopt.Interface(1 << 31)},
	"LingerConfig":         {sockopt.LingerWait(-1), sockopt.LingerWait(math.MaxInt64), sockopt.LingerWait(0)},
	"PortRange":            {sockopt.PortRange{Low: 2, High: 1}},
	"AddrPreferences":      {sockopt.AddrPreferences(1 << 7)},
	"PathMTUDiscovery":     {sockopt.PathMTUDiscovery(-1), sockopt.PathMTUOmit + 1},
	"PacketInfo":           {sockopt.PacketInfo{Addr: testHost4}, sockopt.PacketInfo{Interface: 1 << 31}},
	"MulticastGroup":       {sockopt.MulticastGroup{}, sockopt.MulticastGroup{Group: testHost4}},
	"MulticastSource":      {sockopt.MulticastSource{}, sockopt.MulticastSource{Group: testGroup4, Source: testHost6}},
	"MulticastFilter":      {sockopt.MulticastFilter{}, sockopt.MulticastFilter{Group: testHost4}},
	"FlowLabelLease":       {sockopt.FlowLabelLease{Label: 1 << 20}, sockopt.FlowLabelLease{Expires: -1}, sockopt.FlowLabelLease{Linger: 65536 * time.Second}},
	"[]bpf.RawInstruction": {[]bpf.RawInstruction{}, make([]bpf.RawInstruction, 4097)},
	"MD5Key":               {sockopt.MD5Key{}, sockopt.MD5Key{Peer: md5Key(tcp4, 0).Peer, Key: sockopt.NewSecret(make([]byte, 81))}},
	"AOKey":                {sockopt.AOKey{}, sockopt.AOKey{Peer: md5Key(tcp4, 0).Peer, Algorithm: "hmac(sha1)", Key: sockopt.NewSecret(make([]byte, 81))}},
	"AOKeyID":              {sockopt.AOKeyID{}},
	"FastOpenKeys":         {sockopt.FastOpenKeys{}, sockopt.FastOpenKeys{Primary: sockopt.NewSecret(make([]byte, 15))}},
	"TLSKey":               {sockopt.TLSKey{}, sockopt.TLSKey{Version: 1}},
	"UDPEncapType":         {sockopt.UDPEncapType(-1), sockopt.UDPEncapType(7)},
	"PacketMembership":     {sockopt.PacketMembership{}, sockopt.PacketMembership{Interface: 1 << 31}, sockopt.PacketMembership{Interface: 1, Address: make([]byte, 9)}},
	"PacketRing":           {sockopt.PacketRing{BlockSize: -1}, sockopt.PacketRing{RetireTimeout: -1}},
	"Fanout":               {sockopt.Fanout{MaxMembers: -1}, sockopt.Fanout{MaxMembers: 65537}},
	"[]CANFilter":          {make([]sockopt.CANFilter, 513)},
	"SCTPInit":             {sockopt.SCTPInit{MaxTimeout: -1}, sockopt.SCTPInit{MaxTimeout: 65536 * time.Millisecond}},
	"SCTPRTO":              {sockopt.SCTPRTO{Initial: -1}, sockopt.SCTPRTO{Max: math.MaxInt64}, sockopt.SCTPRTO{Min: -1}},
	"SCTPSend":             {sockopt.SCTPSend{TimeToLive: -1}, sockopt.SCTPSend{TimeToLive: math.MaxInt64}},
	"SCTPEvents":           {sockopt.SCTPEvents(1 << 31)},
	"SCTPPeer":             {sockopt.SCTPPeer{Heartbeat: -1}, sockopt.SCTPPeer{DelayedSACK: 501 * time.Millisecond}, sockopt.SCTPPeer{DSCP: 256}, sockopt.SCTPPeer{FlowLabel: 1 << 20}},
}

// fit says of a type why each of its values may be set.
var fit = map[string]string{
	"bool":            "there are but two",
	"None":            "there is but one",
	"uint64":          "the kernel takes them all",
	"ipv4.ICMPFilter": "any types may be blocked",
	"ipv6.ICMPFilter": "any types may be blocked",
	"AOState":         "it is made of numbers that may be all that they can",
	"TimestampFlags":  "the kernel knows which of them it has",
	"PacketClock":     "the kernel knows which of them it has",
	"TxTimeConfig":    "the kernel knows which clocks it has",
}

// refuses checks that unfit values do not reach the kernel; of numbers, [inRange]
// does.
func refuses(t *testing.T, info sockopt.Info) {
	t.Helper()
	_, _, number := info.Bounds()
	if number != 0 || !info.Supported || info.Access == sockopt.AccessReadOnly {
		return
	}
	for _, v := range unfit[info.Type] {
		err := sockopt.Apply(deadFD, info.With(v))
		assert.ErrorIs(t, err, sockopt.ErrValue, "%s to %.80v", info.Name, v)
		cname, _, _ := strings.Cut(info.CName, "+") // of twins either
		assert.ErrorContains(t, err, "set "+cname)
	}
	if unfit[info.Type] != nil || fit[info.Type] != "" {
		did(info, outOfRange)
	}
}

// smallest has the smallest buffers, of which socket(7) says no more: what the
// kernel adds to a packet is different on each.
var smallest = map[string]int{"SndBuf": 2048, "RcvBuf": 256}

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
// most, and tells them.
func inRange(t *testing.T, info sockopt.Info, k kind) {
	t.Helper()
	lo, hi, one := info.Bounds()
	if one == 0 || info.Access == sockopt.AccessReadOnly {
		return
	}
	fd := openKind(t, k)
	typ := reflect.TypeFor[int]()
	if info.Access == sockopt.AccessWriteOnly {
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
			if err == nil && info.Access == sockopt.AccessReadWrite {
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
		if err == nil && info.Access == sockopt.AccessReadWrite && info.Name != "IPv6MTU" { // which does not tell what was set
			got, err := info.Get(fd)
			assert.NoError(t, err)
			if size, ok := smallest[info.Name]; ok && n == lo {
				assert.GreaterOrEqual(t, got, size)
				continue
			}
			want, _ := value(clipped(info, k, n))
			assert.Equal(t, want.Interface(), got, "%s after it was set to %v", info.Name, v)
		}
	}
	did(info, bounds|outOfRange)
}
