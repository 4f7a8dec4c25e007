package sockopt

import (
	"encoding/binary"
	"strconv"
)

// The options that give a TLS session to the kernel.

// ULP (TCP_ULP) puts a protocol of the kernel on top of a connection, such as
// "tls".
//
// A name is at most 15 bytes. "tls" is for [TLSTX] and [TLSRX], and needs a
// connection (ENOTCONN) and a kernel with the module tls (ENOENT), which is only
// loaded for those who may load modules. There is no way back. A Get tells the
// name, empty without one; that of an MPTCP socket is "mptcp", which cannot be
// set. Linux has it since 4.13.
//
// OS: Linux.
// Source: Linux tls, linux/tcp.h, Linux net/ipv4/tcp_ulp.c.
var ULP = Option[string]{&ulp}

var ulp = param[string]{meta{id: idULP, name: "TCP_ULP", level: levelTCP, kinds: tcpKinds, phase: AfterConnect}, &stringForm}

// TLSTX (TLS_TX) gives the kernel the key with which it encrypts what is sent on
// a connection that has the [ULP] "tls".
//
// After the handshake, which stays with the program, what is written is plain and
// leaves as TLS records; sendfile works. It is set once, with TLS 1.3 again for a
// new key of the same cipher (Linux 6.14, else EBUSY). A connection without the
// ULP refuses it.
//
// A Get asks for the key of a cipher and gives it with the sequence number of the
// next record, for whoever takes the connection over; another cipher than that of
// the connection is EINVAL. Asked with the zero TLSCipher, it tells the version
// and the cipher alone. Where no key was set it is EBUSY.
//
// OS: Linux.
// Source: Linux tls, linux/tls.h.
var TLSTX = SettableRequest[TLSCipher, TLSKey]{&tlsTX}

var tlsTX = query[TLSCipher, TLSKey]{param: param[TLSKey]{meta{id: idTLSTX, name: "TLS_TX", level: levelTLS, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, secret: true}, &tlsKeyForm}, put: putTLSCipher}

// TLSRX (TLS_RX) gives the kernel the key with which it decrypts what is received
// on a connection that has the [ULP] "tls".
//
// Set it when the program has read the last byte that it decrypts itself. What is
// read is plain then; a record that is no data, such as an alert, fails a Read
// with EIO, and comes with its type to a recvmsg that has room for a control
// message. All else is as with [TLSTX]. Linux has it since 4.17.
//
// OS: Linux.
// Source: Linux tls, linux/tls.h.
var TLSRX = SettableRequest[TLSCipher, TLSKey]{&tlsRX}

var tlsRX = query[TLSCipher, TLSKey]{param: param[TLSKey]{meta{id: idTLSRX, name: "TLS_RX", level: levelTLS, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, secret: true}, &tlsKeyForm}, put: putTLSCipher}

// A TLSCipher is the number that Linux gives a cipher of TLS records.
type TLSCipher uint16

// The ciphers that crypto/tls has.
const (
	TLSAESGCM128        TLSCipher = 51 // key of 16 bytes
	TLSAESGCM256        TLSCipher = 52 // key of 32 bytes
	TLSChaCha20Poly1305 TLSCipher = 54 // key of 32 bytes; Linux 5.11
)

// String returns the name, such as "AES-GCM-128".
func (c TLSCipher) String() string {
	switch c {
	case TLSAESGCM128:
		return "AES-GCM-128"
	case TLSAESGCM256:
		return "AES-GCM-256"
	case TLSChaCha20Poly1305:
		return "CHACHA20-POLY1305"
	}
	return strconv.Itoa(int(c))
}

// keySize returns the bytes of a key, 0 for a cipher that is not known.
func (c TLSCipher) keySize() int {
	switch c {
	case TLSAESGCM128:
		return 16
	case TLSAESGCM256, TLSChaCha20Poly1305:
		return 32
	}
	return 0
}

// A TLSKey is the key material of one direction of a TLS session.
type TLSKey struct {
	Version uint16 // tls.VersionTLS12 or tls.VersionTLS13
	Cipher  TLSCipher
	Key     Secret // 16 or 32 bytes, by the cipher
	// IV is the 12 bytes of the write IV. The AES-GCM of TLS 1.2 has 4 of these,
	// the salt; the other 8 are the explicit nonce of the next record, often the
	// sequence number.
	IV  Secret
	Seq uint64 // sequence number of the next record
}

// String returns the version and the cipher, as in "TLS 1.3 AES-GCM-128".
func (k TLSKey) String() string {
	version := "TLS 1.2 "
	if k.Version == tlsVersion13 {
		version = "TLS 1.3 "
	}
	return version + k.Cipher.String()
}

const (
	tlsVersion12 = 0x303
	tlsVersion13 = 0x304
	tlsHead      = 4 // struct tls_crypto_info: version and cipher
	tlsIVSize    = 12
	tlsSaltSize  = 4 // of AES-GCM, the first bytes of its IV
)

var tlsKeyForm = form[TLSKey]{"TLSKey", putTLSKey, getTLSKey}

// putTLSKey writes a struct tls12_crypto_info_*: version, cipher, IV, key, salt,
// sequence number.
func putTLSKey(e *encoding, _ *meta, _ *row, v TLSKey) error {
	size := v.Cipher.keySize()
	switch {
	case v.Version != tlsVersion12 && v.Version != tlsVersion13:
		return &valueError{"the version must be that of TLS 1.2 or 1.3"}
	case size == 0:
		return &valueError{"the cipher must be AES-GCM-128, AES-GCM-256 or CHACHA20-POLY1305"}
	case len(v.Key) != size:
		return &valueError{"the key of this cipher must be " + strconv.Itoa(size) + " bytes"}
	case len(v.IV) != tlsIVSize:
		return &valueError{"the IV must be 12 bytes"}
	}
	salt, iv := v.IV[:tlsSaltSize], v.IV[tlsSaltSize:]
	if v.Cipher == TLSChaCha20Poly1305 {
		salt, iv = nil, v.IV
	}
	b := e.grow(tlsHead + tlsIVSize + size + 8)
	binary.NativeEndian.PutUint16(b, v.Version)
	binary.NativeEndian.PutUint16(b[2:], uint16(v.Cipher))
	at := tlsHead
	for _, part := range []Secret{iv, v.Key, salt} {
		at += copy(b[at:], part)
	}
	binary.BigEndian.PutUint64(b[at:], v.Seq)
	return nil
}

// putTLSCipher makes room for the struct of a cipher, of which there is one for
// each, or for what all of them begin with.
func putTLSCipher(e *encoding, c TLSCipher) error {
	size := c.keySize()
	switch {
	case c == 0:
		e.grow(tlsHead)
	case size == 0:
		return &valueError{"the cipher must be AES-GCM-128, AES-GCM-256 or CHACHA20-POLY1305"}
	default:
		e.grow(tlsHead + tlsIVSize + size + 8)
	}
	return nil
}

func getTLSKey(b []byte, _ *row) (k TLSKey, err error) {
	if len(b) < tlsHead {
		return k, errShort(b)
	}
	k.Version, k.Cipher = binary.NativeEndian.Uint16(b), TLSCipher(binary.NativeEndian.Uint16(b[2:]))
	if len(b) == tlsHead {
		return k, nil
	}
	size := k.Cipher.keySize()
	if size == 0 || len(b) != tlsHead+tlsIVSize+size+8 {
		return TLSKey{}, errShort(b)
	}
	salt := tlsSaltSize
	if k.Cipher == TLSChaCha20Poly1305 {
		salt = 0
	}
	iv, key, end := b[tlsHead:][:tlsIVSize-salt], b[tlsHead+tlsIVSize-salt:][:size], len(b)-8
	k.IV = append(append(make(Secret, 0, tlsIVSize), b[end-salt:end]...), iv...)
	k.Key = append(Secret(nil), key...)
	k.Seq = binary.BigEndian.Uint64(b[end:])
	return k, nil
}
