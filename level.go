package sockopt

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
