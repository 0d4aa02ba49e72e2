package metrics

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// soldLine is a line of a known customer.
type soldLine struct {
	Customer, Deal string
	Day            sales.Day
	IsReturn       bool
	Revenue        sales.Money
	CM1            sales.Null[sales.Money]
	InWindow       bool
}

// byCustomer are the lines of each known customer up to a day, read one by one; nothing is
// grouped or added up by the engine.
func byCustomer(t *testing.T, l *sales.Ledger, until sales.Day) (customers []string, lines map[string][]soldLine) {
	t.Helper()
	rows, err := sales.Query[soldLine](t.Context(), l, `SELECT customer, deal, day, is_return, revenue, cm1, in_window FROM lines
		WHERE customer <> '(unknown)' AND day <= `+day(until)+` ORDER BY customer, day, deal, revenue, cm1, is_return`)
	if err != nil {
		t.Fatal(err)
	}
	lines = map[string][]soldLine{}
	for _, r := range rows {
		if lines[r.Customer] == nil {
			customers = append(customers, r.Customer)
		}
		lines[r.Customer] = append(lines[r.Customer], r)
	}
	return customers, lines
}

// shopper is what the lines of one customer say of its rhythm.
type shopper struct {
	id          string
	days        []sales.Day // with a deal
	old         int         // of them, before the test
	repeatSpent sales.Money
	year        sales.Money
}

func shoppersOf(t *testing.T, l *sales.Ledger, w watch) (out []shopper) {
	customers, lines := byCustomer(t, l, w.until)
	for _, id := range customers {
		s := shopper{id: id}
		for _, x := range lines[id] {
			money := x.Revenue
			if l.Has(sales.Cost) {
				money = x.CM1.V
			}
			if x.Day > w.until-365 {
				s.year += money
			}
			if x.IsReturn {
				continue
			}
			if n := len(s.days); n == 0 || s.days[n-1] != x.Day {
				s.days = append(s.days, x.Day)
				if x.Day < w.split {
					s.old++
				}
			}
			if x.Day > s.days[0] {
				s.repeatSpent += money
			}
		}
		if len(s.days) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// past is the history of the first so many deals up to a day.
func (s shopper) past(deals int, until sales.Day) stat.Buyers {
	return stat.Buyers{Repeat: int64(deals) - 1, Last: float64(s.days[deals-1]-s.days[0]) / 7, Age: float64(until-s.days[0]) / 7, Count: 1}
}

// TestHistoriesByRow holds what the engine reduces to customers looked at one by one: the
// model of leaving customers, its test, the limit of silence, and who is at risk.
func TestHistoriesByRow(t *testing.T) {
	for name, l := range map[string]*sales.Ledger{"Online Retail": realLedger(t, wholeWindow, "Online Retail.xlsx"), "CDNOW": cdnow(t)} {
		w := watchOf(l.Calendar)
		if name == "CDNOW" {
			w.split = sales.DayOf(1997, 10, 1) // where the model passes
		}
		k, m := modelled(t, l, w)
		r, err := k.rhythm(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		f := riskFindings{watch: w, l: l, o: Options{MaxRows: 100_000}, rhythm: r, model: m}
		if err := f.judge(t.Context(), k); err != nil {
			t.Fatal(err)
		}
		all := shoppersOf(t, l, w)
		if int(k.customers) != len(all) {
			t.Errorf("%s: %d customers, want %d", name, k.customers, len(all))
		}
		holdsTest(t, name, w, m, all)
		holdsRhythm(t, name, r, all)
		holdsRisks(t, name, &f, all)
	}
}

// holdsTest forecasts the deals of every customer by itself.
func holdsTest(t *testing.T, name string, w watch, m leaving, all []shopper) {
	var before, now []stat.Buyers
	var x, y []float64
	for _, s := range all {
		now = append(now, s.past(len(s.days), w.until))
		if s.old > 0 {
			before = append(before, s.past(s.old, w.split-1))
		}
		if len(s.days) > 1 && s.repeatSpent > 0 {
			x, y = append(x, float64(len(s.days)-1)), append(y, float64(s.repeatSpent)/float64(len(s.days)-1))
		}
	}
	old, _, ok := stat.FitBGNBD(before)
	if ok != m.fitted {
		t.Errorf("%s: fitted %v, want %v", name, m.fitted, ok)
	}
	if !ok {
		return
	}
	var test [frequencies]forecast
	for _, s := range all {
		if s.old == 0 {
			continue
		}
		g := &test[min(s.old-1, frequencies-1)]
		expected, _ := old.Expected(s.past(s.old, w.split-1), float64(w.ahead())/7)
		g.customers, g.actual, g.expected = g.customers+1, g.actual+int64(len(s.days)-s.old), g.expected+expected
	}
	for i, g := range m.test {
		if g.customers != test[i].customers || g.actual != test[i].actual || math.Abs(g.expected/test[i].expected-1) > 1e-4 {
			t.Errorf("%s, %d repeat deals: %+v, want %+v", name, i, g, test[i])
		}
	}
	if !m.used {
		return
	}
	if g, _, _ := stat.FitBGNBD(now); !close4(g.R, m.now.R) || !close4(g.Alpha, m.now.Alpha) || !close4(g.A, m.now.A) || !close4(g.B, m.now.B) {
		t.Errorf("%s: fitted %+v, want %+v", name, m.now, g)
	}
	if want := correlation(x, y); math.Abs(m.related-want) > 1e-9 {
		t.Errorf("%s: correlation %v, want %v", name, m.related, want)
	}
}

// correlation is Pearson's.
func correlation(x, y []float64) float64 {
	var meanX, meanY, xx, yy, xy float64
	for i := range x {
		meanX, meanY = meanX+x[i]/float64(len(x)), meanY+y[i]/float64(len(x))
	}
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
	}
	return xy / math.Sqrt(xx*yy)
}

// holdsRhythm takes the limit from the last gap of every customer that ended.
func holdsRhythm(t *testing.T, name string, r rhythm, all []shopper) {
	var late []float64
	for _, s := range all {
		if n := len(s.days); n > fewestDeals {
			late = append(late, float64(s.days[n-1]-s.days[n-2])/r.expected(gaps{int64(n - 2), float64(s.days[n-2] - s.days[0])}))
		}
	}
	if limit, _ := stat.Quantile(late, cameBack); r.limit != max(1, limit) || r.ended != len(late) {
		t.Errorf("%s: limit %v of %d, want %v of %d", name, r.limit, r.ended, limit, len(late))
	}
}

// holdsRisks judges every customer by itself.
func holdsRisks(t *testing.T, name string, f *riskFindings, all []shopper) {
	type verdict struct {
		shopper
		risk bool
	}
	var want []verdict
	var stake sales.Money
	for _, s := range all {
		n := len(s.days)
		silent := f.until - s.days[max(0, n-1)]
		if n < fewestDeals || silent >= 365 {
			continue
		}
		v := verdict{shopper: s, risk: float64(silent)/max(1, f.rhythm.expected(gaps{int64(n - 1), float64(s.days[n-1] - s.days[0])})) > f.rhythm.limit}
		if f.model.used {
			alive, _ := f.model.now.Alive(s.past(n, f.until))
			v.risk = v.risk || alive < 0.5
		}
		if v.risk {
			stake += max(0, s.year)
		}
		want = append(want, v)
	}
	slices.SortFunc(want, func(a, b verdict) int {
		return cmp.Or(compareLast01(a.risk, b.risk), cmp.Compare(b.year, a.year), cmp.Compare(a.id, b.id))
	})
	if len(want) != len(f.rows) || int(f.judged) != len(want) || f.stake != stake {
		t.Fatalf("%s: %d listed of %d with %s at stake, want %d with %s", name, len(f.rows), f.judged, f.stake, len(want), stake)
	}
	atRisk := 0
	for i, v := range want {
		if v.risk {
			atRisk++
		}
		if r := f.rows[i]; r.Customer != v.id || r.AtRisk == 1 != v.risk || r.yearly() != v.year || int(r.Deals) != len(v.days) || r.RepeatSpent.V != v.repeatSpent {
			t.Fatalf("%s, place %d: %+v, want %+v", name, i, r.riskRow, v)
		}
	}
	if int(f.atRisk) != atRisk || atRisk == 0 {
		t.Errorf("%s: %d at risk, want %d", name, f.atRisk, atRisk)
	}
}

func compareLast01(a, b bool) int {
	number := map[bool]int{false: 1}
	return cmp.Compare(number[a], number[b])
}

// TestSegmentsByRow holds the segments that the engine counts to customers looked at one by
// one: scores by [stat.Quintiles], the rules by segmentOf.
func TestSegmentsByRow(t *testing.T) {
	l := realLedger(t, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "26w"}}, "Sample - Superstore.xlsx")
	r, err := Compute(t.Context(), l, Options{Only: []string{"segments"}})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0]
	c := l.Calendar
	ids, lines := byCustomer(t, l, c.Window.End)
	now, before := scoredBy(ids, lines, c.Window), scoredBy(ids, lines, c.WindowBefore())
	counts, moves := map[Cell]int64{}, map[segmentMove]int64{}
	for i := range ids {
		if now[i].there {
			counts[now[i].segment]++
		}
		if m := (segmentMove{before[i].segment, now[i].segment}); m.from != m.to {
			moves[m]++
		}
	}
	at := func(row []Cell, key string) Cell { return row[s.Table.Index(key)] }
	for _, row := range s.Table.Where("kind", "segment") {
		if at(row, "customers") != counts[at(row, "name")] {
			t.Errorf("%v: %v customers, want %d", at(row, "name"), at(row, "customers"), counts[at(row, "name")])
		}
	}
	moved := s.Table.Where("kind", "move")
	for _, row := range moved {
		if m := (segmentMove{at(row, "segment_before").(string), at(row, "segment").(string)}); at(row, "customers") != moves[m] {
			t.Errorf("%v: %v customers, want %d", m, at(row, "customers"), moves[m])
		}
	}
	if len(moved) != len(moves) || len(moves) < 10 {
		t.Errorf("%d moves, want %d", len(moved), len(moves))
	}
	listed := map[Cell]rfm{}
	for i, id := range ids {
		listed[id] = now[i]
	}
	for _, row := range s.Table.Where("kind", "customer") {
		want := listed[at(row, "customer")]
		if at(row, "segment") != want.segment || at(row, "monetary") != want.monetary || at(row, "frequency") != want.frequency || want.r > 0 && (at(row, "r") != int64(want.r) || at(row, "f") != int64(want.f) || at(row, "m") != int64(want.m)) {
			t.Errorf("%v: want %+v", row, want)
		}
	}
}

// scoredBy gives every customer its scores and segment over a window.
func scoredBy(ids []string, lines map[string][]soldLine, window sales.Period) []rfm {
	all := make([]rfm, len(ids))
	for i, id := range ids {
		c, deals, first := &all[i], map[string]bool{}, true
		for _, x := range lines[id] {
			if x.Day > window.End {
				continue
			}
			if !x.IsReturn {
				if c.recency = int64(window.End - x.Day); first {
					c.firstAgo, first = c.recency, false
				}
			}
			if x.Day < window.Start {
				continue
			}
			if c.there = true; !x.IsReturn {
				deals[x.Deal] = true
			}
			c.monetary += x.CM1.V
		}
		c.frequency = int64(len(deals))
	}
	var in []*rfm
	var recency, frequency, monetary []int64
	for i := range all {
		if c := &all[i]; c.scored() {
			in, recency, frequency, monetary = append(in, c), append(recency, -c.recency), append(frequency, c.frequency), append(monetary, int64(c.monetary))
		}
	}
	r, f, m := stat.Quintiles(recency), stat.Quintiles(frequency), stat.Quintiles(monetary)
	for i, c := range in {
		c.r, c.f, c.m = r[i], f[i], m[i]
	}
	for i := range all {
		if all[i].segment = nobody; all[i].there {
			all[i].segment = segmentOf(all[i])
		}
	}
	return all
}
