package main

// What gVisor does otherwise.
var ofGVisor = []deviation{
	{tests: "TestVerifyFails", says: "/proc/net/igmp", why: "gvisor: has no /proc/net/igmp (pkg/sentry/fsimpl/proc/task_net.go)"},
}
