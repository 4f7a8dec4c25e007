package sockopt

import (
	"encoding/binary"
	"strconv"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A TLSMode says who does the TLS of a connection.
type TLSMode int

// Values of TLSMode.
const (
	TLSModeNone     TLSMode = iota // nobody: what is on the connection is as written
	TLSModeSoftware                // the kernel, on a processor
	TLSModeDevice                  // the network device
	TLSModeTOE                     // the network device, with all of TCP
)

var tlsModeNames = []string{"none", "software", "device", "TOE"}

// String returns the mode, such as "software", or its number.
func (m TLSMode) String() string { return nameAt(tlsModeNames, int(m)) }

// MarshalText returns the text of String.
func (v TLSMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TLSMode) UnmarshalText(text []byte) error { return parseText(v, text) }

var tlsModeForm = form[TLSMode]{"TLSMode", putNumber[TLSMode], getNumber[TLSMode]}

// A TLSCipher is the number that Linux gives a cipher of TLS records, on every OS.
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

// MarshalText returns the text of String.
func (v TLSCipher) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TLSCipher) UnmarshalText(text []byte) error { return parseText(v, text) }

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
	// sequence number. FreeBSD makes these itself.
	IV  Secret
	Seq uint64 // sequence number of the next record
}

// String returns the fields that are not zero, as in
// "version=772,cipher=AES-GCM-128,key=[16 bytes]".
func (k TLSKey) String() string { return formatFields(k) }

const (
	tlsVersion12 = 0x303
	tlsVersion13 = 0x304
	tlsHead      = 4 // struct tls_crypto_info: version and cipher
	tlsIVSize    = 12
	tlsSaltSize  = 4 // of AES-GCM, the first bytes of its IV
)

var tlsKeyForm = form[TLSKey]{"TLSKey", putTLSKey, getTLSKey}

// putTLSKey writes a struct tls12_crypto_info_*: version, cipher, IV, key, salt,
// sequence number. Or a struct tls_enable.
func putTLSKey(e *encoding, _ *meta, r *row, v TLSKey) error {
	size := v.Cipher.keySize()
	switch {
	case v.Version != tlsVersion12 && v.Version != tlsVersion13:
		return &valueError{"the version must be that of TLS 1.2 or 1.3"}
	case size == 0:
		return &valueError{"the cipher must be AES-GCM-128, AES-GCM-256 or CHACHA20-POLY1305"}
	case v.Key.Len() != size:
		return &valueError{"the key of this cipher must be " + strconv.Itoa(size) + " bytes"}
	case v.IV.Len() != tlsIVSize:
		return &valueError{"the IV must be 12 bytes"}
	}
	if r.as == tlsEnable {
		putTLSEnable(e, v)
		return nil
	}
	iv, salt := v.IV.bytes(), []byte(nil)
	if v.Cipher != TLSChaCha20Poly1305 {
		salt, iv = iv[:tlsSaltSize], iv[tlsSaltSize:]
	}
	b := e.grow(tlsHead + tlsIVSize + size + 8)
	binary.NativeEndian.PutUint16(b, v.Version)
	binary.NativeEndian.PutUint16(b[2:], uint16(v.Cipher))
	at := tlsHead
	for _, part := range [][]byte{iv, v.Key.bytes(), salt} {
		at += copy(b[at:], part)
	}
	binary.BigEndian.PutUint64(b[at:], v.Seq)
	return nil
}

// The numbers of ciphers in crypto/cryptodev.h of FreeBSD.
const (
	cryptoAESGCM16         = 25
	cryptoChaCha20Poly1305 = 41
)

// putTLSEnable writes a struct tls_enable and behind it the key and the IV that
// it points to. There is no key for a hash, as the ciphers need none.
func putTLSEnable(e *encoding, v TLSKey) {
	cipher, key, iv := uint32(cryptoAESGCM16), v.Key.bytes(), v.IV.bytes()
	switch {
	case v.Cipher == TLSChaCha20Poly1305:
		cipher = cryptoChaCha20Poly1305
	case v.Version == tlsVersion12:
		iv = iv[:tlsSaltSize]
	}
	b, secrets := e.growPointing(tlsEnableSize, len(key)+len(iv))
	key = secrets[:copy(secrets, key)]
	copy(secrets[len(key):], iv)
	wire.PutInt(b[:wordSize], int64(uintptr(unsafe.Pointer(&key[0]))))
	wire.PutInt(b[wordSize:2*wordSize], int64(uintptr(unsafe.Pointer(&secrets[len(key)]))))
	b = b[3*wordSize:]
	for i, n := range []uint32{cipher, uint32(len(key)), uint32(len(iv))} {
		binary.NativeEndian.PutUint32(b[4*i:], n)
	}
	b[24], b[25] = byte(v.Version>>8), byte(v.Version)
	binary.BigEndian.PutUint64(b[26:], v.Seq)
}

// putTLSCipher makes room for the struct of a cipher, of which there is one for
// each, or for what all of them begin with.
func putTLSCipher(e *encoding, _ *row, c TLSCipher) error {
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
	whole := append(append(make([]byte, 0, tlsIVSize), b[end-salt:end]...), iv...)
	k.IV, k.Key = NewSecret(whole), NewSecret(key)
	clear(whole)
	k.Seq = binary.BigEndian.Uint64(b[end:])
	return k, nil
}
