package sockopt

import (
	"encoding/binary"
	"strconv"
)

// The options of SOL_SOCKET about the time of packets.

// Timestamp (SO_TIMESTAMP) adds to each datagram the time at which it came in,
// in microseconds.
//
// The time, a struct timeval of the clock of the day, comes as a control
// message SCM_TIMESTAMP of recvmsg; on FreeBSD [TSClock] chooses clock and
// form. Packets of before it was turned on may have the time at which they were
// read. On Linux it turns [TimestampNS] off and works on any socket, of TCP too,
// where it is the time of the last segment of what is read. The default is off;
// it may be set at any time.
//
// OS: Linux, macOS, FreeBSD, NetBSD, OpenBSD, DragonFly, illumos, Solaris.
// Source: socket(7), Linux networking/timestamping, FreeBSD setsockopt(2).
var Timestamp = Option[bool]{&timestamp}

var timestamp = param[bool]{meta{id: idTimestamp, name: "SO_TIMESTAMP", level: levelSocket, kinds: anyKind}, &boolForm}

// TimestampNS (SO_TIMESTAMPNS) adds to each datagram the time at which it came
// in, in nanoseconds.
//
// It is [Timestamp], which it turns off on Linux, with a struct timespec and a
// control message SCM_TIMESTAMPNS. The default is off; it may be set at any
// time.
//
// OS: Linux, AIX.
// Source: socket(7), Linux networking/timestamping, AIX sys/socket.h.
var TimestampNS = Option[bool]{&timestampNS}

var timestampNS = param[bool]{meta{id: idTimestampNS, name: "SO_TIMESTAMPNS", since: "Linux 2.6.22", level: levelSocket, kinds: anyKind}, &boolForm}

// Timestamping (SO_TIMESTAMPING) chooses which times of packets are taken, and
// which of them are told, of what is received and of what is sent.
//
// [TimestampFlags] has the choices: at least one that takes a time, such as
// [TimestampRxSoftware], and the one that tells it, [TimestampSoftware] or
// [TimestampRawHardware]. The times come as three struct timespec in a control
// message SCM_TIMESTAMPING of recvmsg: by software, none, by hardware. Those of
// what was sent come on the error queue of the socket, with the packet unless
// [TimestampOptTSOnly] is set. Hardware takes times only after the ioctl
// SIOCSHWTSTAMP turned that on.
//
// The default is none; it may be set at any time, but [TimestampOptID] on TCP
// only on a connection (EINVAL). A flag that the kernel does not know is
// EINVAL. An accepted connection has it from the listener.
//
// OS: Linux.
// Source: Linux networking/timestamping, linux/net_tstamp.h.
var Timestamping = Option[TimestampFlags]{&timestamping}

var timestamping = param[TimestampFlags]{meta{id: idTimestamping, name: "SO_TIMESTAMPING", since: "Linux 2.6.30", level: levelSocket, kinds: anyKind}, &timestampFlagsForm}

// TSClock (SO_TS_CLOCK) chooses the clock and the form of the time that
// [Timestamp] adds.
//
// [TimestampClock] has the choices. The default is microseconds of the clock of
// the day; it may be set at any time. FreeBSD has it since 12.0.
//
// OS: FreeBSD.
// Source: FreeBSD setsockopt(2).
var TSClock = Option[TimestampClock]{&tsClock}

var tsClock = param[TimestampClock]{meta{id: idTSClock, name: "SO_TS_CLOCK", since: "FreeBSD 12.0", level: levelSocket, kinds: dgram, min: 0, max: 3}, &timestampClockForm}

// TxTime (SO_TXTIME) lets each packet say when it is to be sent.
//
// The time, 64 bits of nanoseconds of the clock of [TxTimeConfig], goes with
// the packet as a control message SCM_TXTIME of sendmsg. Only an interface with
// the etf or the fq queueing discipline acts on it: etf with any clock that it
// was made with, fq with [ClockMonotonic].
//
// Once set it stays on. A clock other than ClockMonotonic needs CAP_NET_ADMIN
// (EPERM). It may be set at any time. Linux has it since 4.19.
//
// OS: Linux.
// Source: tc-etf(8), linux/net_tstamp.h, Linux net/core/sock.c.
var TxTime = Option[TxTimeConfig]{&txTime}

var txTime = param[TxTimeConfig]{meta{id: idTxTime, name: "SO_TXTIME", since: "Linux 4.19", level: levelSocket, kinds: anyKind, priv: "linux: CAP_NET_ADMIN, for a clock other than CLOCK_MONOTONIC"}, &txTimeForm}

// TimestampFlags is a set of choices for [Timestamping].
type TimestampFlags uint32

// Flags of TimestampFlags.
const (
	TimestampTxHardware   TimestampFlags = 1 << 0  // take the time of sending, by the device
	TimestampTxSoftware   TimestampFlags = 1 << 1  // take the time of handing over to the device
	TimestampRxHardware   TimestampFlags = 1 << 2  // take the time of receiving, by the device
	TimestampRxSoftware   TimestampFlags = 1 << 3  // take the time of receiving, by the kernel
	TimestampSoftware     TimestampFlags = 1 << 4  // tell the times taken by software
	TimestampRawHardware  TimestampFlags = 1 << 6  // tell the times taken by the device
	TimestampOptID        TimestampFlags = 1 << 7  // number what is sent, to know it again
	TimestampTxSched      TimestampFlags = 1 << 8  // take the time of entering the queueing discipline
	TimestampTxAck        TimestampFlags = 1 << 9  // take the time at which all was acknowledged, of TCP
	TimestampOptCmsg      TimestampFlags = 1 << 10 // IP_PKTINFO with each time that is told
	TimestampOptTSOnly    TimestampFlags = 1 << 11 // tell times without the packet
	TimestampOptStats     TimestampFlags = 1 << 12 // statistics of TCP with them; needs TimestampOptTSOnly
	TimestampOptPktInfo   TimestampFlags = 1 << 13 // the interface and length with times of received packets
	TimestampOptTxSWHW    TimestampFlags = 1 << 14 // tell both times of sending, where there are both
	TimestampOptIDTCP     TimestampFlags = 1 << 16 // with TimestampOptID: count from the byte that is written next
	TimestampOptRxFilter  TimestampFlags = 1 << 17 // tell the times of receiving only if this socket asked for them
	TimestampTxCompletion TimestampFlags = 1 << 18 // take the time at which the device said that it had sent; Linux 6.15, Bluetooth
)

var timestampNames = [...]string{
	"TX_HARDWARE", "TX_SOFTWARE", "RX_HARDWARE", "RX_SOFTWARE", "SOFTWARE", "SYS_HARDWARE", "RAW_HARDWARE", "OPT_ID",
	"TX_SCHED", "TX_ACK", "OPT_CMSG", "OPT_TSONLY", "OPT_STATS", "OPT_PKTINFO", "OPT_TX_SWHW", "BIND_PHC",
	"OPT_ID_TCP", "OPT_RX_FILTER", "TX_COMPLETION",
}

// String returns the C names without SOF_TIMESTAMPING_, as in
// "RX_SOFTWARE|SOFTWARE", "0x0" if there is none, and what has no name as a
// number.
func (f TimestampFlags) String() string { return flagNames(uint32(f), "0x0", timestampNames[:]) }

func (TimestampFlags) cPrefixes() []string { return []string{"SOF_TIMESTAMPING_"} }

var timestampFlagsForm = form[TimestampFlags]{"TimestampFlags", putNumber[TimestampFlags], getNumber[TimestampFlags]}

// A TimestampClock is a clock, and the form of its time, for [TSClock].
type TimestampClock int

// Values of TimestampClock.
const (
	TimestampMicro     TimestampClock = iota // the clock of the day, struct timeval
	TimestampBintime                         // the clock of the day, struct bintime
	TimestampRealtime                        // the clock of the day, struct timespec
	TimestampMonotonic                       // the clock since the start of the system, struct timespec
)

// String returns the C name, such as "SO_TS_REALTIME", or the number.
func (c TimestampClock) String() string {
	return nameAt([]string{"SO_TS_REALTIME_MICRO", "SO_TS_BINTIME", "SO_TS_REALTIME", "SO_TS_MONOTONIC"}, int(c))
}

var timestampClockForm = form[TimestampClock]{"TimestampClock", putNumber[TimestampClock], getNumber[TimestampClock]}

// A TxTimeConfig says what the times are that packets are to be sent at.
type TxTimeConfig struct {
	Clock ClockID
	// Deadline makes a time the latest at which to send, in place of the time
	// at which to send.
	Deadline bool
	// ReportErrors tells of each packet that was dropped, since its time was
	// over or invalid, on the error queue of the socket.
	ReportErrors bool
}

// String returns the fields that are not zero, as in
// "clock=CLOCK_TAI,deadline=on".
func (c TxTimeConfig) String() string { return formatFields(c) }

// A ClockID is the number of a clock, as clock_gettime(2) of Linux has it.
type ClockID int

// The clocks that [TxTime] is of use with.
const (
	ClockRealtime  ClockID = 0
	ClockMonotonic ClockID = 1
	ClockTAI       ClockID = 11
)

// String returns the C name, such as "CLOCK_TAI", or the number.
func (c ClockID) String() string {
	switch c {
	case ClockRealtime:
		return "CLOCK_REALTIME"
	case ClockMonotonic:
		return "CLOCK_MONOTONIC"
	case ClockTAI:
		return "CLOCK_TAI"
	}
	return strconv.Itoa(int(c))
}

var txTimeForm = form[TxTimeConfig]{"TxTimeConfig", putTxTime, getTxTime}

// Flags of struct sock_txtime: SOF_TXTIME_DEADLINE_MODE, SOF_TXTIME_REPORT_ERRORS.
const txTimeDeadline, txTimeReport = 1, 2

func putTxTime(e *encoding, m *meta, r *row, v TxTimeConfig) error {
	if err := checkInteger(m, r, int64(v.Clock)); err != nil {
		return err
	}
	var flags uint32
	if v.Deadline {
		flags |= txTimeDeadline
	}
	if v.ReportErrors {
		flags |= txTimeReport
	}
	b := e.grow(r.size())
	binary.NativeEndian.PutUint32(b, uint32(v.Clock))
	binary.NativeEndian.PutUint32(b[4:], flags)
	return nil
}

func getTxTime(b []byte, r *row) (TxTimeConfig, error) {
	if len(b) < r.size() {
		return TxTimeConfig{}, errShort(b)
	}
	flags := binary.NativeEndian.Uint32(b[4:])
	return TxTimeConfig{
		Clock:        ClockID(int32(binary.NativeEndian.Uint32(b))),
		Deadline:     flags&txTimeDeadline != 0,
		ReportErrors: flags&txTimeReport != 0,
	}, nil
}
