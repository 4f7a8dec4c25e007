package live_test

import (
	"bufio"
	"encoding/binary"
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

	library "github.com/go-sockopt/sockopt"
)

// startNginx runs nginx with a configuration of listeners and locations.
func startNginx(t *testing.T, port int, server string) *server {
	need(t, "nginx")
	dir := directory(t)
	conf := write(t, dir, "nginx.conf", fmt.Sprintf(`
daemon off;
worker_processes 2;
pid %[1]s/pid;
error_log stderr info;
events { worker_connections 64; }
http {
	access_log off;
	client_body_temp_path %[1]s/body;
	proxy_temp_path %[1]s/proxy;
	fastcgi_temp_path %[1]s/fastcgi;
	uwsgi_temp_path %[1]s/uwsgi;
	scgi_temp_path %[1]s/scgi;
	server { %[2]s }
}`, dir, server))
	return start(t, dir, port, nil, "nginx", "-p", dir, "-c", conf)
}

// get asks for a path and returns what comes back, on one connection.
func get(t *testing.T, conn net.Conn, path string) string {
	_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: test\r\n\r\n", path)
	require.NoError(t, err)
	r, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer r.Body.Close()
	body := new(buffer)
	_, err = bufio.NewReader(r.Body).WriteTo(body)
	require.NoError(t, err)
	return body.String()
}

func TestNginx(t *testing.T) {
	t.Parallel()
	port := freePort(t)
	conf := fmt.Sprintf(`
		listen 127.0.0.1:%[1]d so_keepalive=30m::10 reuseport fastopen=256 deferred rcvbuf=100k sndbuf=90k backlog=77;
		location / { return 200 "$tcpinfo_rcv_space"; }`, port)
	listenersOf6 := 0
	if ln, err := net.Listen("tcp6", "[::1]:0"); err == nil { // there are machines without IPv6
		ln.Close()
		conf += fmt.Sprintf("listen [::1]:%d ipv6only=on;", port)
		listenersOf6 = 3
	}
	s := startNginx(t, port, conf)
	conn := s.dial(t)
	space := get(t, conn, "/")

	sockets := s.inspect(t)
	seconds, err := os.ReadFile("/proc/sys/net/ipv4/tcp_keepalive_intvl")
	require.NoError(t, err)
	unset, err := time.ParseDuration(strings.TrimSpace(string(seconds)) + "s")
	require.NoError(t, err)
	interval := unset.String() // between the colons is nothing
	listeners, v6 := 0, 0
	for _, l := range with(sockets, "LISTEN", "") {
		if l.Kind == "IPv6 TCP" {
			v6++
			l.has(t, "IPV6_V6ONLY=on SO_REUSEPORT=off SO_KEEPALIVE=off TCP_FASTOPEN=0")
			continue
		}
		listeners++
		l.has(t, "TCP_KEEPINTVL="+interval)
		l.has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=30m0s TCP_KEEPCNT=10 SO_REUSEPORT=on SO_REUSEADDR=on "+
			"TCP_FASTOPEN=256 TCP_DEFER_ACCEPT=1s SO_RCVBUF=200KiB SO_SNDBUF=180KiB SO_ACCEPTCONN=on")
		assert.Equal(t, 77, value[library.TCPMetrics](t, &l, "TCP_INFO").Sacked, "backlog")
	}
	assert.Equal(t, 6, listeners, "a listener per worker, in the master and both workers")
	assert.Equal(t, listenersOf6, v6)
	accepted := s.accepted(t, conn)
	accepted.has(t, "TCP_KEEPINTVL="+interval)
	accepted.has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=30m0s TCP_KEEPCNT=10 SO_RCVBUF=200KiB SO_SNDBUF=180KiB TCP_NODELAY=on")
	assert.Equal(t, space, fmt.Sprint(value[library.TCPMetrics](t, &accepted, "TCP_INFO").RcvSpace), "which nginx reads by itself")

	s.checkSets(t, sockets, "SO_REUSEADDR SO_REUSEPORT SO_RCVBUF SO_SNDBUF SO_KEEPALIVE TCP_KEEPIDLE TCP_KEEPCNT TCP_FASTOPEN TCP_DEFER_ACCEPT TCP_NODELAY")
	checkSS(t, port, "skmem timer sk ts sack wscale rto rtt mss pmtu cwnd bytes_sent segs_in lastsnd rcv_space minrtt pacing_rate")
	checkGets(t, fmt.Sprint(":", port))
	checkGets(t, fmt.Sprint(s.pid)) // and its Unix sockets
}

func TestHAProxy(t *testing.T) {
	t.Parallel()
	need(t, "haproxy")
	dir, port := directory(t), freePort(t)
	backend, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { backend.Close() })
	conf := write(t, dir, "haproxy.cfg", fmt.Sprintf(`
global
	maxconn 50
	tune.rcvbuf.client 60000
	tune.sndbuf.server 70000
defaults
	mode tcp
	timeout connect 5s
	timeout client 1m
	timeout server 1m
	option tcpka
frontend front
	bind 127.0.0.1:%d tcp-ut 45s mss 1200 backlog 66 defer-accept tfo
	clitcpka-idle 7m
	clitcpka-intvl 11s
	clitcpka-cnt 4
	tcp-request inspect-delay 5s
	tcp-request content set-tos 0x48
	tcp-request content set-mark 7
	tcp-request content accept
	default_backend back
backend back
	srvtcpka-idle 8m
	srvtcpka-intvl 12s
	srvtcpka-cnt 5
	server one %s tcp-ut 33s
`, port, backend.Addr()))
	s := start(t, dir, port, nil, "haproxy", "-db", "-f", conf)
	conn := s.dial(t)
	_, err = fmt.Fprint(conn, "hello")
	require.NoError(t, err)
	behind, err := backend.Accept()
	require.NoError(t, err)
	t.Cleanup(func() { behind.Close() })
	hello := make([]byte, 5)
	_, err = io.ReadFull(behind, hello)
	require.NoError(t, err)

	sockets := inspect(t, fmt.Sprint(s.pid))
	listener := with(sockets, "LISTEN", "")
	require.Len(t, listener, 1)
	listener[0].has(t, "TCP_USER_TIMEOUT=45s TCP_MAXSEG=1200 TCP_DEFER_ACCEPT=1s TCP_FASTOPEN=66 SO_REUSEPORT=on SO_LINGER=off")
	assert.Equal(t, 66, value[library.TCPMetrics](t, &listener[0], "TCP_INFO").Sacked, "backlog")
	accepted := with(sockets, "ESTABLISHED", conn.LocalAddr().String())
	require.Len(t, accepted, 1)
	accepted[0].has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=7m0s TCP_KEEPINTVL=11s TCP_KEEPCNT=4 TCP_USER_TIMEOUT=45s IP_TOS=AF21 SO_MARK=7 SO_RCVBUF=120000 TCP_NODELAY=on")
	connected := with(sockets, "ESTABLISHED", backend.Addr().String())
	require.Len(t, connected, 1)
	connected[0].has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=8m0s TCP_KEEPINTVL=12s TCP_KEEPCNT=5 TCP_USER_TIMEOUT=33s SO_SNDBUF=140000 TCP_NODELAY=on")

	s.checkSets(t, sockets, "SO_REUSEADDR SO_REUSEPORT SO_LINGER TCP_MAXSEG TCP_USER_TIMEOUT TCP_DEFER_ACCEPT TCP_FASTOPEN TCP_NODELAY "+
		"SO_KEEPALIVE TCP_KEEPCNT TCP_KEEPIDLE TCP_KEEPINTVL SO_RCVBUF SO_SNDBUF IP_TOS SO_MARK")
	checkSS(t, port, "timer fwmark tos class_id skmem")
	checkGets(t, fmt.Sprint(s.pid))
}

func TestRedis(t *testing.T) {
	t.Parallel()
	need(t, "redis-server")
	dir, port := directory(t), freePort(t)
	conf := write(t, dir, "redis.conf", fmt.Sprintf("bind 127.0.0.1\nport %d\nsave \"\"\ntcp-keepalive 77\ntcp-backlog 99\nsocket-mark-id 5\n", port))
	s := start(t, dir, port, nil, "redis-server", conf)
	conn := s.dial(t)
	_, err := fmt.Fprint(conn, "CLIENT LIST\r\n")
	require.NoError(t, err)
	r := bufio.NewReader(conn)
	_, err = r.ReadString('\n') // the length
	require.NoError(t, err)
	client, err := r.ReadString('\n')
	require.NoError(t, err)

	sockets := s.inspect(t)
	listener := with(sockets, "LISTEN", "")
	require.Len(t, listener, 1)
	listener[0].has(t, "SO_MARK=5 SO_REUSEADDR=on SO_KEEPALIVE=off")
	assert.Equal(t, 99, value[library.TCPMetrics](t, &listener[0], "TCP_INFO").Sacked, "backlog")
	accepted := s.accepted(t, conn)
	// Redis sends probes every third of the time.
	accepted.has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=1m17s TCP_KEEPINTVL=25s TCP_KEEPCNT=3 TCP_NODELAY=on SO_MARK=5")
	assert.Contains(t, client, fmt.Sprintf("addr=%s laddr=%s fd=%d ", accepted.Remote, accepted.Local, accepted.FD))

	s.checkSets(t, sockets, "SO_REUSEADDR SO_MARK TCP_NODELAY SO_KEEPALIVE TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT")
	checkSS(t, port, "timer fwmark")
	checkGets(t, fmt.Sprint(s.pid))
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	need(t, "postgres", "initdb")
	dir, port := directory(t), freePort(t)
	user := account(t, "postgres")
	require.NoError(t, os.Chown(dir, int(user.Uid), int(user.Gid)))
	data := filepath.Join(dir, "data")
	initdb := exec.Command(find("initdb"), "--auth=trust", "--username=postgres", "--no-sync", "--no-locale", data)
	initdb.Dir = dir
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: user}
	out, err := initdb.CombinedOutput()
	require.NoError(t, err, "%s", out)
	args := []string{"postgres", "-D", data}
	for _, setting := range []string{"listen_addresses=127.0.0.1", fmt.Sprintf("port=%d", port), "unix_socket_directories=", "fsync=off",
		"tcp_keepalives_idle=111", "tcp_keepalives_interval=22", "tcp_keepalives_count=5", "tcp_user_timeout=33000"} {
		args = append(args, "-c", setting)
	}
	s := start(t, dir, port, user, args...)
	require.Eventually(t, func() bool { return strings.Contains(s.log.String(), "ready to accept connections") }, 20*time.Second, 20*time.Millisecond)
	conn := s.dial(t)
	db := newSession(t, conn)
	assert.Equal(t, "33000", db.show("tcp_user_timeout"))

	sockets := s.inspect(t)
	listener := with(sockets, "LISTEN", "")
	require.NotEmpty(t, listener)
	listener[0].has(t, "SO_REUSEADDR=on SO_KEEPALIVE=off TCP_USER_TIMEOUT=0s")
	accepted := s.accepted(t, conn)
	accepted.has(t, "SO_KEEPALIVE=on TCP_KEEPIDLE=1m51s TCP_KEEPINTVL=22s TCP_KEEPCNT=5 TCP_USER_TIMEOUT=33s TCP_NODELAY=on")
	assert.Equal(t, "postgres", accepted.User)

	s.checkSets(t, sockets, "SO_REUSEADDR TCP_NODELAY SO_KEEPALIVE TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_USER_TIMEOUT")
	checkSS(t, port, "timer")
	checkGets(t, fmt.Sprint(s.pid))

	// The server changes its options while it runs.
	db.query("SET tcp_keepalives_idle = 99; SET tcp_user_timeout = '7s'")
	accepted = s.accepted(t, conn)
	accepted.has(t, "TCP_KEEPIDLE=1m39s TCP_USER_TIMEOUT=7s TCP_KEEPINTVL=22s")
}

// account returns the user by a name.
func account(t *testing.T, name string) *syscall.Credential {
	u, err := user.Lookup(name)
	require.NoError(t, err)
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	require.NoError(t, err)
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	require.NoError(t, err)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// A session is one with PostgreSQL.
type session struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

func newSession(t *testing.T, conn net.Conn) *session {
	db := &session{t, conn, bufio.NewReader(conn)}
	parameters := "\x00\x03\x00\x00user\x00postgres\x00\x00"
	_, err := conn.Write(append(binary.BigEndian.AppendUint32(nil, uint32(4+len(parameters))), parameters...))
	require.NoError(t, err)
	db.await()
	return db
}

// await reads messages until the server is ready, and returns the row of data
// among them.
func (db *session) await() (row string) {
	for {
		var head [5]byte
		_, err := io.ReadFull(db.r, head[:])
		require.NoError(db.t, err)
		body := make([]byte, binary.BigEndian.Uint32(head[1:])-4)
		_, err = io.ReadFull(db.r, body)
		require.NoError(db.t, err)
		switch head[0] {
		case 'E':
			require.Fail(db.t, "an error of PostgreSQL", "%q", body)
		case 'D': // the number of columns, then the length of each
			row = string(body[6:])
		case 'Z':
			return row
		}
	}
}

func (db *session) query(sql string) string {
	message := append(binary.BigEndian.AppendUint32([]byte{'Q'}, uint32(4+len(sql)+1)), sql...)
	_, err := db.conn.Write(append(message, 0))
	require.NoError(db.t, err)
	return db.await()
}

func (db *session) show(name string) string { return db.query("SHOW " + name) }

func TestSSH(t *testing.T) {
	t.Parallel()
	need(t, "sshd", "ssh", "ssh-keygen")
	dir, port, portWithout := directory(t), freePort(t), freePort(t)
	require.NoError(t, os.MkdirAll("/run/sshd", 0o755)) // for privilege separation
	for _, key := range []string{"host", "user"} {
		run(t, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, key))
	}
	conf := fmt.Sprintf(`
HostKey %[1]s/host
AuthorizedKeysFile %[1]s/user.pub
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
IPQoS af21 cs1
`, dir)
	s := start(t, dir, port, nil, "sshd", "-D", "-e", "-f", write(t, dir, "sshd_config", conf), "-o", fmt.Sprintf("ListenAddress=127.0.0.1:%d", port))
	without := start(t, directory(t), portWithout, nil, "sshd", "-D", "-e", "-f", filepath.Join(dir, "sshd_config"),
		"-o", fmt.Sprintf("ListenAddress=127.0.0.1:%d", portWithout), "-o", "TCPKeepAlive=no")

	// A session with a terminal is interactive, one without is not.
	for terminal, class := range map[string]string{"-tt": "AF21", "-T": "CS1"} {
		client := exec.Command("ssh", "-F", "none", terminal, "-p", strconv.Itoa(port), "-i", filepath.Join(dir, "user"),
			"-o", "UserKnownHostsFile="+filepath.Join(dir, "known"), "-o", "StrictHostKeyChecking=no", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR",
			"-o", "TCPKeepAlive=no", "-o", "IPQoS=af41 cs3", "root@127.0.0.1", "echo ready; exec cat")
		client.Stderr = s.log
		stdin, err := client.StdinPipe()
		require.NoError(t, err)
		stdout, err := client.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, client.Start())
		t.Cleanup(func() {
			client.Process.Kill()
			client.Wait()
		})
		defer stdin.Close()
		ready, err := bufio.NewReader(stdout).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "ready", strings.TrimSpace(ready))

		own := with(inspect(t, strconv.Itoa(client.Process.Pid)), "ESTABLISHED", "")
		require.NotEmpty(t, own)
		own[0].has(t, "SO_KEEPALIVE=off TCP_NODELAY=on IP_TOS="+map[string]string{"-tt": "AF41", "-T": "CS3"}[terminal])
		accepted := with(s.inspect(t), "ESTABLISHED", own[0].Local)
		require.NotEmpty(t, accepted)
		accepted[0].has(t, "SO_KEEPALIVE=on TCP_NODELAY=on IP_TOS="+class)
	}

	sockets := s.inspect(t)
	listener := with(sockets, "LISTEN", "")
	require.Len(t, listener, 1)
	listener[0].has(t, "SO_REUSEADDR=on")
	s.checkSets(t, sockets, "SO_REUSEADDR SO_KEEPALIVE TCP_NODELAY IP_TOS")
	checkSS(t, port, "tos timer")
	checkGets(t, fmt.Sprint(":", port))

	conn := without.dial(t)
	_, err := conn.Read(make([]byte, 4)) // its greeting, after all settings
	require.NoError(t, err)
	accepted := without.accepted(t, conn)
	accepted.has(t, "SO_KEEPALIVE=off")
}
