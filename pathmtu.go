package sockopt

import "strconv"

// A PathMTUDiscovery is what a socket does to find the MTU of a path. The
// numbers are those of Linux on every OS; the kernel gets its own.
type PathMTUDiscovery int

// Values of PathMTUDiscovery.
const (
	// PathMTUDont never sets the don't-fragment bit; routers fragment.
	PathMTUDont PathMTUDiscovery = iota
	// PathMTUWant sets the bit on what fits the path, and fragments datagrams
	// that do not. On Windows it is IP_PMTUDISC_NOT_SET, the system's choice.
	PathMTUWant
	// PathMTUDo sets the bit always, and refuses datagrams that do not fit the
	// path (EMSGSIZE).
	PathMTUDo
	// PathMTUProbe sets the bit always, and ignores the MTU of the path, so that
	// a program can look for a larger one.
	PathMTUProbe
	// PathMTUInterface never sets the bit, and goes by the MTU of the interface
	// and no message that claims less.
	PathMTUInterface
	// PathMTUOmit is PathMTUInterface, but fragments what does not fit.
	PathMTUOmit
)

var pathMTUNames = [...]string{"dont", "want", "do", "probe", "interface", "omit"}

// String returns the last word of the C name, such as "probe" of
// IP_PMTUDISC_PROBE, or the number of a way that this package does not know.
func (d PathMTUDiscovery) String() string {
	if d >= 0 && int(d) < len(pathMTUNames) {
		return pathMTUNames[d]
	}
	return strconv.Itoa(int(d))
}

// MarshalText returns the text of String.
func (v PathMTUDiscovery) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText reads a name that String returns, in any case, or a number.
// The prefix IP_PMTUDISC_ or IPV6_PMTUDISC_ of the C names is accepted too.
func (v *PathMTUDiscovery) UnmarshalText(text []byte) error { return parseText(v, text) }

func (PathMTUDiscovery) cPrefixes() []string { return []string{"IP_PMTUDISC_", "IPV6_PMTUDISC_"} }

var pathMTUForm = form[PathMTUDiscovery]{"PathMTUDiscovery", putPathMTU, getPathMTU}

// pmtudState has PMTUD_STATE of ws2ipdef.h for each way that Windows has.
var pmtudState = [...]int64{PathMTUDont: 2, PathMTUWant: 0, PathMTUDo: 1, PathMTUProbe: 3}

func putPathMTU(e *encoding, _ *meta, r *row, v PathMTUDiscovery) error {
	hi := PathMTUOmit
	if r.as == pmtudWindows {
		hi = PathMTUProbe
	}
	if v < 0 || v > hi {
		return &valueError{"must be " + PathMTUDont.String() + " to " + hi.String()}
	}
	n := int64(v)
	if r.as == pmtudWindows {
		n = pmtudState[v]
	}
	putInteger(e, r, n)
	return nil
}

func getPathMTU(b []byte, r *row) (PathMTUDiscovery, error) {
	n, err := getInteger(b, r)
	if err != nil || r.as != pmtudWindows {
		return PathMTUDiscovery(n), err
	}
	for v, state := range pmtudState {
		if state == n {
			return PathMTUDiscovery(v), nil
		}
	}
	return 0, &answerError{"the state " + itoa(n)}
}

// dontFragForm is the form of a switch that may be a way of discovery.
var dontFragForm = form[bool]{"bool", putDontFrag, getDontFrag}

func putDontFrag(e *encoding, m *meta, r *row, v bool) error {
	if r.as != dontFragPMTUD {
		return putBool(e, m, r, v)
	}
	n := PathMTUDont
	if v {
		n = PathMTUDo
	}
	putInteger(e, r, int64(n))
	return nil
}

func getDontFrag(b []byte, r *row) (bool, error) {
	n, err := getInteger(b, r)
	if r.as == dontFragPMTUD {
		return n == int64(PathMTUDo) || n == int64(PathMTUProbe), err
	}
	return n != 0, err
}

// pathMTUInfoForm is the form of an MTU that may be in a struct ip6_mtuinfo.
var pathMTUInfoForm = form[int]{"int", nil, getPathMTUInfo}

func getPathMTUInfo(b []byte, r *row) (int, error) {
	if r.as != ip6MTUInfo {
		return getNumber[int](b, r)
	}
	if len(b) < sizes[ip6MTUInfo] {
		return 0, errShort(b)
	}
	return getNumber[int](b[28:32], r)
}
