package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWirePathMTU(t *testing.T) {
	for v, want := range map[PathMTUDiscovery][2]string{
		PathMTUDont:  {"00", "02"},
		PathMTUWant:  {"01", "00"},
		PathMTUDo:    {"02", "01"},
		PathMTUProbe: {"03", "03"},
	} {
		for i, as := range []layout{cInt, pmtudWindows} {
			roundTrip(t, pathMTUForm, row{as: as}, v, host(t, want[i]+"000000", "000000"+want[i]))
		}
	}
	roundTrip(t, pathMTUForm, row{as: cInt}, PathMTUOmit, host(t, "05000000", "00000005"))
	for _, v := range []PathMTUDiscovery{-1, PathMTUOmit + 1} {
		_, err := encoded(pathMTUForm, meta{}, row{as: cInt}, v)
		assert.ErrorIs(t, err, ErrValue)
	}
	_, err := encoded(pathMTUForm, meta{}, row{as: pmtudWindows}, PathMTUInterface)
	assert.ErrorContains(t, err, "must be dont to probe")
	_, err = getPathMTU(host(t, "09000000", "00000009"), &row{as: pmtudWindows})
	assert.ErrorContains(t, err, "the state 9")
	assert.Equal(t, "omit", PathMTUOmit.String())
	assert.Equal(t, "6", PathMTUDiscovery(6).String())

	roundTrip(t, dontFragForm, row{as: dontFragPMTUD}, true, host(t, "02000000", "00000002"))
	roundTrip(t, dontFragForm, row{as: dontFragPMTUD}, false, host(t, "00000000", "00000000"))
	roundTrip(t, dontFragForm, row{as: cInt}, true, host(t, "01000000", "00000001"))
	for n, want := range []bool{false, false, true, true, false, false} {
		on, err := getDontFrag([]byte{byte(n)}, &row{as: dontFragPMTUD})
		require.NoError(t, err)
		assert.Equal(t, want, on, PathMTUDiscovery(n))
	}

	info := append(make([]byte, 28), host(t, "dc050000", "000005dc")...)
	n, err := getPathMTUInfo(info, &row{as: ip6MTUInfo})
	require.NoError(t, err)
	assert.Equal(t, 1500, n)
	n, err = getPathMTUInfo(info[28:], &row{as: cUint})
	require.NoError(t, err)
	assert.Equal(t, 1500, n)
	_, err = getPathMTUInfo(info[:31], &row{as: ip6MTUInfo})
	assert.ErrorContains(t, err, "of 31 bytes")

	roundTrip(t, minMTUForm, row{as: cInt}, MinMTUMulticast, host(t, "ffffffff", "ffffffff"))
	for v, want := range map[MinMTU]string{MinMTUMulticast: "multicast", MinMTUNever: "never", MinMTUAlways: "always", 2: "2"} {
		assert.Equal(t, want, v.String())
	}
}
