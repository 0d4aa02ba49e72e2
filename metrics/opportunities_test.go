package metrics

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"xsell/metrics/ingest"
	"xsell/metrics/sales"
)

// shopDays is how long the shop of these tests is watched; its last fifth, 80 days, is the test.
const shopDays = 400

// shopRows are the purchases of 400 customers of two audiences: products 1 to 9 by chance, the
// cafés product 0 more often, and product 8 by three in five within 40 days of a first 7.
func shopRows(random *rand.Rand) [][]string {
	rows := [][]string{{"day", "customer", "product", "audience", "revenue", "cost"}}
	begin := sales.DayOf(2025, 1, 1)
	add := func(day, customer, product int) {
		if day < shopDays {
			rows = append(rows, []string{(begin + sales.Day(day)).String(), strconv.Itoa(1000 + customer), fmt.Sprintf("p%d", product), []string{"Cafés", "Offices"}[customer%2], strconv.Itoa(20 + 10*product), strconv.Itoa(10 + 5*product)})
		}
	}
	for customer := range 400 {
		for day := random.IntN(60); day < shopDays; day += 5 + int(random.ExpFloat64()*35) {
			product := 1 + random.IntN(9)
			if customer%2 == 0 && random.IntN(4) == 0 {
				product = 0
			}
			add(day, customer, product)
			if product == 7 && random.IntN(5) < 3 {
				add(day+1+random.IntN(40), customer, 8)
			}
		}
	}
	slices.SortStableFunc(rows[1:], func(a, b []string) int { return slices.Compare(a[:2], b[:2]) })
	return rows
}

func shopLedger(t *testing.T, rows [][]string) *sales.Ledger {
	t.Helper()
	return ledgerOfLines(t, rows, sales.FinishOptions{Calendar: sales.CalendarOptions{Window: "all", Unit: sales.Week}})
}

// optionsOf are the wishes of a report of the ledger.
func optionsOf(l *sales.Ledger) Options {
	return Options{MinCount: 10, MaxRows: DefaultMaxRows, window: l.Calendar.Window, asOf: l.Calendar.AsOf, memo: newMemo()}
}

// offersOf writes the offers of a school for all customers.
func offersOf(s *school) string {
	r, out := s.ranking(), ""
	for who, in := range s.around {
		for _, p := range r.of(int32(who)) {
			out += fmt.Sprintf("%d %v %s %s %.12f %.12f %.12f\n", who, in, s.goods[p.good].id, groundNames[p.ground], p.chance, p.low, p.high)
		}
	}
	return out
}

// TestNothingOfTheTestIsKnown: whatever is bought in the time of the test, the offers made
// before it are the same, to the last digit. One ledger holds a leak: all customers buy there
// what nobody is offered.
func TestNothingOfTheTestIsKnown(t *testing.T) {
	rows := shopRows(rand.New(rand.NewPCG(1, 2)))
	l := shopLedger(t, rows)
	w := watchOf(l.Calendar)
	if w.ahead() != 79 && w.ahead() != 80 {
		t.Fatalf("the test is on %d days", w.ahead())
	}
	before, err := attend(t.Context(), l, optionsOf(l).knownBefore(w.split), w.ahead())
	if err != nil {
		t.Fatal(err)
	}
	honest, err := try(t.Context(), l, optionsOf(l), w)
	if err != nil {
		t.Fatal(err)
	}
	want := offersOf(before)
	if len(before.lessons) == 0 || len(before.turns) == 0 || want == "" {
		t.Fatalf("%d rules from pairs and %d from sequences", len(before.lessons), len(before.turns))
	}
	leak := slices.Clone(rows[:1])
	for _, r := range rows[1:] {
		if r[0] < w.split.String() {
			leak = append(leak, r)
		}
	}
	for customer := range 400 {
		day := (w.split + sales.Day(customer%(w.ahead()))).String()
		for _, product := range []string{"p9", "p3", "new"} {
			leak = append(leak, []string{day, strconv.Itoa(1000 + customer), product, []string{"Cafés", "Offices"}[customer%2], "900", "1"})
		}
	}
	leak = append(leak, []string{w.until.String(), "9999", "p1", "Cafés", "1", "1"}) // the same last day
	other := shopLedger(t, leak)
	if watchOf(other.Calendar) != w {
		t.Fatal("the time of the test differs")
	}
	after, err := attend(t.Context(), other, optionsOf(other).knownBefore(w.split), w.ahead())
	if err != nil {
		t.Fatal(err)
	}
	if got := offersOf(after); got != want {
		t.Error("the offers made before the test differ with what is bought in it")
	}
	var tests [2]string
	for i, x := range []*sales.Ledger{l, other} {
		earlier, err := try(t.Context(), x, optionsOf(x), w.earlier())
		if err != nil || !earlier.ran {
			t.Fatalf("the test before: %v", err)
		}
		tests[i] = fmt.Sprintf("%+v", earlier)
	}
	if tests[0] != tests[1] {
		t.Error("the test before the last one differs with what is bought in the last one")
	}
	fooled, err := try(t.Context(), other, optionsOf(other), w)
	if err != nil {
		t.Fatal(err)
	}
	if fooled.customers <= honest.customers || fooled.expected != honest.expected {
		t.Errorf("%+v and %+v: the takers expected must not depend on what is bought", honest, fooled)
	}
}

// TestLossMakersAreNotOffered: a product that brings the buyer in the middle something and all
// buyers together nothing is offered to nobody, one that somebody lost on to some.
func TestLossMakersAreNotOffered(t *testing.T) {
	rows := shopRows(rand.New(rand.NewPCG(1, 2)))
	offered := func(cost string) (n int) {
		l := shopLedger(t, append(slices.Clone(rows), []string{"2025-06-02", "1001", "p8", "Offices", "100", cost}))
		w := watchOf(l.Calendar)
		s, err := attend(t.Context(), l, optionsOf(l), w.ahead())
		if err != nil {
			t.Fatal(err)
		}
		r := s.ranking()
		for who := range s.around {
			for _, p := range r.of(int32(who)) {
				if good := s.goods[p.good]; good.id == "p8" {
					n++
				} else if s.each[p.good] <= 0 {
					t.Errorf("%s is offered, which earns nothing", good.id)
				}
			}
		}
		return n
	}
	if n := offered("200"); n == 0 {
		t.Error("p8 is offered to nobody, although its buyers together bring something")
	}
	if n := offered("1000000"); n > 0 {
		t.Errorf("p8 loses money and is offered to %d", n)
	}
}

// TestRatesPlainly counts rates and rules customer by customer from the rows.
func TestRatesPlainly(t *testing.T) {
	rows := shopRows(rand.New(rand.NewPCG(1, 2)))
	l := shopLedger(t, rows)
	w := watchOf(l.Calendar)
	s, err := attend(t.Context(), l, optionsOf(l).knownBefore(w.split), w.ahead())
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(rows, func(r []string) bool { return r[0] >= w.split.String() && r[0] != "day" })
	first, last := map[[2]string]sales.Day{}, map[string]sales.Day{}
	var customers []string
	cafe := map[string]bool{}
	for _, r := range rows[1:] {
		day, _ := sales.ParseDay(r[0])
		if _, ok := first[[2]string{r[1], r[2]}]; !ok {
			first[[2]string{r[1], r[2]}] = day
		}
		if day <= s.looked() {
			last[r[1]] = day
		}
		if !slices.Contains(customers, r[1]) {
			customers = append(customers, r[1])
		}
		cafe[r[1]] = r[3] == "Cafés"
	}
	// plainly counts who could take a product, and took it: of all, or of the cafés, with the
	// product with before where one is named.
	plainly := func(product, with string, cafes bool) (n, took int64) {
		for _, c := range customers {
			day, seen := last[c]
			if !seen || day <= s.looked()-aYear || cafes && !cafe[c] {
				continue
			}
			if on, has := first[[2]string{c, with}]; with != "" && (!has || on > s.looked()) {
				continue
			}
			on, has := first[[2]string{c, product}]
			if has && on <= s.looked() {
				continue
			}
			if n++; has {
				took++
			}
		}
		return n, took
	}
	cafes := s.of[0] // customer 1000
	for g := range s.goods {
		for group, only := range map[int]bool{s.audiences: false, int(cafes): true} {
			n, took := plainly(s.goods[g].id, "", only)
			if r := s.plain[g][group]; r.customers != n || r.took != took {
				t.Errorf("%s: %d of %d, plainly %d of %d", s.goods[g].id, r.took, r.customers, took, n)
			}
		}
	}
	for _, x := range s.lessons {
		n, took := plainly(s.goods[x.b].id, s.goods[x.a].id, false)
		if r := x.rates[s.audiences]; r.customers != n || r.took != took {
			t.Errorf("%s → %s: %d of %d, plainly %d of %d", s.goods[x.a].id, s.goods[x.b].id, r.took, r.customers, took, n)
		}
	}
	if len(s.lessons) == 0 {
		t.Error("no rule to count")
	}
}

// TestCalibration counts by hand. Before: 31.0 expected and 16 made, 17/32 = .53125; the last:
// 24.7 and 14, 15/25.7 = .58366; 24.7 * .53125 = 13.12 is nearer to 14 than 24.7.
func TestCalibration(t *testing.T) {
	before, last := trial{ran: true, expected: 31, took: 16}, trial{ran: true, expected: 24.7, took: 14}
	c := calibrated(before, last)
	if math.Abs(c.would-13.121875) > 1e-9 || math.Abs(c.factor-0.5836575875) > 1e-9 {
		t.Errorf("%+v", c)
	}
	if p := c.corrected(prospect{chance: 0.2, low: 0.1, high: 0.4}); math.Abs(p.chance-0.1167315) > 1e-7 || math.Abs(p.low-0.0583658) > 1e-7 || math.Abs(p.high-0.2334630) > 1e-7 {
		t.Errorf("%+v", p)
	}
	// 40 expected and 1 made: 2/41 of 24.7 is 1.2, further from 14 than 24.7 is.
	if c := calibrated(trial{ran: true, expected: 40, took: 1}, last); c.factor != 1 {
		t.Errorf("corrected by %v though the test before misleads", c.factor)
	}
	if c := calibrated(trial{ran: true, expected: 5, took: 30}, last); c.factor != 1 || c.would != last.expected {
		t.Errorf("%+v: nothing is promised beyond the rates", c)
	}
	if e := (watch{first: 100, until: 199, split: 180}).earlier(); e != (watch{first: 100, until: 179, split: 164}) {
		t.Errorf("%+v", e)
	}
}

// TestRate holds a rate to scipy 1.17: gamma.ppf([.025, .975], 5+20*.05, scale=1/(100+20)) is
// .018349, .097236; its mean 6/120.
func TestRate(t *testing.T) {
	r := rate{took: 5, exposure: 100}
	if r.settle(0.05); math.Abs(r.value-0.05) > 1e-15 || math.Abs(r.low-0.018349) > 1e-6 || math.Abs(r.high-0.097236) > 1e-6 {
		t.Errorf("%+v", r)
	}
	if r = (rate{exposure: 100}); r.value != 0 || probable(0, 3) != 0 || math.Abs(probable(0.05, 2)-0.0951626) > 1e-7 {
		t.Errorf("%+v", r)
	}
}

// TestSampleOffersAreNew: no customer of the sample data is offered what it has, what it sent
// back, or what takes the place of something it has; every offer is of a product that pays.
func TestSampleOffersAreNew(t *testing.T) {
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	if _, err := ingest.Read(t.Context(), []string{filepath.Join("..", "sample-data")}, ingest.Options{}, l); err != nil {
		t.Fatal(err)
	}
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	r, err := Compute(t.Context(), l, Options{Only: []string{"opportunities"}})
	if err != nil {
		t.Fatal(err)
	}
	type touch struct{ Customer, Product string }
	touched, err := sales.Query[touch](t.Context(), l, "SELECT DISTINCT customer, product FROM lines ORDER BY customer, product")
	if err != nil {
		t.Fatal(err)
	}
	had := map[touch]bool{}
	for _, x := range touched {
		had[x] = true
	}
	table, sequences := r.Sections[0].Table, 0
	for _, row := range table.Where("kind", "offer") {
		at := func(key string) Cell { return row[table.Index(key)] }
		x := touch{at("customer").(string), at("product").(string)}
		rival := map[string]string{"CB-101": "CB-102", "CB-102": "CB-101"}[x.Product]
		if had[x] || rival != "" && had[touch{x.Customer, rival}] {
			t.Errorf("%s is offered %s, which it had, sent back, or needs no more", x.Customer, x.Product)
		}
		if low, worth, high := at("worth_low").(sales.Money), at("worth").(sales.Money), at("worth_high").(sales.Money); low < 0 || worth <= 0 || low > worth || worth > high {
			t.Errorf("worth %s to %s to %s", low, worth, high)
		}
		if at("ground") == "sequence" {
			sequences++
		}
	}
	if sequences < 10 {
		t.Errorf("%d offers on the planted sequence, want 10 or more", sequences)
	}
}
