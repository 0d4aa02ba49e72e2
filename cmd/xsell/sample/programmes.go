package sample

// programme is one planned cross-selling action as it stands in the register,
// and how buyers really behave: how many in a thousand deals with one of the
// from-products have one of the to-products too.
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
		runs: period{date(2025, 9, 1), date(2026, 2, 28)}, before: 160, during: 440,
	}
	freshWater = &programme{
		code: "P2", name: "Fresh water start", internal: true, from: beanToCup, to: waterFilters,
		discount: 2500, owner: "Ingrid Sommer", advertising: 40000,
		runs: period{date(2025, 10, 1), date(2026, 3, 31)}, before: 260, during: 330,
	}
	careLetter = &programme{
		code: "P3", name: "Care letter", internal: true, from: espressoBeans, to: cleaning, audiences: []int{offices, cafes},
		discount: 500, owner: "Lena Fischer", advertising: 65000,
		runs: period{date(2025, 11, 3), date(2026, 3, 1)}, before: 230, during: 580, controlled: true,
	}
	summerOnIce = &programme{
		code: "P4", name: "Summer on ice", internal: true, from: filterCoffee, to: cups,
		discount: 1000, owner: "Hanna Berg", advertising: 420000,
		runs: period{date(2026, 5, 4), date(2026, 6, 28)}, before: 60, during: 300,
		season: period{date(2025, 5, 4), date(2025, 6, 28)},
	}
	baristaVoucher = &programme{
		code: "P5", name: "Barista voucher", internal: true, from: espressoMachines, to: baristaCourses,
		bonus: 1500, owner: "Oliver Stein", advertising: 30000,
		runs: period{date(2026, 6, 8), date(2026, 9, 30)}, before: 90, during: 120,
	}
	coffeeCorner = &programme{
		code: "P6", name: "Office coffee corner", from: beanToCup, to: plans, audiences: []int{offices},
		bonus: 800, owner: "Marco Bianchi", advertising: 50000, partner: blattwerk,
		runs: period{date(2025, 10, 1), date(2026, 6, 30)}, before: 120, during: 420,
	}
	hotelBreakfast = &programme{
		code: "P7", name: "Hotel breakfast", from: cups, to: cookware, audiences: []int{hotels},
		discount: 800, owner: "Nadia Haddad", advertising: 120000, partner: hoga,
		runs: period{date(2025, 9, 15), date(2026, 4, 30)}, before: 220, during: 220,
	}
	knifeWeeks = &programme{
		code: "P8", name: "Knife weeks", internal: true, from: cookware, to: knives,
		bonus: 500, owner: "Dieter Krause", advertising: 950000,
		runs: period{date(2025, 10, 6), date(2025, 11, 16)}, before: 80, during: 220,
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

// toProducts lists what the programme sells beside the from-products.
func (p *programme) toProducts() []*product {
	if p == summerOnIce {
		return []*product{productNo("KW-104")}
	}
	return ofType(p.to)
}

// circumstance is what decides at which rate the buyers of a from-product take a
// to-product.
type circumstance int

const (
	elsewhere circumstance = iota // the programme is not meant for the customer
	before
	running
	after
	inSeason // the same weeks a year before
	circumstances
)

func (p *programme) circumstance(l *deal) circumstance {
	switch {
	case !p.reaches(l.customer):
		return elsewhere
	case p.runs.contains(l.day):
		return running
	case p.season.to > 0 && p.season.contains(l.day):
		return inSeason
	case l.day > p.runs.to:
		return after
	}
	return before
}

// leavesOut tells whether the customer is one of the control group.
func (p *programme) leavesOut(c *customer) bool { return p.controlled && c.control }

// rate is the share, in thousandths, of deals with a to-product, for those who
// get the offer and for those who are left out of it.
func (p *programme) rate(in circumstance, left bool) int {
	if in == inSeason || in == running && !left {
		return p.during
	}
	return p.before
}

// attach lets the programmes work on the deals, by date. In every circumstance
// the share of deals with a to-product is brought to its rate and kept there, so
// that chance cannot drown the truth; deals that have one anyway count in.
func attach(deals []*deal) {
	for i, p := range programmes {
		d := newDice(streamProgramme + uint64(i))
		var shares, sharesLeftOut [circumstances]tally
		for _, l := range deals {
			if !l.hasType(p.from) {
				continue
			}
			in, left := p.circumstance(l), p.leavesOut(l.customer)
			share := &shares[in]
			if left {
				share = &sharesLeftOut[in]
			}
			behind := share.hits*1000+500 < p.rate(in, left)*(share.of+1)
			if behind && !l.hasOneOf(p.toProducts()) {
				l.add(d, draw1(d, p.toProducts(), l.customer.audience))
			}
			share.add(l.hasOneOf(p.toProducts()))
			if in == running && !left {
				l.mark(p)
			}
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
