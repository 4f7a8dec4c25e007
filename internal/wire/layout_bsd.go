//go:build darwin || dragonfly || freebsd || netbsd

package wire

const (
	SockaddrLen         = true // struct sockaddr begins with its length, in one byte
	SockaddrStorageSize = 128
)
