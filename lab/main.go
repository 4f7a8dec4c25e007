// Lab runs the tests of the package on other kernels and prints a table of what
// they said. README.md tells how to use it.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-sockopt/sockopt/internal/full"
)

// A target is where the tests can run.
type target struct {
	name string
	env  []string
	// under has the command, if any, that runs the test binary, and vars what it
	// finds in its environment.
	under, vars []string
	deviations  []deviation
	run         runner

	// Of a virtual machine, as Debian calls it: architecture, release, and package
	// of the kernel.
	arch, suite, image string
}

// A runner runs the test binary with some arguments and writes what it prints. If
// this machine cannot be the target at all, its error is a lack.
type runner func(ctx context.Context, t *target, test string, args []string, w io.Writer) (kernel string, err error)

// A lack is what this machine does not have and a target needs.
type lack string

func (l lack) Error() string { return string(l) }

var targets = []target{
	{name: "native", run: native},
	{name: "native-nobody", run: nobody},
	{name: "386", env: []string{"GOARCH=386"}, run: if32(native)},
	{name: "386-nobody", env: []string{"GOARCH=386"}, run: if32(nobody)},
	emulated("s390x", "s390x", ofBigEndianQEMU, of64QEMU),
	emulated("arm64", "aarch64", ofLittleEndianQEMU, of64QEMU),
	emulated("arm", "arm", ofLittleEndianQEMU),
	emulated("riscv64", "riscv64", ofLittleEndianQEMU, of64QEMU),
	emulated("ppc64le", "ppc64le", ofLittleEndianQEMU, of64QEMU, ofPowerQEMU),
	emulated("ppc64", "ppc64", ofBigEndianQEMU, of64QEMU, ofPowerQEMU, ofBigEndianPowerQEMU),
	emulated("mips", "mips", ofBigEndianQEMU, ofMIPSQEMU),
	emulated("mipsle", "mipsel", ofLittleEndianQEMU, ofMIPSQEMU),
	emulated("mips64", "mips64", ofBigEndianQEMU, of64QEMU, ofMIPSQEMU),
	emulated("mips64le", "mips64el", ofLittleEndianQEMU, of64QEMU, ofMIPSQEMU),
	emulated("loong64", "loongarch64", ofLittleEndianQEMU, of64QEMU),
	{name: "gvisor", env: []string{"GOARCH=amd64"}, run: gvisor, deviations: ofGVisor},
	{name: "wine", env: []string{"GOOS=windows", "GOARCH=amd64"}, run: wine, deviations: ofWine},
	debian("amd64-6.1", "amd64", "bookworm", "linux-image-amd64"),
	debian("386-6.1", "i386", "bookworm", "linux-image-686-pae"),
	debian("s390x-6.1", "s390x", "bookworm", "linux-image-s390x"),
	debian("arm64-6.1", "arm64", "bookworm", "linux-image-arm64"),
	debian("arm-6.1", "armhf", "bookworm", "linux-image-armmp"),
	debian("mips64le-6.1", "mips64el", "bookworm", "linux-image-5kc-malta"),
	debian("ppc64le-6.1", "ppc64el", "bookworm", "linux-image-powerpc64le"),
	debian("amd64-6.12", "amd64", "trixie", "linux-image-amd64"),
	debian("riscv64-6.12", "riscv64", "trixie", "linux-image-riscv64"),
	// The newest that Debian has, and the first with TCP-AO.
	debian("amd64-backports", "amd64", "trixie-backports", "linux-image-amd64"),
}

// limit is how long the tests may take on a target.
const limit = 30 * time.Minute

func main() {
	pattern := flag.String("run", "", "run only the tests that match this `regexp`")
	verbose := flag.Bool("v", false, "show what the tests print")
	proof := flag.Bool("proof", false, "run all targets, see which statements run, and write docs/PROOF.md")
	flag.Usage = func() {
		fmt.Fprintf(flag.CommandLine.Output(), "usage: lab/run [-proof] [-run REGEXP] [-v] [TARGET...]\n")
		flag.PrintDefaults()
		for _, t := range targets {
			fmt.Fprintln(flag.CommandLine.Output(), "target", t.name)
		}
	}
	flag.Parse()
	args := []string{"-test.v=test2json", fmt.Sprintf("-test.timeout=%v", limit-30*time.Second)}
	if *pattern != "" {
		args = append(args, "-test.run="+*pattern)
	}
	chosen, err := choose(flag.Args())
	if err == nil && *proof && (*pattern != "" || flag.NArg() > 0) {
		err = errors.New("a proof is of all tests on all targets")
	}
	if err == nil {
		err = lab(chosen, args, *pattern == "", *verbose, *proof)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		os.Exit(1)
	}
}

// choose returns the targets of these names, all if there are none.
func choose(names []string) ([]target, error) {
	if len(names) == 0 {
		return targets, nil
	}
	var chosen []target
	for _, name := range names {
		i := slices.IndexFunc(targets, func(t target) bool { return t.name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no target %s", name)
		}
		chosen = append(chosen, targets[i])
	}
	return chosen, nil
}

// lab runs the tests on each target, all of them if whole, and prints the table.
// If it shall prove it, it writes that down too.
func lab(chosen []target, args []string, whole, verbose, proof bool) error {
	dir, err := os.MkdirTemp("", "lab")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o755); err != nil { // for nobody
		return err
	}
	command := []string{"test", "-c"}
	if proof {
		command = append(command, "-coverpkg="+strings.Join(counted, ","))
	}
	for _, t := range chosen {
		test := testOf(dir, &t)
		if _, err := os.Stat(test); err != nil {
			if err := build(test, ".", t.env, command...); err != nil {
				return err
			}
		}
	}
	// What runs on the kernel at hand goes one by one, and the virtual machines one
	// by one beside it.
	reports := make([]*report, len(chosen))
	errs := make([]error, len(chosen))
	var lanes sync.WaitGroup
	for _, virtual := range []bool{false, true} {
		lanes.Go(func() {
			for i := range chosen {
				if t := &chosen[i]; (t.image != "") == virtual {
					reports[i], errs[i] = runOn(t, dir, args, whole, verbose, proof)
				}
			}
		})
	}
	lanes.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	err = show(os.Stdout, reports)
	if proof {
		err = errors.Join(err, prove(reports))
	}
	return err
}

// testOf returns the path in dir of the test binary for a target.
func testOf(dir string, t *target) string {
	return filepath.Join(dir, strings.Join(append([]string{"test"}, t.env...), "-")+".exe")
}

// runOn runs the tests on one target. Its errors are those of the lab; what
// becomes of the tests is in the report.
func runOn(t *target, dir string, args []string, whole, verbose, proof bool) (*report, error) {
	args = append(args[:len(args):len(args)], notRun(t.deviations)...)
	cover := filepath.Join(dir, t.name+".cover")
	if proof {
		if err := os.WriteFile(cover, nil, 0); err != nil {
			return nil, err
		}
		if err := os.Chmod(cover, 0o666); err != nil { // for nobody
			return nil, err
		}
		args = append(args, coverFlag+cover)
	}
	fmt.Fprintf(os.Stderr, "lab: %s\n", t.name)
	var out bytes.Buffer
	var w io.Writer = &out
	if verbose {
		w = io.MultiWriter(&out, os.Stderr)
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	start := time.Now()
	kernel, err := t.run(ctx, t, testOf(dir, t), args, w)
	if reason, ok := errors.AsType[lack](err); ok {
		return &report{target: t.name, lack: reason}, nil
	}
	r, jsonErr := read(out.Bytes())
	if jsonErr != nil {
		return nil, jsonErr
	}
	expect(r, t.deviations, whole)
	r.target, r.kernel, r.err, r.took = t.name, kernel, err, time.Since(start)
	if proof {
		r.cover, err = readProfile(cover)
		return r, err
	}
	return r, nil
}

// counted are the packages whose statements are counted.
var counted = []string{".", "./internal/sys", "./internal/wire"}

// coverFlag says where a test binary writes which statements ran.
const coverFlag = "-test.coverprofile="

// build makes a static program for a target.
func build(out, pkg string, env []string, command ...string) error {
	cmd := exec.Command("go", append(command, "-o", out, pkg)...)
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux"), env...)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// native runs the tests here, in what the target runs them under.
func native(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	release, err := exec.Command("uname", "-r").Output()
	if err != nil {
		return "", err
	}
	command := slices.Concat(t.under, []string{test}, args)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = slices.Concat(os.Environ(), []string{full.Variable + "=1"}, t.vars)
	cmd.Stdout, cmd.Stderr = w, w
	return strings.TrimSpace(string(release)), ignoreExit(cmd.Run())
}

// nobody runs the tests here as a user without capabilities.
func nobody(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	home, err := os.MkdirTemp("", "lab")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(home)
	if err := os.Chown(home, 65534, 65534); err != nil {
		return "", err
	}
	as := *t
	as.under = []string{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"}
	as.vars = []string{"HOME=" + home, "TMPDIR=" + home, "GOFLAGS=-mod=mod"}
	return native(ctx, &as, test, args, w)
}

// if32 runs tests of 32 bits where the kernel executes such programs.
func if32(run runner) runner {
	return func(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
		var exit *exec.ExitError
		if err := exec.CommandContext(ctx, test, "-test.run=^$").Run(); err != nil && !errors.As(err, &exit) {
			return "", lack("this kernel does not execute programs of 32 bits: " + err.Error())
		}
		return run(ctx, t, test, args, w)
	}
}

// ignoreExit passes over that tests failed, which they say themselves.
func ignoreExit(err error) error {
	if e, ok := err.(*exec.ExitError); ok && e.ExitCode() == 1 {
		return nil
	}
	return err
}

// A report is what the tests said on a target.
type report struct {
	target, kernel string
	lack           lack  // why nothing ran
	err            error // why there is not all of it
	took           time.Duration
	passed         int
	failed         []string
	expected       map[string][]string // those of the tests that failed that had to, by the reason
	notRun         []string            // why tests were left out
	skipped        map[string][]string // the tests by the reason
	output         map[string]string   // what each printed
	cover          profile             // which statements ran, if that is asked
}

// read makes a report of what a test binary printed.
func read(out []byte) (*report, error) {
	cmd := exec.Command("go", "tool", "test2json")
	cmd.Stdin = bytes.NewReader(bytes.ReplaceAll(out, []byte("\r"), nil))
	cmd.Stderr = os.Stderr
	events, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	r := &report{skipped: map[string][]string{}, output: map[string]string{}}
	running := map[string]bool{}
	for line := range bytes.Lines(events) {
		var e struct{ Action, Test, Output string }
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, err
		}
		if e.Test == "" {
			continue
		}
		switch e.Action {
		case "run":
			running[e.Test] = true
			continue
		case "output":
			r.output[e.Test] += e.Output
			continue
		case "pass":
			r.passed++
		case "fail":
			r.failed = append(r.failed, e.Test)
		case "skip":
			reason := reason(r.output[e.Test])
			r.skipped[reason] = append(r.skipped[reason], e.Test)
		default:
			continue
		}
		delete(running, e.Test)
	}
	// Those that did not end.
	r.failed = append(r.failed, slices.Sorted(maps.Keys(running))...)
	return r, nil
}

// reason finds why a test was skipped in what it printed: the last line that has
// the name of a file before it.
func reason(out string) string {
	reason := "no reason"
	for line := range strings.Lines(out) {
		if _, text, ok := strings.Cut(line, "_test.go:"); ok {
			_, text, _ = strings.Cut(text, ": ")
			reason = strings.TrimSpace(text)
		}
	}
	return reason
}

// show prints the table, then what failed. It fails if a test did.
func show(w io.Writer, reports []*report) error {
	table(w, reports)
	bad := false
	for _, r := range reports {
		bad = bad || r.err != nil || len(r.failed) > 0 || r.passed == 0 && r.lack == ""
		if r.err != nil {
			fmt.Fprintf(w, "\n%s: %v\n", r.target, r.err)
		}
		for _, name := range r.failed {
			fmt.Fprintf(w, "\n%s: %s\n%s", r.target, name, r.output[name])
		}
	}
	if bad {
		return fmt.Errorf("not all tests passed")
	}
	return nil
}

// table prints a line for each target, and below it what it does otherwise and
// why tests were skipped.
func table(w io.Writer, reports []*report) {
	fmt.Fprintf(w, "| target | kernel | passed | failed | failed as expected | skipped | time |\n|---|---|---|---|---|---|---|\n")
	for _, r := range reports {
		if r.lack != "" {
			fmt.Fprintf(w, "| %s | not run: %s | | | | | |\n", r.target, r.lack)
			continue
		}
		failed := fmt.Sprint(len(r.failed))
		if r.err != nil {
			failed += ", did not end"
		}
		fmt.Fprintf(w, "| %s | %s | %d | %s | %d | %d | %.0fs |\n", r.target, r.kernel, r.passed, failed, count(r.expected), count(r.skipped), r.took.Seconds())
	}
	list := func(what string, tests map[string][]string) {
		for _, reason := range slices.Sorted(maps.Keys(tests)) {
			fmt.Fprintf(w, "- %d %s: %s\n", len(tests[reason]), what, reason)
		}
	}
	for _, r := range reports {
		if count(r.expected)+count(r.skipped)+len(r.notRun) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s:\n\n", r.target)
		list("failed as expected", r.expected)
		list("skipped", r.skipped)
		for _, why := range r.notRun {
			fmt.Fprintf(w, "- not run: %s\n", why)
		}
	}
}

// count tells how many tests there are in all.
func count(tests map[string][]string) (n int) {
	for _, names := range tests {
		n += len(names)
	}
	return n
}
