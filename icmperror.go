package sockopt

import (
	"encoding/binary"
	"net/netip"
	"strconv"
)

// An ICMPError is what an ICMP message said, and who sent it.
type ICMPError struct {
	Source     netip.Addr     // of the message: a router, or the peer itself
	Protocol   ProtocolNumber // 1 (ICMP) or 58 (ICMPv6)
	Type, Code uint8
}

// String returns the fields, as in "source=192.0.2.1,protocol=1,type=3,code=1".
func (e ICMPError) String() string {
	return "source=" + e.Source.String() + ",protocol=" + strconv.Itoa(int(e.Protocol)) +
		",type=" + strconv.Itoa(int(e.Type)) + ",code=" + strconv.Itoa(int(e.Code))
}

var icmpErrorForm = form[ICMPError]{"ICMPError", nil, getICMPError}

func getICMPError(b []byte, r *row) (ICMPError, error) {
	if len(b) < icmpErrorSize {
		return ICMPError{}, errShort(b)
	}
	source, err := getAddrPort(b[:28], r)
	if err != nil {
		return ICMPError{}, err
	}
	return ICMPError{source.Addr(), ProtocolNumber(binary.NativeEndian.Uint32(b[28:])), b[32], b[33]}, nil
}
