//go:build unix

package endpoint

import (
	"net/netip"

	"golang.org/x/sys/unix"
)

func localAddr(fd uintptr) string {
	sa, err := unix.Getsockname(int(fd))
	if err != nil {
		return ""
	}
	return addrText(fd, sa, false)
}

func remoteAddr(fd uintptr) string {
	sa, err := unix.Getpeername(int(fd))
	if err != nil {
		return ""
	}
	text := addrText(fd, sa, true)
	if _, ok := sa.(*unix.SockaddrUnix); ok && text == "" {
		return "unnamed" // there is a peer all the same
	}
	return text
}

// addrText writes the own address of a socket or that of its peer; one that
// stands for none is empty.
func addrText(fd uintptr, sa unix.Sockaddr, peer bool) string {
	switch sa := sa.(type) {
	case *unix.SockaddrInet4:
		return ipText(netip.AddrFrom4(sa.Addr), sa.Port)
	case *unix.SockaddrInet6:
		addr := netip.AddrFrom16(sa.Addr)
		if sa.ZoneId != 0 {
			addr = addr.WithZone(interfaceName(fd, int(sa.ZoneId)))
		}
		return ipText(addr, sa.Port)
	case *unix.SockaddrUnix:
		return unixText(fd, sa, peer)
	}
	return systemAddrText(fd, sa)
}
