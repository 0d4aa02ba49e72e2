package sample

// quantities are the usual number of pieces of a line: low and high, by use and
// audience.
var quantities = [...][4][2]int{
	machine:    {{1, 1}, {1, 1}, {1, 1}, {1, 2}},
	consumable: {{1, 3}, {2, 8}, {4, 16}, {3, 14}},
	ware:       {{1, 2}, {1, 4}, {1, 6}, {2, 10}},
	service:    {{1, 1}, {1, 2}, {1, 2}, {1, 3}},
	seat:       {{1, 2}, {1, 4}, {1, 2}, {1, 4}},
}

// add puts a product into the deal, once.
func (l *deal) add(d dice, p *product) {
	if l.has(p) {
		return
	}
	pieces := quantities[p.kind.usage][l.customer.audience]
	l.lines = append(l.lines, line{product: p, quantity: min(d.between(pieces[0], pieces[1]), d.between(pieces[0], pieces[1]))})
}

// occasional are the discounts sellers give now and then, in basis points.
var occasional = []int{300, 500, 500, 1000}

// close prices the lines of a deal and books bonus and partner.
func (l *deal) close(d dice) {
	for i := range l.lines {
		at := &l.lines[i]
		at.price(l.day, l.discountRate(d, at))
		if at.programme != nil && l.seller != nil {
			at.bonus = at.programme.bonus * cents(at.quantity)
		}
	}
	l.takePart(d)
}

// discountRate is the largest of the discounts a line may have: the standing
// terms of the customer, the programme's, and one given on the occasion.
func (l *deal) discountRate(d dice, at *line) int {
	rate := l.customer.terms
	if at.programme != nil {
		rate = max(rate, at.programme.discount)
	}
	if l.seller != nil && d.permille(80) {
		rate = max(rate, one(d, occasional))
	}
	return rate
}

// price fills in the money of a line sold on a day at a discount.
func (at *line) price(on day, discount int) {
	pieces := cents(at.quantity)
	at.unit = at.product.priceOn(on)
	at.list = at.unit * pieces
	at.discount = at.list.share(discount)
	at.net = at.list - at.discount
	at.cost = at.product.cost * pieces
}
