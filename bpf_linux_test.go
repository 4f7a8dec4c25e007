package sockopt_test

import (
	"runtime"
	"testing"
	"unsafe"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

const (
	reusable     = tcp4 | tcp4Bound | tcp6 | tcp6Only | tcp6Bound | udp4 | udp6 | udp6Only | udpLite4 | udpLite6
	filterable   = everyKind &^ allMPTCP
	portTaken    = (tcp4Listening | tcp6Listening | connectedIP | boundIP) &^ reusable // hashed without a group
	noCapability = 63                                                                  // that any process has
)

func init() {
	share := []sockopt.Setting{sockopt.ReusePort.With(true)}
	rules = append(rules,
		writeOnly[[]bpf.RawInstruction]{option: sockopt.AttachFilter, on: filterable, needs: []int{unix.CAP_NET_ADMIN}, admin: allTCP, backported: true, make: program(bpf.RetConstant{Val: 100})},
		writeOnly[int]{option: sockopt.AttachBPF, on: filterable, make: ebpf(0)},
		writeOnly[sockopt.None]{option: sockopt.DetachFilter, on: filterable, first: []sockopt.Setting{sockopt.AttachFilter.With(program(bpf.RetConstant{})(nil))}, again: unix.ENOENT},
		readWrite[bool]{option: sockopt.LockFilter, on: filterable, other: not, undoNeeds: []int{noCapability}},
		writeOnly[[]bpf.RawInstruction]{option: sockopt.AttachReusePortCBPF, on: reusable, state: portTaken, first: share, make: program(bpf.RetConstant{})},
		writeOnly[int]{option: sockopt.AttachReusePortEBPF, on: reusable, state: portTaken, first: share, make: ebpf(0)},
		writeOnly[sockopt.None]{option: sockopt.DetachReusePortBPF, on: reusable, state: portTaken, first: append(share, sockopt.AttachReusePortCBPF.With(program(bpf.RetConstant{})(nil))), again: unix.ENOENT},
		absent[sockopt.AcceptFilterConfig]{sockopt.AcceptFilter, sockopt.AcceptFilterConfig{Name: "dataready"}},
	)
}

// program makes a function that assembles a classic program.
func program(list ...bpf.Instruction) func(*testing.T) []bpf.RawInstruction {
	return func(*testing.T) []bpf.RawInstruction {
		raw, err := bpf.Assemble(list)
		if err != nil {
			panic(err)
		}
		return raw
	}
}

// An instruction is one of eBPF.
type instruction struct {
	op, registers uint8
	offset        int16
	value         int32
}

const (
	move = 0xb7 // BPF_ALU64|BPF_MOV
	exit = 0x95 // BPF_JMP|BPF_EXIT
)

// loadProgram loads a program of the type BPF_PROG_TYPE_SOCKET_FILTER. It gives
// a negative descriptor where the user may not.
func loadProgram(t *testing.T, text ...instruction) int {
	t.Helper()
	license := []byte("MIT\x00")
	var pins runtime.Pinner
	pins.Pin(&text[0])
	pins.Pin(&license[0])
	defer pins.Unpin()
	attr := struct { // the begin of union bpf_attr
		kind, count   uint32
		text, license uint64
		log           [3]uint64
	}{kind: 1, count: uint32(len(text)), text: uint64(uintptr(unsafe.Pointer(&text[0]))), license: uint64(uintptr(unsafe.Pointer(&license[0])))}
	const load = 5 // BPF_PROG_LOAD
	fd, errno := ^uintptr(0), unix.EAGAIN
	for errno == unix.EAGAIN { // the verifier gives up for a signal, and the runtime of Go sends signals to itself
		fd, _, errno = unix.Syscall(unix.SYS_BPF, load, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr))
	}
	if errno == unix.EPERM {
		return -1
	}
	require.Zero(t, errno, errno.Error())
	t.Cleanup(func() { unix.Close(int(fd)) })
	return int(fd)
}

// ebpf makes a function that loads a program that returns a constant.
func ebpf(result int32) func(*testing.T) int {
	return func(t *testing.T) int {
		return loadProgram(t, instruction{op: move, value: result}, instruction{op: exit})
	}
}

// dropsD drops datagrams whose first byte is a d, and cuts what is longer than
// four bytes. The program sees the header of UDP too.
var dropsD = program(
	bpf.LoadAbsolute{Off: 8, Size: 1},
	bpf.JumpIf{Cond: bpf.JumpEqual, Val: 'd', SkipTrue: 1},
	bpf.RetConstant{Val: 8 + 4},
	bpf.RetConstant{Val: 0},
)

func TestFilterDrops(t *testing.T) {
	a, b := udpPair(t, unix.AF_INET, unix.AF_INET)
	exchange := func(texts ...string) (got []string) {
		for _, text := range texts {
			_, err := unix.Write(int(a), []byte(text))
			require.NoError(t, err)
		}
		for {
			var buf [64]byte
			n, _, err := unix.Recvfrom(int(b), buf[:], unix.MSG_DONTWAIT)
			if err == unix.EAGAIN {
				return got
			}
			require.NoError(t, err)
			got = append(got, string(buf[:n]))
		}
	}
	assert.Equal(t, []string{"drop", "keep"}, exchange("drop", "keep"))
	// The setting has a copy of the program, which lives as long as it does.
	raw := dropsD(t)
	setting := sockopt.AttachFilter.With(raw)
	clear(raw)
	runtime.GC()
	require.NoError(t, sockopt.Apply(b, setting))
	assert.Equal(t, []string{"keep", "keep"}, exchange("drop", "keep", "drop", "keep all"))

	// The kernel has the program that was given.
	var size uint32
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(b), unix.SOL_SOCKET, unix.SO_GET_FILTER, 0, uintptr(unsafe.Pointer(&size)), 0)
	if errno != unix.ENOSYS { // socketcall
		require.Zero(t, errno)
		require.Equal(t, uint32(4), size)
		read := make([]bpf.RawInstruction, size)
		_, _, errno = unix.Syscall6(unix.SYS_GETSOCKOPT, uintptr(b), unix.SOL_SOCKET, unix.SO_GET_FILTER, uintptr(unsafe.Pointer(&read[0])), uintptr(unsafe.Pointer(&size)), 0)
		require.Zero(t, errno)
		assert.Equal(t, dropsD(t), read)
	}

	require.NoError(t, sockopt.DetachFilter.Set(b, sockopt.None{}))
	assert.Equal(t, []string{"drop"}, exchange("drop"))
	assert.ErrorIs(t, sockopt.DetachFilter.Set(b, sockopt.None{}), unix.ENOENT)

	require.NoError(t, sockopt.AttachFilter.Set(b, dropsD(t)))
	require.NoError(t, sockopt.LockFilter.Set(b, true))
	assert.ErrorIs(t, sockopt.DetachFilter.Set(b, sockopt.None{}), unix.EPERM)
	assert.ErrorIs(t, sockopt.AttachFilter.Set(b, program(bpf.RetConstant{Val: 100})(t)), unix.EPERM)
	assert.ErrorIs(t, sockopt.LockFilter.Set(b, false), unix.EPERM)
	assert.Empty(t, exchange("drop"))

	if fd := ebpf(0)(t); fd >= 0 {
		a, b = udpPair(t, unix.AF_INET, unix.AF_INET)
		require.NoError(t, sockopt.AttachBPF.Set(b, fd))
		assert.Empty(t, exchange("drop", "keep"))
		require.NoError(t, sockopt.DetachFilter.Set(b, sockopt.None{}))
		assert.Equal(t, []string{"keep"}, exchange("keep"))
	}
}

func TestFilterRefused(t *testing.T) {
	fd := openKind(t, udp4)
	for _, n := range []int{0, 4097, 65537} {
		assert.ErrorIs(t, sockopt.AttachFilter.Set(fd, make([]bpf.RawInstruction, n)), sockopt.ErrValue, "%d instructions", n)
	}
	long := make([]bpf.RawInstruction, 4096)
	for i := range long {
		long[i] = program(bpf.RetConstant{Val: 1})(t)[0]
	}
	// Before Linux 6.7 the default of the limit was less than what that takes.
	err := sockopt.AttachFilter.Set(fd, long)
	if sysctlFields("net/core/optmem_max")[0] < 8*len(long) {
		assert.ErrorIs(t, err, unix.ENOMEM)
	} else {
		assert.NoError(t, err)
	}
	assert.ErrorIs(t, sockopt.AttachFilter.Set(fd, make([]bpf.RawInstruction, 1)), unix.EINVAL, "no return")
	assert.ErrorIs(t, sockopt.AttachBPF.Set(fd, int(fd)), unix.EINVAL, "no program")
	assert.ErrorIs(t, sockopt.AttachReusePortCBPF.Set(fd, dropsD(t)), unix.EINVAL, "the port is not shared")
}

// The program chooses the socket that gets the datagram.
func TestReusePortProgramChooses(t *testing.T) {
	var fds [3]sockopt.FD
	for i := range fds {
		fds[i] = openKind(t, udp4)
		require.NoError(t, sockopt.ReusePort.Set(fds[i], true))
		if i == 0 {
			bound(t, fds[i])
		} else {
			require.NoError(t, unix.Bind(int(fds[i]), loopback(unix.AF_INET, portOf(t, fds[0]))))
		}
	}
	client := openKind(t, udp4)
	require.NoError(t, unix.Connect(int(client), loopback(unix.AF_INET, portOf(t, fds[0]))))
	chosen := func() (list []int) {
		for range 5 {
			_, err := unix.Write(int(client), []byte("x"))
			require.NoError(t, err)
		}
		for i, fd := range fds {
			for {
				_, _, err := unix.Recvfrom(int(fd), make([]byte, 1), unix.MSG_DONTWAIT)
				if err == unix.EAGAIN {
					break
				}
				require.NoError(t, err)
				list = append(list, i)
			}
		}
		return list
	}
	hash := chosen()
	for i := range fds {
		all := []int{i, i, i, i, i}
		require.NoError(t, sockopt.AttachReusePortCBPF.Set(fds[0], program(bpf.RetConstant{Val: uint32(i)})(t)))
		assert.Equal(t, all, chosen())
		if fd := ebpf(int32(i))(t); fd >= 0 {
			require.NoError(t, sockopt.AttachReusePortCBPF.Set(fds[0], program(bpf.RetConstant{Val: uint32((i + 1) % 3)})(t)))
			require.NoError(t, sockopt.AttachReusePortEBPF.Set(fds[1], fd))
			assert.Equal(t, all, chosen())
		}
	}
	require.NoError(t, sockopt.DetachReusePortBPF.Set(fds[2], sockopt.None{}))
	assert.Equal(t, hash, chosen())
}
