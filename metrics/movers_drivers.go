package metrics

import (
	"slices"

	"xsell/metrics/phrases"
	"xsell/metrics/sales"
	"xsell/metrics/stat"
)

// driversSQL counts what revenue is made of in each period, with and without a customer.
const driversSQL = `
WITH placed AS (
	SELECT is_current, is_previous, is_year_ago, customer <> '(unknown)' AS known, sum(revenue) AS revenue,
	       count(DISTINCT CASE WHEN NOT is_return THEN customer END) AS customers, count(DISTINCT CASE WHEN NOT is_return THEN deal END) AS deals,
	       count(DISTINCT CASE WHEN NOT is_return AND NOT is_fee THEN (deal, product) END) AS products
	FROM lines WHERE is_current OR is_previous OR is_year_ago GROUP BY 1, 2, 3, 4)
SELECT place, known, customers, deals, products, CAST(revenue AS BIGINT) AS revenue
FROM placed JOIN (VALUES ('current'), ('previous'), ('year_ago')) AS p (place)
     ON (place = 'current' AND is_current) OR (place = 'previous' AND is_previous) OR (place = 'year_ago' AND is_year_ago)
ORDER BY place, known`

// driverLevels is what the revenue of a period is made of.
type driverLevels struct {
	Place                      string
	Known                      bool  // of known customers
	Customers, Deals, Products int64 // Products: distinct ones, added over the deals
	Revenue                    sales.Money
}

// driver is one factor of revenue and what its change did to it.
type driver struct {
	key        string
	name       phrases.Key
	more, less phrases.Key // how a sentence calls a rise and a fall
	before     float64
	now        float64
	effect     sales.Money
}

// links are the factors in their order; the first three are there where the ledger has
// customers, and products.
func links(l *sales.Ledger) []driver {
	var out []driver
	deals := driver{key: "deals", name: "Deals", more: "more deals", less: "fewer deals"}
	if l.Has(sales.Customer) {
		out = append(out, driver{key: "customers", name: "Customers", more: "more customers", less: "fewer customers"})
		deals = driver{key: "deals_per_customer", name: "Deals per customer", more: "more deals per customer", less: "fewer deals per customer"}
	}
	out = append(out, deals)
	if !l.Has(sales.Product) {
		return append(out, driver{key: "revenue_per_deal", name: "Revenue per deal", more: "more revenue per deal", less: "less revenue per deal"})
	}
	return append(out,
		driver{key: "products_per_deal", name: "Products per deal", more: "more products per deal", less: "fewer products per deal"},
		driver{key: "revenue_per_product", name: "Revenue per product sold", more: "more revenue per product sold", less: "less revenue per product sold"})
}

// chain are the levels that links divides, in whole numbers, the revenue last.
func chain(d driverLevels, l *sales.Ledger) []int64 {
	var out []int64
	if l.Has(sales.Customer) {
		out = append(out, d.Customers)
	}
	out = append(out, d.Deals)
	if l.Has(sales.Product) {
		out = append(out, d.Products)
	}
	return append(out, int64(d.Revenue))
}

// drivers splits the change of revenue since the period before into its factors. It is
// false where there is nothing to divide: no deal in one of the periods, or a revenue that
// is not above zero, whose parts would have no sense.
func drivers(levels []driverLevels, before string, l *sales.Ledger) ([]driver, bool) {
	known := l.Has(sales.Customer)
	from, to := levelsOf(levels, before, known), levelsOf(levels, "current", known)
	if from.Revenue <= 0 || to.Revenue <= 0 {
		return nil, false
	}
	old, now := chain(from, l), chain(to, l)
	effects, ok := stat.ChainEffects(old, now)
	if !ok {
		return nil, false
	}
	out := links(l)
	for i := range out {
		out[i].effect = sales.Money(effects[i])
		out[i].before, out[i].now = level(old, i), level(now, i)
	}
	if known {
		from, to := levelsOf(levels, before, false), levelsOf(levels, "current", false)
		if from.Revenue != 0 || to.Revenue != 0 {
			out = append(out, driver{"no_customer", "Revenue without a known customer", "more revenue without a known customer", "less revenue without a known customer",
				from.Revenue.Float(), to.Revenue.Float(), to.Revenue - from.Revenue})
		}
	}
	return out, true
}

func levelsOf(levels []driverLevels, place string, known bool) driverLevels {
	for _, d := range levels {
		if d.Place == place && d.Known == known {
			return d
		}
	}
	return driverLevels{}
}

// level is a factor: a whole level over the one before it, the last in currency units.
func level(levels []int64, i int) float64 {
	v := float64(levels[i])
	if i == len(levels)-1 {
		v /= sales.Scale
	}
	if i == 0 {
		return v
	}
	return v / float64(levels[i-1])
}

// driverRows are the drivers as rows of the table, on the period before and on the year.
func (m moved) driverRows() [][]Cell {
	named := slices.Clone(m.drivers)
	for _, y := range m.yearDrivers {
		if find(named, y.key) == nil {
			named = append(named, y)
		}
	}
	var gross sales.Money
	for _, d := range m.drivers {
		gross += abs(d.effect)
	}
	var rows [][]Cell
	for _, d := range named {
		row := make([]Cell, 18)
		row[0], row[1], row[2], row[15] = "driver", d.key, m.o.say(d.name), d.now
		if p := find(m.drivers, d.key); p != nil {
			row[5], row[6], row[16] = p.effect, moneyRatio(abs(p.effect), gross), p.before
		}
		if y := find(m.yearDrivers, d.key); y != nil {
			row[14], row[17] = y.effect, y.before
		}
		rows = append(rows, row)
	}
	return rows
}

func find(drivers []driver, key string) *driver {
	for i := range drivers {
		if drivers[i].key == key {
			return &drivers[i]
		}
	}
	return nil
}
