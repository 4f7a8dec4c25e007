// Package sockoptslog logs socket options with log/slog. It is a package of its
// own because log/slog makes a program larger, and takes time when it starts.
package sockoptslog

import (
	"log/slog"

	"github.com/go-sockopt/sockopt"
)

// Dump is a [sockopt.Dump] as a [slog.LogValuer].
//
//	d, err := sockopt.Snapshot(s)
//	slog.Info("accepted", "socket", sockoptslog.Dump{Dump: d})
type Dump struct{ *sockopt.Dump }

// LogValue returns a group of the kind of the socket, as "kinds", and of the
// options that have a value, each under its C name.
func (d Dump) LogValue() slog.Value {
	if d.Dump == nil {
		return slog.Value{}
	}
	attrs := []slog.Attr{slog.String("kinds", d.Kinds.String())}
	for r := range d.All() {
		attrs = append(attrs, slog.Any(r.Name, value(r)))
	}
	return slog.GroupValue(attrs...)
}

// value returns what has a form of its own in a log, and the text of all else.
func value(r sockopt.Reading) any {
	switch v := r.Value.(type) {
	case bool, int, uint32, uint64, string:
		return v
	}
	return r.Text()
}

// Differences are those of [sockopt.Diff] as a [slog.LogValuer].
type Differences []sockopt.Difference

// LogValue returns a group of the options that differ, each under its C name with
// a text such as "off -> on".
func (list Differences) LogValue() slog.Value {
	attrs := make([]slog.Attr, len(list))
	for i, d := range list {
		attrs[i] = slog.String(d.Name, text(d.A)+" -> "+text(d.B))
	}
	return slog.GroupValue(attrs...)
}

func text(r sockopt.Reading) string {
	if r.Value == nil {
		return "none"
	}
	return r.Text()
}
