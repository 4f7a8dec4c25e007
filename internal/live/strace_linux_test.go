package live_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	library "github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/internal/strace"
)

// A call is a successful one of a socket.
type call struct{ strace.Call }

// calls reads the output of strace.
func calls(t *testing.T, output string) []call {
	var list []call
	for line := range strings.Lines(output) {
		c, ok, err := strace.Parse(line)
		require.NoError(t, err)
		if ok && !c.Failed {
			list = append(list, call{c})
		}
	}
	return list
}

// info returns what the library says of the option of a call, found by its
// numbers; nil if it does not have it. The names have to be the same.
func (c *call) info(t *testing.T) *library.Info {
	for i := range library.All() {
		if i.Supported && i.LevelNumber == c.Level && i.Number == c.Number && !strings.Contains(i.Level, "/") && i.Name != "ReusePortLB" && i.Name != "BindInterface" {
			assert.Equal(t, i.Level, c.LevelName, "%+v", c)
			if c.Name != "" {
				assert.Equal(t, c.Name, i.CName, "%+v", c)
			}
			return &i
		}
	}
	return nil
}

// units are those of the options whose value is a time, from tcp(7).
var units = map[string]time.Duration{
	"TCP_KEEPIDLE":      time.Second,
	"TCP_KEEPINTVL":     time.Second,
	"TCP_DEFER_ACCEPT":  time.Second,
	"TCP_LINGER2":       time.Second,
	"TCP_USER_TIMEOUT":  time.Millisecond,
	"TCP_RTO_MAX_MS":    time.Millisecond,
	"TCP_RTO_MIN_US":    time.Microsecond,
	"TCP_DELACK_MAX_US": time.Microsecond,
	"SO_BUSY_POLL":      time.Microsecond,
}

// words are the names of numbers, from the headers of the kernel.
var words = map[string]map[int64]string{
	"SO_TYPE":               {1: "SOCK_STREAM", 2: "SOCK_DGRAM"},
	"SO_BUF_LOCK":           {0: "none", 1: "SNDBUF", 2: "RCVBUF", 3: "SNDBUF|RCVBUF"},
	"SO_DOMAIN":             {1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6"},
	"SO_PROTOCOL":           {0: "0", 6: "6 (TCP)", 17: "17 (UDP)"},
	"IP_TOS":                {0: "CS0", 0x20: "CS1", 0x48: "AF21", 0x60: "CS3", 0x88: "AF41", 0xb8: "EF"},
	"IPV6_TCLASS":           {0: "CS0"},
	"IP_MTU_DISCOVER":       {0: "dont", 1: "want", 2: "do", 3: "probe", 4: "interface", 5: "omit"},
	"SO_BINDTOIFINDEX":      {0: "any"},
	"IP_UNICAST_IF":         {0: "any"},
	"IPV6_UNICAST_IF":       {0: "any"},
	"SO_TIMESTAMPING":       {0: "0x0"},
	"IP_LOCAL_PORT_RANGE":   {0: "0-0"},
	"TCP_SAVE_SYN":          {0: "off"},
	"IPV6_ADDR_PREFERENCES": {0x500: "pubtmp-default|home"},
}

// dsText is the name of a byte of IP_TOS, from the registry of code points and
// RFC 3168.
func dsText(n int64) string {
	name := map[int64]string{0: "CS0", 0x20: "CS1", 0x48: "AF21", 0x60: "CS3", 0x88: "AF41", 0xb8: "EF"}[n&^3]
	return name + [...]string{"", "+ECT1", "+ECT0", "+CE"}[n&3]
}

func init() {
	for _, name := range []string{"IPV6_MTU_DISCOVER"} {
		words[name] = words["IP_MTU_DISCOVER"]
	}
	for _, name := range []string{"IP_MULTICAST_IF", "IPV6_MULTICAST_IF"} {
		words[name] = words["IP_UNICAST_IF"]
	}
}

// text writes the value of a call as the library should. It is empty where
// strace shows an address, or only the bytes of a structure.
func (c *call) text(t *testing.T, i *library.Info) string {
	if number, ok := strings.CutPrefix(c.Value, "["); ok {
		n, err := strconv.ParseInt(strings.TrimSuffix(number, "]"), 0, 64)
		require.NoError(t, err, "%+v", c)
		switch {
		case units[i.CName] != 0:
			return (time.Duration(n) * units[i.CName]).String()
		case i.CName == "IP_TOS" || i.CName == "IPV6_TCLASS":
			return dsText(n)
		case words[i.CName] != nil:
			require.Contains(t, words[i.CName], n, "%+v", c)
			return words[i.CName][n]
		case i.Type == "bool" && n == 0:
			return "off"
		case i.Type == "bool":
			return "on"
		}
		return plain(fmt.Sprint(n))
	}
	if fields, ok := strings.CutPrefix(c.Value, "{"); ok {
		fields = strings.TrimSuffix(fields, "}")
		var on, seconds int
		if n, _ := fmt.Sscanf(fields, "l_onoff=%d, l_linger=%d", &on, &seconds); n == 2 {
			switch {
			case on == 0:
				return "off"
			case seconds == 0:
				return "reset"
			}
			return (time.Duration(seconds) * time.Second).String()
		}
		return strings.NewReplacer(",", "", "=", " ").Replace(fields)
	}
	if !strings.HasPrefix(c.Value, `"`) {
		return ""
	}
	b, err := strace.Unquote(c.Value)
	require.NoError(t, err)
	switch i.Type {
	case "string":
		s, _, _ := strings.Cut(string(b), "\x00")
		return s
	case "uint64":
		return plain(fmt.Sprint(binary.NativeEndian.Uint64(b)))
	case "time.Duration": // struct timeval of a 64-bit system
		require.Len(t, b, 16, "%+v", c)
		seconds, micros := binary.NativeEndian.Uint64(b), binary.NativeEndian.Uint64(b[8:])
		return (time.Duration(seconds)*time.Second + time.Duration(micros)*time.Microsecond).String()
	}
	return ""
}

// plain marks a number, whose text may have a unit.
func plain(number string) string { return "#" + number }

// same compares the value of a call with what the command shows.
func (c *call) same(t *testing.T, i *library.Info, s *socket) {
	want, got := c.text(t, i), s.text(i.CName)
	if number, ok := strings.CutPrefix(want, "#"); ok {
		want, got = number, string(value[rawJSON](t, s, i.CName))
	}
	switch {
	case c.Length == 0:
		assert.Contains(t, []string{`""`, "0x", "{}", "none"}, got, "%s, which strace shows as %+v", i.CName, c)
	case want == "":
		assert.Contains(t, structures, i.CName, "nothing compares %+v", c)
	default:
		assert.Equal(t, want, got, "%s, which strace shows as %+v", i.CName, c)
	}
}

type rawJSON []byte

func (r *rawJSON) UnmarshalJSON(b []byte) error {
	*r = b
	return nil
}

// structures are the options of which strace shows bytes only, and where else
// they are compared.
var structures = map[string]string{
	"TCP_INFO":    "ss",
	"SO_MEMINFO":  "ss",
	"TCP_CC_INFO": "the command does not show it",
	"SO_TXTIME":   "set by none of the servers",
}

// doubled are the options that the kernel answers with twice the value.
var doubled = map[string]bool{"SO_RCVBUF": true, "SO_SNDBUF": true}

// checkSets compares what the server has set on its sockets so far with what the
// command shows of them, and wants the options among them.
func (s *server) checkSets(t *testing.T, sockets []socket, options string) {
	var output []byte
	require.EventuallyWithT(t, func(t *assert.CollectT) { // strace may lag
		var err error
		output, err = os.ReadFile(s.calls)
		assert.NoError(t, err)
		for option := range strings.FieldsSeq(options) {
			assert.Contains(t, string(output), option+" */")
		}
	}, 5*time.Second, 20*time.Millisecond)
	type key struct {
		inode         uint64
		level, number int
	}
	last := make(map[key]call)
	for _, c := range calls(t, string(output)) {
		last[key{c.Inode, c.Level, c.Number}] = c
	}
	found := make(map[string]bool)
	for i := range sockets {
		for _, c := range last {
			if c.Inode != sockets[i].Inode {
				continue
			}
			info := c.info(t)
			if !assert.NotNil(t, info, "the library does not have %+v", c) {
				continue
			}
			found[info.CName] = true
			if doubled[info.CName] {
				n, err := strconv.Atoi(strings.Trim(c.Value, "[]"))
				require.NoError(t, err)
				c.Value = fmt.Sprintf("[%d]", 2*n)
			}
			c.same(t, info, &sockets[i])
		}
	}
	for option := range strings.FieldsSeq(options) {
		assert.True(t, found[option], "no %s was compared", option)
	}
}

// checkGets compares each value that the command shows with what strace shows
// that the kernel gave it.
func checkGets(t *testing.T, target string) {
	path, err := command()
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "gets")
	out := run(t, "strace", append(strace.Args, "-e", "trace=getsockopt", "-o", file, path, "inspect", "-json", target)...)
	output, err := os.ReadFile(file)
	require.NoError(t, err)

	for _, name := range []string{"SO_ERROR", "TCP_SAVED_SYN", "SO_PEERPIDFD", "TCP_ZEROCOPY_RECEIVE"} {
		assert.NotContains(t, string(output), name+" */", "reading it has an effect")
	}
	byInode := make(map[uint64][]call)
	for _, c := range calls(t, string(output)) {
		byInode[c.Inode] = append(byInode[c.Inode], c)
	}
	for _, s := range parse(t, out) {
		// Who shares a socket has it shown once more: the last read counts.
		read := make(map[string]call)
		for _, c := range byInode[s.Inode] {
			if i := c.info(t); assert.NotNil(t, i, "the library does not have %+v", c) {
				read[i.CName] = c
			}
		}
		for _, o := range s.Options {
			c, ok := read[o.Name]
			if assert.True(t, ok, "strace does not show how %s=%s of a %s socket was read", o.Name, o.Text, s.Kind) {
				c.same(t, c.info(t), &s)
			}
		}
	}
}
