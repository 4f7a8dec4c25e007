package endpoint

import (
	"net"
	"net/netip"
	"strconv"

	"golang.org/x/sys/windows"
)

func localAddr(fd uintptr) string {
	sa, err := windows.Getsockname(windows.Handle(fd))
	return addrText(sa, err)
}

func remoteAddr(fd uintptr) string {
	sa, err := windows.Getpeername(windows.Handle(fd))
	return addrText(sa, err)
}

func addrText(sa windows.Sockaddr, err error) string {
	if err != nil {
		return ""
	}
	switch sa := sa.(type) {
	case *windows.SockaddrInet4:
		return ipText(netip.AddrFrom4(sa.Addr), sa.Port)
	case *windows.SockaddrInet6:
		addr := netip.AddrFrom16(sa.Addr)
		if sa.ZoneId != 0 {
			zone := strconv.Itoa(int(sa.ZoneId))
			if ifi, err := net.InterfaceByIndex(int(sa.ZoneId)); err == nil {
				zone = ifi.Name
			}
			addr = addr.WithZone(zone)
		}
		return ipText(addr, sa.Port)
	case *windows.SockaddrUnix:
		return pathText(sa.Name)
	}
	return ""
}
