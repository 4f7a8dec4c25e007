package sockopt

import "golang.org/x/sys/unix"

const groupReqOffset = 8 // not used: there is no MCAST_JOIN_SOURCE_GROUP

var table = [numOptions]row{
	idLinger:       {number: unix.SO_LINGER, as: lingerInts, max: 32767}, // kept in a short
	idDomain:       {number: unix.SO_DOMAIN, as: cInt},
	idProtocol:     {number: unix.SO_PROTOCOL, as: cInt},
	idAcceptConn:   {number: unix.SO_ACCEPTCONN, as: cInt},
	idPeerCred:     {number: unix.SO_PEERCRED, as: credUIDGIDPID},
	idMark:         {number: unix.SO_RTABLE, as: cInt, name: "SO_RTABLE"},
	idRoutingTable: {number: unix.SO_RTABLE, as: cInt, name: "SO_RTABLE", max: 255},
	idSplice:       {number: unix.SO_SPLICE, as: spliceStruct},
	idTransparent:  {number: unix.SO_BINDANY, as: cInt, level: levelSocket, name: "SO_BINDANY"},

	idMulticastIF:       {number: unix.IP_MULTICAST_IF, as: ifMreqn},
	idAddMembership:     {number: unix.IP_ADD_MEMBERSHIP, as: mreqn},
	idDropMembership:    {number: unix.IP_DROP_MEMBERSHIP, as: mreqn},
	idIPPktInfo:         {number: unix.IP_RECVDSTADDR, as: cInt, name: "IP_RECVDSTADDR"},
	idMinTTL:            {number: unix.IP_MINTTL, as: cInt},
	idIPv6MinHopCount:   {number: unix.IPV6_MINHOPCOUNT, as: cInt},
	idIPv6AutoFlowLabel: {number: unix.IPV6_AUTOFLOWLABEL, as: cInt},

	idCork:            {number: unix.TCP_NOPUSH, as: cInt, name: "TCP_NOPUSH"},
	idTCPInfo:         {number: unix.TCP_INFO, as: tcpInfoOpenBSD},
	idSignatureEnable: {number: unix.TCP_MD5SIG, as: cInt, name: "TCP_MD5SIG"},
	idSACKEnable:      {number: unix.TCP_SACK_ENABLE, as: cInt},
}
