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

// The same program with package net alone and with one option.
const (
	netProgram = `package main

import (
	"fmt"
	"net"
)

func main() {
	conn, err := net.Dial("tcp", "127.0.0.1:1")
	fmt.Println(conn, err)
}
`
	optionProgram = `package main

import (
	"fmt"
	"net"

	"` + module + `"
)

func main() {
	conn, err := net.Dial("tcp", "127.0.0.1:1")
	if err == nil {
		err = sockopt.NoDelay.Set(sockopt.Of(conn), false)
	}
	fmt.Println(conn, err)
}
`
)

// printSize builds both and prints what the option costs: bytes of the binary,
// and work before main.
func printSize() error {
	dir, err := os.MkdirTemp("", "sockopt-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, flags := range []string{"", "-s -w"} {
		without, err := build(dir, "net", netProgram, flags)
		if err != nil {
			return err
		}
		with, err := build(dir, "option", optionProgram, flags)
		if err != nil {
			return err
		}
		kb := float64(with-without) / 1000
		fmt.Printf("A program with one option is %.0f kB larger than with net alone (%d and %d bytes, -ldflags=%q): at most 150 kB %s\n",
			kb, with, without, flags, verdict(kb <= 150, kb))
	}

	cmd := exec.Command(filepath.Join(dir, "option"))
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if !bytes.Contains(out, []byte("init runtime @")) {
		return fmt.Errorf("no trace of initialization in %q", out)
	}
	var lines []string
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "init "+module) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	fmt.Printf("Lines of GODEBUG=inittrace=1 for the package: none %s %s\n",
		verdict(len(lines) == 0, float64(len(lines))), strings.Join(lines, "; "))
	return nil
}

// build compiles a program within this module, for its go.mod, and returns the
// size of the binary.
func build(dir, name, program, flags string) (int64, error) {
	src := filepath.Join(dir, name+".go")
	if err := os.WriteFile(src, []byte(program), 0o644); err != nil {
		return 0, err
	}
	bin := filepath.Join(dir, name)
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
