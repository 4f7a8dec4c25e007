// Tproxy is a TCP proxy that its clients do not know of: a packet filter
// redirects their connections to it, and it asks the kernel where each was made
// to. Its own connections carry a mark, by which the filter lets them pass:
//
//	tproxy -addr :3129 -sockopt SO_MARK=1
//	nft 'table inet proxy { chain out { type nat hook output priority -100;
//	     meta mark != 1 tcp dport 80 redirect to :3129; }; }'
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/netip"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/go-sockopt/sockopt"
)

func main() {
	addr := flag.String("addr", ":3129", "listen on `HOST:PORT`")
	var settings sockopt.Settings
	flag.Var(&settings, "sockopt", "set a socket option `NAME=VALUE` on the proxy's own connections; may be given several times")
	flag.Parse()
	log.SetPrefix("tproxy: ")
	if !sockopt.OriginalDst.Info().Supported {
		log.Fatalf("%s has no %v, so a proxy cannot know where to connect to", runtime.GOOS, sockopt.OriginalDst)
	}

	// The listener needs no mark. But so a missing privilege (SO_MARK wants
	// CAP_NET_ADMIN) shows now, and not at the first connection.
	lc := net.ListenConfig{Control: sockopt.Control(settings...)}
	lc.SetMultipathTCP(false) // an MPTCP connection does not tell its original destination
	ln, err := lc.Listen(context.Background(), "tcp", *addr)
	if errors.Is(err, os.ErrPermission) {
		log.Fatal(err, "; run it as root")
	} else if err != nil {
		log.Fatal(err)
	}
	log.Print("listening on ", ln.Addr())

	p := &proxy{settings}
	for {
		conn, err := ln.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			if err := p.serve(conn.(*net.TCPConn)); err != nil {
				log.Printf("%v: %v", conn.RemoteAddr(), err)
			}
		}()
	}
}

type proxy struct{ settings sockopt.Settings }

// serve connects a client to where it wanted to.
func (p *proxy) serve(client *net.TCPConn) error {
	defer client.Close()
	to, err := sockopt.OriginalDst.Get(sockopt.Of(client))
	if err != nil {
		return err // it was not redirected, or the kernel does not track connections
	}
	if to == unmapped(client.LocalAddr().(*net.TCPAddr).AddrPort()) {
		return errors.New("connected to the proxy itself, which would connect to itself forever")
	}
	conn, err := sockopt.Dial(context.Background(), &net.Dialer{Timeout: 30 * time.Second}, "tcp", to.String(), p.settings...)
	if err != nil {
		return err
	}
	defer conn.Close()
	log.Printf("%v to %v", client.RemoteAddr(), to)
	return join(client, conn.(*net.TCPConn))
}

// unmapped returns the IPv4 address that a socket for both families has as
// ::ffff:192.0.2.1.
func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}

// join hands all that one side says to the other, until both have said that
// there is no more.
func join(client, server *net.TCPConn) error {
	var fromServer error
	var done sync.WaitGroup
	done.Go(func() { fromServer = forward(client, server) })
	fromClient := forward(server, client)
	done.Wait()
	return errors.Join(fromClient, fromServer)
}

func forward(to, from *net.TCPConn) error {
	if _, err := io.Copy(to, from); err != nil { // by splice(2), on Linux
		// The other direction must not wait for a peer that has gone.
		to.Close()
		from.Close()
		return fmt.Errorf("from %v: %w", from.RemoteAddr(), err)
	}
	return to.CloseWrite()
}
