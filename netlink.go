package sockopt

import (
	"encoding/binary"
	"math/bits"
)

// The options of SOL_NETLINK: netlink(7).

// NetlinkAddMembership (NETLINK_ADD_MEMBERSHIP) joins a multicast group, whose
// messages the socket then receives.
//
// It is the number of the group, such as unix.RTNLGRP_LINK of NETLINK_ROUTE,
// from 1, and not the bit that bind(2) takes; so it also reaches the groups
// beyond 32. Generic netlink tells the numbers of its groups. Joining a group
// twice is no error, and a number that the protocol does not have fails with
// EINVAL. Some protocols and groups want CAP_NET_ADMIN, and then fail with
// EPERM. It may be set at any time, but only a socket that bind(2) has given an
// address receives. [NetlinkListMemberships] reads what is joined.
//
// OS: Linux.
// Source: netlink(7), Linux net/netlink/af_netlink.c.
var NetlinkAddMembership = WriteOnly[uint32]{&netlinkAddMembership}

var netlinkAddMembership = param[uint32]{meta{id: idNetlinkAddMembership, name: "NETLINK_ADD_MEMBERSHIP", since: "Linux 2.6.14", level: levelNetlink, kinds: netlinks, access: SetOnly, unit: "group", min: 1, max: maxInt32}, &netlinkGroupForm}

// NetlinkDropMembership (NETLINK_DROP_MEMBERSHIP) leaves a multicast group.
//
// It undoes what [NetlinkAddMembership] or bind(2) has joined. Leaving a group
// that was not joined is no error. It may be set at any time.
//
// OS: Linux.
// Source: netlink(7), Linux net/netlink/af_netlink.c.
var NetlinkDropMembership = WriteOnly[uint32]{&netlinkDropMembership}

var netlinkDropMembership = param[uint32]{meta{id: idNetlinkDropMembership, name: "NETLINK_DROP_MEMBERSHIP", since: "Linux 2.6.14", level: levelNetlink, kinds: netlinks, access: SetOnly, unit: "group", min: 1, max: maxInt32}, &netlinkGroupForm}

// NetlinkListMemberships (NETLINK_LIST_MEMBERSHIPS) reads the numbers of the
// multicast groups that the socket has joined, in order.
//
// It is nil if there is none, and else allocated. Those beyond 8192 are
// not told, which no protocol has. Linux has it since 4.2.
//
// OS: Linux.
// Source: netlink(7), Linux net/netlink/af_netlink.c.
var NetlinkListMemberships = ReadOnly[[]uint32]{&netlinkListMemberships}

var netlinkListMemberships = param[[]uint32]{meta{id: idNetlinkListMemberships, name: "NETLINK_LIST_MEMBERSHIPS", since: "Linux 4.2", level: levelNetlink, kinds: netlinks, access: GetOnly, unit: "groups", text: formatNumbers}, &netlinkGroupsForm}

// NetlinkPktInfo (NETLINK_PKTINFO) tells with each message the group that it
// was sent to.
//
// It comes as a control message NETLINK_PKTINFO, a struct nl_pktinfo that is
// the number of the group, 0 for what was sent to this socket alone. The
// default is off; set it at any time.
//
// OS: Linux.
// Source: netlink(7).
var NetlinkPktInfo = Option[bool]{&netlinkPktInfo}

var netlinkPktInfo = param[bool]{meta{id: idNetlinkPktInfo, name: "NETLINK_PKTINFO", since: "Linux 2.6.14", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkNoENOBUFS (NETLINK_NO_ENOBUFS) does not tell of messages that were
// lost because the receive buffer was full.
//
// With it off, the default, the next receive fails with ENOBUFS, and a program
// that mirrors the state of the kernel must read it all again. Turn it on
// where losses do not matter; nothing else tells of them then but the drops
// in /proc/net/netlink. It may be set at any time. A larger [RcvBuf] or
// [RcvBufForce] makes losses rare.
//
// OS: Linux.
// Source: netlink(7).
var NetlinkNoENOBUFS = Option[bool]{&netlinkNoENOBUFS}

var netlinkNoENOBUFS = param[bool]{meta{id: idNetlinkNoENOBUFS, name: "NETLINK_NO_ENOBUFS", since: "Linux 2.6.30", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkListenAllNSID (NETLINK_LISTEN_ALL_NSID) receives the multicast
// messages of all network namespaces that have an id in that of the socket.
//
// A control message NETLINK_LISTEN_ALL_NSID (an int) tells the id of the
// namespace that a message is from, and is absent for the socket's own. To set
// it needs CAP_NET_BROADCAST; without, it fails with EPERM, which
// [os.ErrPermission] matches. The default is off. It may be set at any time.
// Linux has it since 4.2; older kernels, 6.1 among them, cannot read it.
//
// OS: Linux.
// Source: netlink(7), Linux net/netlink/af_netlink.c.
var NetlinkListenAllNSID = Option[bool]{&netlinkListenAllNSID}

var netlinkListenAllNSID = param[bool]{meta{id: idNetlinkListenAllNSID, name: "NETLINK_LISTEN_ALL_NSID", since: "Linux 4.2", level: levelNetlink, kinds: netlinks, priv: "CAP_NET_BROADCAST"}, &boolForm}

// NetlinkCapAck (NETLINK_CAP_ACK) leaves the request out of the answer that
// says that it failed.
//
// With it off, the default, an error message has all of the request behind the
// error; with it on, only the header. It may be set at any time. Linux has it
// since 4.3.
//
// OS: Linux.
// Source: netlink(7).
var NetlinkCapAck = Option[bool]{&netlinkCapAck}

var netlinkCapAck = param[bool]{meta{id: idNetlinkCapAck, name: "NETLINK_CAP_ACK", since: "Linux 4.3", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkExtAck (NETLINK_EXT_ACK) has the kernel say in words what is wrong
// with a request, and where in it.
//
// The answer then has the flag NLM_F_ACK_TLVS and, behind the error and the
// request (or its header, with [NetlinkCapAck]), the attributes
// NLMSGERR_ATTR_MSG and NLMSGERR_ATTR_OFFS. A warning may come with a request
// that succeeded. The default is off; set it at any time. Linux has it since
// 4.12.
//
// OS: Linux.
// Source: netlink(7), Linux Documentation/userspace-api/netlink/intro.rst.
var NetlinkExtAck = Option[bool]{&netlinkExtAck}

var netlinkExtAck = param[bool]{meta{id: idNetlinkExtAck, name: "NETLINK_EXT_ACK", since: "Linux 4.12", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkGetStrictChk (NETLINK_GET_STRICT_CHK) checks requests to read strictly,
// and heeds the filter in a request to dump.
//
// With it off, the default, NETLINK_ROUTE ignores most of what a request to
// dump addresses, links, neighbours, routes and the like says to narrow it, and
// answers with all. With it on the kernel answers with what was asked for, and
// fails with EINVAL what it does not know. It may be set at any time. Linux has
// it since 4.20.
//
// OS: Linux.
// Source: Linux include/uapi/linux/netlink.h, net/core/rtnetlink.c.
var NetlinkGetStrictChk = Option[bool]{&netlinkGetStrictChk}

var netlinkGetStrictChk = param[bool]{meta{id: idNetlinkGetStrictChk, name: "NETLINK_GET_STRICT_CHK", since: "Linux 4.20", level: levelNetlink, kinds: netlinks}, &boolForm}

var (
	netlinkGroupForm  = form[uint32]{"uint32", putNumber[uint32], nil}
	netlinkGroupsForm = form[[]uint32]{"[]uint32", nil, getNetlinkGroups}
)

// getNetlinkGroups reads words of bits, of which the lowest is group 1.
func getNetlinkGroups(b []byte, _ *row) (groups []uint32, err error) {
	if len(b)%4 != 0 {
		return nil, errShort(b)
	}
	for i := 0; i < len(b); i += 4 {
		for word := binary.NativeEndian.Uint32(b[i:]); word != 0; word &= word - 1 {
			groups = append(groups, uint32(8*i+bits.TrailingZeros32(word)+1))
		}
	}
	return groups, nil
}
