package sockopt_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"syscall"
	"time"

	"github.com/go-sockopt/sockopt"
)

// Several processes, or several listeners of one process, share a port. The kernel
// spreads the connections over them if it supports SO_REUSEPORT.
func ExampleListen() {
	ln, err := sockopt.Listen(context.Background(), nil, "tcp", "127.0.0.1:0",
		sockopt.Optional(sockopt.ReusePortLB.With(true)),
		sockopt.NoDelay.With(false), // on each connection
	)
	if err != nil {
		log.Fatal(err)
	}
	defer ln.Close()
	ln.OnError = func(conn net.Conn, err error) { log.Print(conn.RemoteAddr(), ": ", err) }

	shared, err := sockopt.ReusePortLB.Get(sockopt.Of(ln))
	if errors.Is(err, errors.ErrUnsupported) {
		shared = true // one listener has to do
	} else if err != nil {
		log.Fatal(err)
	}
	fmt.Println("shared:", shared)
	// Output: shared: true
}

// A client notices within seconds that its peer is gone, even if the connection is
// idle.
func ExampleDial() {
	ln := listen()
	defer ln.Close()

	conn, err := sockopt.Dial(context.Background(), nil, "tcp", ln.Addr().String(),
		sockopt.KeepAlive.With(true),
		sockopt.Optional(sockopt.KeepIdle.With(30*time.Second)),
		sockopt.Optional(sockopt.KeepIntvl.With(5*time.Second)),
		sockopt.Optional(sockopt.KeepCnt.With(4)),
		sockopt.Optional(sockopt.UserTimeout.With(20*time.Second)),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	on, err := sockopt.KeepAlive.Get(sockopt.Of(conn))
	fmt.Println(on, err)
	// Output: true <nil>
}

// A UDP socket with a checked receive buffer.
func ExampleListenPacket() {
	conn, err := sockopt.ListenPacket(context.Background(), nil, "udp4", "127.0.0.1:0",
		sockopt.Verify(sockopt.RcvBuf.With(16<<10)),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Println(conn.LocalAddr().Network())
	// Output: udp
}

// After keeps an existing hook.
func ExampleControlFunc_After() {
	lc := net.ListenConfig{Control: func(network, address string, c syscall.RawConn) error {
		fmt.Println("the hook of before:", network)
		return nil
	}}
	lc.Control = sockopt.Control(sockopt.RcvBuf.With(1 << 16)).After(lc.Control)

	ln, err := lc.Listen(context.Background(), "tcp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer ln.Close()
	// Output: the hook of before: tcp4
}

// Settings for each connection of an http.Server, applied after package net has
// applied its own.
func ExampleNewListener() {
	ln := sockopt.NewListener(listen(),
		sockopt.NoDelay.With(false),
		sockopt.Linger.With(sockopt.LingerWait(5*time.Second)),
	)
	srv := &http.Server{
		Handler: http.NotFoundHandler(),
		ConnState: func(c net.Conn, state http.ConnState) {
			if state == http.StateNew {
				noDelay, err := sockopt.NoDelay.Get(sockopt.Of(c))
				fmt.Println(noDelay, err)
			}
		},
	}
	go srv.Serve(ln)
	defer srv.Close()

	resp, err := http.Get("http://" + ln.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	resp.Body.Close()
	// Output: false <nil>
}

// The socket is found under a TLS connection.
func ExampleOf_tls() {
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	defer srv.Close()
	conn, err := tls.Dial("tcp", srv.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	s := sockopt.Of(conn)
	if err := sockopt.NoDelay.Set(s, false); err != nil {
		log.Fatal(err)
	}
	fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n")
	io.Copy(io.Discard, conn)
	noDelay, err := sockopt.NoDelay.Get(s)
	fmt.Println(noDelay, err)
	// Output: false <nil>
}

// A value without a socket needs no check of its own.
func ExampleOf_noSocket() {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()

	err := sockopt.NoDelay.Set(sockopt.Of(a), false)
	fmt.Println(errors.Is(err, sockopt.ErrValue))
	fmt.Println(err)
	// Output:
	// true
	// sockopt: set TCP_NODELAY (IPPROTO_TCP 1) to off: a *net.pipe has no socket under it: give it a NetConn() net.Conn method, or pass the wrapped connection
}

// Traffic is marked for both families at once: whether the socket turns out to
// be for IPv4, for IPv6 or for both, TrafficClass does what is needed.
func ExampleTrafficClass() {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	s := sockopt.Of(conn)
	if err := sockopt.TrafficClass.Set(s, sockopt.AF41); err != nil {
		log.Fatal(err)
	}
	class, err := sockopt.TrafficClass.Get(s)
	fmt.Println(class, class.CodePoint(), err)
	// Output: AF41 34 <nil>
}

// A group of either family is joined on one interface, here the loopback one.
func ExampleJoinGroup() {
	conn, err := net.ListenPacket("udp4", "0.0.0.0:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	lo, err := loopbackInterface()
	if err != nil {
		log.Fatal(err)
	}

	err = sockopt.JoinGroup.Set(sockopt.Of(conn), sockopt.MulticastGroup{
		Group:     netip.MustParseAddr("239.1.2.3"),
		Interface: sockopt.Interface(lo.Index),
	})
	fmt.Println(err)
	// Output: <nil>
}

// What a socket sends and receives is bound to one interface. On Linux this
// needs version 5.0, and a privilege only to change what is bound.
func ExampleBindInterface() {
	lo, err := loopbackInterface()
	if err != nil {
		log.Fatal(err)
	}
	lc := net.ListenConfig{Control: sockopt.Control(
		sockopt.Optional(sockopt.BindInterface.With(sockopt.Interface(lo.Index))),
	)}
	conn, err := lc.ListenPacket(context.Background(), "udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Println("bound")
	// Output: bound
}

// What the kernel knows of a connection. Not every kernel tells everything.
func ExampleTCPInfo() {
	ln := listen()
	defer ln.Close()
	conn, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	info, err := sockopt.TCPInfo.Get(sockopt.Of(conn))
	if errors.Is(err, errors.ErrUnsupported) {
		info.State = sockopt.TCPEstablished
	} else if err != nil {
		log.Fatal(err)
	}
	fmt.Println(info.State)
	if info.Has(sockopt.TCPFieldRTT) && info.RTT > time.Second {
		fmt.Println("a slow path:", info.RTT)
	}
	// Output: ESTABLISHED
}

// Whether an option can be used: Info knows of the operating system, a Get on a
// socket of the kernel too.
func ExampleOption_Info() {
	fmt.Println(sockopt.NoDelay.Info().Supported)

	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	_, err = sockopt.NoDelay.Get(sockopt.Of(conn))
	fmt.Println(errors.Is(err, errors.ErrUnsupported))
	// Output:
	// true
	// true
}

// An option is found by any of its C names.
func ExampleLookup() {
	info, ok := sockopt.Lookup("TCP_KEEPALIVE") // as macOS says
	fmt.Println(ok, info.Name, info.Type, info.Phase)
	// Output: true KeepIdle time.Duration any time
}

// A descriptor that did not come from package net, such as one of epoll code or
// of a C library. It stays the caller's.
func ExampleFD() {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.UDPConn).SyscallConn()
	if err != nil {
		log.Fatal(err)
	}
	raw.Control(func(fd uintptr) {
		err := sockopt.Broadcast.Set(sockopt.FD(fd), false)
		fmt.Println(err)
	})
	// Output: <nil>
}

// Several settings are made under one lock of the descriptor, in their order,
// up to the first that fails.
func ExampleApply() {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	err = sockopt.Apply(sockopt.Of(conn),
		sockopt.Broadcast.With(true),
		sockopt.TTL.With(256),
		sockopt.RcvBuf.With(1<<20),
	)
	var e *sockopt.Error
	if errors.As(err, &e) {
		fmt.Println(e.Op, e.Name, e.Value, e.Err)
	}
	// Output: set IP_TTL 256 invalid value: must be 1 to 255
}

// What to do about each class of failure.
func ExampleError() {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	switch err := sockopt.NoDelay.Set(sockopt.Of(conn), true); {
	case errors.Is(err, errors.ErrUnsupported):
		fmt.Println("do without")
	case errors.Is(err, os.ErrPermission):
		fmt.Println("ask for the privilege")
	case errors.Is(err, net.ErrClosed):
		fmt.Println("the connection has gone")
	case errors.Is(err, sockopt.ErrValue):
		fmt.Println("mend the configuration")
	case err != nil:
		log.Fatal(err)
	}
	// Output: do without
}

// Read socket options from a flag or a configuration file.
func ExampleSettings() {
	var config struct {
		Listen  string
		Options sockopt.Settings
	}
	err := json.Unmarshal([]byte(`{
		"listen": "127.0.0.1:0",
		"options": ["SO_REUSEADDR=on", "SO_RCVBUF=256KiB", "TCP_DEFER_ACCEPT?=5s"]
	}`), &config)
	if err != nil {
		log.Fatal(err)
	}
	// Or with flag.Var(&config.Options, "sockopt", "set a socket option, `NAME=VALUE`").

	lc := net.ListenConfig{Control: sockopt.Control(config.Options...)}
	ln, err := lc.Listen(context.Background(), "tcp", config.Listen)
	if err != nil {
		log.Fatal(err)
	}
	defer ln.Close()
	fmt.Println(config.Options)
	// Output: SO_REUSEADDR=on SO_RCVBUF=256KiB TCP_DEFER_ACCEPT?=5s
}

// Make a setting of a text.
func ExampleParseSetting() {
	st, err := sockopt.ParseSetting("ip_tos=AF41")
	fmt.Println(st, err)
	_, err = sockopt.ParseSetting("TCP_NODLEAY=on")
	fmt.Println(err)
	_, err = sockopt.ParseSetting("SO_RCVBUF=4s")
	fmt.Println(errors.Is(err, sockopt.ErrValue))
	// Output:
	// IP_TOS=AF41 <nil>
	// sockopt: parse "TCP_NODLEAY": invalid value: no such option; did you mean TCP_NODELAY?
	// true
}

// Compare what two sockets have.
func ExampleSnapshot() {
	ln := listen()
	defer ln.Close()
	before, err := sockopt.Snapshot(sockopt.Of(ln))
	if err != nil {
		log.Fatal(err)
	}
	if err := sockopt.KeepAlive.Set(sockopt.Of(ln), true); err != nil {
		log.Fatal(err)
	}
	after, err := sockopt.Snapshot(sockopt.Of(ln))
	if err != nil {
		log.Fatal(err)
	}
	for _, d := range sockopt.Diff(before, after) {
		fmt.Println(d)
	}
	// Output: SO_KEEPALIVE: off -> on
}

// Make one socket like another.
func ExampleRestore() {
	from, to := listen(), listen()
	defer from.Close()
	defer to.Close()
	if err := sockopt.OOBInline.Set(sockopt.Of(from), true); err != nil {
		log.Fatal(err)
	}
	d, err := sockopt.Snapshot(sockopt.Of(from))
	if err != nil {
		log.Fatal(err)
	}
	if err := sockopt.Restore(sockopt.Of(to), d); err != nil {
		log.Print(err) // which options could not be made the same
	}
	on, err := sockopt.OOBInline.Get(sockopt.Of(to))
	fmt.Println(on, err)
	// Output: true <nil>
}

// Save the options of a socket as JSON, and restore them later, perhaps in another
// process.
func ExampleRestore_json() {
	from, to := listen(), listen()
	defer from.Close()
	defer to.Close()
	if err := sockopt.KeepAlive.Set(sockopt.Of(from), true); err != nil {
		log.Fatal(err)
	}
	d, err := sockopt.Snapshot(sockopt.Of(from))
	if err != nil {
		log.Fatal(err)
	}
	saved, err := json.Marshal(d)
	if err != nil {
		log.Fatal(err)
	}

	var read sockopt.Dump
	if err := json.Unmarshal(saved, &read); err != nil {
		log.Fatal(err)
	}
	if err := sockopt.Restore(sockopt.Of(to), &read); err != nil {
		log.Print(err) // which options could not be made the same
	}
	on, err := sockopt.KeepAlive.Get(sockopt.Of(to))
	fmt.Println(on, err)
	// Output: true <nil>
}

// Ask for a large buffer, and say how much was granted.
func ExampleVerify() {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()

	err = sockopt.Apply(sockopt.Of(conn), sockopt.Verify(sockopt.RcvBuf.With(1<<30)))
	if less, ok := errors.AsType[*sockopt.Mismatch](err); ok {
		log.Print(less) // clipped: asked for 1GiB, got 208KiB: net.core.rmem_max is 212992
	} else if err != nil {
		log.Fatal(err)
	}
}

// listen makes a plain TCP listener: an MPTCP one refuses some options.
func listen() net.Listener {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	return ln
}

func loopbackInterface() (net.Interface, error) {
	ifis, err := net.Interfaces()
	if err != nil {
		return net.Interface{}, err
	}
	for _, ifi := range ifis {
		if ifi.Flags&net.FlagLoopback != 0 {
			return ifi, nil
		}
	}
	return net.Interface{}, errors.New("no loopback interface")
}

// What kind of socket it is.
func ExampleKindOf() {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	kind, err := sockopt.KindOf(sockopt.Of(conn))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(kind, kind.Has(sockopt.KindUDP), kind.Has(sockopt.KindIPv6), kind.Has(sockopt.KindTCP|sockopt.KindMPTCP))
	fmt.Println(sockopt.KindTCP | sockopt.KindUDP)
	fmt.Println(sockopt.KindIPv6 & sockopt.KindTCP)
	// Output:
	// IPv4 UDP true false false
	// IPv4/IPv6 TCP/UDP
	// IPv6 TCP
}

// What becomes of unsent data when a connection is closed.
func ExampleLingerWait() {
	ln := listen()
	defer ln.Close()
	for _, l := range []sockopt.LingerConfig{
		sockopt.LingerOff(),
		sockopt.LingerReset(),
		sockopt.LingerWait(5 * time.Second),
	} {
		if err := sockopt.Linger.Set(sockopt.Of(ln), l); err != nil {
			log.Fatal(err)
		}
		fmt.Println(sockopt.Linger.Get(sockopt.Of(ln)))
	}
	// Output:
	// off <nil>
	// reset <nil>
	// 5s <nil>
}
