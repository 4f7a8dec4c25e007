package endpoint

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/escape"
)

// systemAddrText writes an address of a family that only Linux has.
func systemAddrText(fd uintptr, sa unix.Sockaddr) string {
	switch sa := sa.(type) {
	case *unix.SockaddrNetlink:
		if sa.Pid == 0 && sa.Groups == 0 {
			return ""
		}
		return fmt.Sprintf("port %d groups %#x", sa.Pid, sa.Groups)
	case *unix.SockaddrLinklayer:
		if sa.Ifindex == 0 && sa.Protocol == 0 {
			return ""
		}
		name := "any"
		if sa.Ifindex != 0 {
			name = escape.Text(interfaceName(fd, sa.Ifindex))
		}
		return fmt.Sprintf("%s protocol %#04x", name, binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, sa.Protocol)))
	case *unix.SockaddrVM:
		if sa.CID == unix.VMADDR_CID_ANY && sa.Port == unix.VMADDR_PORT_ANY {
			return ""
		}
		return vsockNumber(sa.CID) + ":" + vsockNumber(sa.Port)
	case *unix.SockaddrCAN:
		if sa.Ifindex == 0 {
			return ""
		}
		return escape.Text(interfaceName(fd, sa.Ifindex))
	}
	return ""
}

// unixText writes the name of a Unix socket, a path or abstract. It asks again,
// because package unix ends an abstract name at its first NUL and gives it and a
// path that begins with an @ alike.
func unixText(fd uintptr, _ *unix.SockaddrUnix, peer bool) string {
	var buf [128]byte
	n, call := uint32(len(buf)), uintptr(unix.SYS_GETSOCKNAME)
	if peer {
		call = unix.SYS_GETPEERNAME
	}
	_, _, errno := unix.Syscall(call, fd, uintptr(unsafe.Pointer(&buf)), uintptr(unsafe.Pointer(&n)))
	const family = 2 // bytes before the name
	if errno != 0 || n <= family || int(n) > len(buf) {
		return ""
	}
	name := string(buf[family:n])
	if abstract, ok := strings.CutPrefix(name, "\x00"); ok {
		return abstractMark + escape.Text(abstract)
	}
	path, _, _ := strings.Cut(name, "\x00")
	return pathText(path)
}

// vsockNumber writes a context or a port, either of which may be any.
func vsockNumber(n uint32) string {
	if n == unix.VMADDR_CID_ANY {
		return "any"
	}
	return strconv.FormatUint(uint64(n), 10)
}

// interfaceName asks the socket, whose network namespace may not be that of
// this program.
func interfaceName(fd uintptr, index int) string {
	if ifr, err := unix.NewIfreq("?"); err == nil {
		ifr.SetUint32(uint32(index))
		if unix.IoctlIfreq(int(fd), unix.SIOCGIFNAME, ifr) == nil {
			return ifr.Name()
		}
	}
	return strconv.Itoa(index)
}
