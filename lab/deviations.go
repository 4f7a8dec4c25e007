package main

import (
	"regexp"
	"slices"
	"strings"
)

// A deviation is what a target that is not Linux itself does otherwise: tests
// fail there, or cannot run.
type deviation struct {
	tests string // a regexp of whole names, with skip of those without a slash
	says  string // what each prints, a regexp
	why   string // with its source
	skip  bool   // they would end the program: they are not run
	may   bool   // they do not always fail
}

// notRun returns the arguments to leave out tests.
func notRun(deviations []deviation) []string {
	var skip []string
	for _, d := range deviations {
		if d.skip {
			skip = append(skip, "^("+d.tests+")$")
		}
	}
	if skip == nil {
		return nil
	}
	return []string{"-test.skip=" + strings.Join(skip, "|")}
}

// expect takes the failures that had to be out of a report, and those of tests
// that only have parts that failed. If all tests were run, a failure that had to
// be and is not is one.
func expect(r *report, deviations []deviation, whole bool) {
	r.expected = map[string][]string{}
	seen := make([]bool, len(deviations))
	var failed []string
	for _, name := range r.failed {
		d := slices.IndexFunc(deviations, func(d deviation) bool {
			return !d.skip && match(d.tests, name) && regexp.MustCompile(d.says).MatchString(r.output[name])
		})
		if d >= 0 {
			seen[d] = true
			r.expected[deviations[d].why] = append(r.expected[deviations[d].why], name)
			continue
		}
		parts := slices.ContainsFunc(r.failed, func(other string) bool { return strings.HasPrefix(other, name+"/") })
		if !parts || strings.Contains(r.output[name], "_test.go:") {
			failed = append(failed, name)
		}
	}
	for i, d := range deviations {
		if d.skip {
			r.notRun = append(r.notRun, d.tests+" "+d.why)
		} else if whole && !seen[i] && !d.may {
			failed = append(failed, "no test fails as expected: "+d.tests+" "+d.why)
		}
	}
	r.failed = failed
}

// match tells whether a whole name matches a regexp.
func match(pattern, name string) bool {
	return regexp.MustCompile("^(" + pattern + ")$").MatchString(name)
}
