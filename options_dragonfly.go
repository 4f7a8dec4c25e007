package sockopt

import "golang.org/x/sys/unix"

const groupReqOffset = 8 // not used: there is no MCAST_JOIN_SOURCE_GROUP

var table = [numOptions]row{
	idReusePortLB:  {number: unix.SO_REUSEPORT, as: cInt, kinds: familyIPv4 | types, name: "SO_REUSEPORT"}, // an IPv6 one gets no share
	idLinger:       {number: unix.SO_LINGER, as: lingerInts, max: 32767},                                   // kept in a short, unchecked
	idSndBuf:       {number: unix.SO_SNDBUF, as: cInt, anew: true},
	idRcvBuf:       {number: unix.SO_RCVBUF, as: cInt, anew: true},
	idNoSigPipe:    {number: unix.SO_NOSIGPIPE, as: cInt},
	idPeerCred:     {number: 1, as: credXucred, level: levelLocal, name: "LOCAL_PEERCRED"}, // sys/un.h
	idPassCred:     {number: 0x4000, as: cInt},                                             // sys/socket.h
	idRError:       {number: unix.SO_RERROR, as: cInt},
	idAcceptFilter: {number: unix.SO_ACCEPTFILTER, as: acceptFilterArg, irreversible: true},

	idTOS:                 {number: unix.IP_TOS, as: cInt, anew: true},
	idTTL:                 {number: unix.IP_TTL, as: cInt, anew: true},
	idIPv6UnicastHops:     {number: unix.IPV6_UNICAST_HOPS, as: cInt, anew: true},
	idIPv6TClass:          {number: unix.IPV6_TCLASS, as: cInt, anew: true},
	idMulticastIF:         {number: unix.IP_MULTICAST_IF, as: ifAddrIndex},
	idAddMembership:       {number: unix.IP_ADD_MEMBERSHIP, as: mreqIndex},
	idDropMembership:      {number: unix.IP_DROP_MEMBERSHIP, as: mreqIndex},
	idIPPktInfo:           {number: unix.IP_RECVDSTADDR, as: cInt, name: "IP_RECVDSTADDR"},
	idMinTTL:              {number: unix.IP_MINTTL, as: cInt},
	idIPv6Checksum:        {number: unix.IPV6_CHECKSUM, as: cInt, min: 0, max: 2147483647},   // -1 is refused as an odd number
	idIPv6MulticastIF:     {number: unix.IPV6_MULTICAST_IF, as: ifIndex, irreversible: true}, // 0 is refused
	idIPv6AddrPreferences: {number: unix.IPV6_PREFER_TEMPADDR, as: tempAddr, name: "IPV6_PREFER_TEMPADDR"},
	idIPv6AutoFlowLabel:   {number: unix.IPV6_AUTOFLOWLABEL, as: cInt},

	idKeepIdle:       {number: unix.TCP_KEEPIDLE, as: seconds, min: 1, max: 32767},
	idKeepIntvl:      {number: unix.TCP_KEEPINTVL, as: seconds, min: 1, max: 32767},
	idKeepCnt:        {number: unix.TCP_KEEPCNT, as: cInt, min: 1, max: 127},
	idConnectTimeout: {number: unix.TCP_KEEPINIT, as: seconds, min: 1, max: 32767},
	idCork:           {number: unix.TCP_NOPUSH, as: cInt, name: "TCP_NOPUSH"},
}
