package sockopt_test

import (
	"crypto/tls"
	"errors"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Wrappers of the forms that programs have.
type (
	embedding struct {
		net.Conn
		n int
	}
	twoDeep   struct{ embedding }
	pointing  struct{ *embedding }
	conceal   struct{ twoDeep }
	small     struct{ *conceal } // which lies in an interface as a pointer does
	ambiguous struct {           // promotes no method of a connection
		net.Conn
		net.Listener
	}
	mixed struct {
		_ [0]int
		*embedding
		packet net.PacketConn // not embedded
	}
	embeddedListener struct{ net.Listener }
	embeddedPacket   struct{ net.PacketConn }

	underlying   struct{ inner net.Conn }
	unwrapping   struct{ inner net.Conn }
	rawing       struct{ inner net.Conn }
	anything     struct{ inner any }
	concrete     struct{ inner *net.TCPConn }
	unwrapList   struct{ inner net.Listener }
	netTCP       struct{ inner *net.TCPConn }
	underTCP     struct{ inner *net.TCPConn }
	rawTCP       struct{ inner *net.TCPConn }
	underAny     struct{ inner any }
	unwrapAny    struct{ inner any }
	rawAny       struct{ inner any }
	unwrapPacket struct{ inner net.PacketConn }

	// ownSyscallConn finds another socket than the one that it embeds.
	ownSyscallConn struct {
		net.Conn
		own syscall.Conn
	}
)

func (w underlying) UnderlyingConn() net.Conn                        { return w.inner }
func (w unwrapping) Unwrap() net.Conn                                { return w.inner }
func (w rawing) Raw() net.Conn                                       { return w.inner }
func (w anything) NetConn() any                                      { return w.inner }
func (w concrete) Unwrap() *net.TCPConn                              { return w.inner }
func (w unwrapList) Unwrap() net.Listener                            { return w.inner }
func (w netTCP) NetConn() *net.TCPConn                               { return w.inner }
func (w underTCP) UnderlyingConn() *net.TCPConn                      { return w.inner }
func (w rawTCP) Raw() *net.TCPConn                                   { return w.inner }
func (w underAny) UnderlyingConn() any                               { return w.inner }
func (w unwrapAny) Unwrap() any                                      { return w.inner }
func (w rawAny) Raw() any                                            { return w.inner }
func (w unwrapPacket) Unwrap() net.PacketConn                        { return w.inner }
func (w ownSyscallConn) SyscallConn() (c syscall.RawConn, err error) { return w.own.SyscallConn() }

func TestOfWrappers(t *testing.T) {
	client, server := connect(t)
	var lc net.ListenConfig
	lc.SetMultipathTCP(false) // which refuses TTL
	ln, err := lc.Listen(t.Context(), "tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	pc, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer pc.Close()
	for i, c := range []any{client, ln, pc} { // what each is told by
		require.NoError(t, sockopt.TTL.Set(sockopt.Of(c), 41+i))
	}
	require.NoError(t, sockopt.TTL.Set(sockopt.Of(server), 77))
	e := embedding{client, 1}
	for name, test := range map[string]struct {
		v    any
		want int
	}{
		"embedded":                  {e, 41},
		"pointer to embedded":       {&e, 41},
		"embedded in an embedded":   {twoDeep{e}, 41},
		"three deep":                {&conceal{twoDeep{e}}, 41},
		"embedded pointer":          {pointing{&e}, 41},
		"pointer to such":           {&pointing{&e}, 41},
		"one pointer":               {small{&conceal{twoDeep{e}}}, 41},
		"pointer to one pointer":    {&small{&conceal{twoDeep{e}}}, 41},
		"embedded interfaces":       {embedding{embedding{&embedding{client, 1}, 2}, 3}, 41},
		"ambiguous":                 {ambiguous{client, ln}, 41},
		"ambiguous, the other":      {ambiguous{nil, ln}, 42},
		"unembedded beside":         {mixed{embedding: &e, packet: pc}, 41},
		"UnderlyingConn":            {underlying{client}, 41},
		"Unwrap":                    {unwrapping{client}, 41},
		"Raw":                       {&rawing{client}, 41},
		"NetConn of any":            {anything{client}, 41},
		"Unwrap of a *net.TCPConn":  {concrete{client}, 41},
		"NetConn of a *net.TCPConn": {netTCP{client}, 41},
		"UnderlyingConn of one":     {underTCP{client}, 41},
		"Raw of one":                {rawTCP{client}, 41},
		"UnderlyingConn of any":     {underAny{client}, 41},
		"Unwrap of any":             {unwrapAny{ln}, 42},
		"Raw of any":                {rawAny{pc}, 43},
		"one of each":               {embedding{embedding{tls.Client(embedding{client, 0}, &tls.Config{}), 1}, 2}, 41},
		"methods over methods":      {anything{unwrapping{tls.Server(wrapperOf(anything{rawing{client}.Raw()}, client), nil)}}, 41},
		"tls over embedded":         {tls.Client(e, &tls.Config{}), 41},
		"embedded listener":         {embeddedListener{ln}, 42},
		"tls listener":              {tls.NewListener(&embeddedListener{ln}, &tls.Config{}), 42},
		"Unwrap of a listener":      {unwrapList{embeddedListener{ln}}, 42},
		"NewListener over embedded": {sockopt.NewListener(embeddedListener{ln}), 42},
		"embedded packet conn":      {&embeddedPacket{pc}, 43},
		"Unwrap of a packet conn":   {unwrapPacket{embeddedPacket{pc}}, 43},
		"own SyscallConn":           {ownSyscallConn{client, server}, 77},
	} {
		got, err := sockopt.TTL.Get(sockopt.Of(test.v))
		assert.NoError(t, err, name)
		assert.Equal(t, test.want, got, name)
	}
}

// A hidden connection is not found where it is embedded, because its name is not
// exported.
type hidden interface{ net.Conn }

// wrapperOf is a connection with a NetConn method of its own.
func wrapperOf(a anything, c net.Conn) net.Conn {
	return struct {
		anything
		hidden
	}{a, c}
}

// Wrappers that go wrong.
type (
	itself   struct{ net.Conn }
	ping     struct{ net.Conn }
	pong     struct{ net.Conn }
	growing  struct{ net.Conn }
	panicky  struct{ net.Conn }
	panicky2 struct{ net.Conn }
	panicky3 struct{ net.Conn }
	nothing  struct{ net.Conn }
	failing2 struct{ net.Conn }
	selfish  struct {
		net.Conn
		_ int
	}
	nilPromoted struct {
		*net.TCPConn
		_ int
	}
	nilControl struct {
		syscall.RawConn
		_ int
	}
)

func (w itself) NetConn() net.Conn                     { return w }
func (w ping) NetConn() net.Conn                       { return pong(w) }
func (w pong) Unwrap() net.Conn                        { return ping(w) }
func (w growing) Raw() net.Conn                        { return growing{w} }
func (panicky) NetConn() net.Conn                      { panic("out of order") }
func (panicky2) SyscallConn() (syscall.RawConn, error) { panic(errors.New("no such conn")) }
func (panicky3) Control(func(uintptr)) error           { panic(42) }
func (nothing) SyscallConn() (syscall.RawConn, error)  { return nil, nil }
func (failing2) SyscallConn() (syscall.RawConn, error) { return nil, errGone }

var errGone = errors.New("gone")

// Of never panics, and never searches without end.
func TestOfBadWrappers(t *testing.T) {
	client, _ := connect(t)
	loop := &selfish{}
	loop.Conn = loop
	for name, test := range map[string]struct {
		v    any
		text string
	}{
		"gives itself":               {itself{client}, "a sockopt_test.itself has no socket under it: its wrappers form a loop"},
		"give each other":            {ping{client}, "form a loop"},
		"grows":                      {growing{client}, "form a loop"},
		"embeds itself":              {loop, "form a loop"},
		"tls over a loop":            {tls.Client(loop, nil), "a *tls.Conn has no socket under it: its wrappers form a loop"},
		"NetConn panics":             {panicky{client}, "a sockopt_test.panicky has no socket: its NetConn panicked: out of order"},
		"SyscallConn panics":         {&panicky2{client}, "its SyscallConn panicked: no such conn"},
		"SyscallConn panics, inside": {embedding{panicky2{client}, 1}, "a sockopt_test.panicky2 has no socket: its SyscallConn panicked"},
		"Control panics":             {panicky3{client}, "its Control panicked: 42"},
		"Control of nil":             {nilControl{}, "a sockopt_test.nilControl has no socket: its Control panicked"},
		"SyscallConn of nil":         {nilPromoted{}, "has no socket: its SyscallConn panicked"},
		"SyscallConn returns nil":    {nothing{client}, "SyscallConn of a sockopt_test.nothing returned nil"},
		"embeds nil":                 {embedding{}, "a sockopt_test.embedding has no socket under it: its net.Conn is nil"},
		"embeds a typed nil":         {embedding{(*net.TCPConn)(nil), 1}, "nil connection"},
		"embeds nil, deep":           {small{&conceal{}}, "its net.Conn is nil"},
		"embeds a nil pointer":       {&small{}, "has no socket under it"},
		"embeds a nil wrapper":       {embedding{(*embedding)(nil), 1}, "nil connection"},
		"returns nil":                {anything{}, "NetConn of a sockopt_test.anything returned nil"},
		"zero file":                  {&os.File{}, "nil connection"},
		"zero tls":                   {&tls.Conn{}, "NetConn of a *tls.Conn returned nil"},
		"hidden":                     {&opaque{conn: client}, "a *sockopt_test.opaque has no socket under it: give it a NetConn() net.Conn method, or pass the wrapped connection"},
		"tls over hidden":            {tls.Client(&opaque{conn: client}, nil), "a *tls.Conn has no socket under it: give the *sockopt_test.opaque in it a NetConn() net.Conn method, or pass the wrapped connection"},
		"hidden listener":            {struct{ hiddenListener }{}, "give it an Unwrap() net.Listener method, or pass the wrapped listener"},
		"hidden packet conn":         {struct{ hiddenPacketConn }{}, "give it an Unwrap() net.PacketConn method, or pass the wrapped connection"},
		"pointer to no struct": {struct {
			*plainNumber
			_ int
		}{plainNumber: new(plainNumber)}, "has no socket under it"},
		"empty struct": {struct{}{}, "has no socket under it"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := sockopt.NoDelay.Get(sockopt.Of(test.v))
			assert.ErrorIs(t, err, sockopt.ErrValue)
			assert.ErrorContains(t, err, test.text)
			_, err = sockopt.KindOf(sockopt.Of(test.v))
			assert.ErrorContains(t, err, test.text)
		})
	}
	_, err := sockopt.NoDelay.Get(sockopt.Of(failing2{client}))
	assert.ErrorIs(t, err, errGone)
}

type (
	hiddenListener   interface{ net.Listener }
	hiddenPacketConn interface{ net.PacketConn }
	plainNumber      int
)

// A panic of what a Control is given to call is not that of the Control.
func TestOfLeavesPanicsOfTheCaller(t *testing.T) {
	client, _ := connect(t)
	raw, err := client.SyscallConn()
	require.NoError(t, err)
	s := sockopt.Of(controller(raw.Control))
	assert.PanicsWithValue(t, "mine", func() { s.Control(func(uintptr) { panic("mine") }) })
}
