package sockopt

// The options of SOL_PACKET: packet(7).

// PacketAddMembership (PACKET_ADD_MEMBERSHIP) has an interface take frames in
// that are not for it: all of them, or those for one address.
//
// [PacketMembership] says which. The interface does so until each socket that
// asked for it has asked for [PacketDropMembership] or is closed, so a program
// that ends cannot leave an interface promiscuous. What a socket asks for twice
// it must drop twice. It may be set at any time; what the socket receives is
// limited by bind all the same.
//
// OS: Linux.
// Source: packet(7).
var PacketAddMembership = WriteOnly[PacketMembership]{&packetAddMembership}

var packetAddMembership = param[PacketMembership]{meta{id: idPacketAddMembership, name: "PACKET_ADD_MEMBERSHIP", level: levelPacket, kinds: packets, access: AccessWriteOnly}, &packetMembershipForm}

// PacketDropMembership (PACKET_DROP_MEMBERSHIP) takes back what
// [PacketAddMembership] asked for.
//
// It must name the same interface, kind and address. What was not asked for is
// no error on Linux. It may be set at any time.
//
// OS: Linux.
// Source: packet(7).
var PacketDropMembership = WriteOnly[PacketMembership]{&packetDropMembership}

var packetDropMembership = param[PacketMembership]{meta{id: idPacketDropMembership, name: "PACKET_DROP_MEMBERSHIP", level: levelPacket, kinds: packets, access: AccessWriteOnly}, &packetMembershipForm}

// PacketFanout (PACKET_FANOUT) puts the socket into a group, over whose sockets
// the kernel spreads the packets.
//
// [Fanout] says which group, and by what it is spread. All sockets of a group
// are of one network namespace and must say the same; the first makes the
// group, and those that differ fail with EINVAL. A group has at most 256
// sockets, or Fanout.MaxMembers.
//
// Set it once the socket is bound to an interface and a protocol: before that
// it fails with EINVAL, and a second time with EALREADY. A socket leaves its
// group when it is closed. Get answers the zero Fanout for a socket without a
// group, and never MaxMembers. With [FanoutUniqueID] Set must have an ID of
// zero, and Get tells the one that the kernel chose.
//
// OS: Linux.
// Source: packet(7), Linux net/packet/af_packet.c.
var PacketFanout = Option[Fanout]{&packetFanout}

var packetFanout = param[Fanout]{meta{id: idPacketFanout, name: "PACKET_FANOUT", since: "Linux 3.1", level: levelPacket, kinds: packets}, &fanoutForm}

// PacketVersion (PACKET_VERSION) chooses the form of the ring buffers of the
// socket.
//
// The default is [TPacketV1]. Set it before [PacketRXRing] and [PacketTXRing],
// later it fails with EBUSY. It also decides what [PacketStatistics] tells.
//
// OS: Linux.
// Source: packet(7), Linux Documentation/networking/packet_mmap.rst.
var PacketVersion = Option[TPacketVersion]{&packetVersion}

var packetVersion = param[TPacketVersion]{meta{id: idPacketVersion, name: "PACKET_VERSION", since: "Linux 2.6.27", level: levelPacket, kinds: packets, max: int64(TPacketV3)}, &tpacketVersionForm}

// PacketHdrLen (PACKET_HDRLEN) reads how many bytes the header of a frame has
// in a ring buffer of the version that is asked for.
//
// It does not depend on what [PacketVersion] the socket has. That of version 1
// has a long in it, of the size that it has for the kernel.
//
// OS: Linux.
// Source: Linux Documentation/networking/packet_mmap.rst.
var PacketHdrLen = Request[TPacketVersion, int]{&packetHdrLen}

var packetHdrLen = query[TPacketVersion, int]{param: param[int]{meta{id: idPacketHdrLen, name: "PACKET_HDRLEN", since: "Linux 2.6.27", level: levelPacket, kinds: packets, access: AccessReadOnly, unit: "bytes"}, &packetHdrLenForm}, put: putPacketHdrLen}

// PacketStatistics (PACKET_STATISTICS) reads how many packets the socket has
// received and dropped, since it was read last.
//
// Each read sets the counts back to zero.
//
// OS: Linux.
// Source: packet(7), Linux net/packet/af_packet.c.
var PacketStatistics = ReadOnly[PacketStats]{&packetStatistics}

var packetStatistics = param[PacketStats]{meta{id: idPacketStatistics, name: "PACKET_STATISTICS", level: levelPacket, kinds: packets, access: AccessReadOnly, unit: "packets", effect: "sets the counters to zero"}, &packetStatsForm}

// PacketAuxData (PACKET_AUXDATA) tells with each packet its length on the wire,
// its VLAN tag and the state of its checksum.
//
// They come as a control message PACKET_AUXDATA, a struct tpacket_auxdata. The
// kernel takes the VLAN tag out of the packet itself, so without this, or a
// ring buffer, a program does not see it. The default is off; set it at any
// time.
//
// OS: Linux.
// Source: packet(7).
var PacketAuxData = Option[bool]{&packetAuxData}

var packetAuxData = param[bool]{meta{id: idPacketAuxData, name: "PACKET_AUXDATA", since: "Linux 2.6.21", level: levelPacket, kinds: packets}, &boolForm}

// PacketIgnoreOutgoing (PACKET_IGNORE_OUTGOING) does not receive the packets
// that this host sends.
//
// With it off, the default, the socket also receives what goes out, which has
// sll_pkttype PACKET_OUTGOING in its address. On the loopback interface each
// packet goes out and comes in. It may be set at any time. Linux has it since
// 4.20.
//
// OS: Linux.
// Source: packet(7), Linux net/packet/af_packet.c.
var PacketIgnoreOutgoing = Option[bool]{&packetIgnoreOutgoing}

var packetIgnoreOutgoing = param[bool]{meta{id: idPacketIgnoreOutgoing, name: "PACKET_IGNORE_OUTGOING", since: "Linux 4.20", level: levelPacket, kinds: packets}, &boolForm}

// PacketQdiscBypass (PACKET_QDISC_BYPASS) hands what is sent to the device
// directly, past the queueing discipline.
//
// It is for packet generators: it is faster, nothing is queued when the device
// is busy but dropped, and traffic control and other packet sockets do not see
// the packets. The default is off; set it at any time. Linux has it since 3.14.
//
// OS: Linux.
// Source: packet(7).
var PacketQdiscBypass = Option[bool]{&packetQdiscBypass}

var packetQdiscBypass = param[bool]{meta{id: idPacketQdiscBypass, name: "PACKET_QDISC_BYPASS", since: "Linux 3.14", level: levelPacket, kinds: packets}, &boolForm}

// PacketTimestamp (PACKET_TIMESTAMP) chooses the clock of the timestamps in the
// ring buffers of the socket.
//
// None, the default, is the clock of the system. It chooses, and does not turn
// the hardware's timestamps on, which is done with SIOCSHWTSTAMP; where there is
// no hardware timestamp the system's clock stands in. It may be set at any
// time.
//
// OS: Linux.
// Source: packet(7), Linux Documentation/networking/packet_mmap.rst.
var PacketTimestamp = Option[PacketClock]{&packetTimestamp}

var packetTimestamp = param[PacketClock]{meta{id: idPacketTimestamp, name: "PACKET_TIMESTAMP", since: "Linux 2.6.36", level: levelPacket, kinds: packets}, &packetClockForm}

// PacketRXRing (PACKET_RX_RING) makes a ring buffer to receive into, which the
// program then maps into its memory.
//
// [PacketRing] has its measures, and [PacketVersion] its form, which must be
// set before. The ring is mapped with mmap(2) of the descriptor, the receiving
// ring before the sending one. The zero PacketRing gives it up, which fails
// with EBUSY while it is mapped, as does to set it a second time; else it may be
// set at any time. Measures that
// do not fit together fail with EINVAL.
//
// OS: Linux.
// Source: packet(7), Linux Documentation/networking/packet_mmap.rst.
var PacketRXRing = WriteOnly[PacketRing]{&packetRXRing}

var packetRXRing = param[PacketRing]{meta{id: idPacketRXRing, name: "PACKET_RX_RING", level: levelPacket, kinds: packets, access: AccessWriteOnly}, &packetRingForm}

// PacketTXRing (PACKET_TX_RING) makes a ring buffer to send from, which the
// program then maps into its memory.
//
// It is as [PacketRXRing], but that of version 3 must have zero in the fields
// that are for that version alone.
//
// OS: Linux.
// Source: packet(7), Linux Documentation/networking/packet_mmap.rst.
var PacketTXRing = WriteOnly[PacketRing]{&packetTXRing}

var packetTXRing = param[PacketRing]{meta{id: idPacketTXRing, name: "PACKET_TX_RING", since: "Linux 2.6.31", level: levelPacket, kinds: packets, access: AccessWriteOnly}, &packetRingForm}
