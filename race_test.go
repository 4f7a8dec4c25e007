package sockopt_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// together runs f from many goroutines at once.
func together(f func(worker int)) {
	const workers, rounds = 8, 50
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for range rounds {
				f(worker)
			}
		})
	}
	wg.Wait()
}

// Any option, setting, hook or handle may be used by many at once, on one
// socket and on several.
func TestConcurrentUse(t *testing.T) {
	shared, _ := connect(t)
	s := sockopt.Of(shared)
	conns := make([]sockopt.Socket, 8)
	for i := range conns {
		c, _ := connect(t)
		conns[i] = sockopt.Of(c)
	}
	long := make([]byte, 60)                      // longer than what an encoding holds without an allocation
	level := sockopt.ReuseAddr.Info().LevelNumber // of an unknown one, Windows answers WSAEINVAL
	own := sockopt.Spec[[]byte]{Name: "X", Level: level, Number: 9998, Size: len(long)}.Option()
	ownStruct := sockopt.Spec[[4]uint64]{Name: "Y", Level: level, Number: 9999}.Option()
	settings := []sockopt.Setting{
		sockopt.NoDelay.With(true),
		sockopt.HopLimit.With(64),
		sockopt.Linger.With(sockopt.LingerOff()),
		sockopt.Optional(own.With(long)),
		sockopt.Optional(ownStruct.With([4]uint64{})),
		sockopt.TrafficClass.With(sockopt.AF41),
	}
	hook := sockopt.Control(settings...)
	ctxHook := sockopt.ControlContext(settings...).After(sockopt.ControlContext(settings...))
	info, ok := sockopt.Lookup("SO_RCVBUF")
	require.True(t, ok)
	together(func(worker int) {
		assert.NoError(t, sockopt.Apply(s, settings...))
		assert.NoError(t, hook("tcp4", "", rawConn{s}))
		assert.NoError(t, ctxHook(context.Background(), "tcp4", "", rawConn{s}))
		assert.Equal(t, "SO_RCVBUF=64KiB", info.With(1<<16).String())
		_, err := info.Get(s)
		assert.NoError(t, err)
		assert.ErrorIs(t, sockopt.TTL.Set(s, 0), sockopt.ErrValue)
		assert.NotEmpty(t, sockopt.TTL.Set(s, 0).Error())
		_, err = sockopt.NoDelay.Get(nil)
		assert.ErrorIs(t, err, sockopt.ErrValue)

		// What one reads must be its own.
		own := conns[worker]
		assert.NoError(t, sockopt.HopLimit.Set(own, 100+worker))
		hops, err := sockopt.HopLimit.Get(own)
		assert.NoError(t, err)
		assert.Equal(t, 100+worker, hops)
		class := sockopt.DSCP(worker)
		assert.NoError(t, sockopt.Apply(own, sockopt.TrafficClass.With(class), sockopt.Linger.With(sockopt.LingerWait(time.Duration(worker+1)*time.Second))))
		gotClass, err := sockopt.TrafficClass.Get(own)
		assert.NoError(t, err)
		assert.Equal(t, class, gotClass)
		linger, err := sockopt.Linger.Get(own)
		assert.NoError(t, err)
		assert.Equal(t, time.Duration(worker+1)*time.Second, linger.Timeout())
	})
}

func TestConcurrentListener(t *testing.T) {
	inner, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	ln := sockopt.NewListener(inner, sockopt.NoDelay.With(false), sockopt.TTL.With(31))
	var accepting sync.WaitGroup
	for range 4 {
		accepting.Go(func() {
			for {
				conn, err := ln.Accept()
				if err != nil {
					assert.ErrorIs(t, err, net.ErrClosed)
					return
				}
				hops, err := sockopt.TTL.Get(sockopt.Of(conn))
				assert.NoError(t, err)
				assert.Equal(t, 31, hops)
				conn.Close()
			}
		})
	}
	d := net.Dialer{Control: sockopt.Control(sockopt.TTL.With(32))}
	together(func(int) {
		conn, err := d.Dial("tcp4", ln.Addr().String())
		if !assert.NoError(t, err) {
			return
		}
		hops, err := sockopt.TTL.Get(sockopt.Of(conn))
		assert.NoError(t, err)
		assert.Equal(t, 32, hops)
		_, err = sockopt.KeepAlive.Get(sockopt.Of(ln))
		assert.NoError(t, err)
		conn.Close()
	})
	ln.Close()
	accepting.Wait()
}

// The lists may be walked and asked by many at once.
func TestConcurrentCatalogue(t *testing.T) {
	together(func(int) {
		n := 0
		for o := range sockopt.All() {
			n++
			if n > 10 {
				break
			}
			_, ok := sockopt.Lookup(o.Name)
			assert.True(t, ok)
		}
		assert.Equal(t, 11, n)
		assert.Equal(t, "TCP_NODELAY", sockopt.NoDelay.String())
	})
}

// A socket that is closed while it is used gives an error and no other socket.
func TestConcurrentClose(t *testing.T) {
	for range 20 {
		client, _ := connect(t)
		s := sockopt.Of(client)
		done := make(chan struct{})
		go func() {
			defer close(done)
			client.Close()
		}()
		for range 20 {
			if err := sockopt.NoDelay.Set(s, true); err != nil {
				assert.ErrorIs(t, err, net.ErrClosed)
			}
			if _, err := sockopt.NoDelay.Get(s); err != nil {
				assert.ErrorIs(t, err, net.ErrClosed)
			}
		}
		<-done
		assert.ErrorIs(t, sockopt.NoDelay.Set(s, true), net.ErrClosed)
	}
}
