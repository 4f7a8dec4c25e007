package main

import (
	"net"
	"net/netip"
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { run.Main(m, main) }

const listening = `listening to`

// send sends a text to the group, by an interface and from an address.
func send(t *testing.T, group, by, from, text string) {
	on, err := sockopt.InterfaceByName(by)
	require.NoError(t, err)
	d := net.Dialer{
		LocalAddr: &net.UDPAddr{IP: net.ParseIP(from)},
		Control:   sockopt.Control(sockopt.MulticastInterface.With(on)),
	}
	conn, err := d.Dial("udp", group)
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte(text))
	require.NoError(t, err)
}

// freePort returns a group with a port that nobody listens on.
func freePort(t *testing.T, group string) string {
	conn, err := net.ListenPacket("udp", ":0")
	require.NoError(t, err)
	defer conn.Close()
	port := conn.LocalAddr().(*net.UDPAddr).AddrPort().Port()
	return netip.AddrPortFrom(netip.MustParseAddr(group), port).String()
}

// loopback returns the name of the loopback interface.
func loopback(t *testing.T) string {
	ifis, err := net.Interfaces()
	require.NoError(t, err)
	for _, ifi := range ifis {
		if ifi.Flags&net.FlagLoopback != 0 {
			return ifi.Name
		}
	}
	t.Skip("needs a loopback interface")
	return ""
}

// What is sent to the group is received.
func TestGroup(t *testing.T) {
	lo, group := loopback(t), freePort(t, "239.1.2.3")
	p := run.Start(t, "-group", group, "-interface", lo, "-count=2")
	p.Expect(listening)
	send(t, group, lo, "127.0.0.1", "first")
	send(t, group, lo, "127.0.0.1", "second\n")
	assert.Zero(t, p.Wait())
	assert.Regexp(t, `(?m)^127\.0\.0\.1:\d+: "first"\n127\.0\.0\.1:\d+: "second\\n"\n`, p.Output())
}

// What cannot be joined ends the program with a sentence that says why.
func TestWrongArguments(t *testing.T) {
	for _, test := range []struct {
		says string
		args []string
	}{
		{`no interface is called "nosuch0"`, []string{"-interface=nosuch0"}},
		{`must be a multicast group`, []string{"-group=192.0.2.1:9999"}},
		{`the source must be an address of the group's family`, []string{"-group=232.1.2.3:9999", "-source=2001:db8::1"}},
	} {
		p := run.Start(t, test.args...)
		assert.NotZero(t, p.Wait())
		if sockopt.JoinSourceGroup.Info().Supported {
			assert.Contains(t, p.Output(), test.says)
		}
	}
}
