package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
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
var programs = map[string]string{
	"ip": "iproute2", "ss": "iproute2", "tc": "iproute2", "nft": "nftables",
	"nsenter": "util-linux", "sleep": "coreutils",
}

// machine boots a kernel of Debian in qemu, whose init program runs the tests.
// It is never KVM that runs it, because the lab's own machine may be virtual.
func machine(ctx context.Context, t *target, test string, args []string, w io.Writer) (string, error) {
	if err := install(map[string]string{
		t.qemu[0]: map[string]string{"amd64": "qemu-system-x86"}[t.arch], "depmod": "kmod", "xz": "xz-utils", "cpio": "cpio",
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
	cmd := exec.CommandContext(ctx, t.qemu[0], append(t.qemu[1:len(t.qemu):len(t.qemu)],
		"-accel", "tcg", "-m", "1024", "-display", "none", "-no-reboot", "-nodefaults", "-serial", "stdio",
		"-kernel", kernel, "-initrd", initrd, "-append", "console="+t.console+" panic=-1 quiet loglevel=1")...)
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

// install installs the packages of the programs that are not there.
func install(need map[string]string) error {
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

// fetch returns the tree of the packages of a target's kernel. It is kept in the
// user's cache; the sources of the system's apt stay as they are.
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
	source := "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] " + mirror() + " " + t.suite + " main\n"
	if err := os.WriteFile(filepath.Join(dir, "sources.list"), []byte(source), 0o644); err != nil {
		return "", err
	}
	apt := func(in, command string, args ...string) (string, error) {
		return output(in, command, append([]string{
			"-qq", "-o", "Dir::Etc::SourceList=" + filepath.Join(dir, "sources.list"), "-o", "Dir::Etc::SourceParts=/dev/null",
			"-o", "Dir::State=" + filepath.Join(dir, "state"), "-o", "Dir::State::Status=/dev/null",
			"-o", "Dir::Cache=" + filepath.Join(dir, "cache"), "-o", "APT::Sandbox::User=root",
			"-o", "APT::Architecture=" + t.arch, "-o", "APT::Architectures=" + t.arch,
		}, args...)...)
	}
	if _, err := apt(dir, "apt-get", "update"); err != nil {
		return "", err
	}
	// depends returns what a package depends on that begins so.
	depends := func(pkg, prefix string) (list []string, err error) {
		out, err := apt(dir, "apt-cache", "depends", pkg)
		for line := range strings.Lines(out) {
			if _, name, ok := strings.Cut(strings.TrimSpace(line), "Depends: "); ok && strings.HasPrefix(name, prefix) {
				list = append(list, name)
			}
		}
		return list, err
	}
	// The package of the target is but a name for the newest kernel, which since
	// Linux 7 is in several packages.
	image, err := depends(t.image, "linux-image-")
	if err != nil || len(image) != 1 {
		return "", fmt.Errorf("%s of %s names %d kernels: %w", t.image, t.suite, len(image), err)
	}
	tree = filepath.Join(dir, image[0])
	if _, err := os.Stat(tree); err == nil {
		return tree, nil
	}
	binary, err := depends(image[0], "linux-binary-")
	if err != nil {
		return "", err
	}
	modules, err := depends(image[0], "linux-modules-")
	if err != nil {
		return "", err
	}
	tmp, err := os.MkdirTemp(dir, "new")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	if _, err := apt(tmp, "apt-get", append([]string{"download"}, slices.Concat(image, binary, modules)...)...); err != nil {
		return "", err
	}
	debs, err := filepath.Glob(filepath.Join(tmp, "*.deb"))
	if err != nil {
		return "", err
	}
	x := filepath.Join(tmp, "x")
	for _, deb := range debs {
		if _, err := output(tmp, "dpkg-deb", "-x", deb, x); err != nil {
			return "", err
		}
	}
	if _, err := os.Stat(filepath.Join(x, "lib")); err != nil {
		if err := os.Symlink("usr/lib", filepath.Join(x, "lib")); err != nil {
			return "", err
		}
	}
	release, err := releaseOf(x)
	if err != nil {
		return "", err
	}
	if _, err := output(tmp, "depmod", "-b", x, release); err != nil {
		return "", err
	}
	return tree, os.Rename(x, tree)
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
	for _, sub := range []string{"proc", "sys", "dev", "tmp", "bin", "src", "modules"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	if err := build(filepath.Join(dir, "init"), "./lab/guest", t.env, "build"); err != nil {
		return err
	}
	files := map[string]string{"test": test}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		return err
	}
	for _, path := range append(sources, "go.mod", "go.sum") {
		files["src/"+path] = path
	}
	if t.arch == runtime.GOARCH {
		if err := addPrograms(files); err != nil {
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

// addPrograms adds programs of this machine and the libraries that they load.
func addPrograms(files map[string]string) error {
	if err := install(programs); err != nil {
		return err
	}
	for name := range programs {
		path, err := exec.LookPath(name)
		if err != nil {
			return err
		}
		files["bin/"+name] = path
		out, err := output("", "ldd", path)
		if err != nil {
			return err
		}
		for _, word := range strings.Fields(out) {
			if filepath.IsAbs(word) {
				files[word] = word
			}
		}
	}
	return nil
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
