//go:build unix

package main

import (
	"fmt"
	"os"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// Protocols of the registry that x/sys does not have for every system.
const (
	protoSCTP    = 132
	protoUDPLite = 136
)

// errNotConnected is the failure of what only a connection has.
const errNotConnected = unix.ENOTCONN

// socketKinds returns the kinds of socket to try.
func socketKinds() []kind {
	ip := func(name, text string, typ, proto4, proto6 int) []kind {
		return []kind{
			{name + "4", text + " over IPv4", 4, openSocket(unix.AF_INET, typ, proto4)},
			{name + "6", text + " over IPv6", 6, openSocket(unix.AF_INET6, typ, proto6)},
		}
	}
	return slices.Concat(
		ip("tcp", "TCP", unix.SOCK_STREAM, unix.IPPROTO_TCP, unix.IPPROTO_TCP),
		mptcpKinds,
		ip("udp", "UDP", unix.SOCK_DGRAM, unix.IPPROTO_UDP, unix.IPPROTO_UDP),
		ip("udplite", "UDP-Lite", unix.SOCK_DGRAM, protoUDPLite, protoUDPLite),
		ip("sctp", "SCTP", unix.SOCK_STREAM, protoSCTP, protoSCTP),
		ip("raw", "raw ICMP", unix.SOCK_RAW, unix.IPPROTO_ICMP, unix.IPPROTO_ICMPV6),
		ip("ping", "ICMP echo", unix.SOCK_DGRAM, unix.IPPROTO_ICMP, unix.IPPROTO_ICMPV6),
		[]kind{
			{"unix", "Unix stream, a pair", 0, openPair(unix.SOCK_STREAM)},
			{"unixgram", "Unix datagram, a pair", 0, openPair(unix.SOCK_DGRAM)},
			{"unixpacket", "Unix seqpacket, a pair", 0, openPair(unix.SOCK_SEQPACKET)},
		},
		systemKinds,
	)
}

func openSocket(family, typ, proto int) func() (sockopt.FD, func(), error) {
	return func() (sockopt.FD, func(), error) {
		fd, err := unix.Socket(family, typ, proto)
		if err != nil {
			return 0, nil, err
		}
		return sockopt.FD(fd), func() { unix.Close(fd) }, nil
	}
}

// openPair makes a socket that is connected to another.
func openPair(typ int) func() (sockopt.FD, func(), error) {
	return func() (sockopt.FD, func(), error) {
		fds, err := unix.Socketpair(unix.AF_UNIX, typ, 0)
		if err != nil {
			return 0, nil, err
		}
		return sockopt.FD(fds[0]), func() { unix.Close(fds[0]); unix.Close(fds[1]) }, nil
	}
}

// system names the kernel and who runs this program.
func system() (kernel, user string) {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		kernel = err.Error()
	} else {
		kernel = fmt.Sprintf("%s %s %s", unix.ByteSliceToString(u.Sysname[:]), unix.ByteSliceToString(u.Release[:]), unix.ByteSliceToString(u.Machine[:]))
	}
	return kernel, fmt.Sprintf("uid %d", os.Geteuid())
}
