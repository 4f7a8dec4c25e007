// Command mutate asks whether the tests notice a wrong table. It changes one
// thing at a time in a copy of the tree - a number, a layout, a unit, a bound, a
// family, a phase, an access, a release, a privilege, the place of a field, a
// word - regenerates the index, and runs what could notice: the tests of the
// package, and internal/tablecheck for the systems that are not this one. The
// places are chosen over all files and kinds by the seed, not by hand. It prints
// a line for each place and the count of a kind, and fails if a change was not
// noticed that [equivalents] does not explain. Run it as root, so that no test is
// skipped:
//
//	go -C tools run ./mutate [-n 120] [-seed 1] [-only REGEXP] [-j 2] [-list]
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"sync"
	"time"
)

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 120, "how many places to try")
	seed := flag.Uint64("seed", 1, "chooses the places")
	only := flag.String("only", "", "try only places whose line in the report matches this `regexp`")
	workers := flag.Int("j", 2, "how many to try at a time")
	list := flag.Bool("list", false, "print the places and try none")
	root := flag.String("root", "..", "the `directory` of the package")
	flag.Parse()
	filter, err := regexp.Compile(*only)
	if err != nil {
		log.Fatal(err)
	}
	all, err := places(*root)
	if err != nil {
		log.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(p place) bool { return !filter.MatchString(p.String()) })
	chosen := choose(all, *n, *seed)
	fmt.Printf("%d of %d places, seed %d\n", len(chosen), len(all), *seed)
	if *list {
		for _, p := range chosen {
			fmt.Println(p)
		}
		return
	}
	missed, err := try(*root, chosen, *workers)
	if err != nil {
		log.Fatal(err)
	}
	if missed > 0 {
		os.Exit(1)
	}
}

// A verdict is what became of a change.
type verdict string

const (
	caught     verdict = "caught"
	notCaught  verdict = "NOT caught"
	equivalent verdict = "equivalent"
	invalid    verdict = "no program" // what does not compile is no change
)

// try makes the changes one by one and returns how many nobody noticed.
func try(root string, chosen []place, workers int) (missed int, err error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	trees := make([]*tree, workers)
	for i := range trees {
		if trees[i], err = newTree(root, fmt.Sprintf("%s/%d", dir, i)); err != nil {
			return 0, err
		}
	}
	start := time.Now()
	if err := trees[0].build(chosen); err != nil {
		return 0, err
	}
	for _, t := range trees {
		t.programs = trees[0].programs
	}
	if err := trees[0].sound(); err != nil {
		return 0, fmt.Errorf("before any change: %w", err)
	}

	var mu sync.Mutex
	var wg sync.WaitGroup
	var errs []error
	count := map[string]map[verdict]int{}
	next := make(chan int)
	for _, t := range trees {
		wg.Go(func() {
			for i := range next {
				p := chosen[i]
				v, by, err := t.try(i+1, p)
				mu.Lock()
				if err != nil {
					errs = append(errs, fmt.Errorf("%s: %w", p, err))
				}
				if count[p.kind] == nil {
					count[p.kind] = map[verdict]int{}
				}
				count[p.kind][v]++
				fmt.Printf("%-10s %s  %s\n", v, p, by)
				mu.Unlock()
			}
		})
	}
	for i := range chosen {
		next <- i
	}
	close(next)
	wg.Wait()
	if errs != nil {
		return 0, errs[0]
	}

	fmt.Printf("\n%-10s %6s %6s %10s %10s %10s\n", "kind", "places", caught, notCaught, equivalent, invalid)
	total := map[verdict]int{}
	for _, kind := range kinds {
		c := count[kind]
		fmt.Printf("%-10s %6d %6d %10d %10d %10d\n", kind, c[caught]+c[notCaught]+c[equivalent]+c[invalid], c[caught], c[notCaught], c[equivalent], c[invalid])
		for v, n := range c {
			total[v] += n
		}
	}
	fmt.Printf("%-10s %6d %6d %10d %10d %10d   in %v\n", "all", len(chosen), total[caught], total[notCaught], total[equivalent], total[invalid],
		time.Since(start).Round(time.Second))
	return total[notCaught], nil
}
