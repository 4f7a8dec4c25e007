package process

import (
	"os"
	"path/filepath"

	"github.com/go-sockopt/sockopt/cmd/sockopt/internal/escape"
)

// Self is the process that asks.
func Self() Owner {
	o := Owner{PID: os.Getpid(), UID: os.Geteuid()}
	if path, err := os.Executable(); err == nil {
		o.Command = escape.Text(filepath.Base(path))
	}
	if o.UID >= 0 {
		o.User = userName(o.UID)
	}
	return o
}
