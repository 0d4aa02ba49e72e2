package sample

import "fmt"

func pairTruths(c *company) []Truth {
	var all []Truth
	for _, h := range realPairs {
		t := Truth{ID: h.id, Kind: RealPair, Products: []string{h.a, h.b}}
		t.Says = fmt.Sprintf("%s sells %s.", productNo(h.a).name, productNo(h.b).name)
		t.Facts = append(dealFacts(c, h.a, h.b, always, ""), customerFacts(c, h.a, h.b)...)
		all = append(all, t)
	}
	return append(all, faded(c), artefact(c), substitutes(c), three(c))
}

// dealFacts counts how often a deal with a has b too, and what that b brings.
func dealFacts(c *company, a, b string, in period, when string) []Fact {
	pa, pb := productNo(a), productNo(b)
	var t tally
	var revenue cents
	for _, l := range c.deals {
		if !in.contains(l.day) || !l.has(pa) {
			continue
		}
		t.add(l.has(pb))
		for _, at := range l.lines {
			if at.product == pb {
				revenue += at.net
			}
		}
	}
	return []Fact{
		t.fact(fmt.Sprintf("deals with %s%s that have %s", a, when, b)),
		money(fmt.Sprintf("net revenue of %s in deals with %s%s", b, a, when), revenue),
	}
}

// fourfold is the table behind a pair: baskets, with a, with b, with both.
type fourfold struct{ n, a, b, both int }

// customerFacts counts the baskets of customers: ever, in the window, and in
// the last fifth of the window.
func customerFacts(c *company, a, b string) []Fact {
	ever := fourfoldOf(c, a, b, always)
	facts := []Fact{tally{ever.both, ever.a}.fact(fmt.Sprintf("customers with %s who have %s", a, b))}
	for _, span := range []struct {
		name string
		in   period
	}{{"window", window}, {"last fifth", holdOut}} {
		t := fourfoldOf(c, a, b, span.in)
		facts = append(facts,
			count(span.name+": customers", t.n),
			count(fmt.Sprintf("%s: customers with %s", span.name, a), t.a),
			count(fmt.Sprintf("%s: customers with %s", span.name, b), t.b),
			count(span.name+": customers with both", t.both))
	}
	return facts
}

func fourfoldOf(c *company, a, b string, in period) fourfold {
	pa, pb := productNo(a), productNo(b)
	withA, withB, any := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, l := range c.deals {
		if !in.contains(l.day) {
			continue
		}
		no := l.customer.no
		any[no] = true
		withA[no] = withA[no] || l.has(pa)
		withB[no] = withB[no] || l.has(pb)
	}
	t := fourfold{n: len(any)}
	for no := range any {
		if withA[no] {
			t.a++
		}
		if withB[no] {
			t.b++
		}
		if withA[no] && withB[no] {
			t.both++
		}
	}
	return t
}

func faded(c *company) Truth {
	h := fadedPair
	t := Truth{ID: h.id, Kind: FadedPair, Products: []string{h.a, h.b}, To: h.runs.to.time()}
	t.Says = fmt.Sprintf("%s sold %s until %s, and does so no longer.", productNo(h.a).name, productNo(h.b).name, h.runs.to)
	t.Facts = append(dealFacts(c, h.a, h.b, h.runs, " until then"), dealFacts(c, h.a, h.b, period{fadedSince, lastDay}, " since")...)
	t.Facts = append(t.Facts, customerFacts(c, h.a, h.b)...)
	return t
}

// The two products that only size brings together.
const artefactA, artefactB = "SC-105", "KW-105"

// sizeClasses are the classes of customers by deals in the window, within which
// the artefact vanishes: their lower limits.
var sizeClasses = []int{1, 3, 5, 9, 17}

func artefact(c *company) Truth {
	t := Truth{ID: "artefact-big-customers", Kind: ArtefactPair, Products: []string{artefactA, artefactB}}
	t.Says = "Big customers buy both canisters and catering cups, but among customers of one size the one does not go with the other."
	t.Facts = append(dealFacts(c, artefactA, artefactB, always, ""), customerFacts(c, artefactA, artefactB)...)
	deals := map[int]int{}
	for _, l := range c.deals {
		if window.contains(l.day) {
			deals[l.customer.no]++
		}
	}
	for i, low := range sizeClasses {
		name, high := fmt.Sprintf("%d deals or more", low), 1<<30
		if i+1 < len(sizeClasses) {
			high = sizeClasses[i+1] - 1
			name = fmt.Sprintf("%d to %d deals", low, high)
		}
		sized := &company{}
		for _, l := range c.deals {
			if n := deals[l.customer.no]; n >= low && n <= high {
				sized.deals = append(sized.deals, l)
			}
		}
		f := fourfoldOf(sized, artefactA, artefactB, window)
		t.Facts = append(t.Facts,
			count(name+": customers", f.n), count(name+": customers with "+artefactA, f.a),
			count(name+": customers with "+artefactB, f.b), count(name+": customers with both", f.both))
	}
	return t
}

func substitutes(c *company) Truth {
	t := Truth{ID: "substitutes-espresso-blends", Kind: Substitutes, Products: []string{blendMild, blendDark}}
	t.Says = "A customer stays with the mild or with the dark espresso: both are popular, and few buy both."
	t.Facts = append(dealFacts(c, blendMild, blendDark, always, ""), customerFacts(c, blendMild, blendDark)...)
	return t
}

func three(c *company) Truth {
	t := Truth{ID: "bundle-pour-over", Kind: BundleOfThree, Products: []string{bundle.a, bundle.b, bundle.c}}
	t.Says = "Dripper, kettle and Yirgacheffe are bought as a set: who has the first two nearly always takes the third, more than with either alone."
	a, b, third := productNo(bundle.a), productNo(bundle.b), productNo(bundle.c)
	var ab, onlyA, onlyB, all tally
	for _, l := range c.deals {
		switch withA, withB := l.has(a), l.has(b); {
		case withA && withB:
			ab.add(l.has(third))
		case withA:
			onlyA.add(l.has(third))
		case withB:
			onlyB.add(l.has(third))
		}
		all.add(l.has(third))
	}
	t.Facts = []Fact{
		ab.fact("deals with " + bundle.a + " and " + bundle.b + " that have " + bundle.c),
		onlyA.fact("deals with " + bundle.a + " alone that have " + bundle.c),
		onlyB.fact("deals with " + bundle.b + " alone that have " + bundle.c),
		all.fact("all deals that have " + bundle.c),
	}
	return t
}
