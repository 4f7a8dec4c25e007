package sockopt_test

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/internal/strace"
)

// unknown are the options whose names strace 6.1 does not know, or their level's,
// with the release that first does by its NEWS, if one does.
var unknown = map[[2]int]struct {
	level, name string
	since       release
}{
	{unix.IPPROTO_IP, 51}:    {"", "IP_LOCAL_PORT_RANGE", release{6, 3}},
	{unix.IPPROTO_IP, 80}:    {"", "SO_ORIGINAL_DST", never},
	{unix.IPPROTO_IPV6, 80}:  {"", "SO_ORIGINAL_DST", never},
	{unix.SOL_SOCKET, 76}:    {"", "SO_PASSPIDFD", release{6, 5}},
	{unix.SOL_SOCKET, 77}:    {"", "SO_PEERPIDFD", release{6, 5}},
	{unix.IPPROTO_TCP, 38}:   {"", "TCP_AO_ADD_KEY", release{6, 7}},
	{unix.IPPROTO_TCP, 39}:   {"", "TCP_AO_DEL_KEY", release{6, 7}},
	{unix.IPPROTO_TCP, 40}:   {"", "TCP_AO_INFO", release{6, 7}},
	{unix.IPPROTO_TCP, 41}:   {"", "TCP_AO_GET_KEYS", release{6, 7}},
	{unix.IPPROTO_TCP, 43}:   {"", "TCP_IS_MPTCP", release{6, 9}},
	{unix.IPPROTO_TCP, 44}:   {"", "TCP_RTO_MAX_MS", release{6, 15}},
	{unix.IPPROTO_TCP, 45}:   {"", "TCP_RTO_MIN_US", never},
	{unix.IPPROTO_TCP, 46}:   {"", "TCP_DELACK_MAX_US", never},
	{unix.IPPROTO_ICMPV6, 1}: {"", "ICMPV6_FILTER", never},
	{unix.SOL_MPTCP, 1}:      {"SOL_MPTCP", "MPTCP_INFO", never},
	{unix.SOL_MPTCP, 2}:      {"SOL_MPTCP", "MPTCP_TCPINFO", never},
	{unix.SOL_MPTCP, 3}:      {"SOL_MPTCP", "MPTCP_SUBFLOW_ADDRS", never},
	{unix.SOL_MPTCP, 4}:      {"SOL_MPTCP", "MPTCP_FULL_INFO", never},
}

var never release

// A trial is a value to set, and what strace shows of it: the value, if it
// decodes it, and how many bytes it has, from the headers.
type trial struct {
	setting sockopt.Setting
	shown   string
	length  int
}

const (
	word    = int(unsafe.Sizeof(uintptr(0)))
	storage = 128 // struct sockaddr_storage
)

// trials has a value for each option that is neither a bool nor a number with
// bounds.
func trials(lo sockopt.Interface) []trial {
	var (
		v4, v6   = netip.MustParseAddr("239.1.2.3"), netip.MustParseAddr("ff02::1:2:3")
		local    = netip.AddrFrom4([4]byte{127, 0, 0, 1})
		group4   = sockopt.MulticastGroup{Group: v4, Interface: lo}
		group6   = sockopt.MulticastGroup{Group: v6, Interface: lo}
		source4  = sockopt.MulticastSource{Group: v4, Source: local, Interface: lo}
		source6  = sockopt.MulticastSource{Group: v6, Source: netip.IPv6Loopback(), Interface: lo}
		index    = fmt.Sprintf(`%d /* if_nametoindex("lo") */`, lo)
		mreq     = `{imr_multiaddr="\xef\x01\x02\x03" /* inet_addr("239.1.2.3") */, imr_interface="\x00\x00\x00\x00" /* inet_addr("0.0.0.0") */}`
		mreq6    = `{ipv6mr_multiaddr="\xff\x02` + strings.Repeat(`\x00`, 9) + `\x01\x00\x02\x00\x03" /* inet_pton(AF_INET6, "ff02::1:2:3") */, ipv6mr_interface=` + index + `}`
		ofTwoTwo = octets(239, 1, 2, 3, 127, 0, 0, 1, 127, 0, 0, 1) // struct ip_mreq_source: group, interface, source
		program  = []bpf.RawInstruction{{Op: 6, K: 100}}
		key      = sockopt.NewSecret([]byte("password"))
		block4   ipv4.ICMPFilter
		block6   ipv6.ICMPFilter
	)
	block4.Block(ipv4.ICMPTypeEcho)
	block6.Block(ipv6.ICMPTypeEchoReply)
	return []trial{
		{sockopt.Linger.With(sockopt.LingerWait(4500 * time.Millisecond)), "{l_onoff=1, l_linger=5}", 8},
		{sockopt.Linger.With(sockopt.LingerOff()), "{l_onoff=0, l_linger=0}", 8},
		{sockopt.BufLock.With(sockopt.SndBufLock | sockopt.RcvBufLock), "[3]", 4},
		{sockopt.RcvTimeo.With(1200 * time.Millisecond), timevalOf(1, 200000), 2 * word},
		{sockopt.SndTimeo.With(61 * time.Second), timevalOf(61, 0), 2 * word},
		{sockopt.VsockConnectTimeout.With(3 * time.Second), timevalOf(3, 0), 2 * word},
		{sockopt.MaxPacingRate.With(1 << 30), long(1 << 30), word},
		{sockopt.VsockBufferSize.With(65537), octets64(65537), 8},
		{sockopt.VsockBufferMinSize.With(129), octets64(129), 8},
		{sockopt.VsockBufferMaxSize.With(1<<33 + 1), octets64(1<<33 + 1), 8},
		{sockopt.BindToDevice.With("lo"), octets([]byte("lo")...), 2},
		{sockopt.BindToIfindex.With(lo), fmt.Sprintf("[%d]", lo), 4},
		{sockopt.BindInterface.With(lo), fmt.Sprintf("[%d]", lo), 4},
		{sockopt.Congestion.With("cubic"), octets([]byte("cubic")...), 5},
		{sockopt.ULP.With("tls"), octets([]byte("tls")...), 3},
		{sockopt.AttachFilter.With(program), "", 2 * word},
		{sockopt.AttachReusePortCBPF.With(program), "", 2 * word},
		{sockopt.DetachFilter.With(sockopt.None{}), "[0]", 4},
		{sockopt.DetachReusePortBPF.With(sockopt.None{}), "[0]", 4},
		// SOF_TIMESTAMPING_RX_SOFTWARE is 1<<3, SOF_TIMESTAMPING_SOFTWARE 1<<4.
		{sockopt.Timestamping.With(sockopt.TimestampRxSoftware | sockopt.TimestampSoftware), "[24]", 4},
		{sockopt.TxTime.With(sockopt.TxTimeConfig{Clock: sockopt.ClockTAI, Deadline: true}), octets32(11, 1), 8}, // CLOCK_TAI, SOF_TXTIME_DEADLINE_MODE

		{sockopt.IPOptions.With([]byte{1, 1, 1, 0}), "[65793]", 4},
		{sockopt.LocalPortRange.With(sockopt.PortRange{Low: 1000, High: 2000}), "[131073000]", 4}, // the low one in the low half
		{sockopt.IPMTUDiscover.With(sockopt.PathMTUDo), "[2]", 4},                                 // IP_PMTUDISC_DO
		{sockopt.IPv6MTUDiscover.With(sockopt.PathMTUOmit), "[5]", 4},                             // IPV6_PMTUDISC_OMIT
		{sockopt.MTUDiscover.With(sockopt.PathMTUProbe), "[3]", 4},                                // IP_PMTUDISC_PROBE, IPV6_PMTUDISC_PROBE
		{sockopt.IPDontFrag.With(true), "[2]", 4},
		{sockopt.IPDontFrag.With(false), "[0]", 4},
		{sockopt.IPUnicastIF.With(lo), network(lo), 4},
		{sockopt.IPv6UnicastIF.With(lo), network(lo), 4},
		{sockopt.MulticastIF.With(local), network(127<<24 | 1), 4},
		{sockopt.IPv6MulticastIF.With(lo), fmt.Sprintf("[%d]", lo), 4},
		{sockopt.IPv6AddrPreferences.With(sockopt.PreferTemporary), "[1]", 4}, // IPV6_PREFER_SRC_TMP
		{sockopt.IPv6PktInfo.With(sockopt.PacketInfo{Addr: netip.IPv6Loopback()}), octets(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0), 20},
		{sockopt.IPv6FlowLabelMgr.With(sockopt.FlowLabelLease{Label: 0x12345, Dst: netip.IPv6Loopback(), Flags: sockopt.FlowLabelCreate}), "", 32},
		{sockopt.AddMembership.With(group4), mreq, 12},
		{sockopt.DropMembership.With(group4), mreq, 12},
		{sockopt.AddSourceMembership.With(source4), ofTwoTwo, 12},
		{sockopt.DropSourceMembership.With(source4), ofTwoTwo, 12},
		{sockopt.IPBlockSource.With(source4), ofTwoTwo, 12},
		{sockopt.IPUnblockSource.With(source4), ofTwoTwo, 12},
		{sockopt.IPv6JoinGroup.With(group6), mreq6, 20},
		{sockopt.IPv6LeaveGroup.With(group6), mreq6, 20},
		{sockopt.JoinGroup.With(group4), mreq, 12},
		{sockopt.JoinGroup.With(group6), mreq6, 20},
		{sockopt.LeaveGroup.With(group4), mreq, 12},
		{sockopt.LeaveGroup.With(group6), mreq6, 20},
		{sockopt.MCASTJoinGroup.With(group4), "", word + storage},
		{sockopt.MCASTLeaveGroup.With(group6), "", word + storage},
		{sockopt.JoinSourceGroup.With(source4), "", word + 2*storage},
		{sockopt.LeaveSourceGroup.With(source6), "", word + 2*storage},
		{sockopt.BlockSource.With(source4), "", word + 2*storage},
		{sockopt.UnblockSource.With(source6), "", word + 2*storage},
		{sockopt.SourceFilter.With(sockopt.MulticastFilter{Group: v4, Interface: lo, Sources: []netip.Addr{local}}), "", word + 2*storage + 8},
		{sockopt.MulticastInterface.With(lo), "", 0}, // struct ip_mreqn, or int
		{sockopt.ICMPFilter.With(block4), "[0x8 /* ICMP_ECHO */]", 4},
		{sockopt.ICMP6Filter.With(block6), "", 32},

		{sockopt.FastOpenKey.With(sockopt.FastOpenKeys{Primary: tfoKey('a')}), octets([]byte("aaaaaaaaaaaaaaaa")...), 16},
		{sockopt.MD5Sig.With(sockopt.MD5Key{Peer: netip.PrefixFrom(local, 32), Key: key}), "", storage + 88},
		{sockopt.MD5SigExt.With(sockopt.MD5Key{Peer: netip.PrefixFrom(local, 24), Key: key}), "", storage + 88},
		{sockopt.AOAddKey.With(aoKey(tcp4)), "", storage + 160},
		{sockopt.AODelKey.With(sockopt.AOKeyID{Peer: netip.PrefixFrom(local, 32)}), "", storage + 16},
		{sockopt.AOInfo.With(sockopt.AOState{}), "", 48},
		{sockopt.TLSTX.With(tlsKey()), "", 40},
		{sockopt.TLSRX.With(tlsKey()), "", 40},
		{sockopt.UDPEncap.With(sockopt.UDPEncapL2TP), "[3]", 4}, // UDP_ENCAP_L2TPINUDP

		{sockopt.PacketAddMembership.With(sockopt.PacketMembership{Interface: lo, Kind: sockopt.PacketPromiscuous}),
			`{mr_ifindex=` + index + `, mr_type=0x1 /* PACKET_MR_PROMISC */, mr_alen=0, mr_address=""}`, 16},
		{sockopt.PacketDropMembership.With(sockopt.PacketMembership{Interface: lo, Kind: sockopt.PacketAllMulticast}),
			`{mr_ifindex=` + index + `, mr_type=0x2 /* PACKET_MR_ALLMULTI */, mr_alen=0, mr_address=""}`, 16},
		{sockopt.PacketFanout.With(sockopt.Fanout{ID: 7}), "[7]", 4},
		{sockopt.PacketTimestamp.With(sockopt.PacketClockHardware | sockopt.PacketClockSoftware), "[80]", 4}, // SOF_TIMESTAMPING_RAW_HARDWARE, SOF_TIMESTAMPING_SOFTWARE
		{sockopt.PacketRXRing.With(ring), "", 28},
		{sockopt.PacketTXRing.With(ring), "", 28},
		{sockopt.CANRawFilter.With([]sockopt.CANFilter{{ID: 0x123, Mask: 0x7ff}}), octets32(0x123, 0x7ff), 8},
		{sockopt.SCTPMaxSeg.With(1000), octets32(0, 1000), 8},
		{sockopt.SCTPInitMsg.With(sockopt.SCTPInit{OutStreams: 7}), "", 8},
		{sockopt.SCTPRTOInfo.With(sockopt.SCTPRTO{Initial: 2 * time.Second, Max: 9 * time.Second, Min: time.Second}), octets32(0, 2000, 9000, 1000), 16},
		{sockopt.SCTPDefaultSendParam.With(sockopt.SCTPSend{Stream: 3}), "", 32},
		{sockopt.SCTPNotifications.With(sockopt.SCTPAssociationEvent), "", 14},
		{sockopt.SCTPPeerAddrParams.With(sockopt.SCTPPeer{}), "", 156},
	}
}

// Values that strace shows as strings are written as their bytes.

const inBytes = "bytes "

func octets(b ...byte) string { return inBytes + hex.EncodeToString(b) }

func octets32(list ...uint32) string {
	var b []byte
	for _, n := range list {
		b = binary.NativeEndian.AppendUint32(b, n)
	}
	return octets(b...)
}

func octets64(n uint64) string { return octets(binary.NativeEndian.AppendUint64(nil, n)...) }

// long shows an unsigned long.
func long(n uint64) string {
	if word == 4 {
		return fmt.Sprintf("[%d]", int32(n))
	}
	return octets64(n)
}

func timevalOf(seconds, micros uint32) string {
	if word == 4 {
		return octets32(seconds, micros)
	}
	return octets64(uint64(seconds)) + strings.TrimPrefix(octets64(uint64(micros)), inBytes)
}

// network shows an index or an address in network byte order.
func network(i sockopt.Interface) string {
	return fmt.Sprintf("[%d]", int32(binary.NativeEndian.Uint32(binary.BigEndian.AppendUint32(nil, uint32(i)))))
}

// unitOf are those of the options whose value is a time and an int, from tcp(7),
// socket(7) and sctp(7).
var unitOf = map[string]time.Duration{
	"SO_BUSY_POLL": time.Microsecond, "SCTP_AUTOCLOSE": time.Second,
	"TCP_KEEPIDLE": time.Second, "TCP_KEEPINTVL": time.Second, "TCP_DEFER_ACCEPT": time.Second, "TCP_LINGER2": time.Second,
	"TCP_USER_TIMEOUT": time.Millisecond, "TCP_RTO_MAX_MS": time.Millisecond,
	"TCP_RTO_MIN_US": time.Microsecond, "TCP_DELACK_MAX_US": time.Microsecond,
}

// notAsTheyAre are the options whose value is not the one that the kernel has, and
// why.
var notAsTheyAre = map[string]string{
	"SCTPMaxSeg":          "a field of a struct",
	"IPv6AddrPreferences": "flags of its own",
	"MTU":                 "a field of a struct, on IPv6",
	"IPv6PathMTU":         "a field of a struct",
	"DontFragment":        "a way of path MTU discovery, on IPv4",
	"MulticastInterface":  "an address, on IPv4",
	"LocalPortRange":      "trials has it",
}

// shown writes a value as strace does, which does that by length: what has four
// bytes is an int to it. It is empty if strace does not decode it.
func shown(i sockopt.Info, v any) (text string, length int) {
	if notAsTheyAre[i.Name] != "" {
		return "", 0
	}
	switch v := v.(type) {
	case bool:
		n := 0
		if v {
			n = 1
		}
		if i.Name == "IPDontFrag" {
			n *= unix.IP_PMTUDISC_DO
		}
		return fmt.Sprintf("[%d]", n), 4
	case time.Duration:
		if unit := unitOf[i.CName]; unit != 0 {
			return fmt.Sprintf("[%d]", v/unit), 4
		}
		return timevalOf(uint32(v/time.Second), uint32(v%time.Second/time.Microsecond)), 2 * word
	case uint64:
		if i.Name == "MaxPacingRate" {
			return long(v), word
		}
		return octets64(v), 8
	case sockopt.LingerConfig:
		if v == sockopt.LingerOff() {
			return "", 8 // the time stays
		}
		return fmt.Sprintf("{l_onoff=1, l_linger=%d}", v.Timeout()/time.Second), 8
	case sockopt.Credentials:
		return fmt.Sprintf("{pid=%d, uid=%d, gid=%d}", v.PID, int32(v.UID), int32(v.GID)), 12
	case sockopt.Interface:
		if i.Name == "IPUnicastIF" || i.Name == "IPv6UnicastIF" {
			return network(v), 4
		}
	case *os.File:
		return fmt.Sprintf("[%d]", v.Fd()), 4
	case nil: // no error of SO_ERROR
		return "[0]", 4
	}
	switch r := reflect.ValueOf(v); {
	case r.CanInt():
		return fmt.Sprintf("[%d]", int32(r.Int())), 4
	case r.CanUint():
		return fmt.Sprintf("[%d]", int32(r.Uint())), 4
	}
	return "", 0
}

// traced sets and gets every option that Linux has on sockets of the kinds that
// have it, under strace. A write before each tells which option it is, and one
// after it what strace should show.
func traced(t *testing.T) {
	if !newNamespace(t) {
		runtime.LockOSThread() // strace writes a file for each thread
	}
	null, err := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	tell := func(format string, args ...any) {
		_, err := fmt.Fprintf(null, format, args...)
		require.NoError(t, err)
	}
	given := map[string][]trial{}
	for _, try := range trials(lo(0)) {
		name := try.setting.Info().Name
		given[name] = append(given[name], try)
	}
	run := func(info sockopt.Info, fd sockopt.FD) {
		tries := given[info.Name]
		if tries == nil && info.Access != sockopt.AccessReadOnly {
			for _, v := range extremes(t, info) {
				text, length := shown(info, v)
				tries = append(tries, trial{info.With(v), text, length})
			}
		}
		if info.Access != sockopt.AccessReadOnly {
			for _, try := range tries {
				tell("set %s", info.Name)
				err := sockopt.Apply(fd, try.setting)
				tell("shows %d %s", try.length, try.shown)
				if errors.Is(err, sockopt.ErrValue) {
					assert.Regexp(t, "IPv[46] group on an IPv[46] socket", err.Error())
				}
			}
		}
		if info.Access == sockopt.AccessWriteOnly {
			return
		}
		tell("get %s", info.Name)
		if info.Name == "SourceFilter" { // the zero request has no group
			_, err := sockopt.SourceFilter.Get(fd, sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3"), Interface: lo(0)})
			assert.NotErrorIs(t, err, sockopt.ErrValue)
			tell("shows 0 ")
			return
		}
		v, err := info.Get(fd)
		text, length := "", 0
		if err == nil {
			text, length = shown(info, v)
		}
		tell("shows %d %s", length, text)
		if f, ok := v.(*os.File); ok && f != nil {
			assert.NoError(t, f.Close())
		}
	}
	for info := range sockopt.All() {
		if !info.Supported {
			continue
		}
		own := false
		for _, s := range tracedSockets {
			fd, err := unix.Socket(s[0], s[1]|unix.SOCK_CLOEXEC, s[2])
			if err != nil {
				continue // the kernel does not have it, or not for this user
			}
			if s[1] == unix.SOCK_DGRAM { // for options of a path, which without IPv6 is not to be had
				unix.Connect(fd, loopback(s[0], 9))
			}
			kind, err := sockopt.KindOf(sockopt.FD(fd))
			require.NoError(t, err)
			if info.Kinds.Has(kind) {
				run(info, sockopt.FD(fd))
				own = true
			}
			require.NoError(t, unix.Close(fd))
		}
		if !own { // on another the call fails, and strace shows it all the same
			run(info, openKind(t, tcp4))
		}
	}
	a, _ := unixPair(t, unix.SOCK_STREAM)
	run(sockopt.PeerPIDFD.Info(), a)
}

// tracedSockets are of every kind that an option is for.
var tracedSockets = [][3]int{
	{unix.AF_INET, unix.SOCK_STREAM, 0}, {unix.AF_INET6, unix.SOCK_STREAM, 0}, {unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP},
	{unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_SCTP}, {unix.AF_INET, unix.SOCK_DGRAM, 0}, {unix.AF_INET6, unix.SOCK_DGRAM, 0},
	{unix.AF_INET, unix.SOCK_RAW, unix.IPPROTO_ICMP}, {unix.AF_INET6, unix.SOCK_RAW, unix.IPPROTO_ICMPV6}, {unix.AF_UNIX, unix.SOCK_STREAM, 0},
	{unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE}, {unix.AF_PACKET, unix.SOCK_RAW, 0}, {unix.AF_VSOCK, unix.SOCK_STREAM, 0},
	{unix.AF_CAN, unix.SOCK_RAW, unix.CAN_RAW},
}

// extremes are the values of a bool, and the least and the most of a number.
func extremes(t *testing.T, info sockopt.Info) (values []any) {
	if info.Type == "bool" {
		return []any{true, false}
	}
	typ := map[string]reflect.Type{
		"int": reflect.TypeFor[int](), "uint32": reflect.TypeFor[uint32](), "time.Duration": reflect.TypeFor[time.Duration](),
		"DSField": reflect.TypeFor[sockopt.DSField](), "TPacketVersion": reflect.TypeFor[sockopt.TPacketVersion](),
		"SaveSynMode": reflect.TypeFor[sockopt.SaveSynMode](),
	}[info.Type]
	lo, hi, one := info.Bounds()
	if !assert.True(t, typ != nil && one != 0, "trials has no %s", info.Name) {
		return nil
	}
	for _, n := range []int64{lo, hi} {
		v := reflect.ValueOf(n * one).Convert(typ)
		if v.Convert(reflect.TypeFor[int64]()).Int() == n*one { // it fits in an int of 32 bits
			values = append(values, v.Interface())
		}
	}
	return values
}

// A step is one set or get of an option, what strace should show of it, and the
// calls that it shows.
type step struct {
	op     string
	info   sockopt.Info
	shown  string
	length int
	calls  []strace.Call
}

// Strace sees each call as the package says that it is: level, option, value and
// length.
func TestOpinionOfStrace(t *testing.T) {
	if os.Getenv("SOCKOPT_TRACED") != "" {
		traced(t)
		return
	}
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("needs the program strace")
	}
	if out, err := exec.Command("strace", "-o", "/dev/null", "true").CombinedOutput(); err != nil {
		t.Skipf("needs the right to trace a process: %s", out)
	}
	newSocket(t, unix.AF_INET6, unix.SOCK_DGRAM, 0) // without those some options are not called at all
	version, err := exec.Command("strace", "-V").Output()
	require.NoError(t, err)
	var theirs release
	_, err = fmt.Sscanf(string(version), "strace -- version %d.%d", &theirs.major, &theirs.minor)
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.Command("strace", slices.Concat(strace.Args, []string{"-f", "--seccomp-bpf", "-e", "trace=getsockopt,setsockopt,write",
		"-o", trace, self, "-test.run=^TestOpinionOfStrace$"})...)
	cmd.Env = append(os.Environ(), "SOCKOPT_TRACED=1")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)

	nameless := map[[2]int]bool{} // what strace did not know
	names := func(c strace.Call) (level, name string) {
		numbers := [2]int{c.Level, c.Number}
		u, listed := unknown[numbers]
		if !listed || u.since != never && !theirs.before(u.since) {
			assert.NotEmpty(t, c.Name, "strace does not know %+v, which is not in the list", c)
			return c.LevelName, c.Name
		}
		nameless[numbers] = true
		assert.Empty(t, c.Name, "strace knows %s, which is in the list", u.name)
		return cmp.Or(u.level, c.LevelName), u.name
	}
	seen := map[string]bool{}
	var calls, values, lengths int
	tried, shown := map[string]bool{}, map[string]bool{} // the sets with what they should show
	for _, s := range steps(t, trace) {
		key := s.op + " " + s.info.Name
		tried[key+s.shown] = s.op == "set"
		for _, c := range s.calls {
			calls++
			level, name := names(c)
			if !s.is(level, name, c) {
				assert.Contains(t, "SO_TYPE SO_DOMAIN SO_PROTOCOL IPV6_V6ONLY SO_ACCEPTCONN", name, "%s: what the package may ask besides, not %+v", key, c)
				continue
			}
			seen[key], shown[key+s.shown] = true, true
			if s.shown != "" {
				values++
				assert.Equal(t, s.shown, valueOf(t, c), "%s: %+v", key, c)
			}
			if s.length != 0 {
				lengths++
				assert.Equal(t, s.length, c.Length, "%s: %+v", key, c)
			}
		}
	}
	for key, set := range tried {
		assert.True(t, !set || shown[key], "no call was made to %s", key)
	}
	options := 0
	for info := range sockopt.All() {
		if info.Supported {
			options++
			assert.Equal(t, info.Access != sockopt.AccessWriteOnly, seen["get "+info.Name], "%s was read", info.Name)
			assert.Equal(t, info.Access != sockopt.AccessReadOnly, seen["set "+info.Name], "%s was set", info.Name)
		}
	}
	for numbers, u := range unknown {
		assert.True(t, nameless[numbers] || u.since != never && !theirs.before(u.since), "no call was of %s, which is in the list", u.name)
	}
	t.Logf("%d options, %d calls, %d values and %d lengths compared", options, calls, values, lengths)
}

// steps reads what strace wrote of the thread that told the steps.
func steps(t *testing.T, trace string) (list []step) {
	written := regexp.MustCompile(`write\(\d+</dev/null>, (".*"), \d+\)`)
	files, err := filepath.Glob(trace + ".*")
	require.NoError(t, err)
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		open := false // a step
		for line := range strings.Lines(string(b)) {
			if m := written.FindStringSubmatch(line); m != nil {
				text, err := strace.Unquote(m[1])
				require.NoError(t, err)
				op, rest, _ := strings.Cut(string(text), " ")
				if op == "shows" {
					length, shown, _ := strings.Cut(rest, " ")
					last := &list[len(list)-1]
					last.shown, open = shown, false
					last.length, err = strconv.Atoi(length)
					require.NoError(t, err)
					continue
				}
				info, ok := sockopt.Lookup(rest)
				require.True(t, ok, rest)
				list, open = append(list, step{op: op, info: info}), true
				continue
			}
			c, ok, err := strace.Parse(line)
			require.NoError(t, err)
			if ok && open {
				last := &list[len(list)-1]
				last.calls = append(last.calls, c)
			}
		}
	}
	return list
}

// ofLinux are the names that Linux has for one of twins, which the package names
// as most others do.
var ofLinux = []string{"IP_DONTFRAG", "IP_MTU_DISCOVER", "IPV6_JOIN_GROUP", "IPV6_ADD_MEMBERSHIP", "IPV6_LEAVE_GROUP", "IPV6_DROP_MEMBERSHIP"}

// is tells whether a call is the one of the step, by what strace calls it and by
// its numbers.
func (s step) is(level, name string, c strace.Call) bool {
	if c.Set != (s.op == "set") || !slices.Contains(strings.Split(s.info.Level, "/"), level) {
		return false
	}
	if strings.Contains(s.info.Level, "/") { // of twins either
		return slices.Contains(strings.Split(strings.NewReplacer(ofLinux...).Replace(s.info.CName), "+"), name)
	}
	return name == s.info.CName && c.Level == s.info.LevelNumber && c.Number == s.info.Number
}

// valueOf returns the value that strace shows as trials have it.
func valueOf(t *testing.T, c strace.Call) string {
	if !strings.HasPrefix(c.Value, `"`) {
		return c.Value
	}
	b, err := strace.Unquote(c.Value)
	require.NoError(t, err)
	return octets(b...)
}
