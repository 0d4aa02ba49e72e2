package sample

// Business areas, the lines of activity of the company.
const (
	areaMachines = "Coffee machines"
	areaCoffee   = "Coffee & beans"
	areaKitchen  = "Kitchenware"
	areaCare     = "Service & care"
	areaCourses  = "Courses"
)

// areas lists the business areas in the order of the catalogue.
var areas = []string{areaMachines, areaCoffee, areaKitchen, areaCare, areaCourses}

// Audiences, in the order of the weights of a product.
const (
	households = iota
	offices
	cafes
	hotels
)

var audienceNames = [4]string{"Households", "Offices", "Cafés", "Hotels"}

// usage says in what quantities a product type is bought.
type usage int

const (
	machine    usage = iota // rarely more than one; a household buys one of a type
	consumable              // by the kilogram and by the box
	ware                    // a few pieces
	service                 // a contract or a visit
	seat                    // places in a course
)

// productType is a category of products within one business area.
type productType struct {
	name   string
	area   string
	usage  usage
	season [12]int // demand by month in percent, January first
}

var (
	even   = [12]int{100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100}
	warm   = [12]int{116, 112, 106, 96, 92, 86, 82, 84, 94, 104, 112, 118}
	gifts  = [12]int{86, 88, 94, 96, 98, 94, 90, 90, 96, 102, 116, 138}
	indoor = [12]int{120, 120, 112, 100, 90, 84, 70, 70, 104, 112, 116, 92}
)

var (
	espressoMachines = &productType{"Espresso machines", areaMachines, machine, even}
	beanToCup        = &productType{"Bean-to-cup machines", areaMachines, machine, even}
	brewers          = &productType{"Filter brewers", areaMachines, machine, even}
	grinders         = &productType{"Grinders", areaMachines, machine, even}
	espressoBeans    = &productType{"Espresso beans", areaCoffee, consumable, even}
	filterCoffee     = &productType{"Filter coffee", areaCoffee, consumable, even}
	teaAndChocolate  = &productType{"Tea & chocolate", areaCoffee, consumable, warm}
	cups             = &productType{"Cups & glasses", areaKitchen, ware, gifts}
	baristaTools     = &productType{"Barista tools", areaKitchen, ware, gifts}
	cookware         = &productType{"Cookware", areaKitchen, ware, gifts}
	knives           = &productType{"Knives", areaKitchen, ware, gifts}
	cleaning         = &productType{"Cleaning", areaCare, consumable, even}
	waterFilters     = &productType{"Water filters", areaCare, consumable, even}
	plans            = &productType{"Maintenance", areaCare, service, even}
	baristaCourses   = &productType{"Barista courses", areaCourses, seat, indoor}
	kitchenCourses   = &productType{"Kitchen courses", areaCourses, seat, indoor}
)

// product is one article of the catalogue.
type product struct {
	no        string
	name      string
	kind      *productType
	price     cents  // list price of one piece at the start
	cost      cents  // what one piece costs the company
	weights   [4]int // share of the lines of each audience, in thousandths
	benefit   string // what the customer gets out of it
	advantage string // why it is better than what others sell
}

// audience is the one that buys the product most for its size.
func (p *product) audience() string {
	best := households
	for a, w := range p.weights {
		if w > p.weights[best] {
			best = a
		}
	}
	return audienceNames[best]
}

// coffeePriceIncrease is the day from which everything in Coffee & beans costs
// six percent more; the company's own costs stay.
var coffeePriceIncrease = date(2026, 5, 1)

// priceOn is the list price on a day, in steps of ten cents after the increase.
func (p *product) priceOn(d day) cents {
	if p.kind.area != areaCoffee || d < coffeePriceIncrease {
		return p.price
	}
	return (p.price*106 + 500) / 1000 * 10
}

// productNo finds a product of the catalogue; a number that is not in it is a
// mistake in this package.
func productNo(no string) *product {
	for _, p := range catalogue {
		if p.no == no {
			return p
		}
	}
	panic("no product " + no + " in the catalogue")
}

// ofType lists the products of a type.
func ofType(kind *productType) []*product {
	var of []*product
	for _, p := range catalogue {
		if p.kind == kind {
			of = append(of, p)
		}
	}
	return of
}
