//go:build !aix && !darwin && !dragonfly && !freebsd && !netbsd && !openbsd && !solaris && !illumos

package wire

const (
	SockaddrLen         = false // struct sockaddr begins with its length, in one byte
	SockaddrStorageSize = 128
)
