package sockopt

import "time"

// The options of IPPROTO_TCP: tcp(7).

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
// only with that privilege.
//
// The default is the system's. It may be set at any time, on an open
// connection too; on Linux an accepted connection inherits it. NetBSD defines
// the constant TCP_CONGCTL, but its kernel does not implement the option.
//
// OS: Linux, FreeBSD, illumos.
// Source: tcp(7), FreeBSD mod_cc(4), illumos tcp(4P), NetBSD
// netinet/tcp_usrreq.c.
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
