package sockopt_test

import (
	"github.com/go-sockopt/sockopt"
)

func init() {
	rules = append(rules,
		absent[sockopt.TLSMode]{sockopt.TLSTXMode, sockopt.TLSModeSoftware},
		absentRead[sockopt.TLSMode]{sockopt.TLSRXMode},
	)
}
