package sockopt

import (
	"encoding/json"
	"errors"
	"math"
	"net"
	"net/netip"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// What somebody else made of the exported types prints without a panic.
func TestForeignValuesPrint(t *testing.T) {
	assert.Equal(t, "sockopt: get", (&Error{Op: "get"}).Error())
	assert.Equal(t, "clipped: asked for 7, got 5", (&Mismatch{Asked: 7, Got: 5, Change: Clipped}).Error())
	assert.Equal(t, "9", Access(9).String())
	assert.Equal(t, "9", Phase(9).String())
	for _, info := range []Info{AttachFilter.Info(), ICMPFilter.Info(), ICMP6Filter.Info(), NetlinkListMemberships.Info(), CANRawFilter.Info()} {
		assert.Equal(t, "7", info.Format(7), info.Name)
	}
	assert.Equal(t, "none", Info{}.Format(nil))
	assert.Equal(t, "a sockopt.nameless", Info{}.Format(nameless{}))
	assert.Equal(t, "18446744073709551615", Info{}.Format(uint64(1<<64-1)))
	assert.Equal(t, "wrong", Info{}.Format(errors.New("wrong")))

	d := &Dump{Readings: []Reading{
		{Name: "TCP_NODELAY", Value: true}, {Name: "SO_RCVBUF", Value: 4096}, {Name: "X_NONE", Value: 7}, {Name: "SO_MARK", Err: errAbsent},
	}}
	assert.Equal(t, "X_NONE       7\nSO_RCVBUF    4KiB\nTCP_NODELAY  on\n", d.String())
	assert.Equal(t, "SO_MARK: "+errAbsent.Error(), d.Readings[3].String())
	assert.Empty(t, d.Readings[3].Text())
	for range d.All() {
		break
	}
	for range d.Missing() {
		break
	}
	_, ok := d.Lookup("no such option")
	assert.False(t, ok)
	found, ok := d.Lookup("NoDelay")
	assert.True(t, ok)
	assert.Equal(t, d.Readings[0], found)
	assert.Equal(t, []Difference{
		{"SO_RCVBUF", d.Readings[1], Reading{Name: "SO_RCVBUF", Value: 8192}},
		{"X_NONE", d.Readings[2], Reading{Name: "X_NONE"}},
		{"TCP_CORK", Reading{Name: "TCP_CORK"}, Reading{Name: "TCP_CORK", Value: true}},
	}, Diff(d, &Dump{Readings: []Reading{{Name: "TCP_NODELAY", Value: true}, {Name: "SO_RCVBUF", Value: 8192}, {Name: "TCP_CORK", Value: true}}}))
	assert.Equal(t, "TCP_CORK: none -> on", Difference{"TCP_CORK", Reading{}, Reading{Name: "TCP_CORK", Value: true}}.String())
}

// A nameless prints as nothing that the package knows.
type nameless struct{}

// Where there is no socket, the first of the settings is named with its value.
func TestNoSocketNamesTheSetting(t *testing.T) {
	for _, st := range []Setting{RcvBuf.With(-7), RcvBuf.With(7)} {
		var e *Error
		require.ErrorAs(t, Apply(nil, st), &e)
		assert.Equal(t, "SO_RCVBUF", e.Name)
		assert.Contains(t, []any{7, -7}, e.Value)
	}
}

func TestZeroRequests(t *testing.T) {
	var r Request[int, int]
	assert.Equal(t, "no option", r.String())
	assert.Equal(t, Info{}, r.Info())
	assert.Equal(t, ZeroCopyReceive.Info().CName, ZeroCopyReceive.String())
	_, err := r.Get(FD(0), 7)
	assert.ErrorIs(t, err, ErrValue)
	var s SettableRequest[int, int]
	assert.Equal(t, "no option", s.String())
	assert.ErrorIs(t, s.Set(FD(0), 7), ErrValue)
	assert.ErrorIs(t, Apply(FD(0), s.With(7)), ErrValue)
	_, err = SourceFilter.Get(nil, MulticastGroup{Group: netip.MustParseAddr("239.1.2.3")})
	if SourceFilter.Info().Supported {
		assert.ErrorContains(t, err, "no socket")
	} else {
		assert.ErrorIs(t, err, errors.ErrUnsupported)
	}
	assert.Equal(t, SourceFilter.Info(), SourceFilter.With(MulticastFilter{}).Info())
}

// Verify does not ask what nobody asked for.
func TestVerifyRefusesRequests(t *testing.T) {
	if !SourceFilter.Info().Supported {
		t.Skip("this OS has no " + SourceFilter.String())
	}
	err := Apply(FD(0), Verify(SourceFilter.With(MulticastFilter{Group: netip.MustParseAddr("239.1.2.3")})))
	assert.ErrorIs(t, err, ErrValue)
	assert.NotErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "cannot be read back")
}

// Each of these is written and read as text, in JSON too.
func TestTextsRoundTrip(t *testing.T) {
	for text, v := range map[string]any{
		"239.1.2.3":             &MulticastGroup{Group: netip.MustParseAddr("239.1.2.3")},
		"192.0.2.1@232.1.2.3%7": &MulticastSource{netip.MustParseAddr("232.1.2.3"), netip.MustParseAddr("192.0.2.1"), 7},
		"123:7ff":               &CANFilter{0x123, 0x7ff},
		"123~7ff":               &CANFilter{0x123 | CANInvert, 0x7ff},
		"40000-50000":           &PortRange{40000, 50000},
	} {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		again := reflect.New(reflect.TypeOf(v).Elem())
		require.NoError(t, json.Unmarshal(b, again.Interface()))
		assert.Equal(t, v, again.Interface())
		if _, source := v.(*MulticastSource); !source { // whose interface may have a name
			assert.Equal(t, `"`+text+`"`, string(b))
		}
		require.NoError(t, parseText(again.Interface(), []byte(text)))
		assert.Equal(t, v, again.Interface())
	}
	for text, v := range map[string]any{
		"239.1.2.3":          &MulticastSource{},
		"x@239.1.2.3":        &MulticastSource{},
		"192.0.2.1@x":        &MulticastSource{},
		"group":              &MulticastGroup{},
		"123":                &CANFilter{},
		"123:x":              &CANFilter{},
		"1-x":                &PortRange{},
		"1":                  &PortRange{},
		"some":               new(None),
		"192.0.2":            new(netip.Addr),
		"192.0.2.0/x":        new(netip.Prefix),
		"abc":                new([]byte),
		"0xabc":              new([]byte),
		"[4 bytes]":          new(Secret),
		`"a`:                 new(Secret),
		"{1":                 new([]uint32),
		"1,x":                new([]uint32),
		`a="`:                new(AOKey),
		"high=1":             new(chan int),
		"2,6 0 0 0":          new([]bpf.RawInstruction),
		"x,6 0 0 0":          new([]bpf.RawInstruction),
		"1,6 0 0":            new([]bpf.RawInstruction),
		"1,6 0 0 4294967296": new([]bpf.RawInstruction),
		",":                  new([]bpf.RawInstruction),
		"drop=1":             new(ipv4.ICMPFilter),
		"block=32":           new(ipv4.ICMPFilter),
		"accept=256":         new(ipv6.ICMPFilter),
	} {
		assert.ErrorIs(t, parseText(v, []byte(text)), ErrValue, "%q as %T", text, v)
	}
}

func TestICMPTypesAsText(t *testing.T) {
	if ipv4FilterKnown() {
		var four ipv4.ICMPFilter
		require.NoError(t, parseText(&four, []byte("block=8,0")))
		assert.True(t, four.WillBlock(ipv4.ICMPTypeEcho) && four.WillBlock(ipv4.ICMPTypeEchoReply))
		assert.False(t, four.WillBlock(ipv4.ICMPTypeRedirect))
	}
	if ipv6FilterKnown() {
		var six ipv6.ICMPFilter
		require.NoError(t, parseText(&six, []byte("block=128")))
		assert.True(t, six.WillBlock(ipv6.ICMPTypeEchoRequest))
		assert.False(t, six.WillBlock(ipv6.ICMPTypeEchoReply))
		require.NoError(t, parseText(&six, []byte("accept=129")))
		assert.True(t, six.WillBlock(ipv6.ICMPTypeEchoRequest))
		assert.False(t, six.WillBlock(ipv6.ICMPTypeEchoReply))
	}
}

// A mismatch of each type of number tells less from more.
func TestChangesOfNumbers(t *testing.T) {
	for _, less := range [][2]any{{7, 5}, {uint32(7), uint32(5)}, {uint64(7), uint64(5)}, {7 * time.Second, 5 * time.Second}} {
		assert.Equal(t, Clipped, compare(less[0], nil, less[1], &grant{}).Change, "%T", less[0])
	}
	assert.Equal(t, Raised, compare(uint64(5), nil, uint64(7), &grant{}).Change)
	assert.Equal(t, Replaced, compare(uint64(1<<63), nil, uint64(7), &grant{}).Change)
	assert.Equal(t, "net.none limits it", limitText("net.none"))
}

func TestSecretAsText(t *testing.T) {
	for text, want := range map[string]string{"0x6b6579": "key", "key": "key", `"a key"`: "a key"} {
		var s Secret
		require.NoError(t, parseText(&s, []byte(text)))
		assert.Equal(t, want, string(s.Bytes()))
	}
}

// What is nested in a struct has braces.
func TestNestedText(t *testing.T) {
	type inner struct {
		Ports []uint16
		Raw   []byte
	}
	assert.Equal(t, "in={ports={7,8},raw=0x0708},times={{1s,2s}},at=9",
		formatFields(struct {
			In    inner
			Times [][]time.Duration
			At    uintptr
			Zero  int
		}{inner{[]uint16{7, 8}, []byte{7, 8}}, [][]time.Duration{{time.Second, 2 * time.Second}}, 9, 0}))
	assert.Equal(t, "{}", formatFields(inner{}))
	assert.Equal(t, "{7,8}", formatList([]uint32{7, 8}))
}

func TestSummaries(t *testing.T) {
	assert.Equal(t, "pid 7 uid 8 gid 9", Credentials{PID: 7, UID: 8, GID: 9}.String())
	assert.Equal(t, "uid 8 gid 9", Credentials{UID: 8, GID: 9}.String())
	assert.Equal(t, "3 subflows, 300 B sent, 20 B received", MPTCPMetrics{Subflows: 2, BytesSent: 300, BytesReceived: 20}.String())
	assert.Equal(t, "fallback to TCP, 0 B sent, 0 B received", MPTCPMetrics{Fallback: true}.String())
	assert.Equal(t, "no setting", Setting{}.String())
	assert.Equal(t, "any", anyKind.String())
	assert.Nil(t, new(TCPMetrics).Value(255))
}

// The family is asked of the address where the OS has no SO_DOMAIN.
func TestLocalAddr(t *testing.T) {
	for network, want := range map[string]Kinds{"tcp4": familyIPv4, "tcp6": familyIPv6, "unix": familyUnix} {
		t.Run(network, func(t *testing.T) {
			address := map[string]string{"tcp4": "127.0.0.1:0", "tcp6": "[::1]:0"}[network]
			if network == "unix" {
				address = filepath.Join(t.TempDir(), "s")
			}
			l, err := net.Listen(network, address)
			if network == "tcp6" && err != nil {
				t.Skip("needs IPv6 on the loopback interface: ", err)
			}
			require.NoError(t, err)
			defer l.Close()
			c, err := l.(syscall.Conn).SyscallConn()
			require.NoError(t, err)
			require.NoError(t, c.Control(func(fd uintptr) {
				family, addr, err := localAddr(fd)
				assert.NoError(t, err)
				assert.Equal(t, want, family)
				if network != "unix" {
					assert.True(t, addr.IsLoopback(), "%v", addr)
				}
			}))
		})
	}
	for _, fd := range []uintptr{1 << 20, math.MaxInt32 + 1} {
		_, _, err := localAddr(fd)
		assert.ErrorContains(t, err, "getsockname")
	}
}
