package sockopt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/big"
	"net"
	"net/netip"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
)

// What a reader expects of a spelling is written here once more, and slowly:
// as tables, as fmt prints numbers, and with regular expressions.

// eachSettable calls f with every option that has a value to set.
func eachSettable(f func(o erased, typ reflect.Type)) {
	for i := range catalogue {
		if o := catalogue[i].o; o != nil && o.base().access != AccessReadOnly {
			f(o, valueType(o))
		}
	}
}

// means asserts that the text is that value of the option, or, if the option does
// not take the value, that it is refused.
func means(t *testing.T, o erased, value any, text string) bool {
	t.Helper()
	want, got := o.withAny(value), o.withText(text)
	if want.err != nil {
		return assert.ErrorIs(t, got.err, ErrValue, "%s=%s", o.base().name, text)
	}
	return assert.NoError(t, got.err, "%s=%s", o.base().name, text) &&
		assert.True(t, bytes.Equal(want.enc.all(), got.enc.all()) && want.slots == got.slots && want.String() == got.String(),
			"%s=%s is %v, not %v", o.base().name, text, got, want)
}

// refuses asserts that the text is no value of the option, and what the error
// says.
func refuses(t *testing.T, o erased, text, says string) {
	t.Helper()
	st := o.withText(text)
	if assert.ErrorIs(t, st.err, ErrValue, "%s=%s", o.base().name, text) {
		assert.ErrorContains(t, st.err, says, "%s=%s", o.base().name, text)
	}
}

// notNumbers has what is no number, and what the error says of it.
var notNumbers = map[string]string{
	"010": "write 10, or 0x8 for the octal number", "0100": "write 100, or 0x40", "08": "write 8", "00": "write 0", "-010": "write 10",
	"0b101": "number", "0o17": "number", "1_000": "", "0x_1": "", "0x": "", "0xg": "", "+1": "", "--1": "", "- 1": "",
	"-0x": "", "1.5": "", "1e3": "", "\uff11": "", "1\x00": "", "\x001": "", "1 2": "", "1,2": "", "x": "", "\"1\"": "", "Inf": "",
	"1s": "", "1KiBB": "", "1 KiB": "", "1 B": "", "KiB": "", "0xKiB": "", "64\u212aiB": "", "1TB": "", "1bit": "", "1kbit": "",
}

var (
	hexNumber     = regexp.MustCompile(`^(-?)0[xX]([0-9a-fA-F]+)$`)
	decimalNumber = regexp.MustCompile(`^(-?(?:0|[1-9][0-9]*))([a-zA-Z]*)$`)
)

// sizesOfUnits has the bytes of each unit, in a number of bytes by the name in
// lower case.
var sizesOfUnits = map[string]map[string]int64{
	"bytes": {"": 1, "b": 1, "kb": 1000, "mb": 1e6, "gb": 1e9, "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30},
	"bytes per second": {"": 1, "B": 1, "kB": 1000, "KB": 1000, "MB": 1e6, "mB": 1e6, "GB": 1e9, "gB": 1e9,
		"KiB": 1 << 10, "kiB": 1 << 10, "KIB": 1 << 10, "kIB": 1 << 10, "MiB": 1 << 20, "miB": 1 << 20, "MIB": 1 << 20, "mIB": 1 << 20,
		"GiB": 1 << 30, "giB": 1 << 30, "GIB": 1 << 30, "gIB": 1 << 30},
}

// wantNumber reads a number of a unit by other means than parseNumber: it
// returns nil for what is none.
func wantNumber(text, unit string) *big.Int {
	n := new(big.Int)
	if hex := hexNumber.FindStringSubmatch(text); hex != nil {
		n.SetString(hex[1]+hex[2], 16)
		return n
	}
	decimal := decimalNumber.FindStringSubmatch(text)
	if decimal == nil {
		return nil
	}
	name, size, ok := decimal[2], int64(1), decimal[2] == ""
	if unit == "bytes" {
		name = strings.ToLower(name)
	}
	if units := sizesOfUnits[unit]; units != nil {
		size, ok = units[name]
	}
	if !ok {
		return nil
	}
	n.SetString(decimal[1], 10)
	return n.Mul(n, big.NewInt(size))
}

// isNumber tells whether the type is an integer whose values have no names.
func isNumber(typ reflect.Type) bool {
	_, named := reflect.Zero(typ).Interface().(fmt.Stringer)
	return !named && (reflect.Zero(typ).CanInt() || reflect.Zero(typ).CanUint()) && typ != reflect.TypeFor[time.Duration]()
}

// checkNumber tries a text as the number that it is by wantNumber.
func checkNumber(t *testing.T, o erased, typ reflect.Type, text string) bool {
	t.Helper()
	n := wantNumber(text, o.base().unit)
	v := reflect.New(typ).Elem()
	switch {
	case n == nil:
	case v.CanInt() && n.IsInt64() && !v.OverflowInt(n.Int64()):
		v.SetInt(n.Int64())
		return means(t, o, v.Interface(), text)
	case v.CanUint() && n.IsUint64() && !v.OverflowUint(n.Uint64()):
		v.SetUint(n.Uint64())
		return means(t, o, v.Interface(), text)
	}
	return assert.ErrorIs(t, o.withText(text).err, ErrValue, "%s=%s", o.base().name, text)
}

func TestNumbersOfEveryOption(t *testing.T) {
	var numbers []string
	for n := range 260 {
		numbers = append(numbers, fmt.Sprint(n), fmt.Sprintf("%#x", n), fmt.Sprintf("0X%06X", n))
	}
	for _, bit := range []uint{0, 1, 7, 8, 9, 12, 15, 16, 20, 24, 30, 31, 32, 33, 40, 62, 63, 64, 65} {
		for _, near := range []int64{-1, 0, 1, 0xab} {
			n := new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), bit), big.NewInt(near))
			numbers = append(numbers, n.String(), "-"+n.String(), fmt.Sprintf("%#x", n), fmt.Sprintf("-0x%X", n))
		}
	}
	tried := 0
	eachSettable(func(o erased, typ reflect.Type) {
		if !isNumber(typ) {
			return
		}
		tried++
		for _, text := range numbers {
			if !checkNumber(t, o, typ, text) {
				return
			}
		}
		for text, says := range notNumbers {
			refuses(t, o, text, says)
		}
		for _, unit := range []string{"B", "b", "kB", "KB", "kb", "Kb", "MB", "mb", "Mb", "GB", "gb", "KiB", "kib", "KIB", "Kib", "MiB", "mib", "GiB", "gib",
			"k", "K", "m", "M", "g", "G", "TiB", "s", "hops"} {
			for _, n := range []string{"0", "1", "7", "64", "-1", "4194304", "99999999999999999999"} {
				checkNumber(t, o, typ, n+unit)
			}
			refuses(t, o, "0xg"+unit, "")
			refuses(t, o, "064"+unit, "write 64")
		}
	})
	assert.Greater(t, tried, 40)
}

// These are the numbers of the review.
func TestHexadecimalDigitsAreNoUnit(t *testing.T) {
	for text, want := range map[string]int{"0xAB": 171, "0x1B": 27, "0x1b": 27, "0x4000B": 262155, "0X4000b": 262155, "0xB": 11} {
		means(t, RcvBuf.p, want, text)
	}
	means(t, MaxPacingRate.p, uint64(0xffffB), "0xffffB")
}

func TestUnitsOfBytes(t *testing.T) {
	for text, want := range map[string]int{"64k": 65536, "64K": 65536, "64KiB": 65536, "64kB": 64000, "64kb": 64000, "1m": 1 << 20, "1MB": 1e6, "100B": 100} {
		means(t, RcvBuf.p, want, text)
	}
	for text, want := range map[string]uint64{"125MB": 125e6, "125MiB": 125 << 20, "64kB": 64000, "9B": 9} {
		means(t, MaxPacingRate.p, want, text)
	}
	refuses(t, MaxPacingRate.p, "100Mb", "the b may stand for bits: write 100MB for bytes")
	refuses(t, MaxPacingRate.p, "100kib", "write 100KiB")
	refuses(t, MaxPacingRate.p, "100b", "write 100B")
	refuses(t, MaxPacingRate.p, "100M", "write 100MB or 100MiB")
	refuses(t, MaxPacingRate.p, "100k", "write 100kB or 100KiB")
	refuses(t, RcvBuf.p, "64 KiB", "without blanks")
	refuses(t, TTL.p, "7MiB", "without a unit")
}

// A number that does not fit names the range of the option, not of a Go type.
func TestNumbersBeyond(t *testing.T) {
	if TTL.p.supported() {
		refuses(t, TTL.p, "99999999999999999999", "must be 1 to 255")
		refuses(t, TTL.p, "-99999999999999999999", "must be 1 to 255")
		refuses(t, TTL.p, "0xfffffffffffffffffffff", "must be 1 to 255")
	}
	if KeepIdle.p.supported() {
		refuses(t, KeepIdle.p, "9999999999999h", "must be 1s to")
		refuses(t, KeepIdle.p, "-9999999999999h", "must be 1s to")
	}
	refuses(t, Mark.p, "4294967296", "must be 0 to 4294967295")
	refuses(t, MaxPacingRate.p, "18446744073709551616", "must be 0 to 18446744073709551615")
	refuses(t, MaxPacingRate.p, "99999999999GiB", "must be 0 to 18446744073709551615")
	refuses(t, SCTPInitMsg.p, "outstreams=65536", "outstreams: must be 0 to 65535")
	refuses(t, SCTPRTOInfo.p, "max=9999999999999h", "max: must be at most 2562047h")
	var d time.Duration
	require.NoError(t, parseText(&d, []byte(time.Duration(math.MaxInt64).String())))
	assert.Equal(t, time.Duration(math.MaxInt64), d)
	require.NoError(t, parseText(&d, []byte(time.Duration(math.MinInt64).String())))
	assert.Equal(t, time.Duration(math.MinInt64), d)
}

// typeNames has the names of every number of every type with names: those of the
// C headers and RFCs that the types name.
var typeNames = map[reflect.Type]map[string]int64{
	reflect.TypeFor[AddrPreferences](): {"none": 0, "temporary": 1, "public": 2, "pubtmp-default": 4, "care-of": 8, "home": 16, "CGA": 32, "non-CGA": 64},
	reflect.TypeFor[Change]():          {"ignored": 0, "clipped": 1, "raised": 2, "rounded": 3, "replaced": 4},
	reflect.TypeFor[ClockID]():         {"CLOCK_REALTIME": 0, "CLOCK_MONOTONIC": 1, "CLOCK_TAI": 11},
	reflect.TypeFor[CongestionState](): {"open": 0, "disorder": 1, "CWR": 2, "recovery": 3, "loss": 4},
	reflect.TypeFor[DSField](): {"CS0": 0, "LE": 4, "CS1": 0x20, "CS2": 0x40, "CS3": 0x60, "CS4": 0x80, "CS5": 0xa0, "CS6": 0xc0, "CS7": 0xe0,
		"AF11": 0x28, "AF12": 0x30, "AF13": 0x38, "AF21": 0x48, "AF22": 0x50, "AF23": 0x58, "AF31": 0x68, "AF32": 0x70, "AF33": 0x78,
		"AF41": 0x88, "AF42": 0x90, "AF43": 0x98, "VA": 0xb0, "EF": 0xb8, "AF41+ECT0": 0x8a, "AF41+ECT1": 0x89, "EF+CE": 0xbb, "CS0+ECT0": 2,
		"lowdelay": 0x10, "throughput": 8, "reliability": 4, "lowdelay+ECT0": 0x12,
		"IPTOS_DSCP_AF41": 0x88, "IPTOS_DSCP_EF": 0xb8, "IPTOS_CLASS_CS1": 0x20, "IPTOS_LOWDELAY": 0x10, "IPTOS_THROUGHPUT": 8, "IPTOS_RELIABILITY": 4},
	reflect.TypeFor[FanoutFlags](): {"0": 0, "PACKET_FANOUT_FLAG_ROLLOVER": 0x10, "PACKET_FANOUT_FLAG_UNIQUEID": 0x20,
		"PACKET_FANOUT_FLAG_IGNORE_OUTGOING": 0x40, "PACKET_FANOUT_FLAG_DEFRAG": 0x80},
	reflect.TypeFor[FanoutMode](): {"PACKET_FANOUT_HASH": 0, "PACKET_FANOUT_LB": 1, "PACKET_FANOUT_CPU": 2, "PACKET_FANOUT_ROLLOVER": 3,
		"PACKET_FANOUT_RND": 4, "PACKET_FANOUT_QM": 5, "PACKET_FANOUT_CBPF": 6, "PACKET_FANOUT_EBPF": 7},
	reflect.TypeFor[FlowLabelAction](): {"IPV6_FL_A_GET": 0, "IPV6_FL_A_PUT": 1, "IPV6_FL_A_RENEW": 2},
	reflect.TypeFor[FlowLabelFlags]():  {"0": 0, "IPV6_FL_F_CREATE": 1, "IPV6_FL_F_EXCL": 2, "IPV6_FL_F_REFLECT": 4, "IPV6_FL_F_REMOTE": 8},
	reflect.TypeFor[FlowLabelShare]():  {"IPV6_FL_S_NONE": 0, "IPV6_FL_S_EXCL": 1, "IPV6_FL_S_PROCESS": 2, "IPV6_FL_S_USER": 3, "IPV6_FL_S_ANY": 255},
	reflect.TypeFor[MinMTU]():          {"multicast": -1, "never": 0, "always": 1},
	reflect.TypeFor[PacketClock]():     {"0": 0, "SOF_TIMESTAMPING_SOFTWARE": 16, "SOF_TIMESTAMPING_RAW_HARDWARE": 64},
	reflect.TypeFor[PacketMembershipKind](): {"PACKET_MR_MULTICAST": 0, "PACKET_MR_PROMISC": 1, "PACKET_MR_ALLMULTI": 2,
		"PACKET_MR_UNICAST": 3},
	reflect.TypeFor[PathMTUDiscovery](): {"dont": 0, "want": 1, "do": 2, "probe": 3, "interface": 4, "omit": 5, "IP_PMTUDISC_DO": 2, "IPV6_PMTUDISC_PROBE": 3},
	reflect.TypeFor[PortChoice]():       {"default": 0, "high": 1, "low": 2},
	reflect.TypeFor[ProtectionLevel]():  {"default": -1, "unrestricted": 10, "edge-restricted": 20, "restricted": 30},
	reflect.TypeFor[ProtocolNumber](): {"1 (ICMP)": 1, "6 (TCP)": 6, "17 (UDP)": 17, "58 (ICMPv6)": 58, "132 (SCTP)": 132, "136 (UDP-Lite)": 136,
		"262 (MPTCP)": 262},
	reflect.TypeFor[SCTPEvents](): {"0": 0, "dataio": 1, "association": 2, "address": 4, "sendfailure": 8, "peererror": 16, "shutdown": 32,
		"partialdelivery": 64, "adaptationlayer": 128, "authentication": 256, "senderdry": 512, "streamreset": 1024, "assocreset": 2048,
		"streamchange": 4096, "sendfailed": 8192},
	reflect.TypeFor[SCTPPeerFlags](): {"0": 0, "heartbeat": 1, "noheartbeat": 2, "demand": 4, "pmtud": 8, "nopmtud": 16, "sackdelay": 32, "nosackdelay": 64,
		"heartbeatzero": 128, "flowlabel": 256, "dscp": 512},
	reflect.TypeFor[SCTPReach]():     {"unknown": 0, "active": 1, "inactive": 2, "potentiallyfailed": 3, "unconfirmed": 4},
	reflect.TypeFor[SCTPSendFlags](): {"0": 0, "unordered": 1, "addrover": 2, "abort": 4, "eof": 8, "sendall": 16, "sackimmediately": 32},
	reflect.TypeFor[SCTPState](): {"unknown": 0, "closed": 1, "bound": 2, "listen": 3, "cookiewait": 4, "cookieechoed": 5, "established": 6,
		"shutdownpending": 7, "shutdownsent": 8, "shutdownreceived": 9, "shutdownacksent": 10},
	reflect.TypeFor[SaveSynMode](): {"off": 0, "IP": 1, "link": 2},
	reflect.TypeFor[ServiceType](): {"BE": 0, "BK": 1, "SIG": 2, "VI": 3, "VO": 4, "RV": 5, "AV": 6, "OAM": 7, "RD": 8},
	reflect.TypeFor[TCPState](): {"CLOSED": 0, "LISTEN": 1, "SYN-SENT": 2, "SYN-RECEIVED": 3, "ESTABLISHED": 4, "FIN-WAIT-1": 5, "FIN-WAIT-2": 6,
		"CLOSE-WAIT": 7, "CLOSING": 8, "LAST-ACK": 9, "TIME-WAIT": 10},
	reflect.TypeFor[TLSCipher]():      {"AES-GCM-128": 51, "AES-GCM-256": 52, "CHACHA20-POLY1305": 54},
	reflect.TypeFor[TLSMode]():        {"none": 0, "software": 1, "device": 2, "TOE": 3},
	reflect.TypeFor[TPacketVersion](): {"TPACKET_V1": 0, "TPACKET_V2": 1, "TPACKET_V3": 2},
	reflect.TypeFor[TimestampClock](): {"SO_TS_REALTIME_MICRO": 0, "SO_TS_BINTIME": 1, "SO_TS_REALTIME": 2, "SO_TS_MONOTONIC": 3},
	reflect.TypeFor[TimestampFlags](): {"0x0": 0, "TX_HARDWARE": 1, "TX_SOFTWARE": 2, "RX_HARDWARE": 4, "RX_SOFTWARE": 8, "SOFTWARE": 16,
		"SYS_HARDWARE": 32, "RAW_HARDWARE": 64, "OPT_ID": 128, "TX_SCHED": 256, "TX_ACK": 512, "OPT_CMSG": 1024, "OPT_TSONLY": 2048, "OPT_STATS": 4096,
		"OPT_PKTINFO": 8192, "OPT_TX_SWHW": 1 << 14, "BIND_PHC": 1 << 15, "OPT_ID_TCP": 1 << 16, "OPT_RX_FILTER": 1 << 17, "TX_COMPLETION": 1 << 18,
		"SOF_TIMESTAMPING_RX_SOFTWARE": 8, "SOF_TIMESTAMPING_OPT_TSONLY": 2048},
	reflect.TypeFor[BufLockFlags](): {"none": 0, "SNDBUF": 1, "RCVBUF": 2},
	reflect.TypeFor[UDPEncapType](): {"none": 0, "UDP_ENCAP_ESPINUDP": 2, "UDP_ENCAP_L2TPINUDP": 3},
}

// systemNames has the types whose numbers differ between systems.
var systemNames = map[reflect.Type]bool{reflect.TypeFor[AddressFamily](): true, reflect.TypeFor[SockType](): true, reflect.TypeFor[Interface](): true}

// eachNamedType calls f with every type of a value, or in a value, that is a
// number with names.
func eachNamedType(f func(typ reflect.Type)) {
	seen := map[reflect.Type]bool{}
	var visit func(typ reflect.Type)
	visit = func(typ reflect.Type) {
		if seen[typ] || !strings.HasSuffix(typ.PkgPath(), "/sockopt") && typ.PkgPath() != "" {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Struct:
			for f := range typ.Fields() {
				visit(f.Type)
			}
		case reflect.Slice, reflect.Array, reflect.Pointer:
			visit(typ.Elem())
		}
		if _, named := reflect.Zero(typ).Interface().(fmt.Stringer); named && (reflect.Zero(typ).CanInt() || reflect.Zero(typ).CanUint()) {
			f(typ)
		}
	}
	for i := range catalogue {
		if o := catalogue[i].o; o != nil {
			visit(valueType(o))
		}
	}
	visit(reflect.TypeFor[Change]())
}

// reads asserts that the text is the number of the type.
func reads(t *testing.T, typ reflect.Type, number int64, text string) {
	t.Helper()
	p := reflect.New(typ)
	if !assert.NoError(t, p.Interface().(textUnmarshaler).UnmarshalText([]byte(text)), "%v %q", typ, text) {
		return
	}
	if p.Elem().CanInt() {
		assert.Equal(t, number, p.Elem().Int(), "%v %q", typ, text)
	} else {
		assert.Equal(t, uint64(number), p.Elem().Uint(), "%v %q", typ, text)
	}
}

// Each name is read in any case, each number in decimal and hexadecimal, and what
// String returns is read as the same number.
func TestNamesOfEveryType(t *testing.T) {
	eachNamedType(func(typ reflect.Type) {
		names, ok := typeNames[typ]
		if !ok {
			assert.True(t, systemNames[typ], "%v is in no table", typ)
			return
		}
		for name, number := range names {
			for _, text := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
				reads(t, typ, number, text)
			}
		}
		for n := int64(-2); n < 1100; n++ {
			v := reflect.New(typ).Elem()
			if n < 0 && v.CanUint() || v.CanUint() && v.OverflowUint(uint64(n)) {
				assert.ErrorIs(t, parseText(v.Addr().Interface(), []byte(fmt.Sprint(n))), ErrValue, "%v %d", typ, n)
				continue
			}
			reads(t, typ, n, fmt.Sprint(n))
			if n >= 0 {
				reads(t, typ, n, fmt.Sprintf("%#x", n))
				reads(t, typ, n, fmt.Sprintf("0X%X", n))
			}
			if v.CanInt() {
				v.SetInt(n)
			} else {
				v.SetUint(uint64(n))
			}
			reads(t, typ, n, stringOf(v))
			if typ != reflect.TypeFor[ProtocolNumber]() { // which no option sets
				assert.NotContains(t, stringOf(v), " ", "%v", typ)
			}
		}
		for _, text := range []string{"", "010", "+1", "1_0", "0b1", "1 0", "\uff11", "nonsense", "99999999999999999999", "|", "1|", "|1", "\x00"} {
			p := reflect.New(typ)
			require.NoError(t, parseText(p.Interface(), []byte("1")))
			assert.ErrorIs(t, p.Interface().(textUnmarshaler).UnmarshalText([]byte(text)), ErrValue, "%v %q", typ, text)
			assert.Equal(t, "1", fmt.Sprintf("%d", p.Elem().Interface()), "%v %q: a failure changed the value", typ, text)
		}
	})
}

// Flags are joined by |; what is no set of flags is not.
func TestFlagsJoined(t *testing.T) {
	sets := map[reflect.Type]bool{
		reflect.TypeFor[AddrPreferences](): true, reflect.TypeFor[FanoutFlags](): true, reflect.TypeFor[FlowLabelFlags](): true,
		reflect.TypeFor[PacketClock](): true, reflect.TypeFor[SCTPEvents](): true, reflect.TypeFor[SCTPPeerFlags](): true,
		reflect.TypeFor[SCTPSendFlags](): true, reflect.TypeFor[TimestampFlags](): true,
		reflect.TypeFor[BufLockFlags](): true,
	}
	for typ, names := range typeNames {
		for a, n := range names {
			for b, m := range names {
				text := a + "|" + b
				if !sets[typ] || n&m != 0 || n == 0 || m == 0 {
					assert.ErrorIs(t, parseText(reflect.New(typ).Interface(), []byte(text)), ErrValue, "%v %s", typ, text)
					continue
				}
				reads(t, typ, n|m, text)
				reads(t, typ, n|m, a+" | "+fmt.Sprintf("%#x", m))
				reads(t, typ, n|m, fmt.Sprint(n|m))
			}
		}
	}
}

// Every octet is read from its text, as a number and as a name with ECN.
func TestEveryOctet(t *testing.T) {
	ecn := [...]string{"", "+ECT1", "+ECT0", "+CE"}
	for _, o := range []Option[DSField]{TOS, IPv6TClass, TrafficClass} {
		for n := range 256 {
			means(t, o.p, DSField(n), strconv.Itoa(n))
			means(t, o.p, DSField(n), fmt.Sprintf("%#x", n))
			means(t, o.p, DSField(n), o.p.format(DSField(n)))
			for name, field := range typeNames[reflect.TypeFor[DSField]()] {
				if !strings.Contains(name, "+") && field == int64(n)&^3 {
					means(t, o.p, DSField(n), name+ecn[n&3])
				}
			}
		}
		if o.p.supported() { // else nobody knows the bounds
			refuses(t, o.p, "256", "must be 0 to 255")
		}
		for _, text := range []string{"AF41|EF", "AF41+", "AF41+ECT", "AF41+NotECT", "ECT0", "+ECT0", "0x88+ECT0", "mincost", "IPTOS_", "DSCP 34", "010"} {
			refuses(t, o.p, text, "")
		}
	}
	assert.Equal(t, "0x8c", DSCP(35).String())
	assert.Equal(t, "0x8e", DSCP(35).WithECN(ECT0).String())
}

func TestSwitchesOfEveryOption(t *testing.T) {
	eachSettable(func(o erased, typ reflect.Type) {
		if typ != reflect.TypeFor[bool]() {
			return
		}
		for on, texts := range map[bool][]string{true: {"on", "true", "yes", "1"}, false: {"off", "false", "no", "0"}} {
			for _, text := range texts {
				means(t, o, on, text)
				means(t, o, on, strings.ToUpper(text))
			}
		}
		for _, text := range []string{"", "2", "-1", "01", "0x1", "+1", "enable", "o n", "t", "\x00on", "\uff4f\uff4e"} {
			refuses(t, o, text, "")
		}
	})
}

func TestDurationsOfEveryOption(t *testing.T) {
	eachSettable(func(o erased, typ reflect.Type) {
		if typ != reflect.TypeFor[time.Duration]() {
			return
		}
		for text, want := range map[string]time.Duration{
			"20s": 20 * time.Second, "1m30s": 90 * time.Second, "250ms": 250 * time.Millisecond, "1h": time.Hour, "1.5s": 1500 * time.Millisecond,
			"90m": 90 * time.Minute, "5us": 5 * time.Microsecond, "5µs": 5 * time.Microsecond, "0": 0, "0s": 0, "007s": 7 * time.Second, "-1s": -time.Second,
		} {
			means(t, o, want, text)
		}
		for text, says := range map[string]string{
			"20": "such as 20s or 20ms", "-20": "such as -20s", "1d": "write 24h", "2d": "write 48h", "999999999999d": "write hours", "1w": "such as 30s",
			"+20s": "such as 30s", "20 s": "such as 30s", "20S": "such as 30s", "1h 30m": "such as 30s", "0x10": "such as 30s", "\uff12s": "such as 30s",
			"s": "such as 30s", "infinite": "such as 30s", "20s\x00": "such as 30s",
		} {
			refuses(t, o, text, says)
		}
	})
}

func TestLingerTexts(t *testing.T) {
	for text, want := range map[string]LingerConfig{
		"off": LingerOff(), "OFF": LingerOff(), "reset": LingerReset(), "Reset": LingerReset(), "5s": LingerWait(5 * time.Second),
		"1m": LingerWait(time.Minute),
	} {
		means(t, Linger.p, want, text)
	}
	for _, text := range []string{"0", "0s", "-0", "0ms", "0h0m0s"} {
		refuses(t, Linger.p, text, `ambiguous: write "off" to turn lingering off, or "reset"`)
	}
	refuses(t, Linger.p, "5", "such as 5s")
	refuses(t, Linger.p, "on", "must be off, reset, or a time such as 5s")
	refuses(t, Linger.p, "1,5", "such as 30s")
	if Linger.p.supported() {
		refuses(t, Linger.p, "-5s", "must be 0s to")
	}
	refuses(t, Linger.p, "", "empty")
}

// documentedSettings has what each line of the documentation of ParseSetting means.
var documentedSettings = map[string]Setting{
	"TCP_NODELAY=on":                                   NoDelay.With(true),
	"IP_TTL=64":                                        TTL.With(64),
	"SO_MARK=0x40":                                     Mark.With(64),
	"SO_RCVBUF=4MiB":                                   RcvBuf.With(4194304),
	"SO_RCVBUF=64k":                                    RcvBuf.With(65536),
	"SO_MAX_PACING_RATE=125MB":                         MaxPacingRate.With(125000000),
	"TCP_USER_TIMEOUT=1m30s":                           UserTimeout.With(90 * time.Second),
	"SO_LINGER=off":                                    Linger.With(LingerOff()),
	"IP_TOS=AF41+ECT0":                                 TOS.With(0x8a),
	"IP_MTU_DISCOVER=probe":                            IPMTUDiscover.With(PathMTUProbe),
	"SO_TIMESTAMPING=RX_SOFTWARE|SOFTWARE":             Timestamping.With(8 | 16),
	"TCP_CONGESTION=cubic":                             Congestion.With("cubic"),
	"IP_OPTIONS=0x94040000":                            IPOptions.With([]byte{0x94, 4, 0, 0}),
	"IP_LOCAL_PORT_RANGE=40000-40999":                  LocalPortRange.With(PortRange{40000, 40999}),
	"SCTP_RTOINFO=initial=1s,max=3s,min=500ms":         SCTPRTOInfo.With(SCTPRTO{time.Second, 3 * time.Second, 500 * time.Millisecond}),
	"CAN_RAW_FILTER={123:7ff,200:700}":                 CANRawFilter.With([]CANFilter{{0x123, 0x7ff}, {0x200, 0x700}}),
	"ICMP_FILTER=block=0,8":                            ICMPFilter.With(blocking(0, 8)),
	"SO_ATTACH_FILTER=1,6:0:0:4":                       AttachFilter.With([]bpf.RawInstruction{{Op: 6, K: 4}}),
	"SO_ACCEPTFILTER=dataready":                        AcceptFilter.With(AcceptFilterConfig{Name: "dataready"}),
	"SO_DETACH_FILTER=none":                            DetachFilter.With(None{}),
	"IPV6_MULTICAST_IF=eth0":                           {},
	"MCAST_JOIN_GROUP=239.1.2.3%eth0":                  {},
	"MCAST_JOIN_SOURCE_GROUP=192.0.2.7@232.1.2.3%eth0": {},
}

func blocking(types ...ipv4.ICMPType) (f ipv4.ICMPFilter) {
	for _, t := range types {
		f.Block(t)
	}
	return f
}

// docOf returns the documentation of a function of this package.
func docOf(t *testing.T, file, name string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	require.NoError(t, err)
	for _, d := range f.Decls {
		if d, ok := d.(*ast.FuncDecl); ok && d.Name.Name == name {
			return d.Doc.Text()
		}
	}
	t.Fatal(file + " has no function " + name)
	return ""
}

func TestDocumentedSettings(t *testing.T) {
	const group, source = "239.1.2.3", "192.0.2.7@232.1.2.3"
	lo := loopbackInterface(t)
	on := "%" + lo.Name
	documented := map[string]Setting{}
	for text, want := range documentedSettings {
		switch index := Interface(lo.Index); {
		case strings.HasPrefix(text, "IPV6_MULTICAST_IF"):
			want = IPv6MulticastIF.With(index)
		case strings.HasPrefix(text, "MCAST_JOIN_GROUP"):
			want = MCASTJoinGroup.With(MulticastGroup{netip.MustParseAddr(group), index})
		case strings.HasPrefix(text, "MCAST_JOIN_SOURCE_GROUP"):
			want = JoinSourceGroup.With(MulticastSource{netip.MustParseAddr("232.1.2.3"), netip.MustParseAddr("192.0.2.7"), index})
		}
		documented[strings.NewReplacer("%eth0", on, "=eth0", "="+lo.Name).Replace(text)] = want
	}
	var lines []string
	for _, line := range regexp.MustCompile(`(?m)^\t([A-Z]\S+)`).FindAllStringSubmatch(docOf(t, "parse.go", "ParseSetting"), -1) {
		lines = append(lines, strings.NewReplacer("%eth0", on, "=eth0", "="+lo.Name).Replace(line[1]))
	}
	assert.Len(t, lines, len(documented))
	for _, line := range lines {
		want, ok := documented[line]
		require.True(t, ok, "%s is documented and in no table", line)
		name, value, _ := strings.Cut(line, "=")
		for _, text := range []string{line, strings.ToLower(name) + " = " + value + "\r\n", want.Info().Name + "=" + value} {
			got, err := ParseSetting(text)
			if assert.NoError(t, err, text) {
				assert.Equal(t, want.String(), got.String(), text)
				if want.o.typeName() != "[]bpf.RawInstruction" { // whose encoding is an address
					assert.Equal(t, want.enc.all(), got.enc.all(), text)
				}
			}
		}
	}
}

func loopbackInterface(t *testing.T) net.Interface {
	t.Helper()
	list, err := net.Interfaces()
	require.NoError(t, err)
	for _, i := range list {
		if i.Flags&net.FlagLoopback != 0 {
			return i
		}
	}
	t.Skip("there is no loopback interface")
	return net.Interface{}
}

// What is verified and what is optional is in the text, and comes back from it.
func TestTextOfVerifyAndOptional(t *testing.T) {
	plain := RcvBuf.With(1 << 20)
	for text, st := range map[string]Setting{
		"SO_RCVBUF=1MiB": plain, "SO_RCVBUF==1MiB": Verify(plain), "SO_RCVBUF?=1MiB": Optional(plain), "SO_RCVBUF?==1MiB": Optional(Verify(plain)),
	} {
		assert.Equal(t, text, st.String())
		b, err := json.Marshal(st)
		require.NoError(t, err)
		var back Setting
		require.NoError(t, json.Unmarshal(b, &back))
		assert.Equal(t, st.verify == nil, back.verify == nil, text)
		assert.Equal(t, st.optional, back.optional, text)
		assert.Equal(t, text, back.String())
	}
	// A value that begins with = is told from a setting that is verified.
	st := Congestion.With("=x")
	back, err := ParseSetting(st.String())
	require.NoError(t, err)
	assert.Nil(t, back.verify)
	assert.Equal(t, st.String(), back.String())
}

// The name of an option of one's own is part of a text.
func TestOwnNames(t *testing.T) {
	for _, name := range []string{"", "a=b", "a?", "a b", "a\tb", "a\n", "\x1b[31m", "a,b", `a"b`, "a'b", "é", "a\x7f"} {
		o := NewInt(name, 6, 99)
		assert.ErrorIs(t, Apply(FD(0), o.With(1)), ErrValue, "%q", name)
		_, err := o.Get(FD(0))
		assert.ErrorIs(t, err, ErrValue, "%q", name)
	}
	for _, name := range []string{"TCP_INFO", "TCP_INFO/v2", "X-1.2", "A+B"} {
		assert.Equal(t, name+"=1", NewInt(name, 6, 99).With(1).String())
		assert.NoError(t, NewInt(name, 6, 99).With(1).err)
	}
}

func TestNamesOfInterfaces(t *testing.T) {
	for name, want := range map[string]string{
		"eth0": "eth0", "eth0.7": "eth0.7", "br-lan": "br-lan", "a,b": `"a,b"`, "a%b": `"a%b"`, "a@b": `"a@b"`, "a|b": `"a|b"`, "a=b": `"a=b"`,
		"{": `"{"`, "a b": `"a\x20b"`, "\x1b]0;P": `"\x1b]0;P"`, "any": `"any"`, "ANY": `"ANY"`, "7": `"7"`, "0x7": `"0x7"`, `"`: `"\""`,
	} {
		assert.Equal(t, want, interfaceName(name))
		back, err := unquoted(want)
		require.NoError(t, err)
		assert.Equal(t, name, back)
	}
	lo := loopbackInterface(t)
	for _, text := range []string{lo.Name, `"` + lo.Name + `"`, strconv.Itoa(lo.Index), fmt.Sprintf("%#x", lo.Index)} {
		means(t, MulticastIF.p, Interface(lo.Index), text)
		var g MulticastGroup
		require.NoError(t, g.UnmarshalText([]byte("239.1.2.3%"+text)))
		assert.Equal(t, Interface(lo.Index), g.Interface)
	}
	means(t, MulticastIF.p, Interface(0), "Any")
	means(t, MulticastIF.p, Interface(0), "0")
	for _, text := range []string{"01", `"1`, `"any"`, "no such", "\x1b", "4294967296"} {
		refuses(t, MulticastIF.p, text, "")
	}
}

func TestHardwareAddresses(t *testing.T) {
	for text, want := range map[string]net.HardwareAddr{
		"02:00:5e:10:00:01": {2, 0, 0x5e, 0x10, 0, 1}, "02:00:5E": {2, 0, 0x5e}, "0x0200": {2, 0}, "07": {7},
	} {
		var a net.HardwareAddr
		require.NoError(t, parseText(&a, []byte(text)))
		assert.Equal(t, want, a)
	}
	for _, text := range []string{"2:0:0:0:0:1", "0202:03", "02:", ":02", "02-00", "0x2", "xx"} {
		assert.ErrorIs(t, parseText(new(net.HardwareAddr), []byte(text)), ErrValue, text)
	}
}

func TestAcceptFilterTexts(t *testing.T) {
	for text, want := range map[string]AcceptFilterConfig{
		"dataready": {Name: "dataready"}, "name=dataready": {Name: "dataready"}, "{}": {}, `"a=b"`: {Name: "a=b"},
		"name=httpready,arg=x": {Name: "httpready", Arg: "x"}, "{name=dataready}": {Name: "dataready"},
	} {
		means(t, AcceptFilter.p, want, text)
	}
	for _, text := range []string{"", "arg=x,", "filter=dataready", "dataready,x", `"a`} {
		refuses(t, AcceptFilter.p, text, "")
	}
}

func TestProgramsAsText(t *testing.T) {
	want := []bpf.RawInstruction{{Op: 40, K: 12}, {Op: 21, Jf: 1, K: 2048}, {Op: 6, K: 4294967295}}
	for _, text := range []string{
		"3,40:0:0:12,21:0:1:2048,6:0:0:4294967295", "3,40 0 0 12,21 0 1 2048,6 0 0 4294967295", "3\n40 0 0 12\n21 0 1 2048\n6 0 0 4294967295\n",
	} {
		var p []bpf.RawInstruction
		require.NoError(t, parseText(&p, []byte(text)))
		assert.Equal(t, want, p)
		assert.Equal(t, "3,40:0:0:12,21:0:1:2048,6:0:0:4294967295", formatProgram(p))
	}
	for _, text := range []string{"1,6:0:0", "1,6:256:0:0", "1,65536:0:0:0", "2,6:0:0:0", "1,06:0:0:0", "1,6:0:0:+1", "1"} {
		assert.ErrorIs(t, parseText(new([]bpf.RawInstruction), []byte(text)), ErrValue, text)
	}
}

// Blanks separate settings, so a text has none, and what is quoted escapes them.
func TestTextsHaveNoBlanks(t *testing.T) {
	for _, st := range []Setting{Congestion.With("a b"), AcceptFilter.With(AcceptFilterConfig{"a b", "c d"}), TOS.With(DSCP(35)),
		AttachFilter.With([]bpf.RawInstruction{{Op: 6}}), IPv6AddrPreferences.With(PreferPublicTemporaryDefault), IPv6Protection.With(ProtectionEdgeRestricted)} {
		assert.NotContains(t, st.String(), " ")
	}
}

// Long texts cost what they are long, and no search for each word.
func TestCostOfLongTexts(t *testing.T) {
	for _, c := range []struct{ name, piece string }{
		{"SO_TIMESTAMPING", "SOFTWARE|"}, {"SCTP_EVENTS", "1|"}, {"IP_TOS", "AF41|"}, {"SCTP_RTOINFO", "max=1s,"}, {"CAN_RAW_FILTER", "{"}, {"ICMP_FILTER", "block="},
	} {
		i, ok := Lookup(c.name)
		require.True(t, ok, c.name)
		var err error
		text := strings.Repeat(c.piece, 90_000/len(c.piece))
		allocs := testing.AllocsPerRun(3, func() { _, err = i.Parse(text) })
		assert.ErrorIs(t, err, ErrValue, c.name)
		assert.Less(t, allocs, 3000., c.name)
	}
}

// A refused text that is documented somewhere as a trap says what to write.
func TestErrorsNameTheWayToWrite(t *testing.T) {
	for text, says := range map[string][]string{
		"SO_RCVBUF=010":           {"10", "0x8"},
		"SO_MARK=0100":            {"100", "0x40"},
		"SO_LINGER=0":             {"off", "reset"},
		"TCP_KEEPIDLE=30":         {"30s"},
		"TCP_KEEPIDLE=1d":         {"24h"},
		"SO_MAX_PACING_RATE=1Mb":  {"1MB"},
		"SO_BINDTODEVICE=":        {`""`},
		"IP_MTU_DISCOVER=on":      {"dont", "probe"},
		"ICMP_FILTER=block":       {"block=0,8"},
		"IP_LOCAL_PORT_RANGE=5":   {"40000-50000"},
		"SO_TIMESTAMPING=RX|7SW":  {"RX_SOFTWARE"},
		"SO_TIMESTAMPING=1|1":     {"once"},
		"SO_DETACH_FILTER=on":     {"none"},
		"IPV6_MULTICAST_IF=eth 0": {`"eth 0"`},
	} {
		_, err := ParseSetting(text)
		if assert.ErrorIs(t, err, ErrValue, text) {
			for _, s := range says {
				assert.ErrorContains(t, err, s, text)
			}
		}
	}
}

// numericOptions are what FuzzParseSetting compares with wantNumber: one option
// of each type and unit.
var numericOptions = sync.OnceValue(func() (list []erased) {
	type kind struct {
		typ  reflect.Type
		unit string
	}
	seen := map[kind]bool{}
	eachSettable(func(o erased, typ reflect.Type) {
		if k := (kind{typ, o.base().unit}); isNumber(typ) && !seen[k] {
			seen[k] = true
			list = append(list, o)
		}
	})
	return list
})
