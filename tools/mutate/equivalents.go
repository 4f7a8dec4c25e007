package main

// equivalents has the changes that nobody can notice, and why.
var equivalents = map[string]string{
	"options_dragonfly.go groupReqOffset 8 -> 9": "DragonFly has no row with a group_source_req",
	"options_netbsd.go groupReqOffset 8 -> 9":    "NetBSD has no row with a group_source_req",
	"options_openbsd.go groupReqOffset 8 -> 9":   "OpenBSD has no row with a group_source_req",

	"internal/wire/layout_openbsd.go SockaddrStorageSize 256 -> 257": "OpenBSD has no row with a group_source_req",

	"layout.go xucredRoom 128 -> 129": "room to spare for a struct that grows",
	"layout.go memInfoRoom 64 -> 65":  "room to spare for an array that grows",

	"kinds.go familyIPv4 1 -> 2": "any bits of the low half will do",
	"kinds.go typeTCP 1 -> 2":    "any bits of the high half will do",
	"kinds.go typeTCP 16 -> 17":  "any bits of the high half will do",
}
