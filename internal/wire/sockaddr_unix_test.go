//go:build unix

package wire

import (
	"encoding/binary"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"golang.org/x/sys/unix"
)

// The structs of x/sys, which are made from the headers, say the same.
func TestWireSockaddrIsThatOfSys(t *testing.T) {
	assert.EqualValues(t, unix.SizeofSockaddrInet4, SockaddrInetSize)
	assert.LessOrEqual(t, SockaddrInet6Size, unix.SizeofSockaddrInet6)
	for _, want := range sockaddrs {
		b := make([]byte, unix.SizeofSockaddrAny)
		PutSockaddr(b, want)
		port := uint16(0)
		if want.Addr.Is4() {
			var raw unix.RawSockaddrInet4
			copy(unsafe.Slice((*byte)(unsafe.Pointer(&raw)), unsafe.Sizeof(raw)), b)
			assert.EqualValues(t, want.Family, raw.Family)
			assert.Equal(t, want.Addr.As4(), raw.Addr)
			port = raw.Port
		} else {
			var raw unix.RawSockaddrInet6
			copy(unsafe.Slice((*byte)(unsafe.Pointer(&raw)), unsafe.Sizeof(raw)), b)
			assert.EqualValues(t, want.Family, raw.Family)
			assert.Equal(t, want.Addr.As16(), raw.Addr)
			assert.Equal(t, want.Scope, raw.Scope_id)
			port = raw.Port
		}
		assert.Equal(t, want.Port, binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, port)))
	}
	var tv unix.Timeval
	setField(&tv.Sec, 258)
	setField(&tv.Usec, 3)
	got := make([]byte, TimevalSize)
	PutTimeval(got, 258_000_003)
	assert.Equal(t, unsafe.Slice((*byte)(unsafe.Pointer(&tv)), unsafe.Sizeof(tv)), got)
}

func setField[T int32 | int64](to *T, v T) { *to = v }
