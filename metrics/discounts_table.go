package metrics

import (
	"cmp"
	"slices"
	"strconv"

	"xsell/metrics/sales"
)

// order sorts the sizes of deals by size; all else stays by money.
func (f *discountFindings) order() {
	place := func(r discountRow) int {
		n, err := strconv.Atoi(r.Item)
		if err != nil || n < 0 {
			return len(moneyLimits()) + 1 // nothing was sold: last
		}
		return n
	}
	slices.SortStableFunc(f.rows, func(a, b discountRow) int {
		if a.Dimension != "size" || b.Dimension != "size" {
			return 0
		}
		return cmp.Compare(place(a), place(b))
	})
	for i, r := range f.rows {
		if r.Dimension == "size" {
			f.rows[i].Item = f.o.sizeName(place(r))
		}
	}
}

// sizeName names a band of moneyBand.
func (o Options) sizeName(band int) string {
	limits := moneyLimits()
	write := func(m sales.Money) string { return o.count(int64(m) / sales.Scale) }
	switch {
	case band > len(limits):
		return o.say("returns only")
	case band == 0:
		return o.say("less than %s", write(limits[0]))
	case band == len(limits):
		return o.say("%s and more", write(limits[band-1]))
	}
	return o.say("%s to %s", write(limits[band-1]), write(limits[band]))
}

func (f discountFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"item", "Item", Text}, {"name", "Name", Text}, {"list", "List amount", Money}, {"discount", "Discount", Money}, {"rate", "Discount rate", Ratio},
		{"share", "Share of discounts", Ratio}, {"mix_rate", "Rate of its products", Ratio}, {"above_mix", "Above its products", Money},
		{"beyond_lines", "Lines beyond the limit", Count}, {"beyond", "Beyond the limit", Money}, {"needless_lines", "Perhaps needless, lines", Count}, {"needless", "Perhaps needless", Money},
		{"lines", "Lines", Count}, {"discounted_lines", "Lines with a discount", Count}, {"revenue", "Net revenue", Money}, {"cm1", "CM1", Money}, {"margin", "Margin", Ratio},
		{"period_rate", f.o.say("Rate %s", f.c.Period.Label), Ratio}, {"change", f.o.say("Change on %s", f.c.Previous.Label), Points}, {"year_change", f.o.say("Change on %s", f.c.YearAgo.Label), Points},
	}}
	total := f.total()
	for _, r := range f.rows {
		t.Rows = append(t.Rows, f.cells(r, total))
	}
	if !f.limit.Valid {
		t.drop("beyond_lines")
		t.drop("beyond")
	}
	return t
}

func (f discountFindings) cells(r discountRow, total discountRow) []Cell {
	item := r.Item
	if r.Dimension == "total" {
		item = f.o.say("all")
	}
	row := []Cell{r.Dimension, item, text(r.Name), r.List, r.Discount, moneyRatio(r.Discount, r.List), moneyRatio(r.Discount, total.Discount), nil, nil,
		r.BeyondLines, r.Beyond, r.NeedlessLines, r.Needless, r.Lines, r.DiscountedLines, r.Revenue, amount(r.CM1), r.margin(), moneyRatio(r.PeriodDiscount, r.PeriodList), nil, nil}
	if r.Dimension == "seller" || r.Dimension == "audience" || r.Dimension == "size" {
		row[7], row[8] = moneyRatio(r.Mix, r.List), r.Discount-r.Mix
	}
	if f.c.Covers(f.c.Previous) {
		row[19], _ = difference(moneyRatio(r.PreviousDiscount, r.PreviousList), row[18], Ratio)
	}
	if f.c.Covers(f.c.YearAgo) {
		row[20], _ = difference(moneyRatio(r.YearAgoDiscount, r.YearAgoList), row[18], Ratio)
	}
	if r.Item == other {
		row[2] = f.o.others(r.Things)
	}
	return row
}

// claims are that every dimension is the whole of the lines with a list price.
func (f discountFindings) claims() []Claim {
	var out []Claim
	for _, k := range discountKinds {
		if !slices.ContainsFunc(f.rows, func(r discountRow) bool { return r.Dimension == k.kind }) {
			continue
		}
		out = append(out, Claim{Column: "list", Of: LinesList, Scope: Listed, Where: "kind", Is: k.kind},
			Claim{Column: "discount", Of: LinesDiscount, Scope: Listed, Where: "kind", Is: k.kind},
			Claim{Column: "revenue", Of: LinesRevenue, Scope: Listed, Where: "kind", Is: k.kind})
	}
	return out
}

func (f discountFindings) charts() []Chart {
	charts := []Chart{{Kind: Bars, Title: "Discount by product", X: "name", Y: []string{"discount"}, Where: "kind", Is: "product", Limit: 12}}
	for _, k := range discountKinds[2:] {
		n := 0
		for _, r := range f.rows {
			if r.Dimension == k.kind {
				n++
			}
		}
		if n > 1 {
			y := []string{"rate", "mix_rate"}
			charts = append(charts, Chart{Kind: Bars, Title: f.o.say(k.title), X: "item", Y: y, Where: "kind", Is: k.kind, Limit: 12})
		}
	}
	return charts
}
