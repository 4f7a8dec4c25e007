package main

import (
	"encoding/json"
	"fmt"
	"net"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt"
)

// ssLine is what ss tells of a connection.
func ssLine(t *testing.T, local, remote string) string {
	t.Helper()
	out, err := exec.Command(program(t, "ss", "iproute2"), "-tinoemOH", "src", local, "dst", remote).Output()
	require.NoError(t, err)
	return string(out)
}

// ss reads the kernel by another way, netlink, and agrees with every value.
func TestAgreesWithSS(t *testing.T) {
	c := startChild(t, "sockets", nil)
	client := inspectJSON(t, c.at("client"))[c.fds["client"]]
	line := ssLine(t, client.Local, client.Remote)
	shows := func(pattern string) string {
		t.Helper()
		match := regexp.MustCompile(pattern).FindStringSubmatch(line)
		require.NotNil(t, match, "ss does not show %s: %s", pattern, line)
		return match[1]
	}
	value := func(name string, v any) {
		t.Helper()
		for _, o := range client.Options {
			if o.Name == name {
				require.NoError(t, json.Unmarshal(o.Value, v))
				return
			}
		}
		t.Fatal("no ", name)
	}
	assert.Equal(t, "ESTAB", strings.Fields(line)[0])
	assert.Equal(t, shows(` ino:(\d+)`), strconv.FormatUint(client.Inode, 10))
	var cookie uint64
	value("SO_COOKIE", &cookie)
	assert.Equal(t, shows(` sk:(\w+)`), strconv.FormatUint(cookie, 16))
	assert.Equal(t, "7s", client.text("SO_LINGER"))
	assert.Equal(t, "1min", shows(`timer:\(keepalive,(1min)`), "of 111 s")
	assert.Contains(t, line, " "+client.text("TCP_CONGESTION")+" ")

	var memory sockopt.SocketMemory
	value("SO_MEMINFO", &memory)
	for pattern, n := range map[string]uint32{
		`skmem:\(r(\d+)`: memory.RcvAlloc, `,rb(\d+)`: memory.RcvBuf, `,t(\d+),`: memory.SndAlloc, `,tb(\d+)`: memory.SndBuf,
		`,f(\d+)`: memory.FwdAlloc, `,o(\d+)`: memory.OptMem, `,bl(\d+)`: memory.Backlog, `,d(\d+)\)`: memory.Drops,
	} {
		assert.Equal(t, shows(pattern), fmt.Sprint(n), pattern)
	}

	var info sockopt.TCPMetrics
	value("TCP_INFO", &info)
	ms := func(ns int64) string { return strconv.FormatFloat(float64(ns)/1e6, 'f', -1, 64) }
	for pattern, text := range map[string]string{
		` rto:(\S+)`: ms(int64(info.RTO)), ` rtt:([\d.]+)/`: ms(int64(info.RTT)), ` rtt:[\d.]+/([\d.]+)`: ms(int64(info.RTTVar)),
		` minrtt:(\S+)`: ms(int64(info.MinRTT)), ` mss:(\d+)`: fmt.Sprint(info.SndMSS), ` pmtu:(\d+)`: fmt.Sprint(info.PathMTU),
		` rcvmss:(\d+)`: fmt.Sprint(info.RcvMSS), ` advmss:(\d+)`: fmt.Sprint(info.AdvMSS), ` cwnd:(\d+)`: fmt.Sprint(info.Cwnd / info.SndMSS),
		` wscale:(\d+),`: fmt.Sprint(info.SndWScale), ` wscale:\d+,(\d+)`: fmt.Sprint(info.RcvWScale), ` segs_out:(\d+)`: fmt.Sprint(info.SegsOut),
		` segs_in:(\d+)`: fmt.Sprint(info.SegsIn), ` rcv_space:(\d+)`: fmt.Sprint(info.RcvSpace), ` snd_wnd:(\d+)`: fmt.Sprint(info.SndWnd),
		` pacing_rate (\d+)bps`: fmt.Sprint(info.PacingRate * 8), ` delivered:(\d+)`: fmt.Sprint(info.Delivered),
	} {
		assert.Equal(t, shows(pattern), text, pattern)
	}

	// On the other side, a listener.
	listener := inspectJSON(t, c.at("listener"))[c.fds["listener"]]
	out, err := exec.Command(program(t, "ss", "iproute2"), "-tlinoemOH", "src", listener.Local).Output()
	require.NoError(t, err)
	assert.Equal(t, "77", strings.Fields(string(out))[2], "the backlog")
	_, port, err := net.SplitHostPort(listener.Local)
	require.NoError(t, err)
	assert.Contains(t, string(out), ":"+port)
}
