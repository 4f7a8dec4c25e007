package main

import (
	"fmt"
	"sync"

	"golang.org/x/sys/windows"

	"github.com/go-sockopt/sockopt"
)

// errNotConnected is the failure of what only a connection has.
const errNotConnected = windows.WSAENOTCONN

// socketKinds returns the kinds of socket to try.
func socketKinds() []kind {
	return []kind{
		{"tcp4", "TCP over IPv4", 4, openSocket(windows.AF_INET, windows.SOCK_STREAM, windows.IPPROTO_TCP)},
		{"tcp6", "TCP over IPv6", 6, openSocket(windows.AF_INET6, windows.SOCK_STREAM, windows.IPPROTO_TCP)},
		{"udp4", "UDP over IPv4", 4, openSocket(windows.AF_INET, windows.SOCK_DGRAM, windows.IPPROTO_UDP)},
		{"udp6", "UDP over IPv6", 6, openSocket(windows.AF_INET6, windows.SOCK_DGRAM, windows.IPPROTO_UDP)},
		{"raw4", "raw ICMP over IPv4", 4, openSocket(windows.AF_INET, windows.SOCK_RAW, windows.IPPROTO_ICMP)},
		{"raw6", "raw ICMP over IPv6", 6, openSocket(windows.AF_INET6, windows.SOCK_RAW, windows.IPPROTO_ICMPV6)},
		{"unix", "Unix stream", 0, openSocket(windows.AF_UNIX, windows.SOCK_STREAM, 0)},
	}
}

// startup makes the library of sockets ready.
var startup = sync.OnceValue(func() error {
	var data windows.WSAData
	return windows.WSAStartup(0x202, &data)
})

func openSocket(family, typ, proto int) func() (sockopt.FD, func(), error) {
	return func() (sockopt.FD, func(), error) {
		if err := startup(); err != nil {
			return 0, nil, err
		}
		h, err := windows.Socket(family, typ, proto)
		if err != nil {
			return 0, nil, err
		}
		return sockopt.FD(h), func() { windows.Closesocket(h) }, nil
	}
}

// system names the kernel and who runs this program.
func system() (kernel, user string) {
	v := windows.RtlGetVersion()
	kernel = fmt.Sprintf("Windows %d.%d build %d", v.MajorVersion, v.MinorVersion, v.BuildNumber)
	if windows.GetCurrentProcessToken().IsElevated() {
		return kernel, "an elevated user"
	}
	return kernel, "an ordinary user"
}
