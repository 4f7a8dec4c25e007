package main

// uncovered says why no target runs some statements of a function, by its file
// and name. TestForeign compiles the tables of other systems into programs of its
// own, and TestHostileKernel another kernel, of which the lab does not see what runs.
var uncovered = map[string]string{
	"internal/wire/sockaddr.go GetSockaddr":  lengthOfSockaddr,
	"internal/wire/sockaddr.go PutSockaddr":  lengthOfSockaddr,
	"internal/wire/wire.go Int":              noInteger,
	"internal/wire/wire.go PutInt":           noInteger,
	"internal/sys/sys_unix.go IsConnected":   "a descriptor beyond 32 bits, which every other call has rejected before: the tests of internal/sys",
	"internal/sys/sys_windows.go Getsockopt": "SIO_TCP_INFO, which Wine does not have: TestForeign",
	"internal/sys/sys_windows.go LocalAddr":  "a socket that is not bound or no socket, which no test of Windows asks for its address",
	"ask.go localAddr":                       "a family that package syscall does not decode, on systems without SO_DOMAIN",
	"call.go call.readOne":                   levelZero,
	"call.go Setting.write":                  levelZero,
	"ask.go guard":                           levelZero,
	"call.go call.readAgain":                 "a kernel that says twice that the answer is longer: TestHostileKernel",
	"mptcpstate.go getFullInfo":              "a struct tcp_info that is too short, of which the length was checked before",
	"ask.go trafficNow":                      closedBetween,
	"restore.go Dump.restore":                closedBetween,
	"restore.go Difference.mismatch":         "half of an odd size of a buffer, which only the kernel's tuning makes",
	"json.go appendJSON":                     "a value of no option, in a Reading that somebody made",
	"verify.go verified":                     closedBetween,
	"ask.go kindOf":                          closedBetween + "; or a type of socket that Linux does not have",
	"param.go param.encode":                  oneTwin,
	"param.go query.ask":                     "of systems that lack the option: TestForeign",
	"ask.go familyOf":                        "systems without SO_DOMAIN, or a family that Go's tests cannot open",
	"ask.go getInt":                          "systems without SO_DOMAIN or SO_PROTOCOL: TestForeign",
	"ask.go traffic":                         "systems whose IPv6 sockets do not take the options of IPPROTO_IP: TestForeign",
	"kinds.go kindNumbered":                  "a family or type that the tables do not have",
	"cause.go sysError":                      "systems without SO_DOMAIN: TestForeign",
	"interface.go Interface.ipv4":            listFails,
	"interface.go interfaceAt":               listFails,
	"row.go rowOf":                           "the rows that systems but Linux share: TestForeign",
	"sctpsend.go putSCTPSend":                "flags of FreeBSD beyond 16 bits: TestForeign",
	"setting.go Setting.value":               "an error that is not of the package, and what cannot be decoded that was encoded: neither is there, but a print may not fail",
	"dump.go Dump.reading":                   "an option that became readable since the Dump was made by hand",
	"zerocopy.go putZeroCopy":                "a region of 2 GiB and more",
	"tcpinfo.go TCPMetrics.Value":            everyType,
	"tcpinfo.go TCPMetrics.at":               everyType,
	"timeval.go checkDuration":               "bounds of other systems: TestForeign",
	"aokeystate.go getAOKey":                 "a key for an IPv4 peer of an IPv6 socket, which Linux tells as one of IPv4",
	"integer.go putInteger":                  "layouts of other systems: TestForeign",
}

const (
	noInteger        = "a size that no integer has, which is a mistake of a caller: the tests of internal/wire"
	lengthOfSockaddr = "of the BSDs, whose struct sockaddr has a length: TestForeign"
	levelZero        = "of the systems whose local level has the number of IPPROTO_IP: TestForeign"
	closedBetween    = "a socket that is closed between two calls: only a bare FD can be, and no test can time it"
	oneTwin          = "of systems that have the option for one IP family alone: TestForeign"
	listFails        = "package net cannot list the interfaces, which no test can make it do"
	everyType        = "a field of no type that there is: the switch has all"
)
