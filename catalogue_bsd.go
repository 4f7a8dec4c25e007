package sockopt

// The options of SOL_SOCKET that only the BSDs have.

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

// AcceptFilter (SO_ACCEPTFILTER) delays accept of a connection until something
// has arrived on it.
//
// [AcceptFilterConfig] names a filter of the kernel: "dataready" waits for
// data and "httpready" for an HTTP request; on FreeBSD, "dnsready" waits for a
// DNS request and "tlsready" for a TLS handshake record. Set fails with ENOENT
// if the kernel has no filter of the name, also on a socket that does not
// listen: the module, such as accf_data or accf_http, must be loaded.
// [DeferAccept] is the option of Linux.
//
// Set it on a listener; on another socket Set fails with EINVAL. On FreeBSD
// and NetBSD the zero AcceptFilterConfig removes the filter, and Set fails
// with EBUSY if a filter is already installed. DragonFly can neither remove
// nor replace a filter: both fail with EINVAL. Without a filter, Get fails
// with EINVAL; on a listener of DragonFly it returns the zero
// AcceptFilterConfig.
//
// OS: FreeBSD, NetBSD, DragonFly.
// Source: FreeBSD setsockopt(2), FreeBSD accept_filter(9), NetBSD
// accept_filter(9), DragonFly kern/uipc_socket.c.
var AcceptFilter = Option[AcceptFilterConfig]{&acceptFilter}

var acceptFilter = param[AcceptFilterConfig]{meta{id: idAcceptFilter, name: "SO_ACCEPTFILTER", level: levelSocket, kinds: streaming, phase: AfterListen}, &acceptFilterForm}

// RoutingTable (SO_SETFIB) selects the routing table that a socket uses, by
// its number.
//
// The first table is 0. By default a socket uses the table of its process, and
// an accepted connection that of its listener. Set it before bind, in a
// Control hook.
//
//   - FreeBSD calls a table a FIB. Set fails with EINVAL if the number is not
//     below the sysctl net.fibs. Get requires FreeBSD 15. The table of a bound
//     socket cannot be changed if net.inet.tcp.bind_all_fibs, or its UDP
//     counterpart, is off. SCTP sockets accept the number and ignore it.
//   - OpenBSD calls the option SO_RTABLE. The table must exist, otherwise Set
//     fails with EINVAL, and the socket must not be bound, otherwise it fails
//     with EBUSY. It requires root unless the process itself is in table 0.
//     [Mark] is the same option there.
//
// On Linux, use a [Mark] and a rule for it, or [BindToDevice] with a VRF.
//
// OS: FreeBSD, OpenBSD (SO_RTABLE).
// Source: FreeBSD setsockopt(2), setfib(2), OpenBSD setsockopt(2).
var RoutingTable = Option[int]{&routingTable}

var routingTable = param[int]{meta{id: idRoutingTable, name: "SO_SETFIB", level: levelSocket, kinds: inet | familyOther, phase: BeforeBind, unit: "number of the table", priv: "openbsd: root, unless the process is in table 0", min: 0, max: maxInt32}, &intForm}

// Splice (SO_SPLICE) makes the kernel forward what a connection receives to
// another socket, without the program.
//
// It is for proxies. A proxy that has read what it must see splices the two
// connections, one direction for each option, set on the socket that receives.
// Both must be connected TCP sockets; OpenBSD supports UDP sockets too. The
// splice lasts until the peer has closed, an error occurred or a limit of
// [SpliceConfig] is reached. Until then the socket cannot be read.
//
// Get reports only the number of bytes forwarded, in Spliced, also after the
// splice has ended. The target must be open until Set returns. On a socket
// that is already spliced, Set fails with EBUSY. FreeBSD supports it since
// 14.3. On Linux, splice(2) and io.Copy do the same by calls of the program.
//
// OS: FreeBSD, OpenBSD.
// Source: OpenBSD getsockopt(2), OpenBSD sosplice(9), FreeBSD sys/socket.h.
var Splice = Option[SpliceConfig]{&splice}

var splice = param[SpliceConfig]{meta{id: idSplice, name: "SO_SPLICE", since: "FreeBSD 14.3, OpenBSD 4.9", level: levelSocket, kinds: familyIPv4 | familyIPv6 | typeTCP | typeUDP, phase: AfterConnect, state: true}, &spliceForm}
