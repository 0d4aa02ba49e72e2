package basket

import (
	"context"
	"fmt"
	"math"
	"runtime"
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

// RuleOptions say which rules to make of sets.
type RuleOptions struct {
	MinConfidence float64 // of a rule, 0 to 1

	// MaxRules is how many rules to return at most, 0 for any number. Where
	// there are more, the least confidence rises until the others fit.
	MaxRules int

	Workers int // goroutines, 0 for one per processor
}

// A Ruleset holds rules in the order of the sets that they come from.
type Ruleset struct {
	Rules []Rule

	// MinConfidence is what every rule has and no other rule reaches. It is
	// above the one asked for where that would have given too many rules, and
	// above 1 where even the rules without exception are too many.
	MinConfidence float64
}

// Rules returns the rules with one item as Then, and one or more as If, whose
// confidence is minConfidence or more, in the order of the sets. It is
// [FindRules] without a limit.
func Rules(sets *Itemsets, baskets int64, minConfidence float64) ([]Rule, error) {
	found, err := FindRules(context.Background(), sets, baskets, RuleOptions{MinConfidence: minConfidence})
	if err != nil {
		return nil, err
	}
	return found.Rules, nil
}

// FindRules returns the rules with one item as Then, and one or more as If, that
// the sets support. These must be all frequent sets of that many baskets, up to
// a size: it fails for sets mined with required items, whose parts are not among
// them, for counts that do not belong to the baskets, and with the error of a
// context that ends.
//
// A rule is compared with the rules inside it by what these were compared with,
// set by set from the small to the large: each pair of a set and an item is
// looked at once. Beside the sets it takes 12 bytes for each item of a set, and
// 28 for each set.
func FindRules(ctx context.Context, sets *Itemsets, baskets int64, o RuleOptions) (*Ruleset, error) {
	if o.MaxRules < 0 {
		return nil, fmt.Errorf("make rules: at most %d rules; give 0 for no limit", o.MaxRules)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	l, err := newLattice(ctx, sets, baskets, o.Workers)
	if err != nil {
		return nil, err
	}
	found := &Ruleset{MinConfidence: o.MinConfidence}
	above := -1.0
	if o.MaxRules > 0 {
		if above = l.tooLow(o); above >= 0 {
			found.MinConfidence = math.Nextafter(above, 2)
		}
	}
	made := make([][]Rule, chunks(sets.Len()))
	share(len(made), o.Workers, func(_, i int) {
		for set := i * chunk; set < min(sets.Len(), (i+1)*chunk) && ctx.Err() == nil; set++ {
			made[i] = l.appendRules(made[i], set, o.MinConfidence, above)
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found.Rules = slices.Concat(made...)
	return found, nil
}

// tooLow returns the largest confidence that rules must be above, so that they
// are no more than allowed; -1 where all are let through.
func (l *lattice) tooLow(o RuleOptions) float64 {
	all := make([][]float64, chunks(l.sets.Len()))
	share(len(all), o.Workers, func(_, i int) {
		for set := i * chunk; set < min(l.sets.Len(), (i+1)*chunk); set++ {
			for then := range l.rulesOf(set) {
				if c, ok := l.confidence(set, then, o.MinConfidence, -1); ok {
					all[i] = append(all[i], c)
				}
			}
		}
	})
	confidences := slices.Concat(all...)
	if len(confidences) <= o.MaxRules {
		return -1
	}
	slices.Sort(confidences)
	return confidences[len(confidences)-1-o.MaxRules]
}

// appendRules appends the rules of a set.
func (l *lattice) appendRules(rules []Rule, set int, minConfidence, above float64) []Rule {
	items, together := l.sets.At(set)
	facets := l.facetsOf(set)
	for then := range l.rulesOf(set) {
		c, ok := l.confidence(set, then, minConfidence, above)
		if !ok {
			continue
		}
		rule := Rule{
			If:          slices.Concat(items[:then], items[then+1:]),
			Then:        items[then],
			Pair:        Pair{N: l.baskets, NA: l.count(facets[then]), NB: l.count(l.single[items[then]]), NAB: together},
			Improvement: c - l.bestInside(set, then),
		}
		rule.LogP = l.logP(set, then, rule.Pair)
		rules = append(rules, rule)
	}
	return rules
}

// logP returns the log of the largest p-value, over the items of a rule's
// condition, that the item adds nothing to the others.
func (l *lattice) logP(set, then int, r Pair) float64 {
	largest := math.Inf(-1)
	facets := l.facetsOf(set)
	condition := l.facetsOf(int(facets[then]))
	for without, facet := range facets {
		if without == then {
			continue
		}
		a := l.baskets // with the others of the condition, where there are any
		if len(condition) > 1 {
			a = l.count(condition[placeIn(without, then)])
		}
		p, _ := stat.LogFisherGreater(r.NAB, r.NA, l.count(facet), a)
		largest = max(largest, p)
	}
	return largest
}
