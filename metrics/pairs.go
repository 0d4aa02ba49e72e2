package metrics

import (
	"context"

	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Pairs asks which two products are bought together for more reasons than chance.
var Pairs = Metric{
	Name:     "pairs",
	Title:    "Pairs of products",
	Question: "Which products are bought together, can that be relied on, and what would offering the second bring?",
	Chapter:  BoughtTogether,
	Definition: "A deal is the basket for rates, a known customer over the window is the one for tests (buyer; a deal, where no customer is known). Judged are products with 10 buyers or more, " +
		"or one buyer of 1,000 where that is more, unless another number is asked for; the note says which. A is the product with fewer buyers, so that share_ab is the higher of both shares. " +
		"n, n_a, n_b, n_ab = deals of the window, with A, with B, with both; attach_ab = n_ab / n_a; support = n_ab / n; deal_lift = n n_ab / (n_a n_b); conviction = (1 - n_b/n) / (1 - attach_ab); " +
		"kulczynski = mean of both attach rates; imbalance = |n_a - n_b| / (n_a + n_b - n_ab); joint_revenue = revenue of both in the deals with both. " +
		"buyers, buyers_a, buyers_b, buyers_ab = the same of buyers; share_ab = buyers_ab / buyers_a, share_low and share_high its 95 % limits (Wilson) for pairs that are confirmed or candidates; base = share of the buyers without A who have B; " +
		"expected = buyers_a buyers_b / buyers; extra = buyers_ab - expected; lift = buyers_ab / expected with 95 % limits on the log scale. " +
		"Found: in the first four fifths of the window's time, p = Fisher's exact test, one-sided, of more buyers of both than chance gives; q = p after Benjamini-Hochberg over all pairs of judged products, " +
		"those never together included; found is q of 5 % or less, and p and q stand only there. " +
		"alike = buyers of both among buyers alike, if it were chance what each of them chose: buyers of one audience (those with less than 20 buyers are one, as are those beyond the 100 largest), with as many deals (1, 2, 3, 4, 5 to 6, 7 to 8, 9 to 12 and so on) and as many judged products " +
		"(1, 2, 3 to 4, 5 to 8 and so on), and, where all their deals lie within 92 days, of one month; the pairs of products that the buyers of such a stratum hold are spread over all pairs by quasi-independence, each product keeping its part in them. " +
		"alike_lift = buyers_ab / alike with 95 % limits; alike_q = the probability of so many buyers of both or more (Poisson, moved to the mean and the variance of alike), after Benjamini-Hochberg over the pairs found. " +
		"size_odds = Mantel-Haenszel odds ratio of the buyers over strata of one audience with as many deals (in classes as of products), with 95 % limits (Robins, Breslow and Greenland); season_odds = that of the deals over the months. " +
		"later_ab, later_lift = buyers_ab and lift of the last fifth; later_p = the larger of two p there: of Fisher's test, and among buyers alike in the last fifth (deals in classes as of products). " +
		"status: confirmed = found, alike_q of 5 % or less with alike_lift of 1.1 or more, size_odds_low above 1 (where size_odds is infinite: the test of Cochran, Mantel and Haenszel at 5 %), later_p of 2.5 % or less, and season_odds above 1 where deal_lift is; candidate = found only, and doubt says what is missing first: " +
		"kind of customer, or of deal (among buyers alike, of one time too, or of one size), season, time too short (no last fifth: less than ten days, or nothing sold in it), too few to see again (the last fifth has more buyers of both than among buyers alike, or under one is expected there), not seen again; " +
		"faded = found, as among buyers alike, not seen again, and fewer buyers of both in the last fifth than the lower limit of the earlier lift gives (Poisson, 5 %); " +
		"substitutes = as in the section Substitutes: fewer buyers of both than chance gives, and than among buyers alike, while both were on sale; p and q stand for both tests there. " +
		"gain = what offering B to the buyers of A without it would bring if they came to have B as often as those of their group who have A, a group being such a stratum of one audience and as many deals: " +
		"the sum over groups of pool (share (worth - cost) - base worth), with pool = buyers of A without B, share and base of the group, worth = median CM1 of B per buyer of the audience in the window (revenue where no cost is known) " +
		"and cost = median discount and bonus of the programmes in the register, paid for every taker; takers = sum of pool share, anyway = sum of pool base; gain_low and gain_high by the Wilson limits of the shares, their distances added as squares. " +
		"Groups without worth, and those in which all have A, are not offered B; pool = all buyers of A without B, offered = those of the other groups. Order: status, then gain_low.",
	Needs:   []sales.Field{sales.Product},
	SQL:     marketSQL,
	Markets: []tier{ofProducts},
	Run:     pairs,
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
	f := pairFindings{v, m, o, "products"}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: pairTable(v, m), SQL: o.fillMarket(marketSQL, ofProducts, m.byDeal), Scope: o.scope(f.scopeText(), l.Calendar.Window)}
	if m.engine != nil {
		s.SQL = m.engine.sql()
	}
	if best, ok := f.best(); ok {
		s.Charts = []Chart{
			{Kind: Interval, Title: o.say("What offering B to the buyers of A would bring, low to high: %s", m.worthName()), X: "pair", Y: []string{"gain", "gain_low", "gain_high"}, Where: "status", Is: best.status, Limit: 15},
			{Kind: Scatter, Title: "Share of A's buyers who have B, with 95 % limits, over the number who do not", X: "pool", Y: []string{"share_ab", "buyers_ab", "share_low", "share_high"}, Label: "pair", Where: "status", Is: best.status, Limit: 60},
			{Kind: Network, Title: "Confirmed pairs that hang together", X: "a_name", Y: []string{"share_ab"}, Series: "b_name", Where: "status", Is: confirmed, Limit: 40},
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
		row, name := make([]Cell, len(t.Columns)), m.o.say("%d {1|other pair|other pairs}", v.left)
		row[t.Index("a")], row[t.Index("a_name")], row[t.Index("b")], row[t.Index("b_name")], row[t.Index("pair")] = other, name, other, name, name
		t.Rows = append(t.Rows, row)
	}
	return t
}

func pairColumns(m *market) []Column {
	who, worth := m.Who(), m.worthName()
	columns := []Column{
		{"a", "A", Text}, {"a_name", "Name of A", Text}, {"b", "B", Text}, {"b_name", "Name of B", Text},
		{"status", "Status", Word}, {"doubt", "Doubt", Word},
		{"gain_low", m.o.say("Gain, low (%s)", worth), Money}, {"gain", "Gain, expected", Money}, {"gain_high", "Gain, high", Money},
		{"pool", m.o.say("%s with A without B", who), Count}, {"offered", "Of them, worth the offer", Count}, {"takers", "Of these, would take B", Number}, {"anyway", "Of these, would buy B anyway", Number},
		{"share_ab", m.o.say("B among %s with A", m.who()), Ratio}, {"share_low", "B among them, low", Ratio}, {"share_high", "B among them, high", Ratio}, {"base", "B among the others", Ratio},
		{"n_ab", "Deals with both", Count}, {"attach_ab", "B among deals with A", Ratio}, {"attach_ba", "A among deals with B", Ratio}, {"joint_revenue", "Revenue of both, together", Money},
		{"buyers_ab", m.o.say("%s with both", who), Count}, {"expected", "Expected by chance", Number}, {"extra", "More than expected", Number},
		{"lift", "Lift", Number}, {"lift_low", "Lift, low", Number}, {"lift_high", "Lift, high", Number},
	}
	return append(append(columns, m.proofColumns()...), []Column{
		{"buyers", who, Count}, {"buyers_a", m.o.say("%s with A", who), Count}, {"buyers_b", m.o.say("%s with B", who), Count},
		{"n", "Deals", Count}, {"n_a", "Deals with A", Count}, {"n_b", "Deals with B", Count},
		{"deal_lift", "Lift of deals", Number}, {"support", "Share of all deals", Ratio}, {"conviction", "Conviction", Number}, {"kulczynski", "Kulczynski", Number}, {"imbalance", "Imbalance", Number},
		{"pair", "Pair", Text},
	}...)
}

// cells are the row of a pair, in the order of pairColumns.
func (p pairing) cells(m *market) []Cell {
	cells := []Cell{p.a.id, p.a.name, p.b.id, p.b.name, textOrBlank(p.status), textOrBlank(m.nameOf(p.doubt))}
	cells = append(cells, p.gain.cells(p.buyers.NA-p.buyers.NAB)...)
	cells = append(cells, defined(p.buyers.Attach()))
	cells = append(append(cells, p.shareLimits()...), defined(p.buyers.BaseRate()))
	cells = append(cells, p.deals.NAB, defined(p.deals.Attach()), defined(p.deals.Swap().Attach()), p.joint)
	cells = append(cells, p.buyers.NAB, defined(p.buyers.Expected()), defined(p.buyers.ExtraBaskets()), defined(p.buyers.Lift()))
	cells = append(cells, limits(p.buyers.LiftLimits(confidence))...)
	cells = append(cells, p.proof()...)
	cells = append(cells, p.buyers.N, p.buyers.NA, p.buyers.NB, p.deals.N, p.deals.NA, p.deals.NB, defined(p.deals.Lift()), defined(p.deals.Support()),
		defined(p.deals.Conviction()), defined(p.deals.Kulczynski()), defined(p.deals.ImbalanceRatio()))
	return append(cells, short(p.a.name)+" + "+short(p.b.name))
}

// shareLimits are the limits of the share of A's buyers who have B, of a pair that was found.
func (p pairing) shareLimits() []Cell {
	if !p.offered() {
		return []Cell{nil, nil}
	}
	return limits(stat.Wilson(p.buyers.NAB, p.buyers.NA, confidence))
}

// cells are the gain, the buyers of A without B, and of these whom to offer it to.
func (g gain) cells(pool int64) []Cell {
	if !g.ok {
		return []Cell{nil, nil, nil, pool, nil, nil, nil}
	}
	return []Cell{g.low, g.expected, g.high, pool, g.pool, g.takers, g.anyway}
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
