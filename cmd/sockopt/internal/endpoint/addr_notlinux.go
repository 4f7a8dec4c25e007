//go:build unix && !linux

package endpoint

import (
	"net"
	"strconv"

	"golang.org/x/sys/unix"
)

func systemAddrText(uintptr, unix.Sockaddr) string { return "" }

// unixText writes the name of a Unix socket, which is a path.
func unixText(_ uintptr, sa *unix.SockaddrUnix, _ bool) string { return pathText(sa.Name) }

func interfaceName(_ uintptr, index int) string {
	if ifi, err := net.InterfaceByIndex(index); err == nil {
		return ifi.Name
	}
	return strconv.Itoa(index)
}
