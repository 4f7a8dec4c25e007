package sockopt

// A Phase says when in the life of a socket an option is to be set.
type Phase uint8

// MarshalText returns the text of String.
func (p Phase) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads what String returns, in any case, or a number.
func (p *Phase) UnmarshalText(text []byte) error { return parseText(p, text) }

// Values of Phase.
const (
	AnyTime Phase = iota
	BeforeBind
	BeforeListen
	BeforeConnect // and before listen
	AfterListen
	AfterConnect
)

var phaseNames = [...]string{
	"any time", "before bind", "before listen", "before connect or listen", "after listen", "after connect",
}

// String returns the phase in words, such as "before bind".
func (p Phase) String() string { return nameAt(phaseNames[:], int(p)) }
