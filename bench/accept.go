//go:build linux

package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/go-sockopt/sockopt"
	"golang.org/x/sys/unix"
)

// acceptAlone runs this program again in a network namespace of its own, where
// resets do not end the use of MPTCP for an hour.
func acceptAlone(seconds int) error {
	cmd := exec.Command("/proc/self/exe", "-accept", fmt.Sprint(seconds), "-alone")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWNET}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// accept prints how long good requests to an HTTP server take while 20 bad
// connections a second come, over a listener of package net and over those of this
// package that close the bad ones.
func accept(seconds int) error {
	if err := loopbackUp(); err != nil {
		return err
	}
	os.WriteFile("/proc/sys/net/mptcp/blackhole_timeout", []byte("0"), 0) // Linux 6.13
	fmt.Println("| bad connections, 20 a second | listener | bad closed | good requests | median | 99 % | worst |\n|---|---|--:|--:|--:|--:|--:|")
	for _, kind := range []struct {
		name string
		bad  func(address string) error
		// The setting that a bad connection rejects.
		setting sockopt.Setting
	}{
		{"reset before accept", reset, sockopt.Timestamping.With(sockopt.TimestampTxSoftware | sockopt.TimestampSoftware | sockopt.TimestampOptID)},
		{"MPTCP", multipath, sockopt.UserTimeout.With(20 * time.Second)},
	} {
		plain, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		inner, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		tuned := sockopt.NewListener(inner, kind.setting).(*sockopt.Listener)
		var took [2][]time.Duration
		listeners := []net.Listener{plain, tuned}
		var servers []*http.Server
		for _, ln := range listeners {
			srv := &http.Server{
				Handler:  http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "ok") }),
				ErrorLog: log.New(io.Discard, "", 0),
			}
			servers = append(servers, srv)
			go srv.Serve(ln)
		}
		end := time.Now().Add(time.Duration(seconds) * time.Second)
		var flood sync.WaitGroup
		flood.Go(func() {
			for ; time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
				for _, ln := range listeners {
					if err := kind.bad(ln.Addr().String()); err != nil {
						log.Print(err)
					}
				}
			}
		})
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 30 * time.Second}
		for first := 0; time.Now().Before(end); {
			first = 1 - first // the one after the pause is slower
			for _, i := range []int{first, 1 - first} {
				start := time.Now()
				resp, err := client.Get("http://" + listeners[i].Addr().String())
				if err != nil {
					return err
				}
				resp.Body.Close()
				took[i] = append(took[i], time.Since(start))
			}
			time.Sleep(2 * time.Millisecond)
		}
		flood.Wait()
		for i, name := range []string{"package net", "sockopt.Listener"} {
			d := took[i]
			slices.Sort(d)
			closed := uint64(0)
			if i == 1 {
				closed = tuned.Failures()
			}
			fmt.Printf("| %s | %s | %d | %d | %v | %v | %v |\n", kind.name, name, closed, len(d),
				d[len(d)/2].Round(time.Microsecond), d[len(d)*99/100].Round(time.Microsecond), d[len(d)-1].Round(time.Microsecond))
			servers[i].Close()
		}
	}
	return nil
}

func reset(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	conn.(*net.TCPConn).SetLinger(0)
	return conn.Close()
}

func multipath(address string) error {
	var d net.Dialer
	d.SetMultipathTCP(true)
	conn, err := d.Dial("tcp", address)
	if err != nil {
		return err
	}
	if mptcp, err := conn.(*net.TCPConn).MultipathTCP(); err != nil || !mptcp {
		log.Print("this connection does not use MPTCP: ", err)
	}
	return conn.Close()
}

func loopbackUp() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	ifr, err := unix.NewIfreq("lo")
	if err != nil {
		return err
	}
	ifr.SetUint16(unix.IFF_UP)
	return unix.IoctlIfreq(fd, unix.SIOCSIFFLAGS, ifr)
}
