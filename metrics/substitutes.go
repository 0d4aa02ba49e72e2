package metrics

import (
	"cmp"
	"context"
	"math"
	"slices"

	"xsell/metrics/sales"
)

// Substitutes asks which products keep each other out of the hands of one customer.
var Substitutes = Metric{
	Name:     "substitutes",
	Title:    "Substitutes",
	Question: "Which products take each other's place, so that whoever has one does not need the other?",
	Chapter:  BoughtTogether,
	Definition: "A buyer is a known customer over the window (a deal, where no customer is known); judged are the products of the section Pairs of products. " +
		"Only the time while both products were on sale counts: from the later of their first sales to the earlier of their last, whoever bought (both_from, both_until); a_from, a_until, b_from and b_until are the first and last sale of each in the window. " +
		"Of that time: buyers = those with a deal, buyers_a, buyers_b, buyers_ab = with A, with B, with both; only_a = with A and without B; expected = buyers_a buyers_b / buyers. " +
		"alike = buyers of both among buyers alike, if it were chance what each of them chose, as in the section Pairs of products; alike_lift = buyers_ab / alike with 95 % limits (exact ones of a Poisson count where there is no buyer of both). " +
		"p = the larger of two: Fisher's exact test, one-sided, of fewer buyers of both than chance gives, and the probability of so few or fewer among buyers alike (normal); q = p after Benjamini-Hochberg over all pairs on sale at the same time. " +
		"companions = correlation, over all other judged products, of how far the buyers of A without B and those of B without A are from what their range gives; companions_most = what buyers of one taste would show, given the noise of so few. " +
		"status: substitutes = q of 5 % or less, alike_lift of 0.9 or less, and companions that are not different: an upper limit of at least half of companions_most. " +
		"doubt, where Fisher's test alone finds fewer (its q of 5 % or less): kind of customer, or of deal (among buyers alike), different tastes (companions). " +
		"successor = the sale of A ended where that of B began, in one product type: neither end nor beginning is chance (5 % over all products), they lie apart by no more than a tenth of the shorter time on sale, " +
		"more of A's buyers than of the others took B (Fisher, q of 5 % or less, and the lower limit of the Mantel-Haenszel odds ratio among buyers of one audience with as many deals above 1), and no other product is nearer to either; counts are of the buyers with a deal in both times. " +
		"switched_ab = buyers of both who bought A, on a later day B, and A no more though it was still on sale. " +
		"missing_low = alike (1 - upper limit of alike_lift): so many fewer buyers of both than among buyers alike at least; apparent = missing_low times the smaller worth of A and B, worth being the median CM1 of a buyer in the window (revenue where no cost is known): " +
		"what offers that go by customers alike would count at least without its being there. " +
		"revenue_a, revenue_b = net revenue in the window. Order: substitutes by apparent, successors, then those with a doubt by p.",
	Needs:   []sales.Field{sales.Product},
	SQL:     marketSQL,
	Markets: []tier{ofProducts},
	Run:     findSubstitutes,
}

// successor is the status of two goods of which one took the place of the other.
const successor = "successor"

func findSubstitutes(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	m, err := o.market(ctx, l, ofProducts)
	if err != nil {
		return Section{}, err
	}
	var r rivals
	if len(m.goods) > 1 { // else there is no pair, wherever the baskets are
		if m, err = o.baskets(ctx, l, ofProducts); err == nil {
			r, err = m.rivals(ctx)
		}
		if err != nil {
			return Section{}, err
		}
	}
	f := rivalFindings{market: m, rivals: r, o: o, rows: r.rows(m), by: map[string]int64{}}
	for _, p := range f.rows {
		f.by[cmp.Or(p.status, p.doubt)]++
	}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), SQL: o.fillMarket(marketSQL, ofProducts, m.byDeal), Scope: o.scope(f.scopeText(), l.Calendar.Window)}
	if f.by[substitutes] > 0 {
		s.Charts = []Chart{{Kind: Interval, Title: o.say("%s with both, where 1 would be as many as among those alike", m.Who()), X: "pair",
			Y: []string{"alike_lift", "alike_low", "alike_high"}, Where: "status", Is: substitutes, Limit: 15}}
	}
	return s, nil
}

// rivalRow is a row of the table: two goods that keep each other out, or one after the other.
type rivalRow struct {
	rivalry
	from, to [2]sales.Day // first and last sale of each
	apparent sales.Money
	switched [2]int64 // from A to B, from B to A
}

// rows are the pairs with a status or a doubt in the order of the table; A has fewer
// buyers, or comes first.
func (r rivals) rows(m *market) []rivalRow {
	var rows []rivalRow
	for _, p := range r.pairs {
		if cmp.Or(cmp.Compare(m.goods[p.a].owners.all, m.goods[p.b].owners.all), cmp.Compare(m.goods[p.a].id, m.goods[p.b].id)) > 0 {
			p.a, p.b, p.counts = p.b, p.a, p.counts.Swap()
		}
		rows = append(rows, r.row(p))
	}
	for _, s := range r.successors {
		rows = append(rows, r.row(rivalry{a: s.a, b: s.b, while: r.shelf.onSale[s.a].and(r.shelf.onSale[s.b]), counts: s.counts, logP: s.logP, logQ: s.logQ, status: successor}))
	}
	place := map[string]int{substitutes: 1, successor: 2, "": 3}
	slices.SortStableFunc(rows, func(x, y rivalRow) int {
		return cmp.Or(cmp.Compare(place[x.status], place[y.status]), cmp.Compare(y.apparent, x.apparent), cmp.Compare(x.logP, y.logP))
	})
	return rows
}

func (r rivals) row(p rivalry) rivalRow {
	row := rivalRow{rivalry: p}
	for i, g := range []int32{p.a, p.b} {
		on := r.shelf.onSale[g]
		row.from[i], row.to[i] = r.shelf.market.deals[on.from].day, r.shelf.market.deals[on.to].day
	}
	if p.status == substitutes {
		worth := min(r.shelf.goods[p.a].worth, r.shelf.goods[p.b].worth)
		row.apparent = sales.Money(math.Round(p.missing() * float64(worth)))
		row.switched = r.shelf.switched(p)
	}
	return row
}

// missing is how many buyers of both are lacking at least, compared with buyers alike.
func (r rivalry) missing() float64 {
	within, _ := r.liftAlike()
	return r.alike.mean * (1 - within.High)
}

// switched counts the buyers of both who bought one and on a later day the other, and the
// first no more while both were on sale.
func (s *shelf) switched(p rivalry) (n [2]int64) {
	common(s.goods[p.a].buyers, s.goods[p.b].buyers, func(i, j int) {
		a, b := s.boughtOn(s.holding(p.a, i), p.while), s.boughtOn(s.holding(p.b, j), p.while)
		if len(a) == 0 || len(b) == 0 {
			return
		}
		day := func(deal int32) sales.Day { return s.market.deals[deal].day }
		switch {
		case day(a[len(a)-1]) < day(b[0]):
			n[0]++
		case day(b[len(b)-1]) < day(a[0]):
			n[1]++
		}
	})
	return n
}

// sameType says whether two goods are of one type; nothing where one has none.
func (m *market) sameType(a, b int32) string {
	x, y := m.goods[a].kind, m.goods[b].kind
	switch {
	case x == sales.Unassigned || y == sales.Unassigned:
		return ""
	case x == y:
		return "yes"
	}
	return "no"
}
