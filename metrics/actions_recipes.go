package metrics

import (
	"fmt"

	"xsell/metrics/phrases"
)

// The most customers or products of one action, which its row names all.
const (
	fewRows  = 10
	manyRows = 20
)

// recipes are the sections that actions come from, and what they say.
var recipes = []recipe{
	{section: "pairs", column: "gain_low", kind: moneyExpected, thing: "b_name", most: 1, rows: asOffered("gain_low"), do: offerPair, evidence: whoHasPair},
	{section: "types", column: "gain_low", kind: moneyExpected, thing: "b", most: 1, rows: asOffered("gain_low"), do: offerPair, evidence: whoHasPair},
	{section: "bundles", column: "gain_low", kind: moneyExpected, thing: "offer", most: 1, rows: asOffered("gain_low"), do: offerBundle, evidence: whoHasBundle},
	{section: "next-purchase", column: "worth_low", kind: moneyExpected, thing: "b_name", most: 1, rows: asOffered("worth_low"), do: callNext, evidence: usualDays},
	{section: "at-risk", column: "at_stake", kind: moneyAtRisk, most: mostCalls, named: true,
		rows: where("at_stake", 1, map[string]string{"kind": "customer", "status": "at risk"}), do: callQuiet, evidence: silences},
	{section: "opportunities", column: "worth_low", kind: moneyExpected, thing: "product_name", most: fewRows, named: true,
		rows: where("worth_low", 1, map[string]string{"kind": "offer"}), do: callWithOffer, evidence: reasons},
	{section: "loss-makers", column: "cm2", kind: moneyLost, most: manyRows, rows: lossesBy("cm2", "returns"), do: lossAdvice("returns"), evidence: largest("cm2")},
	{section: "loss-makers", column: "cm1", kind: moneyLost, most: manyRows, rows: lossesBy("cm1", "returns"), do: lossAdvice("returns"), evidence: largest("cm1")},
	{section: "loss-makers", column: "cm2", kind: moneyLost, most: manyRows, rows: lossesBy("cm2", "discounts"), do: lossAdvice("discounts"), evidence: largest("cm2")},
	{section: "loss-makers", column: "cm1", kind: moneyLost, most: manyRows, rows: lossesBy("cm1", "discounts"), do: lossAdvice("discounts"), evidence: largest("cm1")},
	{section: "loss-makers", column: "cm2", kind: moneyLost, most: manyRows, rows: lossesBy("cm2", "service"), do: lossAdvice("service"), evidence: largest("cm2")},
	{section: "loss-makers", column: "cm2", kind: moneyLost, most: manyRows, rows: lossesBy("cm2", "together"), do: lossAdvice("together"), evidence: largest("cm2")},
	{section: "loss-makers", column: "cm1", kind: moneyLost, most: manyRows, rows: lossesBy("cm1", "service"), do: lossAdvice("service"), evidence: largest("cm1")},
	{section: "loss-makers", column: "cm1", kind: moneyLost, most: manyRows, rows: lossesBy("cm1", "together"), do: lossAdvice("together"), evidence: largest("cm1")},
	{section: "customer-profit", column: "cm1", kind: moneyLost, most: mostCalls, general: true, rows: where("cm1", -1, nil),
		do: counting("Go through prices, discounts and returns of %d {1|customer who loses|customers who lose} money"), evidence: largest("cm1")},
	{section: "product-profit", column: "cm1", kind: moneyLost, most: mostCalls, rows: where("cm1", -1, nil),
		do: counting("Review price, discount and cost of the %d {1|product that loses|products that lose} the most"), evidence: largest("cm1")},
	{section: "discounts", column: "needless", kind: moneyLost, most: 1, rows: where("needless", 1, map[string]string{"kind": "total"}),
		do: saying("Before giving a discount, look up what the customer paid last time"), evidence: needlessDiscounts},
}

func offerPair(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Offer %s to the %d {2|customer|customers} who have %s without it", short(a.text(row, a.thing)), a.count(row, "offered"), short(a.first(row)))
}

// first is the first of a pair, by its name where there is one.
func (a action) first(row int) string {
	if name := a.text(row, "a_name"); name != "" {
		return name
	}
	return a.text(row, "a")
}

func whoHasPair(f *actionFindings, a action) string {
	row := a.rows[0]
	n := float64(max(1, a.count(row, "offered")))
	return f.o.say("Of customers like them, %s with %s have it and %s of the others", f.o.percent(a.ratio(row, "takers")/n), short(a.first(row)), f.o.percent(a.ratio(row, "anyway")/n))
}

func offerBundle(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Complete the bundle: offer %s to the %d {2|customer|customers} who have %s without it", short(a.text(row, "offer")), a.count(row, "offered"), a.text(row, "have"))
}

func whoHasBundle(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("%s of the customers with all of them have it, %s of those with %s", f.o.percent(a.ratio(row, "share")), f.o.percent(a.ratio(row, "best_share")), short(a.text(row, "best_part")))
}

func callNext(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("Call the %d {1|customer|customers} who bought %s lately and not yet %s", a.count(row, "open"), short(a.first(row)), short(a.text(row, a.thing)))
}

func usualDays(f *actionFindings, a action) string {
	row := a.rows[0]
	return f.o.say("It follows after %d to %d days, half of the time within %d", a.count(row, "days_q1"), a.count(row, "days_q3"), a.count(row, "days_median"))
}

func callQuiet(f *actionFindings, a action) string {
	return f.o.say("Call %d {1|customer who has|customers who have} gone quiet", int64(len(a.rows)))
}

// mostNamed is how many customers or products the evidence names.
const mostNamed = 3

func silences(f *actionFindings, a action) string {
	var list []string
	for _, row := range a.rows[:min(mostNamed, len(a.rows))] {
		list = append(list, f.o.say("%s is silent for %d days, where %.0f were usual at most", short(a.text(row, "customer_name")), a.count(row, "days_since"), a.ratio(row, "usual_days")))
	}
	return f.o.list(list)
}

func callWithOffer(f *actionFindings, a action) string {
	return f.o.say("Call %d {1|customer with the offer|customers, each with the offer} that fits best", int64(len(a.rows)))
}

// reasons name the offers and why the first is made.
func reasons(f *actionFindings, a action) string {
	var list []string
	for _, row := range a.rows {
		list = append(list, fmt.Sprintf("%s: %s", short(a.text(row, "customer_name")), short(a.text(row, "product_name"))))
	}
	return f.o.say("%s. Why the first: %s", f.o.list(list), a.text(a.rows[0], "reason"))
}

// lossesBy are the losses by one thing; they are measured in CM2 where there is one.
func lossesBy(column, kind string) func(*actionFindings, *Section) [][]int {
	rows := where(column, -1, map[string]string{"kind": "customer", "loss_by": kind})
	return func(f *actionFindings, s *Section) [][]int {
		if column == "cm1" && s.Table.Index("cm2") >= 0 {
			return nil
		}
		return rows(f, s)
	}
}

// lossAdvice is the advice of the group of customers who lose by the same.
func lossAdvice(kind string) func(*actionFindings, action) string {
	return func(f *actionFindings, a action) string {
		n := int64(len(a.rows))
		switch kind {
		case "returns":
			return f.o.say("Find out why %d {1|customer sends|customers send} so much back; charge for it, or sell only what is kept", n)
		case "service":
			return f.o.say("Lower the bonuses and commissions on %d {1|customer who loses|customers who lose} money by them", n)
		case "together":
			return f.o.say("Look at returns, discounts and bonuses of %d {1|customer|customers} together", n)
		}
		return f.o.say("Cut the discount of %d {1|customer|customers} to what leaves a margin", n)
	}
}

func counting(key phrases.Key) func(*actionFindings, action) string {
	return func(f *actionFindings, a action) string { return f.o.say(key, int64(len(a.rows))) }
}

// largest names the first rows with their money.
func largest(column string) func(*actionFindings, action) string {
	return func(f *actionFindings, a action) string {
		var list []string
		for _, row := range a.rows[:min(mostNamed, len(a.rows))] {
			name := a.text(row, "customer_name")
			if name == "" {
				name = a.text(row, "product_name")
			}
			list = append(list, fmt.Sprintf("%s (%s)", short(name), f.o.money(a.cell(row, column))))
		}
		return f.o.say("The largest: %s", f.o.list(list))
	}
}

func needlessDiscounts(f *actionFindings, a action) string {
	return f.o.say("%d {1|discount|discounts} went to customers who had paid list price for the same product before", a.count(a.rows[0], "needless_lines"))
}
