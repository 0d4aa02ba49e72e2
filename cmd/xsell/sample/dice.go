package sample

import "math/rand/v2"

// seed is the only source of chance in the package, chosen so that chance drowns
// none of the planted truths.
const seed = 1939

// Streams of random numbers, one per concern, so that a change to one concern
// leaves the draws of the others as they were. Customers have a stream of their
// own each, numbered from streamCustomer.
const (
	streamNames uint64 = iota + 1
	streamCustomers
	streamRoles
	streamReturns
	streamReferrals
	streamTargets
	streamPrices
	streamProgramme = 1_000
	streamDays      = 100_000
	streamCustomer  = 200_000
)

// dice draws whole numbers from one stream.
type dice struct{ *rand.Rand }

func newDice(stream uint64) dice { return dice{rand.New(rand.NewPCG(seed, stream))} }

// permille is true p times in a thousand.
func (d dice) permille(p int) bool { return d.IntN(1000) < p }

// between draws from low to high, both included.
func (d dice) between(low, high int) int { return low + d.IntN(high-low+1) }

// weighted draws an index with the given weights. The weights must not all be 0.
func (d dice) weighted(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	n := d.IntN(total)
	for i, w := range weights {
		if n < w {
			return i
		}
		n -= w
	}
	return len(weights) - 1
}

// one draws one of the choices.
func one[T any](d dice, choices []T) T { return choices[d.IntN(len(choices))] }

// some draws n of the choices, in random order, without drawing any twice.
func some[T any](d dice, choices []T, n int) []T {
	var drawn []T
	for _, i := range d.Perm(len(choices))[:min(n, len(choices))] {
		drawn = append(drawn, choices[i])
	}
	return drawn
}
