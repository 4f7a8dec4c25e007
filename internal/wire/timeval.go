package wire

import "github.com/go-sockopt/sockopt/internal/sys"

// The sizes of struct timeval, and of its two fields together.
const (
	TimevalSize  = sys.TimevalSize
	timevalField = sys.TimevalSecSize + sys.TimevalUsecSize
)

// PutTimeval writes a number of microseconds as a struct timeval. It does not write
// the padding.
func PutTimeval(b []byte, micros int64) {
	PutInt(b[:sys.TimevalSecSize], micros/1e6)
	PutInt(b[sys.TimevalSecSize:timevalField], micros%1e6)
}

// Timeval reads a struct timeval, whatever its fields and its padding hold. It
// returns false if b is too short; b may lack the padding.
func Timeval(b []byte) (sec, usec int64, ok bool) {
	if len(b) < timevalField {
		return 0, 0, false
	}
	return Int(b[:sys.TimevalSecSize]), Int(b[sys.TimevalSecSize:timevalField]), true
}
