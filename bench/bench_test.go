//go:build linux

package main

import "testing"

func Benchmark(b *testing.B) {
	c, err := newConns()
	if err != nil {
		b.Fatal(err)
	}
	defer c.close()
	for _, r := range rows(c) {
		for _, cell := range r.cells {
			b.Run(r.name+"/"+cell.column, func(b *testing.B) {
				b.ReportAllocs()
				if err := cell.run(b.N); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}
