package sockopt

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWireAddrPreferences(t *testing.T) {
	for _, test := range []struct {
		as          layout
		v           AddrPreferences
		little, big string
	}{
		{addrPrefsLinux, PreferTemporary | PreferCareOf, "05000000", "00000005"},
		{addrPrefsLinux, PreferPublicTemporaryDefault | PreferHome, "00050000", "00000500"},
		{addrPrefsLinux, PreferPublic | PreferNonCGA, "02080000", "00000802"},
		{addrPrefsLinux, PreferCGA, "08000000", "00000008"},
		{addrPrefsSolaris, PreferTemporary | PreferHome | PreferCGA, "29000000", "00000029"},
		{addrPrefsSolaris, PreferPublic | PreferCareOf | PreferNonCGA, "16000000", "00000016"},
		{tempAddr, PreferTemporary, "01000000", "00000001"},
		{tempAddr, PreferPublic, "00000000", "00000000"},
		{tempAddr, PreferPublicTemporaryDefault, "ffffffff", "ffffffff"},
	} {
		roundTrip(t, addrPreferencesForm, row{as: test.as}, test.v, host(t, test.little, test.big))
	}
	got, err := encoded(addrPreferencesForm, meta{}, row{as: addrPrefsSolaris}, PreferPublicTemporaryDefault)
	require.NoError(t, err)
	assert.Equal(t, host(t, "04000000", "00000004"), got)
	for _, v := range []AddrPreferences{
		PreferTemporary | PreferPublic, PreferPublic | PreferPublicTemporaryDefault, PreferHome | PreferCareOf, PreferCGA | PreferNonCGA, 1 << 7,
	} {
		_, err := encoded(addrPreferencesForm, meta{}, row{as: addrPrefsLinux}, v)
		assert.ErrorIs(t, err, ErrValue, "%v", v)
	}
	_, err = encoded(addrPreferencesForm, meta{}, row{as: tempAddr}, PreferHome)
	assert.ErrorIs(t, err, ErrValue)
	assert.Equal(t, "public|home", (PreferPublic | PreferHome).String())
	assert.Equal(t, "CGA|0x80", (PreferCGA | 1<<7).String())
	assert.Equal(t, "none", AddrPreferences(0).String())
}
