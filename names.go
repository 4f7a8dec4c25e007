package sockopt

import (
	"strconv"
	"strings"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// An AddressFamily is the AF_ number of a socket's address family on this OS.
type AddressFamily int

// String returns the C name, such as "AF_INET6", or the number of a family that
// this package does not know.
func (f AddressFamily) String() string { return nameNumbered(addressFamilies[:], int(f)) }

// A SockType is the SOCK_ number of a socket's type on this OS.
type SockType int

// String returns the C name, such as "SOCK_STREAM", or the number of a type
// that this package does not know.
func (t SockType) String() string { return nameNumbered(socketTypes[:], int(t)) }

func nameNumbered(list []named, number int) string {
	for _, n := range list {
		if int(n.number) == number {
			return n.name
		}
	}
	return strconv.Itoa(number)
}

// nameAt returns the name of n, or n.
func nameAt(names []string, n int) string {
	if n >= 0 && n < len(names) && names[n] != "" {
		return names[n]
	}
	return strconv.Itoa(n)
}

// flagNames joins the names of the bits that v has with |, and what has no name
// as a number behind them. The names are in the order of the bits; none is what
// to say of no bit.
func flagNames(v uint32, none string, names []string) string {
	if v == 0 {
		return none
	}
	var words []string
	for i, name := range names {
		if v>>i&1 != 0 && name != "" {
			words = append(words, name)
			v &^= 1 << i
		}
	}
	if v != 0 {
		words = append(words, "0x"+strconv.FormatUint(uint64(v), 16))
	}
	return strings.Join(words, "|")
}

// A ProtocolNumber is the protocol of a socket, as the third argument of
// socket(2) has it. For the IP families it is a number of the IANA registry;
// Linux adds 262 for MPTCP.
type ProtocolNumber int

const (
	protocolICMP    ProtocolNumber = 1
	protocolTCP     ProtocolNumber = 6
	protocolUDP     ProtocolNumber = 17
	protocolICMPv6  ProtocolNumber = 58
	protocolSCTP    ProtocolNumber = 132
	protocolUDPLite ProtocolNumber = 136
	protocolMPTCP   ProtocolNumber = 262 // linux/in.h; not of the registry
)

// String returns the number and, for the usual protocols of the IP families,
// the name, as in "6 (TCP)".
func (p ProtocolNumber) String() string {
	s := strconv.Itoa(int(p))
	switch p {
	case protocolICMP:
		return s + " (ICMP)"
	case protocolTCP:
		return s + " (TCP)"
	case protocolUDP:
		return s + " (UDP)"
	case protocolICMPv6:
		return s + " (ICMPv6)"
	case protocolSCTP:
		return s + " (SCTP)"
	case protocolUDPLite:
		return s + " (UDP-Lite)"
	case protocolMPTCP:
		return s + " (MPTCP)"
	}
	return s
}

var (
	addressFamilyForm  = form[AddressFamily]{"AddressFamily", putNumber[AddressFamily], getNumber[AddressFamily]}
	sockTypeForm       = form[SockType]{"SockType", putNumber[SockType], getNumber[SockType]}
	protocolNumberForm = form[ProtocolNumber]{"ProtocolNumber", putNumber[ProtocolNumber], getNumber[ProtocolNumber]}
)

// pendingForm is the form of SO_ERROR, an errno or 0.
var pendingForm = form[error]{"error", nil, getPending}

func getPending(b []byte, r *row) (error, error) {
	n, err := getInteger(b, r)
	if err != nil || n == 0 {
		return nil, err
	}
	return sys.Errno(int(n)), nil
}

// A level is the level of an option, whatever its number on this OS.
type level uint8

const (
	_ level = iota
	levelSocket
	levelIP
	levelIPv6
	levelTCP
	levelUDP
	levelSCTP
	levelICMPv6
	levelRaw
	levelPacket
	levelNetlink
	levelVsock
	levelTLS
	levelMPTCP
	levelCANRaw
	levelLocal
	levelDual  // IPPROTO_IP or IPPROTO_IPV6
	levelIoctl // no level but a call of WSAIoctl
	numLevels
)

var levelNames = [numLevels]string{
	levelSocket:  "SOL_SOCKET",
	levelIP:      "IPPROTO_IP",
	levelIPv6:    "IPPROTO_IPV6",
	levelTCP:     "IPPROTO_TCP",
	levelUDP:     "IPPROTO_UDP",
	levelSCTP:    "IPPROTO_SCTP",
	levelICMPv6:  "IPPROTO_ICMPV6",
	levelRaw:     "SOL_RAW",
	levelPacket:  "SOL_PACKET",
	levelNetlink: "SOL_NETLINK",
	levelVsock:   "AF_VSOCK",
	levelTLS:     "SOL_TLS",
	levelMPTCP:   "SOL_MPTCP",
	levelCANRaw:  "SOL_CAN_RAW",
	levelLocal:   "SOL_LOCAL",
	levelDual:    "IPPROTO_IP/IPPROTO_IPV6",
	levelIoctl:   "WSAIoctl",
}

func (lv level) String() string { return levelNames[lv] }
