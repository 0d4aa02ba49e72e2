package metrics

import (
	"context"
	"errors"
	"sync"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// NextPurchase asks which product follows which, and when to call.
var NextPurchase = Metric{
	Name:     "next-purchase",
	Title:    "What is bought next",
	Question: "Which product do customers buy after which, after how many days, and whom should we call now?",
	Chapter:  BoughtTogether,
	Definition: "A visit is a day on which a known customer bought. The first purchase of a product is a customer's first visit with it in all of the data, also before the window. " +
		"The watch lasts from the beginning of the window to the last day known (to the end of the window, where that is in the past); what was bought before says only what a customer had already. Judged products are those of pairs; where none of their pairs can be tested, or none stands, product types are looked at. " +
		"A then B: the first B on a later visit than the first A. same_day = both first on one visit: neither order. " +
		"p: among the visits of customers without B before, the first visit of a customer left out, those with A bought before bring the first B more often than those without, visits being alike: of one month and audience, with as many different products bought on it " +
		"(1, 2, 3 to 4, 5 to 8 and so on) and as many judged products had before (0, 1, 2, 3, 4 to 5, 6 to 7, 8 to 11 and so on). Counting visits and not days, neither who comes often nor who has just come looks like a sequence, and the time before A counts as time without A. " +
		"bought = first purchases of B after A, expected = of all first purchases of B, if having A made no difference; the binomial distribution of that mean bounds p. " +
		"ratio = Mantel-Haenszel ratio of the shares of visits that bring the first B, with A before over without, with 95 % limits (Greenland and Robins, 1985). " +
		"order_ab and order_ba = customers with both on different days, A or B first, as long as both were sold (what comes new is bought after the old); order_expected = how many would have A first if the order of each customer's visits were chance, so that a product bought often, or most of all in the earlier month, is no earlier for that; order_p = a sign test against it (binomial bound). " +
		"p and order_p are of the first four fifths of the watch. q = p after Benjamini-Hochberg over all ordered pairs of a product after which enough customers came back and a product that enough bought later than on their first visit, as many as a product needs to be judged; " +
		"pairs that fewer than half as many customers went through count as showing nothing. order_q = order_p after the same correction over the pairs with q of 5 % or less. Shown are the pairs of which both are 5 % or less. " +
		"later_bought, later_expected, later_p = the same of the rate in the last fifth. status: confirmed = later_p of 2.5 % or less; candidate = found only, and doubt says why, as for pairs; " +
		"faded = fewer bought in the last fifth than the lower limit of the earlier ratio gives (Poisson, 5 %). " +
		"customers_a = customers with A in all of the data, without B until then; then_b = of them with B since; within_30, within_60, within_90 = share with B so many days after A by Kaplan-Meier, who has not bought yet being watched until the last day only; blank where nobody was watched so long. " +
		"days_q1, days_median, days_q3 = days after which a quarter, half and three quarters of then_b had bought. " +
		"open = customers with A, whenever bought, and not B, whose A is days_q1 to days_q3 days ago; takers = sum of their chances to buy B until day days_q3, from the day reached (Kaplan-Meier); " +
		"worth = takers times the median CM1 of B per buyer in the window (revenue where no cost is known), worth_low and worth_high by the 95 % limits of each chance. Order: status, then worth_low.",
	Needs:   []sales.Field{sales.Product, sales.Customer},
	SQL:     walksSQL,
	Markets: []tier{ofProducts, ofTypes}, Walks: true,
	Weight: 2,
	Run:    nextPurchase,
}

// steps are the sequences of a tier with what is known of each.
type steps struct {
	*walks
	of     tier
	rows   []step
	left   int64 // sequences without a row
	tests  int64
	judged int64

	by    map[string]int64 // sequences of each status
	doubt map[string]int64 // candidates of each doubt
}

// found is the number of sequences that the correction left standing.
func (s steps) found() int64 { return s.by[confirmed] + s.by[candidate] + s.by[faded] }

// step is a sequence measured.
type step struct {
	sequence
	a, b    *good
	passage passage
	whole   order // of the whole watch
	ratio   stat.Estimate
	ratioOK bool
}

func nextPurchase(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	s, instead, err := o.sequences(ctx, l)
	if err != nil {
		return Section{}, err
	}
	m, err := o.market(ctx, l, s.of)
	if err != nil {
		return Section{}, err
	}
	f := stepFindings{steps: s, market: m, o: o, instead: instead}
	section := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: stepTable(f.steps, f.market), Scope: f.scopeText(l.Calendar), SQL: o.fillWalks(f.until, f.of)}
	if s.engine != nil {
		section.SQL = s.engine.sql()
	}
	if best, ok := f.best(); ok {
		section.Charts = []Chart{
			{Kind: Interval, Title: "First purchases of B at a visit: with A before, over without, among visits alike (1 is no difference)", X: "pair", Y: []string{"ratio", "ratio_low", "ratio_high"}, Where: "status", Is: best.status, Limit: 15},
			{Kind: Interval, Title: "Days from A to B: the middle half of those who bought both", X: "pair", Y: []string{"days_median", "days_q1", "days_q3"}, Where: "status", Is: best.status, Limit: 15},
		}
	}
	return section, nil
}

// sequences are those of products, or of types where none of a product stands; instead is
// how many of products were tested then.
func (o Options) sequences(ctx context.Context, l *sales.Ledger) (s steps, instead int64, err error) {
	s, err = o.stepsOf(ctx, l, ofProducts)
	if err != nil || s.found() > 0 || !l.Has(sales.Type) {
		return s, 0, err
	}
	types, err := o.stepsOf(ctx, l, ofTypes)
	if err != nil || types.tests == 0 { // nothing can be said of types either
		return s, s.tests, err
	}
	return types, s.tests, nil
}

// stepsOf are the sequences of a tier, tested by the first section that asks for them.
func (o Options) stepsOf(ctx context.Context, l *sales.Ledger, of tier) (steps, error) {
	o.memo.mu.Lock()
	read, ok := o.memo.steps[of]
	if !ok {
		read = sync.OnceValues(func() (steps, error) { return takeSteps(ctx, l, o, of) })
		o.memo.steps[of] = read
	}
	o.memo.mu.Unlock()
	return read()
}

// takeSteps tests the sequences of a tier and measures the first so many.
func takeSteps(ctx context.Context, l *sales.Ledger, o Options, of tier) (steps, error) {
	m, err := o.market(ctx, l, of)
	if err != nil {
		return steps{}, err
	}
	w, err := takeWalks(ctx, l, o, m, of)
	if err != nil {
		return steps{}, err
	}
	s := steps{walks: w, of: of, judged: int64(len(w.goods)), by: map[string]int64{}, doubt: map[string]int64{}}
	all, tests, err := w.sequences(ctx, o.MinCount, o.fewestFollow())
	if err != nil {
		return s, err
	}
	s.tests = tests
	passages := make([]passage, len(all))
	pair := func(i int) (a, b int32) { return all[i].a, all[i].b }
	if err := w.ask(ctx, len(all), pair, stepNeeds{exits: true}, func(i int) {
		exits := w.exitsOf(all[i].a, all[i].b)
		passages[i] = passageOf(exits)
		all[i].worth = w.waiting(all[i].b, exits, &passages[i])
	}); err != nil {
		return s, err
	}
	first := shortlist[int]{most: o.MaxRows, order: func(i, j int) int { return bySteps(all[i], all[j]) }}
	for i, t := range all {
		s.by[t.status]++
		s.doubt[t.doubt]++
		first.add(i)
	}
	kept := first.cut()
	s.left, s.rows = first.left, make([]step, len(kept))
	pair = func(i int) (a, b int32) { return all[kept[i]].a, all[kept[i]].b }
	err = w.ask(ctx, len(kept), pair, stepNeeds{orderBefore: w.until + 1, ratio: true}, func(i int) { s.rows[i] = w.step(all[kept[i]], passages[kept[i]]) })
	return s, errors.Join(err, w.forget(ctx))
}

// step measures a sequence.
func (w *walks) step(t sequence, p passage) step {
	s := step{sequence: t, a: &w.goods[t.a], b: &w.goods[t.b], passage: p, whole: w.orderOf(t.a, t.b, w.until+1)}
	s.ratio, s.ratioOK = w.ratio(t.a, t.b, true)
	return s
}

// stepTable has a row for every sequence measured, and one for the others together.
func stepTable(s steps, m *market) Table {
	t := Table{Columns: stepColumns(m)}
	for _, r := range s.rows {
		t.Rows = append(t.Rows, r.cells())
	}
	if s.left > 0 {
		row, name := make([]Cell, len(t.Columns)), m.o.say("%d {1|other sequence|other sequences}", s.left)
		row[t.Index("a")], row[t.Index("a_name")], row[t.Index("b")], row[t.Index("b_name")], row[t.Index("pair")] = other, name, other, name, name
		t.Rows = append(t.Rows, row)
	}
	return t
}

func stepColumns(m *market) []Column {
	return []Column{
		{"a", "A", Text}, {"a_name", "Name of A", Text}, {"b", "B", Text}, {"b_name", "Name of B", Text},
		{"status", "Status", Word}, {"doubt", "Doubt", Word},
		{"open", "To call now", Count}, {"takers", "Would buy B", Number},
		{"worth_low", m.o.say("Worth, low (%s)", m.worthName()), Money}, {"worth", "Worth, expected", Money}, {"worth_high", "Worth, high", Money},
		{"days_q1", "Days, first quarter", Count}, {"days_median", "Days, half", Count}, {"days_q3", "Days, three quarters", Count},
		{"customers_a", "Customers with A", Count}, {"then_b", "Of them, B later", Count},
		{"within_30", "B within 30 days", Ratio}, {"within_60", "B within 60 days", Ratio}, {"within_90", "B within 90 days", Ratio},
		{"ratio", "First B per visit, after A over without A", Number}, {"ratio_low", "Ratio, low", Number}, {"ratio_high", "Ratio, high", Number},
		{"bought", "First B after A", Count}, {"expected", "Expected without a difference", Number},
		{"order_ab", "A before B", Count}, {"order_ba", "B before A", Count}, {"order_expected", "A before B, expected by chance", Number}, {"same_day", "Both on one day", Count},
		{"p", "p", Number}, {"q", "q", Number}, {"order_p", "p of the order", Number}, {"order_q", "q of the order", Number},
		{"later_bought", "First B after A, last fifth", Count}, {"later_expected", "Expected, last fifth", Number}, {"later_p", "p, last fifth", Number},
		{"pair", "Sequence", Text},
	}
}

// cells are the row of a sequence, in the order of stepColumns.
func (s step) cells() []Cell {
	cells := []Cell{s.a.id, s.a.ownName(), s.b.id, s.b.ownName(), s.status, textOrBlank(s.doubt), s.passage.open}
	if s.worth.ok {
		cells = append(cells, s.worth.takers, s.worth.low, s.worth.expected, s.worth.high)
	} else {
		cells = append(cells, nil, nil, nil, nil)
	}
	for _, days := range s.passage.usual {
		if s.passage.known {
			cells = append(cells, int64(days))
		} else {
			cells = append(cells, nil)
		}
	}
	cells = append(cells, s.passage.customers, s.passage.followed)
	for _, days := range []int{30, 60, 90} {
		cells = append(cells, defined(s.passage.within(days)))
	}
	cells = append(cells, defined(s.ratio.Value, s.ratioOK))
	cells = append(cells, limits(s.ratio.Limits, s.ratioOK)...)
	cells = append(cells, s.early.seen+s.later.seen, s.early.expected+s.later.expected)
	cells = append(cells, s.whole.ab, s.whole.ba, s.whole.expected, s.whole.same, probability(s.logP), probability(s.logQ), probability(s.order.logMore()), probability(s.orderQ))
	cells = append(cells, s.later.seen, s.later.expected, probability(s.later.logMore()))
	return append(cells, short(s.a.name)+" → "+short(s.b.name))
}

// ownName is the name of a good; blank where it has none but its number.
func (g *good) ownName() Cell {
	if g.name == g.id {
		return nil
	}
	return g.name
}
