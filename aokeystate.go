package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strconv"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// An AOKeyQuery says which keys of TCP-AO are read.
type AOKeyQuery struct {
	// Peer asks for the key with these peers, numbers and interface; the zero one
	// for all keys.
	Peer           netip.Prefix
	Interface      Interface
	SendID, RecvID uint8
	// Current and RNext ask, without a peer, for the key that is sent with and for
	// the one that the peer is asked for.
	Current, RNext bool
	Max            int // keys that there is room for; zero: 64
}

// An AOKeyState is a key of TCP-AO and what became of it.
type AOKeyState struct {
	AOKey          // without SetCurrent and SetRNext
	Current, RNext bool
	Good, Bad      uint64 // segments that were verified with it, and that failed
}

// String returns the fields that are not zero, as in
// "aokey={peer=192.0.2.1/32,key=[8 bytes]},good=7".
func (s AOKeyState) String() string { return formatFields(s) }

var aoKeysForm = form[[]AOKeyState]{"[]AOKeyState", nil, getAOKeys}

// The struct tcp_ao_getsockopt of linux/tcp.h.
const (
	aoGetAlgorithm = 128
	aoGetKey       = 192
	aoGetCount     = 272
	aoGetFlags     = 276

	aoMostAsked = 3000
)

// Its bit-fields, in their order.
const (
	aoIsCurrent = 0
	aoIsRNext   = 1
	aoGetAll    = 2
)

// putAOKeyQuery writes the first of an array of structs. What the kernel is told
// is the length of one; how many there is room for is in it.
func putAOKeyQuery(e *encoding, _ *row, q AOKeyQuery) error {
	most := q.Max
	if most == 0 {
		most = 64
	}
	if most < 0 || most > aoMostAsked {
		return &valueError{"Max must be 0 to " + strconv.Itoa(aoMostAsked)}
	}
	b := make([]byte, aoGetSize, most*aoGetSize)
	all := !q.Current && !q.RNext
	switch {
	case q.Peer.IsValid():
		bits, err := peerBits(q.Peer, q.Interface)
		if err != nil {
			return err
		}
		if !all {
			return &valueError{"a peer, and the current key or the next"}
		}
		wire.PutSockaddr(b, wire.Sockaddr{Addr: q.Peer.Addr()})
		b[278], b[279], b[280] = q.SendID, q.RecvID, byte(bits)
		if q.Interface != 0 {
			b[282] = aoHasInterface
			binary.NativeEndian.PutUint32(b[284:], uint32(q.Interface))
		}
		all = false
	case q.Interface != 0 || q.SendID != 0 || q.RecvID != 0:
		return &valueError{"an interface or a number, and no peer"}
	}
	binary.NativeEndian.PutUint32(b[aoGetCount:], uint32(most))
	wire.PutBit(b[aoGetFlags:], aoIsCurrent, q.Current)
	wire.PutBit(b[aoGetFlags:], aoIsRNext, q.RNext)
	wire.PutBit(b[aoGetFlags:], aoGetAll, all)
	e.keep(b[:aoGetSize])
	return nil
}

func getAOKeys(b []byte, _ *row) (list []AOKeyState, err error) {
	if len(b) < aoGetSize {
		return nil, errShort(b)
	}
	n := binary.NativeEndian.Uint32(b[aoGetCount:])
	all := b[:cap(b)]
	if int64(n) > int64(len(all)/aoGetSize) {
		return nil, &answerError{"of " + itoa(int64(n)) + " keys, for which there is no room"}
	}
	for i := range int(n) {
		k, err := getAOKey(all[i*aoGetSize:][:aoGetSize])
		if err != nil {
			return nil, err
		}
		list = append(list, k)
	}
	return list, nil
}

func getAOKey(b []byte) (s AOKeyState, err error) {
	from, _ := wire.GetSockaddr(b)
	addr, bits := from.Addr, int(b[280])
	if addr.Is4In6() {
		bits += 96
	}
	if int(b[283]) > aoMostKey || bits > addr.BitLen() {
		return s, &answerError{"a key of " + strconv.Itoa(int(b[283])) + " bytes for a prefix of " + strconv.Itoa(bits) + " bits"}
	}
	s.AOKey = AOKey{
		Peer:   netip.PrefixFrom(addr, bits),
		SendID: b[278], RecvID: b[279],
		Algorithm:      wire.String(b[aoGetAlgorithm:aoGetKey]),
		MACLen:         int(b[281]),
		Key:            NewSecret(b[aoGetKey:][:b[283]]),
		ExcludeOptions: b[282]&aoExcludeOptions != 0,
	}
	if b[282]&aoHasInterface != 0 {
		s.Interface = Interface(binary.NativeEndian.Uint32(b[284:]))
	}
	s.Current, s.RNext = wire.Bit(b[aoGetFlags:], aoIsCurrent), wire.Bit(b[aoGetFlags:], aoIsRNext)
	s.Good, s.Bad = binary.NativeEndian.Uint64(b[288:]), binary.NativeEndian.Uint64(b[296:])
	return s, nil
}
