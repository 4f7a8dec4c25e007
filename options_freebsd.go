package sockopt

import (
	"github.com/go-sockopt/sockopt/internal/sys"
	"golang.org/x/sys/unix"
)

// The struct is aligned as an int64_t is, to 4 bytes on 386 and to 8 elsewhere;
// a time_t is as wide.
const groupReqOffset = sys.TimevalSecSize

var addressFamilies = [...]named{
	{unix.AF_UNIX, familyUnix, "AF_UNIX"},
	{unix.AF_INET, familyIPv4, "AF_INET"},
	{unix.AF_INET6, familyIPv6, "AF_INET6"},
	{unix.AF_ROUTE, familyOther, "AF_ROUTE"},
	{38, familyNetlink, "AF_NETLINK"}, // sys/socket.h
}

var table = [numOptions]row{
	idReusePortLB:   {number: unix.SO_REUSEPORT_LB, as: cInt},
	idLinger:        {number: unix.SO_LINGER, as: lingerInts, max: 32767}, // kept in a short
	idDomain:        {number: unix.SO_DOMAIN, as: cInt},
	idProtocol:      {number: unix.SO_PROTOCOL, as: cInt},
	idAcceptConn:    {number: unix.SO_ACCEPTCONN, as: cInt},
	idNoSigPipe:     {number: unix.SO_NOSIGPIPE, as: cInt},
	idPeerCred:      {number: unix.LOCAL_PEERCRED, as: credXucredPID, level: levelLocal, kinds: familyUnix | typeStream | typeSeqpacket, name: "LOCAL_PEERCRED"},
	idMark:          {number: unix.SO_USER_COOKIE, as: cUint, access: AccessWriteOnly, name: "SO_USER_COOKIE"},
	idMaxPacingRate: {number: unix.SO_MAX_PACING_RATE, as: cUint},
	idTSClock:       {number: unix.SO_TS_CLOCK, as: cInt},
	idAcceptFilter:  {number: unix.SO_ACCEPTFILTER, as: acceptFilterArg},
	idListenQLimit:  {number: unix.SO_LISTENQLIMIT, as: cInt},
	idListenQLen:    {number: unix.SO_LISTENQLEN, as: cInt},
	idListenIncQLen: {number: unix.SO_LISTENINCQLEN, as: cInt},
	idRoutingTable:  {number: unix.SO_SETFIB, as: cInt},
	idRError:        {number: unix.SO_RERROR, as: cInt},
	idSplice:        {number: 0x1023, as: spliceStruct, kinds: familyIPv4 | familyIPv6 | typeTCP}, // sys/socket.h

	idMulticastIF:          {number: unix.IP_MULTICAST_IF, as: ifMreqn},
	idAddMembership:        {number: unix.IP_ADD_MEMBERSHIP, as: mreq},
	idDropMembership:       {number: unix.IP_DROP_MEMBERSHIP, as: mreq},
	idAddSourceMembership:  {number: unix.IP_ADD_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idDropSourceMembership: {number: unix.IP_DROP_SOURCE_MEMBERSHIP, as: mreqSourceIface},
	idJoinSourceGroup4:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource4},
	idLeaveSourceGroup4:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource4},
	idJoinSourceGroup6:     {number: unix.MCAST_JOIN_SOURCE_GROUP, as: groupSource6},
	idLeaveSourceGroup6:    {number: unix.MCAST_LEAVE_SOURCE_GROUP, as: groupSource6},
	idIPTransparent:        {number: unix.IP_BINDANY, as: cInt, name: "IP_BINDANY"},
	idIPv6Transparent:      {number: unix.IPV6_BINDANY, as: cInt, name: "IPV6_BINDANY", mapped: true},
	idIPPktInfo:            {number: unix.IP_RECVDSTADDR, as: cInt, name: "IP_RECVDSTADDR"},
	idRecvTOS:              {number: unix.IP_RECVTOS, as: cInt},
	idIPDontFrag:           {number: unix.IP_DONTFRAG, as: cInt},
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
	idIPRecvOrigDstAddr:    {number: unix.IP_RECVORIGDSTADDR, as: cInt},
	idIPv6RecvOrigDstAddr:  {number: unix.IPV6_RECVORIGDSTADDR, as: cInt, access: AccessWriteOnly},
	idMinTTL:               {number: unix.IP_MINTTL, as: cInt},
	idIPv6Checksum:         {number: unix.IPV6_CHECKSUM, as: cInt, min: 0, max: 2147483647}, // -1 is refused as an odd number
	idIPv6AddrPreferences:  {number: unix.IPV6_PREFER_TEMPADDR, as: tempAddr, name: "IPV6_PREFER_TEMPADDR"},
	idIPv6AutoFlowLabel:    {number: unix.IPV6_AUTOFLOWLABEL, as: cInt},
	idIPv6UnicastHops:      {number: unix.IPV6_UNICAST_HOPS, as: cInt, mapped: true},
	idIPv6TClass:           {number: unix.IPV6_TCLASS, as: cInt, mapped: true},
	idIPv6RecvPktInfo:      {number: unix.IPV6_RECVPKTINFO, as: cInt, mapped: true},
	idIPv6RecvHopLimit:     {number: unix.IPV6_RECVHOPLIMIT, as: cInt, mapped: true},
	idIPv6RecvTClass:       {number: unix.IPV6_RECVTCLASS, as: cInt, mapped: true},

	// Times are checked against UINT_MAX/hz.
	idKeepIdle:    {number: unix.TCP_KEEPIDLE, as: seconds, max: 4294967},
	idKeepIntvl:   {number: unix.TCP_KEEPINTVL, as: seconds, max: 4294967},
	idKeepCnt:     {number: unix.TCP_KEEPCNT, as: cInt},
	idUserTimeout: {number: 68, as: seconds, max: 4294967, name: "TCP_MAXUNACKTIME"}, // netinet/tcp.h
	idCork:        {number: unix.TCP_NOPUSH, as: cInt, name: "TCP_NOPUSH"},
	idFastOpen:    {number: unix.TCP_FASTOPEN, as: cFlag},
	idCongestion:  {number: unix.TCP_CONGESTION, as: cString, max: 15, grant: &grant{names: "net.inet.tcp.cc.available", module: "cc_"}},
	idTCPInfo:     {number: unix.TCP_INFO, as: tcpInfoFreeBSD},

	// IPPROTO_UDP: netinet/udp.h. ESP, or none.
	idUDPEncap: {number: 1, as: cInt, kinds: familyIPv4 | familyIPv6 | typeUDP, max: 2},

	// SOL_LOCAL: sys/un.h.
	idLocalCreds:           {number: unix.LOCAL_CREDS, as: cInt},
	idLocalCredsPersistent: {number: 3, as: cInt},

	// SOL_NETLINK: netlink/netlink.h, which has the numbers of Linux.
	idNetlinkAddMembership:   {number: 1, as: cInt},
	idNetlinkDropMembership:  {number: 2, as: cInt},
	idNetlinkListMemberships: {number: 9, as: netlinkGroups},
	idNetlinkCapAck:          {number: 10, as: cInt},
	idNetlinkExtAck:          {number: 11, as: cInt},
	idNetlinkGetStrictChk:    {number: 12, as: cInt},

	// IPPROTO_SCTP: netinet/sctp.h.
	idSCTPDefaultSendParam: {number: 11, as: sctpSendFreeBSD},
	idSCTPNotifications:    {number: 12, as: sctpEventsFreeBSD},
	idSCTPPeerAddrParams:   {number: 10, as: sctpPeerFreeBSD},
	idSCTPStatus:           {number: 256, as: sctpStatusFreeBSD},
	idSCTPRTOInfo:          {number: 1, as: sctpRTOInfoWords},
	idSCTPInitMsg:          {number: 3, as: sctpInitShorts},
	idSCTPNoDelay:          {number: 4, as: cInt},
	idSCTPAutoClose:        {number: 5, as: seconds},
	idSCTPDisableFragments: {number: 9, as: cInt},
	idSCTPMaxSeg:           {number: 14, as: sctpAssocValue},
	idSCTPRecvRcvInfo:      {number: 31, as: cInt},
	idRemoteUDPEncapsPort:  {number: 71, as: cInt}, // netinet/tcp.h
	idSignatureEnable:      {number: unix.TCP_MD5SIG, as: cInt, name: "TCP_MD5SIG"},
	idConnectTimeout:       {number: unix.TCP_KEEPINIT, as: seconds, max: 4294967},

	idTCPStack: {number: unix.TCP_FUNCTION_BLK, as: tcpFunctionSet},

	// What x/sys lacks: netinet/tcp.h.
	idTLSTX:           {number: 39, as: tlsEnable, level: levelTCP, access: AccessWriteOnly, name: "TCP_TXTLS_ENABLE"},
	idTLSTXMode:       {number: 40, as: cUint},
	idTLSRX:           {number: 41, as: tlsEnable, level: levelTCP, access: AccessWriteOnly, name: "TCP_RXTLS_ENABLE"},
	idTLSRXMode:       {number: 42, as: cUint},
	idReusePortLBNUMA: {number: 1026, as: cInt},
}
