package sockopt

import (
	"encoding/binary"
	"os"
	"strconv"
	"strings"
	"time"
)

// CCInfo (TCP_CC_INFO) reads what the congestion control algorithm of a
// connection tells of itself.
//
// Only bbr, vegas (and what is like it: yeah, illinois, nv) and dctcp tell
// anything. The answer does not say whose it is: [Congestion] does. Read it at
// any time. Linux has it since 4.1.
//
// OS: Linux.
// Source: linux/inet_diag.h, Linux net/ipv4/tcp.c.
var CCInfo = ReadOnly[CCState]{&ccState}

var ccState = param[CCState]{meta{id: idCCInfo, name: "TCP_CC_INFO", since: "Linux 4.1", level: levelTCP, kinds: tcpKinds, access: AccessReadOnly, state: true}, &ccStateForm}

// A CCState is the state of a congestion control algorithm, to be read by the
// method for that algorithm.
type CCState struct {
	n int
	b [ccInfoSize]byte
}

const ccInfoSize = 20

// BBRState is the state of bbr.
type BBRState struct {
	Bandwidth  uint64        // estimate, bytes per second
	MinRTT     time.Duration // least round-trip time of the last 10 s
	PacingGain float64       // by which the bandwidth is multiplied to pace
	CwndGain   float64       // by which their product is multiplied for the window
}

// VegasState is the state of vegas and of what is like it.
type VegasState struct {
	Enabled  bool
	RTTCount int           // round trips measured in the present one
	RTT      time.Duration // of the last round
	MinRTT   time.Duration
}

// DCTCPState is the state of dctcp.
type DCTCPState struct {
	Enabled  bool
	CE       bool    // the last packet was marked
	Alpha    float64 // part of the packets that are marked, 0 to 1
	ECNBytes int     // acknowledged with a mark, in the present round
	Bytes    int     // acknowledged
}

// BBR reads the state of bbr. It tells whether the answer is long enough to be
// one.
func (s CCState) BBR() (BBRState, bool) {
	if s.n < 20 {
		return BBRState{}, false
	}
	const unit = 1 << 8
	return BBRState{
		Bandwidth:  uint64(s.u32(0)) | uint64(s.u32(4))<<32,
		MinRTT:     s.micros(8),
		PacingGain: float64(s.u32(12)) / unit,
		CwndGain:   float64(s.u32(16)) / unit,
	}, true
}

// Vegas reads the state of vegas. It tells whether the answer is of a length to
// be one.
func (s CCState) Vegas() (VegasState, bool) {
	if s.n != 16 {
		return VegasState{}, false
	}
	return VegasState{Enabled: s.u32(0) != 0, RTTCount: int(s.u32(4)), RTT: s.micros(8), MinRTT: s.micros(12)}, true
}

// DCTCP reads the state of dctcp. It tells whether the answer is of a length to
// be one.
func (s CCState) DCTCP() (DCTCPState, bool) {
	if s.n != 16 {
		return DCTCPState{}, false
	}
	return DCTCPState{
		Enabled:  binary.NativeEndian.Uint16(s.b[:]) != 0,
		CE:       binary.NativeEndian.Uint16(s.b[2:]) != 0,
		Alpha:    float64(s.u32(4)) / (1 << 10),
		ECNBytes: int(s.u32(8)),
		Bytes:    int(s.u32(12)),
	}, true
}

// String returns the state of bbr, which alone has this length, as in
// "bandwidth=1250000,minrtt=8ms,pacinggain=2.89,cwndgain=2"; of another algorithm
// the length, as in "16 bytes", or "none".
func (s CCState) String() string {
	if bbr, ok := s.BBR(); ok {
		return "bandwidth=" + strconv.FormatUint(bbr.Bandwidth, 10) + ",minrtt=" + bbr.MinRTT.String() +
			",pacinggain=" + strconv.FormatFloat(bbr.PacingGain, 'g', 3, 64) + ",cwndgain=" + strconv.FormatFloat(bbr.CwndGain, 'g', 3, 64)
	}
	if s.n == 0 {
		return "none"
	}
	return strconv.Itoa(s.n) + " bytes"
}

// MarshalText returns all bytes of the state in hexadecimal, such as "0x0100", for
// encoding/json and the like.
func (s CCState) MarshalText() ([]byte, error) { return []byte(formatValue(s.b[:s.n], "")), nil }

// UnmarshalText reads what MarshalText returns.
func (s *CCState) UnmarshalText(text []byte) error {
	var b []byte
	if err := parseHex(&b, string(text)); err != nil {
		return err
	}
	*s = CCState{}
	if s.n = copy(s.b[:], b); s.n < len(b) {
		return &valueError{"longer than the state of an algorithm"}
	}
	return nil
}

func (s *CCState) u32(at int) uint32 { return binary.NativeEndian.Uint32(s.b[at:]) }

func (s *CCState) micros(at int) time.Duration {
	return time.Duration(s.u32(at)) * time.Microsecond
}

var ccStateForm = form[CCState]{"CCState", nil, getCCState}

func getCCState(b []byte, _ *row) (s CCState, err error) {
	s.n = copy(s.b[:], b)
	return s, nil
}

// unknownName is the hint for a name that the kernel does not know.
func unknownName(r *row, v any, err error) string {
	name, ok := v.(string)
	if !ok || r == nil || r.grant == nil || !isErrno(err, nameErrnos) {
		return ""
	}
	known := "see the sysctl " + r.grant.names
	if b, err := os.ReadFile("/proc/sys/" + strings.ReplaceAll(r.grant.names, ".", "/")); err == nil {
		known = "available: " + strings.TrimSpace(string(b))
	}
	return known + "; " + quoted(name) + " would need the kernel module " + quoted(r.grant.module+name)
}
