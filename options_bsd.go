//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package sockopt

import "golang.org/x/sys/unix"

var levels = [numLevels]int32{
	levelSocket:  unix.SOL_SOCKET,
	levelIP:      unix.IPPROTO_IP,
	levelIPv6:    unix.IPPROTO_IPV6,
	levelTCP:     unix.IPPROTO_TCP,
	levelUDP:     unix.IPPROTO_UDP,
	levelSCTP:    132, // IPPROTO_SCTP, netinet/in.h
	levelICMPv6:  unix.IPPROTO_ICMPV6,
	levelLocal:   0,   // SOL_LOCAL, sys/un.h
	levelCANRaw:  1,   // SOL_CAN_RAW, netcan/can.h of NetBSD
	levelNetlink: 270, // SOL_NETLINK, netlink/netlink.h of FreeBSD
}

const (
	// levelZeroShared: level 0 means one thing to an IPv4 socket and another to
	// a Unix one.
	levelZeroShared = true
	// dualStack: an AF_INET6 socket takes the options of IPPROTO_IP, for the
	// IPv4 traffic that it carries.
	dualStack = false
)

// sharedTable has what the BSDs and macOS agree on.
var sharedTable = [numOptions]row{
	// SOL_SOCKET: sys/socket.h.
	idReuseAddr:   {number: unix.SO_REUSEADDR, as: cInt},
	idReusePort:   {number: unix.SO_REUSEPORT, as: cInt},
	idKeepAlive:   {number: unix.SO_KEEPALIVE, as: cInt},
	idBroadcast:   {number: unix.SO_BROADCAST, as: cInt},
	idOOBInline:   {number: unix.SO_OOBINLINE, as: cInt},
	idSndBuf:      {number: unix.SO_SNDBUF, as: cInt},
	idRcvBuf:      {number: unix.SO_RCVBUF, as: cInt},
	idRcvLowat:    {number: unix.SO_RCVLOWAT, as: cInt},
	idSndLowat:    {number: unix.SO_SNDLOWAT, as: cInt},
	idRcvTimeo:    {number: unix.SO_RCVTIMEO, as: timeval},
	idSndTimeo:    {number: unix.SO_SNDTIMEO, as: timeval},
	idSocketType:  {number: unix.SO_TYPE, as: cInt},
	idSocketError: {number: unix.SO_ERROR, as: cInt},
	idDebug:       {number: unix.SO_DEBUG, as: cInt},
	idDontRoute:   {number: unix.SO_DONTROUTE, as: cInt},
	idTimestamp:   {number: unix.SO_TIMESTAMP, as: cInt},

	// IPPROTO_IP: netinet/in.h. The options are read with up to 4 bytes more
	// than were set, the first hop.
	idTOS:           {number: unix.IP_TOS, as: cInt},
	idTTL:           {number: unix.IP_TTL, as: cInt},
	idHdrIncl:       {number: unix.IP_HDRINCL, as: cInt},
	idIPOptions:     {number: unix.IP_OPTIONS, as: cBytes, max: 44},
	idMulticastTTL:  {number: unix.IP_MULTICAST_TTL, as: cByte},
	idMulticastLoop: {number: unix.IP_MULTICAST_LOOP, as: cByte},
	idRecvDstAddr:   {number: unix.IP_RECVDSTADDR, as: cInt},
	idRecvIF:        {number: unix.IP_RECVIF, as: cInt},
	idRecvTTL:       {number: unix.IP_RECVTTL, as: cInt},
	idIPPortRange:   {number: unix.IP_PORTRANGE, as: cInt},

	// IPPROTO_IPV6: netinet6/in6.h.
	idIPv6V6Only:        {number: unix.IPV6_V6ONLY, as: cInt},
	idIPv6UnicastHops:   {number: unix.IPV6_UNICAST_HOPS, as: cInt},
	idIPv6MulticastHops: {number: unix.IPV6_MULTICAST_HOPS, as: cInt},
	idIPv6MulticastIF:   {number: unix.IPV6_MULTICAST_IF, as: ifIndex},
	idIPv6MulticastLoop: {number: unix.IPV6_MULTICAST_LOOP, as: cInt},
	idIPv6JoinGroup:     {number: unix.IPV6_JOIN_GROUP, as: ipv6Mreq},
	idIPv6LeaveGroup:    {number: unix.IPV6_LEAVE_GROUP, as: ipv6Mreq},
	idIPv6TClass:        {number: unix.IPV6_TCLASS, as: cInt},
	idIPv6PktInfo:       {number: unix.IPV6_PKTINFO, as: in6PktInfo},
	idIPv6RecvPktInfo:   {number: unix.IPV6_RECVPKTINFO, as: cInt},
	idIPv6RecvHopLimit:  {number: unix.IPV6_RECVHOPLIMIT, as: cInt},
	idIPv6RecvTClass:    {number: unix.IPV6_RECVTCLASS, as: cInt},
	idIPv6DontFrag:      {number: unix.IPV6_DONTFRAG, as: cInt},
	idIPv6PathMTU:       {number: unix.IPV6_PATHMTU, as: ip6MTUInfo},
	idIPv6RecvPathMTU:   {number: unix.IPV6_RECVPATHMTU, as: cInt},
	idIPv6UseMinMTU:     {number: unix.IPV6_USE_MIN_MTU, as: cInt},
	idIPv6PortRange:     {number: unix.IPV6_PORTRANGE, as: cInt},
	idIPv6Checksum:      {number: unix.IPV6_CHECKSUM, as: cInt},

	// IPPROTO_TCP: netinet/tcp.h.
	idNoDelay: {number: unix.TCP_NODELAY, as: cInt},
	idMaxSeg:  {number: unix.TCP_MAXSEG, as: cInt},

	// IPPROTO_ICMPV6: netinet/icmp6.h.
	idICMP6Filter: {number: unix.ICMP6_FILTER, as: icmp6Passed},
}
