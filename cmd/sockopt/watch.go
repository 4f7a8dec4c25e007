package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/go-sockopt/sockopt"
)

const watchHelp = `See a socket of a running process change.

On a terminal, the options are drawn anew at each interval, with what has changed
marked, and for TCP the round-trip time, the congestion window and the delivery
rate as lines; q ends it. Elsewhere, and on a terminal that can only print, there
is a line for each change, and one with these three at each interval.`

// A watch is what the command watch was asked for.
type watch struct {
	target   target
	interval time.Duration
	count    int // samples; 0: until it is ended
	as       form
}

func watchCommand(out *screen) *cobra.Command {
	var w watch
	cmd := &cobra.Command{
		Use:   "watch TARGET",
		Short: "See a socket of a process change",
		Long:  watchHelp,
		Example: `  sockopt watch 1234/5
  sockopt watch 1234/5 -interval 100ms
  sockopt watch 1234/5 -count 10 -json | jq .rtt_ns`,
		Args: wantArgs("PID/FD"),
		RunE: func(_ *cobra.Command, args []string) (err error) {
			if w.interval < 10*time.Millisecond {
				return usagef("interval %v: must be at least 10ms", w.interval)
			}
			if w.count < 0 {
				return usagef("count %d: must not be negative", w.count)
			}
			if w.target, err = parseOne(args[0]); err != nil {
				return err
			}
			if canDraw && out.moves && !w.as.json {
				return w.draw(out)
			}
			return w.print(out)
		},
	}
	cmd.Flags().DurationVar(&w.interval, "interval", time.Second, "sampling interval")
	cmd.Flags().IntVar(&w.count, "count", 0, "stop after `n` samples (default: never)")
	w.as.flags(cmd, "print a line with an object for each sample", "every option of each sample, not only changes")
	return cmd
}

const clock = "15:04:05.000"

// A sample is one look at a socket.
type sample struct {
	Time time.Time `json:"time"`
	*metrics
	Changes []difference `json:"changes"` // since the sample before

	record record
}

// The metrics are the three of TCP that are drawn.
type metrics struct {
	RTT  time.Duration `json:"rtt_ns"`
	Cwnd int           `json:"cwnd_bytes"`
	Rate uint64        `json:"delivery_rate_bytes_per_second"`
}

// A sampler looks at a socket. It holds no descriptor of it in between.
type sampler struct {
	target target
	last   *record
}

// sample fails when the socket is gone.
func (s *sampler) sample() (sample, error) {
	got := sample{Changes: []difference{}}
	var x examiner
	err := s.target.each(newProgress(nil), func(f found) (err error) {
		got.record, err = x.examine(f)
		return err
	})
	if err != nil {
		return got, err
	}
	got.Time = time.Now()
	got.record.spread(&got)
	if s.last != nil {
		if s.last.Inode != got.record.Inode {
			return got, fmt.Errorf("%s has been closed, and is another socket now", s.target.text)
		}
		got.Changes = allDifferences(*s.last, got.record)
	}
	s.last = &got.record
	return got, nil
}

// spread makes an option of each value of TCP_INFO that the kernel tells, so
// that what changes is seen, and takes the metrics from it.
func (r *record) spread(s *sample) {
	var options []option
	for _, o := range r.Options {
		info, ok := o.Value.(sockopt.TCPMetrics)
		if !ok {
			options = append(options, o)
			continue
		}
		s.metrics = &metrics{info.RTT, info.Cwnd, info.DeliveryRate}
		for field := sockopt.TCPFieldState; field <= sockopt.TCPFieldConnectionTime; field++ {
			if info.Has(field) {
				options = append(options, option{Name: o.Name + "." + field.String(), Text: fmt.Sprint(info.Value(field)), info: o.info})
			}
		}
	}
	r.Options = options
}

// print writes what changes, for what is not a terminal.
func (w *watch) print(out *screen) error {
	s := sampler{target: w.target}
	for n := 1; ; n++ {
		got, err := s.sample()
		if err != nil {
			return err
		}
		if err := w.printSample(out, got, n == 1); err != nil {
			return err
		}
		if err := out.Flush(); err != nil || n == w.count {
			return err
		}
		time.Sleep(w.interval)
	}
}

func (w *watch) printSample(out *screen, s sample, first bool) error {
	if w.as.json {
		return out.jsonLine(s)
	}
	if first {
		out.print(plain.of(s.record.owner() + " " + s.record.where()))
	}
	at := s.Time.Format(clock)
	if s.metrics != nil {
		out.print(plain.of(fmt.Sprintf("%s RTT %v, congestion window %d bytes, delivery rate %d bytes/s", at, s.RTT, s.Cwnd, s.Rate)))
	}
	if w.as.wide {
		for _, o := range s.record.Options {
			out.print(plain.of(at + " " + o.Name + " " + o.Text))
		}
		return nil
	}
	for _, line := range s.notes() {
		out.print(plain.of(line))
	}
	return nil
}

// notes tells what has changed, but for TCP_INFO, which always does.
func (s *sample) notes() []string {
	var lines []string
	for _, d := range s.Changes {
		if !strings.HasPrefix(d.Name, "TCP_INFO.") {
			lines = append(lines, fmt.Sprintf("%s %s: %s -> %s", s.Time.Format(clock), d.Name, orNone(d.A), orNone(d.B)))
		}
	}
	return lines
}
