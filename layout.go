package sockopt

import (
	"encoding/binary"
	"math"
	"strconv"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
)

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
	timeval:    sys.TimevalSize,
	lingerInts: 8, lingerShorts: 4,
	ifIndex: 4, ifIndexNet: 4, ifIndexNetW: 4, ifAddr: 4, ifAddrIndex: 4, ifAddrNetW: 4, ifMreqn: 12,
	mreq: 8, mreqIndex: 8, mreqn: 12, mreqIfaceSource: 12, mreqSourceIface: 12, ipv6Mreq: 20,
	groupSource4: groupReqOffset + 2*wire.SockaddrStorageSize, groupSource6: groupReqOffset + 2*wire.SockaddrStorageSize,
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
	groupReq4: groupReqOffset + wire.SockaddrStorageSize, groupReq6: groupReqOffset + wire.SockaddrStorageSize,
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

// size returns how many bytes a read makes room for.
func (r *row) size() int {
	switch r.as {
	case cString:
		return int(r.max) + 1
	case cBytes:
		return int(r.max)
	}
	return sizes[r.as]
}

// checkInteger refuses a number outside the bounds of the layout, the option or
// the kernel.
func checkInteger(m *meta, r *row, v int64) error {
	lo, hi := integerBounds(m, r)
	if v < lo || v > hi {
		return &valueError{"must be " + strconv.FormatInt(lo, 10) + " to " + strconv.FormatInt(hi, 10)}
	}
	return nil
}

// layoutBounds returns the numbers that a layout can hold.
func layoutBounds(as layout) (lo, hi int64) {
	switch as {
	case cByte:
		return 0, math.MaxUint8
	case cUint, uMillis, sctpAssocValue:
		return 0, math.MaxUint32
	case cUint64:
		return 0, math.MaxInt64
	}
	return math.MinInt32, math.MaxInt32
}

// integerBounds returns the strictest of the three.
func integerBounds(m *meta, r *row) (lo, hi int64) {
	lo, hi = layoutBounds(r.as)
	if m.min != 0 || m.max != 0 {
		lo, hi = max(lo, m.min), min(hi, m.max)
	}
	if r.min != 0 || r.max != 0 {
		lo, hi = max(lo, r.min), min(hi, r.max)
	}
	return lo, hi
}

// putInteger writes a number that is in bounds.
func putInteger(e *encoding, r *row, v int64) {
	wire.PutInt(e.grow(r.size()), v)
}

// getInteger reads a number of as many bytes as the kernel says it is: some
// answer one byte where they were given room for four.
func getInteger(b []byte, r *row) (int64, error) {
	switch r.as {
	case protocolInfoFamily, protocolInfoProtocol:
		if len(b) < protocolInfoSize {
			return 0, errShort(b)
		}
		if r.as == protocolInfoFamily {
			b = b[76:80]
		} else {
			b = b[92:96]
		}
	}
	v, ok := wire.Uint(b)
	if !ok {
		return 0, errShort(b)
	}
	if len(b) == 4 {
		switch r.as {
		case cUint, uMillis, cUint64, cULong:
		default:
			return int64(int32(v)), nil
		}
	}
	return int64(v), nil
}

func errShort(b []byte) error {
	return &answerError{"of " + strconv.Itoa(len(b)) + " bytes"}
}

// The forms of plain values.

var boolForm = form[bool]{"bool", putBool, getBool}

func putBool(e *encoding, _ *meta, r *row, v bool) error {
	var n int64
	if v {
		n = 1 // some kernels refuse any other
	}
	putInteger(e, r, n)
	return nil
}

func getBool(b []byte, r *row) (bool, error) {
	n, err := getInteger(b, r) // BSDs answer the option's bit, which may be the sign
	return n != 0, err
}

func putNumber[T ~int | ~uint32](e *encoding, m *meta, r *row, v T) error {
	if err := checkInteger(m, r, int64(v)); err != nil {
		return err
	}
	if r.as == cFlag {
		return putBool(e, m, r, v != 0)
	}
	putInteger(e, r, int64(v))
	return nil
}

func getNumber[T ~int | ~uint32](b []byte, r *row) (T, error) {
	n, err := getInteger(b, r)
	if r.as == cFlag && n != 0 {
		n = 1
	}
	if err == nil && int64(T(n)) != n {
		if lo, hi := layoutBounds(r.as); n > hi || n < lo || ^T(0) > 0 {
			return 0, &answerError{"the number " + itoa(n)}
		}
		return math.MaxInt32, nil // more than an int of 32 bits can say
	}
	return T(n), err
}

var (
	intForm    = form[int]{"int", putNumber[int], getNumber[int]}
	uint32Form = form[uint32]{"uint32", putNumber[uint32], getNumber[uint32]}
	uint64Form = form[uint64]{"uint64", putUint64, getUint64}
)

func putUint64(e *encoding, _ *meta, r *row, v uint64) error {
	binary.NativeEndian.PutUint64(e.grow(r.size()), v)
	return nil
}

func getUint64(b []byte, r *row) (uint64, error) {
	n, err := getInteger(b, r)
	return uint64(n), err
}

// Bounds of C types, for the catalogue.
const (
	maxInt32  = math.MaxInt32
	maxUint32 = math.MaxUint32
)

// wordSize is the size of a pointer, and on unix of a long.
const wordSize = int(unsafe.Sizeof(uintptr(0)))
