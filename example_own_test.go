//go:build unix || windows

package sockopt_test

import (
	"fmt"
	"log"
	"net"
	"syscall"

	"github.com/go-sockopt/sockopt"
)

// An option that this package does not have, from the name, the level and the
// number that a C header gives.
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
