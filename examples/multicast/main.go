// Multicast prints the datagrams that are sent to a multicast group, of all
// senders or of one (source-specific multicast):
//
//	multicast -group 239.1.2.3:9999 -interface eth0
//	multicast -group [ff3e::1234]:9999 -interface eth0 -source 2001:db8::7
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"net/netip"

	"github.com/go-sockopt/sockopt"
)

func main() {
	var (
		group  netip.AddrPort
		on     sockopt.Interface
		source netip.Addr
	)
	flag.TextVar(&group, "group", netip.MustParseAddrPort("239.1.2.3:9999"), "join `GROUP:PORT`")
	flag.TextVar(&on, "interface", on, "join on the interface `NAME`")
	flag.TextVar(&source, "source", source, "take only what is sent by `ADDRESS`")
	count := flag.Int("count", 0, "end after so many datagrams; 0 for never")
	flag.Parse()
	log.SetPrefix("multicast: ")

	conn, err := listen(group, on, source)
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("listening to %v on %v", group, on)
	buf := make([]byte, 1<<16)
	for n := 1; ; n++ {
		size, from, err := conn.ReadFrom(buf)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%v: %q\n", from, buf[:size])
		if n == *count {
			return
		}
	}
}

// listen makes a socket that receives what is sent to the group.
func listen(group netip.AddrPort, on sockopt.Interface, source netip.Addr) (net.PacketConn, error) {
	// One option joins groups of either family, whatever the kernel calls it.
	join := sockopt.JoinGroup.With(sockopt.MulticastGroup{Group: group.Addr(), Interface: on})
	if source.IsValid() {
		join = sockopt.JoinSourceGroup.With(sockopt.MulticastSource{Group: group.Addr(), Source: source, Interface: on})
	}
	settings := []sockopt.Setting{
		// Other programs may want the same group and port.
		sockopt.ReuseAddr.With(true),
		// Linux would deliver what any program of this host has joined, of any
		// sender; and of an IPv6 group what comes by any interface.
		sockopt.Optional(sockopt.MulticastAll.With(false)),
		sockopt.Optional(sockopt.BindInterface.With(on)),
		join,
	}
	// The address is the wildcard of the family: some systems cannot bind a group.
	network, wildcard := "udp4", netip.IPv4Unspecified()
	if group.Addr().Is6() {
		network, wildcard = "udp6", netip.IPv6Unspecified()
	}
	return sockopt.ListenPacket(context.Background(), nil, network, netip.AddrPortFrom(wildcard, group.Port()).String(), settings...)
}
