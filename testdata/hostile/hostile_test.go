package sockopt

import (
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"net"
	"reflect"
	"runtime"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// This file is compiled by TestHostileKernel alone, which puts it into the
// package, and hostileGet and hostileSet into the place of the system calls.

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

func hostileGet(fd, level, name int, val unsafe.Pointer, vallen *uint32) error {
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
