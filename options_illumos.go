package sockopt

import "golang.org/x/sys/unix"

// x/sys has the numbers of illumos for GOOS=solaris too, where they mean
// something else.
var table = [numOptions]row{
	// sys/socket.h. BPF_MAXINSNS of net/bpf.h is 512.
	idAttachFilter: {number: unix.SO_ATTACH_FILTER, as: bpfProgram, max: 512},
	idDetachFilter: {number: unix.SO_DETACH_FILTER, as: cInt},

	// netinet/tcp.h. Seconds are kept in an int of milliseconds.
	idKeepIdle:        {number: unix.TCP_KEEPIDLE, as: seconds, min: 1, max: 2147483},
	idKeepIntvl:       {number: unix.TCP_KEEPINTVL, as: seconds, min: 1, max: 2147483},
	idKeepCnt:         {number: unix.TCP_KEEPCNT, as: cInt},
	idCongestion:      {number: unix.TCP_CONGESTION, as: cString, max: 15},
	idQuickAck:        {number: 0x26, as: cInt},                     // since 2024
	idSignatureEnable: {number: 0x27, as: cInt, name: "TCP_MD5SIG"}, // since 2024
	// netinet/in.h.
	idRecvTOS:         {number: unix.IP_RECVTOS, as: cInt},
	idIPDontFrag:      {number: unix.IP_DONTFRAG, as: cInt},
	idMinTTL:          {number: 28, as: cInt},
	idIPv6MinHopCount: {number: 47, as: cInt},
}
