package sockopt

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

var ulp = param[string]{meta{id: idULP, name: "TCP_ULP", since: "Linux 4.13", level: levelTCP, kinds: tcpKinds, phase: AfterConnect, hint: unknownName}, &stringForm}

// TLSTX (TLS_TX) gives the kernel the key with which it encrypts what is sent on
// a connection.
//
// After the handshake, which stays with the program, what is written is plain and
// leaves as TLS records; sendfile works.
//
//   - On Linux the connection must have the [ULP] "tls". It is set once, with TLS
//     1.3 again for a new key of the same cipher (Linux 6.14, else EBUSY).
//   - On FreeBSD (13) it is TCP_TXTLS_ENABLE, which needs no ULP but the sysctl
//     kern.ipc.tls.enable, and is set once. [TLSTXMode] tells who encrypts. It
//     cannot be read there.
//
// A Get asks for the key of a cipher and gives it with the sequence number of the
// next record, for whoever takes the connection over; another cipher than that of
// the connection is EINVAL. Asked with the zero TLSCipher, it tells the version
// and the cipher alone. Where no key was set it is EBUSY.
//
// OS: Linux, FreeBSD (TCP_TXTLS_ENABLE).
// Source: Linux tls, linux/tls.h, FreeBSD ktls(4), FreeBSD sys/ktls.h.
var TLSTX = SettableRequest[TLSCipher, TLSKey]{&tlsTX}

var tlsTX = query[TLSCipher, TLSKey]{param: param[TLSKey]{meta{id: idTLSTX, name: "TLS_TX", since: "Linux 4.13, FreeBSD 13.0", level: levelTLS, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, secret: true}, &tlsKeyForm}, put: putTLSCipher}

// TLSRX (TLS_RX) gives the kernel the key with which it decrypts what is received
// on a connection.
//
// Set it when the program has read the last byte that it decrypts itself. What is
// read is plain then; a record that is no data, such as an alert, fails a Read
// (EIO on Linux), and comes with its type to a recvmsg that has room for a control
// message. All else is as with [TLSTX]: FreeBSD calls it TCP_RXTLS_ENABLE, and
// [TLSRXMode] tells who decrypts. Linux has it since 4.17.
//
// OS: Linux, FreeBSD (TCP_RXTLS_ENABLE).
// Source: Linux tls, linux/tls.h, FreeBSD ktls(4), FreeBSD sys/ktls.h.
var TLSRX = SettableRequest[TLSCipher, TLSKey]{&tlsRX}

var tlsRX = query[TLSCipher, TLSKey]{param: param[TLSKey]{meta{id: idTLSRX, name: "TLS_RX", since: "Linux 4.17, FreeBSD 13.0", level: levelTLS, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, secret: true}, &tlsKeyForm}, put: putTLSCipher}

// TLSTXMode (TCP_TXTLS_MODE) tells who encrypts what is sent on a connection that
// has [TLSTX], and moves that between the processor and the network device.
//
// It is [TLSModeNone] without TLSTX. Only [TLSModeSoftware] and [TLSModeDevice]
// can be set; a device that cannot do it refuses the second. Set it after TLSTX.
// Linux has no such option: there the device does it where ethtool(8) has it on.
//
// OS: FreeBSD.
// Source: FreeBSD ktls(4), FreeBSD netinet/tcp.h, FreeBSD sys/kern/uipc_ktls.c.
var TLSTXMode = Option[TLSMode]{&tlsTXMode}

var tlsTXMode = param[TLSMode]{meta{id: idTLSTXMode, name: "TCP_TXTLS_MODE", since: "FreeBSD 13.0", level: levelTCP, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, min: 1, max: 2}, &tlsModeForm}

// TLSRXMode (TCP_RXTLS_MODE) tells who decrypts what is received on a connection
// that has [TLSRX].
//
// It is [TLSModeNone] without TLSRX.
//
// OS: FreeBSD.
// Source: FreeBSD ktls(4), FreeBSD netinet/tcp.h, FreeBSD sys/kern/uipc_ktls.c.
var TLSRXMode = ReadOnly[TLSMode]{&tlsRXMode}

var tlsRXMode = param[TLSMode]{meta{id: idTLSRXMode, name: "TCP_RXTLS_MODE", since: "FreeBSD 13.0", level: levelTCP, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, access: AccessReadOnly}, &tlsModeForm}
