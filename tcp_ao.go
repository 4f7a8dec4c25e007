package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strings"
)

// The options of IPPROTO_TCP that authenticate segments by RFC 5925: TCP-AO.

// AOAddKey (TCP_AO_ADD_KEY) adds a key that authenticates the segments to and
// from some peers (TCP-AO).
//
// It is what follows [MD5Sig]: keys have numbers, so that both ends can change
// them while a connection lasts, and any hash. The first key must come before
// connect or listen, in a Control hook, or on the listener; on a connection
// without one it is EISCONN. The peer is written for the family of the socket, as
// with MD5Sig. It can be set and not read, and not together with MD5Sig for one
// peer (EKEYREJECTED). Linux has it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOAddKey = WriteOnly[AOKey]{&aoAddKey}

var aoAddKey = param[AOKey]{meta{id: idAOAddKey, name: "TCP_AO_ADD_KEY", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &aoKeyForm}

// AODelKey (TCP_AO_DEL_KEY) takes away a key that [AOAddKey] added.
//
// The peer, the interface and both numbers must be those that it was added with;
// ENOENT if there is none. A key that is in use must be replaced with it, by
// Current and RNext. It may be set at any time. It can be set and not read. Linux
// has it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AODelKey = WriteOnly[AOKeyID]{&aoDelKey}

var aoDelKey = param[AOKeyID]{meta{id: idAODelKey, name: "TCP_AO_DEL_KEY", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, access: AccessWriteOnly}, &aoKeyIDForm}

// AOInfo (TCP_AO_INFO) chooses among the keys of a connection, says what is done
// with segments that have none, and counts (TCP-AO).
//
// A Set changes the keys and the counters only where the value says so, and the
// two switches always. It may be set at any time, without a key before connect or
// listen only (EISCONN). A Get on a socket that has no TCP-AO is ENOENT. Linux has
// it since 6.7, if built with CONFIG_TCP_AO.
//
// OS: Linux.
// Source: Linux tcp_ao, linux/tcp.h, RFC 5925.
var AOInfo = Option[AOState]{&aoInfo}

var aoInfo = param[AOState]{meta{id: idAOInfo, name: "TCP_AO_INFO", since: "Linux 6.7", level: levelTCP, kinds: tcpKinds, ask: func(b []byte) { clear(b) }, state: true}, &aoStateForm}

// An AOKey is a key for the segments to and from some peers, with its numbers.
type AOKey struct {
	Peer           netip.Prefix
	Interface      Interface // an L3 master device, such as a VRF; zero: any
	SendID, RecvID uint8     // number in what is sent, and in what is received
	Algorithm      string    // name of the kernel's, such as "hmac(sha1)" or "cmac(aes128)"
	MACLen         int       // bytes of the hash in a segment; zero: 12
	Key            Secret    // at most 80 bytes
	ExcludeOptions bool      // hash no other TCP options
	// SetCurrent sends with the key at once, and SetRNext asks the peer to. On a
	// connection only.
	SetCurrent, SetRNext bool
}

// String returns the fields that are not zero, as in
// "peer=192.0.2.1/32,sendid=1,recvid=2,algorithm=hmac(sha1),key=[8 bytes]".
func (k AOKey) String() string { return formatFields(k) }

// An AOKeyID names a key that is taken away.
type AOKeyID struct {
	Peer           netip.Prefix
	Interface      Interface
	SendID, RecvID uint8
	// SetCurrent and SetRNext make Current and RNext the numbers of the keys that
	// are used in its place.
	SetCurrent, SetRNext bool
	Current, RNext       uint8
	Async                bool // do not wait until no packet needs it; for a listener
}

// String returns the fields that are not zero, as in
// "peer=192.0.2.1/32,sendid=1,recvid=2".
func (k AOKeyID) String() string { return formatFields(k) }

// An AOState is what TCP-AO does on a socket.
type AOState struct {
	// Current is the SendID of the key that is sent with, and RNext the RecvID of
	// the one that the peer is asked for. Read, SetCurrent and SetRNext tell
	// whether there is one; set, whether to change it.
	SetCurrent, SetRNext bool
	Current, RNext       uint8
	Required             bool // refuse connections without TCP-AO
	AcceptICMPs          bool // believe ICMP errors, which nobody signs

	SetCounters bool   // set those below; never read
	Good        uint64 // segments that were verified
	Bad         uint64 // and that failed
	KeyNotFound uint64 // that had a number without a key
	Missing     uint64 // that had no hash and should
	DroppedICMP uint64 // ICMP errors that were ignored
}

// String returns the fields that are not zero, as in
// "setcurrent=on,current=1,good=7".
func (s AOState) String() string { return formatFields(s) }

var (
	aoKeyForm   = form[AOKey]{"AOKey", putAOKey, nil}
	aoKeyIDForm = form[AOKeyID]{"AOKeyID", putAOKeyID, nil}
	aoStateForm = form[AOState]{"AOState", putAOState, getAOState}
)

// The structs tcp_ao_add, tcp_ao_del and tcp_ao_info_opt of linux/tcp.h.
const (
	aoAddSize  = 288
	aoDelSize  = 144
	aoInfoSize = 48

	aoMostKey       = 80
	aoMostAlgorithm = 63

	aoHasInterface   = 1 // TCP_AO_KEYF_IFINDEX
	aoExcludeOptions = 2 // TCP_AO_KEYF_EXCLUDE_OPT
)

// The bit-fields of the three, in their order.
const (
	aoSetCurrent  = 0
	aoSetRNext    = 1
	aoDelAsync    = 2
	aoRequired    = 2
	aoSetCounters = 3
	aoAcceptICMPs = 4
)

// putBit sets the field n of the 32 bits at b if on.
func putBit(b []byte, n int, on bool) {
	if on {
		binary.NativeEndian.PutUint32(b, binary.NativeEndian.Uint32(b)|bitField(n))
	}
}

func getBit(b []byte, n int) bool { return binary.NativeEndian.Uint32(b)&bitField(n) != 0 }

// bitField returns the bit that C has for the field n of one bit each: where the
// first byte is the high one, the first field is the high bit.
func bitField(n int) uint32 {
	if binary.NativeEndian.Uint16([]byte{0, 1}) == 1 {
		return 1 << 31 >> n
	}
	return 1 << n
}

func putAOKey(e *encoding, _ *meta, _ *row, v AOKey) error {
	bits, err := peerBits(v.Peer, v.Interface)
	switch {
	case err != nil:
		return err
	case v.Algorithm == "" || len(v.Algorithm) > aoMostAlgorithm || strings.IndexByte(v.Algorithm, 0) >= 0:
		return &valueError{"the algorithm must be a name of at most 63 bytes"}
	case v.Key.Len() > aoMostKey:
		return &valueError{"the key must be at most 80 bytes"}
	case v.MACLen < 0 || v.MACLen > 255:
		return &valueError{"the length of the hash must be 0 to 255"}
	}
	b := e.grow(aoAddSize)
	putSockaddr(b, v.Peer.Addr())
	copy(b[128:], v.Algorithm)
	binary.NativeEndian.PutUint32(b[192:], uint32(v.Interface))
	putBit(b[196:], aoSetCurrent, v.SetCurrent)
	putBit(b[196:], aoSetRNext, v.SetRNext)
	b[202], b[203], b[204], b[205] = byte(bits), v.SendID, v.RecvID, byte(v.MACLen)
	if v.Interface != 0 {
		b[206] |= aoHasInterface
	}
	if v.ExcludeOptions {
		b[206] |= aoExcludeOptions
	}
	b[207] = byte(v.Key.Len())
	copy(b[208:], v.Key.bytes())
	return nil
}

func putAOKeyID(e *encoding, _ *meta, _ *row, v AOKeyID) error {
	bits, err := peerBits(v.Peer, v.Interface)
	if err != nil {
		return err
	}
	b := e.grow(aoDelSize)
	putSockaddr(b, v.Peer.Addr())
	binary.NativeEndian.PutUint32(b[128:], uint32(v.Interface))
	putBit(b[132:], aoSetCurrent, v.SetCurrent)
	putBit(b[132:], aoSetRNext, v.SetRNext)
	putBit(b[132:], aoDelAsync, v.Async)
	b[138], b[139], b[140], b[141], b[142] = byte(bits), v.SendID, v.RecvID, v.Current, v.RNext
	if v.Interface != 0 {
		b[143] = aoHasInterface
	}
	return nil
}

func putAOState(e *encoding, _ *meta, _ *row, v AOState) error {
	b := e.grow(aoInfoSize)
	for n, on := range [...]bool{
		aoSetCurrent: v.SetCurrent, aoSetRNext: v.SetRNext, aoRequired: v.Required,
		aoSetCounters: v.SetCounters, aoAcceptICMPs: v.AcceptICMPs,
	} {
		putBit(b, n, on)
	}
	b[6], b[7] = v.Current, v.RNext
	for i, n := range [...]uint64{v.Good, v.Bad, v.KeyNotFound, v.Missing, v.DroppedICMP} {
		binary.NativeEndian.PutUint64(b[8+8*i:], n)
	}
	return nil
}

func getAOState(b []byte, _ *row) (AOState, error) {
	if len(b) < aoInfoSize {
		return AOState{}, errShort(b)
	}
	count := func(i int) uint64 { return binary.NativeEndian.Uint64(b[8+8*i:]) }
	return AOState{
		SetCurrent: getBit(b, aoSetCurrent), SetRNext: getBit(b, aoSetRNext), Current: b[6], RNext: b[7],
		Required: getBit(b, aoRequired), AcceptICMPs: getBit(b, aoAcceptICMPs), SetCounters: getBit(b, aoSetCounters),
		Good: count(0), Bad: count(1), KeyNotFound: count(2), Missing: count(3), DroppedICMP: count(4),
	}, nil
}
