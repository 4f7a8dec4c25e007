package sockopt

import "encoding/binary"

// The options of SOL_SOCKET that only macOS has.

// NRead (SO_NREAD) reports how many bytes can be read from a socket without
// waiting.
//
// On a datagram socket it is the size of the first datagram, without what comes
// behind it. Elsewhere the ioctl FIONREAD tells it.
//
// OS: macOS.
// Source: macOS getsockopt(2), XNU bsd/kern/uipc_socket.c.
var NRead = ReadOnly[int]{&nRead}

var nRead = param[int]{meta{id: idNRead, name: "SO_NREAD", level: levelSocket, kinds: anyKind, access: AccessReadOnly, unit: "bytes", state: true}, &intForm}

// NWrite (SO_NWRITE) reports how many bytes are in the send buffer of a socket.
//
// These are the bytes that are not yet sent and, of TCP, those that the peer has
// not yet acknowledged: 0 means that all has arrived. On Linux and FreeBSD an
// ioctl tells it, SIOCOUTQ and FIONWRITE.
//
// OS: macOS.
// Source: macOS getsockopt(2), XNU bsd/kern/uipc_socket.c.
var NWrite = ReadOnly[int]{&nWrite}

var nWrite = param[int]{meta{id: idNWrite, name: "SO_NWRITE", level: levelSocket, kinds: anyKind, access: AccessReadOnly, unit: "bytes", state: true}, &intForm}

// SetOptAfterShutdown (SO_NP_EXTENSIONS) permits to set options of a socket that
// can neither send nor receive any more.
//
// Without it each Set on such a socket fails with EINVAL, whether both directions
// were shut down or the peer has reset the connection, which no program can
// foresee. Set it first of all, in a Control hook. It is the flag SONPX_SETOPTSHUT,
// the only one there is. The default is off. Other systems permit it always.
//
// OS: macOS.
// Source: macOS sys/socket.h, XNU bsd/kern/uipc_socket.c.
var SetOptAfterShutdown = Option[bool]{&setOptAfterShutdown}

var setOptAfterShutdown = param[bool]{meta{id: idSetOptAfterShutdown, name: "SO_NP_EXTENSIONS", level: levelSocket, kinds: anyKind}, &npExtensionsForm}

// npExtensionsForm is the form of the flag of a struct so_np_extensions: flags,
// and which of them the kernel is to look at.
var npExtensionsForm = form[bool]{"bool", putNPExtensions, getNPExtensions}

const npSetOptShut = 1 // SONPX_SETOPTSHUT

func putNPExtensions(e *encoding, _ *meta, r *row, v bool) error {
	b := e.grow(r.size())
	if v {
		binary.NativeEndian.PutUint32(b, npSetOptShut)
	}
	binary.NativeEndian.PutUint32(b[4:], npSetOptShut)
	return nil
}

func getNPExtensions(b []byte, r *row) (bool, error) {
	if len(b) < r.size() {
		return false, errShort(b)
	}
	return binary.NativeEndian.Uint32(b)&npSetOptShut != 0, nil
}

// NetServiceType (SO_NET_SERVICE_TYPE) says what kind of traffic a socket has, so
// that the system and the network can queue it as that.
//
// It is no priority: a kind that waits less also has a shorter queue, and drops
// what does not fit. Wi-Fi marks its frames by it, and where the network and the
// system's policy allow it packets get the DSCP of RFC 4594; [TrafficClass] sets
// that alone. It may be set at any time. The default is [ServiceBestEffort].
//
// OS: macOS.
// Source: macOS sys/socket.h, RFC 4594.
var NetServiceType = Option[ServiceType]{&netServiceType}

var netServiceType = param[ServiceType]{meta{id: idNetServiceType, name: "SO_NET_SERVICE_TYPE", level: levelSocket, kinds: inet, min: 0, max: 8}, &serviceTypeForm}

// A ServiceType is a kind of traffic, NET_SERVICE_TYPE_* of macOS.
type ServiceType int

// Values of ServiceType.
const (
	ServiceBestEffort     ServiceType = iota // BE: whatever has no other
	ServiceBackground                        // BK: backups and the like, which nobody waits for
	ServiceSignaling                         // SIG: setting up calls, such as SIP
	ServiceVideo                             // VI: video calls
	ServiceVoice                             // VO: voice calls
	ServiceResponsiveAV                      // RV: screen sharing
	ServiceStreamingAV                       // AV: playing audio and video from a buffer
	ServiceOAM                               // OAM: operation and management, VPN tunnels
	ServiceResponsiveData                    // RD: what a user waits for, such as mail
)

var serviceTypeNames = []string{"BE", "BK", "SIG", "VI", "VO", "RV", "AV", "OAM", "RD"}

// String returns the end of the C name, such as "BE", or the number of a kind that
// this package does not know.
func (t ServiceType) String() string { return nameAt(serviceTypeNames, int(t)) }

var serviceTypeForm = form[ServiceType]{"ServiceType", putNumber[ServiceType], getNumber[ServiceType]}
