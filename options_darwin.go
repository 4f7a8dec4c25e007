package sockopt

import "golang.org/x/sys/unix"

// netinet/in.h packs the struct to 4 bytes.
const groupReqOffset = 4

var table = [numOptions]row{
	// SO_LINGER counts in clock ticks here; either is kept as 16 bits of ticks.
	idLinger:              {number: unix.SO_LINGER_SEC, as: lingerInts, max: 327, name: "SO_LINGER_SEC"},
	idNoSigPipe:           {number: unix.SO_NOSIGPIPE, as: cInt},
	idPeerCred:            {number: unix.LOCAL_PEERCRED, as: credXucred, level: levelLocal, name: "LOCAL_PEERCRED"},
	idNRead:               {number: unix.SO_NREAD, as: cInt},
	idNWrite:              {number: unix.SO_NWRITE, as: cInt},
	idSetOptAfterShutdown: {number: unix.SO_NP_EXTENSIONS, as: npExtensions},
	idNetServiceType:      {number: unix.SO_NET_SERVICE_TYPE, as: cInt},
	idRandomizePort:       {number: unix.SO_RANDOMPORT, as: cInt, name: "SO_RANDOMPORT"},
	idBindToDevice:        {number: 0x1134, as: cString, max: 15}, // sys/socket.h of macOS 15.4

	idMulticastIF:          {number: unix.IP_MULTICAST_IF, as: ifMreqn},
	idAddMembership:        {number: unix.IP_ADD_MEMBERSHIP, as: mreqIndex},
	idDropMembership:       {number: unix.IP_DROP_MEMBERSHIP, as: mreqIndex},
	idAddSourceMembership:  {number: unix.IP_ADD_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idDropSourceMembership: {number: unix.IP_DROP_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idJoinSourceGroup4:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource4},
	idLeaveSourceGroup4:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource4},
	idJoinSourceGroup6:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource6},
	idLeaveSourceGroup6:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource6},
	idIPBoundIF:            {number: unix.IP_BOUND_IF, as: ifIndex},
	idIPv6BoundIF:          {number: unix.IPV6_BOUND_IF, as: ifIndex, mapped: true},
	idIPPktInfo:            {number: unix.IP_RECVPKTINFO, as: cInt, name: "IP_RECVPKTINFO"},
	idRecvTOS:              {number: unix.IP_RECVTOS, as: cInt},
	idIPDontFrag:           {number: unix.IP_DONTFRAG, as: cInt},
	idIPv6UnicastHops:      {number: unix.IPV6_UNICAST_HOPS, as: cInt, mapped: true},
	idIPv6RecvPktInfo:      {number: unix.IPV6_RECVPKTINFO, as: cInt, mapped: true},
	idIPv6RecvTClass:       {number: unix.IPV6_RECVTCLASS, as: cInt, mapped: true},
	idIPBlockSource:        {number: unix.IP_BLOCK_SOURCE, as: mreqSourceIface},
	idIPUnblockSource:      {number: unix.IP_UNBLOCK_SOURCE, as: mreqSourceIface},
	idMCASTJoinGroup4:      {number: unix.MCAST_JOIN_GROUP, as: groupReq4},
	idMCASTLeaveGroup4:     {number: unix.MCAST_LEAVE_GROUP, as: groupReq4},
	idBlockSource4:         {number: unix.MCAST_BLOCK_SOURCE, as: groupSource4},
	idUnblockSource4:       {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource4},
	idMCASTJoinGroup6:      {number: unix.MCAST_JOIN_GROUP, as: groupReq6},
	idMCASTLeaveGroup6:     {number: unix.MCAST_LEAVE_GROUP, as: groupReq6},
	idBlockSource6:         {number: unix.MCAST_BLOCK_SOURCE, as: groupSource6},
	idUnblockSource6:       {number: unix.MCAST_UNBLOCK_SOURCE, as: groupSource6},
	idIPMulticastIFIndex:   {number: unix.IP_MULTICAST_IFINDEX, as: ifIndex},
	idIPv6AddrPreferences:  {number: unix.IPV6_PREFER_TEMPADDR, as: tempAddr, name: "IPV6_PREFER_TEMPADDR"},
	idIPv6AutoFlowLabel:    {number: unix.IPV6_AUTOFLOWLABEL, as: cInt},

	// Times are kept in 32 bits of milliseconds.
	idMaxSeg:       {number: unix.TCP_MAXSEG, as: cInt, min: 176, max: 65535},
	idKeepIdle:     {number: unix.TCP_KEEPALIVE, as: seconds, max: 4294967, name: "TCP_KEEPALIVE"},
	idKeepIntvl:    {number: unix.TCP_KEEPINTVL, as: seconds, max: 4294967},
	idKeepCnt:      {number: unix.TCP_KEEPCNT, as: cInt},
	idUserTimeout:  {number: unix.TCP_RXT_CONNDROPTIME, as: seconds, max: 4294967, name: "TCP_RXT_CONNDROPTIME"},
	idCork:         {number: unix.TCP_NOPUSH, as: cInt, name: "TCP_NOPUSH"},
	idFastOpen:     {number: unix.TCP_FASTOPEN, as: cFlag},
	idNotSentLowat: {number: unix.TCP_NOTSENT_LOWAT, as: cInt},
	idTCPInfo:      {number: unix.TCP_CONNECTION_INFO, as: tcpInfoDarwin, name: "TCP_CONNECTION_INFO"},

	// IPPROTO_UDP: netinet/udp.h.
	idUDPNoChecksum: {number: 1, as: cInt},

	// SOL_LOCAL: sys/un.h.
	idLocalPeerPID:   {number: unix.LOCAL_PEERPID, as: cInt},
	idLocalPeerToken: {number: unix.LOCAL_PEERTOKEN, as: auditToken},
	idConnectTimeout: {number: unix.TCP_CONNECTIONTIMEOUT, as: seconds, max: 4294967, name: "TCP_CONNECTIONTIMEOUT"},
	idEnableECN:      {number: unix.TCP_ENABLE_ECN, as: cInt},
	idSendMoreAcks:   {number: unix.TCP_SENDMOREACKS, as: cInt},
}
