package sockopt

import "golang.org/x/sys/unix"

var levels = [numLevels]int32{
	levelSocket:  unix.SOL_SOCKET,
	levelIP:      unix.IPPROTO_IP,
	levelIPv6:    unix.IPPROTO_IPV6,
	levelTCP:     unix.IPPROTO_TCP,
	levelUDP:     unix.IPPROTO_UDP,
	levelSCTP:    unix.IPPROTO_SCTP,
	levelICMPv6:  unix.IPPROTO_ICMPV6,
	levelRaw:     unix.SOL_RAW,
	levelPacket:  unix.SOL_PACKET,
	levelNetlink: unix.SOL_NETLINK,
	levelVsock:   unix.AF_VSOCK, // not SOL_VSOCK
	levelTLS:     unix.SOL_TLS,
	levelMPTCP:   unix.SOL_MPTCP,
	levelCANRaw:  unix.SOL_CAN_RAW,
}

const (
	// levelZeroShared: level 0 means one thing to an IPv4 socket and another to
	// a Unix one.
	levelZeroShared = false
	// dualStack: an AF_INET6 socket takes the options of IPPROTO_IP, for the
	// IPv4 traffic that it carries.
	dualStack = true

	groupReqOffset = wordSize // of the first sockaddr_storage in struct group_source_req
)

var addressFamilies = [...]named{
	{unix.AF_UNIX, familyUnix, "AF_UNIX"},
	{unix.AF_INET, familyIPv4, "AF_INET"},
	{unix.AF_INET6, familyIPv6, "AF_INET6"},
	{unix.AF_NETLINK, familyNetlink, "AF_NETLINK"},
	{unix.AF_PACKET, familyPacket, "AF_PACKET"},
	{unix.AF_VSOCK, familyVsock, "AF_VSOCK"},
	{unix.AF_CAN, familyCAN, "AF_CAN"},
	{unix.AF_TIPC, familyOther, "AF_TIPC"},
	{unix.AF_BLUETOOTH, familyOther, "AF_BLUETOOTH"},
	{unix.AF_ALG, familyOther, "AF_ALG"},
	{unix.AF_XDP, familyOther, "AF_XDP"},
}

var socketTypes = [...]named{
	{unix.SOCK_STREAM, typeStream, "SOCK_STREAM"},
	{unix.SOCK_DGRAM, typeDatagram, "SOCK_DGRAM"},
	{unix.SOCK_RAW, typeRaw, "SOCK_RAW"},
	{unix.SOCK_RDM, typeOther, "SOCK_RDM"},
	{unix.SOCK_SEQPACKET, typeSeqpacket, "SOCK_SEQPACKET"},
	{unix.SOCK_DCCP, typeOther, "SOCK_DCCP"},
	{unix.SOCK_PACKET, typeOther, "SOCK_PACKET"},
}

var table = [numOptions]row{
	// SOL_SOCKET: asm/socket.h, whose numbers differ between architectures.
	idReuseAddr:           {number: unix.SO_REUSEADDR, as: cInt},
	idReusePort:           {number: unix.SO_REUSEPORT, as: cInt},
	idReusePortLB:         {number: unix.SO_REUSEPORT, as: cInt, name: "SO_REUSEPORT"},
	idKeepAlive:           {number: unix.SO_KEEPALIVE, as: cInt},
	idLinger:              {number: unix.SO_LINGER, as: lingerInts},
	idBroadcast:           {number: unix.SO_BROADCAST, as: cInt},
	idOOBInline:           {number: unix.SO_OOBINLINE, as: cInt},
	idSndBuf:              {number: unix.SO_SNDBUF, as: cInt, grant: &grant{twice: true, limit: "net.core.wmem_max"}},
	idRcvBuf:              {number: unix.SO_RCVBUF, as: cInt, grant: &grant{twice: true, limit: "net.core.rmem_max"}},
	idSndBufForce:         {number: unix.SO_SNDBUFFORCE, as: cInt},
	idBufLock:             {number: unix.SO_BUF_LOCK, as: cInt},
	idRcvBufForce:         {number: unix.SO_RCVBUFFORCE, as: cInt},
	idRcvLowat:            {number: unix.SO_RCVLOWAT, as: cInt, anew: true},
	idSndLowat:            {number: unix.SO_SNDLOWAT, as: cInt, access: AccessReadOnly},
	idRcvTimeo:            {number: unix.SO_RCVTIMEO, as: timeval, grant: &grant{round: "the kernel counts in ticks (CONFIG_HZ)"}, anew: true},
	idSndTimeo:            {number: unix.SO_SNDTIMEO, as: timeval, grant: &grant{round: "the kernel counts in ticks (CONFIG_HZ)"}, anew: true},
	idSocketType:          {number: unix.SO_TYPE, as: cInt},
	idSocketError:         {number: unix.SO_ERROR, as: cInt},
	idDomain:              {number: unix.SO_DOMAIN, as: cInt},
	idProtocol:            {number: unix.SO_PROTOCOL, as: cInt},
	idAcceptConn:          {number: unix.SO_ACCEPTCONN, as: cInt},
	idPeerCred:            {number: unix.SO_PEERCRED, as: credPIDUIDGID},
	idDebug:               {number: unix.SO_DEBUG, as: cInt},
	idBSDCompat:           {number: unix.SO_BSDCOMPAT, as: cInt},
	idMark:                {number: unix.SO_MARK, as: cUint},
	idBindToDevice:        {number: unix.SO_BINDTODEVICE, as: cString, max: unix.IFNAMSIZ - 1},
	idBindToIfindex:       {number: unix.SO_BINDTOIFINDEX, as: ifIndex},
	idBindInterface:       {number: unix.SO_BINDTOIFINDEX, as: ifIndex, name: "SO_BINDTOIFINDEX", level: levelSocket},
	idPriority:            {number: unix.SO_PRIORITY, as: cInt, anew: true},
	idIncomingCPU:         {number: unix.SO_INCOMING_CPU, as: cInt},
	idMaxPacingRate:       {number: unix.SO_MAX_PACING_RATE, as: cULong},
	idCookie:              {number: unix.SO_COOKIE, as: cUint64},
	idNetNSCookie:         {number: unix.SO_NETNS_COOKIE, as: cUint64},
	idMemInfo:             {number: unix.SO_MEMINFO, as: memInfo9},
	idPeerGroups:          {number: unix.SO_PEERGROUPS, as: cBytes, max: 256},
	idPeerPIDFD:           {number: unix.SO_PEERPIDFD, as: cInt},
	idPassCred:            {number: unix.SO_PASSCRED, as: cInt},
	idPassPIDFD:           {number: unix.SO_PASSPIDFD, as: cInt},
	idRxQOvfl:             {number: unix.SO_RXQ_OVFL, as: cInt, anew: true},
	idPeekOff:             {number: unix.SO_PEEK_OFF, as: cInt},
	idBusyPoll:            {number: unix.SO_BUSY_POLL, as: microseconds},
	idPreferBusyPoll:      {number: unix.SO_PREFER_BUSY_POLL, as: cInt},
	idBusyPollBudget:      {number: unix.SO_BUSY_POLL_BUDGET, as: cInt},
	idIncomingNAPIID:      {number: unix.SO_INCOMING_NAPI_ID, as: cUint},
	idZeroCopy:            {number: unix.SO_ZEROCOPY, as: cInt},
	idDontRoute:           {number: unix.SO_DONTROUTE, as: cInt, anew: true},
	idRcvMark:             {number: unix.SO_RCVMARK, as: cInt},
	idTimestamp:           {number: unix.SO_TIMESTAMP, as: cInt},
	idTimestampNS:         {number: unix.SO_TIMESTAMPNS, as: cInt},
	idTimestamping:        {number: unix.SO_TIMESTAMPING, as: cUint},
	idTxTime:              {number: unix.SO_TXTIME, as: sockTxtime, irreversible: true},
	idAttachFilter:        {number: unix.SO_ATTACH_FILTER, as: sockFprog, max: 4096},
	idDetachFilter:        {number: unix.SO_DETACH_FILTER, as: cInt},
	idLockFilter:          {number: unix.SO_LOCK_FILTER, as: cInt, irreversible: true},
	idAttachBPF:           {number: unix.SO_ATTACH_BPF, as: cInt},
	idAttachReusePortCBPF: {number: unix.SO_ATTACH_REUSEPORT_CBPF, as: sockFprog, max: 4096},
	idAttachReusePortEBPF: {number: unix.SO_ATTACH_REUSEPORT_EBPF, as: cInt},
	idDetachReusePortBPF:  {number: unix.SO_DETACH_REUSEPORT_BPF, as: cInt},

	// IPPROTO_IP: linux/in.h.
	idTOS:                  {number: unix.IP_TOS, as: cInt},
	idTTL:                  {number: unix.IP_TTL, as: cInt},
	idHdrIncl:              {number: unix.IP_HDRINCL, as: cInt},
	idIPOptions:            {number: unix.IP_OPTIONS, as: cBytes, max: 40, anew: true},
	idMulticastIF:          {number: unix.IP_MULTICAST_IF, as: ifMreqn},
	idMulticastTTL:         {number: unix.IP_MULTICAST_TTL, as: cInt},
	idMulticastLoop:        {number: unix.IP_MULTICAST_LOOP, as: cInt},
	idAddMembership:        {number: unix.IP_ADD_MEMBERSHIP, as: mreqn},
	idDropMembership:       {number: unix.IP_DROP_MEMBERSHIP, as: mreqn},
	idAddSourceMembership:  {number: unix.IP_ADD_SOURCE_MEMBERSHIP, as: mreqIfaceSource},
	idDropSourceMembership: {number: unix.IP_DROP_SOURCE_MEMBERSHIP, as: mreqIfaceSource},
	idJoinSourceGroup4:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource4},
	idLeaveSourceGroup4:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource4},
	idIPTransparent:        {number: unix.IP_TRANSPARENT, as: cInt},
	idIPFreeBind:           {number: unix.IP_FREEBIND, as: cInt},
	idIPUnicastIF:          {number: unix.IP_UNICAST_IF, as: ifIndexNet},
	idOriginalDst4:         {number: unix.SO_ORIGINAL_DST, as: sockaddrIP}, // linux/netfilter_ipv4.h
	idIPPktInfo:            {number: unix.IP_PKTINFO, as: cInt},
	idRecvTTL:              {number: unix.IP_RECVTTL, as: cInt},
	idRecvTOS:              {number: unix.IP_RECVTOS, as: cInt},
	idIPRecvErr:            {number: unix.IP_RECVERR, as: cInt},
	idIPMTUDiscover:        {number: unix.IP_MTU_DISCOVER, as: cInt},
	idIPDontFrag:           {number: unix.IP_MTU_DISCOVER, as: dontFragPMTUD, name: "IP_MTU_DISCOVER"},
	idIPMTU:                {number: unix.IP_MTU, as: cInt},
	idBindAddressNoPort:    {number: unix.IP_BIND_ADDRESS_NO_PORT, as: cInt},
	idLocalPortRange:       {number: unix.IP_LOCAL_PORT_RANGE, as: portRange},
	idMinTTL:               {number: unix.IP_MINTTL, as: cInt},
	idIPBlockSource:        {number: unix.IP_BLOCK_SOURCE, as: mreqIfaceSource},
	idIPUnblockSource:      {number: unix.IP_UNBLOCK_SOURCE, as: mreqIfaceSource},
	idMCASTJoinGroup4:      {number: unix.MCAST_JOIN_GROUP, as: groupReq4},
	idMCASTLeaveGroup4:     {number: unix.MCAST_LEAVE_GROUP, as: groupReq4},
	idBlockSource4:         {number: unix.MCAST_BLOCK_SOURCE, as: groupSource4},
	idUnblockSource4:       {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource4},
	idIPMulticastAll:       {number: unix.IP_MULTICAST_ALL, as: cInt},
	idIPRecvOrigDstAddr:    {number: unix.IP_RECVORIGDSTADDR, as: cInt},
	idSourceFilter4:        {number: unix.MCAST_MSFILTER, as: groupFilter4},

	// IPPROTO_IPV6: linux/in6.h.
	idIPv6V6Only:          {number: unix.IPV6_V6ONLY, as: cInt},
	idIPv6UnicastHops:     {number: unix.IPV6_UNICAST_HOPS, as: cInt},
	idIPv6MulticastHops:   {number: unix.IPV6_MULTICAST_HOPS, as: cInt},
	idIPv6MulticastIF:     {number: unix.IPV6_MULTICAST_IF, as: ifIndex},
	idIPv6MulticastLoop:   {number: unix.IPV6_MULTICAST_LOOP, as: cInt},
	idIPv6JoinGroup:       {number: unix.IPV6_ADD_MEMBERSHIP, as: ipv6Mreq, name: "IPV6_ADD_MEMBERSHIP"},
	idIPv6LeaveGroup:      {number: unix.IPV6_DROP_MEMBERSHIP, as: ipv6Mreq, name: "IPV6_DROP_MEMBERSHIP"},
	idJoinSourceGroup6:    {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource6},
	idLeaveSourceGroup6:   {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource6},
	idIPv6TClass:          {number: unix.IPV6_TCLASS, as: cInt},
	idIPv6Transparent:     {number: unix.IPV6_TRANSPARENT, as: cInt},
	idIPv6FreeBind:        {number: unix.IPV6_FREEBIND, as: cInt},
	idIPv6UnicastIF:       {number: unix.IPV6_UNICAST_IF, as: ifIndexNet},
	idOriginalDst6:        {number: 80, as: sockaddrIP}, // IP6T_SO_ORIGINAL_DST, linux/netfilter_ipv6/ip6_tables.h
	idIPv6RecvPktInfo:     {number: unix.IPV6_RECVPKTINFO, as: cInt},
	idIPv6RecvHopLimit:    {number: unix.IPV6_RECVHOPLIMIT, as: cInt},
	idIPv6RecvTClass:      {number: unix.IPV6_RECVTCLASS, as: cInt},
	idIPv6RecvErr:         {number: unix.IPV6_RECVERR, as: cInt},
	idIPv6MTUDiscover:     {number: unix.IPV6_MTU_DISCOVER, as: cInt},
	idIPv6DontFrag:        {number: unix.IPV6_DONTFRAG, as: cInt},
	idIPv6MTU:             {number: unix.IPV6_MTU, as: cInt},
	idIPv6PathMTU:         {number: unix.IPV6_PATHMTU, as: ip6MTUInfo},
	idIPv6RecvPathMTU:     {number: unix.IPV6_RECVPATHMTU, as: cInt},
	idIPv6AddrPreferences: {number: unix.IPV6_ADDR_PREFERENCES, as: addrPrefsLinux},
	idIPv6MinHopCount:     {number: unix.IPV6_MINHOPCOUNT, as: cInt},
	idIPv6AutoFlowLabel:   {number: unix.IPV6_AUTOFLOWLABEL, as: cInt},
	idIPv6FlowInfoSend:    {number: 33, as: cInt}, // IPV6_FLOWINFO_SEND
	idIPv6RecvFlowInfo:    {number: 11, as: cInt}, // IPV6_FLOWINFO
	idIPv6Checksum:        {number: unix.IPV6_CHECKSUM, as: cInt},
	idMCASTJoinGroup6:     {number: unix.MCAST_JOIN_GROUP, as: groupReq6},
	idMCASTLeaveGroup6:    {number: unix.MCAST_LEAVE_GROUP, as: groupReq6},
	idBlockSource6:        {number: unix.MCAST_BLOCK_SOURCE, as: groupSource6},
	idUnblockSource6:      {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource6},
	idIPv6MulticastAll:    {number: unix.IPV6_MULTICAST_ALL, as: cInt},
	idIPv6RecvOrigDstAddr: {number: unix.IPV6_RECVORIGDSTADDR, as: cInt},
	idSourceFilter6:       {number: unix.MCAST_MSFILTER, as: groupFilter6},
	idIPv6PktInfo:         {number: unix.IPV6_PKTINFO, as: in6PktInfo, access: AccessWriteOnly},
	idIPv6FlowLabelMgr:    {number: 32, as: flowLabelReq}, // IPV6_FLOWLABEL_MGR

	// IPPROTO_TCP: linux/tcp.h; bounds: net/ipv4/tcp.c, include/net/tcp.h.
	idNoDelay:         {number: unix.TCP_NODELAY, as: cInt},
	idMaxSeg:          {number: unix.TCP_MAXSEG, as: cInt, min: 88, max: 32767},
	idKeepIdle:        {number: unix.TCP_KEEPIDLE, as: seconds, min: 1, max: 32767},
	idKeepIntvl:       {number: unix.TCP_KEEPINTVL, as: seconds, min: 1, max: 32767},
	idKeepCnt:         {number: unix.TCP_KEEPCNT, as: cInt, min: 1, max: 127},
	idUserTimeout:     {number: unix.TCP_USER_TIMEOUT, as: milliseconds},
	idCork:            {number: unix.TCP_CORK, as: cInt},
	idQuickAck:        {number: unix.TCP_QUICKACK, as: cInt},
	idDeferAccept:     {number: unix.TCP_DEFER_ACCEPT, as: seconds, grant: &grant{round: "the kernel counts in retransmissions of the SYN-ACK"}},
	idFastOpen:        {number: unix.TCP_FASTOPEN, as: cInt, grant: &grant{limit: "net.core.somaxconn"}},
	idFastOpenConnect: {number: unix.TCP_FASTOPEN_CONNECT, as: cInt},
	idCongestion:      {number: unix.TCP_CONGESTION, as: cString, max: 15, grant: &grant{names: "net.ipv4.tcp_available_congestion_control", module: "tcp_"}},
	idNotSentLowat:    {number: unix.TCP_NOTSENT_LOWAT, as: cUint},
	idTCPInfo:         {number: unix.TCP_INFO, as: tcpInfoLinux},

	// IPPROTO_TCP, tuning; bounds as above.
	idSynCnt:             {number: unix.TCP_SYNCNT, as: cInt},
	idLinger2:            {number: unix.TCP_LINGER2, as: seconds, min: -1, max: 120}, // more is cut to that
	idWindowClamp:        {number: unix.TCP_WINDOW_CLAMP, as: cInt},
	idInq:                {number: unix.TCP_INQ, as: cInt, anew: true},
	idRTOMax:             {number: unix.TCP_RTO_MAX_MS, as: milliseconds, min: 1000, max: 120000},
	idRTOMin:             {number: unix.TCP_RTO_MIN_US, as: microseconds},
	idDelAckMax:          {number: unix.TCP_DELACK_MAX_US, as: microseconds},
	idThinLinearTimeouts: {number: unix.TCP_THIN_LINEAR_TIMEOUTS, as: cInt},
	idCCInfo:             {number: unix.TCP_CC_INFO, as: ccInfo},
	idULP:                {number: unix.TCP_ULP, as: cString, max: 15, irreversible: true, grant: &grant{names: "net.ipv4.tcp_available_ulp"}},
	idAOAddKey:           {number: 38, as: aoAdd},     // linux/tcp.h
	idAODelKey:           {number: 39, as: aoDel},     // linux/tcp.h
	idAOInfo:             {number: 40, as: aoInfoOpt}, // linux/tcp.h
	idSaveSyn:            {number: unix.TCP_SAVE_SYN, as: cInt},
	idSavedSyn:           {number: unix.TCP_SAVED_SYN, as: cBytes, max: 80}, // more is asked for
	idMD5Sig:             {number: unix.TCP_MD5SIG, as: md5Sig},
	idMD5SigExt:          {number: unix.TCP_MD5SIG_EXT, as: md5SigExt},
	idFastOpenKey:        {number: unix.TCP_FASTOPEN_KEY, as: fastOpenKey},
	idIsMPTCP:            {number: 43, as: cInt},      // linux/tcp.h
	idAOGetKeys:          {number: 41, as: aoGetKeys}, // linux/tcp.h
	idZeroCopyReceive:    {number: unix.TCP_ZEROCOPY_RECEIVE, as: zeroCopyRecv},
	idFastOpenNoCookie:   {number: unix.TCP_FASTOPEN_NO_COOKIE, as: cInt},

	// IPPROTO_UDP: linux/udp.h.
	idUDPCork:       {number: unix.UDP_CORK, as: cInt},
	idUDPEncap:      {number: unix.UDP_ENCAP, as: cInt},
	idUDPNoCheck6TX: {number: unix.UDP_NO_CHECK6_TX, as: cInt},
	idUDPNoCheck6RX: {number: unix.UDP_NO_CHECK6_RX, as: cInt},
	idUDPSegment:    {number: unix.UDP_SEGMENT, as: cInt},
	idUDPGRO:        {number: unix.UDP_GRO, as: cInt},

	// SOL_PACKET: linux/if_packet.h.
	idPacketAddMembership:  {number: unix.PACKET_ADD_MEMBERSHIP, as: packetMreq},
	idPacketDropMembership: {number: unix.PACKET_DROP_MEMBERSHIP, as: packetMreq},
	idPacketRXRing:         {number: unix.PACKET_RX_RING, as: tpacketReq3},
	idPacketStatistics:     {number: unix.PACKET_STATISTICS, as: tpacketStats},
	idPacketAuxData:        {number: unix.PACKET_AUXDATA, as: cInt},
	idPacketVersion:        {number: unix.PACKET_VERSION, as: cInt},
	idPacketHdrLen:         {number: unix.PACKET_HDRLEN, as: cInt},
	idPacketTXRing:         {number: unix.PACKET_TX_RING, as: tpacketReq3},
	idPacketTimestamp:      {number: unix.PACKET_TIMESTAMP, as: cInt},
	idPacketFanout:         {number: unix.PACKET_FANOUT, as: fanoutArgs, irreversible: true},
	idPacketQdiscBypass:    {number: unix.PACKET_QDISC_BYPASS, as: cInt},
	idPacketIgnoreOutgoing: {number: unix.PACKET_IGNORE_OUTGOING, as: cInt},

	// SOL_NETLINK: linux/netlink.h.
	idNetlinkAddMembership:   {number: unix.NETLINK_ADD_MEMBERSHIP, as: cInt},
	idNetlinkDropMembership:  {number: unix.NETLINK_DROP_MEMBERSHIP, as: cInt},
	idNetlinkPktInfo:         {number: unix.NETLINK_PKTINFO, as: cInt},
	idNetlinkNoENOBUFS:       {number: unix.NETLINK_NO_ENOBUFS, as: cInt},
	idNetlinkListenAllNSID:   {number: unix.NETLINK_LISTEN_ALL_NSID, as: cInt},
	idNetlinkListMemberships: {number: unix.NETLINK_LIST_MEMBERSHIPS, as: netlinkGroups},
	idNetlinkCapAck:          {number: unix.NETLINK_CAP_ACK, as: cInt},
	idNetlinkExtAck:          {number: unix.NETLINK_EXT_ACK, as: cInt},
	idNetlinkGetStrictChk:    {number: unix.NETLINK_GET_STRICT_CHK, as: cInt},

	// AF_VSOCK: linux/vm_sockets.h.
	idVsockBufferSize:     {number: unix.SO_VM_SOCKETS_BUFFER_SIZE, as: cUint64},
	idVsockBufferMinSize:  {number: unix.SO_VM_SOCKETS_BUFFER_MIN_SIZE, as: cUint64},
	idVsockBufferMaxSize:  {number: unix.SO_VM_SOCKETS_BUFFER_MAX_SIZE, as: cUint64},
	idVsockConnectTimeout: {number: unix.SO_VM_SOCKETS_CONNECT_TIMEOUT, as: timeval},

	// SOL_CAN_RAW: linux/can/raw.h.
	idCANRawFilter:      {number: unix.CAN_RAW_FILTER, as: canFilters},
	idCANRawErrFilter:   {number: unix.CAN_RAW_ERR_FILTER, as: cUint},
	idCANRawLoopback:    {number: unix.CAN_RAW_LOOPBACK, as: cInt},
	idCANRawRecvOwnMsgs: {number: unix.CAN_RAW_RECV_OWN_MSGS, as: cInt},
	idCANRawFDFrames:    {number: unix.CAN_RAW_FD_FRAMES, as: cInt},

	// SOL_RAW, IPPROTO_ICMPV6: linux/icmp.h, linux/icmpv6.h.
	idICMPFilter:  {number: unix.ICMP_FILTER, as: cUint},
	idICMP6Filter: {number: unix.ICMPV6_FILTER, as: icmp6Blocked, name: "ICMPV6_FILTER"},

	// IPPROTO_SCTP: linux/sctp.h.
	idSCTPDefaultSendParam: {number: 10, as: sctpSendLinux},
	idSCTPNotifications:    {number: 11, as: sctpEventsLinux},
	idSCTPPeerAddrParams:   {number: 9, as: sctpPeerLinux},
	idSCTPStatus:           {number: 14, as: sctpStatusLinux},
	idSCTPRTOInfo:          {number: 0, as: sctpRTOInfoWords},
	idSCTPInitMsg:          {number: 2, as: sctpInitShorts},
	idSCTPNoDelay:          {number: 3, as: cInt},
	idSCTPAutoClose:        {number: 4, as: seconds},
	idSCTPDisableFragments: {number: 8, as: cInt},
	idSCTPMaxSeg:           {number: 13, as: sctpAssocValue},
	idSCTPRecvRcvInfo:      {number: 32, as: cInt},

	// SOL_TLS: linux/tls.h.
	idTLSTX: {number: 1, as: tlsKey},
	idTLSRX: {number: 2, as: tlsKey},

	// SOL_MPTCP: linux/mptcp.h.
	idMPTCPSubflowAddrs: {number: 3, as: mptcpAddrs},
	idMPTCPTCPInfo:      {number: 2, as: mptcpTCP},
	idMPTCPInfo:         {number: 1, as: mptcpInfo},
	idMPTCPFullInfo:     {number: 4, as: mptcpFull},
}
