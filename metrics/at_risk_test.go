package metrics

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xsell/metrics/sales"
)

// cdnow is a ledger of the purchases of the public sample of 2,357 customers.
func cdnow(t *testing.T) *sales.Ledger {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "shared", "data", "CDNOW_sample.txt"))
	if err != nil {
		t.Skip("the CDNOW sample is not beside the repository")
	}
	defer file.Close()
	rows := [][]string{{"day", "customer", "product", "revenue"}}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		f := strings.Fields(lines.Text()) // customer, number in the sample, day, pieces, dollars
		rows = append(rows, []string{f[2][:4] + "-" + f[2][4:6] + "-" + f[2][6:], f[0], "CD", f[4]})
	}
	return ledgerOfLines(t, rows, wholeWindow)
}

// close4 reports whether two numbers agree to four digits.
func close4(got, want float64) bool { return math.Abs(got-want) <= 1e-4*math.Abs(want) }

// TestCDNOWAtRisk holds the section to the same model written in Python: histories in pandas,
// the likelihoods of BG/NBD (gammaln, betaln), of the gaps and of Gamma-Gamma maximised by
// scipy.optimize.minimize (Nelder-Mead, xatol 1e-10), the expectation of equation 10 by
// scipy.special.hyp2f1, the limit by numpy.quantile. The time before April 1998 lets expect
// 625 deals where 495 came: the model does not pass there.
func TestCDNOWAtRisk(t *testing.T) {
	r, err := Compute(t.Context(), cdnow(t), Options{Only: []string{"at-risk"}})
	if err != nil {
		t.Fatal(err)
	}
	s := r.Sections[0]
	for i, want := range []struct {
		customers, actual int64
		expected          float64
	}{{1252, 46, 64.4758}, {424, 59, 50.8559}, {211, 57, 53.7057}, {134, 39, 51.93}, {82, 27, 49.5895}, {67, 33, 47.2367}, {54, 37, 43.8558}, {133, 197, 263.2222}, {2357, 495, 624.8716}} {
		row := s.Table.Where("kind", "test")[i]
		got := func(key string) Cell { return row[s.Table.Index(key)] }
		if got("customers") != want.customers || got("actual") != want.actual || !close4(got("expected").(float64), want.expected) {
			t.Errorf("group %v: %v customers, %v expected, %v came; want %+v", got("group"), got("customers"), got("expected"), got("actual"), want)
		}
	}
	if !strings.Contains(strings.Join(s.Notes, " "), "off by 30.9 % of all") || s.Table.Index("p_alive") >= 0 {
		t.Errorf("the model is used, or not said why not: %q", s.Notes)
	}
	if !strings.Contains(s.Notes[0], "59 days, counted as 3.0 more") || !strings.Contains(s.Notes[0], "more than 3.81 times") || !strings.Contains(s.Notes[0], "527 customers") {
		t.Errorf("rhythm: %q", s.Notes[0])
	}
	if got := s.Table.Cell(0, "usual_days").(float64); s.Table.Cell(0, "customer") != "05420" || !close4(got, 21.107463654703125) || s.Table.Cell(0, "days_since") != int64(150) || s.Table.Cell(0, "at_stake") != sales.Money(758_3500) {
		t.Errorf("first row %v", s.Table.Rows[0])
	}
}

// TestCDNOWTest is the test of the paper on the same data, 39 weeks before 39 weeks: 1,653
// deals expected, 1,882 made; the groups are off by 12.1 % of these. Expectations and models
// by the program of TestCDNOWAtRisk; the parameters of the first 39 weeks are published.
func TestCDNOWTest(t *testing.T) {
	l := cdnow(t)
	w := watch{l.Calendar.First, sales.DayOf(1997, 10, 1), l.Calendar.Last}
	k, m := modelled(t, l, w)
	for i, want := range []float64{317.5982, 229.6546, 223.4447, 152.028, 134.1597, 100.8461, 101.6172, 394.0602} {
		if !close4(m.test[i].expected, want) {
			t.Errorf("%d repeat deals: %v expected, want %v", i, m.test[i].expected, want)
		}
	}
	if off := m.off(); !m.used || !close4(off, 0.12146190241116482) || m.total().actual != 1882 {
		t.Errorf("used %v, off by %v, %d deals", m.used, off, m.total().actual)
	}
	if g := m.now; !close4(g.R, 0.25356117) || !close4(g.Alpha, 5.44725794) || !close4(g.A, 0.60736558) || !close4(g.B, 2.64723483) {
		t.Errorf("fitted to all of the time: %+v", g)
	}
	// Means by hundredths move the model of the money by less than one in two hundred.
	if math.Abs(m.related-0.06965585) > 1e-7 || !m.moneyUsed || math.Abs(m.money.P/4.68345-1) > 0.005 || math.Abs(m.money.Q/4.18979-1) > 0.005 || math.Abs(m.money.Gamma/24.39056e4-1) > 0.005 {
		t.Errorf("correlation %v, money %+v", m.related, m.money)
	}
	all, err := k.alike(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Repeat == 23 && int(math.Round((b.Age-b.Last)*7)) == 150 { // customer 05420
			if o := m.coming[b.one()]; !close4(o.alive, 0.028903258783648075) {
				t.Errorf("p_alive %v", o.alive)
			}
			return
		}
	}
	t.Error("customer 05420 is not there")
}

// modelled is the model of the customers of a ledger in a watch.
func modelled(t *testing.T, l *sales.Ledger, w watch) (kept, leaving) {
	t.Helper()
	k, err := keepHistories(t.Context(), l, w)
	if err != nil {
		t.Fatal(err)
	}
	m, err := k.model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return k, m
}

// Whole weeks instead of days change what a model says of all by little.
func TestWeeksForDays(t *testing.T) {
	l := cdnow(t)
	w := watch{l.Calendar.First, sales.DayOf(1997, 10, 1), l.Calendar.Last}
	k, exact := modelled(t, l, w)
	k.weeks = true
	m, err := k.model(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !m.used || math.Abs(m.total().expected/exact.total().expected-1) > 0.01 || len(m.coming) >= len(exact.coming) {
		t.Errorf("used %v, %v expected by weeks and %v by days, from %d and %d histories", m.used, m.total().expected, exact.total().expected, len(m.coming), len(exact.coming))
	}
}
