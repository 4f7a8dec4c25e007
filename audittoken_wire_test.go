package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWireAuditToken(t *testing.T) {
	b := host(t, "01000000 f5010000 14000000 f5010000 14000000 07000000 a0860100 02000000",
		"00000001 000001f5 00000014 000001f5 00000014 00000007 000186a0 00000002")
	token, err := getAuditToken(b, &row{as: auditToken})
	assert.NoError(t, err)
	assert.Equal(t, AuditToken{1, 501, 20, 501, 20, 7, 100000, 2}, token)
	assert.Equal(t, "pid 7 uid 501 gid 20", token.String())
	_, err = getAuditToken(b[:28], nil)
	assert.ErrorContains(t, err, "unexpected answer")
}
