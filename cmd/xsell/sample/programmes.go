package sample

// programme is one planned cross-selling action as it stands in the register,
// and how buyers really behave: the chance, in thousandths, that a deal with
// one of the from-products takes one of the to-products.
type programme struct {
	code        string
	name        string
	internal    bool
	from, to    *productType
	audiences   []int // empty: everybody
	discount    int   // on the to-product, in basis points
	bonus       cents // to the seller, for each to-product sold
	owner       string
	advertising cents
	runs        period
	partner     *partner
	controlled  bool // some customers are left out at random

	before int    // attach rate outside of the programme
	during int    // attach rate in it
	season period // the same weeks a year before, with the rate of during
}

var (
	grinderFirst = &programme{
		code: "P1", name: "Grinder first", internal: true, from: espressoMachines, to: grinders,
		discount: 1200, bonus: 1000, owner: "Sabine Wolf", advertising: 90000,
		runs: period{date(2025, 9, 1), date(2026, 2, 28)}, before: 150, during: 440,
	}
	freshWater = &programme{
		code: "P2", name: "Fresh water start", internal: true, from: beanToCup, to: waterFilters,
		discount: 2500, owner: "Ingrid Sommer", advertising: 40000,
		runs: period{date(2025, 10, 1), date(2026, 3, 31)}, before: 200, during: 270,
	}
	careLetter = &programme{
		code: "P3", name: "Care letter", internal: true, from: espressoBeans, to: cleaning, audiences: []int{offices, cafes},
		discount: 500, owner: "Lena Fischer", advertising: 65000,
		runs: period{date(2025, 11, 3), date(2026, 3, 1)}, before: 40, during: 290, controlled: true,
	}
	summerOnIce = &programme{
		code: "P4", name: "Summer on ice", internal: true, from: filterCoffee, to: cups,
		discount: 1000, owner: "Hanna Berg", advertising: 420000,
		runs: period{date(2026, 5, 4), date(2026, 6, 28)}, before: 30, during: 270,
		season: period{date(2025, 5, 4), date(2025, 6, 28)},
	}
	baristaVoucher = &programme{
		code: "P5", name: "Barista voucher", internal: true, from: espressoMachines, to: baristaCourses,
		bonus: 1500, owner: "Oliver Stein", advertising: 30000,
		runs: period{date(2026, 6, 8), date(2026, 9, 30)}, before: 40, during: 120,
	}
	coffeeCorner = &programme{
		code: "P6", name: "Office coffee corner", from: beanToCup, to: plans, audiences: []int{offices},
		bonus: 800, owner: "Marco Bianchi", advertising: 50000, partner: blattwerk,
		runs: period{date(2025, 10, 1), date(2026, 6, 30)}, before: 60, during: 380,
	}
	hotelBreakfast = &programme{
		code: "P7", name: "Hotel breakfast", from: cups, to: cookware, audiences: []int{hotels},
		discount: 800, owner: "Nadia Haddad", advertising: 120000, partner: hoga,
		runs: period{date(2025, 9, 15), date(2026, 4, 30)}, before: 100, during: 100,
	}
	knifeWeeks = &programme{
		code: "P8", name: "Knife weeks", internal: true, from: cookware, to: knives,
		bonus: 500, owner: "Dieter Krause", advertising: 950000,
		runs: period{date(2025, 10, 6), date(2025, 11, 16)}, before: 40, during: 180,
	}
)

// programmes is the register.
var programmes = []*programme{
	grinderFirst, freshWater, careLetter, summerOnIce, baristaVoucher, coffeeCorner, hotelBreakfast, knifeWeeks,
}

// kind is the word of the register for where the products come from.
func (p *programme) kind() string {
	if p.internal {
		return "internal"
	}
	return "external"
}

// reaches tells whether the programme is meant for the customer's audience.
func (p *programme) reaches(c *customer) bool {
	for _, a := range p.audiences {
		if a == c.audience {
			return true
		}
	}
	return len(p.audiences) == 0
}

// offered tells whether the customer gets the offer on a day.
func (p *programme) offered(c *customer, d day) bool {
	return p.runs.contains(d) && p.reaches(c) && !(p.controlled && c.control)
}

// rate is the chance that a deal of the customer with a from-product takes a
// to-product.
func (p *programme) rate(c *customer, d day) int {
	if p.offered(c, d) || p.season.to > 0 && p.season.contains(d) {
		return p.during
	}
	return p.before
}

// toProducts lists what the programme sells beside the from-products.
func (p *programme) toProducts() []*product {
	if p == summerOnIce {
		return []*product{productNo("KW-104")}
	}
	return ofType(p.to)
}

// attach lets the programmes work on a deal: a buyer of a from-product takes a
// to-product at the rate of the day, with the discount and the bonus of the
// offer where the programme runs and reaches the customer.
func (l *deal) attach(d dice) {
	for _, p := range programmes {
		if !l.hasType(p.from) {
			continue
		}
		if !l.hasOneOf(p.toProducts()) && d.permille(p.rate(l.customer, l.day)) {
			l.add(d, draw1(d, p.toProducts(), l.customer.audience))
		}
		if p.offered(l.customer, l.day) {
			l.mark(p)
		}
	}
}

// mark books the offer of a programme on the to-products of a deal.
func (l *deal) mark(p *programme) {
	for i := range l.lines {
		at := &l.lines[i]
		if at.programme == nil && contains(p.toProducts(), at.product) {
			at.programme = p
		}
	}
}
