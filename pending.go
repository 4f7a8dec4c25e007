package sockopt

import "github.com/go-sockopt/sockopt/internal/sys"

// pendingForm is the form of SO_ERROR, an errno or 0.
var pendingForm = form[error]{"error", nil, getPending}

func getPending(b []byte, r *row) (error, error) {
	n, err := getInteger(b, r)
	if err != nil || n == 0 {
		return nil, err
	}
	return sys.Errno(int(n)), nil
}
