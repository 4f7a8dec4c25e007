package main

// What Wine 8 does otherwise than Windows.
var ofWine = []deviation{
	{tests: "TestNoAllocations/apply_eight.*", says: "TCP_KEEPCNT .* #10042", why: "wine: lacks TCP_KEEPCNT, which Wine 10 has"},
	{tests: "Example.*", skip: true, why: "wine: lacks SIO_UDP_NETRESET, which package net wants for UDP, and an example that fails ends the program"},
	{tests: "TestLocalAddr", says: "winapi error #10047", why: "wine: lacks Unix sockets"},
	{tests: "TestOf", says: "Invalid function", why: "wine: package net cannot duplicate a socket there"},
	{tests: "TestOfListenerAndPacketConn|TestHooksChain", says: "wsaioctl: winapi error #10045", why: "wine: lacks SIO_UDP_NETRESET, which package net wants for UDP"},
}
