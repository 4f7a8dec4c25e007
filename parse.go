package sockopt

import (
	"reflect"
	"strings"
)

// ParseSetting returns the [Setting] that a text such as "TCP_NODELAY=on"
// describes, for options that come from a flag or a configuration file.
//
// The text is NAME=VALUE. NAME is the C name or the Go name of an option. After
// NAME?= the setting is [Optional], after NAME== it is verified as by [Verify],
// and after NAME?== both. Blanks around NAME and VALUE are ignored, and so are
// blanks around the commas and the | within a value. Case does not matter in
// names, words, units of bytes and hexadecimal digits.
//
// The type of the option determines the form of VALUE:
//
//	TCP_NODELAY=on            bool: on or off, true or false, yes or no, 1 or 0
//	IP_TTL=64                 number: decimal, with a minus sign if it is negative
//	SO_MARK=0x40              or hexadecimal
//	SO_RCVBUF=4MiB            number of bytes: KiB, MiB, GiB (1024), kB, MB, GB (1000) or B
//	SO_RCVBUF=64k             k, M and G mean KiB, MiB and GiB
//	SO_MAX_PACING_RATE=125MB  bytes per second: not k, M or G alone, and not b for B
//	TCP_USER_TIMEOUT=1m30s    duration with units, see [time.ParseDuration]; 0 needs no unit
//	SO_LINGER=off             off, reset or a duration: see [LingerConfig]
//	IP_TOS=AF41+ECT0          octet by name or number: see [DSField]
//	IP_MTU_DISCOVER=probe     named number: what its String method returns, or the number
//	SO_TIMESTAMPING=RX_SOFTWARE|SOFTWARE
//	                          flags: names and numbers joined by |, or one number
//	TCP_CONGESTION=cubic      string; quoted as in Go if it has blanks, "" for the empty one
//	IP_OPTIONS=0x94040000     bytes in hexadecimal
//	IPV6_MULTICAST_IF=eth0    interface: name, index or any; a quoted name is never an index
//	IP_LOCAL_PORT_RANGE=40000-40999
//	MCAST_JOIN_GROUP=239.1.2.3%eth0
//	MCAST_JOIN_SOURCE_GROUP=192.0.2.7@232.1.2.3%eth0
//	SCTP_RTOINFO=initial=1s,max=3s,min=500ms
//	                          struct: its fields by name, those left out are zero
//	CAN_RAW_FILTER={123:7ff,200:700}
//	                          list: items joined by commas, braces may be left out
//	ICMP_FILTER=block=0,8     types to block; accept= blocks all other types
//	SO_ATTACH_FILTER=1,6:0:0:4
//	                          BPF program as tcpdump -ddd prints it, joined by commas
//	SO_ACCEPTFILTER=dataready the name of a filter, or fields
//	SO_DETACH_FILTER=none     option without a value
//
// A spelling with two usual meanings is refused, and the error says what to
// write instead. A leading zero is such a spelling (010 is 8 in C), and so is
// SO_LINGER=0, which could mean off or reset.
//
// The error is an [*Error] that says what is allowed; for an unknown name it
// suggests the nearest one.
//
// [Setting.String] returns a text without blanks from which ParseSetting returns
// the same setting. Secrets are the exception: their text has no value.
func ParseSetting(text string) (Setting, error) {
	var st Setting
	err := st.UnmarshalText([]byte(text))
	return st, err
}

// UnmarshalText sets st as [ParseSetting] does, for encoding/json and the like.
// If it fails, st is unchanged.
func (st *Setting) UnmarshalText(text []byte) error {
	name, value, ok := strings.Cut(string(text), "=")
	if !ok {
		return parseError(string(text), "must be NAME=VALUE")
	}
	value, verify := strings.CutPrefix(value, "=")
	name, optional := strings.CutSuffix(trimmed(name), "?")
	i, ok := Lookup(name)
	if !ok {
		return parseError(name, "no such option"+didYouMean(name))
	}
	parsed, err := i.Parse(value)
	if err != nil {
		return err
	}
	if verify {
		parsed = Verify(parsed)
	}
	parsed.optional = optional
	*st = parsed
	return nil
}

// Settings is a list of settings, applied in order. As a [flag.Value] it is a flag
// that can be given more than once,
//
//	var settings sockopt.Settings
//	flag.Var(&settings, "sockopt", "set a socket option, `NAME=VALUE`")
//
// and in JSON it is a list of strings.
type Settings []Setting

// Set appends the setting that [ParseSetting] returns for text.
func (s *Settings) Set(text string) error {
	st, err := ParseSetting(text)
	if err == nil {
		*s = append(*s, st)
	}
	return err
}

// String returns the texts of the settings, separated by spaces.
func (s Settings) String() string {
	texts := make([]string, len(s))
	for i, st := range s {
		texts[i] = st.String()
	}
	return strings.Join(texts, " ")
}

// Parse returns the Setting of the option to a value in the text form that
// [ParseSetting] describes. The error is an [*Error] that says what is allowed.
func (i Info) Parse(value string) (Setting, error) {
	if i.o == nil {
		return Setting{}, errNoOption(OpSet)
	}
	st := i.o.withText(value)
	if st.err != nil {
		return Setting{}, st.err
	}
	return st, nil
}

func (p *param[T]) withText(text string) Setting {
	var v T
	if p.access == AccessReadOnly {
		return Setting{o: p, err: newError("set", &p.meta, p.row(), shortened(text), errGetOnly)}
	}
	err := parseValue(reflect.ValueOf(&v).Elem(), trimmed(text), p.unit)
	if _, beyond := err.(*beyondError); beyond {
		// v is the outermost value of its type. If that or its opposite is beyond the
		// option's own bounds, those say more than the type's.
		e, ok := p.with(v).err.(*Error)
		if !ok {
			switch v := reflect.ValueOf(&v).Elem(); {
			case v.CanInt():
				v.SetInt(^v.Int())
			case v.CanUint():
				v.SetUint(^v.Uint())
			}
			e, ok = p.with(v).err.(*Error)
		}
		if ok {
			err = e.Err
		}
	}
	if err != nil {
		value := any(shortened(text))
		if p.secret {
			value = nil
		}
		return Setting{o: p, err: newError("set", &p.meta, p.row(), value, err)}
	}
	return p.with(v)
}

// checkName refuses a name that could not be read back from NAME=VALUE, or from
// a list of those.
func checkName(name string) error {
	if name == "" || strings.ContainsAny(name, "=?,\"'") || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return &valueError{"the name of the option must be printable ASCII without blanks, quotes, commas, = and ?"}
	}
	return nil
}

func parseError(text, problem string) error {
	return &Error{Op: OpParse, Text: shortened(text), Err: &valueError{problem}}
}

// didYouMean suggests the name that is nearest to one that there is not.
func didYouMean(name string) string {
	name = strings.ToUpper(name)
	best, least := "", len(name)/3+1
	for i := range All() {
		for _, known := range append([]string{i.CName, i.Name}, i.Aliases...) {
			if d := distance(name, strings.ToUpper(known)); d < least {
				best, least = known, d
			}
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance counts the edits that make a to b (Levenshtein).
func distance(a, b string) int {
	if max(len(a)-len(b), len(b)-len(a)) > 8 || len(a) > 64 {
		return len(a) + len(b)
	}
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		diagonal := above[0]
		above[0] = i + 1
		for j := range len(b) {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = above[j+1]
			above[j+1] = min(d, above[j]+1, diagonal+1)
		}
	}
	return above[len(b)]
}

func (p *query[Q, T]) withText(text string) Setting { return p.whole(p.param.withText(text)) }
