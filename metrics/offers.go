package metrics

import (
	"context"
	"math"
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// Offers holds each discount and bonus against the attach rate that pays for it.
var Offers = Metric{
	Name:     "offers",
	Title:    "Discounts and bonuses",
	Question: "Which discounts and bonuses pay for themselves, and what should the others have been?",
	Chapter:  Programmes,
	Definition: "One row for each discount and bonus of a programme, and for both together. taken and during are those of the section Programmes; without = the attach rate that there would have been, during - difference there. Per sale: list = list amount of the second product, margin = its CM1 before discount and bonus, paid = the discount or bonus, also to those who would have bought anyway. " +
		"break_even = without x margin / (margin - paid): the attach rate that earns as much as no offer would (over 100 %: none does); best = margin x (1 - without / during): the most that could have been paid for the rate that was reached, best_share = best / list. " +
		"gain = offers x (during x (margin - paid) - without x margin), before advertising; its limits are 95 % as in programmes. verdict: pays or does not pay where all limits are on one side of 0. " +
		"needed = margin / (margin - paid) - 1: by how much more must be sold than without; it needs no comparison, and is all that can be told of codes that no register explains (deals under the code instead of sales, not judged). Advertising is not in it: whole = the verdict of the section Programmes, which holds all that the programme costs against what it sold more; " + evidences,
	Needs: []sales.Field{sales.Programme},
	SQL:   registerSQL,
	Run:   offers,
}

// The verdicts on an offer.
const (
	pays       Verdict = "pays"
	doesNotPay Verdict = "does not pay"
)

// incentive is what a programme pays for a sale.
type incentive struct {
	effect
	what       phrases.Key // discount, bonus or both
	paid       float64     // for a sale, in 1/10 000
	list       float64     // of a sale; 0 where unknown
	sold       seen        // of a code that no register explains; what is then empty
	breakEven  Cell
	best       Cell // the most that could have been paid
	without    Cell
	gain       stat.Estimate // money
	known      bool          // gain is
	saleMargin float64
	decision   Verdict
}

// offersFound is the section while it is made.
type offersFound struct {
	*scored
	rows []incentive
}

func offers(ctx context.Context, l *sales.Ledger, o Options) (Section, error) {
	scored, err := o.memo.programmes(ctx, l, o)
	if err != nil {
		return Section{}, err
	}
	f := offersFound{scored: scored}
	for _, e := range scored.effects {
		f.rows = append(f.rows, e.incentives()...)
	}
	for _, s := range scored.seen {
		if s.Discount.Valid && s.Discount.V > 0 && s.CM1.Valid && s.Costed.V == s.Revenue {
			f.rows = append(f.rows, seenOffer(s))
		}
	}
	return Section{Lead: f.lead(), Scope: f.scope(), Notes: f.notes(), Findings: f.findings(), Table: f.table(), Charts: f.charts(), SQL: f.sql()}, nil
}

// incentives are the discount and the bonus of a programme under which something was sold.
func (e effect) incentives() []incentive {
	if e.taken == 0 || !e.money.known {
		return nil
	}
	taken := float64(e.taken)
	list := 0.0
	for _, r := range e.counted.paid {
		list += float64(r.List) / taken
	}
	discount, bonus := float64(e.money.discount)/taken, float64(e.money.bonus)/taken
	var out []incentive
	if discount > 0 {
		out = append(out, e.incentive("discount", discount, list))
	}
	if bonus > 0 {
		out = append(out, e.incentive("bonus", bonus, list))
	}
	if len(out) == 2 {
		out = append(out, e.incentive("both", discount+bonus, list))
	}
	return out
}

// incentive holds an amount for each sale against what it brings. The gain is the contrast of
// the scorecard with the rate during the programme worth the margin less what is paid.
func (e effect) incentive(what phrases.Key, paid, list float64) incentive {
	of := incentive{effect: e, what: what, paid: paid, list: list, saleMargin: e.money.margin, decision: CannotBeTold}
	during := cellAt(offeredArm, duringTime)
	rate, _ := e.counted.sums.Rate(during)
	without, ok := e.organic()
	if !ok {
		return of
	}
	of.without = without
	if v, ok := stat.BreakEvenAttach(without, of.saleMargin, paid); ok {
		of.breakEven = v
	}
	if v, ok := stat.BreakEvenDiscount(without, rate, of.saleMargin); ok {
		of.best = max(0, v)
	}
	if of.saleMargin <= 0 {
		return of
	}
	weights := slices.Clone(e.design.weights)
	weights[during] -= paid / of.saleMargin
	gain, ok := e.counted.contrast(weights, confidence)
	if !ok {
		return of
	}
	scale := float64(e.offers) * e.credit() * of.saleMargin
	of.gain = stat.Estimate{Value: gain.Value * scale, Limits: stat.Interval{Low: gain.Limits.Low * scale, High: gain.Limits.High * scale}}
	of.known = true
	overlap, _ := e.overlap().(float64)
	switch {
	case overlap > overlapMost || !e.counted.enough(during):
	case of.gain.Limits.Low > 0:
		of.decision = pays
	case of.gain.Limits.High < 0:
		of.decision = doesNotPay
	}
	return of
}

// seenOffer is the discount under a code of the lines.
func seenOffer(s seen) incentive {
	n := float64(s.Deals)
	return incentive{sold: s, paid: float64(s.Discount.V) / n, list: float64(s.List.V) / n,
		saleMargin: float64(s.CM1.V+s.Discount.V) / n, decision: NotToBeJudged}
}

// judged reports whether the register explains the offer.
func (of incentive) judged() bool { return of.what != "" }

// needed is by how much more must be sold; nil where no rise is enough.
func (of incentive) needed() Cell {
	if of.saleMargin <= of.paid {
		return nil
	}
	return of.saleMargin/(of.saleMargin-of.paid) - 1
}

func (f offersFound) table() Table {
	t := Table{Columns: []Column{{"programme", "Code", Text}, {"name", "Programme", Text}, {"kind", "Kind", Word}, {"offer", "Offer", Text},
		{"taken", "Taken", Count}, {"list", "List price of a sale", Money}, {"margin", "Margin of a sale", Money}, {"paid", "Paid for a sale", Money}, {"share", "Share of list", Ratio},
		{"needed", "More sales needed", Ratio}, {"without", "Rate without", Ratio}, {"during", "Rate reached", Ratio}, {"break_even", "Break-even rate", Ratio},
		{"best", "Most that pays", Money}, {"best_share", "Most, share of list", Ratio},
		{"gain", "Gain", Money}, {"gain_low", "At least", Money}, {"gain_high", "At most", Money}, {"evidence", "Evidence", Word}, {"verdict", "Verdict", Word}, {"label", "Label", Text}, {"whole", "Programme as a whole", Word}}}
	judged := false
	for _, of := range f.rows {
		judged = judged || of.judged()
		t.Rows = append(t.Rows, f.row(of))
	}
	t.lead("programme", "name", "kind", "offer", "verdict", "whole", "evidence")
	if !judged {
		for _, key := range []string{"kind", "offer", "without", "during", "break_even", "best", "best_share", "gain", "gain_low", "gain_high", "label", "whole"} {
			t.drop(key)
		}
	}
	t.dropCodes()
	return t
}

func (f offersFound) row(of incentive) []Cell {
	each := func(v float64) Cell { return money(v) }
	shareOfList := func(v float64) Cell { return ratio(v, of.list) }
	if !of.judged() {
		s := of.sold
		return []Cell{s.Programme, s.Programme, nil, f.o.say("discount"), s.Deals, each(of.list), each(of.saleMargin), each(of.paid), shareOfList(of.paid), of.needed(),
			nil, nil, nil, nil, nil, nil, nil, nil, string(Coincidence), string(NotToBeJudged), short(s.Programme), nil}
	}
	row := []Cell{of.Code, of.Name, of.effect.kind(), f.o.say(of.what), of.taken, each(of.list), each(of.saleMargin), each(of.paid), shareOfList(of.paid), of.needed(),
		of.without, of.rate(cellAt(offeredArm, duringTime)), of.breakEven, nil, nil, nil, nil, nil, string(of.design.evidence), string(of.decision), of.label(f.o), string(of.effect.verdict)}
	if v, ok := of.best.(float64); ok {
		row[13], row[14] = each(v), shareOfList(v)
	}
	if of.known {
		row[15], row[16], row[17] = each(of.gain.Value), each(of.gain.Limits.Low), each(of.gain.Limits.High)
	}
	return row
}

// label names the offer: "Grinder first: discount".
func (of incentive) label(o Options) string { return short(of.Name) + ": " + o.say(of.what) }

func (f offersFound) charts() []Chart {
	known := slices.ContainsFunc(f.rows, func(of incentive) bool { return of.known })
	switch {
	case known:
		return []Chart{{Kind: Interval, Title: "What each offer gained or gave away, with 95 % limits", X: "label", Y: []string{"gain", "gain_low", "gain_high"}, Limit: 20}}
	case len(f.rows) > 0:
		return []Chart{{Kind: Bars, Title: "Given away, share of the list price", X: "name", Y: []string{"share"}, Limit: 15}}
	}
	return nil
}

// lost is the money that an offer gave away for sure, 0 where it may have paid.
func (of incentive) lost() sales.Money {
	if of.decision != doesNotPay {
		return 0
	}
	return money(math.Abs(of.gain.Limits.High))
}
