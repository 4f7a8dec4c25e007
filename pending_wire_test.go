package sockopt

import (
	"testing"

	"github.com/go-sockopt/sockopt/internal/sys"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWirePending(t *testing.T) {
	got, err := getPending(make([]byte, 4), &row{as: cInt})
	require.NoError(t, err)
	assert.NoError(t, got)
	got, err = getPending(host(t, "05000000", "00000005"), &row{as: cInt})
	require.NoError(t, err)
	assert.Equal(t, sys.Errno(5), got)
}
