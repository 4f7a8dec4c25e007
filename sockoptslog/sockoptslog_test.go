package sockoptslog_test

import (
	"bytes"
	"encoding/json"
	"log"
	"log/slog"
	"net"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt"
	"github.com/go-sockopt/sockopt/sockoptslog"
)

func snapshot(t *testing.T, conn net.PacketConn) *sockopt.Dump {
	d, err := sockopt.Snapshot(sockopt.Of(conn))
	require.NoError(t, err)
	return d
}

func TestLogValue(t *testing.T) {
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	require.NoError(t, err)
	defer conn.Close()
	require.NoError(t, sockopt.TTL.Set(sockopt.Of(conn), 77))
	before := snapshot(t, conn)
	require.NoError(t, sockopt.TTL.Set(sockopt.Of(conn), 78))
	diff := sockopt.Diff(before, snapshot(t, conn))

	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("x",
		"socket", sockoptslog.Dump{Dump: before}, "changed", sockoptslog.Differences(diff), "none", sockoptslog.Dump{})
	var line struct {
		Socket, Changed map[string]any
		None            any
	}
	require.NoError(t, json.Unmarshal(out.Bytes(), &line), out.String())
	assert.Equal(t, "IPv4 UDP", line.Socket["kinds"])
	assert.Equal(t, float64(77), line.Socket["IP_TTL"])
	assert.Equal(t, false, line.Socket["SO_REUSEADDR"])
	assert.Equal(t, "0s", line.Socket["SO_RCVTIMEO"])
	assert.Equal(t, "77 -> 78", line.Changed["IP_TTL"])
	assert.Nil(t, line.None)
}

func Example() {
	logger := slog.New(slog.NewTextHandler(os.Stdout, nil))
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	d, err := sockopt.Snapshot(sockopt.Of(conn))
	if err != nil {
		log.Fatal(err)
	}
	logger.Info("listening", "socket", sockoptslog.Dump{Dump: d})
}
