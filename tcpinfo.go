package sockopt

import (
	"encoding/binary"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// TCPMetrics is what the kernel tells of a TCP connection, in the same units on
// every OS: durations, bytes, bytes a second, and segments where it says so.
//
// No kernel tells all of it. [TCPMetrics.Has] says whether this one filled a
// field; one that it did not fill is zero.
type TCPMetrics struct {
	State TCPState

	RTT         time.Duration // smoothed round-trip time
	RTTVar      time.Duration // its mean deviation
	MinRTT      time.Duration // the least seen
	LastRTT     time.Duration // the latest sample
	ReceiverRTT time.Duration // round-trip time as the receiver estimates it
	RTO         time.Duration // retransmission timeout
	ATO         time.Duration // delayed-acknowledgement timeout

	SndMSS  int // maximum segment size for sending
	RcvMSS  int // maximum segment size seen
	AdvMSS  int // maximum segment size advertised
	PathMTU int // path MTU

	Cwnd      int // congestion window, bytes
	SSThresh  int // slow-start threshold, bytes; math.MaxInt: not yet lowered
	SndWnd    int // window that the peer advertised, bytes
	RcvWnd    int // window advertised to the peer, bytes
	RcvSpace  int // receive buffer space that autotuning aims at, bytes
	SndWScale int // window scale of the peer
	RcvWScale int // own window scale

	Timestamps bool // timestamps are in use (RFC 7323)
	SACK       bool // selective acknowledgement is in use (RFC 2018)
	WScale     bool // window scaling is in use (RFC 7323)
	ECN        bool // ECN was negotiated (RFC 3168)
	FastOpen   bool // data of the SYN was acknowledged (RFC 7413)

	CongestionState CongestionState

	Retransmits int // timeouts of the oldest segment, so far without an answer
	Probes      int // keepalive or window probes without an answer
	Backoff     int // doublings of the retransmission timeout

	Unacked    int // segments sent and not acknowledged; on a listener, connections to accept
	Sacked     int // segments selectively acknowledged; on a listener, the backlog
	Lost       int // segments taken as lost
	Retrans    int // segments retransmitted and not acknowledged
	Reordering int // segments by which the path may reorder

	TotalRetrans uint64 // segments retransmitted, ever
	SegsOut      uint64 // segments sent
	SegsIn       uint64 // segments received
	DataSegsOut  uint64 // segments with data sent
	DataSegsIn   uint64 // segments with data received
	Delivered    uint64 // segments delivered, retransmitted ones too
	DeliveredCE  uint64 // those of them that came with a congestion mark
	DSACKDups    uint64 // duplicates that the peer reported
	ReordSeen    uint64 // reordering events
	OutOfOrder   uint64 // segments received out of order

	BytesSent     uint64 // bytes sent, retransmitted ones too
	BytesAcked    uint64 // bytes acknowledged
	BytesReceived uint64 // bytes received
	BytesRetrans  uint64 // bytes retransmitted
	NotSent       uint64 // bytes in the send buffer that were never sent
	InFlight      uint64 // bytes sent and not acknowledged

	PacingRate    uint64 // bytes a second; math.MaxUint64: not limited
	MaxPacingRate uint64 // its limit, see SO_MAX_PACING_RATE
	DeliveryRate  uint64 // bytes a second, the latest sample

	BusyTime      time.Duration // time with data to send
	RWndLimited   time.Duration // time of it that waited for the peer's window
	SndBufLimited time.Duration // time of it that waited for the send buffer

	LastDataSent time.Duration // since data was sent
	LastDataRecv time.Duration // since data was received
	LastAckRecv  time.Duration // since an acknowledgement was received

	ConnectionTime time.Duration // since the connection was made

	filled uint64 // bit f for field f
}

// A TCPState is a state of a TCP connection (RFC 9293).
type TCPState uint8

// Values of TCPState.
const (
	TCPClosed TCPState = iota
	TCPListen
	TCPSynSent
	TCPSynReceived
	TCPEstablished
	TCPFinWait1
	TCPFinWait2
	TCPCloseWait
	TCPClosing
	TCPLastAck
	TCPTimeWait
)

var tcpStateNames = [...]string{
	"CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1",
	"FIN-WAIT-2", "CLOSE-WAIT", "CLOSING", "LAST-ACK", "TIME-WAIT",
}

// String returns the name that RFC 9293 gives the state.
func (s TCPState) String() string {
	if int(s) < len(tcpStateNames) {
		return tcpStateNames[s]
	}
	return strconv.Itoa(int(s))
}

// MarshalText returns the text of String.
func (v TCPState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *TCPState) UnmarshalText(text []byte) error { return parseText(v, text) }

// A CongestionState is a state of congestion control (tcp_ca_state of Linux).
type CongestionState uint8

// Values of CongestionState.
const (
	CongestionOpen     CongestionState = iota // nothing is wrong
	CongestionDisorder                        // duplicate acknowledgements or SACKs came
	CongestionCWR                             // the window shrinks after a congestion mark
	CongestionRecovery                        // fast retransmission
	CongestionLoss                            // a timeout, or a reneged SACK
)

var congestionStateNames = [...]string{"open", "disorder", "CWR", "recovery", "loss"}

// String returns the name of the state.
func (s CongestionState) String() string {
	if int(s) < len(congestionStateNames) {
		return congestionStateNames[s]
	}
	return strconv.Itoa(int(s))
}

// MarshalText returns the text of String.
func (v CongestionState) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *CongestionState) UnmarshalText(text []byte) error { return parseText(v, text) }

// A TCPField names a field of [TCPMetrics].
type TCPField uint8

// Values of TCPField.
const (
	TCPFieldState TCPField = iota
	TCPFieldRTT
	TCPFieldRTTVar
	TCPFieldMinRTT
	TCPFieldLastRTT
	TCPFieldReceiverRTT
	TCPFieldRTO
	TCPFieldATO
	TCPFieldSndMSS
	TCPFieldRcvMSS
	TCPFieldAdvMSS
	TCPFieldPathMTU
	TCPFieldCwnd
	TCPFieldSSThresh
	TCPFieldSndWnd
	TCPFieldRcvWnd
	TCPFieldRcvSpace
	TCPFieldSndWScale
	TCPFieldRcvWScale
	TCPFieldTimestamps
	TCPFieldSACK
	TCPFieldWScale
	TCPFieldECN
	TCPFieldFastOpen
	TCPFieldCongestionState
	TCPFieldRetransmits
	TCPFieldProbes
	TCPFieldBackoff
	TCPFieldUnacked
	TCPFieldSacked
	TCPFieldLost
	TCPFieldRetrans
	TCPFieldReordering
	TCPFieldTotalRetrans
	TCPFieldSegsOut
	TCPFieldSegsIn
	TCPFieldDataSegsOut
	TCPFieldDataSegsIn
	TCPFieldDelivered
	TCPFieldDeliveredCE
	TCPFieldDSACKDups
	TCPFieldReordSeen
	TCPFieldOutOfOrder
	TCPFieldBytesSent
	TCPFieldBytesAcked
	TCPFieldBytesReceived
	TCPFieldBytesRetrans
	TCPFieldNotSent
	TCPFieldInFlight
	TCPFieldPacingRate
	TCPFieldMaxPacingRate
	TCPFieldDeliveryRate
	TCPFieldBusyTime
	TCPFieldRWndLimited
	TCPFieldSndBufLimited
	TCPFieldLastDataSent
	TCPFieldLastDataRecv
	TCPFieldLastAckRecv
	TCPFieldConnectionTime
	numTCPFields
)

var tcpFieldNames = [numTCPFields]string{
	"State", "RTT", "RTTVar", "MinRTT", "LastRTT", "ReceiverRTT", "RTO", "ATO", "SndMSS", "RcvMSS", "AdvMSS", "PathMTU", "Cwnd", "SSThresh", "SndWnd", "RcvWnd", "RcvSpace", "SndWScale", "RcvWScale", "Timestamps", "SACK", "WScale", "ECN", "FastOpen", "CongestionState", "Retransmits", "Probes", "Backoff", "Unacked", "Sacked", "Lost", "Retrans", "Reordering", "TotalRetrans", "SegsOut", "SegsIn", "DataSegsOut", "DataSegsIn", "Delivered", "DeliveredCE", "DSACKDups", "ReordSeen", "OutOfOrder", "BytesSent", "BytesAcked", "BytesReceived", "BytesRetrans", "NotSent", "InFlight", "PacingRate", "MaxPacingRate", "DeliveryRate", "BusyTime", "RWndLimited", "SndBufLimited", "LastDataSent", "LastDataRecv", "LastAckRecv", "ConnectionTime",
}

// String returns the name of the field.
func (f TCPField) String() string {
	if f < numTCPFields {
		return tcpFieldNames[f]
	}
	return "field " + strconv.Itoa(int(f))
}

// Has tells whether the kernel filled the field.
func (m *TCPMetrics) Has(f TCPField) bool { return f < numTCPFields && m.filled>>f&1 != 0 }

// Value returns the value of a field, such as a time.Duration; nil for one that
// the kernel did not fill.
func (m *TCPMetrics) Value(f TCPField) any {
	if !m.Has(f) {
		return nil
	}
	switch p := m.at(f).(type) {
	case *bool:
		return *p
	case *int:
		return *p
	case *uint64:
		return *p
	case *time.Duration:
		return *p
	case *TCPState:
		return *p
	case *CongestionState:
		return *p
	}
	return nil
}

// String returns the fields that are filled and not zero, on one line.
func (m TCPMetrics) String() string {
	var b strings.Builder
	for f := range numTCPFields {
		v := m.Value(f)
		if v == nil || f != TCPFieldState && (v == 0 || v == uint64(0) || v == false || v == time.Duration(0)) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(f.String())
		b.WriteByte('=')
		b.WriteString(formatValue(v, ""))
	}
	return b.String()
}

// MarshalJSON writes the fields that the kernel filled, and those that are not
// zero, as an object.
func (m TCPMetrics) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for field := range numTCPFields {
		v := reflect.ValueOf(m.at(field)).Elem()
		if !m.Has(field) && v.IsZero() {
			continue
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), field.String()...), `":`...)
		switch v := v.Interface().(type) {
		case bool:
			b = strconv.AppendBool(b, v)
		case int:
			b = strconv.AppendInt(b, int64(v), 10)
		case uint64:
			b = strconv.AppendUint(b, v, 10)
		case time.Duration:
			b = strconv.AppendInt(b, int64(v), 10)
		case interface{ String() string }: // words of capital letters, or a number
			b = append(append(append(b, '"'), v.String()...), '"')
		}
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. A field that is not in it was not
// filled.
func (m *TCPMetrics) UnmarshalJSON(text []byte) error {
	var read TCPMetrics
	j := jsonReader{string(text)}
	err := j.object(func(member string) error {
		for field := range numTCPFields {
			if field.String() == member {
				read.filled |= 1 << field
				return j.value(reflect.ValueOf(read.at(field)).Elem())
			}
		}
		_, err := j.skip()
		return err
	})
	if err != nil {
		return err
	}
	*m = read
	return nil
}

// at returns a pointer to the field.
func (m *TCPMetrics) at(f TCPField) any {
	switch f {
	case TCPFieldState:
		return &m.State
	case TCPFieldRTT:
		return &m.RTT
	case TCPFieldRTTVar:
		return &m.RTTVar
	case TCPFieldMinRTT:
		return &m.MinRTT
	case TCPFieldLastRTT:
		return &m.LastRTT
	case TCPFieldReceiverRTT:
		return &m.ReceiverRTT
	case TCPFieldRTO:
		return &m.RTO
	case TCPFieldATO:
		return &m.ATO
	case TCPFieldSndMSS:
		return &m.SndMSS
	case TCPFieldRcvMSS:
		return &m.RcvMSS
	case TCPFieldAdvMSS:
		return &m.AdvMSS
	case TCPFieldPathMTU:
		return &m.PathMTU
	case TCPFieldCwnd:
		return &m.Cwnd
	case TCPFieldSSThresh:
		return &m.SSThresh
	case TCPFieldSndWnd:
		return &m.SndWnd
	case TCPFieldRcvWnd:
		return &m.RcvWnd
	case TCPFieldRcvSpace:
		return &m.RcvSpace
	case TCPFieldSndWScale:
		return &m.SndWScale
	case TCPFieldRcvWScale:
		return &m.RcvWScale
	case TCPFieldTimestamps:
		return &m.Timestamps
	case TCPFieldSACK:
		return &m.SACK
	case TCPFieldWScale:
		return &m.WScale
	case TCPFieldECN:
		return &m.ECN
	case TCPFieldFastOpen:
		return &m.FastOpen
	case TCPFieldCongestionState:
		return &m.CongestionState
	case TCPFieldRetransmits:
		return &m.Retransmits
	case TCPFieldProbes:
		return &m.Probes
	case TCPFieldBackoff:
		return &m.Backoff
	case TCPFieldUnacked:
		return &m.Unacked
	case TCPFieldSacked:
		return &m.Sacked
	case TCPFieldLost:
		return &m.Lost
	case TCPFieldRetrans:
		return &m.Retrans
	case TCPFieldReordering:
		return &m.Reordering
	case TCPFieldTotalRetrans:
		return &m.TotalRetrans
	case TCPFieldSegsOut:
		return &m.SegsOut
	case TCPFieldSegsIn:
		return &m.SegsIn
	case TCPFieldDataSegsOut:
		return &m.DataSegsOut
	case TCPFieldDataSegsIn:
		return &m.DataSegsIn
	case TCPFieldDelivered:
		return &m.Delivered
	case TCPFieldDeliveredCE:
		return &m.DeliveredCE
	case TCPFieldDSACKDups:
		return &m.DSACKDups
	case TCPFieldReordSeen:
		return &m.ReordSeen
	case TCPFieldOutOfOrder:
		return &m.OutOfOrder
	case TCPFieldBytesSent:
		return &m.BytesSent
	case TCPFieldBytesAcked:
		return &m.BytesAcked
	case TCPFieldBytesReceived:
		return &m.BytesReceived
	case TCPFieldBytesRetrans:
		return &m.BytesRetrans
	case TCPFieldNotSent:
		return &m.NotSent
	case TCPFieldInFlight:
		return &m.InFlight
	case TCPFieldPacingRate:
		return &m.PacingRate
	case TCPFieldMaxPacingRate:
		return &m.MaxPacingRate
	case TCPFieldDeliveryRate:
		return &m.DeliveryRate
	case TCPFieldBusyTime:
		return &m.BusyTime
	case TCPFieldRWndLimited:
		return &m.RWndLimited
	case TCPFieldSndBufLimited:
		return &m.SndBufLimited
	case TCPFieldLastDataSent:
		return &m.LastDataSent
	case TCPFieldLastDataRecv:
		return &m.LastDataRecv
	case TCPFieldLastAckRecv:
		return &m.LastAckRecv
	case TCPFieldConnectionTime:
		return &m.ConnectionTime
	}
	return nil
}

// A datum is one field of a kernel's struct: where it lies, and what it means.
type datum struct {
	field  TCPField
	offset uint16
	size   uint8 // in bytes; of an option bit, its number
	mean   meaning
}

// A meaning is how a number of the kernel becomes the value of a field.
type meaning uint8

const (
	plain         meaning = iota
	micros                // of time
	millis                // of time
	segments              // of SndMSS bytes each
	linuxSSThresh         // the same; all but the sign bit set: not yet lowered
	bsdSSThresh           // bytes; at least 65535<<14: not yet lowered
	flag                  // a bit of the byte
	firstNibble           // the first bit-field of four in the byte
	secondNibble          // the second
	linuxState            // state number of Linux
	bsdState              // of 4.4BSD
	windowsState          // of Windows
)

var linuxTCPInfo = [...]datum{
	{TCPFieldState, 0, 1, linuxState},
	{TCPFieldCongestionState, 1, 1, plain},
	{TCPFieldRetransmits, 2, 1, plain},
	{TCPFieldProbes, 3, 1, plain},
	{TCPFieldBackoff, 4, 1, plain},
	{TCPFieldTimestamps, 5, 0, flag},
	{TCPFieldSACK, 5, 1, flag},
	{TCPFieldWScale, 5, 2, flag},
	{TCPFieldECN, 5, 3, flag},
	{TCPFieldFastOpen, 5, 5, flag},
	{TCPFieldSndWScale, 6, 1, firstNibble},
	{TCPFieldRcvWScale, 6, 1, secondNibble},
	{TCPFieldRTO, 8, 4, micros},
	{TCPFieldATO, 12, 4, micros},
	{TCPFieldSndMSS, 16, 4, plain},
	{TCPFieldRcvMSS, 20, 4, plain},
	{TCPFieldUnacked, 24, 4, plain},
	{TCPFieldSacked, 28, 4, plain},
	{TCPFieldLost, 32, 4, plain},
	{TCPFieldRetrans, 36, 4, plain},
	{TCPFieldLastDataSent, 44, 4, millis},
	{TCPFieldLastDataRecv, 52, 4, millis},
	{TCPFieldLastAckRecv, 56, 4, millis},
	{TCPFieldPathMTU, 60, 4, plain},
	{TCPFieldRTT, 68, 4, micros},
	{TCPFieldRTTVar, 72, 4, micros},
	{TCPFieldSSThresh, 76, 4, linuxSSThresh},
	{TCPFieldCwnd, 80, 4, segments},
	{TCPFieldAdvMSS, 84, 4, plain},
	{TCPFieldReordering, 88, 4, plain},
	{TCPFieldReceiverRTT, 92, 4, micros},
	{TCPFieldRcvSpace, 96, 4, plain},
	{TCPFieldTotalRetrans, 100, 4, plain},
	{TCPFieldPacingRate, 104, 8, plain},
	{TCPFieldMaxPacingRate, 112, 8, plain},
	{TCPFieldBytesAcked, 120, 8, plain},
	{TCPFieldBytesReceived, 128, 8, plain},
	{TCPFieldSegsOut, 136, 4, plain},
	{TCPFieldSegsIn, 140, 4, plain},
	{TCPFieldNotSent, 144, 4, plain},
	{TCPFieldMinRTT, 148, 4, micros},
	{TCPFieldDataSegsIn, 152, 4, plain},
	{TCPFieldDataSegsOut, 156, 4, plain},
	{TCPFieldDeliveryRate, 160, 8, plain},
	{TCPFieldBusyTime, 168, 8, micros},
	{TCPFieldRWndLimited, 176, 8, micros},
	{TCPFieldSndBufLimited, 184, 8, micros},
	{TCPFieldDelivered, 192, 4, plain},
	{TCPFieldDeliveredCE, 196, 4, plain},
	{TCPFieldBytesSent, 200, 8, plain},
	{TCPFieldBytesRetrans, 208, 8, plain},
	{TCPFieldDSACKDups, 216, 4, plain},
	{TCPFieldReordSeen, 220, 4, plain},
	{TCPFieldOutOfOrder, 224, 4, plain},
	{TCPFieldSndWnd, 228, 4, plain},
	{TCPFieldRcvWnd, 232, 4, plain},
}

var freebsdTCPInfo = [...]datum{
	{TCPFieldState, 0, 1, bsdState},
	{TCPFieldTimestamps, 5, 0, flag},
	{TCPFieldSACK, 5, 1, flag},
	{TCPFieldWScale, 5, 2, flag},
	{TCPFieldECN, 5, 3, flag},
	{TCPFieldFastOpen, 5, 5, flag},
	{TCPFieldSndWScale, 6, 1, firstNibble},
	{TCPFieldRcvWScale, 6, 1, secondNibble},
	{TCPFieldRTO, 8, 4, micros},
	{TCPFieldSndMSS, 16, 4, plain},
	{TCPFieldLastDataRecv, 52, 4, micros},
	{TCPFieldRTT, 68, 4, micros},
	{TCPFieldRTTVar, 72, 4, micros},
	{TCPFieldSSThresh, 76, 4, bsdSSThresh},
	{TCPFieldCwnd, 80, 4, plain},
	{TCPFieldRcvSpace, 96, 4, plain},
	{TCPFieldSndWnd, 100, 4, plain},
	{TCPFieldTotalRetrans, 120, 4, plain},
	{TCPFieldOutOfOrder, 124, 4, plain},
}

// NetBSD's times are left out. The kernel reports them in a unit that is not a
// fixed one, and as the time since the last data one that grows with the uptime.
var netbsdTCPInfo = [...]datum{
	{TCPFieldState, 0, 1, bsdState},
	{TCPFieldTimestamps, 5, 0, flag},
	{TCPFieldSACK, 5, 1, flag},
	{TCPFieldWScale, 5, 2, flag},
	{TCPFieldECN, 5, 3, flag},
	{TCPFieldSndWScale, 6, 1, firstNibble},
	{TCPFieldRcvWScale, 6, 1, secondNibble},
	{TCPFieldSndMSS, 16, 4, plain},
	{TCPFieldSSThresh, 76, 4, bsdSSThresh},
	{TCPFieldCwnd, 80, 4, segments},
	{TCPFieldRcvSpace, 96, 4, plain},
	{TCPFieldSndWnd, 100, 4, segments},
	{TCPFieldTotalRetrans, 120, 4, plain},
	{TCPFieldOutOfOrder, 124, 4, plain},
}

var openbsdTCPInfo = [...]datum{
	{TCPFieldState, 0, 1, bsdState},
	{TCPFieldTimestamps, 5, 0, flag},
	{TCPFieldSACK, 5, 1, flag},
	{TCPFieldWScale, 5, 2, flag},
	{TCPFieldECN, 5, 3, flag},
	{TCPFieldSndWScale, 6, 1, plain},
	{TCPFieldRcvWScale, 7, 1, plain},
	{TCPFieldRTO, 8, 4, micros},
	{TCPFieldSndMSS, 16, 4, plain},
	{TCPFieldLastDataSent, 44, 4, micros},
	{TCPFieldLastDataRecv, 52, 4, micros},
	{TCPFieldLastAckRecv, 56, 4, micros},
	{TCPFieldRTT, 68, 4, micros},
	{TCPFieldRTTVar, 72, 4, micros},
	{TCPFieldSSThresh, 76, 4, bsdSSThresh},
	{TCPFieldCwnd, 80, 4, plain},
	{TCPFieldRcvSpace, 96, 4, plain},
	{TCPFieldSndWnd, 100, 4, plain},
	{TCPFieldTotalRetrans, 116, 4, plain},
	{TCPFieldOutOfOrder, 120, 4, plain},
	{TCPFieldMinRTT, 128, 4, micros},
}

var darwinTCPInfo = [...]datum{
	{TCPFieldState, 0, 1, bsdState},
	{TCPFieldSndWScale, 1, 1, plain},
	{TCPFieldRcvWScale, 2, 1, plain},
	{TCPFieldTimestamps, 4, 0, flag},
	{TCPFieldSACK, 4, 1, flag},
	{TCPFieldWScale, 4, 2, flag},
	{TCPFieldECN, 4, 3, flag},
	{TCPFieldRTO, 12, 4, millis},
	{TCPFieldSndMSS, 16, 4, plain},
	{TCPFieldSSThresh, 20, 4, bsdSSThresh},
	{TCPFieldCwnd, 24, 4, plain},
	{TCPFieldSndWnd, 28, 4, plain},
	{TCPFieldRcvWnd, 36, 4, plain},
	{TCPFieldLastRTT, 40, 4, millis},
	{TCPFieldRTT, 44, 4, millis},
	{TCPFieldRTTVar, 48, 4, millis},
	{TCPFieldFastOpen, 52, 4, flag},
	{TCPFieldSegsOut, 56, 8, plain},
	{TCPFieldBytesSent, 64, 8, plain},
	{TCPFieldBytesRetrans, 72, 8, plain},
	{TCPFieldSegsIn, 80, 8, plain},
	{TCPFieldBytesReceived, 88, 8, plain},
	{TCPFieldTotalRetrans, 104, 8, plain},
}

var windowsTCPInfo = [...]datum{
	{TCPFieldState, 0, 4, windowsState},
	{TCPFieldSndMSS, 4, 4, plain},
	{TCPFieldConnectionTime, 8, 8, millis},
	{TCPFieldTimestamps, 16, 0, flag},
	{TCPFieldRTT, 20, 4, micros},
	{TCPFieldMinRTT, 24, 4, micros},
	{TCPFieldInFlight, 28, 4, plain},
	{TCPFieldCwnd, 32, 4, plain},
	{TCPFieldSndWnd, 36, 4, plain},
	{TCPFieldRcvWnd, 40, 4, plain},
	{TCPFieldBytesSent, 48, 8, plain},
	{TCPFieldBytesReceived, 56, 8, plain},
	{TCPFieldBytesRetrans, 68, 4, plain},
}

// linuxStates and bsdStates are indexed by the kernel's number.
var (
	linuxStates = [...]TCPState{
		TCPClosed, TCPEstablished, TCPSynSent, TCPSynReceived, TCPFinWait1, TCPFinWait2,
		TCPTimeWait, TCPClosed, TCPCloseWait, TCPLastAck, TCPListen, TCPClosing, TCPSynReceived,
	}
	bsdStates = [...]TCPState{
		TCPClosed, TCPListen, TCPSynSent, TCPSynReceived, TCPEstablished, TCPCloseWait,
		TCPFinWait1, TCPClosing, TCPLastAck, TCPFinWait2, TCPTimeWait,
	}
)

var tcpInfoForm = form[TCPMetrics]{"TCPMetrics", nil, getTCPInfo}

func getTCPInfo(b []byte, r *row) (m TCPMetrics, err error) {
	if len(b) == 0 {
		return m, errShort(b)
	}
	var data []datum
	switch r.as {
	case tcpInfoLinux:
		data = linuxTCPInfo[:]
	case tcpInfoFreeBSD:
		data = freebsdTCPInfo[:]
	case tcpInfoNetBSD:
		data = netbsdTCPInfo[:]
	case tcpInfoOpenBSD:
		// Only the superuser is told what follows the first hundred bytes.
		if data = openbsdTCPInfo[:]; allZero(b[min(100, len(b)):]) {
			b = b[:min(100, len(b))]
		}
	case tcpInfoDarwin:
		// Only the state of a socket that is closed or listens is told.
		if data = darwinTCPInfo[:]; b[0] <= 1 {
			b = b[:1]
		}
	case tcpInfoWindows:
		data = windowsTCPInfo[:]
	}
	for _, d := range data {
		m.fill(d, b)
	}
	return m, nil
}

// fill takes one field from b, if b is long enough to have it.
func (m *TCPMetrics) fill(d datum, b []byte) {
	end := int(d.offset) + int(d.size)
	if d.mean == flag {
		end = int(d.offset) + 1
	}
	if end > len(b) {
		return
	}
	b = b[d.offset:end]
	var n uint64
	switch len(b) {
	case 1:
		n = uint64(b[0])
	case 4:
		n = uint64(binary.NativeEndian.Uint32(b))
	case 8:
		n = binary.NativeEndian.Uint64(b)
	}
	switch d.mean {
	case micros:
		if d.field == TCPFieldMinRTT && n == math.MaxUint32 {
			return // no sample yet
		}
		n = scale(n, uint64(time.Microsecond))
	case millis:
		n = scale(n, uint64(time.Millisecond))
	case linuxSSThresh:
		if n >= math.MaxInt32 {
			n = math.MaxInt
		} else {
			n *= uint64(m.SndMSS)
		}
	case segments:
		n *= uint64(m.SndMSS)
	case bsdSSThresh:
		if n >= 65535<<14 {
			n = math.MaxInt
		}
	case flag:
		n = n >> d.size & 1
	case firstNibble, secondNibble:
		// Compilers begin with the low bits on little-endian machines, and with
		// the high bits on big-endian ones.
		if little := binary.NativeEndian.Uint16([]byte{1, 0}) == 1; little == (d.mean == firstNibble) {
			n &= 15
		} else {
			n >>= 4
		}
	case linuxState:
		if n >= uint64(len(linuxStates)) {
			return
		}
		n = uint64(linuxStates[n])
	case bsdState:
		if n >= uint64(len(bsdStates)) {
			return
		}
		n = uint64(bsdStates[n])
	case windowsState: // numbered as TCPState is
		if n > uint64(TCPTimeWait) {
			return
		}
	}
	switch p := m.at(d.field).(type) {
	case *bool:
		*p = n != 0
	case *int:
		*p = int(n)
	case *uint64:
		*p = n
	case *time.Duration:
		*p = time.Duration(n)
	case *TCPState:
		*p = TCPState(n)
	case *CongestionState:
		*p = CongestionState(n)
	}
	m.filled |= 1 << d.field
}

// scale multiplies, to no more than a Duration can hold.
func scale(n, unit uint64) uint64 {
	if n > math.MaxInt64/unit {
		return math.MaxInt64
	}
	return n * unit
}

func allZero(b []byte) bool {
	for _, x := range b {
		if x != 0 {
			return false
		}
	}
	return true
}
