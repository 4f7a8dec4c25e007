package sockopt

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	foreign "github.com/go-sockopt/sockopt/internal/foreign"
	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// This file is compiled by TestForeign alone, which puts it into the package as it
// is on the system with this name.
const observedOS = "GOOS"

// An observation is what a kernel answered for one option of one kind of socket.
type observation struct {
	get, short string            // to a large buffer, and to one of 4 bytes
	set        map[string]string // by argument
	every      string            // the answer to whatever is set
}

// senseless are values that a kernel takes and the package refuses: a packet with
// no hop left, less than no probe, no buffer.
var senseless = map[string][]string{"IP_TTL": {"0"}, "TCP_KEEPCNT": {"-1"}, "SO_SNDBUF": {"0", "-1"}, "SO_RCVBUF": {"0", "-1"}}

// toldSince11 are options that NetBSD 11 tells. The kernel whose answers these are
// is older.
var toldSince11 = []string{"TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_KEEPINIT"}

// A place is where an observation belongs.
type place struct {
	level, number int
	kind          string
}

var (
	observed = map[place]*observation{}
	lines    = map[place]int{}        // of observed.tsv
	anywhere = map[[2]string]string{} // by level and kind, what every get and set gave
	levelOf  = map[string]int{"SOL_SOCKET": 0xffff, "IPPROTO_IP": 0, "IPPROTO_IPV6": 41, "IPPROTO_TCP": 6, "IPPROTO_UDP": 17, "IPPROTO_ICMPV6": 58, "SOL_LOCAL": 0}
	errnos   = map[string]syscall.Errno{ // by the name that the system has for it
		"EINVAL": syscall.EINVAL, "ENOPROTOOPT": syscall.ENOPROTOOPT, "EOPNOTSUPP": syscall.EOPNOTSUPP, "EDOM": syscall.EDOM, "ENOBUFS": syscall.ENOBUFS,
		"EPERM": syscall.EPERM, "ENOTCONN": syscall.ENOTCONN, "EADDRNOTAVAIL": syscall.EADDRNOTAVAIL, "ENOENT": syscall.ENOENT, "ENXIO": syscall.ENXIO,
		"WSAEINVAL": 10022, "WSAEFAULT": 10014, "WSAENOPROTOOPT": 10042, "WSAEOPNOTSUPP": 10045, // winerror.h
	}
	socketKinds = []string{"tcp4", "tcp6", "tcp4conn", "tcp4listen", "udp4", "udp6", "unixstream", "unixdgram", "raw4", "raw6"}
	keepUnit    time.Duration
)

func readObserved(t *testing.T) {
	b, err := os.ReadFile("testdata/observed.tsv")
	require.NoError(t, err)
	var probes []float64
	n := 0
	for line := range strings.Lines(string(b)) {
		n++
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] != observedOS {
			continue
		}
		require.Len(t, f, 8, line)
		if m := regexp.MustCompile(`^keepalive idle 4, peer alive: at ([\d.]+) s a probe$`).FindStringSubmatch(f[7]); m != nil {
			at, err := strconv.ParseFloat(m[1], 64)
			require.NoError(t, err)
			probes = append(probes, at)
		}
		for _, kind := range strings.Split(f[4], ",") {
			if all, ok := strings.CutPrefix(f[5], "every get and set: "); ok {
				anywhere[[2]string{f[1], kind}] = all
			}
			numbers := strings.Split(f[3], ",")
			for _, number := range numbers {
				number, err := strconv.Atoi(number)
				if err != nil {
					continue
				}
				o := &observation{get: f[5], short: f[6], set: map[string]string{}}
				o.every, _ = strings.CutPrefix(f[7], "every value ")
				if o.every == f[7] {
					o.every = ""
					for _, pair := range strings.Fields(f[7]) {
						if arg, answer, ok := strings.Cut(pair, ":"); ok && !strings.HasPrefix(f[7], "(") {
							o.set[arg] = answer
						}
					}
				}
				if o.short == "len4" && strings.HasPrefix(o.get, "ok len256 hex") && strings.HasSuffix(o.get, "aa..") { // Wine touches 4 bytes, and not the length
					o.get = firstNumber(o.get)
					for arg, result := range o.set {
						o.set[arg] = firstNumber(result)
					}
				}
				p := place{levelOf[f[1]], number, kind}
				observed[p], lines[p] = o, n
			}
		}
	}
	if probes != nil {
		keepUnit = time.Duration((probes[len(probes)-1]-probes[0])/float64(len(probes)-1)/4*2+0.5) * time.Second / 2
	}
}

// firstNumber is a text with the int that its bytes begin with.
func firstNumber(text string) string {
	before, digits, ok := strings.Cut(text, "hex")
	if !ok {
		return text
	}
	b, err := hex.DecodeString(digits[:8])
	if err != nil {
		return text
	}
	return strings.Replace(before, "len256", "len4", 1) + strconv.Itoa(int(int32(binary.LittleEndian.Uint32(b))))
}

// A kernel answers as was observed. One socket has one option that was set.
type observedKernel struct {
	fresh   bool
	now     string // what a get answers after a set
	unknown bool   // something was asked that was not observed
	level   int
	number  int
	touched bool
}

var kernel *observedKernel

func kindOfFD(fd uintptr) string { return socketKinds[fd] }

// pairOf reads {a,b}, or {a b}, and what is in the padding behind it.
func pairOf(text string) (x, y int64, pad string, ok bool) {
	text, pad, _ = strings.Cut(text, "+pad")
	n, _ := fmt.Sscanf(strings.NewReplacer("{", " ", "}", " ", ",", " ").Replace(text), "%d %d", &x, &y)
	return x, y, pad, n == 2 && strings.HasPrefix(text, "{")
}

// answer gives the bytes that a text stands for, all of amd64. A pair is as long
// as all are of that option.
func (o *observation) answer(text string) ([]byte, error) {
	if errno, ok := errnos[strings.Split(text, ",")[0]]; ok {
		return nil, errno
	}
	size := func(text string, otherwise int) int {
		if m := regexp.MustCompile(`^ok len(\d+) `).FindStringSubmatch(text); m != nil {
			otherwise, _ = strconv.Atoi(m[1])
		}
		return otherwise
	}
	value := regexp.MustCompile(`^ok len\d+ `).ReplaceAllString(text, "")
	order := binary.LittleEndian
	if digits, ok := strings.CutPrefix(value, "hex"); ok {
		b, err := hex.DecodeString(strings.TrimSuffix(digits, ".."))
		return append(b, make([]byte, max(0, size(text, 0)-len(b)))...), err // what was not written down is zero
	}
	if strings.HasPrefix(value, "len") {
		return nil, nil
	}
	if x, y, pad, ok := pairOf(value); ok {
		padding, err := hex.DecodeString(pad)
		switch n := size(o.get, 0); {
		case pad != "":
			return append(order.AppendUint32(order.AppendUint64(nil, uint64(x)), uint32(y)), padding...), err
		case n == 16:
			return order.AppendUint64(order.AppendUint64(nil, uint64(x)), uint64(y)), nil
		case n == 8:
			return order.AppendUint32(order.AppendUint32(nil, uint32(x)), uint32(y)), nil
		}
		return order.AppendUint16(order.AppendUint16(nil, uint16(x)), uint16(y)), nil
	}
	number, length, ok := strings.Cut(value, "/")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return nil, err
	}
	width := 4
	if ok {
		if width, err = strconv.Atoi(length); err != nil {
			return nil, err
		}
	}
	return order.AppendUint64(nil, uint64(n))[:width], nil
}

// elsewhere is what every call of a level gives, or that it is not known.
func (k *observedKernel) elsewhere(level int, kind string) error {
	for name, number := range levelOf {
		if all := anywhere[[2]string{name, kind}]; all != "" && number == level {
			return errnos[all]
		}
	}
	k.unknown = true
	return syscall.ENOSYS
}

func observedGet(fd uintptr, level, number int, p unsafe.Pointer, n *uint32) error {
	k := kernel
	o := observed[place{level, number, kindOfFD(fd)}]
	if o == nil {
		return k.elsewhere(level, kindOfFD(fd))
	}
	text := o.get
	if level == k.level && number == k.number {
		if k.touched = true; !k.fresh {
			text = k.now
		}
	}
	if strings.HasPrefix(text, "WSAEFAULT,len=628") && *n >= 628 { // which was not asked with more room
		return windowsProtocol(fd, unsafe.Slice((*byte)(p), *n), n)
	}
	b, err := o.answer(text)
	if err == nil {
		*n = uint32(copy(unsafe.Slice((*byte)(p), *n), b))
	}
	return err
}

// windowsProtocol makes a WSAPROTOCOL_INFOW, which has the family and the
// protocol in it.
func windowsProtocol(fd uintptr, b []byte, n *uint32) error {
	family, protocol := uint32(2), uint32(6)
	if kind := kindOfFD(fd); strings.HasSuffix(kind, "6") {
		family = 23
	}
	switch kind := kindOfFD(fd); {
	case strings.HasPrefix(kind, "udp"):
		protocol = 17
	case strings.HasPrefix(kind, "raw"):
		protocol = 1
	}
	clear(b[:628])
	binary.LittleEndian.PutUint32(b[76:], family)
	binary.LittleEndian.PutUint32(b[92:], protocol)
	*n = 628
	return nil
}

func observedSet(fd uintptr, level, number int, p unsafe.Pointer, n uintptr) error {
	k := kernel
	o := observed[place{level, number, kindOfFD(fd)}]
	sent := unsafe.Slice((*byte)(p), n)
	if o == nil || level != k.level || number != k.number {
		return k.elsewhere(level, kindOfFD(fd))
	}
	k.touched = true
	if o.every != "" {
		return errnos[o.every]
	}
	for arg, result := range o.set {
		if !bytes.Equal(o.argument(arg), sent) {
			continue
		}
		now, ok := strings.CutPrefix(result, "ok>")
		if !ok {
			return errnos[result]
		}
		k.fresh, k.now = false, now
		return nil
	}
	k.unknown = true
	return syscall.ENOSYS
}

// argument gives the bytes of what was set; nil for those that were only too few.
func (o *observation) argument(arg string) []byte {
	if arg == "b1" {
		return []byte{1}
	}
	if strings.HasSuffix(arg, "bytes") {
		return nil
	}
	b, err := o.answer(arg)
	if err != nil {
		panic(err)
	}
	return b
}

// numberOfIPv6 is AF_INET6.
var numberOfIPv6 = map[string]int{"freebsd": 28, "netbsd": 24, "dragonfly": 28, "windows": 23}[observedOS]

func observedName(fd uintptr) (family int, addr [16]byte, err error) {
	switch kind := kindOfFD(fd); {
	case strings.HasPrefix(kind, "unix"):
		return 1, addr, nil
	case strings.HasSuffix(kind, "6"):
		return numberOfIPv6, addr, nil
	}
	return 2, addr, nil
}

// valueOf is the value of an option that reads as a text, by what its type means;
// false where that is not to be told from the outside.
func valueOf(o erased, kind, text string) (any, bool) {
	value := regexp.MustCompile(`^ok len\d+ `).ReplaceAllString(text, "")
	value, _, _ = strings.Cut(value, "/")
	if x, y, _, ok := pairOf(value); ok {
		switch o.typeName() {
		case "LingerConfig":
			if x == 0 {
				return LingerConfig{}, true
			}
			if y == 0 {
				return LingerReset(), true
			}
			return LingerWait(time.Duration(y) * time.Second), y >= 0
		case "time.Duration":
			return time.Duration(x)*time.Second + time.Duration(y)*time.Microsecond, x >= 0 && y >= 0 && y < 1e6
		}
		return nil, false
	}
	if b, ok := strings.CutPrefix(value, "hex"); ok && o.typeName() == "string" {
		raw, _ := hex.DecodeString(strings.TrimSuffix(b, ".."))
		name, _, _ := bytes.Cut(raw, []byte{0})
		return string(name), true
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return nil, false
	}
	if o == erased(&fastOpen) && observedOS == "freebsd" && n != 0 {
		n = 1 // tcp(4): on or off
	}
	family, typ, protocol := AddressFamily(2), SockType(1), ProtocolNumber(6)
	switch {
	case strings.HasSuffix(kind, "6"):
		family = AddressFamily(numberOfIPv6)
	case strings.HasPrefix(kind, "unix"):
		family, protocol = 1, 0
	}
	switch {
	case strings.HasPrefix(kind, "udp"):
		typ, protocol = 2, 17
	case kind == "unixdgram":
		typ = 2
	case strings.HasPrefix(kind, "raw"):
		if typ, protocol = 3, ProtocolNumber(n); observedOS == "windows" { // the others tell 0
			protocol = 1
		}
	}
	switch o.typeName() {
	case "bool":
		return n != 0, true
	case "int", "uint32", "uint64", "DSField", "MinMTU", "TimestampClock", "TLSMode", "PortChoice", "UDPEncapType", "PathMTUDiscovery":
		v := reflect.New(valueType(o)).Elem()
		if v.CanInt() {
			v.SetInt(n)
		} else {
			v.SetUint(uint64(n))
		}
		return v.Interface(), n >= 0 || v.CanInt()
	case "time.Duration":
		unit := keepUnit // of all that TCP counts
		if observedOS == "windows" {
			if unit = time.Second; o.base().level == levelSocket {
				unit = time.Millisecond // winsock2.h: SO_RCVTIMEO is a DWORD of milliseconds
			}
		}
		if o == erased(&connectTime) {
			unit = time.Second
		}
		if observedOS == "windows" && o.base().level == levelSocket {
			n = int64(uint32(n))
		}
		return time.Duration(n) * unit, n >= 0
	case "Interface":
		return Interface(n), n == 0
	case "AddrPreferences": // ip6(4): -1 is the system's
		v, ok := map[int64]AddrPreferences{-1: PreferPublicTemporaryDefault, 0: PreferPublic, 1: PreferTemporary}[n]
		return v, ok
	case "AddressFamily":
		return family, true
	case "SockType":
		return typ, true
	case "ProtocolNumber":
		return protocol, true
	case "error":
		return nil, n == 0
	}
	return nil, false
}

// none tells whether nothing worked: the option is not for this kind of socket.
func (o *observation) none() bool {
	if !isError(o.get) {
		return false
	}
	for _, result := range o.set {
		if !isError(result) {
			return false
		}
	}
	return true
}

func isError(text string) bool { _, ok := errnos[strings.Split(text, ",")[0]]; return ok }

// TestObserved: what a kernel was seen to answer is read as what was set, and what
// it refused is the failure that it is.
func TestObserved(t *testing.T) {
	readObserved(t)
	if len(observed) == 0 {
		t.Skip("nothing was observed on " + observedOS)
	}
	foreign.Get, foreign.Set, foreign.Name = observedGet, observedSet, observedName
	counts := map[string]int{}
	used := map[int]bool{}
	for i := range catalogue {
		e := &catalogue[i]
		r := e.ownRow()
		if r == nil || e.o.typeName() == "*os.File" {
			continue
		}
		m := e.o.base()
		lv, level := m.at(r)
		for fd, kind := range socketKinds {
			o := observed[place{int(level), int(r.number), kind}]
			all := anywhere[[2]string{lv.String(), kind}]
			if o == nil && all == "" || m.name == "" {
				continue
			}
			if o != nil {
				used[lines[place{int(level), int(r.number), kind}]] = true
			}
			t.Run(m.cname(r)+"/"+kind, func(t *testing.T) {
				replay(t, e, r, FD(fd), kind, lv, o, all, counts)
			})
		}
	}
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		t.Logf("%s: %d", what, counts[what])
	}
	t.Logf("rows: %d", len(used))
}

func replay(t *testing.T, e *entry, r *row, s FD, kind string, lv level, o *observation, all string, counts map[string]int) {
	m := e.o.base()
	_, level := m.at(r)
	start := func() { kernel = &observedKernel{fresh: true, level: int(level), number: int(r.number)} }

	// Level 0 is another one to other sockets, and a row may be for some kinds only:
	// the kernel is not to be asked.
	start()
	if r.kinds != 0 && !r.kinds.Has(kindOf(uintptr(s))) || level == 0 && observedOS != "windows" && (lv == levelLocal) != strings.HasPrefix(kind, "unix") || level == 0 && observedOS != "windows" && strings.HasSuffix(kind, "6") {
		start()
		_, err := e.o.getAny(s)
		assert.ErrorIs(t, err, errors.ErrUnsupported)
		assert.False(t, kernel.touched)
		counts["refused before the call"]++
		return
	}
	start()
	wrongKind := !m.kindsAt(r).Has(kindOf(uintptr(s)))
	checkError := func(err error, errno string) {
		require.Error(t, err)
		errno = strings.Split(errno, ",")[0]
		require.Contains(t, errnos, errno)
		if wrongKind || strings.HasSuffix(errno, "ENOPROTOOPT") || strings.HasSuffix(errno, "EOPNOTSUPP") {
			assert.ErrorIs(t, err, errors.ErrUnsupported)
			if wrongKind {
				assert.Contains(t, err.Error(), "sockets, only on ")
			}
			counts["unsupported"]++
		} else {
			assert.ErrorIs(t, err, errnos[errno])
			assert.NotErrorIs(t, err, errors.ErrUnsupported, errno)
			counts["errno"]++
		}
	}

	setOnly := r.access == AccessWriteOnly || m.access == AccessWriteOnly
	if o == nil {
		start()
		if _, err := e.o.getAny(s); setOnly {
			assert.ErrorIs(t, err, errors.ErrUnsupported)
		} else {
			checkError(err, all)
		}
		return
	}
	if m.cname(r) != "IPV6_RECVTCLASS" { // which TCP has elsewhere
		assert.False(t, len(o.set) > 0 && o.none() && strings.HasSuffix(o.get, "EINVAL") && !wrongKind, "no value is taken, nor is one told")
	}
	if o.get == "ENOPROTOOPT" && !o.none() && !wrongKind {
		assert.Equal(t, !slices.Contains(toldSince11, m.cname(r)), setOnly, "it is taken and not told")
	}
	if setOnly {
		for arg, result := range o.set { // or what is read says nothing
			assert.True(t, isError(o.get) || arg == "0" || result != "ok>"+arg && result != "ok>1", "it can be read: %s", o.get)
		}
	} else if !e.o.asks() {
		start()
		v, err := e.o.getAny(s)
		get := o.get
		if strings.HasPrefix(get, "WSAEFAULT,len=") {
			get = "ok len4 0" // given so much room it is told
		}
		switch {
		case isError(get):
			checkError(err, get)
		case e.o == erased(&connectTime) && strings.HasSuffix(get, "-1"): // mswsock.h: there is no connection
			assert.ErrorIs(t, err, sys.ErrNoPeer)
		default:
			assert.NoError(t, err, get)
			if want, ok := valueOf(e.o, kind, get); ok {
				assert.Equal(t, want, v, o.get)
				counts["values read"]++
			} else {
				counts["answers decoded"]++
			}
		}
	}

	for arg, result := range o.set {
		if strings.HasPrefix(arg, "b") || strings.HasSuffix(arg, "bytes") || m.access == AccessReadOnly || r.access == AccessReadOnly {
			continue
		}
		v, ok := valueOf(e.o, kind, arg)
		if !ok || e.o.typeName() == "bool" && arg != "0" && arg != "1" || e.o.typeName() == "LingerConfig" && !strings.HasPrefix(arg, "{1,") {
			continue // what no value of the type says
		}
		start()
		err := Apply(s, e.o.withAny(v))
		if kernel.unknown { // one byte was tried with one value
			assert.Equal(t, cByte, r.as, "%s: nothing was set in these bytes", arg)
			continue
		}
		if errors.Is(err, ErrValue) {
			read, ok := strings.CutPrefix(result, "ok>")
			assert.False(t, ok && read == arg && !slices.Contains(senseless[m.cname(r)], arg), "%s is refused (%v), and the kernel takes it: %s", arg, err, result)
			counts["refused before the call"]++
			continue
		}
		read, ok := strings.CutPrefix(result, "ok>")
		if !ok {
			if assert.Error(t, err, "%s: %s", arg, result) {
				checkError(err, result)
			}
			continue
		}
		if !assert.NoError(t, err, "%s: %s", arg, result) {
			continue
		}
		counts["values set"]++
		if setOnly {
			continue
		}
		got, err := e.o.getAny(s)
		if isError(read) {
			checkError(err, read)
			continue
		}
		want, ok := valueOf(e.o, kind, read)
		if !ok {
			assert.Error(t, err, "%s reads as %s", arg, read)
			continue
		}
		if assert.NoError(t, err, "%s: %s", arg, result) {
			assert.Equal(t, want, got, "%s: %s", arg, result)
		}
		counts["values read"]++
		start()
		var mismatch *Mismatch
		err = Apply(s, Verify(e.o.withAny(v)))
		assert.Equal(t, !reflect.DeepEqual(v, want), errors.As(err, &mismatch), "%s: %s: %v", arg, result, err)
		counts["verified"]++
	}
}
