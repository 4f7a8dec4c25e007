package main

import (
	"bytes"
	"context"
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// Kernel modules that the tests want; what these need comes with them.
var modules = []string{
	"crc32c_generic", // sctp asks for it by another name
	"sctp", "tls", "vsock_loopback", "can-raw", "vcan", "tcp_bbr", "tcp_dctcp", "tcp_vegas",
	"veth", "dummy", "vrf", "bridge", "sch_fq", "inet_diag", "tcp_diag", "unix_diag", "xfrm_user", "esp4",
	"nf_tables", "nft_chain_nat", "nft_redir", "nft_nat", "nft_ct", "nft_reject_inet", "nf_tproxy_ipv4", "nft_tproxy", "nft_socket",
	"cmac", "sha1_generic", "aes_generic", "gcm", "ccm", "ctr", "ghash-generic", "chacha20poly1305", "chacha_generic", "chacha", "poly1305_generic",
}

// Programs that the tests run, and the packages that have them.
var (
	programs = []string{"ip", "ss", "tc", "nft", "nsenter", "sleep"}
	packages = []string{"iproute2", "nftables", "util-linux", "coreutils"}
)

// A computer is what qemu emulates.
type computer struct {
	goarch  string
	pkg     string // of qemu
	console string
	qemu    []string
}

// The computers by Debian's name of the architecture.
var computers = map[string]computer{
	"amd64":    {"amd64", "qemu-system-x86", "ttyS0", []string{"qemu-system-x86_64", "-cpu", "max"}},
	"i386":     {"386", "qemu-system-x86", "ttyS0", []string{"qemu-system-i386", "-cpu", "max"}},
	"s390x":    {"s390x", "qemu-system-misc", "ttysclp0", []string{"qemu-system-s390x", "-cpu", "max"}},
	"arm64":    {"arm64", "qemu-system-arm", "ttyAMA0", []string{"qemu-system-aarch64", "-M", "virt", "-cpu", "cortex-a57"}},
	"armhf":    {"arm", "qemu-system-arm", "ttyAMA0", []string{"qemu-system-arm", "-M", "virt", "-cpu", "cortex-a15"}},
	"mips64el": {"mips64le", "qemu-system-mips", "ttyS0", []string{"qemu-system-mips64el", "-M", "malta", "-cpu", "5KEc"}},
	"ppc64el":  {"ppc64le", "qemu-system-ppc", "hvc0", []string{"qemu-system-ppc64", "-M", "pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off", "-cpu", "power9"}},
	"riscv64":  {"riscv64", "qemu-system-misc", "ttyS0", []string{"qemu-system-riscv64", "-M", "virt"}},
}

// debian is a target on a kernel of Debian.
func debian(name, arch, suite, image string) target {
	return target{name: name, env: []string{"GOARCH=" + computers[arch].goarch}, run: machine, arch: arch, suite: suite, image: image}
}

// machine boots a kernel of Debian in qemu, whose init program runs the tests.
// It is never KVM that runs it, because the lab's own machine may be virtual.
func machine(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	on := computers[t.arch]
	if err := install(map[string]string{
		on.qemu[0]: on.pkg, "depmod": "kmod", "xz": "xz-utils", "cpio": "cpio",
	}); err != nil {
		return "", err
	}
	tree, err := fetch(t)
	if err != nil {
		return "", err
	}
	kernel, err := one(filepath.Join(tree, "boot/vmlinu*"), filepath.Join(tree, "lib/modules/*/vmlinu*"))
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "lab")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	initrd := filepath.Join(dir, "initrd")
	if err := ramdisk(initrd, t, tree, test, args); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, on.qemu[0], append(on.qemu[1:len(on.qemu):len(on.qemu)],
		"-accel", "tcg", "-m", "1024", "-display", "none", "-no-reboot", "-nodefaults", "-serial", "stdio",
		"-kernel", kernel, "-initrd", initrd, "-append", "console="+on.console+" panic=-1 quiet loglevel=1 mitigations=off")...)
	console := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = console, os.Stderr
	err = cmd.Run()
	if ctx.Err() != nil {
		err = ctx.Err()
	}

	// The init program says when the tests begin and end.
	before, after, _ := strings.Cut(console.String(), "\nlab: kernel ")
	release, after, _ := strings.Cut(after, "\n")
	out, code, ended := strings.Cut(after, "\nlab: exit ")
	code, profile, _ := strings.Cut(code, "\n")
	for line := range strings.Lines(before) {
		if strings.HasPrefix(line, "lab: ") {
			fmt.Fprint(os.Stderr, t.name, ": ", line)
		}
	}
	io.WriteString(w, out)
	switch {
	case release == "":
		err = fmt.Errorf("the machine did not start: %w\n%s", err, before)
	case !ended:
		err = fmt.Errorf("the machine stopped before the tests ended: %w\n%s", err, out[max(0, len(out)-2000):])
	case err != nil:
	case !strings.HasPrefix(code, "0") && !strings.HasPrefix(code, "1"):
		err = errors.New("the tests ended with code " + strings.TrimSpace(code))
	}
	for _, arg := range args {
		if path, ok := strings.CutPrefix(arg, coverFlag); ok && err == nil {
			err = os.WriteFile(path, []byte(profile), 0o666)
		}
	}
	return strings.TrimSpace(release), err
}

// installing is one at a time, as dpkg wants it.
var installing sync.Mutex

// install installs the packages of the programs that are not there.
func install(need map[string]string) error {
	installing.Lock()
	defer installing.Unlock()
	updated := false
	for program, pkg := range need {
		if _, err := exec.LookPath(program); err == nil {
			continue
		}
		if !updated {
			if _, err := output("", "apt-get", "-qq", "update"); err != nil {
				return err
			}
			updated = true
		}
		if _, err := output("", "apt-get", "-qq", "install", "-y", "--no-install-recommends", pkg); err != nil {
			return err
		}
	}
	return nil
}

// output runs a command in a directory and returns what it prints.
func output(dir, name string, args ...string) (string, error) {
	var stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stderr = dir, &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, &stderr)
	}
	return string(out), nil
}

// fetch returns the tree of the packages of a target: its kernel, the programs
// and what they need. It is kept in the user's cache until Debian has newer ones;
// the sources of the system's apt stay as they are.
func fetch(t *target) (tree string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "sockopt-lab", t.suite+"-"+t.arch)
	for _, sub := range []string{"state/lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return "", err
		}
	}
	source := "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " + mirror() + " %s main\n"
	sources := fmt.Sprintf(source, t.suite)
	if base, ok := strings.CutSuffix(t.suite, "-backports"); ok {
		sources += fmt.Sprintf(source, base)
	}
	if err := os.WriteFile(filepath.Join(dir, "sources.list"), []byte(sources), 0o644); err != nil {
		return "", err
	}
	apt := func(args ...string) (string, error) {
		return output(dir, "apt-get", append([]string{
			"-qq", "-o", "Dir::Etc::SourceList=" + filepath.Join(dir, "sources.list"), "-o", "Dir::Etc::SourceParts=/dev/null",
			"-o", "Dir::State=" + filepath.Join(dir, "state"), "-o", "Dir::State::Status=/dev/null",
			"-o", "Dir::Cache=" + filepath.Join(dir, "cache"), "-o", "APT::Sandbox::User=root",
			"-o", "APT::Architecture=" + t.arch, "-o", "APT::Architectures=" + t.arch, "-o", "APT::Default-Release=" + t.suite,
		}, args...)...)
	}
	if _, err := apt("update"); err != nil {
		return "", err
	}
	install := append([]string{"install", "-y", "--no-install-recommends", t.image}, packages...)
	uris, err := apt(append(install, "--print-uris")...)
	if err != nil {
		return "", err
	}
	tree = filepath.Join(dir, "tree")
	if had, err := os.ReadFile(filepath.Join(tree, "uris")); err == nil && string(had) == uris {
		return tree, nil
	}
	debs, err := os.MkdirTemp(dir, "debs")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(debs)
	if _, err := apt(append(install, "--download-only", "-o", "Dir::Cache::archives="+debs)...); err != nil {
		return "", err
	}
	if err := os.RemoveAll(tree); err != nil {
		return "", err
	}
	// As base-files and the installer have it.
	for _, sub := range []string{"bin", "sbin", "lib", "lib64"} {
		if err := os.MkdirAll(filepath.Join(tree, "usr", sub), 0o755); err != nil {
			return "", err
		}
		if err := os.Symlink("usr/"+sub, filepath.Join(tree, sub)); err != nil {
			return "", err
		}
	}
	const unpack = `for deb in "$1"/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink --exclude=./usr/share || exit
	done`
	if _, err := output(tree, "bash", "-o", "pipefail", "-c", unpack, "bash", debs); err != nil {
		return "", err
	}
	release, err := releaseOf(tree)
	if err != nil {
		return "", err
	}
	if _, err := output(tree, "depmod", "-b", tree, release); err != nil {
		return "", err
	}
	return tree, os.WriteFile(filepath.Join(tree, "uris"), []byte(uris), 0o644)
}

// mirror returns where the system's apt gets Debian from.
func mirror() string {
	out, err := output("", "apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages")
	if err == nil {
		for line := range strings.Lines(out) {
			if uri := strings.TrimSpace(line); strings.HasSuffix(strings.TrimSuffix(uri, "/"), "/debian") {
				return uri
			}
		}
	}
	return "http://deb.debian.org/debian"
}

// one returns the only file that matches one of the patterns.
func one(patterns ...string) (string, error) {
	var found []string
	for _, p := range patterns {
		paths, err := filepath.Glob(p)
		if err != nil {
			return "", err
		}
		found = append(found, paths...)
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d files are %s", len(found), strings.Join(patterns, " or "))
	}
	return found[0], nil
}

// releaseOf returns the release of the kernel in a tree, as uname has it.
func releaseOf(tree string) (string, error) {
	path, err := one(filepath.Join(tree, "lib/modules/*"))
	return filepath.Base(path), err
}

// ramdisk writes the initial RAM disk of a machine: the init program, the tests,
// what they read and run, and the kernel modules, in the order of loading.
func ramdisk(path string, t *target, tree, test string, args []string) error {
	dir, err := os.MkdirTemp("", "ramdisk")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, sub := range []string{"proc", "sys", "dev", "tmp", "src", "modules"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := build(filepath.Join(dir, "init"), "./lab/guest", t.env, "build"); err != nil {
		return err
	}
	files := map[string]string{"test": test}
	sources, err := goFiles()
	if err != nil {
		return err
	}
	for _, path := range append(sources, "go.mod", "go.sum") {
		files["src/"+path] = path
	}
	for _, name := range programs {
		if err := addProgram(files, tree, name); err != nil {
			return err
		}
	}
	for to, from := range files {
		b, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		to = filepath.Join(dir, to)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(to, b, 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "args"), []byte(strings.Join(args, "\n")), 0o644); err != nil {
		return err
	}
	if err := addModules(filepath.Join(dir, "modules"), tree); err != nil {
		return err
	}
	_, err = output(dir, "sh", "-c", `find . | cpio --quiet -o -H newc >"$1"`, "sh", path)
	return err
}

// addProgram adds a program of a tree, or a library, with what it loads.
func addProgram(files map[string]string, tree, name string) error {
	path, err := find(tree, name)
	if err != nil {
		return err
	}
	to := strings.TrimPrefix(path, tree)
	if files[to] != "" {
		return nil
	}
	files[to] = path
	f, err := elf.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if s := f.Section(".interp"); s != nil {
		loader, err := s.Data()
		if err != nil {
			return err
		}
		at := strings.TrimRight(string(loader), "\x00")
		if files[at], err = find(tree, filepath.Base(at)); err != nil {
			return err
		}
	}
	libraries, err := f.ImportedLibraries()
	if err != nil {
		return err
	}
	for _, library := range libraries {
		if err := addProgram(files, tree, library); err != nil {
			return err
		}
	}
	return nil
}

// find returns the path of a program or a library in a tree.
func find(tree, name string) (path string, err error) {
	for _, dir := range []string{"usr/bin", "usr/sbin", "usr/lib/*-linux-*"} {
		if path, err = one(filepath.Join(tree, dir, name)); err == nil {
			break
		}
	}
	return path, err
}

// addModules adds the kernel modules of a tree, and those that they need, as
// files whose names are in the order of loading. What the kernel does not have,
// the tests will miss and say so.
func addModules(dir, tree string) error {
	release, err := releaseOf(tree)
	if err != nil {
		return err
	}
	added := map[string]bool{}
	for _, m := range modules {
		out, _ := output("", "modprobe", "-d", tree, "-S", release, "--show-depends", m)
		for line := range strings.Lines(out) {
			path, ok := strings.CutPrefix(strings.TrimSpace(line), "insmod ")
			path, _, _ = strings.Cut(path, " ") // and not its parameters
			if !ok || added[path] {
				continue
			}
			to := filepath.Join(dir, fmt.Sprintf("%03d-%s", len(added), strings.TrimSuffix(filepath.Base(path), ".xz")))
			added[path] = true
			unpack := "cat"
			if strings.HasSuffix(path, ".xz") {
				unpack = "xzcat"
			}
			b, err := output("", unpack, path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(to, []byte(b), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
