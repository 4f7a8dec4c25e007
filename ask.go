package sockopt

import (
	"net/netip"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// withFD calls f with the descriptor of s.
func withFD(s Socket, f func(fd uintptr) error) error {
	err := errNotRun
	if controlErr := control(s, func(fd uintptr) { err = f(fd) }); controlErr != nil {
		return controlErr
	}
	return err
}

// KindOf returns the kind of the socket s: one family and one type. What is not
// known to this package is "other".
//
// Systems without SO_PROTOCOL do not report the protocol: there a connected SCTP
// socket counts as TCP. The address of a routing socket of DragonFly and of an
// unbound SCTP socket of NetBSD cannot be read; their family is "other".
func KindOf(s Socket) (Kinds, error) {
	var kind Kinds
	err := withFD(s, func(fd uintptr) (err error) {
		if kind = kindOf(fd); kind == 0 {
			err = unanswered(fd, OpIdentify)
		}
		return err
	})
	return kind, asError(OpIdentify, err)
}

// unanswered returns why fd has no kind.
func unanswered(fd uintptr, op Op) error {
	_, err := askKind(fd)
	return &Error{Op: op, Err: err, class: notSocket(fd, err)}
}

// kindOf asks fd what it is. It answers 0 if that cannot be known.
func kindOf(fd uintptr) Kinds {
	kind, _ := askKind(fd)
	return kind
}

// askKind asks fd what it is.
func askKind(fd uintptr) (Kinds, error) {
	family, err := familyOf(fd)
	if err != nil {
		return 0, err
	}
	number, err := getInt(fd, levelSocket, idSocketType)
	if err != nil {
		return 0, err
	}
	typ := kindNumbered(socketTypes[:], number)
	if typ == 0 {
		typ = typeOther
	}
	if family == familyIPv4 || family == familyIPv6 {
		// A system that cannot report the protocol has the usual ones only.
		number, _ = getInt(fd, levelSocket, idProtocol)
		typ = protocolKind(typ, number)
	}
	return family | typ, nil
}

// protocolKind returns the type of an IP socket by its protocol.
func protocolKind(typ Kinds, protocol int32) Kinds {
	switch {
	case protocol == protocolSCTP:
		return typeSCTP
	case typ == typeStream && protocol == protocolMPTCP:
		return typeMPTCP
	case typ == typeStream:
		return typeTCP
	case typ == typeDatagram && protocol == protocolUDPLite:
		return typeUDPLite
	case typ == typeDatagram && (protocol == protocolICMP || protocol == protocolICMPv6):
		return typePing
	case typ == typeDatagram:
		return typeUDP
	}
	return typ
}

// familyOf asks fd for its address family.
func familyOf(fd uintptr) (Kinds, error) {
	number, err := getInt(fd, levelSocket, idDomain)
	if err == errAbsent {
		family, _, err := localAddr(fd)
		if err != nil && hasNoName(fd, err) {
			return familyOther, nil
		}
		return family, err
	}
	if err != nil {
		return 0, err
	}
	if family := kindNumbered(addressFamilies[:], number); family != 0 {
		return family, nil
	}
	return familyOther, nil
}

// localAddr returns the family of a socket and, for an IP socket, its address. On
// Windows, an unbound socket has no address and counts as one of another family.
func localAddr(fd uintptr) (Kinds, netip.Addr, error) {
	number, addr, err := sys.LocalAddr(fd)
	if err != nil {
		return 0, netip.Addr{}, sysError("getsockname", err)
	}
	if family := kindNumbered(addressFamilies[:], number); family != 0 {
		return family, addr, nil
	}
	return familyOther, addr, nil
}

// getInt reads an option of the catalogue whose form is a number, and whose level
// no table changes. It takes the number from the table, because the catalogue uses
// this file.
func getInt(fd uintptr, lv level, o id) (int32, error) {
	r := rowOf(o)
	if r == nil {
		return 0, errAbsent
	}
	var buf [protocolInfoSize]byte
	n := uint32(r.size())
	if err := sys.Getsockopt(fd, levels[lv], r.number, unsafe.Pointer(&buf), &n); err != nil {
		return 0, sysError("getsockopt", err)
	}
	v, err := getInteger(buf[:min(int(n), len(buf))], r)
	return int32(v), err
}

// hasNoName reports whether err, of getsockname, means that sockets like fd have
// no name: unbound SCTP sockets of NetBSD (ENOENT) and the routing sockets of
// DragonFly (EINVAL). On a socket that is not raw, EINVAL means that its
// connection was reset.
func hasNoName(fd uintptr, err error) bool {
	if sys.IsErrno(err, sys.NamelessErrnos) {
		return true
	}
	number, typeErr := getInt(fd, levelSocket, idSocketType)
	return sys.IsErrno(err, sys.NamelessRawErrnos) && typeErr == nil && kindNumbered(socketTypes[:], number) == typeRaw
}

// guard refuses an option that this OS has on other sockets than fd. It does so
// before the call because the call could succeed: an option of level 0 means one
// thing to an IPv4 socket and another to a Unix one, and some options are taken
// and do nothing.
func guard(fd uintptr, r *row, lv level, number int32) error {
	if !guarded(r, lv, number) {
		return nil
	}
	if r.kinds != 0 {
		kind, err := askKind(fd)
		if err == nil && !r.kinds.Has(kind) {
			err = errWrongKind
		}
		return err
	}
	family, err := familyOf(fd)
	if err != nil {
		return err
	}
	if lv == levelIP && family == familyIPv4 || lv == levelLocal && family == familyUnix {
		return nil
	}
	return errWrongKind
}

// guarded reports whether [guard] has anything to check.
func guarded(r *row, lv level, number int32) bool {
	return r.kinds != 0 || levelZeroShared && number == 0 && lv != 0
}

// traffic reports which of the IP families the traffic of fd may have, now or once
// it is bound or connected.
func traffic(fd uintptr) (ipv4, ipv6 bool, err error) {
	family, err := familyOf(fd)
	switch {
	case err != nil:
		return false, false, err
	case family == familyIPv4:
		return true, false, nil
	case family != familyIPv6:
		return false, false, errWrongKind
	}
	only, err := getInt(fd, levelIPv6, idIPv6V6Only)
	// Old kernels do not answer on an MPTCP socket, which may be dual-stack.
	return err != errAbsent && (err != nil || only == 0), true, nil
}

// trafficNow is [traffic], narrowed by the address that fd has by now.
func trafficNow(fd uintptr) (ipv4, ipv6 bool, err error) {
	ipv4, ipv6, err = traffic(fd)
	if err != nil || !ipv4 || !ipv6 {
		return ipv4, ipv6, err
	}
	_, addr, err := localAddr(fd)
	switch {
	case err != nil:
		return false, false, err
	case addr.Is4In6():
		return true, false, nil
	case addr.IsValid() && !addr.IsUnspecified():
		return false, true, nil
	}
	return true, true, nil
}

// v4Mapped reports whether the local address of fd is an IPv4-mapped one.
func v4Mapped(fd uintptr) bool {
	_, addr, err := localAddr(fd)
	return err == nil && addr.Is4In6()
}

// missed reports whether fd is in a state in which p is over, or has not come yet,
// as far as the socket shows it.
func (p Phase) missed(fd uintptr) bool {
	switch p {
	case AnyTime:
		return false
	case AfterConnect:
		return !sys.IsConnected(fd)
	}
	listening, err := getInt(fd, levelSocket, idAcceptConn)
	switch {
	case p == AfterListen:
		return err == nil && listening == 0
	case listening != 0 || sys.IsConnected(fd):
		return true
	}
	return p == BeforeBind && sys.IsBound(fd)
}
