package sockopt_test

import (
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-sockopt/sockopt"
)

func TestParseSetting(t *testing.T) {
	for text, want := range map[string]sockopt.Setting{
		"TCP_NODELAY=on":                 sockopt.NoDelay.With(true),
		"tcp_nodelay = OFF":              sockopt.NoDelay.With(false),
		"NoDelay=yes":                    sockopt.NoDelay.With(true),
		"nodelay=1":                      sockopt.NoDelay.With(true),
		"SO_RCVBUF=4MiB":                 sockopt.RcvBuf.With(4 << 20),
		"SO_RCVBUF=4mib":                 sockopt.RcvBuf.With(4 << 20),
		"SO_RCVBUF=64kB":                 sockopt.RcvBuf.With(64000),
		"SO_RCVBUF=0x1001":               sockopt.RcvBuf.With(4097),
		"SO_LINGER=off":                  sockopt.Linger.With(sockopt.LingerOff()),
		"SO_LINGER=reset":                sockopt.Linger.With(sockopt.LingerReset()),
		"SO_LINGER=5s":                   sockopt.Linger.With(sockopt.LingerWait(5 * time.Second)),
		"SO_RCVTIMEO=1m30s":              sockopt.RcvTimeo.With(90 * time.Second),
		"TCP_KEEPIDLE=30s":               sockopt.KeepIdle.With(30 * time.Second),
		"IP_TOS=AF41":                    sockopt.TOS.With(sockopt.AF41),
		"IP_TOS=ef+ect0":                 sockopt.TOS.With(sockopt.EF.WithECN(sockopt.ECT0)),
		"IP_TOS=0x88":                    sockopt.TOS.With(sockopt.AF41),
		"IP_TTL=7":                       sockopt.TTL.With(7),
		"IP_OPTIONS=0x94040000":          sockopt.IPOptions.With([]byte{0x94, 4, 0, 0}),
		"TrafficClass=CS6":               sockopt.TrafficClass.With(sockopt.CS6),
		"IP_ADD_MEMBERSHIP=239.1.2.3":    sockopt.AddMembership.With(sockopt.MulticastGroup{Group: netip.MustParseAddr("239.1.2.3")}),
		"SCTP_RTOINFO=initial=1s,max=3s": sockopt.SCTPRTOInfo.With(sockopt.SCTPRTO{Initial: time.Second, Max: 3 * time.Second}),
	} {
		st, err := sockopt.ParseSetting(text)
		if assert.NoError(t, err, text) {
			assert.Equal(t, want.String(), st.String(), text)
		}
	}
}

func TestParseSettingRefuses(t *testing.T) {
	for text, says := range map[string]string{
		"":                                   `parse "": invalid value: must be NAME=VALUE`,
		"TCP_NODELAY":                        "must be NAME=VALUE",
		"=on":                                "no such option",
		"TCP_NODLEAY=on":                     "did you mean TCP_NODELAY?",
		"keepidel=30s":                       "did you mean KeepIdle?",
		"TCP_NODELAY=":                       "set TCP_NODELAY (IPPROTO_TCP",
		"TCP_NODELAY=maybe":                  "must be on or off",
		"TCP_NODELAY=2":                      "must be on or off",
		"TCP_KEEPIDLE=30":                    "must be a time with its unit, such as 30s",
		"TCP_KEEPIDLE=-5s":                   "TCP_KEEPIDLE",
		"SO_RCVBUF=4s":                       "must be a number of bytes, such as 65536 or 64KiB",
		"SO_RCVBUF=99999999999GiB":           "must be 1 to ",
		"SO_RCVBUF=-1":                       "must be",
		"IP_TTL=256":                         "must be 1 to 255",
		"IP_TTL=7MiB":                        "must be a whole number",
		"IP_TOS=AF99":                        "one of CS0, LE",
		"IP_TOS=AF41|EF":                     "one of CS0",
		"SO_LINGER=now":                      "must be off, reset, or a time",
		"IP_OPTIONS=94":                      "hexadecimal",
		"IP_OPTIONS=0x9":                     "hexadecimal",
		"SO_BINDTODEVICE=":                   "empty",
		`SO_BINDTODEVICE="x`:                 "quotes",
		"IPV6_MULTICAST_IF=nosuch0":          "no interface is called",
		"MCAST_JOIN_GROUP=nonsense":          "239.1.2.3%eth0",
		"SCTP_RTOINFO=initial=1s,initial=2s": "each once",
		"SCTP_RTOINFO=nope=1s":               "initial, max, min",
		"SCTP_RTOINFO=initial=1":             "initial: must be a time",
		"SO_LINGER=" + strings.Repeat("\x00", 5000): "must be off, reset, or a time",
		"\x00\xff=\xfe":                             "no such option",
		strings.Repeat("x", 1<<20) + "=1":           "no such option",
		"TCP_NODELAY=" + strings.Repeat("x", 1<<20): "must be on or off",
	} {
		_, err := sockopt.ParseSetting(text)
		name := text[:min(40, len(text))]
		assert.ErrorIs(t, err, sockopt.ErrValue, name)
		if assert.ErrorContains(t, err, says, name) {
			assert.Less(t, len(err.Error()), 600, name)
			assert.NotContains(t, err.Error(), "\x00")
		}
	}
}

func TestParseSettingOfAReadOnlyOption(t *testing.T) {
	_, err := sockopt.ParseSetting("SO_ERROR=0")
	assert.ErrorIs(t, err, errors.ErrUnsupported)
	assert.ErrorContains(t, err, "set SO_ERROR (SOL_SOCKET")
	assert.ErrorContains(t, err, "to 0: can only be read")
}

// What cannot be parsed changes nothing that was there.
func TestUnmarshalTextKeepsOnFailure(t *testing.T) {
	st := sockopt.NoDelay.With(true)
	require.Error(t, st.UnmarshalText([]byte("SO_RCVBUF=x")))
	assert.Equal(t, "TCP_NODELAY=on", st.String())
}

func TestSettingsAsFlagAndJSON(t *testing.T) {
	var settings sockopt.Settings
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&settings, "sockopt", "")
	require.NoError(t, flags.Parse([]string{"-sockopt", "TCP_NODELAY=off", "-sockopt", "SO_RCVBUF=64KiB", "-sockopt", "SO_SNDBUF?=256"}))
	assert.Equal(t, "TCP_NODELAY=off SO_RCVBUF=64KiB SO_SNDBUF?=256", settings.String())
	assert.ErrorContains(t, flags.Parse([]string{"-sockopt", "TCP_NODLEAY=off"}), "did you mean TCP_NODELAY?")
	assert.Len(t, settings, 3)

	b, err := json.Marshal(settings)
	require.NoError(t, err)
	assert.Equal(t, `["TCP_NODELAY=off","SO_RCVBUF=64KiB","SO_SNDBUF?=256"]`, string(b))
	var back sockopt.Settings
	require.NoError(t, json.Unmarshal(b, &back))
	assert.Equal(t, settings.String(), back.String())
	assert.Error(t, json.Unmarshal([]byte(`["TCP_NODELAY"]`), &back))

	_, err = json.Marshal(sockopt.TTL.With(256))
	assert.ErrorContains(t, err, "must be 1 to 255")
	_, err = json.Marshal(sockopt.Setting{})
	assert.Error(t, err)
}

func TestSettingTellsItsOption(t *testing.T) {
	assert.Equal(t, "NoDelay", sockopt.NoDelay.With(true).Info().Name)
	assert.Equal(t, "BusyPollBudget", sockopt.BusyPollBudget.With(8).Info().Name)
	for _, st := range []sockopt.Setting{sockopt.TLSTX.With(sockopt.TLSKey{}), sockopt.TLSTX.Info().With(sockopt.TLSKey{})} {
		info := st.Info()
		assert.Equal(t, "TLSTX", info.Name)
		assert.Equal(t, []string{"freebsd", "linux"}, info.OSes)
		assert.Contains(t, append(info.Aliases, info.CName), "TCP_TXTLS_ENABLE")
	}
	assert.Empty(t, sockopt.Spec[bool]{Name: "TCP_OWN", Level: 6, Number: 99}.Option().With(true).Info().Name)
}

// An option has a text form even where the OS does not have the option.
func TestTextOfAnAbsentOption(t *testing.T) {
	for i := range sockopt.All() {
		if !i.Supported && i.Type == "bool" && i.Access != sockopt.AccessReadOnly {
			assert.Equal(t, i.CName+"=on", i.With(true).String())
		}
	}
}

func TestInfoParseAndFormat(t *testing.T) {
	i, ok := sockopt.Lookup("so_rcvbuf")
	require.True(t, ok)
	assert.Equal(t, "SO_RCVBUF=8KiB", parsed(t, i, "8192").String())
	assert.Equal(t, "8KiB", i.Format(8192))
	assert.Equal(t, "8193", i.Format(8193))
	assert.ErrorIs(t, parseErr(i, "x"), sockopt.ErrValue)
	assert.Equal(t, "RcvBuf", parsed(t, i, "8192").Info().Name)
	assert.Empty(t, sockopt.Setting{}.Info())
	assert.ErrorIs(t, parseErr(sockopt.Info{}, "x"), sockopt.ErrValue)
}

// parsed is the Setting of a text that must be valid.
func parsed(t *testing.T, i sockopt.Info, text string) sockopt.Setting {
	t.Helper()
	st, err := i.Parse(text)
	require.NoError(t, err)
	return st
}

// parseErr is the error of a text, which comes without a Setting.
func parseErr(i sockopt.Info, text string) error {
	st, err := i.Parse(text)
	if err != nil && st.Info().CName != "" {
		panic("a Setting of an invalid text")
	}
	return err
}

// What describes options and failures is read as it is written, too.
func TestDescriptionsReadBack(t *testing.T) {
	readBack(t, sockopt.AccessReadWrite, sockopt.AccessReadOnly, sockopt.AccessWriteOnly, 7)
	readBack(t, sockopt.AnyTime, sockopt.BeforeBind, sockopt.BeforeListen, sockopt.BeforeConnect, sockopt.AfterListen, sockopt.AfterConnect, 9)
	readBack(t, sockopt.KindIPv4, sockopt.KindTCP, sockopt.KindIPv6&sockopt.KindUDP, sockopt.KindRaw, sockopt.KindAny, 0)
	readBack(t, sockopt.Undecoded(`{"a":[1,"b c"]}`), sockopt.Undecoded("-1"))
	readBack(t, sockopt.LingerOff(), sockopt.LingerReset(), sockopt.LingerWait(time.Minute))

	var access sockopt.Access
	assert.ErrorIs(t, json.Unmarshal([]byte(`"never"`), &access), sockopt.ErrValue)
	var phase sockopt.Phase
	assert.ErrorIs(t, json.Unmarshal([]byte(`"before"`), &phase), sockopt.ErrValue)

	_, err := sockopt.ParseSetting("IP_TTL=x")
	b, jsonErr := json.Marshal(err)
	require.NoError(t, jsonErr)
	var back *sockopt.Error
	require.NoError(t, json.Unmarshal(b, &back))
	assert.EqualError(t, back, err.Error())

	var key sockopt.Secret
	require.NoError(t, json.Unmarshal([]byte(`"0x0102"`), &key))
	assert.Equal(t, []byte{1, 2}, key.Bytes())
	require.NoError(t, key.UnmarshalText([]byte("pass word")))
	assert.Equal(t, "pass word", string(key.Bytes()))
	b, err = json.Marshal(key)
	require.NoError(t, err)
	assert.ErrorIs(t, json.Unmarshal(b, &key), sockopt.ErrValue, "the text has no bytes")
	assert.Equal(t, "pass word", string(key.Bytes()))
}

func readBack[T any](t *testing.T, values ...T) {
	t.Helper()
	for _, v := range values {
		b, err := json.Marshal(v)
		require.NoError(t, err)
		var back T
		require.NoError(t, json.Unmarshal(b, &back), "%s", b)
		assert.Equal(t, v, back, "%s", b)
	}
}

func TestInterfaceOf(t *testing.T) {
	assert.Zero(t, sockopt.InterfaceOf(nil))
	assert.EqualValues(t, 7, sockopt.InterfaceOf(&net.Interface{Index: 7}))
}
