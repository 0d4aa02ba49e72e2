package metrics

import (
	"math"
	"math/bits"

	"xsell/metrics/basket"
	"xsell/metrics/stat"
)

// addition is an odds ratio within strata, with the log of the one-sided p-value that it is 1
// in all of them (Cochran, Mantel and Haenszel), 0 where it is not above 1. Where nothing in
// any stratum speaks against it, it is without bound.
type addition struct {
	odds
	unbounded bool
	logP      float64
}

// additionOf tests the addition by the counts of each stratum.
func additionOf(counts []basket.Pair) addition {
	strata := make([]stat.FourFold, 0, len(counts))
	var with, against bool
	for _, n := range counts {
		if n.NA == 0 && n.NB == 0 { // says nothing
			continue
		}
		t := n.FourFold()
		strata = append(strata, t)
		with = with || t.Both > 0 && t.Neither > 0
		against = against || t.OnlyA > 0 && t.OnlyB > 0
	}
	e, ok := stat.MantelHaenszel(strata, confidence)
	out := addition{odds: odds{e, ok, ok && e.Limits.Low > 1}, unbounded: with && !against}
	if out.up() {
		_, twoSided, _ := stat.CochranMantelHaenszel(strata)
		out.logP = twoSided - math.Ln2
	}
	return out
}

// up reports whether the ratio is above 1.
func (a addition) up() bool { return a.unbounded || a.ok && a.Value > 1 }

// leastAdded is the odds ratio, among buyers alike who have the rest of the condition, of
// a good of the condition with the good that follows: of the good of which it says least,
// or of the first whose log p is above the bound.
func (h bundleFacts) leastAdded(r rule, bound float64) (least addition) {
	first := true
	for i := range h.goods {
		if !r.condition().has(i) {
			continue
		}
		if a := additionOf(h.among(r, i)); first || a.logP > least.logP {
			least, first = a, false
		}
		if least.logP > bound {
			break
		}
	}
	return least
}

// among counts the buyers of the rest of the condition by stratum: those of one
// audience with about as many judged goods, the good of the condition not counted. Where
// goods differ in how many buy them, and buyers in how much they buy, the number of all
// goods but one tells nothing more of the others about that one (G. Rasch, 1960;
// P. Holland and D. Thayer, Test Validity (1988) 129-145). Were it counted too, of buyers
// with as many goods those who have the one would have fewer others, and goods would seem
// to avoid each other.
func (h *holders) among(audiences int, goods []int32, r rule, i int) []basket.Pair {
	counts := make([]basket.Pair, audiences*h.classes)
	hasA, hasB := h.of[goods[i]], h.of[goods[r.then]]
	h.each(r.condition().without(i).of(goods), func(word int, bit uint64) {
		isA, isB := bit1(hasA[word], bit), bit1(hasB[word], bit)
		n := &counts[h.strata[word*64+bits.TrailingZeros64(bit)][isA]]
		n.N++
		n.NA += isA
		n.NB += isB
		n.NAB += isA & isB
	})
	return counts
}

// bit1 is 1 where the word has the bit.
func bit1(word, bit uint64) int64 {
	if word&bit != 0 {
		return 1
	}
	return 0
}

// classOfRange puts numbers into two classes for each doubling: 1, 2, 3, 4, 5 to 6, 7 to 8,
// 9 to 12, 13 to 16 and so on.
func classOfRange(n int32) int {
	n = max(0, n-1)
	shift := max(0, bits.Len32(uint32(n))-2)
	return shift<<1 + int(n>>shift)
}
