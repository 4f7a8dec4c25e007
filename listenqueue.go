package sockopt

// The options of SOL_SOCKET about the queues of a listener.

// ListenQLimit (SO_LISTENQLIMIT) reports how many connections a listener keeps
// that were not yet accepted.
//
// It is the backlog of listen(2) as the system took it: at most the sysctl
// kern.ipc.soacceptqueue, which is what package net asks for. The queue may hold
// half as many again. It is 0 on a socket that is no listener.
//
// OS: FreeBSD.
// Source: FreeBSD getsockopt(2), FreeBSD sys/kern/uipc_socket.c.
var ListenQLimit = ReadOnly[int]{&listenQLimit}

var listenQLimit = param[int]{meta{id: idListenQLimit, name: "SO_LISTENQLIMIT", level: levelSocket, kinds: streaming, phase: AfterListen, access: AccessReadOnly, unit: "connections"}, &intForm}

// ListenQLen (SO_LISTENQLEN) reports how many connections wait in the queue of a
// listener to be accepted.
//
// One that is always near [ListenQLimit] means that the program accepts too
// slowly. It is 0 on a socket that is no listener.
//
// OS: FreeBSD.
// Source: FreeBSD getsockopt(2), FreeBSD sys/kern/uipc_socket.c.
var ListenQLen = ReadOnly[int]{&listenQLen}

var listenQLen = param[int]{meta{id: idListenQLen, name: "SO_LISTENQLEN", level: levelSocket, kinds: streaming, phase: AfterListen, access: AccessReadOnly, unit: "connections", state: true}, &intForm}

// ListenIncQLen (SO_LISTENINCQLEN) reports how many connections of a listener are
// not yet complete, and cannot be accepted.
//
// Those are connections that an [AcceptFilter] holds back; handshakes that are
// under way are not counted. It is 0 on a socket that is no listener.
//
// OS: FreeBSD.
// Source: FreeBSD getsockopt(2), FreeBSD sys/kern/uipc_socket.c.
var ListenIncQLen = ReadOnly[int]{&listenIncQLen}

var listenIncQLen = param[int]{meta{id: idListenIncQLen, name: "SO_LISTENINCQLEN", level: levelSocket, kinds: streaming, phase: AfterListen, access: AccessReadOnly, unit: "connections", state: true}, &intForm}
