package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"net"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/go-sockopt/sockopt"
	"golang.org/x/net/bpf"
	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// joins has for each option that joins a multicast group the one that leaves it,
// and likewise for blocked sources and for filters.
var joins = map[string]string{
	"JoinGroup":           "LeaveGroup",
	"JoinSourceGroup":     "LeaveSourceGroup",
	"AddMembership":       "DropMembership",
	"AddSourceMembership": "DropSourceMembership",
	"IPv6JoinGroup":       "IPv6LeaveGroup",

	"NetlinkAddMembership": "NetlinkDropMembership",
	"PacketAddMembership":  "PacketDropMembership",
	"MCASTJoinGroup":       "MCASTLeaveGroup",
	"BlockSource":          "UnblockSource",
	"IPBlockSource":        "IPUnblockSource",
	"AttachFilter":         "DetachFilter",
	"AttachReusePortCBPF":  "DetachReusePortBPF",
}

// twins returns the option that joins the group which an option leaves, or the
// one that leaves the group which it joins.
func twins(name string) (join, leave *sockopt.Info) {
	for in, out := range joins {
		switch name {
		case in:
			if info, ok := sockopt.Lookup(out); ok {
				leave = &info
			}
		case out:
			if info, ok := sockopt.Lookup(in); ok {
				join = &info
			}
		}
	}
	return join, leave
}

// needs has the options that a new socket is not enough for.
var needs = map[string]string{
	"AttachBPF":           "needs a BPF program",
	"AttachReusePortEBPF": "needs a BPF program",
	"SourceFilter":        "needs a multicast group",
	"IPv6FlowLabelMgr":    "needs a flow label",
	"PacketFanout":        "needs a bound socket",
	"FastOpenKey":         "a key cannot be removed again",
	"IPv6Checksum":        "ICMPv6 has a checksum of its own", // which only raw6 of the kinds is
	"IPv6V6Only":          "must be set before bind, and a raw socket counts as bound",
}

// lacks returns what a new socket lacks for an option that failed with err; ""
// if the failure is that of the machine.
func lacks(info sockopt.Info, err error) string {
	switch need := needs[info.Name]; {
	case need != "":
		return need
	case errors.Is(err, sockopt.ErrValue):
		return "no allowed value to try is known"
	case errors.Is(err, errNotConnected), info.Phase == sockopt.AfterConnect:
		return "needs a connection"
	case info.Phase == sockopt.AfterListen:
		return "needs a listening socket"
	}
	return ""
}

// others returns values to set an option to that reads as value, the best
// first: all differ from it, and are harmless.
func others(info sockopt.Info, value any) []any {
	differs := func(list ...any) []any {
		return slices.DeleteFunc(list, func(v any) bool { return v == value })
	}
	switch v := value.(type) {
	case bool:
		return []any{!v}
	case int:
		if info.Unit == "bytes" && v > 4096 {
			return []any{v / 4} // so that it shows, whether or not the kernel doubles it
		}
		if info.Unit == "bytes" && v == 0 {
			return []any{1 << 16, 1200} // a buffer, a packet
		}
		return []any{v + 1, v - 1} // one of them is in range
	case uint32:
		return []any{v + 1}
	case uint64:
		return []any{v + 1}
	case time.Duration:
		return []any{v + time.Second, v - time.Second, v / 2}
	case sockopt.SaveSynMode:
		return differs(sockopt.SaveSynIP, sockopt.SaveSynOff)
	case string:
		if info.Name == "Congestion" {
			return differs("reno", "newreno", "cubic", "sunreno")
		}
		if info.Name == "ULP" {
			return []any{"tls"}
		}
		if lo, ok := loopback(); ok && info.Name == "BindToDevice" {
			return differs(lo.Name, "")
		}
	case []byte:
		if info.Name == "IPOptions" && len(v) == 0 {
			return []any{[]byte{1, 1, 1, 1}} // no operation, four times
		}
	case sockopt.TimestampFlags:
		return differs(sockopt.TimestampRxSoftware|sockopt.TimestampSoftware, sockopt.TimestampFlags(0))
	case sockopt.TimestampClock:
		return differs(sockopt.TimestampRealtime, sockopt.TimestampMicro)
	case sockopt.TxTimeConfig:
		return differs(sockopt.TxTimeConfig{Clock: sockopt.ClockMonotonic}, sockopt.TxTimeConfig{})
	case sockopt.LingerConfig:
		return differs(sockopt.LingerWait(time.Second), sockopt.LingerOff())
	case sockopt.DSField:
		return differs(sockopt.CS1, sockopt.DefaultForwarding)
	case sockopt.Interface:
		if lo, ok := loopback(); ok {
			return differs(sockopt.Interface(lo.Index), sockopt.Interface(0))
		}
	case sockopt.PathMTUDiscovery:
		return differs(sockopt.PathMTUDo, sockopt.PathMTUDont)
	case sockopt.MinMTU:
		return differs(sockopt.MinMTUNever, sockopt.MinMTUAlways)
	case sockopt.PortRange:
		return differs(sockopt.PortRange{Low: 40000, High: 50000}, sockopt.PortRange{})
	case sockopt.PortChoice:
		return differs(sockopt.PortsHigh, sockopt.PortsDefault)
	case sockopt.AddrPreferences:
		return differs(sockopt.PreferTemporary|v&sockopt.PreferHome, sockopt.PreferPublic|v&sockopt.PreferHome)
	case sockopt.ServiceType:
		return differs(sockopt.ServiceBackground, sockopt.ServiceBestEffort)
	case sockopt.ProtectionLevel:
		return differs(sockopt.ProtectionEdgeRestricted, sockopt.ProtectionDefault)
	case netip.Addr:
		return differs(netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv4Unspecified())

	case sockopt.PacketInfo:
		if lo, ok := loopback(); ok {
			return differs(sockopt.PacketInfo{Interface: sockopt.Interface(lo.Index)}, sockopt.PacketInfo{})
		}
	case sockopt.UDPEncapType:
		return differs(sockopt.UDPEncapL2TP, sockopt.UDPEncapESP, sockopt.UDPEncapNone)
	case sockopt.Fanout:
		return differs(sockopt.Fanout{ID: 1})
	case sockopt.TPacketVersion:
		return differs(sockopt.TPacketV2, sockopt.TPacketV1)
	case sockopt.PacketClock:
		return differs(sockopt.PacketClockSoftware, sockopt.PacketClock(0))
	case ipv4.ICMPFilter:
		v.SetAll(!v.WillBlock(ipv4.ICMPTypeEcho))
		return []any{v}
	case ipv6.ICMPFilter:
		v.SetAll(!v.WillBlock(ipv6.ICMPTypeEchoRequest))
		return []any{v}
	case []sockopt.CANFilter:
		return []any{append(slices.Clone(v), sockopt.CANFilter{ID: 1, Mask: 1})}
	case sockopt.SCTPInit:
		v.OutStreams++
		return []any{v}
	case sockopt.SCTPRTO:
		v.Max += time.Second
		return []any{v}
	case sockopt.SCTPSend:
		v.Context++
		return []any{v}
	case sockopt.SCTPEvents:
		return []any{v ^ sockopt.SCTPShutdownEvent}
	case sockopt.SCTPPeer:
		v.MaxRetrans++
		return []any{v}
	}
	return nil
}

// unread returns a value to set an option to that cannot be read; nil if none
// is known.
func unread(info sockopt.Info, family int) any {
	group, source := netip.MustParseAddr("239.1.2.3"), netip.MustParseAddr("127.0.0.1")
	if family == 6 && info.Level != "IPPROTO_IP" || info.Level == "IPPROTO_IPV6" {
		group, source = netip.MustParseAddr("ff02::1:2:3"), netip.IPv6Loopback()
	}
	lo, _ := loopback() // without one, the kernel may choose
	on := sockopt.Interface(lo.Index)
	switch info.Type {
	case "MulticastGroup":
		return sockopt.MulticastGroup{Group: group, Interface: on}
	case "MulticastSource":
		return sockopt.MulticastSource{Group: group, Source: source, Interface: on}
	case "PacketMembership":
		return sockopt.PacketMembership{Interface: on, Kind: sockopt.PacketAllMulticast}
	case "PacketInfo":
		return sockopt.PacketInfo{Interface: on}
	case "PacketRing":
		return sockopt.PacketRing{} // which there is none of
	case "MD5Key":
		return sockopt.MD5Key{Peer: netip.PrefixFrom(source, source.BitLen()), Key: sockopt.NewSecret([]byte("probe"))}
	case "AOKey":
		return sockopt.AOKey{Peer: netip.PrefixFrom(source, source.BitLen()), Algorithm: "hmac(sha1)", Key: sockopt.NewSecret([]byte("probe"))}
	case "AOKeyID":
		return sockopt.AOKeyID{Peer: netip.PrefixFrom(source, source.BitLen())}
	case "TLSKey":
		return sockopt.TLSKey{Version: 0x303, Cipher: sockopt.TLSAESGCM128, Key: sockopt.NewSecret(make([]byte, 16)), IV: sockopt.NewSecret(make([]byte, 12))}
	case "None":
		return sockopt.None{}
	case "[]bpf.RawInstruction":
		return []bpf.RawInstruction{{Op: 6, K: math.MaxUint32}} // keeps everything
	case "bool":
		return true
	case "int":
		return others(info, 0)[0]
	case "uint32":
		return uint32(1)
	case "uint64":
		return uint64(1)
	case "time.Duration":
		return time.Second
	}
	return nil
}

// backs returns values that make an option read as value again, the best first.
func backs(value any) []any {
	if n, ok := value.(int); ok && n > 1 {
		return []any{n, n / 2} // Linux doubles the size of a buffer
	}
	return []any{value}
}

// loopback returns the loopback interface.
var loopback = sync.OnceValues(func() (net.Interface, bool) {
	ifis, _ := net.Interfaces()
	for _, ifi := range ifis {
		if ifi.Flags&net.FlagLoopback != 0 {
			return ifi, true
		}
	}
	return net.Interface{}, false
})

// text writes a value for people, in a few words.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "-"
	case bool:
		if v {
			return "on"
		}
		return "off"
	case string:
		return strconv.Quote(v)
	case []byte:
		if len(v) == 0 {
			return "empty"
		}
		return hex.EncodeToString(v)
	case *os.File: // a descriptor that the option opened
		v.Close()
		return v.Name()
	case sockopt.TCPMetrics:
		return fmt.Sprintf("%v MSS %d", v.State, v.SndMSS)
	}
	return fmt.Sprint(v)
}

// jsonValue returns v as JSON has it, and its text where JSON has nothing like it.
func jsonValue(v any) any {
	switch v := v.(type) {
	case nil, bool, int, uint32, uint64, string:
		return v
	case sockopt.TCPMetrics:
		return v.String()
	}
	return text(v)
}
