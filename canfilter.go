package sockopt

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// A CANFilter lets a frame through whose identifier has the bits of ID where
// Mask has ones. With CANInvert in ID it lets through all others.
type CANFilter struct{ ID, Mask uint32 }

// Flags of an identifier: linux/can.h, the same on NetBSD.
const (
	CANExtended uint32 = 1 << 31 // the identifier has 29 bits and not 11
	CANRemote   uint32 = 1 << 30 // a remote transmission request
	CANInvert   uint32 = 1 << 29 // of a [CANFilter]: what does not match
)

// String returns identifier and mask in hexadecimal, as in "123:7ff", with a ~
// between them if it is inverted, as candump(1) has it.
func (f CANFilter) String() string {
	between := ":"
	if f.ID&CANInvert != 0 {
		between = "~"
	}
	return strconv.FormatUint(uint64(f.ID&^CANInvert), 16) + between + strconv.FormatUint(uint64(f.Mask), 16)
}

// MarshalText is String, for encoding/json and the like.
func (f CANFilter) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads what String prints, such as "123:7ff".
func (f *CANFilter) UnmarshalText(text []byte) error {
	id, mask, ok := strings.Cut(string(text), ":")
	flag := uint32(0)
	if !ok {
		id, mask, _ = strings.Cut(string(text), "~")
		flag = CANInvert
	}
	i, err := strconv.ParseUint(id, 16, 32)
	m, err2 := strconv.ParseUint(mask, 16, 32)
	if err != nil || err2 != nil {
		return &valueError{"must be ID:MASK or ID~MASK in hexadecimal, such as 123:7ff"}
	}
	*f = CANFilter{uint32(i) | flag, uint32(m)}
	return nil
}

var canFilterForm = form[[]CANFilter]{"[]CANFilter", putCANFilters, getCANFilters}

func putCANFilters(e *encoding, _ *meta, _ *row, v []CANFilter) error {
	if len(v) > canFilterMax {
		return &valueError{"must be at most 512 filters"}
	}
	b := e.grow(8 * len(v))
	for i, f := range v {
		binary.NativeEndian.PutUint32(b[8*i:], f.ID)
		binary.NativeEndian.PutUint32(b[8*i+4:], f.Mask)
	}
	return nil
}

func getCANFilters(b []byte, _ *row) ([]CANFilter, error) {
	if len(b)%8 != 0 {
		return nil, errShort(b)
	}
	var filters []CANFilter
	for ; len(b) > 0; b = b[8:] {
		filters = append(filters, CANFilter{binary.NativeEndian.Uint32(b), binary.NativeEndian.Uint32(b[4:])})
	}
	return filters, nil
}
