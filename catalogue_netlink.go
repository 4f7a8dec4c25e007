package sockopt

// The options of SOL_NETLINK: netlink(7).

// NetlinkAddMembership (NETLINK_ADD_MEMBERSHIP) joins a multicast group, whose
// messages the socket then receives.
//
// The value is the number of the group, such as unix.RTNLGRP_LINK of
// NETLINK_ROUTE, from 1, and not a bit as in the address for bind(2); so it
// also reaches the groups beyond 32. Generic netlink reports the numbers of
// its groups. Joining a group twice is no error. On Linux, Set fails with
// EINVAL if the protocol has no such group, and with EPERM if the group
// requires CAP_NET_ADMIN, as some do. On FreeBSD, Set fails with ERANGE if the
// number is too large. It may be set at any time, but a socket receives only
// after bind(2) has given it an address. [NetlinkListMemberships] reports the
// joined groups.
//
// OS: Linux, FreeBSD.
// Source: netlink(7), Linux net/netlink/af_netlink.c, FreeBSD netlink(4),
// FreeBSD netlink/netlink_domain.c.
var NetlinkAddMembership = WriteOnly[uint32]{&netlinkAddMembership}

var netlinkAddMembership = param[uint32]{meta{id: idNetlinkAddMembership, name: "NETLINK_ADD_MEMBERSHIP", since: "Linux 2.6.14, FreeBSD 13.2", level: levelNetlink, kinds: netlinks, access: AccessWriteOnly, unit: "group", min: 1, max: maxInt32}, &netlinkGroupForm}

// NetlinkDropMembership (NETLINK_DROP_MEMBERSHIP) leaves a multicast group.
//
// The group was joined by [NetlinkAddMembership] or bind(2). Leaving a group
// that was not joined is no error. It may be set at any time.
//
// OS: Linux, FreeBSD.
// Source: netlink(7), Linux net/netlink/af_netlink.c, FreeBSD netlink(4),
// FreeBSD netlink/netlink_domain.c.
var NetlinkDropMembership = WriteOnly[uint32]{&netlinkDropMembership}

var netlinkDropMembership = param[uint32]{meta{id: idNetlinkDropMembership, name: "NETLINK_DROP_MEMBERSHIP", since: "Linux 2.6.14, FreeBSD 13.2", level: levelNetlink, kinds: netlinks, access: AccessWriteOnly, unit: "group", min: 1, max: maxInt32}, &netlinkGroupForm}

// NetlinkListMemberships (NETLINK_LIST_MEMBERSHIPS) reports the numbers of the
// multicast groups that the socket has joined, in order.
//
// The list is allocated; it is nil if there is none. Linux reports groups up
// to 8192, more than any protocol has, and FreeBSD groups up to 32. Available
// since Linux 4.2.
//
// OS: Linux, FreeBSD.
// Source: netlink(7), Linux net/netlink/af_netlink.c, FreeBSD netlink(4),
// FreeBSD netlink/netlink_domain.c.
var NetlinkListMemberships = ReadOnly[[]uint32]{&netlinkListMemberships}

var netlinkListMemberships = param[[]uint32]{meta{id: idNetlinkListMemberships, name: "NETLINK_LIST_MEMBERSHIPS", since: "Linux 4.2, FreeBSD 13.2", level: levelNetlink, kinds: netlinks, access: AccessReadOnly, unit: "groups", text: formatList}, &netlinkGroupsForm}

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

var netlinkListenAllNSID = param[bool]{meta{id: idNetlinkListenAllNSID, name: "NETLINK_LISTEN_ALL_NSID", since: "Linux 4.2", level: levelNetlink, kinds: netlinks, priv: "linux: CAP_NET_BROADCAST"}, &boolForm}

// NetlinkCapAck (NETLINK_CAP_ACK) leaves the request out of the answer that
// reports its failure.
//
// With it off, the default, an error message contains the whole request after
// the error; with it on, only the header. It may be set at any time. Available
// since Linux 4.3.
//
// OS: Linux, FreeBSD.
// Source: netlink(7), FreeBSD netlink(4), FreeBSD netlink/netlink_domain.c.
var NetlinkCapAck = Option[bool]{&netlinkCapAck}

var netlinkCapAck = param[bool]{meta{id: idNetlinkCapAck, name: "NETLINK_CAP_ACK", since: "Linux 4.3, FreeBSD 13.2", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkExtAck (NETLINK_EXT_ACK) makes the kernel report in words what is
// wrong with a request, and where in it.
//
// The answer then has the flag NLM_F_ACK_TLVS and, after the error and the
// request (or its header, with [NetlinkCapAck]), the attributes
// NLMSGERR_ATTR_MSG and NLMSGERR_ATTR_OFFS. A request that succeeds may come
// with a warning. The default is off. It may be set at any time. Available
// since Linux 4.12.
//
// OS: Linux, FreeBSD.
// Source: netlink(7), Linux Documentation/userspace-api/netlink/intro.rst,
// FreeBSD netlink(4), FreeBSD netlink/netlink_domain.c.
var NetlinkExtAck = Option[bool]{&netlinkExtAck}

var netlinkExtAck = param[bool]{meta{id: idNetlinkExtAck, name: "NETLINK_EXT_ACK", since: "Linux 4.12, FreeBSD 13.2", level: levelNetlink, kinds: netlinks}, &boolForm}

// NetlinkGetStrictChk (NETLINK_GET_STRICT_CHK) checks read requests strictly,
// and honors the filter in a dump request.
//
// With it off, the default, NETLINK_ROUTE of Linux ignores most of the fields
// that narrow a request to dump addresses, links, neighbors, routes and the
// like, and answers with all. With it on, the kernel answers with what was
// requested, and rejects unknown fields with EINVAL. It may be set at any
// time. Available since Linux 4.20.
//
// OS: Linux, FreeBSD.
// Source: Linux include/uapi/linux/netlink.h, net/core/rtnetlink.c, FreeBSD
// netlink(4), FreeBSD netlink/netlink_domain.c.
var NetlinkGetStrictChk = Option[bool]{&netlinkGetStrictChk}

var netlinkGetStrictChk = param[bool]{meta{id: idNetlinkGetStrictChk, name: "NETLINK_GET_STRICT_CHK", since: "Linux 4.20, FreeBSD 13.2", level: levelNetlink, kinds: netlinks}, &boolForm}
