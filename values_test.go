package sockopt_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// deadFD is no descriptor: a system call on it says so, and not that a value is
// refused.
const deadFD = sockopt.FD(math.MaxUint32)

// A settable is what Option and WriteOnly have in common.
type settable[T any] interface {
	fmt.Stringer
	Set(sockopt.Socket, T) error
	With(T) sockopt.Setting
	Info() sockopt.Info
}

// A refusal is a value that must not reach the kernel.
type refusal struct {
	name string
	info sockopt.Info
	set  func(sockopt.Socket) error
	with sockopt.Setting
	text []string // what the error must say
}

func refuse[T any](o settable[T], v T, text ...string) refusal {
	cname, _, _ := strings.Cut(o.String(), "+") // of a neutral option, the IPv4 one will do
	return refusal{
		name: fmt.Sprintf("%v=%v", o, v),
		info: o.Info(),
		set:  func(s sockopt.Socket) error { return o.Set(s, v) },
		with: o.With(v),
		text: append(text, cname),
	}
}

func (r refusal) run(t *testing.T) {
	if !r.info.Supported {
		t.Skip("this OS has no " + r.info.CName)
	}
	control := sockopt.Control(r.with)
	for way, err := range map[string]error{
		"Set":      r.set(deadFD),
		"Apply":    sockopt.Apply(deadFD, r.with),
		"Optional": sockopt.Apply(deadFD, sockopt.Optional(r.with)),
		"Control":  control("tcp", "", rawConn{deadFD}),
	} {
		var e *sockopt.Error
		require.ErrorAs(t, err, &e, way)
		assert.ErrorIs(t, err, sockopt.ErrValue, way)
		assert.NotErrorIs(t, err, net.ErrClosed, way) // which is what the system call would give
		assert.NotErrorIs(t, err, errors.ErrUnsupported, way)
		assert.Equal(t, sockopt.OpSet, e.Op, way)
		for _, text := range r.text {
			assert.ErrorContains(t, err, text, way)
		}
	}
}

// A rawConn makes a syscall.RawConn of a Socket.
type rawConn struct{ sockopt.Socket }

func (rawConn) Read(func(uintptr) bool) error  { return errors.ErrUnsupported }
func (rawConn) Write(func(uintptr) bool) error { return errors.ErrUnsupported }

var (
	testGroup4 = netip.MustParseAddr("239.1.2.3")
	testGroup6 = netip.MustParseAddr("ff15::1234")
	testHost4  = netip.MustParseAddr("192.0.2.1")
	testHost6  = netip.MustParseAddr("2001:db8::1")
)

// The rules that are the same on each OS. A bound that is the kernel's is in
// values_linux_test.go.
func TestValueRefused(t *testing.T) {
	const octet, hops = "must be 0 to 255", "must be 1 to 255"
	text16 := strings.Repeat("x", 16)
	for _, r := range []refusal{
		refuse(sockopt.TOS, 256, octet),
		refuse(sockopt.TOS, -1, octet),
		refuse(sockopt.IPv6TClass, 256, octet),
		refuse(sockopt.IPv6TClass, -1, octet),
		refuse(sockopt.TrafficClass, 256, octet),
		refuse(sockopt.TrafficClass, -1, octet),
		refuse(sockopt.TrafficClass, sockopt.DSCP(64), octet),
		refuse(sockopt.TrafficClass, sockopt.DSCP(-1), octet),
		refuse(sockopt.TTL, 0, hops),
		refuse(sockopt.TTL, 256, hops),
		refuse(sockopt.TTL, -1, hops),
		refuse(sockopt.HopLimit, 0, hops),
		refuse(sockopt.HopLimit, 256, hops),
		refuse(sockopt.HopLimit, -1, hops),
		refuse(sockopt.IPv6UnicastHops, -2, "must be -1 to 255"),
		refuse(sockopt.IPv6UnicastHops, 256, "must be -1 to 255"),
		refuse(sockopt.MulticastTTL, -1, octet),
		refuse(sockopt.MulticastTTL, 256, octet),
		refuse(sockopt.MulticastHopLimit, -1, octet),
		refuse(sockopt.MulticastHopLimit, 256, octet),
		refuse(sockopt.IPv6MulticastHops, -2, "must be -1 to 255"),
		refuse(sockopt.IPv6MulticastHops, 256, "must be -1 to 255"),

		refuse(sockopt.RcvBuf, 0, "must be 1 to"),
		refuse(sockopt.SndBuf, -1, "must be 1 to"),
		refuse(sockopt.RcvLowat, 0, "must be 1 to"),
		refuse(sockopt.KeepCnt, 0, "must be 1 to"),
		refuse(sockopt.KeepCnt, -1, "must be 1 to"),
		refuse(sockopt.KeepIdle, 0, "must be "),
		refuse(sockopt.KeepIntvl, 0, "must be "),
		refuse(sockopt.MaxSeg, 0, "must be "),
		refuse(sockopt.MaxSeg, 65536, "must be "),
		refuse(sockopt.NotSentLowat, -1, "must be 0 to"),
		refuse(sockopt.FastOpen, -1, "must be 0 to"),

		refuse(sockopt.Linger, sockopt.LingerWait(-time.Second), "must be 0s to"),
		refuse(sockopt.Linger, sockopt.LingerWait(-1), "must be 0s to"),
		refuse(sockopt.Linger, sockopt.LingerWait(math.MinInt64), "must be 0s to"),
		refuse(sockopt.Linger, sockopt.LingerWait(math.MaxInt64), "must be 0s to"),
		refuse(sockopt.Linger, sockopt.LingerWait(0), "a timeout of 0s is ambiguous: use LingerOff or LingerReset"),

		refuse(sockopt.BindToDevice, text16, "at most 15 bytes"),
		refuse(sockopt.BindToDevice, "lo\x00", "NUL"),
		refuse(sockopt.BindToDevice, "\x00", "NUL"),
		refuse(sockopt.Congestion, text16, "at most 15 bytes"),
		refuse(sockopt.Congestion, "cu\x00bic", "NUL"),
		refuse(sockopt.IPOptions, make([]byte, 41), "at most 40 bytes"),
		refuse(sockopt.IPOptions, make([]byte, 1<<16), "at most 40 bytes"),

		refuse(sockopt.MulticastIF, testHost6, "must be an IPv4 address"),
		refuse(sockopt.MulticastIF, netip.Addr{}, "must be an IPv4 address"),

		refuse(sockopt.IPv6JoinGroup, sockopt.MulticastGroup{Group: testGroup4}, "IPv4 group on an IPv6 socket"),
		refuse(sockopt.IPv6LeaveGroup, sockopt.MulticastGroup{Group: testGroup4}, "IPv4 group on an IPv6 socket"),
		refuse(sockopt.AddMembership, sockopt.MulticastGroup{Group: testGroup6}, "IPv6 group on an IPv4 socket"),
		refuse(sockopt.DropMembership, sockopt.MulticastGroup{Group: testGroup6}, "IPv6 group on an IPv4 socket"),
		refuse(sockopt.AddSourceMembership, sockopt.MulticastSource{Group: testGroup6, Source: testHost6}, "IPv6 group on an IPv4 socket"),
		refuse(sockopt.JoinGroup, sockopt.MulticastGroup{Group: testGroup6.WithZone("lo")}, "zone"),
	} {
		t.Run(r.name, r.run)
	}
	if strconv.IntSize == 64 {
		t.Run("TOS", refuse(sockopt.TOS, sockopt.DSField(beyond32()), octet).run)
		t.Run("TrafficClass", refuse(sockopt.TrafficClass, sockopt.DSField(beyond32()), octet).run)
	}
}

// beyond32 is a number whose low half is a fine value; a variable, for ports
// whose int cannot hold it.
func beyond32() int {
	n := int64(1)<<32 | 7
	return int(n)
}

// What is wrong for one option of a type is wrong for each of them.
func TestValueRefusedByEveryOption(t *testing.T) {
	any4 := netip.IPv4Unspecified()
	for o := range sockopt.All() {
		if !o.Supported || o.Access == sockopt.AccessReadOnly {
			continue
		}
		var values []any
		switch o.Type {
		case "int":
			if strconv.IntSize == 64 {
				values = []any{beyond32(), -beyond32(), math.MinInt, math.MaxInt}
			}
		case "time.Duration":
			if o.Name != "Linger2" { // which has a meaning for a negative one
				values = []any{time.Duration(-1), -time.Second, -time.Hour, time.Duration(math.MinInt64)}
			}
		case "string":
			values = []any{"\x00", "a\x00b", strings.Repeat("x", 1<<10)}
		case "Interface":
			values = []any{sockopt.Interface(1 << 31), sockopt.Interface(math.MaxUint32)}
		case "MulticastGroup":
			values = []any{
				sockopt.MulticastGroup{},
				sockopt.MulticastGroup{Group: testHost4},
				sockopt.MulticastGroup{Group: testHost6},
				sockopt.MulticastGroup{Group: any4},
			}
		case "MulticastSource":
			values = []any{
				sockopt.MulticastSource{},
				sockopt.MulticastSource{Group: testGroup4},
				sockopt.MulticastSource{Group: testGroup6},
				sockopt.MulticastSource{Group: testGroup4, Source: testHost6},
				sockopt.MulticastSource{Group: testGroup6, Source: testHost4},
				sockopt.MulticastSource{Group: testHost4, Source: testHost4},
				sockopt.MulticastSource{Group: testHost6, Source: testHost6},
			}
		}
		for _, v := range append(values, nil, struct{}{}, "text", 1.5) {
			if v == "text" && o.Type == "string" {
				continue
			}
			err := sockopt.Apply(deadFD, o.With(v))
			require.ErrorIs(t, err, sockopt.ErrValue, "%s to %v", o.CName, v)
			cname, _, _ := strings.Cut(o.CName, "+")
			assert.ErrorContains(t, err, cname, "%v", v)
			assert.NotErrorIs(t, err, net.ErrClosed, "%s to %v", o.CName, v)
		}
	}
}

// A value that is good must not be refused with the bad ones.
func TestValueAccepted(t *testing.T) {
	mapped := netip.AddrFrom16(testHost4.As16())
	for _, st := range []sockopt.Setting{
		sockopt.TOS.With(255),
		sockopt.TOS.With(0),
		sockopt.TTL.With(1),
		sockopt.TTL.With(255),
		sockopt.HopLimit.With(255),
		sockopt.IPv6UnicastHops.With(-1),
		sockopt.MulticastHopLimit.With(0),
		sockopt.TrafficClass.With(sockopt.DSCP(63) | sockopt.CE),
		sockopt.KeepCnt.With(127),
		sockopt.Linger.With(sockopt.LingerOff()),
		sockopt.Linger.With(sockopt.LingerReset()),
		sockopt.Linger.With(sockopt.LingerWait(327 * time.Second)),
		sockopt.RcvTimeo.With(0),
		sockopt.BindToDevice.With(""),
		sockopt.BindToDevice.With(strings.Repeat("x", 15)),
		sockopt.Congestion.With(strings.Repeat("x", 15)),
		sockopt.IPOptions.With(nil),
		sockopt.IPOptions.With(make([]byte, 40)),
		sockopt.MulticastIF.With(mapped),
		sockopt.AddMembership.With(sockopt.MulticastGroup{Group: testGroup4}),
		sockopt.IPv6JoinGroup.With(sockopt.MulticastGroup{Group: testGroup6}),
	} {
		assert.NotErrorIs(t, sockopt.Apply(deadFD, st), sockopt.ErrValue, "%v", st)
	}
}

// A value with no socket under it gives the error where the socket is used.
func TestNoSocket(t *testing.T) {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	for name, test := range map[string]struct {
		conn any
		text string
	}{
		"nil":               {nil, "nil connection"},
		"nil *TCPConn":      {(*net.TCPConn)(nil), "nil connection"},
		"nil *tls.Conn":     {(*tls.Conn)(nil), "nil connection"},
		"nil wrapper":       {(*wrapper)(nil), "nil connection"},
		"wrapper of nil":    {&wrapper{}, "*sockopt_test.wrapper has no socket"},
		"wrapper of a nil":  {&wrapper{(*net.TCPConn)(nil)}, "*sockopt_test.wrapper has no socket"},
		"net.Pipe":          {a, "*net.pipe has no socket"},
		"tls over net.Pipe": {tls.Client(a, &tls.Config{}), "*tls.Conn has no socket"},
		"an int":            {7, "int has no socket"},
	} {
		t.Run(name, func(t *testing.T) {
			noSocket(t, sockopt.Of(test.conn), test.text)
		})
	}
	t.Run("nil Socket", func(t *testing.T) {
		noSocket(t, nil, "nil connection")
	})
}

func noSocket(t *testing.T, s sockopt.Socket, text string) {
	_, getErr := sockopt.NoDelay.Get(s)
	_, neutralErr := sockopt.HopLimit.Get(s)
	for way, err := range map[string]error{
		"Get":   getErr,
		"Set":   sockopt.NoDelay.Set(s, true),
		"Apply": sockopt.Apply(s, sockopt.Optional(sockopt.NoDelay.With(true))),
	} {
		assert.ErrorIs(t, err, sockopt.ErrValue, way)
		assert.ErrorContains(t, err, "TCP_NODELAY (IPPROTO_TCP", way)
		assert.ErrorContains(t, err, text, way)
		assert.NotErrorIs(t, err, errors.ErrUnsupported, way)
	}
	assert.ErrorIs(t, neutralErr, sockopt.ErrValue)
	assert.ErrorContains(t, neutralErr, "IP_TTL+IPV6_UNICAST_HOPS")
	assert.ErrorIs(t, sockopt.Apply(s), sockopt.ErrValue)
}

// A wrapper is a connection over another, as a tls.Conn is.
type wrapper struct{ net.Conn }

func (w *wrapper) NetConn() net.Conn { return w.Conn }

func TestClosedConnection(t *testing.T) {
	client, server := connect(t)
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	before := sockopt.Of(client)
	for _, c := range []interface{ Close() error }{client, server, ln} {
		require.NoError(t, c.Close())
	}
	for name, s := range map[string]sockopt.Socket{
		"connection":      sockopt.Of(client),
		"accepted":        sockopt.Of(server),
		"listener":        sockopt.Of(ln),
		"wrapper":         sockopt.Of(&wrapper{client}),
		"closed after Of": before,
		"our listener":    sockopt.Of(sockopt.NewListener(ln)),
		"tls":             sockopt.Of(tls.Client(client, &tls.Config{})),
	} {
		_, err := sockopt.NoDelay.Get(s)
		for way, err := range map[string]error{
			"Get":   err,
			"Set":   sockopt.NoDelay.Set(s, true),
			"Apply": sockopt.Apply(s, sockopt.Optional(sockopt.NoDelay.With(true))),
		} {
			assert.ErrorIs(t, err, net.ErrClosed, "%s of %s", way, name)
			assert.ErrorContains(t, err, "TCP_NODELAY (IPPROTO_TCP", "%s of %s", way, name)
		}
	}
}

// connect returns the two ends of a TCP connection over the loopback interface.
func connect(t testing.TB) (client, server *net.TCPConn) {
	t.Helper()
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	c, err := net.Dial("tcp4", ln.Addr().String())
	require.NoError(t, err)
	s, err := ln.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { c.Close(); s.Close() })
	return c.(*net.TCPConn), s.(*net.TCPConn)
}

// The zero values belong to no option, and say so.
func TestZeroValues(t *testing.T) {
	var (
		option    sockopt.Option[int]
		readOnly  sockopt.ReadOnly[sockopt.TCPMetrics]
		writeOnly sockopt.WriteOnly[string]
		setting   sockopt.Setting
		info      sockopt.Info
	)
	client, _ := connect(t)
	for _, s := range []sockopt.Socket{sockopt.Of(client), deadFD, nil} {
		_, optionErr := option.Get(s)
		_, readOnlyErr := readOnly.Get(s)
		_, infoErr := info.Get(s)
		for way, err := range map[string]error{
			"Option.Get":       optionErr,
			"Option.Set":       option.Set(s, 1),
			"Option.With":      sockopt.Apply(s, option.With(1)),
			"ReadOnly.Get":     readOnlyErr,
			"WriteOnly.Set":    writeOnly.Set(s, ""),
			"WriteOnly.With":   sockopt.Apply(s, writeOnly.With("")),
			"Setting":          sockopt.Apply(s, setting),
			"Optional Setting": sockopt.Apply(s, sockopt.Optional(setting)),
			"Info.Get":         infoErr,
			"Info.With":        sockopt.Apply(s, info.With(1)),
		} {
			assert.ErrorIs(t, err, sockopt.ErrValue, way)
			var e *sockopt.Error
			assert.ErrorAs(t, err, &e, way)
		}
	}
	assert.Equal(t, sockopt.Info{}, option.Info())
	assert.Equal(t, sockopt.Info{}, readOnly.Info())
	assert.Equal(t, sockopt.Info{}, writeOnly.Info())
	for _, s := range []fmt.Stringer{option, readOnly, writeOnly, setting} {
		assert.NotEmpty(t, s.String())
	}
	assert.NotEmpty(t, option.With(1).String())
}

// Options are values: they can be compared and used as map keys.
func TestOptionsAreComparable(t *testing.T) {
	own := sockopt.Spec[bool]{Name: "X", Level: 1, Number: 2}.Option()
	m := map[sockopt.Option[bool]]string{sockopt.NoDelay: "nodelay", sockopt.Cork: "cork", own: "own"}
	o := sockopt.NoDelay
	assert.Equal(t, "nodelay", m[o])
	assert.Equal(t, "own", m[own])
	assert.False(t, own == sockopt.Spec[bool]{Name: "X", Level: 1, Number: 2}.Option(), "options made alike are two options")
}

// The zero LingerConfig is off, and Timeout is that of LingerWait.
func TestLingerConfig(t *testing.T) {
	assert.Equal(t, sockopt.LingerConfig{}, sockopt.LingerOff())
	assert.Zero(t, sockopt.LingerOff().Timeout())
	assert.Zero(t, sockopt.LingerReset().Timeout())
	assert.Equal(t, time.Second, sockopt.LingerWait(time.Second).Timeout())
	assert.NotEqual(t, sockopt.LingerReset(), sockopt.LingerWait(0))
	assert.NotEqual(t, sockopt.LingerOff(), sockopt.LingerWait(0))
}
