package sockopt

import (
	"testing"
	"time"
)

func TestWireLinger2(t *testing.T) {
	linux := row{as: seconds, min: -1, max: 120}
	roundTrip(t, linger2Form, linux, -1, host(t, "ffffffff", "ffffffff"))
	roundTrip(t, linger2Form, linux, 0, host(t, "00000000", "00000000"))
	roundTrip(t, linger2Form, linux, 120*time.Second, host(t, "78000000", "00000078"))
	for _, v := range []time.Duration{-1, time.Hour} {
		if _, err := encoded(linger2Form, meta{}, row{as: seconds, max: 120}, v); err == nil {
			t.Errorf("%v is taken", v)
		}
	}
}
