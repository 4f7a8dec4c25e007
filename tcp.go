package sockopt

import "time"

// The options of IPPROTO_TCP: tcp(7).

// NoDelay ...
var NoDelay = Option[bool]{&noDelay}

var noDelay = param[bool]{meta{id: idNoDelay, name: "TCP_NODELAY", level: levelTCP, kinds: tcpKinds}, &boolForm}

// MaxSeg ...
var MaxSeg = Option[int]{&maxSeg}

var maxSeg = param[int]{meta{id: idMaxSeg, name: "TCP_MAXSEG", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, unit: "bytes", min: 1, max: 65535}, &intForm}

// KeepIdle ...
var KeepIdle = Option[time.Duration]{&keepIdle}

var keepIdle = param[time.Duration]{meta{id: idKeepIdle, name: "TCP_KEEPIDLE", level: levelTCP, kinds: tcpKinds, min: 1, max: maxInt32}, &durationForm}

// KeepIntvl ...
var KeepIntvl = Option[time.Duration]{&keepIntvl}

var keepIntvl = param[time.Duration]{meta{id: idKeepIntvl, name: "TCP_KEEPINTVL", level: levelTCP, kinds: tcpKinds, min: 1, max: maxInt32}, &durationForm}

// KeepCnt ...
var KeepCnt = Option[int]{&keepCnt}

var keepCnt = param[int]{meta{id: idKeepCnt, name: "TCP_KEEPCNT", level: levelTCP, kinds: tcpKinds, unit: "probes", min: 1, max: maxInt32}, &intForm}

// KeepAliveThreshold ...
var KeepAliveThreshold = Option[time.Duration]{&keepAliveThreshold}

var keepAliveThreshold = param[time.Duration]{meta{id: idKeepAliveThreshold, name: "TCP_KEEPALIVE_THRESHOLD", level: levelTCP, kinds: tcpKinds}, &durationForm}

// KeepAliveAbortThreshold ...
var KeepAliveAbortThreshold = Option[time.Duration]{&keepAliveAbortThreshold}

var keepAliveAbortThreshold = param[time.Duration]{meta{id: idKeepAliveAbortThreshold, name: "TCP_KEEPALIVE_ABORT_THRESHOLD", level: levelTCP, kinds: tcpKinds}, &durationForm}

// UserTimeout ...
var UserTimeout = Option[time.Duration]{&userTimeout}

var userTimeout = param[time.Duration]{meta{id: idUserTimeout, name: "TCP_USER_TIMEOUT", level: levelTCP, kinds: tcpKinds}, &durationForm}

// Cork ...
var Cork = Option[bool]{&cork}

var cork = param[bool]{meta{id: idCork, name: "TCP_CORK", level: levelTCP, kinds: tcpKinds}, &boolForm}

// QuickAck ...
var QuickAck = Option[bool]{&quickAck}

var quickAck = param[bool]{meta{id: idQuickAck, name: "TCP_QUICKACK", level: levelTCP, kinds: tcpKinds}, &boolForm}

// DeferAccept ...
var DeferAccept = Option[time.Duration]{&deferAccept}

var deferAccept = param[time.Duration]{meta{id: idDeferAccept, name: "TCP_DEFER_ACCEPT", level: levelTCP, kinds: tcpKinds, phase: BeforeListen}, &durationForm}

// FastOpen ...
var FastOpen = Option[int]{&fastOpen}

var fastOpen = param[int]{meta{id: idFastOpen, name: "TCP_FASTOPEN", level: levelTCP, kinds: tcpKinds, phase: BeforeListen, unit: "connections", min: 0, max: maxInt32}, &intForm}

// FastOpenConnect ...
var FastOpenConnect = Option[bool]{&fastOpenConnect}

var fastOpenConnect = param[bool]{meta{id: idFastOpenConnect, name: "TCP_FASTOPEN_CONNECT", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect}, &boolForm}

// Congestion ...
var Congestion = Option[string]{&congestion}

var congestion = param[string]{meta{id: idCongestion, name: "TCP_CONGESTION", level: levelTCP, kinds: tcpKinds, priv: "CAP_NET_ADMIN on Linux, for an algorithm that is restricted"}, &stringForm}

// NotSentLowat ...
var NotSentLowat = Option[int]{&notSentLowat}

var notSentLowat = param[int]{meta{id: idNotSentLowat, name: "TCP_NOTSENT_LOWAT", level: levelTCP, kinds: tcpKinds, unit: "bytes", min: 0, max: maxUint32}, &intForm}

// TCPInfo ...
var TCPInfo = ReadOnly[TCPMetrics]{&tcpInfo}

var tcpInfo = param[TCPMetrics]{meta{id: idTCPInfo, name: "TCP_INFO", level: levelTCP, kinds: tcpKinds, access: GetOnly}, &tcpInfoForm}
