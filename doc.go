// Package sockopt gets and sets socket options as typed values, on every operating
// system that Go runs on.
//
// An option is a package variable, such as [NoDelay], [Linger] or [RcvBuf]. Its
// type gives the type of the value and whether it can be read, set or both:
//
//	err := sockopt.KeepIdle.Set(s, 30*time.Second) // an Option[time.Duration]
//	rtt, err := sockopt.TCPInfo.Get(s)             // a ReadOnly[TCPMetrics]
//
// Level, number, size, unit and byte order are the package's business, and so is
// what differs between systems and architectures. Values are checked before the
// system call: nothing is truncated, wrapped or rounded to something else.
//
// # Listening and dialing
//
// [Listen], [ListenPacket] and [Dial] do what package net does, and apply settings
// to the socket, each at the moment when it holds: before bind or connect, after
// listen, or to each connection after package net has applied its own settings.
//
//	ln, err := sockopt.Listen(ctx, nil, "tcp", ":8080",
//		sockopt.ReusePort.With(true),
//		sockopt.Optional(sockopt.FastOpen.With(256)),
//		sockopt.KeepIdle.With(30*time.Second))
//
// An [Optional] setting is skipped if it is unsupported. [NewListener] applies
// settings to each connection of an existing listener. A [Listener] closes and
// reports connections that reject a setting, and goes on.
//
// Code that calls package net itself can use [Control], which makes a hook for
// settings before bind and connect. Use [ControlFunc.After] to keep an existing
// hook. In your own hook, the [syscall.RawConn] argument can be used as a [Socket].
//
// # Open connections
//
// [Of] finds the socket under a [net.Conn], a [net.Listener], a [crypto/tls.Conn],
// an [os.File] and the like. [Apply] applies several settings under one lock. [FD]
// is for a descriptor that comes from elsewhere.
//
// Of and the SyscallConn method that it calls allocate. Where an option is read
// or set very often, keep the Socket: Get, Set and Apply on it do not allocate,
// except for values such as strings and slices.
//
// # What package net sets
//
// After the hook, package net sets some options of each TCP connection, dialed or
// accepted. It turns TCP_NODELAY on. Unless the KeepAlive of the [net.Dialer] or
// [net.ListenConfig] is negative, it turns keepalive on, with 15 s, 15 s and 9
// probes by default. Settings of [NoDelay], [KeepAlive], [KeepIdle], [KeepIntvl]
// and [KeepCnt] therefore hold with [Listen], [Dial] and [NewListener], and on an
// open connection. In a hook, a plain setting of these is allowed, because a
// negative KeepAlive keeps the times, but a [Verify] fails.
//
// A connection does not inherit all options of its listener. Linux, for example,
// leaves out [Priority]; connections of Unix listeners inherit next to nothing.
// [Listen] applies such settings to each connection, too.
//
// Before the hook, package net turns on SO_REUSEADDR on listeners, except on
// Windows, and chooses [IPv6V6Only] by the network: "tcp" and a wildcard address
// give one AF_INET6 socket for both families, for which the hook's network argument
// is "tcp6".
//
// Since Go 1.24, [net.Listen] makes MPTCP sockets on Linux if the kernel supports
// MPTCP. These reject about a third of the TCP and IP options, and the error says
// so. If a hook, or a setting of Listen, fails on the MPTCP socket, package net
// tries again with TCP; an Optional setting that MPTCP does not support is skipped.
// To avoid this, turn MPTCP off with net.ListenConfig.SetMultipathTCP(false).
//
// All sockets of package net are non-blocking: [RcvTimeo] and [SndTimeo] have no
// effect on them, deadlines do.
//
// # Both IP families
//
// An option of IPPROTO_IP, such as [TTL], is for IPv4 packets, and one of
// IPPROTO_IPV6, such as [IPv6UnicastHops], for IPv6 packets. An AF_INET6 socket
// that is not [IPv6V6Only] sends both. The options that are named for neither
// family do the right thing on each socket: [HopLimit], [MinHopLimit],
// [TrafficClass], [DontFragment], [MTUDiscover], [MTU], [RecvHopLimit],
// [RecvTrafficClass], [RecvECN], [RecvPktInfo], [RecvErr], [RecvOrigDstAddr],
// [MulticastHopLimit], [MulticastLoopback], [MulticastInterface], [MulticastAll],
// [JoinGroup], [LeaveGroup], [JoinSourceGroup], [LeaveSourceGroup],
// [MCASTJoinGroup], [MCASTLeaveGroup], [BlockSource], [UnblockSource],
// [SourceFilter], [Transparent], [FreeBind], [BindInterface] and [OriginalDst].
// They ask the socket for its family.
//
// On an AF_INET6 socket that may carry IPv4, now or later, Set sets both options
// and fails unless every one that the socket's traffic can use was set. Only one
// failure is forgiven: that an option is not supported which no traffic of the
// socket uses, because its local or remote address is of the other family. If one
// option was set before the other failed, it stays set, the error names it, and
// [Optional] does not skip that error. The BSDs, macOS, illumos, Solaris and AIX
// accept only the IPv6 option on an AF_INET6 socket. If it does not hold for IPv4
// traffic too, Set fails as unsupported on a socket that may carry IPv4. Listen,
// Dial and hooks know the address: for an IPv6 address they set the IPv6 option
// alone.
//
// On an AF_INET6 socket, Get reads the IPv6 option, or the IPv4 option if the
// local or remote address is IPv4-mapped and the IPv6 option does not hold for
// IPv4 traffic too.
//
// # As text
//
// [ParseSetting] returns the [Setting] that a text such as "TCP_NODELAY=off" or
// "SO_RCVBUF=4MiB" describes, and [Setting.String] returns such a text. [Settings]
// is a flag that can be given more than once, and a list of such texts in JSON, so
// that a server can read its socket options from its configuration.
//
// # Snapshots and verification
//
// [Snapshot] reads all options of a socket, without side effects. [Diff] compares
// the settings of two snapshots, and [DiffAll] identities, states and counters
// too. [Restore] sets on another socket what a snapshot has, and reports what
// could not be made the same. A snapshot can be saved as JSON and restored by
// another process; secrets are never in it.
//
// [Verify] reads a setting back after it is applied and reports whether the
// kernel clipped, rounded or ignored it. The command sockopt does the same for
// the sockets of any process:
//
//	go run github.com/go-sockopt/sockopt/cmd/sockopt inspect PID
//
// # Every option on every system
//
// All options are declared on all systems, so a program that names one compiles
// everywhere. Where a system does not have it, using it gives
// [errors.ErrUnsupported]. The last lines of each option's documentation name the
// systems that have it. [Option.Info], [All] and [Lookup] tell the same to a
// program. Where one system calls an option by another name, that name is given
// behind the system's; where it has another option to the same purpose, the
// documentation says what differs.
//
// Android counts as Linux, and iOS as macOS.
//
// # Errors
//
// Every failure is an [*Error] with the operation, the C names of option and level,
// the number, the value and the cause. [errors.Is] finds its class:
//
//   - [errors.ErrUnsupported]: the system, the kernel or this kind of socket does
//     not have the option. Kernels report this with several errnos, such as
//     ENOPROTOOPT, and some with EINVAL. After a failure the package asks the socket
//     for its kind, and the error says which kinds have the option.
//   - [os.ErrPermission]: a privilege is missing. The error names the privilege that
//     the option requires on this system.
//   - [net.ErrClosed]: the connection, file or descriptor is closed. A closed
//     descriptor in a value, such as that of [AttachBPF], is not of this class.
//   - [ErrValue]: the value was rejected before any system call, or there is no socket:
//     in a wrapper that [Of] cannot look through, or behind a descriptor.
//   - An errno such as syscall.EINVAL: the system call failed with it. The cause
//     is then an [*os.SyscallError], as with package net.
//
// An error that says when to set the option was returned by a socket for which that
// time is over, or has not come. If several settings fail, the error joins an
// [*Error] for each.
//
// No error is logged, swallowed or replaced by a default.
//
// # Your own options
//
// A [Spec] describes an option that this package does not have: its name, level and
// number, and optionally its bounds, its unit, the sockets that have it and when to
// set it. Its methods make an [Option], a [ReadOnly] or a [WriteOnly], with the same
// checks and the same errors as the options of this package. [NewInt] is short for
// the most common one.
//
// # Concurrency
//
// Options and settings do not change and may be used from any number of
// goroutines. A Socket is as safe as what it was made from; those of package net
// and package os are.
package sockopt

//go:generate go run ./internal/gen
//go:generate go run ./internal/support
