package sockopt

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the catalogue says beside the tables is written down here a second time,
// from the manuals and headers of the systems, so that a slip of the pen shows.

// releases has the options of each first release. Those of Linux are in the
// manual pages, or the kernel's history has the first tag whose header has the
// number; those of the others in their headers, manuals and release notes.
var releases = map[string]string{
	"Linux 2.6.13": "Congestion",
	"Linux 2.6.14": "IPv6PktInfo IPv6RecvHopLimit IPv6RecvPktInfo IPv6RecvTClass IPv6TClass NetlinkAddMembership NetlinkDropMembership NetlinkPktInfo " +
		"RcvBufForce RecvHopLimit RecvPktInfo RecvTrafficClass SndBufForce TrafficClass",
	"Linux 2.6.20": "MD5Sig",
	"Linux 2.6.21": "PacketAuxData",
	"Linux 2.6.22": "TimestampNS",
	"Linux 2.6.25": "CANRawErrFilter CANRawFilter CANRawLoopback CANRawRecvOwnMsgs Mark",
	"Linux 2.6.26": "IPv6AddrPreferences",
	"Linux 2.6.27": "PacketHdrLen PacketVersion",
	"Linux 2.6.28": "IPTransparent",
	"Linux 2.6.29": "IPRecvOrigDstAddr",
	"Linux 2.6.30": "NetlinkNoENOBUFS Timestamping",
	"Linux 2.6.31": "IPMulticastAll PacketTXRing",
	"Linux 2.6.32": "Domain Protocol",
	"Linux 2.6.33": "RxQOvfl",
	"Linux 2.6.34": "MinTTL ThinLinearTimeouts",
	"Linux 2.6.35": "DontFragment IPv6DontFrag IPv6MinHopCount IPv6PathMTU IPv6RecvPathMTU MTU MinHopLimit",
	"Linux 2.6.36": "PacketTimestamp",
	"Linux 2.6.37": "IPv6RecvOrigDstAddr IPv6Transparent RecvOrigDstAddr Transparent UserTimeout",
	"Linux 3.1":    "PacketFanout",
	"Linux 3.4":    "IPUnicastIF IPv6UnicastIF PeekOff",
	"Linux 3.6":    "CANRawFDFrames",
	"Linux 3.7":    "FastOpen",
	"Linux 3.9":    "LockFilter ReusePort ReusePortLB VsockBufferMaxSize VsockBufferMinSize VsockBufferSize VsockConnectTimeout",
	"Linux 3.11":   "BusyPoll",
	"Linux 3.12":   "NotSentLowat",
	"Linux 3.13":   "MaxPacingRate",
	"Linux 3.14":   "PacketQdiscBypass",
	"Linux 3.16":   "UDPNoCheck6RX UDPNoCheck6TX",
	"Linux 3.17":   "IPv6AutoFlowLabel SCTPRecvRcvInfo",
	"Linux 3.19":   "AttachBPF IncomingCPU",
	"Linux 4.1":    "CCInfo",
	"Linux 4.2":    "BindAddressNoPort NetlinkListMemberships NetlinkListenAllNSID SaveSyn SavedSyn",
	"Linux 4.3":    "NetlinkCapAck",
	"Linux 4.5":    "AttachReusePortCBPF AttachReusePortEBPF",
	"Linux 4.11":   "FastOpenConnect",
	"Linux 4.12":   "Cookie IncomingNAPIID MemInfo NetlinkExtAck",
	"Linux 4.13":   "MD5SigExt PeerGroups TLSTX ULP",
	"Linux 4.14":   "ZeroCopy",
	"Linux 4.15":   "FastOpenKey FastOpenNoCookie FreeBind IPv6FreeBind",
	"Linux 4.17":   "TLSRX",
	"Linux 4.18":   "Inq UDPSegment ZeroCopyReceive",
	"Linux 4.19":   "TxTime",
	"Linux 4.20":   "IPv6MulticastAll MulticastAll NetlinkGetStrictChk PacketIgnoreOutgoing",
	"Linux 5.0":    "UDPGRO",
	"Linux 5.1":    "BindInterface BindToIfindex",
	"Linux 5.3":    "DetachReusePortBPF",
	"Linux 5.11":   "BusyPollBudget PreferBusyPoll",
	"Linux 5.14":   "NetNSCookie",
	"Linux 5.15":   "BufLock",
	"Linux 5.16":   "MPTCPInfo MPTCPSubflowAddrs MPTCPTCPInfo",
	"Linux 5.19":   "RcvMark",
	"Linux 6.3":    "LocalPortRange",
	"Linux 6.5":    "MPTCPFullInfo PassPIDFD PeerPIDFD",
	"Linux 6.7":    "AOAddKey AODelKey AOGetKeys AOInfo",
	"Linux 6.9":    "IsMPTCP",
	"Linux 6.15":   "DelAckMax RTOMax RTOMin",
	"macOS 10.7": "AddSourceMembership BindInterface BlockSource DropSourceMembership IPBlockSource IPMulticastIFIndex IPPktInfo IPUnblockSource " +
		"IPv6AddrPreferences IPv6AutoFlowLabel IPv6BoundIF IPv6DontFrag IPv6PathMTU IPv6PktInfo IPv6RecvHopLimit IPv6RecvPathMTU IPv6RecvPktInfo " +
		"IPv6UseMinMTU JoinSourceGroup LeaveSourceGroup MCASTJoinGroup MCASTLeaveGroup MTU RecvHopLimit RecvPktInfo UnblockSource",
	"macOS 10.8":   "KeepIntvl LocalPeerPID",
	"macOS 10.11":  "FastOpen",
	"macOS 11.0":   "DontFragment IPDontFrag",
	"FreeBSD 9.0":  "Congestion",
	"FreeBSD 9.1":  "ConnectTimeout KeepCnt KeepIdle KeepIntvl",
	"FreeBSD 10.3": "FastOpen",
	"FreeBSD 11.0": "TCPStack",
	"FreeBSD 12.0": "ReusePortLB TSClock",
	"FreeBSD 13.0": "LocalCredsPersistent TLSRX TLSRXMode TLSTX TLSTXMode",
	"FreeBSD 13.2": "NetlinkAddMembership NetlinkCapAck NetlinkDropMembership NetlinkExtAck NetlinkGetStrictChk NetlinkListMemberships",
	"FreeBSD 14.0": "RemoteUDPEncapsPort UserTimeout",
	"FreeBSD 14.3": "Splice",
	"NetBSD 7.0":   "TCPInfo",
	"NetBSD 8.0":   "LocalCreds",
	"OpenBSD 4.9":  "Splice",
	"illumos 2024": "QuickAck SignatureEnable",
	"Solaris 11.4": "KeepCnt KeepIdle KeepIntvl",
	"AIX 7.2.5":    "ReusePortLB",
	"Windows Vista": "BindInterface BlockSource IPBoundIF IPUnicastIF IPv6BoundIF IPv6UnicastIF IPv6V6Only JoinSourceGroup LeaveSourceGroup MCASTJoinGroup " +
		"MCASTLeaveGroup RandomizePort RecvIF TCPTimestamps UnblockSource UserTimeout",
	"Windows 7":       "PortScalability",
	"Windows 10":      "BindAddressNoPort RecvHopLimit RecvTTL ReuseMulticastPort",
	"Windows 10 1607": "FastOpen",
	"Windows 10 1703": "KeepCnt TCPInfo",
	"Windows 10 1709": "KeepIdle KeepIntvl",
	"Windows 10 2004": "FailConnectOnICMPError ICMPErrorInfo IPUserMTU IPv6UserMTU UDPRecvMaxCoalescedSize UDPSegment",
	"Windows 11":      "IPRecvECN IPv6RecvECN RecvECN",
}

func TestReleases(t *testing.T) {
	want := map[string][]string{}
	for release, options := range releases {
		for name := range strings.FieldsSeq(options) {
			want[name] = append(want[name], release)
		}
	}
	for o := range All() {
		var got []string
		if o.Since != "" {
			got = strings.Split(o.Since, ", ")
		}
		assert.ElementsMatch(t, want[o.Name], got, o.Name)
		delete(want, o.Name)
	}
	assert.Empty(t, want)
}

// kindsElsewhere has the kinds of sockets of the options that Linux does not
// have, by the manuals and headers of the systems that do. Those of Linux are
// tried on each kind.
var kindsElsewhere = []struct {
	kinds   Kinds
	options string
}{
	{anyKind, "NRead NWrite SetOptAfterShutdown NoSigPipe"},
	{inet, "NetServiceType IPPortRange RandomizePort IPBoundIF ExclusiveAddrUse PortScalability"},
	{inet6, "IPv6PortRange IPv6Protection IPv6BoundIF IPv6UseMinMTU"},
	{familyIPv4 | familyIPv6 | familyOther | types, "RoutingTable"}, // and routing sockets
	{streaming, "AcceptFilter ListenQLimit ListenQLen ListenIncQLen PauseAccept ConnectTime UpdateAcceptContext UpdateConnectContext"},
	{dgram, "RError TSClock MaxMsgSize"},
	{inetDgram, "IPMulticastIFIndex IPReceiveBroadcast IPUserMTU DgramErrInd RecvDstAddr RecvIF IPRecvECN RecvECN ReuseMulticastPort"},
	{inet6Dgram, "IPv6UserMTU IPv6RecvECN"},
	{familyIPv4 | familyIPv6 | typeTCP | typeUDP, "Splice"},
	{tcpKinds, "KeepAliveThreshold KeepAliveAbortThreshold SignatureEnable ConnectTimeout MaxRTMS TCPTimestamps FailConnectOnICMPError " +
		"EnableECN SendMoreAcks SACKEnable InitCwnd NoDelayAck RemoteUDPEncapsPort TCPStack ReusePortLBNUMA ICMPErrorInfo"},
	{familyIPv4 | familyIPv6 | typeTCP, "TLSTXMode TLSRXMode"},
	{udpKinds, "UDPRecvMaxCoalescedSize UDPNoChecksum"},
	{unixKinds, "LocalPeerPID LocalPeerToken LocalCreds LocalCredsPersistent"},
}

func TestKindsElsewhere(t *testing.T) {
	want := map[string]Kinds{}
	for _, k := range kindsElsewhere {
		for name := range strings.FieldsSeq(k.options) {
			want[name] = k.kinds
		}
	}
	for i := range catalogue {
		if e := &catalogue[i]; e.o != nil && e.oses&onLinux == 0 {
			kinds, ok := want[e.name]
			require.True(t, ok, e.name)
			assert.Equal(t, kinds, e.o.base().kinds, e.name)
			delete(want, e.name)
		}
	}
	assert.Empty(t, want)
}

// readAfter has the options that can only be read, and only once the socket is so
// far: what they tell is of a peer, a path, a handshake or a queue.
var readAfter = map[Phase]string{
	AfterListen: "ListenQLimit ListenQLen ListenIncQLen",
	AfterConnect: "IPMTU IPv6PathMTU MTU PeerCred PeerGroups PeerPIDFD LocalPeerPID LocalPeerToken OriginalDst SCTPStatus SavedSyn " +
		"ZeroCopyReceive TLSRXMode ConnectTime",
}

func TestReadAfter(t *testing.T) {
	want := map[string]Phase{}
	for phase, options := range readAfter {
		for name := range strings.FieldsSeq(options) {
			want[name] = phase
		}
	}
	for o := range All() {
		if o.o.base().access == AccessReadOnly {
			assert.Equal(t, want[o.Name], o.Phase, o.Name)
			delete(want, o.Name)
		}
	}
	assert.Empty(t, want)
}

// The numbers behind the names: of the RFCs, of linux/if_packet.h, linux/in.h,
// linux/in6.h, linux/net_tstamp.h, linux/tls.h, linux/udp.h, time.h, of sys/socket.h
// of macOS and FreeBSD, netinet/in.h and netinet/tcp.h of FreeBSD, and ws2ipdef.h.
func TestConstants(t *testing.T) {
	for _, c := range []struct{ want, got any }{
		{[]DSField{0x00, 0x04}, []DSField{DefaultForwarding, LowerEffort}},
		{[]DSField{0x20, 0x40, 0x60, 0x80, 0xa0, 0xc0, 0xe0}, []DSField{CS1, CS2, CS3, CS4, CS5, CS6, CS7}},
		{[]DSField{0x28, 0x30, 0x38, 0x48, 0x50, 0x58}, []DSField{AF11, AF12, AF13, AF21, AF22, AF23}},
		{[]DSField{0x68, 0x70, 0x78, 0x88, 0x90, 0x98}, []DSField{AF31, AF32, AF33, AF41, AF42, AF43}},
		{[]DSField{0xb0, 0xb8, 0xb8}, []DSField{VoiceAdmit, ExpeditedForwarding, EF}},
		{[]DSField{0, 2, 1, 3}, []DSField{NotECT, ECT0, ECT1, CE}},
		{[]PacketMembershipKind{0, 1, 2, 3}, []PacketMembershipKind{PacketMulticast, PacketPromiscuous, PacketAllMulticast, PacketUnicast}},
		{[]FanoutMode{0, 1, 2, 3, 4, 5, 6, 7}, []FanoutMode{FanoutHash, FanoutLoadBalance, FanoutCPU, FanoutRollover, FanoutRandom,
			FanoutQueueMapping, FanoutCBPF, FanoutEBPF}},
		{[]FanoutFlags{0x10, 0x20, 0x40, 0x80}, []FanoutFlags{FanoutFlagRollover, FanoutUniqueID, FanoutFlagIgnoreOutgoing, FanoutFlagDefrag}},
		{[]TPacketVersion{0, 1, 2}, []TPacketVersion{TPacketV1, TPacketV2, TPacketV3}},
		{[]PacketClock{0x10, 0x40}, []PacketClock{PacketClockSoftware, PacketClockHardware}},
		{[]TLSMode{0, 1, 2, 3}, []TLSMode{TLSModeNone, TLSModeSoftware, TLSModeDevice, TLSModeTOE}},
		{[]TLSCipher{51, 52, 54}, []TLSCipher{TLSAESGCM128, TLSAESGCM256, TLSChaCha20Poly1305}},
		{[]TimestampFlags{1, 2, 4, 8, 0x10, 0x40, 0x80, 0x100, 0x200}, []TimestampFlags{TimestampTxHardware, TimestampTxSoftware, TimestampRxHardware,
			TimestampRxSoftware, TimestampSoftware, TimestampRawHardware, TimestampOptID, TimestampTxSched, TimestampTxAck}},
		{[]TimestampFlags{0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x10000, 0x20000, 0x40000}, []TimestampFlags{TimestampOptCmsg, TimestampOptTSOnly,
			TimestampOptStats, TimestampOptPktInfo, TimestampOptTxSWHW, TimestampOptIDTCP, TimestampOptRxFilter, TimestampTxCompletion}},
		{[]TimestampClock{0, 1, 2, 3}, []TimestampClock{TimestampMicro, TimestampBintime, TimestampRealtime, TimestampMonotonic}},
		{[]ClockID{0, 1, 11}, []ClockID{ClockRealtime, ClockMonotonic, ClockTAI}},
		{[]SaveSynMode{0, 1, 2}, []SaveSynMode{SaveSynOff, SaveSynIP, SaveSynLink}},
		{[]ServiceType{0, 1, 2, 3, 4, 5, 6, 7, 8}, []ServiceType{ServiceBestEffort, ServiceBackground, ServiceSignaling, ServiceVideo, ServiceVoice,
			ServiceResponsiveAV, ServiceStreamingAV, ServiceOAM, ServiceResponsiveData}},
		{[]PortChoice{0, 1, 2}, []PortChoice{PortsDefault, PortsHigh, PortsLow}},
		{[]PathMTUDiscovery{0, 1, 2, 3, 4, 5}, []PathMTUDiscovery{PathMTUDont, PathMTUWant, PathMTUDo, PathMTUProbe, PathMTUInterface, PathMTUOmit}},
		{[]MinMTU{-1, 0, 1}, []MinMTU{MinMTUMulticast, MinMTUNever, MinMTUAlways}},
		{[]FlowLabelAction{0, 1, 2}, []FlowLabelAction{FlowLabelGet, FlowLabelPut, FlowLabelRenew}},
		{[]FlowLabelShare{0, 1, 2, 3, 255}, []FlowLabelShare{FlowLabelShareNone, FlowLabelShareExclusive, FlowLabelShareProcess, FlowLabelShareUser,
			FlowLabelShareAny}},
		{[]FlowLabelFlags{1, 2, 4, 8}, []FlowLabelFlags{FlowLabelCreate, FlowLabelExclusive, FlowLabelReflect, FlowLabelRemote}},
		{[]UDPEncapType{0, 2, 3}, []UDPEncapType{UDPEncapNone, UDPEncapESP, UDPEncapL2TP}},
		{[]ProtectionLevel{-1, 10, 20, 30}, []ProtectionLevel{ProtectionDefault, ProtectionUnrestricted, ProtectionEdgeRestricted, ProtectionRestricted}},
	} {
		assert.Equal(t, c.want, c.got)
	}
}

// The words are those of the C names or of the RFC; what has none is a number.
func TestWords(t *testing.T) {
	var levels []level
	for lv := levelSocket; lv < numLevels; lv++ {
		levels = append(levels, lv)
	}
	for _, c := range []struct{ want, got string }{
		{"SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP, IPPROTO_ICMPV6, SOL_RAW, SOL_PACKET, SOL_NETLINK, AF_VSOCK, " +
			"SOL_TLS, SOL_MPTCP, SOL_CAN_RAW, SOL_LOCAL, IPPROTO_IP/IPPROTO_IPV6, WSAIoctl", words(levels...)},
		{"get and set, get, set, 3", words(AccessReadWrite, AccessReadOnly, AccessWriteOnly, Access(3))},
		{"any time, before bind, before listen, before connect or listen, after listen, after connect, 6",
			words(AnyTime, BeforeBind, BeforeListen, BeforeConnect, AfterListen, AfterConnect, Phase(6))},
		{"temporary|public|pubtmp-default|care-of|home|CGA|non-CGA", words(PreferTemporary | PreferPublic |
			PreferPublicTemporaryDefault | PreferCareOf | PreferHome | PreferCGA | PreferNonCGA)},
		{"dont, want, do, probe, interface, omit, 6", words(PathMTUDont, PathMTUWant, PathMTUDo, PathMTUProbe, PathMTUInterface, PathMTUOmit,
			PathMTUDiscovery(6))},
		{"none, software, device, TOE, 4", words(TLSModeNone, TLSModeSoftware, TLSModeDevice, TLSModeTOE, TLSMode(4))},
		{"BE, BK, SIG, VI, VO, RV, AV, OAM, RD, 9", words(ServiceBestEffort, ServiceBackground, ServiceSignaling, ServiceVideo, ServiceVoice,
			ServiceResponsiveAV, ServiceStreamingAV, ServiceOAM, ServiceResponsiveData, ServiceType(9))},
		{"IPV6_FL_A_GET, IPV6_FL_A_PUT, IPV6_FL_A_RENEW, 3", words(FlowLabelGet, FlowLabelPut, FlowLabelRenew, FlowLabelAction(3))},
		{"IPV6_FL_S_NONE, IPV6_FL_S_EXCL, IPV6_FL_S_PROCESS, IPV6_FL_S_USER, IPV6_FL_S_ANY, 4", words(FlowLabelShareNone, FlowLabelShareExclusive,
			FlowLabelShareProcess, FlowLabelShareUser, FlowLabelShareAny, FlowLabelShare(4))},
		{"IPV6_FL_F_CREATE|IPV6_FL_F_EXCL|IPV6_FL_F_REFLECT|IPV6_FL_F_REMOTE|0x10", words(FlowLabelFlags(0x1f))},
		{"PACKET_MR_MULTICAST, PACKET_MR_PROMISC, PACKET_MR_ALLMULTI, PACKET_MR_UNICAST", words(PacketMulticast, PacketPromiscuous, PacketAllMulticast,
			PacketUnicast)},
		{"PACKET_FANOUT_HASH, PACKET_FANOUT_LB, PACKET_FANOUT_CPU, PACKET_FANOUT_ROLLOVER, PACKET_FANOUT_RND, PACKET_FANOUT_QM, PACKET_FANOUT_CBPF, " +
			"PACKET_FANOUT_EBPF, 8", words(FanoutHash, FanoutLoadBalance, FanoutCPU, FanoutRollover, FanoutRandom, FanoutQueueMapping, FanoutCBPF,
			FanoutEBPF, FanoutMode(8))},
		{"PACKET_FANOUT_FLAG_ROLLOVER|PACKET_FANOUT_FLAG_UNIQUEID|PACKET_FANOUT_FLAG_IGNORE_OUTGOING|PACKET_FANOUT_FLAG_DEFRAG", words(FanoutFlags(0xf0))},
		{"TPACKET_V1, TPACKET_V2, TPACKET_V3", words(TPacketV1, TPacketV2, TPacketV3)},
		{"TX_HARDWARE|TX_SOFTWARE|RX_HARDWARE|RX_SOFTWARE|SOFTWARE|SYS_HARDWARE|RAW_HARDWARE|OPT_ID|TX_SCHED|TX_ACK|OPT_CMSG|OPT_TSONLY|OPT_STATS|" +
			"OPT_PKTINFO|OPT_TX_SWHW|BIND_PHC|OPT_ID_TCP|OPT_RX_FILTER|TX_COMPLETION|0x80000", words(TimestampFlags(1<<20 - 1))},
		{"SO_TS_REALTIME_MICRO, SO_TS_BINTIME, SO_TS_REALTIME, SO_TS_MONOTONIC, 4", words(TimestampMicro, TimestampBintime, TimestampRealtime,
			TimestampMonotonic, TimestampClock(4))},
		{"CLOSED, LISTEN, SYN-SENT, SYN-RECEIVED, ESTABLISHED, FIN-WAIT-1, FIN-WAIT-2, CLOSE-WAIT, CLOSING, LAST-ACK, TIME-WAIT", words(TCPClosed,
			TCPListen, TCPSynSent, TCPSynReceived, TCPEstablished, TCPFinWait1, TCPFinWait2, TCPCloseWait, TCPClosing, TCPLastAck, TCPTimeWait)},
		{"open, disorder, CWR, recovery, loss", words(CongestionOpen, CongestionDisorder, CongestionCWR, CongestionRecovery, CongestionLoss)},
		{"unordered|addrover|abort|eof|sendall|sackimmediately", words(SCTPSendFlags(1<<6 - 1))},
		{"dataio|association|address|sendfailure|peererror|shutdown|partialdelivery|adaptationlayer|authentication|senderdry|streamreset|assocreset|" +
			"streamchange|sendfailed", words(SCTPEvents(1<<14 - 1))},
		{"heartbeat|noheartbeat|demand|pmtud|nopmtud|sackdelay|nosackdelay|heartbeatzero|flowlabel|dscp", words(SCTPPeerFlags(1<<10 - 1))},
		{"unknown, closed, bound, listen, cookiewait, cookieechoed, established, shutdownpending, shutdownsent, shutdownreceived, shutdownacksent",
			words(SCTPState(0), SCTPClosed, SCTPBound, SCTPListen, SCTPCookieWait, SCTPCookieEchoed, SCTPEstablished, SCTPShutdownPending,
				SCTPShutdownSent, SCTPShutdownReceived, SCTPShutdownAckSent)},
		{"unknown, active, inactive, potentiallyfailed, unconfirmed", words(SCTPReach(0), SCTPActive, SCTPInactive, SCTPPotentiallyFailed, SCTPUnconfirmed)},
	} {
		assert.Equal(t, c.want, c.got)
	}
}

func words[T fmt.Stringer](values ...T) string {
	var texts []string
	for _, v := range values {
		texts = append(texts, v.String())
	}
	return strings.Join(texts, ", ")
}

// Values that have a key in them are secrets. Some reads do more than tell, and
// some values the kernel changes by itself.
func TestMarks(t *testing.T) {
	keys := []string{"MD5Key", "FastOpenKeys", "TLSKey", "AOKey", "[]AOKeyState"}
	effects := map[string]string{
		"SO_ERROR":          "clears it",                 // socket(7)
		"TCP_SAVED_SYN":     "frees it",                  // do_tcp_getsockopt in net/ipv4/tcp.c
		"PACKET_STATISTICS": "sets the counters to zero", // packet(7)
		"SO_PEERPIDFD":      "opens a descriptor",        // sk_getsockopt in net/core/sock.c
	}
	states := []string{
		// socket(7), tcp(7) and ipv6(7); sk_incoming_cpu_update in include/net/sock.h.
		"SO_INCOMING_CPU", "SO_PEEK_OFF", "TCP_MAXSEG", "TCP_QUICKACK", "TCP_WINDOW_CLAMP", "IPV6_MTU",
		// Identities: of the socket, its network namespace, and who is at the other end.
		"SO_COOKIE", "SO_NETNS_COOKIE", "SO_INCOMING_NAPI_ID", "SO_PEERCRED", "SO_PEERGROUPS", "LOCAL_PEERPID", "LOCAL_PEERTOKEN",
		// States and counters.
		"SO_ACCEPTCONN", "SO_CONNECT_TIME", "SO_LISTENINCQLEN", "SO_LISTENQLEN", "SO_MEMINFO", "SO_NREAD", "SO_NWRITE", "SO_SPLICE",
		"IP_MTU", "IPV6_PATHMTU", "TCP_AO_INFO", "TCP_CC_INFO", "TCP_ICMP_ERROR_INFO", "TCP_INFO", "TCP_IS_MPTCP",
		"MPTCP_FULL_INFO", "MPTCP_INFO", "MPTCP_SUBFLOW_ADDRS", "MPTCP_TCPINFO", "SCTP_STATUS",
	}
	for o := range All() {
		m := o.o.base()
		assert.Equal(t, slices.Contains(keys, o.Type), m.secret, o.Name)
		assert.Equal(t, effects[m.name], m.effect, o.Name)
		assert.Equal(t, slices.Contains(states, m.name), m.state, o.Name)
	}
}

// Each option is in a test, by its name in Go or in C.
func TestEveryOptionIsTested(t *testing.T) {
	tested := map[string]bool{}
	paths, err := filepath.Glob("*_test.go")
	require.NoError(t, err)
	for _, path := range paths {
		if path == "facts_test.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				tested[n.Name] = true
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil {
					for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return !strings.ContainsRune(nameRunes, r) }) {
						tested[name] = true
					}
				}
			}
			return true
		})
	}
	for o := range All() {
		cname := o.o.base().name
		entry := strings.ToLower(o.Name[:1]) + o.Name[1:]
		assert.True(t, tested[o.Name] || tested[cname] || tested[entry], "no test has %s or %s", o.Name, cname)
	}
}

const nameRunes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+"

// An index that Windows tells in the byte order of the host comes as the address
// that sets it: IP_MULTICAST_IF in the manual of IPPROTO_IP.
func TestInterfaceAddrOfWindows(t *testing.T) {
	if !littleEndian {
		t.Skip("this host is big-endian, which no Windows is")
	}
	got, err := getInterfaceAddr([]byte{1, 2, 3, 0}, &row{as: ifAddrNetW})
	require.NoError(t, err)
	assert.Equal(t, "0.3.2.1", got.String())
}
