package metrics

import (
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

func (f *offerFindings) columns() []Column {
	worth := f.market.worthName()
	return []Column{
		{"kind", "Kind", Word}, {"seller", "Seller", Text}, {"customer", "Customer", Text}, {"customer_name", "Name", Text}, {"audience", "Audience", Text},
		{"product", "Product", Text}, {"product_name", "Offer", Text}, {"reason", "Why", Text}, {"ground", "Ground", Word},
		{"probability", "Probability", Ratio}, {"probability_low", "Probability, low", Ratio}, {"probability_high", "Probability, high", Ratio},
		{"worth_low", f.o.say("Worth, low (%s)", worth), Money}, {"worth", "Worth, expected", Money}, {"worth_high", "Worth, high", Money},
		{"also", "Then", Text}, {"list", "List in the test", Text}, {"customers", "Customers", Count}, {"hits", "Of them, bought an offer", Count}, {"new_money", f.o.say("%s of new products", title(worth)), Money}, {"hit_money", "Of it, of those offered", Money},
	}
}

// table has a row for each seller with its customers below it, then the test.
func (f *offerFindings) table() Table {
	t := Table{Columns: f.columns()}
	add := func(cells map[string]Cell) {
		row := make([]Cell, len(t.Columns))
		for key, cell := range cells {
			row[t.Index(key)] = cell
		}
		t.Rows = append(t.Rows, row)
	}
	for _, s := range f.sellers {
		if f.l.Has(sales.Seller) {
			add(map[string]Cell{"kind": "seller", "seller": s.name, "customers": int64(s.end - s.first), "worth": money(s.worth)})
		}
		for _, c := range f.rows[s.first:s.end] {
			add(f.cells(c))
		}
	}
	if f.trial.ran {
		f.testRows(add)
	}
	return t
}

func (f *offerFindings) cells(c call) map[string]Cell {
	g := &f.market.goods[c.good]
	cells := map[string]Cell{"kind": "offer", "customer": c.who.Customer, "customer_name": c.who.CustomerName, "audience": c.who.Audience,
		"product": g.id, "product_name": g.name, "reason": f.reason(c), "ground": groundNames[c.ground],
		"probability": c.chance, "probability_low": c.low, "probability_high": c.high,
		"worth_low": money(c.low * f.each[c.good]), "worth": money(c.worth), "worth_high": money(c.high * f.each[c.good])}
	if f.l.Has(sales.Seller) {
		cells["seller"] = c.who.Seller
	}
	var also []string
	for _, g := range c.also {
		also = append(also, f.market.goods[g].name)
	}
	cells["also"] = text(strings.Join(also, "; "))
	return cells
}

// groundNames are the grounds as the table says them.
var groundNames = [...]string{byAudience: "audience", byPair: "pair", bySequence: "sequence"}

// testRows are the hits of our offers and of the most popular products.
func (f *offerFindings) testRows(add func(map[string]Cell)) {
	t := f.trial
	for _, list := range []struct {
		name  phrases.Key
		hits  int64
		money sales.Money
	}{{"our five offers", t.ours, t.oursMoney}, {"the five most popular", t.plain, t.plainMoney}} {
		within, _ := stat.Wilson(list.hits, t.customers, confidence)
		add(map[string]Cell{"kind": "test", "list": f.o.say(list.name), "customers": t.customers, "hits": list.hits, "probability": float64(list.hits) / float64(t.customers),
			"probability_low": within.Low, "probability_high": within.High, "new_money": t.money, "hit_money": list.money})
	}
}
