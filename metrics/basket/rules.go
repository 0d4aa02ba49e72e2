package basket

import (
	"errors"
	"math"
	"slices"

	"xsell/metrics/stat"
)

// A Rule says that baskets with the items of If tend to hold Then. Its Pair has
// If as A and Then as B.
type Rule struct {
	If   []int32 // in the order of the set that the rule comes from
	Then int32
	Pair

	// Improvement is the confidence less the largest confidence of a rule
	// for Then with only some of the items of If, or none: what the whole of
	// If adds. Above 0 the rule is productive.
	//
	// Source: R. Bayardo, R. Agrawal and D. Gunopulos, ICDE (1999) 188-197.
	Improvement float64

	// LogP is the log of the largest p-value, over the items of If, of
	// Fisher's exact test, one-sided, that the item adds nothing to the
	// others. With one item it is the p-value of the pair.
	//
	// Source: G. I. Webb, Machine Learning 68 (2007) 1-33.
	LogP float64
}

// Rules returns the rules with one item as Then, and one or more as If, whose
// confidence is minConfidence or more, in the order of the sets. These must be
// all frequent sets of that many baskets, up to a size: it fails for sets mined
// with required items, whose parts are not among them.
func Rules(sets *Itemsets, baskets int64, minConfidence float64) ([]Rule, error) {
	known := newIndex(sets, baskets)
	var rules []Rule
	for i := range sets.Len() {
		set, together := sets.At(i)
		if len(set) < 2 {
			continue
		}
		for then := range set {
			rule := Rule{If: slices.Delete(slices.Clone(set), then, then+1), Then: set[then]}
			a, okA := known.count(rule.If)
			b, okB := known.count(set[then : then+1])
			if !okA || !okB {
				return nil, errors.New("make rules: a part of an itemset is not among the itemsets; mine them without required items")
			}
			if float64(together) < minConfidence*float64(a) {
				continue
			}
			rule.Pair = Pair{N: baskets, NA: a, NB: b, NAB: together}
			rule.Improvement, rule.LogP = known.compare(rule, set, then)
			rules = append(rules, rule)
		}
	}
	return rules, nil
}

// compare returns the improvement and the p-value of a rule made of a set,
// whose items but the one in place then are its condition. Every part of a
// frequent set is known.
func (x *index) compare(r Rule, set []int32, then int) (improvement, logP float64) {
	best := 0.0
	logP = math.Inf(-1)
	part, whole := make([]int32, 0, len(set)), make([]int32, 0, len(set))
	for chosen := range 1<<len(set) - 1 {
		if chosen>>then&1 == 0 {
			continue
		}
		part, whole = part[:0], whole[:0]
		for i, item := range set {
			if chosen>>i&1 == 1 {
				whole = append(whole, item)
				if i != then {
					part = append(part, item)
				}
			}
		}
		a, _ := x.count(part)
		ab, _ := x.count(whole)
		best = max(best, float64(ab)/float64(a))
		if len(whole) == len(set)-1 {
			p, _ := stat.LogFisherGreater(r.NAB, r.NA, ab, a)
			logP = max(logP, p)
		}
	}
	return float64(r.NAB)/float64(r.NA) - best, logP
}

// An index finds the count of a set. Sets are told apart by a sum over their
// items, and compared where that agrees.
type index struct {
	sets    *Itemsets
	baskets int64
	first   map[uint64]int32 // a set with the sum
	next    []int32          // another one, -1 for none
}

func newIndex(sets *Itemsets, baskets int64) *index {
	x := &index{sets, baskets, make(map[uint64]int32, sets.Len()), make([]int32, sets.Len())}
	for i := range x.next {
		items, _ := sets.At(i)
		key := sumOf(items)
		before, taken := x.first[key]
		if !taken {
			before = -1
		}
		x.first[key], x.next[i] = int32(i), before
	}
	return x
}

// count returns the number of baskets with all the items, in the order of the
// sets; the empty set is in every basket.
func (x *index) count(items []int32) (int64, bool) {
	if len(items) == 0 {
		return x.baskets, true
	}
	i, found := x.first[sumOf(items)]
	for ; found && i >= 0; i = x.next[i] {
		if set, n := x.sets.At(int(i)); slices.Equal(set, items) {
			return n, true
		}
	}
	return 0, false
}

// sumOf returns a sum of scattered item numbers (the finalizer of splitmix64).
func sumOf(items []int32) uint64 {
	var sum uint64
	for _, item := range items {
		z := (uint64(item) + 1) * 0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		sum += z ^ z>>31
	}
	return sum
}
