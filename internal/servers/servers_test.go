//lint:file-ignore SA1019 servers still use golang.org/x/net/http2

// Package servers runs servers of other modules over a sockopt.Listener. It is a
// module of its own, so that the library does not depend on them.
package servers

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/go-sockopt/sockopt"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/http2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"
)

// A socketless connection rejects every setting.
type socketless struct{ conn net.Conn }

func (c socketless) Read(b []byte) (int, error)         { return c.conn.Read(b) }
func (c socketless) Write(b []byte) (int, error)        { return c.conn.Write(b) }
func (c socketless) Close() error                       { return c.conn.Close() }
func (c socketless) LocalAddr() net.Addr                { return c.conn.LocalAddr() }
func (c socketless) RemoteAddr() net.Addr               { return c.conn.RemoteAddr() }
func (c socketless) SetDeadline(t time.Time) error      { return c.conn.SetDeadline(t) }
func (c socketless) SetReadDeadline(t time.Time) error  { return c.conn.SetReadDeadline(t) }
func (c socketless) SetWriteDeadline(t time.Time) error { return c.conn.SetWriteDeadline(t) }

// failing makes the first connections fail.
type failing struct {
	net.Listener
	left int
}

func (l *failing) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil && l.left > 0 {
		l.left--
		return socketless{conn}, nil
	}
	return conn, err
}

const bad = 20

// listen returns a Listener that has bad connections to refuse before the first
// good one.
func listen(t *testing.T) *sockopt.Listener {
	t.Helper()
	inner, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { inner.Close() })
	for range bad {
		conn, err := net.Dial("tcp4", inner.Addr().String())
		require.NoError(t, err)
		t.Cleanup(func() { conn.Close() })
	}
	return sockopt.NewListener(&failing{inner, bad}, sockopt.NoDelay.With(false)).(*sockopt.Listener)
}

// soon bounds a request. A server that slept after each of the bad connections, from
// 5 ms twice as long each time to 1 s, would take 14 s.
const soon = 10 * time.Second

func TestGRPC(t *testing.T) {
	ln := listen(t)
	srv := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(srv, health.NewServer())
	go srv.Serve(ln)
	defer srv.Stop()
	conn, err := grpc.NewClient(ln.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer conn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), soon)
	defer cancel()
	answer, err := grpc_health_v1.NewHealthClient(conn).Check(ctx, &grpc_health_v1.HealthCheckRequest{}, grpc.WaitForReady(true))
	require.NoError(t, err)
	assert.Equal(t, grpc_health_v1.HealthCheckResponse_SERVING, answer.Status)
	assert.EqualValues(t, bad, ln.Failures())
}

// A setting that no connection can take ends Serve.
func TestGRPCWrongSetting(t *testing.T) {
	ln := listen(t)
	ln.Settings = []sockopt.Setting{sockopt.NoDelay.Info().With("yes")}
	assert.ErrorIs(t, grpc.NewServer().Serve(ln), sockopt.ErrValue)
}

func TestHTTP2(t *testing.T) {
	certificate := httptest.NewUnstartedServer(nil)
	certificate.StartTLS()
	defer certificate.Close()
	ln := listen(t)
	off := make(chan bool, 1)
	srv := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.Proto) }),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			on, err := sockopt.NoDelay.Get(sockopt.Of(c))
			off <- err == nil && !on
			return ctx
		},
		TLSConfig: &tls.Config{Certificates: certificate.TLS.Certificates},
	}
	require.NoError(t, http2.ConfigureServer(srv, nil))
	go srv.Serve(tls.NewListener(ln, srv.TLSConfig))
	defer srv.Close()
	client := &http.Client{
		Transport: &http2.Transport{TLSClientConfig: certificate.Client().Transport.(*http.Transport).TLSClientConfig.Clone()},
		Timeout:   soon,
	}
	resp, err := client.Get("https://" + ln.Addr().String())
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, "HTTP/2.0", string(body))
	assert.True(t, <-off)
	assert.EqualValues(t, bad, ln.Failures())
}
