package metrics

import (
	"xsell/metrics/sales"
)

func (s *segmented) moneyName() string {
	if s.costed {
		return s.o.say("CM1")
	}
	return s.o.say("revenue")
}

func (s *segmented) moneyKey() string {
	if s.costed {
		return "cm1"
	}
	return "revenue"
}

// money is what a group brings, in what the section counts.
func (s *segmented) money(g group) sales.Money {
	if s.costed {
		return g.cm1
	}
	return g.revenue
}

func (s *segmented) lead() string {
	groups, all := s.groups(), s.whole()
	if all.customers == 0 {
		return s.o.say("No known customer bought in the window.")
	}
	lead := s.best(groups, all)
	if slipped := s.slipped(); slipped.customers > 0 {
		return lead + " " + s.o.say("Since %s, %d {2|customer|customers} slipped from the best segments to at risk or asleep.", s.l.Calendar.Previous.Label, slipped.customers)
	}
	if risk := groups[atRisk]; risk.customers > 0 {
		return lead + " " + s.o.say("%d good {1|customer|customers} with %s {1|has|have} not come back for long.", risk.customers, s.o.money(s.money(*risk)))
	}
	return lead
}

// best names the segment that brings the most, and the champions beside it where they
// bring a tenth or more: a few customers to know by name.
func (s *segmented) best(groups map[string]*group, all group) string {
	most := segmentRules[0]
	for _, r := range segmentRules {
		if s.money(*groups[r.name]) > s.money(*groups[most.name]) {
			most = r
		}
	}
	if s.money(*groups[most.name]) <= 0 {
		return s.o.say("No segment brings anything: the %d {1|customer brings|customers bring} %s in %s.", all.customers, s.o.money(s.money(all)), s.moneyName())
	}
	g, champions := *groups[most.name], *groups[champion]
	share, fame := moneyRatio(s.money(g), s.money(all)), moneyRatio(s.money(champions), s.money(all))
	if share == nil || s.money(g) > s.money(all) {
		return s.o.say("%d of %d {2|customer|customers}, %s, bring %s in %s.", g.customers, all.customers, s.o.say(most.prose), s.o.money(s.money(g)), s.moneyName())
	}
	lead := s.o.say("%d of %d {2|customer|customers}, %s, bring %s in %s, %s of all.", g.customers, all.customers, s.o.say(most.prose), s.o.money(s.money(g)), s.moneyName(), s.o.percent(share.(float64)))
	if most.name == champion || fame.(float64) < 0.1 {
		return lead
	}
	return lead + " " + s.o.say("%d {1|champion (latest, most often, for the most) brings|champions (latest, most often, for the most) bring} %s.", champions.customers, s.o.percent(fame.(float64)))
}

// slipped are the customers who were champions, loyal or big tickets a period ago and are
// at risk or asleep now.
func (s *segmented) slipped() (all group) {
	order, groups := s.moves()
	for _, m := range order {
		if (m.from == champion || m.from == loyal || m.from == bigTicket) && (m.to == atRisk || m.to == asleep) {
			all.customers += groups[m].customers
			all.revenue += groups[m].revenue
			all.cm1 += groups[m].cm1
		}
	}
	return all
}

func (s *segmented) findings() []Finding {
	var out []Finding
	slipped := s.slipped()
	if slipped.customers > 0 && s.money(slipped) > 0 {
		out = append(out, Finding{Role: Watch, Weight: s.money(slipped), Text: s.o.say("%d {1|customer|customers} slipped from the best segments to at risk or asleep within one period; they brought %s in %s in the window before. Ask them why.", slipped.customers, s.o.money(s.money(slipped)), s.moneyName())})
	}
	return out
}

// uncosted counts the customers whose CM1 is not known, where that of others is.
func (s *segmented) uncosted() (n int64) {
	for _, c := range s.cells {
		if s.costed && c.Segment != nobody {
			n += c.Uncosted
		}
	}
	return n
}

func (s *segmented) notes() []string {
	notes := []string{s.o.say("Monetary is %s. Scores are fifths of the distinct values, so that they hold different numbers of customers where many have the same. Whom to call, by the rhythm of each customer and not by scores, says the section Customers at risk.", s.moneyName())}
	if n := s.uncosted(); n > 0 {
		notes = append(notes, s.o.say("No line with a cost: %d {1|customer|customers}. Their revenue stands for their CM1 in the scores.", n))
	}
	if !s.covered {
		notes = append(notes, s.o.say("The data do not reach back to the window before: moves between segments cannot be shown."))
	}
	if all := s.whole(); int64(len(s.listed)) < all.customers {
		notes = append(notes, s.o.say("A row of their own have the %d customers with the largest monetary value.", len(s.listed)))
	}
	return notes
}
