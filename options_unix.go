//go:build unix && !linux

package sockopt

import "golang.org/x/sys/unix"

var socketTypes = [...]named{
	{unix.SOCK_STREAM, typeStream, "SOCK_STREAM"},
	{unix.SOCK_DGRAM, typeDatagram, "SOCK_DGRAM"},
	{unix.SOCK_RAW, typeRaw, "SOCK_RAW"},
	{unix.SOCK_RDM, typeOther, "SOCK_RDM"},
	{unix.SOCK_SEQPACKET, typeSeqpacket, "SOCK_SEQPACKET"},
}
