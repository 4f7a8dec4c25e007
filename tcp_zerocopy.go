package sockopt

import (
	"encoding/binary"
	"unsafe"
)

// ZeroCopyReceive (TCP_ZEROCOPY_RECEIVE) receives data of a TCP connection by
// mapping the pages that it lies in, without a copy.
//
// What is asked is the memory to map them to: a mapping of the socket itself,
// which mmap(2) gives with PROT_READ and MAP_SHARED, or a part of one that begins
// with a page. It must stay mapped for the call; that it is no memory of Go's own
// makes the garbage collector no concern, and other memory is EINVAL. Whatever
// an earlier call mapped there goes away.
//
// Only whole pages are mapped, such as a sender and a network card that care
// for it leave behind: [ZeroCopyResult] tells how many bytes are in the memory
// now, and how many next must be read as always. Data of less than a page needs
// no mapping to be told of. A listener is ENOTCONN, and the end of a connection
// EIO. An MPTCP socket refuses it. Linux has it since
// 4.18, and as it is asked here since 5.7.
//
// OS: Linux.
// Source: linux/tcp.h, Linux net/ipv4/tcp.c.
var ZeroCopyReceive = Request[[]byte, ZeroCopyResult]{&zeroCopyReceive}

var zeroCopyReceive = query[[]byte, ZeroCopyResult]{param: param[ZeroCopyResult]{meta{id: idZeroCopyReceive, name: "TCP_ZEROCOPY_RECEIVE", since: "Linux 4.18", level: levelTCP, kinds: familyIPv4 | familyIPv6 | typeTCP, phase: AfterConnect, access: AccessReadOnly}, &zeroCopyForm}, put: putZeroCopy}

// A ZeroCopyResult tells what [ZeroCopyReceive] did.
type ZeroCopyResult struct {
	Mapped int   // bytes that are in the memory now
	Skip   int   // bytes after them that cannot be mapped, and must be read next
	Queued int   // bytes that there were to read
	Err    error // the error of the socket, as SO_ERROR tells it
}

// String returns the fields that are not zero, as in
// "mapped=4096,queued=12".
func (r ZeroCopyResult) String() string { return formatFields(r) }

var zeroCopyForm = form[ZeroCopyResult]{"ZeroCopyResult", nil, getZeroCopy}

func putZeroCopy(e *encoding, r *row, region []byte) error {
	if int64(len(region)) > maxInt32 {
		return &valueError{"must be at most 2147483647 bytes"}
	}
	b := e.grow(r.size())
	if len(region) > 0 {
		binary.NativeEndian.PutUint64(b, uint64(uintptr(unsafe.Pointer(unsafe.SliceData(region)))))
	}
	binary.NativeEndian.PutUint32(b[8:], uint32(len(region)))
	return nil
}

func getZeroCopy(b []byte, r *row) (v ZeroCopyResult, err error) {
	if len(b) < r.size() {
		return v, errShort(b)
	}
	number := func(at int) int { return int(int32(binary.NativeEndian.Uint32(b[at:]))) }
	v = ZeroCopyResult{Mapped: number(8), Skip: number(12), Queued: number(16)}
	if n := number(20); n != 0 {
		v.Err = errnoError(-n)
	}
	return v, nil
}
