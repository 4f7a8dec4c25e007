package sockopt

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireAcceptFilter(t *testing.T) {
	r := row{as: acceptFilterArg}
	want := make([]byte, 256)
	copy(want, "httpready")
	copy(want[16:], "x")
	v := AcceptFilterConfig{"httpready", "x"}
	roundTrip(t, acceptFilterForm, r, v, want)
	assert.Equal(t, "name=httpready,arg=x", v.String())
	assert.Equal(t, "name=dataready", AcceptFilterConfig{Name: "dataready"}.String())
	longest := AcceptFilterConfig{strings.Repeat("n", 15), strings.Repeat("a", 239)}
	b, err := encoded(acceptFilterForm, meta{}, r, longest)
	require.NoError(t, err)
	back, err := getAcceptFilter(b, &r)
	require.NoError(t, err)
	assert.Equal(t, longest, back)
	for _, v := range []AcceptFilterConfig{{strings.Repeat("n", 16), ""}, {"n", strings.Repeat("a", 240)}, {"a\x00b", ""}, {"a", "\x00"}} {
		_, err := encoded(acceptFilterForm, meta{}, r, v)
		assert.ErrorIs(t, err, ErrValue)
	}
	_, err = getAcceptFilter(want[:255], &r)
	assert.Error(t, err)
}

// The zero filter is nothing at all, which is a NULL pointer on the way.
func TestWireNoAcceptFilter(t *testing.T) {
	b, err := encoded(acceptFilterForm, meta{}, row{as: acceptFilterArg}, AcceptFilterConfig{})
	require.NoError(t, err)
	assert.Empty(t, b)
	v, err := getAcceptFilter(nil, &row{as: acceptFilterArg})
	require.NoError(t, err)
	assert.Zero(t, v)
	assert.Equal(t, "{}", v.String())
	_, err = encoded(acceptFilterForm, meta{}, row{as: acceptFilterArg}, AcceptFilterConfig{Arg: "x"})
	assert.ErrorIs(t, err, ErrValue)
}
