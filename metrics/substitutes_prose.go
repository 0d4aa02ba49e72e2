package metrics

import (
	"fmt"

	"xsell/metrics/sales"
)

// rivalFindings is what the sentences about substitutes speak of.
type rivalFindings struct {
	*market
	rivals
	o    Options
	rows []rivalRow
	by   map[string]int64 // pairs of each status and doubt
}

func (f rivalFindings) scopeText() string {
	if f.byDeal {
		return "Deals with one of two products, while both were on sale"
	}
	return "Known customers of one of two products, while both were on sale"
}

func (f rivalFindings) lead() string {
	judged := int64(len(f.goods))
	switch {
	case f.market.counts.Deals == 0:
		return "No deal of the window holds a product, so none takes the place of another."
	case f.tests == 0:
		return fmt.Sprintf("No pair can be judged: %s %s or more of the %s of the window, and a pair needs two on sale at the same time.",
			judgedGoods(judged, "product"), f.people(f.o.MinCount), count(int64(len(f.buyers))))
	case f.by[substitutes] == 0 && f.doubted() == 0:
		return fmt.Sprintf("No two products keep each other out: of %s on sale at the same time, none has fewer %s of both than chance explains.", plural(f.tests, "pair", "pairs"), f.who(2))
	case f.by[substitutes] == 0:
		return fmt.Sprintf("No two products are substitutes: of %s on sale at the same time, %s fewer %s of both than chance gives, %s.",
			plural(f.tests, "pair", "pairs"), plural(f.doubted(), "has", "have"), f.who(2), f.doubts())
	}
	first := f.rows[0]
	if f.by[substitutes] == 1 {
		return fmt.Sprintf("%s are substitutes, the only ones of %s tested: %s.", f.names(first), plural(f.tests, "pair", "pairs"), f.compare(first))
	}
	return fmt.Sprintf("%s pairs of products are substitutes, of %s tested: whoever has one seldom takes the other. First: %s; %s.",
		count(f.by[substitutes]), count(f.tests), f.names(first), f.compare(first))
}

// names are those of two products.
func (f rivalFindings) names(r rivalRow) string {
	return short(f.goods[r.a].name) + " and " + short(f.goods[r.b].name)
}

// compare says how few have both of two products.
func (f rivalFindings) compare(r rivalRow) string {
	lift, _ := r.alike.lift(r.counts.NAB)
	within, _ := r.liftAlike()
	return fmt.Sprintf("%s both where %s would be expected among those alike in %s (lift %.2f, 95 %% limits %s)",
		f.have(r.counts.NAB), about(r.alike.mean), f.alikeIn(), lift, limitsText(within))
}

func (f rivalFindings) have(n int64) string {
	switch {
	case n == 0:
		return "no " + f.who(1) + " has"
	case n == 1:
		return f.people(1) + " has"
	}
	return f.people(n) + " have"
}

// doubted is the number of pairs that chance does not explain, and something else does.
func (f rivalFindings) doubted() int64 { return f.by[doubtBuyers] + f.by[doubtTaste] }

// doubts says what else explains them.
func (f rivalFindings) doubts() string {
	parts := []string{
		"%s because " + f.who(2) + " alike in " + f.alikeIn() + " have as few of both",
		"%s because " + f.who(2) + " of different tastes buy them, who differ in other products too",
	}
	alike, taste, all := f.by[doubtBuyers], f.by[doubtTaste], "all"
	if f.doubted() == 1 {
		all = "but only"
	}
	switch {
	case taste == 0:
		return fmt.Sprintf(parts[0], all)
	case alike == 0:
		return fmt.Sprintf(parts[1], all)
	}
	return fmt.Sprintf(parts[0], count(alike)) + " and " + fmt.Sprintf(parts[1], count(taste))
}

// findings warn of the first substitutes, with what offers would promise in error.
func (f rivalFindings) findings() []Finding {
	if f.by[substitutes] == 0 || f.rows[0].apparent <= 0 {
		return nil
	}
	r := f.rows[0]
	text := fmt.Sprintf("%s take each other's place: %s both, at least %s fewer than expected among those alike.",
		f.names(r), f.have(r.counts.NAB), atLeast(r.missing()))
	return []Finding{{Role: Watch, Weight: r.apparent, Text: fmt.Sprintf("%s Never put them in one bundle, and do not count the %s with only one of them as an opportunity for the other: offers that go by %s promise %s or more in %s that is not there.",
		text, f.people(r.counts.NA+r.counts.NB-2*r.counts.NAB), f.alikeIn(), f.o.money(r.apparent), f.worthName())}}
}

func (f rivalFindings) notes() []string {
	if f.tests == 0 {
		return nil
	}
	notes := []string{fmt.Sprintf("Judged are the %s with %s or more: %s on sale at the same time, bought together or never, and the correction counts them all.",
		plural(int64(len(f.goods)), "product", "products"), f.people(f.o.MinCount), plural(f.tests, "pair was", "pairs were"))}
	if f.by[substitutes] > 0 {
		if f.doubted() > 0 {
			notes = append(notes, fmt.Sprintf("No substitutes, though fewer %s have both than chance gives: %s.", f.who(2), f.doubts()))
		}
		notes = append(notes, f.switching(f.rows[0]), f.types(),
			"What to do with substitutes: never bundle them, do not count the second as a cross-selling opportunity, offer one when the other is out of stock, and look at both before changing the price of one.")
	}
	if f.by[successor] > 0 {
		notes = append(notes, f.succession())
	}
	if f.byDeal {
		notes = append(notes, "No customer is known, so a deal stands for one: what one deal leaves out another of the same customer may hold.")
	}
	notes = append(notes, "Why two products keep each other out, sales cannot say. Products that customers alternate between are bought by the same customers and are not found here.")
	if c := f.market.counts; c.Made > c.Deals {
		notes = append(notes, wentBack(c.Made, c.Deals))
	}
	return notes
}

// switching says what those with both did.
func (f rivalFindings) switching(r rivalRow) string {
	both, ab, ba := r.counts.NAB, r.switched[0], r.switched[1]
	if both == 0 || f.byDeal {
		return fmt.Sprintf("Of %s, %s have the first only and %s the second only.", f.names(r), f.people(r.counts.NA-both), count(r.counts.NB-both))
	}
	return fmt.Sprintf("Of the %s with both %s, %s bought the first, later the second and the first no more; %s the other way round.", f.people(both), f.names(r), count(ab), count(ba))
}

// types says how many of the pairs are of one type.
func (f rivalFindings) types() string {
	same, known := int64(0), int64(0)
	for _, r := range f.rows {
		if is := f.sameType(r.a, r.b); r.status == substitutes && is != "" {
			known++
			if is == "yes" {
				same++
			}
		}
	}
	switch {
	case known == 0:
		return "No product type is known, which would tell substitutes from two needs that exclude each other."
	case known == 1 && same == 1:
		return "Both are of one product type, as substitutes should be."
	case same == known:
		return "All pairs are of one product type, as substitutes should be."
	}
	return fmt.Sprintf("%s of the %s of one product type; of different types, it may be two needs that exclude each other.", count(same), plural(known, "pair is", "pairs are"))
}

// succession says which product took the place of which.
func (f rivalFindings) succession() string {
	for _, r := range f.rows {
		if r.status == successor {
			return fmt.Sprintf("%s: hardly on sale together, the two are no substitutes. First: %s, sold until %s, and then %s, sold from %s; %s of the %s of the first took it.",
				plural(f.by[successor], "product has a successor", "products have a successor"), short(f.goods[r.a].name), onDay(r.to[0]), short(f.goods[r.b].name), onDay(r.from[1]), count(r.counts.NAB), f.people(r.counts.NA))
		}
	}
	return ""
}

func onDay(d sales.Day) string { return d.Time().Format("2 Jan 2006") }
