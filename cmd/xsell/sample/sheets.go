package sample

import (
	"fmt"
	"slices"
	"strings"
)

// sheets lists the sheets of the workbook in their order.
func sheets(c *company) []sheet {
	return []sheet{
		salesSheet(c), productSheet(), customerSheet(c), programmeSheet(c), trainingSheet(),
		targetSheet(c), peopleSheet(), partnerSheet(), referralSheet(c), returnSheet(c),
	}
}

func productSheet() sheet {
	s := sheet{name: "Products", columns: []column{
		{"Product no", 12, ""}, {"Product name", 32, ""}, {"Product type", 22, ""}, {"Business area", 18, ""},
		{"List price 2025", 14, formatMoney}, {"Unit cost", 12, formatMoney}, {"Audience", 14, ""},
		{"Customer benefit", 44, ""}, {"Competitive advantage", 44, ""},
	}}
	for _, p := range catalogue {
		s.rows = append(s.rows, []any{
			p.no, p.name, p.kind.name, p.kind.area, p.price.euros(), p.cost.euros(), p.audience(), p.benefit, p.advantage,
		})
	}
	return s
}

func customerSheet(c *company) sheet {
	s := sheet{name: "Customers", columns: []column{
		{"Customer no", 13, formatPlain}, {"Customer name", 30, ""}, {"Audience", 14, ""}, {"Region", 10, ""},
		{"City", 14, ""}, {"Customer since", 15, formatDate}, {"Account manager", 20, ""}, {"Standing discount", 17, formatPercent},
	}}
	for _, k := range c.customers {
		s.rows = append(s.rows, []any{
			k.no, k.name, audienceNames[k.audience], regions[k.region], k.city, k.since.time(), k.manager.name, rate(k.terms),
		})
	}
	return s
}

// rate is a number of basis points as a ratio.
func rate(basisPoints int) float64 { return float64(basisPoints) / 10000 }

func programmeSheet(c *company) sheet {
	s := sheet{name: "Programmes", columns: []column{
		{"Programme", 12, ""}, {"Programme name", 24, ""}, {"Kind", 10, ""}, {"From products", 24, ""}, {"To products", 24, ""},
		{"Audience", 18, ""}, {"Discount", 10, formatPercent}, {"Bonus", 10, formatMoney}, {"Owner", 18, ""}, {"Partner", 24, ""},
		{"Advertising cost", 16, formatMoney}, {"Start", 12, formatDate}, {"End", 12, formatDate}, {"Control group", 40, ""},
	}}
	for _, p := range programmes {
		var control, with any
		if p.controlled {
			control = controlGroup(c)
		}
		if p.partner != nil {
			with = p.partner.name
		}
		s.rows = append(s.rows, []any{
			p.code, p.name, p.kind(), p.from.name, p.sells(), p.meantFor(), rate(p.discount), p.bonus.euros(), p.owner, with,
			p.advertising.euros(), p.runs.from.time(), p.runs.to.time(), control,
		})
	}
	return s
}

// sells names the to-products: one article by its number, else the type.
func (p *programme) sells() string {
	if products := p.toProducts(); len(products) == 1 {
		return products[0].no
	}
	return p.to.name
}

// meantFor names the audiences of the programme.
func (p *programme) meantFor() string {
	if len(p.audiences) == 0 {
		return "All"
	}
	var names []string
	for _, a := range p.audiences {
		names = append(names, audienceNames[a])
	}
	return strings.Join(names, ", ")
}

// controlGroup lists the numbers of the customers left out of the care letter.
func controlGroup(c *company) string {
	var numbers []string
	for _, k := range c.customers {
		if k.control {
			numbers = append(numbers, fmt.Sprint(k.no))
		}
	}
	return strings.Join(numbers, "; ")
}

func trainingSheet() sheet {
	s := sheet{name: "Trainings", columns: []column{{"Seller", 20, ""}, {"Training date", 14, formatDate}, {"Topic", 44, ""}}}
	held := trainings()
	slices.SortStableFunc(held, func(a, b training) int { return int(a.day - b.day) })
	for _, t := range held {
		s.rows = append(s.rows, []any{t.seller.name, t.day.time(), t.topic})
	}
	return s
}

func targetSheet(c *company) sheet {
	s := sheet{
		name: "Targets", title: "Plan 2025-2026: net revenue by month and business area, in euros",
		columns: []column{{"Month", 12, formatMonth}, {"Business area", 18, ""}, {"Target", 14, formatMoney}},
	}
	for _, t := range c.targets {
		s.rows = append(s.rows, []any{t.month.time(), t.area, t.plan.euros()})
	}
	return s
}

func peopleSheet() sheet {
	s := sheet{name: "People", columns: []column{{"Seller", 20, ""}, {"Region", 10, ""}, {"Manager", 20, ""}, {"Team", 12, ""}}}
	for _, p := range sellers {
		s.rows = append(s.rows, []any{p.name, regions[p.region], managers[p.region], p.team})
	}
	return s
}

func partnerSheet() sheet {
	s := sheet{name: "Partners", columns: []column{{"Partner", 24, ""}, {"Field", 24, ""}, {"Commission rate", 16, formatPercent}, {"Partner since", 14, formatDate}}}
	for _, p := range partners {
		s.rows = append(s.rows, []any{p.name, p.field, rate(p.commission), p.since.time()})
	}
	return s
}

func referralSheet(c *company) sheet {
	s := sheet{name: "Referrals", columns: []column{
		{"Referred on", 12, formatDate}, {"Customer no", 13, formatPlain}, {"Partner", 24, ""}, {"Need", 20, ""},
		{"Business at partner", 18, formatMoney}, {"Commission to us", 17, formatMoney},
	}}
	for _, r := range c.referrals {
		s.rows = append(s.rows, []any{
			r.day.time(), r.customer.no, r.partner.name, r.partner.refersWhat, r.business.euros(), r.commission.euros(),
		})
	}
	return s
}

func returnSheet(c *company) sheet {
	s := sheet{name: "Returns", columns: []column{{"Order no", 12, ""}, {"Returned on", 12, formatDate}, {"Reason", 24, ""}}}
	for _, r := range c.returns {
		s.rows = append(s.rows, []any{r.deal.no, r.day.time(), r.reason})
	}
	return s
}
