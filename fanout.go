package sockopt

import "encoding/binary"

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

// MarshalText returns the text of String.
func (v FanoutMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FanoutMode) UnmarshalText(text []byte) error { return parseText(v, text) }

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

// MarshalText returns the text of String.
func (v FanoutFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *FanoutFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

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
