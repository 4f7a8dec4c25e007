package sockopt

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireFlowLabel(t *testing.T) {
	r := row{as: flowLabelReq}
	v := FlowLabelLease{
		Action: FlowLabelRenew, Label: 0x12345, Dst: netip.MustParseAddr("2001:db8::1"), Share: FlowLabelShareAny,
		Flags: FlowLabelCreate | FlowLabelRemote, Expires: 258 * time.Second, Linger: 65535 * time.Second,
	}
	roundTrip(t, flowLabelForm, r, v, host(t,
		"20010db8000000000000000000000001 00012345 02 ff 0900 0201 ffff 00000000",
		"20010db8000000000000000000000001 00012345 02 ff 0009 0102 ffff 00000000"))
	assert.Equal(t, "action=IPV6_FL_A_RENEW,label=74565,dst=2001:db8::1,share=IPV6_FL_S_ANY,flags=IPV6_FL_F_CREATE|IPV6_FL_F_REMOTE,expires=4m18s,linger=18h12m15s", v.String())
	roundTrip(t, flowLabelForm, r, FlowLabelLease{Flags: FlowLabelReflect}, append(host(t,
		"00000000000000000000000000000000 00000000 00 00 0400",
		"00000000000000000000000000000000 00000000 00 00 0004"), make([]byte, 8)...))
	var e encoding
	require.NoError(t, putFlowLabelFlags(&e, &row{as: flowLabelReq}, FlowLabelRemote))
	assert.Equal(t, append(append(make([]byte, 22), host(t, "0800", "0008")...), make([]byte, 8)...), e.all())
	for _, change := range []func(l *FlowLabelLease){
		func(l *FlowLabelLease) { l.Label = 0 },
		func(l *FlowLabelLease) { l.Label = 1 << 20 },
		func(l *FlowLabelLease) { l.Dst = netip.MustParseAddr("192.0.2.1") },
		func(l *FlowLabelLease) { l.Dst = netip.MustParseAddr("fe80::1%eth0") },
		func(l *FlowLabelLease) { l.Linger = -1 },
		func(l *FlowLabelLease) { l.Expires = 65535*time.Second + 1 },
	} {
		bad := v
		change(&bad)
		_, err := encoded(flowLabelForm, meta{}, r, bad)
		assert.ErrorIs(t, err, ErrValue, "%v", bad)
	}
	for n := range 32 {
		_, err := getFlowLabel(make([]byte, n), &r)
		assert.Error(t, err)
	}
}
