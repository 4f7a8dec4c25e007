package sockopt

import (
	"net/netip"
	"time"
)

// The options of IPPROTO_SCTP: RFC 6458. Those that may be asked of one
// association are of the socket: of its association if it has but one, else of
// those to come.

// SCTPNoDelay (SCTP_NODELAY) sends small messages at once and does not wait to
// put several into one packet.
//
// The default is off; set it at any time. It is what [NoDelay] is to TCP.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.5, sctp(7).
var SCTPNoDelay = Option[bool]{&sctpNoDelay}

var sctpNoDelay = param[bool]{meta{id: idSCTPNoDelay, name: "SCTP_NODELAY", level: levelSCTP, kinds: sctpKinds}, &boolForm}

// SCTPDisableFragments (SCTP_DISABLE_FRAGMENTS) refuses to send a message that
// does not fit one packet, with EMSGSIZE.
//
// With it off, the default, the message is sent in several chunks. It may be
// set at any time. The kernel of illumos does not have the option though the
// headers do.
//
// OS: Linux, FreeBSD, NetBSD.
// Source: RFC 6458 section 8.1.11.
var SCTPDisableFragments = Option[bool]{&sctpDisableFragments}

var sctpDisableFragments = param[bool]{meta{id: idSCTPDisableFragments, name: "SCTP_DISABLE_FRAGMENTS", level: levelSCTP, kinds: sctpKinds}, &boolForm}

// SCTPAutoClose (SCTP_AUTOCLOSE) ends an association of a one-to-many socket
// that has been idle for so long.
//
// It is in whole seconds, rounded up; zero, the default, ends none. Linux cuts
// it to the sysctl net.sctp.max_autoclose. A one-to-one socket, which is
// SOCK_STREAM, refuses it. Set it before connect or listen.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.8.
var SCTPAutoClose = Option[time.Duration]{&sctpAutoClose}

var sctpAutoClose = param[time.Duration]{meta{id: idSCTPAutoClose, name: "SCTP_AUTOCLOSE", level: levelSCTP, kinds: sctpKinds, phase: BeforeConnect}, &durationForm}

// SCTPRecvRcvInfo (SCTP_RECVRCVINFO) tells with each message its stream, its
// number and its payload protocol.
//
// They come as a control message SCTP_RCVINFO, a struct sctp_rcvinfo. The
// default is off; set it at any time. Linux has it since 3.17.
//
// OS: Linux, FreeBSD.
// Source: RFC 6458 section 8.1.29.
var SCTPRecvRcvInfo = Option[bool]{&sctpRecvRcvInfo}

var sctpRecvRcvInfo = param[bool]{meta{id: idSCTPRecvRcvInfo, name: "SCTP_RECVRCVINFO", since: "Linux 3.17", level: levelSCTP, kinds: sctpKinds}, &boolForm}

// SCTPMaxSeg (SCTP_MAXSEG) limits the size of the chunks into which a message is
// cut, in bytes.
//
// Zero, the default, is what the path MTU allows; the kernel has bounds of its
// own for others and fails with EINVAL. It may be set at any time. The kernel
// of illumos does not have the option though the headers do.
//
// OS: Linux, FreeBSD, NetBSD.
// Source: RFC 6458 section 8.1.16.
var SCTPMaxSeg = Option[uint32]{&sctpMaxSeg}

var sctpMaxSeg = param[uint32]{meta{id: idSCTPMaxSeg, name: "SCTP_MAXSEG", level: levelSCTP, kinds: sctpKinds, unit: "bytes"}, &sctpAssocForm}

// SCTPInitMsg (SCTP_INITMSG) says how associations begin: the number of streams,
// and how often and how long the handshake is tried.
//
// [SCTPInit] has the four. In a Set a zero leaves what was there. Set it before
// connect or listen.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.3.
var SCTPInitMsg = Option[SCTPInit]{&sctpInitMsg}

var sctpInitMsg = param[SCTPInit]{meta{id: idSCTPInitMsg, name: "SCTP_INITMSG", level: levelSCTP, kinds: sctpKinds, phase: BeforeConnect}, &sctpInitForm}

// SCTPRTOInfo (SCTP_RTOINFO) bounds the time after which what was not
// acknowledged is sent again.
//
// [SCTPRTO] has the three, in whole milliseconds, rounded up. In a Set a zero
// leaves what was there; a Min above Max fails with EINVAL. It may be set at
// any time.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.1, RFC 9260 section 6.3.
var SCTPRTOInfo = Option[SCTPRTO]{&sctpRTOInfo}

var sctpRTOInfo = param[SCTPRTO]{meta{id: idSCTPRTOInfo, name: "SCTP_RTOINFO", level: levelSCTP, kinds: sctpKinds}, &sctpRTOForm}

// SCTPDefaultSendParam (SCTP_DEFAULT_SEND_PARAM) is what a message is sent with
// if its sender does not say: its stream, its payload protocol and more.
//
// It is what write and send use, which cannot say. [SCTPSend] has the five. It
// may be set at any time, and concerns the association of a socket that has one
// and else those to come.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.13.
var SCTPDefaultSendParam = Option[SCTPSend]{&sctpDefaultSendParam}

var sctpDefaultSendParam = param[SCTPSend]{meta{id: idSCTPDefaultSendParam, name: "SCTP_DEFAULT_SEND_PARAM", level: levelSCTP, kinds: sctpKinds}, &sctpSendForm}

// SCTPNotifications (SCTP_EVENTS) chooses what the socket tells of its
// associations.
//
// Each event comes as a message of its own, a union sctp_notification, for which
// recvmsg sets the flag MSG_NOTIFICATION; SCTPDataIOEvent comes as a control
// message with each message of the peer. The default is none. A Set chooses all
// anew. It may be set at any time; an association of before may go on with what
// it had. A system has the first eight events, and Linux all since 5.5: an
// older kernel refuses it with EINVAL.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 6.2.1.
var SCTPNotifications = Option[SCTPEvents]{&sctpNotifications}

var sctpNotifications = param[SCTPEvents]{meta{id: idSCTPNotifications, name: "SCTP_EVENTS", level: levelSCTP, kinds: sctpKinds}, &sctpEventsForm}

// SCTPPeerAddrParams (SCTP_PEER_ADDR_PARAMS) says how an association keeps watch
// over the addresses of its peer: by heartbeats, and by how much is sent in vain.
//
// A Get is of one address of the peer; the zero address asks for what holds for
// the association, or without one for those to come. A Set is for the address that
// the [SCTPPeer] has, or for all. Either fails with EINVAL if the peer has no such
// address. It may be set at any time. On Linux it needs 4.20. illumos and Solaris have the
// heartbeat and the number of retransmissions only: there a heartbeat of zero
// turns it off.
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.1.12.
var SCTPPeerAddrParams = SettableRequest[netip.AddrPort, SCTPPeer]{&sctpPeerAddrParams}

var sctpPeerAddrParams = query[netip.AddrPort, SCTPPeer]{param: param[SCTPPeer]{meta{id: idSCTPPeerAddrParams, name: "SCTP_PEER_ADDR_PARAMS", level: levelSCTP, kinds: sctpKinds}, &sctpPeerForm}, put: putSCTPPeerAddr}

// SCTPStatus (SCTP_STATUS) reads the state of the association: its streams, its
// queues and the path to the primary address of the peer.
//
// It is there after connect: a socket without an association has none (EINVAL on
// Linux).
//
// OS: Linux, FreeBSD, NetBSD, illumos, Solaris.
// Source: RFC 6458 section 8.2.1.
var SCTPStatus = ReadOnly[SCTPAssociation]{&sctpStatus}

var sctpStatus = param[SCTPAssociation]{meta{id: idSCTPStatus, name: "SCTP_STATUS", level: levelSCTP, kinds: sctpKinds, access: AccessReadOnly, phase: AfterConnect, state: true}, &sctpStatusForm}
