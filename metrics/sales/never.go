package sales

// NeverOffered names, by key or by name and whatever their case, what no offer is made of,
// and customers that none is made to. Products and customers marked as [Blocked] in their
// sheets come on top of it.
type NeverOffered struct {
	Products, Types, Areas, Customers []string
}

// NeverOffer tells the ledger what is not to be offered, before it is finished.
func (l *Ledger) NeverOffer(n NeverOffered) { l.never = n }

// create lists the names in lower case, with their kind.
func (n NeverOffered) create() string {
	var rows [][]string
	for _, of := range []struct {
		kind  string
		names []string
	}{{"product", n.Products}, {"type", n.Types}, {"area", n.Areas}, {"customer", n.Customers}} {
		for _, name := range of.names {
			rows = append(rows, []string{quote(of.kind), "lower(" + quote(name) + ")"})
		}
	}
	return "CREATE TABLE never_offered AS " + valuesOf(rows, "kind", "name")
}

// InInput is the condition, on never_offered AS n, that the input has a product, type, area
// or customer of that name.
const InInput = `(kind = 'product' AND (EXISTS (SELECT 1 FROM products AS p WHERE lower(p.product) = n.name) OR EXISTS (SELECT 1 FROM products AS p WHERE lower(p.product_name) = n.name))
	OR kind = 'type' AND EXISTS (SELECT 1 FROM products AS p WHERE lower(p.type) = n.name)
	OR kind = 'area' AND EXISTS (SELECT 1 FROM products AS p WHERE lower(p.area) = n.name)
	OR kind = 'customer' AND (EXISTS (SELECT 1 FROM customers AS c WHERE lower(c.customer) = n.name) OR EXISTS (SELECT 1 FROM customers AS c WHERE lower(c.customer_name) = n.name)))`
