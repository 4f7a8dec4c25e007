//go:build unix && !linux

package sockopt

import "golang.org/x/sys/unix"

var addressFamilies = [...]named{
	{unix.AF_UNIX, familyUnix, "AF_UNIX"},
	{unix.AF_INET, familyIPv4, "AF_INET"},
	{unix.AF_INET6, familyIPv6, "AF_INET6"},
	{unix.AF_ROUTE, familyOther, "AF_ROUTE"},
}

var socketTypes = [...]named{
	{unix.SOCK_STREAM, typeStream, "SOCK_STREAM"},
	{unix.SOCK_DGRAM, typeDatagram, "SOCK_DGRAM"},
	{unix.SOCK_RAW, typeRaw, "SOCK_RAW"},
	{unix.SOCK_RDM, typeOther, "SOCK_RDM"},
	{unix.SOCK_SEQPACKET, typeSeqpacket, "SOCK_SEQPACKET"},
}
