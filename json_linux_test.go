package sockopt_test

import (
	"encoding/json"
	"math/bits"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/ipv4"
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// A saved Dump is what one process leaves to another.
type savedDump struct {
	Kind kind
	Dump *sockopt.Dump
	Left map[string]string // what the other process could not restore, and why
}

// dumpsFile names, in the environment, the file of dumps that the test is to
// restore as the other process.
const dumpsFile = "SOCKOPT_TEST_DUMPS"

// A Dump of each kind of socket goes to another process as JSON, which restores it
// on a socket of its own. The values are the same there, and on the way back.
func TestDumpToAnotherProcess(t *testing.T) {
	if path := os.Getenv(dumpsFile); path != "" {
		restoreDumps(t, path)
		return
	}
	var sent []savedDump
	everyKind.each(func(k kind) {
		t.Run(k.String(), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(k), 0))
			fd := openKind(t, k)
			randomize(r, fd, snapshot(t, fd))
			sent = append(sent, savedDump{Kind: k, Dump: snapshot(t, fd)})
		})
	})
	path := filepath.Join(t.TempDir(), "dumps.json")
	b, err := json.Marshal(sent)
	require.NoError(t, err)
	assert.NotContains(t, strings.ReplaceAll(string(b), `"Left":null`, ""), "null")
	require.NoError(t, os.WriteFile(path, b, 0o600))

	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestDumpToAnotherProcess$")
	cmd.Env = append(os.Environ(), dumpsFile+"="+path)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))

	b, err = os.ReadFile(path)
	require.NoError(t, err)
	var back []savedDump
	require.NoError(t, json.Unmarshal(b, &back))
	require.Len(t, back, len(sent))
	for i, s := range sent {
		got := back[i].Dump
		assert.Equal(t, s.Dump.Kinds, got.Kinds)
		assert.Empty(t, sockopt.DiffAll(s.Dump, got))
		require.Len(t, got.Readings, len(s.Dump.Readings))
		for j, want := range s.Dump.Readings {
			assert.Equal(t, want.Name, got.Readings[j].Name)
			assert.Equal(t, want.Value, got.Readings[j].Value, want.Name)
			if want.Err != nil {
				assert.EqualError(t, got.Readings[j].Err, want.Err.Error())
			}
		}
		for name, why := range back[i].Left {
			if s.Dump.Kinds.Has(sockopt.KindTCP) && strings.Contains(why, " TCP_CONGESTION ") && strings.Contains(why, " to dctcp-reno: ") {
				continue // what dctcp_init in net/ipv4/tcp_dctcp.c makes of dctcp without ECN, and no kernel takes
			}
			assert.Contains(t, []string{"SO_LOCK_FILTER", "SO_TXTIME", "SO_BUF_LOCK", "TCP_ULP"}, name, "%v: %s", s.Kind, why)
		}
	}
}

// restoreDumps is the other process.
func restoreDumps(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	var list []savedDump
	require.NoError(t, json.Unmarshal(b, &list))
	for i := range list {
		t.Run(kindNames[bits.TrailingZeros64(uint64(list[i].Kind))], func(t *testing.T) {
			list[i].Left = map[string]string{}
			for name, err := range named(t, sockopt.Restore(openKind(t, list[i].Kind), list[i].Dump)) {
				list[i].Left[name] = err.Error()
			}
		})
	}
	b, err = json.Marshal(list)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(path, b, 0o600))
}

// What this version or this system does not know is kept, and reported by Restore.
func TestDumpOfAnotherSystem(t *testing.T) {
	const text = `{"kinds": "IPv4 DCCP", "options": [
		{"name": "SO_FROM_THE_FUTURE", "value": {"a": [1, "\u00e9]\"", {}], "b": -1.5e3}},
		{"name": "SO_PRIORITY", "value": "most", "more": [true]},
		{"name": "TCP_CORK", "value": 7},
		{"name": "IPV6_MULTICAST_IF", "value": "no such interface"},
		{"name": "SO_NOSIGPIPE", "value": true},
		{"name": "SO_MARK", "error": "it said \"no\""},
		{"name": "SO_BROADCAST", "value": true},
		null,
		{"name": "IP_OPTIONS"}
	], "comment": {"by": null}}`
	var d sockopt.Dump
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	assert.Equal(t, "IPv4 other", d.Kinds.String())
	r, ok := d.Lookup("so_from_the_future")
	require.True(t, ok)
	assert.JSONEq(t, `{"a": [1, "\u00e9]\"", {}], "b": -1.5e3}`, string(r.Value.(sockopt.Undecoded)))
	assert.Equal(t, `"most"`, d.Readings[1].Text())
	assert.EqualError(t, d.Readings[5].Err, `it said "no"`)
	assert.Equal(t, []byte(nil), d.Readings[8].Value)
	assert.Contains(t, d.String(), "SO_FROM_THE_FUTURE")

	b, err := json.Marshal(&d)
	require.NoError(t, err)
	var again sockopt.Dump
	require.NoError(t, json.Unmarshal(b, &again))
	assert.Empty(t, sockopt.DiffAll(&d, &again))

	fd := openKind(t, udp4)
	names := named(t, sockopt.Restore(fd, &d))
	for _, name := range []string{"SO_FROM_THE_FUTURE", "SO_PRIORITY", "TCP_CORK", "IPV6_MULTICAST_IF", "SO_NOSIGPIPE"} {
		assert.Contains(t, names, name)
	}
	assert.Len(t, names, 5)
	on, err := unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_BROADCAST)
	require.NoError(t, err)
	assert.Equal(t, 1, on)
}

func TestReadingJSON(t *testing.T) {
	var block ipv4.ICMPFilter
	block.Block(ipv4.ICMPTypeEcho)
	for text, want := range map[string]sockopt.Reading{
		`{"name":"TCP_NODELAY","value":true}`:                                        {Name: "TCP_NODELAY", Value: true},
		`{"name":"TCP_KEEPIDLE","value":77000000000}`:                                {Name: "TCP_KEEPIDLE", Value: mustValue(t, "TCP_KEEPIDLE=77s")},
		`{"name":"IP_TOS","value":"AF41"}`:                                           {Name: "IP_TOS", Value: sockopt.AF41},
		`{"name":"SO_MAX_PACING_RATE","value":18446744073709551615}`:                 {Name: "SO_MAX_PACING_RATE", Value: uint64(1<<64 - 1)},
		`{"name":"IP_OPTIONS","value":"0x94040000"}`:                                 {Name: "IP_OPTIONS", Value: []byte{0x94, 4, 0, 0}},
		`{"name":"ICMP_FILTER","value":{"Data":256}}`:                                {Name: "ICMP_FILTER", Value: block},
		`{"name":"SO_BINDTODEVICE","value":"e\u00e9\udcff\ud83d\ude00\u000a\u005c"}`: {Name: "SO_BINDTODEVICE", Value: "eé\xff😀\n\\"},
		`{"name":"SO_BUF_LOCK","value":"SNDBUF|RCVBUF"}`:                             {Name: "SO_BUF_LOCK", Value: sockopt.SndBufLock | sockopt.RcvBufLock},
		`{"name":"x","error":"y"}`:                                                   {Name: "x", Err: assert.AnError},
	} {
		b, err := json.Marshal(want)
		require.NoError(t, err)
		if want.Err == nil {
			assert.Equal(t, text, string(b))
		}
		var got sockopt.Reading
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want.Name, got.Name)
		assert.Equal(t, want.Value, got.Value)
		if want.Err != nil {
			assert.EqualError(t, got.Err, "y")
		}
	}
	for text, want := range map[string]any{
		`{"name":"SO_BINDTODEVICE","value":"\b\f\n\r\t"}`: "\b\f\n\r\t",
		`{"name":"TCP_NODELAY","value":null}`:             nil,
		`{"name":"TCP_NODELAY"}`:                          nil,
		`{"name":"IP_OPTIONS","value":null}`:              []byte(nil),
		`{"name":"SO_BINDTODEVICE","value":null}`:         nil,
		`{"name":"ICMP_FILTER","value":{"Data":null}}`:    ipv4.ICMPFilter{},
	} {
		var got sockopt.Reading
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		assert.Equal(t, want, got.Value, text)
	}
	assert.Equal(t, `"\"\u00e9\""`, sockopt.Undecoded(`"é"`).String())
	// Called by hand, it may be given invalid JSON.
	for _, text := range []string{"", "{", "[]", `{"name"}`, `{"name":`, `{"name":"x`, `{"name":"\u12"}`, `{"name":"\`, `{"a":1 "b":2}`, `{"value":}`, `{,}`, `"x"`, "\x00"} {
		r := sockopt.Reading{Name: "as before"}
		assert.ErrorIs(t, r.UnmarshalJSON([]byte(text)), sockopt.ErrValue, text)
		assert.Equal(t, "as before", r.Name)
	}
	for _, text := range []string{`{"name":"SCTP_RTOINFO","value":{"Nonsense":1}}`, `{"name":"ICMP6_FILTER","value":{"Data":[1,2,3,4,5,6,7,8,9]}}`, `{"name":"TCP_INFO","value":{"RTT":"x"}}`, `{"name":"TCP_INFO","value":7}`, `{"name":"SO_ERROR","value":"x"}`, `{"name":"SO_RCVBUF","value":1e3}`, `{"name":"SO_RCVBUF","value":9223372036854775808}`, `{"name":"SO_LINGER","value":{}}`} {
		var r sockopt.Reading
		require.NoError(t, r.UnmarshalJSON([]byte(text)), text)
		assert.IsType(t, sockopt.Undecoded(""), r.Value, text)
	}
}

// mustValue returns the value of a setting in text form.
func mustValue(t *testing.T, text string) any {
	st, err := sockopt.ParseSetting(text)
	require.NoError(t, err)
	fd := openKind(t, tcp4)
	require.NoError(t, sockopt.Apply(fd, st))
	v, err := st.Info().Get(fd)
	require.NoError(t, err)
	return v
}

// Secrets are in no Dump, and what a Dump made by hand has of them is not in JSON.
func TestDumpJSONHasNoSecret(t *testing.T) {
	fd := openKind(t, tcp4)
	require.NoError(t, sockopt.FastOpenKey.Set(fd, sockopt.FastOpenKeys{Primary: sockopt.NewSecret([]byte("0123456789abcdef"))}))
	d := snapshot(t, fd)
	d.Readings = append(d.Readings, sockopt.Reading{Name: "TCP_FASTOPEN_KEY", Value: sockopt.FastOpenKeys{Primary: sockopt.NewSecret([]byte("0123456789abcdef"))}})
	b, err := json.Marshal(d)
	require.NoError(t, err)
	assert.NotContains(t, string(b), "0123456789abcdef")
	assert.NotContains(t, string(b), "MDEyMzQ1")
}

func TestKindsText(t *testing.T) {
	for info := range sockopt.All() {
		text, err := info.Kinds.MarshalText()
		require.NoError(t, err)
		var back sockopt.Kinds
		require.NoError(t, back.UnmarshalText(text), string(text))
		assert.Equal(t, info.Kinds, back, string(text))
	}
	kinds := sockopt.KeepIdle.Info().Kinds
	for _, text := range []string{"", "IPv7", "IPv4 TCP x", " "} {
		assert.ErrorIs(t, kinds.UnmarshalText([]byte(text)), sockopt.ErrValue, text)
		assert.Equal(t, sockopt.KeepIdle.Info().Kinds, kinds)
	}
	require.NoError(t, kinds.UnmarshalText([]byte("none")))
	assert.Zero(t, kinds)
}
