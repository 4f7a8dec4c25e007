package sockopt

// The options of Multipath TCP: SOL_MPTCP, and one of IPPROTO_TCP.

// IsMPTCP (TCP_IS_MPTCP) tells whether a connection still is one of Multipath
// TCP.
//
// [net.Listen] makes MPTCP listeners, and a [net.Dialer] MPTCP sockets where it
// is told to: a peer or a middlebox without MPTCP makes a connection of them
// fall back to TCP. Off on a TCP socket; on while nothing is known yet. Package
// net has it as [net.TCPConn.MultipathTCP]. Linux has it since 6.9.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var IsMPTCP = ReadOnly[bool]{&isMPTCP}

var isMPTCP = param[bool]{meta{id: idIsMPTCP, name: "TCP_IS_MPTCP", since: "Linux 6.9", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &boolForm}

// MPTCPInfo (MPTCP_INFO) reports the state of a Multipath TCP connection: its
// subflows, addresses and what was sent on all of them together.
//
// Read it at any time; [TCPInfo] of the same socket is about the first subflow.
// A socket that is not, or no longer, one of MPTCP refuses it. Older kernels tell
// less, the rest is zero. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPInfo = ReadOnly[MPTCPMetrics]{&mptcpMetrics}

var mptcpMetrics = param[MPTCPMetrics]{meta{id: idMPTCPInfo, name: "MPTCP_INFO", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, state: true}, &mptcpMetricsForm}

// MPTCPSubflowAddrs (MPTCP_SUBFLOW_ADDRS) reads the addresses of the subflows of
// a Multipath TCP connection, at most 32 of them.
//
// Package net tells those of the first only. Their order is that of
// [MPTCPTCPInfo]. Read it at any time; a socket that is not, or no longer, one of
// MPTCP refuses it. A Get allocates the result. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPSubflowAddrs = ReadOnly[[]MPTCPSubflow]{&mptcpSubflowAddrs}

var mptcpSubflowAddrs = param[[]MPTCPSubflow]{meta{id: idMPTCPSubflowAddrs, name: "MPTCP_SUBFLOW_ADDRS", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askAddrs, text: formatList, state: true}, &mptcpAddrsForm}

// MPTCPTCPInfo (MPTCP_TCPINFO) reads the state of each subflow of a Multipath
// TCP connection, at most 32 of them.
//
// Each is what [TCPInfo] tells of a TCP connection, in the order of
// [MPTCPSubflowAddrs]. Read it at any time; a socket that is not, or no longer,
// one of MPTCP refuses it. A Get allocates the result. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPTCPInfo = ReadOnly[[]TCPMetrics]{&mptcpTCPInfo}

var mptcpTCPInfo = param[[]TCPMetrics]{meta{id: idMPTCPTCPInfo, name: "MPTCP_TCPINFO", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askTCPInfo, text: formatList, state: true}, &mptcpTCPForm}

// MPTCPFullInfo (MPTCP_FULL_INFO) reads at once what [MPTCPInfo],
// [MPTCPSubflowAddrs] and [MPTCPTCPInfo] tell of a Multipath TCP connection, so
// that it fits together.
//
// It tells of at most 32 subflows, and how many there are. Read it at any time;
// a socket that is not, or no longer, one of MPTCP refuses it. A Get allocates
// the result. Linux has it since 6.5.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPFullInfo = ReadOnly[MPTCPState]{&mptcpFullInfo}

var mptcpFullInfo = param[MPTCPState]{meta{id: idMPTCPFullInfo, name: "MPTCP_FULL_INFO", since: "Linux 6.5", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askFullInfo, state: true}, &mptcpFullForm}

const mptcpKinds = familyIPv4 | familyIPv6 | typeMPTCP
