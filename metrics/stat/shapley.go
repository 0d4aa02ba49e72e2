package stat

import (
	"cmp"
	"math"
	"math/big"
	"math/bits"
	"slices"
)

// ChainEffects splits the change of an amount into the effects of the links of
// a chain. For levels customers, deals, products, revenue the chain is
//
//	revenue = customers x deals/customer x products/deal x revenue/product
//
// and the effect of a link is its Shapley value: the mean, over every order in
// which the links could have moved from before to after one by one, of what its
// own move changed. No order is preferred, nothing is left over, and the
// effects, rounded by largest remainders, add up to the change exactly.
//
// The last level is the amount, in its unit, of any sign; the levels before it
// must be above 0 in both periods, since nothing is known of what each of
// nobody did. Undefined otherwise, for lists that differ in length, for fewer
// than one or more than 8 levels, and where an effect does not fit an int64.
//
// Source: A. F. Shorrocks, Journal of Economic Inequality 11 (2013) 99-126; for
// products of ratios the complete decomposition of J. W. Sun, Energy Economics
// 20 (1998) 85-100.
func ChainEffects(before, after []int64) ([]int64, bool) {
	const most = 8 // the work doubles with every link
	if len(before) != len(after) || len(before) == 0 || len(before) > most {
		return nil, false
	}
	last := len(before) - 1
	for i := range last {
		if before[i] <= 0 || after[i] <= 0 {
			return nil, false
		}
	}
	links := make([]link, len(before))
	for i := range links {
		links[i] = link{linkOf(before, i), linkOf(after, i)}
	}
	effects := make([]*big.Rat, len(links))
	for i := range links {
		effects[i] = shapley(links, i)
	}
	return roundTogether(effects)
}

// A link is one ratio of the chain in the two periods.
type link struct{ before, after *big.Rat }

// linkOf returns the level over the one above it; the first stands for itself.
func linkOf(levels []int64, i int) *big.Rat {
	if i == 0 {
		return new(big.Rat).SetInt64(levels[0])
	}
	return big.NewRat(levels[i], levels[i-1])
}

// shapley returns the effect of link i: its difference times the product of the
// other links, averaged over which of them have moved already. A set of k moved
// links out of n stands for k!(n-1-k)! of the n! orders.
func shapley(links []link, i int) *big.Rat {
	n := len(links)
	mean := new(big.Rat)
	for moved := range uint(1) << n {
		if moved&(1<<i) != 0 {
			continue
		}
		k := int64(bits.OnesCount(moved))
		orders := new(big.Int).Mul(factorial(k), factorial(int64(n)-1-k))
		term := new(big.Rat).SetFrac(orders, factorial(int64(n)))
		for j, l := range links {
			switch {
			case j == i:
				term.Mul(term, new(big.Rat).Sub(l.after, l.before))
			case moved&(1<<j) != 0:
				term.Mul(term, l.after)
			default:
				term.Mul(term, l.before)
			}
		}
		mean.Add(mean, term)
	}
	return mean
}

func factorial(n int64) *big.Int {
	return new(big.Int).MulRange(1, n)
}

// roundTogether rounds parts that add up to a whole number down, and gives the
// units left over to the largest remainders, the first of equal ones first.
func roundTogether(parts []*big.Rat) ([]int64, bool) {
	whole := make([]int64, len(parts))
	remainders := make([]*big.Rat, len(parts))
	left := new(big.Rat)
	for i, p := range parts {
		floor := new(big.Int).Div(p.Num(), p.Denom()) // Euclidean: down for every sign
		if !floor.IsInt64() || floor.Int64() == math.MaxInt64 {
			return nil, false
		}
		whole[i] = floor.Int64()
		remainders[i] = new(big.Rat).Sub(p, new(big.Rat).SetInt(floor))
		left.Add(left, remainders[i])
	}
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(remainders[b].Cmp(remainders[a]), cmp.Compare(a, b))
	})
	for _, i := range order[:left.Num().Int64()] {
		whole[i]++
	}
	return whole, true
}
