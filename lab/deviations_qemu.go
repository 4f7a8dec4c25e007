package main

// What qemu-user does otherwise, as do_setsockopt and do_getsockopt of
// linux-user/syscall.c in QEMU 7.2 have it: they translate the options that they
// know by number.
var ofQEMU = []deviation{
	{
		tests: rulesOf(`BindAddressNoPort|BindInterface|BindToIfindex|BusyPoll|BusyPollBudget|DontFragment|IPMTU|IPMulticastAll|IPOptions|IPRecvOrigDstAddr|`+
			`IPTransparent|IPUnicastIF|IPv6AutoFlowLabel|IPv6DontFrag|IPv6FlowInfoSend|IPv6FlowLabelMgr|IPv6MinHopCount|IPv6MulticastAll|IPv6MulticastIF|IPv6PathMTU|`+
			`IPv6RecvFlowInfo|IPv6UnicastIF|IncomingCPU|LocalPortRange|LockFilter|MTU|Mark|MaxPacingRate|MinHopLimit|MinTTL|MulticastAll|MulticastIF|`+
			`MulticastInterface|OriginalDst|PacketAddMembership|PacketRXRing|PacketTXRing|PassPIDFD|PeekOff|PreferBusyPoll|RcvMark|RecvHopLimit|`+
			`RecvOrigDstAddr|RecvTTL|RxQOvfl|TimestampNS|Timestamping|Transparent|ZeroCopy|AttachReusePortCBPF|DetachReusePortBPF|DetachFilter|`+
			`BlockSource|JoinSourceGroup|MCASTJoinGroup|SourceFilter`) + `|TestOpinionOfSysOnNumbers/(SO_MARK|SO_BINDTOIFINDEX|IP_TRANSPARENT|IPV6_MULTICAST_IF)=.*`,
		says: "protocol not available", why: "qemu: does not translate the option",
	},
	{
		tests: rulesOf(`ICMP6Filter|ICMPFilter|MPTCPFullInfo|MPTCPInfo|MPTCPSubflowAddrs|MPTCPTCPInfo|PacketAuxData|PacketFanout|PacketHdrLen|PacketIgnoreOutgoing|` +
			`PacketQdiscBypass|PacketStatistics|PacketTimestamp|PacketVersion|Vsock\w+`),
		says: "operation not supported", why: "qemu: does not translate the level",
	},
	{
		tests: rulesOf(`BindToDevice|Cookie|FastOpenKey|MD5Sig|MD5SigExt|NetNSCookie|ULP|ZeroCopyReceive`) + "|TestNoAllocations/set_string",
		says:  "invalid argument", why: "qemu: translates an option of this level as an int, whose length it asks for",
	},
	{tests: rulesOf(`Congestion`), says: "no such file or directory", why: "qemu: passes the first four bytes of a string as an int"},
	{tests: rulesOf(`TxTime`), says: "of 4 bytes", why: "qemu: answers an int"},
	{tests: rulesOf(`MemInfo`), says: "Should not be zero", why: "qemu: answers an int"},
	{tests: rulesOf(`AttachBPF|AttachReusePortEBPF`), says: "function not implemented", why: "qemu: does not have the system call bpf"},
}

// Of a little-endian struct that is cut to an int there is the first field.
var ofLittleEndianQEMU = []deviation{
	{tests: rulesOf(`CCInfo`), says: "expected: true", why: "qemu: answers an int, of a struct its first"},
}

// Of a big-endian one too.
var ofBigEndianQEMU = []deviation{
	{tests: rulesOf(`TCPInfo`), says: "Not equal", why: "qemu: answers an int, of a struct its first bytes in another order"},
	{
		tests: rulesOf(`AddSourceMembership|IPBlockSource|IPv6MTU`),
		says:  "no interface has the index|parsenetlinkrouteattr", why: "qemu: does not translate the attributes of netlink that package net reads interfaces from",
	},
	{
		tests: "Example.*", skip: true,
		why: "qemu: does not translate the attributes of netlink that package net reads interfaces from, and the example ends the program",
	},
}

// To target_to_host_ip_mreq the imr_ifindex of struct ip_mreqn, an int, is a
// long: with words of 64 bits the struct has not the length that it asks for.
var of64QEMU = []deviation{
	{
		tests: rulesOf(`AddMembership|JoinGroup|IPBlockSource`), says: "no such device|invalid argument", may: true,
		why: "qemu: leaves the index of an interface as it is in memory",
	},
	{tests: "ExampleJoinGroup", says: "no such device", may: true, why: "qemu: leaves the index of an interface as it is in memory"},
}

// On architectures with numbers of their own.
var ofOtherNumbersQEMU = []deviation{
	{tests: rulesOf(`SndLowat`), says: "actual  : 0|SO_SNDLOWAT .*protocol not available", why: "qemu: does not translate this architecture's number of SO_SNDLOWAT"},
}

// MIPS has numbers of its own for errors and types of sockets too.
var ofMIPSQEMU = []deviation{
	{tests: "TestOpinionOfSysOnNumbers/TCP_CORK=on", says: "actual  : 2", why: "qemu: translates TCP_CORK as SO_TYPE, which has the same number on another level"},
	{tests: "TestSocketErrorIsReadOnce|TestSnapshotHasNoEffect", says: "actual  : 0x6f", why: "qemu: does not translate the error that SO_ERROR answers"},
	{tests: "TestSocketErrorClears", says: "never satisfied", why: "qemu: does not translate the error that SO_ERROR answers"},
}

// rulesOf returns a regexp of the tests of the rules of some options.
func rulesOf(options string) string { return `TestConformance/[^/]+/(` + options + `)(#\d+)?` }
