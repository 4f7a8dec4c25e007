//go:build linux

// Command bench measures what a call of package sockopt costs beside the bare
// system call and beside other ways to make it, and prints a table.
//
// The cells of a row are measured in turn, a short slice of each per round, so
// that what disturbs the machine disturbs all alike. Time is that of the
// thread, not of the clock on the wall: other programs do not count.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 55, "how often each cell is measured")
	slice := flag.Duration("slice", 10*time.Millisecond, "how long each time")
	only := flag.String("only", "", "measure only the operations whose name has this in it")
	many := flag.Int("scale", 0, "measure so many accepted connections at a time, such as 10000, and nothing else")
	accepting := flag.Int("accept", 0, "measure for so many seconds how bad connections delay good requests, and nothing else; needs root")
	alone := flag.Bool("alone", false, "for -accept's own use: this is a namespace of its own")
	address := flag.String("dial", "", "for -scale's own use: be the other end")
	flag.Parse()

	if *address != "" {
		if err := dialEach(*address); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *alone {
		if err := accept(*accepting); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := machine(); err != nil {
		log.Fatal(err)
	}
	if *accepting > 0 {
		if err := acceptAlone(*accepting); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *many > 0 {
		if err := scale(*many, *rounds, *slice); err != nil {
			log.Fatal(err)
		}
		return
	}
	c, err := newConns()
	if err != nil {
		log.Fatal(err)
	}
	defer c.close()
	runtime.LockOSThread()
	var results []result
	for _, r := range rows(c) {
		if !strings.Contains(r.name, *only) {
			continue
		}
		res, err := measure(r, *rounds, *slice)
		if err != nil {
			log.Fatal(err)
		}
		results = append(results, res)
	}
	printTable(results, columns)
	fmt.Print(notes)
	printGoals(results)
	if *only == "" {
		if err := printSize(); err != nil {
			log.Fatal(err)
		}
	}
}

// machine prints what the numbers are from.
func machine() error {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return err
	}
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return err
	}
	model := "an unnamed CPU"
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	fmt.Printf("%s (%d CPUs), Linux %s, %s %s/%s\n\n", model, runtime.NumCPU(),
		unix.ByteSliceToString(u.Release[:]), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}

// A result has the medians of a row, by column.
type result struct {
	row
	ns     map[string]float64 // of the time of one operation
	ratio  map[string]float64 // of that to the time of the bare one in the same round
	allocs map[string]float64
}

func measure(r row, rounds int, slice time.Duration) (result, error) {
	res := result{r, map[string]float64{}, map[string]float64{}, map[string]float64{}}
	n := make([]int, len(r.cells))
	ns := make([][]float64, len(r.cells))
	for i, c := range r.cells {
		const warm = 2000
		d, err := spent(c, warm)
		if err != nil {
			return res, fmt.Errorf("%s: %s: %w", r.name, c.column, err)
		}
		n[i] = max(1, int(slice)*warm/int(d))
		if res.allocs[c.column], err = allocs(c, warm); err != nil {
			return res, err
		}
	}
	for range rounds {
		for i, c := range r.cells {
			d, err := spent(c, n[i])
			if err != nil {
				return res, fmt.Errorf("%s: %s: %w", r.name, c.column, err)
			}
			ns[i] = append(ns[i], float64(d)/float64(n[i]))
		}
	}
	base := slices.IndexFunc(r.cells, func(c cell) bool { return c.column == bare })
	for i, c := range r.cells {
		ratios := make([]float64, rounds)
		for j := range ratios {
			ratios[j] = ns[i][j] / ns[base][j]
		}
		res.ns[c.column], res.ratio[c.column] = median(ns[i]), median(ratios)
	}
	return res, nil
}

// spent returns the time that the thread worked on n operations.
func spent(c cell, n int) (time.Duration, error) {
	var before, after unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &before); err != nil {
		return 0, err
	}
	if err := c.run(n); err != nil {
		return 0, err
	}
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &after); err != nil {
		return 0, err
	}
	return time.Duration(after.Nano() - before.Nano()), nil
}

// allocs returns the allocations of one operation.
func allocs(c cell, n int) (float64, error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := c.run(n); err != nil {
		return 0, err
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / uint64(n)), nil
}

func median(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// notes explain the table.
const notes = `
Where there is a dash, there is no such call. net's setter of a duration is
SetKeepAlivePeriod; SetKeepAliveConfig sets four options and is not comparable.
Get of a string allocates the string; Of allocates, in SyscallConn, the RawConn.
Where the compiler sees a *net.TCPConn, it makes closure and RawConn free.
TrafficClass asks the socket for its family first, and sets both options on a
dual-stack one.

`

func printTable(results []result, columns []string) {
	fmt.Printf("Times are multiples of the bare call; in parentheses, allocations.\n\n")
	fmt.Printf("| operation | bare call | %s |\n", strings.Join(columns[1:], " | "))
	fmt.Println("|---|--:|" + strings.Repeat("--:|", len(columns)-1))
	for _, r := range results {
		fmt.Printf("| %s | %.0f ns (%.0f) |", r.name, r.ns[bare], r.allocs[bare])
		for _, col := range columns[1:] {
			if ratio, ok := r.ratio[col]; ok {
				fmt.Printf(" %.2f (%.0f) |", ratio, r.allocs[col])
			} else {
				fmt.Print(" – |")
			}
		}
		fmt.Println()
	}
}

// printGoals says of each operation which goals are met.
func printGoals(results []result) {
	const bareGoal, fdGoal, netGoal = 1.15, 1.05, 1.15
	fmt.Printf("| operation | at most %.2f × bare | FD, at most %.2f × bare | no needless allocation | at most %.2f × net | faster than each peer |\n|---|---|---|---|---|---|\n", bareGoal, fdGoal, netGoal)
	for _, r := range results {
		if r.goals == noGoals {
			continue
		}
		toBare, byFD, toNet, peers := "–", "–", "–", []string{}
		if r.goals == allGoals {
			toBare = verdict(r.ratio[ours] <= bareGoal, r.ratio[ours])
			if r.ratio[stdlib] != 0 {
				v := r.ratio[ours] / r.ratio[stdlib]
				toNet = verdict(v <= netGoal, v)
			}
		}
		if v, ok := r.ratio[oursFD]; ok {
			byFD = verdict(v <= fdGoal, v)
		}
		for _, col := range []string{closure, xnet, mikioh, layher} {
			if v, ok := r.ratio[col]; ok && v <= r.ratio[ours] {
				peers = append(peers, "not met: "+col)
			}
		}
		if len(peers) == 0 {
			peers = append(peers, "met")
		}
		fmt.Printf("| %s | %s | %s | %s | %s | %s |\n", r.name, toBare, byFD,
			verdict(r.allocs[ours] <= r.needed, r.allocs[ours]), toNet, strings.Join(peers, ", "))
	}
	fmt.Println()
}

func verdict(met bool, v float64) string {
	if met {
		return fmt.Sprintf("met (%.2f)", v)
	}
	return fmt.Sprintf("**not met** (%.2f)", v)
}
