package sockopt

import (
	"github.com/go-sockopt/sockopt/internal/sys"
	"golang.org/x/sys/windows"
)

var levels = [numLevels]int32{
	levelSocket: windows.SOL_SOCKET,
	levelIP:     windows.IPPROTO_IP,
	levelIPv6:   windows.IPPROTO_IPV6,
	levelTCP:    windows.IPPROTO_TCP,
	levelUDP:    windows.IPPROTO_UDP,
	levelIoctl:  sys.IoctlLevel,
}

const (
	// levelZeroShared: level 0 means one thing to an IPv4 socket and another to
	// a Unix one.
	levelZeroShared = false
	// dualStack: an AF_INET6 socket takes the options of IPPROTO_IP, for the
	// IPv4 traffic that it carries.
	dualStack = true

	groupReqOffset = 8 // of the first sockaddr_storage in struct group_source_req

	// What two rows have, ws2def.h and ws2ipdef.h.
	numberProtocolInfoW         = 0x2005
	numberIPUnicastIF           = 31
	numberIPv6UnicastIF         = 31
	numberMCASTJoinSourceGroup  = 45
	numberMCASTLeaveSourceGroup = 46

	sioTCPInfo = 0xd8000027 - 1<<32 // SIO_TCP_INFO, mstcpip.h
)

var addressFamilies = [...]named{
	{windows.AF_UNIX, familyUnix, "AF_UNIX"},
	{windows.AF_INET, familyIPv4, "AF_INET"},
	{windows.AF_INET6, familyIPv6, "AF_INET6"},
	{windows.AF_BTH, familyOther, "AF_BTH"},
}

var socketTypes = [...]named{
	{windows.SOCK_STREAM, typeStream, "SOCK_STREAM"},
	{windows.SOCK_DGRAM, typeDatagram, "SOCK_DGRAM"},
	{windows.SOCK_RAW, typeRaw, "SOCK_RAW"},
	{windows.SOCK_RDM, typeOther, "SOCK_RDM"},
	{windows.SOCK_SEQPACKET, typeSeqpacket, "SOCK_SEQPACKET"},
}

var table = [numOptions]row{
	// SOL_SOCKET: winsock2.h, ws2def.h.
	idReuseAddr:          {number: windows.SO_REUSEADDR, as: cInt},
	idExclusiveAddrUse:   {number: -5, as: cInt}, // ^SO_REUSEADDR
	idKeepAlive:          {number: windows.SO_KEEPALIVE, as: cInt},
	idLinger:             {number: windows.SO_LINGER, as: lingerShorts, max: 65535},
	idBroadcast:          {number: windows.SO_BROADCAST, as: cInt},
	idOOBInline:          {number: 0x100, as: cInt},
	idSndBuf:             {number: windows.SO_SNDBUF, as: cInt},
	idRcvBuf:             {number: windows.SO_RCVBUF, as: cInt},
	idRcvTimeo:           {number: windows.SO_RCVTIMEO, as: uMillis},
	idSndTimeo:           {number: windows.SO_SNDTIMEO, as: uMillis},
	idSocketType:         {number: 0x1008, as: cInt},
	idSocketError:        {number: 0x1007, as: cInt},
	idDomain:             {number: numberProtocolInfoW, as: protocolInfoFamily, name: "SO_PROTOCOL_INFOW"},
	idProtocol:           {number: numberProtocolInfoW, as: protocolInfoProtocol, name: "SO_PROTOCOL_INFOW"},
	idAcceptConn:         {number: 2, as: cInt},
	idDebug:              {number: 1, as: cInt},
	idDontRoute:          {number: windows.SO_DONTROUTE, as: cInt},
	idOriginalDst:        {number: 0x300f, as: sockaddrIP, level: levelSocket},
	idBindAddressNoPort:  {number: 0x3007, as: cInt, level: levelSocket, name: "SO_REUSE_UNICASTPORT"},
	idPauseAccept:        {number: 0x3003, as: cInt},
	idRandomizePort:      {number: 0x3005, as: cInt},
	idPortScalability:    {number: 0x3006, as: cInt},
	idReuseMulticastPort: {number: 0x3008, as: cInt},
	idMaxMsgSize:         {number: 0x2003, as: cUint},
	// mswsock.h.
	idConnectTime:         {number: 0x700c, as: connectSeconds},
	idUpdateAcceptContext: {number: windows.SO_UPDATE_ACCEPT_CONTEXT, as: socketHandle},
	// Its value is ignored; package net gives a handle too.
	idUpdateConnectContext: {number: windows.SO_UPDATE_CONNECT_CONTEXT, as: socketHandle},

	// IPPROTO_IP: ws2ipdef.h.
	idTOS:                  {number: windows.IP_TOS, as: cInt},
	idTTL:                  {number: windows.IP_TTL, as: cInt},
	idHdrIncl:              {number: windows.IP_HDRINCL, as: cInt},
	idIPOptions:            {number: 1, as: cBytes, max: 40},
	idMulticastIF:          {number: windows.IP_MULTICAST_IF, as: ifAddrNetW},
	idMulticastTTL:         {number: windows.IP_MULTICAST_TTL, as: cInt},
	idMulticastLoop:        {number: windows.IP_MULTICAST_LOOP, as: cInt},
	idAddMembership:        {number: windows.IP_ADD_MEMBERSHIP, as: mreqIndex},
	idDropMembership:       {number: windows.IP_DROP_MEMBERSHIP, as: mreqIndex},
	idAddSourceMembership:  {number: 15, as: mreqSourceIface},
	idDropSourceMembership: {number: 16, as: mreqSourceIface},
	idJoinSourceGroup4:     {number: numberMCASTJoinSourceGroup, as: groupSource4},
	idLeaveSourceGroup4:    {number: numberMCASTLeaveSourceGroup, as: groupSource4},
	idIPBoundIF:            {number: numberIPUnicastIF, as: ifIndexNetW, name: "IP_UNICAST_IF"},
	idIPUnicastIF:          {number: numberIPUnicastIF, as: ifIndexNetW},
	idIPPktInfo:            {number: windows.IP_PKTINFO, as: cInt},
	idRecvDstAddr:          {number: 25, as: cInt},
	idRecvIF:               {number: 24, as: cInt},
	idRecvTTL:              {number: 21, as: cInt},
	idRecvTOS:              {number: 40, as: cInt},
	idIPRecvErr:            {number: 75, as: cInt},
	idIPMTUDiscover:        {number: windows.IP_MTU_DISCOVER, as: pmtudWindows},
	idIPDontFrag:           {number: 14, as: cInt, name: "IP_DONTFRAGMENT"},
	idIPMTU:                {number: 73, as: cUint},
	idIPUserMTU:            {number: 76, as: cUint},
	idIPBlockSource:        {number: 17, as: mreqSourceIface},
	idIPUnblockSource:      {number: 18, as: mreqSourceIface},
	idMCASTJoinGroup4:      {number: 41, as: groupReq4},
	idMCASTLeaveGroup4:     {number: 42, as: groupReq4},
	idBlockSource4:         {number: 43, as: groupSource4},
	idUnblockSource4:       {number: 44, as: groupSource4},
	idIPReceiveBroadcast:   {number: 22, as: cInt},
	idIPRecvECN:            {number: 50, as: cInt},

	// IPPROTO_IPV6: ws2ipdef.h.
	idIPv6V6Only:        {number: windows.IPV6_V6ONLY, as: cInt},
	idIPv6UnicastHops:   {number: windows.IPV6_UNICAST_HOPS, as: cInt},
	idIPv6MulticastHops: {number: windows.IPV6_MULTICAST_HOPS, as: cInt},
	idIPv6MulticastIF:   {number: windows.IPV6_MULTICAST_IF, as: ifIndex},
	idIPv6MulticastLoop: {number: windows.IPV6_MULTICAST_LOOP, as: cInt},
	idIPv6JoinGroup:     {number: windows.IPV6_JOIN_GROUP, as: ipv6Mreq},
	idIPv6LeaveGroup:    {number: windows.IPV6_LEAVE_GROUP, as: ipv6Mreq},
	idJoinSourceGroup6:  {number: numberMCASTJoinSourceGroup, as: groupSource6},
	idLeaveSourceGroup6: {number: numberMCASTLeaveSourceGroup, as: groupSource6},
	idIPv6BoundIF:       {number: numberIPv6UnicastIF, as: ifIndex, name: "IPV6_UNICAST_IF"},
	idIPv6UnicastIF:     {number: numberIPv6UnicastIF, as: ifIndex},
	idIPv6RecvPktInfo:   {number: windows.IPV6_PKTINFO, as: cInt, name: "IPV6_PKTINFO"},
	idIPv6RecvHopLimit:  {number: 21, as: cInt, name: "IPV6_HOPLIMIT"},
	idIPv6RecvTClass:    {number: 40, as: cInt},
	idIPv6RecvErr:       {number: 75, as: cInt},
	idIPv6MTUDiscover:   {number: windows.IPV6_MTU_DISCOVER, as: pmtudWindows},
	idIPv6DontFrag:      {number: 14, as: cInt},
	idIPv6MTU:           {number: 72, as: cUint, access: AccessReadOnly},
	idIPv6PathMTU:       {number: 72, as: cUint, name: "IPV6_MTU"},
	idIPv6UserMTU:       {number: 76, as: cUint},
	idIPv6Protection:    {number: 23, as: cInt},
	idIPv6Checksum:      {number: 26, as: cInt},
	idMCASTJoinGroup6:   {number: 41, as: groupReq6},
	idMCASTLeaveGroup6:  {number: 42, as: groupReq6},
	idBlockSource6:      {number: 43, as: groupSource6},
	idUnblockSource6:    {number: 44, as: groupSource6},
	idIPv6RecvECN:       {number: 50, as: cInt},

	// IPPROTO_TCP: ws2ipdef.h, mstcpip.h.
	idNoDelay:     {number: windows.TCP_NODELAY, as: cInt},
	idMaxSeg:      {number: windows.TCP_MAXSEG, as: cInt},
	idKeepIdle:    {number: windows.TCP_KEEPIDLE, as: seconds},
	idKeepIntvl:   {number: windows.TCP_KEEPINTVL, as: seconds},
	idKeepCnt:     {number: windows.TCP_KEEPCNT, as: cInt, max: 255},
	idUserTimeout: {number: windows.TCP_MAXRT, as: seconds, name: "TCP_MAXRT"},
	idFastOpen:    {number: windows.TCP_FASTOPEN, as: cFlag},
	idTCPInfo:     {number: sioTCPInfo, as: tcpInfoWindows, level: levelIoctl, name: "SIO_TCP_INFO"},

	// IPPROTO_UDP: mswsock.h.
	idUDPSegment:              {number: windows.UDP_SEND_MSG_SIZE, as: cUint, name: "UDP_SEND_MSG_SIZE"},
	idUDPRecvMaxCoalescedSize: {number: windows.UDP_RECV_MAX_COALESCED_SIZE, as: cUint},
	idMaxRTMS:                 {number: windows.TCP_MAXRTMS, as: milliseconds},
	idTCPTimestamps:           {number: windows.TCP_TIMESTAMPS, as: cInt},
	idFailConnectOnICMPError:  {number: windows.TCP_FAIL_CONNECT_ON_ICMP_ERROR, as: cInt},
	idICMPErrorInfo:           {number: windows.TCP_ICMP_ERROR_INFO, as: icmpErrorStruct},
}
