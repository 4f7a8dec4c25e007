package sockopt

import "os"

var pidfdForm = form[*os.File]{"*os.File", nil, getPIDFD}

func getPIDFD(b []byte, r *row) (*os.File, error) {
	fd, err := getInteger(b, r)
	if err == nil && fd < 0 {
		err = &answerError{"the descriptor " + itoa(fd)}
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "pidfd"), nil
}
