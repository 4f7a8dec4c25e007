package sockopt

import (
	"encoding/binary"
	"reflect"
	"strings"
	"unsafe"

	"golang.org/x/net/bpf"
)

// The options of SOL_SOCKET about BPF programs.

// AttachFilter (SO_ATTACH_FILTER) attaches a classic BPF program that decides
// which packets a socket receives, and how much of each.
//
// The program returns the number of bytes to keep, and 0 to drop the packet.
// It sees the packet from the header of the transport protocol on; on a packet
// socket, the only kind that supports it on illumos, it sees all of it.
// [bpf.Assemble] makes the instructions, from 1 to 4096 (illumos: 512). They
// are copied, which allocates. Setting it again replaces the program, also one
// of eBPF; [DetachFilter] removes it.
//
// It may be set at any time. Packets received before stay in the queue; drain
// them if the program is to keep unwanted packets out. On TCP a dropped
// segment is sent again. TCP sockets require CAP_NET_ADMIN since Linux 7.2,
// and since the updates of June 2026 to older releases, otherwise Set fails
// with EPERM. Other sockets require no privilege. [LockFilter] prevents later
// changes.
//
// OS: Linux, illumos.
// Source: socket(7), Linux networking/filter, Linux net/core/sock.c, illumos
// sys/socket.h.
var AttachFilter = WriteOnly[[]bpf.RawInstruction]{&attachFilter}

var attachFilter = param[[]bpf.RawInstruction]{meta{id: idAttachFilter, name: "SO_ATTACH_FILTER", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, priv: "linux: CAP_NET_ADMIN, for TCP on newer kernels", text: formatProgram}, &bpfForm}

// DetachFilter (SO_DETACH_FILTER) removes the BPF program of [AttachFilter] or
// [AttachBPF].
//
// Where there is none, Set fails with ENOENT, and with EPERM after [LockFilter].
// It may be set at any time.
//
// OS: Linux, illumos.
// Source: socket(7), illumos sys/socket.h.
var DetachFilter = WriteOnly[None]{&detachFilter}

var detachFilter = param[None]{meta{id: idDetachFilter, name: "SO_DETACH_FILTER", level: levelSocket, kinds: anyKind, access: AccessWriteOnly}, &noneForm}

// LockFilter (SO_LOCK_FILTER) keeps the BPF program of a socket from being
// changed or removed.
//
// It cannot be turned off again, not with any privilege (EPERM): a process that
// has privileges sets filter and lock and hands the socket to one that has
// none. The default is off; it may be set at any time.
//
// OS: Linux.
// Source: socket(7).
var LockFilter = Option[bool]{&lockFilter}

var lockFilter = param[bool]{meta{id: idLockFilter, name: "SO_LOCK_FILTER", since: "Linux 3.9", level: levelSocket, kinds: anyKind}, &boolForm}

// AttachBPF (SO_ATTACH_BPF) has an eBPF program decide which packets a socket
// receives, and how much of each.
//
// It is [AttachFilter] with the descriptor of a program of the type
// BPF_PROG_TYPE_SOCKET_FILTER, which may be closed after Set. Loading such a
// program mostly needs CAP_BPF, attaching it nothing. A descriptor of another
// kind fails with EINVAL, and a closed descriptor with EBADF. Neither error is
// [net.ErrClosed], because the socket is open. It may be set at any time. Available
// since Linux 3.19.
//
// OS: Linux.
// Source: socket(7), bpf(2).
var AttachBPF = WriteOnly[int]{&attachBPF}

var attachBPF = param[int]{meta{id: idAttachBPF, name: "SO_ATTACH_BPF", since: "Linux 3.19", level: levelSocket, kinds: anyKind, access: AccessWriteOnly, unit: "descriptor", min: 0, max: maxInt32}, &intForm}

// AttachReusePortCBPF (SO_ATTACH_REUSEPORT_CBPF) has a classic BPF program
// choose which of the sockets of a port gets a connection or datagram.
//
// The program returns the index of a socket, in the order in which they were
// bound or began to listen, and sees what follows the header of UDP or TCP. An
// index that there is not leaves the choice to the kernel. The instructions are
// as for [AttachFilter]. One socket sets it for all that share the port, and it
// stays with them when that socket is closed, until [DetachReusePortBPF]. When a
// socket is closed, the last one takes its index.
//
// Set it after [ReusePort], which must be on before bind (EINVAL). UDP has it
// since Linux 4.5, TCP since 4.6.
//
// OS: Linux.
// Source: socket(7).
var AttachReusePortCBPF = WriteOnly[[]bpf.RawInstruction]{&attachReusePortCBPF}

var attachReusePortCBPF = param[[]bpf.RawInstruction]{meta{id: idAttachReusePortCBPF, name: "SO_ATTACH_REUSEPORT_CBPF", since: "Linux 4.5", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly, text: formatProgram}, &bpfForm}

// AttachReusePortEBPF (SO_ATTACH_REUSEPORT_EBPF) has an eBPF program choose
// which of the sockets of a port gets a connection or datagram.
//
// It is [AttachReusePortCBPF] with the descriptor of a program of the type
// BPF_PROG_TYPE_SOCKET_FILTER or BPF_PROG_TYPE_SK_REUSEPORT, which may be closed
// after Set.
//
// Set it after [ReusePort], which must be on before bind (EINVAL). UDP has it
// since Linux 4.5, TCP since 4.6.
//
// OS: Linux.
// Source: socket(7), bpf(2).
var AttachReusePortEBPF = WriteOnly[int]{&attachReusePortEBPF}

var attachReusePortEBPF = param[int]{meta{id: idAttachReusePortEBPF, name: "SO_ATTACH_REUSEPORT_EBPF", since: "Linux 4.5", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly, unit: "descriptor", min: 0, max: maxInt32}, &intForm}

// DetachReusePortBPF (SO_DETACH_REUSEPORT_BPF) removes the program that chooses
// among the sockets of a port, and leaves that to the kernel again.
//
// Where there is none, Set fails with ENOENT, or EINVAL if the port is not
// shared. It may be set at any time. Linux has it since 5.3.
//
// OS: Linux.
// Source: Linux net/core/sock_reuseport.c.
var DetachReusePortBPF = WriteOnly[None]{&detachReusePortBPF}

var detachReusePortBPF = param[None]{meta{id: idDetachReusePortBPF, name: "SO_DETACH_REUSEPORT_BPF", since: "Linux 5.3", level: levelSocket, kinds: tcpKinds | udpKinds, access: AccessWriteOnly}, &noneForm}

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

// A None is the value of an option that has none, and is set to have something
// done.
type None struct{}

// String returns "none".
func (None) String() string { return "none" }

func (*None) parse(text string) error {
	if lower(text) != "none" {
		return &valueError{`must be "none"`}
	}
	return nil
}

var noneForm = form[None]{"None", func(e *encoding, _ *meta, r *row, _ None) error {
	e.grow(r.size())
	return nil
}, nil}

// bpfForm is the form of a program: the kernel is given its length and where it
// is.
var bpfForm = form[[]bpf.RawInstruction]{"[]bpf.RawInstruction", putBPF, nil}

func putBPF(e *encoding, _ *meta, r *row, v []bpf.RawInstruction) error {
	if len(v) < 1 || int64(len(v)) > r.max {
		return &valueError{"must be 1 to " + itoa(r.max) + " instructions"}
	}
	b, program := e.growPointing(r.size(), len(v)*int(unsafe.Sizeof(v[0])))
	copy(unsafe.Slice((*bpf.RawInstruction)(unsafe.Pointer(&program[0])), len(v)), v)
	if r.as == sockFprog {
		binary.NativeEndian.PutUint16(b, uint16(len(v)))
	} else {
		binary.NativeEndian.PutUint32(b, uint32(len(v)))
	}
	putLong(b[wordSize:], int64(uintptr(unsafe.Pointer(&program[0]))))
	return nil
}

// An AcceptFilterConfig names a filter of the kernel; the zero one stands for
// none.
type AcceptFilterConfig struct {
	Name string // at most 15 bytes
	Arg  string // what the filter is told, at most 239 bytes; mostly nothing
}

// String returns the fields that are not zero, as in "name=dataready". The text
// of the zero AcceptFilterConfig is "{}".
func (c AcceptFilterConfig) String() string { return formatFields(c) }

// parse reads a name alone too, as most filters have no argument.
func (c *AcceptFilterConfig) parse(text string) error {
	if strings.ContainsAny(text, "=,{") && text[0] != '"' {
		return parseFields(reflect.ValueOf(c).Elem(), text)
	}
	name, err := unquoted(text)
	*c = AcceptFilterConfig{Name: name}
	return err
}

var acceptFilterForm = form[AcceptFilterConfig]{"AcceptFilterConfig", putAcceptFilter, getAcceptFilter}

// acceptFilterName is the room that struct accept_filter_arg has for the name.
const acceptFilterName = 16

func putAcceptFilter(e *encoding, m *meta, r *row, v AcceptFilterConfig) error {
	switch {
	case v == AcceptFilterConfig{}:
		return nil // no bytes at all, which takes the filter away
	case v.Name == "":
		return &valueError{"an argument and no filter"}
	}
	b := e.grow(r.size())
	for _, f := range []struct {
		room []byte
		text string
	}{{b[:acceptFilterName], v.Name}, {b[acceptFilterName:], v.Arg}} {
		var text encoding
		if err := putString(&text, m, &row{max: int64(len(f.room)) - 1}, f.text); err != nil {
			return err
		}
		copy(f.room, text.all())
	}
	return nil
}

func getAcceptFilter(b []byte, r *row) (v AcceptFilterConfig, err error) {
	switch {
	case len(b) == 0:
		return v, nil
	case len(b) < r.size():
		return v, errShort(b)
	}
	v.Name, _ = getString(b[:acceptFilterName], r)
	v.Arg, _ = getString(b[acceptFilterName:], r)
	return v, nil
}
