// Udpgso is a UDP echo service for many datagrams: the kernel hands it several
// of one sender and one size in a single receive (UDP_GRO) and takes as many
// from a single send (UDP_SEGMENT). Where it cannot do that, each datagram is
// received and sent for itself.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"syscall"

	"github.com/go-sockopt/sockopt"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:7777", "listen on `HOST:PORT`")
	buffer := flag.Int("buffer", 4<<20, "size of the receive and of the send buffer, in bytes")
	flag.Parse()
	log.SetPrefix("udpgso: ")

	ln, err := sockopt.ListenPacket(context.Background(), nil, "udp", *addr, sockopt.Optional(sockopt.UDPGRO.With(true)))
	if err != nil {
		log.Fatal(err)
	}
	conn := ln.(*net.UDPConn)
	s := sockopt.Of(conn)
	for _, buf := range []sockopt.Option[int]{sockopt.RcvBuf, sockopt.SndBuf} {
		if err := setBuffer(s, buf, *buffer); err != nil {
			log.Fatal(err)
		}
	}

	e := &echo{conn: conn, socket: s}
	stop, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	context.AfterFunc(stop, func() { conn.Close() })
	log.Printf("listening on %v", conn.LocalAddr())
	if err := e.serve(); !errors.Is(err, net.ErrClosed) {
		log.Fatal(err)
	}
	log.Printf("echoed %d datagrams with %d receives and %d sends", e.datagrams, e.receives, e.sends)
}

// setBuffer sets the size of a buffer, and says so if the kernel gives less. It
// would do that with no error: only who reads the value back knows.
func setBuffer(s sockopt.Socket, buf sockopt.Option[int], size int) error {
	err := sockopt.Apply(s, sockopt.Verify(buf.With(size)))
	var less *sockopt.Mismatch
	if errors.As(err, &less) {
		log.Print(err) // which is no reason not to serve
	} else if err != nil {
		return err
	}
	got, err := buf.Get(s)
	log.Printf("%v is %d", buf, got) // Linux adds as much again for its own overhead
	return err
}

// An echo sends back what it receives.
type echo struct {
	conn    *net.UDPConn
	socket  sockopt.Socket
	segment int // what UDP_SEGMENT is set to

	datagrams, receives, sends int
}

func (e *echo) serve() error {
	buf := make([]byte, 1<<16) // less would cut a batch off
	control := make([]byte, 64)
	for {
		n, nc, _, from, err := e.conn.ReadMsgUDPAddrPort(buf, control)
		if err != nil {
			return err
		}
		e.receives++
		size := segmentSize(control[:nc])
		if size == 0 {
			size = n // it is one datagram
		}
		if err := e.send(buf[:n], size, from); err != nil {
			log.Print(err) // the peer may be gone; the others are not
		}
	}
}

// send sends a batch of datagrams of so many bytes; the last may be shorter.
func (e *echo) send(batch []byte, size int, to netip.AddrPort) error {
	if len(batch) > size && e.setSegment(size) == nil {
		if _, err := e.conn.WriteToUDPAddrPort(batch, to); err == nil {
			e.sends++
			e.datagrams += (len(batch) + size - 1) / size
			return nil
		}
		// The way to this peer may not take it: its MTU is too small (EINVAL), or
		// the device computes no checksums (EIO).
	}
	if err := e.setSegment(0); err != nil {
		return err
	}
	for {
		datagram := batch[:min(size, len(batch))]
		if _, err := e.conn.WriteToUDPAddrPort(datagram, to); err != nil {
			return err
		}
		e.sends++
		e.datagrams++
		if batch = batch[len(datagram):]; len(batch) == 0 { // a datagram may be empty, too
			return nil
		}
	}
}

// setSegment has the kernel cut what is sent into datagrams of so many bytes; 0
// for not at all.
func (e *echo) setSegment(size int) error {
	if size == e.segment {
		return nil
	}
	err := sockopt.UDPSegment.Set(e.socket, size)
	if err == nil {
		e.segment = size
	}
	return err
}
