package sockopt

import "time"

// The options of SOL_SOCKET: socket(7).

// ReuseAddr ...
var ReuseAddr = Option[bool]{&reuseAddr}

var reuseAddr = param[bool]{meta{id: idReuseAddr, name: "SO_REUSEADDR", level: levelSocket, kinds: anyKind, phase: BeforeBind}, &boolForm}

// ReusePort ...
var ReusePort = Option[bool]{&reusePort}

var reusePort = param[bool]{meta{id: idReusePort, name: "SO_REUSEPORT", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// ReusePortLB ...
var ReusePortLB = Option[bool]{&reusePortLB}

var reusePortLB = param[bool]{meta{id: idReusePortLB, name: "SO_REUSEPORT_LB", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// ExclusiveAddrUse ...
var ExclusiveAddrUse = Option[bool]{&exclusiveAddrUse}

var exclusiveAddrUse = param[bool]{meta{id: idExclusiveAddrUse, name: "SO_EXCLUSIVEADDRUSE", level: levelSocket, kinds: inet, phase: BeforeBind}, &boolForm}

// KeepAlive ...
var KeepAlive = Option[bool]{&keepAlive}

var keepAlive = param[bool]{meta{id: idKeepAlive, name: "SO_KEEPALIVE", level: levelSocket, kinds: streaming}, &boolForm}

// Linger ...
var Linger = Option[LingerConfig]{&linger}

var linger = param[LingerConfig]{meta{id: idLinger, name: "SO_LINGER", level: levelSocket, kinds: streaming}, &lingerForm}

// Broadcast ...
var Broadcast = Option[bool]{&broadcast}

var broadcast = param[bool]{meta{id: idBroadcast, name: "SO_BROADCAST", level: levelSocket, kinds: dgram}, &boolForm}

// OOBInline ...
var OOBInline = Option[bool]{&oobInline}

var oobInline = param[bool]{meta{id: idOOBInline, name: "SO_OOBINLINE", level: levelSocket, kinds: streaming}, &boolForm}

// SndBuf ...
var SndBuf = Option[int]{&sndBuf}

var sndBuf = param[int]{meta{id: idSndBuf, name: "SO_SNDBUF", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// RcvBuf ...
var RcvBuf = Option[int]{&rcvBuf}

var rcvBuf = param[int]{meta{id: idRcvBuf, name: "SO_RCVBUF", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// SndBufForce ...
var SndBufForce = WriteOnly[int]{&sndBufForce}

var sndBufForce = param[int]{meta{id: idSndBufForce, name: "SO_SNDBUFFORCE", level: levelSocket, kinds: anyKind, access: SetOnly, unit: "bytes", priv: "CAP_NET_ADMIN", min: 1, max: maxInt32}, &intForm}

// RcvBufForce ...
var RcvBufForce = WriteOnly[int]{&rcvBufForce}

var rcvBufForce = param[int]{meta{id: idRcvBufForce, name: "SO_RCVBUFFORCE", level: levelSocket, kinds: anyKind, access: SetOnly, unit: "bytes", priv: "CAP_NET_ADMIN", min: 1, max: maxInt32}, &intForm}

// RcvLowat ...
var RcvLowat = Option[int]{&rcvLowat}

var rcvLowat = param[int]{meta{id: idRcvLowat, name: "SO_RCVLOWAT", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// SndLowat ...
var SndLowat = Option[int]{&sndLowat}

var sndLowat = param[int]{meta{id: idSndLowat, name: "SO_SNDLOWAT", level: levelSocket, kinds: anyKind, unit: "bytes", min: 1, max: maxInt32}, &intForm}

// RcvTimeo ...
var RcvTimeo = Option[time.Duration]{&rcvTimeo}

var rcvTimeo = param[time.Duration]{meta{id: idRcvTimeo, name: "SO_RCVTIMEO", level: levelSocket, kinds: anyKind}, &durationForm}

// SndTimeo ...
var SndTimeo = Option[time.Duration]{&sndTimeo}

var sndTimeo = param[time.Duration]{meta{id: idSndTimeo, name: "SO_SNDTIMEO", level: levelSocket, kinds: anyKind}, &durationForm}

// SocketType ...
var SocketType = ReadOnly[SockType]{&socketType}

var socketType = param[SockType]{meta{id: idSocketType, name: "SO_TYPE", level: levelSocket, kinds: anyKind, access: GetOnly}, &sockTypeForm}

// SocketError ...
var SocketError = ReadOnly[error]{&socketError}

var socketError = param[error]{meta{id: idSocketError, name: "SO_ERROR", level: levelSocket, kinds: anyKind, access: GetOnly}, &pendingForm}

// Domain ...
var Domain = ReadOnly[AddressFamily]{&domain}

var domain = param[AddressFamily]{meta{id: idDomain, name: "SO_DOMAIN", level: levelSocket, kinds: anyKind, access: GetOnly}, &addressFamilyForm}

// Protocol ...
var Protocol = ReadOnly[ProtocolNumber]{&protocol}

var protocol = param[ProtocolNumber]{meta{id: idProtocol, name: "SO_PROTOCOL", level: levelSocket, kinds: anyKind, access: GetOnly}, &protocolNumberForm}

// AcceptConn ...
var AcceptConn = ReadOnly[bool]{&acceptConn}

var acceptConn = param[bool]{meta{id: idAcceptConn, name: "SO_ACCEPTCONN", level: levelSocket, kinds: anyKind, access: GetOnly}, &boolForm}

// PeerCred ...
var PeerCred = ReadOnly[Credentials]{&peerCred}

var peerCred = param[Credentials]{meta{id: idPeerCred, name: "SO_PEERCRED", level: levelSocket, kinds: unixKinds, access: GetOnly, phase: AfterConnect}, &credentialsForm}

// Debug ...
var Debug = Option[bool]{&debug}

var debug = param[bool]{meta{id: idDebug, name: "SO_DEBUG", level: levelSocket, kinds: anyKind, priv: "CAP_NET_ADMIN on Linux, to turn on"}, &boolForm}

// BSDCompat ...
var BSDCompat = Option[bool]{&bsdCompat}

var bsdCompat = param[bool]{meta{id: idBSDCompat, name: "SO_BSDCOMPAT", level: levelSocket, kinds: anyKind}, &boolForm}

// NoSigPipe ...
var NoSigPipe = Option[bool]{&noSigPipe}

var noSigPipe = param[bool]{meta{id: idNoSigPipe, name: "SO_NOSIGPIPE", level: levelSocket, kinds: anyKind}, &boolForm}

// Mark ...
var Mark = Option[uint32]{&mark}

var mark = param[uint32]{meta{id: idMark, name: "SO_MARK", level: levelSocket, kinds: anyKind, priv: "CAP_NET_ADMIN, since Linux 5.17 or CAP_NET_RAW"}, &uint32Form}

// BindToDevice ...
var BindToDevice = Option[string]{&bindToDevice}

var bindToDevice = param[string]{meta{id: idBindToDevice, name: "SO_BINDTODEVICE", level: levelSocket, kinds: anyKind, phase: BeforeConnect, priv: "CAP_NET_RAW on Linux, to change what is bound"}, &stringForm}

// BindToIfindex ...
var BindToIfindex = Option[Interface]{&bindToIfindex}

var bindToIfindex = param[Interface]{meta{id: idBindToIfindex, name: "SO_BINDTOIFINDEX", level: levelSocket, kinds: anyKind, phase: BeforeConnect, priv: "CAP_NET_RAW on Linux, to change what is bound"}, &interfaceForm}
