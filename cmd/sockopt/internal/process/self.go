package process

import (
	"os"
	"path/filepath"
)

// Self is the process that asks.
func Self() Owner {
	o := Owner{PID: os.Getpid(), UID: os.Geteuid()}
	if path, err := os.Executable(); err == nil {
		o.Command = filepath.Base(path)
	}
	if o.UID >= 0 {
		o.User = userName(o.UID)
	}
	return o
}
