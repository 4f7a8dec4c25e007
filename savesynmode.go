package sockopt

// A SaveSynMode says which headers of a SYN are kept.
type SaveSynMode int

// Values of SaveSynMode.
const (
	SaveSynOff  SaveSynMode = iota
	SaveSynIP               // the IP and the TCP header
	SaveSynLink             // the link header before them too (Linux 5.10)
)

// String returns "off", "IP" or "link".
func (m SaveSynMode) String() string {
	switch m {
	case SaveSynOff:
		return "off"
	case SaveSynIP:
		return "IP"
	case SaveSynLink:
		return "link"
	}
	return itoa(int64(m))
}

// MarshalText returns the text of String.
func (v SaveSynMode) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
func (v *SaveSynMode) UnmarshalText(text []byte) error { return parseText(v, text) }

var saveSynForm = form[SaveSynMode]{"SaveSynMode", putNumber[SaveSynMode], getNumber[SaveSynMode]}
