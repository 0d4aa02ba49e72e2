package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"xsell/metrics/basket"
)

// mostRules bounds the rules that are held at a time.
const mostRules = 5_000_000

// ruleColumns are the columns of rules, in the order of appendRule.
var ruleColumns = []string{
	"if", "then", "n", "n_a", "n_b", "n_ab", "attach", "attach_low", "attach_high", "base_rate",
	"lift", "lift_low", "lift_high", "leverage", "conviction", "kulczynski", "imbalance",
	"log10_p", "log10_q", "improvement", "log10_p_improvement",
}

// printRules prints the rules, those with the most baskets beyond expectation first.
func printRules(ctx context.Context, f *flags, c catalogue, with []int32, stdout, notes io.Writer) error {
	b := c.Baskets
	if len(with) > 0 {
		partners, err := c.mine(ctx, f, b, with, io.Discard)
		if err != nil {
			return err
		}
		b = reduced(b, partners, len(c.Names))
	}
	sets, err := c.mine(ctx, f, b, nil, notes)
	if err != nil {
		return err
	}
	found, err := basket.FindRules(ctx, sets, int64(b.Len()), basket.RuleOptions{MinConfidence: f.mining.minConfidence, MaxRules: mostRules})
	if err != nil {
		return err
	}
	if found.MinConfidence > 1 {
		return fmt.Errorf("more than %s rules have confidence 1; ask for fewer sets with --min-count or --max-size", grouped(mostRules))
	}
	if found.MinConfidence > f.mining.minConfidence {
		fmt.Fprintf(notes, "there are more than %s rules: shown are those of confidence %.6g and more; --min-count and --max-size make them fewer\n", grouped(mostRules), found.MinConfidence)
	}
	rules := slices.DeleteFunc(found.Rules, func(r basket.Rule) bool { return !holdsAll(r, with) })
	tests, err := c.pairTests(ctx, f.mining.minCount, with)
	if err != nil {
		return err
	}
	logQ, err := pairQ(sets, int64(b.Len()), with, tests)
	if err != nil {
		return err
	}
	return writeRules(stdout, rules, logQ, c.Names, rowsWanted(f))
}

// reduced is the baskets with only those items that stand in the sets: what is frequent
// together with required items is all that their rules are made of.
func reduced(b *basket.Baskets, sets *basket.Itemsets, items int) *basket.Baskets {
	keep := make([]bool, items)
	for i := range sets.Len() {
		set, _ := sets.At(i)
		for _, item := range set {
			keep[item] = true
		}
	}
	var out basket.Baskets
	var row []int32
	for i := range b.Len() {
		row = row[:0]
		for _, item := range b.At(i) {
			if keep[item] {
				row = append(row, item)
			}
		}
		out.Add(row...)
	}
	return &out
}

func holdsAll(r basket.Rule, items []int32) bool {
	return !slices.ContainsFunc(items, func(item int32) bool { return item != r.Then && !slices.Contains(r.If, item) })
}

// pairTests is how many pairs of frequent items there are that may stand together, so many
// of them with the items given.
func (c catalogue) pairTests(ctx context.Context, minCount int64, given []int32) (int64, error) {
	frequent, err := basket.Mine(ctx, c.Baskets, basket.Options{MinCount: minCount, MaxSize: 1})
	if err != nil {
		return 0, err
	}
	if len(given) > 1 {
		return 1, nil
	}
	apart := c.apart()
	items, isFrequent := make([]int32, frequent.Len()), make([]bool, len(c.Names))
	for i := range items {
		set, _ := frequent.At(i)
		items[i], isFrequent[set[0]] = set[0], true
	}
	tests := basket.Pairs(int64(len(items)))
	if len(given) == 1 {
		tests = int64(len(items)) - 1
	}
	if apart == nil {
		return tests, nil
	}
	for _, item := range items {
		if len(given) == 1 && apart(item, given[0]) {
			tests--
		}
		for _, above := range c.above[item] {
			if len(given) == 0 && isFrequent[above] {
				tests--
			}
		}
	}
	return tests, nil
}

// pairQ is the logarithms of the q-values of pairs of items that hold those given. The
// correction counts so many tests; pairs not frequent together stand in it with p = 1, so
// that no q is too small.
func pairQ(sets *basket.Itemsets, n int64, given []int32, tests int64) (map[[2]int32]float64, error) {
	single := map[int32]int64{}
	for i := range sets.Len() {
		if items, count := sets.At(i); len(items) == 1 {
			single[items[0]] = count
		}
	}
	var pairs []basket.Pair
	var items [][2]int32
	for i := range sets.Len() {
		set, count := sets.At(i)
		if len(set) == 2 && !slices.ContainsFunc(given, func(item int32) bool { return !slices.Contains(set, item) }) {
			pairs = append(pairs, basket.Pair{N: n, NA: single[set[0]], NB: single[set[1]], NAB: count})
			items = append(items, [2]int32{min(set[0], set[1]), max(set[0], set[1])})
		}
	}
	logQ := make(map[[2]int32]float64, len(items))
	if len(pairs) == 0 {
		return logQ, nil
	}
	adjusted, ok := basket.AdjustGreater(pairs, tests)
	if !ok {
		return nil, errors.New("the counts of the itemsets contradict each other")
	}
	for i, pair := range items {
		logQ[pair] = adjusted[i]
	}
	return logQ, nil
}

// writeRules prints the first rules.
func writeRules(w io.Writer, rules []basket.Rule, logQ map[[2]int32]float64, names []string, most int) error {
	if _, err := io.WriteString(w, strings.Join(ruleColumns, ",")+"\n"); err != nil {
		return err
	}
	for i := range rules {
		slices.Sort(rules[i].If)
	}
	sortInParts(rules, func(a, b basket.Rule) int {
		return cmp.Or(
			cmp.Compare(beyond(b), beyond(a)), cmp.Compare(b.NAB, a.NAB), cmp.Compare(len(a.If), len(b.If)),
			slices.Compare(a.If, b.If), cmp.Compare(a.Then, b.Then))
	})
	c := newCells(names)
	return writeRows(w, min(most, len(rules)), func(row []byte, i int) []byte {
		r := rules[i]
		row = append(c.set(row, r.If), ',')
		row = c.set(row, []int32{r.Then})
		return append(appendMeasures(row, r, logQ), '\n')
	})
}

// beyond is how many baskets more than expected hold both sides, times all baskets.
func beyond(r basket.Rule) int64 { return r.N*r.NAB - r.NA*r.NB }

// appendMeasures appends the cells of the measures of a rule, those that are undefined
// blank.
func appendMeasures(row []byte, r basket.Rule, logQ map[[2]int32]float64) []byte {
	for _, n := range []int64{r.N, r.NA, r.NB, r.NAB} {
		row = strconv.AppendInt(append(row, ','), n, 10)
	}
	attach, attachOK := r.AttachLimits(confidenceLevel)
	lift, liftOK := r.LiftLimits(confidenceLevel)
	number := func(v float64, ok bool) { row = appendNumber(row, v, ok) }
	log10 := func(log float64, ok bool) {
		if log > -1e-12 {
			log = 0 // of 1, but for rounding
		}
		number(log/math.Ln10, ok)
	}
	number(r.Attach())
	number(attach.Low, attachOK)
	number(attach.High, attachOK)
	number(r.BaseRate())
	number(r.Lift())
	number(lift.Low, liftOK)
	number(lift.High, liftOK)
	number(r.Leverage())
	number(r.Conviction())
	number(r.Kulczynski())
	number(r.ImbalanceRatio())
	log10(r.LogFisherGreater())
	if len(r.If) == 1 {
		q, ok := logQ[[2]int32{min(r.If[0], r.Then), max(r.If[0], r.Then)}]
		log10(q, ok)
	} else {
		row = append(row, ',')
	}
	number(r.Improvement, true)
	log10(r.LogP, true)
	return row
}

// appendNumber appends a cell, blank where the number is undefined.
func appendNumber(row []byte, v float64, ok bool) []byte {
	if row = append(row, ','); !ok {
		return row
	}
	return strconv.AppendFloat(row, v, 'g', 6, 64)
}

// confidenceLevel is that of all limits.
const confidenceLevel = 0.95
