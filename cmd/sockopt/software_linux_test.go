package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Software of others, that sets options by its configuration: inspect shows what
// that says.

// program finds a program of a package.
func program(t *testing.T, name, debianPackage string) string {
	t.Helper()
	for _, dir := range []string{"", "/usr/sbin/", "/usr/lib/postgresql/*/bin/"} {
		if found, _ := filepath.Glob(dir + name); dir != "" && len(found) > 0 {
			return found[0]
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("there is no %s, of the Debian package %s", name, debianPackage)
	}
	return path
}

// freePort returns a port that nobody has.
func freePort(t *testing.T) int {
	ln, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port
}

// serve runs a server until the test ends, and waits until it has the port.
func serve(t *testing.T, port int, cmd *exec.Cmd) {
	t.Helper()
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.WaitDelay = time.Second
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cmd.Process.Signal(unix.SIGTERM)
		timer := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		defer timer.Stop()
		cmd.Wait()
		if t.Failed() {
			t.Log(log.String())
		}
	})
	require.Eventually(t, func() bool {
		code, _, _ := sockoptCommand("inspect", fmt.Sprintf(":%d", port))
		return code == 0
	}, 20*time.Second, 20*time.Millisecond, "%v does not listen", cmd.Args)
}

// dial connects to a server on the loopback interface.
func dial(t *testing.T, port int) net.Conn {
	conn, err := net.Dial("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return conn
}

// socketOf inspects a port until f accepts one of its sockets.
func socketOf(t *testing.T, port int, f func(s *socketRead) bool) socketRead {
	t.Helper()
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(20 * time.Millisecond) {
		for _, s := range inspectList(t, fmt.Sprintf(":%d", port)) {
			if s.Local == fmt.Sprintf("127.0.0.1:%d", port) && f(&s) {
				return s
			}
		}
	}
	require.Fail(t, "no such socket", "of port %d", port)
	return socketRead{}
}

func isListening(s *socketRead) bool { return s.State == "LISTEN" }

// isPeerOf tells the socket that a server has for a connection.
func isPeerOf(conn net.Conn) func(s *socketRead) bool {
	return func(s *socketRead) bool { return s.Remote == conn.LocalAddr().String() }
}

func assertTexts(t *testing.T, s socketRead, want map[string]string) {
	t.Helper()
	for name, text := range want {
		assert.Equal(t, text, s.text(name), name)
	}
}

func nginx(t *testing.T) int {
	path := program(t, "nginx", "nginx")
	dir, port := t.TempDir(), freePort(t)
	var temp string
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s/%[1]s;\n", kind, dir)
	}
	conf := fmt.Sprintf(`daemon off; worker_processes 2; error_log stderr; pid %s/pid;
events {}
http { access_log off; keepalive_timeout 60s; %s
server { listen 127.0.0.1:%d so_keepalive=30m::10 reuseport fastopen=256 deferred rcvbuf=100k sndbuf=90k; return 200 hello; } }
`, dir, temp, port)
	require.NoError(t, os.WriteFile(dir+"/conf", []byte(conf), 0o666))
	serve(t, port, exec.Command(path, "-e", "stderr", "-p", dir, "-c", dir+"/conf"))
	return port
}

func TestNginx(t *testing.T) {
	port := nginx(t)
	listener := socketOf(t, port, isListening)
	assertTexts(t, listener, map[string]string{
		"SO_KEEPALIVE": "on", "TCP_KEEPIDLE": "30m0s", "TCP_KEEPCNT": "10", "TCP_KEEPINTVL": seconds(t, "tcp_keepalive_intvl"),
		"SO_REUSEPORT": "on", "TCP_FASTOPEN": "256", "TCP_DEFER_ACCEPT": "1s",
		"SO_RCVBUF": "200KiB", "SO_SNDBUF": "180KiB", // the kernel doubles
	})

	// A live connection is changed, as ss shows, and goes on.
	conn := dial(t, port)
	fetch(t, conn)
	served := socketOf(t, port, isPeerOf(conn))
	assertTexts(t, served, map[string]string{"SO_KEEPALIVE": "on", "TCP_KEEPIDLE": "30m0s", "TCP_KEEPCNT": "10"})
	target := fmt.Sprintf("%d/%d", served.PID, served.FD)
	code, _, stderr := sockoptCommand("set", target, "TCP_KEEPIDLE=77s", "TCP_CONGESTION=reno", "SO_MAX_PACING_RATE=1000000")
	require.Equal(t, 0, code, stderr)
	fetch(t, conn)
	var line string // once nothing is on its way, which has a timer as well
	require.Eventually(t, func() bool {
		line = ssLine(t, conn.RemoteAddr().String(), conn.LocalAddr().String())
		return strings.Contains(line, "timer:(keepalive,1min1")
	}, 10*time.Second, 20*time.Millisecond)
	assert.Contains(t, line, " reno ")
	assert.Regexp(t, `pacing_rate \d+bps/8000000bps`, line)
	code, _, stderr = sockoptCommand("set", target, "SO_KEEPALIVE=off")
	require.Equal(t, 0, code, stderr)
	assert.NotContains(t, ssLine(t, conn.RemoteAddr().String(), conn.LocalAddr().String()), "keepalive")
	fetch(t, conn)
}

// seconds is a sysctl of net.ipv4 as a duration.
func seconds(t *testing.T, name string) string {
	return (time.Duration(sysctl(t, "ipv4/"+name)) * time.Second).String()
}

// fetch asks an HTTP server on a connection that stays open, and must be the
// only one.
func fetch(t *testing.T, conn net.Conn) {
	t.Helper()
	request, err := http.NewRequest("GET", "http://"+conn.RemoteAddr().String(), nil)
	require.NoError(t, err)
	require.NoError(t, request.Write(conn))
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	assert.Equal(t, "hello", string(body))
}

func TestHAProxy(t *testing.T) {
	path := program(t, "haproxy", "haproxy")
	dir, port := t.TempDir(), freePort(t)
	conf := fmt.Sprintf(`defaults
  mode tcp
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option clitcpka
  clitcpka-idle 91s
  clitcpka-intvl 13s
  clitcpka-cnt 4
frontend f
  bind 127.0.0.1:%d tcp-ut 20s tfo defer-accept mss 1200
  tcp-request inspect-delay 30s
  tcp-request content accept if { req.len gt 100000 }
  default_backend b
backend b
  server s 127.0.0.1:1
`, port)
	require.NoError(t, os.WriteFile(dir+"/conf", []byte(conf), 0o666))
	serve(t, port, exec.Command(path, "-db", "-f", dir+"/conf"))
	assertTexts(t, socketOf(t, port, isListening), map[string]string{
		"TCP_USER_TIMEOUT": "20s", "TCP_MAXSEG": "1200", "TCP_DEFER_ACCEPT": "1s", "SO_REUSEADDR": "on",
	})
	conn := dial(t, port)
	_, err := conn.Write([]byte("hello"))
	require.NoError(t, err)
	served := func(s *socketRead) bool { return isPeerOf(conn)(s) && s.text("SO_KEEPALIVE") == "on" }
	assertTexts(t, socketOf(t, port, served), map[string]string{
		"TCP_USER_TIMEOUT": "20s", "TCP_NODELAY": "on", "TCP_KEEPIDLE": "1m31s", "TCP_KEEPINTVL": "13s", "TCP_KEEPCNT": "4",
	})
}

func TestRedis(t *testing.T) {
	path := program(t, "redis-server", "redis-server")
	port := freePort(t)
	cmd := exec.Command(path, "--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--tcp-keepalive", "123", "--save", "", "--dir", t.TempDir())
	serve(t, port, cmd)
	conn := dial(t, port)
	served := func(s *socketRead) bool { return isPeerOf(conn)(s) && s.text("SO_KEEPALIVE") == "on" }
	// The interval is a third of the time that is configured, and three are sent.
	assertTexts(t, socketOf(t, port, served), map[string]string{
		"TCP_NODELAY": "on", "TCP_KEEPIDLE": "2m3s", "TCP_KEEPINTVL": "41s", "TCP_KEEPCNT": "3",
	})
}

func TestPostgreSQL(t *testing.T) {
	initdb, postgres := program(t, "initdb", "postgresql"), program(t, "postgres", "postgresql")
	dir, port := t.TempDir(), freePort(t)
	data := filepath.Join(dir, "data")
	as := func(path string, args ...string) *exec.Cmd {
		cmd := exec.Command(path, args...)
		cmd.Dir = "/"
		if os.Geteuid() == 0 { // whom it refuses to run as
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: nobody(t)}
			for parent := dir; parent != os.TempDir() && parent != "/"; parent = filepath.Dir(parent) {
				require.NoError(t, os.Chmod(parent, 0o755))
			}
			require.NoError(t, os.Chown(dir, int(nobody(t).Uid), int(nobody(t).Gid)))
		}
		return cmd
	}
	out, err := as(initdb, "-D", data, "-A", "trust", "-N", "-U", "postgres").CombinedOutput()
	require.NoError(t, err, string(out))
	serve(t, port, as(postgres, "-D", data, "-p", strconv.Itoa(port), "-k", dir, "-c", "listen_addresses=127.0.0.1", "-c", "tcp_user_timeout=33000",
		"-c", "tcp_keepalives_idle=44", "-c", "tcp_keepalives_interval=5", "-c", "tcp_keepalives_count=6"))
	conn := dial(t, port)
	assertTexts(t, socketOf(t, port, isPeerOf(conn)), map[string]string{
		"TCP_USER_TIMEOUT": "33s", "SO_KEEPALIVE": "on", "TCP_KEEPIDLE": "44s", "TCP_KEEPINTVL": "5s", "TCP_KEEPCNT": "6", "TCP_NODELAY": "on",
	})
}

// nobody is an ordinary user.
func nobody(t *testing.T) *syscall.Credential {
	u, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}
}

func TestSSHD(t *testing.T) {
	needRoot(t)
	sshd, keygen := program(t, "sshd", "openssh-server"), program(t, "ssh-keygen", "openssh-client")
	require.NoError(t, os.MkdirAll("/run/sshd", 0o755))
	key := filepath.Join(t.TempDir(), "key")
	out, err := exec.Command(keygen, "-q", "-N", "", "-t", "ed25519", "-f", key).CombinedOutput()
	require.NoError(t, err, string(out))
	for setting, text := range map[string]string{"yes": "on", "no": "off"} {
		port := freePort(t)
		serve(t, port, exec.Command(sshd, "-D", "-e", "-f", "/dev/null", "-h", key, "-p", strconv.Itoa(port), "-o", "ListenAddress=127.0.0.1",
			"-o", "TCPKeepAlive="+setting, "-o", "PidFile=none"))
		conn := dial(t, port)
		_, err := conn.Read(make([]byte, 4)) // it has set all by now
		require.NoError(t, err)
		assertTexts(t, socketOf(t, port, isPeerOf(conn)), map[string]string{"SO_KEEPALIVE": text})
		assertTexts(t, socketOf(t, port, isListening), map[string]string{"SO_REUSEADDR": "on"})
	}
}
