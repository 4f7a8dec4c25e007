package sockopt

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

func TestWireICMPFilters(t *testing.T) {
	var filter6 ipv6.ICMPFilter
	filter6.SetAll(false)
	blocked := filter6
	blocked.Block(ipv6.ICMPTypeEchoRequest) // 128
	blocked.Block(ipv6.ICMPTypePacketTooBig)
	zero, ones := strings.Repeat("00000000", 3), strings.Repeat("ffffffff", 3)
	if ipv6FilterKnown() {
		roundTrip(t, icmp6FilterForm, row{as: icmp6Blocked}, blocked, host(t,
			"04000000"+zero+"01000000"+zero, "00000004"+zero+"00000001"+zero))
		roundTrip(t, icmp6FilterForm, row{as: icmp6Passed}, blocked, host(t,
			"fbffffff"+ones+"feffffff"+ones, "fffffffb"+ones+"fffffffe"+ones))
		roundTrip(t, icmp6FilterForm, row{as: icmp6Passed}, filter6, bytes.Repeat([]byte{0xff}, 32))
	}
	_, err := getICMP6Filter(make([]byte, 4), &row{})
	assert.ErrorContains(t, err, "unexpected answer")

	if ipv4FilterKnown() {
		var filter ipv4.ICMPFilter
		filter.Block(ipv4.ICMPTypeEcho)
		roundTrip(t, icmpFilterForm, row{as: cUint}, filter, host(t, "00010000", "00000100"))
	}
	_, err = getICMPFilter(nil, nil)
	assert.ErrorContains(t, err, "unexpected answer")
}

// ipv4FilterKnown tells whether x/net has the filter on this system.
func ipv4FilterKnown() bool {
	var filter ipv4.ICMPFilter
	filter.SetAll(true)
	return filter.WillBlock(ipv4.ICMPTypeEcho)
}

// ipv6FilterKnown tells whether x/net has the filter on this system.
func ipv6FilterKnown() bool {
	var filter ipv6.ICMPFilter
	filter.SetAll(true)
	return filter.WillBlock(ipv6.ICMPTypeEchoRequest)
}
