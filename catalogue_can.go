package sockopt

// The options of SOL_CAN_RAW: Linux Documentation/networking/can.rst.

// CANRawFilter (CAN_RAW_FILTER) says which frames a raw CAN socket receives:
// those that one of the filters lets through.
//
// The default is one filter that lets all data frames through. An empty list
// receives nothing, which is for sockets that only send. There may be 512. It
// may be set at any time, and does not touch what has arrived before.
//
// OS: Linux, NetBSD.
// Source: Linux Documentation/networking/can.rst, NetBSD canloop(4).
var CANRawFilter = Option[[]CANFilter]{&canRawFilter}

var canRawFilter = param[[]CANFilter]{meta{id: idCANRawFilter, name: "CAN_RAW_FILTER", since: "Linux 2.6.25", level: levelCANRaw, kinds: cans, text: formatList}, &canFilterForm}

// CANRawErrFilter (CAN_RAW_ERR_FILTER) says which classes of errors a raw CAN
// socket is told of, by error frames.
//
// It is a set of the bits CAN_ERR_* of linux/can/error.h, such as 0x40 for
// CAN_ERR_BUSOFF. The default is none. It may be set at any time.
//
// OS: Linux.
// Source: Linux Documentation/networking/can.rst, linux/can/error.h.
var CANRawErrFilter = Option[uint32]{&canRawErrFilter}

var canRawErrFilter = param[uint32]{meta{id: idCANRawErrFilter, name: "CAN_RAW_ERR_FILTER", since: "Linux 2.6.25", level: levelCANRaw, kinds: cans, max: 0x1fffffff}, &uint32Form}

// CANRawLoopback (CAN_RAW_LOOPBACK) gives what the socket sends to the other
// CAN sockets of this host too.
//
// The default is on, so that the programs of one host see each other as they
// see those of others. The socket itself receives it only with
// [CANRawRecvOwnMsgs]. It may be set at any time.
//
// OS: Linux, NetBSD.
// Source: Linux Documentation/networking/can.rst, NetBSD netcan/can.h.
var CANRawLoopback = Option[bool]{&canRawLoopback}

var canRawLoopback = param[bool]{meta{id: idCANRawLoopback, name: "CAN_RAW_LOOPBACK", since: "Linux 2.6.25", level: levelCANRaw, kinds: cans}, &boolForm}

// CANRawRecvOwnMsgs (CAN_RAW_RECV_OWN_MSGS) receives what the socket itself has
// sent.
//
// It needs [CANRawLoopback], and tells that a frame was sent: such frames have
// MSG_CONFIRM among the flags of recvmsg(2). The default is off; set it at any
// time.
//
// OS: Linux, NetBSD.
// Source: Linux Documentation/networking/can.rst, NetBSD netcan/can.h.
var CANRawRecvOwnMsgs = Option[bool]{&canRawRecvOwnMsgs}

var canRawRecvOwnMsgs = param[bool]{meta{id: idCANRawRecvOwnMsgs, name: "CAN_RAW_RECV_OWN_MSGS", since: "Linux 2.6.25", level: levelCANRaw, kinds: cans}, &boolForm}

// CANRawFDFrames (CAN_RAW_FD_FRAMES) lets the socket receive and send CAN FD
// frames, which have up to 64 bytes, next to the classic ones.
//
// A read then gives a struct can_frame or a struct canfd_frame, told apart by
// length. The default is off; set it at any time. Linux has it since 3.6.
//
// OS: Linux.
// Source: Linux Documentation/networking/can.rst.
var CANRawFDFrames = Option[bool]{&canRawFDFrames}

var canRawFDFrames = param[bool]{meta{id: idCANRawFDFrames, name: "CAN_RAW_FD_FRAMES", since: "Linux 3.6", level: levelCANRaw, kinds: cans}, &boolForm}
