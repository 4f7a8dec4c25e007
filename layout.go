package sockopt

import (
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
)

// A layout is how a value lies in memory, on the way to and from the kernel.
type layout uint8

// The layouts, by protocol. Which of the platform's own widths a C type has is in the sys
// file.
const (
	absent layout = iota

	// Numbers.
	cInt    // int
	cUint   // unsigned int, uint32_t, DWORD
	cByte   // unsigned char
	cUint64 // uint64_t
	cFlag   // int that is 0 or 1, for an option that is a number elsewhere

	// Durations. FuzzEncode has all layouts up to the last of these.
	seconds      // int
	halfSeconds  // int
	milliseconds // int
	uMillis      // unsigned int
	microseconds // int
	timeval      // struct timeval
	lingerInts   // struct linger of two ints
	lingerShorts // struct linger of two unsigned shorts

	// Other plain values.
	cULong  // unsigned long
	cString // bytes up to a NUL or the end
	cBytes  // bytes

	// SOL_SOCKET.
	credPIDUIDGID        // pid, uid, gid
	credUIDGIDPID        // uid, gid, pid
	credXucred           // struct xucred
	credXucredPID        // struct xucred with cr_pid (FreeBSD 13)
	credAIX              // struct peercred_struct: pid, tid as a long, euid, egid
	auditToken           // audit_token_t
	memInfo9             // uint32_t[SK_MEMINFO_VARS]
	sockTxtime           // struct sock_txtime
	sockFprog            // struct sock_fprog, its length a short
	bpfProgram           // struct bpf_program, its length an int
	acceptFilterArg      // struct accept_filter_arg
	spliceStruct         // struct splice on set; off_t on get
	npExtensions         // struct so_np_extensions
	protocolInfoFamily   // iAddressFamily of WSAPROTOCOL_INFOW
	protocolInfoProtocol // iProtocol of WSAPROTOCOL_INFOW
	connectSeconds       // DWORD, all bits set where there is no connection
	socketHandle         // SOCKET

	// IPPROTO_IP and IPPROTO_IPV6.
	ifIndex          // int, the index of an interface
	ifIndexNet       // the same in network byte order
	ifIndexNetW      // the same in network byte order on set, as ifIndex on get
	ifAddr           // struct in_addr, an address of the interface
	ifAddrIndex      // struct in_addr, an address of the interface or its index as 0.x.y.z
	ifAddrNetW       // the same on set; on get an index is in host byte order
	ifMreqn          // struct ip_mreqn on set; that or struct in_addr on get
	mreq             // struct ip_mreq with an address of the interface
	mreqIndex        // struct ip_mreq that may have the index as 0.x.y.z
	mreqn            // struct ip_mreqn
	mreqIfaceSource  // struct ip_mreq_source: group, interface, source
	mreqSourceIface  // struct ip_mreq_source: group, source, interface
	ipv6Mreq         // struct ipv6_mreq
	groupReq4        // struct group_req of struct sockaddr_in
	groupReq6        // struct group_req of struct sockaddr_in6
	groupSource4     // struct group_source_req of struct sockaddr_in
	groupSource6     // struct group_source_req of struct sockaddr_in6
	groupFilter4     // struct group_filter of struct sockaddr_in
	groupFilter6     // struct group_filter of struct sockaddr_in6
	sockaddrIP       // struct sockaddr_in or sockaddr_in6
	pmtudWindows     // enum PMTUD_STATE
	dontFragPMTUD    // int, a way of path MTU discovery of Linux
	ip6MTUInfo       // struct ip6_mtuinfo
	portRange        // uint32_t, the low port in the low half
	addrPrefsLinux   // int, IPV6_PREFER_SRC_* of linux/in6.h
	addrPrefsSolaris // uint32_t, IPV6_PREFER_SRC_* of netinet/in.h
	tempAddr         // int, -1 to 1
	in6PktInfo       // struct in6_pktinfo
	flowLabelReq     // struct in6_flowlabel_req

	// ICMP, packet, netlink and CAN sockets.
	icmp6Blocked    // struct icmp6_filter, whose bits are what is blocked
	icmp6Passed     // struct icmp6_filter, whose bits are what passes
	icmpErrorStruct // ICMP_ERROR_INFO
	packetMreq      // struct packet_mreq
	fanoutArgs      // uint32_t, or struct fanout_args on set
	tpacketReq3     // struct tpacket_req3
	tpacketStats    // struct tpacket_stats or tpacket_stats_v3
	netlinkGroups   // bits in words of 32
	canFilters      // struct can_filter, up to 512

	// TCP.
	tcpInfoLinux   // struct tcp_info
	tcpInfoFreeBSD // struct tcp_info
	tcpInfoNetBSD  // struct tcp_info
	tcpInfoOpenBSD // struct tcp_info
	tcpInfoDarwin  // struct tcp_connection_info
	tcpInfoWindows // TCP_INFO_v0 and later
	ccInfo         // union tcp_cc_info
	md5Sig         // struct tcp_md5sig of one address
	md5SigExt      // struct tcp_md5sig with a prefix and an interface
	aoAdd          // struct tcp_ao_add
	aoDel          // struct tcp_ao_del
	aoInfoOpt      // struct tcp_ao_info_opt
	aoGetKeys      // struct tcp_ao_getsockopt, more than one if there is room
	fastOpenKey    // one or two keys of 16 bytes
	tcpFunctionSet // struct tcp_function_set
	zeroCopyRecv   // struct tcp_zerocopy_receive up to err

	// TLS.
	tlsKey    // struct tls12_crypto_info_* by the cipher
	tlsEnable // struct tls_enable

	// MPTCP.
	mptcpInfo  // struct mptcp_info
	mptcpAddrs // struct mptcp_subflow_data, then struct mptcp_subflow_addrs of each
	mptcpTCP   // struct mptcp_subflow_data, then struct tcp_info of each
	mptcpFull  // struct mptcp_full_info, and behind it the arrays that it points to

	// SCTP.
	sctpInitShorts    // struct sctp_initmsg
	sctpInitWords     // struct sctp_initmsg with streams of 32 bits
	sctpRTOInfoWords  // struct sctp_rtoinfo
	sctpAssocValue    // struct sctp_assoc_value
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
)

// Structures that kernels let grow, and those that are read for one field, get
// room of a fixed size; how much of it was filled is in the answer.
const (
	tcpInfoRoom      = 512
	mptcpInfoRoom    = 256
	xucredRoom       = 128
	memInfoRoom      = 64
	protocolInfoSize = 628 // WSAPROTOCOL_INFOW, winsock2.h
)

// Sizes that the files of the values need too. They are here, and not there,
// because each belongs to a C struct and not to a Go type, and what reads an
// option of any type needs them.
const (
	// struct splice of OpenBSD and FreeBSD: an int, an off_t and a struct timeval,
	// which need no more than 4 bytes of alignment on 386.
	spliceSize = 4 + sys.TimevalSize/16*4 + 8 + sys.TimevalSize

	groupFilterHead = groupReqOffset + wire.SockaddrStorageSize + 8 // struct group_filter without its sources

	icmpErrorSize = 36  // ICMP_ERROR_INFO: a SOCKADDR_INET, an int, two bytes
	canFilterMax  = 512 // CAN_RAW_FILTER_MAX

	ccInfoSize = 20  // union tcp_cc_info
	md5SigSize = 216 // struct tcp_md5sig
	aoAddSize  = 288 // struct tcp_ao_add
	aoDelSize  = 144 // struct tcp_ao_del
	aoInfoSize = 48  // struct tcp_ao_info_opt
	aoGetSize  = 304 // struct tcp_ao_getsockopt

	// struct tls_enable of FreeBSD: three pointers, six ints, the version and the
	// sequence number, as aligned as a pointer is.
	tlsEnableSize = (3*wordSize + 34 + wordSize - 1) / wordSize * wordSize

	mptcpHead      = 16      // struct mptcp_subflow_data
	mptcpAddrsSize = 2 * 128 // struct mptcp_subflow_addrs
	mptcpMost      = 32      // subflows that there is room for
	// struct mptcp_full_info, then the struct mptcp_subflow_info and the struct
	// tcp_info of each subflow.
	mptcpFullSize = 40 + mptcpInfoRoom + mptcpMost*(8+mptcpAddrsSize+tcpInfoRoom)

	// struct sctp_sndrcvinfo is the same everywhere but for what FreeBSD has behind.
	sctpSendSize = 32
)

// sizes has the bytes of each layout; for strings and bytes the row tells.
var sizes = [...]int{
	// Numbers.
	cInt:    4,
	cUint:   4,
	cByte:   1,
	cUint64: 8,
	cFlag:   4,

	// Durations.
	seconds:      4,
	halfSeconds:  4,
	milliseconds: 4,
	uMillis:      4,
	microseconds: 4,
	timeval:      sys.TimevalSize,
	lingerInts:   8,
	lingerShorts: 4,

	// Other plain values.
	cULong: wordSize,

	// SOL_SOCKET.
	credPIDUIDGID:        12,
	credUIDGIDPID:        12,
	credXucred:           xucredRoom,
	credXucredPID:        xucredRoom,
	credAIX:              24,
	auditToken:           32,
	memInfo9:             memInfoRoom,
	sockTxtime:           8,
	sockFprog:            2 * wordSize,
	bpfProgram:           2 * wordSize,
	acceptFilterArg:      256,
	spliceStruct:         spliceSize,
	npExtensions:         8,
	protocolInfoFamily:   protocolInfoSize,
	protocolInfoProtocol: protocolInfoSize,
	connectSeconds:       4,
	socketHandle:         wordSize,

	// IPPROTO_IP and IPPROTO_IPV6.
	ifIndex:          4,
	ifIndexNet:       4,
	ifIndexNetW:      4,
	ifAddr:           4,
	ifAddrIndex:      4,
	ifAddrNetW:       4,
	ifMreqn:          12,
	mreq:             8,
	mreqIndex:        8,
	mreqn:            12,
	mreqIfaceSource:  12,
	mreqSourceIface:  12,
	ipv6Mreq:         20,
	groupReq4:        groupReqOffset + wire.SockaddrStorageSize,
	groupReq6:        groupReqOffset + wire.SockaddrStorageSize,
	groupSource4:     groupReqOffset + 2*wire.SockaddrStorageSize,
	groupSource6:     groupReqOffset + 2*wire.SockaddrStorageSize,
	groupFilter4:     groupFilterHead,
	groupFilter6:     groupFilterHead,
	sockaddrIP:       28,
	pmtudWindows:     4,
	dontFragPMTUD:    4,
	ip6MTUInfo:       32,
	portRange:        4,
	addrPrefsLinux:   4,
	addrPrefsSolaris: 4,
	tempAddr:         4,
	in6PktInfo:       20,
	flowLabelReq:     32,

	// ICMP, packet, netlink and CAN sockets.
	icmp6Blocked:    32,
	icmp6Passed:     32,
	icmpErrorStruct: icmpErrorSize,
	packetMreq:      16,
	fanoutArgs:      4,
	tpacketReq3:     28,
	tpacketStats:    12,
	netlinkGroups:   1024,
	canFilters:      8 * canFilterMax,

	// TCP.
	tcpInfoLinux:   tcpInfoRoom,
	tcpInfoFreeBSD: tcpInfoRoom,
	tcpInfoNetBSD:  tcpInfoRoom,
	tcpInfoOpenBSD: tcpInfoRoom,
	tcpInfoDarwin:  tcpInfoRoom,
	tcpInfoWindows: tcpInfoRoom,
	ccInfo:         ccInfoSize,
	md5Sig:         md5SigSize,
	md5SigExt:      md5SigSize,
	aoAdd:          aoAddSize,
	aoDel:          aoDelSize,
	aoInfoOpt:      aoInfoSize,
	aoGetKeys:      aoGetSize,
	fastOpenKey:    32,
	tcpFunctionSet: 36,
	zeroCopyRecv:   24,

	// TLS.
	tlsKey:    56,
	tlsEnable: tlsEnableSize,

	// MPTCP.
	mptcpInfo:  mptcpInfoRoom,
	mptcpAddrs: mptcpHead + mptcpMost*mptcpAddrsSize,
	mptcpTCP:   mptcpHead + mptcpMost*tcpInfoRoom,
	mptcpFull:  mptcpFullSize,

	// SCTP.
	sctpInitShorts:    8,
	sctpInitWords:     12,
	sctpRTOInfoWords:  16,
	sctpAssocValue:    8,
	sctpSendLinux:     sctpSendSize,
	sctpSendFreeBSD:   128,
	sctpSendNetBSD:    sctpSendSize,
	sctpSendSolaris:   sctpSendSize,
	sctpEventsLinux:   14,
	sctpEventsFreeBSD: 11,
	sctpEventsNetBSD:  9,
	sctpEventsSolaris: 8,
	sctpPeerLinux:     156,
	sctpPeerFreeBSD:   152,
	sctpPeerNetBSD:    151,
	sctpPeerSolaris:   268,
	sctpStatusLinux:   176,
	sctpStatusFreeBSD: 176,
	sctpStatusNetBSD:  176,
	sctpStatusSolaris: 304,
}

// oneWay tells whether what is set cannot be read as if it had been got.
func (as layout) oneWay() bool { return as == ifIndexNetW || as == ifAddrNetW }

// wordSize is the size of a pointer, and on unix of a long.
const wordSize = int(unsafe.Sizeof(uintptr(0)))
