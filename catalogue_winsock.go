package sockopt

// The options of SOL_SOCKET that only Windows has.

import "time"

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

// RandomizePort (SO_RANDOMIZE_PORT) has the system choose the local port of a
// socket at random, where the program leaves the choice to it.
//
// An attacker who cannot see the traffic must then guess the port too. Many systems
// choose at random in any case, or by a setting for all sockets together. Set it
// before bind, in a Control hook. The default is off; macOS calls it SO_RANDOMPORT.
// On Windows [BindAddressNoPort] chooses at random too, and after it this fails.
//
// OS: macOS (SO_RANDOMPORT), Windows.
// Source: macOS sys/socket.h, Winsock SO_RANDOMIZE_PORT, RFC 6056.
var RandomizePort = Option[bool]{&randomizePort}

var randomizePort = param[bool]{meta{id: idRandomizePort, name: "SO_RANDOMIZE_PORT", since: "Windows Vista", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}
