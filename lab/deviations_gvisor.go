package main

// What gVisor does otherwise.
var ofGVisor = []deviation{
	{tests: "TestVerifyFails", says: "/proc/net/igmp", why: "gvisor: has no /proc/net/igmp (pkg/sentry/fsimpl/proc/task_net.go)"},
	{tests: "TestNoAllocations/get_own_integer", says: "IP_TTL .*invalid argument", why: "gvisor: does not answer IP_TTL in one byte (pkg/sentry/socket/netstack/netstack.go)"},
	{tests: "TestListenAndDialFail", says: "An error is expected but got nil", why: "gvisor: takes any TCP_ULP and ignores it (pkg/sentry/socket/netstack/netstack.go)"},
}
