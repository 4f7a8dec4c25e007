package main

import (
	"encoding/json"
	"errors"
	"math"
	"net/netip"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/internal/full"
)

// A reported is what a program reads of one outcome.
type reported struct {
	Kind, Option, Level, Type, Status, Error string
	CName                                    string `json:"c_name"`
	Default                                  any
	SetTo                                    any `json:"set_to"`
	ReadBack                                 any `json:"read_back"`
	Restored                                 bool
}

// probeKinds runs probe -json and returns the outcomes by kind and option.
func probeKinds(t *testing.T, flags ...string) map[[2]string]reported {
	t.Helper()
	code, stdout, stderr := sockoptCommand(append([]string{"probe", "-json"}, flags...)...)
	require.Equal(t, 0, code, stderr)
	var got struct {
		Kernel, GOOS string
		Kinds        []struct {
			Kind   string
			Opened bool
		}
		Results []reported
	}
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	assert.Equal(t, "linux", got.GOOS)
	assert.Contains(t, got.Kernel, strings.TrimSpace(readFile(t, "/proc/sys/kernel/osrelease")))
	byKind := make(map[[2]string]reported)
	for _, r := range got.Results {
		byKind[[2]string{r.Kind, r.Option}] = r
	}
	require.Len(t, byKind, len(got.Results), "an outcome is there twice")
	return byKind
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(b)
}

func sysctl(t *testing.T, name string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(strings.Fields(readFile(t, "/proc/sys/net/"+name))[0], 64)
	require.NoError(t, err)
	return n
}

func TestProbe(t *testing.T) {
	got := probeKinds(t, "-kind", "tcp4,udp4,unix")
	assert.Len(t, got, 3*len(slices.Collect(sockopt.All())))

	noDelay := got[[2]string{"tcp4", "NoDelay"}]
	assert.Equal(t, reported{
		Kind: "tcp4", Option: "NoDelay", CName: "TCP_NODELAY", Level: "IPPROTO_TCP", Type: "bool",
		Status: "settable", Default: false, SetTo: true, ReadBack: true, Restored: true,
	}, noDelay)
	for _, kind := range []string{"udp4", "unix"} {
		r := got[[2]string{kind, "NoDelay"}]
		assert.Equal(t, "wrong kind", r.Status, kind)
		assert.Contains(t, r.Error, "TCP_NODELAY", kind)
		assert.Nil(t, r.Default, kind)
	}

	ttl := sysctl(t, "ipv4/ip_default_ttl")
	for _, kind := range []string{"tcp4", "udp4"} {
		r := got[[2]string{kind, "TTL"}]
		assert.Equal(t, "settable", r.Status, kind)
		assert.Equal(t, ttl, r.Default, kind)
		assert.Equal(t, r.SetTo, r.ReadBack, kind)
		assert.NotEqual(t, ttl, r.ReadBack, kind)
		assert.True(t, r.Restored, kind)
	}
	assert.Equal(t, "wrong kind", got[[2]string{"unix", "TTL"}].Status)

	// socket(7): the kernel doubles the size of a buffer.
	for option, name := range map[string]string{"RcvBuf": "core/rmem_default", "SndBuf": "core/wmem_default"} {
		r := got[[2]string{"udp4", option}]
		assert.Equal(t, "adjusted", r.Status, option)
		assert.Equal(t, sysctl(t, name), r.Default, option)
		assert.Equal(t, 2*r.SetTo.(float64), r.ReadBack, option)
		assert.True(t, r.Restored, option)
	}
	keepIdle := got[[2]string{"tcp4", "KeepIdle"}]
	assert.Equal(t, (time.Duration(sysctl(t, "ipv4/tcp_keepalive_time")) * time.Second).String(), keepIdle.Default)
	congestion := got[[2]string{"tcp4", "Congestion"}]
	assert.Equal(t, strings.TrimSpace(readFile(t, "/proc/sys/net/ipv4/tcp_congestion_control")), congestion.Default)
	assert.Equal(t, "settable", congestion.Status)

	assert.Contains(t, got[[2]string{"unix", "PeerCred"}].Default, "pid "+strconv.Itoa(os.Getpid())+" ")
	assert.Equal(t, "not on this OS", got[[2]string{"tcp4", "ExclusiveAddrUse"}].Status)
	assert.Equal(t, "set only", got[[2]string{"udp4", "JoinGroup"}].Status)
	assert.True(t, got[[2]string{"udp4", "JoinGroup"}].Restored)
}

// probed is a probe of this machine, which several tests look at.
var probed = sync.OnceValue(func() *probe { return runProbe(socketKinds(), slices.Collect(sockopt.All())) })

// probedOn returns the outcome of an option on a kind of socket, if that opens.
func probedOn(name, option string) (outcome, bool) {
	p := probed()
	k := slices.IndexFunc(p.kinds, func(k kind) bool { return k.name == name })
	i := slices.IndexFunc(p.infos, func(i sockopt.Info) bool { return i.Name == option })
	if k < 0 || i < 0 {
		return outcome{}, false
	}
	return p.outcomes[k][i], true
}

// A failure is one of the machine. What the library refuses is the fault of the
// value that was tried, and what lacks a connection, a program or a group was not
// tried.
func TestProbeFailures(t *testing.T) {
	p := probed()
	require.NotEmpty(t, p.kinds)
	for i, k := range p.kinds {
		for option, info := range p.infos {
			o := p.outcomes[i][option]
			switch o.status {
			case failed:
				assert.NotErrorIs(t, o.err, sockopt.ErrValue, "%s on %s", info.Name, k.name)
				_, call := errors.AsType[*os.SyscallError](o.err)
				assert.True(t, call, "%s on %s: %v", info.Name, k.name, o.err)
				assert.NotErrorIs(t, o.err, unix.ENOTCONN, "%s on %s", info.Name, k.name)
				assert.Contains(t, []string{"ULP"}, info.Name, "%s on %s: %v", info.Name, k.name, o.err)
			case untried:
				assert.NotEmpty(t, o.why, "%s on %s", info.Name, k.name)
				assert.Nil(t, o.tried, "%s on %s", info.Name, k.name)
				assert.Equal(t, "not tried: "+o.why, o.result())
			}
		}
	}
}

// What a new socket is not enough for was not tried, and says what is missing.
func TestProbeSaysWhatIsMissing(t *testing.T) {
	segment, _ := probedOn("udp4", "UDPSegment")
	assert.Equal(t, outcome{status: settable, value: 0, tried: 1200, read: 1200, restored: true}, segment)
	for key, want := range map[[2]string][2]string{
		{"udp4", "IPMTU"}:               {"not tried", "needs a connection"},
		{"udp6", "IPv6MTU"}:             {"not tried", "needs a connection"},
		{"tcp4", "OriginalDst"}:         {"not tried", "needs a connection"},
		{"udp4", "AttachBPF"}:           {"not tried", "needs a BPF program"},
		{"udp4", "SourceFilter"}:        {"not tried", "needs a multicast group"},
		{"unix", "SourceFilter"}:        {"wrong kind", ""},
		{"udp4", "DetachFilter"}:        {"set only", ""},
		{"udp4", "AttachFilter"}:        {"set only", ""},
		{"udp4", "AttachReusePortCBPF"}: {"set only", ""},
		{"udp4", "DetachReusePortBPF"}:  {"set only", ""},
	} {
		got, ok := probedOn(key[0], key[1])
		if ok || key[0] == "udp4" {
			assert.Equal(t, want, [2]string{string(got.status), got.why}, key)
		}
	}
	attach, _ := probedOn("udp4", "AttachFilter")
	assert.True(t, attach.restored)
	if fanout, ok := probedOn("packet", "PacketFanout"); ok {
		assert.Equal(t, "not tried: needs a bound socket", fanout.result())
		info, _ := sockopt.Lookup("PacketFanout")
		assert.Equal(t, "needs a bound socket", fanout.json(kind{}, info).Reason)
	}
	ulp, _ := probedOn("tcp4", "ULP")
	if strings.Contains(readSysctl("/proc/sys/net/ipv4/tcp_available_ulp"), "tls") {
		assert.Equal(t, "not tried: needs a connection", ulp.result())
	} else {
		assert.Equal(t, "fails: this kernel has no tls module loaded", ulp.result())
	}
}

// Each option is counted once, and one that only fails does not work.
func TestProbeCounts(t *testing.T) {
	var b strings.Builder
	w := newScreen(&b)
	probed().summary(w, true)
	require.NoError(t, w.Flush())
	counts := regexp.MustCompile(`(?m)^Options: (\d+) work here, (\d+) are not permitted, (\d+) fail, (\d+) were not tried, (\d+) are for other kinds of socket, (\d+) are not supported\.$`).FindStringSubmatch(b.String())
	require.NotNil(t, counts)
	sum := 0
	for _, text := range counts[1:] {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		sum += n
	}
	assert.Equal(t, len(slices.Collect(sockopt.All())), sum)

	statuses := []status{settable, notPermitted, failed, untried, wrongKind, unsupported}
	p := &probe{kinds: make([]kind, 1), infos: make([]sockopt.Info, len(statuses)), outcomes: [][]outcome{nil}}
	for _, s := range statuses {
		p.outcomes[0] = append(p.outcomes[0], outcome{status: s})
	}
	b.Reset()
	p.summary(w, true)
	require.NoError(t, w.Flush())
	assert.Contains(t, b.String(), "Options: 1 work here, 1 are not permitted, 1 fail, 1 were not tried, 1 are for other kinds of socket, 1 are not supported.")
	assert.Regexp(t, `SETTABLE +READ ONLY +NOT PERMITTED +FAILS +NOT TRIED +WRONG KIND\n +1 +0 +1 +1 +1 +1\n`, b.String())
}

func TestProbeOneOption(t *testing.T) {
	got := probeKinds(t, "-option", "tcp_nodelay,Mark", "-kind", "tcp4,udp4")
	assert.Len(t, got, 4)

	code, stdout, _ := sockoptCommand("probe", "-option", "NoDelay", "-kind", "tcp4,udp4")
	assert.Equal(t, 0, code)
	assert.Regexp(t, `(?m)^  NoDelay +TCP_NODELAY +off +on +on +settable +tcp$`, stdout)
	assert.Regexp(t, `(?m)^ +- +- +- +wrong kind +udp$`, stdout)
	assert.Regexp(t, `(?m)^udp: sockopt: get TCP_NODELAY .* UDP socket`, stdout)
}

func TestProbeReport(t *testing.T) {
	full.Only(t, "probes every kind of socket")
	code, stdout, stderr := sockoptCommand("probe")
	require.Equal(t, 0, code, stderr)
	for _, want := range []string{
		`^SOL_SOCKET$`,
		`^  NoDelay +TCP_NODELAY +off +on +on +settable +tcp`,
		`^  TTL +IP_TTL +\d+ +\d+ +\d+ +settable `,
		`^Not on linux:\n(?s:.*)\bNoSigPipe\b`,
		`^tcp4 +TCP over IPv4 +\d+ `,
		`^Options: \d+ work here, `,
		`^Kinds of socket: \d+ of \d+ could be opened\.$`,
	} {
		assert.Regexp(t, "(?m)"+want, stdout)
	}
	assert.NotRegexp(t, `(?m) $`, stdout, "blanks at the end of a line")
	assert.NotRegexp(t, `(?m)^  NoSigPipe `, stdout)

	_, stdout, _ = sockoptCommand("probe", "-all")
	assert.Regexp(t, `(?m)^  NoSigPipe +SO_NOSIGPIPE +- +- +- +not on this OS +all$`, stdout)
}

func TestProbeNothingOpens(t *testing.T) {
	closed := kind{name: "closed", open: func() (sockopt.FD, func(), error) { return 0, nil, unix.EPROTONOSUPPORT }}
	p := runProbe([]kind{closed}, slices.Collect(sockopt.All()))
	assert.Empty(t, p.kinds)
	var b strings.Builder
	w := newScreen(&b)
	probeReport(w, p, reportForm{})
	require.NoError(t, w.Flush())
	assert.Contains(t, b.String(), "  closed: protocol not supported\n")
}

// TestProbePutsBack tries each option twice on one socket: the second time finds
// what the first found.
func TestProbePutsBack(t *testing.T) {
	full.Only(t, "tries each option twice on every kind of socket")
	for _, k := range socketKinds() {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			if _, closeSocket, err := k.open(); err != nil {
				t.Skip("this machine does not open it: ", err)
			} else {
				closeSocket()
			}
			for info := range sockopt.All() {
				fd, closeSocket, err := k.open()
				require.NoError(t, err)
				first := tryOn(fd, k.family, info)
				second := tryOn(fd, k.family, info)
				closeSocket()

				if info.Type == "FastOpenKeys" {
					continue // nothing takes a key away again
				}
				if first.status == untried {
					assert.NotEmpty(t, first.why, info.Name)
				}
				if info.Name == "LockFilter" {
					continue // for good
				}
				if info.Name == "TxTime" && errors.Is(first.notBack, os.ErrPermission) {
					continue // the clock that it has at first needs CAP_NET_ADMIN
				}
				if errors.Is(first.notBack, os.ErrPermission) {
					assert.Contains(t, info.Privilege, "to change what is bound", info.Name)
					continue // CAP_NET_RAW is missing
				}
				assert.NoError(t, first.notBack, info.Name)
				assert.Equal(t, text(first.value), text(second.value), info.Name)
				assert.Equal(t, first.status, second.status, info.Name)
				if first.tried != nil && first.value != nil {
					assert.True(t, first.restored, "%s: %v, set to %v", info.Name, first.value, first.tried)
					assert.NotEqual(t, first.value, first.tried, info.Name)
				}
			}
		})
	}
}

// TestProbeAtTheBound finds a value for an option that cannot grow any more.
func TestProbeAtTheBound(t *testing.T) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	require.NoError(t, err)
	defer unix.Close(fd)
	require.NoError(t, unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TTL, 255))
	info, _ := sockopt.Lookup("TTL")
	o := tryOn(sockopt.FD(fd), 4, info)
	assert.Equal(t, outcome{status: settable, value: 255, tried: 254, read: 254, restored: true}, o)
	n, err := unix.GetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TTL)
	require.NoError(t, err)
	assert.Equal(t, 255, n)
}

// TestProbeOrdinaryUser tries privileged options on a thread that gave up its
// capabilities.
func TestProbeOrdinaryUser(t *testing.T) {
	done := make(chan struct{})
	got := make(map[string]outcome)
	var dropped error
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlock: the thread ends with its goroutine
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		var none [2]unix.CapUserData
		if dropped = unix.Capset(&header, &none[0]); dropped != nil {
			return
		}
		for _, name := range []string{"Mark", "Debug", "SndBufForce", "IPTransparent", "NoDelay"} {
			if info, ok := sockopt.Lookup(name); ok {
				got[name], _ = socketKinds()[0].try(info)
			}
		}
	}()
	<-done
	require.NoError(t, dropped)
	for _, name := range []string{"Mark", "Debug", "SndBufForce", "IPTransparent"} {
		assert.Equal(t, notPermitted, got[name].status, name)
		assert.ErrorIs(t, got[name].err, os.ErrPermission, name)
	}
	assert.Equal(t, settable, got["NoDelay"].status)

	info, _ := sockopt.Lookup("Mark")
	p := &probe{infos: []sockopt.Info{info}, kinds: socketKinds()[:1], outcomes: [][]outcome{{got["Mark"]}}}
	var b strings.Builder
	w := newScreen(&b)
	probeReport(w, p, reportForm{})
	require.NoError(t, w.Flush())
	assert.Regexp(t, `(?m)^  Mark +SO_MARK +0 +- +- +not permitted$`, b.String())
	assert.Regexp(t, `(?m)^  Mark: CAP_NET_ADMIN`, b.String())
	assert.Contains(t, b.String(), "1 are not permitted")
}

func TestText(t *testing.T) {
	for want, v := range map[string]any{
		"-": nil, "on": true, "off": false, `"lo"`: "lo", `""`: "", "empty": []byte(nil), "0101": []byte{1, 1},
		"64": 64, "1m15s": 75 * time.Second, "reset": sockopt.LingerReset(), "AF41": sockopt.AF41,
		"127.0.0.1": netip.MustParseAddr("127.0.0.1"), "any": sockopt.Interface(0), "none": none{},
	} {
		assert.Equal(t, want, text(v))
	}
	// JSON has no room for what only Go knows.
	for want, v := range map[any]any{true: true, 64: 64, uint32(math.MaxUint32): uint32(math.MaxUint32), "lo": "lo", "1s": time.Second, nil: nil} {
		assert.Equal(t, want, jsonValue(v))
	}
}

func TestReason(t *testing.T) {
	info, _ := sockopt.Lookup("NoDelay")
	fd, closeSocket, err := openSocket(unix.AF_INET, unix.SOCK_DGRAM, 0)()
	require.NoError(t, err)
	defer closeSocket()
	_, err = info.Get(fd)
	assert.Equal(t, "operation not supported", reason(err))
	ttl, _ := sockopt.Lookup("TTL")
	assert.Equal(t, "invalid value: must be 1 to 255", reason(sockopt.Apply(fd, ttl.With(0))))
}
