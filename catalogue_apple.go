package sockopt

// The options of SOL_SOCKET that only macOS has.

// NRead (SO_NREAD) reports how many bytes can be read from a socket without
// waiting.
//
// On a datagram socket it is the size of the first datagram, without what comes
// behind it. Elsewhere the ioctl FIONREAD tells it.
//
// OS: macOS.
// Source: macOS getsockopt(2), XNU bsd/kern/uipc_socket.c.
var NRead = ReadOnly[int]{&nRead}

var nRead = param[int]{meta{id: idNRead, name: "SO_NREAD", level: levelSocket, kinds: anyKind, access: AccessReadOnly, unit: "bytes", state: true}, &intForm}

// NWrite (SO_NWRITE) reports how many bytes are in the send buffer of a socket.
//
// These are the bytes that are not yet sent and, of TCP, those that the peer has
// not yet acknowledged: 0 means that all has arrived. On Linux and FreeBSD an
// ioctl tells it, SIOCOUTQ and FIONWRITE.
//
// OS: macOS.
// Source: macOS getsockopt(2), XNU bsd/kern/uipc_socket.c.
var NWrite = ReadOnly[int]{&nWrite}

var nWrite = param[int]{meta{id: idNWrite, name: "SO_NWRITE", level: levelSocket, kinds: anyKind, access: AccessReadOnly, unit: "bytes", state: true}, &intForm}

// SetOptAfterShutdown (SO_NP_EXTENSIONS) permits to set options of a socket that
// can neither send nor receive any more.
//
// Without it each Set on such a socket fails with EINVAL, whether both directions
// were shut down or the peer has reset the connection, which no program can
// foresee. Set it first of all, in a Control hook. It is the flag SONPX_SETOPTSHUT,
// the only one there is. The default is off. Other systems permit it always.
//
// OS: macOS.
// Source: macOS sys/socket.h, XNU bsd/kern/uipc_socket.c.
var SetOptAfterShutdown = Option[bool]{&setOptAfterShutdown}

var setOptAfterShutdown = param[bool]{meta{id: idSetOptAfterShutdown, name: "SO_NP_EXTENSIONS", level: levelSocket, kinds: anyKind}, &npExtensionsForm}

// NetServiceType (SO_NET_SERVICE_TYPE) says what kind of traffic a socket has, so
// that the system and the network can queue it as that.
//
// It is no priority: a kind that waits less also has a shorter queue, and drops
// what does not fit. Wi-Fi marks its frames by it, and where the network and the
// system's policy allow it packets get the DSCP of RFC 4594; [TrafficClass] sets
// that alone. It may be set at any time. The default is [ServiceBestEffort].
//
// OS: macOS.
// Source: macOS sys/socket.h, RFC 4594.
var NetServiceType = Option[ServiceType]{&netServiceType}

var netServiceType = param[ServiceType]{meta{id: idNetServiceType, name: "SO_NET_SERVICE_TYPE", level: levelSocket, kinds: inet, min: 0, max: 8}, &serviceTypeForm}
