// Reuseport is an HTTP server with several listeners on one port, over which
// the kernel spreads the connections. A new process takes the port over without
// the loss of a request:
//
//	reuseport -addr :8080 &   # the old one
//	reuseport -addr :8080 &   # the new one: now both serve
//	kill -TERM %1             # the old one hands over, drains and ends
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/go-sockopt/sockopt"
	"golang.org/x/net/bpf"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "listen on `HOST:PORT`")
	count := flag.Int("listeners", runtime.GOMAXPROCS(0), "how many listeners; a new process needs as many as the old one")
	settle := flag.Duration("settle", time.Second, "how long the old process still accepts: the longest round trip")
	flag.Parse()
	log.SetPrefix("reuseport: ")

	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	lns, err := listen(*addr, max(*count, 1))
	if err != nil {
		log.Fatal(err)
	}

	var draining atomic.Bool
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if draining.Load() {
				// The client's next request has to find the new process.
				w.Header().Set("Connection", "close")
			}
			fmt.Fprintf(w, "process %d, listener %d\n", os.Getpid(), r.Context().Value(listenerKey{}))
		}),
		BaseContext: func(ln net.Listener) context.Context {
			return context.WithValue(context.Background(), listenerKey{}, slices.Index(lns, ln))
		},
	}
	for _, ln := range lns {
		go func() {
			if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
				log.Fatal(err)
			}
		}()
	}
	log.Printf("listening on %v with %d listeners", lns[0].Addr(), len(lns))

	<-stop.Done()
	draining.Store(true)
	if err := handOver(lns); err != nil {
		log.Print("connections that are made right now may be reset: ", err)
	}
	time.Sleep(*settle)
	timeout, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	// Shutdown waits for the requests that are being served, and drops those that
	// have only just come: by now none do.
	if err := srv.Shutdown(timeout); err != nil {
		log.Fatal(err)
	}
}

type listenerKey struct{}

// listen makes n listeners on one address, which other processes of the same
// user may share.
func listen(addr string, n int) ([]net.Listener, error) {
	if !sockopt.ReusePortLB.Info().Supported {
		log.Printf("%s does not spread connections over listeners: there is one, and no other process can share its port", runtime.GOOS)
		n = 1
	}
	var lc net.ListenConfig
	// A listener for MPTCP would take no program.
	lc.SetMultipathTCP(false)

	var lns []net.Listener
	for range n {
		// The first listener must share the port, too.
		ln, err := sockopt.Listen(context.Background(), &lc, "tcp", addr, sockopt.Optional(sockopt.ReusePortLB.With(true)))
		if err != nil {
			return nil, err
		}
		addr = ln.Addr().String() // with the port, if that was 0
		lns = append(lns, ln)
		// The process before the one that serves now may have left a program
		// behind when it handed over. Mostly there is none, which is an error.
		sockopt.DetachReusePortBPF.Set(sockopt.Of(ln), sockopt.None{})
	}
	return lns, nil
}

// handOver sends all new connections to the process that began to listen after
// this one. To close a listener resets each connection that it has not accepted
// yet: so first there must be no more of them, and that no one else can say but
// the kernel, which chooses the listener.
func handOver(lns []net.Listener) error {
	// It numbers the sockets of a port in the order in which they came. Those of
	// this process, the oldest, are the first; so the number after them is that
	// of the next process's first. If there is none with that number, the kernel
	// chooses as it did before.
	program, err := bpf.Assemble([]bpf.Instruction{bpf.RetConstant{Val: uint32(len(lns))}})
	if err != nil {
		return err
	}
	return sockopt.AttachReusePortCBPF.Set(sockopt.Of(lns[0]), program)
}
