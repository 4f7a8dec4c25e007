package endpoint

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// named makes a system call, bind or connect, with the bytes of a name. Package
// unix does not take them as they are: an @ would make a path abstract.
func named(t *testing.T, call uintptr, fd int, name string) {
	t.Helper()
	addr := unix.RawSockaddrUnix{Family: unix.AF_UNIX}
	for i := range len(name) {
		addr.Path[i] = int8(name[i])
	}
	_, _, errno := unix.Syscall(call, uintptr(fd), uintptr(unsafe.Pointer(&addr)), uintptr(2+len(name)))
	require.Zero(t, errno, "%q: %v", name, errno)
}

func streamSocket(t *testing.T) int {
	t.Helper()
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	t.Cleanup(func() { unix.Close(fd) })
	return fd
}

// Two names never look alike, and each can be had back.
func TestUnixNames(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, want := range map[string]string{
		"\x00abs":                         "@abs",
		"\x00abs\x00tract":                `@abs\x00tract`,
		"\x00abs\x00":                     `@abs\x00`,
		"\x00\x00":                        `@\x00`,
		"\x00@":                           "@@",
		"\x00a\\x00b":                     `@a\\x00b`,
		"\x00\xff\xfe\u202e":              `@\xff\xfe\u202e`,
		"\x00" + strings.Repeat("x", 100): "@" + strings.Repeat("x", 100),
		"@abs":                            `\x40abs`,
		"@":                               `\x40`,
		"plain":                           "plain",
		"line\nbreak\x1b[31m":             `line\nbreak\x1b[31m`,
		"back\\slash":                     `back\\slash`,
		"\xff":                            `\xff`,
		"grün":                            "grün",
		strings.Repeat("y", 108):          strings.Repeat("y", 108),
	} {
		if abstract, ok := strings.CutPrefix(name, "\x00"); ok { // of which the whole machine has one set
			own := fmt.Sprintf("%07d", os.Getpid())
			name, want = "\x00"+own+abstract, "@"+own+want[1:]
		}
		listener, client := streamSocket(t), streamSocket(t)
		named(t, unix.SYS_BIND, listener, name)
		require.NoError(t, unix.Listen(listener, 1))
		assert.Equal(t, want, localAddr(uintptr(listener)))
		named(t, unix.SYS_CONNECT, client, name)
		assert.Equal(t, want, remoteAddr(uintptr(client)))
		assert.Empty(t, localAddr(uintptr(client)))

		text, abstract := strings.CutPrefix(want, "@")
		back, err := strconv.Unquote(`"` + text + `"`)
		require.NoError(t, err)
		if abstract {
			back = "\x00" + back
		}
		assert.Equal(t, name, back)
	}
}

func TestUnnamed(t *testing.T) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	require.NoError(t, err)
	defer unix.Close(pair[0])
	defer unix.Close(pair[1])
	assert.Empty(t, localAddr(uintptr(pair[0])))
	assert.Equal(t, "unnamed", remoteAddr(uintptr(pair[0])))
}
