// Package process gets at the sockets of running processes.
package process

import (
	"errors"
	"os/user"
	"strconv"
	"sync"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/escape"
)

// An Owner is who has a socket.
type Owner struct {
	PID     int    `json:"pid"`
	Command string `json:"command"` // as package escape writes it
	UID     int    `json:"uid"`     // -1 if there is none
	User    string `json:"user"`    // likewise
}

// ErrNoSocket is in the error of a descriptor that is no socket, or closed by now.
var ErrNoSocket = errors.New("no socket")

// A Place is a descriptor of a process.
type Place struct{ PID, FD int }

// userName returns the name of a user, or the number where it has none.
func userName(uid int) string {
	userNames.Lock()
	defer userNames.Unlock()
	name, ok := userNames.of[uid]
	if !ok {
		name = strconv.Itoa(uid)
		if u, err := user.LookupId(name); err == nil {
			name = escape.Text(u.Username)
		}
		userNames.of[uid] = name
	}
	return name
}

var userNames = struct {
	sync.Mutex
	of map[int]string
}{of: make(map[int]string)}
