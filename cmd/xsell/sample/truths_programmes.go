package sample

import "fmt"

func programmeTruths(c *company) []Truth {
	return []Truth{
		discountTruth(c, grinderFirst, DiscountPays, "A grinder at twelve percent off is taken so much more often that the discount pays."),
		discountTruth(c, freshWater, DiscountDoesNotPay, "Water filters at a quarter off are taken a little more often, by far too few to pay for the discount."),
		controlledTruth(c), seasonTruth(c), earlyTruth(c),
		beforeAfter(c, coffeeCorner, ExternalEffect, "Offices that buy a bean-to-cup machine take a maintenance plan far more often since the programme with the office supplier."),
		beforeAfter(c, hotelBreakfast, NoEffect, "Hotels buy cookware with their cups no more often than before: eight percent and the commission are given for nothing."),
		advertisedTruth(c),
	}
}

// attached counts the deals with a from-product in a period and those of them
// with a to-product, among the customers that fulfil a condition.
func (p *programme) attached(c *company, in period, who func(*customer) bool) tally {
	var t tally
	for _, l := range c.deals {
		if in.contains(l.day) && who(l.customer) && l.hasType(p.from) {
			t.add(l.hasOneOf(p.toProducts()))
		}
	}
	return t
}

// earlier is the time before the programme.
func (p *programme) earlier() period { return period{firstDay, p.runs.from - 1} }

func (p *programme) truth(kind Kind, says string) Truth {
	t := Truth{
		ID: fmt.Sprintf("programme-%s", p.code), Kind: kind, Says: says, Programme: p.code,
		Types: []string{p.from.name, p.to.name}, From: p.runs.from.time(), To: p.runs.to.time(),
	}
	if p.partner != nil {
		t.Partner = p.partner.name
	}
	for _, a := range p.audiences {
		t.Audiences = append(t.Audiences, audienceNames[a])
	}
	return t
}

// beforeAfter compares the attach rate before the programme and in it.
func beforeAfter(c *company, p *programme, kind Kind, says string) Truth {
	t := p.truth(kind, says)
	t.Facts = []Fact{
		p.attached(c, p.earlier(), p.reaches).fact("deals with a from-product before, with a to-product"),
		p.attached(c, p.runs, p.reaches).fact("deals with a from-product during, with a to-product"),
	}
	return t
}

// discountTruth adds the break-even to the rates: what the attach rate had to
// become for the margin lost on every taker, r0 m/(m-d).
func discountTruth(c *company, p *programme, kind Kind, says string) Truth {
	t := beforeAfter(c, p, kind, says)
	before := p.attached(c, p.earlier(), p.reaches)
	margin, discount, _ := p.sold(c)
	t.Facts = append(t.Facts,
		money("margin of the to-products at list price", margin),
		money("discount of the register on them", discount),
		points("break-even attach rate", int64(before.hits)*10000*int64(margin)/(int64(before.of)*int64(margin-discount))))
	return t
}

// sold is what went out under the programme: margin at list price, discount at
// the rate of the register, bonuses.
func (p *programme) sold(c *company) (margin, discount, bonus cents) {
	for _, l := range c.deals {
		for _, at := range l.lines {
			if at.programme == p {
				margin += at.list - at.cost
				discount += at.list.share(p.discount)
				bonus += at.bonus
			}
		}
	}
	return margin, discount, bonus
}

func controlledTruth(c *company) Truth {
	p := careLetter
	t := p.truth(ControlledEffect, "Offices and cafés that got the letter take cleaning goods with their beans more often than those left out at random.")
	offered := func(k *customer) bool { return p.reaches(k) && !k.control }
	left := func(k *customer) bool { return p.reaches(k) && k.control }
	group := 0
	for _, k := range c.customers {
		if k.control {
			group++
		}
	}
	t.Facts = []Fact{
		count("customers in the control group", group),
		p.attached(c, p.runs, offered).fact("deals of customers with the letter, with cleaning"),
		p.attached(c, p.runs, left).fact("deals of the control group, with cleaning"),
		p.takers(c, offered).fact("customers with the letter who took cleaning"),
		p.takers(c, left).fact("customers of the control group who took cleaning"),
		p.attached(c, p.earlier(), offered).fact("before: deals of customers with the letter, with cleaning"),
		p.attached(c, p.earlier(), left).fact("before: deals of the control group, with cleaning"),
	}
	return t
}

// takers counts the customers with a from-product while the programme runs, and
// those of them who took a to-product in the same deal.
func (p *programme) takers(c *company, who func(*customer) bool) tally {
	took := map[int]bool{}
	for _, l := range c.deals {
		if p.runs.contains(l.day) && who(l.customer) && l.hasType(p.from) {
			took[l.customer.no] = took[l.customer.no] || l.hasOneOf(p.toProducts())
		}
	}
	var t tally
	for _, yes := range took {
		t.add(yes)
	}
	return t
}

func seasonTruth(c *company) Truth {
	p := summerOnIce
	t := p.truth(SeasonOnly, "Iced coffee glasses sell with filter coffee in May and June, with the programme as without it a year before.")
	t.Products = []string{p.toProducts()[0].no}
	justBefore := period{date(2026, 3, 9), p.runs.from - 1}
	t.Facts = []Fact{
		p.attached(c, justBefore, p.reaches).fact("deals with filter coffee in the eight weeks before, with the glasses"),
		p.attached(c, p.runs, p.reaches).fact("deals with filter coffee during, with the glasses"),
		p.attached(c, p.season, p.reaches).fact("deals with filter coffee in the same weeks of 2025, with the glasses"),
	}
	return t
}

func earlyTruth(c *company) Truth {
	p := baristaVoucher
	t := p.truth(TooEarly, "The voucher has run for three weeks: nobody can tell yet.")
	t.Facts = []Fact{
		p.attached(c, p.earlier(), p.reaches).fact("deals with a from-product before, with a to-product"),
		p.attached(c, period{p.runs.from, lastDay}, p.reaches).fact("deals with a from-product so far, with a to-product"),
	}
	return t
}

// advertisedTruth sets what the extra knives earned against the advertising.
func advertisedTruth(c *company) Truth {
	p := knifeWeeks
	t := beforeAfter(c, p, AdvertisingLost, "The knife weeks sold more knives with cookware, but all of them together earned a fraction of the advertising.")
	margin, _, bonus := p.sold(c)
	t.Facts = append(t.Facts,
		money("margin of all knives sold under the programme at list price", margin),
		money("bonuses", bonus), money("advertising", p.advertising))
	return t
}
