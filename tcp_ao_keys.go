package sockopt

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strconv"
)

// AOGetKeys (TCP_AO_GET_KEYS) reads keys of TCP-AO that a socket has, and how
// many segments each of them was good for.
//
// The zero [AOKeyQuery] asks for all of them. The answer has the keys
// themselves: clear them when they are of no more use. Of the algorithm it has
// the kernel's own name, "cmac(aes)" for "cmac(aes128)", and of a MACLen that was
// zero the 12 that it stands for. Where there are more than
// was asked for, Get is an error that says how many. A socket that has no TCP-AO
// is ENOENT. It may be read at any time; a Get allocates. Linux has it since 6.7,
// if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOGetKeys = Request[AOKeyQuery, []AOKeyState]{&aoKeys}

var aoKeys = query[AOKeyQuery, []AOKeyState]{param: param[[]AOKeyState]{meta{id: idAOGetKeys, name: "TCP_AO_GET_KEYS", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, secret: true}, &aoKeysForm}, put: putAOKeyQuery}

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
	aoGetSize      = 304
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
		putSockaddr(b, q.Peer.Addr())
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
	putBits16(b[aoGetFlags:], q.Current, q.RNext, all)
	e.n, e.more = aoGetSize, b
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
	addr, bits := getSockaddr(b).Addr(), int(b[280])
	if addr.Is4In6() {
		bits += 96
	}
	if int(b[283]) > aoMostKey || bits > addr.BitLen() {
		return s, &answerError{"a key of " + strconv.Itoa(int(b[283])) + " bytes for a prefix of " + strconv.Itoa(bits) + " bits"}
	}
	algorithm, _, _ := bytes.Cut(b[aoGetAlgorithm:aoGetKey], []byte{0})
	s.AOKey = AOKey{
		Peer:   netip.PrefixFrom(addr, bits),
		SendID: b[278], RecvID: b[279],
		Algorithm:      string(algorithm),
		MACLen:         int(b[281]),
		Key:            NewSecret(b[aoGetKey:][:b[283]]),
		ExcludeOptions: b[282]&aoExcludeOptions != 0,
	}
	if b[282]&aoHasInterface != 0 {
		s.Interface = Interface(binary.NativeEndian.Uint32(b[284:]))
	}
	s.Current, s.RNext = getBit16(b[aoGetFlags:], aoIsCurrent), getBit16(b[aoGetFlags:], aoIsRNext)
	s.Good, s.Bad = binary.NativeEndian.Uint64(b[288:]), binary.NativeEndian.Uint64(b[296:])
	return s, nil
}

// putBits16 writes fields of one bit each of a uint16_t.
func putBits16(b []byte, fields ...bool) {
	var v uint16
	for n, on := range fields {
		if on {
			v |= bitField16(n)
		}
	}
	binary.NativeEndian.PutUint16(b, v)
}

func getBit16(b []byte, n int) bool { return binary.NativeEndian.Uint16(b)&bitField16(n) != 0 }

// bitField16 is [bitField] for 16 bits.
func bitField16(n int) uint16 {
	if bitField(0) != 1 {
		return 1 << 15 >> n
	}
	return 1 << n
}
