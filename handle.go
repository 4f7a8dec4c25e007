package sockopt

// handleForm is the form of another socket, by its handle.
var handleForm = form[FD]{"FD", putHandle, nil}

func putHandle(e *encoding, _ *meta, r *row, v FD) error {
	putLong(e.grow(r.size()), int64(v))
	return nil
}
