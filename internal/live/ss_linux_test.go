package live_test

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	library "github.com/go-sockopt/sockopt"
)

// A line is what ss shows of a socket, by name: a word with a value behind a
// colon or a space, or a word alone.
type line map[string]string

// A group is what ss prints in parentheses, in which there may be spaces.
var (
	group  = regexp.MustCompile(`([\w-]+):\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)`)
	spaced = regexp.MustCompile(`\b(send|pacing_rate|delivery_rate) (\S+)`)
)

// ss returns what it shows of the TCP sockets that have a local port and are of a
// program, by inode.
func ss(t *testing.T, port int) map[uint64]line {
	out := run(t, "ss", "-tinoemaHO", "--tos", "--inet-sockopt", fmt.Sprintf("sport = :%d", port))
	lines := make(map[uint64]line)
	for text := range strings.Lines(out) {
		l := make(line)
		for _, m := range group.FindAllStringSubmatch(text, -1) {
			if m[1] == "bbr" {
				m[1] += "-info" // besides the word bbr
			}
			l[m[1]] = strings.TrimSpace(m[2])
		}
		text = group.ReplaceAllString(text, "")
		for _, m := range spaced.FindAllStringSubmatch(text, -1) {
			l[m[1]] = m[2]
		}
		words := strings.Fields(spaced.ReplaceAllString(text, ""))
		require.Greater(t, len(words), 5, text)
		l["state"], l["recv-q"], l["send-q"], l["local"], l["remote"] = words[0], words[1], words[2], words[3], words[4]
		for _, word := range words[5:] {
			name, value, _ := strings.Cut(word, ":")
			l[name] = value
		}
		inode, err := strconv.ParseUint(l["ino"], 10, 64)
		require.NoError(t, err, text)
		if inode != 0 { // as in TIME-WAIT
			lines[inode] = l
		}
	}
	return lines
}

// notOptions are the flags of options that TCP sockets take to no purpose, and
// one of the time between TCP_FASTOPEN_CONNECT and the first write.
var notOptions = regexp.MustCompile(` (mc_loop|mc_all|defer_connect)`)

// A shown is a socket with what its options say, for the words of ss.
type shown struct {
	t *testing.T
	s *socket
	library.TCPMetrics
}

// bbr asks the socket, since the command does not show what its algorithm says.
func (x *shown) bbr() library.BBRState {
	process, err := unix.PidfdOpen(x.s.PID, 0)
	require.NoError(x.t, err)
	defer unix.Close(process)
	fd, err := unix.PidfdGetfd(process, x.s.FD, 0)
	require.NoError(x.t, err)
	defer unix.Close(fd)
	state, err := library.CCInfo.Get(library.FD(fd))
	require.NoError(x.t, err)
	bbr, ok := state.BBR()
	require.True(x.t, ok)
	return bbr
}

// is tells that a word without a value has to be there.
const is = "is"

// ssWords are what ss should show for each word that it prints.
var ssWords = map[string]func(x *shown) string{
	"state": func(x *shown) string { return map[string]string{"LISTEN": "LISTEN", "ESTABLISHED": "ESTAB"}[x.s.State] },
	"local": func(x *shown) string { return x.s.Local },
	"remote": func(x *shown) string {
		if x.s.State == "LISTEN" {
			return map[string]string{"IPv4 TCP": "0.0.0.0:*", "IPv6 TCP": "[::]:*"}[x.s.Kind]
		}
		return x.s.Remote
	},
	"recv-q": func(x *shown) string {
		if x.s.State == "LISTEN" {
			return fmt.Sprint(x.Unacked) // connections to accept
		}
		return "0" // no option has what there is to read
	},
	"send-q": func(x *shown) string {
		if x.s.State == "LISTEN" {
			return fmt.Sprint(x.Sacked) // the backlog
		}
		sent := x.BytesSent - x.BytesRetrans
		return fmt.Sprint(x.NotSent + sent - min(sent, x.BytesAcked)) // which has the SYN of a client, too
	},
	"ino":    func(x *shown) string { return fmt.Sprint(x.s.Inode) },
	"sk":     func(x *shown) string { return fmt.Sprintf("%x", value[uint64](x.t, x.s, "SO_COOKIE")) },
	"v6only": func(x *shown) string { return map[string]string{"on": "1", "off": "0"}[x.s.text("IPV6_V6ONLY")] },
	"fwmark": func(x *shown) string { return fmt.Sprintf("%#x", value[uint32](x.t, x.s, "SO_MARK")) },
	"class_id": func(x *shown) string { // what cls_cgroup leaves open is the priority
		n := value[int](x.t, x.s, "SO_PRIORITY")
		if n == 0 {
			return "0"
		}
		return fmt.Sprintf("%#x", n)
	},
	"inet-sockopt": func(x *shown) string {
		flags := []string{"is_icsk"}
		for _, flag := range []struct{ name, option string }{
			{"recverr", "IP_RECVERR"}, {"freebind", "IP_FREEBIND"}, {"transparent", "IP_TRANSPARENT"},
			{"bind_addr_no_port", "IP_BIND_ADDRESS_NO_PORT"},
		} {
			if x.s.text(flag.option) == "on" {
				flags = append(flags, flag.name)
			}
		}
		return strings.Join(flags, " ")
	},
	"skmem": func(x *shown) string {
		m := value[library.SocketMemory](x.t, x.s, "SO_MEMINFO")
		return fmt.Sprintf("r%d,rb%d,t%d,tb%d,f%d,w%d,o%d,bl%d,d%d", m.RcvAlloc, value[int](x.t, x.s, "SO_RCVBUF"),
			m.SndAlloc, value[int](x.t, x.s, "SO_SNDBUF"), m.FwdAlloc, m.SndQueued, m.OptMem, m.Backlog, m.Drops)
	},
	"ts":       func(x *shown) string { return word(x.Timestamps) },
	"sack":     func(x *shown) string { return word(x.SACK) },
	"ecnseen":  func(x *shown) string { return word(x.ECN) }, // not without ecn
	"ecn":      func(x *shown) string { return word(x.ECN) },
	"fastopen": func(x *shown) string { return word(x.FastOpen) },
	"wscale": func(x *shown) string {
		return fmt.Sprintf("%d,%d", x.SndWScale, x.RcvWScale) + map[bool]string{false: ", but not in use"}[x.WScale]
	},
	"rto":            func(x *shown) string { return ms(x.RTO) },
	"backoff":        func(x *shown) string { return fmt.Sprint(x.Backoff) },
	"rtt":            func(x *shown) string { return ms(x.RTT) + "/" + ms(x.RTTVar) },
	"ato":            func(x *shown) string { return ms(x.ATO) },
	"mss":            func(x *shown) string { return fmt.Sprint(x.SndMSS) },
	"pmtu":           func(x *shown) string { return fmt.Sprint(x.PathMTU) },
	"rcvmss":         func(x *shown) string { return fmt.Sprint(x.RcvMSS) },
	"advmss":         func(x *shown) string { return fmt.Sprint(x.AdvMSS) },
	"ssthresh":       func(x *shown) string { return fmt.Sprint(x.SSThresh / x.SndMSS) },
	"bytes_sent":     func(x *shown) string { return fmt.Sprint(x.BytesSent) },
	"bytes_retrans":  func(x *shown) string { return fmt.Sprint(x.BytesRetrans) },
	"bytes_acked":    func(x *shown) string { return fmt.Sprint(x.BytesAcked) },
	"bytes_received": func(x *shown) string { return fmt.Sprint(x.BytesReceived) },
	"segs_out":       func(x *shown) string { return fmt.Sprint(x.SegsOut) },
	"segs_in":        func(x *shown) string { return fmt.Sprint(x.SegsIn) },
	"data_segs_out":  func(x *shown) string { return fmt.Sprint(x.DataSegsOut) },
	"data_segs_in":   func(x *shown) string { return fmt.Sprint(x.DataSegsIn) },
	"delivered":      func(x *shown) string { return fmt.Sprint(x.Delivered) },
	"delivered_ce":   func(x *shown) string { return fmt.Sprint(x.DeliveredCE) },
	"unacked":        func(x *shown) string { return fmt.Sprint(x.Unacked) },
	"retrans":        func(x *shown) string { return fmt.Sprintf("%d/%d", x.Retrans, x.TotalRetrans) },
	"lost":           func(x *shown) string { return fmt.Sprint(x.Lost) },
	"sacked":         func(x *shown) string { return fmt.Sprint(x.Sacked) },
	"reordering":     func(x *shown) string { return fmt.Sprint(x.Reordering) },
	"dsack_dups":     func(x *shown) string { return fmt.Sprint(x.DSACKDups) },
	"reord_seen":     func(x *shown) string { return fmt.Sprint(x.ReordSeen) },
	"rcv_ooopack":    func(x *shown) string { return fmt.Sprint(x.OutOfOrder) },
	"rcv_rtt":        func(x *shown) string { return ms(x.ReceiverRTT) },
	"rcv_space":      func(x *shown) string { return fmt.Sprint(x.RcvSpace) },
	"notsent":        func(x *shown) string { return fmt.Sprint(x.NotSent) },
	"minrtt":         func(x *shown) string { return ms(x.MinRTT) },
	"snd_wnd":        func(x *shown) string { return fmt.Sprint(x.SndWnd) },
	"rcv_wnd":        func(x *shown) string { return fmt.Sprint(x.RcvWnd) },
	"cwnd": func(x *shown) string {
		if x.SndMSS == 0 {
			return "10" // segments of a listener, whose size is not known yet: no bytes
		}
		return fmt.Sprint(x.Cwnd / x.SndMSS)
	},
	"delivery_rate": func(x *shown) string { return bits(x.DeliveryRate) + "bps" },
	"pacing_rate": func(x *shown) string {
		assert.Equal(x.t, value[uint64](x.t, x.s, "SO_MAX_PACING_RATE"), x.MaxPacingRate)
		if x.MaxPacingRate != math.MaxUint64 {
			return bits(x.PacingRate) + "bps/" + bits(x.MaxPacingRate) + "bps"
		}
		return bits(x.PacingRate) + "bps"
	},
	"bbr-info": func(x *shown) string {
		bbr := x.bbr()
		text := fmt.Sprintf("bw:%sbps,mrtt:%s", bits(bbr.Bandwidth), ms(bbr.MinRTT))
		if bbr.PacingGain != 0 {
			text += ",pacing_gain:" + general(bbr.PacingGain)
		}
		if bbr.CwndGain != 0 {
			text += ",cwnd_gain:" + general(bbr.CwndGain)
		}
		return text
	},
	"tos":    func(x *shown) string { return dsField(x.s.text("IP_TOS")) },
	"tclass": func(x *shown) string { return dsField(x.s.text("IPV6_TCLASS")) },
}

// dsField is how ss prints a byte whose text is a name.
func dsField(text string) string {
	for n := range int64(256) {
		if n > 0 && dsText(n) == text {
			return fmt.Sprintf("%#x", n)
		}
	}
	return "0"
}

// clocks are the words of what goes on: the value is between those before and
// after.
var clocks = map[string]func(m *library.TCPMetrics) time.Duration{
	"lastsnd":        func(m *library.TCPMetrics) time.Duration { return m.LastDataSent },
	"lastrcv":        func(m *library.TCPMetrics) time.Duration { return m.LastDataRecv },
	"busy":           func(m *library.TCPMetrics) time.Duration { return m.BusyTime },
	"rwnd_limited":   func(m *library.TCPMetrics) time.Duration { return m.RWndLimited },
	"sndbuf_limited": func(m *library.TCPMetrics) time.Duration { return m.SndBufLimited },
	"lastack":        func(m *library.TCPMetrics) time.Duration { return m.LastAckRecv },
}

// others are the words that no socket option says.
var others = map[string]string{
	"uid":          "the owner of the inode",
	"cgroup":       "no option has it",
	"<->":          "how much of the connection is shut down; no option has it",
	"send":         "computed by ss: the window by the round-trip time",
	"app_limited":  "a flag that TCPMetrics does not have",
	"rcv_ssthresh": "a field that TCPMetrics does not have",
	"rehash":       "a field that TCPMetrics does not have",
}

func word(on bool) string {
	if on {
		return is
	}
	return ""
}

// ms is how ss prints a time, in milliseconds.
func ms(d time.Duration) string { return general(float64(d.Microseconds()) / 1000) }

// general is %g of C.
func general(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }

// bits is how ss prints bytes a second.
func bits(rate uint64) string { return strconv.FormatFloat(float64(rate)*8, 'f', 0, 64) }

// checkSS compares each word that ss shows of the sockets that have a port with
// what the command shows of them, both before and after.
func checkSS(t *testing.T, port int, words string) {
	target := fmt.Sprint(":", port)
	var before, after []socket
	var lines map[uint64]line
	for range 10 { // until nothing was sent meanwhile
		time.Sleep(250 * time.Millisecond)
		before, lines, after = inspect(t, target), ss(t, port), inspect(t, target)
		if sent(t, before) == sent(t, after) {
			break
		}
	}
	seen := make(map[string]bool)
	require.NotEmpty(t, lines)
	for inode, l := range lines {
		a, b := byInode(before, inode), byInode(after, inode)
		if !assert.True(t, a != nil && b != nil, "sockopt does not show the socket %v", l) {
			continue
		}
		x, y := show(t, a), show(t, b)
		congestion := a.text("TCP_CONGESTION")
		for name, got := range l {
			seen[name] = true
			of := fmt.Sprintf("%s of %s -> %s, %v", name, a.Local, a.Remote, l)
			if clock, ok := clocks[name]; ok {
				number, _, _ := strings.Cut(got, "ms")
				n, err := strconv.ParseInt(number, 10, 64)
				require.NoError(t, err, of)
				assert.LessOrEqual(t, clock(&x.TCPMetrics).Milliseconds(), n, of)
				assert.GreaterOrEqual(t, clock(&y.TCPMetrics).Milliseconds(), n, of)
			} else if want, ok := ssWords[name]; ok {
				switch {
				case got == "":
					got = is
				case name == "inet-sockopt":
					got = notOptions.ReplaceAllString(got, "")
				}
				assert.Contains(t, []string{want(x), want(y)}, got, of)
			} else if name == "timer" {
				checkTimer(t, x, y, got)
			} else if name == congestion && got == "" {
				seen["congestion"] = true
			} else {
				assert.Contains(t, others, name, "nothing compares %s", of)
			}
		}
		assert.Contains(t, l, congestion)
		// What is on has its word.
		for name, on := range map[string]bool{"ts": x.Timestamps, "sack": x.SACK, "wscale": x.WScale, "ecn": x.ECN, "fastopen": x.FastOpen,
			"timer": a.State != "LISTEN" && a.text("SO_KEEPALIVE") == "on"} {
			if _, ok := l[name]; on {
				assert.True(t, ok, "%s of %v", name, l)
			}
		}
	}
	for name := range strings.FieldsSeq(words + " congestion") {
		assert.True(t, seen[name], "no %s was compared", name)
	}
}

// sent counts the segments that sockets have sent and received.
func sent(t *testing.T, sockets []socket) (n uint64) {
	for i := range sockets {
		m := value[library.TCPMetrics](t, &sockets[i], "TCP_INFO")
		n += m.SegsOut + m.SegsIn
	}
	return n
}

func byInode(sockets []socket, inode uint64) *socket {
	for i := range sockets {
		if sockets[i].Inode == inode {
			return &sockets[i]
		}
	}
	return nil
}

func show(t *testing.T, s *socket) *shown {
	return &shown{t, s, value[library.TCPMetrics](t, s, "TCP_INFO")}
}

// checkTimer compares what ss shows of a timer with the options, on a connection
// that was idle for less than half a minute.
func checkTimer(t *testing.T, before, after *shown, timer string) {
	parts := strings.Split(timer, ",")
	require.Len(t, parts, 3)
	left, err := parseTimer(parts[1])
	require.NoError(t, err, timer)
	switch parts[0] {
	case "on":
		assert.LessOrEqual(t, left, max(before.RTO, after.RTO), timer)
		assert.Contains(t, []string{fmt.Sprint(before.Retransmits), fmt.Sprint(after.Retransmits)}, parts[2])
	case "persist":
		assert.Contains(t, []string{fmt.Sprint(before.Probes), fmt.Sprint(after.Probes)}, parts[2])
	case "keepalive":
		assert.Equal(t, "on", before.s.text("SO_KEEPALIVE"))
		idle := time.Duration(value[int64](t, before.s, "TCP_KEEPIDLE"))
		assert.LessOrEqual(t, left, idle, timer)
		rounding := time.Second
		if left >= 10*time.Minute {
			rounding = time.Minute
		}
		assert.Greater(t, left+rounding+30*time.Second, idle, timer)
		assert.Equal(t, "0", parts[2], "probes")
	default:
		assert.Fail(t, "nothing compares "+timer)
	}
}

// awaitTimer returns when a timer of a socket has some time left.
func awaitTimer(t *testing.T, port int, inode uint64, kind string, least time.Duration) {
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "there is no timer %s", kind)
		name, rest, _ := strings.Cut(ss(t, port)[inode]["timer"], ",")
		rest, _, _ = strings.Cut(rest, ",")
		if left, err := parseTimer(rest); name == kind && err == nil && left >= least {
			return
		}
	}
}

// parseTimer reads the times of the timers of ss: 29min, 1min14sec, 9.960ms,
// which is 9 s and 960 ms, and 204ms.
func parseTimer(text string) (time.Duration, error) {
	if seconds, rest, ok := strings.Cut(text, "."); ok {
		text = seconds + "sec" + rest
	}
	return time.ParseDuration(strings.NewReplacer("min", "m", "sec", "s").Replace(text))
}
