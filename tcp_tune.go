package sockopt

import "time"

// The options of IPPROTO_TCP that tune handshakes, timers and windows: tcp(7).

// SynCnt (TCP_SYNCNT) sets the number of retransmissions of the SYN before
// connect gives up.
//
// The waits between SYNs double from one second. Before Linux 6.5, the value 1
// gives up after 3 s, 3 after 15 s, and 6, the usual default from the sysctl
// net.ipv4.tcp_syn_retries, after 127 s. Since Linux 6.5 the first
// retransmissions are sent at intervals of one second, as many as the sysctl
// net.ipv4.tcp_syn_linear_timeouts says, 4 by default, and connect gives up
// when the next one is due after that time: 1 gives up after 3 s, 3 after 19 s
// and 6 after 131 s, with more retransmissions than the value says. The range
// is 1 to 127. Set it before connect, in a Control hook; later it has no
// effect. An MPTCP socket, such as [net.Listen] makes, does not support it.
//
// The Timeout of a [net.Dialer] applies too, on every OS; the shorter time
// ends connect. See [ConnectTimeout] for the systems that have a time here.
//
// OS: Linux.
// Source: tcp(7), Linux ip-sysctl, Linux net/ipv4/tcp_timer.c.
var SynCnt = Option[int]{&synCnt}

var synCnt = param[int]{meta{id: idSynCnt, name: "TCP_SYNCNT", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, unit: "retransmissions", min: 1, max: 127}, &intForm}

// ConnectTimeout (TCP_KEEPINIT) sets the time after which connect fails with
// ETIMEDOUT.
//
// A duration is rounded up to the unit of the OS. Zero, which means the
// default on some systems and no limit on others, is rejected on every OS:
//
//   - FreeBSD and macOS (TCP_CONNECTIONTIMEOUT): 1 s to 4294967 s.
//   - DragonFly: 1 s to 32767 s, since 5.8; it counted milliseconds before.
//   - NetBSD: 500 ms to 21474836 s. The kernel counts half-seconds, and so
//     does this option. Get requires NetBSD 11.
//   - illumos and Solaris (TCP_CONN_ABORT_THRESHOLD): 1 ms to 2147483647 ms.
//
// The usual default is 75 s, on illumos three minutes. On the BSDs it also
// limits the handshake of a connection that a listener has not yet accepted.
// Set it before connect, in a Control hook. The Timeout of a [net.Dialer]
// applies too; the shorter time ends connect. Linux counts retransmissions:
// [SynCnt].
//
// OS: macOS (TCP_CONNECTIONTIMEOUT), FreeBSD, NetBSD, DragonFly, illumos
// (TCP_CONN_ABORT_THRESHOLD), Solaris (TCP_CONN_ABORT_THRESHOLD).
// Source: FreeBSD tcp(4), NetBSD tcp(4), illumos tcp(4P), netinet/tcp.h of
// macOS.
var ConnectTimeout = Option[time.Duration]{&connectTimeout}

var connectTimeout = param[time.Duration]{meta{id: idConnectTimeout, name: "TCP_KEEPINIT", since: "FreeBSD 9.1", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, min: 1, max: maxUint32}, &durationForm}

// Linger2 (TCP_LINGER2) sets how long a closed connection waits in FIN_WAIT_2
// for the FIN of its peer.
//
// It applies after Close, when the peer has acknowledged the end of the data
// and does not end its own; for what Close itself waits for, see [Linger]. A
// duration is rounded up to a second.
//
//   - Linux: 0 s to 120 s, or any negative duration. Zero is the sysctl
//     net.ipv4.tcp_fin_timeout, which Get returns instead, 60 s by default. A
//     negative duration drops the connection at once without the wait; every
//     negative duration is the same, and Get returns -1 ns.
//   - illumos and Solaris: from the bound of the administrator to the present
//     time, otherwise Set fails with EINVAL. Zero changes nothing, and a
//     negative duration is rejected.
//
// It may be set at any time; on Linux an accepted connection inherits it. An
// MPTCP socket of Linux, such as [net.Listen] makes, does not support it.
//
// OS: Linux, illumos, Solaris.
// Source: tcp(7), Linux net/ipv4/tcp.c, illumos tcp(4P).
var Linger2 = Option[time.Duration]{&linger2}

var linger2 = param[time.Duration]{meta{id: idLinger2, name: "TCP_LINGER2", level: levelTCP, kinds: tcpKinds}, &linger2Form}

// linger2Form is the form of a duration that may be a negative one, as -1, where
// the row has that for its min.
var linger2Form = form[time.Duration]{"time.Duration", putLinger2, getLinger2}

func putLinger2(e *encoding, m *meta, r *row, v time.Duration) error {
	if v < 0 && r.min < 0 {
		putInteger(e, r, -1)
		return nil
	}
	err := putDuration(e, m, r, v)
	if refusal, ok := err.(*valueError); ok && r.min < 0 {
		return &valueError{refusal.msg + " or negative"}
	}
	return err
}

func getLinger2(b []byte, r *row) (time.Duration, error) {
	if n, err := getInteger(b, r); err == nil && n == -1 && r.min < 0 {
		return -1, nil
	}
	return getDuration(b, r)
}

// WindowClamp (TCP_WINDOW_CLAMP) bounds the window that is advertised to the
// peer, in bytes.
//
// It bounds what may be on its way, and so the rate, without touching the
// buffer: a smaller [RcvBuf] does both. From 0 to 2147483647. Zero, the default
// of a socket that is not connected, is no bound of its own, and is EINVAL on a
// listener and on a connection; a small number is raised to half of the least
// buffer, about a kilobyte.
//
// It may be set at any time; set before connect or listen it also chooses the
// window scale. A Get on a connection tells what the kernel uses. An accepted
// connection has it from the listener. An MPTCP socket, such as [net.Listen]
// makes, refuses it.
//
// OS: Linux.
// Source: tcp(7), Linux net/ipv4/tcp.c.
var WindowClamp = Option[int]{&windowClamp}

var windowClamp = param[int]{meta{id: idWindowClamp, name: "TCP_WINDOW_CLAMP", level: levelTCP, kinds: tcpKinds, unit: "bytes", min: 0, max: maxInt32, state: true}, &intForm}

// Inq (TCP_INQ) tells with each recvmsg how many bytes are left in the receive
// queue.
//
// It comes as a control message of level SOL_TCP and type TCP_CM_INQ, an int.
// The Read of package net drops control messages: it is for those who call
// recvmsg by [syscall.RawConn]. The default is off. It may be set at any time.
// Linux has it since 4.18.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c.
var Inq = Option[bool]{&inq}

var inq = param[bool]{meta{id: idInq, name: "TCP_INQ", since: "Linux 4.18", level: levelTCP, kinds: tcpKinds}, &boolForm}

// RTOMax (TCP_RTO_MAX_MS) sets the maximum time between retransmissions, which
// doubles with each.
//
// The range is 1 s to 120 s. The default is the sysctl
// net.ipv4.tcp_rto_max_ms, 120 s. A duration is rounded up to a millisecond
// here, and by the kernel to a tick of its clock, 1 ms to 10 ms: with ticks of
// 4 ms, 1001 ms reads back as 1004 ms. A short time notices sooner that a path
// works again, at the price of more packets; it also bounds keepalive and
// zero-window probes. It may be set at any time. An MPTCP socket, such as
// [net.Listen] makes, does not support it. Available since Linux 6.15.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 6298.
var RTOMax = Option[time.Duration]{&rtoMax}

var rtoMax = param[time.Duration]{meta{id: idRTOMax, name: "TCP_RTO_MAX_MS", since: "Linux 6.15", level: levelTCP, kinds: tcpKinds}, &durationForm}

// RTOMin (TCP_RTO_MIN_US) bounds the time before the first retransmission from
// below.
//
// At most 200 ms, the default, rounded up to a microsecond here and to a tick of
// the clock, 1 ms to 10 ms, by the kernel; what is not more than one tick is
// EINVAL. A short one suits networks of a data centre, where a loss otherwise
// costs a thousand round trips; keep it above the peer's delayed acknowledgements
// ([DelAckMax]). It may be set at any time. An MPTCP socket, such as
// [net.Listen] makes, refuses it. Linux has it since 6.15.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 6298.
var RTOMin = Option[time.Duration]{&rtoMin}

var rtoMin = param[time.Duration]{meta{id: idRTOMin, name: "TCP_RTO_MIN_US", since: "Linux 6.15", level: levelTCP, kinds: tcpKinds, min: 1, max: 200000}, &durationForm}

// DelAckMax (TCP_DELACK_MAX_US) bounds how long an acknowledgement is delayed.
//
// At most 200 ms, the default, rounded as [RTOMin] is, and with the same EINVAL
// for what is not more than one tick. It is for peers with a small [RTOMin];
// [QuickAck] does not delay at all, for a while. It may be set at any time. An
// MPTCP socket, such as [net.Listen] makes, refuses it. Linux has it since 6.15.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 9293 section 3.8.6.3.
var DelAckMax = Option[time.Duration]{&delAckMax}

var delAckMax = param[time.Duration]{meta{id: idDelAckMax, name: "TCP_DELACK_MAX_US", since: "Linux 6.15", level: levelTCP, kinds: tcpKinds, min: 1, max: 200000}, &durationForm}

// ThinLinearTimeouts (TCP_THIN_LINEAR_TIMEOUTS) does not double the time between
// the first six retransmissions of a thin stream.
//
// A stream is thin while fewer than four packets are on the way: games, voice,
// telemetry. A lost packet of these then costs less time. The default is off, or
// the sysctl net.ipv4.tcp_thin_linear_timeouts where that is on. It may be set
// at any time. An MPTCP socket, such as [net.Listen] makes, refuses it.
//
// OS: Linux.
// Source: Linux tcp-thin, linux/tcp.h.
var ThinLinearTimeouts = Option[bool]{&thinLinearTimeouts}

var thinLinearTimeouts = param[bool]{meta{id: idThinLinearTimeouts, name: "TCP_THIN_LINEAR_TIMEOUTS", since: "Linux 2.6.34", level: levelTCP, kinds: tcpKinds}, &boolForm}

// FastOpenNoCookie (TCP_FASTOPEN_NO_COOKIE) takes and sends data in a SYN
// without a cookie (TCP Fast Open).
//
// Without cookies nothing proves that a SYN comes from its source address: use
// it only in networks that are trusted. Set it on a client before connect or on
// a listener, in a Control hook; on a connection it is EINVAL. [FastOpen] and
// [FastOpenConnect] turn the thing itself on. The default is off. Linux has it
// since 4.15.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 7413.
var FastOpenNoCookie = Option[bool]{&fastOpenNoCookie}

var fastOpenNoCookie = param[bool]{meta{id: idFastOpenNoCookie, name: "TCP_FASTOPEN_NO_COOKIE", since: "Linux 4.15", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// MaxRTMS (TCP_MAXRTMS) sets how long sent data may stay unacknowledged before
// the connection is ended, in milliseconds.
//
// It is [UserTimeout] of Windows in a finer unit. A duration is rounded up to a
// millisecond; at most 2147483647 ms. It may be set at any time.
//
// OS: Windows.
// Source: ws2ipdef.h.
var MaxRTMS = Option[time.Duration]{&maxRTMS}

var maxRTMS = param[time.Duration]{meta{id: idMaxRTMS, name: "TCP_MAXRTMS", level: levelTCP, kinds: tcpKinds}, &durationForm}

// TCPTimestamps (TCP_TIMESTAMPS) sends and takes timestamps with each segment.
//
// They protect against old duplicates on fast paths and measure the round trip,
// for 12 bytes of each segment, and are used only if both ends want them. Set it
// before connect or listen, in a Control hook. Other systems have it for all
// sockets together only; whether a connection has them [TCPInfo] tells.
//
// OS: Windows.
// Source: Winsock IPPROTO_TCP options, RFC 7323.
var TCPTimestamps = Option[bool]{&tcpTimestamps}

var tcpTimestamps = param[bool]{meta{id: idTCPTimestamps, name: "TCP_TIMESTAMPS", since: "Windows Vista", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// FailConnectOnICMPError (TCP_FAIL_CONNECT_ON_ICMP_ERROR) has connect fail as
// soon as an ICMP error says that the peer cannot be reached.
//
// Without it, the default, connect goes on to its timeout. Set it before
// connect, in a Control hook. [ICMPErrorInfo] tells the error. Windows has it
// since 10, version 2004.
//
// OS: Windows.
// Source: Winsock IPPROTO_TCP options.
var FailConnectOnICMPError = Option[bool]{&failConnectOnICMPError}

var failConnectOnICMPError = param[bool]{meta{id: idFailConnectOnICMPError, name: "TCP_FAIL_CONNECT_ON_ICMP_ERROR", since: "Windows 10 2004", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// EnableECN (TCP_ENABLE_ECN) asks the peer for explicit congestion notification.
//
// With it, routers mark packets where they would drop them. Set it before
// connect, in a Control hook. What the default is, is up to the system.
//
// OS: macOS.
// Source: netinet/tcp.h of macOS, RFC 3168.
var EnableECN = Option[bool]{&enableECN}

var enableECN = param[bool]{meta{id: idEnableECN, name: "TCP_ENABLE_ECN", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// SendMoreAcks (TCP_SENDMOREACKS) acknowledges each second segment, where the
// system would stretch that to more.
//
// It may be set at any time. The default is off.
//
// OS: macOS.
// Source: netinet/tcp.h of macOS.
var SendMoreAcks = Option[bool]{&sendMoreAcks}

var sendMoreAcks = param[bool]{meta{id: idSendMoreAcks, name: "TCP_SENDMOREACKS", level: levelTCP, kinds: tcpKinds}, &boolForm}

// SACKEnable (TCP_SACK_ENABLE) offers selective acknowledgements to the peer.
//
// Set it before connect or listen, in a Control hook; on a connection it is
// EPERM. The default is on, by the sysctl net.inet.tcp.sack.
//
// OS: OpenBSD.
// Source: OpenBSD tcp(4), RFC 2018.
var SACKEnable = Option[bool]{&sackEnable}

var sackEnable = param[bool]{meta{id: idSACKEnable, name: "TCP_SACK_ENABLE", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// InitCwnd (TCP_INIT_CWND) sets the congestion window that a connection starts
// with, in segments.
//
// From 1 to 2147483647; more than RFC 3390 allows, about four segments, needs
// PRIV_SYS_IP_CONFIG. Set it before connect or listen, in a Control hook. Zero is
// refused.
//
// OS: illumos, Solaris.
// Source: illumos tcp(4P), RFC 3390.
var InitCwnd = Option[int]{&initCwnd}

var initCwnd = param[int]{meta{id: idInitCwnd, name: "TCP_INIT_CWND", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, unit: "segments", priv: "solaris: PRIV_SYS_IP_CONFIG, above the limit of RFC 3390", min: 1, max: maxInt32}, &intForm}

// NoDelayAck (TCP_NODELAYACK) acknowledges segments at once instead of delaying
// the acknowledgement.
//
// Unlike [QuickAck] of Linux it lasts. It may be set at any time. The default is
// off, by the tunable tcp_nodelayack.
//
// OS: AIX.
// Source: AIX setsockopt, RFC 9293 section 3.8.6.3.
var NoDelayAck = Option[bool]{&noDelayAck}

var noDelayAck = param[bool]{meta{id: idNoDelayAck, name: "TCP_NODELAYACK", level: levelTCP, kinds: tcpKinds}, &boolForm}

// RemoteUDPEncapsPort (TCP_REMOTE_UDP_ENCAPS_PORT) sends the segments of a
// connection in UDP datagrams, to this port of the peer.
//
// From 0, the default and off, to 65535. Set it before connect, in a Control
// hook. The own port is that of the sysctl net.inet.tcp.udp_tunneling_port,
// which must be on. FreeBSD has it since 14.0.
//
// OS: FreeBSD.
// Source: FreeBSD tcp(4), netinet/tcp.h.
var RemoteUDPEncapsPort = Option[int]{&remoteUDPEncapsPort}

var remoteUDPEncapsPort = param[int]{meta{id: idRemoteUDPEncapsPort, name: "TCP_REMOTE_UDP_ENCAPS_PORT", since: "FreeBSD 14.0", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, unit: "port", min: 0, max: 65535}, &intForm}

// TCPStack (TCP_FUNCTION_BLK) names the implementation of TCP that runs a
// connection, such as "freebsd", "rack" or "bbr".
//
// A name is at most 31 bytes and must be one of those that the sysctl
// net.inet.tcp.functions_available shows (ENOENT): tcp_rack and tcp_bbr are
// modules of the kernel. That sysctl also tells how many connections each has.
// Set it before connect or listen, in a Control hook; a connection can be handed
// over only if both allow it. An accepted connection has it from the listener.
// [Congestion] is another thing: which algorithm the implementation uses.
//
// OS: FreeBSD.
// Source: FreeBSD tcp(4), FreeBSD netinet/tcp.h.
var TCPStack = Option[string]{&tcpStack}

var tcpStack = param[string]{meta{id: idTCPStack, name: "TCP_FUNCTION_BLK", since: "FreeBSD 11.0", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &tcpStackForm}

// tcpStackForm is the form of a name that lies in a struct tcp_function_set: 32
// bytes, and a count that is only told.
var tcpStackForm = form[string]{"string", putTCPStack, getString}

func putTCPStack(e *encoding, m *meta, r *row, v string) error {
	var name encoding
	if err := putString(&name, m, &row{max: 31}, v); err != nil {
		return err
	}
	copy(e.grow(r.size()), name.all())
	return nil
}

// ReusePortLBNUMA (TCP_REUSPORT_LB_NUMA) limits one of the listeners that share a
// port by [ReusePortLB] to the connections that come in by a NUMA domain.
//
// From 0, the first domain, to one less than there are (EINVAL); -1 is the domain
// of the thread that makes the call, and -2 ends the limit. What comes in by a
// domain without a listener goes to any. Set it on a listener. No kernel tells what
// was set.
//
// OS: FreeBSD.
// Source: FreeBSD tcp(4), FreeBSD netinet/in_pcb.c.
var ReusePortLBNUMA = WriteOnly[int]{&reusePortLBNUMA}

var reusePortLBNUMA = param[int]{meta{id: idReusePortLBNUMA, name: "TCP_REUSPORT_LB_NUMA", level: levelTCP, kinds: tcpKinds, phase: AfterListen, access: AccessWriteOnly, unit: "NUMA domain", min: -2, max: maxInt32}, &intForm}
