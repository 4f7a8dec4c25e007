package main

// What gVisor does otherwise.
var ofGVisor = []deviation{
	{tests: "TestVerifyFails", says: "/proc/net/igmp", why: "gvisor: has no /proc/net/igmp (pkg/sentry/fsimpl/proc/task_net.go)"},
	{tests: "TestListenAndDialFail", says: "An error is expected but got nil", why: "gvisor: takes any TCP_ULP and ignores it (pkg/sentry/socket/netstack/netstack.go)"},
}
