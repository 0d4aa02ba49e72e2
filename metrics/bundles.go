package metrics

import (
	"context"
	"strings"

	"xsell/metrics/sales"
)

// Bundles asks which three or four products are a bundle: each of them adds something.
var Bundles = Metric{
	Name:     "bundles",
	Title:    "Bundles",
	Question: "Which three or four products make a bundle, whom does one of them still miss, and what may the bundle cost?",
	Chapter:  BoughtTogether,
	Definition: "A bundle is three or four products bought in one deal. Judged are those of judged products (as for pairs) that as many deals of the first four fifths of the window's time hold as a product needs customers; " +
		"where there are more than 200,000 sets of a size, the least number of deals rises and the note says so. The basket for rates is a deal, the one for tests a known customer over the window (buyer; a deal, where no customer is known). " +
		"A rule says that whoever has all products of the bundle but one (have) has that one too (offer). share = buyers of all / buyers of have, with 95 % Wilson limits; " +
		"best_part = those products of have whose buyers have the offer most often, and best_share how often; improvement = share - best_share (Bayardo, Agrawal and Gunopulos, 1999). " +
		"Found: in the first four fifths, p = the largest, over the products of have, of Fisher's exact p, one-sided, that the product adds nothing among the buyers of the others (productive rule, Webb 2007); " +
		"q = least p of the rules of the bundle after Benjamini-Hochberg over all rules whose have is in enough deals, whichever product is the offer, each size by itself; the bundle is found where q is 5 % or less. " +
		"Shown are of its rules those whose p stands among them (Holm, 5 %) and whose improvement is above 0 in the window. " +
		"lift = buyers buyers_all / (buyers_have buyers_offer) with 95 % limits on the log scale; later_lift = the same among the buyers of the last fifth. " +
		"odds = Mantel-Haenszel odds ratio of a product of have with the offer, among the buyers of the rest of have, over strata of buyers alike: of one audience, with as many judged products other than that one (1, 2, 3, 4, 5 to 6, 7 to 8, 9 to 12 and so on); that of the product with the largest p of Cochran's, Mantel's and Haenszel's test; blank where nothing speaks against it. " +
		"season_odds = odds ratio of have with the offer in deals, over the months. " +
		"status: confirmed = found, seen again (in the last fifth Fisher's p of have with the offer is 2.5 % or less, and the improvement above 0), odds above 1 by that test after Benjamini-Hochberg over the rules seen again (5 %), and season_odds above 1 where the deals show a lift; " +
		"candidate = found only, and doubt says what is missing first: time too short, too few to see again, not seen again (as for pairs), kind of customer (odds), or season; " +
		"faded = found, not seen again, and fewer buyers of all in the last fifth than the lower limit of the earlier lift gives (Poisson, 5 %). " +
		"deals = deals with all, deals_have = with have, deals_short = with all but one, whichever; missing = the one most of these lack, and missing_deals how many. attach = deals / deals_have. " +
		"deal_revenue and deal_cm1 = median of the deals with all, everything in them counted; short_revenue and short_cm1 = of the deals with have and without the offer (contribution where the whole deal has a cost). " +
		"pool = buyers of have without the offer; base = share of those buyers of the best part who have not all of have, with the offer. " +
		"gain = pool (share (worth - cost) - base worth): what is to win beyond what the best part alone leads to; worth = median CM1 of the offer, in the window, per buyer of all (revenue where no cost is known), " +
		"cost = median discount and bonus of the programmes in the register, for every taker; takers = pool share, anyway = pool base; gain_low and gain_high by the Wilson limits of share. " +
		"break_even = the largest discount on the whole bundle at which the expected gain is not negative, when all who have it pay less: pool (share - base) worth / (spent (pool share + buyers_all)), where spent = median revenue of a buyer of all from the products of the bundle in the window. " +
		"Order: status, then gain_low.",
	Needs:   []sales.Field{sales.Product},
	SQL:     marketSQL,
	Markets: []tier{ofProducts},
	Run:     bundles,
}

func bundles(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	m, err := o.market(ctx, l, ofProducts)
	if err != nil {
		return Section{}, err
	}
	j, err := m.judgeBundles(ctx, o.MinCount, o.MaxRows)
	if err != nil {
		return Section{}, err
	}
	f := bundleFindings{j, m, o}
	s := Section{Lead: f.lead(), Notes: f.notes(), Findings: f.findings(), Table: bundleTable(j, m), Scope: o.scope(f.scopeText(), l.Calendar.Window), SQL: o.fillMarket(marketSQL, ofProducts, m.byDeal)}
	if m.engine != nil {
		s.SQL = m.engine.bundleSQL(o.MinCount)
	}
	if best, ok := f.best(); ok {
		s.Charts = []Chart{
			{Kind: Interval, Title: o.say("What offering the missing product would bring, low to high: %s", m.worthName()), X: "rule", Y: []string{"gain", "gain_low", "gain_high"}, Where: "status", Is: best.status, Limit: 15},
			{Kind: Scatter, Title: "Share who have the product offered: with all of the rest, over with the best part of it", X: "best_share", Y: []string{"share", "pool"}, Label: "offer", Where: "status", Is: best.status, Limit: 100},
		}
	}
	return s, nil
}

// bundleTable has a row for every bundle measured, and one for the others together.
func bundleTable(j judged, m *market) Table {
	t := Table{Columns: bundleColumns(m)}
	for _, b := range j.rows {
		t.Rows = append(t.Rows, b.cells())
	}
	if j.left > 0 {
		row := make([]Cell, len(t.Columns))
		name := m.o.say("%d {1|other rule|other rules}", j.left)
		row[t.Index("have")], row[t.Index("offer")], row[t.Index("rule")], row[t.Index("products")] = other, name, name, other
		t.Rows = append(t.Rows, row)
	}
	return t
}

func bundleColumns(m *market) []Column {
	who, worth := m.Who(), m.worthName()
	return []Column{
		{"have", "Who has", Text}, {"offer", "Offer", Text},
		{"status", "Status", Word}, {"doubt", "Doubt", Word},
		{"gain_low", m.o.say("Gain, low (%s)", worth), Money}, {"gain", "Gain, expected", Money}, {"gain_high", "Gain, high", Money},
		{"pool", m.o.say("%s without the offer", who), Count}, {"offered", "Of them, worth the offer", Count}, {"takers", "Of these, would take it", Number}, {"anyway", "Of these, would buy it anyway", Number},
		{"share", "Offer among those who have the rest", Ratio}, {"share_low", "Share, low", Ratio}, {"share_high", "Share, high", Ratio},
		{"best_part", "Best part", Text}, {"best_share", "Offer among those who have the best part", Ratio}, {"improvement", "What the whole adds", Points}, {"base", "Offer among those with the best part only", Ratio},
		{"break_even", "Largest discount on the bundle", Ratio},
		{"deals", "Deals with all", Count}, {"deals_short", "Deals with all but one", Count}, {"missing", "Usually missing", Text}, {"missing_deals", "Deals without just that", Count},
		{"deal_revenue", "Revenue of a deal with all", Money}, {"short_revenue", "Revenue of a deal without the offer", Money},
		{"deal_cm1", "CM1 of a deal with all", Money}, {"short_cm1", "CM1 of a deal without the offer", Money},
		{"buyers_all", m.o.say("%s with all", who), Count}, {"lift", "Lift", Number}, {"lift_low", "Lift, low", Number}, {"lift_high", "Lift, high", Number}, {"p", "p of the rule", Number}, {"q", "q of the bundle", Number},
		{"odds", "Odds ratio among customers alike", Number}, {"odds_low", "Odds ratio, low", Number}, {"odds_high", "Odds ratio, high", Number}, {"season_odds", "Odds ratio of deals within months", Number},
		{"later_lift", "Lift, last fifth", Number}, {"later_low", "Lift, last fifth, low", Number}, {"later_high", "Lift, last fifth, high", Number},
		{"buyers", who, Count}, {"buyers_have", m.o.say("%s with the rest", who), Count}, {"buyers_offer", m.o.say("%s with the offer", who), Count},
		{"deals_have", "Deals with the rest", Count}, {"attach", "Offer among deals with the rest", Ratio}, {"rule", "Rule", Text}, {"products", "Products", Text},
	}
}

// cells are the row of a bundle, in the order of bundleColumns.
func (b bundling) cells() []Cell {
	p := b.pair(&b.buyers)
	best, bestShare := b.best(&b.buyers)
	have := b.some(b.condition())
	cells := []Cell{names(have, " + "), b.offered().name, b.status, textOrBlank(b.doubt)}
	cells = append(cells, b.gain.cells(p.NA-p.NAB)...)
	cells = append(cells, defined(p.Attach()))
	cells = append(cells, limits(p.AttachLimits(confidence))...)
	cells = append(cells, partName(b.some(best)), bestShare, b.improvement(&b.buyers), defined(b.overBest(&b.buyers).BaseRate()), b.breakEven, b.deals.NAB, b.deals.short)
	cells = append(cells, b.lackingCells()...)
	cells = append(cells, amount(b.full.revenue), amount(b.short.revenue), amount(b.full.cm1), amount(b.short.cm1), p.NAB, defined(p.Lift()))
	cells = append(cells, limits(p.LiftLimits(confidence))...)
	cells = append(cells, probability(b.logP), probability(b.logQ), defined(b.alike.Value, b.alike.ok))
	cells = append(cells, limits(b.alike.Limits, b.alike.ok)...)
	cells = append(cells, defined(b.deals.season.Value, b.deals.season.ok), defined(b.again.Lift()))
	cells = append(cells, limits(b.again.LiftLimits(confidence))...)
	return append(cells, p.N, p.NA, p.NB, b.deals.NA, defined(b.deals.Attach()), short(b.offered().name)+" ← "+names(have, " + "), idsOf(have)+" → "+b.offered().id)
}

func idsOf(goods []*good) string {
	var ids []string
	for _, g := range goods {
		ids = append(ids, g.id)
	}
	return strings.Join(ids, " + ")
}

func (b bundling) lackingCells() []Cell {
	i, deals := b.deals.usuallyMissing()
	if i < 0 {
		return []Cell{nil, nil}
	}
	return []Cell{b.goods[i].name, deals}
}

// names joins the names of goods, each cut so that all of them can be read.
func names(goods []*good, between string) string {
	var out []string
	for _, g := range goods {
		out = append(out, short(g.name))
	}
	return strings.Join(out, between)
}

// partName names a part of a bundle; of nothing it says that anyone is meant.
func partName(goods []*good) string {
	if len(goods) == 0 {
		return "(anyone)"
	}
	return names(goods, " + ")
}
