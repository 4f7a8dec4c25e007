package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-sockopt/sockopt/examples/internal/run"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { run.Main(m, main) }

// start starts the server with the file that is an example, on a free port, and
// connects to it.
func start(t *testing.T) (*run.Process, net.Conn) {
	b, err := os.ReadFile("server.json")
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "server.json")
	require.Contains(t, string(b), ":8080")
	require.NoError(t, os.WriteFile(file, []byte(strings.Replace(string(b), ":8080", ":0", 1)), 0o666))
	p := run.Start(t, "-file", file)
	conn, err := net.Dial("tcp", p.Expect(`listening on (\S+)`))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	return p, conn
}

// get asks for a page over the connection, which it leaves open.
func get(t *testing.T, conn net.Conn, path string) string {
	_, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: test\r\n\r\n", path)
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode, "%s", b)
	return string(b)
}

// The server shows the options of the file, those that the listener hands down
// to its connections included.
func TestServerShowsOptions(t *testing.T) {
	_, conn := start(t)
	assert.Equal(t, "hello\n", get(t, conn, "/"))
	shown := get(t, conn, "/sockopt")
	for name, value := range map[string]string{
		"TCP_NODELAY":  "off",
		"SO_KEEPALIVE": "on",
		"SO_LINGER":    "5s",
	} {
		assert.Regexp(t, `(?m)^`+name+` +`+value+`$`, shown)
	}
}

// A file that is wrong ends the server with a sentence that says what is, and
// where.
func TestWrongFile(t *testing.T) {
	for _, test := range []struct{ text, says string }{
		{`{"settings": ["TCP_NODLAY=off"]}`, `"TCP_NODLAY": .*no such option; did you mean TCP_NODELAY`},
		{`{"settings": ["TCP_NODELAY"]}`, `must be NAME=VALUE`},
		{`{"settings": ["TCP_NODELAY=perhaps"]}`, `TCP_NODELAY .*must be on or off`},
		{`{"settings": ["TCP_USER_TIMEOUT=30"]}`, `TCP_USER_TIMEOUT .*must be a time with its unit`},
		{`{"settings": ["SO_RCVBUF=4 gallons"]}`, `SO_RCVBUF .*must be a number of bytes`},
		{`{"settings": ["IP_TTL=256"]}`, `IP_TTL .*must be 1 to 255`},
		{`{"settings": ["SO_TYPE=1"]}`, `SO_TYPE `},
		{`{"setings": ["TCP_NODELAY=off"]}`, `unknown field "setings"`},
		{`{"settings": "TCP_NODELAY=off"}`, `Config.settings`},
		{`{"settings": ["TCP_NODELAY=off"]`, `unexpected EOF`},
		{`{} {}`, `something follows`},
		{``, `EOF`},
		{`{"listen": "nowhere"}`, `missing port`},
		{`{"listen": "127.0.0.1:0", "settings": ["UDP_SEGMENT=100"]}`, `UDP_SEGMENT`},
		{`{"listen": "127.0.0.1:0", "settings": ["TCP_NODELAY=off", "IP_MULTICAST_LOOP=off"]}`, `IP_MULTICAST_LOOP`},
	} {
		file := filepath.Join(t.TempDir(), "wrong.json")
		require.NoError(t, os.WriteFile(file, []byte(test.text), 0o666))
		p := run.Start(t, "-file", file)
		assert.Equal(t, 1, p.Wait(), test.text)
		assert.Regexp(t, `^config: \S+ \S+ \S*wrong\.json: .*`+test.says+`.*\n$`, p.Output())
	}
	p := run.Start(t, "-file", filepath.Join(t.TempDir(), "missing.json"))
	assert.Equal(t, 1, p.Wait())
	assert.Regexp(t, `missing\.json: [^/\\]+\n$`, p.Output())
}
