package metrics

import (
	"math/bits"

	"xsell/metrics/basket"
)

// largestBundle is the most products a bundle has: nobody offers five at once, and the
// rules that five make are too many to be told from chance.
const largestBundle = 4

// subset is some of the goods of a bundle, a bit for each, in their order.
type subset uint8

func (p subset) has(i int) bool       { return p>>i&1 == 1 }
func (p subset) without(i int) subset { return p &^ (1 << i) }
func (p subset) with(i int) subset    { return p | 1<<i }
func allOf(goods []int32) subset      { return 1<<len(goods) - 1 }

func (p subset) of(goods []int32) (in []int32) {
	for i, g := range goods {
		if p.has(i) {
			in = append(in, g)
		}
	}
	return in
}

// holders are the buyers of some goods in a part of the window, a bit for each buyer.
type holders struct {
	all    int64
	of     [][]uint64 // by good; nil where not asked for
	before [][]int32  // by good: its buyers ahead of each word
	owners []int64    // by good

	classes int        // of the number of goods that buyers have
	strata  [][2]int32 // of each buyer, a good counted or not: audience and class
}

// holdersOf takes the buyers of the goods of the sets. In early or late alone a buyer
// bought the good in that part, in both anywhere in the window.
func (m *market) holdersOf(sets *bundleSets, in phase) *holders {
	h := &holders{of: make([][]uint64, len(m.goods)), before: make([][]int32, len(m.goods)), owners: make([]int64, len(m.goods))}
	for _, b := range m.buyers {
		if b.when&in != 0 {
			h.all++
		}
		h.classes = max(h.classes, classOfRange(b.goods)+1)
	}
	h.strata = make([][2]int32, len(m.buyers))
	for i, b := range m.buyers {
		first := int(b.audience) * h.classes
		h.strata[i] = [2]int32{int32(first + classOfRange(b.goods)), int32(first + classOfRange(b.goods-1))}
	}
	for _, g := range sets.goods {
		if h.of[g] == nil {
			h.of[g], h.owners[g] = m.bitsOf(&m.goods[g], in)
			h.before[g] = ahead(h.of[g])
		}
	}
	return h
}

func (m *market) bitsOf(g *good, in phase) (set []uint64, n int64) {
	set = make([]uint64, (len(m.buyers)+63)/64)
	for i, buyer := range g.buyers {
		if g.when[i]&in != 0 {
			set[buyer/64] |= 1 << (buyer % 64)
			n++
		}
	}
	return set, n
}

// ahead counts the bits ahead of each word.
func ahead(of []uint64) []int32 {
	before := make([]int32, len(of))
	for i := range before[:max(0, len(of)-1)] {
		before[i+1] = before[i] + int32(ones(of[i]))
	}
	return before
}

// place is the place of a buyer among those of a good.
func (h *holders) place(g int32, word int, bit uint64) int32 {
	return h.before[g][word] + int32(ones(h.of[g][word]&(bit-1)))
}

// each goes through the buyers of all of some goods: the word and the bit.
func (h *holders) each(goods []int32, f func(word int, bit uint64)) {
	for i, w := range h.of[goods[0]] {
		for _, g := range goods[1:] {
			w &= h.of[g][i]
		}
		for ; w != 0; w &= w - 1 {
			f(i, w&-w)
		}
	}
}

// counts are numbers of buyers by the part of a bundle that they have, whatever else of
// it they have; at 0 all buyers.
type counts [1 << largestBundle]int64

// parts counts the buyers of every part of a bundle of three or four. It is the inner loop
// of the search for bundles, hence written out.
func (h *holders) parts(goods []int32) (n counts) {
	n[0] = h.all
	for i, g := range goods {
		n[1<<i] = h.owners[g]
	}
	a, b, c := h.of[goods[0]], h.of[goods[1]], h.of[goods[2]]
	if len(goods) == 3 {
		for i := range a {
			if a, b, c := a[i], b[i], c[i]; a&b|(a|b)&c != 0 {
				n.three(a, b, c)
			}
		}
		return n
	}
	for i, d := range h.of[goods[3]] {
		a, b, c := a[i], b[i], c[i]
		if a&b|(a|b)&c|(a|b|c)&d == 0 { // most words, as few buyers have two
			continue
		}
		n.three(a, b, c)
		n[0b1001] += ones(a & d)
		n[0b1010] += ones(b & d)
		n[0b1100] += ones(c & d)
		n[0b1011] += ones(a & b & d)
		n[0b1101] += ones(a & c & d)
		n[0b1110] += ones(b & c & d)
		n[0b1111] += ones(a & b & c & d)
	}
	return n
}

func (n *counts) three(a, b, c uint64) {
	n[0b011] += ones(a & b)
	n[0b101] += ones(a & c)
	n[0b110] += ones(b & c)
	n[0b111] += ones(a & b & c)
}

func ones(word uint64) int64 { return int64(bits.OnesCount64(word)) }

// rule is that whoever has all goods of a bundle but one has that one too.
type rule struct {
	whole subset
	then  int
}

func (r rule) condition() subset { return r.whole.without(r.then) }

// pair are the counts of the condition as A and of the good that follows as B.
func (r rule) pair(n *counts) basket.Pair {
	return basket.Pair{N: n[0], NA: n[r.condition()], NB: n[subset(0).with(r.then)], NAB: n[r.whole]}
}

// best is the part of the condition, or nothing of it, whose buyers have the good that
// follows most often, and how often; the smaller and the earlier one where equal.
func (r rule) best(n *counts) (best subset, confidence float64) {
	confidence = -1
	for size := range bits.OnesCount8(uint8(r.condition())) {
		for p := range r.whole {
			if bits.OnesCount8(uint8(p)) != size || p&^r.condition() != 0 || n[p] == 0 {
				continue
			}
			if c := float64(n[p.with(r.then)]) / float64(n[p]); c > confidence {
				best, confidence = p, c
			}
		}
	}
	return best, max(0, confidence)
}

// overBest are the counts of the condition as A and of the good that follows as B, among
// the buyers of the best part: its base rate is what the best part alone leads to.
func (r rule) overBest(n *counts) basket.Pair {
	best, _ := r.best(n)
	return basket.Pair{N: n[best], NA: n[r.condition()], NB: n[best.with(r.then)], NAB: n[r.whole]}
}

// improvement is the confidence of the rule less that of its best part: what the whole
// of the condition adds (R. Bayardo, R. Agrawal and D. Gunopulos, ICDE 1999).
func (r rule) improvement(n *counts) float64 {
	_, best := r.best(n)
	if n[r.condition()] == 0 {
		return -best
	}
	return float64(n[r.whole])/float64(n[r.condition()]) - best
}

// added are the counts of one good of the condition as A and of the good that follows as
// B, among the buyers of the rest of the condition.
func (r rule) added(n *counts, i int) basket.Pair {
	rest := r.condition().without(i)
	return basket.Pair{N: n[rest], NA: n[r.condition()], NB: n[rest.with(r.then)], NAB: n[r.whole]}
}
