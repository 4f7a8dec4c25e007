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
	"strconv"
	"strings"
)

// A tree is a copy of the sources.
type tree struct {
	dir string
	*programs
}

// generated are the files that internal/gen writes.
var generated = []string{"ids_gen.go", "catalogue_gen.go"}

// programs are built from the sources as they were.
type programs struct {
	gen   string // writes the generated files
	base  string // the package's tests, which make the patch that the variable MUTANT counts
	check string // those of internal/tablecheck
}

// newTree copies the sources, those that git does not know yet too.
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
	return &tree{dir, nil}, nil
}

// build makes the programs. What a patch can change takes no program of its own,
// which is what takes most of the time.
func (t *tree) build(chosen []place) error {
	var b bytes.Buffer
	b.WriteString("package sockopt\n\nimport \"os\"\n\nfunc init() {\n\tswitch os.Getenv(\"MUTANT\") {\n")
	for i, p := range chosen {
		if p.patched() {
			fmt.Fprintf(&b, "\tcase \"%d\":\n\t\t%s\n", i+1, p.patch)
		}
	}
	b.WriteString("\t}\n}\n")
	patches := t.dir + "/mutant_test.go"
	if err := os.WriteFile(patches, b.Bytes(), 0o666); err != nil {
		return err
	}
	defer os.Remove(patches)
	t.programs = &programs{t.dir + "/gen.exe", t.dir + "/base.test", t.dir + "/check.test"}
	for _, args := range [][]string{
		{"build", "-o", t.gen, "./internal/gen"},
		{"test", "-c", "-o", t.base, "."},
		{"-C", "internal/tablecheck", "test", "-c", "-o", t.check, "."},
	} {
		if _, err := output(t.dir, "go", args...); err != nil {
			return err
		}
	}
	return nil
}

// patched tells whether this system's tests have the change as a patch.
func (p place) patched() bool { return p.patch != "" && slices.Contains(p.ports, ports[0]) }

// sound tells whether all that will be run passes before anything is changed.
func (t *tree) sound() error {
	by, err := t.tests(t.base, 0)
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
func (t *tree) try(n int, p place) (v verdict, by string, err error) {
	for _, name := range append([]string{p.file}, generated...) {
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
	// Whoever changes a name generates the index anew: that it is old proves nothing.
	if _, err := output(t.dir, t.gen); err != nil {
		return caught, "internal/gen", nil
	}
	if by, err = t.notice(n, p); err != nil || by == notProgram {
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

// notice returns the test that fails by change n, empty if none does.
func (t *tree) notice(n int, p place) (by string, err error) {
	if !slices.Contains(p.ports, ports[0]) {
		// Some tests of the package read the sources of the other systems.
		if by, err = t.tables(p.ports); by == "" && err == nil {
			by, err = t.tests(t.base, 0)
		}
		return by, err
	}
	changed := t.base
	if !p.patched() {
		changed, n = t.dir+"/changed.test", 0
		if _, err := output(t.dir, "go", "test", "-c", "-o", changed, "."); err != nil {
			return notProgram, nil
		}
	}
	for range 3 {
		if by, err = t.tests(changed, n); by == "" || err != nil {
			break
		}
		// What fails without the change as well has failed by chance.
		if again, err := t.tests(t.base, 0, "-test.run=^"+by+"$"); again == "" || err != nil {
			return by, err
		}
	}
	if err != nil {
		return "", err
	}
	return t.tables(p.ports)
}

var failed = regexp.MustCompile(`(?m)^--- FAIL: (\w+)|^panic: (?:test timed out|.*)|^fatal error: .*`)

// building are the tests that build programs without SOCKOPT_FULL too: they take
// longer than all others together, and do not look at tables.
const building = "^Test(Access.*|GeneratedIsCurrent)$"

// tests runs the tests of the package, with patch n if it is not 0, up to the
// first that fails, and returns its name.
func (t *tree) tests(program string, n int, args ...string) (string, error) {
	cmd := exec.Command(program, append([]string{"-test.failfast", "-test.timeout=5m", "-test.skip=" + building}, args...)...)
	cmd.Dir = t.dir
	cmd.Env = append(os.Environ(), "MUTANT="+strconv.Itoa(n), "SOCKOPT_FULL=")
	return failure(cmd)
}

// tables runs internal/tablecheck for ports.
func (t *tree) tables(ports []string) (string, error) {
	cmd := exec.Command(t.check, "-test.run=^Test(Tables|Forms|Shapes)$", "-test.failfast", "-ports="+strings.Join(ports, ","))
	cmd.Dir = filepath.Join(t.dir, "internal/tablecheck")
	return failure(cmd)
}

// failure returns the name of the test that fails.
func failure(cmd *exec.Cmd) (string, error) {
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
	return "", fmt.Errorf("%s: %w: %s", cmd.Path, err, out)
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
