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
	// the name skips it on a system that does not have the option.
	Settings sockopt.Settings `json:"settings"` // of the listener and its connections
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
	d.DisallowUnknownFields() // or a misspelt "settings" would do nothing
	if err := d.Decode(cfg); err != nil {
		return nil, fmt.Errorf("not a configuration: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("not a configuration: something follows it")
	}
	return cfg, nil
}

func listen(cfg *Config) (*sockopt.Listener, error) {
	var lc net.ListenConfig
	// The MPTCP listeners that package net makes by default reject some options. An
	// error is better than a surprise.
	lc.SetMultipathTCP(false)
	ln, err := sockopt.Listen(context.Background(), &lc, "tcp", cfg.Listen, cfg.Settings...)
	if err != nil {
		return nil, err
	}
	ln.OnError = func(conn net.Conn, err error) { log.Printf("%v: %v", conn.RemoteAddr(), err) }
	return ln, nil
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
