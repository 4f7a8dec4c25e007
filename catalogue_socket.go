package sockopt

// The options of SOL_SOCKET: socket(7).

import (
	"os"
	"time"

	"golang.org/x/net/bpf"
)

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

// The options of SOL_SOCKET about queues, pacing, identities and peers.

// Priority (SO_PRIORITY) sets the priority of the packets that a socket sends.
//
// From 0, the default, to 2147483647. Queueing disciplines choose a band or
// class by it, and VLAN interfaces can map it to a priority of the frame. From
// 0 to 6 it needs no privilege, above that CAP_NET_ADMIN or CAP_NET_RAW, else
// Set fails with EPERM. Setting [TOS] sets it again, to what the class stands
// for, so set it after that. An accepted connection has it from the listener.
// It may be set at any time.
//
// OS: Linux.
// Source: socket(7), ip(7).
var Priority = Option[int]{&priority}

var priority = param[int]{meta{id: idPriority, name: "SO_PRIORITY", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN or CAP_NET_RAW, above 6", min: 0, max: maxInt32}, &intForm}

// IncomingCPU (SO_INCOMING_CPU) reports the processor on which the last packet
// of a socket came in, and names the one whose packets a socket is for.
//
// Get is -1 before the first packet. A program with one thread per processor
// moves a connection to the thread of that processor. Set has an effect on
// sockets that share a port by [ReusePort], since Linux 6.2: what comes in on
// the processor goes to the socket that named it. Get then tells what was set
// until a packet comes in on a connection. It may be set at any time; -1 names
// none.
//
// OS: Linux.
// Source: socket(7).
var IncomingCPU = Option[int]{&incomingCPU}

var incomingCPU = param[int]{meta{id: idIncomingCPU, name: "SO_INCOMING_CPU", since: "Linux 3.19", level: levelSocket, kinds: anyKind, unit: "processor", min: -1, max: maxInt32, state: true}, &intForm}

// MaxPacingRate (SO_MAX_PACING_RATE) limits how many bytes per second a socket
// sends.
//
// On Linux 18446744073709551615, all bits set, is no limit and the default. TCP
// paces itself; a datagram socket is paced only where the interface has the fq
// queueing discipline. On 32-bit systems and before Linux 5.0 a rate has 32
// bits. On FreeBSD a rate is at most 4294967295, 0 is no limit and the default,
// and the interface must be able to limit rates. It may be set at any time.
//
// OS: Linux, FreeBSD.
// Source: tc-fq(8), Linux net/core/sock.c, FreeBSD setsockopt(2).
var MaxPacingRate = Option[uint64]{&maxPacingRate}

var maxPacingRate = param[uint64]{meta{id: idMaxPacingRate, name: "SO_MAX_PACING_RATE", since: "Linux 3.13", level: levelSocket, kinds: inet, unit: "bytes per second"}, &rateForm}

// Cookie (SO_COOKIE) reports the number of a socket, which no other socket has
// as long as the system runs.
//
// It is the number that BPF programs, sock_diag(7) and "ss -e" (in
// hexadecimal, behind sk:) have for the socket, so that what they tell can be
// joined with a connection of the program. The kernel gives the number when it
// is first asked for. Linux has it since 4.12.
//
// OS: Linux.
// Source: Linux net/core/sock.c, ss(8).
var Cookie = ReadOnly[uint64]{&cookie}

var cookie = param[uint64]{meta{id: idCookie, name: "SO_COOKIE", since: "Linux 4.12", level: levelSocket, kinds: anyKind, access: AccessReadOnly, state: true}, &uint64Form}

// NetNSCookie (SO_NETNS_COOKIE) reports the number of the network namespace
// that a socket belongs to.
//
// No other namespace has the number as long as the system runs. A socket
// belongs to the namespace in which it was made, wherever its process goes.
// Linux has it since 5.14.
//
// OS: Linux.
// Source: Linux net/core/sock.c.
var NetNSCookie = ReadOnly[uint64]{&netNSCookie}

var netNSCookie = param[uint64]{meta{id: idNetNSCookie, name: "SO_NETNS_COOKIE", since: "Linux 5.14", level: levelSocket, kinds: anyKind, access: AccessReadOnly, state: true}, &uint64Form}

// MemInfo (SO_MEMINFO) reports how much memory a socket has in use, and how
// many packets it dropped.
//
// [SocketMemory] says what is counted. "ss -m" shows the same. Linux has it
// since 4.12.
//
// OS: Linux.
// Source: Linux net/core/sock.c, linux/sock_diag.h, ss(8).
var MemInfo = ReadOnly[SocketMemory]{&memInfo}

var memInfo = param[SocketMemory]{meta{id: idMemInfo, name: "SO_MEMINFO", since: "Linux 4.12", level: levelSocket, kinds: anyKind, access: AccessReadOnly, state: true}, &memInfoForm}

// PeerGroups (SO_PEERGROUPS) reports the supplementary groups of the process at
// the other end of a Unix socket.
//
// They are those of the time when the peer called connect, listen or
// socketpair. [PeerCred] has the effective group, which need not be among
// them. A socket without a peer gives ENODATA. The list is allocated; there
// may be 65536 groups. Linux has it since 4.13.
//
// OS: Linux.
// Source: unix(7), Linux net/core/sock.c.
var PeerGroups = ReadOnly[[]uint32]{&peerGroups}

var peerGroups = param[[]uint32]{meta{id: idPeerGroups, name: "SO_PEERGROUPS", since: "Linux 4.13", level: levelSocket, kinds: unixKinds, access: AccessReadOnly, phase: AfterConnect, text: formatList, state: true}, &groupsForm}

// PeerPIDFD (SO_PEERPIDFD) opens the process at the other end of a Unix socket,
// as a pidfd.
//
// A number of a process can be another's by the time it is used; a pidfd stays
// with the process that called connect, listen or socketpair. It is readable
// once the process has ended, takes pidfd_send_signal(2), and its fdinfo in
// /proc tells the number.
//
// Each Get opens a new descriptor, which the caller must Close. A socket
// without a peer gives ENODATA; a process that is gone gives ESRCH or EINVAL,
// and since Linux 6.16 a pidfd all the same. Linux has it since 6.5.
//
// OS: Linux.
// Source: Linux net/core/sock.c, pidfd_open(2).
var PeerPIDFD = ReadOnly[*os.File]{&peerPIDFD}

var peerPIDFD = param[*os.File]{meta{id: idPeerPIDFD, name: "SO_PEERPIDFD", since: "Linux 6.5", level: levelSocket, kinds: unixKinds, access: AccessReadOnly, phase: AfterConnect, effect: "opens a descriptor"}, &pidfdForm}

// PassCred (SO_PASSCRED) adds the credentials of the sender to each message
// that a socket receives.
//
// They come as a control message of recvmsg, SCM_CREDENTIALS (SCM_CREDS on
// DragonFly), with the process, user and group. On illumos and Solaris the
// option is SO_RECVUCRED and the message SCM_UCRED, whose content is for
// ucred_get(3C); datagram sockets support it there, Unix and UDP. DragonFly
// 5.9 defines the constant but does not implement the option. On Linux, an
// unbound Unix socket gets a name in the abstract namespace when it connects
// or sends. An accepted connection inherits it since Linux 6.16. The default
// is off. It may be set at any time and applies to what is received
// afterwards. [PeerCred] reports who connected, without messages.
//
// OS: Linux, DragonFly, illumos (SO_RECVUCRED), Solaris (SO_RECVUCRED).
// Source: unix(7), netlink(7), DragonFly sys/socket.h, illumos
// socket.h(3HEAD).
var PassCred = Option[bool]{&passCred}

var passCred = param[bool]{meta{id: idPassCred, name: "SO_PASSCRED", level: levelSocket, kinds: unixKinds | netlinks}, &boolForm}

// PassPIDFD (SO_PASSPIDFD) adds a pidfd of the sender to each message that a
// Unix socket receives.
//
// It comes as a control message SCM_PIDFD of recvmsg, and is a descriptor that
// the receiver must close: a program that does not read its control messages
// must not turn it on. The default is off; it may be set at any time.
// [PeerPIDFD] opens the process that connected. Linux has it since 6.5.
//
// OS: Linux.
// Source: Linux net/core/sock.c, net/core/scm.c.
var PassPIDFD = Option[bool]{&passPIDFD}

var passPIDFD = param[bool]{meta{id: idPassPIDFD, name: "SO_PASSPIDFD", since: "Linux 6.5", level: levelSocket, kinds: unixKinds}, &boolForm}

// RxQOvfl (SO_RXQ_OVFL) adds to each datagram how many the socket has dropped
// so far because its receive buffer was full.
//
// The number, 32 bits and of the whole life of the socket, comes as a control
// message SO_RXQ_OVFL of recvmsg, and only once it is not 0. [MemInfo] reports
// it without messages. The default is off; it may be set at any time. Stream
// sockets take it and ignore it.
//
// OS: Linux.
// Source: socket(7).
var RxQOvfl = Option[bool]{&rxQOvfl}

var rxQOvfl = param[bool]{meta{id: idRxQOvfl, name: "SO_RXQ_OVFL", since: "Linux 2.6.33", level: levelSocket, kinds: anyKind}, &boolForm}

// PeekOff (SO_PEEK_OFF) makes a recv with MSG_PEEK begin so many bytes into the
// queue.
//
// From 0 to 2147483647; -1, the default, turns it off, and each peek begins at
// the front. A peek moves it on by what it returned, and a recv without MSG_PEEK
// moves it back by what it took out, so that peeks go through the queue one
// after the other. Unix sockets have it since Linux 3.4, UDP since 4.7, TCP
// since 6.10. It may be set at any time.
//
// OS: Linux.
// Source: socket(7).
var PeekOff = Option[int]{&peekOff}

var peekOff = param[int]{meta{id: idPeekOff, name: "SO_PEEK_OFF", since: "Linux 3.4", level: levelSocket, kinds: familyUnix | tcpKinds | udpKinds | typeStream | typeDatagram | typeSeqpacket, unit: "bytes", min: -1, max: maxInt32, state: true}, &intForm}

// BusyPoll (SO_BUSY_POLL) has a receive that would block ask the network device
// for packets instead, for that long.
//
// It trades processor time for latency, on devices whose drivers can do it.
// The kernel keeps whole microseconds; a duration is rounded up, to at most
// 2147483647 µs. Zero turns it off; the default is the sysctl
// net.core.busy_read. poll and epoll, on which package net waits, need the
// sysctl net.core.busy_poll too. On older kernels raising it needs
// CAP_NET_ADMIN (EPERM). It may be set at any time.
//
// OS: Linux.
// Source: socket(7).
var BusyPoll = Option[time.Duration]{&busyPoll}

var busyPoll = param[time.Duration]{meta{id: idBusyPoll, name: "SO_BUSY_POLL", since: "Linux 3.11", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN in the initial user namespace, to raise it on older kernels"}, &durationForm}

// PreferBusyPoll (SO_PREFER_BUSY_POLL) keeps the network device from working
// off its queue by interrupts while the program polls it.
//
// It goes with [BusyPoll] and with the napi_defer_hard_irqs and
// gro_flush_timeout of the device, after which interrupts come back should the
// program stop to poll. Turning it on needs CAP_NET_ADMIN (EPERM). The default
// is off; it may be set at any time. Linux has it since 5.11.
//
// OS: Linux.
// Source: Linux networking/napi, net/core/sock.c.
var PreferBusyPoll = Option[bool]{&preferBusyPoll}

var preferBusyPoll = param[bool]{meta{id: idPreferBusyPoll, name: "SO_PREFER_BUSY_POLL", since: "Linux 5.11", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN in the initial user namespace, to turn on"}, &boolForm}

// BusyPollBudget (SO_BUSY_POLL_BUDGET) sets how many packets one round of
// [BusyPoll] takes from the network device.
//
// From 0 to 65535; the default is 8. Raising it needs CAP_NET_ADMIN (EPERM). No
// kernel tells what was set. It may be set at any time. Linux has it since
// 5.11.
//
// OS: Linux.
// Source: Linux networking/napi, net/core/sock.c.
var BusyPollBudget = WriteOnly[int]{&busyPollBudget}

var busyPollBudget = param[int]{meta{id: idBusyPollBudget, name: "SO_BUSY_POLL_BUDGET", since: "Linux 5.11", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, unit: "packets", priv: "linux: CAP_NET_ADMIN in the initial user namespace, to raise", min: 0, max: 65535}, &intForm}

// IncomingNAPIID (SO_INCOMING_NAPI_ID) reports the receive queue of a network
// device by which the last packet of a socket came in.
//
// A program with one thread per queue moves a connection to the thread of its
// queue, which [BusyPoll] wants. It is 0 where there is none: before the first
// packet and on the loopback interface. Linux has it since 4.12.
//
// OS: Linux.
// Source: socket(7), Linux networking/napi.
var IncomingNAPIID = ReadOnly[uint32]{&incomingNAPIID}

var incomingNAPIID = param[uint32]{meta{id: idIncomingNAPIID, name: "SO_INCOMING_NAPI_ID", since: "Linux 4.12", level: levelSocket, kinds: anyKind, access: AccessReadOnly, unit: "NAPI ID", state: true}, &uint32Form}

// ZeroCopy (SO_ZEROCOPY) permits a send with MSG_ZEROCOPY, which leaves the data
// where it is in place of copying it.
//
// The memory must not be changed until the kernel says on the error queue of
// the socket, by a control message with the origin SO_EE_ORIGIN_ZEROCOPY, that
// it has done with it; in Go it must be kept from being collected until then.
// It pays from about 10 kB. Over the loopback interface data is copied all the
// same. The writes of package net do not use it. The default is off; it may be
// set at any time. TCP has it since Linux 4.14, UDP since 5.0, vsock since 6.7.
//
// OS: Linux.
// Source: Linux networking/msg_zerocopy.
var ZeroCopy = Option[bool]{&zeroCopy}

var zeroCopy = param[bool]{meta{id: idZeroCopy, name: "SO_ZEROCOPY", since: "Linux 4.14", level: levelSocket, kinds: familyIPv4 | familyIPv6 | familyVsock | typeTCP | typeUDP | typeStream}, &boolForm}

// DontRoute (SO_DONTROUTE) sends only to hosts of a directly connected network,
// and never by a router.
//
// A send to any other host fails with ENETUNREACH or EHOSTUNREACH. Windows
// takes it and ignores it. The default is off; it may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris,
// AIX, Windows.
// Source: socket(7), POSIX setsockopt(3), Winsock SOL_SOCKET options.
var DontRoute = Option[bool]{&dontRoute}

var dontRoute = param[bool]{meta{id: idDontRoute, name: "SO_DONTROUTE", level: levelSocket, kinds: anyKind}, &boolForm}

// RcvMark (SO_RCVMARK) adds the mark of each datagram to what is received with
// it.
//
// The mark, which netfilter may have set, comes as a control message SO_MARK of
// recvmsg, 32 bits. The default is off; it may be set at any time. [Mark] sets
// the mark of what is sent. Linux has it since 5.19.
//
// OS: Linux.
// Source: Linux net/core/sock.c.
var RcvMark = Option[bool]{&rcvMark}

var rcvMark = param[bool]{meta{id: idRcvMark, name: "SO_RCVMARK", since: "Linux 5.19", level: levelSocket, kinds: anyKind}, &boolForm}

// RError (SO_RERROR) makes a receive fail with ENOBUFS after a packet was
// dropped because the receive buffer was full.
//
// Without it the packet is lost silently. It is for routing sockets, whose
// reader must then request the whole state again, and for datagram sockets of
// NetBSD and DragonFly. On UDP sockets of FreeBSD 15 no such error was seen.
// The default is off. It may be set at any time. Older releases of the three
// systems do not support it. On Linux, [RxQOvfl] counts dropped packets.
//
// OS: FreeBSD, NetBSD, DragonFly.
// Source: NetBSD getsockopt(2), DragonFly setsockopt(2), FreeBSD sys/socket.h,
// FreeBSD kern/uipc_socket.c.
var RError = Option[bool]{&rError}

var rError = param[bool]{meta{id: idRError, name: "SO_RERROR", level: levelSocket, kinds: dgram}, &boolForm}

// DgramErrInd (SO_DGRAM_ERRIND) has the ICMP errors that come back for a datagram
// reported to the socket that has sent it.
//
// Without it, the default, a datagram socket that is not connected never hears of
// them. The error is that of the next call on the socket, which need not be for the
// same peer. It may be set at any time. On Linux [RecvErr] is to the same purpose
// and tells more.
//
// OS: illumos, Solaris.
// Source: illumos sys/socket.h, illumos inet/ip/conn_opt.c.
var DgramErrInd = Option[bool]{&dgramErrInd}

var dgramErrInd = param[bool]{meta{id: idDgramErrInd, name: "SO_DGRAM_ERRIND", level: levelSocket, kinds: inetDgram}, &boolForm}

// The options of SOL_SOCKET about the time of packets.

// Timestamp (SO_TIMESTAMP) adds to each datagram the time at which it came in,
// in microseconds.
//
// The time, a struct timeval of the clock of the day, comes as a control
// message SCM_TIMESTAMP of recvmsg; on FreeBSD [TSClock] chooses clock and
// form. Packets of before it was turned on may have the time at which they were
// read. On Linux it turns [TimestampNS] off and works on any socket, of TCP too,
// where it is the time of the last segment of what is read. The default is off;
// it may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris.
// Source: socket(7), Linux networking/timestamping, FreeBSD setsockopt(2).
var Timestamp = Option[bool]{&timestamp}

var timestamp = param[bool]{meta{id: idTimestamp, name: "SO_TIMESTAMP", level: levelSocket, kinds: anyKind}, &boolForm}

// TimestampNS (SO_TIMESTAMPNS) adds to each datagram the time at which it came
// in, in nanoseconds.
//
// It is [Timestamp], which it turns off on Linux, with a struct timespec and a
// control message SCM_TIMESTAMPNS. The default is off; it may be set at any
// time.
//
// OS: Linux, AIX.
// Source: socket(7), Linux networking/timestamping, AIX sys/socket.h.
var TimestampNS = Option[bool]{&timestampNS}

var timestampNS = param[bool]{meta{id: idTimestampNS, name: "SO_TIMESTAMPNS", since: "Linux 2.6.22", level: levelSocket, kinds: anyKind}, &boolForm}

// Timestamping (SO_TIMESTAMPING) chooses which times of packets are taken, and
// which of them are told, of what is received and of what is sent.
//
// [TimestampFlags] has the choices: at least one that takes a time, such as
// [TimestampRxSoftware], and the one that tells it, [TimestampSoftware] or
// [TimestampRawHardware]. The times come as three struct timespec in a control
// message SCM_TIMESTAMPING of recvmsg: by software, none, by hardware. Those of
// what was sent come on the error queue of the socket, with the packet unless
// [TimestampOptTSOnly] is set. Hardware takes times only after the ioctl
// SIOCSHWTSTAMP turned that on.
//
// The default is none; it may be set at any time, but [TimestampOptID] on TCP
// only on a connection (EINVAL). A flag that the kernel does not know is
// EINVAL. An accepted connection has it from the listener.
//
// OS: Linux.
// Source: Linux networking/timestamping, linux/net_tstamp.h.
var Timestamping = Option[TimestampFlags]{&timestamping}

var timestamping = param[TimestampFlags]{meta{id: idTimestamping, name: "SO_TIMESTAMPING", since: "Linux 2.6.30", level: levelSocket, kinds: anyKind}, &timestampFlagsForm}

// TSClock (SO_TS_CLOCK) chooses the clock and the form of the time that
// [Timestamp] adds.
//
// [TimestampClock] has the choices. The default is microseconds of the clock of
// the day; it may be set at any time. FreeBSD has it since 12.0.
//
// OS: FreeBSD.
// Source: FreeBSD setsockopt(2).
var TSClock = Option[TimestampClock]{&tsClock}

var tsClock = param[TimestampClock]{meta{id: idTSClock, name: "SO_TS_CLOCK", since: "FreeBSD 12.0", level: levelSocket, kinds: dgram, min: 0, max: 3}, &timestampClockForm}

// TxTime (SO_TXTIME) lets each packet say when it is to be sent.
//
// The time, 64 bits of nanoseconds of the clock of [TxTimeConfig], goes with
// the packet as a control message SCM_TXTIME of sendmsg. Only an interface with
// the etf or the fq queueing discipline acts on it: etf with any clock that it
// was made with, fq with [ClockMonotonic].
//
// Once set it stays on. A clock other than ClockMonotonic needs CAP_NET_ADMIN
// (EPERM). It may be set at any time. Linux has it since 4.19.
//
// OS: Linux.
// Source: tc-etf(8), linux/net_tstamp.h, Linux net/core/sock.c.
var TxTime = Option[TxTimeConfig]{&txTime}

var txTime = param[TxTimeConfig]{meta{id: idTxTime, name: "SO_TXTIME", since: "Linux 4.19", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN, for a clock other than CLOCK_MONOTONIC"}, &txTimeForm}

// The options of SOL_SOCKET about BPF programs.

// AttachFilter (SO_ATTACH_FILTER) attaches a classic BPF program that decides
// which packets a socket receives, and how much of each.
//
// The program returns the number of bytes to keep, and 0 to drop the packet.
// It sees the packet from the header of the transport protocol on; on a packet
// socket, the only kind that supports it on illumos, it sees all of it.
// [bpf.Assemble] makes the instructions, from 1 to 4096 (illumos: 512). They
// are copied, which allocates. Setting it again replaces the program, also one
// of eBPF; [DetachFilter] removes it.
//
// It may be set at any time. Packets received before stay in the queue; drain
// them if the program is to keep unwanted packets out. On TCP a dropped
// segment is sent again. TCP sockets require CAP_NET_ADMIN since Linux 7.2,
// and since the updates of June 2026 to older releases, otherwise Set fails
// with EPERM. Other sockets require no privilege. [LockFilter] prevents later
// changes.
//
// OS: Linux, illumos.
// Source: socket(7), Linux networking/filter, Linux net/core/sock.c, illumos
// sys/socket.h.
var AttachFilter = WriteOnly[[]bpf.RawInstruction]{&attachFilter}

var attachFilter = param[[]bpf.RawInstruction]{meta{id: idAttachFilter, name: "SO_ATTACH_FILTER", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, priv: "linux: CAP_NET_ADMIN, for TCP on newer kernels", text: formatProgram}, &bpfForm}

// DetachFilter (SO_DETACH_FILTER) removes the BPF program of [AttachFilter] or
// [AttachBPF].
//
// Where there is none, Set fails with ENOENT, and with EPERM after [LockFilter].
// It may be set at any time.
//
// OS: Linux, illumos.
// Source: socket(7), illumos sys/socket.h.
var DetachFilter = WriteOnly[None]{&detachFilter}

var detachFilter = param[None]{meta{id: idDetachFilter, name: "SO_DETACH_FILTER", level: levelSocket, kinds: anyKind, access: AccessWriteOnly}, &noneForm}

// LockFilter (SO_LOCK_FILTER) keeps the BPF program of a socket from being
// changed or removed.
//
// It cannot be turned off again, not with any privilege (EPERM): a process that
// has privileges sets filter and lock and hands the socket to one that has
// none. The default is off; it may be set at any time.
//
// OS: Linux.
// Source: socket(7).
var LockFilter = Option[bool]{&lockFilter}

var lockFilter = param[bool]{meta{id: idLockFilter, name: "SO_LOCK_FILTER", since: "Linux 3.9", level: levelSocket, kinds: anyKind}, &boolForm}

// AttachBPF (SO_ATTACH_BPF) has an eBPF program decide which packets a socket
// receives, and how much of each.
//
// It is [AttachFilter] with the descriptor of a program of the type
// BPF_PROG_TYPE_SOCKET_FILTER, which may be closed after Set. Loading such a
// program mostly needs CAP_BPF, attaching it nothing. A descriptor of another
// kind fails with EINVAL, and a closed descriptor with EBADF. Neither error is
// [net.ErrClosed], because the socket is open. It may be set at any time. Available
// since Linux 3.19.
//
// OS: Linux.
// Source: socket(7), bpf(2).
var AttachBPF = WriteOnly[int]{&attachBPF}

var attachBPF = param[int]{meta{id: idAttachBPF, name: "SO_ATTACH_BPF", since: "Linux 3.19", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, unit: "descriptor", min: 0, max: maxInt32}, &intForm}

// AttachReusePortCBPF (SO_ATTACH_REUSEPORT_CBPF) has a classic BPF program
// choose which of the sockets of a port gets a connection or datagram.
//
// The program returns the index of a socket, in the order in which they were
// bound or began to listen, and sees what follows the header of UDP or TCP. An
// index that there is not leaves the choice to the kernel. The instructions are
// as for [AttachFilter]. One socket sets it for all that share the port, and it
// stays with them when that socket is closed, until [DetachReusePortBPF]. When a
// socket is closed, the last one takes its index.
//
// Set it after [ReusePort], which must be on before bind (EINVAL). UDP has it
// since Linux 4.5, TCP since 4.6.
//
// OS: Linux.
// Source: socket(7).
var AttachReusePortCBPF = WriteOnly[[]bpf.RawInstruction]{&attachReusePortCBPF}

var attachReusePortCBPF = param[[]bpf.RawInstruction]{meta{id: idAttachReusePortCBPF, name: "SO_ATTACH_REUSEPORT_CBPF", since: "Linux 4.5", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly, text: formatProgram}, &bpfForm}

// AttachReusePortEBPF (SO_ATTACH_REUSEPORT_EBPF) has an eBPF program choose
// which of the sockets of a port gets a connection or datagram.
//
// It is [AttachReusePortCBPF] with the descriptor of a program of the type
// BPF_PROG_TYPE_SOCKET_FILTER or BPF_PROG_TYPE_SK_REUSEPORT, which may be closed
// after Set.
//
// Set it after [ReusePort], which must be on before bind (EINVAL). UDP has it
// since Linux 4.5, TCP since 4.6.
//
// OS: Linux.
// Source: socket(7), bpf(2).
var AttachReusePortEBPF = WriteOnly[int]{&attachReusePortEBPF}

var attachReusePortEBPF = param[int]{meta{id: idAttachReusePortEBPF, name: "SO_ATTACH_REUSEPORT_EBPF", since: "Linux 4.5", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly, unit: "descriptor", min: 0, max: maxInt32}, &intForm}

// DetachReusePortBPF (SO_DETACH_REUSEPORT_BPF) removes the program that chooses
// among the sockets of a port, and leaves that to the kernel again.
//
// Where there is none, Set fails with ENOENT, or EINVAL if the port is not
// shared. It may be set at any time. Linux has it since 5.3.
//
// OS: Linux.
// Source: Linux net/core/sock_reuseport.c.
var DetachReusePortBPF = WriteOnly[None]{&detachReusePortBPF}

var detachReusePortBPF = param[None]{meta{id: idDetachReusePortBPF, name: "SO_DETACH_REUSEPORT_BPF", since: "Linux 5.3", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly}, &noneForm}
