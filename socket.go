package sockopt

import "time"

// The options of SOL_SOCKET: socket(7).

// ReuseAddr (SO_REUSEADDR) lets a socket bind an address that connections of
// an earlier socket still occupy.
//
// It is what lets a server start again at once: without it, bind fails with
// EADDRINUSE while a connection of the old listener is in TIME_WAIT. Two
// listeners on one address and port stay refused all the same; see
// [ReusePort]. For UDP, Linux lets sockets share a port if all of them have
// it on, and FreeBSD and DragonFly count it as SO_REUSEPORT for multicast
// addresses.
//
// On Windows it means another thing: it lets any process take a port that is
// bound already. Do not set it on a server there; see [ExclusiveAddrUse].
//
// Set it before bind, which is in a Control hook; after that it is too late
// for the socket's own address. The kernel's default is off. Package net
// turns it on, before the hook, for every stream listener except on Windows,
// and on every OS for a UDP socket that listens on a multicast address.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX setsockopt(3), FreeBSD setsockopt(2), winsock2.h.
var ReuseAddr = Option[bool]{&reuseAddr}

var reuseAddr = param[bool]{meta{id: idReuseAddr, name: "SO_REUSEADDR", level: levelSocket, kinds: anyKind, phase: BeforeBind}, &boolForm}

// ReusePort (SO_REUSEPORT) lets several sockets bind one address and port, if
// each of them has turned it on.
//
// Which socket gets the traffic differs between systems; [ReusePortLB]
// requests a fair share:
//
//   - Linux (3.9) spreads connections and datagrams over the sockets.
//   - DragonFly spreads those of IPv4, UDP datagrams by the pair of addresses
//     alone; over IPv6 one socket gets all.
//   - AIX (7.2.5) spreads connections if the administrator has set the tunable
//     soreuseport_lb to 1, which is not its default.
//   - macOS, FreeBSD, NetBSD and OpenBSD give all unicast traffic to one of
//     the sockets, and a multicast or broadcast datagram to each of them.
//
// Every socket, including the first, must turn it on before bind, so set it in
// a Control hook. The default is off. Package net turns it on itself for UDP
// sockets that listen on a multicast address on macOS, the BSDs and AIX.
//
// On Linux only IP sockets support it and all of them must belong to one
// effective user. Closing a listener resets the connections that it had not
// yet accepted, unless the sysctl net.ipv4.tcp_migrate_req is on.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, AIX.
// Source: socket(7), FreeBSD setsockopt(2), AIX setsockopt, Linux ip-sysctl,
// DragonFly netinet/in_pcb.c.
var ReusePort = Option[bool]{&reusePort}

var reusePort = param[bool]{meta{id: idReusePort, name: "SO_REUSEPORT", since: "Linux 3.9", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// ReusePortLB (SO_REUSEPORT_LB) lets several sockets bind one address and
// port, and makes the kernel spread connections and datagrams over them.
//
// Use it to have one listener for each process or thread. The kernel selects
// the socket by a hash of addresses and ports, so each connection stays with
// its socket. The option is SO_REUSEPORT_LB on FreeBSD (since 12.0, at most
// 256 sockets for a port) and SO_REUSEPORT on systems where that can balance:
// what [ReusePort] says of Linux, DragonFly and AIX applies here too,
// including the tunable of AIX. On DragonFly only AF_INET sockets support it
// because over IPv6 one socket would get all. macOS, NetBSD and OpenBSD have
// no option that balances, so there it is unsupported.
//
// Set it on every socket before bind, in a Control hook. The default is off.
//
// OS: Linux (SO_REUSEPORT), FreeBSD, DragonFly (SO_REUSEPORT), AIX
// (SO_REUSEPORT).
// Source: FreeBSD setsockopt(2), socket(7), AIX setsockopt, DragonFly
// netinet/in_pcb.c.
var ReusePortLB = Option[bool]{&reusePortLB}

var reusePortLB = param[bool]{meta{id: idReusePortLB, name: "SO_REUSEPORT_LB", since: "Linux 3.9, FreeBSD 12.0, AIX 7.2.5", level: levelSocket, kinds: inet, phase: BeforeBind, shadows: &reusePort.meta}, &boolForm}

// ExclusiveAddrUse (SO_EXCLUSIVEADDRUSE) keeps every other socket from
// binding the same address and port, even one that has [ReuseAddr] on.
//
// On Windows a server should set it, for there any process may otherwise take
// over its port. On illumos and Solaris (SO_EXCLBIND) it undoes what
// SO_REUSEADDR permits, which package net turns on for listeners. The other
// OSes need no such option: they refuse a second listener on the same address
// and port unless both asked for [ReusePort].
//
// Set it before bind, in a Control hook. The default is off.
//
// OS: illumos (SO_EXCLBIND), Solaris (SO_EXCLBIND), Windows.
// Source: Winsock SO_EXCLUSIVEADDRUSE, illumos tcp(4P).
var ExclusiveAddrUse = Option[bool]{&exclusiveAddrUse}

var exclusiveAddrUse = param[bool]{meta{id: idExclusiveAddrUse, name: "SO_EXCLUSIVEADDRUSE", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// KeepAlive (SO_KEEPALIVE) sends probes on an idle connection, and ends the
// connection when the peer does not answer them.
//
// [KeepIdle], [KeepIntvl] and [KeepCnt] say when and how often. OpenBSD has
// these for the whole system only. A connection that is ended fails its reads
// and writes with ETIMEDOUT. To notice a dead peer while data is on the way,
// see [UserTimeout].
//
// The kernel's default is off. Package net turns it on after the Control hook
// on each TCP connection that it dials or accepts, with an idle time of 15 s,
// an interval of 15 s and 9 probes, and so overwrites what the hook set. It
// leaves all four alone if KeepAlive of the [net.Dialer] or
// [net.ListenConfig] is negative, and its KeepAliveConfig can name other
// values; or set them on the connection, for accepted ones with
// [NewListener].
//
// It may be set at any time; an accepted connection has it from the listener.
// Only connections of a network protocol act on it; Linux takes it on any
// socket.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), tcp(7), POSIX setsockopt(3), RFC 9293 section 3.8.4.
var KeepAlive = Option[bool]{&keepAlive}

var keepAlive = param[bool]{meta{id: idKeepAlive, name: "SO_KEEPALIVE", level: levelSocket, kinds: streaming}, &boolForm}

// Linger (SO_LINGER) says what close does with data that was not yet sent:
// send it in the background, drop it, or wait for it.
//
// [LingerOff], [LingerReset] and [LingerWait] are the three. The timeout is in
// whole seconds, rounded up; it is refused if it is not positive or does not
// fit the kernel's field: at most 327 s on macOS, 32767 s on FreeBSD, OpenBSD
// and DragonFly, 65535 s on NetBSD and Windows, 2147483647 s elsewhere. On
// macOS it is SO_LINGER_SEC, because SO_LINGER counts clock ticks there.
//
// The default is off: close returns at once and the kernel goes on sending.
// Dropping the data resets the connection, which leaves no TIME_WAIT behind.
// With a timeout, Close of a net connection blocks its thread on Linux until
// the data is acknowledged or the time is over; on the BSDs it returns at
// once, since the descriptor is non-blocking.
//
// It may be set at any time before Close; an accepted connection has it from
// the listener. [net.TCPConn.SetLinger] sets the same option.
//
// OS: Linux, macOS (SO_LINGER_SEC), FreeBSD, NetBSD, OpenBSD, DragonFly,
// illumos, Solaris, AIX, Windows.
// Source: socket(7), POSIX setsockopt(3), macOS getsockopt(2), Winsock
// LINGER.
var Linger = Option[LingerConfig]{&linger}

var linger = param[LingerConfig]{meta{id: idLinger, name: "SO_LINGER", level: levelSocket, kinds: streaming}, &lingerForm}

// Broadcast (SO_BROADCAST) permits sending to a broadcast address.
//
// With it off, a send to a broadcast address fails with EACCES. Only IPv4 has
// broadcast; stream sockets ignore the option. The kernel's default is off,
// but package net turns it on, before the Control hook, on every UDP and raw
// IP socket (on Windows, the IPv4 ones), so a hook may turn it off. It may be
// set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), ip(7), POSIX setsockopt(3).
var Broadcast = Option[bool]{&broadcast}

var broadcast = param[bool]{meta{id: idBroadcast, name: "SO_BROADCAST", level: levelSocket, kinds: dgram}, &boolForm}

// OOBInline (SO_OOBINLINE) leaves out-of-band data, the urgent byte of TCP,
// in its place in the stream.
//
// With it off, the default, the urgent byte is taken out of the stream, and
// only a recv with MSG_OOB reads it, which the connections of package net do
// not do. Turn it on where a peer may send urgent data, before the data
// arrives; an accepted connection has it from the listener. An MPTCP socket
// of Linux, such as [net.Listen] makes, refuses it.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), tcp(7), POSIX setsockopt(3), RFC 6093.
var OOBInline = Option[bool]{&oobInline}

var oobInline = param[bool]{meta{id: idOOBInline, name: "SO_OOBINLINE", level: levelSocket, kinds: streaming}, &boolForm}

// SndBuf (SO_SNDBUF) sets the size of the send buffer, in bytes.
//
// From 1 to 2147483647. The kernel may grant another size, and a Get shows
// what it granted:
//
//   - Linux doubles the number for its own bookkeeping and shows the double.
//     It silently cuts to the sysctl net.core.wmem_max, which [SndBufForce]
//     passes over, and raises very small numbers.
//   - macOS, FreeBSD, NetBSD, OpenBSD and illumos refuse with ENOBUFS what is
//     above their limit; DragonFly cuts silently. On FreeBSD a connection
//     rounds it to its segment size.
//
// On Linux and FreeBSD, setting it ends the kernel's own tuning of this
// buffer for the socket, so a size that is too small caps the throughput for
// good. It may be set at any time. An accepted connection has it from the
// listener, but not on DragonFly. [net.TCPConn.SetWriteBuffer] sets the same
// option. To bound only what is queued and not yet sent, see [NotSentLowat].
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), tcp(7), POSIX setsockopt(3), FreeBSD setsockopt(2).
var SndBuf = Option[int]{&sndBuf}

var sndBuf = param[int]{meta{id: idSndBuf, name: "SO_SNDBUF", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// RcvBuf (SO_RCVBUF) sets the size of the receive buffer, in bytes.
//
// From 1 to 2147483647. The kernel may grant another size, and a Get shows
// what it granted:
//
//   - Linux doubles the number for its own bookkeeping and shows the double.
//     It silently cuts to the sysctl net.core.rmem_max, which [RcvBufForce]
//     passes over, and raises very small numbers.
//   - macOS, FreeBSD, NetBSD, OpenBSD and illumos refuse with ENOBUFS what is
//     above their limit; DragonFly cuts silently. FreeBSD and illumos round
//     it to the segment size.
//
// On TCP, set it before connect or listen, in a Control hook: the window
// scale is settled in the handshake, so a larger buffer that comes later may
// be of no use. An accepted connection has it from the listener, but not on
// DragonFly. On Linux and FreeBSD, setting it ends the kernel's own tuning of
// this buffer for the socket. [net.TCPConn.SetReadBuffer] sets the same
// option.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), tcp(7), POSIX setsockopt(3), illumos tcp(4P).
var RcvBuf = Option[int]{&rcvBuf}

var rcvBuf = param[int]{meta{id: idRcvBuf, name: "SO_RCVBUF", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// SndBufForce (SO_SNDBUFFORCE) sets the size of the send buffer, in bytes,
// beyond the system's limit.
//
// From 1 to 2147483647. It is [SndBuf] without the limit of
// net.core.wmem_max, in all else the same; [SndBuf] reads the size, the
// double of what was set. It needs CAP_NET_ADMIN: without it Set fails with
// EPERM, which [os.ErrPermission] matches, and SndBuf is what remains.
//
// OS: Linux.
// Source: socket(7).
var SndBufForce = WriteOnly[int]{&sndBufForce}

var sndBufForce = param[int]{meta{id: idSndBufForce, name: "SO_SNDBUFFORCE", since: "Linux 2.6.14", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, unit: "bytes", priv: "linux: CAP_NET_ADMIN in the initial user namespace", min: 1, max: maxInt32}, &intForm}

// RcvBufForce (SO_RCVBUFFORCE) sets the size of the receive buffer, in bytes,
// beyond the system's limit.
//
// From 1 to 2147483647. It is [RcvBuf] without the limit of
// net.core.rmem_max, in all else the same; [RcvBuf] reads the size, the
// double of what was set. It needs CAP_NET_ADMIN: without it Set fails with
// EPERM, which [os.ErrPermission] matches, and RcvBuf is what remains.
//
// OS: Linux.
// Source: socket(7).
var RcvBufForce = WriteOnly[int]{&rcvBufForce}

var rcvBufForce = param[int]{meta{id: idRcvBufForce, name: "SO_RCVBUFFORCE", since: "Linux 2.6.14", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, unit: "bytes", priv: "linux: CAP_NET_ADMIN in the initial user namespace", min: 1, max: maxInt32}, &intForm}

// BufLock (SO_BUF_LOCK) reports and sets which of a socket's buffers keep their
// size.
//
// A locked buffer keeps its size. Otherwise the kernel chooses the size, and on
// a TCP connection goes on tuning it. Setting [SndBuf] or [RcvBuf] locks the
// buffer, so a Get reports which sizes a program chose; both read the same
// whoever chose them. Setting BufLock locks or unlocks a buffer and leaves its
// size as it is. The default, 0, leaves both to the kernel. It may be set at any
// time, but not on an MPTCP socket. Available since Linux 5.15.
//
// OS: Linux.
// Source: Linux net/core/sock.c, linux/socket.h.
var BufLock = Option[BufLockFlags]{&bufLock}

var bufLock = param[BufLockFlags]{meta{id: idBufLock, name: "SO_BUF_LOCK", since: "Linux 5.15", level: levelSocket, kinds: anyKind, min: 0, max: 3}, &bufLockForm}

// RcvLowat (SO_RCVLOWAT) sets how many bytes must have arrived before a read
// that waits is woken.
//
// From 1, the default, to 2147483647. A connection of package net tries to
// read before it waits, so a Read may still return fewer bytes that were
// there already.
//
// More than the buffer holds is silently cut: on the BSDs to the size of the
// receive buffer, on Linux TCP to half of the largest that autotuning allows;
// there a large number also grows the buffer, unless [RcvBuf] was set. TCP of
// illumos does not have the option though the headers do, and Windows does
// not have it. It may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX.
// Source: socket(7), POSIX setsockopt(3), FreeBSD setsockopt(2).
var RcvLowat = Option[int]{&rcvLowat}

var rcvLowat = param[int]{meta{id: idRcvLowat, name: "SO_RCVLOWAT", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// SndLowat (SO_SNDLOWAT) sets how much room the send buffer must have, in
// bytes, before the socket counts as writable.
//
// From 1 to 2147483647; more than the send buffer holds is silently cut to
// that on the BSDs. The default is the system's. On Linux it can only be read
// and is always 1: a Set is unsupported there, and [NotSentLowat] is the
// nearest that Linux has. TCP of illumos does not have the option though the
// headers do, and Windows does not have it. It may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX.
// Source: socket(7), POSIX setsockopt(3), FreeBSD setsockopt(2).
var SndLowat = Option[int]{&sndLowat}

var sndLowat = param[int]{meta{id: idSndLowat, name: "SO_SNDLOWAT", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// RcvTimeo (SO_RCVTIMEO) limits how long a receive call may block.
//
// It has no effect on a connection of package net, whose descriptor is
// non-blocking: use SetReadDeadline of [net.Conn] there. It is for blocking
// descriptors of your own, used with [FD].
//
// Zero, the default, is no limit; a negative duration is refused. It is
// rounded up to a microsecond, on Windows to a millisecond (at most
// 4294967295 ms), and then by the kernel to its clock tick: Linux rounds up,
// so that 1 µs may read back as 4 ms; NetBSD and DragonFly round down, never
// to zero, and Set fails with EDOM for more than 248 days. A call that times
// out fails with EAGAIN; on Windows the connection is then of no further use. On a
// listener it limits accept on Linux and does nothing on the BSDs. It may be
// set at any time.
//
// SO_RCVTIMEO_NEW of Linux is the same with a struct timeval of 64 bits, for
// programs whose time_t has them on a system of 32. The kernel keeps one limit
// for both, so there is no option of its own for it: a limit of up to 68 years
// fits 32 bits.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX setsockopt(3), Winsock SOL_SOCKET options.
var RcvTimeo = Option[time.Duration]{&rcvTimeo}

var rcvTimeo = param[time.Duration]{meta{id: idRcvTimeo, name: "SO_RCVTIMEO", also: "SO_RCVTIMEO_NEW", level: levelSocket, kinds: anyKind}, &durationForm}

// SndTimeo (SO_SNDTIMEO) limits how long a send call may block.
//
// It has no effect on a connection of package net, whose descriptor is
// non-blocking: use SetWriteDeadline of [net.Conn] there. It is for blocking
// descriptors of your own, used with [FD]. On Linux it limits connect too,
// which then fails with EINPROGRESS.
//
// Zero, the default, is no limit; a negative duration is refused. The
// rounding and the bounds are those of [RcvTimeo]. A call that times out
// returns what it could send, else EAGAIN; on Windows the connection is then
// of no further use. It may be set at any time. SO_SNDTIMEO_NEW of Linux is the
// same, as is said there.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX setsockopt(3), Winsock SOL_SOCKET options.
var SndTimeo = Option[time.Duration]{&sndTimeo}

var sndTimeo = param[time.Duration]{meta{id: idSndTimeo, name: "SO_SNDTIMEO", also: "SO_SNDTIMEO_NEW", level: levelSocket, kinds: anyKind}, &durationForm}

// SocketType (SO_TYPE) reports the type of a socket, such as SOCK_STREAM.
//
// The numbers differ between OSes and, on Linux, between architectures, so
// compare the String of a [SockType], or the constants of package syscall,
// and not numbers.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), socket(2), POSIX getsockopt(3).
var SocketType = ReadOnly[SockType]{&socketType}

var socketType = param[SockType]{meta{id: idSocketType, name: "SO_TYPE", level: levelSocket, kinds: anyKind, access: AccessReadOnly}, &sockTypeForm}

// SocketError (SO_ERROR) reports the pending error of a socket and clears it.
//
// The first result of Get is that error, a [syscall.Errno], and nil if none
// is pending; the second is the failure to ask.
//
// Because it clears, it takes the error away from whoever would have met it
// next, the runtime of Go included, which learns by this option whether a
// connect succeeded. So read it only on descriptors of your own, or on a UDP
// socket to see what ICMP reported. On Windows the error may show late.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX getsockopt(3), Winsock SOL_SOCKET options.
var SocketError = ReadOnly[error]{&socketError}

var socketError = param[error]{meta{id: idSocketError, name: "SO_ERROR", level: levelSocket, kinds: anyKind, access: AccessReadOnly, effect: "clears it"}, &pendingForm}

// Domain (SO_DOMAIN) reports the address family of a socket, such as
// AF_INET6.
//
// AF_INET6 does not mean IPv6 only: [net.Listen] on "tcp" makes such a socket
// for both families, and [IPv6V6Only] tells. On Windows it is a field of what
// SO_PROTOCOL_INFOW returns. Linux has it since 2.6.32. On the OSes that are
// not listed the local address of a socket tells its family.
//
// OS: Linux, FreeBSD, OpenBSD, illumos, Solaris, Windows (SO_PROTOCOL_INFOW).
// Source: socket(7), OpenBSD getsockopt(2), winsock2.h.
var Domain = ReadOnly[AddressFamily]{&domain}

var domain = param[AddressFamily]{meta{id: idDomain, name: "SO_DOMAIN", since: "Linux 2.6.32", level: levelSocket, kinds: anyKind, access: AccessReadOnly}, &addressFamilyForm}

// Protocol (SO_PROTOCOL) reports the protocol of a socket, as the third
// argument of socket(2) has it.
//
// For IP sockets it is the number of the protocol, such as 6 for TCP, and
// tells an MPTCP socket of Linux (262) from a TCP one, or an SCTP stream from
// either. A listener that [net.Listen] makes is MPTCP where the kernel has
// it, and a connection that it accepts from a peer without MPTCP is plain
// TCP. A Unix socket says 0 on Linux. On Windows it is a field of what
// SO_PROTOCOL_INFOW returns. Linux has it since 2.6.32.
//
// OS: Linux, FreeBSD, OpenBSD, illumos (SO_PROTOTYPE), Solaris
// (SO_PROTOTYPE), Windows (SO_PROTOCOL_INFOW).
// Source: socket(7), socket(2), OpenBSD getsockopt(2), winsock2.h.
var Protocol = ReadOnly[ProtocolNumber]{&protocol}

var protocol = param[ProtocolNumber]{meta{id: idProtocol, name: "SO_PROTOCOL", since: "Linux 2.6.32", level: levelSocket, kinds: anyKind, access: AccessReadOnly}, &protocolNumberForm}

// AcceptConn (SO_ACCEPTCONN) reports whether a socket is a listener.
//
// It is of use for a descriptor that was inherited, as with socket
// activation. macOS and DragonFly define the name and do not answer.
//
// OS: Linux, FreeBSD, NetBSD, OpenBSD, illumos, Solaris, AIX, Windows.
// Source: socket(7), POSIX getsockopt(3).
var AcceptConn = ReadOnly[bool]{&acceptConn}

var acceptConn = param[bool]{meta{id: idAcceptConn, name: "SO_ACCEPTCONN", level: levelSocket, kinds: anyKind, access: AccessReadOnly, state: true}, &boolForm}

// PeerCred (SO_PEERCRED) reports the process and user at the other end of a
// Unix socket.
//
// They are the effective ids at the time when the peer called connect, listen
// or socketpair. The peer cannot forge them, but the process may since have
// changed or ended. The fields differ between systems:
//
//   - Linux, OpenBSD, NetBSD (LOCAL_PEEREID) and AIX (SO_PEERID): process,
//     user and group.
//   - FreeBSD (LOCAL_PEERCRED): user and all groups, and since 13 the process.
//   - macOS and DragonFly (LOCAL_PEERCRED): user and all groups, no process.
//
// Read it on a connected stream socket. Linux supports it for both ends of any
// socket pair, FreeBSD for those of stream and seqpacket pairs, NetBSD and
// DragonFly for no pair. Datagram sockets of FreeBSD, NetBSD and DragonFly do
// not support it. On a stream socket without a peer, Get fails with ENOTCONN,
// on NetBSD with EINVAL; a listener of Linux reports its own credentials.
// illumos and Solaris have getpeerucred(3C) instead of an option.
//
// OS: Linux, macOS (LOCAL_PEERCRED), FreeBSD (LOCAL_PEERCRED), NetBSD
// (LOCAL_PEEREID), OpenBSD, DragonFly (LOCAL_PEERCRED), AIX (SO_PEERID).
// Source: unix(7), FreeBSD unix(4), NetBSD unix(4), NetBSD kern/uipc_usrreq.c,
// OpenBSD getsockopt(2), AIX sys/socket.h.
var PeerCred = ReadOnly[Credentials]{&peerCred}

var peerCred = param[Credentials]{meta{id: idPeerCred, name: "SO_PEERCRED", level: levelSocket, kinds: unixKinds, access: AccessReadOnly, phase: AfterConnect, state: true}, &credentialsForm}

// Debug (SO_DEBUG) has the kernel record debugging information of the socket.
//
// Hardly any kernel still records something; Windows never does. The default
// is off. On Linux turning it on needs CAP_NET_ADMIN and fails with EACCES
// without, turning it off needs nothing. It may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX setsockopt(3).
var Debug = Option[bool]{&debug}

var debug = param[bool]{meta{id: idDebug, name: "SO_DEBUG", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN in the initial user namespace, to turn on"}, &boolForm}

// BSDCompat (SO_BSDCOMPAT) once kept ICMP errors from UDP sockets, and does
// nothing today.
//
// Linux still takes any value, ignores it and reads it back as off. It is
// here so that programs that set it, at any time, can be moved as they are.
//
// OS: Linux.
// Source: socket(7).
var BSDCompat = Option[bool]{&bsdCompat}

var bsdCompat = param[bool]{meta{id: idBSDCompat, name: "SO_BSDCOMPAT", level: levelSocket, kinds: anyKind}, &boolForm}

// NoSigPipe (SO_NOSIGPIPE) keeps the kernel from raising SIGPIPE when a
// program writes to a connection that is closed.
//
// The write fails with EPIPE either way. A Go program has no need of it: the
// runtime lets SIGPIPE end the program only for standard output and standard
// error. It is for descriptors that C code writes to. The default is off; it
// may be set at any time.
//
// OS: macOS, FreeBSD, NetBSD, DragonFly.
// Source: FreeBSD setsockopt(2), NetBSD getsockopt(2), macOS sys/socket.h.
var NoSigPipe = Option[bool]{&noSigPipe}

var noSigPipe = param[bool]{meta{id: idNoSigPipe, name: "SO_NOSIGPIPE", level: levelSocket, kinds: anyKind}, &boolForm}

// Mark (SO_MARK) marks the packets that a socket sends, for routing rules and
// packet filters.
//
// From 0, the default and no mark, to 4294967295 (OpenBSD: 2147483647). What
// stands in for it elsewhere is not quite the same:
//
//   - On Linux "ip rule fwmark" and netfilter see it. An accepted connection
//     has the mark of its listener. Setting it, even to 0, needs
//     CAP_NET_ADMIN or, since Linux 5.17, CAP_NET_RAW, and fails with EPERM
//     without.
//   - On FreeBSD SO_USER_COOKIE is a number that ipfw and dummynet match. It
//     can be set and not read, and needs no privilege.
//   - On OpenBSD SO_RTABLE is the number of a routing table, which must exist
//     (EINVAL). Set it before bind, else it fails with EBUSY. It needs root
//     unless the process itself is in table 0. [RoutingTable] is that option
//     by what it does.
//
// It may be set at any time where nothing else is said; set it in a Control
// hook to have it on the packets of the handshake.
//
// OS: Linux, FreeBSD (SO_USER_COOKIE), OpenBSD (SO_RTABLE).
// Source: socket(7), FreeBSD setsockopt(2), OpenBSD setsockopt(2).
var Mark = Option[uint32]{&mark}

var mark = param[uint32]{meta{id: idMark, name: "SO_MARK", since: "Linux 2.6.25", level: levelSocket, shadows: &routingTable.meta, kinds: anyKind, priv: "linux: CAP_NET_ADMIN or CAP_NET_RAW, the latter since Linux 5.17; openbsd: root, unless the process is in table 0"}, &uint32Form}

// BindToDevice (SO_BINDTODEVICE) ties a socket to the network interface with
// a name, such as "eth0".
//
// The socket then receives only what comes in by that interface and sends
// only by it; the name of a VRF device ties it to the VRF. A name is at most
// 15 bytes, without NUL, and must exist (ENODEV on Linux). The empty string,
// the default, unties. [BindInterface] does the same on more OSes, with one
// option for both IP families; [BindToIfindex] takes an index.
//
// Set it before bind or connect, in a Control hook. On Linux tying needs no
// privilege since 5.7, but changing or removing it needs CAP_NET_RAW (EPERM),
// and so does any Set before 5.7; packet sockets are tied by bind(2) instead.
// On macOS it is new in 15.4.
//
// OS: Linux, macOS.
// Source: socket(7), macOS sys/socket.h.
var BindToDevice = Option[string]{&bindToDevice}

var bindToDevice = param[string]{meta{id: idBindToDevice, name: "SO_BINDTODEVICE", level: levelSocket, kinds: anyKind, phase: BeforeConnect, priv: "linux: CAP_NET_RAW, to change what is bound"}, &stringForm}

// BindToIfindex (SO_BINDTOIFINDEX) binds a socket to a network interface,
// given by index.
//
// It is [BindToDevice] with an [Interface] instead of a name; both options set
// the same binding, and what one sets the other reads. The zero Interface, the
// default, removes the binding. Linux does not check that an interface has the
// index: with a wrong index, connect fails with ENODEV. [BindInterface] is
// this option on Linux and its equivalents elsewhere.
//
// Available since Linux 5.1. Set it before bind or connect, in a Control hook.
// Binding requires no privilege since Linux 5.7. Changing or removing the
// binding, and any Set before 5.7, requires CAP_NET_RAW, otherwise Set fails
// with EPERM.
//
// OS: Linux.
// Source: Linux net/core/sock.c, asm/socket.h.
var BindToIfindex = Option[Interface]{&bindToIfindex}

var bindToIfindex = param[Interface]{meta{id: idBindToIfindex, name: "SO_BINDTOIFINDEX", since: "Linux 5.1", level: levelSocket, kinds: anyKind, phase: BeforeConnect, priv: "linux: CAP_NET_RAW, to change what is bound"}, &interfaceForm}
