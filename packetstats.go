package sockopt

import (
	"encoding/binary"
	"strconv"
)

// A PacketStats counts the packets of a packet socket.
type PacketStats struct {
	Packets uint32 // that passed the filter, those dropped included
	Drops   uint32 // for which there was no room
	// Freezes is how often the ring buffer of [TPacketV3] was full; 0 for the other
	// versions.
	Freezes uint32
}

// String returns the counts, as in "10 packets, 2 dropped".
func (s PacketStats) String() string {
	return strconv.FormatUint(uint64(s.Packets), 10) + " packets, " + strconv.FormatUint(uint64(s.Drops), 10) + " dropped"
}

var packetStatsForm = form[PacketStats]{"PacketStats", nil, getPacketStats}

func getPacketStats(b []byte, _ *row) (s PacketStats, err error) {
	if len(b) != 8 && len(b) != 12 {
		return s, errShort(b)
	}
	s.Packets, s.Drops = binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[4:])
	if len(b) == 12 {
		s.Freezes = binary.NativeEndian.Uint32(b[8:])
	}
	return s, nil
}
