package main

// What qemu-user does otherwise, as do_setsockopt and do_getsockopt in
// linux-user/syscall.c of QEMU 7.2 have it. They translate the options that they
// know, take those of SOL_TCP and SOL_UDP for ints, and read what they do not know of
// SOL_SOCKET as an int with the number as it is.
var ofQEMU = []deviation{
	{
		tests: rulesOf(`BindAddressNoPort|BindInterface|BindToIfindex|BusyPoll|BusyPollBudget|DontFragment|IPMTU|IPMulticastAll|IPOptions|IPRecvOrigDstAddr|`+
			`IPTransparent|IPUnicastIF|IPv6AutoFlowLabel|IPv6DontFrag|IPv6FlowInfoSend|IPv6FlowLabelMgr|IPv6MinHopCount|IPv6MulticastAll|IPv6MulticastIF|IPv6PathMTU|`+
			`IPv6RecvFlowInfo|IPv6UnicastIF|IncomingCPU|LocalPortRange|LockFilter|MTU|Mark|MaxPacingRate|MinHopLimit|MinTTL|MulticastAll|MulticastIF|`+
			`MulticastInterface|OriginalDst|PacketAddMembership|PacketRXRing|PacketTXRing|PassPIDFD|PeekOff|PreferBusyPoll|RcvMark|RecvHopLimit|`+
			`RecvOrigDstAddr|RecvTTL|RxQOvfl|TimestampNS|Timestamping|Transparent|ZeroCopy|AttachReusePortCBPF|DetachReusePortBPF|DetachFilter|`+
			`BlockSource|BufLock|JoinSourceGroup|MCASTJoinGroup|SourceFilter`) + `|TestRestoreTimestamp|TestOpinionOfSysOnNumbers/(SO_MARK|SO_BINDTOIFINDEX|IP_TRANSPARENT|IPV6_MULTICAST_IF)=.*`,
		says: "protocol not available", why: "qemu: does not translate the option",
	},
	{
		tests: rulesOf(`ICMP6Filter|ICMPFilter|MPTCPFullInfo|MPTCPInfo|MPTCPSubflowAddrs|MPTCPTCPInfo|PacketAuxData|PacketFanout|PacketHdrLen|PacketIgnoreOutgoing|` +
			`PacketQdiscBypass|PacketStatistics|PacketTimestamp|PacketVersion|Vsock\w+`),
		says: "operation not supported", why: "qemu: does not translate the level",
	},
	{
		tests: rulesOf(`BindToDevice|Cookie|FastOpenKey|MD5Sig|MD5SigExt|NetNSCookie|ULP|ZeroCopyReceive`) + "|TestNoAllocations/set_string",
		says:  "invalid argument", why: "qemu: takes the option for an int, whose length is refused",
	},
	{tests: rulesOf(`Congestion`), says: "no such file or directory", why: "qemu: takes the option for an int, which of a name is the first four letters"},
	{tests: "TestDiffAndRestore", says: "SO_BUF_LOCK .*protocol not available", why: "qemu: does not translate SO_BUF_LOCK"},
	{tests: "TestEveryUseOfNoSocket", says: "MCAST_MSFILTER .*protocol not available", why: "qemu: does not translate MCAST_MSFILTER, and then does not look at the socket"},
	{tests: "TestSnapshotFormats", says: `does not contain "RTT"`, why: "qemu: answers an int for TCP_INFO"},
	{tests: rulesOf(`TxTime`), says: "of 4 bytes", why: "qemu: answers an int"},
	{tests: rulesOf(`MemInfo`), says: "Should not be zero", why: "qemu: answers an int"},
	{tests: rulesOf(`AttachBPF|AttachReusePortEBPF`), says: "function not implemented", why: "qemu: lacks the system call bpf"},
}

// Of a little-endian struct that is cut to an int there is the first field.
var ofLittleEndianQEMU = []deviation{
	{tests: rulesOf(`CCInfo`), says: "expected: true", why: "qemu: answers an int, of a struct its first"},
}

// Of a big-endian one too.
var ofBigEndianQEMU = []deviation{
	{tests: "TestOneAllocation/get_string,_for_the_string", says: "Not equal", why: "qemu: takes TCP_CONGESTION for an int, whose first byte is zero in another order"},
	{tests: rulesOf(`TCPInfo`), says: "Not equal", why: "qemu: answers an int, of a struct its first bytes in another order"},
	{
		tests: rulesOf(`AddSourceMembership|IPBlockSource|IPv6MTU`) + "|TestDocumentedSettings|TestNamesOfInterfaces",
		says:  "no interface has the index|parsenetlinkrouteattr", why: "qemu: " + lastAttribute, may: true,
	},
	{tests: "Example.*", skip: true, why: "qemu: " + lastAttribute + ", and the example ends the program"},
}

// host_to_target_for_each_rtattr in linux-user/fd-trans.c stops before an attribute
// that is a header alone, as the last one of a link is where the kernel has
// IFLA_DEVLINK_PORT.
const lastAttribute = "leaves an empty attribute of an interface in the order of the host, and package net can read none"

// To target_to_host_ip_mreq the imr_ifindex of struct ip_mreqn, an int, is a
// long: with words of 64 bits the struct has not the length at which it is copied.
var of64QEMU = []deviation{
	{
		tests: rulesOf(`AddMembership|JoinGroup|IPBlockSource`), says: "no such device|invalid argument", may: true,
		why: "qemu: does not copy the index of an interface",
	},
	{tests: "ExampleJoinGroup", says: "no such device", may: true, why: "qemu: does not copy the index of an interface"},
}

// PowerPC's number of SO_SNDLOWAT, 17, is read with that number, which is
// SO_PEERCRED: of a connected Unix socket the process.
var ofPowerQEMU = []deviation{
	{tests: rulesOf(`SndLowat`), says: `expected: 1\s+actual  : \d+\s`, why: "qemu: does not translate SO_SNDLOWAT"},
}

// The address of a fault that a handler of SIGSEGV is told is not that of the fault,
// so that the runtime of Go does not know a nil pointer.
var ofBigEndianPowerQEMU = []deviation{
	{tests: "TestOfBadWrappers", skip: true, why: "qemu: tells another address of a fault, and a nil pointer ends the program"},
}

// MIPS has numbers of its own for errors and types of sockets too.
var ofMIPSQEMU = []deviation{
	{tests: rulesOf(`SndLowat`), says: "SO_SNDLOWAT .*protocol not available", why: "qemu: does not translate SO_SNDLOWAT"},
	{tests: "TestOpinionOfSysOnNumbers/TCP_CORK=on", says: "actual  : 2", why: "qemu: translates TCP_CORK as SO_TYPE, which has the same number on another level"},
	{tests: "TestSocketErrorIsReadOnce|TestSnapshotHasNoEffect", says: "actual  : 0x6f", why: "qemu: does not translate the error that SO_ERROR answers"},
	{tests: "TestSocketErrorClears", says: "never satisfied", why: "qemu: does not translate the error that SO_ERROR answers"},
}

// rulesOf returns a regexp of the tests of the rules of some options.
func rulesOf(options string) string { return `TestConformance/[^/]+/(` + options + `)(#\d+)?` }
