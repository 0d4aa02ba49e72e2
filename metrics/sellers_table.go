package metrics

import (
	"fmt"

	"xsell/metrics/sales"
)

// sellerFindings is what the sentences and the table of the section speak of.
type sellerFindings struct {
	people []sellerDeals
	comparison
	part            part
	costs, partners bool
	crossed         crossedDeals
	o               Options
}

func (f sellerFindings) table() Table {
	t := Table{Columns: []Column{
		{"seller", "Seller", Text}, {"status", "Beside the others", Word}, {"rank", "Rank, 95 % range", Text},
		{"deals", "Deals", Quantity}, {"compared", "Deals compared", Count}, {"crossed", "Crossed", Count},
		{"rate", "Rate", Ratio}, {"low", "Rate, low", Ratio}, {"high", "Rate, high", Ratio}, {"expected", "Expected", Ratio}, {"adjusted", "Adjusted rate", Ratio}, {"shrunk", "Shrunk rate", Ratio},
		{"independent", "Independent deals", Count}, {"low_95", "95 % limit, low", Ratio}, {"high_95", "95 % limit, high", Ratio}, {"low_998", "99.8 % limit, low", Ratio}, {"high_998", "99.8 % limit, high", Ratio}, {"all", "Rate of all", Ratio},
		{"customers", "Customers", Count}, {"largest", "Largest customer's deals", Ratio}, {"external", "With a partner", Count},
		{"products", "Products", Count}, {"most_sold", "Most sold", Text}, {"revenue", "Revenue", Money}, {"revenue_share", "Share of revenue", Ratio}, {"cm1", "CM1", Money}, {"compared_with", "Compared with", Word},
		{"beyond", "Crossed beyond expected, at least", Number}, {"stake", "Their second area, at least", Money},
	}}
	all := f.sold()
	for i, p := range f.people {
		if i == f.o.MaxRows && len(f.people) > i+1 {
			t.Rows = append(t.Rows, f.others(f.people[i:], all))
			break
		}
		t.Rows = append(t.Rows, f.row(p, f.of[i], all))
	}
	if !f.partners {
		t.drop("external")
	}
	if !t.has("stake") {
		t.drop("beyond")
		t.drop("stake")
	}
	if !f.costs {
		t.drop("cm1")
	}
	return t
}

func (f sellerFindings) row(p sellerDeals, c comparedSeller, all sales.Money) []Cell {
	row := []Cell{p.Seller, text(c.status), text(f.rankText(c)), p.deals, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil, nil,
		p.products, nil, p.revenue, moneyRatio(p.revenue, all), amount(p.cm1), nil, nil, nil}
	if p.mostSold.Valid {
		row[22] = p.mostSold.V
	}
	if p.N == 0 {
		return row
	}
	row[4], row[5], row[6], row[7], row[8], row[9] = p.N, p.K, c.rate, c.exact.Low, c.exact.High, c.expected
	row[12], row[18], row[19], row[20] = c.independent, p.Customers, float64(p.MostN)/float64(p.N), p.Outside
	if c.isJudged() {
		row[10], row[11] = c.adjusted, c.shrunk
		row[13], row[14], row[15], row[16], row[17], row[26] = c.inner.Low, c.inner.High, c.outer.Low, c.outer.High, f.rate, "others"
	}
	if beyond, ok := c.beyondLeast(p); ok {
		row[27], row[28] = beyond, f.stake(p, c)
	}
	return row
}

// others are the sellers beyond the last row that fits, as one.
func (f sellerFindings) others(people []sellerDeals, all sales.Money) []Cell {
	rest := sellerDeals{sellerCounts: sellerCounts{Seller: fmt.Sprintf("(other: %s)", f.o.count(int64(len(people))))}}
	for _, p := range people {
		rest.deals, rest.revenue = rest.deals+p.deals, rest.revenue+p.revenue
		rest.cm1.V, rest.cm1.Valid = rest.cm1.V+p.cm1.V, rest.cm1.Valid || p.cm1.Valid
	}
	row := f.row(rest, comparedSeller{}, all)
	row[21] = nil
	return row
}

func (f sellerFindings) sold() (all sales.Money) {
	for _, p := range f.people {
		all += p.revenue
	}
	return all
}

// isJudged reports whether the seller has a place on the funnel.
func (c comparedSeller) isJudged() bool { return c.status != "" && c.status != sellerFew }

// rankText writes the places a seller may hold: "3 to 9 of 14".
func (f sellerFindings) rankText(c comparedSeller) string {
	switch {
	case !c.ranked:
		return ""
	case c.ranks.Best == c.ranks.Worst:
		return f.o.say("%d of %d", c.ranks.Best, f.judged)
	}
	return f.o.say("%d to %d of %d", c.ranks.Best, c.ranks.Worst, f.judged)
}
