package sockopt

import (
	"runtime"
	"strings"
)

// privilege returns what setting the option requires on this OS.
func (m *meta) privilege() string {
	goos := runtime.GOOS
	switch goos {
	case "android":
		goos = "linux"
	case "ios":
		goos = "darwin"
	}
	for rest := m.priv; rest != ""; {
		var clause string
		clause, rest = cut(rest, "; ")
		oses, privilege := cut(clause, ": ")
		for oses != "" {
			var name string
			if name, oses = cut(oses, "/"); name == goos {
				return privilege
			}
		}
	}
	return ""
}

// cut returns what is before the first sep of s, and what is behind it. It is part
// of every program, and package strings would make that 10 kB larger.
func cut(s, sep string) (before, after string) {
	for i := range len(s) {
		if strings.HasPrefix(s[i:], sep) {
			return s[:i], s[i+len(sep):]
		}
	}
	return s, ""
}

// requirement is the hint for a missing privilege. The process may have a
// capability, and yet not in the user namespace that counts.
func (m *meta) requirement() string {
	privilege := m.privilege()
	if privilege == "" {
		return ""
	}
	what, when := cut(privilege, ", ")
	if before, _ := cut(what, "namespace"); strings.HasPrefix(what, "CAP_") && before == what {
		what += " in the user namespace that owns the network namespace"
	}
	if when != "" {
		what += ", " + when
	}
	return "requires " + what
}
