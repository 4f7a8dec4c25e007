package sockopt

import (
	"encoding/binary"
	"math"
	"net/netip"
	"time"

	"github.com/go-sockopt/sockopt/internal/wire"
)

// A FlowLabelLease is the lease of a flow label, and what is done with it.
type FlowLabelLease struct {
	Action FlowLabelAction
	Label  uint32 // 1 to 0xfffff
	Dst    netip.Addr
	Share  FlowLabelShare
	Flags  FlowLabelFlags
	// Expires is how long the lease lasts at least, and Linger how long the label
	// is kept from others after it was last used: whole seconds, at most 65535 s.
	// The kernel makes both 6 s where they are less.
	Expires, Linger time.Duration
}

// String returns the fields that are not zero, as in
// "label=74565,dst=2001:db8::1,share=any,flags=create".
func (l FlowLabelLease) String() string { return formatFields(l) }

// A FlowLabelAction is what is done with a lease.
type FlowLabelAction uint8

// The actions: linux/in6.h.
const (
	FlowLabelGet   FlowLabelAction = iota // have it
	FlowLabelPut                          // end it
	FlowLabelRenew                        // let it last longer
)

var flowLabelActionNames = [...]string{"IPV6_FL_A_GET", "IPV6_FL_A_PUT", "IPV6_FL_A_RENEW"}

// String returns the C name, such as "IPV6_FL_A_RENEW".
func (a FlowLabelAction) String() string { return nameAt(flowLabelActionNames[:], int(a)) }

// MarshalText returns the text of String.
func (v FlowLabelAction) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FlowLabelAction) UnmarshalText(text []byte) error { return parseText(v, text) }

// A FlowLabelShare says who else may have a lease of the same label.
type FlowLabelShare uint8

// The ways to share: linux/in6.h.
const (
	FlowLabelShareNone      FlowLabelShare = 0 // nobody; that is, it is not said
	FlowLabelShareExclusive FlowLabelShare = 1
	FlowLabelShareProcess   FlowLabelShare = 2
	FlowLabelShareUser      FlowLabelShare = 3
	FlowLabelShareAny       FlowLabelShare = 255
)

var flowLabelShareNames = [...]string{"IPV6_FL_S_NONE", "IPV6_FL_S_EXCL", "IPV6_FL_S_PROCESS", "IPV6_FL_S_USER", 255: "IPV6_FL_S_ANY"}

// String returns the C name, such as "IPV6_FL_S_EXCL".
func (s FlowLabelShare) String() string { return nameAt(flowLabelShareNames[:], int(s)) }

// MarshalText returns the text of String.
func (v FlowLabelShare) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *FlowLabelShare) UnmarshalText(text []byte) error { return parseText(v, text) }

// FlowLabelFlags are flags of [IPv6FlowLabelMgr].
type FlowLabelFlags uint16

// The flags: linux/in6.h.
const (
	FlowLabelCreate    FlowLabelFlags = 1 << iota // have a label that nobody has a lease of
	FlowLabelExclusive                            // and no other
	FlowLabelReflect                              // answer with the label of the peer, on TCP; needs no label
	FlowLabelRemote                               // tell the label of the peer, for a Get
)

// String joins the C names with |.
func (f FlowLabelFlags) String() string {
	return flagNames(uint32(f), "0", []string{"IPV6_FL_F_CREATE", "IPV6_FL_F_EXCL", "IPV6_FL_F_REFLECT", "IPV6_FL_F_REMOTE"})
}

// MarshalText returns the text of String.
func (v FlowLabelFlags) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads one number, or names that String returns and numbers joined
// by |. Case does not matter.
func (v *FlowLabelFlags) UnmarshalText(text []byte) error { return parseText(v, text) }

var flowLabelForm = form[FlowLabelLease]{"FlowLabelLease", putFlowLabel, getFlowLabel}

func putFlowLabel(e *encoding, _ *meta, r *row, v FlowLabelLease) error {
	expires, linger := wire.Ceil(v.Expires, time.Second), wire.Ceil(v.Linger, time.Second)
	switch {
	case v.Label > 0xfffff:
		return &valueError{"the label must be 1 to 0xfffff"}
	case v.Label == 0 && v.Flags&FlowLabelReflect == 0:
		return &valueError{"the label must be 1 to 0xfffff: one that the kernel chose would not be told"}
	case v.Dst.Is4() || v.Dst.Zone() != "":
		return &valueError{"the destination must be an IPv6 address without a zone"}
	case v.Expires < 0 || v.Linger < 0 || expires > math.MaxUint16 || linger > math.MaxUint16:
		return &valueError{"Expires and Linger must be 0s to 65535s"}
	}
	b := e.grow(r.size())
	wire.PutAddr16(b, v.Dst)
	binary.BigEndian.PutUint32(b[16:], v.Label)
	b[20], b[21] = byte(v.Action), byte(v.Share)
	binary.NativeEndian.PutUint16(b[22:], uint16(v.Flags))
	binary.NativeEndian.PutUint16(b[24:], uint16(expires))
	binary.NativeEndian.PutUint16(b[26:], uint16(linger))
	return nil
}

func getFlowLabel(b []byte, r *row) (l FlowLabelLease, err error) {
	if len(b) < r.size() {
		return l, errShort(b)
	}
	l.Dst = wire.Addr16(b)
	l.Label = binary.BigEndian.Uint32(b[16:])
	l.Action, l.Share = FlowLabelAction(b[20]), FlowLabelShare(b[21])
	l.Flags = FlowLabelFlags(binary.NativeEndian.Uint16(b[22:]))
	l.Expires = time.Duration(binary.NativeEndian.Uint16(b[24:])) * time.Second
	l.Linger = time.Duration(binary.NativeEndian.Uint16(b[26:])) * time.Second
	return l, nil
}

// putFlowLabelFlags asks for a label, by the action 0.
func putFlowLabelFlags(e *encoding, r *row, f FlowLabelFlags) error {
	binary.NativeEndian.PutUint16(e.grow(r.size())[22:], uint16(f))
	return nil
}
