package sockopt

import (
	"strconv"
	"strings"
)

func nameNumbered(list []named, number int) string {
	for _, n := range list {
		if int(n.number) == number {
			return n.name
		}
	}
	return strconv.Itoa(number)
}

// nameAt returns the name of n, or n.
func nameAt(names []string, n int) string {
	if n >= 0 && n < len(names) && names[n] != "" {
		return names[n]
	}
	return strconv.Itoa(n)
}

// flagNames joins the names of the bits that v has with |, and what has no name
// as a number behind them. The names are in the order of the bits; none is what
// to say of no bit.
func flagNames(v uint32, none string, names []string) string {
	if v == 0 {
		return none
	}
	var words []string
	for i, name := range names {
		if v>>i&1 != 0 && name != "" {
			words = append(words, name)
			v &^= 1 << i
		}
	}
	if v != 0 {
		words = append(words, "0x"+strconv.FormatUint(uint64(v), 16))
	}
	return strings.Join(words, "|")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
