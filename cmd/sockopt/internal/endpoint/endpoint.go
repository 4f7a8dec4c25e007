// Package endpoint tells where a socket is and what state it is in, by questions
// that change nothing.
package endpoint

import (
	"net/netip"
	"strings"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/escape"
)

// An Endpoint is what a socket is besides its options.
type Endpoint struct {
	Kind   string `json:"kind"`   // such as "IPv4 TCP"
	State  string `json:"state"`  // such as "LISTEN"
	Local  string `json:"local"`  // empty if there is none
	Remote string `json:"remote"` // likewise
}

// Of asks a socket. The error says why it is none, or is out of reach.
func Of(fd uintptr) (Endpoint, error) {
	kind, err := sockopt.KindOf(sockopt.FD(fd))
	if err != nil {
		return Endpoint{}, err
	}
	e := Endpoint{Kind: kind.String(), Local: localAddr(fd), Remote: remoteAddr(fd)}
	e.State = e.state(sockopt.FD(fd))
	return e, nil
}

// state is that of TCP where the socket has one.
func (e *Endpoint) state(s sockopt.Socket) string {
	if listens, err := sockopt.AcceptConn.Get(s); err == nil && listens {
		return "LISTEN"
	}
	if info, err := sockopt.TCPInfo.Get(s); err == nil {
		return info.State.String()
	}
	switch {
	case e.Remote != "":
		return "connected"
	case e.Local != "":
		return "bound"
	}
	return "unconnected"
}

// ipText writes an address; one that stands for none is empty.
func ipText(addr netip.Addr, port int) string {
	if addr.IsUnspecified() && port == 0 {
		return ""
	}
	return escape.Text(netip.AddrPortFrom(addr, uint16(port)).String()) // the zone has the name of an interface
}

// abstractMark begins the text of an abstract name.
const abstractMark = "@"

// pathText writes the path of a Unix socket. What is not printable is escaped,
// and so is an @ at its beginning, because that marks abstract names.
func pathText(path string) string {
	if rest, ok := strings.CutPrefix(path, abstractMark); ok {
		return `\x40` + escape.Text(rest)
	}
	return escape.Text(path)
}
