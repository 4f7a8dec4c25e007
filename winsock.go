package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"time"
)

// The options that only Winsock has.

// PauseAccept (SO_PAUSE_ACCEPT) has a listener refuse new connections, until it is
// turned off again.
//
// A peer that connects meanwhile is reset. What is in the queue can be accepted.
// Set it on the listener. The default is off.
//
// OS: Windows.
// Source: Winsock SOL_SOCKET socket options, ws2def.h.
var PauseAccept = Option[bool]{&pauseAccept}

var pauseAccept = param[bool]{meta{id: idPauseAccept, name: "SO_PAUSE_ACCEPT", level: levelSocket, kinds: streaming, phase: AfterListen}, &boolForm}

// PortScalability (SO_PORT_SCALABILITY) lets sockets with different local
// addresses have the same port, where the system chooses it.
//
// A host with several addresses then has all ports for each. Where there is
// SO_REUSE_UNICASTPORT, which is [BindAddressNoPort], use that in its place. Set
// it before bind, in a Control hook. The default is off.
//
// OS: Windows.
// Source: Winsock SO_PORT_SCALABILITY, ws2def.h.
var PortScalability = Option[bool]{&portScalability}

var portScalability = param[bool]{meta{id: idPortScalability, name: "SO_PORT_SCALABILITY", since: "Windows 7", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// ReuseMulticastPort (SO_REUSE_MULTICASTPORT) gives up unicast datagrams, so that
// sockets of several programs can share a port for multicast.
//
// Unlike with [ReuseAddr] none of them can take away the unicast traffic of
// another. Set it before bind, in a Control hook. The default is off. Windows has
// it since 10.
//
// OS: Windows.
// Source: Winsock SOL_SOCKET socket options, ws2def.h.
var ReuseMulticastPort = Option[bool]{&reuseMulticastPort}

var reuseMulticastPort = param[bool]{meta{id: idReuseMulticastPort, name: "SO_REUSE_MULTICASTPORT", since: "Windows 10", level: levelSocket, kinds: inetDgram, phase: BeforeBind}, &boolForm}

// ConnectTime (SO_CONNECT_TIME) reports how long a socket has been connected.
//
// It counts whole seconds. A socket that is not connected gives WSAENOTCONN. On
// other systems [TCPInfo] has times of a connection, though not this one.
//
// OS: Windows.
// Source: Winsock SOL_SOCKET socket options, AcceptEx, mswsock.h.
var ConnectTime = ReadOnly[time.Duration]{&connectTime}

var connectTime = param[time.Duration]{meta{id: idConnectTime, name: "SO_CONNECT_TIME", level: levelSocket, kinds: streaming, phase: AfterConnect, access: AccessReadOnly, state: true}, &connectTimeForm}

// UpdateAcceptContext (SO_UPDATE_ACCEPT_CONTEXT) makes a socket that AcceptEx has
// connected one like those of accept, with the options of its listener.
//
// The value is the handle of the listener. Until then the socket has no addresses
// to tell and cannot be shut down. Package net sets it on each connection that it
// accepts; it is for programs that call AcceptEx themselves. It can be set and not
// read.
//
// OS: Windows.
// Source: Winsock AcceptEx, mswsock.h.
var UpdateAcceptContext = WriteOnly[FD]{&updateAcceptContext}

var updateAcceptContext = param[FD]{meta{id: idUpdateAcceptContext, name: "SO_UPDATE_ACCEPT_CONTEXT", level: levelSocket, kinds: streaming, phase: AfterConnect, access: AccessWriteOnly, unit: "handle of the listener"}, &handleForm}

// UpdateConnectContext (SO_UPDATE_CONNECT_CONTEXT) makes a socket that ConnectEx
// has connected one like those of connect.
//
// Until then the socket has no addresses to tell and cannot be shut down. Package
// net sets it on each connection that it dials; it is for programs that call
// ConnectEx themselves. It can be set and not read.
//
// OS: Windows.
// Source: Winsock ConnectEx, mswsock.h.
var UpdateConnectContext = WriteOnly[None]{&updateConnectContext}

var updateConnectContext = param[None]{meta{id: idUpdateConnectContext, name: "SO_UPDATE_CONNECT_CONTEXT", level: levelSocket, kinds: streaming, phase: AfterConnect, access: AccessWriteOnly}, &noneForm}

// MaxMsgSize (SO_MAX_MSG_SIZE) reports how many bytes the largest message can have
// that a datagram socket sends.
//
// 4294967295 means that there is no limit. It says nothing of a stream socket.
//
// OS: Windows.
// Source: Winsock SOL_SOCKET socket options, ws2def.h.
var MaxMsgSize = ReadOnly[uint32]{&maxMsgSize}

var maxMsgSize = param[uint32]{meta{id: idMaxMsgSize, name: "SO_MAX_MSG_SIZE", level: levelSocket, kinds: dgram, access: AccessReadOnly, unit: "bytes"}, &uint32Form}

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

// connectTimeForm is the form of a number of seconds that has all bits set where
// there is none.
var connectTimeForm = form[time.Duration]{"time.Duration", nil, getConnectTime}

func getConnectTime(b []byte, _ *row) (time.Duration, error) {
	if len(b) != 4 {
		return 0, errShort(b)
	}
	n := binary.NativeEndian.Uint32(b)
	if n == maxUint32 {
		return 0, errNoPeer
	}
	return time.Duration(n) * time.Second, nil
}

// handleForm is the form of another socket, by its handle.
var handleForm = form[FD]{"FD", putHandle, nil}

func putHandle(e *encoding, _ *meta, r *row, v FD) error {
	putLong(e.grow(r.size()), int64(v))
	return nil
}

// An ICMPError is what an ICMP message said, and who sent it.
type ICMPError struct {
	Source     netip.Addr     // of the message: a router, or the peer itself
	Protocol   ProtocolNumber // 1 (ICMP) or 58 (ICMPv6)
	Type, Code uint8
}

// String returns the fields, as in "source=192.0.2.1,protocol=1,type=3,code=1".
func (e ICMPError) String() string {
	return "source=" + e.Source.String() + ",protocol=" + strconv.Itoa(int(e.Protocol)) +
		",type=" + strconv.Itoa(int(e.Type)) + ",code=" + strconv.Itoa(int(e.Code))
}

var icmpErrorForm = form[ICMPError]{"ICMPError", nil, getICMPError}

// icmpErrorSize is the size of ICMP_ERROR_INFO: a SOCKADDR_INET, an int, two bytes.
const icmpErrorSize = 36

func getICMPError(b []byte, r *row) (ICMPError, error) {
	if len(b) < icmpErrorSize {
		return ICMPError{}, errShort(b)
	}
	source, err := getAddrPort(b[:28], r)
	if err != nil {
		return ICMPError{}, err
	}
	return ICMPError{source.Addr(), ProtocolNumber(binary.NativeEndian.Uint32(b[28:])), b[32], b[33]}, nil
}
