package sockopt

import "unsafe"

// A layout is how a value lies in memory, on the way to and from the kernel.
type layout uint8

// The layouts. Which of the platform's own widths a C type has is in the sys
// file.
const (
	absent layout = iota

	cInt    // int
	cUint   // unsigned int, uint32_t, DWORD
	cByte   // unsigned char
	cUint64 // uint64_t
	cFlag   // int that is 0 or 1, for an option that is a number elsewhere

	seconds      // int
	halfSeconds  // int
	milliseconds // int
	uMillis      // unsigned int
	microseconds // int
	timeval      // struct timeval

	lingerInts   // struct linger of two ints
	lingerShorts // struct linger of two unsigned shorts

	cString // bytes up to a NUL or the end
	cBytes  // bytes

	ifIndex     // int, the index of an interface
	ifIndexNet  // the same in network byte order
	ifIndexNetW // the same in network byte order on set, as ifIndex on get
	ifAddr      // struct in_addr, an address of the interface
	ifAddrIndex // struct in_addr, an address of the interface or its index as 0.x.y.z
	ifAddrNetW  // the same on set; on get an index is in host byte order
	ifMreqn     // struct ip_mreqn on set; that or struct in_addr on get

	mreq            // struct ip_mreq with an address of the interface
	mreqIndex       // struct ip_mreq that may have the index as 0.x.y.z
	mreqn           // struct ip_mreqn
	mreqIfaceSource // struct ip_mreq_source: group, interface, source
	mreqSourceIface // struct ip_mreq_source: group, source, interface
	ipv6Mreq        // struct ipv6_mreq
	groupSource4    // struct group_source_req of struct sockaddr_in
	groupSource6    // struct group_source_req of struct sockaddr_in6

	credPIDUIDGID // pid, uid, gid
	credUIDGIDPID // uid, gid, pid
	credXucred    // struct xucred
	credXucredPID // struct xucred with cr_pid (FreeBSD 13)
	credAIX       // struct peercred_struct: pid, tid as a long, euid, egid

	tcpInfoLinux   // struct tcp_info
	tcpInfoFreeBSD // struct tcp_info
	tcpInfoNetBSD  // struct tcp_info
	tcpInfoOpenBSD // struct tcp_info
	tcpInfoDarwin  // struct tcp_connection_info
	tcpInfoWindows // TCP_INFO_v0 and later

	protocolInfoFamily   // iAddressFamily of WSAPROTOCOL_INFOW
	protocolInfoProtocol // iProtocol of WSAPROTOCOL_INFOW

	// Packet, netlink, ICMP, CAN, SCTP and other sockets that are not of a stream.
	netlinkGroups // bits in words of 32
	packetMreq    // struct packet_mreq
	fanoutArgs    // uint32_t, or struct fanout_args on set
	tpacketReq3   // struct tpacket_req3
	tpacketStats  // struct tpacket_stats or tpacket_stats_v3
	icmp6Blocked  // struct icmp6_filter, whose bits are what is blocked
	icmp6Passed   // struct icmp6_filter, whose bits are what passes
	canFilters    // struct can_filter, up to 512
	auditToken    // audit_token_t

	sctpInitShorts   // struct sctp_initmsg
	sctpRTOInfoWords // struct sctp_rtoinfo
	sctpAssocValue   // struct sctp_assoc_value
	// TCP, TLS and MPTCP.
	md5Sig      // struct tcp_md5sig of one address
	md5SigExt   // struct tcp_md5sig with a prefix and an interface
	fastOpenKey // one or two keys of 16 bytes
	mptcpInfo   // struct mptcp_info
	mptcpAddrs  // struct mptcp_subflow_data, then struct mptcp_subflow_addrs of each
	mptcpTCP    // struct mptcp_subflow_data, then struct tcp_info of each
	ccInfo      // union tcp_cc_info
	tlsKey      // struct tls12_crypto_info_* by the cipher
	aoAdd       // struct tcp_ao_add
	aoDel       // struct tcp_ao_del
	aoInfoOpt   // struct tcp_ao_info_opt
	// SOL_SOCKET.
	cULong          // unsigned long
	memInfo9        // uint32_t[SK_MEMINFO_VARS]
	sockTxtime      // struct sock_txtime
	sockFprog       // struct sock_fprog, its length a short
	bpfProgram      // struct bpf_program, its length an int
	acceptFilterArg // struct accept_filter_arg
	// Of IPPROTO_IP and IPPROTO_IPV6.
	sockaddrIP    // struct sockaddr_in or sockaddr_in6
	pmtudWindows  // enum PMTUD_STATE
	dontFragPMTUD // int, a way of path MTU discovery of Linux
	ip6MTUInfo    // struct ip6_mtuinfo
	portRange     // uint32_t, the low port in the low half

	groupReq4 // struct group_req of struct sockaddr_in
	groupReq6 // struct group_req of struct sockaddr_in6

	addrPrefsLinux   // int, IPV6_PREFER_SRC_* of linux/in6.h
	addrPrefsSolaris // uint32_t, IPV6_PREFER_SRC_* of netinet/in.h
	tempAddr         // int, -1 to 1

	// SCTP.
	sctpInitWords     // struct sctp_initmsg with streams of 32 bits
	sctpSendLinux     // struct sctp_sndrcvinfo
	sctpSendFreeBSD   // struct sctp_sndrcvinfo
	sctpSendNetBSD    // struct sctp_sndrcvinfo
	sctpSendSolaris   // struct sctp_sndrcvinfo
	sctpEventsLinux   // struct sctp_event_subscribe
	sctpEventsFreeBSD // struct sctp_event_subscribe
	sctpEventsNetBSD  // struct sctp_event_subscribe
	sctpEventsSolaris // struct sctp_event_subscribe
	sctpPeerLinux     // struct sctp_paddrparams
	sctpPeerFreeBSD   // struct sctp_paddrparams
	sctpPeerNetBSD    // struct sctp_paddrparams
	sctpPeerSolaris   // struct sctp_paddrparams
	sctpStatusLinux   // struct sctp_status
	sctpStatusFreeBSD // struct sctp_status
	sctpStatusNetBSD  // struct sctp_status
	sctpStatusSolaris // struct sctp_status
	// Of other systems than Linux.
	tlsEnable       // struct tls_enable
	spliceStruct    // struct splice on set; off_t on get
	tcpFunctionSet  // struct tcp_function_set
	npExtensions    // struct so_np_extensions
	connectSeconds  // DWORD, all bits set where there is no connection
	socketHandle    // SOCKET
	icmpErrorStruct // ICMP_ERROR_INFO

	// Of Linux mostly: what goes with a question, and what is left.
	in6PktInfo   // struct in6_pktinfo
	flowLabelReq // struct in6_flowlabel_req
	groupFilter4 // struct group_filter of struct sockaddr_in
	groupFilter6 // struct group_filter of struct sockaddr_in6
	zeroCopyRecv // struct tcp_zerocopy_receive up to err
	mptcpFull    // struct mptcp_full_info, and behind it the arrays that it points to
	aoGetKeys    // struct tcp_ao_getsockopt, more than one if there is room
)

// Structures that kernels let grow, and those that are read for one field, get
// room of a fixed size; how much of it was filled is in the answer.
const (
	tcpInfoRoom      = 512
	xucredRoom       = 128
	protocolInfoSize = 628 // WSAPROTOCOL_INFOW, winsock2.h
	memInfoRoom      = 64
)

// sizes has the bytes of each layout; for strings and bytes the row tells.
var sizes = [...]int{
	cInt: 4, cUint: 4, cByte: 1, cUint64: 8, cFlag: 4,
	seconds: 4, halfSeconds: 4, milliseconds: 4, uMillis: 4, microseconds: 4,
	timeval:    timevalSize,
	lingerInts: 8, lingerShorts: 4,
	ifIndex: 4, ifIndexNet: 4, ifIndexNetW: 4, ifAddr: 4, ifAddrIndex: 4, ifAddrNetW: 4, ifMreqn: 12,
	mreq: 8, mreqIndex: 8, mreqn: 12, mreqIfaceSource: 12, mreqSourceIface: 12, ipv6Mreq: 20,
	groupSource4: groupReqOffset + 2*sockaddrStorageSize, groupSource6: groupReqOffset + 2*sockaddrStorageSize,
	credPIDUIDGID: 12, credUIDGIDPID: 12, credAIX: 24, credXucred: xucredRoom, credXucredPID: xucredRoom,
	tcpInfoLinux: tcpInfoRoom, tcpInfoFreeBSD: tcpInfoRoom, tcpInfoNetBSD: tcpInfoRoom,
	tcpInfoOpenBSD: tcpInfoRoom, tcpInfoDarwin: tcpInfoRoom, tcpInfoWindows: tcpInfoRoom,
	protocolInfoFamily: protocolInfoSize, protocolInfoProtocol: protocolInfoSize,
	// Packet, netlink, ICMP, CAN, SCTP and other sockets that are not of a stream.
	netlinkGroups: 1024,
	packetMreq:    16, fanoutArgs: 4, tpacketReq3: 28, tpacketStats: 12,
	icmp6Blocked: 32, icmp6Passed: 32,
	canFilters: 8 * canFilterMax, auditToken: 32,
	sctpInitShorts: 8, sctpRTOInfoWords: 16, sctpAssocValue: 8,
	// TCP, TLS and MPTCP.
	md5Sig: md5SigSize, md5SigExt: md5SigSize, fastOpenKey: 32, mptcpInfo: mptcpInfoRoom,
	mptcpAddrs: mptcpHead + mptcpMost*mptcpAddrsSize, mptcpTCP: mptcpHead + mptcpMost*tcpInfoRoom,
	ccInfo: ccInfoSize, tlsKey: 56, aoAdd: aoAddSize, aoDel: aoDelSize, aoInfoOpt: aoInfoSize,
	// SOL_SOCKET.
	cULong: wordSize, memInfo9: memInfoRoom, sockTxtime: 8, sockFprog: 2 * wordSize, bpfProgram: 2 * wordSize, acceptFilterArg: 256,
	// Of IPPROTO_IP and IPPROTO_IPV6.
	sockaddrIP: 28, pmtudWindows: 4, dontFragPMTUD: 4, ip6MTUInfo: 32, portRange: 4,
	groupReq4: groupReqOffset + sockaddrStorageSize, groupReq6: groupReqOffset + sockaddrStorageSize,
	addrPrefsLinux: 4, addrPrefsSolaris: 4, tempAddr: 4,
	// SCTP.
	sctpInitWords: 12,
	sctpSendLinux: sctpSendSize, sctpSendFreeBSD: 128, sctpSendNetBSD: sctpSendSize, sctpSendSolaris: sctpSendSize,
	sctpEventsLinux: 14, sctpEventsFreeBSD: 11, sctpEventsNetBSD: 9, sctpEventsSolaris: 8,
	sctpPeerLinux: 156, sctpPeerFreeBSD: 152, sctpPeerNetBSD: 151, sctpPeerSolaris: 268,
	sctpStatusLinux: 176, sctpStatusFreeBSD: 176, sctpStatusNetBSD: 176, sctpStatusSolaris: 304,
	// Of other systems than Linux.
	tlsEnable: tlsEnableSize, spliceStruct: spliceSize, tcpFunctionSet: 36,
	npExtensions: 8, connectSeconds: 4, socketHandle: wordSize, icmpErrorStruct: icmpErrorSize,
	// Of Linux mostly.
	in6PktInfo: 20, flowLabelReq: 32, groupFilter4: groupFilterHead, groupFilter6: groupFilterHead, zeroCopyRecv: 24,
	mptcpFull: mptcpFullSize, aoGetKeys: aoGetSize,
}

// oneWay tells whether what is set cannot be read as if it had been got.
func (as layout) oneWay() bool { return as == ifIndexNetW || as == ifAddrNetW }

// wordSize is the size of a pointer, and on unix of a long.
const wordSize = int(unsafe.Sizeof(uintptr(0)))
