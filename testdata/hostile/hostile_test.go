package sockopt

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net"
	"reflect"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/go-sockopt/sockopt/internal/sys"
)

// This file is compiled by TestHostileKernel alone, which puts it into the
// package, and the variables HostileGet and HostileSet of internal/sys into the
// place of the system calls.

func init() { sys.HostileGet, sys.HostileSet = hostileGet, hostileSet }

// A hostileKernel answers calls with what the fuzzer makes up.
type hostileKernel struct {
	answers []byte
	honest  int // how many calls of a kind that Snapshot asks with are answered right
}

var hostile *hostileKernel

func (k *hostileKernel) next() byte {
	if len(k.answers) == 0 {
		return 0
	}
	b := k.answers[0]
	k.answers = k.answers[1:]
	return b
}

// errno is one of the first 132 half of the time.
func (k *hostileKernel) errno() error {
	if b := k.next(); b >= 124 {
		return syscall.Errno(b - 123)
	}
	return nil
}

// scripted stands before the hostile kernel, in tests that know what it answers.
var scripted func(set bool, level, name int, b []byte, n *uint32) error

func hostileGet(fd, level, name int, val unsafe.Pointer, vallen *uint32) error {
	if scripted != nil {
		return scripted(false, level, name, unsafe.Slice((*byte)(val), *vallen), vallen)
	}
	k := hostile
	b := unsafe.Slice((*byte)(val), *vallen)
	if kinds := map[int]uint32{syscall.SO_DOMAIN: syscall.AF_INET, syscall.SO_TYPE: syscall.SOCK_STREAM, syscall.SO_PROTOCOL: syscall.IPPROTO_TCP}; level == syscall.SOL_SOCKET && kinds[name] != 0 && k.honest > 0 {
		k.honest--
		binary.NativeEndian.PutUint32(b, kinds[name])
		*vallen = 4
		return nil
	}
	err := k.errno()
	for i := range b[:min(len(b), 1024)] { // never beyond the room, whatever it says
		b[i] = k.next()
	}
	switch k.next() % 4 {
	case 0: // as much as there is room for
	case 1:
		*vallen = uint32(k.next())
	case 2:
		*vallen += uint32(k.next())
	case 3:
		*vallen = uint32(k.next())<<24 | uint32(k.next())<<16 | uint32(k.next())<<8 | uint32(k.next())
	}
	return err
}

func hostileSet(fd, level, name int, val unsafe.Pointer, vallen uintptr) error {
	if scripted != nil {
		return scripted(true, level, name, unsafe.Slice((*byte)(val), vallen), nil)
	}
	sum := byte(0)
	for _, b := range unsafe.Slice((*byte)(val), vallen) {
		sum += b // what is handed over must be there
	}
	runtime.KeepAlive(sum)
	return hostile.errno()
}

// askAny asks for what a fuzzer makes up.
func (p *query[Q, T]) askAny(s Socket, seed uint64) error {
	q := reflect.New(reflect.TypeFor[Q]()).Elem()
	generate(rand.New(rand.NewPCG(seed, 3)), q)
	v, err := p.ask(s, q.Interface().(Q))
	if err == nil {
		_ = p.format(v)
	}
	return err
}

// socketOf answers for a socket of a family what it is asked to know that.
func socketOf(family uint32, level, name int, b []byte, n *uint32) bool {
	if level != syscall.SOL_SOCKET {
		return false
	}
	answer, ok := map[int]uint32{syscall.SO_DOMAIN: family, syscall.SO_TYPE: syscall.SOCK_DGRAM, syscall.SO_PROTOCOL: syscall.IPPROTO_UDP}[name]
	if ok {
		binary.NativeEndian.PutUint32(b, answer)
		*n = 4
	}
	return ok
}

// A kernel that answers success and writes nothing gives zeros, and one that takes
// what is in the buffer for a question finds zeros, but for options that are asked
// something: in a Get and in a Snapshot, whatever was read before.
func TestHostileKernelSeesZeros(t *testing.T) {
	defer func() { scripted = nil }()
	silent := false
	scripted = func(set bool, level, name int, b []byte, n *uint32) error {
		if set || socketOf(syscall.AF_INET, level, name, b, n) {
			return nil
		}
		for i, at := range b {
			if at != 0 {
				t.Errorf("level %d, option %d: the kernel is given %#x at %d of %d", level, name, at, i, len(b))
				break
			}
		}
		if silent {
			return nil
		}
		for i := range b {
			b[i] = 0x5a
		}
		*n = min(*n, 1) // which does not say how much was written
		return nil
	}
	const s = FD(1 << 20)
	for range 3 {
		for _, silent = range []bool{false, true} {
			for i := range catalogue {
				e := &catalogue[i]
				if e.o == nil || e.o.base().ask != nil || e.o.asks() || e.o.typeName() == "*os.File" {
					continue
				}
				v, err := e.o.getAny(s)
				if number, ok := v.(int); silent && ok && err == nil && number != 0 {
					t.Errorf("%s reads %d where the kernel wrote nothing", e.name, number)
				}
			}
			d, err := Snapshot(s)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range d.Readings {
				if number, ok := r.Value.(int); silent && ok && number != 0 && r.Name != "SO_DOMAIN" && r.Name != "SO_TYPE" && r.Name != "SO_PROTOCOL" {
					t.Errorf("%s is %d in a snapshot where the kernel wrote nothing", r.Name, number)
				}
			}
		}
	}
}

// Of the two options of a neutral one, no failure is forgiven but that one is not
// supported which no traffic uses.
func TestHostileKernelTwins(t *testing.T) {
	defer func() { scripted = nil }()
	conn, err := net.ListenPacket("udp", ":0") // whose address says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	native, err := net.ListenPacket("udp", "[::1]:0")
	if err != nil {
		t.Skip("needs IPv6: ", err)
	}
	defer native.Close()
	var sets []int
	var fails map[int]error
	scripted = func(set bool, level, name int, b []byte, n *uint32) error {
		switch {
		case set:
			sets = append(sets, level)
			return fails[level]
		case socketOf(syscall.AF_INET6, level, name, b, n):
		}
		return nil // and IPV6_V6ONLY is off
	}
	const v4, v6 = syscall.IPPROTO_IP, syscall.IPPROTO_IPV6
	for _, errno := range []syscall.Errno{syscall.EPERM, syscall.EACCES, syscall.EINVAL, syscall.ENOMEM, syscall.EIO} {
		for _, s := range []Socket{Of(conn), Of(native)} {
			for failing, want := range map[int][]int{v4: {v6, v4}, v6: {v6}} {
				sets, fails = nil, map[int]error{failing: errno}
				err := HopLimit.Set(s, 7)
				if !errors.Is(err, errno) || !reflect.DeepEqual(sets, want) {
					t.Errorf("%v of level %d: %v after %v", errno, failing, err, sets)
				}
				if half := "IPV6_UNICAST_HOPS was set"; err != nil && strings.Contains(err.Error(), half) != (failing == v4) {
					t.Errorf("%v: says of what was set", err)
				}
			}
		}
	}
	for _, failing := range []int{v4, v6} {
		fails = map[int]error{failing: syscall.ENOPROTOOPT}
		if err := HopLimit.Set(Of(conn), 7); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("level %d is not supported, and the error is %v", failing, err)
		}
		err := Apply(Of(conn), Optional(HopLimit.With(7)))
		if failing == v4 && !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("half of it is set, and the error is %v", err)
		} else if failing == v6 && err != nil {
			t.Errorf("nothing is set, and the error is %v", err)
		}
		if err := HopLimit.Set(Of(native), 7); errors.Is(err, errors.ErrUnsupported) != (failing == v6) {
			t.Errorf("level %d is not supported, and of an address of IPv6 the error is %v", failing, err)
		}
	}

	// An option that is set and then refuses to be read is no success.
	scripted = func(set bool, level, name int, b []byte, n *uint32) error {
		if set || socketOf(syscall.AF_INET, level, name, b, n) {
			return nil
		}
		return syscall.ENOPROTOOPT
	}
	err = Apply(Of(conn), Optional(Verify(TTL.With(7))))
	if !errors.Is(err, ErrValue) || errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "cannot be read back") {
		t.Errorf("cannot be read back, and the error is %v", err)
	}
}

// Whatever a kernel answers, each call gives a value or an error that can be
// printed, and none of them panics.
func FuzzHostileKernel(f *testing.F) {
	f.Add([]byte{}, uint16(0))
	f.Add([]byte{200, 1, 2, 3}, uint16(40))
	for i := range 64 {
		b := make([]byte, 600)
		r := rand.New(rand.NewPCG(1, uint64(i)))
		for j := range b {
			b[j] = byte(r.Uint32())
		}
		f.Add(b, uint16(r.Uint32()))
	}
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		f.Fatal(err)
	}
	var s FD
	if err := Of(conn).Control(func(fd uintptr) { s = FD(fd) }); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, answers []byte, which uint16) {
		e := &catalogue[int(which)%len(catalogue)]
		if e.o == nil || e.o.typeName() == "*os.File" { // whose descriptor would be taken for real
			return
		}
		said := func(err error) {
			if err != nil && err.Error() == "" {
				t.Errorf("%s: an error that says nothing", e.name)
			}
		}
		for _, honest := range []int{0, 3} {
			hostile = &hostileKernel{answers, honest}
			v, err := e.o.getAny(s)
			said(err)
			if err == nil {
				_ = e.o.base().format(v)
			}

			if q, ok := e.o.(interface{ askAny(Socket, uint64) error }); ok {
				hostile = &hostileKernel{answers, honest}
				said(q.askAny(s, uint64(which)))
			}

			value := reflect.New(valueType(e.o)).Elem()
			generate(rand.New(rand.NewPCG(uint64(which), 1)), value)
			for _, st := range []Setting{e.o.withAny(value.Interface()), Verify(e.o.withAny(value.Interface())), Optional(e.o.withAny(value.Interface()))} {
				hostile = &hostileKernel{answers, honest}
				said(Apply(s, st))
			}

			hostile = &hostileKernel{answers, honest}
			d, err := Snapshot(s)
			said(err)
			if err != nil {
				continue
			}
			_ = d.String()
			if _, err := json.Marshal(d); err != nil {
				t.Errorf("a dump that JSON does not take: %v", err)
			}
			for r := range d.Missing() {
				said(r.Err)
			}
			hostile = &hostileKernel{answers, 0}
			if other, err := Snapshot(s); err == nil {
				for _, diff := range Diff(d, other) {
					_ = diff.String()
				}
			}
			hostile = &hostileKernel{answers, honest}
			start := time.Now()
			said(Restore(s, d))
			if time.Since(start) > 10*time.Second {
				t.Error("no end")
			}
		}
	})
}
