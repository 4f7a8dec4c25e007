package wire

const (
	SockaddrLen         = false // struct sockaddr begins with its length, in one byte
	SockaddrStorageSize = 256
)
