package sockopt

import (
	"encoding/binary"
	"net/netip"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// An MD5Key is a key for the segments to and from some peers.
type MD5Key struct {
	Peer      netip.Prefix
	Interface Interface // zero: any
	Key       Secret    // 1 to 80 bytes; empty: take the key away
}

// String returns the fields that are not zero, as in
// "peer=192.0.2.1/32,key=[8 bytes]".
func (k MD5Key) String() string { return formatFields(k) }

var md5KeyForm = form[MD5Key]{"MD5Key", putMD5Key, nil}

// The struct tcp_md5sig of linux/tcp.h.
const (
	md5SigFlags     = 128 // after a sockaddr_storage
	md5SigPrefix    = 129
	md5SigKeyLen    = 130
	md5SigInterface = 132
	md5SigKey       = 136
	md5SigMostKey   = md5SigSize - md5SigKey

	md5SigHasPrefix    = 1 // TCP_MD5SIG_FLAG_PREFIX
	md5SigHasInterface = 2 // TCP_MD5SIG_FLAG_IFINDEX
)

func putMD5Key(e *encoding, _ *meta, r *row, v MD5Key) error {
	bits, err := peerBits(v.Peer, v.Interface)
	switch {
	case err != nil:
		return err
	case v.Key.Len() > md5SigMostKey:
		return &valueError{"the key must be at most 80 bytes"}
	case r.as == md5Sig && (!v.Peer.IsSingleIP() || v.Interface != 0):
		return &valueError{"a prefix or an interface: that is for TCP_MD5SIG_EXT"}
	}
	b := e.grow(md5SigSize)
	wire.PutSockaddr(b, wire.Sockaddr{Addr: v.Peer.Addr()})
	if r.as == md5SigExt {
		b[md5SigFlags], b[md5SigPrefix] = md5SigHasPrefix, byte(bits)
		if v.Interface != 0 {
			b[md5SigFlags] |= md5SigHasInterface
			binary.NativeEndian.PutUint32(b[md5SigInterface:], uint32(v.Interface))
		}
	}
	binary.NativeEndian.PutUint16(b[md5SigKeyLen:], uint16(v.Key.Len()))
	copy(b[md5SigKey:], v.Key.bytes())
	return nil
}

// peerBits returns the length of the prefix of a peer as the kernel counts it.
func peerBits(peer netip.Prefix, on Interface) (bits int, err error) {
	bits = peer.Bits()
	switch {
	case !peer.IsValid():
		return 0, &valueError{"the peer must be an address or a prefix"}
	case on > maxInt32:
		return 0, &valueError{"the interface must be 0 to 2147483647"}
	case peer.Addr().Is4In6() && bits < 96:
		return 0, &valueError{"a prefix of mapped addresses must have 96 bits or more"}
	case peer.Addr().Is4In6():
		bits -= 96
	}
	return bits, nil
}
