package main

// What Wine 8 does otherwise than Windows.
var ofWine = []deviation{
	{
		tests: "TestNoAllocations/apply_eight.*|TestControlThatMisbehaves|TestHookRejectsVerifyOfOverwritten/TCP_KEEP.*|TestOverwrittenHolds/.*",
		says:  "TCP_KEEP(CNT|IDLE|INTVL) .* #10042", why: "wine: lacks TCP_KEEPIDLE, TCP_KEEPINTVL and TCP_KEEPCNT, which Wine 10 has",
	},
	{tests: "Example.*", skip: true, why: "wine: lacks SIO_UDP_NETRESET, which package net wants for UDP, and an example that fails ends the program"},
	{tests: "TestLocalAddr/unix", says: "winapi error #10047", why: "wine: lacks Unix sockets"},
	{tests: "TestOf|TestEveryUseOfAClosedSocket|TestListenerOffersInner", says: "Invalid function", why: "wine: package net cannot duplicate a socket there"},
	{
		tests: "TestOfListenerAndPacketConn|TestHooksChain|TestHookRejectsVerifyOfOverwritten|TestListenAndDialKeepHook|TestListenPacketAndDialNetworks|TestOfWrappers",
		says:  "wsaioctl: winapi error #10045", why: "wine: lacks SIO_UDP_NETRESET, which package net wants for UDP",
	},
	{tests: "TestEveryUseOfNoSocket", says: "winapi error #10045", why: "wine: a handle that is no socket is WSAEOPNOTSUPP there, not WSAENOTSOCK"},
}
