package metrics

import (
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// lossFindings is what the sentences and the table of the section speak of.
type lossFindings struct {
	groups             []lossGroup // by audience and size
	customers          []lossCustomer
	bonuses, discounts bool
	audiences          bool
	c                  sales.Calendar
	o                  Options
}

// measure is what a customer loses in.
func (f lossFindings) measure() string {
	if f.bonuses {
		return f.o.say("CM2")
	}
	return f.o.say("CM1")
}

// The breadths of customers.
const (
	severalAreas = "several areas"
	oneArea      = "one area"
	noArea       = "no area"
)

// lossNone is the kind of those who lose nothing.
const lossNone = "earns"

// of adds the groups of a breadth and a kind; an empty kind stands for all.
func (f lossFindings) of(breadth, kind string) (t spending) {
	for _, g := range f.groups {
		if g.Breadth == breadth && (kind == "" || g.Kind == kind) {
			t = t.add(g.spending)
		}
	}
	return t
}

// strata count those who lose money among customers of several areas, who are exposed, and
// of one, alike in audience and number of deals.
func (f lossFindings) strata() (out []stat.CohortStratum) {
	for i, g := range f.groups {
		if i == 0 || g.Audience != f.groups[i-1].Audience || g.Size != f.groups[i-1].Size {
			out = append(out, stat.CohortStratum{})
		}
		s, cases := &out[len(out)-1], g.Customers
		if g.Kind == lossNone {
			cases = 0
		}
		switch {
		case g.Kind == noCost:
		case g.Breadth == severalAreas:
			s.Exposed, s.ExposedCases = s.Exposed+g.Customers, s.ExposedCases+cases
		case g.Breadth == oneArea:
			s.Unexposed, s.UnexposedCases = s.Unexposed+g.Customers, s.UnexposedCases+cases
		}
	}
	return out
}

// losing are the customers of a breadth who lose money.
func (f lossFindings) losing(breadth string) (t spending) {
	for _, k := range lossKinds {
		t = t.add(f.of(breadth, k.kind))
	}
	return t
}

func (f lossFindings) table() Table {
	t := Table{Columns: []Column{
		{"kind", "Kind", Word}, {"breadth", "Buys from", Word}, {"loss_by", "Loses by", Word}, {"customer", "Customer", Text}, {"customer_name", "Name", Text},
		{"customers", "Customers", Count}, {"customer_share", "Share of customers", Ratio}, {"deals", "Deals", Count},
		{"revenue", "Revenue", Money}, {"cm1", "CM1", Money}, {"bonus", "Bonuses and commissions", Money}, {"cm2", "CM2", Money}, {"margin", "Margin", Ratio},
		{"returned", "Lost by returns", Money}, {"discount", "Given as discounts", Money}, {"effect", "Effect of what it loses by", Money},
		{"advice", "What to do", Text}, {"areas", "Areas", Count}, {"audience", "Audience", Text}, {"in_chart", "In the chart", Word},
	}}
	for _, breadth := range []string{severalAreas, oneArea, noArea, sales.Unknown} {
		all := f.of(breadth, "")
		for _, k := range lossKinds {
			if s := f.of(breadth, k.kind); s.Customers > 0 {
				row := f.cells("group", breadth, k.kind, s)
				row[6], row[16] = ratio(float64(s.Customers), float64(all.Customers)), f.o.say(k.advice)
				if breadth == severalAreas {
					row[19] = "yes"
				}
				t.Rows = append(t.Rows, row)
			}
		}
		for _, kind := range []string{lossNone, noCost} {
			if s := f.of(breadth, kind); s.Customers > 0 {
				row := f.cells("group", breadth, kind, s)
				row[6] = ratio(float64(s.Customers), float64(all.Customers))
				t.Rows = append(t.Rows, row)
			}
		}
		if breadth == sales.Unknown && f.of(breadth, "").Customers > f.of(breadth, noCost).Customers {
			row := f.cells("group", breadth, "", all)
			row[5] = nil
			t.Rows = append(t.Rows, row)
		}
	}
	for _, c := range f.customers {
		row := f.cells("customer", severalAreas, c.Kind, c.spending)
		row[3], row[4], row[5], row[17], row[18] = c.Customer, text(c.Name), c.Customers, c.Areas, text(c.Audience)
		if c.Customer == other {
			row[2], row[4], row[15], row[17], row[18] = nil, f.o.others(c.Customers), nil, nil, nil
		}
		t.Rows = append(t.Rows, row)
	}
	if !f.bonuses {
		t.drop("bonus")
		t.drop("cm2")
	}
	if !f.discounts {
		t.drop("discount")
	}
	return t
}

func (f lossFindings) cells(kind, breadth, by string, s spending) []Cell {
	row := make([]Cell, 20)
	row[0], row[1], row[2], row[5], row[7], row[8], row[9], row[12] = kind, breadth, text(by), s.Customers, s.Deals, s.Revenue, amount(s.CM1), s.margin()
	row[10], row[13], row[14] = s.Bonus, s.Returned, s.Discount
	if s.CM1.Valid {
		row[11] = s.result()
	}
	if effect, ok := s.effect(by); ok {
		row[15] = effect
	}
	return row
}

// effect is the money of what customers lose by; unknown for what no column says.
func (s spending) effect(by string) (sales.Money, bool) {
	switch by {
	case lossReturns:
		return s.Returned, true
	case lossDiscounts:
		return s.Discount, true
	case lossService:
		return s.Bonus, true
	case lossTogether:
		return s.Returned + s.Discount + s.Bonus, true
	}
	return 0, false
}

func (f lossFindings) charts() []Chart {
	money := "cm1"
	if f.bonuses {
		money = "cm2"
	}
	if f.losing(severalAreas).Customers == 0 {
		return nil
	}
	return []Chart{
		{Kind: Bars, Title: f.o.say("%s of customers of several areas who lose money, by what", title(f.measure())), X: "loss_by", Y: []string{money}, Where: "in_chart", Is: "yes"},
		{Kind: Bars, Title: "The largest losses", X: "customer_name", Y: []string{money}, Where: "kind", Is: "customer", Limit: 12},
	}
}
