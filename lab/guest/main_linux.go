// Guest is the init program of a virtual machine of the lab: it makes the
// machine fit for tests, runs them and powers off. What it says itself begins
// with "lab: ".
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"unsafe"
)

func main() {
	for _, m := range [][2]string{{"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}, {"tmpfs", "/tmp"}} {
		check("mount "+m[1], syscall.Mount(m[0], m[1], m[0], 0, ""))
	}
	modules, _ := filepath.Glob("/modules/*.ko") // in the order that they need
	for _, path := range modules {
		check("load "+path, load(path))
	}
	check("lo", up("lo"))
	// All users may send pings, as on most distributions.
	check("ping", os.WriteFile("/proc/sys/net/ipv4/ping_group_range", []byte("0 2147483647"), 0))

	release, err := os.ReadFile("/proc/sys/kernel/osrelease")
	check("kernel", err)
	args, err := os.ReadFile("/args")
	check("arguments", err)
	// The lab wants to have what the tests write there.
	_, cover, covers := strings.Cut(string(args), "-test.coverprofile=")
	cover, _, _ = strings.Cut(cover, "\n")
	if covers {
		check("cover", os.MkdirAll(filepath.Dir(cover), 0o777))
	}
	fmt.Printf("\nlab: kernel %s\n", bytes.TrimSpace(release))
	cmd := exec.Command("/test", strings.Fields(string(args))...)
	cmd.Dir = "/src"
	cmd.Env = []string{"PATH=/usr/bin:/usr/sbin", "HOME=/tmp"}
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
	check("tests", cmd.Run())
	code := -1
	if cmd.ProcessState != nil {
		code = cmd.ProcessState.ExitCode()
	}
	fmt.Printf("\nlab: exit %d\n", code)
	if covers {
		profile, err := os.ReadFile(cover)
		check("cover", err)
		os.Stdout.Write(profile)
	}
	check("power off", syscall.Reboot(syscall.LINUX_REBOOT_CMD_POWER_OFF))
	select {}
}

func check(what string, err error) {
	if err != nil {
		fmt.Printf("lab: %s: %v\n", what, err)
	}
}

// load loads a kernel module, if it is not there already and the processor has
// what it is for.
func load(path string) error {
	image, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall(syscall.SYS_INIT_MODULE, uintptr(unsafe.Pointer(unsafe.SliceData(image))), uintptr(len(image)), uintptr(unsafe.Pointer(new(byte))))
	if errno != 0 && errno != syscall.EEXIST && errno != syscall.ENODEV {
		return errno
	}
	return nil
}

// up brings an interface up.
func up(name string) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	var ifreq struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(ifreq.name[:], name)
	ifreq.flags = syscall.IFF_UP
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&ifreq))); errno != 0 {
		return errno
	}
	return nil
}
