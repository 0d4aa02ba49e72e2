package sample

import "fmt"

func peopleTruths(c *company) []Truth {
	return []Truth{
		trainingTruth(c, careTrained, TrainingWorks, "training-care", "After the care training sellers make more deals with a second area, and their colleagues do not."),
		trainingTruth(c, masterClass, TrainingOfTheBest, "training-master-class", "The people of the master class were the best before it and are no better after it."),
		smallNumbers(c),
		partnerTruth(c, blattwerk, GivingPartner, "partner-gives", "The office supplier opens far more business for us than we send it."),
		partnerTruth(c, hoga, TakingPartner, "partner-takes", "The purchasing group gets more business from us than the deals it opens, and commission on all it joins."),
	}
}

// broad counts the deals of a seller in a period, and those with two or more areas.
func broad(c *company, s *seller, in period) tally {
	var t tally
	for _, l := range c.deals {
		if l.seller == s && in.contains(l.day) {
			t.add(l.areas() > 1)
		}
	}
	return t
}

func (t *tally) merge(other tally) {
	t.hits += other.hits
	t.of += other.of
}

// trainingTruth counts, for every trained seller, the deals before and from the
// day of the training, and those of the colleagues never trained at all before
// and from the same day. Several dates count the same colleagues several times.
func trainingTruth(c *company, which schooling, kind Kind, id, says string) Truth {
	t := Truth{ID: id, Kind: kind, Says: says}
	var before, after, otherBefore, otherAfter tally
	for _, s := range sellers {
		if s.school != which {
			continue
		}
		t.Sellers = append(t.Sellers, s.name)
		earlier, later := period{firstDay, s.trained - 1}, period{s.trained, lastDay}
		own, since := broad(c, s, earlier), broad(c, s, later)
		before.merge(own)
		after.merge(since)
		t.Facts = append(t.Facts,
			own.fact(fmt.Sprintf("%s: deals before %s with two areas", s.name, s.trained)),
			since.fact(fmt.Sprintf("%s: deals from %s with two areas", s.name, s.trained)))
		for _, other := range sellers {
			if other.school == neverTrained && !other.newHand {
				otherBefore.merge(broad(c, other, earlier))
				otherAfter.merge(broad(c, other, later))
			}
		}
	}
	t.Facts = append(t.Facts,
		before.fact("trained together: deals before with two areas"), after.fact("trained together: deals after with two areas"),
		otherBefore.fact("never trained, at the same dates: deals before with two areas"),
		otherAfter.fact("never trained, at the same dates: deals after with two areas"),
		points("difference in differences", (after.points()-before.points())-(otherAfter.points()-otherBefore.points())))
	return t
}

// points is the share in basis points, rounded half up.
func (t tally) points() int64 { return (int64(t.hits)*20000 + int64(t.of)) / (2 * int64(t.of)) }

func smallNumbers(c *company) Truth {
	for _, s := range sellers {
		if s.newHand {
			return Truth{
				ID: "seller-small-numbers", Kind: SmallNumbers, Sellers: []string{s.name},
				Says:  s.name + " joined in June 2026: three of four deals with a second area are luck, not skill.",
				Facts: []Fact{broad(c, s, always).fact("deals with two areas")},
			}
		}
	}
	return Truth{}
}

// partnerTruth sets what a partner brings against what it gets.
func partnerTruth(c *company, p *partner, kind Kind, id, says string) Truth {
	t := Truth{ID: id, Kind: kind, Says: says, Partner: p.name}
	var opened, joined int
	var revenue, profit, commission, business cents
	for _, l := range c.deals {
		if l.partner != p {
			continue
		}
		for _, at := range l.lines {
			commission += at.commission
		}
		if l.role != sourced {
			joined++
			continue
		}
		opened++
		revenue += l.net()
		profit += l.profit()
	}
	sent := 0
	for _, r := range c.referrals {
		if r.partner == p {
			sent++
			business += r.business
		}
	}
	t.Facts = []Fact{
		count("deals it sourced", opened), money("net revenue of these", revenue), money("CM1 of these", profit),
		count("deals it influenced", joined), money("commission paid for all its deals", commission),
		count("customers we referred", sent), money("business they did with the partner", business),
	}
	return t
}
