package sample

import (
	"cmp"
	"fmt"
	"slices"
)

// deal is one order: what a customer bought on a day.
type deal struct {
	no       string
	day      day
	customer *customer
	seller   *seller // nil in the web shop
	channel  string
	partner  *partner
	role     string
	lines    []line
}

// line is one product of a deal. Always quantity x unit - discount = net.
type line struct {
	product    *product
	quantity   int
	unit       cents
	list       cents
	discount   cents
	net        cents
	cost       cents
	bonus      cents
	commission cents
	programme  *programme
}

const (
	channelShowroom = "Showroom"
	channelPhone    = "Phone"
	channelField    = "Field"
	channelWeb      = "Web shop"
)

// ownShopSince is the day from which the web shop keeps its own books: its
// deals are no longer in the workbook but in its export.
var ownShopSince = date(2026, 3, 1)

// inShopExport tells in which of the two files the deal stands.
func (l *deal) inShopExport() bool { return l.channel == channelWeb && l.day >= ownShopSince }

func (l *deal) has(p *product) bool {
	return slices.ContainsFunc(l.lines, func(at line) bool { return at.product == p })
}

func (l *deal) hasType(t *productType) bool {
	return slices.ContainsFunc(l.lines, func(at line) bool { return at.product.kind == t })
}

func (l *deal) hasOneOf(products []*product) bool {
	return slices.ContainsFunc(products, l.has)
}

// areas counts the business areas of the deal.
func (l *deal) areas() int {
	var seen []string
	for _, at := range l.lines {
		if !slices.Contains(seen, at.product.kind.area) {
			seen = append(seen, at.product.kind.area)
		}
	}
	return len(seen)
}

func contains(products []*product, p *product) bool { return slices.Contains(products, p) }

// newDeals draws the deals of every customer, lets the programmes work on them,
// prices them and numbers them by date.
func newDeals(customers []*customer) []*deal {
	var all []*deal
	for _, c := range customers {
		all = append(all, c.buy()...)
	}
	slices.SortStableFunc(all, func(a, b *deal) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.customer.no, b.customer.no))
	})
	attach(all)
	employ(all)
	d := newDice(streamPrices)
	for _, l := range all {
		l.close(d)
	}
	own, web := 0, 0
	for _, l := range all {
		if l.channel == channelWeb {
			web++
			l.no = fmt.Sprintf("W%05d", 50000+web)
		} else {
			own++
			l.no = fmt.Sprintf("S%05d", 10000+own)
		}
	}
	return all
}

// employ gives the seller who joined in the last weeks the first four deals:
// three of them with a second area, which is luck and not yet skill.
func employ(all []*deal) {
	i := slices.IndexFunc(sellers, func(s *seller) bool { return s.newHand })
	broad, narrow := 3, 1
	for _, l := range all {
		if l.day < date(2026, 6, 11) || l.seller == nil || l.seller.region != sellers[i].region {
			continue
		}
		left := &narrow
		if l.areas() > 1 {
			left = &broad
		}
		if *left > 0 {
			*left--
			l.seller = sellers[i]
		}
	}
}

// buy draws the deals of one customer, in order of time.
func (c *customer) buy() []*deal {
	d := newDice(streamCustomer + uint64(c.no))
	var deals []*deal
	owned := map[*productType]bool{}
	lesson := day(-1)
	for _, on := range c.days {
		l := c.open(d, on)
		l.fill(d, owned)
		if lesson < 0 && l.hasType(espressoMachines) && d.permille(450) {
			lesson = on + day(d.between(21, 58))
		}
		deals = append(deals, l)
	}
	if lesson >= 0 && lesson <= lastDay && c.audience != hotels {
		deals = append(deals, c.learn(d, lesson))
	}
	return deals
}

// learn is the deal in which a new owner of an espresso machine books a course.
func (c *customer) learn(d dice, on day) *deal {
	l := c.open(d, on)
	l.add(d, draw1(d, ofType(baristaCourses), c.audience))
	return l
}

// channelWeights by audience: showroom, phone, field, web shop.
var channelWeights = [4][]int{
	households: {52, 12, 0, 36},
	offices:    {0, 32, 44, 24},
	cafes:      {4, 30, 58, 8},
	hotels:     {0, 28, 68, 4},
}

// open starts an empty deal: who sells it, and where.
func (c *customer) open(d dice, on day) *deal {
	channels := []string{channelShowroom, channelPhone, channelField, channelWeb}
	l := &deal{day: on, customer: c, channel: channels[d.weighted(channelWeights[c.audience])]}
	if on.time().Weekday() == 0 {
		l.channel = channelWeb
	}
	if l.channel == channelWeb {
		return l
	}
	l.seller = c.manager
	if d.permille(120) {
		l.seller = accountManager(d, c.region)
	}
	return l
}

// linesOf are the weights of one, two, three ... chosen products, by audience.
var linesOf = [4][]int{
	households: {58, 27, 11, 4},
	offices:    {50, 30, 14, 6},
	cafes:      {44, 31, 16, 9},
	hotels:     {42, 31, 17, 10},
}

// fill chooses the products of a deal: first what the customer wants of itself,
// then what goes with it. owned holds the machines a household has already.
func (l *deal) fill(d dice, owned map[*productType]bool) {
	c := l.customer
	wanted := 1 + d.weighted(linesOf[c.audience])
	for tries := 0; len(l.lines) < wanted && tries < 50; tries++ {
		p := l.preferred(d, c.wants(d, l.day))
		once := p.kind.usage == machine && c.audience == households
		if l.has(p) || once && owned[p.kind] {
			continue
		}
		owned[p.kind] = true
		l.add(d, p)
	}
	for _, p := range c.adopts {
		if d.permille(230) {
			l.add(d, p)
		}
	}
	if l.seller != nil && d.permille(l.seller.crossSelling(l.day)) {
		l.broaden(d)
	}
	l.follow(d)
}

// preferred replaces the espresso blend the customer does not care for by the
// one it stays with.
func (l *deal) preferred(d dice, p *product) *product {
	if isBlend(p) && !d.permille(20) {
		return l.customer.favourite
	}
	return p
}

// broaden adds a product of an area that the deal does not have yet.
func (l *deal) broaden(d dice) {
	for range 200 {
		p := l.customer.wants(d, l.day)
		elsewhere := !slices.ContainsFunc(l.lines, func(at line) bool { return at.product.kind.area == p.kind.area })
		if elsewhere && p.kind.usage != machine {
			l.add(d, l.preferred(d, p))
			return
		}
	}
}

// wants draws what the customer asks for in a month, out of its assortment.
func (c *customer) wants(d dice, on day) *product {
	weights := make([]int, len(catalogue))
	for i, p := range catalogue {
		if c.assortment[i] {
			weights[i] = p.weights[c.audience] * p.kind.season[on.month()-1]
		}
	}
	return catalogue[d.weighted(weights)]
}

// draw1 draws one of a few products by the taste of the audience, each of them
// with a small chance at least.
func draw1(d dice, products []*product, audience int) *product {
	weights := make([]int, len(products))
	for i, p := range products {
		weights[i] = p.weights[audience]*10 + 1
	}
	return products[d.weighted(weights)]
}

// net is the net amount of the deal.
func (l *deal) net() cents {
	sum := cents(0)
	for _, at := range l.lines {
		sum += at.net
	}
	return sum
}

// profit is the contribution of the deal after the cost of the goods (CM1).
func (l *deal) profit() cents {
	sum := cents(0)
	for _, at := range l.lines {
		sum += at.net - at.cost
	}
	return sum
}
