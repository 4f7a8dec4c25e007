package main

import "golang.org/x/sys/unix"

var mptcpKinds = []kind{
	{"mptcp4", "Multipath TCP over IPv4", 4, openSocket(unix.AF_INET, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)},
	{"mptcp6", "Multipath TCP over IPv6", 6, openSocket(unix.AF_INET6, unix.SOCK_STREAM, unix.IPPROTO_MPTCP)},
}

var systemKinds = []kind{
	{"netlink", "netlink route", 0, openSocket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)},
	{"packet", "packet, of no protocol", 0, openSocket(unix.AF_PACKET, unix.SOCK_RAW, 0)},
	{"vsock", "vsock stream", 0, openSocket(unix.AF_VSOCK, unix.SOCK_STREAM, 0)},
}
