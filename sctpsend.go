package sockopt

import (
	"encoding/binary"
	"math"
	"strconv"
	"time"
)

// An SCTPSend is what a message is sent with if it does not say so itself.
type SCTPSend struct {
	Stream uint16
	Flags  SCTPSendFlags
	// PPID is the payload protocol, as the IANA registry numbers it: it goes out in
	// network byte order.
	PPID    uint32
	Context uint32 // comes back with a message that could not be sent
	// TimeToLive is how long the message may wait to be sent, in whole
	// milliseconds, rounded up; zero: for ever.
	TimeToLive time.Duration
}

// String returns the fields that are not zero, as in
// "stream=1,flags=unordered,ppid=46,timetolive=1s".
func (s SCTPSend) String() string { return formatFields(s) }

// SCTPSendFlags say how a message is sent. A system's own flags that are not
// among these are 16 bits up.
type SCTPSendFlags uint32

// The flags. Linux takes none but the first four here.
const (
	SCTPUnordered       SCTPSendFlags = 1 << iota // not in the order of its stream
	SCTPAddrOver                                  // to the address of the send, not the primary one
	SCTPAbort                                     // ends the association at once
	SCTPEOF                                       // ends it once all has been sent
	SCTPSendAll                                   // to all associations of the socket
	SCTPSackImmediately                           // asks the peer to acknowledge at once
)

// String returns the names of the flags, as in "unordered|eof".
func (f SCTPSendFlags) String() string {
	return flagNames(uint32(f), "0", []string{"unordered", "addrover", "abort", "eof", "sendall", "sackimmediately"})
}

// MarshalText returns the text of String.
func (v SCTPSendFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
// Numbers are those of the Go constants, as the C constants differ between systems.
func (v *SCTPSendFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

// The bits of the flags on each system, in the order of the constants.
var (
	sctpSendBitsLinux   = []uint32{1, 2, 4, 0x200, 0x40, 8}
	sctpSendBitsFreeBSD = []uint32{0x400, 0x800, 0x200, 0x100, 0x1000, 0x4000}
	sctpSendBitsNetBSD  = []uint32{0x2000, 0x4000, 0x8000, 0x1000, 0x200, 0}
	sctpSendBitsSolaris = []uint32{1, 8, 2, 4, 0, 0}
)

// sctpSendBits returns the bits of a system.
func sctpSendBits(as layout) []uint32 {
	switch as {
	case sctpSendFreeBSD:
		return sctpSendBitsFreeBSD
	case sctpSendNetBSD:
		return sctpSendBitsNetBSD
	case sctpSendSolaris:
		return sctpSendBitsSolaris
	}
	return sctpSendBitsLinux
}

// toBits writes flags with the bits of a system, what is 16 bits up as it is.
func toBits(flags uint32, bits []uint32) (uint32, error) {
	raw := flags >> 16
	for i := range 16 {
		switch {
		case flags>>i&1 == 0:
		case i >= len(bits) || bits[i] == 0:
			return 0, &valueError{"the flag " + strconv.Itoa(i) + " is none of this system's"}
		default:
			raw |= bits[i]
		}
	}
	return raw, nil
}

func fromBits(raw uint32, bits []uint32) (flags uint32) {
	for i, bit := range bits {
		if raw&bit != 0 {
			flags |= 1 << i
			raw &^= bit
		}
	}
	return flags | raw<<16
}

var sctpSendForm = form[SCTPSend]{"SCTPSend", putSCTPSend, getSCTPSend}

func putSCTPSend(e *encoding, _ *meta, r *row, v SCTPSend) error {
	flags, err := toBits(uint32(v.Flags), sctpSendBits(r.as))
	if err == nil && flags > math.MaxUint16 {
		err = &valueError{"the flags must be of 16 bits"}
	}
	if err != nil {
		return err
	}
	ttl, err := inMillis(v.TimeToLive, math.MaxUint32)
	if err != nil {
		return err
	}
	b := e.grow(r.size())
	binary.NativeEndian.PutUint16(b, v.Stream)
	binary.NativeEndian.PutUint16(b[4:], uint16(flags))
	binary.BigEndian.PutUint32(b[8:], v.PPID)
	binary.NativeEndian.PutUint32(b[12:], v.Context)
	binary.NativeEndian.PutUint32(b[16:], ttl)
	return nil
}

func getSCTPSend(b []byte, r *row) (SCTPSend, error) {
	if len(b) < sctpSendSize {
		return SCTPSend{}, errShort(b)
	}
	return SCTPSend{
		Stream:     binary.NativeEndian.Uint16(b),
		Flags:      SCTPSendFlags(fromBits(uint32(binary.NativeEndian.Uint16(b[4:])), sctpSendBits(r.as))),
		PPID:       binary.BigEndian.Uint32(b[8:]),
		Context:    binary.NativeEndian.Uint32(b[12:]),
		TimeToLive: millisAt(b[16:]),
	}, nil
}
