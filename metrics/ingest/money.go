package ingest

import (
	"fmt"
	"slices"

	"xsell/metrics/ingest/sheet"
	"xsell/metrics/sales"
)

// money works out the amounts of a line from the columns there are.
type money struct {
	quantity, revenue, list, discount, cost *numberColumn
	price, unitCost, profit, margin, rate   *numberColumn
	bonuses, commissions                    []*numberColumn // several columns add up
	returned                                bool            // discounts are written as negative amounts
	listed                                  bool            // price x quantity is the amount before discount
}

// amounts are the numbers of one line with how reading each went.
type amounts struct {
	quantity, revenue, list, discount, cost       int64
	bonus, commission                             int64
	hasQuantity, hasRevenue, hasList              bool
	hasDiscount, hasCost, hasBonus, hasCommission bool
	bad                                           *numberColumn // a column that could not be read
}

// columns lists the columns that are read.
func (m *money) columns() []*numberColumn {
	var list []*numberColumn
	for _, c := range []*numberColumn{m.quantity, m.revenue, m.list, m.discount, m.cost, m.price, m.unitCost, m.profit, m.margin, m.rate} {
		if c != nil {
			list = append(list, c)
		}
	}
	return slices.Concat(list, m.bonuses, m.commissions)
}

// read is the amounts of a row; it is false where a cell reads two ways and its
// column must be surveyed first.
func (m *money) read(cells []sheet.Cell) (amounts, bool) {
	var a amounts
	decided := true
	get := func(c *numberColumn) (int64, bool) {
		n, s := c.read(cells)
		switch s {
		case undecided:
			decided = false
		case unreadable:
			if a.bad == nil || c == m.revenue {
				a.bad = c
			}
		}
		return n, s == readable
	}
	a.quantity, a.hasQuantity = get(m.quantity)
	a.list, a.hasList = get(m.list)
	a.discount, a.hasDiscount = get(m.discount)
	sum := func(columns []*numberColumn) (sum int64, has bool) {
		for _, c := range columns {
			n, ok := get(c)
			sum, has = sum+n, has || ok
		}
		return sum, has
	}
	a.bonus, a.hasBonus = sum(m.bonuses)
	a.commission, a.hasCommission = sum(m.commissions)
	if m.returned {
		a.discount = -a.discount
	}
	price, hasPrice := get(m.price)
	rate, hasRate := get(m.rate)
	a.revenue, a.hasRevenue = get(m.revenue)
	if !a.hasRevenue && m.revenue == nil {
		m.workOutRevenue(&a, price, hasPrice, rate, hasRate)
	}
	m.workOutList(&a, price, hasPrice, rate, hasRate)
	a.cost, a.hasCost = get(m.cost)
	if m.cost == nil {
		unit, hasUnit := get(m.unitCost)
		profit, hasProfit := get(m.profit)
		margin, hasMargin := get(m.margin)
		m.workOutCost(&a, cell{unit, hasUnit}, cell{profit, hasProfit}, cell{margin, hasMargin})
	}
	return a, decided
}

// cell is a number that may be missing.
type cell struct {
	value int64
	ok    bool
}

// workOutRevenue makes the net amount of price and quantity, or of the list amount,
// less the discount.
func (m *money) workOutRevenue(a *amounts, price int64, hasPrice bool, rate int64, hasRate bool) {
	switch {
	case m.list != nil:
		a.revenue, a.hasRevenue = a.list, a.hasList
	case m.quantity == nil:
		a.revenue, a.hasRevenue = price, hasPrice
	case hasPrice && a.hasQuantity:
		a.revenue, a.hasRevenue = mulScaled(price, a.quantity)
	}
	switch {
	case !a.hasRevenue:
	case a.hasDiscount:
		a.revenue -= a.discount
	case hasRate:
		if off, ok := mulScaled(a.revenue, rate); ok {
			a.revenue -= off
		}
	}
}

// workOutList makes the amount before discount from the rate of the discount, or of
// price and quantity where the price is before discount.
func (m *money) workOutList(a *amounts, price int64, hasPrice bool, rate int64, hasRate bool) {
	switch {
	case m.list != nil || !a.hasRevenue:
	case m.revenue != nil && hasRate && rate < sales.Scale:
		a.list, a.hasList = mulDiv(a.revenue, sales.Scale, sales.Scale-rate)
	case m.listed && hasPrice && a.hasQuantity, m.revenue == nil && hasRate && hasPrice && a.hasQuantity:
		a.list, a.hasList = mulScaled(price, a.quantity)
	}
}

// workOutCost makes the cost of the line of the cost of a unit, the profit or the margin.
func (m *money) workOutCost(a *amounts, unit, profit, margin cell) {
	switch {
	case unit.ok && a.hasQuantity:
		a.cost, a.hasCost = mulScaled(unit.value, a.quantity)
	case unit.ok && m.quantity == nil:
		a.cost, a.hasCost = unit.value, true
	case profit.ok && a.hasRevenue:
		a.cost, a.hasCost = a.revenue-profit.value, true
	case margin.ok && a.hasRevenue:
		if earned, ok := mulScaled(a.revenue, margin.value); ok {
			a.cost, a.hasCost = a.revenue-earned, true
		}
	}
}

// pricesBeforeDiscount tells whether price x quantity is an amount before discount: it
// is never below the net amount in 99 of 100 rows, and above it in some.
func (m *money) pricesBeforeDiscount(rows []rawRow) bool {
	if m.revenue == nil || m.price == nil || m.quantity == nil {
		return false
	}
	const cent = sales.Scale / 100
	compared, below, above := 0, 0, 0
	for _, r := range rows {
		price, s1 := m.price.peek(r.cells)
		quantity, s2 := m.quantity.peek(r.cells)
		revenue, s3 := m.revenue.peek(r.cells)
		list, ok := mulScaled(price, quantity)
		if !ok || s1 != readable || s2 != readable || s3 != readable || quantity <= 0 {
			continue
		}
		compared++
		switch {
		case list < revenue-cent:
			below++
		case list > revenue+cent:
			above++
		}
	}
	return compared > 0 && 100*below <= compared && 100*above >= compared
}

// totals are the line's part of the control totals.
func (a amounts) totals() sales.Totals {
	t := sales.Totals{Lines: 1}
	if a.hasQuantity {
		t.Quantity = sales.Quantity(a.quantity)
	}
	if a.hasRevenue {
		t.Revenue = sales.Money(a.revenue)
	}
	if a.hasCost {
		t.Cost = sales.Money(a.cost)
	}
	return t
}

// newMoney finds the columns of a sheet of lines.
func newMoney(s *Sheet, h columnHabits) *money {
	m := moneyColumns(s, h)
	m.listed = m.list == nil && m.discount == nil && m.rate == nil && m.pricesBeforeDiscount(s.sample)
	if m.discount != nil {
		p := s.profiles[m.discount.column]
		m.returned = p.least < 0 && p.most <= 0
	}
	return m
}

// with is the same with other habits, for another goroutine.
func (m *money) with(s *Sheet, h columnHabits) *money {
	other := moneyColumns(s, h)
	other.listed, other.returned = m.listed, m.returned
	return other
}

func moneyColumns(s *Sheet, h columnHabits) *money {
	column := func(f sales.Field) *numberColumn {
		i := s.column(f)
		if i < 0 {
			return nil
		}
		return &numberColumn{column: i, habits: &h[i], whole: s.profiles[i].isWholePercent(kindOf(sales.Lines, f))}
	}
	m := &money{
		quantity: column(sales.QuantityOf), revenue: column(sales.Revenue), list: column(sales.List), discount: column(sales.Discount),
		cost: column(sales.Cost), price: column(priceField), unitCost: column(unitCost),
		profit: column(profitField), margin: column(marginField), rate: column(discountRate),
	}
	for i, c := range s.Columns {
		if slices.Contains(c.Fields, sales.Bonus) {
			m.bonuses = append(m.bonuses, &numberColumn{column: i, habits: &h[i]})
		}
		if slices.Contains(c.Fields, sales.Commission) {
			m.commissions = append(m.commissions, &numberColumn{column: i, habits: &h[i]})
		}
	}
	return m
}

// derived says in words what is worked out from which columns.
func (m *money) derived(name string) []string {
	var list []string
	say := func(what, how string) { list = append(list, fmt.Sprintf("%s = %s in %s", what, how, name)) }
	less := ""
	switch {
	case m.discount != nil:
		less = " - discount"
	case m.rate != nil:
		less = " x (1 - discount rate)"
	}
	switch {
	case m.revenue != nil:
	case m.list != nil:
		say("revenue", "list amount"+less)
	case m.quantity == nil:
		say("revenue", "price (there is no quantity)"+less)
	default:
		say("revenue", "price x quantity"+less)
	}
	switch {
	case m.revenue != nil && m.list == nil && m.rate != nil:
		say("list amount", "revenue / (1 - discount rate)")
	case m.listed:
		say("list amount", "price x quantity")
	}
	if n := len(m.bonuses); n > 1 {
		say("bonus", fmt.Sprintf("the sum of %d columns", n))
	}
	if n := len(m.commissions); n > 1 {
		say("commission", fmt.Sprintf("the sum of %d columns", n))
	}
	switch {
	case m.cost != nil:
	case m.unitCost != nil:
		say("cost", "unit cost x quantity")
	case m.profit != nil:
		say("cost", "revenue - profit")
	case m.margin != nil:
		say("cost", "revenue x (1 - margin)")
	}
	if m.returned {
		say("discount", "the negative amounts of its column, without their sign")
	}
	return list
}
