//go:build !race

package sockopt_test

import (
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// No get or set through a syscall.RawConn that is kept allocates.
func TestNoAllocations(t *testing.T) {
	client, _ := connect(t)
	raw4, err := client.SyscallConn()
	require.NoError(t, err)
	c := raw4 // a variable of the interface type, as a program has it
	linger := sockopt.LingerWait(time.Second)
	eight := []sockopt.Setting{
		sockopt.NoDelay.With(true), sockopt.KeepAlive.With(true), sockopt.KeepCnt.With(7), sockopt.TTL.With(64),
		sockopt.TrafficClass.With(sockopt.AF41), sockopt.Linger.With(linger), sockopt.RcvBuf.With(1 << 16), sockopt.ReuseAddr.With(true),
	}
	tests := map[string]func() error{
		"get bool":          func() error { _, err := sockopt.NoDelay.Get(c); return err },
		"set bool":          func() error { return sockopt.NoDelay.Set(c, true) },
		"get int":           func() error { _, err := sockopt.RcvBuf.Get(c); return err },
		"set int":           func() error { return sockopt.RcvBuf.Set(c, 1<<16) },
		"get linger":        func() error { _, err := sockopt.Linger.Get(c); return err },
		"set linger":        func() error { return sockopt.Linger.Set(c, linger) },
		"get DSField":       func() error { _, err := sockopt.TOS.Get(c); return err },
		"set DSField":       func() error { return sockopt.TOS.Set(c, sockopt.AF41) },
		"neutral get, IPv4": func() error { _, err := sockopt.HopLimit.Get(c); return err },
		"neutral set, IPv4": func() error { return sockopt.HopLimit.Set(c, 64) },
		"apply eight":       func() error { return sockopt.Apply(c, eight...) },
		"apply eight, made for it": func() error {
			return sockopt.Apply(c,
				sockopt.NoDelay.With(true), sockopt.KeepAlive.With(true), sockopt.KeepCnt.With(7), sockopt.TTL.With(64),
				sockopt.TrafficClass.With(sockopt.AF41), sockopt.Linger.With(linger), sockopt.RcvBuf.With(1<<16), sockopt.ReuseAddr.With(true))
		},
	}
	if runtime.GOOS == "linux" {
		algorithm, err := sockopt.Congestion.Get(c)
		require.NoError(t, err)
		tests["set string"] = func() error { return sockopt.Congestion.Set(c, algorithm) }
		tests["get duration"] = func() error { _, err := sockopt.KeepIdle.Get(c); return err }
		tests["set duration"] = func() error { return sockopt.KeepIdle.Set(c, time.Minute) }
		tests["get timeval"] = func() error { _, err := sockopt.RcvTimeo.Get(c); return err }
		tests["set timeval"] = func() error { return sockopt.RcvTimeo.Set(c, time.Second) }
		ownTTL := sockopt.Spec[uint16]{Name: "IP_TTL", Level: sockopt.TTL.Info().LevelNumber, Number: sockopt.TTL.Info().Number, Max: 255}.Option()
		tests["get own integer"] = func() error { _, err := ownTTL.Get(c); return err }
		ownIdle := sockopt.Spec[time.Duration]{Name: "TCP_KEEPIDLE", Level: sockopt.KeepIdle.Info().LevelNumber, Number: sockopt.KeepIdle.Info().Number, Tick: time.Second}.Option()
		tests["get own duration"] = func() error { _, err := ownIdle.Get(c); return err }
		tests["set own duration"] = func() error { return ownIdle.Set(c, time.Minute) }
		ownCnt := sockopt.NewInt("TCP_KEEPCNT", sockopt.KeepCnt.Info().LevelNumber, sockopt.KeepCnt.Info().Number)
		tests["get own int"] = func() error { _, err := ownCnt.Get(c); return err }
		tests["set own int"] = func() error { return ownCnt.Set(c, 7) }
		tests["get TCPInfo"] = func() error { _, err := sockopt.TCPInfo.Get(c); return err }
		if pc, err := net.ListenPacket("udp6", "[::1]:0"); err == nil {
			defer pc.Close()
			raw6, err := pc.(*net.UDPConn).SyscallConn()
			require.NoError(t, err)
			tests["neutral get, IPv6"] = func() error { _, err := sockopt.HopLimit.Get(raw6); return err }
			tests["neutral set, IPv6"] = func() error { return sockopt.HopLimit.Set(raw6, 64) }
		}
		if pc, err := net.ListenPacket("udp", ":0"); err == nil {
			defer pc.Close()
			raw, err := pc.(*net.UDPConn).SyscallConn()
			require.NoError(t, err)
			tests["neutral get, dual-stack"] = func() error { _, err := sockopt.HopLimit.Get(raw); return err }
			tests["neutral set, dual-stack"] = func() error { return sockopt.HopLimit.Set(raw, 64) }
		}
	}
	// NetBSD, DragonFly and macOS do not report the family of a socket by an option.
	// Windows does, and its x/sys allocates an address.
	for _, name := range []string{"neutral get, IPv4", "neutral set, IPv4", "get DSField", "set DSField", "apply eight", "neutral get, IPv6", "neutral get, dual-stack"} {
		if f := tests[name]; f != nil && runtime.GOOS != "windows" {
			tests[name+", family by address"] = func() (err error) {
				sockopt.WithoutDomain(func() { err = f() })
				return err
			}
		}
	}
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, f())
			assert.Zero(t, testing.AllocsPerRun(200, func() { err = f() }))
			assert.NoError(t, err)
		})
	}
}

// What allocates has one reason to.
func TestOneAllocation(t *testing.T) {
	client, _ := connect(t)
	c, err := client.SyscallConn()
	require.NoError(t, err)
	tests := map[string]func() error{
		"Of, for the RawConn": func() error { return sockopt.NoDelay.Set(sockopt.Of(client), true) },
		"Apply, Of too": func() error {
			return sockopt.Apply(sockopt.Of(client), sockopt.NoDelay.With(true), sockopt.TTL.With(64))
		},
	}
	if runtime.GOOS == "linux" {
		tests["get string, for the string"] = func() error { _, err := sockopt.Congestion.Get(c); return err }
	}
	for name, f := range tests {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, f())
			assert.EqualValues(t, 1, testing.AllocsPerRun(200, func() { err = f() }))
			assert.NoError(t, err)
		})
	}
}
