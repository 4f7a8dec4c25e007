// Package full is the switch between the tests that "go test" runs for everybody
// and all tests.
package full

import (
	"os"
	"testing"
)

// Variable is the environment variable that turns all tests on, if it is not
// empty. Continuous integration sets it.
const Variable = "SOCKOPT_FULL"

// Only skips a test that takes long, unless all tests are on. The reason says
// what takes the time.
func Only(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv(Variable) == "" {
		t.Skipf("%s: set %s=1 to run it", reason, Variable)
	}
}
