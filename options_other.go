//go:build !unix && !windows

package sockopt

// This system has no socket options.
var table [numOptions]row

var levels [numLevels]int32

const (
	levelZeroShared = false
	dualStack       = false

	groupReqOffset = wordSize
)

var addressFamilies, socketTypes [0]named
