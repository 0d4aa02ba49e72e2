package metrics

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"xsell/metrics/sales"
)

// drive is a world with one programme: customers of unequal size and habits buy a, and
// some of these deals have b too. The programme runs for the last weeks of the data.
type drive struct {
	name      string
	weeks     int // of data
	runs      int // of them the programme
	customers int
	deals     float64 // of a customer a year, on average
	unequal   float64 // standard deviation of the logarithm of a customer's deals
	rate      float64 // of deals that have b
	habit     float64 // standard deviation of a customer's log odds
	lift      float64 // what the programme adds to the log odds
	season    float64 // added to the log odds in the weeks of the programme, each year
	slump     float64 // added to the log odds in the four weeks before the programme
	control   bool    // every second customer is left out
	whale     float64 // part of the deals of those who get the offer that one customer has, who takes b twice as often
	discount  float64
	margin    float64 // of b, which costs 100
	worst     bool    // the programme starts after the worst four weeks of the data
}

const day0 = 18268 // Monday, 6 January 2020

// batchOf turns rows into one batch of a relation.
func batchOf(t *testing.T, l *sales.Ledger, r sales.Relation, fields []sales.Field, rows [][]any) {
	t.Helper()
	b := &sales.Batch{Rows: len(rows), Columns: make([]sales.Values, len(fields))}
	for c := range fields {
		v := &b.Columns[c]
		for _, row := range rows {
			switch x := row[c].(type) {
			case string:
				v.Text.Append(x)
			case int:
				v.Int = append(v.Int, int64(x))
			}
		}
	}
	done := false
	if err := l.Load(t.Context(), r, fields, func() (*sales.Batch, error) {
		if done {
			return nil, io.EOF
		}
		done = true
		return b, nil
	}); err != nil {
		t.Fatal(err)
	}
}

// happen draws the lines of a drive, with products of its own, and its row of the register.
func (w drive) happen(no int, r *rand.Rand) (lines [][]any, register []any) {
	a, b, start := fmt.Sprintf("A%d", no), fmt.Sprintf("B%d", no), w.weeks-w.runs
	type customer struct{ size, habit float64 }
	customers := make([]customer, w.customers)
	total := 0.0
	for i := range customers {
		customers[i] = customer{math.Exp(w.unequal * r.NormFloat64()), w.habit * r.NormFloat64()}
		total += customers[i].size
	}
	if w.whale > 0 {
		customers[0] = customer{total * w.whale, math.Log(2)}
	}
	logit := math.Log(w.rate / (1 - w.rate))
	number := 0
	taken := make([][2]int, w.weeks)
	type sale struct {
		week  int
		lines [][]any
	}
	var deals []sale
	for week := range w.weeks {
		for i, c := range customers {
			mean := w.deals / 52 * c.size * float64(w.customers) / total
			for n := poisson(r, mean); n > 0; n-- {
				odds := logit + c.habit
				left := w.control && i%2 == 1
				if week >= start && !left {
					odds += w.lift
				}
				if (week+10*52-start)%52 < w.runs {
					odds += w.season
				}
				if week < start && week >= start-4 {
					odds += w.slump
				}
				number++
				deal, who := fmt.Sprintf("D%d-%d", no, number), fmt.Sprintf("C%d-%d", no, i)
				day := day0 + 7*week + r.IntN(7)
				s := sale{week, [][]any{{deal, day, who, a, 300_0000, 200_0000}}}
				taken[week][1]++
				if r.Float64() < 1/(1+math.Exp(-odds)) {
					taken[week][0]++
					s.lines = append(s.lines, []any{deal, day, who, b, 100_0000, int((100 - w.margin) * 1_0000)})
				}
				deals = append(deals, s)
			}
		}
	}
	if w.worst { // the programme begins after the four weeks with the lowest rate, half a year in at least
		low := math.Inf(1)
		for week := 26; week+4+w.runs <= w.weeks; week++ {
			var k, n int
			for _, v := range taken[week : week+4] {
				k, n = k+v[0], n+v[1]
			}
			if rate := float64(k) / float64(max(1, n)); rate < low {
				low, start = rate, week+4
			}
		}
	}
	for _, s := range deals {
		lines = append(lines, s.lines...)
	}
	controls := ""
	if w.control {
		for i := 1; i < w.customers; i += 2 {
			controls += fmt.Sprintf("C%d-%d; ", no, i)
		}
	}
	return lines, []any{fmt.Sprintf("P%d", no), a, b, int(w.discount * 1_0000), day0 + 7*start, day0 + 7*(start+w.runs) - 1, controls}
}

// drives computes the scorecard of many drives in one ledger.
func drives(t *testing.T, w drive, worlds int, seed uint64) []effect {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	var lines, register [][]any
	for no := range worlds {
		l, p := w.happen(no, r)
		lines, register = append(lines, l...), append(register, p)
	}
	l, err := sales.New(t.Context(), sales.EngineOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	source := sales.Source{Name: "test"}
	for i := range lines {
		lines[i] = append(lines[i], 0, i+2)
		source.Read.Lines++
		source.Read.Revenue += sales.Money(lines[i][4].(int))
		source.Read.Cost += sales.Money(lines[i][5].(int))
	}
	l.AddSource(source)
	batchOf(t, l, sales.Lines, []sales.Field{sales.Deal, sales.DayField, sales.Customer, sales.Product, sales.Revenue, sales.Cost, sales.SourceField, sales.RowField}, lines)
	batchOf(t, l, sales.Programmes, []sales.Field{sales.Programme, "from_products", "to_products", sales.Discount, "start_day", "end_day", "control"}, register)
	if err := l.Finish(t.Context(), sales.FinishOptions{}); err != nil {
		t.Fatal(err)
	}
	f, err := scoreProgrammes(t.Context(), l, Options{asOf: l.Calendar.AsOf, memo: newMemo()})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.effects) != worlds {
		t.Fatalf("%d programmes of %d are compared", len(f.effects), worlds)
	}
	return f.effects
}

// idle are worlds in which the programme does nothing, each with something that looks as if
// it did.
var idle = []drive{
	{name: "nothing", weeks: 80, runs: 20, customers: 150, deals: 6, margin: 40, unequal: 0.8, rate: 0.2, habit: 1},
	{name: "rare", weeks: 80, runs: 20, customers: 150, deals: 6, margin: 40, unequal: 0.8, rate: 0.03, habit: 0.5},
	{name: "control group", weeks: 60, runs: 20, customers: 200, deals: 6, margin: 40, unequal: 0.8, rate: 0.2, habit: 1, control: true},
	{name: "large customer", weeks: 80, runs: 20, customers: 200, deals: 6, margin: 40, unequal: 0.5, rate: 0.2, habit: 0.5, control: true, whale: 0.5},
	{name: "season", weeks: 150, runs: 10, customers: 200, deals: 6, margin: 40, unequal: 0.8, rate: 0.15, habit: 0.7, season: 1.2},
	{name: "bad month", weeks: 80, runs: 12, customers: 150, deals: 6, margin: 40, unequal: 0.8, rate: 0.2, habit: 0.7, worst: true},
	{name: "slump", weeks: 80, runs: 12, customers: 150, deals: 6, margin: 40, unequal: 0.8, rate: 0.2, habit: 0.7, slump: -1},
}

// The stated error: of programmes without any effect one in forty at most is called working.
// Of 200 such worlds no more than 11 may be (the 99 % limit of a binomial of 2.5 % is
// 11); XSELL_SLOW=1 looks at 1,000 of each kind and asks for 3.5 % at most.
func TestNoVerdictWithoutAnEffect(t *testing.T) {
	each := 29
	if os.Getenv("XSELL_SLOW") != "" {
		each = 1000
	}
	works, judged := 0, 0
	for i, w := range idle {
		n := 0
		for at := 0; at < each; at += 100 {
			for _, e := range drives(t, w, min(100, each-at), uint64(1000*i+at)) {
				if e.verdict == Works {
					n++
				}
				if e.known {
					judged++
				}
			}
		}
		t.Logf("%s: %d of %d are called working", w.name, n, each)
		if each == 1000 && n > 35 {
			t.Errorf("%s: %d of %d programmes without an effect are called working", w.name, n, each)
		}
		works += n
	}
	if works > 11 && each == 29 || judged < 6*each {
		t.Errorf("%d of %d programmes without an effect are called working; %d were compared", works, len(idle)*each, judged)
	}
}

// What looks like an effect to the eye is one without the comparison: the traps are sprung
// by what a plain comparison of rates would say.
func TestTrapsAreTraps(t *testing.T) {
	plain := func(e effect, from, to int) bool { // a difference of rates of deals as if they were independent
		p, ok := e.counted.sums.Rate(from)
		q, ok2 := e.counted.sums.Rate(to)
		se := math.Sqrt(p*(1-p)/e.counted.sums.N[from] + q*(1-q)/e.counted.sums.N[to])
		return ok && ok2 && q-p > 1.96*se
	}
	during := cellAt(offeredArm, duringTime)
	for _, c := range []struct {
		name string
		from int
	}{{"large customer", cellAt(controlArm, duringTime)}, {"season", cellAt(offeredArm, beforeTime)}} {
		for i, w := range idle {
			if w.name != c.name {
				continue
			}
			fooled := 0
			for _, e := range drives(t, w, 29, uint64(1000*i)) {
				if plain(e, c.from, during) {
					fooled++
				}
			}
			if fooled < 9 {
				t.Errorf("%s: a plain comparison is taken in %d times of 29", c.name, fooled)
			}
		}
	}
}

// A programme that does what it should is found.
func TestEffectsAreFound(t *testing.T) {
	for _, w := range []drive{
		{name: "before and after", weeks: 80, runs: 20, customers: 250, deals: 8, unequal: 0.6, rate: 0.2, habit: 0.5, lift: 1, margin: 40},
		{name: "control group", weeks: 60, runs: 20, customers: 350, deals: 8, unequal: 0.6, rate: 0.2, habit: 0.5, lift: 1, control: true, margin: 40},
		{name: "a year earlier", weeks: 150, runs: 20, customers: 250, deals: 8, unequal: 0.6, rate: 0.2, habit: 0.5, lift: 1, margin: 40},
	} {
		found := 0
		for _, e := range drives(t, w, 15, 5) {
			if e.verdict == Works {
				found++
			}
		}
		if found < 13 {
			t.Errorf("%s: %d of 15 programmes that work are found", w.name, found)
		}
	}
}

// A discount that all would have bought without is money given away.
func TestDiscountWithoutEffectDoesNotWork(t *testing.T) {
	w := drive{weeks: 80, runs: 26, customers: 300, deals: 12, unequal: 0.5, rate: 0.7, habit: 0.3, discount: 0.2, margin: 40}
	lost := 0
	for _, e := range drives(t, w, 15, 9) {
		if e.verdict == DoesNotWork && e.money.high < 0 {
			lost++
		}
	}
	if lost < 13 {
		t.Errorf("%d of 15 discounts that everybody takes and nobody needs are seen", lost)
	}
}
