package sockopt

import (
	"encoding/binary"
	"math"
	"os"
	"strconv"
	"time"
)

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

var peerGroups = param[[]uint32]{meta{id: idPeerGroups, name: "SO_PEERGROUPS", since: "Linux 4.13", level: levelSocket, kinds: unixKinds, access: AccessReadOnly, phase: AfterConnect, text: formatNumbers, state: true}, &groupsForm}

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

// rateForm is the form of a rate, of which all bits set are no limit, whether
// the kernel keeps 32 bits or 64.
var rateForm = form[uint64]{"uint64", putRate, getRate}

func putRate(e *encoding, _ *meta, r *row, v uint64) error {
	b := e.grow(r.size())
	switch {
	case len(b) == 8:
		binary.NativeEndian.PutUint64(b, v)
	case v <= math.MaxUint32 || r.as == cULong && v == math.MaxUint64:
		binary.NativeEndian.PutUint32(b, uint32(v))
	default:
		return &valueError{"must be 0 to 4294967295"}
	}
	return nil
}

func getRate(b []byte, r *row) (uint64, error) {
	switch {
	case len(b) == 8:
		return binary.NativeEndian.Uint64(b), nil
	case len(b) != 4:
		return 0, errShort(b)
	}
	v := binary.NativeEndian.Uint32(b)
	if v == math.MaxUint32 && r.as == cULong {
		return math.MaxUint64, nil
	}
	return uint64(v), nil
}

// SocketMemory is what a socket has in use, in bytes where nothing else is said.
type SocketMemory struct {
	RcvAlloc  uint32 // received and not yet read
	RcvBuf    uint32 // the most of that, as [RcvBuf] tells
	SndAlloc  uint32 // handed to the device and not yet sent
	SndBuf    uint32 // the most that is queued to send, as [SndBuf] tells
	FwdAlloc  uint32 // reserved and not in use
	SndQueued uint32 // queued to send or not yet acknowledged, of TCP
	OptMem    uint32 // options and filters
	Backlog   uint32 // received while the socket was in use
	Drops     uint32 // packets that were received and dropped, since Linux 4.13
}

// String returns the fields of the two queues, and the drops, as in
// "received 768/212992 sent 0/212992 queued 0 drops 0".
func (m SocketMemory) String() string {
	n := func(v uint32) string { return strconv.FormatUint(uint64(v), 10) }
	return "received " + n(m.RcvAlloc) + "/" + n(m.RcvBuf) + " sent " + n(m.SndAlloc) + "/" + n(m.SndBuf) +
		" queued " + n(m.SndQueued) + " drops " + n(m.Drops)
}

var memInfoForm = form[SocketMemory]{"SocketMemory", nil, getMemInfo}

// getMemInfo reads the numbers that there are: a kernel may know fewer.
func getMemInfo(b []byte, _ *row) (SocketMemory, error) {
	var m SocketMemory
	if len(b) < 4 || len(b)%4 != 0 {
		return m, errShort(b)
	}
	for i, field := range []*uint32{
		&m.RcvAlloc, &m.RcvBuf, &m.SndAlloc, &m.SndBuf, &m.FwdAlloc, &m.SndQueued, &m.OptMem, &m.Backlog, &m.Drops,
	} {
		if 4*i < len(b) {
			*field = binary.NativeEndian.Uint32(b[4*i:])
		}
	}
	return m, nil
}

var groupsForm = form[[]uint32]{"[]uint32", nil, getGroups}

func getGroups(b []byte, _ *row) ([]uint32, error) {
	if len(b)%4 != 0 {
		return nil, errShort(b)
	}
	if len(b) == 0 {
		return nil, nil
	}
	groups := make([]uint32, len(b)/4)
	for i := range groups {
		groups[i] = binary.NativeEndian.Uint32(b[4*i:])
	}
	return groups, nil
}

var pidfdForm = form[*os.File]{"*os.File", nil, getPIDFD}

func getPIDFD(b []byte, r *row) (*os.File, error) {
	fd, err := getInteger(b, r)
	if err == nil && fd < 0 {
		err = &answerError{"the descriptor " + itoa(fd)}
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "pidfd"), nil
}
