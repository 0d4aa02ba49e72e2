package metrics

import (
	"math"
	"strings"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// breadthCell is the customers of one step and one size.
type breadthCell struct {
	Areas, Size, Customers, Deals int64
	Revenue                       sales.Money
	CM1                           sales.Null[sales.Money]
	Costed                        int64 // customers with a CM1
	Products                      int64
	Crossed                       sales.Money
	RevenueSquares, Cm1Squares    float64
	medians
}

// medians are the values around the middle of a step; each stands in the cell of the
// customer that has it.
type medians struct {
	RevenueLow, RevenueMid, RevenueMid2, RevenueHigh sales.Null[sales.Money]
	Cm1Low, Cm1Mid, Cm1Mid2, Cm1High                 sales.Null[sales.Money]
}

// breadthMedians picks from each step, by rank, the one or two values in the middle and
// the limits of the median: the ranks z/2 sqrt(n) below and above the middle. The lower is
// rounded down and the upper is its mirror, so that the limits hold 95 % or more (W. J.
// Conover, Practical Nonparametric Statistics, 1999, section 3.2).
func breadthMedians() string {
	var parts []string
	for _, money := range []string{"revenue", "cm1"} {
		low := "CAST(floor(of_{m} / 2.0 - 0.979982 * sqrt(of_{m})) AS BIGINT)"
		for _, p := range []struct{ name, place string }{
			{"low", low}, {"mid", "CAST(floor((of_{m} + 1) / 2.0) AS BIGINT)"}, {"mid2", "CAST(floor((of_{m} + 2) / 2.0) AS BIGINT)"}, {"high", "of_{m} + 1 - " + low},
		} {
			parts = append(parts, strings.ReplaceAll("min({m}) FILTER (WHERE {m}_place = "+p.place+") AS {m}_"+p.name, "{m}", money))
		}
	}
	return strings.Join(parts, ",\n       ")
}

// stepsOfBreadth adds the sizes of each step up. The cells come in the order of the steps.
func stepsOfBreadth(cells []breadthCell) []breadthRow {
	var rows []breadthRow
	for _, c := range cells {
		if n := len(rows); n == 0 || rows[n-1].Areas != c.Areas {
			rows = append(rows, breadthRow{Areas: c.Areas})
		}
		r := &rows[len(rows)-1]
		sizes := append(r.sizes, c)
		*r = r.add(breadthRow{Areas: c.Areas, Customers: c.Customers, Deals: c.Deals, Revenue: c.Revenue, CM1: c.CM1, Products: c.Products, Crossed: c.Crossed})
		r.sizes = sizes
	}
	return rows
}

// breadthMoney is revenue or CM1 of the customers of a cell or of a step.
type breadthMoney struct {
	key            string
	title          phrases.Key
	sums           func(breadthCell) powers
	low, mid, high func(medians) sales.Null[sales.Money]
	mid2           func(medians) sales.Null[sales.Money]
}

var breadthMoneys = []breadthMoney{
	{"revenue", "revenue", func(c breadthCell) powers {
		return powers{c.Customers, float64(c.Revenue), c.RevenueSquares}
	},
		func(m medians) sales.Null[sales.Money] { return m.RevenueLow }, func(m medians) sales.Null[sales.Money] { return m.RevenueMid },
		func(m medians) sales.Null[sales.Money] { return m.RevenueHigh }, func(m medians) sales.Null[sales.Money] { return m.RevenueMid2 }},
	{"cm1", "CM1", func(c breadthCell) powers {
		return powers{c.Costed, float64(c.CM1.V), c.Cm1Squares}
	},
		func(m medians) sales.Null[sales.Money] { return m.Cm1Low }, func(m medians) sales.Null[sales.Money] { return m.Cm1Mid },
		func(m medians) sales.Null[sales.Money] { return m.Cm1High }, func(m medians) sales.Null[sales.Money] { return m.Cm1Mid2 }},
}

// addsColumns are the columns that adds fills.
func addsColumns(o Options) []Column {
	var out []Column
	for _, m := range breadthMoneys {
		name := o.say(m.title)
		t := title(name)
		out = append(out, Column{m.key + "_low", o.say("%s per customer, low", t), Money}, Column{m.key + "_high", o.say("%s per customer, high", t), Money},
			Column{m.key + "_median", o.say("Median %s", name), Money}, Column{m.key + "_median_low", o.say("Median %s, low", name), Money}, Column{m.key + "_median_high", o.say("Median %s, high", name), Money},
			Column{"adds_" + m.key, o.say("%s more than the row above", t), Money}, Column{"adds_" + m.key + "_low", "More, low", Money}, Column{"adds_" + m.key + "_high", "More, high", Money},
			Column{"alike_" + m.key, o.say("%s more, as many deals", t), Money}, Column{"alike_" + m.key + "_low", "Alike, low", Money}, Column{"alike_" + m.key + "_high", "Alike, high", Money})
	}
	return out
}

// fewestStep is how many customers a step needs for limits of its mean.
const fewestStep = 10

// adds are the cells of a step that compare it with the one before.
func (f breadthFindings) adds(i int) []Cell {
	var cells []Cell
	for _, m := range breadthMoneys {
		mean, ok := m.whole(f.rows[i]).Mean(confidence)
		cells = append(cells, estimatedMoney(mean, ok && m.whole(f.rows[i]).N >= fewestStep)[1:]...)
		cells = append(cells, m.median(f.rows[i])...)
		if i == 0 || f.rows[i-1].Areas == 0 {
			cells = append(cells, make([]Cell, 6)...)
			continue
		}
		raw, alike, ok := m.step(f.rows[i-1], f.rows[i])
		cells = append(append(cells, estimatedMoney(raw.Estimate, ok && raw.ok)...), estimatedMoney(alike.Estimate, ok && alike.ok)...)
	}
	return cells
}

// whole adds up the sizes of a step.
func (m breadthMoney) whole(r breadthRow) stat.Moments {
	var all powers
	for _, c := range r.sizes {
		s := m.sums(c)
		all = powers{all.n + s.n, all.sum + s.sum, all.squares + s.squares}
	}
	return all.moments()
}

// powers are the amounts of n customers added up, and their squares.
type powers struct {
	n            int64
	sum, squares float64
}

// moments of sums of squares: rounding may not make the spread negative.
func (p powers) moments() stat.Moments {
	return stat.Moments{N: p.n, Sum: p.sum, Spread: max(0, float64(p.n)*p.squares-p.sum*p.sum)}
}

// median is the middle value of a step with its limits.
func (m breadthMoney) median(r breadthRow) []Cell {
	cells := make([]Cell, 3)
	var mid, mid2 sales.Null[sales.Money]
	for _, c := range r.sizes {
		if v := m.mid(c.medians); v.Valid {
			mid = v
		}
		if v := m.mid2(c.medians); v.Valid {
			mid2 = v
		}
		if v := m.low(c.medians); v.Valid {
			cells[1] = v.V
		}
		if v := m.high(c.medians); v.Valid {
			cells[2] = v.V
		}
	}
	if mid.Valid && mid2.Valid {
		cells[0] = sales.Money(roundDiv(int64(mid.V)+int64(mid2.V), 2))
	}
	return cells
}

// step compares two steps as they are, and among customers with as many deals; false where
// one of them has too few customers.
func (m breadthMoney) step(before, after breadthRow) (raw, alike odds, ok bool) {
	a, b := m.whole(after), m.whole(before)
	if min(a.N, b.N) < fewestStep {
		return raw, alike, false
	}
	var strata []stat.MeanStratum
	for size := range int64(preferenceSizes) {
		s := stat.MeanStratum{A: m.ofSize(after, size), B: m.ofSize(before, size)}
		strata = append(strata, s)
	}
	raw.Estimate, raw.ok = stat.MeanDifference([]stat.MeanStratum{{A: a, B: b}}, confidence)
	alike.Estimate, alike.ok = stat.MeanDifference(strata, confidence)
	return raw, alike, true
}

func (m breadthMoney) ofSize(r breadthRow, size int64) stat.Moments {
	for _, c := range r.sizes {
		if c.Size == size {
			return m.sums(c).moments()
		}
	}
	return stat.Moments{}
}

// estimatedMoney are the cells of an estimate in units of money, with its limits.
func estimatedMoney(e stat.Estimate, ok bool) []Cell {
	if !ok {
		return []Cell{nil, nil, nil}
	}
	return []Cell{sales.Money(math.Round(e.Value)), sales.Money(math.Round(e.Limits.Low)), sales.Money(math.Round(e.Limits.High))}
}

// stepText says what the first further step goes with, and how much of it is left among
// customers with as many deals.
func (f breadthFindings) stepText() string {
	for i := 1; i < len(f.rows); i++ {
		before, after := f.rows[i-1], f.rows[i]
		raw, alike, ok := breadthMoneys[0].step(before, after)
		if before.Areas == 0 || !ok || !raw.ok || !alike.ok {
			continue
		}
		text := phrases.Key("A customer of %s brings %s than one of %s; among customers with as many deals, %s (95 %% limits %s to %s).")
		switch {
		case raw.Limits.Low > 0 && alike.Limits.Contains(0):
			text = "A customer of %s brings %s than one of %s; among customers with as many deals, %s (95 %% limits %s to %s): that difference is one of size."
		case alike.Limits.Contains(0):
			text = "A customer of %s brings %s than one of %s; among customers with as many deals, %s (95 %% limits %s to %s): no difference beyond chance."
		}
		return f.o.say(text, f.label(after.Areas), f.more(raw.Value), f.label(before.Areas), f.more(alike.Value), f.o.change(sales.Money(math.Round(alike.Limits.Low))), f.o.change(sales.Money(math.Round(alike.Limits.High))))
	}
	return ""
}

// more writes a difference in words: "1,250 more".
func (f breadthFindings) more(v float64) string {
	if v < 0 {
		return f.o.say("%s less", f.o.money(sales.Money(math.Round(-v))))
	}
	return f.o.say("%s more", f.o.money(sales.Money(math.Round(v))))
}
