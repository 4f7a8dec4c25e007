package sockopt

import "github.com/go-sockopt/sockopt/internal/wire"

// handleForm is the form of another socket, by its handle.
var handleForm = form[FD]{"FD", putHandle, nil}

func putHandle(e *encoding, _ *meta, r *row, v FD) error {
	wire.PutInt(e.grow(r.size()), int64(v))
	return nil
}
