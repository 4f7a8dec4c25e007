package sockopt

import (
	"encoding/binary"
	"strconv"
)

// SocketMemory is what a socket has in use, in bytes where nothing else is said.
type SocketMemory struct {
	RcvAlloc  uint32 // received and not yet read
	RcvBuf    uint32 // the most of that, as [RcvBuf] tells
	SndAlloc  uint32 // handed to the device and not yet sent
	SndBuf    uint32 // the most that is queued to send, as [SndBuf] tells
	FwdAlloc  uint32 // reserved and not in use
	SndQueued uint32 // queued to send or not yet acknowledged, of TCP
	OptMem    uint32 // options and filters
	Backlog   uint32 // received while the socket was in use
	Drops     uint32 // packets that were received and dropped, since Linux 4.13
}

// String returns the fields of the two queues, and the drops, as in
// "received 768/212992 sent 0/212992 queued 0 drops 0".
func (m SocketMemory) String() string {
	n := func(v uint32) string { return strconv.FormatUint(uint64(v), 10) }
	return "received " + n(m.RcvAlloc) + "/" + n(m.RcvBuf) + " sent " + n(m.SndAlloc) + "/" + n(m.SndBuf) +
		" queued " + n(m.SndQueued) + " drops " + n(m.Drops)
}

var memInfoForm = form[SocketMemory]{"SocketMemory", nil, getMemInfo}

// getMemInfo reads the numbers that there are: a kernel may know fewer.
func getMemInfo(b []byte, _ *row) (SocketMemory, error) {
	var m SocketMemory
	if len(b) < 4 || len(b)%4 != 0 {
		return m, errShort(b)
	}
	for i, field := range []*uint32{
		&m.RcvAlloc, &m.RcvBuf, &m.SndAlloc, &m.SndBuf, &m.FwdAlloc, &m.SndQueued, &m.OptMem, &m.Backlog, &m.Drops,
	} {
		if 4*i < len(b) {
			*field = binary.NativeEndian.Uint32(b[4*i:])
		}
	}
	return m, nil
}
