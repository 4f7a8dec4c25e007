package main

import (
	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt"
)

// A newKey is what makes new sockets alike.
type newKey struct {
	family, typ, protocol int
	namespace             uint64
}

// newKeyOf asks a socket. It answers for the families of which a new socket,
// that nothing is done with, harms nobody.
func newKeyOf(fd uintptr) (newKey, bool) {
	var k newKey
	for option, v := range map[int]*int{unix.SO_DOMAIN: &k.family, unix.SO_TYPE: &k.typ, unix.SO_PROTOCOL: &k.protocol} {
		var err error
		if *v, err = unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, option); err != nil {
			return k, false
		}
	}
	k.namespace, _ = unix.GetsockoptUint64(int(fd), unix.SOL_SOCKET, unix.SO_NETNS_COOKIE)
	switch k.family {
	case unix.AF_PACKET:
		k.protocol = 0 // so that it receives nothing
		return k, true
	case unix.AF_INET, unix.AF_INET6, unix.AF_UNIX, unix.AF_NETLINK, unix.AF_VSOCK, unix.AF_CAN:
		return k, true
	}
	return k, false
}

func (k newKey) open() (sockopt.FD, func(), error) {
	return openSocket(k.family, k.typ|unix.SOCK_CLOEXEC, k.protocol)()
}
