// Package strace reads what the program strace prints of setsockopt and
// getsockopt, for the tests that compare it with what package sockopt says.
package strace

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Args are the arguments of strace with which it prints what this package reads.
var Args = []string{"-f", "-y", "-X", "verbose", "-s", "1024", "-e", "signal=none"}

// A Call is a setsockopt or getsockopt.
type Call struct {
	Set    bool
	Inode  uint64 // of the socket
	Level  int
	Number int
	// LevelName and Name are the C names, as the catalogue of package sockopt has
	// them where C has more than one; empty where strace does not know them.
	LevelName, Name string
	Value           string // [1800], {l_onoff=0, l_linger=0}, "cubic\0", or an address
	Length          int    // of a read, of the answer
	Failed          bool
}

// A line of a call, whose numbers have their names behind them if strace knows
// any:
//
//	12 setsockopt(3<socket:[99]>, 0x6 /* SOL_TCP */, 0x4 /* TCP_KEEPIDLE */, [1800], 4) = 0
//	12 getsockopt(3<TCP:[99]>, 0x6 /* SOL_TCP */, 0x26 /* TCP_??? */, 0xc000, [8 => 4]) = -1 EINVAL (Invalid argument)
var line = regexp.MustCompile(`([gs])etsockopt\(\d+<\w+:\[(\d+)\]>, (\w+)(?: /\* (\S+) \*/)?, (\w+)(?: /\* (\S+) \*/)?, (.*), \[?(?:\d+ => )?(\d+)\]?\) += (0|-1 .*)$`)

// others are C names besides those of the catalogue.
var others = map[string]string{
	"SOL_IP": "IPPROTO_IP", "SOL_IPV6": "IPPROTO_IPV6", "SOL_ICMPV6": "IPPROTO_ICMPV6",
	"SOL_TCP": "IPPROTO_TCP", "SOL_UDP": "IPPROTO_UDP", "SOL_SCTP": "IPPROTO_SCTP",
	"IP_ORIGDSTADDR": "IP_RECVORIGDSTADDR", "IPV6_ORIGDSTADDR": "IPV6_RECVORIGDSTADDR",
}

// Parse reads a line. Ok is false if it is not the whole of a call of a socket.
func Parse(text string) (c Call, ok bool, err error) {
	text, whole := strings.CutSuffix(text, "\n")
	if !whole || !strings.Contains(text, "etsockopt(") || !strings.Contains(text, ":[") || strings.HasSuffix(text, "<unfinished ...>") {
		return Call{}, false, nil
	}
	m := line.FindStringSubmatch(text)
	if m == nil {
		return Call{}, false, fmt.Errorf("strace: %s", text)
	}
	c = Call{Set: m[1] == "s", LevelName: name(m[4]), Name: name(m[6]), Value: m[7], Failed: m[9] != "0"}
	if c.Inode, err = strconv.ParseUint(m[2], 10, 64); err != nil {
		return Call{}, false, err
	}
	for _, number := range []struct {
		to   *int
		text string
	}{{&c.Level, m[3]}, {&c.Number, m[5]}, {&c.Length, m[8]}} {
		n, err := strconv.ParseInt(number.text, 0, 64)
		if err != nil {
			return Call{}, false, err
		}
		*number.to = int(n)
	}
	return c, true, nil
}

func name(text string) string {
	if strings.HasSuffix(text, "_??") || strings.HasSuffix(text, "_???") {
		return ""
	}
	text = strings.TrimSuffix(text, "_OLD") // of the calls with a time of 32 bits
	if other, ok := others[text]; ok {
		return other
	}
	return text
}

// Unquote reads a string.
func Unquote(text string) ([]byte, error) {
	s, ok := strings.CutPrefix(text, `"`)
	s, ended := strings.CutSuffix(s, `"`)
	if !ok || !ended {
		return nil, fmt.Errorf("strace: %s is not a whole string", text)
	}
	var b []byte
	for s != "" {
		if s[0] != '\\' {
			b, s = append(b, s[0]), s[1:]
			continue
		}
		digits := 0
		for digits < 3 && digits+1 < len(s) && s[digits+1] >= '0' && s[digits+1] <= '7' {
			digits++
		}
		if digits > 0 {
			n, err := strconv.ParseUint(s[1:1+digits], 8, 8)
			if err != nil {
				return nil, err
			}
			b, s = append(b, byte(n)), s[1+digits:]
			continue
		}
		i := -1
		if len(s) > 1 {
			i = strings.IndexByte(`tnvfr"\`, s[1])
		}
		if i < 0 {
			return nil, fmt.Errorf("strace: %s has an unknown escape", text)
		}
		b, s = append(b, "\t\n\v\f\r\"\\"[i]), s[2:]
	}
	return b, nil
}
