package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A PacketRing has the measures of a ring buffer.
type PacketRing struct {
	BlockSize  int // bytes; a multiple of the page size
	BlockCount int
	FrameSize  int // bytes; a multiple of 16, and a divisor of BlockSize
	FrameCount int // those that fit BlockCount blocks

	// The rest is for [TPacketV3] alone; the other versions ignore it.

	// RetireTimeout is after how long a block is handed over that is not full;
	// rounded up to a millisecond. Zero lets the kernel choose.
	RetireTimeout time.Duration
	// PrivateSize is the room for the program in front of each block, in bytes.
	PrivateSize int
	// FillHash has the kernel tell the hash of each packet, as
	// TP_FT_REQ_FILL_RXHASH does.
	FillHash bool
}

// A TPacketVersion is a form of the ring buffers of packet sockets.
type TPacketVersion int

// The versions: linux/if_packet.h.
const (
	TPacketV1 TPacketVersion = iota
	TPacketV2
	TPacketV3
)

var tpacketVersionNames = [...]string{"TPACKET_V1", "TPACKET_V2", "TPACKET_V3"}

// String returns the C name, such as "TPACKET_V3".
func (v TPacketVersion) String() string { return nameAt(tpacketVersionNames[:], int(v)) }

// MarshalText returns the text of String.
func (v TPacketVersion) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TPacketVersion) UnmarshalText(text []byte) error { return parseText(v, text) }

var (
	tpacketVersionForm = form[TPacketVersion]{"TPacketVersion", putNumber[TPacketVersion], getNumber[TPacketVersion]}
	packetHdrLenForm   = form[int]{"int", nil, getNumber[int]}
)

func putPacketHdrLen(e *encoding, _ *row, v TPacketVersion) error {
	if v < TPacketV1 || v > TPacketV3 {
		return &valueError{"must be TPACKET_V1 to TPACKET_V3"}
	}
	binary.NativeEndian.PutUint32(e.grow(4), uint32(v))
	return nil
}

// String returns the fields that are not zero, as in
// "blocksize=4096,blockcount=8,framesize=2048,framecount=16".
func (r PacketRing) String() string { return formatFields(r) }

var packetRingForm = form[PacketRing]{"PacketRing", putPacketRing, nil}

// putPacketRing writes a struct tpacket_req3, which for versions 1 and 2 begins
// with what they take and may be longer.
func putPacketRing(e *encoding, _ *meta, _ *row, v PacketRing) error {
	if v.RetireTimeout < 0 || v.RetireTimeout > math.MaxInt32*time.Millisecond {
		return &valueError{"RetireTimeout must be 0 to 2147483647ms"}
	}
	millis := wire.Ceil(v.RetireTimeout, time.Millisecond)
	b := e.grow(28)
	for i, n := range [...]int{v.BlockSize, v.BlockCount, v.FrameSize, v.FrameCount, int(millis), v.PrivateSize} {
		if n < 0 || int64(n) > math.MaxInt32 {
			return &valueError{"a measure must be 0 to 2147483647"}
		}
		binary.NativeEndian.PutUint32(b[4*i:], uint32(n))
	}
	if v.FillHash {
		binary.NativeEndian.PutUint32(b[24:], 1) // TP_FT_REQ_FILL_RXHASH
	}
	return nil
}
