package sockopt

// The options of IPPROTO_TCP: tcp(7).

import (
	"os"
	"strings"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// NoDelay (TCP_NODELAY) sends small segments at once instead of collecting
// them (Nagle's algorithm off).
//
// With it off, the kernel's default, a segment that is not full waits until
// all that was sent before is acknowledged. Package net turns it on after the
// Control hook on each TCP connection that it dials or accepts, so a hook
// that turns it off is undone: set it on the connection, for accepted ones
// with [NewListener].
//
// It may be set at any time. Turning it on sends what is waiting. On Linux
// [Cork] takes precedence while it is on.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: tcp(7), RFC 896, RFC 9293 section 3.7.4, Winsock IPPROTO_TCP
// options.
var NoDelay = Option[bool]{&noDelay}

var noDelay = param[bool]{meta{id: idNoDelay, name: "TCP_NODELAY", level: levelTCP, kinds: tcpKinds}, &boolForm}

// MaxSeg (TCP_MAXSEG) sets the maximum segment size, in bytes of data.
//
// From 1 to 65535, on Linux from 88 to 32767, on macOS from 176. macOS and
// the BSDs only let it be lowered: they refuse with EINVAL what is above the
// present size, which before connect is a small default (536 on FreeBSD and
// NetBSD for IPv4). FreeBSD also refuses very small ones, and DragonFly
// silently raises them to 216. On illumos and Solaris it can only be read.
// Windows has it in the headers and not in the manual.
//
// Set it before connect or listen, in a Control hook: Linux announces it to
// the peer in the handshake, and takes a later Set without effect. A size
// above what the path allows has none either. Only on Linux does an accepted
// connection have it from the listener.
//
// A Get on a connection tells the size that is in use; on Linux, before
// connect, what was set, or 536. Zero is refused, though to Linux it means
// the default.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: tcp(7), FreeBSD tcp(4), RFC 9293 section 3.7.1, netinet/tcp.h.
var MaxSeg = Option[int]{&maxSeg}

var maxSeg = param[int]{meta{id: idMaxSeg, name: "TCP_MAXSEG", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, unit: "bytes", min: 1, max: 65535, state: true}, &intForm}

// KeepIdle (TCP_KEEPIDLE) sets the idle time of a connection before the first
// keepalive probe.
//
// It applies while [KeepAlive] is on. A duration is rounded up to a second, on
// NetBSD to half a second, and zero is rejected on every OS:
//
//   - Linux and DragonFly: 1 s to 32767 s.
//   - macOS (TCP_KEEPALIVE) and FreeBSD: 1 s to 4294967 s.
//   - NetBSD: 500 ms to 21474836 s. The manual says seconds, but the kernel
//     counts half-seconds, and so does this option. Get requires NetBSD 11.
//   - illumos: 10 s to 10 days, unless the administrator changed the bounds
//     (EINVAL). [KeepAliveThreshold] is the same time in milliseconds. Solaris
//     supports it since 11.4.
//   - Windows: since Windows 10 version 1709.
//
// The usual default is two hours. Package net sets it to 15 s after the
// Control hook on each TCP connection that it dials or accepts; see
// [KeepAlive] for how to keep another value. It may be set at any time; on
// Linux and FreeBSD an accepted connection inherits it. OpenBSD has it only
// for the whole system.
//
// OS: Linux, macOS (TCP_KEEPALIVE), FreeBSD, NetBSD, DragonFly, illumos,
// Solaris, AIX, Windows.
// Source: tcp(7), FreeBSD tcp(4), NetBSD netinet/tcp_usrreq.c, illumos
// tcp(4P), Winsock IPPROTO_TCP options.
var KeepIdle = Option[time.Duration]{&keepIdle}

var keepIdle = param[time.Duration]{meta{id: idKeepIdle, name: "TCP_KEEPIDLE", since: "FreeBSD 9.1, Solaris 11.4, Windows 10 1709", level: levelTCP, kinds: tcpKinds, min: 1, max: maxInt32}, &durationForm}

// KeepIntvl (TCP_KEEPINTVL) sets the time between unanswered keepalive probes.
//
// It applies while [KeepAlive] is on. A duration is rounded up to a second, on
// NetBSD to half a second, and zero is rejected on every OS. The bounds and
// the versions are those of [KeepIdle], with one exception: illumos accepts 1
// s to 60 s, which are its default bounds of the retransmission timeout, and
// Set fails with EINVAL if the interval multiplied by [KeepCnt] is out of
// bounds. On NetBSD, Get requires NetBSD 11.
//
// The default is 75 s on Linux, macOS and FreeBSD, 1 s on Windows; illumos
// reads 0 until it is set. Package net sets it to 15 s after the Control hook
// on each TCP connection that it dials or accepts; see [KeepAlive] for how to
// keep another value. It may be set at any time; on Linux and FreeBSD an
// accepted connection inherits it.
//
// OS: Linux, macOS, FreeBSD, NetBSD, DragonFly, illumos, Solaris, AIX,
// Windows.
// Source: tcp(7), FreeBSD tcp(4), NetBSD netinet/tcp_usrreq.c, illumos
// tcp(4P), Winsock IPPROTO_TCP options.
var KeepIntvl = Option[time.Duration]{&keepIntvl}

var keepIntvl = param[time.Duration]{meta{id: idKeepIntvl, name: "TCP_KEEPINTVL", since: "macOS 10.8, FreeBSD 9.1, Solaris 11.4, Windows 10 1709", level: levelTCP, kinds: tcpKinds, min: 1, max: maxInt32}, &durationForm}

// KeepCnt (TCP_KEEPCNT) sets the number of unanswered keepalive probes after
// which the connection is ended.
//
// It applies while [KeepAlive] is on. The range is 1 to 2147483647, on Linux
// and DragonFly 1 to 127, on NetBSD 1 to 42949672, on Windows (10 version
// 1703) 1 to 255. Zero is rejected on every OS. On Linux, [UserTimeout], if
// set, decides instead. On NetBSD, Get requires NetBSD 11. On illumos, Set
// fails with EINVAL if the count multiplied by [KeepIntvl] is out of bounds;
// illumos derives an interval if none was set, and reads 0 until the count is
// set.
//
// The default is 9 on Linux, 8 on macOS and FreeBSD. Package net sets it to 9
// after the Control hook on each TCP connection that it dials or accepts; see
// [KeepAlive] for how to keep another value. It may be set at any time; on
// Linux and FreeBSD an accepted connection inherits it.
//
// OS: Linux, macOS, FreeBSD, NetBSD, DragonFly, illumos, Solaris, AIX,
// Windows.
// Source: tcp(7), FreeBSD tcp(4), NetBSD netinet/tcp_usrreq.c, illumos
// tcp(4P), Winsock IPPROTO_TCP options.
var KeepCnt = Option[int]{&keepCnt}

var keepCnt = param[int]{meta{id: idKeepCnt, name: "TCP_KEEPCNT", since: "FreeBSD 9.1, Solaris 11.4, Windows 10 1703", level: levelTCP, kinds: tcpKinds, unit: "probes", min: 1, max: maxInt32}, &intForm}

// KeepAliveThreshold (TCP_KEEPALIVE_THRESHOLD) sets how long a connection
// must be idle before the first keepalive probe, in milliseconds.
//
// It is [KeepIdle] in a finer unit, and on Solaris before 11.4 the only form
// of it. A duration is rounded up to a millisecond; at most 2147483647 ms.
// The kernel takes 10 s to 10 days, unless the administrator changed the
// bounds, and refuses the rest with EINVAL. The default is two hours. It may
// be set at any time.
//
// OS: illumos, Solaris.
// Source: illumos tcp(4P), Solaris tcp(4P).
var KeepAliveThreshold = Option[time.Duration]{&keepAliveThreshold}

var keepAliveThreshold = param[time.Duration]{meta{id: idKeepAliveThreshold, name: "TCP_KEEPALIVE_THRESHOLD", level: levelTCP, kinds: tcpKinds}, &durationForm}

// KeepAliveAbortThreshold (TCP_KEEPALIVE_ABORT_THRESHOLD) sets how long
// keepalive probes may go unanswered before the connection is ended.
//
// It is a time where [KeepCnt] is a number; setting it makes illumos forget
// [KeepCnt] and [KeepIntvl], so set those after it. A duration is rounded up
// to a millisecond; at most 2147483647 ms. Zero never ends the connection.
// The default is eight minutes. It may be set at any time.
//
// OS: illumos, Solaris.
// Source: illumos tcp(4P), Solaris tcp(4P).
var KeepAliveAbortThreshold = Option[time.Duration]{&keepAliveAbortThreshold}

var keepAliveAbortThreshold = param[time.Duration]{meta{id: idKeepAliveAbortThreshold, name: "TCP_KEEPALIVE_ABORT_THRESHOLD", level: levelTCP, kinds: tcpKinds}, &durationForm}

// UserTimeout (TCP_USER_TIMEOUT) sets how long sent data may stay
// unacknowledged before the connection is ended.
//
// It is how to notice a dead peer or path while data is on the way, for which
// keepalive is of no use. Reads and writes then fail with ETIMEDOUT. A
// duration is rounded up to the unit of the OS. What is measured, and what
// zero means, differs:
//
//   - Linux: milliseconds, at most 2147483647. Data that a closed window
//     keeps from being sent counts too. Zero, the default, is the system's
//     own limit, many minutes. While [KeepAlive] is on it also decides, in
//     place of [KeepCnt], when probes have failed.
//   - macOS (TCP_RXT_CONNDROPTIME): seconds, at most 4294967, measured from
//     the first retransmission and looked at when the next is due. Zero, the
//     default, is no such limit.
//   - FreeBSD (TCP_MAXUNACKTIME, since 14.0): seconds, at most 4294967, without
//     a single byte acknowledged. Zero, the default, is no such limit.
//   - illumos and Solaris (TCP_ABORT_THRESHOLD): milliseconds, at most
//     2147483647. Zero retransmits for ever; the default is five minutes on
//     illumos.
//   - Windows (TCP_MAXRT): seconds, at most 2147483647.
//
// It may be set at any time; on Linux an accepted connection has it from the
// listener. An MPTCP socket of Linux, such as [net.Listen] makes, refuses it:
// see [net.ListenConfig.SetMultipathTCP], or set it on the accepted
// connections, which are MPTCP only if the peer is.
//
// OS: Linux, macOS (TCP_RXT_CONNDROPTIME), FreeBSD (TCP_MAXUNACKTIME),
// illumos (TCP_ABORT_THRESHOLD), Solaris (TCP_ABORT_THRESHOLD), Windows
// (TCP_MAXRT).
// Source: tcp(7), RFC 5482, FreeBSD tcp(4), netinet/tcp.h of macOS and
// illumos, Winsock IPPROTO_TCP options.
var UserTimeout = Option[time.Duration]{&userTimeout}

var userTimeout = param[time.Duration]{meta{id: idUserTimeout, name: "TCP_USER_TIMEOUT", since: "Linux 2.6.37, FreeBSD 14.0, Windows Vista", level: levelTCP, kinds: tcpKinds}, &durationForm}

// Cork (TCP_CORK) holds back partial segments until it is turned off.
//
// Turn it on, write the parts of a message, turn it off. On Linux, illumos,
// FreeBSD and DragonFly turning it off sends the rest at once; on macOS,
// turning it off does not send anything. Linux holds a segment for at most 200
// ms, and does so despite [NoDelay]. FreeBSD holds data until the buffer is
// full or the connection is closed.
//
// The default is off. It may be set at any time. DragonFly ignores it, and Get
// returns false, unless the sysctl net.inet.tcp.disable_nopush is 0, which is
// not the default. NetBSD defines the constant but not the option.
//
// OS: Linux, macOS (TCP_NOPUSH), FreeBSD (TCP_NOPUSH), OpenBSD (TCP_NOPUSH),
// DragonFly (TCP_NOPUSH), illumos, Solaris.
// Source: tcp(7), illumos tcp(4P), FreeBSD tcp(4), OpenBSD tcp(4), DragonFly
// netinet/tcp_usrreq.c.
var Cork = Option[bool]{&cork}

var cork = param[bool]{meta{id: idCork, name: "TCP_CORK", level: levelTCP, kinds: tcpKinds}, &boolForm}

// QuickAck (TCP_QUICKACK) acknowledges segments at once instead of delaying
// the acknowledgement.
//
// On Linux it does not last: the kernel leaves the mode again as it sees fit,
// so what is read back is its present state and no setting, and a program
// that wants quick acknowledgements sets it anew after each Read. The manual
// of illumos, which has it since 2024, says nothing of that.
//
// Set it on a connection. A new connection does not have what was set before
// connect or listen, and on Linux, disabling it before connect delays the end of
// the handshake. An MPTCP socket of Linux, such as [net.Listen] makes, refuses it.
//
// OS: Linux, illumos.
// Source: tcp(7), illumos tcp(4P), RFC 9293 section 3.8.6.3.
var QuickAck = Option[bool]{&quickAck}

var quickAck = param[bool]{meta{id: idQuickAck, name: "TCP_QUICKACK", since: "illumos 2024", level: levelTCP, kinds: tcpKinds, phase: AfterConnect, state: true}, &boolForm}

// DeferAccept (TCP_DEFER_ACCEPT) has a listener pass on a connection only
// when its first data has arrived or a time is over.
//
// It is for protocols in which the client speaks first. A duration is rounded
// up to a second; at most 2147483647 s, of which the kernel keeps a number of
// SYN-ACK retransmissions. A Get tells the time that these take: 2 s reads
// back as 3 s, 10 s as 15 s, a day as less. Zero, the default, turns it off.
// A connection that stays silent is passed on when the time is over, so a
// server still needs a deadline.
//
// Set it on the listener, before listen in a Control hook or later for the
// connections to come.
//
// OS: Linux.
// Source: tcp(7), Linux net/ipv4/tcp.c.
var DeferAccept = Option[time.Duration]{&deferAccept}

var deferAccept = param[time.Duration]{meta{id: idDeferAccept, name: "TCP_DEFER_ACCEPT", level: levelTCP, kinds: tcpKinds, phase: BeforeListen}, &durationForm}

// FastOpen (TCP_FASTOPEN) lets a listener take data that comes in the SYN of
// a client (TCP Fast Open).
//
// On Linux the number is how many such connections may be pending, at most
// the sysctl net.core.somaxconn; a larger one is cut silently. On macOS,
// FreeBSD and Windows any number but 0 turns it on, and what is read back is
// only zero or not. From 0, the default and off, to 2147483647. Data in a SYN
// may come twice, so requests must be safe to repeat.
//
// When it may be set:
//
//   - Linux: before listen in a Control hook, or later on the listener; on a
//     connection it is EINVAL. It has no effect unless the sysctl
//     net.ipv4.tcp_fastopen contains the bit of value 2, which is not the
//     default.
//   - macOS: only after listen, so on [Of] the listener and not in a hook;
//     before that it is EINVAL.
//   - FreeBSD: before listen, or later on the listener, where it is EPERM if
//     the sysctl for servers is off; on a connection it is EINVAL.
//   - Windows (10 version 1607): it is for clients that connect with
//     ConnectEx, before that.
//
// For clients on Linux see [FastOpenConnect].
//
// OS: Linux, macOS, FreeBSD, Windows.
// Source: tcp(7), RFC 7413, FreeBSD tcp(4), Winsock IPPROTO_TCP options.
var FastOpen = Option[int]{&fastOpen}

var fastOpen = param[int]{meta{id: idFastOpen, name: "TCP_FASTOPEN", since: "Linux 3.7, macOS 10.11, FreeBSD 10.3, Windows 10 1607", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, unit: "connections", min: 0, max: maxInt32}, &intForm}

// FastOpenConnect (TCP_FASTOPEN_CONNECT) sends the first data of a client in
// its SYN (TCP Fast Open), if the server gave it a cookie before.
//
// With a cookie at hand, connect returns at once and sends nothing; the first
// Write sends SYN and data. So Dial succeeds even where no server listens, a
// Write or a Read tells, and a program that reads first waits for ever: the
// client must speak first. Without a cookie connect works as usual and asks
// for one.
//
// Set it before connect, in a Control hook; on a connection it is EINVAL. It
// is unsupported (EOPNOTSUPP) where the sysctl net.ipv4.tcp_fastopen lacks
// the bit of value 1, which it has by default. The default is off. Linux has
// it since 4.11.
//
// OS: Linux.
// Source: tcp(7), RFC 7413.
var FastOpenConnect = Option[bool]{&fastOpenConnect}

var fastOpenConnect = param[bool]{meta{id: idFastOpenConnect, name: "TCP_FASTOPEN_CONNECT", since: "Linux 4.11", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// Congestion (TCP_CONGESTION) selects the congestion control algorithm by
// name, such as "cubic" or "bbr".
//
// A name has at most 15 bytes and no NUL. For an unknown algorithm Set fails
// with ENOENT on Linux and illumos, and with EINVAL or ESRCH on FreeBSD,
// depending on the version. On Linux the sysctl
// net.ipv4.tcp_available_congestion_control lists the algorithms. One that is
// not in net.ipv4.tcp_allowed_congestion_control requires CAP_NET_ADMIN,
// otherwise Set fails with EPERM, and the kernel loads a module for a name
// only with that privilege. A connection without ECN that is set to "dctcp"
// reads as "dctcp-reno" on Linux, a name that cannot be set.
//
// The default is the system's. It may be set at any time, on an open
// connection too; on Linux an accepted connection inherits it. NetBSD defines
// the constant TCP_CONGCTL, but its kernel does not implement the option.
//
// OS: Linux, FreeBSD, illumos.
// Source: tcp(7), Linux net/ipv4/tcp_dctcp.c, FreeBSD mod_cc(4), illumos
// tcp(4P), NetBSD netinet/tcp_usrreq.c.
var Congestion = Option[string]{&congestion}

var congestion = param[string]{meta{id: idCongestion, name: "TCP_CONGESTION", since: "Linux 2.6.13, FreeBSD 9.0", level: levelTCP, kinds: tcpKinds, priv: "linux: CAP_NET_ADMIN, for an algorithm that is restricted", hint: unknownName}, &stringForm}

// NotSentLowat (TCP_NOTSENT_LOWAT) limits how many bytes that were not yet
// sent a connection may have queued before it stops counting as writable.
//
// It keeps the queue in the kernel short, so that a program can decide late
// what to send, at little cost in throughput; [SndBuf] bounds all that is not
// yet acknowledged. A Write still hands over all of its data, in parts where
// the queue is full.
//
// Linux takes 0 to 4294967295; zero, the default, is the sysctl
// net.ipv4.tcp_notsent_lowat, which has no limit by default. macOS takes 0 to
// 2147483647; zero, the default, is no limit. It may be set at any time.
//
// OS: Linux, macOS.
// Source: Linux ip-sysctl, Linux net/ipv4/tcp.c, macOS netinet/tcp.h.
var NotSentLowat = Option[int]{&notSentLowat}

var notSentLowat = param[int]{meta{id: idNotSentLowat, name: "TCP_NOTSENT_LOWAT", since: "Linux 3.12", level: levelTCP, kinds: tcpKinds, unit: "bytes", min: 0, max: maxUint32}, &intForm}

// TCPInfo (TCP_INFO) reports the state of a TCP connection: round-trip times,
// windows, losses and counters.
//
// The result is a [TCPMetrics], in the same units on every OS. No OS fills all
// of it; [TCPMetrics.Has] reports whether this one filled a field. Read it at
// any time, on a listener too; the numbers change with each packet.
//
// On macOS it is TCP_CONNECTION_INFO, which reports only the state while there
// is no connection; on Windows (10 version 1703) it is SIO_TCP_INFO, an ioctl.
// NetBSD's times are left out because their unit is not a fixed one. OpenBSD
// reports more than the common part only to the superuser. On an MPTCP socket
// of Linux it describes the first subflow. Older Linux kernels report less.
//
// On Linux the times since the last data was sent or received count from the
// handshake until then. On a socket that never connected, and never received
// an acknowledgement, the times since an event mean nothing.
//
// OS: Linux, macOS (TCP_CONNECTION_INFO), FreeBSD, NetBSD, OpenBSD, Windows
// (SIO_TCP_INFO).
// Source: tcp(7), linux/tcp.h, FreeBSD tcp(4), netinet/tcp.h, Winsock
// TCP_INFO_v0.
var TCPInfo = ReadOnly[TCPMetrics]{&tcpInfo}

var tcpInfo = param[TCPMetrics]{meta{id: idTCPInfo, name: "TCP_INFO", since: "NetBSD 7.0, Windows 10 1703", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &tcpInfoForm}

// unknownName is the hint for a name that the kernel does not know.
func unknownName(r *row, v any, err error) string {
	name, ok := v.(string)
	if !ok || r == nil || r.grant == nil || !sys.IsErrno(err, sys.UnknownNameErrnos) {
		return ""
	}
	known := "see the sysctl " + r.grant.names
	if b, err := os.ReadFile("/proc/sys/" + strings.ReplaceAll(r.grant.names, ".", "/")); err == nil {
		known = "available: " + strings.TrimSpace(string(b))
	}
	return known + "; " + quoted(name) + " would need the kernel module " + quoted(r.grant.module+name)
}

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

// The options of IPPROTO_TCP that are about what a SYN carries: tcp(7).

// SaveSyn (TCP_SAVE_SYN) keeps the headers of the SYN of each connection that a
// listener accepts, for [SavedSyn].
//
// Set it on the listener, before listen in a Control hook or later for the
// connections to come. The default is off. An MPTCP socket, such as [net.Listen]
// makes, refuses it.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c.
var SaveSyn = Option[SaveSynMode]{&saveSyn}

var saveSyn = param[SaveSynMode]{meta{id: idSaveSyn, name: "TCP_SAVE_SYN", since: "Linux 4.2", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, min: 0, max: 2}, &saveSynForm}

// SavedSyn (TCP_SAVED_SYN) reads the headers of the SYN of an accepted
// connection, from the IP header on, with all options and without data.
//
// It is how a server tells one TCP stack from another. The listener must have
// [SaveSyn], which also puts the link header before them. The kernel frees them
// with the first Get that succeeds; after that, and where none were kept, it is
// empty. A Get allocates them. An MPTCP socket refuses it.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c, RFC 9293 section 3.1.
var SavedSyn = ReadOnly[[]byte]{&savedSyn}

var savedSyn = param[[]byte]{meta{id: idSavedSyn, name: "TCP_SAVED_SYN", since: "Linux 4.2", level: levelTCP, kinds: tcpKinds, phase: AfterConnect, access: AccessReadOnly, effect: "frees it"}, &bytesForm}

// FastOpenKey (TCP_FASTOPEN_KEY) sets the keys that make and check the cookies
// of a listener (TCP Fast Open).
//
// Servers behind one address share them. Set it on the listener, before listen
// in a Control hook or later; without it the listener has those of the sysctl
// net.ipv4.tcp_fastopen_key. A key cannot be taken away again, only replaced. A
// Get tells the keys that are in use, none before there are any, and allocates
// them. Linux has it since 4.15, and the backup key since 5.3.
//
// OS: Linux.
// Source: Linux ip-sysctl, Linux net/ipv4/tcp_fastopen.c, RFC 7413.
var FastOpenKey = Option[FastOpenKeys]{&fastOpenKeys}

var fastOpenKeys = param[FastOpenKeys]{meta{id: idFastOpenKey, name: "TCP_FASTOPEN_KEY", since: "Linux 4.15", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, secret: true}, &fastOpenKeysForm}

// CCInfo (TCP_CC_INFO) reads what the congestion control algorithm of a
// connection tells of itself.
//
// Only bbr, vegas (and what is like it: yeah, illinois, nv) and dctcp tell
// anything. The answer does not say whose it is: [Congestion] does. Read it at
// any time. Linux has it since 4.1.
//
// OS: Linux.
// Source: linux/inet_diag.h, Linux net/ipv4/tcp.c.
var CCInfo = ReadOnly[CCState]{&ccState}

var ccState = param[CCState]{meta{id: idCCInfo, name: "TCP_CC_INFO", since: "Linux 4.1", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &ccStateForm}

// The options of IPPROTO_TCP that authenticate segments: tcp(7).

// MD5Sig (TCP_MD5SIG) signs all segments to and from one peer with a key, and
// drops what is not signed with it (RFC 2385).
//
// BGP uses it. The peer needs the same key; with another, or none, connect
// times out. The value is the peer's address, as a prefix of that address alone,
// and the key, of 1 to 80 bytes; an empty key takes the one that was set away,
// ENOENT if there is none. For a prefix or an interface see [MD5SigExt].
//
// Set it before connect or listen, in a Control hook; a listener takes a key for
// each of its peers. An AF_INET6 socket, such as a listener for "tcp" is, takes
// an IPv4 peer as a mapped address, ::ffff:192.0.2.1, and an AF_INET one as it is;
// the other way is EINVAL. It can be set and not read. An MPTCP socket, such as
// [net.Listen] makes, refuses it. The BSDs keep the keys elsewhere:
// [SignatureEnable].
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp_ipv4.c, RFC 2385.
var MD5Sig = WriteOnly[MD5Key]{&md5Signature}

var md5Signature = param[MD5Key]{meta{id: idMD5Sig, name: "TCP_MD5SIG", since: "Linux 2.6.20", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &md5KeyForm}

// MD5SigExt (TCP_MD5SIG_EXT) is [MD5Sig] for all peers of a prefix, and on one
// interface if that is given.
//
// The longest prefix that fits a peer has its key. A prefix of mapped addresses,
// for an AF_INET6 socket, has at least 96 bits. The interface must be an L3
// master device, such as a VRF; a key without one is for connections that are in
// none too. Everything else is as with MD5Sig. Linux has it since 4.13, and the
// interface since 5.6.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp_ipv4.c, RFC 2385.
var MD5SigExt = WriteOnly[MD5Key]{&md5SignatureExt}

var md5SignatureExt = param[MD5Key]{meta{id: idMD5SigExt, name: "TCP_MD5SIG_EXT", since: "Linux 4.13", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &md5KeyForm}

// SignatureEnable (TCP_SIGNATURE_ENABLE) signs the segments of a connection
// with MD5 (RFC 2385), using keys of the system's security associations.
//
// Every system calls it TCP_MD5SIG, which on Linux is the name of [MD5Sig]. On
// Linux the socket is given the key; here setkey(8) or ipsecctl(8) gives it to
// the system, on illumos, which supports the option since 2024, tcpkey(8). The
// kernel of a BSD must have been built with TCP_SIGNATURE. Set it before
// connect or listen, in a Control hook; on a connection of OpenBSD, Set fails
// with EPERM. The default is off. DragonFly defines the constant, but no
// kernel of it can be built with the option.
//
// OS: FreeBSD (TCP_MD5SIG), NetBSD (TCP_MD5SIG), OpenBSD (TCP_MD5SIG), illumos
// (TCP_MD5SIG).
// Source: FreeBSD tcp(4), NetBSD tcp(4), OpenBSD tcp(4), illumos
// netinet/tcp.h, RFC 2385.
var SignatureEnable = Option[bool]{&signatureEnable}

var signatureEnable = param[bool]{meta{id: idSignatureEnable, name: "TCP_SIGNATURE_ENABLE", since: "illumos 2024", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, shadows: &md5Signature.meta}, &boolForm}

// The options of IPPROTO_TCP that authenticate segments by RFC 5925: TCP-AO.

// AOAddKey (TCP_AO_ADD_KEY) adds a key that authenticates the segments to and
// from some peers (TCP-AO).
//
// It is what follows [MD5Sig]: keys have numbers, so that both ends can change
// them while a connection lasts, and any hash. The first key must come before
// connect or listen, in a Control hook, or on the listener; on a connection
// without one it is EISCONN. The peer is written for the family of the socket, as
// with MD5Sig. It can be set and not read, and not together with MD5Sig for one
// peer (EKEYREJECTED). Linux has it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOAddKey = WriteOnly[AOKey]{&aoAddKey}

var aoAddKey = param[AOKey]{meta{id: idAOAddKey, name: "TCP_AO_ADD_KEY", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &aoKeyForm}

// AODelKey (TCP_AO_DEL_KEY) takes away a key that [AOAddKey] added.
//
// The peer, the interface and both numbers must be those that it was added with;
// ENOENT if there is none. A key that is in use must be replaced with it, by
// Current and RNext. It may be set at any time. It can be set and not read. Linux
// has it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AODelKey = WriteOnly[AOKeyID]{&aoDelKey}

var aoDelKey = param[AOKeyID]{meta{id: idAODelKey, name: "TCP_AO_DEL_KEY", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, access: AccessWriteOnly}, &aoKeyIDForm}

// AOInfo (TCP_AO_INFO) chooses among the keys of a connection, says what is done
// with segments that have none, and counts (TCP-AO).
//
// A Set changes the keys and the counters only where the value says so, and the
// two switches always. It may be set at any time, without a key before connect or
// listen only (EISCONN). A Get on a socket that has no TCP-AO is ENOENT. Linux has
// it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOInfo = Option[AOState]{&aoInfo}

var aoInfo = param[AOState]{meta{id: idAOInfo, name: "TCP_AO_INFO", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, ask: func(b []byte) { clear(b) }, state: true}, &aoStateForm}

// AOGetKeys (TCP_AO_GET_KEYS) reads keys of TCP-AO that a socket has, and how
// many segments each of them was good for.
//
// The zero [AOKeyQuery] asks for all of them. The answer has the keys
// themselves: clear them when they are of no more use. Of the algorithm it has
// the kernel's own name, "cmac(aes)" for "cmac(aes128)", and of a MACLen that was
// zero the 12 that it stands for. Where there are more than
// was asked for, Get is an error that says how many. A socket that has no TCP-AO
// is ENOENT. It may be read at any time; a Get allocates. Linux has it since 6.7,
// if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOGetKeys = Request[AOKeyQuery, []AOKeyState]{&aoKeys}

var aoKeys = query[AOKeyQuery, []AOKeyState]{param: param[[]AOKeyState]{meta{id: idAOGetKeys, name: "TCP_AO_GET_KEYS", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, secret: true}, &aoKeysForm}, put: putAOKeyQuery}

// ZeroCopyReceive (TCP_ZEROCOPY_RECEIVE) receives data of a TCP connection by
// mapping the pages that it lies in, without a copy.
//
// What is asked is the memory to map them to: a mapping of the socket itself,
// which mmap(2) gives with PROT_READ and MAP_SHARED, or a part of one that begins
// with a page. It must stay mapped for the call; that it is no memory of Go's own
// makes the garbage collector no concern, and other memory is EINVAL. Whatever
// an earlier call mapped there goes away.
//
// Only whole pages are mapped, such as a sender and a network card that care
// for it leave behind: [ZeroCopyResult] tells how many bytes are in the memory
// now, and how many next must be read as always. Data of less than a page needs
// no mapping to be told of. A listener is ENOTCONN, and the end of a connection
// EIO. An MPTCP socket refuses it. Linux has it since
// 4.18, and as it is asked here since 5.7.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c.
var ZeroCopyReceive = Request[[]byte, ZeroCopyResult]{&zeroCopyReceive}

var zeroCopyReceive = query[[]byte, ZeroCopyResult]{param: param[ZeroCopyResult]{meta{id: idZeroCopyReceive, name: "TCP_ZEROCOPY_RECEIVE", since: "Linux 4.18", level: levelTCP, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, access: AccessReadOnly}, &zeroCopyForm}, put: putZeroCopy}

// ICMPErrorInfo (TCP_ICMP_ERROR_INFO) reports the ICMP error that ended a connect.
//
// The socket must have had [FailConnectOnICMPError]. Where no such error has come
// in since the last connect, Get fails with WSANO_DATA. Windows has it since 10,
// version 2004. On Linux [RecvErr] queues the ICMP errors of a socket.
//
// OS: Windows.
// Source: Winsock IPPROTO_TCP options, WSAGetIcmpErrorInfo, ws2ipdef.h.
var ICMPErrorInfo = ReadOnly[ICMPError]{&icmpErrorInfo}

var icmpErrorInfo = param[ICMPError]{meta{id: idICMPErrorInfo, name: "TCP_ICMP_ERROR_INFO", since: "Windows 10 2004", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &icmpErrorForm}
