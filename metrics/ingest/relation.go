package ingest

import (
	"cmp"
	"slices"
	"strings"

	"xsell/metrics/sales"
)

// proposal is what a sheet would be if it were of a relation.
type proposal struct {
	relation sales.Relation
	columns  []assigned
	score    float64 // 0 where the relation lacks what it needs
}

// assigned is a column with the field it was taken for.
type assigned struct {
	column int
	field  sales.Field
	why    Why
}

// Why says how a column was recognised.
type Why string

// The ways a column is recognised.
const (
	ByName          Why = "name"
	ByContent       Why = "content"
	ByConfiguration Why = "configuration"
)

func (p *proposal) has(fields ...sales.Field) bool {
	return slices.ContainsFunc(fields, func(f sales.Field) bool { return p.column(f) >= 0 })
}

// column is the index of the first column of the field, -1 where there is none.
func (p *proposal) column(f sales.Field) int {
	for _, a := range p.columns {
		if a.field == f {
			return a.column
		}
	}
	return -1
}

func (p *proposal) taken(column int) bool {
	return slices.ContainsFunc(p.columns, func(a assigned) bool { return a.column == column })
}

// recogniser holds what is known of a sheet while its relation is looked for.
type recogniser struct {
	header   header
	words    [][]string
	profiles []*profile
	named    map[string][]sales.Field // by the configuration
	title    map[string]bool          // words of the names of sheet and file
}

// propose assigns the columns to the fields of the relation, the surest first.
func (g *recogniser) propose(r sales.Relation) *proposal {
	p := &proposal{relation: r}
	strengths := g.assignConfigured(p)
	type option struct {
		candidate
		column int
	}
	var options []option
	for i, words := range g.words {
		for _, c := range lexicons()[r].match(words) {
			if g.profiles[i].filled == 0 {
				c.strength /= 4
			}
			options = append(options, option{c, i})
		}
	}
	slices.SortStableFunc(options, func(a, b option) int { return cmp.Compare(b.strength, a.strength) })
	for _, o := range options {
		if p.taken(o.column) || !manyColumns(r, o.field) && p.has(o.field) || !g.profiles[o.column].fits(kindOf(r, o.field)) {
			continue
		}
		p.columns = append(p.columns, assigned{o.column, o.field, ByName})
		if o.field != ignoredField {
			strengths += o.strength / 100
		}
	}
	if r == sales.Lines {
		g.completeLines(p)
	}
	if g.meets(p) {
		p.score = strengths + g.titleSpeaksFor(r)
	}
	return p
}

func (g *recogniser) assignConfigured(p *proposal) float64 {
	sum := 0.0
	for i, name := range g.header.names {
		if name == "" {
			continue
		}
		for _, f := range g.named[fold(name)] {
			if accepts(p.relation, f) && (manyColumns(p.relation, f) || !p.has(f)) {
				p.columns = append(p.columns, assigned{i, f, ByConfiguration})
				sum += 2
			}
		}
	}
	return sum
}

// manyColumns tells fields that several columns of a sheet may carry.
func manyColumns(r sales.Relation, f sales.Field) bool {
	return f == ignoredField || f == categoryField || (f == sales.Bonus || f == sales.Commission) && r == sales.Lines
}

// completeLines finds by content what no name told: the only column of dates, the only
// column of amounts, the only column of texts.
func (g *recogniser) completeLines(p *proposal) {
	if !p.has(sales.DayField, sales.Revenue, priceField, sales.Product, sales.ProductName, sales.Deal) {
		return
	}
	if !p.has(sales.DayField) {
		g.assignOnly(p, sales.DayField, (*profile).isDate)
	}
	if !p.has(sales.Revenue, priceField, sales.List) {
		g.assignOnly(p, sales.Revenue, func(c *profile) bool { return c.isNumber() && (c.integers < c.numbers || !c.isUnique()) })
	}
	if !p.has(sales.Product, sales.ProductName, categoryField, sales.Type, sales.Area) {
		g.assignOnly(p, sales.Product, func(c *profile) bool { return c.isText() && !c.isDate() && len(c.distinct) > 1 })
	}
}

func (g *recogniser) assignOnly(p *proposal, f sales.Field, is func(*profile) bool) {
	found := -1
	for i, c := range g.profiles {
		if p.taken(i) || !is(c) {
			continue
		}
		if found >= 0 {
			return
		}
		found = i
	}
	if found >= 0 {
		p.columns = append(p.columns, assigned{found, f, ByContent})
	}
}

// meets tells whether the columns make the sheet what the relation is.
func (g *recogniser) meets(p *proposal) bool {
	described := p.has(sales.Type, sales.Area, categoryField, sales.List, sales.Cost, "benefit", "advantage") ||
		p.has(sales.Product) && p.has(sales.ProductName)
	amount := p.has(sales.Revenue, priceField, sales.List)
	switch p.relation {
	case sales.Lines:
		return p.has(sales.DayField) && amount && p.has(sales.Product, sales.ProductName, sales.Deal, sales.Customer, sales.CustomerName, sales.Type, sales.Area, categoryField)
	case sales.Products:
		return p.has(sales.Product, sales.ProductName) && described && g.keyed(p, sales.Product, sales.ProductName)
	case sales.Customers:
		return p.has(sales.Customer, sales.CustomerName) && g.keyed(p, sales.Customer, sales.CustomerName) &&
			(p.has(sales.Audience, sales.Region, sales.Seller) || p.has(sales.Customer) && p.has(sales.CustomerName))
	case sales.Programmes:
		return p.has(sales.Programme, "programme_name") && g.keyed(p, sales.Programme, "programme_name") &&
			p.has("start_day", "end_day", "from_products", "to_products", sales.Cost, sales.Discount, sales.Bonus)
	case sales.Trainings:
		return p.has(sales.Seller) && p.has(sales.DayField) && (p.has("topic") || g.titleSpeaksFor(sales.Trainings) > 0)
	case sales.Targets:
		return p.has("target") && p.has(sales.DayField, yearField)
	case sales.Returns:
		return p.has(sales.Deal) && (p.has(statusField, "reason") || g.titleSpeaksFor(sales.Returns) > 0)
	case sales.People:
		return p.has(sales.Seller) && g.keyed(p, sales.Seller) && p.has(sales.Region, "manager", "team")
	case sales.Partners:
		return p.has(sales.Partner, "partner_name") && g.keyed(p, sales.Partner, "partner_name") && p.has("commission", "kind", "partner_name")
	case sales.Referrals:
		referred := p.has("business") || p.has("need") && p.has(sales.Commission) || g.titleSpeaksFor(sales.Referrals) > 0
		return p.has(sales.Partner) && p.has(sales.Customer, sales.CustomerName) && referred && !p.has(sales.Product, sales.Deal)
	case sales.Rates:
		return p.has(sales.Currency) && p.has("rate")
	}
	return false
}

// keyed tells whether the first of the fields that is there can be a key.
func (g *recogniser) keyed(p *proposal, fields ...sales.Field) bool {
	for _, f := range fields {
		if i := p.column(f); i >= 0 {
			return g.profiles[i].isUnique()
		}
	}
	return false
}

// titleSpeaksFor is the weight of the name of the sheet and file.
func (g *recogniser) titleSpeaksFor(r sales.Relation) float64 {
	for _, w := range strings.Fields(sheetWords[r]) {
		if g.title[w] {
			return 2
		}
	}
	return 0
}

// best is the proposal with the highest score, nil where none meets its relation.
// Lines win a close race: a sheet with a date, an amount and a product is sales.
func (g *recogniser) best() *proposal {
	var best *proposal
	for _, r := range sales.Relations() {
		p := g.propose(r)
		if p.score == 0 {
			continue
		}
		if r == sales.Lines {
			p.score += 2
		}
		if best == nil || p.score > best.score {
			best = p
		}
	}
	return best
}
