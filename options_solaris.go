package sockopt

import "golang.org/x/sys/unix"

var levels = [numLevels]int32{
	levelSocket: unix.SOL_SOCKET,
	levelIP:     unix.IPPROTO_IP,
	levelIPv6:   unix.IPPROTO_IPV6,
	levelTCP:    unix.IPPROTO_TCP,
	levelUDP:    unix.IPPROTO_UDP,
	levelSCTP:   unix.IPPROTO_SCTP,
	levelICMPv6: unix.IPPROTO_ICMPV6,
}

const (
	// levelZeroShared: level 0 means one thing to an IPv4 socket and another to
	// a Unix one.
	levelZeroShared = false
	// dualStack: an AF_INET6 socket takes the options of IPPROTO_IP, for the
	// IPv4 traffic that it carries.
	dualStack = false

	groupReqOffset = 8 // of the first sockaddr_storage in struct group_source_req
)

// sharedTable has what illumos and Oracle Solaris agree on: the headers of
// OpenSolaris.
var sharedTable = [numOptions]row{
	// SOL_SOCKET: sys/socket.h.
	idReuseAddr:        {number: unix.SO_REUSEADDR, as: cInt},
	idExclusiveAddrUse: {number: unix.SO_EXCLBIND, as: cInt, name: "SO_EXCLBIND"},
	idKeepAlive:        {number: unix.SO_KEEPALIVE, as: cInt},
	idLinger:           {number: unix.SO_LINGER, as: lingerInts},
	idBroadcast:        {number: unix.SO_BROADCAST, as: cInt},
	idOOBInline:        {number: unix.SO_OOBINLINE, as: cInt},
	idSndBuf:           {number: unix.SO_SNDBUF, as: cInt},
	idRcvBuf:           {number: unix.SO_RCVBUF, as: cInt},
	idRcvLowat:         {number: unix.SO_RCVLOWAT, as: cInt},
	idSndLowat:         {number: unix.SO_SNDLOWAT, as: cInt},
	idRcvTimeo:         {number: unix.SO_RCVTIMEO, as: timeval},
	idSndTimeo:         {number: unix.SO_SNDTIMEO, as: timeval},
	idSocketType:       {number: unix.SO_TYPE, as: cInt},
	idSocketError:      {number: unix.SO_ERROR, as: cInt},
	idDomain:           {number: unix.SO_DOMAIN, as: cInt},
	idProtocol:         {number: unix.SO_PROTOTYPE, as: cInt, name: "SO_PROTOTYPE"},
	idAcceptConn:       {number: unix.SO_ACCEPTCONN, as: cInt},
	idDebug:            {number: unix.SO_DEBUG, as: cInt},
	idDontRoute:        {number: unix.SO_DONTROUTE, as: cInt},
	idTimestamp:        {number: unix.SO_TIMESTAMP, as: cInt},
	idPassCred:         {number: unix.SO_RECVUCRED, as: cInt, name: "SO_RECVUCRED"},
	idDgramErrInd:      {number: unix.SO_DGRAM_ERRIND, as: cInt},

	// IPPROTO_IP: netinet/in.h.
	idTOS:                  {number: unix.IP_TOS, as: cInt},
	idTTL:                  {number: unix.IP_TTL, as: cInt},
	idHdrIncl:              {number: unix.IP_HDRINCL, as: cInt},
	idIPOptions:            {number: unix.IP_OPTIONS, as: cBytes, max: 44},
	idMulticastIF:          {number: unix.IP_MULTICAST_IF, as: ifAddr},
	idMulticastTTL:         {number: unix.IP_MULTICAST_TTL, as: cByte},
	idMulticastLoop:        {number: unix.IP_MULTICAST_LOOP, as: cByte},
	idAddMembership:        {number: unix.IP_ADD_MEMBERSHIP, as: mreq},
	idDropMembership:       {number: unix.IP_DROP_MEMBERSHIP, as: mreq},
	idAddSourceMembership:  {number: unix.IP_ADD_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idDropSourceMembership: {number: unix.IP_DROP_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idJoinSourceGroup4:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource4},
	idLeaveSourceGroup4:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource4},
	idIPBoundIF:            {number: unix.IP_BOUND_IF, as: ifIndex},
	idIPPktInfo:            {number: unix.IP_RECVPKTINFO, as: cInt, name: "IP_RECVPKTINFO"},
	idRecvDstAddr:          {number: unix.IP_RECVDSTADDR, as: cInt},
	idRecvIF:               {number: unix.IP_RECVIF, as: cInt},
	idRecvTTL:              {number: unix.IP_RECVTTL, as: cInt},
	idIPBlockSource:        {number: unix.IP_BLOCK_SOURCE, as: mreqSourceIface},
	idIPUnblockSource:      {number: unix.IP_UNBLOCK_SOURCE, as: mreqSourceIface},
	idMCASTJoinGroup4:      {number: unix.MCAST_JOIN_GROUP, as: groupReq4},
	idMCASTLeaveGroup4:     {number: unix.MCAST_LEAVE_GROUP, as: groupReq4},
	idBlockSource4:         {number: unix.MCAST_BLOCK_SOURCE, as: groupSource4},
	idUnblockSource4:       {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource4},

	// IPPROTO_IPV6: netinet/in.h.
	idIPv6V6Only:          {number: unix.IPV6_V6ONLY, as: cInt},
	idIPv6UnicastHops:     {number: unix.IPV6_UNICAST_HOPS, as: cInt},
	idIPv6MulticastHops:   {number: unix.IPV6_MULTICAST_HOPS, as: cInt},
	idIPv6MulticastIF:     {number: unix.IPV6_MULTICAST_IF, as: ifIndex},
	idIPv6MulticastLoop:   {number: unix.IPV6_MULTICAST_LOOP, as: cInt},
	idIPv6JoinGroup:       {number: unix.IPV6_JOIN_GROUP, as: ipv6Mreq},
	idIPv6LeaveGroup:      {number: unix.IPV6_LEAVE_GROUP, as: ipv6Mreq},
	idJoinSourceGroup6:    {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource6},
	idLeaveSourceGroup6:   {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource6},
	idIPv6TClass:          {number: unix.IPV6_TCLASS, as: cInt},
	idIPv6BoundIF:         {number: unix.IPV6_BOUND_IF, as: ifIndex, mapped: true},
	idIPv6PktInfo:         {number: unix.IPV6_PKTINFO, as: in6PktInfo},
	idIPv6RecvPktInfo:     {number: unix.IPV6_RECVPKTINFO, as: cInt},
	idIPv6RecvHopLimit:    {number: unix.IPV6_RECVHOPLIMIT, as: cInt},
	idIPv6RecvTClass:      {number: unix.IPV6_RECVTCLASS, as: cInt},
	idIPv6DontFrag:        {number: unix.IPV6_DONTFRAG, as: cInt},
	idIPv6PathMTU:         {number: unix.IPV6_PATHMTU, as: ip6MTUInfo},
	idIPv6RecvPathMTU:     {number: unix.IPV6_RECVPATHMTU, as: cInt},
	idIPv6UseMinMTU:       {number: unix.IPV6_USE_MIN_MTU, as: cInt},
	idIPv6AddrPreferences: {number: unix.IPV6_SRC_PREFERENCES, as: addrPrefsSolaris, name: "IPV6_SRC_PREFERENCES"},
	idIPv6Checksum:        {number: unix.IPV6_CHECKSUM, as: cInt},
	idMCASTJoinGroup6:     {number: unix.MCAST_JOIN_GROUP, as: groupReq6},
	idMCASTLeaveGroup6:    {number: unix.MCAST_LEAVE_GROUP, as: groupReq6},
	idBlockSource6:        {number: unix.MCAST_BLOCK_SOURCE, as: groupSource6},
	idUnblockSource6:      {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource6},

	// IPPROTO_TCP: netinet/tcp.h.
	idNoDelay:                 {number: unix.TCP_NODELAY, as: cInt},
	idMaxSeg:                  {number: unix.TCP_MAXSEG, as: cInt, access: AccessReadOnly},
	idKeepAliveThreshold:      {number: unix.TCP_KEEPALIVE_THRESHOLD, as: milliseconds},
	idKeepAliveAbortThreshold: {number: unix.TCP_KEEPALIVE_ABORT_THRESHOLD, as: milliseconds},
	idUserTimeout:             {number: unix.TCP_ABORT_THRESHOLD, as: milliseconds, name: "TCP_ABORT_THRESHOLD"},
	idCork:                    {number: unix.TCP_CORK, as: cInt},

	// IPPROTO_ICMPV6: netinet/icmp6.h.
	idICMP6Filter: {number: unix.ICMP6_FILTER, as: icmp6Passed},

	// IPPROTO_SCTP: netinet/sctp.h.
	idSCTPDefaultSendParam: {number: 11, as: sctpSendSolaris},
	idSCTPNotifications:    {number: 12, as: sctpEventsSolaris},
	idSCTPPeerAddrParams:   {number: 10, as: sctpPeerSolaris},
	idSCTPStatus:           {number: 15, as: sctpStatusSolaris},
	idSCTPRTOInfo:          {number: 1, as: sctpRTOInfoWords},
	idSCTPInitMsg:          {number: 3, as: sctpInitShorts},
	idSCTPNoDelay:          {number: 4, as: cInt},
	idSCTPAutoClose:        {number: 5, as: seconds},
	idConnectTimeout:       {number: unix.TCP_CONN_ABORT_THRESHOLD, as: milliseconds, name: "TCP_CONN_ABORT_THRESHOLD"},
	idLinger2:              {number: unix.TCP_LINGER2, as: seconds, max: 2147483}, // kept in an int of milliseconds
	idInitCwnd:             {number: unix.TCP_INIT_CWND, as: cInt},
}
