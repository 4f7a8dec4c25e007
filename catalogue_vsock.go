package sockopt

import "time"

// The options of AF_VSOCK: vsock(7).

const vsockStreams = familyVsock | typeStream | typeSeqpacket

// VsockBufferSize (SO_VM_SOCKETS_BUFFER_SIZE) sets the size of the receive
// buffer of a vsock connection, in bytes.
//
// The default is 262144. What is outside [VsockBufferMinSize] and
// [VsockBufferMaxSize] is silently brought within. It is what the peer is told
// that it may send, so set it before connect or listen; an accepted connection
// has it from the listener.
//
// OS: Linux.
// Source: vsock(7), Linux net/vmw_vsock/af_vsock.c.
var VsockBufferSize = Option[uint64]{&vsockBufferSize}

var vsockBufferSize = param[uint64]{meta{id: idVsockBufferSize, name: "SO_VM_SOCKETS_BUFFER_SIZE", since: "Linux 3.9", level: levelVsock, kinds: vsockStreams, phase: BeforeConnect, unit: "bytes"}, &uint64Form}

// VsockBufferMinSize (SO_VM_SOCKETS_BUFFER_MIN_SIZE) sets the least that
// [VsockBufferSize] may be, in bytes.
//
// The default is 128. A buffer that is smaller is made as large. It may be set
// at any time.
//
// OS: Linux.
// Source: vsock(7), Linux net/vmw_vsock/af_vsock.c.
var VsockBufferMinSize = Option[uint64]{&vsockBufferMinSize}

var vsockBufferMinSize = param[uint64]{meta{id: idVsockBufferMinSize, name: "SO_VM_SOCKETS_BUFFER_MIN_SIZE", since: "Linux 3.9", level: levelVsock, kinds: vsockStreams, unit: "bytes"}, &uint64Form}

// VsockBufferMaxSize (SO_VM_SOCKETS_BUFFER_MAX_SIZE) sets the most that
// [VsockBufferSize] may be, in bytes.
//
// The default is 262144, so this is to be set first for a larger buffer. A
// buffer that is larger is cut. It may be set at any time.
//
// OS: Linux.
// Source: vsock(7), Linux net/vmw_vsock/af_vsock.c.
var VsockBufferMaxSize = Option[uint64]{&vsockBufferMaxSize}

var vsockBufferMaxSize = param[uint64]{meta{id: idVsockBufferMaxSize, name: "SO_VM_SOCKETS_BUFFER_MAX_SIZE", since: "Linux 3.9", level: levelVsock, kinds: vsockStreams, unit: "bytes"}, &uint64Form}

// VsockConnectTimeout (SO_VM_SOCKETS_CONNECT_TIMEOUT) limits how long connect
// waits for the peer.
//
// It is rounded up to a microsecond, and by the kernel to its clock tick. The
// default is 2 s, and zero sets that. A negative duration is refused, and one
// that the kernel cannot count in ticks fails with ERANGE on 32-bit systems. Set
// it before connect; it also ends one on a non-blocking socket.
//
// OS: Linux.
// Source: vsock(7), Linux net/vmw_vsock/af_vsock.c.
var VsockConnectTimeout = Option[time.Duration]{&vsockConnectTimeout}

var vsockConnectTimeout = param[time.Duration]{meta{id: idVsockConnectTimeout, name: "SO_VM_SOCKETS_CONNECT_TIMEOUT", since: "Linux 3.9", level: levelVsock, kinds: vsockStreams, phase: BeforeConnect}, &durationForm}
