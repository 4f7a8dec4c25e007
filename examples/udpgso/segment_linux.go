package main

import (
	"encoding/binary"

	"golang.org/x/sys/unix"
)

// segmentSize returns the size of the datagrams that came in one receive, 0 if
// it was but one.
func segmentSize(control []byte) int {
	list, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return 0
	}
	for _, m := range list {
		if m.Header.Level == unix.IPPROTO_UDP && m.Header.Type == unix.UDP_GRO && len(m.Data) >= 4 {
			return int(binary.NativeEndian.Uint32(m.Data)) // a C int
		}
	}
	return 0
}
