package sales

// Kind is how the values of a field are held.
type Kind int

// The kinds. Everything but Text travels as a whole number.
const (
	Text   Kind = iota
	Amount      // Money, 1/10 000 of the currency unit
	Number      // Quantity, 1/10 000 of the unit
	Rate        // a ratio in 1/10 000: 12.5 % is 1250
	Date        // Day, counted from 1970-01-01
	Whole       // a count or an ordinal
	Flag        // 0 or 1
	Factor      // a rate of exchange in 1/10 000 000 000
)

// Field names a column of a relation, in snake case; it is also the name of the
// column in SQL and in the configuration.
type Field string

// The fields that are spoken of by name outside this package.
const (
	SourceField  Field = "source" // index into Ledger.Sources
	RowField     Field = "row"    // row number in the sheet or file
	Deal         Field = "deal"
	DayField     Field = "day"
	Customer     Field = "customer"
	CustomerName Field = "customer_name"
	Audience     Field = "audience"
	Product      Field = "product"
	ProductName  Field = "product_name"
	Type         Field = "type"
	Area         Field = "area"
	Seller       Field = "seller"
	Partner      Field = "partner"
	PartnerRole  Field = "partner_role" // sourced, influenced, or what the sheet says instead
	Payment      Field = "payment"      // unpaid, or what the sheet says instead
	Programme    Field = "programme"
	Region       Field = "region"
	Channel      Field = "channel"
	Currency     Field = "currency"
	MeasureOf    Field = "measure" // the unit that quantities count: pieces, kg
	QuantityOf   Field = "quantity"
	List         Field = "list"        // list amount before discount
	Discount     Field = "discount"    // amount given away
	Revenue      Field = "revenue"     // net amount
	Cost         Field = "cost"        // cost of the goods; in products: of one unit
	Bonus        Field = "bonus"       // to the seller
	Commission   Field = "commission"  // to a partner or agent; in partners: a ratio of the revenue; in referrals: from the partner to us
	IsReturn     Field = "is_return"   // a negative or cancelled line
	Target       Field = "target"      // planned net revenue, in targets only
	Blocked      Field = "blocked"     // of a product or customer that no offer is made of, or to; any text is a yes
	Training     Field = "training"    // that somebody was trained: a row of trainings
	Advertising  Field = "advertising" // what programmes cost: the cost of programmes
)

// Column is a field with its kind.
type Column struct {
	Field Field
	Kind  Kind
}

// Relation is a table of the ledger, by name.
type Relation string

// The relations. Lines are required; the others are dimensions and registers,
// used when given.
const (
	Lines      Relation = "lines"
	Products   Relation = "products"
	Customers  Relation = "customers"
	Programmes Relation = "programmes"
	Trainings  Relation = "trainings"
	Targets    Relation = "targets"
	Returns    Relation = "returns"
	People     Relation = "people"
	Partners   Relation = "partners"
	Referrals  Relation = "referrals"
	Rates      Relation = "rates"
)

// Relations lists every relation in a fixed order.
func Relations() []Relation {
	return []Relation{Lines, Products, Customers, Programmes, Trainings, Targets, Returns, People, Partners, Referrals, Rates}
}

// Columns are the fields a relation may hold, in their order. The slice is the
// caller's to keep.
func (r Relation) Columns() []Column {
	switch r {
	case Lines:
		return []Column{
			{SourceField, Whole}, {RowField, Whole}, {Deal, Text}, {DayField, Date},
			{Customer, Text}, {CustomerName, Text}, {Audience, Text},
			{Product, Text}, {ProductName, Text}, {Type, Text}, {Area, Text},
			{Seller, Text}, {Partner, Text}, {PartnerRole, Text}, {Programme, Text}, {Payment, Text}, {Region, Text}, {Channel, Text}, {Currency, Text}, {MeasureOf, Text},
			{QuantityOf, Number}, {List, Amount}, {Discount, Amount}, {Revenue, Amount}, {Cost, Amount}, {Bonus, Amount}, {Commission, Amount},
			{IsReturn, Flag},
		}
	case Products:
		return []Column{{Product, Text}, {ProductName, Text}, {Type, Text}, {Area, Text}, {Audience, Text}, {MeasureOf, Text},
			{Cost, Amount}, {List, Amount}, {"benefit", Text}, {"advantage", Text}, {Blocked, Text}}
	case Customers:
		return []Column{{Customer, Text}, {CustomerName, Text}, {Audience, Text}, {Region, Text}, {Seller, Text}, {Blocked, Text}}
	case Programmes:
		return []Column{{Programme, Text}, {"programme_name", Text}, {"kind", Text}, {"from_products", Text}, {"to_products", Text},
			{Audience, Text}, {Partner, Text}, {Discount, Rate}, {Bonus, Amount}, {"owner", Text}, {Cost, Amount},
			{"start_day", Date}, {"end_day", Date}, {"control", Text}}
	case Trainings:
		return []Column{{Seller, Text}, {DayField, Date}, {"topic", Text}}
	case Targets:
		return []Column{{DayField, Date}, {Area, Text}, {Seller, Text}, {Region, Text}, {Target, Amount}}
	case Returns:
		return []Column{{Deal, Text}, {Product, Text}, {DayField, Date}, {"reason", Text}}
	case People:
		return []Column{{Seller, Text}, {Region, Text}, {"manager", Text}, {"team", Text}}
	case Partners:
		return []Column{{Partner, Text}, {"partner_name", Text}, {"kind", Text}, {Commission, Rate}}
	case Referrals:
		return []Column{{DayField, Date}, {Customer, Text}, {CustomerName, Text}, {Partner, Text}, {"need", Text}, {"business", Amount}, {Commission, Amount}}
	case Rates:
		return []Column{{Currency, Text}, {"rate", Factor}, {DayField, Date}}
	}
	return nil
}

// Keys are what a row of a relation beside the lines cannot do without; the first that is
// there counts.
func (r Relation) Keys() []Field {
	switch r {
	case Products:
		return []Field{Product, ProductName}
	case Customers:
		return []Field{Customer, CustomerName}
	case Programmes:
		return []Field{Programme, "programme_name"}
	case Trainings, People:
		return []Field{Seller}
	case Targets:
		return []Field{Target}
	case Returns:
		return []Field{Deal}
	case Partners:
		return []Field{Partner, "partner_name"}
	case Referrals:
		return []Field{Partner}
	case Rates:
		return []Field{Currency}
	}
	return nil
}

// Has reports whether the relation may hold the field.
func (r Relation) Has(f Field) bool {
	for _, c := range r.Columns() {
		if c.Field == f {
			return true
		}
	}
	return false
}
