package sockopt

// Access says which way the value of an option goes.
type Access uint8

// The ways.
const (
	ReadWrite Access = iota
	GetOnly
	SetOnly
)

// String returns "get and set", "get" or "set".
func (a Access) String() string {
	return nameAt([]string{"get and set", "get", "set"}, int(a))
}
