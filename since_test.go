package sockopt

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A firstRelease is one item of an Info's Since.
type firstRelease struct{ system, release string }

var (
	releaseNumber = regexp.MustCompile(`^\d+(\.\d+)+$`)
	// What is not numbered so: illumos has no releases, but years.
	releaseForms = map[string]*regexp.Regexp{
		"illumos": regexp.MustCompile(`^20\d\d$`),
		"Windows": regexp.MustCompile(`^(Vista|7|8|8\.1|10|10 \d\d(\d\d|H\d)|11)$`),
	}
	// What is older needs no mention.
	oldest = map[string]string{"Linux": "2.6.13", "macOS": "10.6", "FreeBSD": "8.0"}
	// The releases of Windows in their order, where that is not that of numbers.
	windowsAge = map[string]string{"Vista": "6"}
)

// parseSince reads the text of an Info's Since, which has the systems in the
// order of osWords.
func parseSince(t *testing.T, text string) (list []firstRelease) {
	t.Helper()
	if text == "" {
		return nil
	}
	last := -1
	for item := range strings.SplitSeq(text, ", ") {
		system, release, _ := strings.Cut(item, " ")
		at := slices.IndexFunc(osWords, func(w struct{ goos, word string }) bool { return w.word == system })
		assert.Greater(t, at, last, "%q: there is no such system, or it is out of order", text)
		last = at
		form := releaseForms[system]
		if form == nil {
			form = releaseNumber
		}
		assert.Regexp(t, form, release, text)
		if oldest := oldest[system]; oldest != "" {
			assert.False(t, older(release, oldest), "%q is too old to be told", item)
		}
		list = append(list, firstRelease{system, release})
	}
	return list
}

// older tells whether a is an older release than b, both of one system.
func older(a, b string) bool {
	numbers := func(release string) (list []int) {
		if age := windowsAge[release]; age != "" {
			release = age
		}
		for part := range strings.FieldsFuncSeq(release, func(r rune) bool { return r == '.' || r == ' ' }) {
			n, _ := strconv.Atoi(part)
			list = append(list, n)
		}
		return list
	}
	return slices.Compare(numbers(a), numbers(b)) < 0
}

func TestOlder(t *testing.T) {
	for _, two := range [][2]string{{"2.6.9", "2.6.35"}, {"2.6.35", "3.4"}, {"3.9", "3.11"}, {"Vista", "7"}, {"7", "10"}, {"10", "10 1607"}, {"10 2004", "11"}} {
		assert.True(t, older(two[0], two[1]), "%v", two)
		assert.False(t, older(two[1], two[0]), "%v", two)
		assert.False(t, older(two[0], two[0]), "%v", two)
	}
}

// Since has the form that its documentation shows, and names no system that does
// not have the option.
func TestSince(t *testing.T) {
	for o := range All() {
		for _, first := range parseSince(t, o.Since) {
			assert.Contains(t, o.OSes, goosOf(first.system), "%s since %s", o.Name, o.Since)
		}
	}
}

// goosOf returns the GOOS of a system by its name.
func goosOf(system string) string {
	for _, w := range osWords {
		if w.word == system {
			return w.goos
		}
	}
	return ""
}

// A family-neutral option is as old as the younger of its twins.
func TestSinceOfTwins(t *testing.T) {
	for o := range All() {
		m := o.o.base()
		if m.twins == nil {
			continue
		}
		youngest := map[string]string{}
		for i := range 2 {
			for _, first := range parseSince(t, m.twins.of(i).since) {
				if older(youngest[first.system], first.release) {
					youngest[first.system] = first.release
				}
			}
		}
		own := map[string]string{}
		for _, first := range parseSince(t, o.Since) {
			own[first.system] = first.release
		}
		for _, w := range osWords {
			if youngest[w.word] != "" {
				assert.Equal(t, youngest[w.word], own[w.word], "%s on %s", o.Name, w.word)
			}
		}
	}
}

// What the documentation says of releases is what Since says.
func TestSinceIsDocumented(t *testing.T) {
	const release = `(\d+(?:\.\d+)*)`
	says := []struct {
		pattern *regexp.Regexp
		system  string // that of the first group where it is empty
	}{
		{regexp.MustCompile(`(\w+) has it (?:by this number )?since ` + release), ""},
		{regexp.MustCompile(`(?:has it|have it) since (Linux) ` + release), ""},
		{regexp.MustCompile(`(Linux) \((\d+\.\d+)\)`), ""},
		{regexp.MustCompile(`\b(10),? version (\d{4})\b`), "Windows"},
	}
	found := 0
	for _, d := range declarations(t) {
		doc := strings.ReplaceAll(d.doc, "\n", " ")
		o, ok := Lookup(d.name)
		require.True(t, ok, d.name)
		since := parseSince(t, o.Since)
		for _, s := range says {
			for _, match := range s.pattern.FindAllStringSubmatch(doc, -1) {
				system, release := match[1], match[2]
				if s.system != "" {
					system, release = s.system, match[1]+" "+match[2]
				} else if goosOf(system) == "" {
					continue
				}
				at := slices.IndexFunc(since, func(f firstRelease) bool { return f.system == system })
				if !assert.GreaterOrEqual(t, at, 0, "%s: %q, but it is since %q", d.name, match[0], o.Since) {
					continue
				}
				has := since[at].release
				assert.True(t, has == release || strings.HasPrefix(has, release+" "), "%s: %q, but it is since %q", d.name, match[0], o.Since)
				found++
			}
		}
	}
	assert.Greater(t, found, 60, "the patterns no longer find what the documentation says")
}
