package sockopt

import (
	"encoding/binary"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/wire"
	"golang.org/x/net/bpf"
)

// bpfForm is the form of a program: the kernel is given its length and where it
// is.
var bpfForm = form[[]bpf.RawInstruction]{"[]bpf.RawInstruction", putBPF, nil}

func putBPF(e *encoding, _ *meta, r *row, v []bpf.RawInstruction) error {
	if len(v) < 1 || int64(len(v)) > r.max {
		return &valueError{"must be 1 to " + itoa(r.max) + " instructions"}
	}
	b, program := e.growPointing(r.size(), len(v)*int(unsafe.Sizeof(v[0])))
	copy(unsafe.Slice((*bpf.RawInstruction)(unsafe.Pointer(&program[0])), len(v)), v)
	if r.as == sockFprog {
		binary.NativeEndian.PutUint16(b, uint16(len(v)))
	} else {
		binary.NativeEndian.PutUint32(b, uint32(len(v)))
	}
	wire.PutInt(b[wordSize:], int64(uintptr(unsafe.Pointer(&program[0]))))
	return nil
}
