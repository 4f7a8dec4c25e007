package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strconv"
	"time"
)

// The options of SOL_MPTCP, and what else there is about Multipath TCP.

// IsMPTCP (TCP_IS_MPTCP) tells whether a connection still is one of Multipath
// TCP.
//
// [net.Listen] makes MPTCP listeners, and a [net.Dialer] MPTCP sockets where it
// is told to: a peer or a middlebox without MPTCP makes a connection of them
// fall back to TCP. Off on a TCP socket; on while nothing is known yet. Package
// net has it as [net.TCPConn.MultipathTCP]. Linux has it since 6.9.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var IsMPTCP = ReadOnly[bool]{&isMPTCP}

var isMPTCP = param[bool]{meta{id: idIsMPTCP, name: "TCP_IS_MPTCP", since: "Linux 6.9", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &boolForm}

// MPTCPInfo (MPTCP_INFO) reports the state of a Multipath TCP connection: its
// subflows, addresses and what was sent on all of them together.
//
// Read it at any time; [TCPInfo] of the same socket is about the first subflow.
// A socket that is not, or no longer, one of MPTCP refuses it. Older kernels tell
// less, the rest is zero. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPInfo = ReadOnly[MPTCPMetrics]{&mptcpMetrics}

var mptcpMetrics = param[MPTCPMetrics]{meta{id: idMPTCPInfo, name: "MPTCP_INFO", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, state: true}, &mptcpMetricsForm}

// MPTCPSubflowAddrs (MPTCP_SUBFLOW_ADDRS) reads the addresses of the subflows of
// a Multipath TCP connection, at most 32 of them.
//
// Package net tells those of the first only. Their order is that of
// [MPTCPTCPInfo]. Read it at any time; a socket that is not, or no longer, one of
// MPTCP refuses it. A Get allocates the result. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPSubflowAddrs = ReadOnly[[]MPTCPSubflow]{&mptcpSubflowAddrs}

var mptcpSubflowAddrs = param[[]MPTCPSubflow]{meta{id: idMPTCPSubflowAddrs, name: "MPTCP_SUBFLOW_ADDRS", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askAddrs, text: joined[MPTCPSubflow], state: true}, &mptcpAddrsForm}

// MPTCPTCPInfo (MPTCP_TCPINFO) reads the state of each subflow of a Multipath
// TCP connection, at most 32 of them.
//
// Each is what [TCPInfo] tells of a TCP connection, in the order of
// [MPTCPSubflowAddrs]. Read it at any time; a socket that is not, or no longer,
// one of MPTCP refuses it. A Get allocates the result. Linux has it since 5.16.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPTCPInfo = ReadOnly[[]TCPMetrics]{&mptcpTCPInfo}

var mptcpTCPInfo = param[[]TCPMetrics]{meta{id: idMPTCPTCPInfo, name: "MPTCP_TCPINFO", since: "Linux 5.16", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askTCPInfo, text: joined[TCPMetrics], state: true}, &mptcpTCPForm}

const mptcpKinds = familyIPv4 | familyIPv6 | typeMPTCP

// MPTCPMetrics is the state of a Multipath TCP connection.
type MPTCPMetrics struct {
	Subflows      int // subflows besides the first
	SubflowsMax   int // most that there may be
	SubflowsTotal int // all of them (Linux 6.6)

	AddAddrSignal      int // addresses announced to the peer
	AddAddrSignalMax   int
	AddAddrAccepted    int // addresses taken from the peer
	AddAddrAcceptedMax int
	LocalAddrUsed      int // local addresses used for subflows
	LocalAddrMax       int

	Fallback          bool // the connection has become one of TCP
	RemoteKeyReceived bool
	Checksum          bool // data is checksummed

	Token    uint32 // of the connection, on this side
	WriteSeq uint64 // sequence number of the next byte to write
	SndUna   uint64 // of the first byte not acknowledged
	RcvNxt   uint64 // of the next byte to receive

	// Since Linux 6.5.
	Retransmits   int    // of data, on another subflow
	BytesRetrans  uint64 // bytes of these
	BytesSent     uint64
	BytesReceived uint64
	BytesAcked    uint64

	// How long ago. Since Linux 6.10.
	LastDataSent time.Duration
	LastDataRecv time.Duration
	LastAckRecv  time.Duration
}

// String returns a summary, such as "2 subflows, 300 B sent, 20 B received".
func (m MPTCPMetrics) String() string {
	n := m.Subflows + 1
	s := strconv.Itoa(n) + " subflow"
	if n > 1 {
		s += "s"
	}
	if m.Fallback {
		s = "fallback to TCP"
	}
	return s + ", " + strconv.FormatUint(m.BytesSent, 10) + " B sent, " + strconv.FormatUint(m.BytesReceived, 10) + " B received"
}

// The struct mptcp_info of linux/mptcp.h grows: Linux 5.16 has 48 bytes of it,
// and what is below needs 40.
const (
	mptcpInfoRoom  = 256
	mptcpInfoLeast = 40
)

var mptcpMetricsForm = form[MPTCPMetrics]{"MPTCPMetrics", nil, getMPTCPMetrics}

func getMPTCPMetrics(b []byte, _ *row) (m MPTCPMetrics, err error) {
	if len(b) < mptcpInfoLeast {
		return m, errShort(b)
	}
	var all [96]byte // what an older kernel does not tell stays zero
	copy(all[:], b)
	u32 := func(at int) uint32 { return binary.NativeEndian.Uint32(all[at:]) }
	u64 := func(at int) uint64 { return binary.NativeEndian.Uint64(all[at:]) }
	millis := func(at int) time.Duration { return time.Duration(u32(at)) * time.Millisecond }
	flags := u32(8)
	return MPTCPMetrics{
		Subflows:           int(all[0]),
		AddAddrSignal:      int(all[1]),
		AddAddrAccepted:    int(all[2]),
		SubflowsMax:        int(all[3]),
		AddAddrSignalMax:   int(all[4]),
		AddAddrAcceptedMax: int(all[5]),
		Fallback:           flags&1 != 0, // MPTCP_INFO_FLAG_FALLBACK
		RemoteKeyReceived:  flags&2 != 0, // MPTCP_INFO_FLAG_REMOTE_KEY_RECEIVED
		Token:              u32(12),
		WriteSeq:           u64(16),
		SndUna:             u64(24),
		RcvNxt:             u64(32),
		LocalAddrUsed:      int(all[40]),
		LocalAddrMax:       int(all[41]),
		Checksum:           all[42] != 0,
		Retransmits:        int(u32(44)),
		BytesRetrans:       u64(48),
		BytesSent:          u64(56),
		BytesReceived:      u64(64),
		BytesAcked:         u64(72),
		SubflowsTotal:      int(all[80]),
		LastDataSent:       millis(84),
		LastDataRecv:       millis(88),
		LastAckRecv:        millis(92),
	}, nil
}

// An MPTCPSubflow is one of the TCP connections that an MPTCP connection is made
// of.
type MPTCPSubflow struct{ Local, Remote netip.AddrPort }

// String returns both ends, as in "192.0.2.1:4000->192.0.2.2:80".
func (f MPTCPSubflow) String() string { return f.Local.String() + "->" + f.Remote.String() }

// What is asked of each subflow comes behind a struct mptcp_subflow_data: its own
// size, the number of subflows, and the size of what the kernel has of each and
// of the room for it.
const (
	mptcpHead      = 16
	mptcpMost      = 32
	mptcpAddrsSize = 2 * 128
)

func askAddrs(b []byte)   { askSubflows(b, mptcpAddrsSize) }
func askTCPInfo(b []byte) { askSubflows(b, tcpInfoRoom) }

func askSubflows(b []byte, size uint32) {
	clear(b)
	binary.NativeEndian.PutUint32(b, mptcpHead)
	binary.NativeEndian.PutUint32(b[12:], size)
}

var (
	mptcpAddrsForm = form[[]MPTCPSubflow]{"[]MPTCPSubflow", nil, getMPTCPAddrs}
	mptcpTCPForm   = form[[]TCPMetrics]{"[]TCPMetrics", nil, getMPTCPTCP}
)

func getMPTCPAddrs(b []byte, _ *row) (list []MPTCPSubflow, err error) {
	err = eachSubflow(b, mptcpAddrsSize, func(b []byte) error {
		list = append(list, MPTCPSubflow{getSockaddr(b), getSockaddr(b[mptcpAddrsSize/2:])})
		return nil
	})
	return list, err
}

func getMPTCPTCP(b []byte, _ *row) (list []TCPMetrics, err error) {
	err = eachSubflow(b, 0, func(b []byte) error {
		m, err := tcpInfoForm.get(b, &row{as: tcpInfoLinux})
		list = append(list, m)
		return err
	})
	return list, err
}

// eachSubflow calls f with what the kernel wrote of each subflow.
func eachSubflow(b []byte, least int, f func(b []byte) error) error {
	if len(b) < mptcpHead {
		return errShort(b)
	}
	n, has, room := binary.NativeEndian.Uint32(b[4:]), int(binary.NativeEndian.Uint32(b[8:])), int(binary.NativeEndian.Uint32(b[12:]))
	if has < least || room < least || has < 0 || room < 0 {
		return errShort(b)
	}
	rest := b[mptcpHead:]
	for i := uint32(0); i < n && len(rest) > 0; i++ {
		if len(rest) < min(room, has) {
			return errShort(b)
		}
		if err := f(rest[:min(room, has)]); err != nil {
			return err
		}
		rest = rest[min(room, len(rest)):]
	}
	return nil
}

// getSockaddr reads a struct sockaddr_in or sockaddr_in6 of Linux; the zero
// AddrPort where it is neither.
func getSockaddr(b []byte) netip.AddrPort {
	family, port := binary.NativeEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])
	if family == afInet {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[4:8])), port)
	}
	if family == afInet6 { // an if, for systems without either have the same number for both
		return netip.AddrPortFrom(netip.AddrFrom16([16]byte(b[8:24])), port)
	}
	return netip.AddrPort{}
}
