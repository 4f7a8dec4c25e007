//go:build unix || windows

package sockopt_test

import (
	"errors"
	"fmt"
	"log"
	"net"
	"syscall"

	"github.com/go-sockopt/sockopt"
)

// An option that this package does not have, with its bounds and its unit, from what
// a C header and a manual page say.
func ExampleSpec() {
	rcvBuf := sockopt.Spec[int]{
		Name:   "SO_RCVBUF",
		Level:  syscall.SOL_SOCKET,
		Number: syscall.SO_RCVBUF,
		Min:    1,
		Max:    1 << 20,
		Unit:   "bytes",
	}.Option()

	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	if err := rcvBuf.Set(sockopt.Of(conn), 32<<10); err != nil {
		log.Fatal(err)
	}
	fmt.Println(rcvBuf.With(32 << 10))
	fmt.Println(errors.Is(rcvBuf.Set(sockopt.Of(conn), 0), sockopt.ErrValue))
	// Output:
	// SO_RCVBUF=32KiB
	// true
}

// An option that this package does not have and whose value is a C int.
func ExampleNewInt() {
	soRcvBuf := sockopt.NewInt("SO_RCVBUF", syscall.SOL_SOCKET, syscall.SO_RCVBUF)

	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	mine, err := soRcvBuf.Get(sockopt.Of(conn))
	if err != nil {
		log.Fatal(err)
	}
	its, err := sockopt.RcvBuf.Get(sockopt.Of(conn))
	fmt.Println(mine == its, err)
	// Output: true <nil>
}
