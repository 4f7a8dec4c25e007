package sockopt

import (
	"encoding/binary"
	"math"
	"net"
	"strconv"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A PacketMembership is what an interface takes in for a packet socket.
type PacketMembership struct {
	Interface Interface
	Kind      PacketMembershipKind
	// Address is that of [PacketMulticast] and [PacketUnicast], at most 8 bytes.
	Address net.HardwareAddr
}

// String returns the fields that are not zero, as in
// "interface=eth0,kind=PACKET_MR_PROMISC".
func (m PacketMembership) String() string { return formatFields(m) }

// A PacketMembershipKind says which frames an interface takes in.
type PacketMembershipKind uint16

// The kinds of membership: linux/if_packet.h.
const (
	PacketMulticast    PacketMembershipKind = iota // those for one multicast address
	PacketPromiscuous                              // all
	PacketAllMulticast                             // those for any multicast address
	PacketUnicast                                  // those for one more unicast address
)

var packetMembershipKindNames = [...]string{"PACKET_MR_MULTICAST", "PACKET_MR_PROMISC", "PACKET_MR_ALLMULTI", "PACKET_MR_UNICAST"}

// String returns the C name, such as "PACKET_MR_PROMISC".
func (k PacketMembershipKind) String() string { return nameAt(packetMembershipKindNames[:], int(k)) }

var packetMembershipForm = form[PacketMembership]{"PacketMembership", putPacketMembership, nil}

func putPacketMembership(e *encoding, _ *meta, _ *row, v PacketMembership) error {
	switch v.Kind {
	case PacketMulticast, PacketUnicast:
		if len(v.Address) == 0 || len(v.Address) > 8 {
			return &valueError{"the address must be 1 to 8 bytes"}
		}
	case PacketPromiscuous, PacketAllMulticast:
		if len(v.Address) != 0 {
			return &valueError{"has no address, as it is for all"}
		}
	default:
		return &valueError{"unknown kind of membership"}
	}
	if v.Interface == 0 || v.Interface > math.MaxInt32 {
		return &valueError{"must have an interface"}
	}
	b := e.grow(16)
	binary.NativeEndian.PutUint32(b, uint32(v.Interface))
	binary.NativeEndian.PutUint16(b[4:], uint16(v.Kind))
	binary.NativeEndian.PutUint16(b[6:], uint16(len(v.Address)))
	copy(b[8:], v.Address)
	return nil
}

// A Fanout is a group of packet sockets that share what arrives.
type Fanout struct {
	ID    uint16 // of the group, in the network namespace
	Mode  FanoutMode
	Flags FanoutFlags
	// MaxMembers limits how many sockets the group may have, up to 65536; zero is
	// 256. It takes Linux 5.10.
	MaxMembers int
}

// String returns the fields that are not zero, as in
// "id=7,mode=PACKET_FANOUT_LB".
func (f Fanout) String() string { return formatFields(f) }

// A FanoutMode says by what packets are spread over a group.
type FanoutMode uint8

// The modes: linux/if_packet.h.
const (
	FanoutHash         FanoutMode = iota // by flow
	FanoutLoadBalance                    // in turn
	FanoutCPU                            // by the processor that the packet arrived on
	FanoutRollover                       // to the first that has room
	FanoutRandom                         // by chance
	FanoutQueueMapping                   // by the queue of the device
	FanoutCBPF                           // by a classic BPF program
	FanoutEBPF                           // by an eBPF program
)

var fanoutModeNames = [...]string{
	"PACKET_FANOUT_HASH", "PACKET_FANOUT_LB", "PACKET_FANOUT_CPU", "PACKET_FANOUT_ROLLOVER",
	"PACKET_FANOUT_RND", "PACKET_FANOUT_QM", "PACKET_FANOUT_CBPF", "PACKET_FANOUT_EBPF",
}

// String returns the C name, such as "PACKET_FANOUT_HASH".
func (m FanoutMode) String() string { return nameAt(fanoutModeNames[:], int(m)) }

// FanoutFlags are flags of a [Fanout].
type FanoutFlags uint8

// The flags, those of linux/if_packet.h without the byte of the mode.
const (
	FanoutFlagRollover       FanoutFlags = 0x10 // past a socket that has no room
	FanoutUniqueID           FanoutFlags = 0x20 // the kernel chooses an ID that is free
	FanoutFlagIgnoreOutgoing FanoutFlags = 0x40 // without what this host sends
	FanoutFlagDefrag         FanoutFlags = 0x80 // IP fragments are put together first
)

// String joins the C names with |.
func (f FanoutFlags) String() string {
	return flagNames(uint32(f), "0", []string{
		4: "PACKET_FANOUT_FLAG_ROLLOVER", 5: "PACKET_FANOUT_FLAG_UNIQUEID",
		6: "PACKET_FANOUT_FLAG_IGNORE_OUTGOING", 7: "PACKET_FANOUT_FLAG_DEFRAG",
	})
}

var fanoutForm = form[Fanout]{"Fanout", putFanout, getFanout}

func putFanout(e *encoding, _ *meta, _ *row, v Fanout) error {
	if v.MaxMembers < 0 || v.MaxMembers > 1<<16 {
		return &valueError{"MaxMembers must be 0 to 65536"}
	}
	word := uint32(v.ID) | uint32(v.Mode)<<16 | uint32(v.Flags)<<24
	if v.MaxMembers == 0 { // what every kernel takes
		binary.NativeEndian.PutUint32(e.grow(4), word)
		return nil
	}
	b := e.grow(8) // struct fanout_args, whose first half is that word in either byte order
	binary.NativeEndian.PutUint32(b, word)
	binary.NativeEndian.PutUint32(b[4:], uint32(v.MaxMembers))
	return nil
}

func getFanout(b []byte, _ *row) (Fanout, error) {
	if len(b) != 4 && len(b) != 8 {
		return Fanout{}, errShort(b)
	}
	word := binary.NativeEndian.Uint32(b)
	f := Fanout{ID: uint16(word), Mode: FanoutMode(word >> 16), Flags: FanoutFlags(word >> 24)}
	if len(b) == 8 {
		f.MaxMembers = int(binary.NativeEndian.Uint32(b[4:]))
	}
	return f, nil
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

// PacketClock says which clock timestamps are of, as flags of which the first
// that there is is used.
type PacketClock uint32

// The clocks, as linux/net_tstamp.h has them.
const (
	PacketClockSoftware PacketClock = 1 << 4 // SOF_TIMESTAMPING_SOFTWARE, the default
	PacketClockHardware PacketClock = 1 << 6 // SOF_TIMESTAMPING_RAW_HARDWARE
)

// String joins the C names with |.
func (c PacketClock) String() string {
	return flagNames(uint32(c), "0", []string{4: "SOF_TIMESTAMPING_SOFTWARE", 6: "SOF_TIMESTAMPING_RAW_HARDWARE"})
}

var packetClockForm = form[PacketClock]{"PacketClock", putNumber[PacketClock], getNumber[PacketClock]}

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
