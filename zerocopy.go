package sockopt

import (
	"encoding/binary"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
)

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
		v.Err = sys.Errno(-n)
	}
	return v, nil
}
