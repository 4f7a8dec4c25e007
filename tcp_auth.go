package sockopt

import (
	"encoding/binary"
	"net/netip"
)

// The options of IPPROTO_TCP that authenticate segments: tcp(7).

// MD5Sig (TCP_MD5SIG) signs all segments to and from one peer with a key, and
// drops what is not signed with it (RFC 2385).
//
// BGP uses it. The peer needs the same key; with another, or none, connect
// times out. The value is the peer's address, as a prefix of that address alone,
// and the key, of 1 to 80 bytes; an empty key takes the one that was set away,
// ENOENT if there is none. For a prefix or an interface see [MD5SigExt].
//
// Set it before connect or listen, in a Control hook; a listener takes a key for
// each of its peers. An AF_INET6 socket, such as a listener for "tcp" is, takes
// an IPv4 peer as a mapped address, ::ffff:192.0.2.1, and an AF_INET one as it is;
// the other way is EINVAL. It can be set and not read. An MPTCP socket, such as
// [net.Listen] makes, refuses it. The BSDs keep the keys elsewhere:
// [SignatureEnable].
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp_ipv4.c, RFC 2385.
var MD5Sig = WriteOnly[MD5Key]{&md5Signature}

var md5Signature = param[MD5Key]{meta{id: idMD5Sig, name: "TCP_MD5SIG", since: "Linux 2.6.20", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &md5KeyForm}

// MD5SigExt (TCP_MD5SIG_EXT) is [MD5Sig] for all peers of a prefix, and on one
// interface if that is given.
//
// The longest prefix that fits a peer has its key. A prefix of mapped addresses,
// for an AF_INET6 socket, has at least 96 bits. The interface must be an L3
// master device, such as a VRF; a key without one is for connections that are in
// none too. Everything else is as with MD5Sig. Linux has it since 4.13, and the
// interface since 5.6.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp_ipv4.c, RFC 2385.
var MD5SigExt = WriteOnly[MD5Key]{&md5SignatureExt}

var md5SignatureExt = param[MD5Key]{meta{id: idMD5SigExt, name: "TCP_MD5SIG_EXT", since: "Linux 4.13", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, access: AccessWriteOnly, secret: true}, &md5KeyForm}

// SignatureEnable (TCP_SIGNATURE_ENABLE) signs the segments of a connection
// with MD5 (RFC 2385), using keys of the system's security associations.
//
// Every system calls it TCP_MD5SIG, which on Linux is the name of [MD5Sig]. On
// Linux the socket is given the key; here setkey(8) or ipsecctl(8) gives it to
// the system, on illumos, which supports the option since 2024, tcpkey(8). The
// kernel of a BSD must have been built with TCP_SIGNATURE. Set it before
// connect or listen, in a Control hook; on a connection of OpenBSD, Set fails
// with EPERM. The default is off. DragonFly defines the constant, but no
// kernel of it can be built with the option.
//
// OS: FreeBSD (TCP_MD5SIG), NetBSD (TCP_MD5SIG), OpenBSD (TCP_MD5SIG), illumos
// (TCP_MD5SIG).
// Source: FreeBSD tcp(4), NetBSD tcp(4), OpenBSD tcp(4), illumos
// netinet/tcp.h, RFC 2385.
var SignatureEnable = Option[bool]{&signatureEnable}

var signatureEnable = param[bool]{meta{id: idSignatureEnable, name: "TCP_SIGNATURE_ENABLE", since: "illumos 2024", level: levelTCP, kinds: tcpKinds, phase: BeforeConnect, shadows: &md5Signature.meta}, &boolForm}

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
	md5SigMostKey   = 80
	md5SigSize      = md5SigKey + md5SigMostKey

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
	putSockaddr(b, v.Peer.Addr())
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
