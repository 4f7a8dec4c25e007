package sockopt

import (
	"encoding/binary"
	"strconv"
	"unsafe"
)

// MPTCPFullInfo (MPTCP_FULL_INFO) reads at once what [MPTCPInfo],
// [MPTCPSubflowAddrs] and [MPTCPTCPInfo] tell of a Multipath TCP connection, so
// that it fits together.
//
// It tells of at most 32 subflows, and how many there are. Read it at any time;
// a socket that is not, or no longer, one of MPTCP refuses it. A Get allocates
// the result. Linux has it since 6.5.
//
// OS: Linux.
// Source: linux/mptcp.h, Linux net/mptcp/sockopt.c, RFC 8684.
var MPTCPFullInfo = ReadOnly[MPTCPState]{&mptcpFullInfo}

var mptcpFullInfo = param[MPTCPState]{meta{id: idMPTCPFullInfo, name: "MPTCP_FULL_INFO", since: "Linux 6.5", level: levelMPTCP, kinds: mptcpKinds, access: AccessReadOnly, ask: askFullInfo, state: true}, &mptcpFullForm}

// An MPTCPState is all of a Multipath TCP connection.
type MPTCPState struct {
	Connection MPTCPMetrics
	Total      int // subflows that there are
	Subflows   []MPTCPSubflowState
}

// String returns the fields, as in "connection=1 subflow, 300 B sent, 20 B received,total=1".
func (s MPTCPState) String() string {
	return "connection=" + s.Connection.String() + ",total=" + strconv.Itoa(s.Total)
}

// An MPTCPSubflowState is one subflow of an MPTCPState.
type MPTCPSubflowState struct {
	ID uint32 // of the subflow, in the connection; 1 is the first
	MPTCPSubflow
	TCP TCPMetrics
}

// String returns the fields, as in
// "id=1,addrs=192.0.2.1:4000->192.0.2.2:80,state=ESTABLISHED".
func (s MPTCPSubflowState) String() string {
	return "id=" + strconv.FormatUint(uint64(s.ID), 10) + ",addrs=" + s.MPTCPSubflow.String() + ",state=" + s.TCP.State.String()
}

// The struct mptcp_full_info has the sizes of two arrays, their addresses, and a
// struct mptcp_info. The arrays are right behind it here: the buffer does not
// move, and lives as long as the call.
const (
	mptcpFullHead   = 40
	mptcpFullFlow   = 8 + mptcpAddrsSize // struct mptcp_subflow_info: the number of the subflow, the addresses
	mptcpFullFlows  = mptcpFullHead + mptcpInfoRoom
	mptcpFullStates = mptcpFullFlows + mptcpMost*mptcpFullFlow
	mptcpFullSize   = mptcpFullStates + mptcpMost*tcpInfoRoom
)

func askFullInfo(b []byte) {
	clear(b)
	binary.NativeEndian.PutUint32(b[4:], tcpInfoRoom)
	binary.NativeEndian.PutUint32(b[12:], mptcpFullFlow)
	binary.NativeEndian.PutUint32(b[20:], mptcpMost)
	binary.NativeEndian.PutUint64(b[24:], uint64(uintptr(unsafe.Pointer(&b[mptcpFullFlows]))))
	binary.NativeEndian.PutUint64(b[32:], uint64(uintptr(unsafe.Pointer(&b[mptcpFullStates]))))
}

var mptcpFullForm = form[MPTCPState]{"MPTCPState", nil, getFullInfo}

// getFullInfo reads b, and behind it the arrays, which its length does not count.
func getFullInfo(b []byte, r *row) (s MPTCPState, err error) {
	if len(b) < mptcpFullHead || cap(b) < mptcpFullSize {
		return s, errShort(b)
	}
	if s.Connection, err = getMPTCPMetrics(b[mptcpFullHead:], r); err != nil {
		return MPTCPState{}, err
	}
	field := func(at int) int { return int(int32(binary.NativeEndian.Uint32(b[at:]))) }
	// Of each element the kernel writes no more than what it has, and puts the next
	// one behind that.
	state, flow := field(4), field(12)
	addrs := field(8) - mptcpAddrsSize // where they are in it, which is by the kernel's alignment
	if state < 0 || state > tcpInfoRoom || flow < mptcpAddrsSize || flow > mptcpFullFlow || addrs < 4 || addrs+mptcpAddrsSize > flow {
		return MPTCPState{}, &answerError{"of elements of " + strconv.Itoa(state) + " and " + strconv.Itoa(flow) + " bytes"}
	}
	s.Total = field(16)
	all := b[:mptcpFullSize]
	for i := range min(max(s.Total, 0), mptcpMost) {
		f, t := all[mptcpFullFlows+i*flow:], all[mptcpFullStates+i*state:]
		sub := MPTCPSubflowState{
			ID:           binary.NativeEndian.Uint32(f),
			MPTCPSubflow: MPTCPSubflow{getSockaddr(f[addrs:]), getSockaddr(f[addrs+mptcpAddrsSize/2:])},
		}
		if sub.TCP, err = tcpInfoForm.get(t[:state], &row{as: tcpInfoLinux}); err != nil {
			return MPTCPState{}, err
		}
		s.Subflows = append(s.Subflows, sub)
	}
	return s, nil
}
