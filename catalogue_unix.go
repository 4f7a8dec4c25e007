package sockopt

// The options of SOL_LOCAL, for Unix sockets: unix(4).

// LocalPeerPID (LOCAL_PEERPID) reads the process id of the peer of a Unix
// socket.
//
// It is that of the process that made the connection or listened for it, which
// may have ended since, so that another process has the number;
// [LocalPeerToken] does not have that weakness. A socket that is not connected
// fails with ENOTCONN. Elsewhere [PeerCred] has the process id.
//
// OS: macOS.
// Source: XNU sys/un.h, kern/uipc_usrreq.c.
var LocalPeerPID = ReadOnly[int]{&localPeerPID}

var localPeerPID = param[int]{meta{id: idLocalPeerPID, name: "LOCAL_PEERPID", since: "macOS 10.8", level: levelLocal, kinds: unixKinds, phase: AfterConnect, access: AccessReadOnly, unit: "process id", state: true}, &intForm}

// LocalPeerToken (LOCAL_PEERTOKEN) reads the audit token of the peer of a Unix
// socket.
//
// It names the process by id and version, so that one with the same id that
// came later is told apart, and is what the Security framework takes to check a
// peer's code signature. A socket that is not connected fails with ENOTCONN.
//
// OS: macOS.
// Source: XNU sys/un.h, bsm/audit.h.
var LocalPeerToken = ReadOnly[AuditToken]{&localPeerToken}

var localPeerToken = param[AuditToken]{meta{id: idLocalPeerToken, name: "LOCAL_PEERTOKEN", level: levelLocal, kinds: unixKinds, phase: AfterConnect, access: AccessReadOnly, state: true}, &auditTokenForm}

// LocalCreds (LOCAL_CREDS) receives with the data the credentials of the sender
// on a Unix socket.
//
// They come as a control message SCM_CREDS, a struct sockcred. On a stream
// socket they come once, with the first receive; on the others with each
// message. On FreeBSD it excludes [LocalCredsPersistent]: with that on, it
// fails with EINVAL. The default is off. Set it before connect or listen, that
// is before the peer sends; an accepted connection has it from the listener. Level 0 is that of the IPv4
// options too, so on another socket than a Unix one it is refused before the
// system call. NetBSD has it by this number since 8.0.
//
// OS: FreeBSD, NetBSD.
// Source: FreeBSD unix(4), NetBSD unix(4).
var LocalCreds = Option[bool]{&localCreds}

var localCreds = param[bool]{meta{id: idLocalCreds, name: "LOCAL_CREDS", since: "NetBSD 8.0", level: levelLocal, kinds: unixKinds, phase: BeforeConnect}, &boolForm}

// LocalCredsPersistent (LOCAL_CREDS_PERSISTENT) receives with each read the
// credentials of the sender on a Unix socket.
//
// They come as a control message SCM_CREDS2, a struct sockcred2. It excludes
// [LocalCreds]: with that on, it fails with EINVAL. The default is off, and it
// may be set at any time. FreeBSD has it since 13.0.
//
// OS: FreeBSD.
// Source: FreeBSD unix(4).
var LocalCredsPersistent = Option[bool]{&localCredsPersistent}

var localCredsPersistent = param[bool]{meta{id: idLocalCredsPersistent, name: "LOCAL_CREDS_PERSISTENT", since: "FreeBSD 13.0", level: levelLocal, kinds: unixKinds}, &boolForm}
