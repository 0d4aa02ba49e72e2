package metrics

import (
	"strings"
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// discountFindings is what the sentences and the table of the section speak of.
type discountFindings struct {
	rows  []discountRow
	rest  surcharges
	limit sales.Null[int64] // in 1/10 000 of the list price
	costs bool
	c     sales.Calendar
	o     Options
}

func (f discountFindings) total() discountRow {
	for _, r := range f.rows {
		if r.Dimension == "total" {
			return r
		}
	}
	return discountRow{}
}

func (f discountFindings) lead() string {
	t := f.total()
	switch {
	case t.Lines == 0:
		return f.o.say("No line of the window has a list price or a discount.")
	case t.Discount <= 0 || t.List <= 0:
		return f.o.say("Nothing is given away: discounts come to %s on a list amount of %s.", f.o.money(t.Discount), f.o.money(t.List))
	}
	lead := f.o.say("Discounts give away %s, %s of the list amount of %s; %s of the lines carry one.", f.o.money(t.Discount), f.o.percent(t.Discount.Float()/t.List.Float()), f.o.money(t.List), f.o.percent(float64(t.DiscountedLines)/float64(t.Lines)))
	switch most, ok := f.largest("product", func(r discountRow) sales.Money { return r.Discount }); {
	case f.limit.Valid && t.Beyond > 0:
		lead += " " + f.o.say("Beyond the limit of %s lies %s of it.", f.limitText(), f.o.money(t.Beyond))
	case 100*t.Needless >= t.Discount && t.Needless > 0:
		lead += " " + f.o.say("%s of it went to customers who had paid list price for the same product before.", f.o.money(t.Needless))
	case ok:
		lead += " " + f.o.say("The most is given on %s (%s).", short(most.Name), f.o.money(most.Discount))
	}
	return lead
}

func (f discountFindings) limitText() string { return f.o.percent(float64(f.limit.V) / sales.Scale) }

func (f discountFindings) notes() []string {
	var notes []string
	t := f.total()
	if now, ok := moneyRatio(t.PeriodDiscount, t.PeriodList).(float64); ok {
		rates := []string{f.o.say("%s: %s of list price", f.c.Period.Label, f.o.percent(now))}
		for _, p := range []struct {
			span           sales.Period
			discount, list sales.Money
		}{{f.c.Previous, t.PreviousDiscount, t.PreviousList}, {f.c.YearAgo, t.YearAgoDiscount, t.YearAgoList}} {
			if before, ok := moneyRatio(p.discount, p.list).(float64); ok && f.c.Covers(p.span) {
				rates = append(rates, f.o.say("%s in %s", f.o.percent(before), p.span.Label))
			}
		}
		notes = append(notes, strings.Join(rates, ", ")+".")
	}
	if t.Needless > 0 {
		notes = append(notes, f.o.say("A discount is called perhaps needless where the customer had bought the same product on an earlier day at list price and in at least the same quantity. A promotion for all or a price that rose since can be a reason for it."))
	}
	if f.rest.Lines > 0 {
		notes = append(notes, f.o.say("%d {1|line is|lines are} above list price: %s more than list, deducted from the discounts.", f.rest.Lines, f.o.money(-f.rest.Money)))
	}
	if f.rest.Returned > 0 {
		notes = append(notes, f.o.say("Goods sent back took %s of discount with them: deducted here, part of the returns in the section From list price to contribution.", f.o.money(f.rest.Returned)))
	}
	if f.rest.Unknown > 0 && f.rest.Unknown <= f.rest.Revenue {
		notes = append(notes, f.o.say("%s of revenue has neither a list price nor a discount and is left out.", f.o.percent(f.rest.Unknown.Float()/f.rest.Revenue.Float())))
	}
	for _, r := range f.rows {
		if r.Item == other {
			notes = append(notes, f.o.say("The first %d with most discount have a row of their own (%s).", int64(f.o.MaxRows), f.o.say(phrases.Key(r.Dimension))))
		}
	}
	return notes
}

// enoughLines is the number of lines from which a seller or an audience is named.
const enoughLines = 50

// largest is the item of a kind with the largest measure above zero; items of few lines
// and what belongs to nobody are not named.
func (f discountFindings) largest(kind string, measure func(discountRow) sales.Money) (best discountRow, ok bool) {
	for _, r := range f.rows {
		if r.Dimension != kind || r.Lines < enoughLines || r.Item == other || r.Item == sales.Unassigned {
			continue
		}
		if m := measure(r); m > 0 && (!ok || m > measure(best)) {
			best, ok = r, true
		}
	}
	return best, ok
}

func (f discountFindings) findings() []Finding {
	var out []Finding
	t := f.total()
	if f.limit.Valid && t.Beyond > 0 {
		text := f.o.say("%d {1|line has a discount|lines have a discount} beyond the limit of %s: %s more than it allows (%s).", t.BeyondLines, f.limitText(), f.o.money(t.Beyond), f.c.Window.Label)
		if who, ok := f.largest("seller", func(r discountRow) sales.Money { return r.Beyond }); ok {
			text += " " + f.o.say("The most by %s (%s).", short(who.Item), f.o.money(who.Beyond))
		}
		out = append(out, Finding{Role: Watch, Text: text, Weight: t.Beyond})
	}
	if t.Needless > 0 && t.Discount > 0 && t.Needless >= t.Discount/100 {
		out = append(out, Finding{Role: Do, Weight: t.Needless, Text: f.o.say("Before giving a discount, look up what the customer paid last time: %d {1|discount|discounts} went to customers who had paid list price for the same product before, %s (%s).", t.NeedlessLines, f.o.money(t.Needless), f.c.Window.Label)})
	}
	// Below one part in twenty of all discounts the difference is no reason to act.
	if who, ok := f.largest("seller", func(r discountRow) sales.Money { return r.Discount - r.Mix }); ok && t.Discount > 0 && 20*(who.Discount-who.Mix) >= t.Discount {
		out = append(out, Finding{Role: Watch, Weight: who.Discount - who.Mix, Text: f.o.say("%s gives %s of list price away, where the same products go at %s: %s more (%s).", short(who.Item), f.o.percent(who.Discount.Float()/who.List.Float()), f.o.percent(who.Mix.Float()/who.List.Float()), f.o.money(who.Discount-who.Mix), f.c.Window.Label)})
	}
	return out
}
