package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// A tree is a copy of the sources, with programs built from them as they were.
type tree struct {
	dir   string
	gen   string // writes catalogue_gen.go
	base  string // the package's tests
	check string // those of internal/tablecheck
}

func newTree(root, dir string) (*tree, error) {
	list, err := output(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(list, "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, text, 0o666); err != nil {
			return nil, err
		}
	}
	t := &tree{dir, dir + "/gen.test", dir + "/base.test", dir + "/internal/tablecheck/check.test"}
	for _, args := range [][]string{
		{"build", "-o", t.gen, "./internal/gen"},
		{"test", "-c", "-o", t.base, "."},
		{"-C", "internal/tablecheck", "test", "-c", "-o", t.check, "."},
	} {
		if _, err := output(dir, "go", args...); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// sound tells whether all that will be run passes before anything is changed.
func (t *tree) sound() error {
	by, err := t.tests(t.base)
	if err == nil && by == "" {
		by, err = t.tables(ports)
	}
	if err == nil && by != "" {
		err = errors.New(by + " fails")
	}
	return err
}

// try makes a change, tells what became of it, and by which test, and takes it
// back.
func (t *tree) try(p place) (v verdict, by string, err error) {
	for _, name := range []string{p.file, "catalogue_gen.go"} {
		path := filepath.Join(t.dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return "", "", err
		}
		defer func() { err = errors.Join(err, os.WriteFile(path, text, 0o666)) }()
		if name == p.file {
			changed := slices.Concat(text[:p.start], []byte(p.to), text[p.end:])
			if err := os.WriteFile(path, changed, 0o666); err != nil {
				return "", "", err
			}
		}
	}
	// Whoever changes a table generates the index anew: that it is old proves nothing.
	if _, err := output(t.dir, t.gen); err != nil {
		return caught, "internal/gen", nil
	}
	if by, err = t.notice(p); err != nil || by == notProgram {
		return invalid, "", err
	}
	switch why := equivalents[p.key()]; {
	case by != "":
		return caught, by, nil
	case why != "":
		return equivalent, why, nil
	}
	return notCaught, "", nil
}

const notProgram = "go build"

// notice returns the test that fails, empty if none does.
func (t *tree) notice(p place) (by string, err error) {
	if !slices.Contains(p.ports, ports[0]) {
		// Some tests of the package read the sources of the other systems.
		if by, err = t.tables(p.ports); by == "" && err == nil {
			by, err = t.tests(t.base)
		}
		return by, err
	}
	changed := t.dir + "/changed.test"
	if _, err := output(t.dir, "go", "test", "-c", "-o", changed, "."); err != nil {
		return notProgram, nil
	}
	for range 3 {
		if by, err = t.tests(changed); by == "" || err != nil {
			break
		}
		// What fails without the change as well has failed by chance.
		if again, err := t.tests(t.base, "-test.run=^"+by+"$"); again == "" || err != nil {
			return by, err
		}
	}
	if err != nil {
		return "", err
	}
	return t.tables(p.ports)
}

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\w+)|^panic: (?:test timed out|.*)|^fatal error: .*`)

// tests runs the tests of the package up to the first that fails, and returns
// its name.
func (t *tree) tests(program string, args ...string) (string, error) {
	return t.run(t.dir, program, append([]string{"-test.short", "-test.failfast", "-test.timeout=5m"}, args...)...)
}

// tables runs internal/tablecheck for ports.
func (t *tree) tables(ports []string) (string, error) {
	return t.run(filepath.Dir(t.check), t.check, "-test.run=^Test(Tables|Forms|Shapes)$", "-ports="+strings.Join(ports, ","))
}

func (t *tree) run(dir, program string, args ...string) (string, error) {
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err == nil {
		return "", nil
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return "", err
	}
	if m := failed.FindSubmatch(out); m != nil {
		if m[1] != nil {
			return string(m[1]), nil
		}
		return string(m[0]), nil
	}
	return "", fmt.Errorf("%s: %w: %s", program, err, out)
}

func output(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, &stderr)
	}
	return string(out), nil
}
