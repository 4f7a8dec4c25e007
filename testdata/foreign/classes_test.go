package sockopt

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	foreign "github.com/go-sockopt/sockopt/internal/foreign"
)

// TestObservedClasses replays observed-classes.tsv: what kernels answered, through
// this package, for each option on each kind of socket and for values at the
// bounds. A failure must be of the class that the file says.

// A classKernel answers every call with err, and otherwise only tells what the
// socket is.
type classKernel struct {
	kind  string
	tried *meta // the option
	err   error
	none  bool // success, with no bytes
	asked bool // something else than what the socket is
}

// numberOfRoute is AF_ROUTE, of the systems that are in the file.
var numberOfRoute = map[string]int{"freebsd": 17, "netbsd": 34, "dragonfly": 17}[observedOS]

// has tells whether the name of the kind has one of some words in it.
func (k *classKernel) has(words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(k.kind, word) })
}

func (k *classKernel) family() int {
	switch {
	case k.has("unix"):
		return 1
	case k.has("route"):
		return numberOfRoute
	case k.has("6"):
		return numberOfIPv6
	}
	return 2
}

func (k *classKernel) socketType() int32 {
	switch {
	case k.has("many", "packet"):
		return 5
	case k.has("raw", "route"):
		return 3
	case k.has("udp", "gram"):
		return 2
	}
	return 1
}

func (k *classKernel) protocol() int32 {
	for _, p := range []struct {
		kind   string
		number int32
	}{{"sctp", 132}, {"raw4icmp", 1}, {"raw6icmp", 58}, {"raw4raw", 255}, {"udplite", 136}, {"udp", 17}, {"unix", 0}, {"route", 0}} {
		if k.has(p.kind) {
			return p.number
		}
	}
	return 6
}

func (k *classKernel) name(uintptr) (family int, addr [16]byte, err error) {
	switch {
	case observedOS == "netbsd" && strings.HasPrefix(k.kind, "sctp") && !k.has("client", "server"):
		return 0, addr, syscall.ENOENT
	case observedOS == "dragonfly" && k.has("route"):
		return 0, addr, syscall.EINVAL
	case k.has("mapped"):
		copy(addr[10:], "\xff\xff\x7f\x00\x00\x01")
	}
	return k.family(), addr, nil
}

func (k *classKernel) get(_ uintptr, level, number int, p unsafe.Pointer, n *uint32) error {
	only := int32(1) // the default of these systems
	if k.has("dual", "mapped") {
		only = 0
	}
	for m, v := range map[*meta]int32{&socketType.meta: k.socketType(), &domain.meta: int32(k.family()), &protocol.meta: k.protocol(), &ipv6V6Only.meta: only} {
		r := m.row()
		if r == nil || m == k.tried && m == &ipv6V6Only.meta {
			continue
		}
		if _, at := m.at(r); level == int(at) && number == int(r.number) {
			*(*int32)(p) = v
			*n = 4
			return nil
		}
	}
	if k.asked = true; k.none {
		*n = 0
	}
	return k.err
}

func (k *classKernel) set(_ uintptr, level, number int, p unsafe.Pointer, n uintptr) error {
	k.asked = true
	return k.err
}

// classErrnos are the errnos of the file that [errnos] lacks.
var classErrnos = map[string]syscall.Errno{"EHOSTUNREACH": syscall.EHOSTUNREACH, "EBUSY": syscall.EBUSY, "ESRCH": syscall.ESRCH, "EPROTONOSUPPORT": syscall.EPROTONOSUPPORT}

func TestObservedClasses(t *testing.T) {
	b, err := os.ReadFile("testdata/observed-classes.tsv")
	require.NoError(t, err)
	lists := map[string]string{}
	calls, unwritten := 0, 0
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "@"):
			lists[f[0]] = f[1]
			continue
		}
		require.Len(t, f, 7, line)
		if !slices.Contains(strings.Fields(f[0]), observedOS) {
			continue
		}
		option, call, answer, want, kinds := f[1], f[2], f[3], f[4], f[5]
		if list, ok := lists[kinds]; ok {
			kinds = list
		}
		i, ok := Lookup(option)
		require.True(t, ok, option)
		for _, kind := range strings.Split(kinds, ",") {
			for _, value := range strings.Split(f[6], " | ") {
				k := &classKernel{kind: kind, tried: i.o.base(), none: answer == "none"}
				if answer != "ok" && answer != "-" && answer != "none" {
					errno, ok := errnos[answer]
					if !ok {
						errno, ok = classErrnos[answer]
					}
					require.True(t, ok, answer)
					k.err = errno
				}
				foreign.Get, foreign.Set, foreign.Name = k.get, k.set, k.name
				var err error
				if call == "get" {
					_, err = i.Get(FD(0))
				} else {
					st, parseErr := ParseSetting(option + "=" + value)
					if err = parseErr; err == nil {
						err = Apply(FD(0), st)
					} else if want != "value" {
						unwritten++
						t.Logf("%s=%s cannot be written: %v", option, value, err)
						continue
					}
				}
				calls++
				checkClass(t, k, err, want, option+" "+call+" "+value+" on "+kind+" of "+observedOS+", answer "+answer)
			}
		}
	}
	if calls == 0 {
		t.Skip("nothing was observed on " + observedOS)
	}
	assert.Less(t, unwritten, calls/50)
	t.Logf("calls replayed: %d, values that cannot be written: %d", calls, unwritten)
}

func checkClass(t *testing.T, k *classKernel, err error, want, what string) {
	unsupported := errors.Is(err, errors.ErrUnsupported)
	switch want {
	case "ok": // an answer of zeros may still be none
		var answer *answerError
		assert.True(t, err == nil || errors.As(err, &answer), "%s: %v", what, err)
	case "unsupported":
		assert.True(t, unsupported, "%s: %v", what, err)
	case "never": // nor is the kernel asked
		assert.True(t, unsupported, "%s: %v", what, err)
		assert.False(t, k.asked, what)
	case "value":
		assert.ErrorIs(t, err, ErrValue, what)
		assert.False(t, k.asked, what)
	case "errno":
		assert.ErrorIs(t, err, k.err, what)
		assert.False(t, unsupported, what)
	default:
		t.Errorf("%s: no class %q", what, want)
	}
}

// The IPv4 options of an AF_INET6 socket are missing from its Snapshot, and the
// kernel, which answers them with EINVAL or ENOPROTOOPT, is not asked.
func TestObservedClassesInSnapshot(t *testing.T) {
	if numberOfRoute == 0 {
		t.Skip("nothing was observed on " + observedOS)
	}
	for _, kind := range []string{"tcp6", "udp6", "raw6udp", "client6mapped"} {
		k := &classKernel{kind: kind, err: syscall.EINVAL}
		foreign.Get, foreign.Set, foreign.Name = k.get, k.set, k.name
		d, err := Snapshot(FD(0))
		require.NoError(t, err)
		require.NotEmpty(t, d.Readings)
		for _, r := range d.Readings {
			assert.NotEqual(t, levelIP, r.e.o.base().level, "%s of %s", r.Name, kind)
		}
		ttl, ok := d.Lookup("IP_TTL")
		require.True(t, ok)
		assert.ErrorIs(t, ttl.Err, errors.ErrUnsupported)
	}
}
