package sockopt

import (
	"encoding/binary"
	"math/bits"
)

var groupsForm = form[[]uint32]{"[]uint32", nil, getGroups}

func getGroups(b []byte, _ *row) ([]uint32, error) {
	if len(b)%4 != 0 {
		return nil, errShort(b)
	}
	if len(b) == 0 {
		return nil, nil
	}
	groups := make([]uint32, len(b)/4)
	for i := range groups {
		groups[i] = binary.NativeEndian.Uint32(b[4*i:])
	}
	return groups, nil
}

var (
	netlinkGroupForm  = form[uint32]{"uint32", putNumber[uint32], nil}
	netlinkGroupsForm = form[[]uint32]{"[]uint32", nil, getNetlinkGroups}
)

// getNetlinkGroups reads words of bits, of which the lowest is group 1.
func getNetlinkGroups(b []byte, _ *row) (groups []uint32, err error) {
	if len(b)%4 != 0 {
		return nil, errShort(b)
	}
	for i := 0; i < len(b); i += 4 {
		for word := binary.NativeEndian.Uint32(b[i:]); word != 0; word &= word - 1 {
			groups = append(groups, uint32(8*i+bits.TrailingZeros32(word)+1))
		}
	}
	return groups, nil
}
