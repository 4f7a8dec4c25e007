package sockopt

import (
	"encoding/binary"
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

var isMPTCP = param[bool]{meta{id: idIsMPTCP, name: "TCP_IS_MPTCP", level: levelTCP, kinds: tcpKinds, access: GetOnly}, &boolForm}

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

var mptcpMetrics = param[MPTCPMetrics]{meta{id: idMPTCPInfo, name: "MPTCP_INFO", level: levelMPTCP, kinds: mptcpKinds, access: GetOnly}, &mptcpMetricsForm}

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
