package metrics

import (
	"xsell/metrics/phrases"
	"xsell/metrics/sales"
)

// classAdvice says what to do with the products of a class. Products of a class of
// one letter have not been sold for long enough, or the data are too short.
var classAdvice = map[string]phrases.Key{
	"AX":      "Never out of stock, reordered by itself; first choice for offers.",
	"AY":      "In stock with a reserve for its swings; plan it with the season.",
	"AZ":      "Large money from irregular sales: plan it with the customers who buy it.",
	"BX":      "Reordered by itself; offer it beside an A product.",
	"BY":      "Review stock and price once a month.",
	"BZ":      "A small stock, or ordered on demand.",
	"CX":      "Steady and small: few large orders, sold with an A product.",
	"CY":      "A small stock; check price and cost.",
	"CZ":      "Order on demand or let go, unless A products are sold with it (section Pairs of products).",
	"A":       "Regularity not known yet: keep in stock and watch.",
	"B":       "Regularity not known yet: watch.",
	"C":       "Regularity not known yet: wait before it is judged.",
	noEarning: "Raise the price, lower the cost or let go, unless it sells others (section Pairs of products).",
	noCost:    "Add the cost: without it nothing can be said.",
	noProduct: "Not classed.",
}

// The classes of products that are in no cell.
const (
	noEarning = "none"
	noCost    = "no cost"
	noProduct = "no product"
)

// classList are the classes in the order of the table, the nine cells first.
var classList = [][2]string{
	{"A", "X"}, {"A", "Y"}, {"A", "Z"}, {"B", "X"}, {"B", "Y"}, {"B", "Z"}, {"C", "X"}, {"C", "Y"}, {"C", "Z"},
	{"A", ""}, {"B", ""}, {"C", ""}, {noEarning, ""}, {noCost, ""}, {noProduct, ""},
}

// cellsOfClasses is the number of classes of both letters, the first of classList.
const cellsOfClasses = 9

func (f classFindings) columns() []Column {
	return []Column{
		{"kind", "Kind", Word}, {"class", "Class", Word}, {"product", "Product", Text}, {"product_name", "Name", Text},
		{"products", "Products", Count}, {"product_share", "Share of products", Ratio},
		{"revenue", "Revenue", Money}, {"cm1", "CM1", Money}, {"share", f.o.say("Share of %s", f.measure()), Ratio}, {"margin", "Margin", Ratio},
		{"advice", "What to do", Text}, {"cv", "Variation (cv)", Number}, {"parts", "Periods on sale", Count},
		{"class_before", "Class before", Word}, {"moved", "Moved", Word}, {"worth_before", f.o.say("%s before", title(f.measure())), Money},
		{"abc", "ABC", Word}, {"xyz", "XYZ", Text}, {"in_chart", "In the heat map", Word}, {"type", "Type", Text},
	}
}

func (f classFindings) table() Table {
	t := Table{Columns: f.columns()}
	total := f.total()
	for i, names := range classList {
		c := f.of(names[0], names[1])
		switch {
		case names[0] == noProduct:
			c.takings = f.nobody.takings
		case i < cellsOfClasses && f.regular():
		case c.Products == 0:
			continue
		}
		if names[0] == noProduct && f.nobody.Lines == 0 {
			continue
		}
		t.Rows = append(t.Rows, f.classCells(c, names, i < cellsOfClasses, total))
	}
	for _, r := range f.rows {
		t.Rows = append(t.Rows, f.productCells(r, total.Worth.V))
	}
	if f.nobody.Lines > 0 {
		row := make([]Cell, len(t.Columns))
		row[0], row[1], row[2], row[16] = "product", noProduct, f.o.say("(no product)"), noProduct
		row[6], row[7], row[9] = f.nobody.Revenue, f.cm1(f.nobody.takings), f.nobody.margin()
		t.Rows = append(t.Rows, row)
	}
	return t
}

// classCells are the row of a class; nine of them make the heat map.
func (f classFindings) classCells(c classCell, names [2]string, nine bool, total classCell) []Cell {
	class := className(names[0], names[1])
	row := []Cell{"class", class, nil, nil, c.Products, ratio(float64(c.Products), float64(total.Products)),
		c.Revenue, f.cm1(c.takings), nil, c.margin(), f.o.say(classAdvice[class]), nil, nil, nil, nil, nil, names[0], text(names[1]), nil, nil}
	if names[0] != noProduct && names[0] != noCost {
		row[8] = moneyRatio(c.Worth.V, total.Worth.V)
	}
	if nine {
		row[18] = "yes"
	}
	return row
}

// cm1 is blank where the data have no cost at all, and for a cell without products 0.
func (f classFindings) cm1(e takings) Cell {
	if f.costs && e == (takings{}) {
		return sales.Money(0)
	}
	return amount(e.CM1)
}

func (e takings) margin() Cell {
	if !e.CM1.Valid {
		return nil
	}
	return moneyRatio(e.CM1.V, e.Costed.V)
}

func (f classFindings) productCells(r classRow, total sales.Money) []Cell {
	row := []Cell{"product", r.class(), r.Product, text(r.ProductName), r.Products, nil, r.Revenue, amount(r.CM1), nil, r.margin(),
		nil, nil, r.Parts, nil, nil, nil, r.Abc, text(r.Xyz), nil, text(r.Type)}
	if r.Worth.Valid {
		row[8] = moneyRatio(r.Worth.V, total)
	}
	if r.CV.Valid {
		row[11] = r.CV.V
	}
	if r.Product == other {
		row[1], row[3], row[11], row[12], row[16], row[17] = nil, f.o.others(r.Products), nil, nil, nil, nil
		return row
	}
	if f.compares() {
		if r.AbcBefore != "new" {
			row[13] = className(r.AbcBefore, r.XyzBefore)
		}
		row[14], row[15] = text(r.move()), amount(r.WorthBefore)
	}
	return row
}

// charts are the nine cells where any product has one, else the classes by money alone.
func (f classFindings) charts() []Chart {
	if !f.regular() {
		return []Chart{{Kind: Bars, Title: "Products by class", X: "class", Y: []string{"products"}, Where: "kind", Is: "class"}}
	}
	money := "revenue"
	if f.costs {
		money = "cm1"
	}
	return []Chart{
		{Kind: HeatMap, Title: "Products by class", X: "xyz", Series: "abc", Y: []string{"products"}, Where: "in_chart", Is: "yes"},
		{Kind: HeatMap, Title: f.o.say("%s by class", title(f.measure())), X: "xyz", Series: "abc", Y: []string{money}, Where: "in_chart", Is: "yes"},
	}
}
