//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const module = "github.com/go-sockopt/sockopt"

// program returns the text of one that dials, and does what set says with one
// more import.
func program(path, set string) string {
	return `package main

import (
	"fmt"
	"net"
	` + path + `
)

func main() {
	conn, err := net.Dial("tcp", "127.0.0.1:1")
	if err == nil {
		` + set + `
	}
	fmt.Println(conn, err)
}
`
}

var (
	netProgram    = program("", "")
	xsysProgram   = program(`"golang.org/x/sys/unix"`, "err = unix.SetsockoptInt(3, unix.IPPROTO_TCP, unix.TCP_NODELAY, 0)")
	optionProgram = program(`"`+module+`"`, "err = sockopt.NoDelay.Set(sockopt.Of(conn), false)")
)

// printSize prints what one option costs a program: bytes of its binary, and
// work before main.
func printSize() error {
	dir, err := os.MkdirTemp("", "sockopt-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	const goal = 150
	fmt.Print("| kB added to a program that uses net | by one x/sys call | by one option |\n|---|--:|--:|\n")
	for _, flags := range []string{"-s -w", "-w", ""} {
		var kb [3]float64
		for i, text := range []string{netProgram, xsysProgram, optionProgram} {
			n, err := build(dir, text, flags)
			if err != nil {
				return err
			}
			kb[i] = float64(n) / 1000
		}
		option := kb[2] - kb[0]
		fmt.Printf("| go build -ldflags=%q | %.0f | at most %d: %s |\n", flags, kb[1]-kb[0], goal, verdict(option <= goal, option))
	}

	cmd := exec.Command(filepath.Join(dir, "program")) // the last: that with the option
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if !bytes.Contains(out, []byte("init runtime @")) {
		return fmt.Errorf("no trace of initialization in %q", out)
	}
	n := strings.Count("\n"+string(out), "\ninit "+module)
	fmt.Printf("\nLines of GODEBUG=inittrace=1 for the package: at most 0: %s\n", verdict(n == 0, float64(n)))
	return nil
}

// build compiles a program within this module, for its go.mod, and returns the
// size of the binary.
func build(dir, text, flags string) (int64, error) {
	src, bin := filepath.Join(dir, "program.go"), filepath.Join(dir, "program")
	if err := os.WriteFile(src, []byte(text), 0o644); err != nil {
		return 0, err
	}
	cmd := exec.Command("go", "build", "-ldflags="+flags, "-o", bin, src)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	st, err := os.Stat(bin)
	if err != nil {
		return 0, err
	}
	return st.Size(), nil
}
