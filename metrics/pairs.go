package metrics

import (
	"context"

	"xsell/metrics/sales"
)

// Pairs asks which two products are bought together for more reasons than chance.
var Pairs = Metric{
	Name:     "pairs",
	Title:    "Pairs of products",
	Question: "Which products are bought together, can that be relied on, and what would offering the second bring?",
	Chapter:  BoughtTogether,
	Definition: "A deal is the basket for rates, a known customer over the window is the one for tests (buyer; a deal, where no customer is known). Judged are products with 10 buyers or more, " +
		"or one buyer of 1,000 where that is more, unless another number is asked for; the note says which. " +
		"n, n_a, n_b, n_ab = deals of the window, with A, with B, with both; attach_ab = n_ab / n_a; support = n_ab / n; deal_lift = n n_ab / (n_a n_b); conviction = (1 - n_b/n) / (1 - attach_ab); " +
		"kulczynski = mean of both attach rates; imbalance = |n_a - n_b| / (n_a + n_b - n_ab); joint_revenue = revenue of both in the deals with both. " +
		"buyers, buyers_a, buyers_b, buyers_ab = the same of buyers; share_ab = buyers_ab / buyers_a; base = share of the buyers without A who have B; " +
		"lift = buyers buyers_ab / (buyers_a buyers_b) with 95 % limits on the log scale; expected = buyers_a buyers_b / buyers; extra = buyers_ab - expected; pool = buyers of A without B. " +
		"Found: in the first four fifths of the window's time, p = Fisher's exact test, one-sided, of more buyers of both than chance gives; q = p after Benjamini-Hochberg over all pairs of judged products, " +
		"those never together included; found is q of 5 % or less, and p and q stand only there. " +
		"later_lift = lift among the buyers of the last fifth, with limits. " +
		"odds = Mantel-Haenszel odds ratio among buyers alike, with 95 % limits: strata of the number of deals (1, 2, 3 to 4, 5 to 8 and so on), the number of judged products in the same classes, and the audience. " +
		"season_odds = the same of deals over the months. " +
		"status: confirmed = found, lower limit of later_lift above 1, lower limit of odds above 1, and season_odds above 1 where the deals show a lift; candidate = found only, and doubt says what is missing: " +
		"too few to see again (a later lift above 1 whose limit is not, or under one buyer expected), not seen again, kind of customer (odds), or season; " +
		"faded = found, and the last fifth has fewer joint buyers than the lower limit of the earlier lift gives (Poisson, 5 %); " +
		"substitutes = fewer buyers of both than chance gives in the window (Fisher, q of 5 % or less over all pairs) and upper limit of odds below 1, there without strata of the number of products. " +
		"gain = pool (share_ab (worth - cost) - base worth): what offering B to the buyers of A would bring if they followed those who have both, where worth = median CM1 of B per buyer in the window " +
		"(revenue where no cost is known) and cost = median discount and bonus of the programmes in the register, paid for every taker; gain_low and gain_high by the Wilson limits of share_ab. " +
		"A is the one with fewer buyers, so that share_ab is the higher of both shares. Order: status, then gain_low.",
	Needs: []sales.Field{sales.Product},
	SQL:   marketSQL,
	Run:   pairs,
}

func pairs(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	m, err := o.market(ctx, l, ofProducts)
	if err != nil {
		return Section{}, err
	}
	v, err := m.verdicts(ctx, o.MaxRows)
	if err != nil {
		return Section{}, err
	}
	f := pairFindings{v, m, o, "product"}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: pairTable(v, m), Scope: scopeOf(f.scopeText(), l.Calendar.Window)}
	if best, ok := f.best(); ok {
		s.Charts = []Chart{
			{Kind: Interval, Title: "What offering B to the buyers of A would bring, low to high: " + m.worthName(), X: "pair", Y: []string{"gain", "gain_low", "gain_high"}, Where: "status", Is: best.status, Limit: 15},
			{Kind: Scatter, Title: "Share of A's buyers who have B, over those who do not", X: "pool", Y: []string{"share_ab", "buyers_ab"}, Label: "pair", Where: "status", Is: best.status, Limit: 100},
		}
	}
	return s, nil
}

// pairTable has a row for every pair measured, and one for the others together.
func pairTable(v verdicts, m *market) Table {
	t := Table{Columns: pairColumns(m)}
	for _, p := range v.rows {
		t.Rows = append(t.Rows, p.cells(m))
	}
	if v.left > 0 {
		row, name := make([]Cell, len(t.Columns)), plural(v.left, "other pair", "other pairs")
		row[t.Index("a")], row[t.Index("a_name")], row[t.Index("b")], row[t.Index("b_name")], row[t.Index("pair")] = other, name, other, name, name
		t.Rows = append(t.Rows, row)
	}
	return t
}

func pairColumns(m *market) []Column {
	who, worth := title(m.who(2)), m.worthName()
	columns := []Column{
		{"a", "A", Text}, {"a_name", "Name of A", Text}, {"b", "B", Text}, {"b_name", "Name of B", Text},
		{"status", "Status", Text}, {"doubt", "Doubt", Text},
		{"gain_low", "Gain, low (" + worth + ")", Money}, {"gain", "Gain, expected", Money}, {"gain_high", "Gain, high", Money},
		{"pool", who + " with A without B", Count}, {"share_ab", "B among " + m.who(2) + " with A", Ratio}, {"base", "B among the others", Ratio},
		{"n_ab", "Deals with both", Count}, {"attach_ab", "B among deals with A", Ratio}, {"attach_ba", "A among deals with B", Ratio}, {"joint_revenue", "Revenue of both, together", Money},
		{"buyers_ab", who + " with both", Count}, {"expected", "Expected by chance", Number}, {"extra", "More than expected", Number},
		{"lift", "Lift", Number}, {"lift_low", "Lift, low", Number}, {"lift_high", "Lift, high", Number},
		{"p", "p", Number}, {"q", "q", Number},
		{"odds", "Odds ratio among customers alike", Number}, {"odds_low", "Odds ratio, low", Number}, {"odds_high", "Odds ratio, high", Number}, {"season_odds", "Odds ratio of deals within months", Number},
		{"later_lift", "Lift, last fifth", Number}, {"later_low", "Lift, last fifth, low", Number}, {"later_high", "Lift, last fifth, high", Number},
		{"buyers", who, Count}, {"buyers_a", who + " with A", Count}, {"buyers_b", who + " with B", Count},
		{"n", "Deals", Count}, {"n_a", "Deals with A", Count}, {"n_b", "Deals with B", Count},
		{"deal_lift", "Lift of deals", Number}, {"support", "Share of all deals", Ratio}, {"conviction", "Conviction", Number}, {"kulczynski", "Kulczynski", Number}, {"imbalance", "Imbalance", Number},
		{"pair", "Pair", Text},
	}
	return columns
}

// cells are the row of a pair, in the order of pairColumns.
func (p pairing) cells(m *market) []Cell {
	cells := []Cell{p.a.id, p.a.name, p.b.id, p.b.name, textOrBlank(p.status), textOrBlank(p.doubt)}
	cells = append(cells, p.gain.cells()...)
	cells = append(cells, p.buyers.NA-p.buyers.NAB, defined(p.buyers.Attach()), defined(p.buyers.BaseRate()))
	cells = append(cells, p.deals.NAB, defined(p.deals.Attach()), defined(p.deals.Swap().Attach()), p.joint)
	cells = append(cells, p.buyers.NAB, defined(p.buyers.Expected()), defined(p.buyers.ExtraBaskets()), defined(p.buyers.Lift()))
	cells = append(cells, limits(p.buyers.LiftLimits(confidence))...)
	cells = append(cells, p.evidence()...)
	cells = append(cells, defined(p.alike.Value, p.alike.ok))
	cells = append(cells, limits(p.alike.Limits, p.alike.ok)...)
	cells = append(cells, defined(p.season.Value, p.season.ok), defined(p.again.Lift()))
	cells = append(cells, limits(p.again.LiftLimits(confidence))...)
	cells = append(cells, p.buyers.N, p.buyers.NA, p.buyers.NB, p.deals.N, p.deals.NA, p.deals.NB, defined(p.deals.Lift()), defined(p.deals.Support()),
		defined(p.deals.Conviction()), defined(p.deals.Kulczynski()), defined(p.deals.ImbalanceRatio()))
	return append(cells, short(p.a.name)+" + "+short(p.b.name))
}

// evidence is the test of a pair that stands.
func (p pairing) evidence() []Cell {
	if p.status == "" {
		return []Cell{nil, nil}
	}
	return []Cell{probability(p.logP), probability(p.logQ)}
}

func (g gain) cells() []Cell {
	if !g.ok {
		return []Cell{nil, nil, nil}
	}
	return []Cell{g.low, g.expected, g.high}
}

func textOrBlank(s string) Cell {
	if s == "" {
		return nil
	}
	return s
}

// judgedFrom is the number of buyers that a product needs by default before its pairs are
// judged: 10, or one buyer of the window in 1,000 where that is more.
func judgedFrom(ctx context.Context, l *sales.Ledger) (int64, error) {
	type row struct{ Buyers int64 }
	buyers := "count(DISTINCT customer) FILTER (WHERE customer <> '(unknown)')"
	if !l.Has(sales.Customer) {
		buyers = "count(DISTINCT deal)"
	}
	rows, err := sales.Query[row](ctx, l, "SELECT "+buyers+" AS buyers FROM baskets WHERE in_window")
	if err != nil {
		return 0, err
	}
	return max(10, (rows[0].Buyers+999)/1000), nil
}
