package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// dealFindings is what the sentences and the table of the section speak of.
type dealFindings struct {
	steps, bands []dealStep
	places       map[string]dealGroup // window, current, previous, year_ago
	within       dealWithin
	usual        Cell // whether the revenue per deal of the period is normal or a signal
	costs        bool
	customers    bool
	madeUp       bool // a deal is a customer on a day
	c            sales.Calendar
	o            Options
}

// returnsOnly is the step of deals that sold nothing, after all others.
const returnsOnly = 1000

// stepNames name the steps of several numbers of products.
var stepNames = map[int64]phrases.Key{returnsOnly: "returns only", 0: "postage and fees only", 1: "1 product", 10: "10 to 14 products", 15: "15 to 19 products",
	20: "20 to 29 products", 30: "30 to 49 products", 50: "50 to 99 products", 100: "100 products and more"}

func (o Options) stepName(step int64) string {
	if name, ok := stepNames[step]; ok {
		return o.say(name)
	}
	return o.say("%d {1|product|products}", step)
}

func (f dealFindings) columns() []Column {
	return []Column{
		{"kind", "Kind", Word}, {"label", "Deals with", Text}, {"deals", "Deals", Count}, {"share", "Share of deals", Ratio},
		{"revenue", "Revenue", Money}, {"revenue_share", "Share of revenue", Ratio}, {"mean", "Money per deal, mean", Money}, {"median", "Money per deal, median", Money},
		{"more_than_before", "Above one product less", Money}, {"products_per_deal", "Products per deal", Number}, {"money_per_product", "Money per product", Money},
		{"cross_sold", "Two products or more", Ratio}, {"cm1", "CM1", Money}, {"cm1_per_deal", "CM1 per deal", Money}, {"margin", "Margin", Ratio},
		{"effect", f.o.say("Effect since %s", f.c.Previous.Label), Money}, {"year_effect", f.o.say("Effect since %s", f.c.YearAgo.Label), Money},
		{"limit_low", "Limit, low", Money}, {"limit_high", "Limit, high", Money},
	}
}

func (f dealFindings) table() Table {
	t := Table{Columns: f.columns()}
	var last *dealStep
	for i, s := range f.steps {
		row := f.cells("products", f.o.stepName(s.Step), s.dealGroup)
		if s.Step == returnsOnly {
			for _, c := range []int{2, 3, 5, 6, 7, 9, 10, 11, 13} { // nothing was sold
				row[c] = nil
			}
		}
		if more, ok := f.added(last, s); ok {
			row[8] = more
		}
		t.Rows = append(t.Rows, row)
		last = &f.steps[i]
	}
	for i, b := range f.bands {
		row := f.cells("money", f.bandName(i), b.dealGroup)
		row[7] = nil
		t.Rows = append(t.Rows, row)
	}
	for _, p := range []struct {
		place string
		span  sales.Period
	}{{"current", f.c.Period}, {"previous", f.c.Previous}, {"year_ago", f.c.YearAgo}, {"window", f.c.Window}} {
		if p.place == "current" || p.place == "window" || f.c.Covers(p.span) {
			row := f.cells("period", p.span.Label, f.places[p.place])
			row[3], row[5] = nil, nil
			t.Rows = append(t.Rows, row)
		}
	}
	return Table{t.Columns, append(append(t.Rows, f.changeRows(len(t.Columns))...), f.withinRows(len(t.Columns))...)}
}

// cells are a row of some deals; shares are of the deals of the window with a sale.
func (f dealFindings) cells(kind, label string, g dealGroup) []Cell {
	row := []Cell{kind, label, g.Deals, ratio(float64(g.Deals), float64(f.places["window"].Deals)), g.Revenue, moneyRatio(g.Revenue, f.places["window"].Revenue), g.mean(), g.median(),
		nil, ratio(float64(g.Products), float64(g.Deals)), perOne(g.Revenue, g.Products), ratio(float64(g.Multi), float64(g.Deals)), amount(g.CM1), nil, nil, nil, nil, nil, nil}
	if f.costs && g.Deals == 0 {
		row[12] = sales.Money(0)
	}
	if g.CM1.Valid {
		row[13], row[14] = perOne(g.CM1.V, g.Deals), moneyRatio(g.CM1.V, g.Costed.V)
	}
	return row
}

// added is what deals bring more than those with one product less; false where either
// are too few for a mean to say much.
func (f dealFindings) added(before *dealStep, s dealStep) (sales.Money, bool) {
	const least = 20
	if before == nil || before.Step < 1 || s.Step != before.Step+1 || s.Step >= 10 || before.Deals < least || s.Deals < least {
		return 0, false
	}
	return s.mean().(sales.Money) - before.mean().(sales.Money), true
}

// bandName is "20 to 50": the limits of a band, open at the ends that were joined.
func (f dealFindings) bandName(i int) string {
	limits, step := moneyLimits(), f.bands[i].Step
	write := func(m sales.Money) string { return f.o.count(int64(m) / sales.Scale) }
	first := 0
	if f.bands[0].Step < 0 {
		first = 1
	}
	switch {
	case step < 0:
		return f.o.say("0 and less")
	case int(step) == len(limits), i == len(f.bands)-1 && i > first:
		return f.o.say("%s and more", write(limits[step-1]))
	case i == first:
		return f.o.say("less than %s", write(limits[step]))
	}
	return f.o.say("%s to %s", write(limits[f.bands[i-1].Step]), write(limits[step]))
}

// perDealSplit is the change of money per deal and its two parts.
type perDealSplit struct {
	before, now     sales.Money // per deal
	products, money sales.Money // effects
}

// split divides the change of money per deal since the place; false where one of them
// has no product to divide by.
func (f dealFindings) split(place string) (perDealSplit, bool) {
	span := f.c.Previous
	if place == "year_ago" {
		span = f.c.YearAgo
	}
	a, b := f.places[place], f.places["current"]
	if !f.c.Covers(span) || a.Products == 0 || b.Products == 0 {
		return perDealSplit{}, false
	}
	s := perDealSplit{before: a.mean().(sales.Money), now: b.mean().(sales.Money)}
	perProduct := func(g dealGroup) float64 { return float64(g.Revenue) / float64(g.Products) }
	perDeal := func(g dealGroup) float64 { return float64(g.Products) / float64(g.Deals) }
	s.products = money((perDeal(b) - perDeal(a)) * (perProduct(a) + perProduct(b)) / 2)
	s.money = s.now - s.before - s.products
	return s, true
}

// changeRows are the two parts of the change of money per deal, and the change itself.
func (f dealFindings) changeRows(width int) [][]Cell {
	var rows [][]Cell
	labels := []phrases.Key{"Products per deal", "Money per product", "Money per deal"}
	previous, ok := f.split("previous")
	year, okYear := f.split("year_ago")
	if !ok && !okYear {
		return nil
	}
	for i, label := range labels {
		row := make([]Cell, width)
		row[0], row[1] = "change", f.o.say(label)
		if ok {
			row[15] = []sales.Money{previous.products, previous.money, previous.now - previous.before}[i]
		}
		if okYear {
			row[16] = []sales.Money{year.products, year.money, year.now - year.before}[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// withinRows compare the deals of customers who have both kinds.
func (f dealFindings) withinRows(width int) [][]Cell {
	more, ok := f.within.interval()
	if !ok {
		return nil
	}
	row := make([]Cell, width)
	row[0], row[1] = "same customers", f.o.say("2 products and more, against 1, of %d {1|customer|customers}", f.within.Customers)
	row[8], row[17], row[18] = money(more.Value*sales.Scale), money(more.Limits.Low*sales.Scale), money(more.Limits.High*sales.Scale)
	return [][]Cell{row}
}

func (f dealFindings) charts() []Chart {
	return []Chart{
		{Kind: Bars, Title: "Deals by number of products", X: "label", Y: []string{"deals"}, Where: "kind", Is: "products"},
		{Kind: Bars, Title: "Mean money per deal by number of products", X: "label", Y: []string{"mean"}, Where: "kind", Is: "products"},
		{Kind: Bars, Title: "Deals by money", X: "label", Y: []string{"deals"}, Where: "kind", Is: "money"},
		{Kind: Bars, Title: "Revenue of deals by their money", X: "label", Y: []string{"revenue"}, Where: "kind", Is: "money"},
	}
}
