package sockopt

import "golang.org/x/sys/unix"

const groupReqOffset = 8 // not used: there is no MCAST_JOIN_SOURCE_GROUP

var addressFamilies = [...]named{
	{unix.AF_UNIX, familyUnix, "AF_UNIX"},
	{unix.AF_INET, familyIPv4, "AF_INET"},
	{unix.AF_INET6, familyIPv6, "AF_INET6"},
	{unix.AF_ROUTE, familyOther, "AF_ROUTE"},
	{35, familyCAN, "AF_CAN"}, // sys/socket.h
}

var table = [numOptions]row{
	idLinger:       {number: unix.SO_LINGER, as: lingerInts, max: 65535}, // checked against USHRT_MAX
	idAcceptConn:   {number: unix.SO_ACCEPTCONN, as: cInt},
	idAcceptFilter: {number: unix.SO_ACCEPTFILTER, as: acceptFilterArg},
	idRError:       {number: 0x4000, as: cInt}, // sys/socket.h
	idNoSigPipe:    {number: unix.SO_NOSIGPIPE, as: cInt},
	idPeerCred:     {number: 3, as: credPIDUIDGID, level: levelLocal, kinds: familyUnix | typeStream | typeSeqpacket, name: "LOCAL_PEEREID"}, // sys/un.h

	idIPOptions:           {number: unix.IP_OPTIONS, as: cBytes, access: AccessWriteOnly, max: 44}, // a get gives the first hop alone
	idTOS:                 {number: unix.IP_TOS, as: cInt, anew: true},
	idTTL:                 {number: unix.IP_TTL, as: cInt, anew: true},
	idMulticastIF:         {number: unix.IP_MULTICAST_IF, as: ifAddrIndex},
	idAddMembership:       {number: unix.IP_ADD_MEMBERSHIP, as: mreqIndex},
	idDropMembership:      {number: unix.IP_DROP_MEMBERSHIP, as: mreqIndex},
	idIPTransparent:       {number: 27, as: cInt, name: "IP_BINDANY"},     // netinet/in.h
	idIPv6Transparent:     {number: 64, as: cInt, name: "IPV6_BINDANY"},   // netinet6/in6.h
	idIPPktInfo:           {number: 26, as: cInt, name: "IP_RECVPKTINFO"}, // netinet/in.h
	idMinTTL:              {number: unix.IP_MINTTL, as: cInt, min: 1, max: 255},
	idIPv6AddrPreferences: {number: 63, as: tempAddr, name: "IPV6_PREFER_TEMPADDR"}, // netinet6/in6.h

	// The kernel takes the number as half-seconds and multiplies it by hz/2 in an
	// int. Before NetBSD 11 it does so without a check, and has no get
	// (ENOPROTOOPT).
	idKeepIdle:  {number: unix.TCP_KEEPIDLE, as: halfSeconds, min: 1, max: 42949672},
	idKeepIntvl: {number: unix.TCP_KEEPINTVL, as: halfSeconds, min: 1, max: 42949672},
	idKeepCnt:   {number: unix.TCP_KEEPCNT, as: cInt, min: 1, max: 42949672}, // has the check of the times
	idTCPInfo:   {number: 9, as: tcpInfoNetBSD},                              // netinet/tcp.h

	// IPPROTO_UDP: netinet/udp.h. ESP, or none.
	idUDPEncap: {number: 100, as: cInt, access: AccessWriteOnly, max: 2},

	// SOL_CAN_RAW: netcan/can.h.
	idCANRawFilter:      {number: 1, as: canFilters},
	idCANRawLoopback:    {number: 4, as: cInt},
	idCANRawRecvOwnMsgs: {number: 5, as: cInt},

	// SOL_LOCAL: sys/un.h.
	idLocalCreds: {number: 4, as: cInt},

	// IPPROTO_SCTP: netinet/sctp.h.
	idSCTPNoDelay:          {number: 1, as: cInt},
	idSCTPMaxSeg:           {number: 2, as: cUint},
	idSCTPInitMsg:          {number: 4, as: sctpInitWords},
	idSCTPAutoClose:        {number: 5, as: seconds},
	idSCTPDisableFragments: {number: 17, as: cInt},
	idSCTPDefaultSendParam: {number: 24, as: sctpSendNetBSD},
	idSCTPNotifications:    {number: 10, as: sctpEventsNetBSD},
	idSCTPPeerAddrParams:   {number: 11, as: sctpPeerNetBSD},
	idSCTPStatus:           {number: 8, as: sctpStatusNetBSD},
	idSCTPRTOInfo:          {number: 26, as: sctpRTOInfoWords},
	idSignatureEnable:      {number: unix.TCP_MD5SIG, as: cInt, name: "TCP_MD5SIG"},
	idConnectTimeout:       {number: unix.TCP_KEEPINIT, as: halfSeconds, min: 1, max: 42949672},
}
