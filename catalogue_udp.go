package sockopt

// The options of IPPROTO_UDP: udp(7).

// UDPSegment (UDP_SEGMENT) cuts what one send hands over into datagrams of so
// many bytes: segmentation offload.
//
// From 0, the default, which cuts nothing, to 65535. The size is that of the
// payload; the last datagram has what is left. It saves most of the cost of a
// system call and of a way through the stack for each datagram, and is what
// QUIC stacks send with. The same number in a control message UDP_SEGMENT (an
// uint16) holds for one send. On Windows it is UDP_SEND_MSG_SIZE, with a
// control message of that name.
//
// The size is checked at the send and not here: Linux (4.18) fails a send
// whose datagrams do not fit the path MTU with EINVAL, one of more than 64
// datagrams (128 since Linux 6.9) too, one of more than 64 KiB with EMSGSIZE,
// and one over a device that cannot compute checksums with EIO. Turn it off,
// or send with a control message, for what is not to be cut. It may be set at
// any time.
//
// OS: Linux, Windows (UDP_SEND_MSG_SIZE).
// Source: udp(7), Linux net/ipv4/udp.c, Winsock IPPROTO_UDP socket options.
var UDPSegment = Option[int]{&udpSegment}

var udpSegment = param[int]{meta{id: idUDPSegment, name: "UDP_SEGMENT", since: "Linux 4.18, Windows 10 2004", level: levelUDP, kinds: udpKinds, unit: "bytes", max: 65535}, &intForm}

// UDPGRO (UDP_GRO) hands over several datagrams of one sender and one size in
// a single receive.
//
// A receive must have room for 64 KiB, and for a control message UDP_GRO (an
// int) that tells the size of each datagram; all have that size but the last,
// which may be shorter. Without that message one datagram came. A reader that
// does not look at it takes many datagrams for one, so turn it on only where
// the reader knows. It is the other half of [UDPSegment]; on Windows,
// [UDPRecvMaxCoalescedSize] is to the same purpose.
//
// Linux has it since 5.0. The default is off, and it may be set at any time.
//
// OS: Linux.
// Source: udp(7), Linux net/ipv4/udp_offload.c.
var UDPGRO = Option[bool]{&udpGRO}

var udpGRO = param[bool]{meta{id: idUDPGRO, name: "UDP_GRO", since: "Linux 5.0", level: levelUDP, kinds: udpKinds}, &boolForm}

// UDPRecvMaxCoalescedSize (UDP_RECV_MAX_COALESCED_SIZE) lets the system hand
// over several datagrams of one sender and one size in a single receive, up to
// so many bytes.
//
// Zero, the default, hands over each datagram for itself. The size of each is
// told by a control message UDP_COALESCED_INFO (a DWORD), for which the
// receive needs WSARecvMsg. A reader that does not look at it takes many
// datagrams for one. It may be set at any time. Windows has it since 10, version 2004. On Linux,
// [UDPGRO] is to the same purpose.
//
// OS: Windows.
// Source: Winsock IPPROTO_UDP socket options.
var UDPRecvMaxCoalescedSize = Option[uint32]{&udpRecvMaxCoalescedSize}

var udpRecvMaxCoalescedSize = param[uint32]{meta{id: idUDPRecvMaxCoalescedSize, name: "UDP_RECV_MAX_COALESCED_SIZE", since: "Windows 10 2004", also: "UDP_COALESCED_INFO", level: levelUDP, kinds: udpKinds, unit: "bytes"}, &uint32Form}

// UDPCork (UDP_CORK) collects what is sent into one datagram, until it is
// turned off.
//
// Turning it off sends the datagram. More than fits a datagram fails with
// EMSGSIZE. All that is collected goes where the first send goes. A send with
// MSG_MORE does the same for one send. The default is off; set it at any
// time. It is for programs that would otherwise copy a header and a payload
// together; [Cork] is another thing, for TCP.
//
// OS: Linux.
// Source: udp(7).
var UDPCork = Option[bool]{&udpCork}

var udpCork = param[bool]{meta{id: idUDPCork, name: "UDP_CORK", level: levelUDP, kinds: udpKinds}, &boolForm}

// UDPNoCheck6TX (UDP_NO_CHECK6_TX) sends IPv6 datagrams with a checksum of
// zero.
//
// It is for tunnels whose payload has its own checksum: RFC 6935 and RFC 6936
// say when it is right. Most receivers drop such datagrams, see
// [UDPNoCheck6RX]. It does nothing to IPv4. The default is off, and it may be
// set at any time. Linux has it since 3.16.
//
// OS: Linux.
// Source: Linux net/ipv6/udp.c, RFC 6935, RFC 6936.
var UDPNoCheck6TX = Option[bool]{&udpNoCheck6TX}

var udpNoCheck6TX = param[bool]{meta{id: idUDPNoCheck6TX, name: "UDP_NO_CHECK6_TX", since: "Linux 3.16", level: levelUDP, kinds: udpKinds}, &boolForm}

// UDPNoCheck6RX (UDP_NO_CHECK6_RX) accepts IPv6 datagrams whose checksum is
// zero.
//
// With it off, the default, the kernel drops them, as RFC 8200 wants. What has
// a checksum is checked all the same. IPv4 datagrams without a checksum are
// always accepted. It may be set at any time. Linux has it since 3.16.
//
// OS: Linux.
// Source: Linux net/ipv6/udp.c, RFC 6935, RFC 6936.
var UDPNoCheck6RX = Option[bool]{&udpNoCheck6RX}

var udpNoCheck6RX = param[bool]{meta{id: idUDPNoCheck6RX, name: "UDP_NO_CHECK6_RX", since: "Linux 3.16", level: levelUDP, kinds: udpKinds}, &boolForm}

// UDPNoChecksum (UDP_NOCKSUM) sends IPv4 datagrams without a checksum.
//
// The checksum is then zero, which says that there is none. It does nothing to
// IPv6; [UDPNoCheck6TX] is Linux's option for that. The default is off, and it
// may be set at any time.
//
// OS: macOS.
// Source: XNU netinet/udp.h, netinet/udp_usrreq.c.
var UDPNoChecksum = Option[bool]{&udpNoChecksum}

var udpNoChecksum = param[bool]{meta{id: idUDPNoChecksum, name: "UDP_NOCKSUM", level: levelUDP, kinds: udpKinds}, &boolForm}

// UDPEncap (UDP_ENCAP) makes the kernel take a protocol that is tunneled in
// UDP out of the datagrams that arrive.
//
// [UDPEncapESP] is for the socket of an IKE daemon behind a NAT: ESP packets
// go to IPsec, NAT keepalives are dropped, and datagrams that begin with four
// zero bytes, which are IKE, are left to the program. It requires a kernel
// with IPsec. [UDPEncapL2TP], on Linux only, marks a socket that L2TP tunnels
// use. Other values are rejected.
//
// Set it on a bound socket. On Linux, setting it back to [UDPEncapNone] ends
// the processing, but datagrams still pass through the tunnel code. NetBSD
// cannot read it. On FreeBSD, UDP-Lite sockets do not support it.
//
// OS: Linux, FreeBSD, NetBSD.
// Source: udp(7), RFC 3948, FreeBSD udp(4), NetBSD netinet/udp_usrreq.c.
var UDPEncap = Option[UDPEncapType]{&udpEncap}

var udpEncap = param[UDPEncapType]{meta{id: idUDPEncap, name: "UDP_ENCAP", level: levelUDP, kinds: udpKinds}, &udpEncapForm}
