package sockopt

import (
	"encoding/binary"
	"math"
	"time"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/go-sockopt/sockopt/internal/wire"
)

// Splice (SO_SPLICE) makes the kernel forward what a connection receives to
// another socket, without the program.
//
// It is for proxies. A proxy that has read what it must see splices the two
// connections, one direction for each option, set on the socket that receives.
// Both must be connected TCP sockets; OpenBSD supports UDP sockets too. The
// splice lasts until the peer has closed, an error occurred or a limit of
// [SpliceConfig] is reached. Until then the socket cannot be read.
//
// Get reports only the number of bytes forwarded, in Spliced, also after the
// splice has ended. The target must be open until Set returns. On a socket
// that is already spliced, Set fails with EBUSY. FreeBSD supports it since
// 14.3. On Linux, splice(2) and io.Copy do the same by calls of the program.
//
// OS: FreeBSD, OpenBSD.
// Source: OpenBSD getsockopt(2), OpenBSD sosplice(9), FreeBSD sys/socket.h.
var Splice = Option[SpliceConfig]{&splice}

var splice = param[SpliceConfig]{meta{id: idSplice, name: "SO_SPLICE", since: "FreeBSD 14.3, OpenBSD 4.9", level: levelSocket, kinds: familyIPv4 | familyIPv6 | typeTCP | typeUDP, phase: AfterConnect, state: true}, &spliceForm}

// A SpliceConfig says where data is passed on to, and how long.
type SpliceConfig struct {
	Target  int           // descriptor of the socket that it goes to; -1: end what there is
	Max     int64         // how many bytes to pass on; zero: no limit
	Idle    time.Duration // without data for so long, end; zero: never
	Spliced int64         // how many bytes have been passed on; never set
}

// String returns the fields that are not zero, as in
// "target=7,max=65536,idle=5s".
func (c SpliceConfig) String() string { return formatFields(c) }

var spliceForm = form[SpliceConfig]{"SpliceConfig", putSplice, getSplice}

// Where the fields of struct splice are: an int, an off_t and a struct timeval,
// which need no more than 4 bytes of alignment on 386.
const (
	spliceMax  = 4 + sys.TimevalSize/16*4
	spliceIdle = spliceMax + 8
	spliceSize = spliceIdle + sys.TimevalSize
)

func putSplice(e *encoding, m *meta, _ *row, v SpliceConfig) error {
	switch {
	case v.Target < -1 || v.Target > math.MaxInt32:
		return &valueError{"the target must be a descriptor or -1"}
	case v.Max < 0:
		return &valueError{"the number of bytes must not be negative"}
	}
	b := e.grow(spliceIdle)
	binary.NativeEndian.PutUint32(b, uint32(v.Target))
	binary.NativeEndian.PutUint64(b[spliceMax:], uint64(v.Max))
	return putDuration(e, m, &row{as: timeval}, v.Idle)
}

// getSplice reads the number of bytes that a kernel tells, or what putSplice has
// written.
func getSplice(b []byte, _ *row) (v SpliceConfig, err error) {
	switch {
	case len(b) == 8:
		return SpliceConfig{Target: -1, Spliced: wire.Int(b)}, nil
	case len(b) < spliceSize:
		return v, errShort(b)
	}
	v.Target, v.Max = int(int32(binary.NativeEndian.Uint32(b))), wire.Int(b[spliceMax:spliceIdle])
	v.Idle, err = getTimeval(b[spliceIdle:])
	return v, err
}
