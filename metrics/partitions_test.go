package metrics

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"xsell/metrics/sales"
)

// TestPartitionsAddUp makes random ledgers with everything that money can do (returns,
// credit notes, negative discounts, missing costs and quantities, deals of several sellers,
// lines of nobody, three currencies, deducted returns) and holds that every way to part
// them adds up to the unit: against sums made line by line in big fractions here, in the
// tables by product, customer, area, seller and period, in the ladder and in the bridge.
func TestPartitionsAddUp(t *testing.T) {
	worlds := 12
	for seed := range uint64(worlds) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			w := newMoneyWorld(rand.New(rand.NewPCG(seed, 77)))
			l, r := w.report(t)
			w.convert(l.Currency)
			c := l.Calendar
			w.holds(t, r, "product-profit", "product", func(m moneyLine) string { return or(m.product, sales.Unassigned) }, c)
			w.holds(t, r, "customer-profit", "customer", func(m moneyLine) string { return or(m.customer, sales.Unknown) }, c)
			w.holds(t, r, "area-profit", "area", func(m moneyLine) string { return or(m.area, sales.Unassigned) }, c)
			w.holdsMovers(t, r, c)
			w.holdsTrend(t, r, c)
			w.holdsBridge(t, r, c)
			w.holdsLadder(t, r, c)
		})
	}
}

// moneyLine is a line with its amounts in 1/10 000, first as they are read.
type moneyLine struct {
	deal, currency, product, area, customer, seller string
	day                                             sales.Day
	quantity, revenue, list, cost                   sales.Null[int64]
	isReturn                                        bool
}

func (m moneyLine) cm1() (int64, bool) { return m.revenue.V - m.cost.V, m.cost.Valid }

type moneyWorld struct {
	lines    []moneyLine
	rates    [][]string // currency, rate, day
	returned map[string]bool
	deduct   bool
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func newMoneyWorld(r *rand.Rand) *moneyWorld {
	w := &moneyWorld{returned: map[string]bool{}, deduct: r.IntN(2) == 0}
	pick := func(prefix string, n int) string {
		if i := r.IntN(n + 1); i > 0 {
			return prefix + strconv.Itoa(i)
		}
		return ""
	}
	maybe := func(v int64, likely float64) sales.Null[int64] {
		return sales.Null[int64]{V: v, Valid: r.Float64() < likely}
	}
	costed := []float64{0.8, 1}[r.IntN(2)]
	for i := range 240 {
		m := moneyLine{deal: fmt.Sprint("D", i/(1+r.IntN(3))), day: sales.DayOf(2025, 11, 1) + sales.Day(r.IntN(120)),
			currency: []string{"EUR", "USD", "JPY"}[r.IntN(3)], product: pick("P", 7), area: pick("A", 3), customer: pick("C", 5), seller: pick("S", 3)}
		if m.product != "" && m.area == "" {
			m.area = "A1" // what a line does not say, other lines of its product would
		}
		m.quantity = maybe(int64(r.IntN(9)-2)*5_000, 0.9)
		m.revenue = sales.Null[int64]{V: r.Int64N(90_000_000_000) - 15_000_000_000, Valid: true}
		m.list = maybe(m.revenue.V+r.Int64N(8_000_000)-2_000_000, 0.7)
		m.cost = maybe(r.Int64N(60_000_000_000)-5_000_000_000, costed)
		m.isReturn = m.quantity.Valid && m.quantity.V < 0 || m.revenue.V < 0
		w.lines = append(w.lines, m)
		if r.IntN(40) == 0 {
			w.returned[m.deal] = true
		}
	}
	w.lines[0].day = sales.DayOf(2025, 11, 1)
	for day := range 13 {
		w.rates = append(w.rates, []string{"USD", fmt.Sprintf("%.6f", 0.8+r.Float64()/5), (sales.DayOf(2025, 10, 28) + sales.Day(10*day)).String()})
	}
	w.rates = append(w.rates, []string{"JPY", "0.0061234567", ""})
	return w
}

// report computes the sections of money.
func (w *moneyWorld) report(t *testing.T) (*sales.Ledger, *Report) {
	t.Helper()
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	amount := func(v sales.Null[int64]) string {
		if !v.Valid {
			return ""
		}
		return sales.Money(v.V).Number()
	}
	rows := [][]string{{"deal", "day", "currency", "product", "area", "customer", "seller", "quantity", "revenue", "list", "cost"}}
	for _, m := range w.lines {
		rows = append(rows, []string{m.deal, m.day.String(), m.currency, m.product, m.area, m.customer, m.seller, amount(m.quantity), amount(m.revenue), amount(m.list), amount(m.cost)})
	}
	load(t, l, sales.Lines, rows)
	load(t, l, sales.Rates, append([][]string{{"currency", "rate", "day"}}, w.rates...))
	if len(w.returned) > 0 {
		back := [][]string{{"deal"}}
		for _, m := range w.lines {
			if w.returned[m.deal] {
				back = append(back, []string{m.deal})
			}
		}
		load(t, l, sales.Returns, back)
	}
	finish := sales.FinishOptions{Deduct: w.deduct, Calendar: sales.CalendarOptions{Unit: sales.Month, AsOf: sales.DayOf(2026, 2, 28), Window: "2m"}}
	if err := l.Finish(t.Context(), finish); err != nil {
		t.Fatal(err)
	}
	r, err := Compute(t.Context(), l, Options{Only: []string{"movers", "trend", "product-profit", "customer-profit", "area-profit", "ladder", "bridge", "control"}})
	if err != nil {
		t.Fatal(err)
	}
	return l, r
}

// convert works the amounts out in big fractions, and mirrors the lines of returned deals.
func (w *moneyWorld) convert(to string) {
	for i := range w.lines {
		m := &w.lines[i]
		if m.currency == to {
			continue
		}
		rate := w.rate(m.currency, m.day)
		for _, v := range []*sales.Null[int64]{&m.revenue, &m.list, &m.cost} {
			v.V = atRate(v.V, rate)
		}
	}
	if !w.deduct {
		return
	}
	for _, m := range w.lines {
		if w.returned[m.deal] && !m.isReturn {
			m.revenue.V, m.list.V, m.cost.V, m.isReturn = -m.revenue.V, -m.list.V, -m.cost.V, true
			w.lines = append(w.lines, m)
		}
	}
}

// rate is the last one on or before the day, or the first.
func (w *moneyWorld) rate(currency string, day sales.Day) *big.Rat {
	var found *big.Rat
	for _, r := range w.rates {
		if r[0] != currency {
			continue
		}
		since, err := sales.ParseDay(r[2])
		if rate, _ := new(big.Rat).SetString(r[1]); found == nil || err == nil && since <= day {
			found = rate
		}
	}
	return found
}

// atRate rounds half away from zero.
func atRate(v int64, rate *big.Rat) int64 {
	product := new(big.Rat).Mul(new(big.Rat).SetInt64(v), rate)
	twice := new(big.Int).Mul(product.Num(), big.NewInt(2))
	if twice.Sign() < 0 {
		twice.Sub(twice, product.Denom())
	} else {
		twice.Add(twice, product.Denom())
	}
	return twice.Quo(twice, new(big.Int).Mul(product.Denom(), big.NewInt(2))).Int64()
}

// parted are the revenue and CM1 of a part of the lines.
type parted struct{ revenue, cm1 int64 }

func (w *moneyWorld) sum(in sales.Period, by func(moneyLine) string) map[string]parted {
	out := map[string]parted{}
	for _, m := range w.lines {
		if in.Contains(m.day) {
			cm1, _ := m.cm1()
			if !m.cost.Valid {
				cm1 = 0
			}
			p := out[by(m)]
			out[by(m)] = parted{p.revenue + m.revenue.V, p.cm1 + cm1}
		}
	}
	return out
}

// units is the amount of a cell; a blank one is nothing.
func units(c Cell) int64 {
	m, _ := c.(sales.Money)
	return int64(m)
}

func (w *moneyWorld) holds(t *testing.T, r *Report, section, key string, by func(moneyLine) string, c sales.Calendar) {
	t.Helper()
	s := r.Find(section)
	window, period := w.sum(c.Window, by), w.sum(c.Period, by)
	for i := range s.Table.Rows {
		thing := s.Table.Cell(i, key).(string)
		if got := (parted{units(s.Table.Cell(i, "revenue")), units(s.Table.Cell(i, "cm1"))}); got != window[thing] {
			t.Errorf("%s, %s: %v, want %v", section, thing, got, window[thing])
		}
		if got := units(s.Table.Cell(i, "period_cm1")); got != period[thing].cm1 {
			t.Errorf("%s, %s: CM1 of the period %v, want %v", section, thing, got, period[thing].cm1)
		}
		delete(window, thing)
	}
	if len(window) > 0 {
		t.Errorf("%s lacks %v", section, window)
	}
}

func (w *moneyWorld) holdsMovers(t *testing.T, r *Report, c sales.Calendar) {
	t.Helper()
	now := w.sum(c.Period, func(m moneyLine) string { return or(m.seller, sales.Unassigned) })
	before := w.sum(c.Previous, func(m moneyLine) string { return or(m.seller, sales.Unassigned) })
	for _, row := range r.Find("movers").Table.Where("dimension", "seller") {
		table := Table{Columns: r.Find("movers").Table.Columns, Rows: [][]Cell{row}}
		seller := table.Cell(0, "item").(string)
		if got, was := units(table.Cell(0, "current")), units(table.Cell(0, "previous")); got != now[seller].revenue || was != before[seller].revenue {
			t.Errorf("seller %s: %d after %d, want %v after %v", seller, got, was, now[seller], before[seller])
		}
	}
}

func (w *moneyWorld) holdsTrend(t *testing.T, r *Report, c sales.Calendar) {
	t.Helper()
	s := r.Find("trend")
	months := w.sum(sales.Period{Start: c.First, End: c.Last}, func(m moneyLine) string { return sales.Month.Start(m.day).String() })
	for i := range s.Table.Rows {
		start := s.Table.Cell(i, "start").(sales.Day).String()
		if got := units(s.Table.Cell(i, "revenue")); got != months[start].revenue {
			t.Errorf("trend of %s: %d, want %v", start, got, months[start])
		}
	}
}

func (w *moneyWorld) holdsBridge(t *testing.T, r *Report, c sales.Calendar) {
	t.Helper()
	all := func(moneyLine) string { return "" }
	now, before := w.sum(c.Period, all)[""], w.sum(c.Previous, all)[""]
	s := r.Find("bridge")
	for measure, change := range map[string]int64{"Net revenue": now.revenue - before.revenue, "CM1": now.cm1 - before.cm1} {
		var steps int64
		rows := s.Table.Where("bridge", measure+" on "+c.Previous.Label)
		for _, row := range rows {
			if row[s.Table.Index("kind")] == "step" {
				steps += units(row[s.Table.Index("change")])
			}
		}
		if (len(rows) > 0 || measure != "CM1") && steps != change {
			t.Errorf("the steps of %s add up to %d, the change is %d", measure, steps, change)
		}
	}
	for i, row := range s.Table.Rows {
		if row[s.Table.Index("kind")] != "product" {
			continue
		}
		var parts int64
		for _, st := range bridgeSteps() {
			parts += units(s.Table.Cell(i, st.key))
		}
		if change := units(s.Table.Cell(i, "change")); parts != change {
			t.Errorf("%v of %v: the steps add up to %d, the change is %d", row[1], row[0], parts, change)
		}
	}
}

func (w *moneyWorld) holdsLadder(t *testing.T, r *Report, c sales.Calendar) {
	t.Helper()
	var list, returns, revenue, noCost, cost int64
	for _, m := range w.lines {
		if !c.Window.Contains(m.day) {
			continue
		}
		revenue += m.revenue.V
		switch {
		case m.isReturn:
			returns += m.revenue.V
		case m.list.Valid:
			list += m.list.V
		default:
			list += m.revenue.V
		}
		if m.cost.Valid {
			cost += m.cost.V
		} else {
			noCost += m.revenue.V
		}
	}
	want := map[string]int64{"list": list, "discounts": revenue - returns - list, "returns": returns, "revenue": revenue, "no_cost": -noCost, "cost": -cost, "cm1": revenue - noCost - cost}
	s := r.Find("ladder")
	areas := map[string]int64{}
	for i := range s.Table.Rows {
		step, got := s.Table.Cell(i, "step").(string), units(s.Table.Cell(i, "amount"))
		if s.Table.Cell(i, "area") != allAreas {
			areas[step] += got
			continue
		}
		if whole, ok := want[step]; ok && got != whole {
			t.Errorf("ladder, %s: %d, want %d", step, got, whole)
		}
	}
	for step, whole := range want {
		if got := areas[step]; got != whole {
			t.Errorf("ladder by area, %s: %d, want %d", step, got, whole)
		}
	}
}
