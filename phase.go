package sockopt

// A Phase says when in the life of a socket an option is to be set.
type Phase uint8

// The phases.
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
