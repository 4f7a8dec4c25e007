// Config is an HTTP server whose socket options come from a JSON file, so that
// who runs it can tune it without a change of the program. What its connections
// really have is at /sockopt.
//
//	config -file server.json
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/go-sockopt/sockopt"
)

// A Config is what the file has.
type Config struct {
	Listen string `json:"listen"` // HOST:PORT
	// A Setting reads itself from a text such as "SO_RCVBUF=256KiB". A "?" after
	// the name passes it over on a system that does not have the option.
	Listener sockopt.Settings `json:"listener"` // made on the listener, before bind
	Accepted sockopt.Settings `json:"accepted"` // made on each connection, after those of package net
}

func main() {
	file := flag.String("file", "server.json", "read the configuration from `FILE`")
	flag.Parse()
	log.SetPrefix("config: ")
	cfg, err := readConfig(*file)
	if err != nil {
		log.Fatalf("%s: %v", *file, err)
	}
	ln, err := listen(cfg)
	if err != nil {
		log.Fatalf("%s: %v", *file, err)
	}
	log.Print("listening on ", ln.Addr())

	http.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") })
	http.HandleFunc("/sockopt", showOptions)
	srv := &http.Server{ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, conn)
	}}
	log.Fatal(srv.Serve(ln))
}

type connKey struct{}

func readConfig(name string) (*Config, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, errors.Unwrap(err) // which has the name, too
	}
	defer f.Close()
	cfg := &Config{Listen: "127.0.0.1:8080"}
	d := json.NewDecoder(f)
	d.DisallowUnknownFields() // or a misspelt "accepted" would do nothing
	if err := d.Decode(cfg); err != nil {
		return nil, fmt.Errorf("not a configuration: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("not a configuration: something follows it")
	}
	return cfg, nil
}

func listen(cfg *Config) (net.Listener, error) {
	lc := net.ListenConfig{Control: sockopt.Control(cfg.Listener...)}
	// The MPTCP listeners that package net makes by itself do not take all
	// options. Who wants them gets an error rather than a surprise.
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(context.Background(), "tcp", cfg.Listen)
	if err != nil {
		return nil, err
	}
	if err := try(cfg.Accepted, ln.Addr().(*net.TCPAddr)); err != nil {
		return nil, fmt.Errorf("accepted: %w", err)
	}
	return sockopt.NewListener(ln, cfg.Accepted...), nil
}

// try makes the settings on a connection of its own at the same address. What
// none takes would else show when the first client comes, who is then refused.
func try(settings sockopt.Settings, addr *net.TCPAddr) error {
	var lc net.ListenConfig
	lc.SetMultipathTCP(false)
	ln, err := lc.Listen(context.Background(), "tcp", (&net.TCPAddr{IP: addr.IP, Zone: addr.Zone}).String())
	if err != nil {
		return err
	}
	defer ln.Close()
	client, err := net.Dial("tcp", ln.Addr().String())
	if err != nil {
		return err
	}
	defer client.Close()
	conn, err := ln.Accept()
	if err != nil {
		return err
	}
	defer conn.Close()
	return sockopt.Apply(sockopt.Of(conn), settings...)
}

// showOptions answers with all options of the connection that asks.
func showOptions(w http.ResponseWriter, r *http.Request) {
	dump, err := sockopt.Snapshot(sockopt.Of(r.Context().Value(connKey{})))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprint(w, dump)
}
