package sockopt

import (
	"net"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The Sockets of this package and of package net need no gate, and what holds one
// of them does.
func TestTrusted(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	file, err := os.Open(os.DevNull)
	require.NoError(t, err)
	defer file.Close()
	raw, err := ln.(*net.TCPListener).SyscallConn()
	require.NoError(t, err)
	for range 2 { // the second time it is known
		for _, s := range []Socket{FD(1), raw, Of(ln), Of(file), Of(1), failedSocket{}} {
			assert.True(t, trusted(s), "%T", s)
		}
		for _, s := range []Socket{socketFunc(nil), struct{ Socket }{raw}, &struct{ Socket }{raw}} {
			assert.False(t, trusted(s), "%T", s)
		}
	}
}

// A Control that calls its function late, twice, at once from many goroutines, or
// never, disturbs no other call and gets an error where it did nothing.
func TestControlThatMisbehaves(t *testing.T) {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	good := Of(ln)
	require.NoError(t, KeepCnt.Set(good, 5))
	with := func(f func(fd uintptr)) { assert.NoError(t, good.Control(f)) }
	other, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer other.Close()
	require.NoError(t, KeepCnt.Set(Of(other), 6))
	withOther := func(f func(fd uintptr)) { assert.NoError(t, Of(other).Control(f)) }

	uses := map[string]func(s Socket) error{
		"get": func(s Socket) error {
			n, err := KeepCnt.Get(s)
			assert.Equal(t, err == nil, n == 5)
			return err
		},
		"set":      func(s Socket) error { return KeepAlive.Set(s, true) },
		"apply":    func(s Socket) error { return Apply(s, KeepAlive.With(true), Verify(NoDelay.With(true))) },
		"snapshot": func(s Socket) error { _, err := Snapshot(s); return err },
		"kind":     func(s Socket) error { _, err := KindOf(s); return err },
	}
	for name, use := range uses {
		t.Run(name, func(t *testing.T) {
			var late []func(uintptr)
			never := socketFunc(func(f func(uintptr)) error { late = append(late, f); return nil })
			assert.ErrorContains(t, use(never), "did not call its function")

			twice := socketFunc(func(f func(uintptr)) error {
				late = append(late, f)
				with(f)
				withOther(f)
				return nil
			})
			assert.NoError(t, use(twice), "the first call counts")

			atOnce := socketFunc(func(f func(uintptr)) error {
				late = append(late, f)
				var all sync.WaitGroup
				for range 8 {
					all.Go(func() { with(f) })
				}
				all.Wait()
				return nil
			})
			assert.NoError(t, use(atOnce))

			failed := socketFunc(func(f func(uintptr)) error { late = append(late, f); return errNotRun })
			assert.ErrorIs(t, use(failed), errNotRun)

			// What is called late does nothing, whatever its call is used for by now.
			stop := make(chan struct{})
			var all sync.WaitGroup
			all.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					for _, f := range late {
						withOther(f)
					}
				}
			})
			for end := time.Now().Add(50 * time.Millisecond); time.Now().Before(end); {
				n, err := KeepCnt.Get(good)
				assert.NoError(t, err)
				assert.Equal(t, 5, n)
				assert.NoError(t, use(socketFunc(func(f func(uintptr)) error { with(f); return nil })))
			}
			close(stop)
			all.Wait()
		})
	}
}

// A function that is running when Control returns is waited for.
func TestControlThatReturnsEarly(t *testing.T) {
	g := gate{}
	started, end, ended := make(chan struct{}), make(chan struct{}), false
	g.f = func(uintptr) { close(started); <-end; ended = true }
	go g.pass(1)
	<-started
	go func() { time.Sleep(10 * time.Millisecond); close(end) }()
	g.close()
	assert.True(t, ended)
	g.pass(1)
}

// What goes back into the pool is small, and nothing of its use is left in it.
func TestPoolIsBounded(t *testing.T) {
	for _, use := range []func(){
		func() {
			_, _ = Spec[[]byte]{Name: "X", Level: 1, Number: 99999, Size: 1 << 20}.Option().Get(FD(1 << 30))
		},
		func() { _ = Apply(FD(1<<30), make([]Setting, 20000)...) },
		func() {
			_, _ = Spec[[]byte]{Name: "X", Level: 1, Number: 99999, Size: 1 << 10}.Option().Get(FD(1 << 30))
		},
	} {
		use()
		var taken []*call
		for range 100 {
			c := newCall()
			taken = append(taken, c)
			require.LessOrEqual(t, len(c.buf), mostPooledRoom)
			require.LessOrEqual(t, cap(c.list), mostPooledLength)
			require.Equal(t, make([]byte, len(c.buf)), c.buf)
			require.Zero(t, c.used)
		}
		for _, c := range taken {
			c.free()
		}
	}
}
